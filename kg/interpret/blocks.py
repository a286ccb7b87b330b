"""The layout of a document: lines and grids in printed order, with the notes, scales and captions that belong to a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.document import Document, Table
from kg.interpret.fields import Field, FlowItem, FlowLine, flow, join, line_field
from kg.interpret.grid import Grid
from kg.interpret.heads import Head, take_aside
from kg.interpret.regions import find_head, grid_of_region, is_note
from kg.interpret.tables import grid_of_table
from kg.profile import Profile

Block = FlowLine | Grid
_CAPTION = re.compile(r"(?:Tabel|Overzicht)\b ?[\d.]*:?\s*(?P<caption>.+)")
_WRAPPED = 160
"""A document none of whose lines is longer than this was wrapped by hand or by a PDF."""


def blocks(document: Document, profile: Profile, kind: str | None, year: int | None) -> list[Block]:
    """Lay out a document. ``kind`` and ``year`` are those of the document, as far as known."""
    found: list[Block] = []
    items = flow(document)
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, Table):
            found.append(grid_of_table(item, profile, kind, year))
            at += 1
            continue
        region = find_head(items, at, profile)
        read = grid_of_region(items, region, profile, kind, year) if region else None
        if read:
            grid, at = read
            found.append(grid)
        else:
            found.append(item)
            at += 1
    wrapped = max((len(line.text) for line in document.lines), default=0) <= _WRAPPED
    return _attach(found, profile, wrapped=wrapped)


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
        if _take(block, grid, profile) or _take_caption(block, grid):
            taken.add(before)
    return taken


def _notes_after(found: Sequence[Block], index: int, grid: Grid, profile: Profile, *, wrapped: bool) -> set[int]:
    taken: set[int] = set()
    for after in range(index + 1, len(found)):
        block = found[after]
        if not isinstance(block, FlowLine):
            break
        if is_note(block.text, profile):
            grid.notes.append([line_field(block.line)])
        elif grid.notes and wrapped and not block.gap and not re.search(r"[.!?]$", join(grid.notes[-1]).text):
            grid.notes[-1].append(line_field(block.line))
        elif grid.notes or not (_take(block, grid, profile) or _take_caption(block, grid)):
            break
        taken.add(after)
    return taken


def _take(block: FlowLine, grid: Grid, profile: Profile) -> bool:
    head = Head(scale=grid.scale, signs=grid.signs)
    if grid.kind in ("goals", "head", "card") or not take_aside(block.marked, head, profile):
        return False
    grid.scale, grid.signs = head.scale, head.signs
    grid.stated += head.stated
    return True


def _take_caption(block: FlowLine, grid: Grid) -> bool:
    match = _CAPTION.fullmatch(block.text)
    if not match or grid.caption or grid.kind in ("goals", "head", "card") or len(block.text) > 240:
        return False
    field: Field = line_field(block.line)
    grid.caption = Field(match["caption"], field.spans)
    return True


def items_between(found: Sequence[Block]) -> list[FlowItem]:
    """Return the lines that are left outside the grids."""
    return [block for block in found if isinstance(block, FlowLine)]
