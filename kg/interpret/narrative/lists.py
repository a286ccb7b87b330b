"""Lists without marks, and short statements, among what looks like headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.interpret.narrative.headings import ENDED, MAX_HEADING
from kg.interpret.narrative.outline import Piece


def arranged(pieces: Sequence[Piece], names_something: Callable[[Piece], bool]) -> list[Piece]:
    """Turn headings that are none into items and statements.

    Two short lines or more right below each other, without any text between, are a list ("Kadernota wonen" / "Nota
    bodem"); one right below a heading that names an element or a section, where the next such heading follows, is all
    that is said there ("Loopt volgens plan").
    """
    pieces = [_numbered(piece, after) for piece, after in zip_longest(pieces, pieces[1:])]
    result: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        if _is_plain(pieces[at], names_something):
            while end < len(pieces) and not pieces[end].gap and _is_plain(pieces[end], names_something):
                end += 1
            after = pieces[end] if end < len(pieces) else None
            result += _run(pieces[at:end], pieces[at - 1] if at else None, after, names_something)
        else:
            result.append(pieces[at])
        at = end
    return result


def _numbered(piece: Piece, after: Piece | None) -> Piece:
    """A numbered line without an end that running text or a list of another sort follows is a heading."""
    number = piece.kind == "item" and piece.item[:1].isdigit() and len(piece.lines) == 1
    text = piece.lines[0].text if number else ""
    below = after is not None and (after.kind == "paragraph" or (after.kind == "item" and not after.item[:1].isdigit()))
    if not number or not below or ENDED.search(text) or text[-1:] == "," or len(text) > MAX_HEADING:
        return piece
    return replace(piece, kind="heading")


def _is_plain(piece: Piece, names_something: Callable[[Piece], bool]) -> bool:
    """Whether a heading has nothing but its form: no level, no element or section that it names."""
    return piece.kind == "heading" and not piece.level and len(piece.lines) == 1 and not names_something(piece)


def _run(
    run: Sequence[Piece], above: Piece | None, after: Piece | None, names_something: Callable[[Piece], bool]
) -> list[Piece]:
    has_text = after is not None and after.kind in ("paragraph", "item")
    listed = len(run) - 1 if has_text and after is not None and not after.gap else len(run)
    if listed >= 2 and not (has_text and listed == len(run)):
        return [*(replace(piece, kind="item") for piece in run[:listed]), *run[listed:]]
    below_heading = above is not None and above.kind == "heading" and names_something(above)
    ends = after is None or (after.kind == "heading" and names_something(after))
    if len(run) == 1 and below_heading and ends:
        return [replace(run[0], kind="paragraph")]
    return list(run)
