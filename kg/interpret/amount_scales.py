"""The scale of an amount of money that prints none: that of the amount it is joined to, none, or a doubtful one."""

from __future__ import annotations

from dataclasses import dataclass

from kg.interpret.amount_numbers import Numbers, Quantity
from kg.interpret.amount_parts import Found

_NEAR = 8
"""Within so many pieces an amount with a scale makes the one of another doubtful."""
_BRACKET = 6
"""A bracket between joined amounts holds at most this many words."""
_ALIKE = 10
"""Amounts that are compared are at most so many times one another ("van € 30 naar € 28 miljoen")."""
_STOPS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class _Chain:
    """Joined amounts: the piece where the last one begins, the piece behind it, and its scale if it has one."""

    last: int
    end: int
    power: int | None = None


class Scales:
    """Finds the scales of amounts in the pieces of one text, read from left to right."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._pieces, self._words = numbers.pieces, numbers.words
        self._initials = frozenset(word[0] for word in self._words.money_scales)
        self._chain = _Chain(0, 0)
        self._certain = 0  # up to this piece amounts surely have the scale of their chain

    def of(self, low: Quantity, previous: Found | None) -> int | None:
        """Return the scale of an amount of euros; None where it is doubtful.

        ``previous`` is the amount before it in its sentence. A decimal comma without two decimals says that a scale is
        meant; other short amounts may have the scale of one they are joined to.

        >>> from kg.interpret.amount_words import Pieces, words_of
        >>> from kg.profile import load
        >>> words = words_of(load("bbv"))
        >>> for text in ("€ 7,1 naar € 7,4 miljoen", "€ 20 en € 2 miljoen", "€ 20 per uur", "€ 1,2"):
        ...     numbers = Numbers(Pieces(text, words.pattern), words)
        ...     print(Scales(numbers).of(numbers.quantity(0), None))
        6
        None
        0
        None
        """
        if low.doubtful:
            return None
        if low.scale is not None or (not low.is_open and not low.number.is_fraction):
            return low.scale or 0
        chain = self._joined(low) if low.number.is_short else None
        if chain is None:
            return 0 if self.is_alone(low, previous) and not low.number.is_fraction else None
        if low.number.is_fraction or low.first < self._certain or self._is_alike(low):
            self._certain = chain.end
            return chain.power
        return None

    def is_alone(self, low: Quantity, previous: Found | None = None) -> bool:
        """Whether no scale of an amount nearby may be meant for this one; one that is paid per unit has none."""
        if not low.is_open or self._is_rate(low):
            return True
        scaled = previous and previous.amount.unit == "euro" and previous.amount.scale
        if scaled and previous and low.first - previous.stop <= _NEAR:
            return False
        return not self._is_scale_near(low.stop)

    def is_of_table(self, low: Quantity) -> bool:
        """Whether an amount is the scale of a table ("bedragen x € 1.000"); a star that begins a text is none."""
        before = self._pieces.word(low.first - 1)
        if low.unit != "euro":
            return False
        product = self._pieces.word(low.first - 2)[:1].isdigit()  # "12 x € 50"
        factor = before in self._words.factors and not (before == "*" and low.first == 1)
        return (factor and not product) or bool(self._pieces.behind(self._words.table_scales, low.first))

    def _is_rate(self, low: Quantity) -> bool:
        """Whether "per uur", "/m2" or the like stands behind an amount."""
        return self._pieces.word(low.stop) in ("per", "/") or bool(self._pieces.ahead(self._words.periods, low.stop))

    def _is_scale_near(self, at: int) -> bool:
        for place in range(at, at + _NEAR):
            word = self._pieces.word(place)
            if word in _STOPS and not self._pieces.glued(place + 1):
                return False
            scale = self._numbers.scale(place) if word[:1] in self._initials else None
            if scale and self._words.currency.intersection(
                (*self._pieces.phrase(place - 3, place), self._pieces.word(scale.stop))
            ):
                return True
        return False

    def _joined(self, low: Quantity) -> _Chain | None:
        """Return the chain that a short amount stands in, if it ends in an amount of money with a scale."""
        if low.first >= self._chain.last:
            self._chain = self._follow(low)
        return self._chain if self._chain.power is not None else None

    def _follow(self, low: Quantity) -> _Chain:
        """Follow amounts that are joined up to one with a scale; each chain is followed once."""
        last, at = low.stop, self._behind_join(low.stop)
        while at:
            after = self._numbers.quantity(at)
            if after is None or after.unit == "percent" or after.doubtful:
                break
            last = after.first
            if after.scale is not None:
                return _Chain(last, after.stop, after.scale if self._is_money(after) else None)
            if not after.number.is_short or after.whole:
                break
            last, at = after.stop, self._behind_join(after.stop)
        return _Chain(last, last)

    def _is_money(self, after: Quantity) -> bool:
        """Whether a number with a scale is an amount of money, also without a sign; "2 miljoen inwoners" is none."""
        behind = self._pieces.word(after.stop)
        return after.unit == "euro" or not behind[:1].isalpha() or behind in self._words.uncountable

    def _behind_join(self, stop: int) -> int:
        """Return the piece behind "en", "naar", "(2023) en" or the like, 0 if none joins."""
        at = self._behind_aside(stop)
        length = self._pieces.ahead(self._words.joins, at)
        return at + length + self._pieces.ahead(self._words.approximations, at + length) if length else 0

    def _is_alike(self, low: Quantity) -> bool:
        """Whether an amount is compared with the next one, which has a scale ("van € 30 naar € 28 miljoen")."""
        if not self._pieces.ahead(self._words.joins_alike, self._behind_aside(low.stop)):
            return False
        after = self._numbers.quantity(self._behind_join(low.stop))
        if after is None or after.scale is None:
            return False
        least, most = sorted((low.number.value, after.number.value))
        return 0 < most <= _ALIKE * least

    def _behind_aside(self, stop: int) -> int:
        """Pass over a short bracket or a year behind an amount."""
        if self._pieces.word(stop) == "(":
            closed = range(stop + 1, stop + 2 + _BRACKET)
            return next((at + 1 for at in closed if self._pieces.word(at) == ")"), stop)
        year = self._pieces.word(stop) == "in" and self._pieces.word(stop + 1).isdigit()
        return stop + 2 if year else stop
