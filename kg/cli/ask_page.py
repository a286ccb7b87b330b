"""The answer to a stored query as people see it: a table, or blocks where it is too wide, and the cells of each row."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import zip_longest
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.catalogue.evidence import Cell, places
from kg.catalogue.formats import (
    Evidence,
    as_json,
    as_markdown,
    as_parquet,
    cells_of,
    delimited,
    headings,
    is_number,
)
from kg.catalogue.rows import Answer
from kg.cli.options import emit, output
from kg.cli.safe import clean
from kg.errors import NotSupported
from kg.results import plain_table

_GAP = 2
_WORD = 14
"""A column of texts is at least as wide as its longest word, up to this."""


def write_answer(answer: Answer, evidence: Evidence, form: str, lang: str, out: TextIO, whole: Answer) -> None:
    """Write an answer to stdout; ``whole`` has all of its rows. Raises NotSupported for Parquet on a terminal."""
    if form == "parquet":
        if out.isatty():
            raise NotSupported(
                "Parquet is no text for a terminal; write it to a file: --format parquet > rows.parquet",
                dutch="Parquet is geen tekst voor een terminal; schrijf het naar een bestand: "
                "--format parquet > rijen.parquet",
            )
        data = as_parquet(answer, evidence)
        out.flush()
        sys.stdout.buffer.write(data)
    elif form in ("csv", "tsv"):
        emit(delimited(answer, evidence, "," if form == "csv" else "\t"))
    elif form == "json":
        emit(as_json(answer, evidence, lang, len(whole)))
    elif form == "markdown":
        emit(as_markdown(answer, evidence, lang))
    elif answer.rows:
        _page(_sheet(answer, lang, whole), evidence, is_terminal=out.isatty())


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table for people: what is the same in all rows stands once above it, and empty columns nowhere."""

    same: list[tuple[str, str]]
    names: list[str]
    rows: list[list[str]]
    right: list[bool]
    heads: list[str]
    """What names each row where it stands alone."""


def _sheet(answer: Answer, lang: str, whole: Answer) -> _Sheet:
    names, rows, all_rows = headings(answer, lang), cells_of(answer, lang), cells_of(whole, lang)
    right = [is_number(column) for column in answer.query.columns]
    kept = [position for position in range(len(names)) if any(row[position] for row in all_rows)]
    same = [p for p in kept if len(all_rows) > 1 and not right[p] and len({row[p] for row in all_rows}) == 1]
    own = [position for position in kept if position not in same] or kept
    return _Sheet(
        same=[(names[p], rows[0][p]) for p in same if p not in own],
        names=[names[p] for p in own],
        rows=[[row[p] for p in own] for row in rows],
        right=[right[p] for p in own],
        heads=[next((row[p] for p in own if row[p]), "") for row in rows],
    )


def _page(sheet: _Sheet, evidence: Evidence, *, is_terminal: bool) -> None:
    console = output(wide=True)
    for name, value in sheet.same:
        _line(console, f"{name}: {value}", style="dim")
    if sheet.same:
        console.print()
    if not is_terminal:
        emit(plain_table(sheet.names, sheet.rows, sheet.right))
    elif sum(_least(sheet)) + _GAP * len(sheet.names) <= console.width:
        console.print(_table(sheet, console.width))
    else:
        _blocks(console, sheet)
    for number, cells in enumerate(evidence or (), start=1):
        console.print()
        _line(console, f"{number}  {sheet.heads[number - 1]}", style="bold")
        for place, found in places(cells):
            _line(console, f"   {place}  {' · '.join(dict.fromkeys(map(_quoted, found)))}")


def _table(sheet: _Sheet, room: int) -> Table:
    """A table for a terminal: figures are never broken, texts between words."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for name, is_right, width in zip(sheet.names, sheet.right, _widths(sheet, room), strict=True):
        table.add_column(Text(name), justify="right" if is_right else "left", overflow="fold", width=width)
    for row in sheet.rows:
        table.add_row(*map(Text, row))
    return table


def _widths(sheet: _Sheet, room: int) -> list[int]:
    """The width of each column: the least, and what is left given to those that want more, a sign at a time."""
    widths = _least(sheet)
    wanted = [max(map(cell_len, column)) for column in zip(sheet.names, *sheet.rows, strict=True)]
    left = room - sum(widths) - _GAP * len(widths)
    while left > 0:
        short = [position for position, width in enumerate(widths) if width < wanted[position]]
        if not short:
            break
        for position in short[:left]:
            widths[position] += 1
        left -= min(left, len(short))
    return widths


def _least(sheet: _Sheet) -> list[int]:
    """The least width of each column: its figures whole, and the longest word of its texts and its heading."""
    return [
        max(
            max((cell_len(row[position]) if is_right else _longest(row[position])) for row in sheet.rows),
            _longest(sheet.names[position]),
        )
        for position, is_right in enumerate(sheet.right)
    ]


def _longest(text: str) -> int:
    return min(_WORD, max(map(cell_len, text.split()), default=0))


def _blocks(console: Console, sheet: _Sheet) -> None:
    """Each row on lines of its own, for an answer with more columns than the terminal has room for."""
    width = min(max(map(cell_len, sheet.names)), max(_WORD, console.width // 3))
    for number, row in enumerate(sheet.rows):
        if number:
            console.print()
        for name, value in zip(sheet.names, row, strict=True):
            if value:
                _side_by_side(console, name, value, width)


def _side_by_side(console: Console, name: str, value: str, width: int) -> None:
    """A name and its value, each folded between words in its own room."""
    names = Text(name).wrap(console, width)
    values = Text(value).wrap(console, max(_WORD, console.width - width - _GAP))
    for left, right in zip_longest(names, values, fillvalue=Text()):
        padding = " " * (width - cell_len(left.plain.rstrip()) + _GAP)
        line = Text(left.plain.rstrip() + padding, style="dim").append_text(Text(right.plain.rstrip(), style="not dim"))
        console.print(line, soft_wrap=True)


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(clean(text), style=style), soft_wrap=True)


def _quoted(cell: Cell) -> str:
    where = f" [{cell.table}:{cell.row}:{cell.column}]" if cell.column is not None else ""
    return f'"{cell.quote}"{where}'
