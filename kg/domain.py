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
class TextFigure(PrintedFigure):
    """An amount of money, a count, a duration or a percentage in running text; it stands in no table.

    ``row`` is the text it stands in and its number there. ``stands_in`` is the node of that text inside the part
    ("explanation/9B/2"), None for a heading that no text follows. ``counted`` are the words for what is counted
    ("nieuwe gebruikers"), ``per`` is the code of a period ("per-month"), ``approximation`` that of a word such as
    "ruim", ``part_of`` the key of the figure that this one is said to be a part of ("hiervan", "waarvan").
    """

    stands_in: str | None = None
    counted: str = ""
    per: str | None = None
    approximation: str | None = None
    part_of: str | None = None


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
class Mention:
    """An organisation that the part names, with every place where it does: one mention an organisation.

    ``role`` is a code and ``table`` the key of a card where the document presents it with one; ``organisation`` is its
    name in the reviewed list of the profile, empty where it is not in it, ``national`` says whether it is one
    organisation for all municipalities, and ``generic`` whether it is a word for several. ``stands_in`` are nodes of
    texts.
    """

    key: str
    label: str
    evidence: tuple[Passage, ...]
    organisation: str = ""
    national: bool = False
    generic: bool = False
    table: str | None = None
    role: str | None = None
    stands_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A running text, what it is about and how that is known (``attached_by``: code, heading, order or amount).

    It is about editions, or about deviations (their keys); about neither: about the part as a whole. ``section`` is
    the code of the sort of text (developments, deviations, finances, ...) where a heading states it. ``heading`` stands
    right above it, ``above`` are the headings over that, outermost first. ``key`` is what it is about and its number.
    """

    key: str
    attached_by: str
    paragraphs: tuple[Statement, ...]
    about: tuple[Ref, ...] = ()
    deviations: tuple[str, ...] = ()
    section: str | None = None
    heading: Statement | None = None
    above: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def node(self) -> str:
        """How the same part points at it."""
        return f"explanation/{self.key}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedActivity:
    """Something that the municipality says it will do: an item of a list, below a theme, perhaps with a lead-in.

    ``theme`` is the heading of its list, ``introduction`` the words that lead the list in ("In 2021 willen we:"),
    ``lead_in`` the words that the item itself begins with ("Arbeidsmarkt:"), without the colon.
    """

    key: str
    text: str
    evidence: tuple[Passage, ...]
    about: Ref | None = None
    theme: Statement | None = None
    introduction: Statement | None = None
    lead_in: str = ""

    @property
    def node(self) -> str:
        """How the same part points at it."""
        return f"activity/{self.key}"


@dataclass(frozen=True, kw_only=True, slots=True)
class CrossReference:
    """A pointer in a text to a programme or policy area by its code; never to the programme that the part itself is."""

    key: str
    target: str
    level: Level
    verbatim: str
    evidence: tuple[Passage, ...]
    name: str = ""
    stands_in: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionReference:
    """A decision that a text cites by number (council, college, a case), or an article of a law or arrangement.

    ``notation`` is the number in one spelling: "RV 19.0005", "BW 24.0083", "Z/24/3650103", "art. 26 GR X".
    """

    key: str
    kind: str
    notation: str
    verbatim: str
    evidence: tuple[Passage, ...]
    stands_in: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyDocument:
    """An item of a list of policy documents, with the keys of the decisions it cites."""

    key: str
    title: str
    evidence: tuple[Passage, ...]
    decisions: tuple[str, ...] = ()
    introduction: Statement | None = None

    @property
    def node(self) -> str:
        """How the same part points at it."""
        return f"policy-document/{self.key}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SetAside:
    """A line that states no fact: a title or heading, a separator, navigation, the beginning of another programme."""

    role: str
    passage: Passage


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
    headers). ``cells`` are all cells that hold something, of delimited tables and of those that lost their rulings;
    ``lines`` all other lines with text; ``set_aside`` those of them that state no fact, with what they are instead.
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
    mentions: tuple[Mention, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    activities: tuple[PlannedActivity, ...] = ()
    references: tuple[CrossReference, ...] = ()
    decisions: tuple[DecisionReference, ...] = ()
    policy_documents: tuple[PolicyDocument, ...] = ()
    covers: tuple[str, ...] = ()
    structure: tuple[Passage, ...] = ()
    cells: tuple[Passage, ...] = ()
    lines: tuple[Passage, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


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
