"""Each stored query gives the same rows on three engines: our own store, rdflib and Virtuoso."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from kg.catalogue.ask import Graph, ask
from kg.catalogue.load import catalogue
from kg.catalogue.remote import Endpoint
from kg.catalogue.values import Engine, existing
from kg.errors import BadParameter, KgError, QueryFailed, QueryRefused
from tests.queries.cases import Case, all_cases, cases
from tests.queries.engines import InRdflib, difference
from tests.queries.test_injection import ATTEMPTS, small
from tests.queries.virtuoso import VirtuosoFailed, virtuoso

EXEMPT: dict[tuple[str, str], str] = {}
"""Why a query is not asked of an engine, by the names of both."""

_ENGINES = ("rdflib", "virtuoso")
_ASKED = [(case, name) for name in _ENGINES for case in all_cases() if (case.query.name, name) not in EXEMPT]
Engines = Callable[[str, str], Engine]


@pytest.fixture(scope="module")
def engine_of(graph_of: Callable[[str], Graph], require: Callable[[str, str], str]) -> Iterator[Engines]:
    """``engine_of(name, corpus)``: an engine with the graph of a corpus, loaded once."""
    with ExitStack() as running:

        @cache
        def loaded(name: str, corpus: str) -> Engine:
            nquads = graph_of(corpus).nquads_path
            if name == "rdflib":
                return InRdflib(nquads)
            require("virtuoso-t", "virtuoso-opensource-7-bin")
            return Endpoint(running.enter_context(virtuoso(nquads, seconds=50)))

        yield loaded


@pytest.mark.parametrize(
    ("case", "name"), _ASKED, ids=[f"{name}-{case.query.name}-{case.name}" for case, name in _ASKED]
)
def test_a_query_gives_the_same_rows_on_another_engine(
    case: Case, name: str, graph_of: Callable[[str], Graph], engine_of: Engines
) -> None:
    # On one corpus: that a case has the same rows on all its corpora is tested with our own store.
    here = ask(graph_of(case.corpus[0]), case.query, case.given)
    there = ask(engine_of(name, case.corpus[0]), case.query, case.given)
    assert difference(here, there) == ""


@pytest.mark.parametrize("name", _ENGINES)
def test_the_values_of_parameters_are_the_same(name: str, graph_of: Callable[[str], Graph], engine_of: Engines) -> None:
    parameters = {one.values or one.type: one for query in catalogue().values() for one in query.parameters}
    here = {listed: existing(one, graph_of("leiden")) for listed, one in parameters.items()}
    there = {listed: existing(one, engine_of(name, "leiden")) for listed, one in parameters.items()}
    assert {listed: sorted(values) for listed, values in here.items()} == {
        listed: sorted(values) for listed, values in there.items()
    }


def test_a_text_comes_back_from_virtuoso_as_it_was_given(engine_of: Engines) -> None:
    graph, query = engine_of("virtuoso", "leiden"), small("text", "")
    for attempt in ATTEMPTS:
        try:
            answer = ask(graph, query, {"given": attempt})
        except (BadParameter, QueryRefused):
            continue
        except QueryFailed:
            assert len(attempt) > 9_000, attempt
        else:
            assert [row["given"] for row in answer] == [attempt]


def test_exemptions_are_needed(graph_of: Callable[[str], Graph], engine_of: Engines) -> None:
    for query, name in EXEMPT:
        asked = [(case, case.corpus[0]) for case in cases(query)]
        needed = any(_differs(case, graph_of(corpus), engine_of(name, corpus)) for case, corpus in asked)
        assert needed, f"{query} has the same rows on {name}"


def test_exemptions_are_few_and_have_a_reason() -> None:
    assert len(EXEMPT) <= 5
    assert all(query in catalogue() and name in _ENGINES for query, name in EXEMPT)
    assert all(len(reason.split()) > 5 for reason in EXEMPT.values())


def test_a_server_that_fails_is_stopped_too(tmp_path: Path, require: Callable[[str, str], str]) -> None:
    require("virtuoso-t", "virtuoso-opensource-7-bin")
    twice = tmp_path / "twice.nq"
    twice.write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n" * 2, encoding="utf-8")
    with pytest.raises(VirtuosoFailed, match=r"2 lines, of which Virtuoso took 1"), virtuoso(twice) as url:
        pytest.fail(f"{url} holds less than the file")


def _differs(case: Case, here: Engine, there: Engine) -> bool:
    try:
        return bool(difference(ask(here, case.query, case.given), ask(there, case.query, case.given)))
    except KgError:
        return True
