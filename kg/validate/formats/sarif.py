"""A report as SARIF 2.1.0, within what GitHub's code scanning asks and takes.

Plain dictionaries: of the libraries, sarif-om saw its last release in 2019, and sarif-pydantic 0.6 is not typed for
mypy, checks neither names nor values (all is optional, anything extra is let through) and lacks columnKind and
toolExecutionNotifications. tests/validate/formats/sarif.schema.json states what the result must hold to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from kg.findings import Finding, Place, Severity
from kg.plain_text import clean
from kg.validate.formats.addresses import address
from kg.validate.formats.explain import as_markdown
from kg.validate.formats.grouped import Found, found, gravest_first, part_names, rule_of
from kg.validate.formats.words import say
from kg.validate.report import Report
from kg.validate.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://w3id.org/doelenboom"
MOST_RESULTS = 25_000
"""GitHub refuses a run with more results, and shows the 5,000 gravest."""
MOST_PLACES = 100
_NAME, _DESCRIPTION, _MESSAGE = 255, 1_024, 4_000
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_AREAS = {
    "M": "model",
    "S": "structure",
    "F": "figures",
    "B": "budgets",
    "C": "statements",
    "R": "references",
    "L": "reading",
}
_LINK = re.compile(r"\[(?=[^\]]*\]\()")
_WEB = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII)
_HOLE = re.compile(r"\{(\d+)\}")

Node = dict[str, Any]


def render(report: Report, lang: str = "en") -> str:
    """Write a report as SARIF: a result for each new finding, the gravest first, its other places as related ones.

    A result keeps its fingerprint when lines shift (``primaryLocationLineHash`` is the one that GitHub reads). A
    finding without a position is put at the beginning of its file, or of the first file of its document; GitHub refuses
    a result without a location, so one that has none at all becomes a notification of the run.
    """
    several = gravest_first(found(report))
    located = [(one, file) for one in several if (file := _file(one.finding, report))]
    codes = sorted({one.finding.rule for one, _ in located} | {c for c, r in report.rules.items() if r.by_shape})
    index = {code: number for number, code in enumerate(codes)}
    results = [_result(one, file, index[one.finding.rule], report, lang) for one, file in located[:MOST_RESULTS]]
    lost = [one.finding for one in several if not _file(one.finding, report)]
    run = {
        "tool": {"driver": _driver([rule_of(report, code) for code in codes], lang)},
        "invocations": [{"executionSuccessful": True, **_notifications(lost, len(located), lang)}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _driver(rules: Sequence[Rule], lang: str) -> Node:
    try:
        number = version("doelenboom")
    except PackageNotFoundError:
        number = "0"
    return {
        "name": "doelenboom",
        "version": number,
        "informationUri": HOME,
        "language": lang,
        "rules": [_rule(rule, lang) for rule in rules],
    }


def _rule(rule: Rule, lang: str) -> Node:
    title = clean(rule.title.of(lang)) or clean(rule.code)
    when = clean(rule.when.of(lang)) or title
    text = " ".join(filter(None, [when, clean(rule.remedy.of(lang))]))
    tags = ["doelenboom", *filter(None, [_AREAS.get(rule.code[:1])])]
    return {
        "id": clean(rule.code),
        **({"name": title[:_NAME]} if title != clean(rule.code) else {}),
        "shortDescription": {"text": title[:_DESCRIPTION]},
        "fullDescription": {"text": when[:_DESCRIPTION]},
        "help": {"text": text, "markdown": as_markdown(rule, lang)},
        **({"helpUri": rule.iri} if _WEB.fullmatch(rule.iri) else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": tags, "problem.severity": _PROBLEMS[rule.severity]},
    }


def _file(finding: Finding, report: Report) -> str:
    """The file that a result is put in; empty where there is none."""
    if finding.file:
        return finding.file
    return next((d.files[0] for d in report.documents if d.files and d.iri == finding.document), "")


def _result(one: Found, file: str, rule_index: int, report: Report, lang: str) -> Node:
    finding, fingerprint = one
    main = finding.places[0] if finding.places else Place(file, None, "")
    result: Node = {
        "ruleId": clean(finding.rule),
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding, lang)},
        "locations": [_location(main._replace(file=file), report, lang)],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "doelenboom/v1": fingerprint},
    }
    others = [place for place in finding.places[1 : MOST_PLACES + 1] if place.file]
    if others:
        result["relatedLocations"] = [
            {"id": number, **_location(place, report, lang)} for number, place in enumerate(others, start=1)
        ]
    return result


def _message(finding: Finding, lang: str) -> str:
    """The message, with a link to each of the other places: the text of a link stands in square brackets."""
    text = _plain(_short(finding.text(lang), _MESSAGE)) or clean(finding.rule)
    shown = finding.places[: MOST_PLACES + 1]
    links = [
        f"[{_link_text(place, name)}]({number})"
        for number, (place, name) in enumerate(zip(shown[1:], part_names(shown, lang), strict=True), start=1)
        if place.file
    ]
    if not links:
        return text
    return f"{text} ({say('with', lang)} {', '.join(links)})"


def _plain(text: str) -> str:
    """Write a text so that nothing in it is taken for a link or a hole to be filled (SARIF 3.11.5, 3.11.6)."""
    return _HOLE.sub(r"{{\1}}", _LINK.sub(r"\\[", text))


def _link_text(place: Place, name: str) -> str:
    words = " ".join(filter(None, [name, _short(place.quote, 40)])) or (str(place.span.line) if place.span else "1")
    return _HOLE.sub(r"{{\1}}", words.replace("\\", "/").replace("[", "(").replace("]", ")"))


def _location(place: Place, report: Report, lang: str) -> Node:
    words = " ".join(filter(None, [clean(place.called(lang)), _short(place.quote, 200)]))
    physical = {
        "artifactLocation": {"uri": address(report.sources.path(place.file))},
        "region": _region(place, report),
    }
    message = {"message": {"text": _plain(words)}} if words else {}
    return {"physicalLocation": physical, **message}


def _region(place: Place, report: Report) -> Node:
    """Where in the file; without a position its beginning, without the text of the file the line as a whole."""
    if place.span is None:
        return {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    line = max(1, place.span.line)
    column, end = report.sources.column(place), report.sources.end(place)
    if column is None or end is None:
        return {"startLine": line, "endLine": line}
    return {"startLine": line, "startColumn": column, "endLine": end[0], "endColumn": end[1]}


def _notifications(lost: list[Finding], results: int, lang: str) -> Node:
    notes: list[Node] = []
    for finding in lost:
        text = say("no-location", lang, rule=clean(finding.rule), message=_short(finding.text(lang), _MESSAGE))
        notes.append({"level": _LEVELS[finding.severity], "message": {"text": _plain(text)}})
    if results > MOST_RESULTS:
        text = say("too-many", lang, n=results - MOST_RESULTS, most=MOST_RESULTS)
        notes.append({"level": "warning", "message": {"text": text}})
    return {"toolExecutionNotifications": notes} if notes else {}


def _short(text: str, most: int) -> str:
    return clean(text[:most]).strip() + "…" * (len(text) > most)
