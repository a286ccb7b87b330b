"""Lists of policy documents: below a line or a heading that announces them, one document an item or a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from kg.interpret.draft import Draft
from kg.interpret.narrative.outline import Piece


def items_below(
    pieces: Sequence[Piece], at: int, draft: Draft, names_something: Callable[[Piece], bool]
) -> list[Piece]:
    """Return the pieces of the list below the piece that leads it in: items, or the short lines that follow.

    A list without marks ends at a table, at running text and the heading above it, at a heading that names something.
    """
    below = pieces[at + 1 :]
    marked = bool(below) and below[0].kind == "item"
    return list(_marked(below) if marked else _unmarked(below, draft, names_something))


def _marked(below: Sequence[Piece]) -> Iterator[Piece]:
    for piece in below:
        if piece.kind != "item":
            return
        yield piece


def _unmarked(below: Sequence[Piece], draft: Draft, names_something: Callable[[Piece], bool]) -> Iterator[Piece]:
    for piece, after in zip_longest(below, below[1:]):
        text = piece.text(draft)
        if not text or piece.kind == "aside" or _is_prose(piece, draft) or (after and _is_prose(after, draft)):
            return
        if piece.kind == "heading" and names_something(piece):
            return
        yield piece


def _is_prose(piece: Piece, draft: Draft) -> bool:
    return piece.kind == "paragraph" and piece.text(draft).endswith(".")
