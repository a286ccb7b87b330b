"""The layout of a document: lines and grids in printed order, each grid with its notes, scale and caption."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.document import Document, Line, Table
from kg.figures import Figure, looks_like_figure, read_figure, split_mark
from kg.interpret.fields import Field, FlowItem, FlowLine, cell_field, flow, line_field
from kg.interpret.furniture import contents
from kg.interpret.grid import Grid
from kg.interpret.heads import Head, head_of_rows, take_aside, take_caption
from kg.interpret.joined import joined
from kg.interpret.regions import Reading, find_head, grid_of_region, is_note
from kg.interpret.tables import grid_of_table
from kg.profile import Profile, squeeze

Block = FlowLine | Grid
_CAPTION = re.compile(r"(?:Tabel|Overzicht)\b ?[\d.]*:?\s*(?P<caption>.+)")
_MAX_CAPTION = 240
_WRAPPED = 160
"""A document none of whose lines is longer than this was wrapped by hand or by a PDF."""
_MAX_NOTE_LINES = 20
_MAX_HEADING = 120
_WITHOUT_CAPTION = ("goals", "head", "card")


def blocks(
    document: Document, profile: Profile, kind: str | None, year: int | None, words: Container[str] = ()
) -> list[Block]:
    """Lay out a document. ``kind`` and ``year`` are those of the document, as far as known; ``words`` all its words."""
    found: list[Block] = []
    skipped = contents(document.lines, profile)
    kept = [item for item in flow(document) if isinstance(item, Table) or item.line.span.line not in skipped]
    items = joined(_with_stray_pipes(kept, document, profile), profile)
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, Table):
            found.append(grid_of_table(item, profile, kind, year))
            at += 1
            continue
        region = find_head(items, at, profile)
        read = grid_of_region(items, region, Reading(profile, kind, year, words)) if region else None
        if read:
            grid, at = read
            found.append(grid)
        else:
            found.append(item)
            at += 1
    wrapped = max((len(line.text) for line in document.lines), default=0) <= _WRAPPED
    found = _attach(found, profile, wrapped=wrapped)
    _share_scales([block for block in found if isinstance(block, Grid) and block.kind in ("money", "deviations")])
    return found


def _share_scales(grids: Sequence[Grid]) -> None:
    """A table of amounts without a scale has that of one with the same columns; else that of all others, as a guess.

    The guess is reported (L11), and not made where the table's amounts are larger than those of all others: it may be
    in whole euros.
    """
    stated = [grid for grid in grids if grid.scale is not None]
    same = {_columns_of(grid): grid.scale for grid in reversed(stated)}
    scales = {grid.scale for grid in stated}
    largest = max((_largest(grid) for grid in stated), default=Decimal(0))
    for grid in grids:
        if grid.scale is None and _columns_of(grid) in same:
            grid.scale = same[_columns_of(grid)]
        elif grid.scale is None and len(scales) == 1 and _largest(grid) <= largest:
            grid.scale, grid.scale_guessed = next(iter(scales)), True


def _largest(grid: Grid) -> Decimal:
    texts = [row.cells[i].text for row in grid.rows for i in grid.figures() if row.cells.get(i)]
    readings = [read_figure(text, money=True) for text in texts]
    return max((abs(reading.value) for reading in readings if isinstance(reading, Figure)), default=Decimal(0))


def _columns_of(grid: Grid) -> tuple[tuple[str | None, str | None, int | None], ...]:
    return tuple((column.phase, column.side, column.year) for column in grid.columns if column.role == "figure")


def _with_stray_pipes(items: Sequence[FlowItem], document: Document, profile: Profile) -> list[FlowItem]:
    """Turn a table of one row without any figure back into the line it is: words with a stray pipe or tab.

    A row that the format closes with a border ("Commissie | Werk en Middelen |") stays a table, and so does a head.
    """
    found: list[FlowItem] = []
    for item in items:
        if isinstance(item, Table) and len(item.rows) == 1 and not item.head_rows:
            line = document.lines[item.line - 1]
            cells = [cell.text for cell in item.rows[0].cells]
            words = line.text[-1:] not in ("", "|") and not any(looks_like_figure(cell) for cell in cells[1:])
            if words and head_of_rows([[cell_field(cell) for cell in item.rows[0].cells]], profile)[0].kind() is None:
                found.append(_flow_line(line, found))
                continue
        found.append(item)
    return found


def _flow_line(line: Line, before: Sequence[FlowItem]) -> FlowLine:
    above = before[-1] if before else None
    follows = isinstance(above, FlowLine) and above.line.span.line == line.span.line - 1
    return FlowLine(line, not follows, squeeze(line.text))


def _attach(found: list[Block], profile: Profile, *, wrapped: bool) -> list[Block]:
    """Give each grid the lines around it that speak of it; they are taken out of the flow."""
    taken: set[int] = set()
    for index, block in enumerate(found):
        if isinstance(block, Grid):
            taken |= _asides_before(found, index, block, profile)
            taken |= _notes_after(found, index, block, profile, wrapped=wrapped)
    return [block for index, block in enumerate(found) if index not in taken]


def _asides_before(found: Sequence[Block], index: int, grid: Grid, profile: Profile) -> set[int]:
    taken: set[int] = set()
    for before in range(index - 1, max(-1, index - 4), -1):
        block = found[before]
        if not isinstance(block, FlowLine):
            break
        if _take_aside(block, grid, profile) or _take_caption(block, grid, profile):
            taken.add(before)
        elif not block.text.endswith("."):
            _take_scale(block, grid, profile)
    return taken


def _notes_after(found: Sequence[Block], index: int, grid: Grid, profile: Profile, *, wrapped: bool) -> set[int]:
    """Take the lines right below a grid that explain its marks, and those that say its scale or signs."""
    taken: set[int] = set()
    marks = _marks_of(grid)
    for after in range(index + 1, len(found)):
        block = found[after]
        if not isinstance(block, FlowLine):
            break
        note = _note(block, marks, profile)
        if note:
            grid.notes.append([note])
        elif grid.notes and wrapped and _continues(grid.notes[-1], block):
            grid.notes[-1].append(line_field(block.line))
        elif grid.notes or not (_take_aside(block, grid, profile) or _take_caption(block, grid, profile)):
            break
        taken.add(after)
    return taken


def _marks_of(grid: Grid) -> set[str]:
    cells = [cell for row in grid.rows for cell in row.cells.values()]
    return {split_mark(cell.text)[1] for cell in (*cells, *grid.stated)} - {""}


def _note(block: FlowLine, marks: set[str], profile: Profile) -> Field | None:
    """A footnote; where its mark was read as a list marker ("1)", a star in Markdown) the table has to bear it."""
    if block.line.item:
        return block.marked if block.line.item in marks else None
    text = block.marked.text.replace("\\*", "*")
    return replace(block.marked, text=text) if is_note(text, profile) else None


def _continues(note: Sequence[Field], block: FlowLine) -> bool:
    ended = re.search(r"[.!?]$", note[-1].text)
    return not block.gap and not ended and len(note) < _MAX_NOTE_LINES


def _take_aside(block: FlowLine, grid: Grid, profile: Profile) -> bool:
    head = Head(scale=grid.scale, signs=grid.signs)
    if grid.kind in _WITHOUT_CAPTION or not take_aside(block.marked, head, profile):
        return False
    grid.scale, grid.signs = head.scale, head.signs
    grid.stated += head.stated
    return True


def _take_scale(block: FlowLine, grid: Grid, profile: Profile) -> None:
    """Take the scale out of a heading above a table ("Begroting 2023-2026 bedragen x € 1.000"); it stays a line."""
    scale = profile.scale_within(block.text) if len(block.text) <= _MAX_HEADING else None
    if grid.scale is None and grid.kind in ("money", "deviations", "other") and scale is not None:
        grid.scale = scale
        grid.stated.append(line_field(block.line))


def _take_caption(block: FlowLine, grid: Grid, profile: Profile) -> bool:
    match = _CAPTION.fullmatch(block.text) if len(block.text) <= _MAX_CAPTION else None
    if not match or grid.caption or grid.kind in _WITHOUT_CAPTION:
        return False
    head = Head(scale=grid.scale)
    take_caption(Field(match["caption"], line_field(block.line).spans), head, profile)
    grid.caption, grid.scale = head.caption, head.scale
    return True
