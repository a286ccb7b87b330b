"""Tables that the layout broke: continued behind a page break, or cut in two by a line that is one of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.document import Cell, Row, Table
from kg.interpret.fields import FlowItem, FlowLine, cell_field
from kg.interpret.heads import head_of_rows
from kg.profile import Profile, squeeze

_PAGE = re.compile(r"[-–—\s]*(?:(?:pagina|pag\.?|blz\.?|p\.)\s*)?\d{1,4}(?:\s*(?:van|/)\s*\d{1,4})?[-–—\s]*", re.I)
_MAX_ROW = 90
_SENTENCE = re.compile(r"[.!?;,:]['\"’”)]?$")
_FEW_COLUMNS = 3


def joined(items: Sequence[FlowItem], profile: Profile) -> list[FlowItem]:
    """Put tables together again, so that scale, notes and subjects hold for all of their rows.

    A table that begins with the same head as the one above it goes on with it, if nothing but a page's number stands
    between them. A table without a head goes on with the one above it, if a single short line stands between them and
    no empty one: a row that has no other cell.
    """
    found: list[FlowItem] = []
    heads: dict[int, list[str]] = {}
    rows: dict[int, list[Row]] = {}
    for item in _parted(items, profile):
        if isinstance(item, Table):
            heads[item.line] = _head(item, profile)
            above, between = _above(found)
            more: Sequence[Row] = ()
            if above and heads[above.line]:
                more = _rows_below_a_line(above, rows[above.line][-1], item, between, profile)
                more = more or _rows_below_same_head(above, item, between, heads[above.line])
            if above and more:
                rows[above.line] += more
                del found[len(found) - len(between) :]
                continue
            rows[item.line] = list(item.rows)
        found.append(item)
    return [replace(item, rows=tuple(rows[item.line])) if isinstance(item, Table) else item for item in found]


def _parted(items: Sequence[FlowItem], profile: Profile) -> Iterator[FlowItem]:
    """The items with tables cut in two at rows that are the head of another one: no empty line stood between them."""
    for item in items:
        if not isinstance(item, Table):
            yield item
            continue
        starts = [0, *(number for number in range(1, len(item.rows)) if _begins_table(item, number, profile))]
        for number, (start, end) in enumerate(pairwise([*starts, len(item.rows)])):
            piece = item.rows[start:end]
            yield replace(item, rows=piece, head_rows=0 if number else item.head_rows) if len(starts) > 1 else item


def _begins_table(table: Table, number: int, profile: Profile) -> bool:
    """Whether a row below the head is the head of a table of a known sort, by itself."""
    cells = [cell_field(cell) for cell in table.rows[number].cells] if table.width <= _MAX_ROW else []
    if number < max(table.head_rows, 1) or not any(profile.title(cell.text) for cell in cells[1:] if cell):
        return False
    head, _ = head_of_rows([cells], profile)
    return head.kind() is not None


def _above(found: Sequence[FlowItem]) -> tuple[Table | None, list[FlowLine]]:
    """The table above, with at most one line between."""
    last = found[-1] if found else None
    if isinstance(last, FlowLine):
        before = found[-2] if len(found) > 1 else None
        return (before, [last]) if isinstance(before, Table) else (None, [])
    return last, []


def _head(table: Table, profile: Profile) -> list[str]:
    """The texts of the head rows that make a table of a known sort; empty if it has none."""
    first = [[cell_field(cell) for cell in row.cells] for row in table.rows[:5]] if table.width <= _MAX_ROW else []
    head, taken = head_of_rows(first, profile)
    return [cell.text for row in first[:taken] for cell in row if cell] if head.kind() else []


def _rows_below_a_line(
    above: Table, last: Row, table: Table, between: Sequence[FlowLine], profile: Profile
) -> Sequence[Row]:
    """The line between two pieces of a table and the rows below it, which begin with a side or a code as rows do."""
    if not between or table.head_rows or not _is_row(above, last, between[0], table):
        return ()
    names = [next((squeeze(cell.text) for cell in row.cells if squeeze(cell.text)), "") for row in table.rows]
    if not all(profile.side(name) or profile.codes.leading(name) for name in names):
        return ()
    return (_row(between[0]), *table.rows)


def _rows_below_same_head(
    above: Table, table: Table, between: Sequence[FlowLine], head: Sequence[str]
) -> Sequence[Row]:
    pages = all(_PAGE.fullmatch(squeeze(line.text)) for line in between)
    return _below_same_head(above, table, head) if pages else ()


def _below_same_head(above: Table, table: Table, head: Sequence[str]) -> tuple[Row, ...]:
    """The rows below a head that repeats that of the table above; a line of it may be left out (the scale)."""
    rest = list(head)
    for number, row in enumerate(table.rows):
        texts = [squeeze(cell.text) for cell in row.cells if squeeze(cell.text)]
        if texts != rest[: len(texts)]:
            full = number > 0 and above.width == table.width
            return table.rows[number:] if full else ()
        rest = rest[len(texts) :]
    return ()


def _is_row(above: Table, last: Row, line: FlowLine, table: Table) -> bool:
    """Whether a line between two pieces of a table is a row of it: right below and above, short, no sentence."""
    number = line.line.span.line
    adjoins = last.last_line + 1 == number == table.line - 1
    short = len(line.text) <= _MAX_ROW and not _SENTENCE.search(line.text)
    same = above.width == table.width >= _FEW_COLUMNS
    return adjoins and short and same and not line.line.heading and not line.line.item


def _row(line: FlowLine) -> Row:
    number = line.line.span.line
    return Row((Cell(line.line.text, line.line.span),), number, number)
