"""Each stored query gives the same rows on three engines: our own store, rdflib and Virtuoso."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from kg.catalogue.ask import Graph, ask
from kg.catalogue.load import catalogue
from kg.catalogue.remote import Endpoint
from kg.catalogue.rows import Answer
from kg.catalogue.values import Engine, existing
from kg.errors import BadParameter, KgError, QueryFailed, QueryRefused
from tests.queries.cases import Case, all_cases, cases
from tests.queries.engines import InRdflib, difference
from tests.queries.test_injection import ATTEMPTS, IMPOSSIBLE, needed, small
from tests.queries.virtuoso import VirtuosoFailed, virtuoso

EXEMPT: dict[tuple[str, str], str] = {
    (
        "list-areas-with-more-money-and-worse-results",
        "rdflib",
    ): "it walks partOfEdition+ from every edition, for minutes",
    ("list-money-per-goal", "rdflib"): "it asks each sub-select again for every row, for minutes",
    ("list-new-and-dropped", "rdflib"): "it asks each sub-select again for every row, for minutes",
    ("list-parties-of-a-subject", "virtuoso"): "it cuts another sentence out of a text with letters outside ASCII",
    ("count-judgeable-indicators", "virtuoso"): "it sorts no row longer than 4 kB (SR319), and the evidence is longer",
}
"""Why a query is not asked of an engine, by the names of both."""

_SECONDS = 30
_ENGINES = ("rdflib", "virtuoso")
_FIRST = {cases(name)[0].file for name in catalogue() if cases(name)}
_ASKED = [
    # rdflib takes a second for a question: of each query it is asked the first case, and the others in slow tests.
    pytest.param(case, name, marks=[pytest.mark.slow] if name == "rdflib" and case.file not in _FIRST else [])
    for name in _ENGINES
    for case in all_cases()
    if (case.query.name, name) not in EXEMPT
]
_WITH_VALUES = [
    (query.name, name)
    for name in _ENGINES
    for query in catalogue().values()
    if query.parameters and (query.name, name) not in EXEMPT
]
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


@pytest.fixture(scope="module")
def here(graph_of: Callable[[str], Graph]) -> Callable[[Case], Answer]:
    """``here(case)``: the answer of our own store, on the first corpus of the case.

    One corpus is enough: that a case has the same rows on all its corpora is tested with our own store.
    """
    answers: dict[Path, Answer] = {}

    def answer(case: Case) -> Answer:
        if case.file not in answers:
            answers[case.file] = ask(graph_of(case.corpus[0]), case.query, case.given)
        return answers[case.file]

    return answer


@pytest.mark.parametrize(
    ("case", "name"), _ASKED, ids=lambda one: f"{one.query.name}-{one.name}" if isinstance(one, Case) else one
)
def test_a_query_gives_the_same_rows_on_another_engine(
    case: Case, name: str, here: Callable[[Case], Answer], engine_of: Engines
) -> None:
    engine = engine_of(name, case.corpus[0])
    with _bounded():
        there = ask(engine, case.query, case.given)
    assert difference(here(case), there) == ""


@pytest.mark.parametrize(("query", "name"), _WITH_VALUES, ids=[f"{name}-{query}" for query, name in _WITH_VALUES])
def test_an_impossible_value_finds_nothing_on_another_engine(query: str, name: str, engine_of: Engines) -> None:
    with _bounded():
        assert not _found(query, engine_of(name, "leiden"))


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


@pytest.mark.parametrize("name", ["virtuoso", pytest.param("rdflib", marks=pytest.mark.slow)])  # minutes of rdflib
def test_exemptions_are_needed(name: str, here: Callable[[Case], Answer], engine_of: Engines) -> None:
    for query in (query for query, engine in EXEMPT if engine == name):
        asked = [(case, engine_of(name, case.corpus[0])) for case in cases(query)]
        found = bool(catalogue()[query].parameters) and _found(query, engine_of(name, "leiden"))
        assert found or any(_differs(case, here(case), on) for case, on in asked), (
            f"{query} has the same rows on {name}"
        )


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


def _found(query: str, engine: Engine) -> bool:
    """Whether an engine finds anything with an impossible value for the first parameter."""
    stored = catalogue()[query]
    given = {**needed(stored), stored.parameters[0].name: IMPOSSIBLE[stored.parameters[0].type]}
    try:
        return len(ask(engine, stored, given)) > 0
    except BadParameter:
        return False


def _differs(case: Case, here: Answer, there: Engine) -> bool:
    try:
        with _bounded():
            return bool(difference(here, ask(there, case.query, case.given)))
    except (KgError, TimeoutError):
        return True


@contextmanager
def _bounded() -> Iterator[None]:
    """End what takes too much of the processor, as a cross product in rdflib does, whatever else a machine does."""

    def late(*_: object) -> NoReturn:
        raise TimeoutError(f"over {_SECONDS} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
