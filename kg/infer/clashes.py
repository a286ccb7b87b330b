"""What cannot all be true of a node, by the axioms of OWL 2 RL that allow no members or no values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from kg.infer.axioms import NOTHING, Axioms


class Clash(NamedTuple):
    """What cannot all be true of a node: ``kind`` says why, ``terms`` which classes, properties or values."""

    node: str
    kind: str
    terms: tuple[str, ...]


def clashing(
    types: Mapping[str, frozenset[str]], pairs: Mapping[str, Set[tuple[str, str]]], axioms: Axioms
) -> Iterator[Clash]:
    """Yield what clashes in a closure: the classes of each node, and the pairs of each property that axioms forbid.

    OWL 2 RL: cax-dw, cax-adc, cls-nothing2, prp-irp, prp-asyp, prp-pdw.
    """
    known: dict[frozenset[str], list[tuple[str, ...]]] = {}
    for node, classes in types.items():
        if classes not in known:
            known[classes] = _apart(classes, axioms.disjoint)
        for pair in known[classes]:
            yield Clash(node, "classes" if pair[1:] else "nothing", pair)
    for name in axioms.irreflexive:
        yield from (Clash(s, "self", (name,)) for s, o in pairs[name] if s == o)
    for name in axioms.asymmetric:
        yield from (Clash(s, "both-ways", (name, o)) for s, o in pairs[name] if (o, s) in pairs[name])
    for one, other in axioms.disjoint_properties:
        yield from (Clash(s, "properties", (one, other, o)) for s, o in pairs[one] & pairs[other])


def _apart(classes: frozenset[str], disjoint: frozenset[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The pairs of disjoint classes among some, and the class without members."""
    pairs: list[tuple[str, ...]] = [pair for pair in disjoint if pair[0] in classes and pair[1] in classes]
    return sorted(pairs) + ([(NOTHING,)] if NOTHING in classes else [])
