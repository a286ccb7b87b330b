"""What a fact and the graph say of one thing, and in what they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Key = tuple[str, ...]
Fields = dict[str, object]
Record = tuple[Key, Fields]
"""What a thing is known by, and what is said of it."""

ROWS = "rows"
"""The field of a difference in how often a thing occurs."""

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Difference:
    """A field in which the facts and the graph differ."""

    key: Key
    field: str
    fact: object
    graph: object


@dataclass(frozen=True)
class Tolerated:
    """Differences that are right, and why.

    ``key`` is a pattern for the parts of a key, joined by " / "; ``graph`` holds what the graph may say there,
    unlike the fact; ``only`` names the one corpus that has it.
    """

    table: str
    key: str
    field: str
    graph: tuple[object, ...]
    reason: str
    only: str = ""

    def covers(self, table: str, difference: Difference) -> bool:
        """Whether it is about this difference."""
        same = (self.table, self.field) == (table, difference.field) and difference.graph in self.graph
        return same and re.search(self.key, " / ".join(difference.key)) is not None


@dataclass(frozen=True, eq=False)
class AtLeast:
    """Lines on which evidence must stand; a label may stand on others too (a heading that repeats it)."""

    lines: set[int]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, set) and self.lines <= other


@dataclass(frozen=True, eq=False)
class Beginning:
    """A text of which the facts give the beginning."""

    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.startswith(self.text)


@dataclass(frozen=True, eq=False)
class Ends:
    """A text of which the facts give the first and the last words.

    >>> Ends("De wens", "te maken.") == "De wens is om het te maken.", Ends("De wens", "maken.") == "De wensen maken."
    (True, False)
    """

    first: str
    last: str

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, str):
            return False
        whole = f" {other} "
        return whole.startswith(f" {self.first} ") and whole.endswith(f" {self.last} ")


@dataclass(frozen=True, eq=False)
class Some:
    """Lines of which the facts only say that a thing stands on some of them, and on no other.

    >>> [Some({259, 260, 261}) == lines for lines in ({260}, {260, 262}, set())]
    [True, False, False]
    """

    lines: set[int]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, set) and bool(other) and other <= self.lines


@dataclass(frozen=True, eq=False)
class OneOf:
    """What the facts leave open: any of these."""

    values: tuple[object, ...]

    def __eq__(self, other: object) -> bool:
        return other in self.values


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """All values of each key, in order.

    >>> grouped([("9A", 12), ("9B", 14), ("9A", 208)])
    {'9A': [12, 208], '9B': [14]}
    """
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def differences(facts: Iterable[Record], graph: Iterable[Record]) -> list[Difference]:
    """Compare both ways: what only one side has, and every field of the facts.

    >>> differences([(("9A1",), {"label": "Hoog"})], [(("9A1",), {"label": "Laag", "mark": ""}), (("9A2",), {})])
    ... # doctest: +NORMALIZE_WHITESPACE
    [Difference(key=('9A1',), field='label', fact='Hoog', graph='Laag'),
     Difference(key=('9A2',), field='rows', fact=0, graph=1)]
    """
    stated, found = grouped(facts), grouped(graph)
    return [
        difference
        for key in sorted({*stated, *found})
        for difference in _of_one(key, stated.get(key, []), found.get(key, []))
    ]


def _of_one(key: Key, stated: list[Fields], found: list[Fields]) -> Iterator[Difference]:
    if len(stated) != len(found):
        yield Difference(key, ROWS, len(stated), len(found))
        return
    for fact, graph in zip(stated, found, strict=True):
        for field, value in fact.items():
            if value != graph.get(field):
                yield Difference(key, field, value, graph.get(field))
