"""A report for CI systems that read JUnit: a suite a document, a case a rule."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from junitparser import Failure, JUnitXml, TestCase, TestSuite
from junitparser.junitparser import Attr

from kg.findings import Finding, Severity
from kg.plain_text import clean
from kg.validate.formats.grouped import Found, Group, groups, rule_of
from kg.validate.formats.words import say
from kg.validate.report import Checked, Report
from kg.validate.rules import Rule

NAME = "doelenboom"
_MOST = 4_000
"""A message or quote is no longer than this many characters."""


class _Case(TestCase):
    """A case that names its file, as GitLab and others read it."""

    file = Attr()


def render(report: Report, lang: str = "en") -> str:
    """Write a report as the XML of JUnit, the same for the same report: no times, no machine.

    A case is a rule in a document: all rules that a shape finds, and those that found something. It fails on a
    violation, and then ``type`` is the rule, ``message`` the first finding, the text all of them with their places.
    Warnings and infos leave it passed (CI systems know no third colour) and stand in its ``system-out``.
    """
    whole = JUnitXml(NAME)
    told = groups(report, lang) or [Group(Checked("", say("no-document", lang)), ())]
    for group in told:
        whole.add_testsuite(_suite(group, report, lang))
    written = BytesIO()
    whole.write(written)
    root = ElementTree.fromstring(written.getvalue())  # written by the standard library, whichever made it
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(group: Group, report: Report, lang: str) -> TestSuite:
    suite = TestSuite(_short(group.document.title or group.document.iri or say("document", lang)))
    by_rule: dict[str, list[Found]] = {}
    for one in group.found:
        by_rule.setdefault(one.finding.rule, []).append(one)
    shaped = {code for code, rule in report.rules.items() if rule.by_shape}
    cases = [
        _case(rule_of(report, code), by_rule.get(code, []), group.document, report, lang)
        for code in sorted(shaped | set(by_rule))
    ]
    suite.add_testcases(cases)
    return suite


def _case(rule: Rule, several: list[Found], document: Checked, report: Report, lang: str) -> TestCase:
    name = " ".join(filter(None, [clean(rule.code), clean(rule.title.of(lang))]))
    case = _Case(name, _short(document.title or document.iri or NAME), 0.0)
    grave = [one.finding for one in several if one.finding.severity is Severity.VIOLATION]
    rest = [one.finding for one in several if one.finding.severity is not Severity.VIOLATION]
    for file in [finding.file for finding in [*grave, *rest] if finding.file][:1]:
        case.file = clean(report.sources.path(file))
    if grave:
        failure = Failure(_short(grave[0].text(lang)), clean(rule.code))
        failure.text = "\n".join(_lines(grave, report, lang))
        case.result = [failure]
    if rest:
        case.system_out = "\n".join(_lines(rest, report, lang))
    return case


def _lines(findings: list[Finding], report: Report, lang: str) -> Iterator[str]:
    for finding in findings:
        where = _where(finding, report, 0) if finding.places else ""
        yield f"{where}: {say(finding.severity.value, lang)}: {_short(finding.text(lang))}".removeprefix(": ")
        for number in range(1, len(finding.places)):
            place = finding.places[number]
            words = " ".join(filter(None, [clean(place.called(lang)), _short(place.quote)]))
            yield f"  {say('with', lang)} {_where(finding, report, number)} {words}".rstrip()


def _where(finding: Finding, report: Report, number: int) -> str:
    place = finding.places[number]
    numbers = (place.span.line if place.span else None, report.sources.column(place))
    return ":".join([clean(report.sources.path(place.file)), *(str(n) for n in numbers if n is not None)])


def _short(text: str) -> str:
    return clean(text[:_MOST]) + "…" * (len(text) > _MOST)
