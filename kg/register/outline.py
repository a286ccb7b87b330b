"""What the register needs of a document, so that the rest of it need not stay in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg import identifiers
from kg.domain import (
    Edition,
    Indicator,
    Level,
    Mention,
    Municipality,
    Part,
    Programme,
    ProgrammeDocument,
    Ref,
    Statement,
)
from kg.profile import squeeze


@dataclass(frozen=True, slots=True)
class PartOutline:
    """A part: its IRI, the names of its files by their hash, its editions, and what else stands in it.

    ``figures`` are the keys of figures and ``texts`` the nodes of explanations and activities, each with what it is
    about; ``references`` are keys with level and code, ``decisions`` keys with kind and number; ``mentions`` are those
    of one organisation, without words for several.
    """

    iri: str
    names: dict[str, str]
    editions: tuple[Edition, ...]
    figures: tuple[tuple[str, Ref], ...]
    texts: tuple[tuple[str, Ref], ...] = ()
    references: tuple[tuple[str, Level, str], ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    mentions: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """The mention of an organisation: its key, the organisation's name and scope, and the spellings in the document."""

    key: str
    organisation: str
    national: bool
    spellings: tuple[str, ...]


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
        texts=tuple((node, refs[ref]) for node, ref in _texts_about(part) if ref in refs),
        references=tuple((reference.key, reference.level, reference.target) for reference in part.references),
        decisions=tuple((decision.key, decision.kind, decision.notation) for decision in part.decisions),
        mentions=tuple(_named(mention) for mention in part.mentions if not mention.generic),
    )


def _texts_about(part: Part) -> Iterator[tuple[str, Ref]]:
    for explanation in part.explanations:
        yield from ((explanation.node, ref) for ref in explanation.about)
    for activity in part.activities:
        if activity.about:
            yield activity.node, activity.about


def _named(mention: Mention) -> Named:
    """A mention by the name of the reviewed list, else by the label of its card."""
    spellings = dict.fromkeys(squeeze(passage.quote) for passage in mention.evidence)
    return Named(mention.key, mention.organisation or mention.label, mention.national, tuple(spellings))


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
