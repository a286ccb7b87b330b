"""Tiers: how complete a document is, and what is missing for the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.findings import Finding
from kg.validate.report import ORDER, Checked, Level
from kg.validate.rules import Rule, Text, rule_code, texts
from kg.validate.shapeset import Shapes
from kg.vocabulary import doel

PRESENCE = "T"
"""Rules that begin so say what a document lacks as a whole; they count for tiers and are no findings."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier: its versioned IRI, its name, and the codes of the rules that it requires beside the tier below."""

    iri: str
    name: Text
    codes: frozenset[str]


def read_tiers(shapes: Shapes) -> list[Tier]:
    """Read the tiers of the shapes, the lowest first."""
    from rdflib import RDF, URIRef

    graph = shapes.graph
    above = {str(s): str(o) for s, o in graph.subject_objects(URIRef(doel("tierAbove")))}
    nodes = {str(node) for node in graph.subjects(RDF.type, URIRef(doel("Tier")))}
    ordered = sorted(nodes - set(above.values()))
    while ordered and ordered[-1] in above and above[ordered[-1]] not in ordered:
        ordered.append(above[ordered[-1]])
    return [
        Tier(
            iri,
            texts(graph, URIRef(iri), "rdfs:label"),
            frozenset(rule_code(str(rule)) for rule in graph.objects(URIRef(iri), URIRef(doel("requires")))),
        )
        for iri in ordered
    ]


def tier_codes(rules: Iterable[str]) -> frozenset[str]:
    """The codes of the rules that only count for tiers."""
    return frozenset(code for code in rules if code.startswith(PRESENCE))


def level_of(
    tiers: Sequence[Tier], rules: Mapping[str, Rule], document: Checked, findings: Sequence[Finding]
) -> Level | None:
    """Say which tier a document reaches with these findings; None where no document is known or there are no tiers.

    What is missing for the next tier is ranked: what a document lacks as a whole first, then what is gravest, then what
    is met most often short, so that the first of the list helps most.
    """
    if not tiers or not document.iri:
        return None
    counts = Counter(finding.rule for finding in findings)
    reached = Level()
    for tier in tiers:
        short = [code for code in tier.codes if counts[code]]
        if short:
            ranked = sorted(short, key=lambda code: (*_rank(rules, code), -counts[code], code))
            return Level(reached.iri, reached.name, tier.iri, tier.name, tuple((code, counts[code]) for code in ranked))
        reached = Level(tier.iri, tier.name)
    return reached


def _rank(rules: Mapping[str, Rule], code: str) -> tuple[bool, int]:
    rule = rules.get(code)
    return not code.startswith(PRESENCE), ORDER.index(rule.severity) if rule else len(ORDER)
