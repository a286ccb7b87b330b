"""What a validation found, and what formats need to say it: files, places in lines, rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from kg.findings import Finding, Place, Severity
from kg.validate.rules import Rule, Text

ORDER = (Severity.VIOLATION, Severity.WARNING, Severity.INFO)
"""Severities, the gravest first."""


@dataclass(frozen=True, slots=True)
class Level:
    """How complete a document is: the tier it reaches, the next one, and what is missing for it, what helps most first.

    ``iri`` is that of the tier reached ("" for none), ``missing`` pairs of a rule's code and how often it is not met.
    """

    iri: str = ""
    name: Text = field(default_factory=Text)
    next_iri: str = ""
    next_name: Text = field(default_factory=Text)
    missing: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that was validated: its IRI, title and files; ``level`` where tiers were asked for."""

    iri: str
    title: str
    files: tuple[str, ...] = ()
    kind: str | None = None
    year: int | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as a baseline keeps it: fingerprint, rule, file and the message when it was accepted.

    ``others`` are the other files that it is about, where it lies between documents.
    """

    fingerprint: str
    rule: str
    severity: str
    file: str
    message: str
    others: tuple[str, ...] = ()


class Around(NamedTuple):
    """A place in its line: what stands before it, at it and behind it, and whether the line goes on at either side."""

    before: str
    quote: str
    after: str
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True)
class Sources:
    """The files that places are in, by name: how the user named them (``paths``), what stands in them (``texts``)."""

    paths: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    _starts: dict[str, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def path(self, file: str) -> str:
        """Return the path of a file as the user gave it, with forward slashes; its name where no path is known."""
        return PurePath(self.paths.get(file, file)).as_posix()

    def column(self, place: Place) -> int | None:
        """Return where in its line a place begins, counted from 1 in code points; None without text or position."""
        bounds = self._bounds(place)
        return place.span.start - bounds[0] + 1 if bounds and place.span else None

    def end(self, place: Place) -> tuple[int, int] | None:
        """Return the line and column just behind a place, counted from 1; None without text or position."""
        text = self.texts.get(place.file)
        if text is None or place.span is None or place.span.end > len(text):
            return None
        starts = self._lines(place.file, text)
        first, last = (bisect_right(starts, offset) for offset in (place.span.start, place.span.end))
        return place.span.line + last - first, place.span.end - starts[last - 1] + 1

    def line(self, place: Place) -> str | None:
        """Return the text of the line in which a place begins; None where that is not known."""
        bounds = self._bounds(place)
        return self.texts[place.file][slice(*bounds)] if bounds else None

    def around(self, place: Place, reach: int) -> Around | None:
        """Return a place with at most ``reach`` characters of its line on either side; None where that is not known.

        Of a place that is longer than ``reach``, or runs on over more lines, the beginning is given.
        """
        bounds = self._bounds(place)
        if bounds is None or place.span is None:
            return None
        text, (first, last) = self.texts[place.file], bounds
        start, end = place.span.start, min(place.span.end, last, place.span.start + reach)
        low, high = max(first, start - reach), min(last, end + reach)
        return Around(text[low:start], text[start:end], text[end:high], low > first, high < last)

    def _bounds(self, place: Place) -> tuple[int, int] | None:
        """The offsets of the line in which a place begins."""
        text = self.texts.get(place.file)
        if text is None or place.span is None or place.span.start > len(text):
            return None
        starts = self._lines(place.file, text)
        following = bisect_right(starts, place.span.start)
        return starts[following - 1], starts[following] - 1 if following < len(starts) else len(text)

    def _lines(self, file: str, text: str) -> list[int]:
        """The offsets at which the lines of a file begin, found once."""
        if file not in self._starts:
            self._starts[file] = [0, *(match.end() for match in re.finditer("\n", text))]
        return self._starts[file]


@dataclass(frozen=True)
class Report:
    """What a validation found. ``findings`` are new ones, gravest first inside nothing: in the order of their places.

    ``accepted`` are findings that a baseline knows, ``gone`` those it knows that were not found any more, among the
    documents that were validated.
    """

    findings: tuple[Finding, ...]
    documents: tuple[Checked, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    sources: Sources = field(default_factory=Sources)
    accepted: tuple[Finding, ...] = ()
    gone: tuple[Known, ...] = ()
    left_out: tuple[tuple[str, str, bool], ...] = ()
    """Files that were not validated: path, why, and whether the user named them."""

    def count(self) -> Counter[Severity]:
        """Count the new findings by severity."""
        return Counter(finding.severity for finding in self.findings)

    def at_least(self, severity: Severity) -> list[Finding]:
        """Return the new findings of this severity or a graver one."""
        return [finding for finding in self.findings if ORDER.index(finding.severity) <= ORDER.index(severity)]
