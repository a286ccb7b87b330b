"""Ranges of money and percentages in running text: two ends that share their unit and their scale."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.interpret.amount_context import is_year
from kg.interpret.amount_numbers import Numbers, Quantity

_FAR = 4
"""Behind "met", an upper end so many times the lower one is where something rises to ("met € 1 tot € 9 miljoen")."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range from the piece ``first`` up to ``stop``; without ends where it is doubtful or of another kind."""

    first: int
    stop: int
    low: Quantity | None = None
    high: Quantity | None = None
    lower: Decimal = Decimal(0)
    upper: Decimal = Decimal(0)
    unit: str = ""
    scale: int = 0


NO_RANGE = Bounds(-1, -1)


class Ranges:
    """Reads ranges from the pieces of one text."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._pieces, self._words = numbers.pieces, numbers.words

    def glued(self, at: int) -> Bounds:
        """Read a range whose ends a dash glues together ("65-70%")."""
        pair = self._numbers.pair(at)
        if pair is None:
            return Bounds(at, at + 1)
        bounds = self._bounds(at, *pair)
        return Bounds(at, pair[0].stop) if bounds is NO_RANGE else bounds

    def from_low(self, low: Quantity) -> Bounds:
        """Read the range that begins with a number; ``NO_RANGE`` where its neighbour is to be read by itself."""
        between = self._pieces.behind(self._words.between, low.first)
        between = between if self._pieces.word(low.stop) == "en" else 0
        length = 1 if between else self._pieces.ahead(self._words.ranges, low.stop)
        if not length:
            return NO_RANGE
        at = low.stop + length
        high = self._numbers.quantity(at + self._pieces.ahead(self._words.approximations, at))
        if high is None:
            return NO_RANGE
        return self._bounds(low.first - between, low, high)

    def _bounds(self, first: int, low: Quantity, high: Quantity) -> Bounds:
        doubtful = Bounds(first, high.stop if high.unit else high.number.stop)
        if low.unit and high.unit and low.unit != high.unit:
            return NO_RANGE
        if high.ahead and not low.unit:  # "10 stoelen à € 50" is none, "tussen 5 en € 10" may be one
            return doubtful if first < low.first else NO_RANGE
        if not self._is_complete(low, high):
            return doubtful
        unit = high.unit or low.unit
        scales = _shared_scale(low, high)
        if scales is None or low.negative or high.negative:
            return doubtful
        lower, upper, scale = scales
        if lower >= upper:
            return NO_RANGE if low.unit and high.unit else doubtful
        if self._may_move(low):
            return NO_RANGE if upper >= _FAR * lower and not low.is_open else doubtful
        if unit == "euro" and not scale and (_is_fraction(low) or _is_fraction(high)):
            return doubtful
        return Bounds(first, high.stop, low, high, lower, upper, unit, scale)

    def _is_complete(self, low: Quantity, high: Quantity) -> bool:
        """Whether two ends have a unit, and nothing behind the upper one is another ("€ 500 tot 10 scholen")."""
        if low.doubtful or high.doubtful or is_year(low.number.printed):
            return False
        if high.unit:
            return True
        return low.ahead and not self._is_of_other(high.stop) and not is_year(high.number.printed)

    def _is_of_other(self, at: int) -> bool:
        """Whether a noun, an adjective or a unit of time stands behind the upper end."""
        word = self._pieces.word(at)
        if word in self._words.uncountable or self._pieces.ahead(self._words.periods, at):
            return False
        return word in self._words.units or word.endswith(("e", *self._words.plural_ends, *self._words.countable))

    def _may_move(self, low: Quantity) -> bool:
        """Whether "met € 1 tot € 2" may say by how much and up to what something rises."""
        return bool(low.unit and self._pieces.behind(self._words.differences, low.first))


def _is_fraction(end: Quantity) -> bool:
    return end.scale is None and end.number.is_fraction


def _shared_scale(low: Quantity, high: Quantity) -> tuple[Decimal, Decimal, int] | None:
    """Return the bounds and the scale of both; None where the one end may or may not have that of the other."""
    lower, upper = low.number.value, high.number.value
    if low.scale == high.scale:
        return lower, upper, low.scale or 0
    if low.scale is None and low.number.is_short and not low.whole:
        return (lower, upper, high.scale or 0) if lower < upper else None
    if high.scale is None and high.number.is_short:
        return None
    return lower * 10 ** (low.scale or 0), upper * 10 ** (high.scale or 0), 0
