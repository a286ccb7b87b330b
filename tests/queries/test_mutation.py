"""Small edits of the data change the answer where they must, and nowhere else."""

from __future__ import annotations

import pytest

from kg.catalogue.ask import ask
from kg.catalogue.load import catalogue
from tests.queries.cases import Edit, InMemory, edits, written

_EDITS = [edit for query in catalogue() for edit in edits(query)]


@pytest.mark.parametrize("edit", _EDITS, ids=[f"{edit.case.query.name}-{edit.what}" for edit in _EDITS])
def test_an_edit_changes_the_answer_where_it_must(edit: Edit, leiden_lines: bytes) -> None:
    graph = InMemory(leiden_lines)
    before = written(ask(graph, edit.case.query, edit.case.given))
    assert graph.update(edit.update), "the edit changes nothing in the data"
    after = written(ask(graph, edit.case.query, edit.case.given))
    assert (before != after) is edit.must_change


@pytest.mark.parametrize("name", catalogue())
def test_three_edits_kill_a_query_and_one_does_not(name: str) -> None:
    kills = [edit for edit in edits(name) if edit.must_change]
    spares = [edit for edit in edits(name) if not edit.must_change]
    assert len(kills) >= 3
    assert len(spares) >= 1
    assert len({edit.update for edit in edits(name)}) == len(edits(name))
