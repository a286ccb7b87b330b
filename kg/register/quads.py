"""What the register graphs and the shared graph say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from kg import identifiers, terms, vocabulary
from kg.domain import Indicator, Level, Municipality, Statement
from kg.register.correspondence import by_document
from kg.register.element import Element
from kg.register.mentioned import shared_organisations
from kg.register.order import Order, Stated, edition_iri
from kg.register.outline import Outline
from kg.register.saying import say, term
from kg.register.sources import Sources, spelling
from kg.terms import Quad

_CLASSES = {
    Level.PROGRAMME: "doel:Programme",
    Level.OVERVIEW: "doel:FinancialOverview",
    Level.POLICY_AREA: "doel:PolicyArea",
    Level.GOAL: "doel:Goal",
    Level.PERFORMANCE_TARGET: "doel:PerformanceTarget",
    Level.INDICATOR: "doel:Indicator",
    Level.RESERVE: "doel:Reserve",
}
_CHAIN = {
    (Level.PROGRAMME, Level.POLICY_AREA): "doel:hasPolicyArea",
    (Level.POLICY_AREA, Level.GOAL): "doel:hasGoal",
    (Level.GOAL, Level.PERFORMANCE_TARGET): "doel:hasPerformanceTarget",
}
_DEPTHS = {
    Level.PROGRAMME: 0,
    Level.OVERVIEW: 0,
    Level.POLICY_AREA: 1,
    Level.GOAL: 2,
    Level.PERFORMANCE_TARGET: 3,
    Level.INDICATOR: 4,
}
_SHARED = "shared"


def document_quads(document: Outline, base: str) -> Iterator[Quad]:
    """Describe a document and name the parts of it that were loaded; what is not known is not said."""
    iri = document.iri
    graph = identifiers.register_graph(base, document.municipality.code)
    yield from say(
        graph,
        iri,
        ("rdf:type", term("doel:Document")),
        ("rdfs:label", terms.text(document.title) if document.title else None),
        ("doel:municipality", terms.iri(municipality_iri(document.municipality, base))),
        ("doel:documentKind", terms.iri(vocabulary.code(document.kind)) if document.kind else None),
        ("doel:fiscalYear", terms.integer(document.year) if document.year is not None else None),
        ("doel:ordinal", terms.integer(document.ordinal)),
        ("doel:version", terms.string(document.version) if document.version else None),
    )
    for part in document.parts:
        yield from say(graph, iri, ("dct:hasPart", terms.iri(part.iri)))


def element_quads(elements: Sequence[Element], base: str, sources: Sources) -> Iterator[Quad]:
    """Describe the elements, with their editions, their source, and their place in the newest tree that places them."""
    by_edition = {stated.iri: element for element in elements for stated in element.editions}
    for element in elements:
        yield from _element(element, base)
        yield from _editions(element, base)
        yield from _placement(element, by_edition, base)
        yield from _newest_source(element, sources, base)


def figure_quads(documents: Iterable[Outline], elements: Sequence[Element], base: str) -> Iterator[Quad]:
    """Say of each figure and text which element it is about: that of the edition it is about."""
    by_edition = {stated.iri: element_iri(element, base) for element in elements for stated in element.editions}
    for document in documents:
        graph = identifiers.register_graph(base, document.municipality.code)
        for part in document.parts:
            nodes = [*((f"figure/{key}", about) for key, about in part.figures), *part.texts]
            for node, about in nodes:
                if element := by_edition.get(edition_iri(part.iri, about)):
                    yield from say(graph, identifiers.in_part(part.iri, node), ("doel:about", terms.iri(element)))


class Shared:
    """What all municipalities share: the municipalities, national organisations, and the sources of indicators.

    A source bears its reviewed name; one of no list bears the newest of its spellings ("CEO Wmo", "CEO WMO"). The other
    spellings of the documents stand with it, without their footnote marks.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._municipalities: dict[Municipality, None] = {}
        self._sources: dict[str, dict[str, tuple[bool, Order]]] = {}
        self._linked: set[Quad] = set()
        self._organisations: dict[str, set[str]] = {}

    def link(self, quads: Iterable[Quad]) -> None:
        """Take in what reviewed links of a municipality say of things that all share."""
        self._linked.update(quads)

    def add(self, documents: Iterable[Outline], stated: Iterable[Stated], sources: Sources) -> None:
        """Take in the documents and editions of a municipality, with the reviewed names of its sources."""
        self._municipalities.update(dict.fromkeys(document.municipality for document in documents))
        for mention in (mention for document in documents for part in document.parts for mention in part.mentions):
            if mention.national:
                self._organisations.setdefault(mention.organisation, set()).update(mention.spellings)
        for one in stated:
            if source := _source(one):
                name = sources.name(source.text)
                spelt = self._sources.setdefault(identifiers.source_iri(self._base, name), {})
                for text in (name, spelling(source.text)):
                    weight = (sources.is_reviewed(text), one.order)
                    spelt[text] = max(spelt.get(text, weight), weight)

    def quads(self) -> Iterator[Quad]:
        """Describe them all."""
        graph = identifiers.shared_graph(self._base, _SHARED)
        for municipality in self._municipalities:
            yield from _municipality(graph, municipality, self._base)
        yield from shared_organisations(self._organisations, self._base)
        for iri, spelt in self._sources.items():
            label, *others = sorted(spelt, key=lambda text: (spelt[text], text), reverse=True)
            yield from say(graph, iri, ("rdf:type", term("doel:Source")), ("rdfs:label", terms.text(label)))
            yield from say(graph, iri, *(("skos:altLabel", terms.text(text)) for text in others))
        yield from self._linked


def municipality_iri(municipality: Municipality, base: str) -> str:
    """IRI of a municipality: that of the government's register (TOOI), else one under our base."""
    return municipality.iri or identifiers.municipality_base(base, municipality.code)


def element_iri(element: Element, base: str) -> str:
    """IRI of an element."""
    return identifiers.element_iri(base, element.municipality, element.level.value, element.key)


def _municipality(graph: str, municipality: Municipality, base: str) -> Iterator[Quad]:
    yield from say(
        graph,
        municipality_iri(municipality, base),
        ("rdf:type", term("doel:Municipality")),
        ("rdfs:label", terms.text(municipality.name) if municipality.name else None),
        ("skos:notation", terms.string(municipality.code)),
    )


def _element(element: Element, base: str) -> Iterator[Quad]:
    labels = [stated.edition.label for stated in element.editions if stated.edition.label]
    others = dict.fromkeys(text for stated in element.editions for text in stated.texts if [text] != labels[-1:])
    yield from say(
        identifiers.register_graph(base, element.municipality),
        element_iri(element, base),
        ("rdf:type", term(_CLASSES[element.level])),
        ("rdf:type", term("skos:Concept")),
        ("skos:notation", terms.string(element.code) if element.code else None),
        *(("skos:prefLabel", terms.text(label)) for label in labels[-1:]),
        *(("skos:altLabel", terms.text(text)) for text in others),
    )


def _editions(element: Element, base: str) -> Iterator[Quad]:
    """Editions point at their element, and at those of the document before; an undated document is before none."""
    graph = identifiers.register_graph(base, element.municipality)
    iri = terms.iri(element_iri(element, base))
    for stated in element.editions:
        yield from say(graph, stated.iri, ("doel:editionOf", iri))
    for earlier, later in pairwise(by_document(element)):
        for stated in later:
            yield from say(graph, stated.iri, *(("doel:previousEdition", terms.iri(one.iri)) for one in earlier))


def _placement(element: Element, by_edition: dict[str, Element], base: str) -> Iterator[Quad]:
    graph = identifiers.register_graph(base, element.municipality)
    iri = element_iri(element, base)
    for parent, predicate in islice(_parents(element, by_edition), 1):
        yield from say(graph, element_iri(parent, base), (predicate, terms.iri(iri)))


def _newest_source(element: Element, sources: Sources, base: str) -> Iterator[Quad]:
    graph = identifiers.register_graph(base, element.municipality)
    for source in islice(filter(None, map(_source, reversed(element.editions))), 1):
        iri = identifiers.source_iri(base, sources.name(source.text))
        yield from say(graph, element_iri(element, base), ("doel:hasSource", terms.iri(iri)))


def _parents(element: Element, by_edition: dict[str, Element]) -> Iterator[tuple[Element, str]]:
    """The elements that its editions stand under and how, the newest placement first."""
    for stated in reversed(element.editions):
        ref = stated.edition.parent
        parent = by_edition.get(edition_iri(stated.part.iri, ref)) if ref else None
        predicate = _step(parent.level, element.level) if parent else None
        if parent and predicate:
            yield parent, predicate


def _step(parent: Level, child: Level) -> str | None:
    """The property from a parent to a child; a level may be left out (a goal right under a programme).

    A reserve stands in the table of a programme and is no part of it.
    """
    if parent not in _DEPTHS or child not in _DEPTHS or _DEPTHS[parent] >= _DEPTHS[child]:
        return None
    return "doel:hasIndicator" if child is Level.INDICATOR else _CHAIN.get((parent, child), "doel:hasDirectPart")


def _source(stated: Stated) -> Statement | None:
    edition = stated.edition
    source = edition.source if isinstance(edition, Indicator) else None
    return source if source and source.text else None
