"""An element with all that is known of it: its tree, wordings per document, figures by year, money, sources.

Plain data gathered from the graph, each with the place it came from; what `kg show` and `kg tree` print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from kg.register.order import fiscal
from kg.terms import is_web_address
from kg.vocabulary import CODE, DOEL

LEVELS = {
    "Programme": "programme",
    "FinancialOverview": "financial-overview",
    "PolicyArea": "policy-area",
    "Goal": "goal",
    "PerformanceTarget": "performance-target",
    "Indicator": "indicator",
    "Reserve": "reserve",
}
_PARTS = ("doel:hasPolicyArea", "doel:hasGoal", "doel:hasPerformanceTarget", "doel:hasIndicator", "doel:hasDirectPart")
_TEXTS = {"Explanation": ("explanation", "doel:heading"), "PlannedActivity": ("activity", "doel:theme")}
_NO_TABLE = (*_TEXTS, "TextFigure")
"""What an element has besides the figures of tables: texts, and the figures that stand in them."""
_NUMBERS = re.compile(r"\d+|\D+")


class Facts(Protocol):
    """What a graph must answer: the objects of a subject and the subjects of an object, by prefixed property name."""

    def objects(self, subject: str, prop: str) -> list[str]:
        """Values of a property of a node, IRIs and texts alike, sorted."""

    def subjects(self, prop: str, value: str, *, literal: str | None = None) -> list[str]:
        """Nodes with this value, sorted; ``literal`` is the language tag where the value is a text ("" for none)."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the sha256 of the rendition, the line, and whether it is a cell of a table."""

    rendition: str
    line: int
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as people name it; ``ordinal`` is which one of its kind and year it is."""

    iri: str
    kind: str
    year: int | None
    label: str
    ordinal: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A wording of an element in one document, with its places."""

    document: DocumentView
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A printed figure: what was printed, its value if it has one, and why not or in how far not.

    ``verdict`` says of a target whether it was met, ``why`` holds the reasons where that cannot be said.
    """

    document: DocumentView
    kind: str
    phase: str
    year: int | None
    verbatim: str
    value: Decimal | None
    multiplier: int
    unit: str
    missing: str
    possible: Decimal | None
    doubt: str
    coverage: str
    column: str
    notes: tuple[str, ...]
    places: tuple[Place, ...]
    table: str
    table_kind: str
    verdict: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviationView:
    """A deviation of the budget with its amounts by year."""

    document: DocumentView
    number: str
    subject: str
    side: str
    duration: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """A text about an element: an explanation with the heading above it, or a planned activity with its theme."""

    document: DocumentView
    kind: str
    heading: str
    text: str
    attached_by: str
    places: tuple[Place, ...]


@dataclass(slots=True)
class Element:
    """A policy element; ``above`` is its path from the programme down, ``children`` follow their codes.

    ``notes`` are pairs of a document's IRI and a footnote that it puts to the element as a whole.
    """

    iri: str
    level: str
    code: str
    label: str
    above: list[Element] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    figures: list[Shown] = field(default_factory=list)
    sources: tuple[str, ...] = ()
    unit: str = ""
    direction: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    deviations: list[DeviationView] = field(default_factory=list)
    texts: list[TextView] = field(default_factory=list)


def code_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """Order of codes as people count: 9A2 before 9A10.

    >>> sorted(["9A10", "9A2", "10A1"], key=code_order)
    ['9A2', '9A10', '10A1']
    """
    return tuple((0, int(bit), "") if bit.isdigit() else (1, 0, bit) for bit in _NUMBERS.findall(code))


def find(facts: Facts, wanted: str) -> list[str]:
    """Find elements by code, by wording, or by IRI; sorted, empty if there is none."""
    candidates = facts.subjects("skos:notation", wanted, literal="")
    candidates += facts.subjects("skos:notation", wanted.upper(), literal="") if not candidates else []
    candidates += facts.subjects("skos:prefLabel", wanted, literal="nl") + facts.subjects(
        "skos:altLabel", wanted, literal="nl"
    )
    candidates += [wanted] if is_web_address(wanted) else []
    return sorted({iri for iri in candidates if level_of(facts, iri)})


def known_codes(facts: Facts) -> list[str]:
    """All codes of elements, in order of codes."""
    codes = {code for name in LEVELS for iri in facts.subjects("rdf:type", DOEL + name) for code in _codes(facts, iri)}
    return sorted(codes, key=code_order)


def level_of(facts: Facts, iri: str) -> str:
    """Level of an element; empty for what is no element."""
    types = facts.objects(iri, "rdf:type")
    return next((level for name, level in LEVELS.items() if DOEL + name in types), "")


def outline(facts: Facts, iri: str) -> Element:
    """Describe an element in short: level, code, label."""
    label = next(iter(facts.objects(iri, "skos:prefLabel")), "")
    return Element(iri, level_of(facts, iri), next(iter(_codes(facts, iri)), ""), label)


def tree(facts: Facts, iri: str) -> Element:
    """Describe an element with everything below it, in short."""
    return _tree(facts, iri, frozenset())


def _tree(facts: Facts, iri: str, above: frozenset[str]) -> Element:
    element = outline(facts, iri)
    path = above | {iri}  # a graph of somebody else may go in circles
    element.children = [_tree(facts, child, path) for child in _children(facts, iri) if child not in path]
    return element


def roots(facts: Facts) -> list[str]:
    """Elements that are part of no other: programmes, and what hangs nowhere; reserves are left out."""
    names = [name for name in LEVELS if name != "Reserve"]
    every = [iri for name in names for iri in facts.subjects("rdf:type", DOEL + name)]
    return sorted((iri for iri in every if not _parents(facts, iri)), key=lambda iri: _order(facts, iri))


def describe(facts: Facts, iri: str) -> Element:
    """Describe an element with all that is known: path, children, wordings, figures, source, unit, notes."""
    return _describe(facts, iri, frozenset())


def _describe(facts: Facts, iri: str, above: frozenset[str]) -> Element:
    path = above | {iri}
    element = outline(facts, iri)
    element.above = _path(facts, iri)
    editions = facts.subjects("doel:editionOf", iri)
    element.told = sorted(_told(facts, editions), key=lambda told: (*fiscal(told.document), told.text))
    about = {node: facts.objects(node, "rdf:type") for node in facts.subjects("doel:about", iri)}
    figures = [node for node, types in about.items() if not {DOEL + name for name in _NO_TABLE}.intersection(types)]
    element.texts = sorted(
        (_text_view(facts, node, kind) for node, types in about.items() for kind in _TEXTS if DOEL + kind in types),
        key=lambda text: (*fiscal(text.document), text.places[:1], text.text),
    )
    element.deviations = list(_deviations(facts, figures))
    element.figures = [_shown(facts, figure) for figure in figures if not facts.objects(figure, "doel:ofDeviation")]
    element.figures.sort(key=lambda f: (f.year or 0, *fiscal(f.document), f.places[0].line if f.places else 0))
    element.unit = next((_code(unit) for edition in editions for unit in facts.objects(edition, "doel:unit")), "")
    element.direction = _code(first_value(facts, iri, "doel:direction"))
    sources = [s for source in facts.objects(iri, "doel:hasSource") for s in facts.objects(source, "rdfs:label")]
    element.sources = tuple(dict.fromkeys(sources))
    notes = [
        (first_value(facts, edition, "doel:statedIn"), text)
        for edition in editions
        for note in facts.objects(edition, "doel:note")
        for text in _texts(facts, note)
    ]
    element.notes = tuple(dict.fromkeys(notes))
    element.children = [_describe(facts, child, path) for child in _children(facts, iri) if child not in path]
    return element


def policy_area_of(element: Element) -> Element | None:
    """The policy area that an element belongs to, itself included; None above it."""
    path = [*element.above, element]
    return next((above for above in path if above.level == "policy-area"), None)


def _codes(facts: Facts, iri: str) -> list[str]:
    return facts.objects(iri, "skos:notation")


def _children(facts: Facts, iri: str) -> list[str]:
    found = {child for prop in _PARTS for child in facts.objects(iri, prop)}
    return sorted(found, key=lambda child: _order(facts, child))


def _parents(facts: Facts, iri: str) -> list[str]:
    return sorted({parent for prop in _PARTS for parent in facts.subjects(prop, iri)})


def _order(facts: Facts, iri: str) -> tuple[object, ...]:
    level = level_of(facts, iri)
    return (list(LEVELS.values()).index(level) if level else 9, code_order(next(iter(_codes(facts, iri)), "")), iri)


def _path(facts: Facts, iri: str) -> list[Element]:
    path: list[Element] = []
    seen = {iri}
    parents = _parents(facts, iri)
    while parents and parents[0] not in seen:
        seen.add(parents[0])
        path.insert(0, outline(facts, parents[0]))
        parents = _parents(facts, parents[0])
    return path


def _told(facts: Facts, editions: Iterable[str]) -> Iterator[Told]:
    for edition in editions:
        document = document_view(facts, first_value(facts, edition, "doel:statedIn"))
        for wording in facts.objects(edition, "doel:hasWording"):
            yield Told(document, first_value(facts, wording, "rdfs:label"), _places(facts, wording))


def document_view(facts: Facts, iri: str) -> DocumentView:
    """Describe a document: kind, year, title."""
    year = first_value(facts, iri, "doel:fiscalYear")
    kind = _code(first_value(facts, iri, "doel:documentKind"))
    ordinal = int(first_value(facts, iri, "doel:ordinal") or 1)
    return DocumentView(iri, kind, int(year) if year else None, first_value(facts, iri, "rdfs:label"), ordinal)


def _shown(facts: Facts, figure: str) -> Shown:
    edition = first_value(facts, figure, "doel:aboutEdition")
    year = first_value(facts, figure, "doel:referenceYear")
    assessment = next(iter(facts.subjects("doel:assessedTarget", figure)), "")
    reasons = facts.objects(assessment, "doel:verdictReason") if assessment else []
    return Shown(
        document=document_view(facts, first_value(facts, edition, "doel:statedIn")),
        kind=_code(first_value(facts, figure, "doel:kind")),
        phase=_code(first_value(facts, figure, "doel:phase")),
        year=int(year) if year else None,
        verbatim=first_value(facts, figure, "doel:verbatim"),
        value=_decimal(first_value(facts, figure, "sdmx-measure:obsValue")),
        multiplier=int(first_value(facts, figure, "doel:unitMult") or 0),
        unit=_code(first_value(facts, figure, "doel:unit")),
        missing=_code(first_value(facts, figure, "doel:missingReason")),
        possible=_decimal(first_value(facts, figure, "doel:possibleValue")),
        doubt=_code(first_value(facts, figure, "doel:doubt")),
        coverage=_code(first_value(facts, figure, "doel:coverage")),
        column=first_value(facts, figure, "doel:columnLabel"),
        notes=tuple(text for note in facts.objects(figure, "doel:note") for text in _texts(facts, note)),
        places=_places(facts, figure),
        table=first_value(facts, figure, "doel:inTable"),
        table_kind=_code(first_value(facts, first_value(facts, figure, "doel:inTable"), "doel:tableKind")),
        verdict=_code(first_value(facts, assessment, "doel:verdict")),
        why=tuple(map(_code, reasons)),
    )


def _deviations(facts: Facts, figures: Iterable[str]) -> Iterator[DeviationView]:
    """Deviations in printed order, each with its figures."""
    rows: dict[str, list[Shown]] = {}
    for figure in figures:
        for deviation in facts.objects(figure, "doel:ofDeviation"):
            rows.setdefault(deviation, []).append(_shown(facts, figure))
    lines = {iri: min((p.line for f in shown for p in f.places), default=0) for iri, shown in rows.items()}
    for iri in sorted(rows, key=lambda iri: (*fiscal(rows[iri][0].document), lines[iri], iri)):
        yield DeviationView(
            document=rows[iri][0].document,
            number=first_value(facts, iri, "doel:deviationNumber"),
            subject=first_value(facts, iri, "doel:subject"),
            side=_code(first_value(facts, iri, "doel:side")),
            duration=_code(first_value(facts, iri, "doel:duration")),
            figures=tuple(sorted(rows[iri], key=lambda f: f.year or 0)),
        )


def _text_view(facts: Facts, node: str, kind: str) -> TextView:
    name, heading = _TEXTS[kind]
    part = first_value(facts, node, "doel:statedInPart")
    return TextView(
        document=document_view(facts, first_value(facts, part, "doel:partOfDocument")),
        kind=name,
        heading=first_value(facts, node, heading),
        text=first_value(facts, node, "doel:text"),
        attached_by=_code(first_value(facts, node, "doel:attachedBy")),
        places=_places(facts, node),
    )


def _texts(facts: Facts, note: str) -> list[str]:
    return facts.objects(note, "doel:noteText")


def _places(facts: Facts, node: str) -> tuple[Place, ...]:
    found = [place_of(facts, passage) for passage in facts.objects(node, "doel:evidence")]
    return tuple(sorted(found, key=lambda place: (place.line, place.rendition)))


def place_of(facts: Facts, passage: str) -> Place:
    """The place at which a passage begins."""
    rendition = first_value(facts, first_value(facts, passage, "doel:inRendition"), "doel:sha256")
    line = int(first_value(facts, passage, "doel:line") or 0)
    return Place(rendition, line, in_table=bool(facts.objects(passage, "doel:table")))


def first_value(facts: Facts, subject: str, prop: str) -> str:
    """The first value of a property of a node; empty where it has none, or where there is no node."""
    return next(iter(facts.objects(subject, prop)), "") if subject else ""


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _code(iri: str) -> str:
    return iri.removeprefix(CODE)
