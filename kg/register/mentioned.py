"""What texts refer to: elements by their codes, decisions by their numbers, organisations by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg import identifiers, terms, vocabulary
from kg.domain import Level
from kg.register.element import Element
from kg.register.outline import Outline, PartOutline
from kg.terms import Quad

_OF_THE_CITY = ("council-proposal", "college-decision", "case-number", "motion")
"""Decisions that the municipality takes itself; an article of a law is none of them."""


_ByCode = dict[tuple[str, Level, str], dict[Element, None]]
"""Elements by document (none: in any), level and code."""


def mentioned_quads(documents: Sequence[Outline], elements: Iterable[Element], base: str) -> Iterator[Quad]:
    """Say what references, decisions and mentions of a municipality's documents refer to, and describe those things.

    A code refers to the element that bears it in the same document; where none does, to the one that bears it
    elsewhere, if that is one. Organisations that all municipalities share are described in the shared graph.
    """
    by_code: _ByCode = {}
    for element in elements:
        by_code.setdefault(("", element.level, element.code), {})[element] = None
        for one in element.editions:
            by_code.setdefault((one.document.iri, element.level, one.edition.code), {})[element] = None
    for document in documents:
        for part in document.parts:
            yield from _references(document, part, by_code, base)
            yield from _decisions(document, part, base)
            yield from _mentions(document, part, base)


def shared_organisations(names: dict[str, set[str]], base: str) -> Iterator[Quad]:
    """Describe the organisations that all municipalities share, with the other spellings that documents use."""
    graph = identifiers.shared_graph(base, "shared")
    for name, spellings in sorted(names.items()):
        yield from _organisation(graph, identifiers.organisation_iri(base, None, name), name, sorted(spellings))


def _references(document: Outline, part: PartOutline, by_code: _ByCode, base: str) -> Iterator[Quad]:
    for key, level, code in part.references:
        found = [*(by_code.get((document.iri, level, code)) or by_code.get(("", level, code), {}))]
        if len(found) == 1:
            element = found[0]
            iri = identifiers.element_iri(base, element.municipality, element.level.value, element.key)
            yield _refers(document, part, "cross-reference", key, iri, base)


def _decisions(document: Outline, part: PartOutline, base: str) -> Iterator[Quad]:
    graph = identifiers.register_graph(base, document.municipality.code)
    for key, kind, notation in part.decisions:
        if kind in _OF_THE_CITY:
            iri = identifiers.decision_iri(base, document.municipality.code, notation)
            yield _refers(document, part, "decision-reference", key, iri, base)
            yield _quad(graph, iri, "rdf:type", terms.iri(vocabulary.curie("doel:Decision")))
            yield _quad(graph, iri, "skos:notation", terms.string(notation))
            yield _quad(graph, iri, "doel:decisionKind", terms.iri(vocabulary.code(kind)))


def _mentions(document: Outline, part: PartOutline, base: str) -> Iterator[Quad]:
    code = document.municipality.code
    for mention in part.mentions:
        iri = identifiers.organisation_iri(base, None if mention.national else code, mention.organisation)
        yield _refers(document, part, "mention", mention.key, iri, base)
        if not mention.national:
            graph = identifiers.register_graph(base, code)
            yield from _organisation(graph, iri, mention.organisation, mention.spellings)


def _organisation(graph: str, iri: str, name: str, spellings: Iterable[str]) -> Iterator[Quad]:
    yield _quad(graph, iri, "rdf:type", terms.iri(vocabulary.curie("doel:Organisation")))
    yield _quad(graph, iri, "skos:prefLabel", terms.text(name))
    for spelling in spellings:
        if spelling != name:
            yield _quad(graph, iri, "skos:altLabel", terms.text(spelling))


def _refers(document: Outline, part: PartOutline, sort: str, key: str, iri: str, base: str) -> Quad:
    graph = identifiers.register_graph(base, document.municipality.code)
    return _quad(graph, identifiers.in_part(part.iri, sort, key), "doel:refersTo", terms.iri(iri))


def _quad(graph: str, subject: str, predicate: str, value: str) -> Quad:
    return terms.iri(subject), terms.iri(vocabulary.curie(predicate)), value, terms.iri(graph)
