"""The terms that a user's shapes may use: those of SHACL that are run, and ours as the vocabulary has them."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, NoReturn

from kg.errors import UnreadableInput
from kg.validate.rules import SH, rule_code
from kg.vocabulary import CODE, CODES, DOEL, PREFIXES, code, doel

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
OURS = "https://w3id.org/doelenboom/"
NAMELESS = f"{OURS}nameless/"
"""How the names begin that nameless shapes of a user get, so that a result can be traced to its shape."""

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
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
INSIDE = ("property", "node", "not", "qualifiedValueShape")
LISTS = ("and", "or", "xone")
PATHS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
CONSTRAINTS = frozenset(
    (*INSIDE[1:], *LISTS, "class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive",
     "maxExclusive", "maxInclusive", "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "equals",
     "disjoint", "lessThan", "lessThanOrEquals", "closed", "hasValue", "in", "sparql")
)  # fmt: skip
_PROPERTIES = frozenset(
    (*TARGETS, *PATHS, *CONSTRAINTS, "property", "path", "qualifiedMinCount", "qualifiedMaxCount",
     "qualifiedValueShapesDisjoint", "flags", "ignoredProperties", "message", "severity", "name", "description",
     "order", "group", "defaultValue", "deactivated", "select", "prefixes", "declare", "prefix", "namespace")
)  # fmt: skip
_NAMES = frozenset(
    ("NodeShape", "PropertyShape", "PropertyGroup", "SPARQLConstraint", "PrefixDeclaration", "Shape", "Violation",
     "Warning", "Info", "IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
)  # fmt: skip
LISTED = (*LISTS, "in", "languageIn", "ignoredProperties", "alternativePath")
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


def refuse(where: str, why: str) -> NoReturn:
    """Refuse shapes: where (the file), and what is wrong with what to do."""
    raise UnreadableInput(f"{where}: {why}")


def check_terms(where: str, graph: Graph, shipped: Container[str]) -> None:
    """What is said, is said in words that exist, and not of what is ours."""
    from rdflib import Literal, URIRef

    for predicate, why in _REFUSED.items():
        if (None, URIRef(predicate), None) in graph:
            refuse(where, why)
    for s, p, o in sorted(graph, key=lambda triple: tuple(map(str, triple))):
        if str(p).startswith(SH) and str(p)[len(SH) :] not in _PROPERTIES:
            refuse(where, f"sh:{str(p)[len(SH) :]} is no property of SHACL Core or SHACL-SPARQL; look at its spelling")
        if isinstance(s, URIRef):
            if str(s).startswith(OURS):
                refuse(where, f"says something of {s}, which is ours; give your shapes names of your own")
            if rule_code(str(s)) in shipped:
                refuse(where, f"{rule_code(str(s))} is a rule that ships; choose another name")
        for node in (s, p, o.datatype if isinstance(o, Literal) else o):
            if isinstance(node, URIRef) and (why := unknown(str(node))):
                refuse(where, why)
        if str(o) == DOEL + "Tier" and p == URIRef(RDF + "type"):
            refuse(where, f"makes {s} a tier; tiers are ours")
        if str(o) == DOEL + "Rule" and p == URIRef(RDF + "type") and rule_code(str(s)).startswith("T"):
            refuse(where, f"{rule_code(str(s))}: a rule that begins with T only counts for tiers; choose another name")
        if (what := _TAKES.get(str(p))) and not _is_a(what, o):
            refuse(where, f"sh:{str(p)[len(SH) :]} takes {what}, not {str(o)[:80]!r}")


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


def unknown(iri: str) -> str:
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
