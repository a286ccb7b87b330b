"""An element through the years: wordings, place, figures per document, what changed, what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.describe import Facts, Place, code_order, level_of
from kg.errors import QueryFailed
from kg.history.changes import Change, Changes, redefining
from kg.history.documents import Document, document_of, is_document
from kg.history.editions import Edition, Editions, Name
from kg.history.figures import Figure, Restated, figures_of, restated
from kg.register.order import fiscal
from kg.terms import is_web_address

_WITH_INDICATORS = ("goal", "performance-target")
_WITH_CHILDREN = ("programme", "policy-area", "goal", "performance-target")
_MONEY = ("programme", "financial-overview", "policy-area", "reserve")


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording with its places; ``in_tree`` is that by which the document names the element."""

    text: str
    in_tree: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """An element as one document states it; ``above`` is its path there, the programme first.

    ``notes`` are footnotes that the document puts to the element as a whole.
    """

    document: Document
    edition: str
    code: str
    label: str
    wordings: tuple[Wording, ...]
    above: tuple[Name, ...]
    unit: str
    source: str
    notes: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A document that states in full the place of an element and does not state the element."""

    document: Document
    place: Name


@dataclass(frozen=True, slots=True)
class Child:
    """A part that an element gained (new, or moved here) or lost (dropped, or moved away), and by what change."""

    way: str
    element: Name
    change: Change


@dataclass(frozen=True, slots=True)
class Noted:
    """A footnote that a document puts to an element as a whole."""

    document: Document
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator with its figures and where documents state one otherwise."""

    element: Name
    unit: str
    sources: tuple[str, ...]
    notes: tuple[Noted, ...]
    figures: tuple[Figure, ...]
    restated: tuple[Restated, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All that documents say of an element through the years, as believed on the basis of those up to ``as_of``.

    ``stated`` and ``changes`` follow the fiscal years; ``indicator`` is for an indicator its own series, ``indicators``
    are for a goal or performance target those below it. ``money`` is that of a policy area, programme or reserve.
    """

    element: Name
    as_of: Document | None
    stated: tuple[Stated, ...]
    changes: tuple[Change, ...]
    proposals: tuple[Change, ...]
    gaps: tuple[Gap, ...]
    children: tuple[Child, ...]
    indicator: Series | None
    indicators: tuple[Series, ...]
    money: tuple[Figure, ...]
    money_restated: tuple[Restated, ...]


def history(facts: Facts, element: str, as_of: str | None = None) -> History:
    """Tell an element (its IRI) through the years; ``as_of`` is the IRI of the last document to be believed.

    With it only documents that were drawn up no later than that one count, and what changed is told between those that
    remain. An element that none of them states has an empty history. Raises QueryFailed for an IRI that is no element
    or no document.
    """
    if not is_web_address(element) or not level_of(facts, element):
        raise QueryFailed(f"{element} is no element of this graph; `kg tree` lists them")
    if as_of is not None and not is_document(facts, as_of):
        raise QueryFailed(f"{as_of} is no document of this graph")
    last = document_of(facts, as_of) if as_of else None
    return _History(Editions(facts, last)).of(element)


class _History:
    def __init__(self, editions: Editions) -> None:
        self.editions = editions
        self.facts = editions.facts
        self.changes = Changes(editions)

    def of(self, element: str) -> History:
        name = self.editions.name(element)
        found = sorted(self.editions.of(element), key=lambda one: (*fiscal(one.document), one.part))
        figures = figures_of(self.editions, found) if name.level in _MONEY else []
        return History(
            element=name,
            as_of=self.editions.last,
            stated=tuple(map(self._stated, found)),
            changes=tuple(self.changes.of(element)),
            proposals=tuple(self.changes.proposals(element)),
            gaps=tuple(self._gaps(found)),
            children=tuple(self._children(element)) if name.level in _WITH_CHILDREN else (),
            indicator=self._series(element) if name.level == "indicator" and found else None,
            indicators=tuple(self._indicators(element)) if name.level in _WITH_INDICATORS else (),
            money=tuple(figures),
            money_restated=tuple(restated(figures)),
        )

    def _stated(self, edition: Edition) -> Stated:
        told = self.editions.wordings(edition)
        above = [self._named(one) for one in self.editions.above(edition)]
        return Stated(
            document=edition.document,
            edition=edition.iri,
            code=edition.code,
            label=edition.label,
            wordings=tuple(Wording(text, text == edition.label, places) for text, places in told),
            above=tuple(reversed(above)),
            unit=edition.unit,
            source=edition.source,
            notes=tuple(self._notes(edition)),
            places=self.editions.places(edition.iri),
        )

    def _named(self, edition: Edition) -> Name:
        """An element as its document words it; where it has no words there, by its newest ones."""
        label = edition.label or (self.editions.name(edition.element).label if edition.element else "")
        return Name(edition.element, edition.level, edition.code, label)

    def _notes(self, edition: Edition) -> Iterator[str]:
        for note in self.facts.objects(edition.iri, "doel:note"):
            yield from self.facts.objects(note, "doel:noteText")

    def _gaps(self, found: Iterable[Edition]) -> Iterator[Gap]:
        """The documents after the first that state in full where the element stood then, and not the element."""
        dated = [one for one in found if one.document.year is not None]
        stating = {one.document.iri for one in dated}
        told: dict[str, Gap] = {}
        for edition in dated:
            until = next(
                (fiscal(one.document) for one in dated if fiscal(one.document) > fiscal(edition.document)), None
            )
            for document in self.changes.absent(edition):
                if document.iri not in stating and (until is None or fiscal(document) < until):
                    told.setdefault(document.iri, Gap(document, self.editions.name(self.editions.place(edition))))
        yield from told.values()

    def _children(self, element: str) -> Iterator[Child]:
        found = [child for below in self.editions.below(element) for child in self._came_and_went(element, below)]
        yield from sorted(found, key=_child_order)

    def _came_and_went(self, element: str, below: str) -> Iterator[Child]:
        name = self.editions.name(below)
        for change in self.changes.of(below):
            here = [bool(side and self._is_under(side.edition, element)) for side in (change.earlier, change.later)]
            if change.kinds == ("new",) and here[1]:
                yield Child("gained", name, change)
            elif change.kinds == ("dropped",) and here[0]:
                yield Child("lost", name, change)
            elif "moved" in change.kinds and here[0] != here[1]:
                yield Child("gained" if here[1] else "lost", name, change)

    def _is_under(self, edition: str, element: str) -> bool:
        found = self.editions.get(edition)
        return bool(found) and element in self.editions.ancestors(found)  # type: ignore[arg-type]

    def _indicators(self, element: str) -> Iterator[Series]:
        found = [iri for iri in self._below(element, frozenset()) if self.editions.name(iri).level == "indicator"]
        for iri in sorted(dict.fromkeys(found), key=lambda one: (code_order(self.editions.name(one).code), one)):
            yield self._series(iri)

    def _below(self, element: str, path: frozenset[str]) -> Iterator[str]:
        path |= {element}
        for child in self.editions.below(element):
            if child not in path:
                yield child
                yield from self._below(child, path)

    def _series(self, element: str) -> Series:
        editions = self.editions.of(element)
        figures = figures_of(self.editions, editions)
        changes = self.changes.of(element)
        return Series(
            element=self.editions.name(element),
            unit=next((one.unit for one in reversed(editions) if one.unit), ""),
            sources=tuple(dict.fromkeys(one.source for one in editions if one.source)),
            notes=tuple(Noted(one.document, text) for one in editions for text in self._notes(one)),
            figures=tuple(figures),
            restated=tuple(restated(figures, redefining(changes))),
            changes=tuple(changes),
        )


def _child_order(child: Child) -> tuple[object, ...]:
    shown = child.change.document
    return (*(fiscal(shown) if shown else (0, 0, 0, "")), child.way, code_order(child.element.code), child.element.iri)
