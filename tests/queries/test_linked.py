"""The catalogue as linked data: whole, the same each time, and each query in it runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import BNode

from kg.catalogue.linked import QUERIES, query_iri, turtle
from kg.catalogue.load import catalogue
from kg.catalogue.model import Parameter, Said, StoredQuery
from kg.cli import run
from kg.guard import check
from tests.queries.cases import InMemory, sampled

SH = Namespace("http://www.w3.org/ns/shacl#")
DCT = Namespace("http://purl.org/dc/terms/")
SCHEMA = Namespace("https://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")

SHAPES = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/shapes/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Query a sh:NodeShape ; sh:targetClass sh:SPARQLSelectExecutable ;
    sh:nodeKind sh:IRI ; sh:class sh:SPARQLExecutable ;
    sh:pattern "^https://w3id.org/doelenboom/query/[a-z]+(-[a-z0-9]+)+$" ;
    sh:property
        [ sh:path rdfs:label ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:languageIn ( "nl" "en" ) ],
        [ sh:path rdfs:comment ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:languageIn ( "nl" "en" ) ],
        [ sh:path dct:description ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:languageIn ( "nl" "en" ) ],
        [ sh:path dct:identifier ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ],
        [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
        [ sh:path ( dct:hasVersion schema:sha256 ) ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "^[0-9a-f]{64}$" ],
        [ sh:path schema:keywords ; sh:minCount 1 ; sh:datatype xsd:string ],
        [ sh:path schema:target ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
        [ sh:path sh:select ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ],
        [ sh:path ( sh:prefixes sh:declare ) ; sh:minCount 1 ; sh:class sh:PrefixDeclaration ],
        [ sh:path sh:parameter ; sh:class sh:Parameter ; sh:nodeKind sh:IRI ] .

ex:Parameter a sh:NodeShape ; sh:targetClass sh:Parameter ;
    sh:property [ sh:path sh:path ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
        [ sh:path sh:name ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ; sh:languageIn ( "nl" "en" ) ],
        [ sh:path sh:optional ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ],
        [ sh:path skos:example ; sh:maxCount 1 ] ;
    sh:xone ( [ sh:property [ sh:path sh:datatype ; sh:minCount 1 ; sh:maxCount 1 ] ]
        [ sh:property [ sh:path sh:nodeKind ; sh:hasValue sh:IRI ] ] ) .

ex:Prefix a sh:NodeShape ; sh:targetClass sh:PrefixDeclaration ;
    sh:property [ sh:path sh:prefix ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ],
        [ sh:path sh:namespace ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:anyURI ] .
"""


def _all() -> list[StoredQuery]:
    return list(catalogue().values())


def _read(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def _conforms(graph: Graph) -> tuple[bool, str]:
    shapes = Graph().parse(data=SHAPES, format="turtle")
    ok, _, said = validate(graph, shacl_graph=shapes, meta_shacl=False)
    return bool(ok), str(said)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return _read(turtle(_all(), "https://example.org/sparql"))


@pytest.fixture(scope="module")
def built(leiden_lines: bytes) -> InMemory:
    return InMemory(leiden_lines)


def test_each_query_is_there_with_its_words(graph: Graph) -> None:
    for query in _all():
        node = URIRef(query_iri(query))
        assert (node, RDF.type, SH.SPARQLExecutable) in graph
        assert (node, DCT.identifier, Literal(query.name)) in graph
        assert {str(one) for one in graph.objects(node, SCHEMA.keywords)} == set(query.keywords)
        assert len(list(graph.objects(node, SH.parameter))) == len(query.parameters)
    assert len(list(graph.subjects(RDF.type, SH.SPARQLSelectExecutable))) == len(_all())


def test_it_conforms_and_what_lacks_something_does_not(graph: Graph) -> None:
    ok, said = _conforms(graph)
    assert ok, said
    some = URIRef(query_iri(_all()[0]))
    for prop in (SH.select, DCT.hasVersion, DCT.license, SCHEMA.keywords, DCT.identifier, SH.prefixes):
        broken = _read(turtle(_all()[:1]))
        broken.remove((some, prop, None))
        assert not _conforms(broken)[0], prop


def test_no_node_is_blank_and_each_is_ours(graph: Graph) -> None:
    assert not [node for node in (*graph.subjects(), *graph.objects()) if isinstance(node, BNode)]
    assert all(str(node).startswith(QUERIES) for node in graph.subjects())


def test_it_is_the_same_in_any_order() -> None:
    assert turtle(_all()) == turtle(reversed(_all()))
    assert turtle([]).endswith(" .\n")


def test_there_is_a_target_only_where_one_is_given(graph: Graph) -> None:
    assert "schema:target" not in turtle(_all())
    assert set(graph.objects(None, SCHEMA.target)) == {URIRef("https://example.org/sparql")}
    with pytest.raises(ValueError, match="not an IRI"):
        turtle(_all(), "https://example.org/> . <a> <b> <c")


@pytest.mark.parametrize("name", sampled())
def test_the_text_of_a_query_runs(name: str, graph: Graph, built: InMemory) -> None:
    text = str(graph.value(URIRef(QUERIES + name), SH.select))
    assert check(text).form == "select"
    query = catalogue()[name]
    assert built.select(text).variables == (*(column.name for column in query.columns), "evidence")


def test_the_example_of_a_parameter_is_what_stands_in_the_text(graph: Graph) -> None:
    for query in _all():
        text = str(graph.value(URIRef(query_iri(query)), SH.select))
        for parameter in query.parameters:
            node = URIRef(f"{query_iri(query)}#{parameter.name}")
            example = graph.value(node, SKOS.example)
            if parameter.type == "integer":
                assert str(example) == parameter.example
            assert f"?{parameter.name} {{" in text


def test_signs_of_turtle_and_all_kinds_of_parameters_are_kept() -> None:
    parameters = (
        Parameter("phase", "code", Said("fase", "phase"), "executed", allowed=("executed", "approved")),
        Parameter("share", "decimal", Said("deel", "share"), "0.95", required=False),
        Parameter("goal", "text", Said('d"oel\\', "g'oal"), '9"B\\1'),
        Parameter("document", "document", Said("stuk", "document"), "annual-report-2024"),
        Parameter("thing", "iri", Said("ding", "thing"), "http://example.org/a"),
    )
    body = 'SELECT ?code ?evidence { ?evidence ?code """\\"x\\\\""" }  # "\n'
    query = replace(_all()[0], name="list-odd-things", parameters=parameters, text=body)
    graph = _read(turtle([query]))
    assert str(graph.value(URIRef(query_iri(query)), SH.select)) == body
    address = query_iri(query) + "#"
    assert str(graph.value(URIRef(address + "goal"), SKOS.example)) == '9"B\\1'
    assert graph.value(URIRef(address + "document"), SKOS.example) is None
    listed = graph.value(URIRef(address + "phase"), SH["in"])
    assert listed is not None
    assert [str(one).rpartition("/")[2] for one in graph.items(listed)] == ["executed", "approved"]
    assert _conforms(graph)[0]


def test_it_can_be_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "queries.ttl"
    file.write_text(turtle(_all()), encoding="utf-8")
    assert len(Graph().parse(file)) > 20


def test_the_command_tells_the_endpoint_that_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["queries", "list-targets-met", "--format", "turtle", "--target", "https://example.org/sparql"]) == 0
    assert "schema:target <https://example.org/sparql>" in capsys.readouterr().out
    assert run(["queries", "--format", "turtle", "--target", "example.org> . <a> <b> <c"]) == 2
    assert run(["queries", "--target", "https://example.org/sparql"]) == 2
