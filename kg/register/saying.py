"""Quads of the register's graphs, said of a subject."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg import terms, vocabulary
from kg.terms import Quad


def say(graph: str, subject: str, *pairs: tuple[str, str | None]) -> Iterator[Quad]:
    """Say pairs of predicate (a prefixed name) and term of a subject, in a graph; what is None is not said."""
    for predicate, value in pairs:
        if value is not None:
            yield terms.iri(subject), term(predicate), value, terms.iri(graph)


@cache
def term(prefixed: str) -> str:
    """Write a prefixed name as a term.

    >>> term("doel:Goal")
    '<https://w3id.org/doelenboom/def#Goal>'
    """
    return terms.iri(vocabulary.curie(prefixed))
