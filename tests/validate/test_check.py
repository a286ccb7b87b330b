"""Validation end to end: documents, a built graph and RDF give the same; order and hash seed change nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from kg.build.check import validate
from kg.build.run import build, corpus
from kg.errors import KgError, NotSupported, QueryFailed, StoreError, UnreadableInput
from kg.findings import Finding
from kg.validate.baseline import Baseline
from kg.validate.report import Report


def said(report: Report) -> list[dict[str, object]]:
    return [finding.record() for finding in report.findings]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = tmp_path_factory.mktemp("built") / "graph"
    build([corpus()], graph)
    return graph


def test_a_built_graph_gives_the_findings_of_its_documents(built: Path) -> None:
    assert said(validate(graph=built, engine="fast")) == said(validate([corpus()], engine="fast"))


def test_places_of_a_built_graph_have_columns_too(built: Path) -> None:
    report = validate(graph=built, engine="fast")
    placed = [place for finding in report.findings for place in finding.places if place.span]
    assert placed
    for place in placed:
        column, line = report.sources.column(place), report.sources.line(place)
        assert column is not None
        assert line is not None
        assert place.span is not None
        if place.span.line == (report.sources.end(place) or (0, 0))[0]:
            assert line[column - 1 : column - 1 + len(place.quote)] == place.quote


def test_the_nquads_of_a_build_give_the_findings_of_its_shapes(built: Path) -> None:
    by_shape = validate(graph=built, engine="fast")
    from_file = validate([built / "current" / "graph.nq"], engine="fast")

    def key(finding: Finding) -> tuple[str, str, str]:
        return finding.rule, finding.node, finding.message_nl

    ours = {key(finding) for finding in by_shape.findings if by_shape.rules[finding.rule].by_shape}
    assert {key(finding) for finding in from_file.findings} == ours


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_the_order_of_files_changes_nothing(engine: str) -> None:
    files = sorted(corpus().glob("*.txt"))
    assert said(validate(files, engine=engine)) == said(validate(files[::-1], engine=engine))


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "import json; from kg.build.check import validate;"
        "print(json.dumps([f.record() for f in validate(engine='fast').findings]))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert json.loads(runs[0])
    assert runs[0] == runs[1]


def test_turtle_of_somebody_else_is_validated(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text(
        """@prefix doel: <https://w3id.org/doelenboom/def#> . @prefix code: <https://w3id.org/doelenboom/code/> .
        @prefix ex: <https://example.org/> .
        ex:figure a doel:BudgetFigure ; doel:kind code:expense ; doel:phase code:approved .""",
        encoding="utf-8",
    )
    report = validate([path])
    assert report.findings
    assert {finding.file for finding in report.findings} == {"other.ttl"}
    assert any("https://example.org/figure" in (finding.node, finding.places[0].quote) for finding in report.findings)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.ttl", "<urn:a> <urn:b>", "not Turtle"),
        ("a.ttl", '<urn:a> <urn:b> "c" .', "nothing of the vocabulary"),
        ("a.ttl", "", "nothing of the vocabulary"),
        ("a.nt", "<urn:a> <urn:b> .", "not N-Triples"),
        ("a.ttl", "\xff\xfe", "not Turtle"),
    ],
)
def test_broken_or_foreign_rdf_is_an_error_and_no_pass(tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=why):
        validate([tmp_path / name])


def test_nothing_to_validate_is_an_error_and_no_pass(tmp_path: Path) -> None:
    (tmp_path / "recept.txt").write_text("Neem een ei.\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="nothing to validate"):
        validate([tmp_path / "recept.txt"])
    with pytest.raises(UnreadableInput, match="nothing to validate"):
        validate([tmp_path / "absent.txt"])
    with pytest.raises(StoreError, match="kg build"):
        validate(graph=tmp_path / "absent")


def test_an_unknown_engine_is_not_supported() -> None:
    with pytest.raises(NotSupported, match="choose"):
        validate(engine="jena")


def test_standard_input_is_read_as_turtle(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(b"<urn:a> a <https://w3id.org/doelenboom/def#GoalEdition> .")

    monkeypatch.setattr(sys, "stdin", Input())
    assert {finding.file for finding in validate([Path("-")]).findings} == {"-"}


def test_an_engine_that_fails_is_a_failure_and_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyshacl

    def broken(*_given: object, **_named: object) -> object:
        raise ValueError("the engine broke")

    monkeypatch.setattr(pyshacl, "validate", broken)
    with pytest.raises(QueryFailed, match="the engine broke"):
        validate()


def turtle(folder: Path, content: str, name: str = "other.ttl") -> Path:
    path = folder / name
    head = "@prefix doel: <https://w3id.org/doelenboom/def#> . @prefix code: <https://w3id.org/doelenboom/code/> .\n"
    head += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix ex: <https://example.org/> .\n"
    head += "@prefix sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#> .\n"
    head += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    path.write_text(head + content, encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_nodes_without_a_name_are_told_with_what_they_lack(tmp_path: Path, engine: str) -> None:
    path = turtle(tmp_path, '[] a doel:GoalEdition ; rdfs:label "Doel"@nl .')
    found = {finding.message_en for finding in validate([path], engine=engine).findings if finding.rule == "M01"}
    assert found
    assert not any("no label" in message for message in found), "it has a label"


def test_engines_agree_on_nodes_without_a_name(tmp_path: Path) -> None:
    path = turtle(tmp_path, "[] a doel:GoalEdition ; doel:hasWording [ a doel:Wording ] . [] a doel:BudgetFigure .")
    assert validate([path], engine="fast").findings == validate([path]).findings
    again = Baseline.of(validate([path], engine="fast").findings)
    assert validate([path], engine="fast", baseline=again).findings == ()


@pytest.mark.parametrize("value", ['"1E5000"^^xsd:decimal', '"abc"^^xsd:decimal', "1e400", '"NaN"^^xsd:double'])
@pytest.mark.parametrize("engine", ["pyshacl", "fast", "rdflib"])
def test_impossible_values_are_findings_or_a_failure_and_no_crash(tmp_path: Path, value: str, engine: str) -> None:
    path = turtle(tmp_path, f"ex:f a doel:BudgetFigure ; doel:kind code:expense ; sdmx-measure:obsValue {value} .")
    with suppress(KgError):  # rdflib stops at what is no number
        assert validate([path], engine=engine).findings


def test_triples_as_terms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"RDF 1\.2"):
        validate([turtle(tmp_path, "ex:g a doel:GoalEdition ; ex:says <<( ex:a ex:b ex:c )>> .")])


def test_graphs_that_are_named_like_ours_are_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "given.trig"
    path.write_text(
        "<urn:x/graph/shared> { <urn:g> a <https://w3id.org/doelenboom/def#GoalEdition> . }", encoding="utf-8"
    )
    assert validate([path]).findings


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        turtle(tmp_path / folder, f"ex:{folder} a doel:GoalEdition .")
    report = validate([tmp_path / "a" / "other.ttl", tmp_path / "b" / "other.ttl"], engine="fast")
    assert len({finding.file for finding in report.findings}) == 2


def test_a_document_given_twice_is_refused(built: Path) -> None:
    with pytest.raises(UnreadableInput, match="given twice"):
        validate([corpus()], graph=built, engine="fast")


def test_a_stray_file_parts_no_register(tmp_path: Path) -> None:
    for name in ("annual-report-2024-programme-9.txt", "programme-budget-2021-social-domain.txt"):
        (tmp_path / name).write_text((corpus() / name).read_text(encoding="utf-8"), encoding="utf-8")
    alone = validate([tmp_path], engine="fast")
    (tmp_path / "notitie.txt").write_text("Gemeente Leiden. Een notitie zonder doelen.\n", encoding="utf-8")
    assert said(validate([tmp_path], engine="fast")) == said(alone)


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_directions_of_the_register_reach_the_check_of_a_document(tmp_path: Path, engine: str) -> None:
    """F11 says the same of documents, of the graph that is built of them, and of its N-Quads."""
    files = sorted(corpus().glob("*.txt"))
    build(files, tmp_path / "graph")
    given = [validate(files, engine=engine), validate(graph=tmp_path / "graph", engine=engine)]
    given.append(validate([tmp_path / "graph" / "current" / "graph.nq"], engine=engine))
    found = [sorted(f.node for f in report.findings if f.rule == "F11") for report in given]
    assert len(found[0]) == 6
    assert found[0] == found[1] == found[2]
