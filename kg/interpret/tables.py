"""From a delimited table to a grid: its head, its columns, its rows aligned to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.document import Table
from kg.figures import looks_like_figure
from kg.interpret.columns import Column, Titled, untitled
from kg.interpret.fields import Field, cell_field, raw_field, without_breaks
from kg.interpret.grid import Grid, GridRow, align
from kg.interpret.heads import Head, head_of_rows, lay_out, take_aside
from kg.profile import Profile, Title, squeeze, year_in

MAX_COLUMNS = 60
"""A table with more columns is of no known sort."""

_HEAD_ROWS = 5
"""Among so many first rows a head is looked for."""

HEAD_WORDS = ("number", "committee", "portfolios")


def grid_of_table(table: Table, profile: Profile, kind: str | None, year: int | None) -> Grid:
    """Make a grid of a delimited table; ``kind`` and ``year`` are those of the document, as far as known.

    What is no table of a known sort becomes one of kind "head", "card" or "other"; nothing is left out.
    """
    if any(row.is_whole_line for row in table.rows):
        return _grid_of_rows(table, profile, kind, year)
    rows = [[cell_field(cell) for cell in row.cells] for row in table.rows]
    width = max(table.width, *(len(cells) for cells in rows[:_HEAD_ROWS]))
    head, taken = _head(rows, profile) if width <= MAX_COLUMNS else (Head(), 0)
    sort = head.kind()
    if sort is None:
        return _plain_grid(table, rows, profile)
    if sort == "goals":
        return _goal_grid(table, head, taken)
    body = list(zip(table.rows[taken:], rows[taken:], strict=True))
    labels = max((_labels(cells[:MAX_COLUMNS]) for _, cells in body), default=0) if sort == "money" else 0
    columns = lay_out(head, table.width, labels, kind, year)
    if columns is None or not any(column.role == "figure" for column in columns):
        return _yearless_grid(table, rows, head, taken)
    grid = Grid(sort, columns, [], table.line, table.last_line, caption=head.caption, table=table.index)
    keeps_blanks = any(_has_blank_inside(cells) for cells in rows)
    for row, cells in body:
        filled = [cell for cell in cells if cell]
        if filled and not (len(filled) == 1 and take_aside(filled[0], head, profile)):
            single = GridRow({0: filled[0]}, row.line) if len(filled) == 1 else None
            grid.rows.append(single or align(cells, columns, profile, row.line, keeps_blanks=keeps_blanks))
    grid.scale, grid.signs, grid.stated = head.scale, head.signs, head.stated
    return grid


def _head(rows: Sequence[Sequence[Field]], profile: Profile) -> tuple[Head, int]:
    """The head of a table; titles that no profile knows may stand in it where rows or columns say that it is of money.

    So that one new word above a column does not make all other columns unread.
    """
    head, taken = head_of_rows(rows, profile)
    if taken:
        return head, taken
    head, taken = head_of_rows(rows, profile, strangers=True)
    sides = head.roles().count("side") >= 2 or len(sides_of(rows[taken:], profile)) >= 2
    if head.kind() != "money" or not sides:
        return Head(), 0
    head.titles = [t for titled in head.titles for t in _stranger(titled, head, rows[taken:])]
    return head, taken


def _stranger(titled: Titled, head: Head, rows: Sequence[Sequence[Field]]) -> list[Titled]:
    """A title that no profile knows, as its cells have it: above figures, above words behind them, or no title at all.

    Among the labels before the figures the cells speak for themselves.
    """
    title = titled.title
    if title.role != "figure" or title.phase or title.indicator:
        return [titled]
    cells = [cells[titled.position].text for cells in rows if len(cells) > titled.position and cells[titled.position]]
    if 2 * sum(map(looks_like_figure, cells)) > len(cells):
        return [titled]
    before = all(t.position > titled.position for t in head.titles if t.title.phase or t.title.side)
    return [] if before else [replace(titled, title=Title("remark"))]


def sides_of(rows: Sequence[Sequence[Field]], profile: Profile) -> set[str]:
    """What the rows say they are about in one of their first two cells: expense, revenue, balance, ..."""
    found = {profile.side(cell.text) for cells in rows for cell in cells[:2] if cell}
    return {side for side in found if side}


def _grid_of_rows(table: Table, profile: Profile, kind: str | None, year: int | None) -> Grid:
    """Make a grid of a table without the lines that are wider than any table; these are reported."""
    rows = tuple(row for row in table.rows if not row.is_whole_line)
    unread = [cell_field(row.cells[0]) for row in table.rows if row.is_whole_line]
    if not rows:
        return Grid("other", [], [], table.line, table.last_line, stated=unread, table=table.index, trouble="rows")
    grid = grid_of_table(replace(table, rows=rows), profile, kind, year)
    grid.unread += unread
    return grid


def _yearless_grid(table: Table, rows: Sequence[Sequence[Field]], head: Head, taken: int) -> Grid:
    """A table whose years cannot be shared out: its cells are kept, but none of them under a title."""
    columns = [untitled("figure" if i else "label") for i in range(max(len(cells) for cells in rows))]
    grid = Grid("other", columns, [], table.line, table.last_line, table=table.index, trouble="years")
    grid.stated = [*head.stated]
    grid.caption, grid.scale = head.caption, head.scale
    for row, cells in zip(table.rows[taken:], rows[taken:], strict=True):
        grid.rows.append(GridRow({i: cell for i, cell in enumerate(cells) if cell}, row.line))
    return grid


def _has_blank_inside(cells: Sequence[Field]) -> bool:
    """Whether an empty cell stands before a filled one: then the format keeps the place of empty cells."""
    filled = [i for i, cell in enumerate(cells) if cell]
    return bool(filled) and len(filled) <= filled[-1]


def _labels(cells: Sequence[Field]) -> int:
    """How many cells stand before the figures of a row; 0 where it has none."""
    figures = [i for i, cell in enumerate(cells) if i and cell and looks_like_figure(cell.text)]
    if not figures:
        return 0
    return max((i for i, cell in enumerate(cells[: figures[0]]) if cell), default=-1) + 1


def _goal_grid(table: Table, head: Head, taken: int) -> Grid:
    columns = [Column(t.title.role, t.field) for t in head.titles]
    rows = [
        GridRow(
            {i: raw_field(without_breaks(cell.text), cell.span) for i, cell in enumerate(row.cells) if cell.text},
            row.line,
        )
        for row in table.rows[taken:]
    ]
    grid = Grid("goals", columns, [row for row in rows if row.cells], table.line, table.last_line, table=table.index)
    grid.stated = head.stated
    return grid


def _plain_grid(table: Table, rows: list[list[Field]], profile: Profile) -> Grid:
    labels = [next((cell.text for cell in cells if cell), "") for cells in rows]
    kind = "other"
    if any(is_head_label(label, profile) for label in labels):
        kind = "head"
    elif sum(profile.is_card_row(label) for label in labels) >= 2:
        kind = "card"
    grid = Grid(kind, [], [], table.line, table.last_line, table=table.index)
    if kind == "other":
        grid.strangers = _titles_unknown(rows, profile)
        says_sides = len(sides_of(rows, profile)) >= 2 and any(
            looks_like_figure(c.text) for r in rows for c in r[1:] if c
        )
        grid.trouble = "titles" if grid.strangers else "money" if says_sides else None
    body = list(zip(table.rows, rows, strict=True))
    if kind == "other" and _is_header(rows, table):
        roles = ["label", *["figure"] * (len(rows[0]) - 1)]
        grid.columns = [Column(role, cell, year=year_in(cell.text)) for role, cell in zip(roles, rows[0], strict=True)]
        grid.stated = [cell for cell in rows[0] if cell]
        body = body[1:]
    width = max((len(cells) for cells in rows), default=0)
    grid.columns += [untitled("figure" if i else "label") for i in range(len(grid.columns), width)]
    for row, cells in body:
        filled = {i: cell for i, cell in enumerate(cells) if cell or kind != "other"}
        if filled:
            grid.rows.append(GridRow(filled, row.line))
    return grid


def _titles_unknown(rows: list[list[Field]], profile: Profile) -> list[Field]:
    """The titles that no profile knows in a row that is the head of a table of figures by its other titles."""
    cells = [cell for cell in rows[0] if cell]
    titles = [profile.title(cell.text) for cell in cells]
    known = [title for title in titles if title]
    figures = [title for title in known if title.indicator or title.phase or title.side]
    unknown = [cell for cell, title in zip(cells[1:], titles[1:], strict=True) if title is None]
    return unknown if len(known) >= 2 and figures and len(rows) > 1 else []


def _is_header(rows: list[list[Field]], table: Table) -> bool:
    """A head is drawn by the format, or holds years only, besides its first cell."""
    if table.head_rows:
        return True
    cells = [cell.text for cell in rows[0][1:] if cell]
    return len(rows) > 1 and bool(cells) and all(year_in(text) and len(text) <= 12 for text in cells)


def is_head_label(text: str, profile: Profile) -> bool:
    """Whether a text is the label of a line of the head block (number, committee, portfolios) or of the mission."""
    plain = squeeze(text).rstrip(":").casefold()
    if any(plain == word.casefold() for name in HEAD_WORDS for word in profile.words("head", name)):
        return True
    return mission_heading(text, profile) is not None


def mission_heading(text: str, profile: Profile) -> str | None:
    """Return the programme's name in the heading of a mission ("" where it names none); None for any other text.

    >>> from kg.profile import load
    >>> mission_heading("De missie van het programma Maatschappelijke ondersteuning luidt:", load("bbv"))
    'Maatschappelijke ondersteuning'
    """
    for pattern in profile.missions:
        match = pattern.fullmatch(squeeze(text))
        if match:
            return str(match.groupdict().get("name") or "")
    return None
