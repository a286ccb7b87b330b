"""An ontology, taken apart: what is followed, what is refused, and that a changed axiom changes what follows."""

from __future__ import annotations

import pytest

from kg.errors import NotSupported
from kg.infer.axioms import FILES, Axioms, our_axioms, read_axioms, turtle
from kg.resources import folder

PREFIXES = """
@prefix : <urn:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DOEL = "https://w3id.org/doelenboom/def#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def axioms(text: str) -> Axioms:
    """Read an ontology written in Turtle, without prefixes."""
    return read_axioms(turtle((PREFIXES + text).encode()))


def test_a_property_is_followed_to_all_that_it_is_as_well() -> None:
    plan = our_axioms().plans[f"<{DOEL}hasGoal>"]
    assert set(plan.ways) == {
        (f"<{DOEL}hasDirectPart>", False),
        (f"<{DOEL}directPartOf>", True),
        (f"<{DOEL}hasPart>", False),
        (f"<{DOEL}partOf>", True),
        (f"<{SKOS}narrower>", False),
        (f"<{SKOS}narrowerTransitive>", False),
        (f"<{SKOS}broader>", True),
        (f"<{SKOS}broaderTransitive>", True),
    }
    assert f"<{DOEL}PolicyArea>" in plan.domain
    assert f"<{SKOS}Concept>" in plan.range


def test_a_source_ties_nothing_together() -> None:
    assert our_axioms().plans[f"<{DOEL}hasSource>"].ways == ()


def test_links_between_vocabularies_entail_nothing() -> None:
    aligned = axioms(":Goal a owl:Class ; rdfs:seeAlso :Outcome . :code skos:exactMatch :other .")
    assert aligned.plans == {}
    assert aligned.terms == {"<urn:Goal>"}


def test_a_chain_of_any_length_is_joins_of_two() -> None:
    plans = axioms(":p owl:propertyChainAxiom ( :a :b :c ) . :q owl:propertyChainAxiom ( :a ) .").plans
    (first,), (last,) = plans["<urn:a>"].firsts, plans["<urn:c>"].seconds
    assert (first.second, last.head) == ("<urn:b>", "<urn:p>")
    assert first.head == last.first
    assert plans["<urn:a>"].ways == (("<urn:q>", False),)


@pytest.mark.parametrize(
    "text",
    [
        ":p a owl:FunctionalProperty .",
        ":p a owl:InverseFunctionalProperty .",
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
        ":A owl:intersectionOf ( :B :C ) .",
        ":A owl:unionOf ( :B :C ) .",
        ":A owl:oneOf ( :b ) .",
        ":A owl:hasKey ( :p ) .",
        ":a owl:sameAs :b .",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a .",
        ":p a rdf:Property ; rdfs:subPropertyOf rdf:type .",
        ":p rdfs:subPropertyOf owl:sameAs .",
        ":percent a rdfs:Datatype .",
    ],
)
def test_what_cannot_be_followed_is_refused(text: str) -> None:
    with pytest.raises(NotSupported, match="does not follow that"):
        axioms(text)


def test_an_axiom_less_is_less_that_follows() -> None:
    text = "\n".join((folder("ontology") / name).read_text(encoding="utf-8") for name in FILES)
    less = text.replace(
        "doel:hasGoal a owl:ObjectProperty ;\n  rdfs:subPropertyOf doel:hasDirectPart ;", "doel:hasGoal"
    )
    assert less != text
    assert read_axioms(turtle(less.encode())).plans[f"<{DOEL}hasGoal>"].ways == ()
