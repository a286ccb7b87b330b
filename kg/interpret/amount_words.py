"""The words that amounts in running text are made of: a profile's lists, and a text cut into pieces."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any

from kg.profile import Profile

MAX_WORD = 60
"""A longer piece is neither a word nor a number."""
_LONG = 3
"""A word that begins with a scale of so many letters may be one ("miljoenen")."""

_PIECE = r"\w+(?:(?:(?<=\d)[.,:](?=\d)|['’/&\-–‑])\w+)*|[^\w\s]"
"""What stands together: "9A1.1", "18-plussers", "t/m", "1.104.266"; any other sign stands alone."""

_EMPHASIS = re.compile(
    r"""(?P<opens>(?<![^\W_])(?<!\\)(?:[*]{1,3}|_{1,3}|~~)(?=[*_]{0,3}(?:[^\W_]|[€("'“‘<>≥≤±+−–-])))|"""
    r"(?<=[^\s\\])(?:[*]{1,3}|_{1,3}|~~)(?![^\W_]|€)"
)
"""A mark of emphasis that opens, or one that closes."""

Phrase = tuple[str, ...]


class Pieces:
    """A text cut into pieces, marks of emphasis left out; memory and time grow with the text, whatever it holds.

    Units: pieces are numbered from 0; ``start``, ``end`` and ``printed_of`` are those of the text as it was given.
    """

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._printed = text
        self._text, self._gaps, self._lost = without_emphasis(text)
        self._starts, self._ends = array("q"), array("q")
        self._words: list[str] = []
        for match in pattern.finditer(self._text):
            start, end = match.span()
            self._starts.append(start)
            self._ends.append(end)
            self._words.append(intern(match[0].casefold()) if end - start <= MAX_WORD else "")

    def __len__(self) -> int:
        return len(self._words)

    def start(self, at: int) -> int:
        """Return where a piece begins in the text."""
        return self._outer(self._starts[at])

    def end(self, at: int) -> int:
        """Return where a piece ends in the text."""
        return self._outer(self._ends[at] - 1) + 1

    def _outer(self, place: int) -> int:
        gap = bisect_right(self._gaps, place)
        return place + (self._lost[gap - 1] if gap else 0)

    def printed(self, at: int) -> str:
        """Return a piece as printed; empty outside the text and for what is too long to be a word or a number."""
        return self._text[self._starts[at] : self._ends[at]] if self.word(at) else ""

    def word(self, at: int) -> str:
        """Return a piece without regard to case; empty where ``printed`` is."""
        return self._words[at] if 0 <= at < len(self._words) else ""

    def glued(self, at: int) -> bool:
        """Whether no space stands between a piece and the one before it."""
        return 0 < at < len(self._words) and self._starts[at] == self._ends[at - 1]

    def text_of(self, first: int, stop: int) -> str:
        """Return the text from one piece up to another, without marks of emphasis."""
        return self._text[self._starts[first] : self._ends[stop - 1]] if first < stop <= len(self._words) else ""

    def printed_of(self, first: int, stop: int) -> str:
        """Return the text from one piece up to another, as it was given."""
        return self._printed[self.start(first) : self.end(stop - 1)]

    def phrase(self, start: int, end: int) -> Phrase:
        """Return several pieces without regard to case."""
        return tuple(self.word(at) for at in range(start, end))

    def behind(self, phrases: Phrases, at: int, first: int = 0) -> int:
        """Return how many pieces before ``at``, from ``first`` on, make the longest phrase of a list; 0 if none."""
        if self.word(at - 1) not in phrases.endings:
            return 0
        longest = min(phrases.longest, at - first)
        return next((n for n in range(longest, 0, -1) if self.phrase(at - n, at) in phrases.codes), 0)

    def ahead(self, phrases: Phrases, at: int) -> int:
        """Return how many pieces from ``at`` on make the longest phrase of a list; 0 if none."""
        if self.word(at) not in phrases.beginnings:
            return 0
        return next((n for n in range(phrases.longest, 0, -1) if self.phrase(at, at + n) in phrases.codes), 0)


def without_emphasis(text: str) -> tuple[str, list[int], list[int]]:
    """Take the marks of Markdown for emphasis away from the edges of words.

    Returned are the text that is left, the places in it where marks stood, and how many characters are gone up to each.
    A mark that opens is one of two or more signs, or meets a mark that closes; one that closes has met its other half.

    >>> without_emphasis("De **€ 2 miljoen** en _vijf_ (57** van 3 * 4)")
    ('De € 2 miljoen en vijf (57** van 3 * 4)', [3, 14, 18, 22], [2, 4, 5, 6])
    """
    taken: list[tuple[int, int]] = []
    opened: dict[str, tuple[int, int]] = {}
    for match in _EMPHASIS.finditer(text):
        place, mark = match.span(), match[0]
        if match["opens"] is not None:
            taken += [place] if len(mark) > 1 else []
            opened[mark] = place
        elif mark in opened:
            taken += [place] if len(mark) > 1 else [opened[mark], place]
            del opened[mark]
        elif mark == "~~":
            taken.append(place)
    return _cut_out(text, sorted(taken))


def _cut_out(text: str, taken: list[tuple[int, int]]) -> tuple[str, list[int], list[int]]:
    kept, gaps, lost = [], [], [0]
    last = 0
    for start, end in taken:
        kept.append(text[last:start])
        gaps.append(start - lost[-1])
        lost.append(lost[-1] + end - start)
        last = end
    return "".join((*kept, text[last:])), gaps, lost[1:]


class Phrases:
    """Phrases, each with the code it stands for."""

    def __init__(self, codes: dict[Phrase, str]) -> None:
        self.codes = codes
        self.longest = max(map(len, codes), default=0)
        self.beginnings = frozenset(phrase[0] for phrase in codes)
        self.endings = frozenset(phrase[-1] for phrase in codes)


class Words:
    """The table ``amounts`` of a profile, made ready: sets of words, phrases, and the values of number words."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        self.scales = _powers(table, "scales")
        self.money_scales = self.scales | _powers(table, "money_scales")
        self.currency = self._set("currency")
        self.pattern = self._pattern()
        self.doubtful_scales = self._set("doubtful_scales")
        self.long_scales = tuple(sorted(word for word in self.scales if len(word) >= _LONG))
        self.minus, self.before_minus = self._set("minus"), self._set("before_minus")
        self.units: dict[str, str] = table.get("units", {})
        self.ones = _values(table, "ones")
        self.multipliers = _values(table, "multipliers")
        self.numbers = self._numbers()
        self.starts = self.currency.union(self.numbers, self.ones, self.multipliers)
        self.times, self.factors, self.months = self._set("times"), self._set("table_factors"), self._set("months")
        self.labels, self.clock, self.clock_before = self._set("labels"), self._set("clock"), self._set("clock_before")
        self.modifiers, self.countable = self._set("modifiers"), self._set("countable")
        self.uncountable, self.abbreviations = self._set("uncountable"), self._set("abbreviations")
        self.plural_ends, self.proper_ends = self._ends("plural_ends"), self._ends("proper_ends")
        self.participles, self.street_ends = self._ends("participles"), self._ends("street_ends")
        self.persons = self._ends("persons")
        self.verbs, self.subjects = self._set("verbs"), self._set("subjects")
        self.percent, self.percent_points = self._phrases("percent"), self._phrases("percent_points")
        self.percent_point: str = next(iter(table.get("percent_points", ())), "")
        self.ranges, self.between, self.rates = map(self._phrases, ("ranges", "between", "rates"))
        self.joins, self.joins_alike = self._phrases("joins"), self._phrases("joins_alike")
        self.table_scales, self.differences = self._phrases("table_scales"), self._phrases("differences")
        self.parts, self.parts_behind = self._phrases("parts"), self._phrases("parts_behind")
        self.ages_after, self.ages_surely = self._phrases("ages_after"), self._phrases("ages_surely")
        self.ages_of, self.ages_compared = self._phrases("ages_of"), self._phrases("ages_compared")
        self.periods, self.approximations = self._coded("periods"), self._coded("approximations")
        self.approximations_after = self._coded("approximations_after")
        self.ages_from, self.marks_up_to = int(table.get("ages_from", 0)), int(table.get("marks_up_to", 0))

    def is_of_money(self, scale: str) -> bool:
        """Whether a word is a scale for money alone ("ton")."""
        return scale in self.money_scales and scale not in self.scales

    def _set(self, name: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in self._table.get(name, ()))

    def _ends(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(self._set(name)))

    def _phrases(self, name: str) -> Phrases:
        return Phrases({self._cut(phrase): name for phrase in self._table.get(name, ())})

    def _coded(self, name: str) -> Phrases:
        lists: dict[str, list[str]] = self._table.get(name, {})
        return Phrases({self._cut(phrase): code for code, phrases in lists.items() for phrase in phrases})

    def _cut(self, phrase: str) -> Phrase:
        return tuple(self.pattern.findall(phrase.casefold()))

    def _pattern(self) -> re.Pattern[str]:
        """How a text is cut: as ``_PIECE``, but a number is cut off a scale, currency or period that is glued to it."""
        periods = (phrase for phrases in self._table.get("periods", {}).values() for phrase in phrases)
        slashed = (phrase for phrase in periods if phrase.startswith("/"))
        behind = _either({*self.money_scales, *self.currency, *slashed})
        before = _either({word for word in self.currency if word.isalpha()})
        number = r"\d+(?:[.,]\d+)*(?!\d)"
        return re.compile(rf"(?<!\w){before}(?=\d)|{number}(?={behind}(?!\w))|{_PIECE}", re.I)

    def _numbers(self) -> dict[str, Decimal]:
        """Number words with their values; between the tens they are made as Dutch makes them."""
        stated, tens = _values(self._table, "numbers"), _values(self._table, "tens")
        units = {word: value for word, value in {**self.ones, **stated}.items() if value in range(1, 10)}
        made = {
            f"{unit}{'ën' if unit.endswith('e') else 'en'}{ten}": value + tens[ten]
            for unit, value in units.items()
            for ten in tens
        }
        return {**made, **tens, **stated}


@lru_cache(maxsize=16)
def words_of(profile: Profile) -> Words:
    """Return the words for amounts of a profile, made once for each.

    >>> from kg.profile import load
    >>> words = words_of(load("bbv"))
    >>> [str(words.numbers[word]) for word in ("acht", "tweeëntwintig", "eenendertig", "anderhalf")]
    ['8', '22', '31', '1.5']
    >>> words.pattern.findall("9A1.1 en €1,2mln per 1-1-2019, 150/jaar")
    ['9A1.1', 'en', '€', '1,2', 'mln', 'per', '1-1-2019', ',', '150', '/', 'jaar']
    """
    return Words(profile.data.get("amounts", {}))


def _values(table: dict[str, Any], name: str) -> dict[str, Decimal]:
    return {word: Decimal(value) for word, value in table.get(name, {}).items()}


def _powers(table: dict[str, Any], name: str) -> dict[str, int]:
    return {word: int(power) for word, power in table.get(name, {}).items()}


def _either(words: Iterable[str]) -> str:
    """A pattern for one of several texts, the longest first; for none, a pattern that nothing fits."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or '(?!)'})"
