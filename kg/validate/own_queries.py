"""The queries in a user's shapes: composed with their prefixes, and judged before an engine reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg.errors import KgError, QueryFailed, UnreadableInput
from kg.guard import check, engine_error
from kg.validate.own_terms import refuse, unknown
from kg.validate.rules import SH
from kg.vocabulary import RULE

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_PROLOGUE = re.compile(r"(?:\s*(?:BASE\s*<[^<>]*>|PREFIX\s*[^\s<>:]*:\s*<[^<>]*>))*\s*", re.IGNORECASE)
_PLACE = re.compile(r"query, line \d+, column \d+: ")


def selects(where: str, graph: Graph) -> dict[Node, Node]:
    """The query of each constraint in SPARQL; it has one, and no query stands by itself."""
    from rdflib import Literal, URIRef

    found: dict[Node, Node] = {}
    constraints = set(graph.objects(None, URIRef(SH + "sparql")))
    for node in sorted(constraints | set(graph.subjects(URIRef(SH + "select"), None)), key=str):
        selects = list(graph.objects(node, URIRef(SH + "select")))
        if node not in constraints:
            refuse(where, f"sh:select of {node}: no sh:sparql in this file leads to it")
        if len(selects) != 1 or not isinstance(selects[0], Literal) or not isinstance(selects[0].value, str):
            refuse(where, f"sh:sparql {node}: a constraint has one sh:select, a text in the same file")
        found[node] = selects[0]
    return found


def prefixes_of(where: str, graph: Graph, node: Node, ours: Mapping[str, str]) -> str:
    """Write the prefixes that a constraint declares (``sh:prefixes``)."""
    from rdflib import URIRef

    declared: dict[str, str] = {}
    for holder in graph.objects(node, URIRef(SH + "prefixes")):
        pairs = [*ours.items()] if str(holder) == RULE else []
        for declaration in graph.objects(holder, URIRef(SH + "declare")):
            prefixes = list(graph.objects(declaration, URIRef(SH + "prefix")))
            namespaces = list(graph.objects(declaration, URIRef(SH + "namespace")))
            if len(prefixes) != 1 or len(namespaces) != 1:
                refuse(where, "sh:declare takes one sh:prefix and one sh:namespace")
            pairs.append((str(prefixes[0]), str(namespaces[0])))
        if not pairs:
            refuse(where, f"sh:prefixes {holder}: the file declares none there (sh:declare)")
        for prefix, namespace in pairs:
            if declared.setdefault(prefix, namespace) != namespace:
                refuse(where, f"the prefix {prefix}: is declared twice, as {declared[prefix]} and {namespace}")
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def checked_select(where: str, shape: str, select: str) -> str:
    """Check a query and return the text that engines are given."""
    try:
        checked = check(select)
        if checked.form != "select" or checked.graphs:
            refuse(where, f"sh:select of {shape}: only a SELECT without FROM is run")
        _accepted(checked.text)
        for why in _faults(checked.text):
            refuse(where, f"sh:select of {shape}: {why}")
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
            if not name.startswith(SH) and (why := unknown(name)):
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
