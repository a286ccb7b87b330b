"""What holds of every rule: documented in two languages, tried both ways, about something that is really there."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import RDF, SH, BNode, Literal, URIRef

from kg.build.check import validate
from kg.build.given import from_documents
from kg.build.load import open_files
from kg.build.run import corpus
from kg.findings import Severity
from kg.guard import check
from kg.identifiers import DEFAULT_BASE
from kg.interpret.remarks import MESSAGES
from kg.resources import folder
from kg.validate.background import background
from kg.validate.messages import holes
from kg.validate.rules import rule_code, severity_of
from kg.validate.shapeset import ACROSS, Shapes, all_rules, load_across, load_shapes

HERE = Path(__file__).parent
RULES = all_rules()
BY_SHAPE = sorted(code for code, rule in RULES.items() if rule.by_shape)
ACROSS_RULES = frozenset(load_across().rules)
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@cache
def shapes() -> Shapes:
    return load_shapes()


def every_shapes() -> list[Shapes]:
    return [shapes(), load_across()]


@cache
def corpus_store() -> Store:
    """All documents of the corpus that ships, as shapes see them, in one store."""
    store = Store()
    for given in from_documents(open_files([corpus()]), DEFAULT_BASE):
        lines = [*(given.subject.lines if given.subject else []), *given.register, *background()]
        store.load("\n".join(lines).encode(), format=RdfFormat.N_TRIPLES)
    return store


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_is_documented_in_both_languages(code: str) -> None:
    rule = RULES[code]
    for text in (rule.title, rule.when, rule.example, rule.remedy):
        assert text.nl
        assert text.en
    assert not rule.title.en.endswith(".")
    assert rule.when.nl.endswith((".", ".)"))
    assert len({rule.when.nl, rule.when.en}) == 2, "one text for two languages"


@pytest.mark.parametrize("code", sorted(set(BY_SHAPE) - ACROSS_RULES))  # those stand in tests/validate/test_across.py
def test_a_rule_has_graphs_that_conform_and_graphs_that_do_not(code: str) -> None:
    assert list((HERE / code).glob("valid.*.ttl")), "no graph that conforms"
    assert list((HERE / code).glob("invalid.*.ttl")), (
        "no graph that does not: nothing shows that the rule finds anything"
    )


def test_every_folder_and_report_belongs_to_a_rule() -> None:
    for path in HERE.glob("*/*"):
        if path.parent.name != "__pycache__":
            assert path.parent.name in RULES, path
            assert re.fullmatch(r"valid\..+\.ttl|invalid\..+\.(ttl|report\.txt)|README\.md", path.name), path
            assert path.suffix != ".txt" or path.with_name(path.name.replace(".report.txt", ".ttl")).is_file(), path


@pytest.mark.parametrize("code", BY_SHAPE)
def test_a_rule_has_focus_nodes_in_the_corpus(code: str) -> None:
    found = 0
    for one in every_shapes():
        for kind in TARGETS:
            for node, target in one.graph.subject_objects(kind):
                if rule_code(str(node)) == code:
                    found += _matches(kind, str(target))
    assert found, f"nothing in the corpus is a target of {code}"


def _matches(kind: URIRef, target: str) -> int:
    store, node = corpus_store(), NamedNode(target)
    if kind in (SH.targetClass, SH.targetNode):  # a rule whose target is a class itself is about the nodes of it
        asked = f"ASK {{ ?node a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* {node} }}"
        return int(bool(store.query(asked)))
    return int(next(store.quads_for_pattern(None, node, None, None), None) is not None)


def test_shapes_have_names_severities_and_messages_in_both_languages() -> None:
    for one in every_shapes():
        graph = one.graph
        for shape in set(graph.subjects(SH.targetClass, None)) | set(graph.subjects(RDF.type, SH.NodeShape)):
            assert not isinstance(shape, BNode), "a result must lead back to its rule"
            assert rule_code(str(shape)) in RULES
            assert (shape, SH.severity, None) in graph, f"{shape} has no severity"
        for nested in graph.objects(None, SH.property):
            assert not isinstance(nested, BNode), "a property shape needs a name"
        for message_holder in set(graph.subjects(SH.message, None)):
            said = [m for m in graph.objects(message_holder, SH.message) if isinstance(m, Literal)]
            assert Counter(m.language for m in said) == {"nl": 1, "en": 1}, said
            assert len({frozenset(holes(str(m))) for m in said}) == 1, f"other values in another language: {said}"


@pytest.mark.parametrize("path", sorted(folder("shapes").glob("*.ttl")), ids=lambda path: path.name)
def test_a_file_of_shapes_begins_by_saying_what_it_is_about(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("#")


def test_a_message_asks_only_for_what_its_select_gives() -> None:
    for one in every_shapes():
        for shape, constraints in one.constraints.items():
            for constraint in constraints:
                checked = check(constraint.select)
                assert checked.form == "select"
                head = constraint.select[: constraint.select.upper().index("WHERE")]
                told = constraint.message if constraint.message.nl else one.message(shape)
                names = set(re.findall(r"[?$](\w+)", head)) | {"this", "cells"}
                assert told.nl, f"{shape} says nothing"
                assert holes(told.nl) <= names, (shape, holes(told.nl) - names)


def test_the_rules_found_while_reading_are_documented_with_their_severity() -> None:
    for code, (severity, _nl, _en) in MESSAGES.items():
        assert code in RULES, f"{code} is reported and has no page"
        if not RULES[code].by_shape:
            assert RULES[code].severity == severity, code


def test_what_a_document_gives_is_of_a_documented_rule_and_bears_a_severity_of_it() -> None:
    graphs = [one.graph for one in every_shapes()]
    stated: dict[str, set[Severity]] = {code: {rule.severity} for code, rule in RULES.items()}
    for shape, severity in (pair for graph in graphs for pair in graph.subject_objects(SH.severity)):
        stated[rule_code(str(shape))].add(severity_of(str(severity)))
    report = validate(engine="fast")
    assert report.findings
    for finding in report.findings:
        assert finding.severity in stated[finding.rule], finding


def test_no_shape_names_an_unknown_term() -> None:
    from kg.vocabulary import code, doel

    for path in folder("shapes").glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"(?<![\w:])doel:(\w+)", text):
            doel(name)
        for name in re.findall(r"(?<![\w:])code:([\w-]+)", text):
            if not name.startswith("scheme-"):
                code(name)


def test_across_shapes_stand_alone() -> None:
    assert (folder("shapes") / ACROSS).is_file()
    assert not set(load_across().rules) & set(shapes().rules)
