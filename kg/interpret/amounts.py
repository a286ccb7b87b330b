"""Amounts in Dutch running text: money, counts, durations and percentages; a pure function from text to amounts.

A text is cut into pieces once; around each number only its neighbours are looked at, so time grows with the text. What
may as well be a year, a date, an age, a code, a label or an address is left out: what is uncertain is not asserted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from kg.figures import IN_WORDS, Figure, Missing, Reading
from kg.interpret.amount_context import (
    MINUS,
    is_age,
    is_clock,
    is_glued,
    is_name,
    is_section,
    is_year,
    sign_before,
    sign_behind,
)
from kg.interpret.amount_numbers import Number, Numbers, Quantity
from kg.interpret.amount_parts import Amount, Found, Mark, wholes_of
from kg.interpret.amount_ranges import NO_RANGE, Bounds, Ranges
from kg.interpret.amount_scales import Scales
from kg.interpret.amount_words import Pieces, Words, words_of
from kg.profile import Profile

_IN_WORDS = "-‑–'’/&"
_STOPS = (".", "!", "?")
_ENDS = (*_STOPS, ")", ";", ":")
"""Signs right behind a number that end what it could be a part of ("1. Wonen")."""
_MOST_WORDS = 4
"""What is counted has at most this many words."""
_JOINS = ("en", "of", ",", "&", "t/m")


@dataclass(frozen=True, slots=True)
class _Core:
    """A number with its unit: the pieces it takes, without the words around it; a range has an ``upper`` bound."""

    first: int
    stop: int
    value: Decimal
    unit: str
    scale: int = 0
    counted: str = ""
    upper: Decimal | None = None

    def reading(self, verbatim: str) -> Reading:
        """Return what is printed as a figure, or as a range without a value."""
        unit = None if self.unit == "count" else self.unit
        if self.upper is None:
            return Figure(self.value, unit, "", verbatim, self.scale)
        return Missing(IN_WORDS, verbatim, lower=self.value, upper=self.upper, unit=unit)


def find_amounts(text: str, profile: Profile) -> list[Amount]:
    """Find the amounts that a running text states, in order; none overlap.

    Left out: years, dates, ages, codes, labels ("programma 10"), addresses, rates ("per 1.000 inwoners"), amounts whose
    scale or sign is doubtful. A range of money or percentages is one amount with bounds and no value.

    >>> from kg.profile import load
    >>> def show(text):
    ...     for found in find_amounts(text, load("bbv")):
    ...         kept = (found.unit, found.scale, found.counted, found.per, found.approximation, found.part_of)
    ...         print(found.reading.verbatim, found.reading.value, *kept, sep=" | ")
    >>> show("In 2024 kwamen er ruim 20 nieuwe vrijwilligers per maand bij, een groei van zes procent.")
    ruim 20 nieuwe vrijwilligers per maand | 20 | count | 0 | nieuwe vrijwilligers | per-month | more-than | None
    zes procent | 6 | percent | 0 |  | None | None | None
    >>> show("Het tekort is € 1,2 miljoen, waarvan € 250.000 per jaar voor jongeren tussen 16 en 27 jaar.")
    € 1,2 miljoen | 1.2 | euro | 6 |  | None | None | None
    € 250.000 per jaar | 250000 | euro | 0 |  | per-year | None | 0
    """
    return _Scan(text, words_of(profile)).amounts()


class _Scan:
    """One text being read from left to right."""

    def __init__(self, text: str, words: Words) -> None:
        self.words = words
        self.pieces = Pieces(text, words.pattern)
        self.numbers = Numbers(self.pieces, words)
        self.ranges = Ranges(self.numbers)
        self.scales = Scales(self.numbers)
        self.found: list[Found] = []
        self.marks: list[Mark] = []
        self.sentence = 0
        self.free = 0  # the first piece that no amount has taken
        self.labelled = -2  # the last number that was a label's

    def amounts(self) -> list[Amount]:
        at, stop = 0, len(self.pieces)
        starts, beginnings, word_at = self.words.starts, self.words.parts.beginnings, self.pieces.word
        while at < stop:
            word = word_at(at)
            if word[:1].isdigit() or word in starts:
                core, behind = self._core(at, word)
                at = self._take(core) if core else behind
                continue
            if word in _STOPS:
                self.sentence += self._ends_sentence(at)
            elif word in beginnings:
                self._mark(at)
            at += 1
        wholes = wholes_of(self.found, self.marks, self.pieces, self.words)
        amounts = [found.amount for found in self.found]
        for part, whole in wholes.items():
            amounts[part] = replace(amounts[part], part_of=whole)
        return amounts

    def _ends_sentence(self, at: int) -> bool:
        """Whether a full stop ends a sentence and not an abbreviation."""
        return not self.pieces.glued(at + 1) and self.pieces.word(at - 1) not in self.words.abbreviations

    def _mark(self, at: int) -> None:
        length = self.pieces.ahead(self.words.parts, at)
        if length:
            self.marks.append(Mark(at, at + length, self.sentence))

    # What an amount is made of

    def _core(self, at: int, word: str) -> tuple[_Core | None, int]:
        """Read a number with its unit from a piece on; where there is none, the piece to go on with."""
        currency = word in self.words.currency
        if not currency and self.pieces.word(at + 1) in _ENDS:
            return None, at + 1
        first = at - (currency and self.free < at and self.numbers.is_factor(at - 1))
        low = self.numbers.quantity(first)
        if low is None:
            self.labelled = at if word[:1].isdigit() and self._is_label(at) else self.labelled
            return self._bounds(self.ranges.glued(at))
        if self.scales.is_of_table(low):
            return None, low.stop
        bounds = self.ranges.from_low(low)
        if bounds is not NO_RANGE:
            return self._bounds(bounds)
        core = self._euros(low) if low.unit == "euro" else self._with_unit(at, low)
        if core is None and not currency and self._is_label(at):
            self.labelled = low.number.stop - 1
        return core, low.stop if currency else low.number.stop

    def _bounds(self, bounds: Bounds) -> tuple[_Core | None, int]:
        """Read a range: an amount if its ends, its sign and its scale are certain; nothing of it is read otherwise."""
        if bounds.low is None or bounds.high is None:
            return None, bounds.stop
        sign, first = self._sign(bounds.first)
        at = bounds.low.first
        hidden = not bounds.low.ahead and (self._is_piece(at) or self._is_label(at))
        if sign != 1 or hidden or not self.scales.is_alone(replace(bounds.high, unit=bounds.unit)):
            return None, bounds.stop
        ends = (bounds.lower, bounds.unit, bounds.scale, bounds.high.counted, bounds.upper)
        return _Core(first, bounds.high.stop, *ends), bounds.high.stop

    def _is_piece(self, at: int) -> bool:
        """Whether a number is a piece of something longer."""
        return is_glued(self.pieces, at) or self._follows_number(at)

    def _euros(self, low: Quantity) -> _Core | None:
        """Read an amount of money, if its scale and its sign are certain."""
        year = is_year(low.number.printed) and (not low.ahead or self.pieces.word(low.first).isalpha())
        if year or self._is_split(low) or (not low.ahead and self._is_piece(low.first)):
            return None
        previous = self.found[-1] if self.found and self.found[-1].sentence == self.sentence else None
        scale = self.scales.of(low, previous)
        before, first = self._sign(low.first)
        behind, stop = sign_behind(self.pieces, self.words, low.stop)
        signs = (before, behind, -1 if low.negative else 1)
        if scale is None or 0 in signs or signs.count(-1) > 1:
            return None
        value = -low.number.value if -1 in signs else low.number.value
        return _Core(first, stop, value, "euro", scale)

    def _sign(self, first: int) -> tuple[int, int]:
        """Return the sign before an amount and where it begins; a minus before "circa" is doubtful."""
        length = self.pieces.behind(self.words.approximations, first, self.free)
        if length and sign_before(self.pieces, self.words, first - length, self.free)[0] != 1:
            return 0, first
        return sign_before(self.pieces, self.words, first, self.free)

    def _with_unit(self, at: int, low: Quantity) -> _Core | None:
        """Read what stands behind a number: percent, a unit of time, or what is counted."""
        number = low.number
        if self._is_piece(at) or self._is_split(low):
            return None
        if low.unit == "percent":
            sign, first = self._sign(at)
            return _Core(first, low.stop, number.value * sign, "percent", counted=low.counted) if sign else None
        if self.pieces.word(number.stop) in self.words.units:
            return self._duration(at, number)
        return None if low.doubtful or self.words.is_of_money(self.pieces.word(number.stop)) else self._count(at, low)

    def _duration(self, at: int, number: Number) -> _Core | None:
        unit = self.words.units[self.pieces.word(number.stop)]
        core = _Core(at, number.stop + 1, number.value, unit)
        first = self._before(at)[0]
        doubtful = self._is_label(at) or is_year(number.printed) or is_section(number.printed)
        age = unit == "years" and is_age(self.pieces, self.words, first, number.stop + 1, number.value)
        per = self.pieces.ahead(self.words.periods, core.stop)
        clock = not per and is_clock(self.pieces, self.words, at, number.stop)
        rate = self.pieces.behind(self.words.rates, at)  # "€ 20 per 4 weken"
        return None if doubtful or age or clock or rate else core

    def _count(self, at: int, low: Quantity) -> _Core | None:
        """Read "148 nieuwe gebruikers", "1,2 miljoen inwoners", and a bare "ruim 100"."""
        number, start, scale = low.number, low.stop, low.scale or 0
        if self._is_label(at) or is_name(self.pieces, self.words, at, number.printed):
            return None
        stop = self._noun(start)
        one = number.value == 1 and not scale and self.pieces.word(start) not in self.words.countable
        if stop and not one:
            return _Core(at, stop, number.value, "count", scale, self.pieces.text_of(start, stop))
        bare = not scale and number.value > self.words.marks_up_to and number.value == int(number.value)
        free = self.pieces.word(start) in self.words.uncountable and not self.pieces.ahead(self.words.ranges, start)
        approximate = self._before(at)[1] is not None
        return _Core(at, start, number.value, "count") if bare and free and approximate else None

    def _noun(self, start: int) -> int:
        """Return the piece behind the words for what is counted: adjectives, then a plural; 0 if there are none."""
        at = start
        for _ in range(_MOST_WORDS):
            if not self._is_word(at):
                return 0
            if self._is_half(at):  # "dak- en thuisloze jongeren"
                at += 3
                continue
            printed = self.pieces.printed(at)
            word = printed.casefold()
            if word in self.words.countable or self._is_plural(word):
                return at + 1 if self._is_noun(printed) else 0
            if not (word.endswith("e") or word in self.words.modifiers or (printed.isupper() and len(printed) > 1)):
                return 0
            at += 1
        return 0

    def _is_word(self, at: int) -> bool:
        """Whether a piece can be one of the words for what is counted."""
        word = self.pieces.word(at)
        if (
            not word[:1].isalpha()
            or self.pieces.glued(at)
            or not all(sign.isalpha() or sign in _IN_WORDS for sign in word)
        ):
            return False
        return word not in self.words.uncountable and word not in self.words.months and word not in self.words.units

    def _is_half(self, at: int) -> bool:
        """Whether a word is the first half of two that share their end ("dak- en thuisloze")."""
        dash = self.pieces.word(at + 1) in MINUS and self.pieces.glued(at + 1)
        return dash and self.pieces.word(at + 2) in ("en", "of")

    def _is_plural(self, word: str) -> bool:
        return word.endswith(self.words.plural_ends) and word not in self.words.modifiers

    def _is_noun(self, printed: str) -> bool:
        """Whether a word that looks like a plural is one: no participle, no heading ("6 Wonen")."""
        word = printed.casefold()
        proper = printed[0].isupper() and printed[1:].islower() and not word.endswith(self.words.proper_ends)
        return len(word) > 2 and not proper and not word.endswith(self.words.participles)

    def _is_label(self, at: int) -> bool:
        """Whether a number stands behind a label ("nr. 5"), or goes on such a list ("programma's 7 en 9")."""
        dot = self.pieces.glued(at - 1) and self.pieces.word(at - 1) == "."
        before = self.pieces.word(at - 1 - dot)
        if before in self.words.labels and (not dot or before in self.words.abbreviations):
            return True
        joined = at - 2 == self.labelled and self.pieces.word(at - 1) in _JOINS
        return joined and self.pieces.word(at)[0].isdigit()

    def _follows_number(self, at: int) -> bool:
        """Whether a number stands right before: both are pieces of a telephone number or the like; a year is none."""
        before = self.pieces.word(at - 1)
        if before in self.words.numbers or before in self.words.scales:  # "een miljoen tweehonderd duizend"
            return before not in self.words.verbs and at - 1 >= self.free
        return before[:1].isdigit() and not is_year(before) and not self.pieces.glued(at)

    def _is_split(self, low: Quantity) -> bool:
        """Whether a number goes on behind a space ("1 250 000")."""
        after = self.pieces.word(low.number.stop)
        return len(after) == 3 and after.isdigit()

    # The words around it

    def _before(self, first: int) -> tuple[int, str | None]:
        """Return where "ruim", "ten minste" or the like before an amount begins, and its code."""
        length = self.pieces.behind(self.words.approximations, first, self.free)
        if first - length == self.free and self.found:  # "€ 20.000 lager dan € 50.000" compares two amounts
            return first, None
        phrase = self.pieces.phrase(first - length, first)
        return first - length, self.words.approximations.codes.get(phrase)

    def _take(self, core: _Core) -> int:
        """Keep an amount with the words around it; return the piece behind it."""
        first, approximation = self._before(core.first)
        earlier = self.pieces.behind(self.words.periods, first, self.free)
        stop = core.stop
        later = self.pieces.ahead(self.words.periods, stop)
        per = self.pieces.phrase(stop, stop + later) if later else self.pieces.phrase(first - earlier, first)
        first, stop = first if later else first - earlier, stop + later
        behind = self.pieces.ahead(self.words.approximations_after, stop)
        code = self.words.approximations_after.codes.get(self.pieces.phrase(stop, stop + behind))
        stop += behind if approximation is None else 0
        start, end, text = self.pieces.start(first), self.pieces.end(stop - 1), self.pieces.printed_of(first, stop)
        codes = (self.words.periods.codes.get(per), approximation or code)
        amount = Amount(start, end, core.reading(text), core.unit, core.scale, core.counted, *codes)
        self.found.append(Found(amount, first, stop, self.sentence))
        self.free = stop
        return stop
