"""What of a closure is worth keeping: not what is true of everything, of the vocabulary itself, or of no name."""

from __future__ import annotations

from collections.abc import Set

from kg.infer.axioms import BUILT_IN, NOTHING, SAME_AS, TYPE, Triple
from kg.vocabulary import PREFIXES

UNSAID = (f"<{PREFIXES['owl']}Thing>", f"<{PREFIXES['rdfs']}Resource>", NOTHING)
"""Classes that all things belong to, or none."""


def is_useful(triple: Triple, terms: Set[str]) -> bool:
    """Whether a triple that follows says something; ``terms`` are the classes and properties of the ontology.

    >>> same = "<http://www.w3.org/2002/07/owl#sameAs>"
    >>> is_useful(("<urn:9A1>", same, "<urn:9A1>"), set()), is_useful(("<urn:9A>", "<urn:hasGoal>", "<urn:9A1>"), set())
    (False, True)
    """
    s, p, o = triple
    if not s.startswith("<") or not p.startswith("<") or o.startswith("_:"):
        return False
    if s in terms or s.startswith(BUILT_IN):
        return False
    if p == TYPE:
        return o not in UNSAID and not o.startswith(f"<{PREFIXES['xsd']}") and o != f"<{PREFIXES['rdfs']}Literal>"
    return p != SAME_AS or s != o
