"""Which editions are of one policy element: same municipality, level and code, and a near wording."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, takewhile

from rapidfuzz import fuzz, utils

from kg.domain import Edition, Level
from kg.findings import Finding, Place, Severity, place_of
from kg.identifiers import segment, slug
from kg.register.order import Stated

NEAR = 77
"""Least likeness of two wordings of one element, of 100. Measured on the labels of Leiden, 2018 to 2024: one element
reworded scores 83 at least ("Burgers zijn zelfredzaam mogelijk", "Inwoners zijn zo zelfredzaam mogelijk"), two
statements of one survey 71 at most; this lies between."""

LONG_LEAD = 4
"""From so many equal first words on, what follows must be near as well: a survey's questions share a long lead."""

NEAR_REST = 48
"""Least likeness of what follows a long lead: two statements of one survey score 41 at most, one of them reworded
("nam mij serieus", "heeft mij serieus genomen") 55; this lies between."""

SHORT_REST = 3
"""Fewer words than this after the lead are too few to compare ("… in maanden", "… in dagen")."""

_BY_CODE_ALONE = (Level.PROGRAMME, Level.OVERVIEW)


@dataclass(slots=True)
class Element:
    """A policy element of a municipality: its key in IRIs and its editions, the oldest first."""

    municipality: str
    level: Level
    key: str
    editions: list[Stated] = field(default_factory=list)
    texts: dict[str, None] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)

    def add(self, stated: Stated) -> None:
        """Take in an edition, with its wordings and its part."""
        self.editions.append(stated)
        self.texts.update(dict.fromkeys(stated.texts))
        self.parts.add(stated.part.iri)

    @property
    def code(self) -> str:
        """The code that its editions bear; empty where they bear none."""
        return self.editions[0].edition.code

    def alike(self, stated: Stated) -> float:
        """How near an edition's wordings are to the element's, 0 where they are far; by code alone for programmes."""
        if self.level in _BY_CODE_ALONE or not self.code:
            return 100.0
        if any(text in self.texts for text in stated.texts):
            return 100.0
        return max((likeness(a, b) for a in stated.texts for b in self.texts), default=0.0)

    def is_stated_in(self, part_iri: str) -> bool:
        """Whether a part already states it: two editions of one part are never one element."""
        return part_iri in self.parts


def likeness(first: str, second: str) -> float:
    """How near two wordings are, from NEAR to 100; 0 where they are far.

    >>> round(likeness("Burgers zijn zelfredzaam mogelijk", "Inwoners zijn zo zelfredzaam mogelijk"))
    83
    >>> lead = "Percentage inwoners dat het eens is met de volgende stelling over de ondersteuning: "
    >>> likeness(lead + "'Ik werd snel geholpen'", lead + "'Er in het gesprek samen naar een oplossing gezocht'")
    0.0
    """
    whole = fuzz.token_sort_ratio(_plain(first), _plain(second))
    if whole < NEAR:
        return 0.0
    lead, rest, other = _split_lead(first, second)
    if lead >= LONG_LEAD and min(len(rest), len(other)) >= SHORT_REST:
        return whole if fuzz.token_sort_ratio(" ".join(rest), " ".join(other)) >= NEAR_REST else 0.0
    return whole


def identify(stated: Iterable[Stated]) -> tuple[list[Element], list[Finding]]:
    """Give each edition its element; ``stated`` is in order, so that the oldest edition gives the element its key.

    Findings: L04 where an edition bears the code of an element and a far wording (it is an element of its own), and
    where a code without a text may be of several elements (it is of none).
    """
    groups: dict[tuple[str, Level, str], list[Stated]] = {}
    for one in stated:
        level = one.edition.level
        groups.setdefault((one.document.municipality.code, level, _group_key(one.edition)), []).append(one)
    elements: list[Element] = []
    findings: list[Finding] = []
    for (municipality, level, key), group in sorted(groups.items()):
        found: list[Element] = []
        findings += _place_labelled(found, Element(municipality, level, key), group)
        findings += _place_bare(found, Element(municipality, level, key), group)
        for element in found:
            element.editions.sort(key=lambda one: one.order)
        elements += found
    return elements, findings


def _group_key(edition: Edition) -> str:
    """The code, made safe for IRIs; the slug of the label for a reserve and where there is no code."""
    if edition.code and not (edition.level is Level.RESERVE and edition.label):
        return segment(edition.code)
    return slug(edition.label or edition.key.partition("~")[0])


def _place_labelled(found: list[Element], blank: Element, group: Sequence[Stated]) -> Iterator[Finding]:
    labelled = (one for one in group if one.edition.label)
    for _part, rows in groupby(labelled, key=lambda one: one.part.iri):
        known = len(found)
        here = list(rows)
        matched = _match(here, found)
        for index, one in enumerate(here):
            if index in matched:
                found[matched[index]].add(one)
                continue
            rivals = [element for number, element in enumerate(found[:known]) if number not in matched.values()]
            if rivals:
                yield _far(one, rivals[0].editions[-1])
            found.append(_begun(blank, _key(blank.key, one, found), one))


def _begun(blank: Element, key: str, stated: Stated) -> Element:
    element = Element(blank.municipality, blank.level, key)
    element.add(stated)
    return element


def _match(rows: Sequence[Stated], found: Sequence[Element]) -> dict[int, int]:
    """Pair the editions of one part with elements, the nearest first; an element takes one of them at most."""
    scored = [(-element.alike(one), i, j) for i, one in enumerate(rows) for j, element in enumerate(found)]
    matched: dict[int, int] = {}
    for score, i, j in sorted(scored):
        if score < 0 and i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def _place_bare(found: list[Element], blank: Element, group: Sequence[Stated]) -> Iterator[Finding]:
    for one in group:
        if one.edition.label:
            continue
        if not found:
            found.append(_begun(blank, blank.key, one))
        elif len(found) == 1 and not found[0].is_stated_in(one.part.iri):
            found[0].add(one)
        else:
            yield _ambiguous(one, found)


def _key(code: str, stated: Stated, found: Sequence[Element]) -> str:
    """The first element keeps the code; another adds four words, from where its label differs from the first's."""
    if not found:
        return code
    _lead, rest, _other = _split_lead(stated.edition.label, found[0].editions[0].edition.label)
    key = wanted = f"{code}-{slug(' '.join(rest[:4]))}" if rest else code
    again = 1
    while any(element.key == key for element in found):
        again += 1
        key = f"{wanted}~{again}"
    return key


def _split_lead(first: str, second: str) -> tuple[int, list[str], list[str]]:
    a, b = _plain(first).split(), _plain(second).split()
    lead = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    return lead, a[lead:], b[lead:]


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    return utils.default_process(unicodedata.normalize("NFKC", text).replace("\u00ad", ""))


def _far(stated: Stated, other: Stated) -> Finding:
    code, here, there = stated.edition.code, stated.edition.label, other.edition.label
    return Finding(
        "L04",
        Severity.WARNING,
        f'Code {code} heet hier "{here}" en elders "{there}". Dat lijkt niet hetzelfde. '
        "Daarom zijn het in het register twee onderdelen.",
        f'Code {code} is worded "{here}" here and "{there}" elsewhere. They do not look the same; '
        "the register keeps them apart.",
        (*_places(stated), *_places(other)),
    )


def _ambiguous(stated: Stated, found: Sequence[Element]) -> Finding:
    code = stated.edition.code or stated.edition.key
    return Finding(
        "L04",
        Severity.WARNING,
        f"Code {code} staat hier zonder tekst. In de stukken heeft die code meer dan één betekenis. "
        "Daarom is niet te zeggen welk onderdeel bedoeld is.",
        f"Code {code} stands here without a text, and the documents give it more than one meaning; "
        "which element is meant cannot be said.",
        (*_places(stated), *(place for element in found for place in _places(element.editions[-1]))),
    )


def _places(stated: Stated) -> tuple[Place, ...]:
    return tuple(place_of(passage, stated.part.names) for passage in stated.edition.evidence)
