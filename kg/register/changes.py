"""What changed from one edition of an element to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.register.wording import numbers, plain, undefined

PIECES = ("split", "merged")
"""Changes that are between one element and several; they stand alone."""

_DEFINED = ("goal", "performance-target", "indicator")
"""Levels whose words define what is promised or measured, so that another number in them is another promise."""

MayBe = Callable[[str, str], bool]
"""Whether an element may go on as an edition, for a person to decide: then nothing below it has moved."""


@dataclass(frozen=True, slots=True)
class Look:
    """What counts of an edition when two are compared; what is not known is empty.

    ``code`` is that by which it is known, ``source`` any name that is the same for one source. ``above`` gives by level
    the element that it stands under, and the edition of that element.
    """

    level: str
    label: str
    code: str
    unit: str
    source: str
    above: Mapping[str, tuple[str, str]]


def changed(earlier: Look, later: Look, may_be: MayBe) -> tuple[str, ...]:
    """Say what changed from one edition to the next, in codes of the list change; ``unchanged`` where nothing did.

    Capitals, quotes and punctuation are no change of wording. Redefined is an indicator of another unit or source, and
    what counts with other numbers; where nothing else of its words differs it is not reworded as well. A year that
    rolls on is a word. Moved is what has another element above it, at any height, unless that may be the same.

    >>> one = Look("indicator", "Aantal huishoudens met 2 auto's", "9A1.a", "count", "CBS", {"goal": ("9A1", "e1")})
    >>> other = Look("indicator", "Aantal huishoudens met 3 auto's", "9A2.a", "count", "CBS", {"goal": ("9A2", "e2")})
    >>> changed(one, other, lambda element, edition: False)
    ('renumbered', 'moved', 'redefined')
    """
    found = []
    redefined = is_redefined(earlier, later)
    if earlier.label and later.label and not _same_words(earlier.label, later.label, defined=redefined):
        found.append("reworded")
    if earlier.code and later.code and earlier.code != later.code:
        found.append("renumbered")
    both = [(element, *later.above[level]) for level, (element, _) in earlier.above.items() if level in later.above]
    if any(before != now and not may_be(before, edition) for before, now, edition in both):
        found.append("moved")
    if redefined:
        found.append("redefined")
    return tuple(found) or ("unchanged",)


def is_redefined(earlier: Look, later: Look) -> bool:
    """Whether the definition differs: numbers in the wording, and of an indicator the unit or the source."""
    if earlier.level in _DEFINED and earlier.label and later.label:
        before, now = numbers(earlier.label), numbers(later.label)
        if before and now and before != now:
            return True
    if earlier.level != "indicator":
        return False
    pairs = ((earlier.unit, later.unit), (earlier.source, later.source))
    return any(one and other and one != other for one, other in pairs)


def _same_words(one: str, other: str, *, defined: bool) -> bool:
    """Whether two labels say the same; of what was redefined the numbers and the words of the measure are left out."""
    return undefined(one) == undefined(other) if defined else plain(one) == plain(other)
