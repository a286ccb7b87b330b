"""The register: across documents, one identity for a policy element through the years. Takes models, not the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kg.domain import ProgrammeDocument
from kg.findings import Finding
from kg.profile import Profile
from kg.register.assessments import assessed, assessment_quads, fell_short
from kg.register.change_quads import (
    correspondence_quads,
    decision_quads,
    replacement_quads,
    restatement_quads,
)
from kg.register.correspondence import correspondences, open_proposals
from kg.register.directions import direction_quads, read_directions
from kg.register.divided import division_findings
from kg.register.doubts import undecided, without_repeats
from kg.register.identity import identify
from kg.register.ledger import open_ledger, unfit_replacements
from kg.register.ledger_rows import FILE
from kg.register.links import link_quads, read_links
from kg.register.mentioned import mentioned_quads
from kg.register.moving import restatement_findings
from kg.register.order import Stated, stated_in_order
from kg.register.outline import Outline, outline
from kg.register.quads import Shared, document_quads, element_iri, element_quads, figure_quads
from kg.register.restated import restatements
from kg.register.sources import Sources, read_sources
from kg.register.yearly import yearly_findings
from kg.terms import Quad


@dataclass(frozen=True, slots=True)
class Register:
    """The quads of the register graphs (one a municipality) and of the shared graph, sorted, and the findings.

    ``idle`` are rows of the profile's own directions that fit no indicator of the documents, as file and line.
    """

    quads: tuple[Quad, ...]
    findings: tuple[Finding, ...]
    idle: tuple[str, ...] = ()


def build_register(documents: Sequence[ProgrammeDocument], *, base: str, profile: Profile | None = None) -> Register:
    """Find the policy elements behind all editions, and describe documents, elements, sources and municipalities.

    The same for any order of the documents. What is doubtful (L) and what changed (Y) comes back as findings, and
    nothing is guessed: an edition that cannot be placed has no element. Raises ValueError where two documents bear the
    same IRI.
    """
    shared = Shared(base)
    register = register_of([outline(document, base) for document in documents], shared, base=base, profile=profile)
    return replace(register, quads=tuple(sorted({*register.quads, *shared.quads()})))


def register_of(documents: Sequence[Outline], shared: Shared, *, base: str, profile: Profile | None = None) -> Register:
    """Make the register of documents as ``build_register`` does, without the shared graph: ``shared`` takes that in.

    ``profile`` holds what a person reviewed of the municipality: identities, directions, links; without one nothing is.
    Elements of different municipalities never meet, so that a municipality at a time gives the same.
    """
    stated = stated_in_order(documents)
    sources = read_sources(profile)
    shared.add(documents, stated, sources)
    found = Register((), ())
    for municipality in sorted({document.municipality.code for document in documents}):
        mine = [document for document in documents if document.municipality.code == municipality]
        of_mine = [one for one in stated if one.document.municipality.code == municipality]
        one = _of_municipality(municipality, mine, of_mine, base, profile, sources)
        shared.link(one.shared)
        found = Register(
            quads=(*found.quads, *one.quads),
            findings=(*found.findings, *one.findings),
            idle=(*found.idle, *one.idle),
        )
    findings = tuple(sorted(found.findings, key=lambda finding: finding.sort_key))
    return replace(found, quads=tuple(sorted({*found.quads})), findings=findings)


@dataclass(frozen=True, slots=True)
class _City(Register):
    """The register of one municipality, with what it says of things that all share."""

    shared: tuple[Quad, ...] = ()


def _of_municipality(
    municipality: str,
    documents: Sequence[Outline],
    stated: Sequence[Stated],
    base: str,
    profile: Profile | None,
    sources: Sources,
) -> _City:
    ledger, wrong = open_ledger(profile.reviewed_files(FILE) if profile else [], municipality, stated)
    found = identify(stated, ledger)
    elements = found.elements
    directions = read_directions(profile)
    linked, shared = link_quads(documents, elements, read_links(profile), base)
    known = [element_iri(element, base) for element in elements]
    changes = correspondences(found, ledger, documents, sources)
    restated = restatements(found, documents, sources)
    verdicts = list(assessed(documents, elements, directions))
    quads = chain(
        (quad for document in documents for quad in document_quads(document, base)),
        element_quads(elements, base, sources),
        figure_quads(documents, elements, base),
        mentioned_quads(documents, elements, base),
        decision_quads(found, ledger, municipality, base),
        correspondence_quads(changes, municipality, base),
        restatement_quads(restated, municipality, base),
        replacement_quads(ledger, known, municipality, base),
        direction_quads(elements, directions, base),
        assessment_quads(verdicts, base),
        linked,
    )
    proposed = undecided(open_proposals(found, ledger), found.places)
    findings = chain(
        wrong,
        unfit_replacements(ledger, {element.name for element in elements}),
        without_repeats(found.findings, proposed),
        proposed,
        yearly_findings(found, changes, fell_short(verdicts)),
        division_findings(found, changes),
        restatement_findings(restated),
    )
    return _City(tuple(quads), tuple(findings), tuple(directions.idle(elements)), tuple(shared))
