"""Model 2: what a programme document says, in the field's words. Plain data; no layout, no RDF."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.figures import Missing, Reading
from kg.source import Source, Span


class Level(StrEnum):
    """The levels of policy elements that a document states; the value is the word in IRIs."""

    PROGRAMME = "programme"
    OVERVIEW = "financial-overview"
    POLICY_AREA = "policy-area"
    GOAL = "goal"
    PERFORMANCE_TARGET = "performance-target"
    INDICATOR = "indicator"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a rendition (known by the sha256 of its bytes) and the text that stands there."""

    rendition: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A text that the document states, with where: a committee, a portfolio, a mission, a source's name.

    ``mark`` is a footnote mark that stood on it and is no part of it.
    """

    text: str
    evidence: tuple[Passage, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """An element inside one part: its level and its key (code, or slug where it has none; ``~2`` where that recurs)."""

    level: Level
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A policy element as this document states it; a goal, a performance target and a policy area need no more."""

    level: Level
    key: str
    code: str
    label: str
    parent: Ref | None
    wordings: tuple[Statement, ...]
    evidence: tuple[Passage, ...]

    @property
    def ref(self) -> Ref:
        """How the same part points at this edition."""
        return Ref(self.level, self.key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme(Edition):
    """A programme with its head block; a mission is Missing where its place is empty, None where it has no place."""

    committee: Statement | None = None
    portfolios: tuple[Statement, ...] = ()
    mission: Statement | Missing | None = None
    mission_evidence: tuple[Passage, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator(Edition):
    """An indicator with its unit (a code of the list of units), its source as stated and its footnotes (note keys)."""

    unit: str | None = None
    source: Statement | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedFigure:
    """One printed figure. Units: ``reading.value`` times ten to the power ``scale``, in ``unit``; signs as printed.

    ``kind``, ``phase``, ``unit``, ``coverage`` and ``doubt`` are codes of the code lists; ``table`` is the key of the
    table it stands in ("indicators~2" is the second of them), ``row`` the slug or code of its row. ``column`` is the
    column's title as printed. ``compared`` are the two columns (phase, year) that a difference compares. ``notes`` are
    note keys.
    """

    table: str
    row: str
    kind: str
    phase: str | None
    year: int | None
    about: Ref | None
    reading: Reading
    unit: str | None
    scale: int
    column: str
    evidence: tuple[Passage, ...]
    coverage: str | None = None
    doubt: str | None = None
    is_total: bool = False
    compared: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    again: int = 1

    @property
    def key(self) -> str:
        """The figure's key inside its part: table/row/kind[/phase]/year."""
        year = "undated" if self.year is None else str(self.year)
        bits = [self.table.partition("~")[0], self.row, self.kind, *([self.phase] if self.phase else []), year]
        return "/".join(bits) + (f"~{self.again}" if self.again > 1 else "")

    @property
    def precision(self) -> Decimal | None:
        """The printed unit of the value, on the scale of ``reading.value``; None where there is no value."""
        return None if isinstance(self.reading, Missing) else self.reading.precision


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorFigure(PrintedFigure):
    """A realised, target, baseline or forecast value of an indicator."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetFigure(PrintedFigure):
    """An amount of a programme, policy area or performance target: expense, revenue, balance, reserves, result."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReserveFigure(PrintedFigure):
    """An amount of one reserve, or of all of them together (then it is a total about the programme)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviationFigure(PrintedFigure):
    """An amount of a deviation of the budget; ``deviation`` is its key, None in the row of totals."""

    deviation: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TableFigure(PrintedFigure):
    """A cell of any other table."""

    row_label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Deviation:
    """A row of the table of deviations; ``inherited`` names what the row above had to supply.

    ``side`` is expense or revenue, ``duration`` structural or incidental; None where neither printed nor inherited.
    """

    key: str
    number: str | None
    subject: str
    side: str | None
    duration: str | None
    inherited: tuple[str, ...]
    table: str
    evidence: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedTable:
    """A table: its kind, caption, column titles, scale and sign convention, with the cells that say so."""

    key: str
    kind: str
    caption: str | None
    headers: tuple[str, ...]
    unit: str | None
    scale: int
    signs: tuple[str, ...]
    evidence: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A footnote of one table: mark, text, and what it says of the figures it stands on.

    ``coverage`` is a code (first-half-year, ...) where the note says that a figure covers less than a year;
    ``scope`` is "odd-years" or "even-years" where it says when the source measures.
    """

    key: str
    table: str
    mark: str
    text: str
    coverage: str | None
    scope: str | None
    evidence: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyMention:
    """An affiliated party that the document presents with a card."""

    key: str
    label: str
    table: str
    evidence: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendition:
    """One file or page of a part."""

    source: Source
    length: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A chapter of a document: the unit of work. Lists are in printed order of the first rendition.

    ``number`` is the programme's number where the whole part is one programme's. ``covers`` are the policy areas whose
    goal tree is stated in full. ``structure`` are passages that no fact is about but that were understood (titles,
    headers). ``cells`` are all cells that hold something, of delimited tables and of those that lost their rulings.
    """

    key: str
    number: str | None
    title: str
    renditions: tuple[Rendition, ...]
    editions: tuple[Edition, ...] = ()
    figures: tuple[PrintedFigure, ...] = ()
    tables: tuple[StatedTable, ...] = ()
    notes: tuple[Note, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    covers: tuple[str, ...] = ()
    structure: tuple[Passage, ...] = ()
    cells: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality by its code in the register of Dutch government organisations (TOOI), e.g. gm0546."""

    code: str
    name: str
    iri: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeDocument:
    """A planning-and-control document, or those parts of it that were loaded. What is not known is None.

    ``token`` tells documents apart whose kind or year is unknown (the beginning of the hash of their first file).
    """

    municipality: Municipality
    kind: str | None
    year: int | None
    ordinal: int
    version: str | None
    title: str
    parts: tuple[Part, ...]
    token: str | None = None
