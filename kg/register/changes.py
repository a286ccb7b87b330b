"""What changed from one edition of an element to another."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from kg.domain import Indicator, Level
from kg.identifiers import slug
from kg.register.element import code_of
from kg.register.order import Stated
from kg.register.places import Places
from kg.register.sources import Sources
from kg.register.wording import numbers, plain, undefined

PIECES = ("split", "merged")
"""Changes that are between one element and several; they stand alone."""

_DEFINED = (Level.GOAL, Level.PERFORMANCE_TARGET, Level.INDICATOR)
"""Levels whose words define what is promised or measured, so that another number in them is another promise."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Says what changed; ``doubtful`` are elements (their names) that may go on as an edition (its IRI)."""

    places: Places
    doubtful: Container[tuple[tuple[Level, str], str]] = ()
    sources: Sources = field(default_factory=Sources)

    def between(self, earlier: Stated, later: Stated) -> tuple[str, ...]:
        """Say what changed from one edition to the next; ``unchanged`` where nothing did.

        Capitals, quotes and punctuation are no change of wording. Redefined is an indicator of another unit or source,
        and what counts with other numbers; where nothing else of its words differs it is not reworded as well. A year
        that rolls on is a word. Moved is what has another element above it, at any height, unless that may be the same.
        """
        found = []
        one, other = earlier.edition, later.edition
        redefined = self._is_redefined(earlier, later)
        if one.label and other.label and not _same_words(one.label, other.label, defined=redefined):
            found.append("reworded")
        if code_of(earlier) and code_of(later) and one.code != other.code:
            found.append("renumbered")
        if self._is_moved(earlier, later):
            found.append("moved")
        if redefined:
            found.append("redefined")
        return tuple(found) or ("unchanged",)

    def _is_moved(self, earlier: Stated, later: Stated) -> bool:
        """Whether what stands above differs, at any level that both documents tell."""
        of = self.places.of
        before = {element.level: element for element in self.places.ancestors(earlier)}
        now = {of[one.iri].level: one for one in self.places.parents(later) if one.iri in of}
        both = [(element, now[level].iri) for level, element in before.items() if level in now]
        return any(of[iri] is not element and (element.name, iri) not in self.doubtful for element, iri in both)

    def _is_redefined(self, earlier: Stated, later: Stated) -> bool:
        one, other = earlier.edition, later.edition
        if one.level in _DEFINED and one.label and other.label:
            before, now = numbers(one.label), numbers(other.label)
            if before and now and before != now:
                return True
        if not isinstance(one, Indicator) or not isinstance(other, Indicator):
            return False
        other_unit = one.unit and other.unit and one.unit != other.unit
        printed = (i.source.text for i in (one, other) if i.source and i.source.text)
        return bool(other_unit) or len({slug(self.sources.name(text)) for text in printed}) > 1


def _same_words(one: str, other: str, *, defined: bool) -> bool:
    """Whether two labels say the same; of what was redefined the numbers and the words of the measure are left out."""
    return undefined(one) == undefined(other) if defined else plain(one) == plain(other)
