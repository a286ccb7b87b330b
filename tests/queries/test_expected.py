"""Each stored query gives the rows that were read by hand, on the corpus that ships and on the documents received."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from kg.catalogue.ask import Graph, ask
from kg.catalogue.load import catalogue
from tests.queries.cases import CORPORA, Case, all_cases, cases, written

_ASKED = [(case, corpus) for case in all_cases() for corpus in case.corpus]


@pytest.mark.parametrize(
    ("case", "corpus"), _ASKED, ids=[f"{case.query.name}-{case.name}-{corpus}" for case, corpus in _ASKED]
)
def test_a_query_gives_the_rows_that_were_read_by_hand(
    case: Case, corpus: str, graph_of: Callable[[str], Graph]
) -> None:
    answer = ask(graph_of(corpus), case.query, case.given)
    rows = written(answer)
    if os.environ.get("DOELENBOOM_APPROVE") == "1" and corpus == case.corpus[0]:
        case.file.write_text(rows, encoding="utf-8")
    assert rows == case.file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", catalogue())
def test_a_query_is_asked_on_both_corpora(name: str) -> None:
    asked = {corpus for case in cases(name) for corpus in case.corpus}
    assert asked == set(CORPORA)
    assert all(len(case.why.split()) > 5 for case in cases(name))
    assert len({case.name for case in cases(name)}) == len(cases(name))


def test_expected_rows_belong_to_a_case() -> None:
    expected = {case.file for case in all_cases()}
    assert {file for case in all_cases() for file in case.file.parent.glob("*.csv")} == expected
