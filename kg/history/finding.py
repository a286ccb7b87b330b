"""Elements by code or wording, now or before, and as of a document."""

from __future__ import annotations

from collections.abc import Iterator

from kg.describe import Facts, find, level_of
from kg.history.documents import Document
from kg.history.editions import Edition, Editions
from kg.terms import is_web_address


def find_ever(facts: Facts, wanted: str, last: Document | None = None) -> list[str]:
    """Find elements as ``kg.describe.find`` does, and after them those that bore a code in any document.

    With ``last`` only documents that were drawn up no later than that one count: an element is found by the code and
    the words that it had by then.
    """
    if last:
        return _found_by(Editions(facts, last), wanted)
    found = find(facts, wanted)
    former = {element for edition in _bearing(facts, wanted) for element in facts.objects(edition, "doel:editionOf")}
    return [*found, *sorted(former.difference(found))]


def _found_by(editions: Editions, wanted: str) -> list[str]:
    """The elements that bear a code or words by then, and after them those that bore the code before."""
    facts = editions.facts
    bearing = _elements(editions, _bearing(facts, wanted))
    named = {iri for iri in bearing if editions.name(iri).code in _codes(wanted)}
    named |= _elements(editions, _worded(facts, wanted))
    if is_web_address(wanted) and level_of(facts, wanted) and editions.of(wanted):
        named.add(wanted)
    return [*sorted(named), *sorted(bearing - named)]


def _elements(editions: Editions, found: Iterator[str]) -> set[str]:
    known: Iterator[Edition | None] = map(editions.get, found)
    return {one.element for one in known if one and one.element}


def _bearing(facts: Facts, wanted: str) -> Iterator[str]:
    for code in _codes(wanted):
        yield from facts.subjects("skos:notation", code, literal="")


def _worded(facts: Facts, wanted: str) -> Iterator[str]:
    """The editions with these words, in the tree or elsewhere in their document."""
    for node in facts.subjects("rdfs:label", wanted, literal="nl"):
        yield node
        yield from facts.subjects("doel:hasWording", node)


def _codes(wanted: str) -> dict[str, None]:
    return dict.fromkeys((wanted, wanted.upper()))
