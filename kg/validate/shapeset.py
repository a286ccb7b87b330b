"""The shapes: those that ship and a user's own (``kg.validate.own``), read and taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.resources import folder
from kg.validate.own import Target, deactivated, owner, read_own
from kg.validate.rules import SH, Rule, Text, read_rules, rule_code, texts
from kg.vocabulary import RULE, curie

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_FOR_READERS = frozenset(
    curie(name)
    for name in (
        "rdfs:label", "skos:definition", "skos:example", "doel:remedy", "dct:source", "doel:requires", "doel:tierAbove"
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SPARQL constraint of a shape: its SELECT with prefixes, and its messages."""

    select: str
    message: Text


@dataclass(frozen=True)
class Shapes:
    """Shapes that can be run: the graph, the rules it documents, and the constraints in SPARQL by shape."""

    graph: Graph
    rules: Mapping[str, Rule]
    constraints: Mapping[str, tuple[Constraint, ...]]
    own: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    """What the shapes of each file of a user are about."""

    @cached_property
    def runnable(self) -> Graph:
        """What engines need of the graph: the shapes, without what documents them."""
        from rdflib import Graph

        kept = Graph(bind_namespaces="none")
        for triple in self.graph:
            if str(triple[1]) not in _FOR_READERS:
                kept.add(triple)
        return kept

    @cached_property
    def turtle(self) -> str:
        """The shapes as Turtle, for engines that take a text."""
        return self.runnable.serialize(format="turtle")

    def code(self, shape: str) -> str:
        """Return the code of the rule that a shape belongs to; one without a name belongs to the shape around it."""
        from rdflib import URIRef

        return rule_code(str(owner(self.graph, URIRef(shape))))

    def severity(self, shape: str) -> str:
        """Return the severity of a shape, as SHACL names it; empty where it names none (then it is a violation)."""
        from rdflib import URIRef

        return str(self.graph.value(URIRef(shape), URIRef(SH + "severity")) or "")

    def message(self, shape: str) -> Text:
        """Return what a shape says of itself (``sh:message``); empty where it says nothing."""
        from rdflib import URIRef

        return texts(self.graph, URIRef(shape), "sh:message")

    def part(self, codes: Iterable[str]) -> Shapes:
        """Return these rules alone (by code), as shapes of their own."""
        wanted = set(codes)
        chosen = [node for node in set(self.graph.subjects()) if self.code(str(node)) in wanted]
        graph = _reached(self.graph, chosen)
        rules = {code: rule for code, rule in self.rules.items() if code in wanted}
        constraints = {shape: found for shape, found in self.constraints.items() if self.code(shape) in wanted}
        return Shapes(graph, rules, constraints, self.own)


ACROSS = "across.ttl"
"""The file of the shapes about several documents together."""


def load_across() -> Shapes:
    """Load the shapes about several documents together."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for name in ("prefixes.ttl", ACROSS):
        graph.parse(folder("shapes") / name, format="turtle")
    return Shapes(graph, read_rules(graph), _constraints(graph))


def all_rules() -> dict[str, Rule]:
    """Return all rules that ship, by code, sorted."""
    return dict(sorted({**load_shapes().rules, **load_across().rules}.items()))


def load_shapes() -> Shapes:
    """Load the shapes about one document that ship."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for path in sorted(folder("shapes").glob("*.ttl")):
        if path.name != ACROSS:
            graph.parse(path, format="turtle")
    return Shapes(graph, read_rules(graph), _constraints(graph))


def load_own(paths: Sequence[str | Path]) -> Shapes:
    """Load a user's own shapes, which are run beside those that ship.

    Errors: UnreadableInput for a file that is absent, broken, too large, checks nothing, changes our rules or would
    reach out.
    """
    from rdflib import URIRef

    own = read_own(paths, all_rules(), _declared(load_shapes().graph, URIRef(RULE)))
    return Shapes(own.graph, read_rules(own.graph), _constraints(own.graph), own.targets)


def _constraints(graph: Graph) -> dict[str, tuple[Constraint, ...]]:
    from rdflib import URIRef

    found: dict[str, list[Constraint]] = {}
    for shape, node in sorted(graph.subject_objects(URIRef(SH + "sparql")), key=str):
        if deactivated(graph, node) or deactivated(graph, shape):
            continue
        for select in graph.objects(node, URIRef(SH + "select")):
            constraint = Constraint(_prefixes(graph, node) + str(select), texts(graph, node, "sh:message"))
            found.setdefault(str(shape), []).append(constraint)
    return {shape: tuple(constraints) for shape, constraints in found.items()}


def _prefixes(graph: Graph, node: Node) -> str:
    """Write the prefixes that a constraint declares (``sh:prefixes``)."""
    from rdflib import URIRef

    declared: dict[str, str] = {}
    for holder in graph.objects(node, URIRef(SH + "prefixes")):
        declared |= _declared(graph, holder)
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def _declared(graph: Graph, holder: Node) -> dict[str, str]:
    """The prefixes that stand with a node (``sh:declare``)."""
    from rdflib import URIRef

    declared: dict[str, str] = {}
    for declaration in graph.objects(holder, URIRef(SH + "declare")):
        prefix = graph.value(declaration, URIRef(SH + "prefix"))
        namespace = graph.value(declaration, URIRef(SH + "namespace"))
        if prefix is not None and namespace is not None:
            declared[str(prefix)] = str(namespace)
    return declared


def _reached(graph: Graph, nodes: Iterable[Node]) -> Graph:
    """Copy what a graph says of nodes, and of all that they lead to."""
    from rdflib import Graph, Literal

    kept = Graph(bind_namespaces="none")
    waiting, seen = list(nodes), set(nodes)
    while waiting:
        node = waiting.pop()
        for predicate, value in graph.predicate_objects(node):
            kept.add((node, predicate, value))
            if not isinstance(value, Literal) and value not in seen:
                seen.add(value)
                waiting.append(value)
    return kept
