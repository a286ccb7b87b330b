"""Rules about several documents together: asked once, as set queries, over what documents hold of one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, QuerySolutions

from kg.errors import QueryFailed
from kg.findings import Finding
from kg.validate.background import code_labels
from kg.validate.cells import Cells
from kg.validate.document import Subject, word_row
from kg.validate.engines import loaded
from kg.validate.rules import rule_code, severity_of
from kg.validate.shapeset import Shapes
from kg.vocabulary import DOEL, PREFIXES

_TYPE = f"<{PREFIXES['rdf']}type>"
_REFERENCE = f"{_TYPE} <{DOEL}CrossReference> ."
_EVIDENCE = f" <{DOEL}evidence> "
_OURS = ("sha256", "renditionOf", "partOfDocument", "statedIn", "statedInPart", "editionOf", "refersTo")
_KEPT = (*(DOEL + name for name in _OURS), PREFIXES["skos"] + "notation", PREFIXES["rdfs"] + "label")
_ASKED = tuple(f" <{iri}> " for iri in _KEPT)


def kept_lines(lines: Iterable[str]) -> list[str]:
    """Return what of a document's triples the rules about several documents need: little of a large graph."""
    lines = list(lines)
    references = {line.partition(" ")[0] for line in lines if line.endswith(_REFERENCE)}
    passages = {
        line.rpartition(_EVIDENCE)[2][:-2] for line in lines if _EVIDENCE in line and _subject(line) in references
    }
    wanted = references | passages
    return [line for line in lines if _subject(line) in wanted or any(name in line for name in _ASKED)]


def _subject(line: str) -> str:
    return line.partition(" ")[0]


def check_across(lines: Iterable[str], shapes: Shapes, files: Mapping[str, str], fallback: str = "") -> list[Finding]:
    """Ask the rules about several documents over the lines that ``kept_lines`` kept of each and the register's."""
    store = loaded(lines)
    cells = Cells(store, files, code_labels(), fallback)
    found: dict[Finding, None] = {}
    for shape, constraints in shapes.constraints.items():
        severity = severity_of(shapes.severity(shape))
        for constraint in constraints:
            answer = store.query(constraint.select, use_default_graph_as_union=True)
            if not isinstance(answer, QuerySolutions):
                raise QueryFailed("a constraint in SPARQL is a SELECT")
            names = [variable.value for variable in answer.variables]
            for solution in answer:
                row = {name: solution[name] for name in names if solution[name] is not None}
                node = row["this"]
                focus = node.value if isinstance(node, NamedNode) else str(node)
                subject = Subject([], _document(cells, focus))
                found[word_row(row, constraint.message, focus, rule_code(shape), severity, cells, subject)] = None
    return sorted(found, key=lambda finding: finding.sort_key)


def _document(cells: Cells, node: str) -> str:
    """The document of a part, or of a node in one."""
    part = cells.value(node, "doel:statedInPart") or node
    return cells.value(node, "doel:statedIn") or cells.value(part, "doel:partOfDocument") or ""
