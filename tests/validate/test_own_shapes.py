"""A user's own shapes: run beside ours; refused, with the reason, where they reach out, loop or check nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph

from kg.build.check import validate
from kg.errors import QueryFailed, UnreadableInput
from kg.validate import own
from kg.validate.document import Subject, check_document
from kg.validate.engines import ENGINES
from kg.validate.shapeset import load_own

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix doel: <https://w3id.org/doelenboom/def#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/shapes#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix code: <https://w3id.org/doelenboom/code/> .
@prefix rule: <https://w3id.org/doelenboom/rule/> .
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
        ("ex:T a sh:NodeShape ; sh:targetClas doel:GoalEdition ; sh:nodeKind sh:IRI .", "sh:targetClas is no"),
        ("ex:Typo a sh:NodeShape ; sh:targetClass doel:GoalEditon ; sh:nodeKind sh:IRI .", "the vocabulary has no"),
        ("ex:o owl:imports <http://example.org/more.ttl> ." + SHORT_LABELS, "imports another file"),
        ("ex:S sh:targetClass doel:GoalEdition ; sh:js [ sh:jsFunctionName 'f' ] .", "JavaScript"),
        ("ex:S sh:targetClass doel:GoalEdition ; sh:rule [ a sh:TripleRule ] .", "sh:rule"),
        ("ex:S a sh:NodeShape ; sh:targetClass doel:GoalEdition ; sh:node ex:S .", "part of itself"),
        ("ex:S sh:targetClass doel:Goal ; sh:property ex:P . ex:P sh:path doel:text ; sh:node ex:S .", "of itself"),
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
        load_own([written(tmp_path, turtle)])
    assert "own.ttl" in str(refused.value)


def test_shapes_that_match_no_node_are_an_error_and_no_pass(tmp_path: Path) -> None:
    path = written(tmp_path, "ex:S a sh:NodeShape ; sh:targetClass ex:Unknown ; sh:nodeKind sh:BlankNode .")
    with pytest.raises(UnreadableInput, match="nothing of what is validated is a target"):
        validate(shapes=[path], engine="fast")


def test_an_absent_file_of_shapes_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"absent\.ttl: cannot be read"):
        load_own([tmp_path / "absent.ttl"])


SHAPE = "ex:S sh:targetClass doel:GoalEdition ; "
KIND = SHAPE + "sh:nodeKind sh:IRI . "
GRAPH = """
ex:one a doel:GoalEdition ; rdfs:label "One" ; ex:p ex:two , ex:three ; ex:q ex:three .
ex:two a doel:GoalEdition ; ex:p ex:three ; ex:q "x" .
ex:three a doel:GoalEdition ; rdfs:label "Three" ; ex:q ex:one .
ex:four a doel:GoalEdition .
"""


def query(select: str, more: str = "") -> str:
    return f'ex:Q sh:targetClass doel:GoalEdition ; sh:sparql [ {more} sh:select """{select}""" ] .'


def lines() -> list[str]:
    return Graph().parse(data=HEAD + GRAPH, format="turtle").serialize(format="nt").splitlines()


@pytest.mark.parametrize(
    "path",
    [
        "[ sh:inversePath ex:p ]",
        "( ex:p ex:q )",
        "[ sh:alternativePath ( ex:p ex:q ) ]",
        "[ sh:zeroOrMorePath ex:p ]",
        "[ sh:oneOrMorePath ex:p ]",
        "[ sh:zeroOrOnePath ex:q ]",
        "( ex:p [ sh:inversePath ex:p ] [ sh:zeroOrMorePath [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] )]] )",
    ],
)
@pytest.mark.filterwarnings("ignore")  # of rdflib, for how pyshacl uses it
@pytest.mark.parametrize("constraint", ["sh:minCount 2", "sh:maxCount 1", "sh:not [ sh:class doel:GoalEdition ]"])
def test_paths_are_followed_as_plain_pyshacl_follows_them(tmp_path: Path, path: str, constraint: str) -> None:
    written_shape = written(tmp_path, SHAPE + f"sh:property [ sh:path {path} ; {constraint} ] .")
    data = Graph().parse(data=HEAD + GRAPH, format="turtle")
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=Graph().parse(written_shape), inference="none")
    assert isinstance(report, Graph)
    expected = len(list(report.subjects(RDF.type, SH.ValidationResult)))
    shapes = load_own([written_shape])
    for engine in ("pyshacl", "fast"):
        found = ENGINES[engine](lines(), shapes)
        assert len(found) == expected, engine
        assert {shapes.code(result.shape) for result in found} <= {"S"}


def test_nameless_shapes_in_lists_belong_to_the_shape_around_them(tmp_path: Path) -> None:
    turtle = SHAPE + "sh:and ( [ sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ] [ sh:nodeKind sh:IRI ] ) ."
    path = written(tmp_path, turtle)
    for engine in ("pyshacl", "fast"):
        found = check_document(Subject(lines(), fallback="x.ttl"), load_own([path]), ENGINES[engine])
        assert [finding.rule for finding in found] == ["S", "S"], engine


def test_a_file_is_always_read_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, SHORT_LABELS)
    assert set(load_own([path]).graph) == set(load_own([path]).graph)


@pytest.mark.parametrize(
    ("turtle", "why"),
    [
        # what would be checked by nothing
        (SHAPE + "sh:property [ sh:path rdfs:label ; sh:maxCoun 1 ] .", "sh:maxCoun is no property"),
        (SHAPE + "sh:nodeKind sh:IRIs .", "sh:IRIs is no term"),
        (SHAPE + "sh:property [ sh:path rdfs:label ] .", "has no constraint"),
        (SHAPE + "sh:property [ sh:minCount 1 ] .", "has one sh:path"),
        (SHAPE + "sh:node ex:Nothing .", "of which nothing is said"),
        (SHAPE + "sh:property [ sh:path doel:lable ; sh:minCount 1 ] .", "the vocabulary has no .*lable"),
        (SHAPE + "sh:in ( code:euro code:eurro ) .", "the vocabulary has no .*eurro"),
        (query("SELECT $this { $this a doel:GoalEditon }", "sh:prefixes rule: ;"), "the vocabulary has no"),
        # what would change ours
        (KIND + "rule:B01 sh:deactivated true .", "which is ours"),
        (KIND + "code:euro rdfs:label 'x' .", "which is ours"),
        (KIND + "<https://w3id.org/doelenboom/tier/bronze> rdfs:label 'x' .", "which is ours"),
        (KIND + "ex:X a doel:Tier .", "tiers are ours"),
        (KIND + "ex:X doel:requires ex:S .", "tiers are ours"),
        (KIND + "ex:Total a doel:Rule .", "begins with T"),
        (KIND.replace("ex:S", "ex:B01"), "B01 is a rule that ships; choose another name"),
        (KIND.replace("ex:S", "ex:L01-more"), "L01 is a rule that ships"),
        (SHAPE + "sh:node rule:B01 .", "of which nothing is said"),
        # odd shapes
        (SHAPE + "sh:and _:l . _:l rdf:first ex:P ; rdf:rest _:l .", "leads back to itself"),
        (SHAPE + "sh:in _:l . _:l rdf:first 1 , 2 ; rdf:rest () .", "a list is broken"),
        (SHAPE + "sh:in _:l . _:l rdf:first 1 .", "a list is broken"),
        (SHAPE + "sh:in ex:list .", "sh:in takes a list"),
        (SHAPE + "sh:or ( ( ex:a ) ) .", "a list stands where a shape should"),
        (SHAPE + "sh:property [ sh:path [ sh:inversePath [] ] ; sh:minCount 1 ] .", "no path of SHACL"),
        (SHAPE + "sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p .", "no path of SHACL"),
        ("ex:S sh:targetNode 'x' ; sh:nodeKind sh:IRI .", "takes a node with a name"),
        ("[] sh:targetClass doel:GoalEdition ; sh:nodeKind sh:IRI .", "has no name"),
        (KIND + "ex:S sh:message ex:text .", "sh:message takes a text"),
        (SHAPE + "sh:nodeKind sh:Violation .", "sh:nodeKind takes one of"),
        (SHAPE + "sh:property [ sh:path rdfs:label ; sh:maxCount 'x' ] .", "sh:maxCount takes a whole number"),
        (SHAPE + "sh:property [ sh:path rdfs:label ; sh:maxLength -1 ] .", "sh:maxLength takes a whole number"),
        (SHAPE + "sh:closed 'yes' .", "sh:closed takes true or false"),
        (SHAPE + "sh:class 'Goal' .", "sh:class takes a name"),
        ("ex:a ex:b <<( ex:a ex:b ex:c )>> .", "a triple within a triple"),
        ("ex:a ex:b " + "[ ex:p " * 5_000 + "1" + "]" * 5_000 + ".", "holds no shape with a target"),
        # queries
        (SHAPE + "sh:sparql ex:C .", "has one sh:select"),
        (SHAPE + "sh:sparql [ sh:select 'SELECT $this {}' , 'SELECT ?this {}' ] .", "has one sh:select"),
        (SHAPE + "sh:sparql [ sh:select ex:query ] .", "sh:select takes a text"),
        (KIND + "ex:C sh:select 'SELECT $this {}' .", "no sh:sparql in this file leads to it"),
        (query("ASK { $this ?p ?o }"), "only a SELECT"),
        (query("SELECT ?x { ?x ?y $this }"), "does not select"),
        (query("SELECT * { $this ?y ?z }"), r"SELECT \*"),
        (query("SELECT $this { $this ?y ?z { SELECT ?z { ?this ?y ?z } } }"), "a SELECT within it"),
        (query("SELECT $this { $this ?y ?z FILTER EXISTS { SELECT * { ?this ?y ?z } } }"), "a SELECT within it"),
        (query("SELECT $this { $this $PATH ?z }"), "PATH is not known"),
        (query("SELECT $this { $this ?y ?z FILTER(?z = $currentShape) }"), "currentShape is not known"),
        (query("SELECT $this { GRAPH $shapesGraph { $this ?y ?z } }"), "shapesGraph is not known"),
        (query("SELECT $this { $this ?y ?z MINUS { $this ?y 1 } }"), "MINUS"),
        (query("SELECT $this { $this ?y ?z VALUES ?z { 1 } }"), "VALUES"),
        (query("SELECT $this { ?x ?y ?z BIND(?x AS $this) }"), "bound anew"),
        (query("SELECT $this { $this a doel:GoalEdition }"), "Prefix not found"),
        (query("SELECT $this ?y { $this ?y ?z } GROUP BY $this"), "sh:select"),
        (query("SELECT $this { $this ?y ?z # \\\\u000A SERVICE <urn:x> { ?a ?b ?c }\n }"), "the escape"),
        (query("SELECT $this { $this ?y ?z }", "sh:prefixes ex:none ;"), "declares none there"),
        (
            query("SELECT $this { $this a p:x }", "sh:prefixes ex:s ;")
            + "ex:s sh:declare [ sh:prefix 'p' ; sh:namespace 'urn:a' ] , [ sh:prefix 'p' ; sh:namespace 'urn:b' ] .",
            "is declared twice",
        ),
    ],
)  # fmt: skip
def test_shapes_that_are_wrong_are_refused_with_the_reason(tmp_path: Path, turtle: str, why: str) -> None:
    with pytest.raises(UnreadableInput, match=why) as refused:
        load_own([written(tmp_path, turtle)])
    assert "own.ttl" in str(refused.value)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (SHAPE + "sh:sparql ex:C .", "ex:C sh:select 'SELECT $this { SERVICE <urn:x> { ?x ?y ?z } }' .", "sh:select"),
        (
            SHAPE + "sh:sparql ex:C . ex:C sh:select 'SELECT $this { $this ?y ?z }' .",
            "ex:R sh:targetClass doel:Goal ; sh:sparql ex:C . ex:C sh:select 'SELECT $this { $this ?a ?b }' .",
            "has one sh:select",
        ),
        (
            SHAPE + "sh:node ex:P .",
            "ex:P sh:targetClass doel:Goal ; sh:node ex:S .",
            "part of itself",
        ),
        (
            SHAPE + "sh:in ex:L . ex:L rdf:first 1 ; rdf:rest () .",
            KIND + "ex:L rdf:first 2 ; rdf:rest () .",
            "a list is broken",
        ),
    ],
)  # fmt: skip
def test_two_files_do_not_escape_together(tmp_path: Path, first: str, second: str, why: str) -> None:
    paths = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for path, turtle in zip(paths, (first, second), strict=True):
        path.write_text(HEAD + turtle, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=why):
        load_own(paths)


def test_engines_are_given_the_text_that_was_checked(tmp_path: Path) -> None:
    path = written(tmp_path, query("SELECT $this { $this a doel:GoalEdition # seen\n }", "sh:prefixes rule: ;"))
    shapes = load_own([path])
    assert "# seen" not in shapes.turtle
    assert "declare" not in shapes.turtle
    assert "sh:prefixes" not in shapes.turtle
    found = [ENGINES[engine](lines(), shapes) for engine in ("pyshacl", "fast", "rdflib")]
    assert [len(results) for results in found] == [4, 4, 4]


@pytest.mark.parametrize(
    ("message", "nl", "en"),
    [
        ("", "… voldoet niet aan Q", "… does not conform to Q"),
        ("sh:message 'Nur so'@de ;", "Nur so", "Nur so"),
        ("sh:message 'Zo'@nl-nl ;", "Zo", "Zo"),
        ("sh:message 'So'@en ;", "So", "So"),
    ],
)
def test_a_message_is_never_empty(tmp_path: Path, message: str, nl: str, en: str) -> None:
    shapes = load_own([written(tmp_path, query("SELECT $this { $this <urn:none> ?x }", message))])
    ((constraint,),) = shapes.constraints.values()
    assert constraint.message.nl.replace("{?this}", "…") == nl
    assert constraint.message.en.replace("{?this}", "…") == en


def test_what_is_deactivated_is_not_asked_again(tmp_path: Path) -> None:
    turtle = query("SELECT $this { $this ?y ?z }", "sh:deactivated true ;")
    assert not load_own([written(tmp_path, turtle)]).constraints


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_shapes_that_do_not_end_are_ended(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "TIME_LIMIT", 4.0)
    cross = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
    path = written(tmp_path, query(f"SELECT $this (COUNT(*) AS ?n) {{ $this ?y ?z . {cross} }} GROUP BY $this"))
    data = tmp_path / "data.ttl"
    data.write_text(HEAD + GRAPH + "".join(f"ex:n{i} ex:p ex:m{i} ." for i in range(300)), encoding="utf-8")
    begun = time.monotonic()
    with pytest.raises(QueryFailed, match=r"own\.ttl: these shapes run for more than 4 s over .*data\.ttl"):
        validate([data], shapes=[path], engine=engine)
    assert time.monotonic() - begun < 60


def test_a_pattern_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "TIME_LIMIT", 4.0)
    path = written(tmp_path, SHAPE + "sh:property [ sh:path rdfs:label ; sh:pattern '^(a|a)*$' ] .")
    data = tmp_path / "data.ttl"
    data.write_text(f"{HEAD} ex:one a doel:GoalEdition ; rdfs:label '{'a' * 60}b' .", encoding="utf-8")
    with pytest.raises(QueryFailed, match="run for more than 4 s"):
        validate([data], shapes=[path])


def test_a_failure_of_an_engine_names_the_file_of_shapes(tmp_path: Path) -> None:
    path = written(tmp_path, SHAPE + "sh:property [ sh:path rdfs:label ; sh:pattern '(' ] .")
    with pytest.raises(QueryFailed, match=r"own\.ttl: pyshacl failed"):
        validate(shapes=[path])


def test_code_in_the_working_directory_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, data = written(tmp_path, KIND), tmp_path / "data.ttl"
    data.write_text(HEAD + GRAPH, encoding="utf-8")
    (tmp_path / "pickle.py").write_text("raise SystemExit")
    (tmp_path / "kg.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert validate([data], shapes=[path], engine="fast").documents


def test_the_shapes_that_ship_are_not_run_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(HEAD + GRAPH, encoding="utf-8")
    monkeypatch.setattr(own, "TIME_LIMIT", 0.0)
    assert validate([data], engine="fast").documents
