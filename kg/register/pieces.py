"""Wordings that together make up another: a goal that was split in two, or two that were merged into one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.register.wording import content

MOSTLY = 0.75
"""So much of a piece's words stand in the whole, and so much of the whole's in the pieces together."""

FEW = 4
"""A whole of fewer words than this is made up by pieces that say all of it and nothing else."""

W = TypeVar("W")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Whole(Generic[W, P]):
    """A whole and the pieces that make it up, two at least."""

    whole: W
    pieces: tuple[P, ...]


def wholes(
    candidates: Iterable[tuple[W, str]], pieces: Sequence[tuple[P, str]], may: Callable[[W, P], bool]
) -> list[Whole[W, P]]:
    """Find the candidates whose words are those of two or more pieces together, none of which says it all alone.

    A piece is of one whole at most, the first that it makes up; ``may`` rules out pairs.

    >>> found = wholes(
    ...     [("9A1", "Inwoners wonen veilig en sporten genoeg")],
    ...     [("9A2", "Inwoners wonen veilig"), ("9A3", "Inwoners sporten genoeg"), ("9A4", "Schone lucht")],
    ...     lambda whole, piece: True,
    ... )
    >>> [(one.whole, one.pieces) for one in found]
    [('9A1', ('9A2', '9A3'))]
    """
    found: list[Whole[W, P]] = []
    taken: set[int] = set()
    stems = [content(text) for _piece, text in pieces]
    for whole, text in candidates:
        words = content(text)
        inside = [
            number
            for number, (piece, _text) in enumerate(pieces)
            if number not in taken and _is_inside(stems[number], words) and may(whole, piece)
        ]
        chosen = _together(words, [(number, stems[number]) for number in inside])
        if chosen:
            taken.update(chosen)
            found.append(Whole(whole, tuple(pieces[number][0] for number in chosen)))
    return found


def _is_inside(piece: frozenset[str], whole: frozenset[str]) -> bool:
    """Whether a wording says a part of another, and not all of it."""
    shared = len(piece & whole)
    return bool(piece) and shared >= MOSTLY * len(piece) and len(whole - piece) >= 1


def _together(whole: frozenset[str], pieces: Sequence[tuple[int, frozenset[str]]]) -> list[int]:
    """The pieces that make up a whole, each with a word that no other piece has; none where they do not."""
    if len(whole) < FEW:
        pieces = [(number, words) for number, words in pieces if words < whole]
    if len(pieces) < 2:
        return []
    each = [(number, words, frozenset[str]().union(*(w for n, w in pieces if n != number))) for number, words in pieces]
    own = [(number, words) for number, words, others in each if (words & whole) - others]
    union = frozenset[str]().union(*(words for _number, words in own))
    most = len(whole) if len(whole) < FEW else MOSTLY * len(whole)
    return [number for number, _words in own] if len(own) >= 2 and len(whole & union) >= most else []
