"""The rules, as shapes/ documents them: a code, how sure a finding is, and what it means in Dutch and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.findings import LANGUAGES, Severity
from kg.vocabulary import PREFIXES, RULE

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Dutch and English."""

    nl: str = ""
    en: str = ""

    def of(self, lang: str) -> str:
        """Return it in a language ("nl" or "en")."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how sure a finding of it is, and its page. ``source`` is the article or clause it rests on.

    ``by_shape`` says whether a shape finds it; the others are found while a document is read.
    """

    code: str
    iri: str
    severity: Severity
    title: Text
    when: Text
    example: Text
    remedy: Text
    source: Text
    by_shape: bool


def rule_code(iri: str) -> str:
    """Return the code of the rule that a shape belongs to: what stands before the first hyphen of its local name.

    >>> rule_code("https://w3id.org/doelenboom/rule/B01"), rule_code("https://w3id.org/doelenboom/rule/M01-label")
    ('B01', 'M01')
    """
    local = iri[len(RULE) :] if iri.startswith(RULE) else iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
    return local.partition("-")[0] or local


def read_rules(graph: Graph) -> dict[str, Rule]:
    """Read the rules that a shapes graph documents (``doel:Rule``), by code, sorted."""
    from rdflib import RDF, URIRef

    found = sorted(graph.subjects(RDF.type, URIRef(PREFIXES["doel"] + "Rule")), key=str)
    return {rule_code(str(node)): _rule(graph, node) for node in found}


def _rule(graph: Graph, node: Node) -> Rule:
    from rdflib import RDF, URIRef

    severity = graph.value(node, URIRef(SH + "severity"))
    return Rule(
        code=rule_code(str(node)),
        iri=str(node),
        severity=_SEVERITIES.get(str(severity), Severity.VIOLATION),
        title=texts(graph, node, "rdfs:label"),
        when=texts(graph, node, "skos:definition"),
        example=texts(graph, node, "skos:example"),
        remedy=texts(graph, node, "doel:remedy"),
        source=texts(graph, node, "dct:source"),
        by_shape=(node, RDF.type, URIRef(SH + "NodeShape")) in graph,
    )


def texts(graph: Graph, node: Node, prefixed: str) -> Text:
    """Read a property that stands in Dutch and English; a text without a language serves both."""
    from rdflib import Literal, URIRef

    prefix, _, name = prefixed.partition(":")
    values = sorted(graph.objects(node, URIRef(PREFIXES[prefix] + name)), key=str)
    found = {value.language or "": str(value) for value in values if isinstance(value, Literal)}
    return Text(*(found.get(lang, found.get("", "")) for lang in LANGUAGES))


def severity_of(iri: str) -> Severity:
    """Turn a severity of SHACL into ours; one that SHACL does not know counts as a violation."""
    return _SEVERITIES.get(iri, Severity.VIOLATION)
