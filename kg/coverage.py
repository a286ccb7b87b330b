"""What a part's facts account for: every cell of a table and line of text, understood, kept, set aside or open."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.domain import Indicator, Part, Passage, Programme, TableFigure, TextFigure

UNDERSTOOD, KEPT, OPEN, TITLE = "understood", "kept", "open", "title"


@dataclass(frozen=True, slots=True)
class Covered:
    """A cell or a line with what became of it.

    ``status`` is understood (a fact rests on it), kept (only a figure of an unknown table, or an explanation, holds
    it), open (nothing does), or what a line is that states no fact: title, separator, navigation, next-programme.
    """

    passage: Passage
    is_cell: bool
    status: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """All cells and lines of a part, in printed order of each rendition."""

    items: tuple[Covered, ...]

    def count(self, *, cells: bool) -> Counter[str]:
        """How many cells (or lines) have each status."""
        return Counter(item.status for item in self.items if item.is_cell is cells)

    def open(self, *, cells: bool) -> tuple[Passage, ...]:
        """The cells (or lines) that nothing accounts for."""
        return tuple(item.passage for item in self.items if item.is_cell is cells and item.status == OPEN)


def coverage_of(part: Part) -> Coverage:
    """Tell of each cell and each line of a part what became of it.

    A claim counts where it lies on a cell or line, in it or around it. What points at a few words only (an amount, a
    name, a decision) does not account for a line that nothing holds as a whole. Lines of tables without rulings are
    counted as their cells; the rules drawn between rows are neither.
    """
    facts, points = _Claims(_facts(part)), _Claims(_points(part))
    weak = _Claims(_kept(part))
    structure = _Claims(part.structure)
    aside = {(one.passage.rendition, one.passage.span.start): one.role for one in part.set_aside}
    cells = list(dict.fromkeys(part.cells))
    in_cells = _Claims(cells)

    def of_cell(cell: Passage) -> str:
        known = facts.on(cell) or structure.on(cell) or (weak.on(cell) and points.on(cell))
        return UNDERSTOOD if known else KEPT if weak.on(cell) else OPEN

    def of_line(line: Passage) -> str:
        if facts.on(line) or (weak.on(line) and points.on(line)):
            return UNDERSTOOD
        if weak.on(line):
            return KEPT
        role = aside.get((line.rendition, line.span.start))
        return role or (TITLE if structure.on(line) else OPEN)

    lines = [line for line in dict.fromkeys(part.lines) if not in_cells.on(line)]
    found = [Covered(cell, True, of_cell(cell)) for cell in cells]
    found += [Covered(line, False, of_line(line)) for line in lines]
    found.sort(key=lambda item: (item.passage.rendition, item.passage.span.start, item.passage.span.end))
    return Coverage(tuple(found))


def _facts(part: Part) -> Iterator[Passage]:
    """Yield every passage that a fact rests on which says what it means."""
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
    figures = (figure for figure in part.figures if not isinstance(figure, TableFigure | TextFigure))
    cards = (mention for mention in part.mentions if mention.table)
    for sort in (figures, part.tables, part.notes, part.deviations, cards, part.activities, part.policy_documents):
        for thing in sort:
            yield from thing.evidence
    yield from _headings(part)


def _points(part: Part) -> Iterator[Passage]:
    """Yield what a fact says of a few words in a text."""
    figures = (figure for figure in part.figures if isinstance(figure, TextFigure))
    for sort in (figures, part.mentions, part.references, part.decisions):
        for thing in sort:
            yield from thing.evidence


def _headings(part: Part) -> Iterator[Passage]:
    """Headings, themes and introductions are understood: they say what the texts below them are about."""
    stated = [explanation.heading for explanation in part.explanations]
    stated += [statement for activity in part.activities for statement in (activity.theme, activity.introduction)]
    stated += [document.introduction for document in part.policy_documents]
    for statement in stated:
        if statement:
            yield from statement.evidence


def _kept(part: Part) -> Iterator[Passage]:
    """Yield what is held as it stands: cells of unknown tables, paragraphs of explanations."""
    for figure in part.figures:
        if isinstance(figure, TableFigure):
            yield from figure.evidence
    for explanation in part.explanations:
        for paragraph in explanation.paragraphs:
            yield from paragraph.evidence


class _Claims:
    """Places by rendition, overlapping ones joined, so that each question is one search."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        spans: dict[str, set[tuple[int, int]]] = {}
        for passage in passages:
            spans.setdefault(passage.rendition, set()).add((passage.span.start, passage.span.end))
        self._exact = spans
        self._joined = {rendition: _joined(sorted(found)) for rendition, found in spans.items()}

    def on(self, passage: Passage) -> bool:
        """Whether a place lies on this one, in it or around it; a place without length only on itself."""
        start, end = passage.span.start, passage.span.end
        if (start, end) in self._exact.get(passage.rendition, ()):
            return True
        joined = self._joined.get(passage.rendition, [])
        at = bisect_right(joined, (end, -1)) - 1
        return at >= 0 and joined[at][0] < end and start < joined[at][1]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join places that overlap or touch; those without length are left out."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if start == end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
