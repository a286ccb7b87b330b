"""An amount in running text, and which amount it is said to be a part of ("hiervan", "waarvan")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.figures import Figure, Reading
from kg.interpret.amount_words import Pieces, Words

_JOINS = ("en", ",", ";")
_REACH = 20
"""A part belongs to one of this many amounts before it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that a text states; the text between ``start`` and ``end`` is the whole expression.

    Units: offsets in code points of the text. The value is ``reading.value`` times ten to the power ``scale``, its
    precision ``reading.precision`` times the same ("€ 1,2 miljoen": 1.2, 0.1, 6). A range has bounds instead, times
    the same power ("€ 1 à € 2 miljoen": 1, 2, 6). ``unit``, ``per`` and ``approximation`` are codes of the code lists
    unit, period and approximation. ``part_of`` is the place in the list of the amount that this one is said to be a
    part of.
    """

    start: int
    end: int
    reading: Reading
    unit: str
    scale: int
    counted: str = ""
    per: str | None = None
    approximation: str | None = None
    part_of: int | None = None

    @property
    def least(self) -> Decimal:
        """The value or the lower bound, with its scale."""
        value = self.reading.value if isinstance(self.reading, Figure) else self.reading.lower
        return (value or Decimal(0)).scaleb(self.scale)

    @property
    def most(self) -> Decimal:
        """The value or the upper bound, with its scale."""
        value = self.reading.value if isinstance(self.reading, Figure) else self.reading.upper
        return (value or Decimal(0)).scaleb(self.scale)


@dataclass(frozen=True, slots=True)
class Found:
    """An amount with its first piece, the piece behind it and the number of its sentence."""

    amount: Amount
    first: int
    stop: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A word for a part ("hiervan"): its first piece, the piece behind it and the number of its sentence."""

    first: int
    stop: int
    sentence: int


def wholes_of(found: Sequence[Found], marks: Sequence[Mark], pieces: Pieces, words: Words) -> dict[int, int]:
    """Return for each amount that a word marks as a part the amount it is a part of, by their places in ``found``.

    The word marks the amount right before it ("€ 20.000 hiervan") or the next one in its sentence, with those that go
    on the list ("waarvan 20 ... en 30 ...").
    """
    wholes: dict[int, int] = {}
    firsts = [amount.first for amount in found]
    for mark in marks:
        at = bisect_left(firsts, mark.stop)
        behind = pieces.phrase(mark.first, mark.stop) in words.parts_behind.codes
        if behind and at and found[at - 1].stop == mark.first:
            _link(found, at - 1, mark.sentence, wholes)
        elif at < len(found) and found[at].sentence == mark.sentence:
            _link(found, at, mark.sentence, wholes)
            _link_others(found, at, pieces, wholes)
    return wholes


def _link(found: Sequence[Found], part: int, sentence: int, wholes: dict[int, int]) -> None:
    """Find the nearest larger amount of the same unit, in the sentence of the word or the one before it.

    A percentage is left alone: "60%, waarvan 20%" may be 20 of the 100 or 20 of the 60.
    """
    amount = found[part].amount
    for at in range(part - 1, max(part - 1 - _REACH, -1), -1):
        whole = found[at].amount
        if found[at].sentence < sentence - 1 or amount.unit == "percent":
            return
        if whole.unit == amount.unit and whole.least > amount.most:
            wholes[part] = at
            return


def _link_others(found: Sequence[Found], part: int, pieces: Pieces, wholes: dict[int, int]) -> None:
    """Link the amounts that go on the list of a part, as long as the whole holds them all."""
    whole = wholes.get(part)
    if whole is None:
        return
    rest = found[whole].amount.least - found[part].amount.most
    for at in range(part + 1, min(part + _REACH, len(found))):
        rest -= found[at].amount.most
        same = found[at].amount.unit == found[part].amount.unit and found[at].sentence == found[part].sentence
        if rest < 0 or not same or pieces.word(found[at].first - 1) not in _JOINS:
            return
        wholes[at] = whole
