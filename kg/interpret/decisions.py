"""Decisions that a running text cites: numbers of council, college and cases, and articles of laws and arrangements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.profile import Profile


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
            if match.end() > match.start():
                yield Cited(*match.span(), form.kind, form.written(match))
