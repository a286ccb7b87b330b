"""Texts and what stands in them: explanations, activities, references, decisions, policy documents, mentions."""

from __future__ import annotations

from collections.abc import Iterator

from kg import terms
from kg.domain import CrossReference, DecisionReference, Explanation, Mention, Part, PlannedActivity, PolicyDocument
from kg.rdf.triples import Pair, Scope, Triple, code, describe, each, maybe, name


def text_triples(scope: Scope, part: Part) -> Iterator[Triple]:
    """Describe all texts of a part; an ordinal is the place among those of the same sort, in printed order."""
    for number, explanation in enumerate(part.explanations, start=1):
        yield from explanation_triples(scope, explanation, number)
    for number, activity in enumerate(part.activities, start=1):
        yield from activity_triples(scope, activity, number)
    for reference in part.references:
        yield from reference_triples(scope, reference)
    for decision in part.decisions:
        yield from decision_triples(scope, decision)
    for document in part.policy_documents:
        yield from policy_document_triples(scope, document)
    for mention in part.mentions:
        yield from mention_triples(scope, mention)


def standing_in(scope: Scope, *nodes: str | None) -> list[Pair]:
    """Point at the texts that something stands in, by their nodes inside the part ("explanation/9B/2")."""
    return each("doel:standsIn", (scope.node(node) for node in nodes if node), terms.iri)


def explanation_triples(scope: Scope, explanation: Explanation, number: int) -> Iterator[Triple]:
    """Describe an explanation; each paragraph has a passage of its own."""
    heading = explanation.heading
    yield from describe(
        scope.node(explanation.node),
        ("rdf:type", name("doel:Explanation")),
        ("doel:text", terms.text(explanation.text)),
        ("doel:attachedBy", code(explanation.attached_by)),
        ("doel:section", maybe(code, explanation.section)),
        ("doel:heading", terms.text(heading.text) if heading else None),
        *each("doel:headingAbove", explanation.above, terms.text),
        *each("doel:aboutEdition", map(scope.edition, explanation.about), terms.iri),
        *each("doel:ofDeviation", (scope.node("deviation", key) for key in explanation.deviations), terms.iri),
        ("doel:statedInPart", terms.iri(scope.part)),
        ("doel:ordinal", terms.integer(number)),
        *scope.evidence(passage for paragraph in explanation.paragraphs for passage in paragraph.evidence),
        *scope.evidence(heading.evidence if heading else (), "doel:headingEvidence"),
    )


def activity_triples(scope: Scope, activity: PlannedActivity, number: int) -> Iterator[Triple]:
    """Describe a planned activity."""
    theme, introduction = activity.theme, activity.introduction
    yield from describe(
        scope.node(activity.node),
        ("rdf:type", name("doel:PlannedActivity")),
        ("doel:text", terms.text(activity.text)),
        ("doel:theme", terms.text(theme.text) if theme else None),
        ("doel:introduction", terms.text(introduction.text) if introduction else None),
        ("doel:leadIn", maybe(terms.text, activity.lead_in)),
        ("doel:aboutEdition", terms.iri(scope.edition(activity.about)) if activity.about else None),
        ("doel:statedInPart", terms.iri(scope.part)),
        ("doel:ordinal", terms.integer(number)),
        *scope.evidence(activity.evidence),
        *scope.evidence(theme.evidence if theme else (), "doel:headingEvidence"),
        *scope.evidence(introduction.evidence if introduction else (), "doel:headingEvidence"),
    )


def reference_triples(scope: Scope, reference: CrossReference) -> Iterator[Triple]:
    """Describe a cross reference; which element it refers to is for the register."""
    yield from describe(
        scope.node("cross-reference", reference.key),
        ("rdf:type", name("doel:CrossReference")),
        ("doel:targetCode", terms.string(reference.target)),
        ("doel:targetName", maybe(terms.text, reference.name)),
        ("doel:verbatim", terms.string(reference.verbatim)),
        ("doel:statedInPart", terms.iri(scope.part)),
        *standing_in(scope, reference.stands_in),
        *scope.evidence(reference.evidence),
    )


def decision_triples(scope: Scope, decision: DecisionReference) -> Iterator[Triple]:
    """Describe the citation of a decision."""
    yield from describe(
        scope.node("decision-reference", decision.key),
        ("rdf:type", name("doel:DecisionReference")),
        ("doel:decisionKind", code(decision.kind)),
        ("skos:notation", terms.string(decision.notation)),
        ("doel:verbatim", terms.string(decision.verbatim)),
        ("doel:statedInPart", terms.iri(scope.part)),
        *standing_in(scope, decision.stands_in),
        *scope.evidence(decision.evidence),
    )


def policy_document_triples(scope: Scope, document: PolicyDocument) -> Iterator[Triple]:
    """Describe an item of a list of policy documents."""
    introduction = document.introduction
    yield from describe(
        scope.node(document.node),
        ("rdf:type", name("doel:PolicyDocument")),
        ("rdfs:label", terms.text(document.title)),
        ("doel:introduction", terms.text(introduction.text) if introduction else None),
        *each("doel:cites", (scope.node("decision-reference", key) for key in document.decisions), terms.iri),
        ("doel:statedInPart", terms.iri(scope.part)),
        *scope.evidence(document.evidence),
        *scope.evidence(introduction.evidence if introduction else (), "doel:headingEvidence"),
    )


def mention_triples(scope: Scope, mention: Mention) -> Iterator[Triple]:
    """Describe the mention of an organisation; the organisation itself is in the register."""
    yield from describe(
        scope.node("mention", mention.key),
        ("rdf:type", name("doel:Mention")),
        ("rdfs:label", maybe(terms.text, mention.label)),
        ("doel:role", maybe(code, mention.role)),
        ("doel:inTable", terms.iri(scope.node("table", mention.table)) if mention.table else None),
        ("doel:statedInPart", terms.iri(scope.part)),
        *standing_in(scope, *mention.stands_in),
        *scope.evidence(mention.evidence),
    )
