"""Numbers in running text with the currency, scale and percent sign that belong to them; ranges of two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kg.figures import Figure, read_figure
from kg.interpret.amount_context import MINUS, is_year
from kg.interpret.amount_words import Pieces, Words

_NIL = (",-", ",–", ",—", ",=")
"""What stands for no cents behind an amount of money; the dash may be doubled."""
_PAIR = re.compile(r"(\d[\d.,]*)[-–‑](\d[\d.,]*)")
_HYPHENS = re.compile("[-\u2010\u2011]")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SHORTEST = 3
"""A figure behind a scale word of this many letters is a footnote mark ("miljoen1"); "m2" is none."""
_CENTS = -2
_SHORT = 1000


@dataclass(frozen=True, slots=True)
class Number:
    """A number in digits or words, with the piece behind it."""

    value: Decimal
    stop: int
    printed: str

    @property
    def is_short(self) -> bool:
        """Whether a scale may be meant that is printed elsewhere: digits below a thousand, without a point."""
        return self.printed[0].isdigit() and self.value < _SHORT and "." not in self.printed

    @property
    def is_fraction(self) -> bool:
        """Whether a decimal comma shows that no euros and cents are meant ("7,1")."""
        return self.printed[0].isdigit() and self.value.as_tuple().exponent not in (0, _CENTS)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its currency, scale or percent: the pieces from ``first`` up to ``stop``.

    ``unit`` is euro, percent, or empty where neither is printed; ``scale`` is None where none is printed, and it is
    ``doubtful`` whether what is printed there is one. ``ahead`` says that the currency stands before the number,
    ``whole`` that no cents are ("20,-").
    """

    first: int
    stop: int
    number: Number
    unit: str
    scale: int | None = None
    ahead: bool = False
    negative: bool = False
    whole: bool = False
    doubtful: bool = False
    counted: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the scale of another amount may be meant: short euros without one."""
        return self.unit == "euro" and self.scale is None and self.number.is_short and not self.whole


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale word with the piece behind it; ``power`` is None where it may be one and may be not."""

    power: int | None
    stop: int


class Numbers:
    """Reads numbers from the pieces of one text."""

    def __init__(self, pieces: Pieces, words: Words) -> None:
        self.pieces = pieces
        self.words = words

    def number(self, at: int) -> Number | None:
        """Read a number in digits or words, or a product ("tweemaal twee", "3 x 12")."""
        times = self.words.multipliers.get(self.pieces.word(at))
        if times is not None:
            return self._product(times, at, self.plain(at + 1))
        left = self.plain(at)
        if left and self.pieces.word(left.stop) in self.words.times:
            right = self.plain(left.stop + 1)
            return self._product(left.value, at, right) if right else left
        return left

    def _product(self, times: Decimal, at: int, right: Number | None) -> Number | None:
        printed = self.pieces.text_of(at, right.stop) if right else ""
        return replace(right, value=times * right.value, printed=printed) if right else None

    def plain(self, at: int) -> Number | None:
        """Read a number in digits, a number word, or "een" before a scale ("een half miljoen")."""
        word = self.pieces.word(at)
        if not word:
            return None
        if word[0] in "0123456789":
            figure = _figure(word)
            return None if figure is None else Number(figure, at + 1, word)
        value = self.words.numbers.get(word)
        return self._one(at, word) if value is None else Number(value, at + 1, word)

    def _one(self, at: int, word: str) -> Number | None:
        """Read "een", "half" or "een half" before a scale; "twee en een half" is more than the half."""
        before = self.pieces.word(at - 1)
        if word not in self.words.ones or before in self.words.ones or (before == "en" and self._ends_number(at - 2)):
            return None
        last = at + (self.pieces.word(at + 1) in self.words.ones)
        if self.pieces.word(last + 1) not in self.words.scales:
            return None
        return Number(self.words.ones[self.pieces.word(last)], last + 1, word)

    def _ends_number(self, at: int) -> bool:
        word = self.pieces.word(at)
        return word in self.words.numbers or word in self.words.ones or word[:1].isdigit()

    def scale(self, at: int) -> Scale | None:
        """Read a scale word: "mln", "miljoen¹", "(mln.)", and one that the end of a line broke ("mil-joen")."""
        word = self.pieces.word(at)
        if word == "(":
            inner = self.scale(at + 1) if self.pieces.word(at + 1) != "(" else None
            stop = inner.stop + (self.pieces.word(inner.stop) == ".") if inner else at
            return Scale(inner.power, stop + 1) if inner and self.pieces.word(stop) == ")" else None
        if not word[:1].isalpha():
            return None
        power = self._power(word)
        if power is not None:
            return Scale(power, at + 1)
        if self.pieces.word(at + 1) in MINUS and self.pieces.glued(at + 1):
            power = self._power(word + self.pieces.word(at + 2))
            if power is not None:
                return Scale(power, at + 3)
        head = _HYPHENS.split(word, maxsplit=1)[0]
        doubtful = head in self.words.doubtful_scales or head.startswith(self.words.long_scales)
        return Scale(None, at + 1) if doubtful else None

    def _power(self, word: str) -> int | None:
        scales = self.words.money_scales
        if word in scales:
            return scales[word]
        whole = _HYPHENS.sub("", word).rstrip(_RAISED)
        bare = whole.rstrip("0123456789")
        return scales.get(bare if len(bare) >= _SHORTEST else whole)

    def quantity(self, at: int) -> Quantity | None:
        """Read a number with its currency, scale and percent: "€ 1,2 miljoen", "k€ 35", "20 euro", "€ -150.000,-"."""
        start = at
        factor = self._factor_before(at)
        start += factor is not None
        ahead = self.pieces.word(start) in self.words.currency
        start += ahead
        negative = ahead and self.pieces.word(start) in MINUS and self.pieces.glued(start + 1)
        number = self.number(start + negative)
        if number is None:
            return None
        read = self.complete(at, number, ahead=ahead)
        if factor is None and not negative:
            return read
        return replace(read, negative=negative, scale=factor if read.scale is None else read.scale)

    def is_factor(self, at: int) -> bool:
        """Whether a piece is a scale that is glued to the currency behind it ("k€")."""
        return self._factor_before(at) is not None

    def _factor_before(self, at: int) -> int | None:
        glued = self.pieces.glued(at + 1) and self.pieces.word(at + 1) in self.words.currency
        return self.words.money_scales.get(self.pieces.word(at)) if glued else None

    def pair(self, at: int) -> tuple[Quantity, Quantity] | None:
        """Read two numbers that a dash glues together ("€ 1,2-1,5 miljoen", "65-70%")."""
        ahead = self.pieces.word(at) in self.words.currency
        place = at + ahead
        match = _PAIR.fullmatch(self.pieces.word(place))
        if not match or (is_year(match[1]) and is_year(match[2])):
            return None
        low, high = (_figure(digits) for digits in match.groups())
        if low is None or high is None:
            return None
        first = Quantity(at, place + 1, Number(low, place + 1, match[1]), "euro" if ahead else "", ahead=ahead)
        return first, self.complete(place, Number(high, place + 1, match[2]), ahead=False)

    def complete(self, first: int, number: Number, *, ahead: bool) -> Quantity:
        """Read what belongs to a number behind it."""
        stop = self._without_cents(number.stop)
        scale = self.scale(stop)
        behind = scale.stop if scale else stop
        euro = self.pieces.word(behind) in self.words.currency and self._is_currency_behind(behind, ahead)
        if ahead or euro:
            power, doubtful = (scale.power, scale.power is None) if scale else (None, self._is_scaled_otherwise(stop))
            whole = stop > number.stop
            return Quantity(first, behind + euro, number, "euro", power, ahead, whole=whole, doubtful=doubtful)
        points = self.pieces.ahead(self.words.percent_points, number.stop)
        length = points or self.pieces.ahead(self.words.percent, number.stop)
        counted = self.words.percent_point if points else ""
        if length:
            return Quantity(first, number.stop + length, number, "percent", counted=counted)
        if scale and scale.power is not None:
            return Quantity(first, scale.stop, number, "", scale.power)
        return Quantity(first, number.stop, number, "", doubtful=scale is not None)

    def _is_scaled_otherwise(self, stop: int) -> bool:
        """Whether "(x € 1.000)" or "(in duizenden)" stands behind an amount of money."""
        at = stop + (self.pieces.word(stop) == "(")
        after = self.pieces.word(at + 1)
        if self.pieces.word(at) == "in" and at > stop:
            return self.scale(at + 1) is not None
        return self.pieces.word(at) in self.words.factors and (after in self.words.currency or after[:1].isdigit())

    def _is_currency_behind(self, at: int, ahead: bool) -> bool:
        """Whether a currency belongs to the number before it: a sign only where no number follows ("50 €.")."""
        if self.pieces.word(at).isalpha():
            return True
        after = self.pieces.word(at + 1)
        return not ahead and not after[:1].isdigit() and after not in (*MINUS, *self.words.factors)

    def _without_cents(self, stop: int) -> int:
        """Return the piece behind ",-" where that stands behind an amount of money."""
        glued = self.pieces.glued(stop) and self.pieces.glued(stop + 1)
        if not glued or self.pieces.text_of(stop, stop + 2) not in _NIL:
            return stop
        return stop + 2 + (self.pieces.glued(stop + 2) and self.pieces.word(stop + 2) == self.pieces.word(stop + 1))


@lru_cache(maxsize=4096)
def _figure(digits: str) -> Decimal | None:
    """Read digits with the points and commas of a Dutch figure; None for a code ("24.0021", "06")."""
    if not set(digits) <= set("0123456789.,") or (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()):
        return None
    reading = read_figure(digits)
    return reading.value if isinstance(reading, Figure) else None
