"""The closure as owlrl makes it: all rules of OWL 2 RL over rdflib, in a process of its own that a limit can end.

Slow (see benchmarks/README.md), and there to compare with and for an ontology with more constructs.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import QueryFailed
from kg.infer.axioms import TYPE, Axioms, Triple
from kg.infer.clashes import Clash, clashing
from kg.infer.clock import Clock
from kg.infer.useful import is_useful
from kg.infer.values import fits
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib.term import Node

_RANGE = f"<{PREFIXES['rdfs']}range>"
_ERROR = "<http://www.daml.org/2002/03/agents/agent-ont#error>"


class Answer(NamedTuple):
    """What owlrl made of a graph: the useful triples that follow, and what clashes."""

    inferred: list[Triple]
    clashes: list[Clash]


def closed_by_owlrl(lines: Sequence[str], axioms: Axioms, clock: Clock) -> Answer:
    """Close a graph, given as lines of N-Triples, in a process that ends with the limit.

    Errors: OutOfTime; QueryFailed where owlrl fails.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", "from kg.infer.reference import serve; serve()"],
            input=pickle.dumps((lines, axioms)),
            capture_output=True,
            timeout=clock.left(),
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        raise clock.over() from None
    if done.returncode or not done.stdout:
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
        raise QueryFailed(f"owlrl failed ({reason or 'it broke down'}); use the engine rules")
    answer: Answer = pickle.loads(done.stdout)
    return answer


def serve() -> None:
    """Be the process: read a graph and the axioms, and answer with what follows."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what an engine prints is no answer
    lines, axioms = pickle.load(sys.stdin.buffer)
    pickle.dump(close(lines, axioms), answers)


def close(lines: Iterable[str], axioms: Axioms) -> Answer:
    """Close a graph, given as lines of N-Triples, with the axioms, here and now."""
    import owlrl  # type: ignore[import-untyped]
    from rdflib import Graph

    names = _Names()
    data = [names.triple(line) for line in lines]
    graph = Graph(bind_namespaces="none")
    for triple in [*data, *axioms.triples]:
        s, p, o = map(names.theirs, triple)
        graph.add((s, p, o))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    closed = [(names.ours(s), names.ours(p), names.ours(o)) for s, p, o in graph]
    stated = {*data, *axioms.triples}
    inferred = [triple for triple in closed if triple not in stated and is_useful(triple, axioms.terms)]
    return Answer(sorted(inferred), _clashes(closed, axioms))


class _Names:
    """Turns our terms into rdflib's and back into the same."""

    def __init__(self) -> None:
        self._theirs: dict[str, Node] = {}
        self._ours: dict[Node, str] = {}

    def triple(self, line: str) -> Triple:
        s, p, rest = line.split(" ", 2)
        return s, p, rest.removesuffix(" .")

    def theirs(self, term: str) -> Node:
        found = self._theirs.get(term)
        if found is None:
            found = self._theirs[term] = _rdflib(term)
            self._ours[found] = term
        return found

    def ours(self, node: Node) -> str:
        return self._ours.get(node) or node.n3()


def _rdflib(term: str) -> Node:
    from rdflib import BNode, URIRef
    from rdflib import Literal as Text

    if term.startswith("<"):
        return URIRef(term[1:-1])
    if term.startswith("_:"):
        return BNode(term[2:])
    (quad,) = parse(f"<urn:s> <urn:p> {term} .".encode(), format=RdfFormat.N_TRIPLES)
    value = quad.object
    assert isinstance(value, Literal)
    if value.language:
        return Text(value.value, lang=value.language)
    plain = value.datatype.value == PREFIXES["xsd"] + "string" and term.endswith('"')
    return Text(value.value, datatype=None if plain else URIRef(value.datatype.value), normalize=False)


def _clashes(closed: Sequence[Triple], axioms: Axioms) -> list[Clash]:
    """What clashes in a closed graph; what owlrl alone finds wrong is told in its words."""
    types: dict[str, frozenset[str]] = {}
    pairs: dict[str, set[tuple[str, str]]] = {name: set() for name in axioms.plans}
    ranges: dict[str, set[str]] = {}
    for s, p, o in closed:
        if p == TYPE and s.startswith("<") and s not in axioms.terms:
            types[s] = types.get(s, frozenset()) | {o}
        elif p == _RANGE:
            ranges.setdefault(s, set()).add(o)
        pairs.setdefault(p, set()).add((s, o))
    found = {*_unfit(pairs, ranges), *clashing(types, pairs, axioms)}
    told = {Clash("", "owlrl", (o,)) for s, o in pairs.get(_ERROR, ())}
    return sorted(found or told)


def _unfit(pairs: Mapping[str, set[tuple[str, str]]], ranges: Mapping[str, set[str]]) -> Iterable[Clash]:
    for name, kinds in ranges.items():
        for s, o in pairs.get(name, ()):
            if o.startswith('"') and not all(fits(o, kind) for kind in kinds):
                yield Clash(s, "value", (name, o))
