"""A report put in order: findings with their fingerprints, by document, counted by rule, and what a place is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from kg.findings import Finding, Place, Severity
from kg.plain_text import clean
from kg.validate.fingerprints import fingerprints
from kg.validate.formats.words import say
from kg.validate.report import ORDER, Checked, Report
from kg.validate.rules import Rule, Text
from kg.vocabulary import RULE

MOST_MISSING = 3


class Found(NamedTuple):
    """A finding and its fingerprint."""

    finding: Finding
    fingerprint: str


class Group(NamedTuple):
    """A document and what was found in it."""

    document: Checked
    found: tuple[Found, ...]

    @property
    def numbers(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(one.finding.severity for one in self.found)


class Tally(NamedTuple):
    """A rule and how often it found something, by severity."""

    rule: Rule
    numbers: Counter[Severity]


def found(report: Report) -> list[Found]:
    """Return the new findings with their fingerprints, in the order of their places.

    Equal findings are told apart by their order, so that those which a baseline accepted are counted too.
    """
    everything = [(finding, True) for finding in report.findings] + [(finding, False) for finding in report.accepted]
    everything.sort(key=lambda pair: (pair[0].sort_key, pair[0].document, pair[0].node, pair[1]))
    marks = fingerprints([finding for finding, _ in everything])
    return [Found(finding, mark) for (finding, new), mark in zip(everything, marks, strict=True) if new]


def gravest_first(several: Iterable[Found]) -> list[Found]:
    """Sort findings: the gravest first, else as they came."""
    return sorted(several, key=lambda one: ORDER.index(one.finding.severity))


def groups(report: Report, lang: str) -> list[Group]:
    """Return the documents in the order of the report, each with its findings, the gravest first.

    What belongs to none of them comes last, as if it were a document.
    """
    by_iri = {document.iri: number for number, document in reversed(list(enumerate(report.documents))) if document.iri}
    by_file = {file: n for n, document in reversed(list(enumerate(report.documents))) for file in document.files}
    collected: dict[int, list[Found]] = {number: [] for number in range(len(report.documents))}
    rest: list[Found] = []
    for one in found(report):
        finding = one.finding
        number = by_iri.get(finding.document) if finding.document else by_file.get(finding.file or "")
        (rest if number is None else collected[number]).append(one)
    told = [Group(document, tuple(gravest_first(collected[n]))) for n, document in enumerate(report.documents)]
    return [*told, Group(Checked("", say("elsewhere", lang)), tuple(gravest_first(rest)))] if rest else told


def rule_of(report: Report, code: str) -> Rule:
    """Return a rule of the report; for a code that it does not document, a rule that says nothing but its code."""
    known = report.rules.get(code)
    if known is not None:
        return known
    none = Text()
    severities = [finding.severity for finding in report.findings if finding.rule == code]
    gravest = min(severities, key=ORDER.index, default=Severity.INFO)
    return Rule(
        code, RULE + quote(code, safe="", errors="replace"), gravest, none, none, none, none, none, by_shape=False
    )


def tallies(report: Report) -> list[Tally]:
    """Count the new findings by rule, in the order of the codes."""
    counts: dict[str, Counter[Severity]] = {}
    for finding in report.findings:
        counts.setdefault(finding.rule, Counter())[finding.severity] += 1
    return [Tally(rule_of(report, code), counts[code]) for code in sorted(counts)]


def missing(document: Checked, report: Report, lang: str) -> tuple[list[str], int]:
    """Say what a document lacks most for its next level, and how many more rules it does not meet."""
    lacking = document.level.missing if document.level else ()
    told = [
        f"{count} × {clean(code)} {clean(rule_of(report, code).title.of(lang))}".rstrip()
        for code, count in lacking[:MOST_MISSING]
    ]
    return told, len(lacking) - len(told)


def reached(document: Checked, lang: str) -> str:
    """Say which level a document reaches; empty where levels were not asked for.

    >>> from kg.validate.report import Level
    >>> reached(Checked("", "Jaarstukken 2024", level=Level("urn:goed", Text("Goed", "Good"))), "nl")
    'haalt Goed'
    """
    if document.level is None:
        return ""
    name = clean(document.level.name.of(lang))
    return say("reached", lang, name=name) if name else say("no-level", lang)


def part_names(places: Sequence[Place], lang: str) -> list[str]:
    """Return short names for the places behind the first: what they share with the name of the first is left out.

    >>> names = [("saldo Preventie · Rekening 2024",) * 2, ("lasten Preventie · Rekening 2024",) * 2]
    >>> names += [("saldo Preventie · Begroting 2024",) * 2]
    >>> part_names([Place("jaarstukken.txt", None, "", name) for name in names], "nl")
    ['lasten', 'Begroting 2024']
    """
    if not places:
        return []
    row, column = _row_and_column(places[0], lang)
    return [_short_name(*_row_and_column(place, lang), row, column) for place in places[1:]]


def _row_and_column(place: Place, lang: str) -> tuple[str, str]:
    row, _, column = clean(place.called(lang)).rpartition(" · ")
    return (row, column) if row else (column, "")


def _short_name(row: str, column: str, first_row: str, first_column: str) -> str:
    words, first = row.split(), first_row.split()
    same = 0
    while same < min(len(words), len(first)) and words[-1 - same] == first[-1 - same]:
        same += 1
    own = "" if row == first_row else " ".join(words[: len(words) - same]) or row
    return " · ".join(filter(None, [own, "" if column == first_column else column]))
