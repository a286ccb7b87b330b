"""Figures of an element per document that states them, and when two documents state one figure otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.describe import Facts, Place, first_value
from kg.history.documents import Document
from kg.history.editions import MONEY, Edition, Editions
from kg.register.order import drawn_up, fiscal
from kg.vocabulary import CODE, DOEL

STANDS = ("approved", "revised", "executed", "multi-year-estimate")
"""Phases whose amounts two documents may state for one year; a change or a difference is of its own document."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: what was printed, its value or why there is none, and in how far it is in doubt.

    ``value`` and ``precision`` are as printed, times ten to the power ``multiplier``; ``phase`` is that of an amount of
    money, ``signs`` the sign conventions of its table. ``mark`` is the footnote mark beside it, ``notes`` are the
    footnotes themselves.
    """

    document: Document
    iri: str
    kind: str
    phase: str
    year: int | None
    coverage: str
    verbatim: str
    value: Decimal | None
    precision: Decimal | None
    multiplier: int
    unit: str
    missing: str
    possible: Decimal | None
    doubt: str
    mark: str
    notes: tuple[str, ...]
    is_total: bool
    signs: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def amount(self) -> Decimal | None:
        """The value in whole units.

        An amount of 7.287 in a table of thousands of euros is 7,287,000.
        """
        return None if self.value is None else self.value.scaleb(self.multiplier)


@dataclass(frozen=True, slots=True)
class Restated:
    """Two documents that state one figure otherwise, the one drawn up first before the other."""

    kind: str
    phase: str
    year: int
    earlier: Figure
    later: Figure


def figures_of(editions: Editions, found: Iterable[Edition]) -> list[Figure]:
    """The figures of indicators and of money about editions, by year, then by when the document was drawn up."""
    figures = (_figure(editions, edition, iri) for edition in found for iri in _about(editions.facts, edition))
    return sorted(figures, key=_order)


def restated(figures: Iterable[Figure], redefined: Iterable[Document] = ()) -> list[Restated]:
    """Where a document states a figure otherwise than the document before it that states it.

    Rounding to the coarser of two precisions is no other figure. A figure in doubt, of a part of the year, or in
    another unit or sign convention is not compared; neither are figures before and after one of the documents that
    ``redefined`` the indicator.
    """
    found = []
    rows: dict[tuple[str, str, int, int], Figure] = {}
    since = list(redefined)
    for figure in sorted(stated_once(figures)[0], key=lambda one: (*drawn_up(one.document), one.document.iri, one.iri)):
        if figure.year is None or why_not(figure) or (figure.phase and figure.phase not in STANDS):
            continue
        key = (figure.kind, figure.phase, figure.year, definition(figure, since))
        before = rows.get(key)
        if before and not differ(before, figure) and not is_same(before, figure):
            found.append(Restated(figure.kind, figure.phase, figure.year, before, figure))
        rows[key] = figure
    return sorted(found, key=lambda one: (one.year, one.kind, one.phase, one.later.iri))


def stated_once(figures: Iterable[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Part figures into those that are the one that their document states for a kind, phase and year, and the others.

    What two tables state alike is one figure, that of the first; of a row that stands twice with different figures none
    can be said to be the one.
    """
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        groups.setdefault(_key(figure), []).append(figure)
    once, twice = [], []
    for group in groups.values():
        if len({(one.amount, one.missing) for one in group}) == 1:
            once.append(group[0])
        else:
            twice += group
    return once, twice


def why_not(figure: Figure) -> str:
    """Why a figure cannot be compared with others: a missing reason, a doubt or a coverage; empty where it can."""
    return figure.missing or figure.doubt or figure.coverage


def differ(one: Figure, other: Figure) -> str:
    """In what two figures differ so that their values cannot be compared: unit, signs; empty where they can."""
    if one.unit != other.unit:
        return "other-unit"
    return "other-signs" if _amount_signs(one) != _amount_signs(other) else ""


def _amount_signs(figure: Figure) -> list[str]:
    """The sign conventions of amounts; what a table says of its column of differences counts for that column only."""
    of_differences = figure.phase == "difference"
    return [sign for sign in figure.signs if of_differences or not sign.endswith("-favourable")]


def is_same(one: Figure, other: Figure) -> bool:
    """Whether two figures with a value are the same, or the same but rounded to the coarser precision."""
    if one.amount is None or other.amount is None:
        return False
    steps = [figure.precision.scaleb(figure.multiplier) for figure in (one, other) if figure.precision]
    if len(steps) < 2 or steps[0] == steps[1]:
        return one.amount == other.amount
    return abs(one.amount - other.amount) <= max(steps) / 2


def definition(figure: Figure, redefined: Iterable[Document]) -> int:
    """How often an indicator was redefined up to the document of a figure, in the order of fiscal years."""
    return sum(fiscal(one) <= fiscal(figure.document) for one in redefined)


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.document.iri, figure.kind, figure.phase, figure.year, figure.coverage


def _about(facts: Facts, edition: Edition) -> Iterator[str]:
    kinds = {DOEL + name for name in ("IndicatorFigure", *MONEY)}
    for iri in facts.subjects("doel:aboutEdition", edition.iri):
        if kinds.intersection(facts.objects(iri, "rdf:type")):
            yield iri


def _figure(editions: Editions, edition: Edition, iri: str) -> Figure:
    facts = editions.facts

    def code(prop: str) -> str:
        return first_value(facts, iri, prop).removeprefix(CODE)

    def number(prop: str) -> Decimal | None:
        text = first_value(facts, iri, prop)
        return Decimal(text) if text else None

    year = first_value(facts, iri, "doel:referenceYear")
    conventions = facts.objects(first_value(facts, iri, "doel:inTable"), "doel:signConvention")
    notes = [text for note in facts.objects(iri, "doel:note") for text in facts.objects(note, "doel:noteText")]
    return Figure(
        document=edition.document,
        iri=iri,
        kind=code("doel:kind"),
        phase=code("doel:phase"),
        year=int(year) if year else None,
        coverage=code("doel:coverage"),
        verbatim=first_value(facts, iri, "doel:verbatim"),
        value=number("sdmx-measure:obsValue"),
        precision=number("doel:precision"),
        multiplier=int(first_value(facts, iri, "doel:unitMult") or 0),
        unit=code("doel:unit"),
        missing=code("doel:missingReason"),
        possible=number("doel:possibleValue"),
        doubt=code("doel:doubt"),
        mark=first_value(facts, iri, "doel:footnoteMark"),
        notes=tuple(dict.fromkeys(notes)),
        is_total=first_value(facts, iri, "doel:isTotal") == "true",
        signs=tuple(sorted(one.removeprefix(CODE) for one in conventions)),
        places=editions.places(iri),
    )


def _order(figure: Figure) -> tuple[object, ...]:
    return (figure.year or 0, *drawn_up(figure.document), figure.document.iri, figure.kind, figure.phase, figure.iri)
