"""Tables that lines draw with pipes or tabs; what plain text and Markdown share.

Pipe tables. A run is a series of consecutive lines that hold a pipe.

- A rule row (every cell like ``---`` or ``:--:``) is no row: the row right above it is the head of a new table, for
  tables often follow each other without an empty line. Its number of columns is the table's width.
- A pipe at the end of a line is a border; a pipe at the start is one only when every line of the table has it,
  otherwise an empty cell stands before it. A line that is only a pipe is a row of one empty cell.
- A line of more than `MOST_CELLS` cells is no row of any table: among rows it stays whole, as one cell.
- A run of one line is a table when it ends or begins with a pipe, or when one of its cells is short: running text with
  a stray pipe has long text on every side (`PROSE`).

Tab tables. A run is a series of consecutive lines that hold a tab and no pipe; each tab parts two cells, there are no
borders. A run is a table when a row has two cells with text and is no list item ("•", tab, text).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kg.document import MOST_CELLS, Cell, Row, Table
from kg.source import Span

PROSE = 40
"""A cell of more characters reads as running text, when it stands in a single line without borders."""

WHITE = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\u2060\ufeff"
"""White space, with no-break spaces and the marks without width that web pages leave at the edge of a cell."""

_RULE = re.compile(r":?-{2,}:?|:-:?|-:")
_SHORT_RULE = re.compile(r":?-+:?")
_BULLET = re.compile(r"([•‣▪●◦\uf0b7])\s*(?=\S)")
_NUMBER = re.compile(r"(-|\d{1,3}[.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as the file has it; ``start`` is its offset in the text, ``number`` and ``page`` count from 1."""

    text: str
    start: int
    number: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """What differs between formats: where a line is split, what of a piece is content, and which lines are no rows.

    ``short_rules`` says that a second line of single dashes is a rule (GitHub Flavored Markdown, tables).
    """

    split: Callable[[str], list[str]]
    trim: Callable[[str], tuple[int, int]]
    outside: Callable[[str], bool] = field(default=lambda _: False)
    short_rules: bool = False


Pieces = list[tuple[int, str]]
"""The pieces of a line between its separators, each with its offset in the line."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A table as drawn: its lines in pieces, the number of rows above the rule, and the columns of the rule."""

    rows: list[tuple[RawLine, Pieces]]
    head_rows: int = 0
    width: int | None = None


@dataclass(slots=True)
class _Part:
    """The lines between two rules: the rows, the rule among them, and how many rows stood above that rule."""

    rows: list[RawLine] = field(default_factory=list)
    rule: RawLine | None = None
    head_rows: int = 0


def raw_lines(text: str) -> list[RawLine]:
    r"""Split a text at "\n" only; pages are counted when the text has form feeds, as text taken from a PDF can have.

    >>> [(line.text, line.start) for line in raw_lines("Doel\n\nBaten\n")]
    [('Doel', 0), ('', 5), ('Baten', 6)]
    """
    lines: list[RawLine] = []
    start, page = 0, 1 if "\f" in text else None
    pieces = text.split("\n")
    for number, piece in enumerate(pieces[:-1] if pieces[-1] == "" else pieces, start=1):
        if page is not None:
            page += piece.count("\f")
        lines.append(RawLine(piece, start, number, page))
        start += len(piece) + 1
    return lines


def trim(piece: str) -> tuple[int, int]:
    """Return where the text of a piece starts and ends, white space left out; 0, 0 when there is none.

    >>> trim("  12\\u00a0 ")
    (2, 4)
    """
    text = piece.strip(WHITE)
    start = len(piece) - len(piece.lstrip(WHITE)) if text else 0
    return start, start + len(text)


def marker(text: str) -> tuple[str, int]:
    """Return the list marker that a stripped line begins with, and where the text after it starts.

    A dash or a number marks only what holds a letter: "-41", "- 41" and a lone "-" are cells of a table printed one
    cell a line. A star is no marker in plain text: it is the sign of a note.

    >>> marker("- Inzet van wijkregisseurs")
    ('-', 2)
    >>> marker("1. het verbinden")
    ('1.', 3)
    >>> marker("•\\tSporten"), marker("- 41"), marker("-"), marker("* Voorlopig cijfer"), marker("9.1 Wonen")
    (('•', 2), ('', 0), ('', 0), ('', 0), ('', 0))
    """
    found = _BULLET.match(text)
    if found is None:
        found = _NUMBER.match(text)
        if found is None or not any(map(str.isalpha, text[found.end() :])):
            return "", 0
    return found[1], found.end()


def find_tables(lines: Sequence[RawLine], grammar: Grammar) -> tuple[Table, ...]:
    """Return the tables among the lines, in printed order; the module's docstring says what a table is."""
    return tuple(_table(index, drawn, grammar) for index, drawn in enumerate(_drawn(lines, grammar), start=1))


def lines_of(tables: Sequence[Table]) -> set[int]:
    """Return the numbers of the lines that the tables take up, rules between their rows included."""
    return {number for table in tables for number in range(table.line, table.last_line + 1)}


def _drawn(lines: Sequence[RawLine], grammar: Grammar) -> Iterator[_Drawn]:
    """Part the lines into runs, and the runs into tables."""
    for separator, group in groupby(lines, key=lambda line: _separator(line.text, grammar)):
        run = list(group)
        if separator == "|":
            yield from (_pipe_table(part, grammar) for part in _pipe_parts(run, grammar))
        elif separator == "\t" and any(_has_columns(line.text) for line in run):
            yield _Drawn([(line, _pieces(_parted(line.text, "\t"))) for line in run])


def _parted(line: str, separator: str, split: Callable[[str], list[str]] | None = None) -> list[str]:
    """Split a line at its separators; one that holds too many of them stays whole."""
    if line.count(separator) > MOST_CELLS:
        return [line]
    return split(line) if split else line.split(separator)


def _separator(line: str, grammar: Grammar) -> str:
    """Return what parts the cells of a line: a pipe, a tab, or nothing."""
    if grammar.outside(line):
        return ""
    return "|" if "|" in line else "\t" if "\t" in line else ""


def _has_columns(line: str) -> bool:
    """Tell whether a line with tabs has two cells with text and is more than a list item."""
    text = line.strip(WHITE)
    _, start = marker(text)
    return "\t" in text[start:]


def _pipe_parts(run: list[RawLine], grammar: Grammar) -> Iterator[_Part]:
    """Part a run into tables at its rules; parts without any text are left out."""
    if len(run) == 1 and _is_prose(_parted(run[0].text, "|", grammar.split)):
        return
    parts = [_Part()]
    for index, line in enumerate(run):
        if not _is_rule(line.text, grammar, second=index == 1):
            parts[-1].rows.append(line)
        elif len(parts[-1].rows) > parts[-1].head_rows:
            parts.append(_Part([parts[-1].rows.pop()], line, 1))
        elif parts[-1].rule is None:
            parts[-1].rule = line
    yield from (part for part in parts if any(row.text.strip(WHITE + "|") for row in part.rows))


def _is_prose(pieces: list[str]) -> bool:
    """Tell whether the pieces of a single line are running text around a stray pipe."""
    cells = [piece.strip(WHITE) for piece in pieces]
    return len(cells) == 1 or (bool(cells[0] and cells[-1]) and all(len(cell) > PROSE for cell in cells))


def _is_rule(line: str, grammar: Grammar, *, second: bool) -> bool:
    """Tell whether a line is the rule under a head; "- | -" is a row of dashes, unless the format says otherwise."""
    rule = _SHORT_RULE if second and grammar.short_rules else _RULE
    return all(rule.fullmatch(cell) for cell in _rule_cells(line, grammar))


def _rule_cells(line: str, grammar: Grammar) -> list[str]:
    """Return the cells of a rule: both its borders are only borders."""
    pieces = _without_borders(_pieces(_parted(line, "|", grammar.split)), leading=True)
    return [piece.strip(WHITE) for _, piece in pieces]


def _pipe_table(part: _Part, grammar: Grammar) -> _Drawn:
    """Cut the lines between two rules into pieces, without their borders."""
    marks = part.rows if part.rule is None else [*part.rows, part.rule]
    leading = all(line.text.lstrip(WHITE).startswith("|") for line in marks)
    pieces = [_pieces(_parted(line.text, "|", grammar.split)) for line in part.rows]
    rows = [(line, _without_borders(cut, leading=leading)) for line, cut in zip(part.rows, pieces, strict=True)]
    return _Drawn(rows, part.head_rows, None if part.rule is None else len(_rule_cells(part.rule.text, grammar)))


def _pieces(texts: list[str]) -> Pieces:
    """Give each piece its offset in the line; between two pieces stands one character."""
    pieces, offset = [], 0
    for text in texts:
        pieces.append((offset, text))
        offset += len(text) + 1
    return pieces


def _without_borders(pieces: Pieces, *, leading: bool) -> Pieces:
    """Leave out the empty piece after a last pipe and, if asked, the one before a first; one piece always remains.

    >>> _without_borders(_pieces("| Lasten | 12 | |".split("|")), leading=True)
    [(1, ' Lasten '), (10, ' 12 '), (15, ' ')]
    """
    last = len(pieces) - 1 if len(pieces) > 1 and not pieces[-1][1].strip(WHITE) else len(pieces)
    first = 1 if leading and last > 1 and not pieces[0][1].strip(WHITE) else 0
    return pieces[first:last]


def _table(index: int, drawn: _Drawn, grammar: Grammar) -> Table:
    """Make a table, the index-th of the file."""
    numbered = enumerate(drawn.rows, start=1)
    rows = tuple(_row(line, pieces, index, number, grammar) for number, (line, pieces) in numbered)
    return Table(index, rows, drawn.head_rows, drawn.width or max(len(row.cells) for row in rows))


def _row(line: RawLine, pieces: Pieces, table: int, number: int, grammar: Grammar) -> Row:
    """Make a row of the pieces of a line."""
    cells = []
    for column, (offset, piece) in enumerate(pieces, start=1):
        start, end = grammar.trim(piece)
        place = line.start + offset
        span = Span(place + start, place + end, line.number, table, number, column, line.page)
        cells.append(Cell(piece[start:end], span))
    return Row(tuple(cells), line.number, line.number)
