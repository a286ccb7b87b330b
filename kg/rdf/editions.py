"""Editions: policy elements as a document states them, with their wordings."""

from __future__ import annotations

from collections.abc import Iterator

from kg import identifiers, terms
from kg.domain import Edition, Indicator, Level, Passage, Programme, Statement
from kg.figures import Missing
from kg.rdf.triples import Pair, Scope, Triple, code, describe, each, maybe, name

_CLASSES = {
    Level.PROGRAMME: "doel:ProgrammeEdition",
    Level.OVERVIEW: "doel:FinancialOverviewEdition",
    Level.POLICY_AREA: "doel:PolicyAreaEdition",
    Level.GOAL: "doel:GoalEdition",
    Level.PERFORMANCE_TARGET: "doel:PerformanceTargetEdition",
    Level.INDICATOR: "doel:IndicatorEdition",
    Level.RESERVE: "doel:ReserveEdition",
}


def edition_triples(scope: Scope, edition: Edition) -> Iterator[Triple]:
    """Describe an edition of any level, and its wordings."""
    subject = scope.edition(edition.ref)
    wordings = _wordings(edition)
    yield from describe(
        subject,
        ("rdf:type", name(_CLASSES[edition.level])),
        ("skos:notation", maybe(terms.string, edition.code)),
        ("rdfs:label", maybe(terms.text, edition.label)),
        ("doel:partOfEdition", terms.iri(scope.edition(edition.parent)) if edition.parent else None),
        ("doel:statedIn", terms.iri(scope.document)),
        ("doel:statedInPart", terms.iri(scope.part)),
        *each("doel:hasWording", (f"{subject}/wording/{key}" for key in wordings), terms.iri),
        *scope.evidence(edition.evidence),
    )
    if isinstance(edition, Programme):
        yield from describe(subject, *_programme(scope, edition))
    if isinstance(edition, Indicator):
        yield from describe(subject, *_indicator(scope, edition))
    for key, statement in wordings.items():
        yield from _wording(scope, f"{subject}/wording/{key}", statement)


def _wording(scope: Scope, subject: str, statement: Statement) -> Iterator[Triple]:
    yield from describe(
        subject,
        ("rdf:type", name("doel:Wording")),
        ("rdfs:label", terms.text(statement.text)),
        *scope.evidence(statement.evidence),
    )


def _wordings(edition: Edition) -> dict[str, Statement]:
    """The wordings by key: the slug of the text, ``~2`` for another text of the same slug; one text is one wording."""
    evidence: dict[str, tuple[Passage, ...]] = {}
    for wording in edition.wordings:
        evidence[wording.text] = evidence.get(wording.text, ()) + wording.evidence
    keyed: dict[str, Statement] = {}
    for text, passages in evidence.items():
        slug = key = identifiers.slug(text)
        again = 1
        while key in keyed:
            again += 1
            key = f"{slug}~{again}"
        keyed[key] = Statement(text, passages)
    return keyed


def _programme(scope: Scope, programme: Programme) -> Iterator[Pair]:
    if programme.committee:
        yield "doel:committee", maybe(terms.text, programme.committee.text)
        yield from scope.evidence(programme.committee.evidence)
    for portfolio in programme.portfolios:
        yield "doel:portfolio", maybe(terms.text, portfolio.text)
        yield from scope.evidence(portfolio.evidence)
    if isinstance(programme.mission, Missing):
        yield "doel:missionMissingReason", code(programme.mission.reason)
    elif programme.mission:
        yield "doel:mission", maybe(terms.text, programme.mission.text)
        yield from scope.evidence(programme.mission.evidence, "doel:missionEvidence")
    yield from scope.evidence(programme.mission_evidence, "doel:missionEvidence")


def _indicator(scope: Scope, indicator: Indicator) -> Iterator[Pair]:
    yield "doel:unit", maybe(code, indicator.unit)
    if indicator.source:
        yield "doel:statedSource", maybe(terms.text, indicator.source.text)
        yield "doel:sourceMark", maybe(terms.string, indicator.source.mark)
        yield from scope.evidence(indicator.source.evidence)
    yield from each("doel:note", (scope.node("note", key) for key in indicator.notes), terms.iri)
