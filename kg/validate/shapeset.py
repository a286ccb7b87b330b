"""The shapes: those that ship and a user's own, read, checked before anything runs, and taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, UnreadableInput
from kg.guard import check
from kg.resources import folder
from kg.validate.rules import SH, Rule, Text, read_rules, rule_code, texts
from kg.vocabulary import DOEL, PREFIXES, doel

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph
    from rdflib.term import Node

RDFS = PREFIXES["rdfs"]
BASE = "https://w3id.org"
NAMELESS = f"{BASE}/doelenboom/nameless/"
"""How the names begin that blank nodes of a user's shapes get."""
OWN_LIMIT = 5_000_000
"""A shapes file is no larger than this many bytes."""
_REFUSED = {
    "http://www.w3.org/2002/07/owl#imports": "imports another file (owl:imports); put all shapes in one file",
    SH + "js": "runs JavaScript (sh:js); write SPARQL",
    SH + "jsLibrary": "loads a JavaScript library (sh:jsLibrary); write SPARQL",
    SH + "jsLibraryURL": "loads a JavaScript library (sh:jsLibraryURL); write SPARQL",
    SH + "shapesGraph": "points at another shapes graph (sh:shapesGraph); put all shapes in one file",
    SH + "rule": "has rules that add triples (sh:rule); only constraints are run",
    SH + "target": "has a target of SHACL-AF (sh:target); use sh:targetClass or sh:targetSubjectsOf",
    SH + "validator": "defines a constraint component (sh:validator); use sh:sparql",
    SH + "nodeValidator": "defines a constraint component (sh:nodeValidator); use sh:sparql",
    SH + "propertyValidator": "defines a constraint component (sh:propertyValidator); use sh:sparql",
}
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_INSIDE = ("property", "node", "not", "qualifiedValueShape")
_LISTS = ("and", "or", "xone")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SPARQL constraint of a shape: its SELECT with prefixes, and its messages."""

    select: str
    message: Text


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape is about: ``kind`` is targetClass, targetNode, targetSubjectsOf or targetObjectsOf."""

    kind: str
    iri: str

    def is_in(self, store: Store) -> bool:
        """Whether a node of the store is meant; classes below the class count too (``kg.validate.background``)."""
        from pyoxigraph import NamedNode

        node = NamedNode(self.iri)
        if self.kind == "targetNode":
            return bool(next(store.quads_for_pattern(node, None, None, None), None))
        if self.kind == "targetClass":
            asked = f"ASK {{ ?node a/<{RDFS}subClassOf>* <{node.value}> }}"
            return bool(store.query(asked, use_default_graph_as_union=True))
        return bool(next(store.quads_for_pattern(None, node, None, None), None))


@dataclass(frozen=True)
class Shapes:
    """Shapes that can be run: the graph, the rules it documents, and the constraints in SPARQL by shape."""

    graph: Graph
    rules: Mapping[str, Rule]
    constraints: Mapping[str, tuple[Constraint, ...]]
    own: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    """What the shapes of each file of a user are about."""

    @cached_property
    def turtle(self) -> str:
        """The shapes as Turtle, for engines that take a text."""
        return self.graph.serialize(format="turtle")

    def code(self, shape: str) -> str:
        """Return the code of the rule that a shape belongs to; one without a name belongs to the shape around it."""
        from rdflib import URIRef

        named = URIRef(shape)
        seen = set()
        while str(named).startswith(NAMELESS) and named not in seen:
            seen.add(named)
            around = sorted(self.graph.subjects(None, named), key=str)
            named = next((node for node in around if isinstance(node, URIRef)), named)
        return rule_code(str(named))

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
        keep = {s for s in self.constraints if rule_code(s) in wanted}
        rest = {str(node) for node in _targeted(self.graph) if rule_code(str(node)) not in wanted}
        graph = _without(self.graph, rest)
        rules = {code: rule for code, rule in self.rules.items() if code in wanted}
        return Shapes(graph, rules, {shape: self.constraints[shape] for shape in keep}, self.own)


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


def load_shapes(own: Sequence[str | Path] = ()) -> Shapes:
    """Load the shapes about one document that ship, and a user's own beside them.

    Errors: UnreadableInput for a file that is absent, broken, too large, holds no shape, or would reach out.
    """
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    targets: dict[str, tuple[Target, ...]] = {}
    for path in sorted(folder("shapes").glob("*.ttl")):
        if path.name != ACROSS:
            graph.parse(path, format="turtle")
    for given in own:
        added = _own(Path(given))
        targets[str(given)] = _targets(Path(given), added)
        graph += added
    return Shapes(graph, read_rules(graph), _constraints(graph), targets)


def _targets(path: Path, graph: Graph) -> tuple[Target, ...]:
    """What the shapes of a file are about; a class or property of ours that does not exist is a mistake in the file."""
    from rdflib import RDF, URIRef
    from rdflib import RDFS as CLASSES

    found = [Target(name, str(o)) for name in _TARGETS for o in graph.objects(None, URIRef(SH + name))]
    implicit = set(graph.subjects(RDF.type, URIRef(SH + "NodeShape"))) & set(graph.subjects(RDF.type, CLASSES.Class))
    found += [Target("targetClass", str(node)) for node in implicit]
    for target in found:
        try:
            if target.iri.startswith(DOEL):
                doel(target.iri[len(DOEL) :])
        except KeyError:
            raise UnreadableInput(
                f"{path}: the vocabulary has no {target.iri}, so that target matches nothing"
            ) from None
    return tuple(sorted(set(found), key=lambda target: (target.kind, target.iri)))


def _own(path: Path) -> Graph:
    """Read and check a user's shapes; blank nodes get names, so that a result can be traced to its shape."""
    from rdflib import Graph

    try:
        if path.stat().st_size > OWN_LIMIT:
            raise UnreadableInput(f"{path}: larger than {OWN_LIMIT // 10**6} MB; a shapes file is text of some pages")
        graph = Graph(bind_namespaces="none").parse(data=path.read_bytes(), format="turtle")
    except OSError as error:
        raise UnreadableInput(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except KgError:
        raise
    except Exception as error:  # rdflib's parser raises what it likes
        words = " ".join(str(error).split())[:300]
        raise UnreadableInput(f"{path}: not Turtle ({words}); mend it at that place") from error
    graph = graph.skolemize(authority=BASE, basepath="/doelenboom/nameless/")
    _refuse(path, graph)
    if not _targeted(graph):
        raise UnreadableInput(
            f"{path}: holds no shape with a target (sh:targetClass and the like), so it would check nothing"
        )
    _refuse_recursion(path, graph)
    for shape, constraints in _constraints(graph).items():
        for constraint in constraints:
            _check_select(path, shape, constraint.select)
    return graph


def _refuse(path: Path, graph: Graph) -> None:
    from rdflib import URIRef

    for predicate, why in _REFUSED.items():
        if any(graph.subject_objects(URIRef(predicate))):
            raise UnreadableInput(f"{path}: {why}")


def _refuse_recursion(path: Path, graph: Graph) -> None:
    """A shape that leads back to itself has no meaning in SHACL, and engines do not end on it."""
    inside = {node: set(_inner(graph, node)) for node in set(graph.subjects())}
    done: set[Node] = set()
    for start in sorted(inside, key=str):
        trail: list[tuple[Node, list[Node]]] = [(start, sorted(inside[start], key=str))]
        on_trail = {start}
        while trail and start not in done:
            node, waiting = trail[-1]
            if not waiting:
                trail.pop()
                on_trail.discard(node)
                done.add(node)
                continue
            following = waiting.pop()
            if following in on_trail:
                raise UnreadableInput(f"{path}: the shape {following} is part of itself; SHACL leaves that undefined")
            if following not in done:
                trail.append((following, sorted(inside.get(following, set()), key=str)))
                on_trail.add(following)


def _inner(graph: Graph, node: Node) -> Iterable[Node]:
    from rdflib import URIRef
    from rdflib.collection import Collection

    for name in _INSIDE:
        yield from graph.objects(node, URIRef(SH + name))
    for name in _LISTS:
        for head in graph.objects(node, URIRef(SH + name)):
            yield from Collection(graph, head)


def _check_select(path: Path, shape: str, select: str) -> None:
    try:
        checked = check(select)
    except KgError as error:
        raise UnreadableInput(f"{path}: sh:select of {shape}: {error}") from error
    if checked.form != "select" or checked.graphs:
        raise UnreadableInput(f"{path}: sh:select of {shape}: only a SELECT without FROM is run")


def _targeted(graph: Graph) -> list[Node]:
    from rdflib import RDF, RDFS, URIRef

    found = {node for name in _TARGETS for node in graph.subjects(URIRef(SH + name))}
    implicit = set(graph.subjects(RDF.type, URIRef(SH + "NodeShape"))) & set(graph.subjects(RDF.type, RDFS.Class))
    return sorted(found | implicit, key=str)


def _constraints(graph: Graph) -> dict[str, tuple[Constraint, ...]]:
    from rdflib import URIRef

    found: dict[str, list[Constraint]] = {}
    for shape, node in sorted(graph.subject_objects(URIRef(SH + "sparql")), key=str):
        for select in graph.objects(node, URIRef(SH + "select")):
            constraint = Constraint(_prefixes(graph, node) + str(select), texts(graph, node, "sh:message"))
            found.setdefault(str(shape), []).append(constraint)
    return {shape: tuple(constraints) for shape, constraints in found.items()}


def _prefixes(graph: Graph, node: Node) -> str:
    """Write the prefixes that a constraint declares (``sh:prefixes``)."""
    from rdflib import URIRef

    declared: dict[str, str] = {}
    for holder in graph.objects(node, URIRef(SH + "prefixes")):
        for declaration in graph.objects(holder, URIRef(SH + "declare")):
            prefix = graph.value(declaration, URIRef(SH + "prefix"))
            namespace = graph.value(declaration, URIRef(SH + "namespace"))
            if prefix is not None and namespace is not None:
                declared[str(prefix)] = str(namespace)
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def _without(graph: Graph, shapes: set[str]) -> Graph:
    """Copy a graph, with these shapes switched off (their targets taken out)."""
    from rdflib import Graph, URIRef

    targets = {URIRef(SH + name) for name in _TARGETS}
    kept = Graph(bind_namespaces="none")
    for triple in graph:
        if not (triple[1] in targets and str(triple[0]) in shapes):
            kept.add(triple)
    return kept
