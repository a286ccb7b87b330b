"""Every format: the approved outputs, the same each time, and what documents may not do to a reader."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.findings import Finding, Severity
from kg.validate.formats import FORMATS, explain, github, text
from kg.validate.formats.layout import columns
from kg.validate.report import Report
from kg.validate.rules import Rule
from tests.validate.sample_reports import BALANCE, DOCUMENTS, HOSTILE, REPORTS, RULES, SMALL, SOURCES, many

GOLDEN = Path(__file__).parent / "formats"
APPROVE = os.environ.get("DOELENBOOM_APPROVE") == "1"
ENDINGS = {
    "text": "txt",
    "json": "json",
    "turtle": "ttl",
    "sarif": "sarif",
    "junit": "xml",
    "github": "txt",
    "html": "html",
    "summary": "md",
}
ALL = {**FORMATS, "summary": github.summary}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def approved(name: str, written: str) -> None:
    """Compare with the approved output; DOELENBOOM_APPROVE=1 writes it, to be read by whoever approves."""
    path = GOLDEN / name
    if APPROVE:
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ALL)
def test_a_report_is_as_approved(name: str, lang: str) -> None:
    written = ALL[name](SMALL, lang)
    if name == "sarif":
        written = re.sub(r'"version": "[^"]*",\n(?= *"informationUri")', '"version": "0",\n', written)
    approved(f"{name}.{lang}.{ENDINGS[name]}", written)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("kind", REPORTS)
def test_nothing_in_a_report_steers_or_breaks(name: str, kind: str) -> None:
    for lang in ("nl", "en"):
        written = ALL[name](REPORTS[kind], lang)
        assert written == ALL[name](REPORTS[kind], lang)
        assert written.endswith("\n") or written == ""
        assert STEERING.search(written) is None
        written.encode()


@pytest.mark.parametrize("name", ALL)
def test_two_thousand_findings_take_seconds(name: str) -> None:
    report = many(2_000, places=8)
    started = time.perf_counter()
    ALL[name](report, "nl")
    assert time.perf_counter() - started < 30  # 4 at most on a quiet machine


@pytest.mark.parametrize("name", sorted(set(ALL) - {"json", "turtle"}))
def test_an_endless_line_is_cut(name: str) -> None:
    assert len(ALL[name](HOSTILE, "nl")) < 50_000


@pytest.mark.parametrize("name", FORMATS)
def test_another_language_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="nl and en, not 'fr'"):
        FORMATS[name](SMALL, "fr")


def test_a_plain_run_loads_neither_templates_nor_xml() -> None:
    script = (
        "import sys; from kg.validate.formats import FORMATS; from kg.validate.report import Report; "
        "FORMATS['text'](Report(())); print(sorted({'jinja2', 'junitparser', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# text


@pytest.mark.parametrize("kind", REPORTS)
def test_text_is_no_wider_than_a_hundred_columns(kind: str) -> None:
    written = FORMATS["text"](REPORTS[kind], "nl")
    assert max(columns(line) for line in written.splitlines()) <= 100


def test_the_caret_stands_under_the_cell() -> None:
    lines = FORMATS["text"](HOSTILE, "nl").splitlines()
    (at,) = [number for number, line in enumerate(lines) if "│" in line and "7.289" in line]
    before, _, _ = lines[at].partition("7.289")
    assert lines[at + 1] == " " * columns(before) + "^" * 5
    assert len(before) < columns(before)  # wide characters stand before it
    assert before.startswith("  2 │ …")
    assert lines[at].endswith("…")


def test_only_colour_brings_escape_sequences() -> None:
    plain, coloured = text.render(SMALL, "nl"), text.render(SMALL, "nl", colour=True)
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_text_gives_no_commands_to_the_log_of_a_ci_system() -> None:
    evil = replace(BALANCE, rule="::x", message_nl="::stop-commands::x ##[error]y", places=(), document="")
    for written in (FORMATS["text"](HOSTILE, "nl"), FORMATS["text"](Report((evil,)), "nl")):
        assert not [line for line in written.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def test_many_parts_are_cut_off() -> None:
    written = FORMATS["text"](many(1), "nl")
    assert "en nog 27" in written
    assert "1:13 rij 12" in written
    assert "rij 13" not in written


# json


def test_json_says_all() -> None:
    told = json.loads(FORMATS["json"](SMALL))
    assert list(told) == ["documents", "findings", "accepted", "gone", "counts"]
    assert told["counts"] == {"violation": 1, "warning": 2, "info": 1}
    (balance,) = [finding for finding in told["findings"] if finding["rule"] == "B01"]
    named = {name: balance[name] for name in ("line", "start_column", "end_line", "end_column", "path", "rule_iri")}
    assert named == {
        "line": 7,
        "start_column": 40,
        "end_line": 7,
        "end_column": 45,
        "path": "stukken/jaarstukken.txt",
        "rule_iri": "https://w3id.org/doelenboom/rule/B01",
    }
    assert re.fullmatch("[0-9a-f]{32}", balance["fingerprint"])


def test_accepted_twins_keep_their_fingerprints() -> None:
    """Of two equal findings, the new one is not given the fingerprint of the one that was accepted."""
    both = Report((BALANCE, BALANCE), DOCUMENTS, RULES, SOURCES)
    first, second = (finding["fingerprint"] for finding in json.loads(FORMATS["json"](both))["findings"])
    one = Report((BALANCE,), DOCUMENTS, RULES, SOURCES, accepted=(BALANCE,))
    (new,) = json.loads(FORMATS["json"](one))["findings"]
    assert first != second
    assert new["fingerprint"] == second


# junit


def test_junit_fails_on_violations_only() -> None:
    root = ElementTree.fromstring(FORMATS["junit"](SMALL, "en"))
    suites = root.findall("testsuite")
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites] == [
        ("Jaarstukken 2024", "4", "1"),
        ("Programmabegroting 2018", "3", "0"),
    ]
    failures = {case.get("name"): case.find("failure") for case in root.iter("testcase")}
    failure = failures["B01 Balance"] if failures["B01 Balance"] is not None else suites[0].find(".//failure")
    assert failure is not None
    assert failure.get("type") == "B01"
    assert [case.get("name") for case in suites[0] if case.find("system-out") is not None] == [
        "F03 Target is missing",
        "R01 Source is missing",
        "S08 Nothing behind a label",
    ]


def test_junit_is_xml_whatever_documents_hold() -> None:
    assert ElementTree.fromstring(FORMATS["junit"](HOSTILE, "nl")).tag == "testsuites"


# github


def commands(report: Report, lang: str = "nl") -> list[str]:
    return FORMATS["github"](report, lang).splitlines()


def test_annotations_cannot_be_forged() -> None:
    for line in commands(HOSTILE):
        assert re.match(r"::(error|warning|notice) [^:]*::", line), line
    (first, *_) = commands(HOSTILE)
    assert first.startswith("::error title=B01 ")
    assert "100%25" in first
    assert any(",file=" in line or " file=kwaad\ufffd%2C a%3Ab%25.txt," in line for line in commands(HOSTILE))


def _several(rules: int, each: int) -> Report:
    findings = tuple(
        Finding(f"B{r:02}", Severity.VIOLATION, f"Fout {n}.", f"Wrong {n}.", BALANCE.places)
        for r in range(rules)
        for n in range(each)
    )
    return Report(findings, DOCUMENTS, RULES, SOURCES)


@pytest.mark.parametrize(("rules", "each", "lines"), [(2, 5, 10), (3, 4, 3), (10, 2, 10), (12, 5, 10)])
def test_no_annotation_is_lost(rules: int, each: int, lines: int) -> None:
    written = commands(_several(rules, each))
    assert len(written) == lines
    if lines == rules != 2:
        assert all(f"{each} keer (regels 7)" in line for line in written)
    if rules > 10:
        assert written[-1] == "::error title=doelenboom::De rest: 5 × B09, 5 × B10, 5 × B11"


def test_a_summary_stays_below_what_github_takes() -> None:
    long = replace(BALANCE, message_nl="Saldo € 7.289 klopt niet. " * 40)
    several = Report((long,) * 1_500, DOCUMENTS, RULES, SOURCES)
    for report in (several, many(4_000, places=1), Report((), DOCUMENTS * 10_000)):
        assert len(github.summary(report, "nl").encode()) <= 2**20
    assert re.search(r"\n\n\d+ weggelaten", github.summary(several, "nl"))


def test_a_summary_holds_no_markup_of_documents() -> None:
    written = re.sub(r"\\.", "", github.summary(HOSTILE, "nl"))
    assert not re.search(r"[<>]|\]\(|!\[|://", written)


# html


class _Page(HTMLParser):
    """Collects elements, links and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids += [value or "" for name, value in attrs if name == "id"]


@pytest.mark.parametrize("kind", REPORTS)
def test_a_page_needs_nothing_else(kind: str) -> None:
    page = _Page()
    page.feed(FORMATS["html"](REPORTS[kind], "nl"))
    assert not page.elements & {"script", "img", "link", "iframe", "object", "form", "base", "svg"}
    assert not {name for name in page.names if name.startswith("on") or name == "style"}
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link[1:] in page.ids if link.startswith("#") else link.startswith("https://w3id.org/doelenboom/rule/")


# explain


def test_a_rule_is_explained_as_approved() -> None:
    approved("explain.nl.txt", explain.as_text(RULES["B01"], "nl"))
    approved("explain.en.txt", explain.as_text(RULES["S08"], "en"))
    approved("explain.md", explain.as_page(RULES["B01"]))


@pytest.mark.parametrize("show", [partial(explain.as_text, lang="nl"), explain.as_page], ids=["text", "page"])
def test_a_hostile_rule_is_explained(show: Callable[[Rule], str]) -> None:
    written = show(HOSTILE.rules["B01"])
    assert STEERING.search(written) is None
    if show is not explain.as_page:
        assert max(columns(line) for line in written.splitlines()) <= 100
