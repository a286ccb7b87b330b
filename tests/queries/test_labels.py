"""Every code that an answer shows to people has a label in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.catalogue.ask import Graph, ask
from kg.catalogue.labels import label, shown
from kg.catalogue.model import Column
from tests.queries.cases import Case, all_cases

_CASES = [case for case in all_cases() if "leiden" in case.corpus]
_SAME_IN_BOTH = {"indicator", "open", "reserve", "score", "index", "document"}


@pytest.mark.parametrize("case", _CASES, ids=[f"{case.query.name}-{case.name}" for case in _CASES])
def test_every_code_has_a_label(case: Case, graph_of: Callable[[str], Graph]) -> None:
    answer = ask(graph_of("leiden"), case.query, case.given)
    codes = {
        (column.name, code): column
        for column in case.query.columns
        if column.type in ("code", "codes")
        for row in answer
        for code in str(row[column.name] or "").split()
    }
    assert [key for key, column in codes.items() if not _is_said(column, key[1])] == []


def test_a_code_without_a_label_shows_itself() -> None:
    column = next(column for case in _CASES for column in case.query.columns if column.type == "code")
    assert shown(column, "no-such-code", "nl") == "no-such-code"


def _is_said(column: Column, code: str) -> bool:
    dutch, english = label(column, code, "nl"), label(column, code, "en")
    return code in column.words or code in _SAME_IN_BOTH or dutch != english
