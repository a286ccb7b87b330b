"""What commands share: options, languages, consoles."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

_F = TypeVar("_F", bound=Callable[..., Any])
PIPE_WIDTH = 120
"""Width of tables where the output is no terminal."""
UNCUT = 10_000


def graph_option(function: _F) -> _F:
    """Add --graph, which also reads $KG_GRAPH."""
    return click.option(
        "--graph",
        "-g",
        envvar="KG_GRAPH",
        default="graph",
        show_default=True,
        show_envvar=True,
        type=click.Path(path_type=Path, file_okay=False),
        help="Directory of the graph.",
    )(function)


def emit(text: str) -> None:
    """Write data to stdout; where the reader of a pipe has seen enough, the rest is for nobody and the run goes on."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def profile_of(given: str | None) -> str | Path | None:
    """Tell a folder that holds a profile from the name of one that ships."""
    return Path(given) if given and (Path(given) / "profile.toml").is_file() else given


def lang_option(function: _F) -> _F:
    """Add --lang; the locale never decides."""
    return click.option(
        "--lang",
        type=click.Choice(["nl", "en"]),
        default="en",
        show_default=True,
        help="Language of labels and messages.",
    )(function)


def lang_of(arguments: Sequence[str]) -> str:
    """The language that a command line names, wherever --lang stands; English where it names none.

    >>> lang_of(["ask", "show-goal", "--lang", "nl"]), lang_of(["--lang=nl", "ask"]), lang_of(["ask", "show-goal"])
    ('nl', 'nl', 'en')
    """
    lang = "en"
    for word, after in zip(arguments, [*arguments[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == "--lang":
            lang = value if equals else after
    return lang


class WrongUse(click.UsageError):
    """A command is used wrongly. Told in English with how it is used, as click does, and in Dutch in one line."""

    def __init__(self, message: str, dutch: str) -> None:
        super().__init__(message)
        self.dutch = dutch


class _Console(Console):
    """A console that tells of a closed pipe instead of ending the program with exit code 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def output(*, wide: bool = False) -> Console:
    """Console for data on stdout; no colour in a pipe or with NO_COLOR, and there a fixed width.

    ``wide``: in a pipe no line is ever cut or wrapped.
    """
    terminal = sys.stdout.isatty()
    return _Console(file=sys.stdout, width=None if terminal else UNCUT if wide else PIPE_WIDTH, highlight=False)


def messages() -> Console:
    """Console for messages on stderr."""
    return _Console(file=sys.stderr, width=None if sys.stderr.isatty() else PIPE_WIDTH, highlight=False)
