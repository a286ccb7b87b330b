"""The register: across documents, one identity for a policy element through the years. Takes models, not the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.domain import ProgrammeDocument
from kg.findings import Finding
from kg.profile import Profile
from kg.register.assessments import assessment_quads
from kg.register.directions import direction_quads, read_directions
from kg.register.identity import identify
from kg.register.links import link_quads, read_links
from kg.register.mentioned import mentioned_quads
from kg.register.order import stated_in_order
from kg.register.outline import Outline, outline
from kg.register.quads import Shared, document_quads, element_quads, figure_quads
from kg.register.sources import read_sources
from kg.terms import Quad


@dataclass(frozen=True, slots=True)
class Register:
    """The quads of the register graphs (one a municipality) and of the shared graph, sorted, and what is doubtful.

    ``idle`` are rows of the profile's own directions that fit no indicator of the documents, as file and line.
    """

    quads: tuple[Quad, ...]
    findings: tuple[Finding, ...]
    idle: tuple[str, ...] = ()


def build_register(documents: Sequence[ProgrammeDocument], *, base: str, profile: Profile | None = None) -> Register:
    """Find the policy elements behind all editions, and describe documents, elements, sources and municipalities.

    The same for any order of the documents. What is doubtful (L04) comes back as findings and nothing is guessed: an
    edition that cannot be placed has no element. Raises ValueError where two documents bear the same IRI.
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
    elements, findings = identify(stated)
    sources = read_sources(profile)
    shared.add(documents, stated, sources)
    quads: set[Quad] = set()
    for document in documents:
        quads.update(document_quads(document, base))
    quads.update(element_quads(elements, base, sources))
    quads.update(figure_quads(documents, elements, base))
    quads.update(mentioned_quads(documents, elements, base))
    directions = read_directions(profile)
    quads.update(direction_quads(elements, directions, base))
    quads.update(assessment_quads(documents, elements, directions, base))
    linked, of_all = link_quads(documents, elements, read_links(profile), base)
    quads.update(linked)
    shared.link(of_all)
    found = tuple(sorted(findings, key=lambda finding: finding.sort_key))
    return Register(tuple(sorted(quads)), found, tuple(directions.idle(elements)))
