"""Which cells of a part are accounted for: claimed by a fact's evidence, or understood as title, label or caption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.domain import Indicator, Part, Passage, Programme


@dataclass(frozen=True, slots=True)
class Cells:
    """How many cells that hold something are accounted for, of how many; ``open`` are the others."""

    claimed: int
    total: int
    open: tuple[Passage, ...]


def cells_of(part: Part) -> Cells:
    """Count the cells of a part's tables (also those that lost their rulings) and those that something claims."""
    claimed: dict[str, set[tuple[int, int]]] = {}
    for passage in claims(part):
        claimed.setdefault(passage.rendition, set()).add((passage.span.start, passage.span.end))
    sorted_claims = {rendition: sorted(spans) for rendition, spans in claimed.items()}
    total = list(dict.fromkeys(part.cells))
    missing = tuple(cell for cell in total if not _claimed(cell, claimed, sorted_claims))
    return Cells(len(total) - len(missing), len(total), missing)


def claims(part: Part) -> Iterator[Passage]:
    """Yield every passage that a fact of the part, or its understood structure, rests on."""
    for edition in part.editions:
        yield from edition.evidence
        for wording in edition.wordings:
            yield from wording.evidence
        if isinstance(edition, Indicator) and edition.source:
            yield from edition.source.evidence
        if isinstance(edition, Programme):
            yield from edition.mission_evidence
            for statement in (*edition.portfolios, *([edition.committee] if edition.committee else [])):
                yield from statement.evidence
    for sort in (part.figures, part.tables, part.notes, part.deviations, part.mentions):
        for thing in sort:
            yield from thing.evidence
    yield from part.structure


def _claimed(cell: Passage, exact: dict[str, set[tuple[int, int]]], ordered: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a claim lies on the cell, in it or around it."""
    start, end = cell.span.start, cell.span.end
    if (start, end) in exact.get(cell.rendition, ()):
        return True
    return any(a < end and start < b for a, b in ordered.get(cell.rendition, ()))
