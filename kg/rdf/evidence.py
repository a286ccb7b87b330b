"""Renditions and passages: where everything that a part says can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from kg import terms
from kg.domain import (
    CrossReference,
    DecisionReference,
    Deviation,
    Edition,
    Indicator,
    Mention,
    Note,
    Part,
    Passage,
    PolicyDocument,
    PrintedFigure,
    Programme,
    Rendition,
    StatedTable,
    Statement,
)
from kg.rdf.triples import Scope, Triple, describe, maybe, name
from kg.source import Span

Stated = PrintedFigure | StatedTable | Note | Deviation | Mention | CrossReference | DecisionReference | PolicyDocument

_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


def rendition_triples(scope: Scope, rendition: Rendition) -> Iterator[Triple]:
    """Describe one file or page. The file's name is for people and stays out; so does an address that is no IRI.

    Units: the length counts code points.
    """
    source = rendition.source
    address = source.address if source.address and terms.is_web_address(source.address) else None
    yield from describe(
        scope.rendition(source.sha256),
        ("rdf:type", name("doel:Rendition")),
        ("doel:mediaType", terms.string(source.media_type)),
        ("doel:sha256", terms.string(source.sha256)),
        ("doel:length", terms.integer(rendition.length)),
        ("dct:source", maybe(terms.iri, address)),
        ("doel:retrievedAt", maybe(moment, source.retrieved_at)),
    )


def moment(stated: str) -> str:
    """Write a moment as it was stated: a date and time as xsd:dateTime, anything else as its words.

    A date alone stays text: xsd:date is no datatype of OWL 2 RL, and no hour is made up.

    >>> [moment(stated).rpartition("#")[2] for stated in ("2024-11-05T10:00:00Z", "2024-11-05", "november 2024")]
    ['dateTime>', '"2024-11-05"', '"november 2024"']
    """
    if _DATETIME.fullmatch(stated):
        return terms.typed(stated, terms.XSD + "dateTime")
    return terms.string(stated)


def passage_triples(scope: Scope, passages: Iterable[Passage]) -> Iterator[Triple]:
    """Describe passages, each once; the quote is the text as the file has it.

    Units: positions in code points, 0-based (RFC 5147). Facts may share a passage and know different things of it (one
    its table and row, another only its line): what any of them knows is said once.
    """
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(scope.passage(passage), []).append(passage)
    for iri, same in found.items():
        yield from _passage(scope, iri, same)


def passages_of(part: Part) -> Iterator[Passage]:
    """All passages that something in the part points at, with repetition."""
    for edition in part.editions:
        yield from _of_edition(edition)
    things: chain[Stated] = chain(part.figures, part.tables, part.notes, part.deviations, part.mentions)
    others: chain[Stated] = chain(part.references, part.decisions, part.policy_documents)
    yield from chain.from_iterable(thing.evidence for thing in chain(things, others))
    yield from _of_texts(part)


def _of_texts(part: Part) -> Iterator[Passage]:
    statements: list[Statement | None] = [document.introduction for document in part.policy_documents]
    for explanation in part.explanations:
        statements += [explanation.heading, *explanation.paragraphs]
    for activity in part.activities:
        yield from activity.evidence
        statements += [activity.theme, activity.introduction]
    yield from chain.from_iterable(statement.evidence for statement in statements if statement)


def _of_edition(edition: Edition) -> Iterator[Passage]:
    yield from edition.evidence
    statements: list[Statement] = [*edition.wordings]
    if isinstance(edition, Programme):
        yield from edition.mission_evidence
        stated = [edition.committee, *edition.portfolios, edition.mission]
        statements += [one for one in stated if isinstance(one, Statement)]
    if isinstance(edition, Indicator) and edition.source:
        statements.append(edition.source)
    yield from chain.from_iterable(statement.evidence for statement in statements)


def _passage(scope: Scope, iri: str, same: list[Passage]) -> Iterator[Triple]:
    spans = [passage.span for passage in same]
    yield from describe(
        iri,
        ("rdf:type", name("doel:Passage")),
        ("doel:inRendition", terms.iri(scope.rendition(same[0].rendition))),
        ("doel:start", terms.integer(spans[0].start)),
        ("doel:end", terms.integer(spans[0].end)),
        ("doel:quote", terms.string(min(passage.quote for passage in same))),
        ("doel:line", _known(spans, "line")),
        ("doel:table", _known(spans, "table")),
        ("doel:row", _known(spans, "row")),
        ("doel:column", _known(spans, "column")),
        ("doel:page", _known(spans, "page")),
    )


def _known(spans: list[Span], field: str) -> str | None:
    known = [value for span in spans if (value := getattr(span, field)) is not None]
    return terms.integer(min(known)) if known else None
