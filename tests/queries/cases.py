"""Cases of stored queries, as their TOML states them, and graphs in memory to ask."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from kg.build.run import build
from kg.catalogue.load import catalogue
from kg.catalogue.model import StoredQuery
from kg.catalogue.rows import Answer
from kg.guard import CheckedQuery, check
from kg.identifiers import document_key
from kg.store import Graph, Rows
from kg.vocabulary import PREFIXES

HERE = Path(__file__).parent
CORPORA = ("leiden", "received")


@dataclass(frozen=True, slots=True)
class Case:
    """A stored query asked with values, on the corpora it names."""

    query: StoredQuery
    name: str
    given: dict[str, Any]
    corpus: tuple[str, ...]
    why: str

    @property
    def file(self) -> Path:
        """Where its expected rows stand."""
        return HERE / self.query.theme / f"{self.query.name}.{self.name}.csv"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of the data, and whether the answer to a case must change by it."""

    case: Case
    what: str
    update: str
    must_change: bool


class InMemory:
    """A graph in memory: the lines of a built graph, which updates may change."""

    def __init__(self, lines: bytes) -> None:
        self.store = pyoxigraph.Store()
        self.store.bulk_load(lines, pyoxigraph.RdfFormat.N_QUADS)

    def select(self, query: str | CheckedQuery) -> Rows:
        """Run a SELECT as ``kg.store.Graph`` does."""
        answer = self.store.query(
            text_of(query),
            prefixes=PREFIXES,
            use_default_graph_as_union=True,
        )
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        return Rows(tuple(names), [tuple(row[name] for name in names) for row in answer])

    @contextmanager
    def updated(self, text: str) -> Iterator[int]:
        """Within it an update has been run, which changed so many quads; after it the store is as it was."""
        before = set(self.store)
        self.store.update(text, prefixes=PREFIXES)
        after = set(self.store)
        yield len(before ^ after)
        for quad in after - before:
            self.store.remove(quad)
        self.store.extend(before - after)


@cache
def text_of(query: str | CheckedQuery) -> str:
    """The text that an engine is given."""
    return (check(query) if isinstance(query, str) else query).text


def lines_of(graph: Path) -> bytes:
    """The N-Quads of a built graph."""
    return (graph / "current" / "graph.nq").read_bytes()


def build_corpus(name: str, directory: Path, received: Path | None = None) -> Path:
    """Build one of the corpora."""
    if name == "leiden":
        build(graph=directory)
    else:
        assert received
        build([received], directory)
    return directory


@cache
def stated(query: str) -> dict[str, Any]:
    """What the TOML of a query states; empty where there is none."""
    file = HERE / catalogue()[query].theme / f"{query}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def cases(query: str) -> list[Case]:
    """The cases of a query."""
    return [
        Case(catalogue()[query], one["name"], one.get("given", {}), tuple(one["corpus"]), one["why"])
        for one in stated(query).get("case", [])
    ]


def edits(query: str) -> list[Edit]:
    """The edits that must, and those that must not, change the answer to a case: the first, or the one they name."""
    known = {case.name: case for case in cases(query)}
    return [
        Edit(known[one["case"]] if "case" in one else next(iter(known.values())), one["what"], one["update"], kills)
        for kills, field in ((True, "must_change"), (False, "must_not_change"))
        for one in stated(query).get(field, [])
    ]


def all_cases() -> list[Case]:
    """The cases of all queries."""
    return [case for query in catalogue() for case in cases(query)]


def sampled() -> list[pytest.ParameterSet]:
    """The names of the queries, one in four for each run and the others for the slow one: rdflib parses long."""
    marks = pytest.mark.slow
    return [pytest.param(name, marks=marks if number % 4 else ()) for number, name in enumerate(catalogue())]


def written(answer: Answer) -> str:
    """The rows as the CSV that people read: documents by short name, what is missing left empty."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([column.name for column in answer.query.columns])
    for row in answer:
        rows.writerow([_cell(column.type, row[column.name]) for column in answer.query.columns])
    return out.getvalue()


def _cell(kind: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return document_key(str(value)) if kind == "document" else str(value)


__all__ = ["CORPORA", "Case", "Edit", "Graph", "InMemory", "all_cases", "build_corpus", "cases", "edits", "written"]
