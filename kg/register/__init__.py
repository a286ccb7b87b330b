"""The register: across documents, one identity for a policy element through the years. Takes models, not the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.domain import ProgrammeDocument
from kg.findings import Finding
from kg.profile import Profile
from kg.register.change_quads import correspondence_quads, replacement_quads, restatement_quads
from kg.register.correspondence import correspondences
from kg.register.divided import division_findings
from kg.register.doubts import undecided, without_repeats
from kg.register.identity import identify
from kg.register.ledger import open_ledger
from kg.register.ledger_rows import FILE
from kg.register.mentioned import mentioned_quads
from kg.register.moving import restatement_findings
from kg.register.order import Stated, stated_in_order
from kg.register.outline import Outline, outline
from kg.register.quads import Shared, document_quads, element_iri, element_quads, figure_quads
from kg.register.restated import restatements
from kg.register.yearly import yearly_findings
from kg.terms import Quad


@dataclass(frozen=True, slots=True)
class Register:
    """The quads of the register graphs (one a municipality) and of the shared graph, sorted, and the findings."""

    quads: tuple[Quad, ...]
    findings: tuple[Finding, ...]


def build_register(documents: Sequence[ProgrammeDocument], *, base: str, profile: Profile | None = None) -> Register:
    """Find the policy elements behind all editions, and describe documents, elements, sources and municipalities.

    The same for any order of the documents. What is doubtful (L) and what changed (Y) comes back as findings, and
    nothing is guessed: an edition that cannot be placed has no element. Raises ValueError where two documents bear the
    same IRI.
    """
    shared = Shared(base)
    register = register_of([outline(document, base) for document in documents], shared, base=base, profile=profile)
    return Register(tuple(sorted({*register.quads, *shared.quads()})), register.findings)


def register_of(documents: Sequence[Outline], shared: Shared, *, base: str, profile: Profile | None = None) -> Register:
    """Make the register of documents as ``build_register`` does, without the shared graph: ``shared`` takes that in.

    ``profile`` holds what a person reviewed of the municipality: identities, directions, links; without one nothing is.
    Elements of different municipalities never meet, so that a municipality at a time gives the same.
    """
    stated = stated_in_order(documents)
    shared.add(documents, stated)
    quads: set[Quad] = set()
    findings: list[Finding] = []
    for municipality in sorted({document.municipality.code for document in documents}):
        mine = [document for document in documents if document.municipality.code == municipality]
        of_mine = [one for one in stated if one.document.municipality.code == municipality]
        found = _of_municipality(municipality, mine, of_mine, base, profile)
        quads.update(found.quads)
        findings += found.findings
    return Register(tuple(sorted(quads)), tuple(sorted(findings, key=lambda finding: finding.sort_key)))


def _of_municipality(
    municipality: str, documents: Sequence[Outline], stated: Sequence[Stated], base: str, profile: Profile | None
) -> Register:
    ledger, wrong = open_ledger(profile.reviewed_files(FILE) if profile else [], municipality, stated)
    found = identify(stated, ledger)
    changes = correspondences(found, ledger, documents)
    restated = restatements(found, documents)
    quads: set[Quad] = set()
    for document in documents:
        quads.update(document_quads(document, base))
    quads.update(element_quads(found.elements, base))
    quads.update(figure_quads(documents, found.elements, base))
    quads.update(mentioned_quads(documents, found.elements, base))
    quads.update(correspondence_quads(changes, municipality, base))
    quads.update(restatement_quads(restated, municipality, base))
    known = [element_iri(element, base) for element in found.elements]
    quads.update(replacement_quads(ledger, known, municipality, base))
    proposed = undecided(found.proposals, found.places)
    doubts = (*wrong, *without_repeats(found.findings, proposed), *proposed)
    told = (*yearly_findings(found, changes), *division_findings(found, changes), *restatement_findings(restated))
    return Register(tuple(quads), (*doubts, *told))
