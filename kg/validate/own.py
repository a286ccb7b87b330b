"""A user's own shapes: read, checked before anything runs, and composed so that every engine reads them in one way."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg.errors import UnreadableInput
from kg.validate.own_queries import checked_select, prefixes_of, selects
from kg.validate.own_terms import (
    CONSTRAINTS,
    INSIDE,
    LISTED,
    LISTS,
    NAMELESS,
    PATHS,
    RDF,
    RDFS,
    TARGETS,
    check_terms,
    refuse,
)
from kg.validate.rules import SH, rule_code
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph, Literal
    from rdflib.term import Node

OWN_LIMIT = 5_000_000
"""A shapes file is no larger than this many bytes."""
TIME_LIMIT = 60.0
"""A user's own shapes are run over a document for no longer than this many seconds."""

_DEEPEST = 50
_GENERIC = (
    ("nl", "{{?this}} voldoet niet aan {name}"),
    ("en", "{{?this}} does not conform to {name}"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape is about: ``kind`` is targetClass, targetNode, targetSubjectsOf or targetObjectsOf."""

    kind: str
    iri: str

    def is_in(self, store: Store) -> bool:
        """Whether a node of the store is meant; classes below the class count too (``kg.validate.background``)."""
        node = pyoxigraph.NamedNode(self.iri)
        if self.kind == "targetNode":
            return bool(next(store.quads_for_pattern(node, None, None, None), None))
        if self.kind == "targetClass":
            asked = f"ASK {{ ?node a/<{RDFS}subClassOf>* <{node.value}> }}"
            return bool(store.query(asked, use_default_graph_as_union=True))
        return bool(next(store.quads_for_pattern(None, node, None, None), None))


@dataclass(frozen=True)
class Own:
    """A user's shapes, composed: their graph, and what the shapes of each file are about."""

    graph: Graph
    targets: Mapping[str, tuple[Target, ...]]


def read_own(paths: Sequence[str | Path], shipped: Container[str], prefixes: Mapping[str, str]) -> Own:
    """Read a user's shapes, beside rules of the codes ``shipped``; ``prefixes`` are those of ``sh:prefixes rule:``.

    Each file is checked alone, and all together once more: one may not complete what another leaves open. Errors:
    UnreadableInput for a file that is absent, broken, too large, checks nothing, changes our rules or would reach out.
    """
    from rdflib import Graph

    together = Graph(bind_namespaces="none")
    targets: dict[str, tuple[Target, ...]] = {}
    for given in paths:
        file = _File(Path(given), shipped, prefixes)
        targets[str(given)] = file.targets
        together += file.graph
    where = " and ".join(targets)
    _check_whole(where, together)
    for node, select in selects(where, together).items():
        checked_select(where, str(node), str(select))
    _check_joined(where, together)
    _complete_messages(together)
    return Own(together, targets)


class _File:
    """One file of shapes, checked, with its nameless shapes named and its queries composed."""

    def __init__(self, path: Path, shipped: Container[str], prefixes: Mapping[str, str]) -> None:
        self.where = str(path)
        read = _parsed(path)
        _check_lists(self.where, read)
        check_terms(self.where, read, shipped)
        self.graph = _named(self.where, read)
        _check_whole(self.where, self.graph)
        self.targets = _targets(self.where, self.graph)
        self._check_that_it_checks()
        self._compose(prefixes)

    def _check_that_it_checks(self) -> None:
        from rdflib import URIRef

        for shape in _targeted(self.graph):
            if not isinstance(shape, URIRef):
                refuse(self.where, "a shape with a target has no name; give it one (ex:X01), its findings bear it")
            reached: set[Node] = {shape}
            waiting: list[Node] = [shape]
            while waiting:
                for node in _inner(self.graph, waiting.pop()):
                    if node not in reached:
                        reached.add(node)
                        waiting.append(node)
            said = {str(p) for node in reached for p in self.graph.predicates(node)}
            if not said & {SH + name for name in CONSTRAINTS}:
                refuse(self.where, f"the shape {shape} has no constraint, so it would check nothing")

    def _compose(self, ours: Mapping[str, str]) -> None:
        """Write the queries as the guard read them, with their prefixes, and take the declarations away."""
        from rdflib import Literal, URIRef

        for node, select in selects(self.where, self.graph).items():
            shape = next(iter(sorted(map(str, self.graph.subjects(URIRef(SH + "sparql"), node)))))
            header = prefixes_of(self.where, self.graph, node, ours)
            text = checked_select(self.where, shape, header + str(select))
            self.graph.remove((node, URIRef(SH + "select"), None))
            self.graph.add((node, URIRef(SH + "select"), Literal(text)))
        for _holder, declaration in list(self.graph.subject_objects(URIRef(SH + "declare"))):
            self.graph.remove((declaration, None, None))
        for name in ("prefixes", "declare"):
            self.graph.remove((None, URIRef(SH + name), None))


def deactivated(graph: Graph, node: Node) -> bool:
    """Whether a shape or a constraint is switched off (``sh:deactivated true``)."""
    from rdflib import Literal, URIRef

    return any(isinstance(v, Literal) and v.value is True for v in graph.objects(node, URIRef(SH + "deactivated")))


def _parsed(path: Path) -> Graph:
    """Read Turtle; blank nodes are numbered in the order of the text, so that a file is always read the same."""
    from rdflib import BNode, Graph

    try:
        if path.stat().st_size > OWN_LIMIT:
            refuse(str(path), f"larger than {OWN_LIMIT // 10**6} MB; a shapes file is text of some pages")
        content = path.read_bytes()
        quads = list(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE))
    except OSError as error:
        raise UnreadableInput(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (SyntaxError, ValueError) as error:
        words = " ".join(str(error).split())[:300]
        raise UnreadableInput(f"{path}: not Turtle ({words}); mend it at that place") from error
    places: dict[str, int] = {}
    mark = sha256(content).hexdigest()[:12]

    def term(theirs: Any) -> Node:
        if isinstance(theirs, pyoxigraph.BlankNode):
            return BNode(f"b{mark}n{places.setdefault(theirs.value, len(places))}")
        return _of_rdflib(str(path), theirs)

    graph = Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _named(where: str, graph: Graph) -> Graph:
    """Name the nameless shapes, which can be the source of a result; paths, lists and constraints stay as they are."""
    from rdflib import BNode, Graph, URIRef

    inner = {node for shape in set(graph.subjects()) for node in _inner(graph, shape)}
    names: dict[Node, Node] = {node: URIRef(NAMELESS + str(node)) for node in inner if isinstance(node, BNode)}
    named = Graph(bind_namespaces="none")
    for s, p, o in graph:
        if s in names and p == URIRef(RDF + "rest"):
            refuse(where, "a list stands where a shape should")
        named.add((names.get(s, s), p, names.get(o, o)))
    return named


def _of_rdflib(where: str, theirs: Any) -> Node:
    from rdflib import Literal, URIRef

    if isinstance(theirs, pyoxigraph.NamedNode):
        return URIRef(theirs.value)
    if not isinstance(theirs, pyoxigraph.Literal):
        refuse(where, "has a triple within a triple; SHACL does not know those")
    if theirs.language:
        return Literal(theirs.value, lang=theirs.language)
    plain = theirs.datatype.value == PREFIXES["xsd"] + "string"
    return Literal(theirs.value) if plain else Literal(theirs.value, datatype=URIRef(theirs.datatype.value))


def _check_lists(where: str, graph: Graph) -> None:
    """Every list is one: an item and a rest at each node, and an end."""
    from rdflib import URIRef

    first, rest, nil = (URIRef(RDF + name) for name in ("first", "rest", "nil"))
    nodes = set(graph.subjects(first, None)) | set(graph.subjects(rest, None))
    ends: set[Node] = {nil}
    for start in nodes:
        trail: dict[Node, None] = {}
        node = start
        while node not in ends:
            following = list(graph.objects(node, rest))
            if node in trail:
                refuse(where, "a list leads back to itself; write it as ( … )")
            if node == nil or len(following) != 1 or len(list(graph.objects(node, first))) != 1:
                refuse(where, "a list is broken; write it as ( … )")
            trail[node] = None
            node = following[0]
        ends |= set(trail)
    for name in LISTED:
        for head in graph.objects(None, URIRef(SH + name)):
            if head not in nodes and head != nil:
                refuse(where, f"sh:{name} takes a list; write it as ( … )")


def _check_whole(where: str, graph: Graph) -> None:
    """What must hold of a file, and of all files together."""
    from rdflib import URIRef

    _check_lists(where, graph)
    for shape, path in graph.subject_objects(URIRef(SH + "path")):
        _check_path(where, graph, shape, path)
    _refuse_recursion(where, graph)
    selects(where, graph)


def _check_joined(where: str, graph: Graph) -> None:
    """What must hold of all files together: the parts of shapes are there."""
    from rdflib import URIRef

    for shape in set(graph.subjects()):
        for node in _inner(graph, shape):
            if (node, None, None) not in graph:
                refuse(where, f"the shape {shape} leads to {node}, of which nothing is said; write that shape")
        paths = list(graph.objects(shape, URIRef(SH + "path")))
        needed = (None, URIRef(SH + "property"), shape) in graph
        if len(paths) > 1 or (needed and not paths):
            refuse(where, f"{owner(graph, shape)}: a property shape has one sh:path, this one {len(paths)}")


def owner(graph: Graph, shape: Node) -> Node:
    """The shape with a name that a shape is part of; itself where it has one."""
    from rdflib import BNode

    seen: set[Node] = set()
    while (isinstance(shape, BNode) or str(shape).startswith(NAMELESS)) and shape not in seen:
        seen.add(shape)
        shape = min(graph.subjects(None, shape), key=str, default=shape)
    return shape


def _check_path(where: str, graph: Graph, shape: Node, path: Node, depth: int = 0) -> None:
    from rdflib import BNode, URIRef

    if isinstance(path, URIRef) and (depth or path != URIRef(RDF + "nil")):
        return
    if isinstance(path, BNode) and depth < _DEEPEST:
        listed = (path, URIRef(RDF + "rest"), None) in graph
        steps = [(name, o) for name in PATHS for o in graph.objects(path, URIRef(SH + name))]
        if listed and not steps:
            members = _members(graph, path)
        elif len(steps) == 1 and not listed:
            members = _members(graph, steps[0][1]) if steps[0][0] == "alternativePath" else [steps[0][1]]
        else:
            members = []
        if len(members) >= (2 if listed or (steps and steps[0][0] == "alternativePath") else 1):
            for member in members:
                _check_path(where, graph, shape, member, depth + 1)
            return
    refuse(where, f"a sh:path of {owner(graph, shape)} is no path of SHACL")


def _members(graph: Graph, head: Node) -> list[Node]:
    """The members of a list that was checked (``_check_lists``)."""
    from rdflib import URIRef

    found = []
    while (item := graph.value(head, URIRef(RDF + "first"))) is not None:
        found.append(item)
        following = graph.value(head, URIRef(RDF + "rest"))
        if following is None:
            break
        head = following
    return found


def _inner(graph: Graph, node: Node) -> Iterator[Node]:
    from rdflib import URIRef

    for name in INSIDE:
        yield from graph.objects(node, URIRef(SH + name))
    for name in LISTS:
        for head in graph.objects(node, URIRef(SH + name)):
            yield from _members(graph, head)


def _refuse_recursion(where: str, graph: Graph) -> None:
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
                refuse(where, f"the shape {following} is part of itself; SHACL leaves that undefined")
            if following not in done:
                trail.append((following, sorted(inside.get(following, set()), key=str)))
                on_trail.add(following)


def _targeted(graph: Graph) -> list[Node]:
    from rdflib import URIRef

    found = {node for name in TARGETS for node in graph.subjects(URIRef(SH + name))}
    return sorted(found | _implicit(graph), key=str)


def _implicit(graph: Graph) -> set[Node]:
    """Shapes that are classes: their instances are their targets."""
    from rdflib import URIRef

    shapes, classes = (
        set(graph.subjects(URIRef(RDF + "type"), URIRef(iri))) for iri in (SH + "NodeShape", RDFS + "Class")
    )
    return shapes & classes


def _targets(where: str, graph: Graph) -> tuple[Target, ...]:
    from rdflib import URIRef

    found = {Target("targetClass", str(node)) for node in _implicit(graph) if isinstance(node, URIRef)}
    for name in TARGETS:
        for node in graph.objects(None, URIRef(SH + name)):
            if not isinstance(node, URIRef):
                refuse(where, f"sh:{name} takes a node with a name (an IRI), not {str(node)[:80]!r}")
            found.add(Target(name, str(node)))
    if not found:
        refuse(where, "holds no shape with a target (sh:targetClass and the like), so it would check nothing")
    return tuple(sorted(found, key=lambda target: (target.kind, target.iri)))


def _complete_messages(graph: Graph) -> None:
    """Every message is there in Dutch and English: in the other language, or in general words where there is none."""
    from rdflib import Literal, URIRef

    message = URIRef(SH + "message")
    for node in set(graph.subjects(message, None)):
        said = sorted((v for v in graph.objects(node, message) if isinstance(v, Literal)), key=_by_language)
        for lang, other in (("nl", "en"), ("en", "nl")):
            if any((v.language or lang) == lang for v in said):
                continue
            near = [v for tag in (lang, other) for v in said if (v.language or "").partition("-")[0] == tag]
            graph.add((node, message, Literal(str((near or said)[0]), lang=lang)))
    for shape, node in graph.subject_objects(URIRef(SH + "sparql")):
        if not any(graph.objects(node, message)) and not any(graph.objects(shape, message)):
            name = rule_code(str(owner(graph, shape)))
            for lang, words in _GENERIC:
                graph.add((node, message, Literal(words.format(name=name), lang=lang)))


def _by_language(literal: Literal) -> tuple[str, str]:
    return literal.language or "", str(literal)
