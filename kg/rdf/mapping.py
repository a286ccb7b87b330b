"""All that a part's graph says, as quads: a pure function of the document, the software's version and the profile."""

from __future__ import annotations

from collections.abc import Iterator

from kg import identifiers, terms
from kg.domain import Deviation, Level, Note, Part, ProgrammeDocument, Ref, StatedTable
from kg.rdf.editions import edition_triples
from kg.rdf.evidence import passage_triples, passages_of, rendition_triples
from kg.rdf.figures import figure_triples
from kg.rdf.texts import text_triples
from kg.rdf.triples import Scope, Triple, code, describe, each, maybe, name, scope_of
from kg.terms import Quad

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"

_INHERITED = {"side": "side-of-budget"}


def part_quads(
    document: ProgrammeDocument, part: Part, *, base: str, software: str, profile: tuple[str, str]
) -> Iterator[Quad]:
    """Say all that the graph of one part says, each quad once; no clock and no file name enters it.

    ``software`` is the version ("0.1.0"), ``profile`` the name of the profile ("leiden") and the sha256
    of all its content. A file that holds several
    parts of the document is described in the graph of the first of them (by key) only: a triple stands in one graph.
    """
    scope = scope_of(document, part.key, base)
    graph = terms.iri(identifiers.part_graph(scope.part))
    elsewhere = set(_said_before(document, part, scope))
    said = (triple for triple in _triples(scope, part, software, profile) if triple not in elsewhere)
    yield from ((*triple, graph) for triple in dict.fromkeys(said))


def _triples(scope: Scope, part: Part, software: str, profile: tuple[str, str]) -> Iterator[Triple]:
    yield from part_triples(scope, part)
    yield from run_triples(scope, part, software, profile)
    for edition in part.editions:
        yield from edition_triples(scope, edition)
    keys = frozenset(figure.key for figure in part.figures)
    for figure in part.figures:
        yield from figure_triples(scope, figure, keys)
    for table in part.tables:
        yield from table_triples(scope, table)
    for note in part.notes:
        yield from note_triples(scope, note)
    for deviation in part.deviations:
        yield from deviation_triples(scope, deviation)
    yield from text_triples(scope, part)
    yield from _sources(scope, part)


def _sources(scope: Scope, part: Part) -> Iterator[Triple]:
    for rendition in part.renditions:
        yield from rendition_triples(scope, rendition)
    yield from passage_triples(scope, passages_of(part))


def _said_before(document: ProgrammeDocument, part: Part, scope: Scope) -> Iterator[Triple]:
    """What the graphs of earlier parts say of files that this part shares with them; mostly nothing."""
    mine = {rendition.source.sha256 for rendition in part.renditions}
    for other in document.parts:
        theirs = {rendition.source.sha256 for rendition in other.renditions}
        if other.key < part.key and mine & theirs:
            yield from _sources(scope, other)


def part_triples(scope: Scope, part: Part) -> Iterator[Triple]:
    """Describe the part, and say of which of its policy areas it states the whole goal tree."""
    covered = (scope.edition(Ref(Level.POLICY_AREA, key)) for key in part.covers)
    yield from describe(
        scope.part,
        ("rdf:type", name("doel:Part")),
        ("rdfs:label", maybe(terms.text, part.title)),
        ("doel:partNumber", maybe(terms.string, part.number)),
        ("doel:partOfDocument", terms.iri(scope.document)),
        *each("doel:coversTreeOf", covered, terms.iri),
    )


def run_triples(scope: Scope, part: Part, software: str, profile: tuple[str, str]) -> Iterator[Triple]:
    """Describe the graph as our data set, with its licence and the run that made it; the document is the city's."""
    renditions = [scope.rendition(rendition.source.sha256) for rendition in part.renditions]
    yield from describe(
        identifiers.part_graph(scope.part),
        ("rdf:type", name("dcat:Dataset")),
        ("dct:license", terms.iri(LICENCE)),
        ("prov:wasGeneratedBy", terms.iri(f"{scope.part}/run")),
        *each("prov:wasDerivedFrom", renditions, terms.iri),
    )
    yield from describe(
        f"{scope.part}/run",
        ("rdf:type", name("prov:Activity")),
        ("rdfs:label", terms.text(f"doelenboom {software}, profile {profile[0]}", "en")),
        ("doel:profile", terms.string(profile[0])),
        ("doel:profileHash", terms.string(profile[1])),
        ("doel:version", terms.string(software)),
        *each("prov:used", renditions, terms.iri),
    )
    for rendition in renditions:
        yield from describe(rendition, ("doel:renditionOf", terms.iri(scope.part)))


def table_triples(scope: Scope, table: StatedTable) -> Iterator[Triple]:
    """Describe a table; the order of its column titles is not kept (figures carry theirs)."""
    scaled = table.unit is not None or table.scale != 0
    yield from describe(
        scope.node("table", table.key),
        ("rdf:type", name("doel:Table")),
        ("doel:tableKind", code(table.kind)),
        ("doel:statedInPart", terms.iri(scope.part)),
        ("doel:caption", maybe(terms.text, table.caption)),
        *each("doel:header", table.headers, terms.string),
        ("doel:unit", maybe(code, table.unit)),
        ("doel:unitMult", terms.integer(table.scale) if scaled else None),
        *each("doel:signConvention", table.signs, code),
        *scope.evidence(table.evidence),
    )


def note_triples(scope: Scope, note: Note) -> Iterator[Triple]:
    """Describe a footnote of a table."""
    yield from describe(
        scope.node("note", note.key),
        ("rdf:type", name("doel:Note")),
        ("doel:mark", maybe(terms.string, note.mark)),
        ("doel:noteText", maybe(terms.text, note.text)),
        ("doel:inTable", terms.iri(scope.node("table", note.table))),
        ("doel:coverage", maybe(code, note.coverage)),
        ("doel:scope", maybe(code, note.scope)),
        *scope.evidence(note.evidence),
    )


def deviation_triples(scope: Scope, deviation: Deviation) -> Iterator[Triple]:
    """Describe a row of the table of deviations; its amounts are figures that point at it."""
    yield from describe(
        scope.node("deviation", deviation.key),
        ("rdf:type", name("doel:Deviation")),
        ("doel:deviationNumber", maybe(terms.string, deviation.number)),
        ("doel:subject", maybe(terms.text, deviation.subject)),
        ("doel:side", maybe(code, deviation.side)),
        ("doel:duration", maybe(code, deviation.duration)),
        *each("doel:inherited", (_INHERITED.get(what, what) for what in deviation.inherited), code),
        ("doel:inTable", terms.iri(scope.node("table", deviation.table))),
        ("doel:statedInPart", terms.iri(scope.part)),
        *scope.evidence(deviation.evidence),
    )
