"""A report as one page to send to a colleague: no script, nothing from elsewhere, fit for paper, phone and dark."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from kg.findings import Place, Severity
from kg.plain_text import clean
from kg.validate.formats.grouped import Found, Group, groups, missing, part_names, reached, rule_of, tallies
from kg.validate.formats.words import counted, say
from kg.validate.report import ORDER, Report
from kg.validate.rules import Rule

MARKS = {Severity.VIOLATION: "✖", Severity.WARNING: "▲", Severity.INFO: "●"}
"""A shape beside the word, so that nobody needs colours."""
_REACH, _QUOTE, _MESSAGE = 200, 80, 4_000
_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file around a place."""

    number: int
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class _Finding:
    anchor: str
    code: str
    rule_anchor: str
    kind: str
    where: str
    called: str
    message: str
    line: _Line | None
    parts: list[tuple[str, str, str]]
    more: int
    remedy: str


@dataclass(frozen=True, slots=True)
class _Document:
    anchor: str
    title: str
    files: list[str]
    counts: list[tuple[str, str]]
    level: str
    next_level: str
    missing: list[str]
    missing_more: int
    findings: list[_Finding]


@dataclass(frozen=True, slots=True)
class _Rule:
    anchor: str
    code: str
    title: str
    kind: str
    texts: list[tuple[str, str]]
    iri: str
    numbers: list[int]


def render(report: Report, lang: str = "en") -> str:
    """Write a report as a page of HTML in one language.

    All that documents say is escaped by the template; a policy in the page forbids scripts and loading anything.
    """
    told = tallies(report)
    anchors = _anchors([tally.rule.code for tally in told])
    counts = report.count()
    return _template().render(
        lang=lang,
        say=lambda key, **values: say(key, lang, **values),
        marks={severity.value: MARKS[severity] for severity in ORDER},
        kinds=[severity.value for severity in ORDER],
        style=_style(),
        style_hash=base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode(),
        counts=_counts(counts, lang),
        totals=[counts[severity] for severity in ORDER],
        documents=[_document(n, group, report, anchors, lang) for n, group in enumerate(groups(report, lang), start=1)],
        rules=[
            _Rule(
                anchors[rule.code],
                clean(rule.code),
                clean(rule.title.of(lang)),
                rule.severity.value,
                _texts(rule, lang),
                rule.iri if re.fullmatch(r"https?://[!-~]+", rule.iri) else "",
                [numbers[severity] for severity in ORDER],
            )
            for rule, numbers in told
        ],
        accepted=len(report.accepted),
        gone=[(clean(k.rule), clean(k.file), _short(k.message, _MESSAGE)) for k in report.gone],
    )


@cache
def _template() -> Template:
    text = files("kg.validate.formats").joinpath("report.html.jinja").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(text)


@cache
def _style() -> str:
    return files("kg.validate.formats").joinpath("report.css").read_text(encoding="utf-8")


def _anchors(codes: list[str]) -> dict[str, str]:
    """Give each rule a name to link to: its code, made safe and unlike the others."""
    anchors: dict[str, str] = {}
    for code in codes:
        anchor = "rule-" + re.sub(r"[^A-Za-z0-9]+", "-", code)
        while anchor in anchors.values():
            anchor += "-"
        anchors[code] = anchor
    return anchors


def _counts(counts: Counter[Severity], lang: str) -> list[tuple[str, str]]:
    return [(severity.value, counted(severity, counts[severity], lang)) for severity in ORDER if counts[severity]]


def _document(number: int, group: Group, report: Report, anchors: Mapping[str, str], lang: str) -> _Document:
    document = group.document
    told, more = missing(document, report, lang)
    return _Document(
        f"document-{number}",
        clean(document.title or document.iri) or say("document", lang),
        [clean(report.sources.path(file)) for file in document.files],
        _counts(group.numbers, lang),
        reached(document, lang),
        clean(document.level.next_name.of(lang)) if document.level else "",
        told,
        more,
        [_finding(one, report, anchors, lang) for one in group.found],
    )


def _finding(one: Found, report: Report, anchors: Mapping[str, str], lang: str) -> _Finding:
    finding, fingerprint = one
    shown = finding.places[: _MOST_PARTS + 1]
    first = shown[0] if shown else None
    parts = [
        (_where(place, report, named=place.file != finding.file, lang=lang), name, _short(place.quote, _QUOTE))
        for place, name in zip(shown[1:], part_names(shown, lang), strict=True)
    ]
    return _Finding(
        f"finding-{fingerprint}",
        clean(finding.rule),
        anchors[finding.rule],
        finding.severity.value,
        _where(first, report, named=True, lang=lang) if first else "",
        clean(first.called(lang)) if first else "",
        _short(finding.text(lang), _MESSAGE),
        _line(first, report) if first else None,
        parts,
        max(0, len(finding.places) - 1 - _MOST_PARTS),
        clean(rule_of(report, finding.rule).remedy.of(lang)),
    )


def _where(place: Place, report: Report, *, named: bool, lang: str) -> str:
    """Say "file:line:column"; the file is left out where it is that of the finding."""
    numbers = [str(n) for n in (place.span.line if place.span else None, report.sources.column(place)) if n is not None]
    if not named:
        return ":".join(numbers) or say("whole-file", lang)
    return ":".join([clean(report.sources.path(place.file)), *numbers])


def _line(place: Place, report: Report) -> _Line | None:
    around = report.sources.around(place, _REACH)
    if around is None or place.span is None or not "".join(around[:3]).strip():
        return None
    before = "…" * around.cut_before + clean(around.before)
    return _Line(place.span.line, before.lstrip(), clean(around.quote), clean(around.after) + "…" * around.cut_after)


def _texts(rule: Rule, lang: str) -> list[tuple[str, str]]:
    texts = (("when", rule.when), ("example", rule.example), ("remedy", rule.remedy), ("source", rule.source))
    return [(key, clean(text.of(lang))) for key, text in texts if text.of(lang)]


def _short(text: str, most: int) -> str:
    return clean(text[:most]).strip() + "…" * (len(text) > most)
