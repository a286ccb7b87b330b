"""A user's own shapes: read, checked before anything runs, and composed so that every engine reads them in one way."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph

from kg.errors import KgError, QueryFailed, UnreadableInput
from kg.guard import check, engine_error
from kg.validate.rules import SH, rule_code
from kg.vocabulary import CODE, CODES, DOEL, PREFIXES, RULE, code, doel

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph, Literal
    from rdflib.term import Node

RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
OURS = "https://w3id.org/doelenboom/"
NAMELESS = f"{OURS}nameless/"
"""How the names begin that nameless shapes of a user get, so that a result can be traced to its shape."""
OWN_LIMIT = 5_000_000
"""A shapes file is no larger than this many bytes."""
TIME_LIMIT = 60.0
"""A user's own shapes are run over a document for no longer than this many seconds."""

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
    DOEL + "requires": "says what a tier requires (doel:requires); tiers are ours",
    DOEL + "tierAbove": "orders tiers (doel:tierAbove); tiers are ours",
}
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_INSIDE = ("property", "node", "not", "qualifiedValueShape")
_LISTS = ("and", "or", "xone")
_PATHS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_CONSTRAINTS = frozenset(
    (*_INSIDE[1:], *_LISTS, "class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive",
     "maxExclusive", "maxInclusive", "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "equals",
     "disjoint", "lessThan", "lessThanOrEquals", "closed", "hasValue", "in", "sparql")
)  # fmt: skip
_PROPERTIES = frozenset(
    (*_TARGETS, *_PATHS, *_CONSTRAINTS, "property", "path", "qualifiedMinCount", "qualifiedMaxCount",
     "qualifiedValueShapesDisjoint", "flags", "ignoredProperties", "message", "severity", "name", "description",
     "order", "group", "defaultValue", "deactivated", "select", "prefixes", "declare", "prefix", "namespace")
)  # fmt: skip
_NAMES = frozenset(
    ("NodeShape", "PropertyShape", "PropertyGroup", "SPARQLConstraint", "PrefixDeclaration", "Shape", "Violation",
     "Warning", "Info", "IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
)  # fmt: skip
_LISTED = (*_LISTS, "in", "languageIn", "ignoredProperties", "alternativePath")
_KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
_VALUES: dict[str, tuple[str, ...]] = {
    "a whole number (sh:maxCount 1)": (
        "minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount",
    ),
    "true or false": ("closed", "uniqueLang", "deactivated", "qualifiedValueShapesDisjoint"),
    "a name (an IRI)": ("class", "datatype", "equals", "disjoint", "lessThan", "lessThanOrEquals", "severity"),
    "a text": ("pattern", "flags", "message", "select", "prefix"),
    "one of sh:" + ", sh:".join(_KINDS): ("nodeKind",),
}  # fmt: skip
_TAKES = {SH + name: what for what, names in _VALUES.items() for name in names}
_DEEPEST = 50
_PROLOGUE = re.compile(r"(?:\s*(?:BASE\s*<[^<>]*>|PREFIX\s*[^\s<>:]*:\s*<[^<>]*>))*\s*", re.IGNORECASE)
_PLACE = re.compile(r"query, line \d+, column \d+: ")
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
    for node, select in _selects(where, together).items():
        _checked_select(where, str(node), str(select))
    _check_joined(where, together)
    _complete_messages(together)
    return Own(together, targets)


class _File:
    """One file of shapes, checked, with its nameless shapes named and its queries composed."""

    def __init__(self, path: Path, shipped: Container[str], prefixes: Mapping[str, str]) -> None:
        self.where = str(path)
        read = _parsed(path)
        _check_lists(self.where, read)
        _check_terms(self.where, read, shipped)
        self.graph = _named(self.where, read)
        _check_whole(self.where, self.graph)
        self.targets = _targets(self.where, self.graph)
        self._check_that_it_checks()
        self._compose(prefixes)

    def _check_that_it_checks(self) -> None:
        from rdflib import URIRef

        for shape in _targeted(self.graph):
            if not isinstance(shape, URIRef):
                _refuse(self.where, "a shape with a target has no name; give it one (ex:X01), its findings bear it")
            reached: set[Node] = {shape}
            waiting: list[Node] = [shape]
            while waiting:
                for node in _inner(self.graph, waiting.pop()):
                    if node not in reached:
                        reached.add(node)
                        waiting.append(node)
            said = {str(p) for node in reached for p in self.graph.predicates(node)}
            if not said & {SH + name for name in _CONSTRAINTS}:
                _refuse(self.where, f"the shape {shape} has no constraint, so it would check nothing")

    def _compose(self, ours: Mapping[str, str]) -> None:
        """Write the queries as the guard read them, with their prefixes, and take the declarations away."""
        from rdflib import Literal, URIRef

        for node, select in _selects(self.where, self.graph).items():
            shape = next(iter(sorted(map(str, self.graph.subjects(URIRef(SH + "sparql"), node)))))
            header = _prefixes(self.where, self.graph, node, ours)
            text = _checked_select(self.where, shape, header + str(select))
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


def _refuse(where: str, why: str) -> NoReturn:
    raise UnreadableInput(f"{where}: {why}")


def _parsed(path: Path) -> Graph:
    """Read Turtle; blank nodes are numbered in the order of the text, so that a file is always read the same."""
    from rdflib import BNode, Graph

    try:
        if path.stat().st_size > OWN_LIMIT:
            _refuse(str(path), f"larger than {OWN_LIMIT // 10**6} MB; a shapes file is text of some pages")
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
            _refuse(where, "a list stands where a shape should")
        named.add((names.get(s, s), p, names.get(o, o)))
    return named


def _of_rdflib(where: str, theirs: Any) -> Node:
    from rdflib import Literal, URIRef

    if isinstance(theirs, pyoxigraph.NamedNode):
        return URIRef(theirs.value)
    if not isinstance(theirs, pyoxigraph.Literal):
        _refuse(where, "has a triple within a triple; SHACL does not know those")
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
                _refuse(where, "a list leads back to itself; write it as ( … )")
            if node == nil or len(following) != 1 or len(list(graph.objects(node, first))) != 1:
                _refuse(where, "a list is broken; write it as ( … )")
            trail[node] = None
            node = following[0]
        ends |= set(trail)
    for name in _LISTED:
        for head in graph.objects(None, URIRef(SH + name)):
            if head not in nodes and head != nil:
                _refuse(where, f"sh:{name} takes a list; write it as ( … )")


def _check_terms(where: str, graph: Graph, shipped: Container[str]) -> None:
    """What is said, is said in words that exist, and not of what is ours."""
    from rdflib import Literal, URIRef

    for predicate, why in _REFUSED.items():
        if (None, URIRef(predicate), None) in graph:
            _refuse(where, why)
    for s, p, o in sorted(graph, key=lambda triple: tuple(map(str, triple))):
        if str(p).startswith(SH) and str(p)[len(SH) :] not in _PROPERTIES:
            _refuse(where, f"sh:{str(p)[len(SH) :]} is no property of SHACL Core or SHACL-SPARQL; look at its spelling")
        if isinstance(s, URIRef):
            if str(s).startswith(OURS):
                _refuse(where, f"says something of {s}, which is ours; give your shapes names of your own")
            if rule_code(str(s)) in shipped:
                _refuse(where, f"{rule_code(str(s))} is a rule that ships; choose another name")
        for node in (s, p, o.datatype if isinstance(o, Literal) else o):
            if isinstance(node, URIRef) and (why := _unknown(str(node))):
                _refuse(where, why)
        if str(o) == DOEL + "Tier" and p == URIRef(RDF + "type"):
            _refuse(where, f"makes {s} a tier; tiers are ours")
        if str(o) == DOEL + "Rule" and p == URIRef(RDF + "type") and rule_code(str(s)).startswith("T"):
            _refuse(where, f"{rule_code(str(s))}: a rule that begins with T only counts for tiers; choose another name")
        if (what := _TAKES.get(str(p))) and not _is_a(what, o):
            _refuse(where, f"sh:{str(p)[len(SH) :]} takes {what}, not {str(o)[:80]!r}")


def _is_a(what: str, value: Node) -> bool:
    """Whether a value is of the kind that a property takes (``_VALUES``)."""
    from rdflib import Literal, URIRef

    if what.startswith("one of"):
        return str(value) in {SH + name for name in _KINDS}
    if what.startswith("a name"):
        return isinstance(value, URIRef)
    held = value.value if isinstance(value, Literal) else None
    if what.startswith("a whole"):
        return isinstance(held, int) and not isinstance(held, bool) and held >= 0
    return isinstance(held, bool if what.startswith("true") else str)


def _unknown(iri: str) -> str:
    """Say so where a name in our vocabulary or that of SHACL does not exist; else nothing."""
    try:
        if iri.startswith(DOEL):
            doel(iri[len(DOEL) :])
        elif iri.startswith(CODE) and iri[len(CODE) :] not in {f"scheme-{name}" for name in CODES}:
            code(iri[len(CODE) :])
    except KeyError:
        return f"the vocabulary has no {iri}, so it matches nothing"
    if iri.startswith(SH) and iri[len(SH) :] not in _PROPERTIES | _NAMES:
        return f"sh:{iri[len(SH) :]} is no term of SHACL Core or SHACL-SPARQL; look at its spelling"
    return ""


def _check_whole(where: str, graph: Graph) -> None:
    """What must hold of a file, and of all files together."""
    from rdflib import URIRef

    _check_lists(where, graph)
    for shape, path in graph.subject_objects(URIRef(SH + "path")):
        _check_path(where, graph, shape, path)
    _refuse_recursion(where, graph)
    _selects(where, graph)


def _check_joined(where: str, graph: Graph) -> None:
    """What must hold of all files together: the parts of shapes are there."""
    from rdflib import URIRef

    for shape in set(graph.subjects()):
        for node in _inner(graph, shape):
            if (node, None, None) not in graph:
                _refuse(where, f"the shape {shape} leads to {node}, of which nothing is said; write that shape")
        paths = list(graph.objects(shape, URIRef(SH + "path")))
        needed = (None, URIRef(SH + "property"), shape) in graph
        if len(paths) > 1 or (needed and not paths):
            _refuse(where, f"{owner(graph, shape)}: a property shape has one sh:path, this one {len(paths)}")


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
        steps = [(name, o) for name in _PATHS for o in graph.objects(path, URIRef(SH + name))]
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
    _refuse(where, f"a sh:path of {owner(graph, shape)} is no path of SHACL")


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

    for name in _INSIDE:
        yield from graph.objects(node, URIRef(SH + name))
    for name in _LISTS:
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
                _refuse(where, f"the shape {following} is part of itself; SHACL leaves that undefined")
            if following not in done:
                trail.append((following, sorted(inside.get(following, set()), key=str)))
                on_trail.add(following)


def _targeted(graph: Graph) -> list[Node]:
    from rdflib import URIRef

    found = {node for name in _TARGETS for node in graph.subjects(URIRef(SH + name))}
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
    for name in _TARGETS:
        for node in graph.objects(None, URIRef(SH + name)):
            if not isinstance(node, URIRef):
                _refuse(where, f"sh:{name} takes a node with a name (an IRI), not {str(node)[:80]!r}")
            found.add(Target(name, str(node)))
    if not found:
        _refuse(where, "holds no shape with a target (sh:targetClass and the like), so it would check nothing")
    return tuple(sorted(found, key=lambda target: (target.kind, target.iri)))


def _selects(where: str, graph: Graph) -> dict[Node, Node]:
    """The query of each constraint in SPARQL; it has one, and no query stands by itself."""
    from rdflib import Literal, URIRef

    found: dict[Node, Node] = {}
    constraints = set(graph.objects(None, URIRef(SH + "sparql")))
    for node in sorted(constraints | set(graph.subjects(URIRef(SH + "select"), None)), key=str):
        selects = list(graph.objects(node, URIRef(SH + "select")))
        if node not in constraints:
            _refuse(where, f"sh:select of {node}: no sh:sparql in this file leads to it")
        if len(selects) != 1 or not isinstance(selects[0], Literal) or not isinstance(selects[0].value, str):
            _refuse(where, f"sh:sparql {node}: a constraint has one sh:select, a text in the same file")
        found[node] = selects[0]
    return found


def _prefixes(where: str, graph: Graph, node: Node, ours: Mapping[str, str]) -> str:
    """Write the prefixes that a constraint declares (``sh:prefixes``)."""
    from rdflib import URIRef

    declared: dict[str, str] = {}
    for holder in graph.objects(node, URIRef(SH + "prefixes")):
        pairs = [*ours.items()] if str(holder) == RULE else []
        for declaration in graph.objects(holder, URIRef(SH + "declare")):
            prefixes = list(graph.objects(declaration, URIRef(SH + "prefix")))
            namespaces = list(graph.objects(declaration, URIRef(SH + "namespace")))
            if len(prefixes) != 1 or len(namespaces) != 1:
                _refuse(where, "sh:declare takes one sh:prefix and one sh:namespace")
            pairs.append((str(prefixes[0]), str(namespaces[0])))
        if not pairs:
            _refuse(where, f"sh:prefixes {holder}: the file declares none there (sh:declare)")
        for prefix, namespace in pairs:
            if declared.setdefault(prefix, namespace) != namespace:
                _refuse(where, f"the prefix {prefix}: is declared twice, as {declared[prefix]} and {namespace}")
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def _checked_select(where: str, shape: str, select: str) -> str:
    """Check a query and return the text that engines are given."""
    try:
        checked = check(select)
        if checked.form != "select" or checked.graphs:
            _refuse(where, f"sh:select of {shape}: only a SELECT without FROM is run")
        _accepted(checked.text)
        for why in _faults(checked.text):
            _refuse(where, f"sh:select of {shape}: {why}")
    except UnreadableInput:
        raise
    except KgError as error:
        raise UnreadableInput(f"{where}: sh:select of {shape}: {error}") from error
    return checked.text


def _accepted(text: str) -> None:
    """Let the store's engine parse a query without running it: inside a filter of no rows, for it sorts at once."""
    prologue = _PROLOGUE.match(text)
    at = prologue.end() if prologue else 0
    asked = f"{text[:at]}ASK {{ <urn:none> <urn:none> <urn:none> FILTER EXISTS {{ {{ {text[at:]}\n}} }} }}"
    try:
        pyoxigraph.Store().query(asked)
    except SyntaxError as error:
        words = _PLACE.sub("query: ", str(engine_error(text, error)))  # the place is that in another text
        raise QueryFailed(words) from error


def _faults(text: str) -> Iterator[str]:
    """What engines of SHACL do each in their own way, or not at all."""
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.term import Variable

    with ThreadPoolExecutor(max_workers=1) as thread:  # how deep the parser can go must not hang on its caller
        prologue, query = thread.submit(parseQuery, text).result()
    namespaces = {str(each.prefix or ""): str(each.iri) for each in prologue if each.name == "PrefixDecl"}
    this = Variable("this")
    if query.projection and not any(each.var == this for each in query.projection):
        yield "it does not select $this, the node that does not conform"
    if not query.projection:
        yield "SELECT * may not select $this; name the variables, $this first"
    for part in _parts(query):
        if isinstance(part, Variable):
            if str(part) in ("currentShape", "shapesGraph"):
                yield f"${part} is not known to every engine; leave it out"
            if str(part) == "PATH":
                yield "$PATH is not known to every engine; write the path itself"
            continue
        name = part.name
        if name == "SubSelect" and not any(each.var == this for each in part.projection or ()):
            yield "a SELECT within it does not select $this; add $this to it"
        elif name == "MinusGraphPattern":
            yield "MINUS may not stand in a constraint of SHACL; write FILTER NOT EXISTS"
        elif name == "InlineData" or (name in ("SelectQuery", "SubSelect") and part.valuesClause):
            yield "VALUES may not stand in a constraint of SHACL; write FILTER(?x IN (…))"
        elif part.evar == this or (name == "Bind" and part.var == this):
            yield "$this may not be bound anew (AS $this)"
        elif name == "pname":
            name = namespaces.get(str(part.prefix or ""), "") + str(part.localname or "")
            if not name.startswith(SH) and (why := _unknown(name)):
                yield why


def _parts(query: object) -> Iterator[Any]:
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.term import Variable

    rest: list[object] = [query]
    while rest:
        node = rest.pop()
        if isinstance(node, (CompValue, Variable)):
            yield node
        if isinstance(node, CompValue):
            rest.extend(node.values())
        elif isinstance(node, Iterable) and not isinstance(node, str):
            rest.extend(node)


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
