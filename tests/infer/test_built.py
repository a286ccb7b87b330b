"""A graph with what follows: swapped in whole, the same every time, and the same answers as before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Dataset

import kg
from kg.build.check import validate
from kg.build.inferred import infer
from kg.build.run import build, corpus
from kg.builder import Builder, new_build
from kg.cli import run
from kg.errors import NotSupported, OutOfTime, StoreError
from kg.store import Graph, Rows
from kg.terms import from_oxigraph, from_rdflib
from kg.vocabulary import PREFIXES, curie

ROOT = Path(__file__).resolve().parents[2]
REGISTER = "https://w3id.org/doelenboom/id/gm0546/graph/register"
INFERRED = "https://w3id.org/doelenboom/id/gm0546/graph/inferred"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("plain") / "graph"
    build(graph=directory)
    return directory


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("closed") / "graph"
    build(graph=directory)
    infer(directory)
    return directory


def nquads(directory: Path) -> bytes:
    return (directory / "graph.nq").read_bytes()


# ---- The build


def test_inferring_adds_to_what_is_said_and_changes_nothing_of_it(plain: Path, closed: Path) -> None:
    said, all_of_it = nquads(plain), nquads(closed)
    assert all_of_it.startswith(said)
    added = all_of_it[len(said) :].splitlines()
    assert {line.rpartition(b" <")[2] for line in added} == {f"{INFERRED}> .".encode()}
    assert added == sorted(added)


def test_inferring_again_replaces_it(plain: Path, closed: Path) -> None:
    before = nquads(closed)
    report = json.loads((closed / "build.json").read_bytes())
    again = infer(closed)
    assert nquads(closed) == before
    assert json.loads((closed / "build.json").read_bytes()) == report
    assert report["inferred"] == {"engine": "rules", "triples": {INFERRED: again.total}}
    assert {**report, "inferred": None} == {
        **json.loads((plain / "build.json").read_bytes()),
        "inferred": None,
        "started": report["started"],
        "seconds": report["seconds"],
    }
    for path in sorted((plain / "sources").iterdir()):
        assert (closed / "sources" / path.name).read_bytes() == path.read_bytes()


def test_a_build_that_infers_is_the_same(closed: Path, tmp_path: Path) -> None:
    report = build(graph=tmp_path / "graph", infer=True)
    assert nquads(tmp_path / "graph") == nquads(closed)
    assert report.quads == nquads(closed).count(b"\n")
    assert report.inferred is not None
    assert report.inferred.total == nquads(closed).count(f"<{INFERRED}> .\n".encode()) > 1000
    assert "infer" in report.seconds


def test_the_hash_seed_changes_nothing(closed: Path, tmp_path: Path) -> None:
    build([corpus()], tmp_path / "graph")
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "kg", "infer", str(tmp_path / "graph")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
        )
        assert nquads(tmp_path / "graph") == nquads(closed)


@pytest.mark.parametrize("engine", ["rules", "owlrl"])
def test_what_is_stopped_leaves_the_graph_as_it_was(plain: Path, engine: str) -> None:
    before = (plain / "current").resolve()
    with pytest.raises(OutOfTime, match="--limit"):
        infer(plain, engine=engine, limit=0.001)
    assert (plain / "current").resolve() == before
    assert [path.name for path in (plain / "builds").iterdir()] == [before.name]
    with Graph.open(plain) as graph:
        assert INFERRED not in graph.graph_names()


def test_a_build_whose_inference_is_stopped_is_a_build(plain: Path, tmp_path: Path) -> None:
    report = build(graph=tmp_path / "graph", infer=True, limit=0.001)
    assert report.inferred is None
    assert "--limit" in report.not_inferred
    assert nquads(tmp_path / "graph") == nquads(plain)


def test_graphs_that_are_written_together_are_written_or_not(tmp_path: Path) -> None:
    with new_build(tmp_path / "graph") as builder:
        builder.write_graph(["<urn:a> <urn:b> <urn:c> <urn:g> ."])
        with pytest.raises(StoreError, match="not sorted"):
            _write(builder, ["<urn:a> <urn:b> <urn:c> <urn:h> ."], ["<urn:b> <urn:b> <urn:c> <urn:i> .", "<urn:a>"])
        _write(builder, ["<urn:a> <urn:b> <urn:d> <urn:h> ."])
        builder.write_report({})
        builder.commit()
    assert nquads(tmp_path / "graph") == b"<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:d> <urn:h> .\n"


def _write(builder: Builder, *graphs: list[str]) -> None:
    with builder.together() as path:
        assert path.read_bytes() == b"<urn:a> <urn:b> <urn:c> <urn:g> .\n"
        for lines in graphs:
            builder.write_graph(lines)


def test_no_graph_and_no_engine(tmp_path: Path, plain: Path) -> None:
    with pytest.raises(StoreError, match="no graph"):
        infer(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    with pytest.raises(NotSupported, match="rules, owlrl"):
        infer(plain, engine="pellet")


# ---- What clashes


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A graph that says of goal 9A1 that it is an indicator too."""
    directory = tmp_path / "graph"
    build(graph=directory)
    goal = "<https://w3id.org/doelenboom/id/gm0546/goal/9A1>"
    wrong = f"{goal} <{curie('rdf:type')}> <{curie('doel:Indicator')}> <{REGISTER}> ."
    with new_build(directory) as builder, Graph.open(directory) as graph:
        report = json.loads((graph.build / "build.json").read_bytes())
        lines = graph.nquads_path.read_text(encoding="utf-8").splitlines()
        for name in dict.fromkeys(line.rpartition(" <")[2] for line in lines):
            of_one = [line for line in lines if line.endswith(f" <{name}")]
            builder.write_graph(sorted([*of_one, *([wrong] if name == f"{REGISTER}> ." else [])]))
        builder.write_report(report)
        builder.commit()
    return directory


def test_what_cannot_all_be_true_is_a_finding_with_its_places(spoilt: Path) -> None:
    added = infer(spoilt)
    (finding,) = [found for found in added.findings if "9A1" in found.message_en]
    assert (finding.rule, str(finding.severity)) == ("O01", "violation")
    assert finding.message_en == "9A1 cannot be «goal» and «indicator» at once."
    assert finding.message_nl == "9A1 kan niet tegelijk «doel» en «indicator» zijn."
    assert finding.node.endswith("/goal/9A1")
    assert {place.file for place in finding.places} >= {"annual-report-2024-programme-9.txt"}
    assert all(place.span and place.quote for place in finding.places)
    infer(spoilt)
    report = json.loads((spoilt / "build.json").read_bytes())
    assert [found["rule"] for found in report["findings"]].count("O01") == len(added.findings) == 1
    counts = {name: row["findings"] for row in report["documents"] for name in row["files"]}
    assert counts[str(finding.file)] >= 1
    assert "O01" in {found.rule for found in validate(graph=spoilt).findings}


# ---- The same answers


def test_validate_finds_the_same(plain: Path, closed: Path, tmp_path: Path) -> None:
    assert validate(graph=closed).findings == validate(graph=plain).findings
    assert validate(graph=closed).documents == validate(graph=plain).documents
    alone = [tmp_path / "plain.nq", tmp_path / "closed.nq"]
    for path, directory in zip(alone, (plain, closed), strict=True):
        path.write_bytes(nquads(directory))
    one, other = (validate([path]) for path in alone)
    assert [finding.message_en for finding in one.findings] == [finding.message_en for finding in other.findings]


COMMANDS = [
    ["show", "9B1", "--format", "json"],
    ["show", "9", "--format", "json"],
    ["show", "9A1", "--lang", "nl"],
    ["tree"],
    ["find", "zelfredzaam", "--format", "json"],
    ["find", "onttrekking", "reserve"],
    ["query", "SELECT ?code ?label { ?goal a doel:Goal ; skos:notation ?code ; skos:prefLabel ?label } ORDER BY ?code"],
    [
        "query",
        "SELECT ?kind (COUNT(*) AS ?n) (SUM(?value) AS ?sum) "
        "{ ?figure doel:kind ?kind ; sdmx-measure:obsValue ?value } GROUP BY ?kind ORDER BY ?kind",
    ],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command)[:30])
def test_commands_answer_the_same(
    command: list[str], plain: Path, closed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = []
    for directory in (plain, closed):
        assert run([*command, "--graph", str(directory)]) == 0
        answers.append(capsys.readouterr().out.replace(str(directory), "graph"))
    assert answers[0] == answers[1] != ""


COUNTS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?type (COUNT(?x) AS ?n) { ?x a ?type } GROUP BY ?type ORDER BY ?type",
    "SELECT ?kind (COUNT(*) AS ?n) (SUM(?value) AS ?sum) "
    "{ ?figure a doel:Figure ; doel:kind ?kind ; sdmx-measure:obsValue ?value } GROUP BY ?kind ORDER BY ?kind",
    "SELECT (COUNT(*) AS ?n) { ?part doel:partOf ?whole . ?part a doel:PolicyElement }",
)


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # of rdflib's own parser
def test_both_engines_count_the_same(closed: Path) -> None:
    dataset = Dataset(default_union=True)
    dataset.parse(data=nquads(closed), format="nquads")
    with Graph.open(closed) as graph:
        for query in COUNTS:
            rows = graph.select(query).rows
            ours = [[from_oxigraph(term).value for term in row if term is not None] for row in rows]
            theirs = [[from_rdflib(term).value for term in row] for row in dataset.query(query, initNs=PREFIXES)]  # type: ignore[union-attr]
            assert ours == theirs
            assert ours
        everywhere, by_graph = (_first(graph.select(query)) for query in COUNTS[:2])
    assert everywhere == by_graph == str(nquads(closed).count(b"\n"))


def _first(rows: Rows) -> str:
    (term,) = rows.rows[0]
    assert term is not None
    return from_oxigraph(term).value


# ---- The command


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], closed: Path) -> None:
    directory = str(tmp_path / "graph")
    assert run(["build", str(corpus()), "--graph", directory]) == 0
    capsys.readouterr()
    assert run(["infer", directory]) == 0
    told = capsys.readouterr()
    assert INFERRED in told.out
    assert "inferred triples in" in told.err
    assert run(["infer", directory, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["triples"] == {INFERRED: nquads(closed).count(f"<{INFERRED}> .\n".encode())}
    assert run(["infer", directory, "--limit", "0.001"]) == 2
    assert "--limit" in capsys.readouterr().err
    assert nquads(Path(directory)) == nquads(closed)
    assert run(["infer", str(tmp_path / "none")]) == 2


@pytest.mark.parametrize(("options", "code"), [(["--infer"], 0), (["--infer", "--limit", "0.001"], 1), ([], 0)])
def test_build_infers_where_it_is_asked_to(
    options: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "--graph", str(tmp_path / "graph"), "--format", "json", *options]) == code
    answer = json.loads(capsys.readouterr().out)
    assert (answer["inferred"] > 0) == (options == ["--infer"])
    assert bool(answer["not_inferred"]) == bool(code)


def test_the_verb_is_public() -> None:
    verb: Callable[..., object] = kg.infer
    assert callable(verb)
    assert "infer" in kg.__all__
