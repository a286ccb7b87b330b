"""What texts refer to, in the register: elements, decisions and organisations, each described once in one graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.build.load import load_documents
from kg.build.run import graph_lines
from kg.vocabulary import PREFIXES

BUDGET = """Programmabegroting 2022 gemeente Leiden

Programmanummer 6

Beleidsterrein 6A Wonen

Doel | Prestatie |
---|---|
6A1 Genoeg woningen | 6A1.1 Bouwen van woningen |

De gemeente Leiden bouwt met het Rijk, de GGD, welzijnsorganisaties en COC Leiden (zie ook 8B).
Het besluit is genomen (RV21.0044).
"""
ACCOUNT = """Jaarstukken 2022 gemeente Leiden

Programmanummer 8

Beleidsterrein 8B Sport

De gemeente Leiden bouwde een hal (zie 6A), volgens besluit RV 21.0044 en artikel 35 van de Participatiewet.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder = tmp_path_factory.mktemp("two")
    for name, text in {"budget.txt": BUDGET, "account.txt": ACCOUNT}.items():
        (folder / name).write_text(text, encoding="utf-8")
    store = ox.Store()
    store.load("\n".join(graph_lines(load_documents([folder]))[0]).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return sorted(tuple(str(getattr(row[name], "value", "")) for name in names) for row in found)


def test_a_reference_refers_to_the_element_that_is_loaded(store: ox.Store) -> None:
    query = "SELECT ?code ?iri { ?r a doel:CrossReference ; doel:targetCode ?code ; doel:refersTo ?iri }"
    assert [(code, iri.rpartition("/gm0546/")[2]) for code, iri in ask(store, query)] == [
        ("6A", "policy-area/6A"),
        ("8B", "policy-area/8B"),
    ]


def test_one_decision_is_cited_by_two_documents(store: ox.Store) -> None:
    query = """SELECT ?number (COUNT(DISTINCT ?part) AS ?parts) {
      ?r a doel:DecisionReference ; doel:refersTo ?decision ; doel:statedInPart ?part .
      ?decision a doel:Decision ; skos:notation ?number } GROUP BY ?number"""
    assert ask(store, query) == [("RV 21.0044", "2")]  # the article of a law is no decision of the city


def test_national_organisations_are_shared_and_those_of_the_city_are_not(store: ox.Store) -> None:
    query = """SELECT ?name ?graph { ?m a doel:Mention ; doel:refersTo ?o .
      GRAPH ?graph { ?o a doel:Organisation ; skos:prefLabel ?name } }"""
    found = {name: graph.rpartition("/id/")[2] for name, graph in ask(store, query)}
    assert found["Rijk"] == "graph/shared"
    assert found["COC Leiden"] == "gm0546/graph/register"


def test_a_word_for_several_organisations_is_mentioned_and_is_none(store: ox.Store) -> None:
    assert ask(store, 'SELECT ?m { ?m a doel:Mention ; rdfs:label "welzijnsorganisaties"@nl }')
    named = 'FILTER(CONTAINS(LCASE(?label), "welzijnsorganisaties"))'
    assert not ask(store, f"SELECT ?o {{ ?o a doel:Organisation ; skos:prefLabel ?label {named} }}")
    assert not ask(store, f"SELECT ?m {{ ?m doel:refersTo ?o ; rdfs:label ?label {named} }}")


def test_texts_are_about_elements(store: ox.Store) -> None:
    query = "SELECT DISTINCT ?code { ?t a doel:Explanation ; doel:about/skos:notation ?code }"
    assert ask(store, query) == [("6A",), ("8B",)]


def test_no_triple_stands_in_two_graphs(store: ox.Store) -> None:
    triples = [(quad.subject, quad.predicate, quad.object) for quad in store]
    assert len(triples) == len(set(triples))
