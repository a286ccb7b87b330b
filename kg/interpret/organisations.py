"""Organisations that a running text names, as far as the reviewed lists of a profile know them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from kg.profile import Profile, squeeze

_SAME = str.maketrans(
    dict.fromkeys("’‘\u201b\u02bc\u00b4\u0060", "'") | dict.fromkeys("“”„\u201f", '"') | dict.fromkeys("‑\u2010", "-")
)
"""Quotes, apostrophes and hyphens that typography tells apart and names do not; one character each, so offsets hold."""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation that a text names: the place, and its name in the reviewed list."""

    start: int
    end: int
    organisation: str


def find_organisations(text: str, profile: Profile) -> list[Named]:
    """Find all organisations of the profile's reviewed lists that a text names, in printed order; of names the longest.

    White space of the text is already collapsed; offsets are in its characters. Names are whole words, and case counts.
    A name may begin a compound ("GGD-monitor") or hang before one ("GGD- en"), and bear an ending behind an apostrophe
    ("SWT's"); behind a hyphen it is part of another name ("Noord-Holland"), as before one and a capital.

    >>> from kg.profile import load
    >>> text = "De SWT’s lazen de GGD-monitor; het Rijk bouwt rijkswegen met Rijkswaterstaters."
    >>> [(text[n.start : n.end], n.organisation) for n in find_organisations(text, load("leiden"))]
    [('SWT', 'Sociaal Wijkteam'), ('GGD', 'GGD'), ('Rijk', 'Rijk')]
    """
    names = _names(profile)
    pattern = _pattern(tuple(names))
    return [Named(*match.span(), names[match[0]]) for match in pattern.finditer(text.translate(_SAME))]


@lru_cache(maxsize=16)
def _names(profile: Profile) -> dict[str, str]:
    """Whose each spelling is; where two organisations share one, the profile's own list goes before the base's."""
    owners: dict[str, str] = {}
    for organisation in profile.organisations.values():
        for spelling in organisation.spellings:
            owners.setdefault(squeeze(spelling).translate(_SAME), organisation.name)
    owners.pop("", None)
    return owners


@lru_cache(maxsize=16)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Compile all spellings into one pattern, longest first; by first character, so that most places cost little.

    Alternatives are literal, so the time grows with the text's length alone.
    """
    groups = [_group(first, found) for first, found in groupby(sorted(spellings), key=lambda spelling: spelling[0])]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups) or '(?!)'})(?!\w|-[A-ZÀ-Þ\d])")


def _group(first: str, spellings: Iterable[str]) -> str:
    rest = (re.escape(spelling[1:]) for spelling in sorted(spellings, key=lambda spelling: (-len(spelling), spelling)))
    return f"{re.escape(first)}(?:{'|'.join(rest)})"
