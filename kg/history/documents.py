"""The documents of a graph as people name them, and those that were there at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.describe import Facts, first_value
from kg.identifiers import document_key
from kg.register.order import drawn_up, fiscal
from kg.terms import is_web_address
from kg.vocabulary import CODE, DOEL


@dataclass(frozen=True, slots=True)
class Document:
    """A document: ``name`` is the end of its IRI, ``kind`` a code or None, ``label`` its title."""

    iri: str
    name: str
    kind: str | None
    year: int | None
    ordinal: int
    label: str
    municipality: str


def document_of(facts: Facts, iri: str) -> Document:
    """Describe a document."""
    year = first_value(facts, iri, "doel:fiscalYear")
    return Document(
        iri=iri,
        name=document_key(iri),
        kind=first_value(facts, iri, "doel:documentKind").removeprefix(CODE) or None,
        year=int(year) if year else None,
        ordinal=int(first_value(facts, iri, "doel:ordinal") or 1),
        label=first_value(facts, iri, "rdfs:label"),
        municipality=first_value(facts, iri, "doel:municipality"),
    )


def is_document(facts: Facts, iri: str) -> bool:
    """Whether an IRI is that of a document; False for what is no IRI at all."""
    return is_web_address(iri) and DOEL + "Document" in facts.objects(iri, "rdf:type")


def documents(facts: Facts) -> list[Document]:
    """List all documents, in the order of fiscal years."""
    found = (document_of(facts, iri) for iri in facts.subjects("rdf:type", DOEL + "Document"))
    return sorted(found, key=fiscal)


def documents_named(facts: Facts, name: str) -> list[Document]:
    """List the documents that a name may mean: the end of an IRI from a "/" on, or all of it.

    ``annual-report-2024``, and where several municipalities have one, ``gm0546/annual-report-2024``.
    """
    wanted = name.strip("/")
    return [one for one in documents(facts) if wanted and _is_named(one, wanted)]


def full_name(document: Document) -> str:
    """The name of a document that no document of another municipality has, as ``gm0546/annual-report-2024``."""
    city = document.iri.removesuffix(f"/document/{document.name}").rpartition("/")[2]
    return f"{city}/{document.name}"


def _is_named(document: Document, wanted: str) -> bool:
    return document.iri == wanted or document.iri.endswith(f"/{wanted}") or full_name(document) == wanted


def municipalities(facts: Facts) -> dict[str, str]:
    """The names of the municipalities whose documents the graph holds, by IRI."""
    stating = {
        city
        for document in facts.subjects("rdf:type", DOEL + "Document")
        for city in facts.objects(document, "doel:municipality")
    }
    return {iri: first_value(facts, iri, "rdfs:label") or iri.rpartition("/")[2] for iri in sorted(stating)}


def municipality_of(facts: Facts, iri: str) -> str:
    """The IRI of the municipality whose documents state an element; empty for what none states."""
    edition = next(iter(facts.subjects("doel:editionOf", iri)), "")
    return first_value(facts, first_value(facts, edition, "doel:statedIn"), "doel:municipality")


def known_by(found: Iterable[Document], last: Document | None) -> list[Document]:
    """Keep the documents that were drawn up no later than the last; all where there is none."""
    return [one for one in found if last is None or is_known_by(one, last)]


def is_known_by(document: Document, last: Document) -> bool:
    """Whether a document was drawn up no later than another."""
    return drawn_up(document) <= drawn_up(last)
