"""Tables that lost their rulings: found again among the lines by their heads."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.domain import Level
from kg.interpret.columns import Column, Titled
from kg.interpret.fields import Field, FlowItem, FlowLine, cut, join, line_field, raw_field, squeezed
from kg.interpret.grid import Grid, GridRow
from kg.interpret.heads import Head, lay_out, take_aside, take_caption, titles_of_line
from kg.interpret.rows import FigureRows
from kg.interpret.tables import MAX_COLUMNS
from kg.profile import Profile

_SECTION = re.compile(r"\d+(?:\.\d+){2,}\.?\s+\D")
_LONG = 160
_MAX_HEAD = 40
"""A head has no more lines than this."""
_SHORT_TITLE = 40
_SURE_HEAD = 3
"""A head of so many titles is one, even if no row is found below it."""


@dataclass(slots=True)
class Region:
    """A head found among the lines from ``start`` to ``end`` (exclusive)."""

    head: Head
    start: int
    end: int
    year: int | None = None


def find_head(items: Sequence[FlowItem], start: int, profile: Profile) -> Region | None:
    """Find the head of a table that begins at an item: one line of titles, or one title a line.

    Lines that follow each other without an empty line are tried as one title first ("Behaald" / "2015").
    """
    head = Head()
    at, best, year = start, None, None
    while at < min(len(items), start + _MAX_HEAD):
        item = items[at]
        if not isinstance(item, FlowLine) or item.line.heading:
            break
        step = _take_title(item, items[at + 1 : at + 3], head, profile, first=at == start)
        if step is None:
            break
        year = step.year or year
        at += step.lines
        if head.kind():
            best = at
    return Region(head, start, best, year) if best is not None and head.kind() else None


@dataclass(frozen=True, slots=True)
class _Step:
    """How many lines a title took, and the year of all columns where it is nothing but that."""

    lines: int
    year: int | None = None


def _take_title(
    item: FlowLine, following: Sequence[FlowItem], head: Head, profile: Profile, *, first: bool
) -> _Step | None:
    wrapped = _wrapped_title(item, following, profile, first=first)
    if wrapped:
        titled, caption = wrapped
        if caption:
            take_caption(caption, head, profile)
            head.stated.append(caption)
        _add(head, [titled])
        return _Step(2)
    if not first and take_aside(line_field(item.line), head, profile):
        return _Step(1)
    found = titles_of_line(item.line.text, item.line.span, profile)
    if found is None or (found[1] and not first):
        return None
    titles, caption = found
    if all(t.title.role == "year" for t in titles):
        return _take_years(titles, head)
    if head.kind() == "goals":
        return None
    if caption:
        take_caption(caption, head, profile)
        head.stated.append(caption)
    _add(head, titles)
    return _Step(1)


def _wrapped_title(
    item: FlowLine, following: Sequence[FlowItem], profile: Profile, *, first: bool
) -> tuple[Titled, Field | None] | None:
    """A title over two lines: a paragraph of its own, or a year below each of several ("Begroting" / "2019").

    A caption may stand before the first of several. Source: budgets as text taken from a PDF.
    """
    after = following[0] if following else None
    if not isinstance(after, FlowLine) or len(after.text) >= _SHORT_TITLE:
        return None
    below = following[1] if len(following) > 1 else None
    alternating = _is_year(after, profile) and isinstance(below, FlowLine) and not _is_year(below, profile)
    if not after.gap and (item.gap or alternating):
        title = _joined_title(line_field(item.line), after, profile)
        if title:
            return title, None
    if not (first and alternating and isinstance(below, FlowLine) and profile.title(below.text)):
        return None
    whole = raw_field(item.line.text, item.line.span)
    for word in re.finditer(r"\S+", whole.text):
        title = _joined_title(squeezed(cut(whole, word.start())), after, profile) if word.start() else None
        if title:
            return title, squeezed(cut(whole, 0, word.start()))
    return None


def _joined_title(field: Field, after: FlowLine, profile: Profile) -> Titled | None:
    both = join([field, line_field(after.line)])
    title = profile.title(both.text) if len(both.text) < _SHORT_TITLE else None
    return Titled(0, both, title) if title and title.role == "figure" else None


def _is_year(item: FlowLine, profile: Profile) -> bool:
    title = profile.title(item.text)
    return title is not None and title.role == "year"


def _take_years(titles: list[Titled], head: Head) -> _Step | None:
    """Years alone: columns of a table of deviations, a second row under titles, or the year of the whole table."""
    if head.kind() == "deviations":
        _add(head, titles)
        return _Step(1)
    if any(t.title.role in ("figure", "indicator") for t in head.titles):
        head.years += [Titled(len(head.years) + i, t.field, t.title) for i, t in enumerate(titles)]
        head.stated += [t.field for t in titles]
        return _Step(1)
    if head.titles or head.stated or len(titles) != 1:
        return None
    head.stated += [t.field for t in titles]
    return _Step(1, titles[0].title.year)


def _add(head: Head, titles: Sequence[Titled]) -> None:
    offset = len(head.titles)
    head.titles += [Titled(offset + i, t.field, t.title) for i, t in enumerate(titles)]
    head.stated += [t.field for t in titles]


@dataclass(frozen=True, slots=True)
class Reading:
    """What lines are read with: the profile, the kind and year of the document as far as known, and all its words."""

    profile: Profile
    kind: str | None
    year: int | None
    words: Container[str]


def grid_of_region(items: Sequence[FlowItem], region: Region, reading: Reading) -> tuple[Grid, int] | None:
    """Read the body below a head; return the grid and the index of the first item that is no part of it."""
    head, profile = region.head, reading.profile
    sort = head.kind() or "other"
    first = items[region.start]
    assert isinstance(first, FlowLine)
    limit = _limit(items, region.end, profile)
    if sort == "goals":
        grid = Grid("goals", [Column(t.title.role, t.field) for t in head.titles], [], first.line.span.line, 0)
        end = _goal_rows(items, region.end, limit, grid, reading)
    else:
        labels = 0 if sort != "money" else 1 if _sides_are_columns(head) else 2
        columns = lay_out(head, 0, labels, reading.kind, reading.year)
        known = columns is not None and len(columns) <= MAX_COLUMNS
        if columns is None or not known or not any(column.role == "figure" for column in columns):
            return _headless(head, region, first)
        grid = Grid(sort, columns, [], first.line.span.line, 0, caption=head.caption, year=region.year)
        end = FigureRows(grid, head, profile, reading.words).read(items, region.end, limit)
    if not grid.rows:
        return _headless(head, region, first)
    last = items[end - 1]
    grid.last_line = last.line.span.line if isinstance(last, FlowLine) else grid.rows[-1].line
    grid.scale, grid.signs, grid.stated = head.scale, head.signs, head.stated
    return grid, end


def _headless(head: Head, region: Region, first: FlowLine) -> tuple[Grid, int] | None:
    """A head of which no rows could be read; one of few titles may as well be running text."""
    if head.kind() == "goals" or len(head.titles) < _SURE_HEAD:
        return None
    line = first.line.span.line
    return Grid("other", [], [], line, line, stated=head.stated, trouble="rows"), region.end


def _limit(items: Sequence[FlowItem], start: int, profile: Profile) -> int:
    """Where the lines below a head end at the latest: before another table, head, heading or note."""
    for at in range(start, len(items)):
        if ends_table(items[at], profile) or (at > start and find_head(items, at, profile)):
            return at
    return len(items)


def _sides_are_columns(head: Head) -> bool:
    return sum(t.title.role == "side" for t in head.titles) >= 2


def ends_table(item: FlowItem, profile: Profile) -> bool:
    """Whether a table without rulings ends before this item: another table, a heading, a note, or prose."""
    if not isinstance(item, FlowLine) or item.line.heading or item.line.item:
        return True
    text = item.text
    if len(text) > _LONG or _SECTION.match(text) or is_note(text, profile):
        return True
    words = [*profile.words("words", "policy_area"), *profile.words("words", "explanation")]
    return any(
        text[: len(word)].casefold() == word.casefold() and not text[len(word) :][:1].isalnum() for word in words
    )


def is_note(text: str, profile: Profile) -> bool:
    """Whether a line is a footnote: a mark, a space, a text."""
    mark = profile.data.get("notes", {}).get("mark", r"\*+")
    return bool(re.match(rf"(?:{mark})\s+[^\s*]", text))


def split_at_codes(whole: Field, profile: Profile) -> list[Field]:
    """Cut a raw field at the codes of goals and performance targets inside it; the first piece may have none."""
    starts = [code.start for code in profile.codes.inside(whole.text)]
    bounds = [0, *[start for start in starts if start], len(whole.text)]
    return [cut(whole, a, b) for a, b in pairwise(bounds) if whole.text[a:b].strip()]


def _goal_rows(items: Sequence[FlowItem], start: int, end: int, grid: Grid, reading: Reading) -> int:
    """Read goals and performance targets, each from its code to the next code or an empty line."""
    open_pieces: list[Field] = []
    profile = reading.profile
    at = start
    while at < end:
        item = items[at]
        assert isinstance(item, FlowLine)
        pieces = split_at_codes(raw_field(item.line.text, item.line.span), profile)
        code = profile.codes.leading(pieces[0].text)
        if (code and code.level is Level.INDICATOR) or (not code and (item.gap or not open_pieces)):
            break
        for piece in pieces:
            if profile.codes.leading(piece.text):
                _close_goal_row(open_pieces, grid, reading.words)
                open_pieces = []
            open_pieces.append(piece)
        at += 1
    _close_goal_row(open_pieces, grid, reading.words)
    return at


def _close_goal_row(pieces: list[Field], grid: Grid, words: Container[str]) -> None:
    if pieces:
        grid.rows.append(GridRow({0: join(pieces, words)}, pieces[0].line))
