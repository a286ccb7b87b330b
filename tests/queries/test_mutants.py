"""Mutants that no one wrote by hand: a query notices most of what is altered in what it rests on, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.catalogue.ask import ask
from kg.catalogue.load import catalogue
from tests.queries.cases import Case, InMemory, all_cases, cases, written
from tests.queries.mutants import OPERATORS, other_figures, score, with_change

LEAST = 0.4
"""Share of the mutants that a query must notice."""
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
    if not with_rows:
        assert cases(name)[0].query.name in NO_ROWS, f"{name} has no rows on the corpus that ships"
        return
    found = score(graph, with_rows[0])
    assert found.made, f"{name}: nothing to alter in {sorted(OPERATORS)}"
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
    if case.query.name in SELECTS_BY_VALUE:
        return
    assert after == written(answer)


NO_ROWS: dict[str, str] = {}
"""Queries without rows on the corpus that ships, and why."""
SELECTS_BY_VALUE: dict[str, str] = {}
"""Queries that choose their rows by values, so that a value beside them can make a row; and by which."""
