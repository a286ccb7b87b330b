"""Pointers in running text to programmes and policy areas by their code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.domain import Level
from kg.profile import Profile

_QUOTES = re.compile(r"(?<!\w)['‘’`\"“”]([^'‘’`\"“”]{0,80})['‘’`\"“”](?!\w)")
_BRACKETS = re.compile(r"\(([^()]{1,200})\)")
_CAPITALS = r"[A-ZÀ-Þ][\w'’-]*(?: (?:& |en )?[A-ZÀ-Þ][\w'’-]*)*"
_UP_TO_NEXT = r"[A-ZÀ-Þ][^,.;:()]{0,80}?(?=[,.;:)]|$| \(| (?:en|of|&) \d)"
"""A name in running text is capitals only; in brackets or a list it ends where the next code or a mark stands."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A pointer found in a text: offsets, the code it points at, its level, and the name that stands beside it."""

    start: int
    end: int
    target: str
    level: Level
    name: str


def find_references(text: str, profile: Profile, own: str | None) -> list[Pointed]:
    """Find the programmes and policy areas that a text points at, in printed order.

    A code counts behind the word for a programme or policy area ("de programma's 7, 8C en 10"), in brackets of its own
    ("(zie ook 8C, 7A)", "(3 Economie)", "(beiden 9)") and in a list with names behind "programma's: ". ``own`` is the
    programme that the text itself belongs to: pointing at it is no reference. What stands in quotes is an example.

    >>> from kg.profile import load
    >>> def codes(text): return [found.target for found in find_references(text, load("leiden"), "9")]
    >>> codes("Net als de programma's 7, 8C en 10 (zie ook 6A en 3 Economie)."), codes("Zie programma 9, of (2016).")
    (['7', '8C', '10', '6A', '3'], [])
    """
    grammar = _grammar(profile)
    quoted = [match.span() for match in _QUOTES.finditer(text)]
    found: dict[int, Pointed] = {}
    for pointed in (*_worded(text, grammar), *_bracketed(text, grammar), *_listed(text, grammar)):
        inside = any(start <= pointed.start < end for start, end in quoted)
        if pointed.target != own and not inside:
            found.setdefault(pointed.start, pointed)
    return [found[start] for start in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Grammar:
    words: re.Pattern[str]
    see: re.Pattern[str]
    lists: re.Pattern[str]
    named: re.Pattern[str]
    bounded: re.Pattern[str]


_JOINT = re.compile(r"(?:,| en| of|, en|, of| &) ")


@lru_cache(maxsize=16)
def _grammar(profile: Profile) -> _Grammar:
    """The patterns of a profile: its words for programmes and areas, and the codes of its grammar."""
    data = profile.data.get("codes", {})
    programme = data.get("programme", r"\d{1,2}")
    area = data.get("policy-area", "(?!)").replace("{programme}", programme)
    words = [*profile.words("words", "programme"), *profile.words("words", "policy_area")]
    word = "(?i:" + "|".join(re.escape(word) for word in words) + ")"
    see = "|".join(re.escape(word) for word in profile.words("references", "see")) or "(?!)"
    code = rf"(?:(?P<area>{area})|(?P<programme>{programme}))(?![\w%€°]|[.,]\d|[-/–]\d)"
    before = rf"(?:{word}(?:['’]?s|en)? )?"
    return _Grammar(
        words=re.compile(rf"\b{word}(?P<plural>['’]?s|en)? (?=\d)"),
        see=re.compile(rf"(?i:{see}) "),
        lists=re.compile(rf"\b{word}(?:['’]?s|en)\b[^.:;]{{0,80}}: ?(?=\d)"),
        named=re.compile(rf"{before}{code}(?: (?P<name>{_CAPITALS}))?"),
        bounded=re.compile(rf"{before}{code}(?: (?P<name>{_UP_TO_NEXT}))?"),
    )


def _items(text: str, at: int, one: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The codes of a list that begins at a place: parted by commas or "en"."""
    match = one.match(text, at)
    while match:
        yield match
        joint = _JOINT.match(text, match.end())
        match = one.match(text, joint.end()) if joint else None


def _pointed(match: re.Match[str]) -> Pointed:
    group = "area" if match["area"] else "programme"
    level = Level.POLICY_AREA if match["area"] else Level.PROGRAMME
    target = "".join(match[group].split()).lstrip("0")
    return Pointed(match.start(group), match.end(), target, level, match["name"] or "")


def _worded(text: str, grammar: _Grammar) -> Iterator[Pointed]:
    """Behind the word for it, and all of its list; behind one programme a further number may count something else."""
    for word in grammar.words.finditer(text):
        for number, match in enumerate(_items(text, word.end(), grammar.named)):
            counts = re.match(r" [a-zà-ÿ]", text[match.end() : match.end() + 2])
            if number and match["programme"] and not word["plural"] and counts:
                break
            yield _pointed(match)


def _bracketed(text: str, grammar: _Grammar) -> Iterator[Pointed]:
    """In brackets that hold nothing else: codes of areas, and numbers of programmes where "zie" or a name says so."""
    for brackets in _BRACKETS.finditer(text):
        start, end = brackets.span(1)
        see = grammar.see.match(text, start, end)
        items = list(_items(text, see.end() if see else start, grammar.bounded))
        if not items or items[-1].end() != end:
            continue
        for match in items:
            if see or match["area"] or match["name"]:
                yield _pointed(match)


def _listed(text: str, grammar: _Grammar) -> Iterator[Pointed]:
    """In a list behind a colon, each with its name ("de volgende programma's: 7 Jeugd, 8C Sport en 10 Werk")."""
    for opening in grammar.lists.finditer(text):
        items = list(_items(text, opening.end(), grammar.bounded))
        if all(match["name"] for match in items):
            yield from map(_pointed, items)
