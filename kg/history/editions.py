"""The editions of elements as the graph holds them, and where they stand; the same for any set of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.describe import LEVELS, Facts, Place, first_value, level_of, place_of
from kg.history.documents import Document, document_of, is_known_by
from kg.register.order import drawn_up, fiscal
from kg.vocabulary import CODE, DOEL

_LEVELS = {f"{DOEL}{name}Edition": level for name, level in LEVELS.items()}
MONEY = ("BudgetFigure", "BalanceFigure", "ReserveFigure")
"""Classes of figures that are amounts of money in a table of the programme."""


@dataclass(frozen=True, slots=True)
class Name:
    """An element as it is named: level, code and newest wording."""

    iri: str
    level: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Edition:
    """An element as one part of a document states it; what is not stated is empty."""

    iri: str
    level: str
    element: str
    code: str
    label: str
    document: Document
    part: str
    parent: str
    unit: str
    source: str

    @property
    def known_code(self) -> str:
        """The code by which it is known: a reserve goes by its words where it has them."""
        return "" if self.level == "reserve" and self.label else self.code


class Editions:
    """Asks a graph for editions, each once; with ``last`` only for those of documents that were there by then."""

    def __init__(self, facts: Facts, last: Document | None = None) -> None:
        self.facts = facts
        self.last = last
        self._editions: dict[str, Edition | None] = {}
        self._documents: dict[str, Document] = {}
        self._of: dict[str, list[Edition]] = {}
        self._covering: dict[tuple[str, str], list[Document]] = {}

    def document(self, iri: str) -> Document:
        """A document, described once."""
        if iri not in self._documents:
            self._documents[iri] = document_of(self.facts, iri)
        return self._documents[iri]

    def get(self, iri: str) -> Edition | None:
        """The edition with this IRI; None for what is none, or is of a document that was not there yet."""
        if iri not in self._editions:
            self._editions[iri] = self._read(iri) if iri else None
        return self._editions[iri]

    def of(self, element: str) -> list[Edition]:
        """The editions of an element, in the order in which their documents were drawn up."""
        if element not in self._of:
            found = filter(None, map(self.get, self.facts.subjects("doel:editionOf", element)))
            self._of[element] = sorted(found, key=lambda one: (*drawn_up(one.document), one.document.iri, one.part))
        return self._of[element]

    def by_document(self, element: str) -> list[list[Edition]]:
        """The editions of an element by dated document, in the order of fiscal years."""
        dated = sorted((one for one in self.of(element) if one.document.year is not None), key=_in_the_cycle)
        return [list(group) for _iri, group in groupby(dated, key=lambda one: one.document.iri)]

    def stated_in(self, document: str) -> list[Edition]:
        """The editions that a document states and that are of an element."""
        found = filter(None, map(self.get, self.facts.subjects("doel:statedIn", document)))
        return [one for one in found if one.element]

    def name(self, element: str) -> Name:
        """An element by its newest code and wording."""
        editions = self.of(element)
        code = next((one.code for one in reversed(editions) if one.code), "")
        label = next((one.label for one in reversed(editions) if one.label), "")
        return Name(element, editions[-1].level if editions else level_of(self.facts, element), code, label)

    def wordings(self, edition: Edition) -> list[tuple[str, tuple[Place, ...]]]:
        """The wordings of an edition, that of the tree first, each with its places."""
        nodes = self.facts.objects(edition.iri, "doel:hasWording")
        found = [(first_value(self.facts, node, "rdfs:label"), self.places(node)) for node in nodes]
        return sorted(found, key=lambda one: (one[0] != edition.label, one[1][:1], one[0]))

    def places(self, node: str) -> tuple[Place, ...]:
        """Where a node stands, in the order of lines."""
        found = {place_of(self.facts, passage) for passage in self.facts.objects(node, "doel:evidence")}
        return tuple(sorted(found, key=lambda place: (place.line, place.rendition, place.in_table)))

    # ---- The tree

    def above(self, edition: Edition) -> Iterator[Edition]:
        """The editions that an edition stands under in its document, the nearest first."""
        seen = {edition.iri}
        parent = self.get(edition.parent)
        while parent and parent.iri not in seen:
            seen.add(parent.iri)
            yield parent
            parent = self.get(parent.parent)

    def ancestors(self, edition: Edition) -> list[str]:
        """The elements that an edition stands under, the nearest first."""
        return [one.element for one in self.above(edition) if one.element]

    def below(self, element: str) -> list[str]:
        """The elements that stood right under an element in any document, sorted."""
        editions = self.of(element)
        children = (self.get(iri) for one in editions for iri in self.facts.subjects("doel:partOfEdition", one.iri))
        return sorted({child.element for child in children if child and child.element})

    def place(self, edition: Edition) -> str:
        """The element that says whether a document covers an edition: its policy area, or the programme of one."""
        level = "programme" if edition.level == "policy-area" else "policy-area"
        return next((one.element for one in self.above(edition) if one.level == level and one.element), "")

    # ---- What documents state in full

    def covering(self, level: str, place: str) -> list[Document]:
        """The dated documents that state in full what of a level stands in a place, in the order of fiscal years."""
        key = (level, place)
        if key not in self._covering:
            found = {one.document.iri: one.document for one in self.of(place) if self._covers(level, one)}
            self._covering[key] = sorted((d for d in found.values() if d.year is not None), key=fiscal)
        return self._covering[key]

    def covers(self, document: Document, level: str, place: str) -> bool:
        """Whether a document states in full what of a level stands in a place."""
        return any(one.iri == document.iri for one in self.covering(level, place))

    def _covers(self, level: str, area: Edition) -> bool:
        """A tree that is stated in full says so; of targets and indicators the document must print any in that area.

        A table of money with the areas of a programme and its total lists all areas.
        """
        if level == "policy-area":
            below = (self.get(iri) for iri in self.facts.subjects("doel:partOfEdition", area.iri))
            areas = [one for one in below if one and one.level == "policy-area"]
            return self._has_money(area) and any(map(self._has_money, areas))
        if not self.facts.subjects("doel:coversTreeOf", area.iri):
            return False
        return level == "goal" or any(one.level == level for one in self._under(area, frozenset()))

    def _under(self, edition: Edition, path: frozenset[str]) -> Iterator[Edition]:
        path |= {edition.iri}
        for iri in self.facts.subjects("doel:partOfEdition", edition.iri):
            child = self.get(iri)
            if child and child.iri not in path:
                yield child
                yield from self._under(child, path)

    def _has_money(self, edition: Edition) -> bool:
        return any(
            self.facts.objects(figure, "doel:phase")
            for figure in self.facts.subjects("doel:aboutEdition", edition.iri)
            if {DOEL + name for name in MONEY[:2]}.intersection(self.facts.objects(figure, "rdf:type"))
        )

    def _read(self, iri: str) -> Edition | None:
        level = next((_LEVELS[kind] for kind in self.facts.objects(iri, "rdf:type") if kind in _LEVELS), "")
        stated_in = first_value(self.facts, iri, "doel:statedIn")
        if not level or not stated_in:
            return None
        document = self.document(stated_in)
        if self.last and not is_known_by(document, self.last):
            return None
        return Edition(
            iri=iri,
            level=level,
            element=first_value(self.facts, iri, "doel:editionOf"),
            code=first_value(self.facts, iri, "skos:notation"),
            label=first_value(self.facts, iri, "rdfs:label"),
            document=document,
            part=first_value(self.facts, iri, "doel:statedInPart"),
            parent=first_value(self.facts, iri, "doel:partOfEdition"),
            unit=first_value(self.facts, iri, "doel:unit").removeprefix(CODE),
            source=first_value(self.facts, iri, "doel:statedSource"),
        )


def named_in(groups: Sequence[Sequence[Edition]], otherwise: Name) -> Name:
    """An element by the first code and the first words in some of its editions, else by those it has otherwise.

    Each group is of one document, that which counts most before the others.
    """
    code = next((one.code for group in groups for one in group if one.code), otherwise.code)
    label = next((one.label for group in groups for one in group if one.label), otherwise.label)
    return Name(otherwise.iri, otherwise.level, code, label)


def worded(group: Sequence[Edition]) -> Edition:
    """Of the editions of an element in one document the first with words."""
    return next((one for one in group if one.label), group[0])


def younger(one: Edition, other: Edition) -> Edition:
    """Of two editions the one whose document was drawn up last."""
    return max(one, other, key=lambda edition: (*drawn_up(edition.document), edition.document.iri, edition.part))


def _in_the_cycle(one: Edition) -> tuple[object, ...]:
    return (*fiscal(one.document), *drawn_up(one.document), one.part)
