"""The command `kg`: thin commands, data on stdout, messages on stderr, exit codes that tell the truth."""

from __future__ import annotations

import os
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path

import click

from kg.build.run import software_version
from kg.cli.ask import ask_command
from kg.cli.build import build_command
from kg.cli.catalogue import queries_command
from kg.cli.cite import cite_command
from kg.cli.compare import compare_command
from kg.cli.completion import completion_command
from kg.cli.coverage import coverage_command
from kg.cli.find import find_command
from kg.cli.history import history_command
from kg.cli.infer import infer_command
from kg.cli.options import WrongUse, lang_of
from kg.cli.query import query_command
from kg.cli.review import review_command
from kg.cli.safe import clean
from kg.cli.show import show_command, tree_command
from kg.cli.validate import baseline_command, explain_command, validate_command
from kg.errors import KgError, NotSupported

FINE, FINDINGS, FAILURE, NOT_SUPPORTED = 0, 1, 2, 3


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine, 1 findings, nothing found or a named file left out, 2 failure, 3 not supported.",
)
@click.version_option(software_version(), prog_name="kg", message="%(prog)s %(version)s")
def group() -> None:
    """Ask programme documents of Dutch municipalities: goals, indicators and budgets as a graph.

    \b
    kg build                       build the corpus that ships into ./graph
    kg build documents/            build the files of a folder
    kg infer                       add what follows by the ontology
    kg show 9B1                    a goal with wordings, indicators and money
    kg tree                        the goal tree
    kg find mantelzorg             words in names and texts, with their places
    kg history 9B1                 a goal through the years, per document
    kg compare DOCUMENT DOCUMENT   what changed from one to the other
    kg ask list-targets-met        a stored question; `kg queries` lists them
    kg cite NAME --row 1           the citation of a row of an answer
    kg query 'SELECT ...'          ask in SPARQL
    kg coverage documents/         what no fact accounts for
    kg validate documents/         what is wrong, where it stands, what to do
    kg explain B01                 what a rule means
    kg review                      what waits for a person
    """


_COMMANDS = (
    build_command,
    infer_command,
    show_command,
    tree_command,
    find_command,
    history_command,
    compare_command,
    ask_command,
    queries_command,
    cite_command,
    query_command,
    coverage_command,
    validate_command,
    baseline_command,
    explain_command,
    review_command,
    completion_command,
)
for _command in _COMMANDS:
    group.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run `kg` and leave with its exit code."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:  # closed by who started us
            mode = "w" if number else "r"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter still shows the rest
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stdout.flush()
    except OSError as error:
        click.echo(f"kg: {error}", err=True)
        code = FAILURE
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run `kg` with arguments; return the exit code. Our own errors become one message on stderr."""
    try:
        result = group.main(args=arguments, prog_name="kg", standalone_mode=False)
        return result if isinstance(result, int) else FINE
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        if isinstance(error, WrongUse) and lang_of(arguments) == "nl":
            click.echo(f"kg: {clean(error.dutch)}", err=True)
        else:
            error.show()
        return FAILURE
    except click.Abort:
        return 130
    except KgError as error:
        click.echo(f"kg: {clean(error.in_(lang_of(arguments)))}", err=True)
        return NOT_SUPPORTED if isinstance(error, NotSupported) else FAILURE
    except (MemoryError, RecursionError) as error:
        click.echo(f"kg: {type(error).__name__}: the input is too large or nested too deeply", err=True)
        return FAILURE
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        click.echo(f"kg: {error}", err=True)
        return FAILURE
    except Exception:  # a mistake of ours is a failure, and never the code for findings
        click.echo(traceback.format_exc(), err=True)
        click.echo("kg: this is a mistake in kg; please report it with the lines above", err=True)
        return FAILURE
