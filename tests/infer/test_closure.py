"""The closure by rules entails what owlrl entails: for each construct, for graphs made at random, and in layers."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NotSupported, OutOfTime
from kg.infer.axioms import Axioms, Triple, our_axioms
from kg.infer.clashes import Clash
from kg.infer.clock import Clock
from kg.infer.closure import Closure
from kg.infer.reference import close, closed_by_owlrl
from tests.infer.test_axioms import DOEL, axioms

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def data(text: str) -> list[str]:
    """Lines of N-Triples of short ones: ``a p b``, ``a a A``, ``a p "3"``, with our own words as ``doel:x``."""
    return [" ".join(map(_term, line.split())) + " ." for line in filter(str.strip, re.split(r"\n|; ", text))]


def _term(short: str) -> str:
    if short == "a-kind-of":
        return TYPE
    if short.startswith('"'):
        return re.sub(r"\^\^(\w+)$", rf"^^<{XSD}\1>", short)
    return f"<{DOEL}{short[5:]}>" if short.startswith("doel:") else f"<urn:{short}>"


def closed(lines: list[str], ontology: Axioms, below: Closure | None = None) -> Closure:
    closure = Closure(ontology, Clock(), below)
    if lines:
        closure.add([f"{line.removesuffix(' .')} <urn:g> ." for line in lines])
    return closure


def short(triples: list[Triple]) -> list[str]:
    names = {TYPE: "a-kind-of"}
    return sorted(
        " ".join(names.get(term, term.removeprefix("<urn:").removesuffix(">")) for term in t) for t in triples
    )


def both(text: str, facts: str) -> tuple[list[str], list[Clash]]:
    """What follows and clashes, the same by rules and by owlrl."""
    ontology, lines = axioms(text), data(facts)
    closure, reference = closed(lines, ontology), close(lines, ontology)
    assert sorted(closure.inferred()) == sorted(reference.inferred)
    assert [clash for clash in reference.clashes if clash.kind != "owlrl"] == closure.clashes()
    assert bool(reference.clashes) == bool(closure.clashes())
    return short(list(closure.inferred())), closure.clashes()


CONSTRUCTS = {
    "class above": (
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .",
        "x a-kind-of A",
        ["x a-kind-of B", "x a-kind-of C"],
    ),
    "equivalent classes": (":A owl:equivalentClass :B .", "x a-kind-of B", ["x a-kind-of A"]),
    "sub-property": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", "x p y", ["x q y", "x r y"]),
    "sub-property of a value": (":p rdfs:subPropertyOf :q .", 'x p "3"', ['x q "3"']),
    "equivalent properties": (":p owl:equivalentProperty :q .", "x q y", ["x p y"]),
    "inverse": (":p owl:inverseOf :q .", "x p y; u q v", ["v p u", "y q x"]),
    "symmetric": (":p a owl:SymmetricProperty .", "x p y", ["y p x"]),
    "transitive": (":p a owl:TransitiveProperty .", "w p x; x p y; y p z", ["w p y", "w p z", "x p z"]),
    "a circle": (":p a owl:TransitiveProperty .", "x p y; y p x", ["x p x", "y p y"]),
    "domain and range": (
        ":p rdfs:domain :A ; rdfs:range :B . :B rdfs:subClassOf :C .",
        "x p y",
        ["x a-kind-of A", "y a-kind-of B", "y a-kind-of C"],
    ),
    "domain of a property above": (
        ":p rdfs:subPropertyOf :q . :q owl:inverseOf :r ; rdfs:domain :A . :r rdfs:domain :B .",
        "x p y",
        ["x a-kind-of A", "x q y", "y a-kind-of B", "y r x"],
    ),
    "chain": (":p owl:propertyChainAxiom ( :a :b ) .", "x a y; y b z", ["x p z"]),
    "chain of three": (":p owl:propertyChainAxiom ( :a :b :c ) .", "x a y; y b z; z c u", ["x p u"]),
    "chain of inferred ones": (
        ":p owl:propertyChainAxiom ( :a :b ) . :a owl:inverseOf :d . :p rdfs:subPropertyOf :b ; rdfs:range :A .",
        "y d x; y b z; w a x",
        ["w p z", "w b z", "x a y", "x b z", "x d w", "x p z", "z a-kind-of A"],
    ),
    "value as a link of a chain": (
        ":p owl:propertyChainAxiom ( :a :b ) . :b owl:inverseOf :a .",
        'x a "3"; y a "3"',
        ["x p x", "x p y", "y p x", "y p y"],
    ),
    "nothing of the vocabulary": (":A a owl:Class ; rdfs:subClassOf :B .", "A a-kind-of B", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_each_construct(name: str) -> None:
    text, facts, expected = CONSTRUCTS[name]
    found, clashes = both(text, facts)
    assert found == sorted(expected)
    assert clashes == []


CLASHES = {
    "disjoint": (":A owl:disjointWith :B .", "x a-kind-of B; x a-kind-of A", ("classes", "<urn:A>", "<urn:B>")),
    "disjoint above": (
        ":A owl:disjointWith :B . :C rdfs:subClassOf :A . :p rdfs:range :B .",
        "x a-kind-of C; y p x",
        ("classes", "<urn:A>", "<urn:B>"),
    ),
    "all disjoint": (
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .",
        "x a-kind-of A; x a-kind-of C",
        ("classes", "<urn:A>", "<urn:C>"),
    ),
    "no members": (
        ":A rdfs:subClassOf owl:Nothing .",
        "x a-kind-of A",
        ("nothing", "<http://www.w3.org/2002/07/owl#Nothing>"),
    ),
    "irreflexive": (":p a owl:IrreflexiveProperty .", "x p x", ("self", "<urn:p>")),
    "asymmetric": (":p a owl:AsymmetricProperty .", "x p x", ("both-ways", "<urn:p>", "<urn:x>")),
    "disjoint properties": (
        ":p owl:propertyDisjointWith :q . :r rdfs:subPropertyOf :q .",
        "x p y; x r y",
        ("properties", "<urn:p>", "<urn:q>", "<urn:y>"),
    ),
    "another datatype": (":p rdfs:range xsd:integer .", 'x p "drie"', ("value", "<urn:p>", '"drie"')),
    "another datatype above": (
        ":p rdfs:subPropertyOf :q . :q rdfs:range xsd:boolean .",
        'x p "3"^^integer',
        ("value", "<urn:p>", f'"3"^^<{XSD}integer>'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASHES)
def test_each_clash(name: str) -> None:
    text, facts, expected = CLASHES[name]
    ontology, lines = axioms(text), data(facts)
    assert Clash("<urn:x>", expected[0], expected[1:]) in closed(lines, ontology).clashes()
    assert Clash("<urn:x>", expected[0], expected[1:]) in close(lines, ontology).clashes


NAMES = st.sampled_from(["a", "b", "c", "d"])
PROPERTIES = st.sampled_from(["p", "q", "r", "s"])
CLASSES = st.sampled_from(["A", "B", "C", "D"])
FACTS = st.lists(
    st.one_of(
        st.tuples(NAMES, PROPERTIES, NAMES).map(" ".join),
        st.tuples(NAMES, st.just("a-kind-of"), CLASSES).map(" ".join),
        st.tuples(NAMES, PROPERTIES, st.sampled_from(['"3"', '"3"^^integer'])).map(" ".join),
    ),
    min_size=1,
    max_size=8,
)
PAIRS = (
    ("rdfs:subPropertyOf", "owl:inverseOf", "owl:equivalentProperty", "owl:propertyDisjointWith"),
    ("rdfs:subClassOf", "owl:equivalentClass", "owl:disjointWith"),
    ("rdfs:domain", "rdfs:range"),
)
ONTOLOGY = st.lists(
    st.one_of(
        st.tuples(PROPERTIES, st.sampled_from(PAIRS[0]), PROPERTIES).map(lambda t: f":{t[0]} {t[1]} :{t[2]} ."),
        st.tuples(CLASSES, st.sampled_from(PAIRS[1]), CLASSES).map(lambda t: f":{t[0]} {t[1]} :{t[2]} ."),
        st.tuples(PROPERTIES, st.sampled_from(PAIRS[2]), CLASSES).map(lambda t: f":{t[0]} {t[1]} :{t[2]} ."),
        st.tuples(PROPERTIES, st.sampled_from(["Transitive", "Symmetric", "Asymmetric", "Irreflexive"])).map(
            lambda t: f":{t[0]} a owl:{t[1]}Property ."
        ),
        st.tuples(PROPERTIES, st.lists(PROPERTIES, min_size=2, max_size=3)).map(
            lambda t: f":{t[0]} owl:propertyChainAxiom ( :{' :'.join(t[1])} ) ."
        ),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(ONTOLOGY, FACTS)
def test_graphs_at_random(statements: list[str], facts: list[str]) -> None:
    ontology, lines = axioms("\n".join(statements)), sorted(set(data("\n".join(facts))))
    closure, reference = closed(lines, ontology), close(lines, ontology)
    assert sorted(closure.inferred()) == sorted(reference.inferred)
    assert {clash.node for clash in closure.clashes()} == {
        clash.node for clash in reference.clashes if clash.kind != "owlrl"
    }


@settings(max_examples=60, deadline=None)
@given(ONTOLOGY, FACTS, st.randoms(use_true_random=False), st.integers(0, 8))
def test_the_order_and_the_layer_of_what_is_added_change_nothing(
    statements: list[str], facts: list[str], random: Random, cut: int
) -> None:
    ontology, lines = axioms("\n".join(statements)), list(dict.fromkeys(data("\n".join(facts))))
    whole = closed(lines, ontology)
    random.shuffle(lines)
    assert sorted(closed(lines, ontology).inferred()) == sorted(whole.inferred())
    below = closed(lines[:cut], ontology)
    above = closed(lines[cut:], ontology, below)
    stated = {tuple(line[:-2].split(" ", 2)) for line in lines}
    assert {*above.inferred(), *below.inferred()} - stated == set(whole.inferred())
    assert not set(above.inferred()) & (set(below.inferred()) | {*map(tuple, map(str.split, lines[:cut]))})


def test_what_follows_by_the_ontology() -> None:
    facts = """figure doel:aboutEdition edition
edition doel:editionOf goal
programme doel:hasPolicyArea area
area doel:hasGoal goal"""
    found = set(closed(data(facts), our_axioms()).inferred())
    assert ("<urn:figure>", f"<{DOEL}about>", "<urn:goal>") in found
    assert ("<urn:goal>", f"<{DOEL}partOf>", "<urn:programme>") in found
    assert ("<urn:goal>", "<http://www.w3.org/2004/02/skos/core#broaderTransitive>", "<urn:programme>") in found


def test_same_as_is_refused() -> None:
    with pytest.raises(NotSupported, match="owlrl"):
        closed(["<urn:a> <http://www.w3.org/2002/07/owl#sameAs> <urn:b> ."], our_axioms())


def test_time_runs_out() -> None:
    with pytest.raises(OutOfTime, match="--limit"):
        Closure(our_axioms(), Clock(1e-9)).add(["<urn:a> <urn:p> <urn:b> <urn:g> ."])
    links = [f"<urn:{number}> <urn:p> <urn:{number + 1}> <urn:g> ." for number in range(3000)]  # millions follow
    with pytest.raises(OutOfTime, match="--limit"):
        Closure(axioms(":p a owl:TransitiveProperty ."), Clock(0.3)).add(links)
    with pytest.raises(OutOfTime, match="--limit"):
        closed_by_owlrl(data("x p y"), our_axioms(), Clock(0.2))  # shorter than Python takes to start and load rdflib


def test_the_reference_runs_apart() -> None:
    answer = closed_by_owlrl(data("x p y"), axioms(":p rdfs:range :A ; rdfs:subPropertyOf :q ."), Clock(60))
    assert short(answer.inferred) == ["x q y", "y a-kind-of A"]
