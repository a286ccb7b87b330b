"""Cells for people: codes by their label, documents by short name, figures in the reader's notation."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

import pyoxigraph

from kg.catalogue.model import SEPARATOR, Column
from kg.catalogue.rows import Answer, Value
from kg.identifiers import document_key
from kg.resources import folder
from kg.vocabulary import CODE, curie
from kg.words import COMMON, Words, number, word

_WORDS: Words = COMMON | {"yes": ("ja", "yes"), "no": ("nee", "no"), "partly": ("deels", "partly")}


def documents_of(answer: Answer) -> set[str]:
    """The IRIs of the documents in the columns of an answer."""
    columns = [column.name for column in answer.query.columns if column.type == "document"]
    return {str(row[name]) for row in answer for name in columns if row[name] is not None}


def several_cities(documents: Iterable[str]) -> bool:
    """Whether documents are of several municipalities, so that a short name does not tell which one.

    >>> start = "https://w3id.org/doelenboom/id/"
    >>> several_cities([f"{start}gm0546/document/annual-report-2024", f"{start}gm0363/document/annual-report-2024"])
    True
    """
    return len({document.rpartition("/")[0] for document in documents}) > 1


def shown(column: Column, value: Value, lang: str, *, city: bool = False) -> str:
    """Write a value of a column for people; what is missing is an empty text, ``city`` names a document's municipality.

    >>> from kg.catalogue.model import Said
    >>> column = Column("why", "codes", Said("waarom", "why"))
    >>> shown(column, "part-of-year result-missing", "nl")
    'deel van het jaar; uitkomst ontbreekt'
    >>> shown(Column("amount", "decimal", Said("bedrag", "amount")), Decimal("-7287000.5"), "nl")
    '-7.287.000,5'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return {("nl", True): "ja", ("nl", False): "nee", ("en", True): "yes"}.get((lang, value), "no")
    if isinstance(value, Decimal):
        return number(value, lang)
    if column.type == "document":
        return document_key(str(value), city=city)
    if column.type in ("code", "codes"):
        return SEPARATOR.join(label(column, one, lang) for one in str(value).split())
    return str(value)


def label(column: Column, code: str, lang: str) -> str:
    """The label of a code: in the query's own words, in the code lists or in common words; else the code itself."""
    said = column.words.get(code)
    if said:
        return said.in_(lang)
    return code_labels(lang).get(code) or word(_WORDS, code, lang)


@cache
def code_labels(lang: str) -> dict[str, str]:
    """The labels of all codes in a language, by notation.

    >>> code_labels("nl")["not-met"]
    'niet gehaald'
    """
    codes = pyoxigraph.parse(path=folder("ontology") / "codes.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    return {
        quad.subject.value.removeprefix(CODE): quad.object.value
        for quad in codes
        if quad.predicate.value == curie("skos:prefLabel")
        and isinstance(quad.subject, pyoxigraph.NamedNode)
        and isinstance(quad.object, pyoxigraph.Literal)
        and quad.object.language == lang
    }
