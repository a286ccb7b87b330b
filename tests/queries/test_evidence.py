"""Every cell behind a row is found, sums included, and can be cited."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.catalogue.ask import Graph, ask
from kg.catalogue.evidence import cells, evidence_of
from kg.catalogue.rows import Row
from tests.queries.cases import Case, all_cases

_CASES = [case for case in all_cases() if "leiden" in case.corpus]


def test_a_cell_tells_document_file_line_and_place_in_its_table(graph_of: Callable[[str], Graph]) -> None:
    graph = graph_of("leiden")
    row = next(row for row in graph.ask("list-targets-met", year=2024) if row.indicator == "9D1.b")
    target, result = sorted(cells(graph, row), key=lambda cell: cell.quote)[::-1]
    assert (target.quote, result.quote) == ("90", "164")
    assert target.verbatim == "90"
    assert target.files == ("annual-report-2024-programme-9.txt",)
    assert target.line == result.line
    assert target.column != result.column
    assert target.cited.startswith("Jaarstukken 2024, gemeente Leiden, annual-report-2024-programme-9.txt, line 1")
    assert target.cited.endswith(': "90"')
    assert target.place == f"annual-report-2024-programme-9.txt:{target.line}"


def test_many_rows_are_asked_together_and_each_keeps_its_own(graph_of: Callable[[str], Graph]) -> None:
    graph = graph_of("leiden")
    rows = list(graph.ask("list-targets-met", year=2024)) * 12  # more nodes than one query names, if they were counted
    found = evidence_of(graph, rows)
    assert len(found) == len(rows)
    assert found[0] == found[len(rows) // 12] == cells(graph, rows[0])


@pytest.mark.parametrize("case", _CASES, ids=[f"{case.query.name}-{case.name}" for case in _CASES])
def test_every_row_rests_on_cells(case: Case, graph_of: Callable[[str], Graph]) -> None:
    graph = graph_of("leiden")
    answer = ask(graph, case.query, case.given)
    for row, found in zip(answer, evidence_of(graph, answer.rows), strict=True):
        assert_rests(case, row, {cell.node for cell in found})


def assert_rests(case: Case, row: Row, found: set[str]) -> None:
    """Every node that a row names has a passage; a row that names none is one of a query that says so."""
    assert set(row.evidence) <= found, f"{case.query.name}: a node without a passage in {row}"
    assert row.evidence or case.query.without_evidence, f"{case.query.name}: nothing behind {row}"
