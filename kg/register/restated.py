"""Figures of one element that two documents state differently: results, targets, accounts and budgets restated.

Which of two is the earlier one is a matter of when it was stated: the document that was drawn up earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kg import identifiers
from kg.domain import Level
from kg.register.changes import is_redefined
from kg.register.element import Element
from kg.register.identity import Identities
from kg.register.looks import Looks
from kg.register.order import Stated, drawn_up, edition_iri
from kg.register.outline import Outline, PartOutline, Value
from kg.register.sources import Sources

_OF_INDICATORS = {"realised": "result-restated", "target": "target-changed"}

Name = tuple[Level, str]
Key = tuple[Name, str, str | None, int]
"""What a figure says the value of: an element (by its name), kind, phase, year."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure that can be compared, with the edition that it is about and where it is printed."""

    value: Value
    stated: Stated
    part: PartOutline
    document: Outline

    @property
    def iri(self) -> str:
        """IRI of the figure."""
        return identifiers.in_part(self.part.iri, "figure", self.value.key)

    @property
    def amount(self) -> Decimal:
        """The value with its scale worked in; zero where there is none (such figures are not compared)."""
        return (self.value.value or Decimal(0)).scaleb(self.value.scale)

    @property
    def step(self) -> Decimal:
        """The printed unit with its scale worked in."""
        return (self.value.precision or Decimal(0)).scaleb(self.value.scale)

    @property
    def signs(self) -> tuple[str, ...]:
        """The sign conventions of amounts in its table; what a table says of its column of differences is another."""
        return tuple(sign for sign in self.value.signs if not sign.endswith("-favourable"))


@dataclass(frozen=True, slots=True)
class Restatement:
    """Two figures of one element that differ; ``kind`` is a code of the list restatement.

    ``difference`` is the later minus the earlier one, in the unit and the power of ten of the earlier. ``explained``
    says that something in the later document may account for it; whether it does is for a reader.
    """

    element: Element
    kind: str
    earlier: Printed
    later: Printed
    difference: Decimal
    explained: bool


def restatements(found: Identities, documents: Sequence[Outline], sources: Sources | None = None) -> list[Restatement]:
    """List what the documents of a municipality state differently, in the order of the later statements.

    Only consecutive statements of an element, kind, phase and year are compared. What is missing, in doubt, or of less
    than a year is no statement; nor is what a document without a known kind and year prints.
    """
    history = _Series(found, sources or Sources())
    for document in sorted(documents, key=_order):
        if document.kind and document.year is not None:
            history.take_in(document)
    listed = [*history.of_one_year(), *history.of_later_years()]
    return sorted(listed, key=lambda one: (_order(one.later.document), one.later.iri, one.kind))


def restated_as(value: Value, document: Outline) -> str | None:
    """What it would be if a later document printed another value for the same year; None for what is not compared.

    An account is final once its year is over. The budget of a year as first approved is only compared between that
    year's own documents: elsewhere the words may mean the budget after changes.
    """
    if not value.is_money:
        return _OF_INDICATORS.get(value.kind)
    if value.phase == "executed" and value.year is not None and drawn_up(document)[0] > value.year:
        return "account-restated"
    return "budget-restated" if value.phase == "approved" and value.year == document.year else None


def difference(earlier: Printed, later: Printed) -> Decimal | None:
    """How much the later figure is more, in the earlier one's unit; None where they cannot be compared or agree.

    They agree where the coarser of both is the finer one rounded ("5,7 miljoen" and "5.704" in thousands). Amounts of
    tables that state their signs in different ways are not compared, nor is a mere change of sign where neither does.
    """
    one, other = earlier.value, later.value
    if one.unit != other.unit or earlier.signs != later.signs or drawn_up(earlier.document) == drawn_up(later.document):
        return None
    if abs(later.amount - earlier.amount) * 2 <= max(earlier.step, later.step):
        return None
    if one.is_money and not earlier.signs and later.amount == -earlier.amount:
        return None
    return (later.amount - earlier.amount).scaleb(-one.scale)


def _order(document: Outline) -> tuple[tuple[int, int, int], str]:
    return drawn_up(document), document.iri


class _Series:
    """Of each element, kind, phase and year what documents state, in the order in which they were drawn up."""

    def __init__(self, found: Identities, sources: Sources) -> None:
        self.places = found.places
        self.looks = Looks(found.places, sources)
        self.elements = {element.name: element for element in found.elements}
        self.stated = {one.iri: one for element in found.elements for one in element.editions}
        self.statements: dict[Key, list[Printed]] = {}
        self.targets: dict[Name, list[dict[int, Printed]]] = {}
        self.told: set[tuple[str, Name, int]] = set()
        self.areas: dict[tuple[str, Name], set[Name]] = {}
        for element in found.elements:
            for one in element.editions if element.level is Level.POLICY_AREA else ():
                if programme := self.places.place(one):
                    self.areas.setdefault((one.document.iri, programme.name), set()).add(element.name)

    def take_in(self, document: Outline) -> None:
        """Add what a document states; what it prints twice counts once, and not at all where both differ."""
        printed: dict[Key, list[Printed]] = {}
        for part in document.parts:
            for value in part.values:
                for key, figure in self._printed(value, part, document):
                    printed.setdefault(key, []).append(figure)
            for ref, year in part.told:
                if element := self.places.of.get(edition_iri(part.iri, ref)):
                    self.told.add((document.iri, element.name, year))
        targets: dict[Name, dict[int, Printed]] = {}
        for key, figures in printed.items():
            one = _agreed(figures)
            if one:
                self.statements.setdefault(key, []).append(one)
                name, kind, _phase, year = key
                if kind == "target":
                    targets.setdefault(name, {})[year] = one
        for name, of_years in targets.items():
            self.targets.setdefault(name, []).append(of_years)

    def _printed(self, value: Value, part: PartOutline, document: Outline) -> Iterator[tuple[Key, Printed]]:
        iri = edition_iri(part.iri, value.about)
        element, stated = self.places.of.get(iri), self.stated.get(iri)
        is_sound = value.value is not None and not value.doubt and not value.coverage
        if element and stated and is_sound and value.year is not None and restated_as(value, document):
            key = (element.name, value.kind, value.phase, value.year)
            yield key, Printed(value, stated, part, document)

    def of_one_year(self) -> Iterator[Restatement]:
        """Another value for the same year."""
        for (name, _kind, _phase, _year), statements in self.statements.items():
            for earlier, later in pairwise(statements):
                kind = restated_as(later.value, later.document)
                more = difference(earlier, later)
                if kind and more is not None:
                    yield self._restatement(name, kind, earlier, later, more)

    def of_later_years(self) -> Iterator[Restatement]:
        """Another target for a later year than any before; a row of targets in one document is a plan, and no change.

        So it is compared only where the document does not print the year that came before as well.
        """
        for name, documents in self.targets.items():
            known: dict[int, Printed] = {}
            for targets in documents:
                year = min((year for year in targets if year not in known), default=0)
                before = max((one for one in known if one < year), default=None)
                if before is not None and before not in targets:
                    more = difference(known[before], targets[year])
                    if more is not None:
                        kind = "target-raised" if more > 0 else "target-lowered"
                        yield self._restatement(name, kind, known[before], targets[year], more)
                known |= targets

    def _restatement(self, name: Name, kind: str, earlier: Printed, later: Printed, more: Decimal) -> Restatement:
        told = (later.document.iri, name, later.value.year) in self.told
        explained = later.value.noted or told or self._is_other_thing(earlier, later)
        return Restatement(self.elements[name], kind, earlier, later, more, explained)

    def _is_other_thing(self, earlier: Printed, later: Printed) -> bool:
        """Whether the indicator was defined anew, or the programme of an amount divided anew."""
        if not later.value.is_money:
            return is_redefined(self.looks.at(earlier.stated), self.looks.at(later.stated))
        programmes = (one for one in self._with_ancestors(later.stated) if one.level is Level.PROGRAMME)
        return any(self._is_redivided(one.name, earlier.document, later.document) for one in programmes)

    def _with_ancestors(self, stated: Stated) -> Iterator[Element]:
        yield self.places.of[stated.iri]
        yield from self.places.ancestors(stated)

    def _is_redivided(self, programme: Name, earlier: Outline, later: Outline) -> bool:
        before, now = (self.areas.get((document.iri, programme)) for document in (earlier, later))
        return bool(before and now) and before != now


def _agreed(figures: Sequence[Printed]) -> Printed | None:
    """Of figures that one document prints of one thing the finest; None where they contradict one another."""
    finest = min(figures, key=lambda one: (one.step, one.part.iri))
    for one in figures:
        same = one.value.unit == finest.value.unit and one.signs == finest.signs
        if not same or abs(one.amount - finest.amount) * 2 > one.step:
            return None
    return finest
