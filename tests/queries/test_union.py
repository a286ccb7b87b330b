"""Nothing is counted twice: not what two files say alike, and not what the graphs of the union share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from kg.build.run import build
from kg.catalogue.ask import Graph, ask
from kg.catalogue.load import catalogue
from kg.guard import CheckedQuery
from kg.resources import folder
from kg.store import Rows
from kg.vocabulary import PREFIXES
from tests.queries.cases import Case, all_cases, cases, text_of
from tests.queries.engines import difference

LISTS_FILES: dict[str, str] = {
    "list-loaded-documents": "Counts the renditions of a document, of which there are now two.",
    "locate-figure": "Gives a row for each file in which a figure stands.",
}
"""Queries whose rows change when a document is loaded twice, and why they should."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CASES = [case for case in all_cases() if "leiden" in case.corpus]
_IDS = [f"{case.query.name}-{case.name}" for case in _CASES]


class Merged:
    """The triples of all graphs in one default graph, each once; the named graphs are there too, for GRAPH."""

    def __init__(self, nquads: Path) -> None:
        self.store = pyoxigraph.Store()
        self.store.bulk_load(path=str(nquads), format=pyoxigraph.RdfFormat.N_QUADS)
        self.store.extend([pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in self.store])

    def select(self, query: str | CheckedQuery) -> Rows:
        """Run a SELECT over the default graph alone."""
        answer = self.store.query(text_of(query), prefixes=PREFIXES, use_default_graph_as_union=False)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        return Rows(tuple(names), [tuple(row[name] for name in names) for row in answer])


@pytest.fixture(scope="module")
def merged(leiden: Path) -> Merged:
    return Merged(leiden / "graph.nq")


@pytest.fixture(scope="module")
def loaded_twice(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The corpus that ships, each file beside a copy with a byte order mark: the same text, and another rendition."""
    files = tmp_path_factory.mktemp("files")
    shipped = folder("examples") / "leiden"
    (files / "documents.toml").write_bytes((shipped / "documents.toml").read_bytes())
    for file in shipped.glob("*.txt"):
        (files / file.name).write_bytes(file.read_bytes())
        (files / f"copy-of-{file.name}").write_bytes(_BYTE_ORDER_MARK + file.read_bytes())
    directory = tmp_path_factory.mktemp("twice")
    build([files], directory)
    return Graph.open(directory)


@pytest.mark.parametrize("case", _CASES, ids=_IDS)
def test_a_document_that_is_loaded_twice_counts_once(
    case: Case, loaded_twice: Graph, graph_of: Callable[[str], Graph]
) -> None:
    if case.query.name not in LISTS_FILES:
        assert (
            difference(ask(graph_of("leiden"), case.query, case.given), ask(loaded_twice, case.query, case.given)) == ""
        )


@pytest.mark.parametrize("case", _CASES, ids=_IDS)
def test_the_union_of_the_graphs_says_what_one_graph_of_all_triples_says(
    case: Case, merged: Merged, graph_of: Callable[[str], Graph]
) -> None:
    assert difference(ask(graph_of("leiden"), case.query, case.given), ask(merged, case.query, case.given)) == ""


def test_a_triple_stands_in_one_graph_and_what_two_files_say_has_two_places(
    loaded_twice: Graph, graph_of: Callable[[str], Graph]
) -> None:
    places = []
    for graph in (graph_of("leiden"), loaded_twice):
        quads = list(pyoxigraph.parse(path=str(graph.nquads_path), format=pyoxigraph.RdfFormat.N_QUADS))
        often = Counter(quad.triple for quad in quads)
        assert [triple for triple, count in often.items() if count > 1] == []
        places.append(sum(quad.predicate.value == PREFIXES["doel"] + "evidence" for quad in quads))
    assert places[1] == 2 * places[0]


def test_queries_that_list_files_are_exempt_with_reason(loaded_twice: Graph, graph_of: Callable[[str], Graph]) -> None:
    for name, reason in LISTS_FILES.items():
        assert name in catalogue()
        assert len(reason.split()) > 5
        asked = [(ask(graph_of("leiden"), case.query, case.given), case) for case in cases(name)]
        assert any(difference(once, ask(loaded_twice, case.query, case.given)) for once, case in asked), name


PARTS = {
    "all of its area": {"9A1.1": "3.000", "9A1.2": "3.000", "9A1.3": "3.000", "9A1.4": "3.758"},
    "a piece of its area": {"9A1.1": "5.150"},
}
"""Expense by the account of 2024 that a table could print for performance targets of 9A, which costs 12.758."""


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_money_of_a_performance_target_counts_once_beside_its_policy_area(
    parts: dict[str, str], tmp_path: Path
) -> None:
    file = folder("examples") / "leiden" / "annual-report-2024-programme-9.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    behind = next(number for number, line in enumerate(lines) if line.startswith("Saldo | 11.944")) + 1
    wordings = {key: re.search(rf"{re.escape(key)} [^|\n]+", "\n".join(lines)) for key in parts}
    rows = [
        f"{word[0].strip()} | Lasten | 0 | 0 | 0 | 0 | {parts[key]} | 0 |" for key, word in wordings.items() if word
    ]
    (tmp_path / file.name).write_text("\n".join([*lines[:behind], *rows, *lines[behind:]]) + "\n", encoding="utf-8")
    (tmp_path / "documents.toml").write_bytes(file.with_name("documents.toml").read_bytes())
    build([tmp_path], tmp_path / "graph")
    thousands = sum(int(amount.replace(".", "")) for amount in parts.values())
    with Graph.open(tmp_path / "graph") as graph:
        found = ask(graph, catalogue()["show-coverage-of-links"], {"programme": "9", "year": 2024}).rows
        near = ask(graph, catalogue()["list-money-per-goal"], {"programme": "9", "year": 2024}).rows
        each = ask(graph, catalogue()["list-money-per-performance-target"], {"year": 2024}).rows
    account = {row["link"]: row for row in found if str(row["phase"]).endswith("executed")}
    assert account["stated-per-target"]["expense"] == thousands * 1000
    assert account["stated-per-area"]["expense"] == (128_189 - thousands) * 1000
    assert account["programme-only"]["expense"] == 0
    assert account["stated-per-area"]["one_goal"] == (12_758 - thousands) * 1000
    assert {str(row["phase"]).rpartition("/")[2] for row in each} == {"approved", "revised", "executed"}
    done = {row["code"]: row["expense"] for row in each if str(row["phase"]).endswith("executed")}
    assert done == {key: int(amount.replace(".", "")) * 1000 for key, amount in parts.items()}
    shown = {row["bearer"] for row in near if row["goal"] == "9A1" and str(row["phase"]).endswith("executed")}
    assert shown == {*parts, *(["9A"] if len(parts) < 4 else [])}
