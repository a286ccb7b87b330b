"""A report as JSON: all that is known, in both languages, the same for the same report."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping

from kg.findings import Finding, Place, Severity
from kg.validate.formats.grouped import Found, found, groups, rule_of
from kg.validate.report import ORDER, Checked, Level, Report

_STEERS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def render(report: Report, lang: str = "en") -> str:
    """Write a report as one object of JSON. ``lang`` changes nothing: both languages are in it.

    Columns (``start_column``, ``end_column``) count code points from 1, the end is the one behind the last character;
    ``column`` of a place is that of its table. What could steer a terminal is escaped; lone surrogates, which are no
    text, become U+FFFD.
    """
    counts = {group.document.iri: group.numbers for group in groups(report, lang)}
    written = {
        "documents": [_document(document, counts.get(document.iri), report) for document in report.documents],
        "findings": [_finding(one, report) for one in found(report)],
        "accepted": len(report.accepted),
        "gone": [
            {
                "fingerprint": known.fingerprint,
                "rule": known.rule,
                "severity": known.severity,
                "file": known.file,
                "message": known.message,
            }
            for known in report.gone
        ],
        "counts": _counts(report.count()),
    }
    text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
    return _STEERS.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATES.sub("\ufffd", text))


def _counts(counts: Mapping[Severity, int]) -> dict[str, int]:
    return {severity.value: counts.get(severity, 0) for severity in ORDER}


def _document(document: Checked, counts: Counter[Severity] | None, report: Report) -> dict[str, object]:
    return {
        "iri": document.iri,
        "title": document.title,
        "kind": document.kind,
        "year": document.year,
        "files": [{"name": file, "path": report.sources.path(file)} for file in document.files],
        "counts": _counts(counts or {}),
        "level": _level(document.level, report) if document.level else None,
    }


def _level(level: Level, report: Report) -> dict[str, object]:
    following = {"iri": level.next_iri, "nl": level.next_name.nl, "en": level.next_name.en}
    return {
        "iri": level.iri or None,
        "nl": level.name.nl,
        "en": level.name.en,
        "next": following if level.next_iri else None,
        "missing": [
            {"rule": code, "count": count, "nl": title.nl, "en": title.en}
            for code, count in level.missing
            for title in [rule_of(report, code).title]
        ],
    }


def _finding(one: Found, report: Report) -> dict[str, object]:
    finding, fingerprint = one
    first = _where(finding.places[0], report) if finding.places else {"path": None}
    return {
        **finding.record(),
        "places": [{**place.record(), **_where(place, report)} for place in finding.places],
        **{name: value for name, value in (("document", finding.document), ("node", finding.node)) if value},
        **first,
        "fingerprint": fingerprint,
        "rule_iri": _rule_iri(finding, report),
    }


def _rule_iri(finding: Finding, report: Report) -> str:
    return rule_of(report, finding.rule).iri


def _where(place: Place, report: Report) -> dict[str, object]:
    """What the text of the file adds to a place: its path and its columns in the lines."""
    start, end = report.sources.column(place), report.sources.end(place)
    known: dict[str, object] = {"path": report.sources.path(place.file)}
    if start is not None:
        known["start_column"] = start
    if end is not None:
        known["end_line"], known["end_column"] = end
    return known
