"""What the register needs of a document, so that the rest of it need not stay in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg import identifiers
from kg.domain import Edition, Indicator, Municipality, Part, Programme, ProgrammeDocument, Ref, Statement


@dataclass(frozen=True, slots=True)
class PartOutline:
    """A part: its IRI, the names of its files by their hash, its editions, and its figures as key and what about."""

    iri: str
    names: dict[str, str]
    editions: tuple[Edition, ...]
    figures: tuple[tuple[str, Ref], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A document and its parts; the fields are those of ``ProgrammeDocument``."""

    iri: str
    municipality: Municipality
    kind: str | None
    year: int | None
    ordinal: int
    version: str | None
    title: str
    parts: tuple[PartOutline, ...]


def outline(document: ProgrammeDocument, base: str) -> Outline:
    """Keep of a document what the register needs: no figure's value, and one passage of evidence an edition."""
    code = document.municipality.code
    iri = identifiers.document_iri(base, code, document.kind, document.year, document.ordinal, document.token)
    return Outline(
        iri=iri,
        municipality=document.municipality,
        kind=document.kind,
        year=document.year,
        ordinal=document.ordinal,
        version=document.version,
        title=document.title,
        parts=tuple(_part(part, iri) for part in document.parts),
    )


def _part(part: Part, document: str) -> PartOutline:
    refs = {edition.ref: edition.ref for edition in part.editions}  # one object a reference, however many figures
    return PartOutline(
        iri=identifiers.part_iri(document, part.key),
        names={rendition.source.sha256: rendition.source.name for rendition in part.renditions},
        editions=tuple(_edition(edition) for edition in part.editions),
        figures=tuple((figure.key, refs[figure.about]) for figure in part.figures if figure.about in refs),
    )


def _edition(edition: Edition) -> Edition:
    passages = (*edition.evidence, *(passage for wording in edition.wordings for passage in wording.evidence))
    bare = replace(edition, wordings=_texts(edition.wordings), evidence=passages[:1])
    if isinstance(bare, Programme):
        return replace(bare, committee=None, portfolios=(), mission=None, mission_evidence=())
    if isinstance(bare, Indicator):
        return replace(bare, source=replace(bare.source, evidence=()) if bare.source else None, notes=())
    return bare


def _texts(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(replace(statement, evidence=()) for statement in statements)
