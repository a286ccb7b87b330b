"""The ontology, the code lists and the alignments: complete, the same as kg.vocabulary, OWL 2 RL, and true."""

from __future__ import annotations

import re
from collections.abc import Iterator

import owlrl  # type: ignore[import-untyped]
import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from kg import vocabulary
from kg.resources import folder

DOEL = Namespace(vocabulary.DOEL)
CODE = Namespace(vocabulary.CODE)
EX = Namespace("https://example.org/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # where owlrl marks an inconsistency
IRI = URIRef("https://w3id.org/doelenboom/def")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")

FILES = ("doelenboom.ttl", "codes.ttl", "alignments.ttl")
KINDS: dict[URIRef, tuple[str, ...]] = {
    OWL.Class: vocabulary.CLASSES,
    OWL.ObjectProperty: vocabulary.OBJECT_PROPERTIES,
    OWL.DatatypeProperty: vocabulary.DATATYPE_PROPERTIES,
}
TERMS = tuple(name for names in KINDS.values() for name in names)
ELEMENTS = ("Programme", "FinancialOverview", "PolicyArea", "Goal", "PerformanceTarget", "Indicator", "Reserve")

# What OWL 2 RL (OWL 2 Profiles, section 4) allows and these files use.
RL_TYPES = {
    OWL.Ontology,
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.TransitiveProperty,
}
RL_AXIOMS = {
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.disjointWith,
    OWL.inverseOf,
    OWL.propertyChainAxiom,
}
RL_ANNOTATIONS = {RDFS.label, RDFS.isDefinedBy, RDFS.seeAlso, OWL.versionIRI, OWL.versionInfo}
RL_DATATYPES = {RDFS.Literal, XSD.string, XSD.integer, XSD.decimal, XSD.boolean, XSD.dateTime}

EXAMPLE = """
@prefix doel: <https://w3id.org/doelenboom/def#> .
@prefix code: <https://w3id.org/doelenboom/code/> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:report doel:municipality ex:city ; doel:documentKind code:annual-report ; doel:fiscalYear 2024 ; doel:ordinal 1 .
ex:part doel:partOfDocument ex:report ; doel:coversTreeOf ex:area-stated .
ex:file doel:renditionOf ex:part ; doel:retrievedAt "2025-06-01" ; doel:length 31973 .
ex:passage doel:inRendition ex:file ; doel:line 1 ; doel:start 0 ; doel:end 3 ; doel:quote "52%" .

ex:programme doel:hasPolicyArea ex:area .
ex:area doel:hasGoal ex:goal .
ex:goal doel:hasPerformanceTarget ex:performance ; doel:hasIndicator ex:indicator .
ex:indicator doel:hasSource ex:survey .
ex:other-city-indicator doel:hasSource ex:survey .

ex:goal-stated a doel:GoalEdition ; doel:editionOf ex:goal ; doel:partOfEdition ex:area-stated ;
  doel:statedIn ex:report ; doel:statedInPart ex:part ; doel:hasWording ex:wording ;
  doel:previousEdition ex:goal-before .
ex:goal-before a doel:GoalEdition ; doel:editionOf ex:goal .
ex:indicator-stated a doel:IndicatorEdition ; doel:editionOf ex:indicator ; doel:partOfEdition ex:goal-stated ;
  doel:statedSource "Stadsenquête"@nl ; doel:unit code:percent ; doel:note ex:footnote .
ex:footnote doel:inTable ex:table ; doel:mark "*" ; doel:noteText "Eerste halfjaar"@nl ;
  doel:coverage code:first-half-year .

ex:figure a doel:IndicatorFigure ; doel:aboutEdition ex:indicator-stated ; doel:inTable ex:table ;
  doel:kind code:realised ; doel:referenceYear 2024 ; doel:precision 1.0 ; doel:unitMult 0 ; doel:unit code:percent ;
  doel:evidence ex:passage ; doel:verbatim "52%" .
ex:balance a doel:BalanceFigure ; doel:phase code:difference ; doel:comparedWith ex:revised , ex:executed ;
  doel:isTotal true .
ex:amount a doel:DeviationFigure ; doel:ofDeviation ex:deviation ; doel:missingReason code:empty .
ex:deviation doel:side code:expense ; doel:inTable ex:table ; doel:statedInPart ex:part ; doel:evidence ex:passage .
ex:party doel:role code:affiliated-party ; doel:inTable ex:table ; doel:evidence ex:passage .
ex:table doel:signConvention code:plus-favourable ; doel:unit code:euro ; doel:unitMult 3 .
"""

# What other vocabularies say of the terms that the alignments use (SKOS, PROV), in as far as it could do harm.
OTHERS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

skos:Concept owl:disjointWith skos:ConceptScheme .
skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:narrowerTransitive a owl:TransitiveProperty ; rdfs:subPropertyOf skos:semanticRelation .
skos:narrower rdfs:subPropertyOf skos:narrowerTransitive .
skos:mappingRelation rdfs:subPropertyOf skos:semanticRelation .
skos:broadMatch rdfs:subPropertyOf skos:mappingRelation .
skos:relatedMatch a owl:SymmetricProperty ; rdfs:subPropertyOf skos:mappingRelation ;
  owl:propertyDisjointWith skos:broadMatch .
skos:closeMatch a owl:SymmetricProperty ; rdfs:subPropertyOf skos:mappingRelation .
skos:exactMatch a owl:SymmetricProperty , owl:TransitiveProperty ; rdfs:subPropertyOf skos:closeMatch ;
  owl:propertyDisjointWith skos:broadMatch , skos:relatedMatch .
prov:specializationOf rdfs:domain prov:Entity ; rdfs:range prov:Entity .
"""


def read(*names: str) -> Graph:
    """Parse files of the ontology folder into one graph."""
    graph = Graph()
    for name in names:
        graph.parse(folder("ontology") / name, format="turtle")
    return graph


def closure(*names: str, data: str = "") -> Graph:
    """Return files of the ontology folder and data with all that OWL 2 RL entails.

    Words entail nothing and only take time: they are left out, as are the literals that owlrl makes subjects.
    """
    graph = read(*names)
    for predicate in (RDFS.label, RDFS.isDefinedBy, SKOS.prefLabel, SKOS.definition, SKOS.notation, SKOS.scopeNote):
        graph.remove((None, predicate, None))
    graph.parse(data=data, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    for subject in {subject for subject in graph.subjects() if isinstance(subject, Literal)}:
        graph.remove((subject, None, None))
    return graph


def mistakes(graph: Graph) -> list[str]:
    """Return the inconsistencies that owlrl found."""
    return sorted(str(message) for message in graph.objects(None, ERROR))


def own_types(graph: Graph, thing: Node) -> set[str]:
    """Return the classes of our own that a thing belongs to."""
    return {str(kind).removeprefix(DOEL) for kind in graph.objects(thing, RDF.type) if str(kind).startswith(DOEL)}


def texts(graph: Graph, subject: Node, predicate: URIRef) -> list[tuple[str | None, str]]:
    """Return the texts of a property, each with its language."""
    return sorted((node.language, str(node)) for node in graph.objects(subject, predicate) if isinstance(node, Literal))


def nodes(graph: Graph) -> Iterator[Node]:
    """All nodes of all triples."""
    for triple in graph:
        yield from triple


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return read("doelenboom.ttl")


@pytest.fixture(scope="module")
def codes() -> Graph:
    return read("codes.ttl")


@pytest.fixture(scope="module")
def entailed() -> Graph:
    return closure("doelenboom.ttl", data=EXAMPLE)


@pytest.fixture(scope="module")
def aligned() -> Graph:
    return closure(*FILES, data=EXAMPLE + OTHERS)


# ---- The files


@pytest.mark.parametrize("name", FILES)
def test_both_engines_read_the_same_triples(name: str) -> None:
    path = folder("ontology") / name
    triples = list(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE))
    other = Graph()
    other.parse(data=pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"", format="nt")
    assert len(triples) > 50
    assert isomorphic(read(name), other)


@pytest.mark.parametrize("name", FILES)
def test_no_text_is_empty_or_untidy(name: str) -> None:
    literals = {str(node) for node in nodes(read(name)) if isinstance(node, Literal)}
    assert [text for text in literals if text != text.strip() or "  " in text or not text] == []


# ---- The same terms as the code


@pytest.mark.parametrize("kind", KINDS, ids=[kind.fragment for kind in KINDS])
def test_terms_are_those_of_the_code(ontology: Graph, kind: URIRef) -> None:
    written = {str(term) for term in ontology.subjects(RDF.type, kind) if str(term).startswith(DOEL)}
    assert written == {DOEL + name for name in KINDS[kind]}


def test_nothing_else_stands_in_the_namespace(ontology: Graph) -> None:
    used = {str(node) for node in nodes(ontology + read("alignments.ttl")) if isinstance(node, URIRef)}
    assert {iri for iri in used if iri.startswith(DOEL)} == {DOEL + name for name in TERMS}
    assert len(TERMS) == len(set(TERMS))


def test_codes_are_those_of_the_code(codes: Graph) -> None:
    schemes = {str(scheme) for scheme in codes.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == {f"{CODE}scheme-{name}" for name in vocabulary.CODES}
    members = {(str(concept), str(scheme)) for concept, scheme in codes.subject_objects(SKOS.inScheme)}
    assert members == {(CODE + c, f"{CODE}scheme-{name}") for name, list_ in vocabulary.CODES.items() for c in list_}
    assert set(codes.subject_objects(SKOS.topConceptOf)) == set(codes.subject_objects(SKOS.inScheme))
    assert set(codes.subjects(SKOS.inScheme)) == set(codes.subjects(RDF.type, SKOS.Concept))


def test_terms_and_codes_stand_in_the_order_of_the_code() -> None:
    text = (folder("ontology") / "doelenboom.ttl").read_text(encoding="utf-8")
    kinds = "Class|ObjectProperty|DatatypeProperty"
    assert tuple(re.findall(rf"^doel:(\w+) a owl:(?:{kinds})\b", text, re.MULTILINE)) == TERMS
    text = (folder("ontology") / "codes.ttl").read_text(encoding="utf-8")
    order = dict.fromkeys(code for codes in vocabulary.CODES.values() for code in codes)
    assert re.findall(r"^code:([\w-]+) a skos:Concept ;", text, re.MULTILINE) == list(order)


def test_aligned_codes_exist(codes: Graph) -> None:
    used = {node for node in nodes(read("alignments.ttl")) if str(node).startswith(CODE)}
    assert used <= set(codes.subjects(RDF.type, SKOS.Concept))
    for name in vocabulary.CODES["missing-reason"]:
        assert (CODE[name], SKOS.broadMatch) in set(read("alignments.ttl").subject_predicates())


# ---- Each with its words


@pytest.mark.parametrize("name", TERMS)
def test_a_term_has_its_words(ontology: Graph, name: str) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        assert [language for language, _ in texts(ontology, DOEL[name], predicate)] == ["en", "nl"]
    assert list(ontology.objects(DOEL[name], RDFS.isDefinedBy)) == [IRI]
    for _, definition in texts(ontology, DOEL[name], SKOS.definition):
        assert definition.endswith(".")
        assert len(definition) > 20


def test_a_code_has_its_words(codes: Graph) -> None:
    for concept in set(codes.subjects(SKOS.prefLabel)):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert [language for language, _ in texts(codes, concept, predicate)] == ["en", "nl"], concept
    for concept in codes.subjects(RDF.type, SKOS.Concept):
        assert list(codes.objects(concept, SKOS.notation)) == [Literal(str(concept).removeprefix(CODE))]
    for scheme in codes.subjects(RDF.type, SKOS.ConceptScheme):
        assert list(codes.objects(scheme, DCTERMS.license)) == [LICENCE]
    assert set(codes.subjects(RDF.type, None)) == set(codes.subjects(SKOS.prefLabel))


def test_labels_of_a_list_differ(codes: Graph) -> None:
    for scheme in codes.subjects(RDF.type, SKOS.ConceptScheme):
        labels = [text for code in codes.subjects(SKOS.inScheme, scheme) for text in texts(codes, code, SKOS.prefLabel)]
        assert len(labels) == len(set(labels)), scheme


def test_the_header_is_complete(ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [IRI]
    twice = {DCTERMS.title, DCTERMS.description, DCTERMS.bibliographicCitation}
    for predicate in twice:
        assert [language for language, _ in texts(ontology, IRI, predicate)] == ["en", "nl"]
    once = set(ontology.predicates(IRI)) - twice
    only = {predicate: ontology.value(IRI, predicate, any=False) for predicate in once}
    version = str(only[OWL.versionInfo])
    assert only[OWL.versionIRI] == URIRef(f"{IRI}/{version}")
    assert all(version in text for _, text in texts(ontology, IRI, DCTERMS.bibliographicCitation))
    assert only[DCTERMS.license] == LICENCE
    assert only[VANN.preferredNamespacePrefix] == Literal("doel")
    assert only[VANN.preferredNamespaceUri] == Literal(str(DOEL))
    for predicate in (DCTERMS.creator, DCTERMS.publisher):
        assert [language for language, _ in texts(ontology, only[predicate] or IRI, RDFS.label)] == ["en", "nl"]
    created, modified = only[DCTERMS.created], only[DCTERMS.modified]
    assert isinstance(created, Literal)
    assert isinstance(modified, Literal)
    assert created.toPython() <= modified.toPython()


# ---- OWL 2 RL


@pytest.mark.parametrize("name", ["doelenboom.ttl", "alignments.ttl"])
def test_only_constructs_of_owl_2_rl(name: str) -> None:
    graph = read(name)
    foreign = {URIRef(iri) for iri in ("http://xmlns.com/foaf/0.1/Agent",)}
    assert set(graph.objects(None, RDF.type)) <= RL_TYPES | foreign
    declared = set(graph.subjects(RDF.type, OWL.AnnotationProperty)) | set(graph.subjects(RDF.type, OWL.ObjectProperty))
    lists = {RDF.first, RDF.rest}
    assert set(graph.predicates()) <= {RDF.type} | RL_AXIOMS | RL_ANNOTATIONS | lists | declared
    literals = [node for node in nodes(graph) if isinstance(node, Literal)]
    assert {node.datatype for node in literals if node.datatype and node.language is None} <= RL_DATATYPES


def test_every_axiom_is_between_declared_terms() -> None:
    graph = read("doelenboom.ttl", "alignments.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {kind: set(graph.subjects(RDF.type, kind)) for kind in kinds}
    assert sum(map(len, declared.values())) == len(set().union(*declared.values()))  # no term is of two kinds
    objects, data, classes = declared[OWL.ObjectProperty], declared[OWL.DatatypeProperty], declared[OWL.Class]
    for predicate in (RDFS.subClassOf, OWL.disjointWith):
        assert {node for pair in graph.subject_objects(predicate) for node in pair} <= classes
    for lower, upper in graph.subject_objects(RDFS.subPropertyOf):
        assert {lower, upper} <= objects or {lower, upper} <= data
    inverses = {(DOEL.hasDirectPart, DOEL.directPartOf), (DOEL.hasPart, DOEL.partOf)}
    assert set(graph.subject_objects(OWL.inverseOf)) == inverses
    assert set(graph.objects(None, RDFS.domain)) <= classes
    for term, value in graph.subject_objects(RDFS.range):
        assert value in (classes if term in objects else RL_DATATYPES), term
    assert set(graph.subjects(RDF.type, OWL.TransitiveProperty)) == {DOEL.hasPart, DOEL.partOf}


def test_blank_nodes_only_make_the_chain(ontology: Graph) -> None:
    chains = list(ontology.subject_objects(OWL.propertyChainAxiom))
    assert [(term, list(Collection(ontology, cell))) for term, cell in chains] == [
        (DOEL.about, [DOEL.aboutEdition, DOEL.editionOf])
    ]
    assert {node for node in nodes(ontology) if isinstance(node, BNode)} == set(ontology.subjects(RDF.first, None))


@pytest.mark.parametrize("name", ["codes.ttl", "alignments.ttl"])
def test_no_blank_nodes(name: str) -> None:
    assert [node for node in nodes(read(name)) if isinstance(node, BNode)] == []


# ---- What follows, and what does not


def test_the_example_uses_much_of_the_vocabulary() -> None:
    example = Graph().parse(data=EXAMPLE, format="turtle")
    used = {str(predicate).removeprefix(DOEL) for predicate in example.predicates()}
    assert len(used & {*vocabulary.OBJECT_PROPERTIES, *vocabulary.DATATYPE_PROPERTIES}) > 40


def test_the_ontology_and_the_example_are_consistent(entailed: Graph, aligned: Graph) -> None:
    assert mistakes(entailed) == []
    assert mistakes(aligned) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "ex:indicator a doel:Goal .",
        "ex:figure a doel:BudgetFigure .",
        "ex:goal-stated doel:hasIndicator ex:indicator .",
        "ex:goal doel:hasSource ex:survey .",
    ],
)
def test_a_planted_mistake_is_found(wrong: str) -> None:
    assert mistakes(closure("doelenboom.ttl", data=EXAMPLE + wrong)) != []


def test_has_part_reaches_down_and_part_of_up(entailed: Graph) -> None:
    below = [EX.area, EX.goal, EX.performance, EX.indicator]
    assert set(entailed.objects(EX.programme, DOEL.hasPart)) == set(below)
    assert set(entailed.objects(EX.indicator, DOEL.partOf)) == {EX.programme, EX.area, EX.goal}
    assert set(entailed.objects(EX.goal, DOEL.hasDirectPart)) == {EX.performance, EX.indicator}
    assert set(entailed.objects(EX.goal, DOEL.directPartOf)) == {EX.area}


def test_a_figure_is_about_the_element_of_its_edition(entailed: Graph) -> None:
    assert set(entailed.subject_objects(DOEL.about)) == {(EX.figure, EX.indicator)}


def test_a_shared_source_ties_no_cities_together(entailed: Graph) -> None:
    assert set(entailed.subjects(DOEL.hasSource, EX.survey)) == {EX.indicator, EX["other-city-indicator"]}
    assert not set(entailed.subject_predicates(EX.survey)) & set(entailed.subject_predicates(EX.indicator))
    assert [*entailed.objects(EX.survey, DOEL.partOf), *entailed.subjects(DOEL.hasPart, EX.survey)] == []


# Each thing of the example with all classes of our own that may follow for it.
FOLLOWS = {
    "report": {"Document"},
    "city": {"Municipality"},
    "part": {"Part"},
    "file": {"Rendition"},
    "passage": {"Passage"},
    "programme": {"PolicyElement", "Programme"},
    "area": {"PolicyElement", "PolicyArea"},
    "goal": {"PolicyElement", "Goal"},  # no performance target, though it has an indicator
    "performance": {"PolicyElement", "PerformanceTarget"},
    "indicator": {"PolicyElement", "Indicator"},
    "survey": {"Source"},
    "area-stated": {"Edition", "PolicyAreaEdition"},
    "goal-stated": {"Edition", "GoalEdition"},
    "goal-before": {"Edition", "GoalEdition"},
    "indicator-stated": {"Edition", "IndicatorEdition"},
    "wording": {"Wording"},
    "figure": {"Figure", "IndicatorFigure"},
    "balance": {"Figure", "BudgetFigure", "BalanceFigure"},
    "amount": {"Figure", "DeviationFigure"},
    "deviation": {"Deviation"},
    "footnote": {"Note"},
    "party": {"Mention"},
    "table": {"Table"},
}


@pytest.mark.parametrize("graph", ["entailed", "aligned"])
def test_nothing_false_follows(graph: str, request: pytest.FixtureRequest) -> None:
    closed: Graph = request.getfixturevalue(graph)
    assert {name: own_types(closed, EX[name]) for name in FOLLOWS} == FOLLOWS


def test_alignments_make_concepts_of_elements_alone(aligned: Graph) -> None:
    found = {str(thing) for thing in aligned.subjects(RDF.type, SKOS.Concept)}
    concepts = {iri.removeprefix(EX) for iri in found if iri.startswith(EX)}
    assert concepts == {*(name for name, kinds in FOLLOWS.items() if "PolicyElement" in kinds), "other-city-indicator"}
    assert EX.indicator in set(aligned.objects(EX.programme, SKOS.narrowerTransitive))
    assert set(aligned.objects(EX.goal, SKOS.narrower)) == {EX.performance, EX.indicator}


def test_alignments_make_nothing_the_same(aligned: Graph) -> None:
    ours = (str(EX), str(DOEL), str(CODE))
    same = [(a, b) for a, b in aligned.subject_objects(OWL.sameAs) if a != b and str(a).startswith(ours)]
    equal = [(a, b) for a, b in aligned.subject_objects(OWL.equivalentClass) if a != b and str(a).startswith(ours)]
    assert same == []
    assert equal == []


def test_alignments_say_nothing_of_classes_but_see_also() -> None:
    graph = read("alignments.ttl")
    used = {predicate for name in vocabulary.CLASSES for predicate in graph.predicates(DOEL[name])}
    assert used == {RDFS.seeAlso}


def test_editions_specialise_their_element(aligned: Graph) -> None:
    specialises = URIRef("http://www.w3.org/ns/prov#specializationOf")
    assert set(aligned.objects(EX["goal-stated"], specialises)) == {EX.goal}
    assert set(aligned.subjects(specialises, EX.goal)) == {EX["goal-stated"], EX["goal-before"]}


@pytest.mark.parametrize("name", ELEMENTS)
def test_elements_are_concepts_and_their_editions_are_not(ontology: Graph, name: str) -> None:
    assert SKOS.Concept in set(ontology.transitive_objects(DOEL[name], RDFS.subClassOf))
    above = set(ontology.transitive_objects(DOEL[f"{name}Edition"], RDFS.subClassOf))
    assert above == {DOEL[f"{name}Edition"], DOEL.Edition}
