"""Formats for machines: SARIF within GitHub's rules, Turtle within the vocabulary of SHACL; and a real document."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.findings import Finding, Severity
from kg.validate.formats import FORMATS
from kg.validate.formats.sarif import MOST_RESULTS
from kg.validate.report import Checked, Report
from tests.validate.sample_reports import ANNUAL, BALANCE, REPORTS, SMALL, many

SCHEMA = Path(__file__).parent / "formats" / "sarif.schema.json"
SH = "http://www.w3.org/ns/shacl#"


def sarif(report: Report, lang: str = "nl") -> dict[str, Any]:
    """The only run of a report as SARIF."""
    log: dict[str, Any] = json.loads(FORMATS["sarif"](report, lang))
    (run,) = log["runs"]
    return dict(run)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_sarif_holds_to_the_schema(name: str, lang: str) -> None:
    """Our own schema, of what SARIF 2.1.0 and GitHub ask of the parts that are written."""
    if os.environ.get("DOELENBOOM_REQUIRE_ALL") != "1":
        pytest.importorskip("jsonschema", reason="needs jsonschema, of the extra test")
    jsonschema = import_module("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    errors = list(kind(schema).iter_errors(json.loads(FORMATS["sarif"](REPORTS[name], lang))))
    assert [error.json_path + ": " + error.message for error in errors] == []


@pytest.mark.parametrize("name", REPORTS)
def test_results_lead_to_rules_files_and_related_places(name: str) -> None:
    run = sarif(REPORTS[name])
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        known = [place["id"] for place in result.get("relatedLocations", [])]
        linked = [int(number) for number in re.findall(r"(?<!\\)\[[^\]\[]*\]\((\d+)\)", result["message"]["text"])]
        assert sorted(linked) == known
        for place in [*result["locations"], *result.get("relatedLocations", [])]:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert urlsplit(uri).scheme in ("", "file")
            assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)


def test_a_path_is_relative_and_encoded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    sources = type(SMALL.sources)({"jaarstukken.txt": str(tmp_path / "één stuk" / "a b.txt")}, SMALL.sources.texts)
    (result,) = sarif(Report((BALANCE,), SMALL.documents, SMALL.rules, sources))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == "één stuk/a b.txt"
    assert uri.isascii()


def test_a_fingerprint_outlives_lines_put_in_above() -> None:
    shifted = many(61)
    places = {f.node: f.places for f in shifted.findings}
    moved = tuple(
        Finding(f.rule, f.severity, f.message_nl, f.message_en, places[f.node], f.document, f.node)
        for f in many(60).findings
    )
    one, other = (sarif(Report(f, shifted.documents, {}, shifted.sources)) for f in (many(60).findings, moved))
    prints = [{r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]} for run in (one, other)]
    assert prints[0] == prints[1]
    assert len(prints[0]) == 60


def test_what_has_no_file_is_told_by_the_run() -> None:
    lost = Finding("B01", Severity.WARNING, "Geen plaats.", "No place.")
    placed = Finding("B01", Severity.WARNING, "In het document.", "In the document.", (), ANNUAL)
    run = sarif(Report((lost, placed), (Checked(ANNUAL, "Jaarstukken", ("jaarstukken.txt",)),)))
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "jaarstukken.txt"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("B01: Geen plaats.")


def test_the_gravest_results_stay_when_there_are_too_many() -> None:
    info = Finding("R01", Severity.INFO, "Bron ontbreekt.", "No source.", BALANCE.places[:1])
    run = sarif(Report((info,) * MOST_RESULTS + (BALANCE,)))
    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][0]["ruleId"] == "B01"
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("1 resultaten weggelaten")


# turtle


def graph(report: Report) -> Store:
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in parse(FORMATS["turtle"](report).encode(), format=RdfFormat.TURTLE))
    return store


@pytest.mark.parametrize("name", REPORTS)
def test_turtle_is_a_validation_report(name: str) -> None:
    store = graph(REPORTS[name])
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    (whole,) = store.quads_for_pattern(None, kind, NamedNode(SH + "ValidationReport"))
    (conforms,) = store.quads_for_pattern(whole.subject, NamedNode(SH + "conforms"), None)
    results = list(store.quads_for_pattern(whole.subject, NamedNode(SH + "result"), None))
    assert len(results) == len(REPORTS[name].findings)
    assert conforms.object == Literal(not results)
    for node in (result.object for result in results):
        assert isinstance(node, NamedNode)
        for wanted in ("focusNode", "resultSeverity", "sourceShape"):
            assert len(list(store.quads_for_pattern(node, NamedNode(SH + wanted), None))) == 1
        messages = [q.object for q in store.quads_for_pattern(node, NamedNode(SH + "resultMessage"), None)]
        assert sorted(str(message.language) for message in messages if isinstance(message, Literal)) == ["en", "nl"]


def test_turtle_uses_only_terms_of_shacl() -> None:
    known = shacl_terms()
    used = {
        term.value
        for quad in graph(SMALL)
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(SH)
    }
    assert used <= known
    assert SH + "ValidationResult" in used


@cache
def shacl_terms() -> set[str]:
    """The terms of SHACL, as rdflib lists them."""
    from rdflib import SH as NAMESPACE

    return {str(term) for term in dir(NAMESPACE)}


def test_evidence_stands_in_turtle_with_its_position() -> None:
    store = graph(SMALL)
    quote = NamedNode("https://w3id.org/doelenboom/def#quote")
    ((place, *_),) = store.quads_for_pattern(None, quote, Literal("7.289"))
    told = {quad.predicate.value.rpartition("#")[2]: quad.object for quad in store.quads_for_pattern(place, None, None)}
    start = SMALL.sources.texts["jaarstukken.txt"].index("7.289")
    assert told["line"] == Literal(7)
    assert (told["start"], told["end"]) == (Literal(start), Literal(start + 5))
    assert told["label"] == Literal("jaarstukken.txt")
