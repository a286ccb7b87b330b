"""Mutants that no one wrote by hand: a query notices most of what is altered in what it rests on, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.catalogue.ask import ask
from kg.catalogue.load import catalogue
from tests.queries.cases import Case, InMemory, all_cases, cases, written
from tests.queries.mutants import OPERATORS, other_figures, score, with_change

LEAST = 0.4
"""Share of the mutants that a query must notice, and of those that say in FEW why they notice fewer two in number."""
FEW: dict[str, str] = {
    "list-goals-that-can-be-judged": "it counts indicators with a verdict, and a goal without one stays so",
    "list-overspent-areas": "what stays within its budget has no row, and is evidence for nothing",
    "list-areas-with-more-money-and-worse-results": "nearly all results of 2024 are unknown, whatever else is altered",
}
NO_ROWS: dict[str, str] = {
    "show-multi-year-estimate": "none of the documents prints estimates for later years",
    "list-money-per-performance-target": "none of the documents states money per performance target",
    "show-reserve-stock": "none of the documents prints what is in a reserve, only what moves",
    "list-restatements": "no two documents of the corpus state one figure otherwise",
    "list-open-proposals": "nothing in the corpus waits for a person",
}
"""Queries without rows on the corpus that ships."""
SELECTS_BY_VALUE: dict[str, str] = {
    "list-structural-deviations": "years with nil have no row",
    "sum-reserve-movements-in-deviations": "years with nil have no row",
}
"""Queries that choose rows by a value, so that another value beside them makes a row."""
_SCORED = [name for name in catalogue() if any("leiden" in case.corpus for case in cases(name))]
_CASES = [case for case in all_cases() if "leiden" in case.corpus]


@pytest.fixture(scope="module")
def graph(leiden_lines: bytes) -> Iterator[InMemory]:
    """A graph in memory, which is whole again after each test."""
    made = InMemory(leiden_lines)
    whole = len(made.store)
    yield made
    assert len(made.store) == whole


@pytest.mark.parametrize("name", _SCORED)
def test_a_query_notices_what_is_altered_in_what_it_rests_on(name: str, graph: InMemory) -> None:
    with_rows = [case for case in cases(name) if "leiden" in case.corpus and ask(graph, case.query, case.given).rows]
    assert bool(with_rows) is (name not in NO_ROWS)
    if not with_rows:
        return
    found = score(graph, with_rows[0])
    assert found.made, f"{name}: nothing to alter in {sorted(OPERATORS)}"
    if name in FEW:
        assert sum(found.killed.values()) >= 2, f"{name}: {found}"
        assert found.ratio < LEAST, f"{name} need not stand among the few: {found}"
    else:
        assert found.ratio >= LEAST, f"{name}: {found}"


@pytest.mark.parametrize("case", _CASES, ids=[f"{case.query.name}-{case.name}" for case in _CASES])
def test_a_value_that_no_row_rests_on_changes_nothing(case: Case, graph: InMemory) -> None:
    """All values beside the evidence altered at once: an answer that changes rests on more than it says."""
    answer = ask(graph, case.query, case.given)
    changes = list(other_figures(graph, answer))
    removed, added = [quad for old, _ in changes for quad in old], [quad for _, new in changes for quad in new]
    with_change(graph, removed, added)
    after = written(ask(graph, case.query, case.given))
    with_change(graph, added, removed)
    if case.query.name not in SELECTS_BY_VALUE:
        assert after == written(answer)
