"""One document against the shapes: the results of an engine become findings that name their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, QuerySolutions, Store, Variable

from kg import terms
from kg.errors import KgError, QueryFailed
from kg.findings import LANGUAGES, Finding, Place, Severity
from kg.validate.background import background, code_labels
from kg.validate.cells import LONGEST_WORDS, Cells
from kg.validate.engines import Engine, Result, loaded
from kg.validate.messages import fill, joined
from kg.validate.rules import Text, severity_of
from kg.validate.shapeset import Constraint, Shapes
from kg.vocabulary import CODE, DOEL

SPARQL = "SPARQLConstraintComponent"
PARTS = "cells"
"""The variable that lists the parts of a sum: their IRIs, parted by spaces (GROUP_CONCAT)."""
_MOST_PARTS = 2_000

Row = dict[str, terms.Theirs]
"""A row of an answer: what is bound, in the order of the columns."""


@dataclass
class Subject:
    """A document to check: its triples as lines of N-Triples, its IRI, and its files' names by their SHA-256.

    ``fallback`` names the file with the triples, for nodes without evidence.
    """

    lines: list[str]
    iri: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    fallback: str = ""


def check_document(subject: Subject, shapes: Shapes, engine: Engine) -> list[Finding]:
    """Run the shapes over a document and return its findings, each once, in the order of their places.

    Errors: QueryFailed when the engine fails.
    """
    lines = [*subject.lines, *background()]
    try:
        results = engine(lines, shapes)
    except KgError:
        raise
    except Exception as error:  # engines and the parsers below them raise what they like
        raise QueryFailed(f"the engine failed: {' '.join(str(error).split())[:300]}") from error
    if not results:
        return []
    cells = Cells(loaded(lines), subject.files, code_labels(), subject.fallback)
    told = {(result.shape, result.focus) for result in results if result.component != SPARQL}
    found: dict[Finding, None] = {}
    for result in _distinct(results):
        findings = list(_findings(result, shapes, cells, subject))
        if not findings and (result.shape, result.focus) not in told:  # a node without an IRI cannot be asked again
            findings = [_bare(result, shapes, cells, subject)]
        found |= dict.fromkeys(findings)
    return sorted(found, key=lambda finding: finding.sort_key)


def _distinct(results: list[Result]) -> Iterator[Result]:
    """A constraint in SPARQL is asked again for all its rows: one result of a shape and a node is enough."""
    seen: set[tuple[str, str]] = set()
    for result in results:
        key = (result.shape, result.focus)
        if result.component == SPARQL and key in seen:
            continue
        if result.component == SPARQL:
            seen.add(key)
        yield result


def _findings(result: Result, shapes: Shapes, cells: Cells, subject: Subject) -> Iterator[Finding]:
    code = shapes.code(result.shape)
    severity = severity_of(result.severity)
    if result.component != SPARQL:
        yield _of_core(result, code, severity, shapes, cells, subject)
        return
    own = shapes.message(result.shape)
    for constraint in shapes.constraints.get(result.shape, ()):
        message = constraint.message if constraint.message.nl or constraint.message.en else own
        for row in _rows(constraint, result.focus, cells.store):
            yield word_row(row, message, result.focus, code, severity, cells, subject)


def _bare(result: Result, shapes: Shapes, cells: Cells, subject: Subject) -> Finding:
    """Word a result of which no details are to be had."""
    messages = [constraint.message for constraint in shapes.constraints.get(result.shape, ())]
    message = next((one for one in messages if one.nl or one.en), shapes.message(result.shape))
    code, severity = shapes.code(result.shape), severity_of(result.severity)
    return word_row({}, message, result.focus, code, severity, cells, subject)


def _of_core(result: Result, code: str, severity: Severity, shapes: Shapes, cells: Cells, subject: Subject) -> Finding:
    """Word a result of a core constraint: what the shape says, or else what SHACL calls it."""
    message = shapes.message(result.shape)
    local = result.path.rpartition("#")[2].rpartition("/")[2].strip("<>")
    values = {
        "value": result.value[:LONGEST_WORDS],
        "path": local,
        "this": cells.title(result.focus)[:LONGEST_WORDS] or result.focus,
    }
    plain = f"{values['this']}: {result.component.removesuffix('ConstraintComponent')} {local}".strip()
    nl, en = (fill(text, values) if text else plain for text in (message.nl, message.en))
    place = cells.first(result.focus) or cells.whole(result.focus)
    return Finding(code, severity, nl, en, (place,), subject.iri, result.focus)


def _rows(constraint: Constraint, focus: str, store: Store) -> list[Row]:
    """Ask a constraint again for one node, for all that it can tell."""
    if "$PATH" in constraint.select:
        return []
    try:
        node = NamedNode(focus)
    except ValueError:
        return []
    try:
        answer = store.query(constraint.select, use_default_graph_as_union=True, substitutions={Variable("this"): node})
    except (RuntimeError, SyntaxError, ValueError) as error:
        raise QueryFailed(f"a constraint in SPARQL failed: {' '.join(str(error).split())[:300]}") from error
    if not isinstance(answer, QuerySolutions):
        raise QueryFailed("a constraint in SPARQL is a SELECT")
    names = [variable.value for variable in answer.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in answer]


def word_row(
    bound: Row, message: Text, focus: str, code: str, severity: Severity, cells: Cells, subject: Subject
) -> Finding:
    """Word a row: its holes filled in, the wrong cell first, then the others that the SELECT names."""
    value = bound.get("value")
    node = value.value if isinstance(value, NamedNode) and not value.value.startswith((CODE, DOEL)) else focus
    parts = _parts(bound.get(PARTS), cells)
    others = [
        place
        for name, term in bound.items()
        if isinstance(term, NamedNode) and name not in ("this", "value") and term.value != node
        if (place := cells.first(term.value))
    ]
    first = cells.first(node) or cells.first(focus)
    places = tuple(dict.fromkeys([*filter(None, [first]), *others, *parts])) or (cells.whole(node),)
    words = _words(bound, parts, focus, cells)
    nl, en = (
        fill(message.of(lang), {hole: both[i] for hole, both in words.items()}) for i, lang in enumerate(LANGUAGES)
    )
    return Finding(code, severity, nl, en, places, subject.iri, node)


def _words(bound: Row, parts: list[Place], focus: str, cells: Cells) -> dict[str, tuple[str, str]]:
    """What stands in the holes of a message, in Dutch and English."""
    words = {name: cells.words(term) for name, term in bound.items() if name not in ("this", PARTS)}
    words["this"] = (cells.title(focus)[:LONGEST_WORDS],) * 2
    words[PARTS] = (joined([place.quote.strip() for place in parts] or _printed(bound.get(PARTS), cells)),) * 2
    return words


def _printed(listed: terms.Theirs | None, cells: Cells) -> list[str]:
    """What the parts of a sum say, where nothing tells where they stand."""
    nodes = sorted(set(terms.from_oxigraph(listed).value.split()))[:_MOST_PARTS] if listed is not None else []
    return [cells.value(node, "doel:verbatim") or "…" for node in nodes]


def _parts(listed: terms.Theirs | None, cells: Cells) -> list[Place]:
    """The places of the parts of a sum, in printed order."""
    if listed is None:
        return []
    nodes = sorted(set(terms.from_oxigraph(listed).value.split()))[:_MOST_PARTS]
    places = [place for node in nodes if (place := cells.first(node))]
    return sorted(places, key=lambda place: (place.file, place.span.start if place.span else -1))
