"""Amounts in Dutch running text: money, counts, durations and percentages; a pure function from text to amounts.

A text is cut into pieces once; around each number only its neighbours are looked at, so time grows with the text. What
may as well be a year, a date, an age, a code, a label or an address is left out: what is uncertain is not asserted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kg.figures import Figure, read_figure
from kg.interpret.amount_context import is_age, is_clock, is_glued, is_name, is_section, is_year
from kg.interpret.amount_parts import Amount, Found, Mark, wholes_of
from kg.interpret.amount_words import Pieces, Words, words_of
from kg.profile import Profile

_NIL = (",-", ",–", ",—", ",=")
"""What stands for no cents behind an amount of money; the dash may be doubled."""
_MINUS = ("-", "–", "−")
_IN_WORDS = "-‑–'’/&"
_STOPS = (".", "!", "?")
_ENDS = (*_STOPS, ")", ";", ":")
"""Signs right behind a number that end what it could be a part of ("1. Wonen")."""
_MOST_WORDS = 4
"""What is counted has at most this many words."""
_JOINS = ("en", "of", ",", "&", "t/m")


@dataclass(frozen=True, slots=True)
class _Core:
    """A number with its unit: the pieces it takes, without the words around it."""

    first: int
    stop: int
    value: Decimal
    unit: str
    scale: int = 0
    counted: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    value: Decimal
    stop: int
    printed: str


def find_amounts(text: str, profile: Profile) -> list[Amount]:
    """Find the amounts that a running text states, in order; none overlap.

    Left out: years, dates, ages, codes, labels ("programma 10"), addresses, rates ("per 1.000 inwoners"), ranges.

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
        self.found: list[Found] = []
        self.marks: list[Mark] = []
        self.free = 0  # the first piece that no amount has taken
        self.labelled = -2  # the last number that was a label's

    def amounts(self) -> list[Amount]:
        at = sentence = 0
        while at < len(self.pieces):
            word = self.pieces.word(at)
            core, stop = self._core(at, word) if word[:1].isdigit() or word in self.words.starts else (None, at + 1)
            if core:
                stop = self._take(core, sentence)
            elif word in _STOPS:
                sentence += self._ends_sentence(at)
            elif word in self.words.parts.beginnings:
                self._mark(at, sentence)
            at = stop
        wholes = wholes_of(self.found, self.marks, self.pieces, self.words)
        return [replace(found.amount, part_of=wholes.get(at)) for at, found in enumerate(self.found)]

    def _ends_sentence(self, at: int) -> bool:
        """Whether a full stop ends a sentence and not an abbreviation."""
        return not self.pieces.glued(at + 1) and self.pieces.word(at - 1) not in self.words.abbreviations

    def _mark(self, at: int, sentence: int) -> None:
        length = self.pieces.ahead(self.words.parts, at)
        if length:
            self.marks.append(Mark(at, at + length, sentence))

    # What an amount is made of

    def _core(self, at: int, word: str) -> tuple[_Core | None, int]:
        """Read a number with its unit from a piece on; where there is none, the piece to go on with."""
        if word in self.words.currency:
            return self._behind_currency(at)
        if self.pieces.word(at + 1) in _ENDS:
            return None, at + 1
        number = self._number(at)
        if number is None:
            self.labelled = at if word[:1].isdigit() and self._is_label(at) else self.labelled
            return None, at + 1
        passed = self._range(at, number)
        if passed:
            return None, passed
        core = self._with_unit(at, number)
        if core is None and self._is_label(at):
            self.labelled = number.stop - 1
        return core, number.stop

    def _behind_currency(self, at: int) -> tuple[_Core | None, int]:
        """Read "€ 1,2 miljoen", "EUR 20", "k€ 35", "€ -150.000,-"."""
        sign = self.pieces.word(at + 1) in _MINUS and self.pieces.glued(at + 2)
        number = self._number(at + 1 + sign)
        if number is None or self.pieces.word(at - 1) in self.words.factors:
            return None, at + 1
        stop = self._without_cents(number.stop)
        scale = self.words.money_scales.get(self.pieces.word(stop))
        passed = self._range(at + 1 + sign, number) if scale is None else 0
        if scale is None and self._shares_scale(at + 1 + sign, stop):
            return None, stop
        if passed or self._is_split(number) or (self.pieces.word(at).isalpha() and is_year(number.printed)):
            return None, passed or number.stop
        if scale is not None:
            stop += 1
        elif self.free < at and self.pieces.glued(at) and self.pieces.word(at - 1) in self.words.money_scales:
            scale, at = self.words.money_scales[self.pieces.word(at - 1)], at - 1
        stop += self.pieces.word(stop) in self.words.currency and self.pieces.word(stop).isalpha()
        minus = sign or (self.pieces.glued(at) and self._is_minus(at - 1))
        first = at - 1 if minus and not sign else at
        return _Core(first, stop, -number.value if minus else number.value, "euro", scale or 0), stop

    def _with_unit(self, at: int, number: _Number) -> _Core | None:
        """Read what stands behind a number: a currency, percent, a unit of time, or what is counted."""
        after = self.pieces.word(number.stop)
        scale = self.words.money_scales.get(after, 0)
        behind = number.stop + (scale > 0)
        if self._follows_number(at) or self._is_split(number) or is_glued(self.pieces, at):
            return None
        if self.pieces.word(behind) in self.words.currency and self.pieces.word(behind).isalpha():
            return None if is_year(number.printed) else _Core(at, behind + 1, number.value, "euro", scale)
        percent = self._percent(at, number)
        if percent:
            return percent
        if after in self.words.units:
            return self._duration(at, number)
        return self._count(at, number, self.words.scales.get(after, 0))

    def _percent(self, at: int, number: _Number) -> _Core | None:
        points = self.pieces.ahead(self.words.percent_points, number.stop)
        length = points or self.pieces.ahead(self.words.percent, number.stop)
        if not length:
            return None
        stop = number.stop + length
        minus = self.pieces.glued(at) and self._is_minus(at - 1)
        value = -number.value if minus else number.value
        return _Core(at - minus, stop, value, "percent", counted=self.words.percent_point if points else "")

    def _duration(self, at: int, number: _Number) -> _Core | None:
        unit = self.words.units[self.pieces.word(number.stop)]
        core = _Core(at, number.stop + 1, number.value, unit)
        first = self._before(at)[0]
        doubtful = self._is_label(at) or is_year(number.printed) or is_section(number.printed)
        age = unit == "years" and is_age(self.pieces, self.words, first, number.stop + 1, number.value)
        per = self.pieces.ahead(self.words.periods, core.stop)
        clock = not per and is_clock(self.pieces, self.words, at, number.stop)
        rate = self.pieces.behind(self.words.rates, at)  # "€ 20 per 4 weken"
        return None if doubtful or age or clock or rate else core

    def _count(self, at: int, number: _Number, scale: int) -> _Core | None:
        """Read "148 nieuwe gebruikers", "1,2 miljoen inwoners", and a bare "ruim 100"."""
        if self._is_label(at) or is_name(self.pieces, self.words, at, number.printed):
            return None
        start = number.stop + (scale > 0)
        stop = self._noun(start)
        one = number.value == 1 and not scale and self.pieces.word(start) not in self.words.countable
        if stop and not one:
            return _Core(at, stop, number.value, "count", scale, self._text(start, stop))
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
        dash = self.pieces.word(at + 1) in _MINUS and self.pieces.glued(at + 1)
        return dash and self.pieces.word(at + 2) in ("en", "of")

    def _is_plural(self, word: str) -> bool:
        return word.endswith(self.words.plural_ends) and word not in self.words.modifiers

    def _is_noun(self, printed: str) -> bool:
        """Whether a word that looks like a plural is one: no participle, no heading ("6 Wonen")."""
        word = printed.casefold()
        proper = printed[0].isupper() and printed[1:].islower() and not word.endswith(self.words.proper_ends)
        return len(word) > 2 and not proper and not word.endswith(self.words.participles)

    # Numbers

    def _number(self, at: int) -> _Number | None:
        """Read a number in digits or words, or a product ("tweemaal twee", "3 x 12")."""
        times = self.words.multipliers.get(self.pieces.word(at))
        if times is not None:
            return self._product(times, at, self._plain(at + 1))
        left = self._plain(at)
        if left and self.pieces.word(left.stop) in self.words.times:
            right = self._plain(left.stop + 1)
            return self._product(left.value, at, right) if right else left
        return left

    def _product(self, times: Decimal, at: int, right: _Number | None) -> _Number | None:
        return replace(right, value=times * right.value, printed=self._text(at, right.stop)) if right else None

    def _plain(self, at: int) -> _Number | None:
        word = self.pieces.word(at)
        if not word:
            return None
        if word[0] in "0123456789":
            figure = _figure(word)
            return None if figure is None else _Number(figure, at + 1, word)
        scaled = self.pieces.word(at + 1) in self.words.scales
        value = self.words.numbers.get(word, self.words.ones.get(word) if scaled else None)
        return None if value is None else _Number(value, at + 1, word)

    def _range(self, at: int, number: _Number) -> int:
        """Return the piece behind the range that a number begins ("5 tot 10 procent"), 0 if it begins none."""
        between = self.pieces.word(number.stop) == "en" and self.pieces.behind(self.words.between, at)
        length = 1 if between else self.pieces.ahead(self.words.ranges, number.stop)
        if not length:
            return 0
        _, high = self._ahead_of_about(number.stop + length)
        return high.stop if high else 0

    def _shares_scale(self, at: int, stop: int) -> bool:
        """Whether the scale of an amount stands behind the other end of its range ("€ 1,2 tot € 1,5 miljoen")."""
        between = self.pieces.word(stop) == "en" and self.pieces.behind(self.words.between, at - 1)
        length = 1 if between else self.pieces.ahead(self.words.ranges, stop)
        high = self._plain(stop + length + 1) if self.pieces.word(stop + length) in self.words.currency else None
        return bool(length and high and self.pieces.word(high.stop) in self.words.money_scales)

    def _ahead_of_about(self, at: int) -> tuple[int, _Number | None]:
        """Read a number that "circa", "maximaal" or the like may stand before."""
        at += self.pieces.ahead(self.words.approximations, at)
        return at, self._plain(at)

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
        return before[:1].isdigit() and not is_year(before) and not self.pieces.glued(at)

    def _is_split(self, number: _Number) -> bool:
        """Whether a number goes on behind a space ("1 250 000")."""
        after = self.pieces.word(number.stop)
        return len(after) == 3 and after.isdigit()

    def _is_minus(self, at: int) -> bool:
        """Whether a piece is a minus: a dash with a space, a bracket or nothing before it."""
        if self.pieces.word(at) not in _MINUS or at < self.free:
            return False
        before = self.pieces.word(at - 1)
        return before == "(" if self.pieces.glued(at) else not (before == "%" or before[:1].isdigit())

    def _without_cents(self, stop: int) -> int:
        """Return the piece behind ",-" where that stands behind an amount of money."""
        glued = all(map(self.pieces.glued, (stop, stop + 1)))
        if not glued or self._text(stop, stop + 2) not in _NIL:
            return stop
        return stop + 2 + (self.pieces.glued(stop + 2) and self.pieces.word(stop + 2) == self.pieces.word(stop + 1))

    # The words around it

    def _before(self, first: int) -> tuple[int, str | None]:
        """Return where "ruim", "ten minste" or the like before an amount begins, and its code."""
        length = self.pieces.behind(self.words.approximations, first, self.free)
        if first - length == self.free and self.found:  # "€ 20.000 lager dan € 50.000" compares two amounts
            return first, None
        phrase = self.pieces.phrase(first - length, first)
        return first - length, self.words.approximations.codes.get(phrase)

    def _take(self, core: _Core, sentence: int) -> int:
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
        start, end, text = self.pieces.starts[first], self.pieces.ends[stop - 1], self._text(first, stop)
        unit = None if core.unit == "count" else core.unit
        reading = Figure(core.value, unit, "", text, core.scale)
        codes = (self.words.periods.codes.get(per), approximation or code)
        amount = Amount(start, end, reading, core.unit, core.scale, core.counted, *codes)
        self.found.append(Found(amount, first, stop, sentence))
        self.free = stop
        return stop

    def _text(self, first: int, stop: int) -> str:
        return self.pieces.text[self.pieces.starts[first] : self.pieces.ends[stop - 1]] if first < stop else ""


@lru_cache(maxsize=4096)
def _figure(digits: str) -> Decimal | None:
    """Read digits with the points and commas of a Dutch figure; None for a code ("24.0021", "06")."""
    if not set(digits) <= set("0123456789.,") or (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()):
        return None
    reading = read_figure(digits)
    return reading.value if isinstance(reading, Figure) else None
