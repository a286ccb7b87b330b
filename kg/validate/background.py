"""What shapes may know of the vocabulary: which class lies below which, and which codes there are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.resources import folder
from kg.vocabulary import PREFIXES

_LABEL = PREFIXES["skos"] + "prefLabel"
_KEPT = (PREFIXES["rdfs"] + "subClassOf", PREFIXES["skos"] + "inScheme")


@cache
def background() -> tuple[str, ...]:
    """Return what stands beside every document when shapes run, as lines of N-Triples: classes and code lists."""
    lines = {f"{q.subject} {q.predicate} {q.object} ." for q in _quads() if _is_kept(q)}
    return tuple(sorted(lines))


@cache
def code_labels() -> dict[str, tuple[str, str]]:
    """Return the words for each code, in Dutch and English, by its IRI."""
    found: dict[str, dict[str, str]] = {}
    for quad in _quads():
        code, word = quad.subject, quad.object
        if isinstance(code, NamedNode) and isinstance(word, Literal) and quad.predicate.value == _LABEL:
            found.setdefault(code.value, {})[word.language or ""] = word.value
    return {iri: (words.get("nl", ""), words.get("en", "")) for iri, words in found.items()}


def _is_kept(quad: Quad) -> bool:
    named = isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    return named and quad.predicate.value in _KEPT


def _quads() -> Iterator[Quad]:
    for name in ("doelenboom.ttl", "codes.ttl"):
        yield from parse((folder("ontology") / name).read_bytes(), format=RdfFormat.TURTLE)
