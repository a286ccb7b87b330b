"""What all parts of the mapping share: the scope of one part, and a node described by pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from kg import identifiers, terms, vocabulary
from kg.domain import Passage, ProgrammeDocument, Ref

Triple = tuple[str, str, str]
Pair = tuple[str, str | None]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """The part that is being mapped: its IRI and its document's. All nodes are named by its methods."""

    document: str
    part: str

    def node(self, sort: str, *keys: str) -> str:
        """IRI of a thing that the part states, e.g. ``node("note", "indicators/star")``."""
        return identifiers.in_part(self.part, sort, *keys)

    def edition(self, ref: Ref) -> str:
        """IRI of an edition."""
        return self.node(ref.level.value, ref.key)

    def rendition(self, sha256: str) -> str:
        """IRI of a rendition of the document."""
        return identifiers.rendition_iri(self.document, sha256)

    def passage(self, passage: Passage) -> str:
        """IRI of a passage in a rendition of the document."""
        span = passage.span
        return identifiers.passage_iri(self.rendition(passage.rendition), span.start, span.end)

    def evidence(self, passages: Iterable[Passage], predicate: str = "doel:evidence") -> list[Pair]:
        """Point at passages, each once; the passages themselves are described once a part (``kg.rdf.evidence``)."""
        return each(predicate, dict.fromkeys(map(self.passage, passages)), terms.iri)


def scope_of(document: ProgrammeDocument, part_key: str, base: str) -> Scope:
    """Name a part of a document under a base IRI."""
    code = document.municipality.code
    iri = identifiers.document_iri(base, code, document.kind, document.year, document.ordinal, document.token)
    return Scope(iri, identifiers.part_iri(iri, part_key))


def describe(subject: str, *pairs: Pair) -> Iterator[Triple]:
    """Say of a node what the pairs say: a prefixed name and a term; a pair without a term says nothing.

    >>> list(describe("urn:doel", ("rdfs:label", terms.text("Preventie")), ("doel:mark", None)))
    [('<urn:doel>', '<http://www.w3.org/2000/01/rdf-schema#label>', '"Preventie"@nl')]

    Raises KeyError for a name that the vocabulary does not know.
    """
    node = terms.iri(subject)
    for predicate, value in pairs:
        if value is not None:
            yield node, name(predicate), value


@cache
def name(prefixed: str) -> str:
    """Write a prefixed name as a term.

    >>> name("doel:Goal")
    '<https://w3id.org/doelenboom/def#Goal>'
    """
    return terms.iri(vocabulary.curie(prefixed))


@cache
def code(value: str) -> str:
    """Write a code of the code lists as a term; KeyError for an unknown one."""
    return terms.iri(vocabulary.code(value))


def maybe(make: Callable[[T], str], value: T | None) -> str | None:
    """Write a term where there is a value; None and an empty text have none.

    >>> maybe(terms.integer, 0) is None, maybe(terms.text, "") is None
    (False, True)
    """
    return None if value is None or value == "" else make(value)


def each(predicate: str, values: Iterable[T], make: Callable[[T], str]) -> list[Pair]:
    """One pair a value; None and empty texts are left out."""
    return [(predicate, maybe(make, value)) for value in values]
