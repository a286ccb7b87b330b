"""`kg coverage`: what the facts account for of each document, and every cell and line that they do not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg.build.load import Loaded, load_documents, printable
from kg.build.run import corpus
from kg.cli.options import lang_option, messages, output, profile_of
from kg.cli.safe import clean
from kg.cli.words import say
from kg.coverage import KEPT, OPEN, UNDERSTOOD, Coverage, Covered, coverage_of
from kg.domain import Part, ProgrammeDocument
from kg.errors import UnreadableInput

_QUOTE = 60


@click.command(
    "coverage",
    epilog="""\b
Examples:
  kg coverage                          the corpus that ships
  kg coverage stukken/                 all documents of a folder
  kg coverage jaarstukken.txt --kept   also what is only kept as it stands
  kg coverage stukken/ --format json | jq '.[].lines'
Understood: a fact rests on it. Kept: only a figure of an unknown table or an explanation holds it. Set aside: titles,
separators, navigation, the beginning of another programme. Open: nothing accounts for it.""",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--profile", "-p", metavar="NAME|DIR", help="Profile of the municipality; detected if not given.")
@click.option("--kept", is_flag=True, help="List what is only kept, too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def coverage_command(paths: tuple[Path, ...], profile: str | None, kept: bool, form: str, lang: str) -> int:
    """List every table cell and text line of PATHS that no fact claims; without any, of the corpus that ships.

    Exit 0 when nothing is open and every named file was read, else 1; 2 when none of them is a programme document.
    """
    loaded = load_documents(list(paths) or [corpus()], profile=profile_of(profile))
    for item in loaded.left_out:
        key = "left-out" if item.named else "skipped"
        messages().print(clean(say(key, lang, file=item.path, why=item.why)), markup=False, soft_wrap=True)
    if not loaded.documents:
        raise UnreadableInput(say("nothing", lang).partition(";")[0])
    covered = {(d, p.key): coverage_of(p) for d, p in _parts(loaded)}
    if form == "json":
        click.echo(json.dumps([_as_json(loaded, d, c) for (d, _), c in covered.items()], ensure_ascii=False, indent=2))
    else:
        _print(loaded, covered, lang, kept=kept)
    is_open = any(item.status == OPEN for coverage in covered.values() for item in coverage.items)
    return 1 if is_open or any(item.named for item in loaded.left_out) else 0


def _parts(loaded: Loaded) -> Iterator[tuple[ProgrammeDocument, Part]]:
    for document in loaded.documents:
        for part in document.parts:
            yield document, part


def _print(loaded: Loaded, covered: dict[tuple[ProgrammeDocument, str], Coverage], lang: str, *, kept: bool) -> None:
    console = output()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("document", lang), overflow="fold")
    table.add_column("")
    for key in (UNDERSTOOD, KEPT, "set-aside", OPEN):
        table.add_column(say(key, lang), justify="right")
    for (document, key), coverage in covered.items():
        for number, cells in enumerate((True, False)):
            name = "" if number else escape(clean(f"{document.title} ({key})"))
            counts = _numbers(coverage.count(cells=cells))
            table.add_row(name, say("cells" if cells else "lines-of-text", lang), *map(str, counts))
    console.print(table)
    for (_document, _key), coverage in covered.items():
        _list(loaded, coverage, console, lang, kept=kept)


def _numbers(count: Counter[str]) -> tuple[int, int, int, int]:
    aside = count.total() - count[UNDERSTOOD] - count[KEPT] - count[OPEN]
    return count[UNDERSTOOD], count[KEPT], aside, count[OPEN]


def _list(loaded: Loaded, coverage: Coverage, console: Console, lang: str, *, kept: bool) -> None:
    """List what no fact claims: what is open first, then what is set aside, then what is kept if asked."""
    order = {OPEN: 0, KEPT: 2}
    listed = [i for i in coverage.items if i.status != UNDERSTOOD and (kept or i.status != KEPT)]
    for item in sorted(listed, key=lambda item: order.get(item.status, 1)):
        place = f"{_file(loaded, item)}:{item.passage.span.line}"
        what = say("cell" if item.is_cell else "line", lang)
        quote = clean(item.passage.quote)
        shown = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
        console.print(f"{clean(place)}  {what}  {say(item.status, lang)}  {shown}", markup=False, soft_wrap=True)


def _file(loaded: Loaded, item: Covered) -> str:
    return loaded.files.get(item.passage.rendition, [item.passage.rendition[:12]])[0]


def _as_json(loaded: Loaded, document: ProgrammeDocument, coverage: Coverage) -> dict[str, object]:
    return {
        "document": document.title,
        "cells": dict(sorted(coverage.count(cells=True).items())),
        "lines": dict(sorted(coverage.count(cells=False).items())),
        "unclaimed": [_record(loaded, item) for item in coverage.items if item.status != UNDERSTOOD],
    }


def _record(loaded: Loaded, item: Covered) -> dict[str, object]:
    return {
        "file": printable(_file(loaded, item)),
        "line": item.passage.span.line,
        "what": "cell" if item.is_cell else "line",
        "status": item.status,
        "quote": item.passage.quote,
    }
