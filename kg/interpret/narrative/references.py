"""Pointers in running text to programmes and policy areas by their code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from kg.domain import Level
from kg.profile import Profile

_QUOTES = re.compile(r"(?<!\w)['‘’`\"“”]([^'‘’`\"“”]{0,80})['‘’`\"“”](?!\w)")
_BRACKETS = re.compile(r"\(([^()]{1,200})\)")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|(?<!_)_+(?!\w)")
_CAPITALS = r"[A-ZÀ-Þ][\w'’-]*(?: (?:& |en )?[A-ZÀ-Þ][\w'’-]*)*"
_UP_TO_NEXT = r"[A-ZÀ-Þ][^,.;:()]{0,80}?(?=[,.;:)]|$| \(| (?:en|of|&) \d)"
"""A name in running text is capitals only; in brackets or a list it ends where the next code or a mark stands."""
_JOINT = r"(?:, en|, of|,| en| of| &) | ?/ ?"


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
    ("(zie ook 8C, 7A)", "(3 Economie)", "(beiden 9)"), in a list with names behind "programma's: ", and that of an area
    behind "zie" anywhere. Of a range ("4 t/m 6") each counts; those between have all of it as their place. Marks of
    emphasis are passed over ("zie **8C**"). ``own`` is the programme that the text itself belongs to: pointing at it is
    no reference. What stands in quotes is an example.

    >>> from kg.profile import load
    >>> def codes(text): return [found.target for found in find_references(text, load("leiden"), "9")]
    >>> codes("Net als de programma's 7, 8C en 10 (zie ook 6A en 3 Economie)."), codes("Zie programma 9, of (2016).")
    (['7', '8C', '10', '6A', '3'], [])
    >>> codes("Zie 9B voor de programma's 4 t/m 6, niet voor (3D) of het programma 25 jaar Leiden.")
    ['9B', '4', '5', '6']
    """
    grammar = _grammar(profile)
    plain, places = _without_emphasis(text)
    quotes = [match.span() for match in _QUOTES.finditer(plain)]
    found: dict[tuple[int, str], Pointed] = {}
    for read in (_worded, _bracketed, _listed, _shown):
        for pointed in read(plain, grammar):
            if pointed.target != own and not _inside(pointed.start, quotes):
                found.setdefault((pointed.start, pointed.target), pointed)
    ordered = sorted(found.values(), key=lambda pointed: (pointed.start, pointed.end))
    return [replace(one, start=places[one.start], end=places[one.end - 1] + 1) for one in ordered]


def _without_emphasis(text: str) -> tuple[str, Sequence[int]]:
    """The text without marks of emphasis, and where each of its characters stands in the text itself."""
    marks = {place for mark in _EMPHASIS.finditer(text) for place in range(*mark.span())}
    places = [place for place in range(len(text)) if place not in marks]
    return "".join(text[place] for place in places), places


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies inside one of the spans, which are in order and apart."""
    before = bisect_right(spans, place, key=lambda span: span[0])
    return before > 0 and place < spans[before - 1][1]


class _Codes(NamedTuple):
    """How a list of codes goes: one of it, and what parts it from the next; a range has the group ``to``."""

    one: re.Pattern[str]
    joint: re.Pattern[str]


class _Item(NamedTuple):
    """A code of a list; ``since`` is the code at which a range to it began."""

    match: re.Match[str]
    since: re.Match[str] | None


@dataclass(frozen=True, slots=True)
class _Grammar:
    words: re.Pattern[str]
    see: re.Pattern[str]
    opening: re.Pattern[str]
    lists: re.Pattern[str]
    running: _Codes
    enclosed: _Codes
    no_codes: re.Pattern[str]


@lru_cache(maxsize=16)
def _grammar(profile: Profile) -> _Grammar:
    """The patterns of a profile: its words for programmes and areas, and the codes of its grammar."""
    word = _any([*profile.words("words", "programme"), *profile.words("words", "policy_area")])
    see, of_them = _any(profile.words("references", "see")), _any(profile.words("references", "of-them"))
    joint = rf"(?P<to> {_any(profile.words('references', 'to'))} )|{_JOINT}"
    code, before = _code(profile), rf"(?:{word}(?:['’]?s|en)? )?"
    return _Grammar(
        words=re.compile(rf"\b{word}(?P<plural>['’]?s|en)? (?=\d)"),
        see=re.compile(rf"\b{see} (?=\d)"),
        opening=re.compile(rf"(?:(?P<see>{see})|{of_them}) "),
        lists=re.compile(rf"\b{word}(?:['’]?s|en)\b[^.:;]{{0,80}}: ?(?=\d)"),
        running=_Codes(re.compile(rf"{before}{code}(?: (?P<name>{_CAPITALS}))?"), re.compile(joint)),
        enclosed=_Codes(re.compile(rf"{before}{code}(?: (?P<name>{_UP_TO_NEXT}))?"), re.compile(rf"{joint}|; ?")),
        no_codes=re.compile("|".join(profile.words("references", "words")) or "(?!)"),
    )


def _any(words: list[str]) -> str:
    """A pattern for any of the words, in capitals or not."""
    return "(?i:" + ("|".join(re.escape(word) for word in words) or "(?!)") + ")"


def _code(profile: Profile) -> str:
    """A pattern for the code of an area, also with a space before its one letter, or of a programme."""
    data = profile.data.get("codes", {})
    programme = data.get("programme", r"\d{1,2}")
    spaced = rf"{programme}(?: (?=[A-Z](?![\w&'’/+-])))?"
    area = data.get("policy-area", "(?!)").replace("{programme}", spaced)
    counted = rf" {_any(profile.words('references', 'counted'))}\b"
    return (
        rf"(?:(?P<area>{area})(?!/(?!{area}(?!\w))\d)|(?P<programme>{programme})(?!/\d|{counted}| [A-ZÀ-Þ](?!\w)))"
        r"(?![\w%€°]|[.,]\d|[-–]\w)"
    )


def _items(text: str, at: int, codes: _Codes) -> Iterator[_Item]:
    """The codes of a list that begins at a place."""
    match, since = codes.one.match(text, at), None
    while match:
        yield _Item(match, since)
        joint = codes.joint.match(text, match.end())
        since = match if joint and joint["to"] else None
        match = codes.one.match(text, joint.end()) if joint else None


def _pointed(item: _Item) -> Iterator[Pointed]:
    """The code of an item, behind those between the first of its range and itself."""
    start, target, level = _target(item.match)
    if item.since:
        began, first, _ = _target(item.since)
        for code in _between(first, target):
            yield Pointed(began, item.match.end(), code, level, "")
    yield Pointed(start, item.match.end(), target, level, item.match["name"] or "")


def _target(match: re.Match[str]) -> tuple[int, str, Level]:
    group = "area" if match["area"] else "programme"
    level = Level.POLICY_AREA if match["area"] else Level.PROGRAMME
    return match.start(group), "".join(match[group].split()).lstrip("0"), level


def _between(first: str, last: str) -> list[str]:
    """The codes between two that differ in their last number or letter.

    >>> _between("4", "7"), _between("8A", "8C"), _between("1.2", "1.4"), _between("8A", "9C")
    (['5', '6'], ['8B'], ['1.3'], [])
    """
    one, other = (re.fullmatch(r"(.*?)(?:(\d+)|([A-Z]))", code) for code in (first, last))
    if not one or not other or one[1] != other[1]:
        return []
    if one[2] and other[2]:
        return [f"{one[1]}{number}" for number in range(int(one[2]) + 1, int(other[2]))]
    if one[3] and other[3]:
        return [f"{one[1]}{chr(letter)}" for letter in range(ord(one[3]) + 1, ord(other[3]))]
    return []


def _worded(text: str, grammar: _Grammar) -> Iterator[Pointed]:
    """Behind the word for it, and all of its list; behind one programme a further number may count something else."""
    read = 0
    for word in grammar.words.finditer(text):
        if word.start() < read:
            continue
        for number, item in enumerate(_items(text, word.end(), grammar.running)):
            counts = re.match(r" [a-zà-ÿ]", text[item.match.end() : item.match.end() + 2])
            if number and item.match["programme"] and not word["plural"] and counts:
                break
            read = item.match.end()
            yield from _pointed(item)


def _shown(text: str, grammar: _Grammar) -> Iterator[Pointed]:
    """Behind "zie", in brackets or not: codes of areas, for a number may be that of a table or a page."""
    for see in grammar.see.finditer(text):
        for item in _items(text, see.end(), grammar.running):
            if item.match["area"]:
                yield from _pointed(item)


def _bracketed(text: str, grammar: _Grammar) -> Iterator[Pointed]:
    """In brackets: codes of areas, and numbers of programmes where "zie" or a name says so."""
    for brackets in _BRACKETS.finditer(text):
        start, end = brackets.span(1)
        opening = grammar.opening.match(text, start, end)
        items = list(_items(text, opening.end() if opening else start, grammar.enclosed))
        rest = text[items[-1].match.end() : end] if items else ""
        for item in items:
            if _stands(item.match, opening, rest, grammar):
                yield from _pointed(item)


def _stands(match: re.Match[str], opening: re.Match[str] | None, rest: str, grammar: _Grammar) -> bool:
    """Whether a code in brackets is one: by what opens them, by its name, and by what they hold behind the codes."""
    pointed, named = bool(opening and opening["see"]), bool(match["name"])
    if match["area"]:
        return rest[:1] in ("", ",", ";") and (pointed or named or not grammar.no_codes.fullmatch(match["area"]))
    if rest:
        return pointed and named and rest[0] in ",;"
    return named or opening is not None


def _listed(text: str, grammar: _Grammar) -> Iterator[Pointed]:
    """In a list behind a colon, each with its name ("de volgende programma's: 7 Jeugd, 8C Sport en 10 Werk")."""
    for opening in grammar.lists.finditer(text):
        items = list(_items(text, opening.end(), grammar.enclosed))
        if all(item.match["name"] for item in items):
            for item in items:
                yield from _pointed(item)
