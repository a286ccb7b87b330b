"""A build on disk: the same bytes twice, the old graph untouched by a failure, a report that tells the truth."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from itertools import groupby
from pathlib import Path

import pytest

from kg.build.run import build, corpus
from kg.errors import StoreError
from kg.identifiers import DEFAULT_BASE
from kg.resources import folder
from kg.results import shorten
from kg.store import Graph
from kg.vocabulary import curie


def graph_of(line: str) -> str:
    return line.rsplit(" ", 2)[1]


def test_building_twice_gives_the_same_bytes_and_no_clock_or_name_enters_them(tmp_path: Path) -> None:
    other = tmp_path / "elders"
    other.mkdir()
    for number, path in enumerate(sorted(corpus().glob("*.txt"), reverse=True)):
        shutil.copy(path, other / f"{number}.txt")
    build(graph=tmp_path / "een")
    build([other], tmp_path / "twee", profile="leiden")
    one, two = (tmp_path / "een" / "graph.nq").read_bytes(), (tmp_path / "twee" / "graph.nq").read_bytes()
    differing = set(one.splitlines()) ^ set(two.splitlines())
    assert differing == set()
    assert one == two


def test_what_the_store_holds_is_what_the_dump_says(tmp_path: Path) -> None:
    report = build(graph=tmp_path / "graph")
    with Graph.open(tmp_path / "graph") as graph:
        rows = graph.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows
        union = graph.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    assert [str(row[0]) for row in (*rows, *union)] == [f'"{report.quads}"^^<{curie("xsd:integer")}>'] * 2
    lines = (tmp_path / "graph" / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert len(lines) == report.quads
    by_graph = {graph: list(of_one) for graph, of_one in groupby(lines, key=graph_of)}
    assert [line for of_one in by_graph.values() for line in of_one] == lines, "each graph is one block"
    assert all(of_one == sorted(set(of_one)) for of_one in by_graph.values())
    city = [graph for graph in by_graph if "/gm0546/" in graph]
    assert city == sorted(city)
    assert [graph.rpartition("/id/")[2] for graph in by_graph][-4:] == [
        "gm0546/graph/register>",
        "graph/codes>",
        "graph/ontology>",
        "graph/shared>",
    ]


def test_sources_are_the_texts_by_the_hash_of_their_bytes(tmp_path: Path) -> None:
    build(graph=tmp_path / "graph")
    for path in sorted(corpus().glob("*.txt")):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        kept = (tmp_path / "graph" / "sources" / f"{sha256}.txt").read_text(encoding="utf-8")
        assert kept == path.read_text(encoding="utf-8")


def test_the_report_counts_what_the_documents_hold(tmp_path: Path) -> None:
    report = build(graph=tmp_path / "graph")
    counts = {row.iri.rpartition("/")[2]: row for row in report.documents}
    account = counts["annual-report-2024"]
    assert (account.goals, account.performance_targets, account.indicators, account.figures) == (8, 18, 19, 352)
    assert (account.cells_claimed, account.cells_total) == (account.cells_total, account.cells_total)
    told = json.loads((tmp_path / "graph" / "build.json").read_text(encoding="utf-8"))
    assert [row["figures"] for row in told["documents"]] == [row.figures for row in report.documents]
    assert report.complete


def test_only_what_derives_from_a_changed_document_changes(tmp_path: Path) -> None:
    folder = tmp_path / "stukken"
    shutil.copytree(corpus(), folder)
    build([folder], tmp_path / "graph")
    before = set((tmp_path / "graph" / "graph.nq").read_text(encoding="utf-8").splitlines())
    path = folder / "programme-budget-2018-programme-9.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("\t34%\t", "\t44%\t"), encoding="utf-8")
    build([folder], tmp_path / "graph")
    after = set((tmp_path / "graph" / "graph.nq").read_text(encoding="utf-8").splitlines())
    graphs = {graph_of(line).rpartition("/id/")[2] for line in before ^ after}
    assert graphs == {"gm0546/document/programme-budget-2018/part/9/graph>"}


def test_a_failure_leaves_the_old_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(graph=tmp_path / "graph")
    before = (tmp_path / "graph" / "graph.nq").read_bytes()

    def broken(*_: object, **__: object) -> None:
        raise StoreError("the disk is full; make room and build again")

    monkeypatch.setattr("kg.builder.Builder.write_report", broken)
    with pytest.raises(StoreError, match="disk is full"):
        build(graph=tmp_path / "graph")
    assert (tmp_path / "graph" / "graph.nq").read_bytes() == before
    with Graph.open(tmp_path / "graph") as graph:
        assert graph.query("ASK { ?s a doel:Goal }")


def test_no_programme_document_at_all_builds_nothing_over_what_was_there(tmp_path: Path) -> None:
    build(graph=tmp_path / "graph")
    (tmp_path / "leeg").mkdir()
    assert build([tmp_path / "leeg"], tmp_path / "graph").documents == []
    with Graph.open(tmp_path / "graph") as graph:
        assert graph.query("ASK { ?s a doel:Goal }")


def test_every_term_of_the_graph_is_declared_in_the_ontology(tmp_path: Path) -> None:
    build(graph=tmp_path / "graph")
    ontology = (folder("ontology") / "doelenboom.ttl").read_text(encoding="utf-8")
    with Graph.open(tmp_path / "graph") as graph:
        properties = graph.select(
            "SELECT DISTINCT ?term { GRAPH ?g { ?s ?term ?o } FILTER(?g != ?ontology && ?g != ?codes)"
            f" VALUES (?ontology ?codes) {{ (<{DEFAULT_BASE}graph/ontology> <{DEFAULT_BASE}graph/codes>) }} }}"
        ).rows
        classes = graph.select("SELECT DISTINCT ?term { ?s a ?term }").rows
    known = {"rdf:type", "rdfs:label", "dct:license"}
    used = {shorten(str(term)[1:-1]) for (term,) in (*properties, *classes)} - known
    missing = [term for term in sorted(used) if not re.search(rf"^{re.escape(term)} a owl:", ontology, re.MULTILINE)]
    standard = ("owl:", "rdfs:", "skos:ConceptScheme")
    assert [term for term in missing if not term.startswith(standard)] == []
