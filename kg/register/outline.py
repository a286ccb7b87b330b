"""What the register needs of a document, so that the rest of it need not stay in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg import identifiers
from kg.domain import (
    BudgetFigure,
    Edition,
    Indicator,
    IndicatorFigure,
    Level,
    Mention,
    Municipality,
    Part,
    Passage,
    Programme,
    ProgrammeDocument,
    Ref,
    Statement,
)
from kg.figures import Missing
from kg.profile import squeeze

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class PartOutline:
    """A part: its IRI, the names of its files by their hash, its editions, and what else stands in it.

    ``figures`` are the keys of figures and ``texts`` the nodes of explanations and activities, each with what it is
    about; ``references`` are keys with level and code, ``decisions`` keys with kind and number; ``mentions`` are those
    of one organisation, without words for several. ``values`` are the figures of indicators and of money, ``covers``
    the keys of the policy areas whose goal tree it states in full, ``told`` what explanations are about with the years
    that they name.
    """

    iri: str
    names: dict[str, str]
    editions: tuple[Edition, ...]
    figures: tuple[tuple[str, Ref], ...]
    texts: tuple[tuple[str, Ref], ...] = ()
    references: tuple[tuple[str, Level, str], ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    mentions: tuple[Named, ...] = ()
    values: tuple[Value, ...] = ()
    covers: tuple[str, ...] = ()
    told: tuple[tuple[Ref, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """The mention of an organisation: its key, the organisation's name and scope, and the spellings in the document."""

    key: str
    organisation: str
    national: bool
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of an indicator or of money as the register compares it with other documents'.

    ``value`` and ``precision`` are as printed, times ten to the power ``scale``; ``value`` is None where it is missing,
    for ``missing``. ``signs`` are the sign conventions of its table (none for an indicator), ``noted`` says whether a
    footnote stands with it, ``place`` is where it stands.
    """

    key: str
    about: Ref
    kind: str
    phase: str | None
    year: int | None
    value: Decimal | None
    precision: Decimal | None
    missing: str | None
    verbatim: str
    unit: str | None
    scale: int
    coverage: str | None
    doubt: str | None
    is_total: bool
    noted: bool
    signs: tuple[str, ...]
    place: Passage | None

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money: those have a phase."""
        return self.phase is not None


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
    """Keep of a document what the register needs: of texts their nodes alone, of an edition one passage of evidence."""
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
        values=tuple(_values(part, refs)),
        covers=part.covers,
        told=tuple(_told(part, refs)),
    )


def _values(part: Part, refs: dict[Ref, Ref]) -> Iterator[Value]:
    signs = {table.key: table.signs for table in part.tables}
    for figure in part.figures:
        if figure.about in refs and isinstance(figure, IndicatorFigure | BudgetFigure):
            reading = figure.reading
            yield Value(
                key=figure.key,
                about=refs[figure.about],
                kind=figure.kind,
                phase=figure.phase,
                year=figure.year,
                value=None if isinstance(reading, Missing) else reading.value,
                precision=figure.precision,
                missing=reading.reason if isinstance(reading, Missing) else None,
                verbatim=reading.verbatim,
                unit=figure.unit,
                scale=figure.scale,
                coverage=figure.coverage,
                doubt=figure.doubt,
                is_total=figure.is_total,
                noted=bool(figure.notes or reading.mark),
                signs=signs.get(figure.table, ()),
                place=figure.evidence[0] if figure.evidence else None,
            )


def _texts_about(part: Part) -> Iterator[tuple[str, Ref]]:
    for explanation in part.explanations:
        yield from ((explanation.node, ref) for ref in explanation.about)
    for activity in part.activities:
        if activity.about:
            yield activity.node, activity.about


def _told(part: Part, refs: dict[Ref, Ref]) -> Iterator[tuple[Ref, int]]:
    for explanation in part.explanations:
        years = sorted({int(year) for year in _YEAR.findall(explanation.text)})
        yield from ((refs[ref], year) for ref in explanation.about if ref in refs for year in years)


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
