"""Decisions that a running text cites: numbers of council, college and cases, and articles of laws and arrangements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.interpret.organisations import find_organisations
from kg.profile import Profile

_AND = re.compile(r" en (?=[A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: its place in the text, its kind (a code of the list decision-kind) and its one spelling."""

    start: int
    end: int
    kind: str
    notation: str


def find_decisions(text: str, profile: Profile) -> list[Cited]:
    """Find all decisions that a text cites, in printed order; a bare name of a law is none, nor is a bare article.

    White space of the text is already collapsed; offsets are in its characters. Where two forms fit, that which begins
    first holds, of those the longest, then the profile's own: "BW Z/24/3750103" is the college's, not a case.

    >>> from kg.profile import load
    >>> text = "Vastgesteld (RV19.0005, B&W 19.0017) volgens artikel 213a van de Gemeentewet; zie ook de Jeugdwet."
    >>> [(text[c.start : c.end], c.notation) for c in find_decisions(text, load("leiden"))][:2]
    [('RV19.0005', 'RV 19.0005'), ('B&W 19.0017', 'BW 19.0017')]
    >>> [(c.kind, c.notation) for c in find_decisions(text, load("leiden"))][2:]
    [('law-article', 'art. 213a Gemeentewet')]
    """
    found = sorted(_all(text, profile), key=lambda cited: (cited.start, -cited.end))
    apart: list[Cited] = []
    for cited in found:
        if not apart or cited.start >= apart[-1].end:
            apart.append(cited)
    return apart


def _all(text: str, profile: Profile) -> Iterator[Cited]:
    for form in profile.citations:
        for match in form.pattern.finditer(text):
            whole = _of_one_body(match, profile)
            if whole and whole.end() > whole.start():
                for start, end, notation in form.cited(whole):
                    yield Cited(start, end, form.kind, notation)


def _of_one_body(match: re.Match[str], profile: Profile) -> re.Match[str] | None:
    """Cut off what another organisation's name is behind "en", as far as the reviewed list knows it."""
    joints = {joint.end() - match.start() for joint in _AND.finditer(match.string, *match.span())}
    bodies = find_organisations(match[0], profile) if joints else ()
    for body in bodies:
        if body.start in joints:
            return match.re.match(match.string, match.start(), match.start() + body.start - len(" en "))
    return match
