"""Small edits of the data change the answer where they must, and nowhere else."""

from __future__ import annotations

import pytest

from kg.catalogue.ask import ask
from kg.catalogue.load import catalogue
from tests.queries.cases import Case, Edit, InMemory, edits, written

_EDITS = [edit for query in catalogue() for edit in edits(query)]


@pytest.fixture(scope="module")
def graph(leiden_lines: bytes) -> InMemory:
    """A graph in memory, which is whole again after each edit."""
    return InMemory(leiden_lines)


@pytest.mark.parametrize("edit", _EDITS, ids=[f"{edit.case.query.name}-{edit.what}" for edit in _EDITS])
def test_an_edit_changes_the_answer_where_it_must(edit: Edit, graph: InMemory) -> None:
    before = _before(graph, edit.case)
    with graph.updated(edit.update) as changed:
        after = written(ask(graph, edit.case.query, edit.case.given))
    assert changed, "the edit changes nothing in the data"
    assert (before != after) is edit.must_change


_KNOWN: dict[str, str] = {}


def _before(graph: InMemory, case: Case) -> str:
    """The rows of a case before any edit, asked once."""
    key = f"{case.query.name} {case.name}"
    if key not in _KNOWN:
        _KNOWN[key] = written(ask(graph, case.query, case.given))
    return _KNOWN[key]


@pytest.mark.parametrize("name", catalogue())
def test_three_edits_kill_a_query_and_one_does_not(name: str) -> None:
    kills = [edit for edit in edits(name) if edit.must_change]
    spares = [edit for edit in edits(name) if not edit.must_change]
    assert len(kills) >= 3
    assert len(spares) >= 1
    assert len({edit.update for edit in edits(name)}) == len(edits(name))
