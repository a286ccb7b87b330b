"""How near an edition and an element are, by all their wordings, and when that is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from kg.domain import Level
from kg.register.element import BY_CODE_ALONE, Element
from kg.register.order import Stated
from kg.register.places import Places
from kg.register.wording import NEAR, is_part, is_replaced, likeness, start, undefined

FEWEST_WORDS = {Level.PROGRAMME: 1, Level.POLICY_AREA: 1, Level.GOAL: 2}
"""A name is near another that it is a part of, from so many words on: "Wonen" is now "Wonen en bereikbaarheid"."""

NAMED = (Level.PROGRAMME, Level.POLICY_AREA)
"""Levels that bear a name rather than a statement."""

HALF = 0.5
"""So much of the words of a statement, or of what stands below a name, makes the same code the same thing, perhaps."""

MANY = 200_000
"""Beyond so many pairs of new and gone, what is near is looked for in one place only, and not at all if that is as
full; nor are splits and merges: nobody could review what would be proposed."""


def alike(row: Stated, element: Element) -> float:
    """How near an edition's wordings are to an element's; 0 where they are far."""
    if element.level in BY_CODE_ALONE:
        return 100.0
    near = max((likeness(a, b) for a in row.texts for b in element.texts.values()), default=0.0)
    if near:
        return near
    pairs = [(a, b) for a in row.texts for b in element.texts.values()]
    if element.level is Level.INDICATOR:  # the same, measured in another unit
        return max((NEAR for a, b in pairs if undefined(a) and undefined(a) == undefined(b)), default=0.0)
    fewest = FEWEST_WORDS.get(element.level)
    return max((is_part(a, b, fewest) for a, b in pairs), default=0.0) if fewest else 0.0


def says_otherwise(row: Stated, element: Element) -> bool:
    """Whether no wording of an edition says the same as one of an element, but for what changes no meaning."""
    if element.level in BY_CODE_ALONE:
        return False
    city = row.document.municipality.name.removeprefix("gemeente ")
    return all(is_replaced(a, b, city) for a in row.texts for b in element.texts.values())


def maybe_near(rows: Sequence[Stated], free: Sequence[Element], places: Places) -> Iterator[tuple[int, int]]:
    """The pairs that may be near, found at the speed of the library that compares them; of one place if many."""
    texts = [start(element.label) for element in free]
    for i, row in enumerate(rows):
        choices: dict[int, str] = dict(enumerate(texts))
        if len(rows) * len(free) > MANY:
            place = places.place(row)
            choices = {j: text for j, text in choices.items() if free[j].place is place}
            if len(rows) * len(choices) > MANY:
                return
        found: set[int] = set()
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio):
            near = process.extract(start(row.edition.label), choices, scorer=scorer, score_cutoff=NEAR, limit=None)
            found.update(j for _text, _score, j in near)
        yield from ((i, j) for j in sorted(found))


def best_of_both(scored: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs that score best of all pairs of either side, and are alone in that."""
    of_row: dict[int, list[float]] = {}
    of_element: dict[int, list[float]] = {}
    for (i, j), score in scored.items():
        of_row.setdefault(i, []).append(score)
        of_element.setdefault(j, []).append(score)
    return sorted(
        (i, j)
        for (i, j), score in scored.items()
        for rivals in [[*of_row[i], *of_element[j]]]
        if max(rivals) == score and rivals.count(score) == 2  # itself, seen from both sides
    )
