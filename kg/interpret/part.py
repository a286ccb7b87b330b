"""From one file to the part of a document that it states: the order in which the readers of facts are asked."""

from __future__ import annotations

from collections.abc import Sequence

from kg.document import Document
from kg.domain import Level, Part, Rendition, SetAside
from kg.findings import Finding
from kg.identifiers import slug
from kg.interpret.blocks import Block, blocks
from kg.interpret.deviations import read_deviations
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, FlowLine, cell_field, flow, line_field, passages
from kg.interpret.furniture import NAVIGATION, contents
from kg.interpret.grid import Grid
from kg.interpret.identify import Identity
from kg.interpret.indicators import read_indicators
from kg.interpret.money import read_money
from kg.interpret.narrative.read import read_narrative
from kg.interpret.opening import read_mission, read_opening
from kg.interpret.plain import read_card, read_other
from kg.interpret.tree import infer_number, read_tree
from kg.profile import Profile


def interpret(document: Document, profile: Profile, identity: Identity) -> tuple[Part, list[Finding]]:
    """Say what one file states. Trees come before tables of figures, so that rows find the elements they are about."""
    draft = Draft(document, profile, identity)
    found = blocks(document, profile, identity.kind, identity.year, draft.words)
    read_opening(found, draft)
    infer_number(found, draft)
    read_mission(found, draft)
    if draft.number is None and not draft.scopes and not draft.chapters:
        heads = [block for block in found if isinstance(block, Grid) and block.kind == "head"]
        draft.structure += [cell for grid in heads for row in grid.rows for cell in row.cells.values()]
    draft.leave()
    read_tree(found, draft)
    for number, block in enumerate(found):
        if isinstance(block, Grid):
            draft.leave()
            draft.enter(block.first_line, headings=block.kind == "money")
            _read_grid(block, number + 1, draft)
    if draft.chapters:
        draft.leave()
    skipped = contents(document.lines, profile)
    draft.set_aside += [(NAVIGATION, line_field(line)) for line in document.lines if line.span.line in skipped]
    cells = _cells(document, found)
    read_narrative(found, cells, draft)
    draft.leave()
    return _part(draft, cells, _lines(document)), draft.findings


def _cells(document: Document, found: Sequence[Block]) -> list[Field]:
    """All cells that hold something: of the delimited tables, and of the grids made of lines."""
    cells = [cell_field(cell) for table in document.tables for row in table.rows for cell in row.cells if cell.text]
    for block in found:
        if isinstance(block, Grid) and block.table is None:
            cells += [field for field in block.stated if field]
            cells += [cell for row in block.rows for cell in row.cells.values() if cell]
    return cells


def _lines(document: Document) -> list[Field]:
    """All lines with text outside delimited tables."""
    return [line_field(item.line) for item in flow(document) if isinstance(item, FlowLine)]


def _read_grid(grid: Grid, number: int, draft: Draft) -> None:
    if grid.kind == "indicators":
        read_indicators(grid, number, draft)
    elif grid.kind == "money":
        read_money(grid, number, draft)
    elif grid.kind == "deviations":
        read_deviations(grid, draft)
    elif grid.kind == "card":
        read_card(grid, draft)
    elif grid.kind == "other":
        read_other(grid, draft)


def _part(draft: Draft, cells: Sequence[Field], lines: Sequence[Field]) -> Part:
    editions = tuple(draft.finished())
    own = draft.own.key if draft.own else draft.number
    programme = next((e for e in editions if e.level is Level.PROGRAMME and e.key == own), None)
    numbered = f"Programma {draft.number}" if draft.number else ""
    title = (programme.label if programme else "") or draft.identity.chapter or numbered
    source = draft.document.source
    return Part(
        key=draft.number or (slug(draft.identity.chapter) if draft.identity.chapter else source.sha256[:12]),
        number=draft.number,
        title=title,
        renditions=(Rendition(source=source, length=len(draft.document.text)),),
        editions=editions,
        figures=tuple(draft.figures),
        tables=tuple(draft.tables),
        notes=tuple(draft.notes),
        deviations=tuple(draft.deviations),
        mentions=tuple(draft.mentions),
        explanations=tuple(draft.explanations),
        activities=tuple(draft.activities),
        references=tuple(draft.references),
        decisions=tuple(draft.decisions),
        policy_documents=tuple(draft.policy_documents),
        covers=tuple(draft.covers),
        structure=passages(draft.document, *draft.structure),
        cells=passages(draft.document, *cells),
        lines=passages(draft.document, *lines),
        set_aside=tuple(
            SetAside(role=role, passage=passage)
            for role, field in draft.set_aside
            for passage in passages(draft.document, field)
        ),
    )
