"""A user's own shapes: run beside ours; refused, with the reason, where they reach out, loop or check nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.check import validate
from kg.errors import UnreadableInput
from kg.validate.shapeset import load_shapes

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix doel: <https://w3id.org/doelenboom/def#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/shapes#> .
"""
SHORT_LABELS = """
ex:Short a sh:NodeShape ; sh:targetClass doel:GoalEdition ;
  sh:property [ sh:path rdfs:label ; sh:maxLength 20 ; sh:severity sh:Warning ;
    sh:message "Doel {?this} is te lang"@nl , "Goal {?this} is too long"@en ] .
"""
SELECTED = """
ex:Query a sh:NodeShape ; sh:targetClass doel:GoalEdition ; sh:sparql [
  sh:message "Doel {{?code}}"@nl , "Goal {{?code}}"@en ; sh:select \"\"\"
  PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
  SELECT $this ?code WHERE {{ $this skos:notation ?code . {more} }}\"\"\" ] .
"""


def written(folder: Path, turtle: str) -> Path:
    path = folder / "own.ttl"
    path.write_text(HEAD + turtle, encoding="utf-8")
    return path


def test_own_shapes_find_their_cells(tmp_path: Path) -> None:
    report = validate(shapes=[written(tmp_path, SHORT_LABELS)])
    found = [finding for finding in report.findings if finding.rule == "Short"]
    assert len(found) == 16
    assert found[0].message_nl == "Doel 9A1 is te lang"
    assert found[0].file == "annual-report-2024-programme-9.txt"
    assert all(finding.line for finding in found)
    assert {finding.severity for finding in found} == {"warning"}


def test_own_shapes_in_sparql_fill_their_messages(tmp_path: Path) -> None:
    report = validate(shapes=[written(tmp_path, SELECTED.format(more=""))])
    found = [finding for finding in report.findings if finding.rule == "Query"]
    assert [finding.text("nl") for finding in found][:2] == ["Doel 9A1", "Doel 9B1"]
    assert all(finding.line for finding in found)


@pytest.mark.parametrize(
    ("turtle", "why"),
    [
        ("ex:a ex:b", "not Turtle"),
        ("", "holds no shape with a target"),
        ("ex:T a sh:NodeShape ; sh:targetClas doel:GoalEdition ; sh:nodeKind sh:IRI .", "holds no shape with a target"),
        ("ex:Typo a sh:NodeShape ; sh:targetClass doel:GoalEditon ; sh:nodeKind sh:IRI .", "the vocabulary has no"),
        ("ex:o owl:imports <http://example.org/more.ttl> ." + SHORT_LABELS, "imports another file"),
        ("ex:S sh:targetClass doel:GoalEdition ; sh:js [ sh:jsFunctionName 'f' ] .", "JavaScript"),
        ("ex:S sh:targetClass doel:GoalEdition ; sh:rule [ a sh:TripleRule ] .", "sh:rule"),
        ("ex:S a sh:NodeShape ; sh:targetClass doel:GoalEdition ; sh:node ex:S .", "part of itself"),
        ("ex:S sh:targetClass doel:Goal ; sh:property ex:P . ex:P sh:path doel:x ; sh:node ex:S .", "part of itself"),
        (SELECTED.format(more="SERVICE <http://example.org/sparql> { ?a ?b ?c }"), "SERVICE"),
        (SELECTED.format(more="SERV\\\\u0049CE <http://example.org/sparql> { ?a ?b ?c }"), "SERVICE"),
        (SELECTED.format(more="{ SELECT ?x { SERVICE SILENT ?g { ?x ?y ?z } } }"), "SERVICE"),
        (SELECTED.format(more="FILTER EXISTS { SERVICE <urn:x> { ?a ?b ?c } }"), "SERVICE"),
        (SELECTED.replace("?code WHERE", "?code FROM <http://example.org/g> WHERE").format(more=""), "FROM"),
        (SELECTED.format(more="{" * 30 + "}" * 30), "sh:select"),
    ],
)  # fmt: skip
def test_shapes_that_reach_out_loop_or_check_nothing_are_refused(tmp_path: Path, turtle: str, why: str) -> None:
    with pytest.raises(UnreadableInput, match=why) as refused:
        load_shapes([written(tmp_path, turtle)])
    assert "own.ttl" in str(refused.value)


def test_shapes_that_match_no_node_are_an_error_and_no_pass(tmp_path: Path) -> None:
    path = written(tmp_path, "ex:S a sh:NodeShape ; sh:targetClass ex:Unknown ; sh:nodeKind sh:BlankNode .")
    with pytest.raises(UnreadableInput, match="nothing of what is validated is a target"):
        validate(shapes=[path], engine="fast")


def test_an_absent_file_of_shapes_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"absent\.ttl: cannot be read"):
        load_shapes([tmp_path / "absent.ttl"])
