"""Tables that lost their rulings: found again among the lines by their heads, row by row judged by their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.figures import IN_WORDS, UNREAD, Missing, looks_like_figure, read_dated_figures, read_figure
from kg.interpret.columns import Column, Titled
from kg.interpret.fields import Field, FlowItem, FlowLine, cut, join, line_field, raw_field, squeezed
from kg.interpret.grid import Grid, GridRow, align
from kg.interpret.heads import Head, lay_out, take_aside, titles_of_line
from kg.profile import Profile

_SECTION = re.compile(r"\d+(?:\.\d+){2,}\.?\s+\D")
_TOKEN = re.compile(r"(?:€\s*)?\S+(?:\s+%(?!\S))?(?:\s+\((?:meting\s+)?(?:19|20)\d{2}\)\**)?")
_LONG = 160
_MAX_TEXTS = 4


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
    while at < len(items):
        item = items[at]
        if not isinstance(item, FlowLine) or item.line.heading:
            break
        step = _take_title(items, at, head, profile, first=at == start)
        if step is None:
            break
        if step.year:
            year = step.year
        at = step.end
        if head.kind():
            best = at
    if best is None or head.kind() is None:
        return None
    return Region(head, start, best, year)


@dataclass(frozen=True, slots=True)
class _Step:
    end: int
    year: int | None = None


def _take_title(items: Sequence[FlowItem], at: int, head: Head, profile: Profile, *, first: bool) -> _Step | None:
    item = items[at]
    assert isinstance(item, FlowLine)
    following = items[at + 1] if at + 1 < len(items) else None
    if isinstance(following, FlowLine) and not following.gap and item.gap:
        both = join([line_field(item.line), line_field(following.line)])
        title = profile.title(both.text)
        if title and title.role == "figure" and len(both.text) < 40:
            _add(head, [Titled(len(head.titles), both, title)])
            return _Step(at + 2)
    if not first and take_aside(line_field(item.line), head, profile):
        return _Step(at + 1)
    found = titles_of_line(item.line.text, item.line.span, profile)
    if found is None or (found[1] and not first):
        return None
    titles, caption = found
    if all(t.title.role == "year" for t in titles):
        return _take_years(titles, at, head)
    if head.kind() == "goals":
        return None
    head.caption = caption or head.caption
    _add(head, titles)
    return _Step(at + 1)


def _take_years(titles: list[Titled], at: int, head: Head) -> _Step | None:
    if any(t.title.role in ("figure", "indicator") for t in head.titles):
        head.years += [Titled(len(head.years) + i, t.field, t.title) for i, t in enumerate(titles)]
        head.stated += [t.field for t in titles]
        return _Step(at + 1)
    if head.titles or len(titles) != 1:
        return None
    head.stated += [t.field for t in titles]
    return _Step(at + 1, titles[0].title.year)


def _add(head: Head, titles: Sequence[Titled]) -> None:
    offset = len(head.titles)
    head.titles += [Titled(offset + i, t.field, t.title) for i, t in enumerate(titles)]
    head.stated += [t.field for t in titles]


def grid_of_region(
    items: Sequence[FlowItem], region: Region, profile: Profile, kind: str | None, year: int | None
) -> tuple[Grid, int] | None:
    """Read the body below a head; return the grid and the index of the first item that is no part of it."""
    head = region.head
    sort = head.kind() or "other"
    first = items[region.start]
    assert isinstance(first, FlowLine)
    if sort == "goals":
        grid = Grid("goals", [Column(t.title.role, t.field) for t in head.titles], [], first.line.span.line, 0)
        end = _goal_rows(items, region.end, grid, profile)
    else:
        labels = 0 if sort != "money" else 1 if _sides_are_columns(head) else 2
        columns = lay_out(head, 0, labels, kind, year, profile)
        if columns is None or not any(column.role == "figure" for column in columns):
            return None
        grid = Grid(sort, columns, [], first.line.span.line, 0, caption=head.caption, year=region.year)
        end = _figure_rows(items, region.end, grid, head, profile)
    if not grid.rows:
        return None
    last = items[end - 1]
    grid.last_line = last.line.span.line if isinstance(last, FlowLine) else grid.rows[-1].line
    grid.scale, grid.signs, grid.stated = head.scale, head.signs, head.stated
    return grid, end


def _sides_are_columns(head: Head) -> bool:
    return sum(t.title.role == "side" for t in head.titles) >= 2


def ends_table(item: FlowItem, profile: Profile) -> bool:
    """Whether a table without rulings ends before this item: another table, a heading, a note, or prose."""
    if not isinstance(item, FlowLine) or item.line.heading or item.line.item:
        return True
    text = item.text
    words = [*profile.words("words", "policy_area"), *profile.words("words", "explanation")]
    if any(re.match(rf"{re.escape(word)}\b", text, re.I) for word in words):
        return True
    return bool(_SECTION.match(text)) or is_note(text, profile) or len(text) > _LONG


def is_note(text: str, profile: Profile) -> bool:
    """Whether a line is a footnote: a mark, a space, a text."""
    mark = profile.data.get("notes", {}).get("mark", r"\*+")
    return bool(re.match(rf"(?:{mark})\s+[^\s*]", text))


def split_at_codes(whole: Field, profile: Profile) -> list[Field]:
    """Cut a raw field at the codes of goals and performance targets inside it; the first piece may have none."""
    starts = [code.start for code in profile.codes.inside(whole.text)]
    bounds = [0, *[start for start in starts if start], len(whole.text)]
    return [cut(whole, a, b) for a, b in zip(bounds, bounds[1:], strict=False) if whole.text[a:b].strip()]


def _goal_rows(items: Sequence[FlowItem], start: int, grid: Grid, profile: Profile) -> int:
    open_pieces: list[Field] = []
    at = start
    while at < len(items):
        item = items[at]
        if ends_table(item, profile) or not isinstance(item, FlowLine):
            break
        pieces = split_at_codes(raw_field(item.line.text, item.line.span), profile)
        if not profile.codes.leading(pieces[0].text) and (item.gap or not open_pieces):
            break
        for piece in pieces:
            if profile.codes.leading(piece.text):
                _close_goal_row(open_pieces, grid)
                open_pieces = []
            open_pieces.append(piece)
        at += 1
    _close_goal_row(open_pieces, grid)
    return at


def _close_goal_row(pieces: list[Field], grid: Grid) -> None:
    if pieces:
        grid.rows.append(GridRow({0: join(pieces)}, pieces[0].line))


@dataclass(slots=True)
class _Record:
    texts: list[Field] = field(default_factory=list)
    figures: list[Field] = field(default_factory=list)
    after: list[Field] = field(default_factory=list)
    items: int = 0


def _figure_rows(items: Sequence[FlowItem], start: int, grid: Grid, head: Head, profile: Profile) -> int:
    wanted = len(grid.figures())
    trailing = len(grid.columns) - 1 - max(grid.figures())
    record, at, closed = _Record(), start, start
    while at < len(items):
        item = items[at]
        if ends_table(item, profile) or not isinstance(item, FlowLine) or (at > start and find_head(items, at, profile)):
            break
        if take_aside(line_field(item.line), head, profile):
            at += 1
            closed = at if not record.texts else closed
            continue
        for is_figure, piece in _pieces(item, wanted, profile):
            is_figure = is_figure or (0 < len(record.figures) < wanted and profile.is_target_in_words(piece.text))
            if _begins_new(record, is_figure, piece, wanted, trailing, grid, profile):
                _close_record(record, grid, profile)
                closed = at
                record = _Record()
            _place(record, is_figure, piece)
        if len(record.texts) > _MAX_TEXTS and not record.figures:
            break
        if len(record.figures) == wanted and len(record.after) == trailing:
            closed = at + 1
        at += 1
    if record.figures:
        _close_record(record, grid, profile)
        closed = at
    return closed


def _place(record: _Record, is_figure: bool, piece: Field) -> None:
    if is_figure:
        record.figures.append(piece)
    elif record.figures:
        record.after.append(piece)
    else:
        record.texts.append(piece)


def _begins_new(
    record: _Record, is_figure: bool, piece: Field, wanted: int, trailing: int, grid: Grid, profile: Profile
) -> bool:
    """Whether this piece begins the next row: a figure too many, or a text that no column behind the figures holds."""
    if not record.figures:
        code = None if is_figure else profile.codes.leading(piece.text)
        return bool(code and record.texts and grid.kind == "indicators")
    if is_figure:
        return len(record.figures) >= wanted or bool(record.after)
    if len(record.after) >= trailing or profile.codes.leading(piece.text):
        return True
    return not grid.columns[max(grid.figures()) + 1 + len(record.after)].holds(piece.text, profile)


def _close_record(record: _Record, grid: Grid, profile: Profile) -> None:
    first = min(grid.figures())
    texts = _fold(record.texts, grid.columns[:first], profile)
    cells = [*texts, *record.figures, *record.after]
    if cells:
        line = cells[0].line
        row = align(cells, grid.columns, profile, line) if len(cells) > 1 else GridRow({0: cells[0]}, line)
        grid.rows.append(row)


def _fold(texts: list[Field], columns: Sequence[Column], profile: Profile) -> list[Field]:
    """Join wrapped labels until they fit the label columns; a side, a number or a mark stays a cell of its own."""
    special = [i for i, text in enumerate(texts) if _special(text.text, columns, profile)]
    loose = [i for i in range(len(texts)) if i not in special]
    room = sum(column.role not in ("side", "number", "side-mark", "duration-mark") for column in columns)
    if len(loose) <= room or not loose:
        return texts
    keep = max(room, 1) - 1
    joined = join([texts[i] for i in loose[keep:]])
    return [joined if i == loose[keep] else text for i, text in enumerate(texts) if i in special or i <= loose[keep]]


def _special(text: str, columns: Sequence[Column], profile: Profile) -> bool:
    return any(
        column.role in ("side", "number", "side-mark", "duration-mark") and column.holds(text, profile) for column in columns
    )


def _pieces(item: FlowLine, wanted: int, profile: Profile) -> list[tuple[bool, Field]]:
    """Cut a line into texts and figures: (is figure, piece)."""
    whole = raw_field(item.line.text, item.line.span)
    if looks_like_figure(item.text) and not profile.codes.deviation.fullmatch(item.text):
        return [(True, squeezed(whole))]
    tokens = list(_TOKEN.finditer(whole.text))
    run = _figure_run(tokens, wanted)
    if run is None:
        return [(False, piece) for piece in _words(whole, profile)]
    first, last = run
    before = _words(cut(whole, 0, tokens[first].start()), profile)
    figures = [cut(whole, *bounds) for bounds in _cells_of_run(tokens[first:last])]
    after = cut(whole, tokens[last - 1].end())
    pieces = [(False, piece) for piece in before if piece] + [(True, figure) for figure in figures]
    return [*pieces, (False, squeezed(after))] if after else pieces


def _figure_run(tokens: list[re.Match[str]], wanted: int) -> tuple[int, int] | None:
    """The last longest run of figures of a line; at least two, or one at the end of a line in a table of one column."""
    best: tuple[int, int] | None = None
    start = None
    for index in range(len(tokens) + 1):
        if index < len(tokens) and _is_figure(tokens[index][0]):
            start = index if start is None else start
            continue
        if start is not None:
            enough = index - start >= 2 or (wanted == 1 and index == len(tokens))
            if enough and (best is None or index - start >= best[1] - best[0]):
                best = (start, index)
            start = None
    if best and best[1] - best[0] > wanted and not any(read_dated_figures(t[0]) for t in tokens[best[0] : best[1]]):
        best = (best[1] - wanted, best[1])
    return best


def _is_figure(text: str) -> bool:
    reading = read_figure(text)
    if isinstance(reading, Missing) and reading.reason in (IN_WORDS, UNREAD):
        return bool(read_dated_figures(text))
    return True


def _cells_of_run(tokens: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Figures with their year in brackets that follow each other are one cell."""
    cells: list[tuple[int, int]] = []
    dated_before = False
    for token in tokens:
        dated = bool(read_dated_figures(token[0]))
        if dated and dated_before:
            cells[-1] = (cells[-1][0], token.end())
        else:
            cells.append((token.start(), token.end()))
        dated_before = dated
    return cells


def _words(whole: Field, profile: Profile) -> list[Field]:
    """Cut the words before the figures of a line into number, subject, marks and side, where they stand at its ends."""
    text = whole.text
    number = profile.codes.deviation.match(text)
    pieces: list[Field] = []
    start = 0
    if number and (number.end() == len(text) or text[number.end()].isspace()):
        pieces.append(cut(whole, 0, number.end()))
        start = number.end()
    end, tail = len(text), []
    while True:
        word = re.search(r"\S+\s*$", text[start:end])
        if not word or not (profile.mark_meaning(word[0].strip()) and len(word[0].strip()) == 1):
            break
        tail.insert(0, cut(whole, start + word.start(), end))
        end = start + word.start()
    side = _trailing_side(text[start:end], profile)
    if side:
        tail.insert(0, cut(whole, start + side, end))
        end = start + side
    middle = cut(whole, start, end)
    return [squeezed(piece) for piece in [*pieces, middle, *tail] if piece]


def _trailing_side(text: str, profile: Profile) -> int | None:
    """Offset at which a side begins that ends the text ("Preventie Lasten"); None if it has none or is nothing else."""
    words = list(re.finditer(r"\S+", text))
    for count in range(min(6, len(words) - 1), 0, -1):
        start = words[-count].start()
        if profile.side(text[start:]):
            return start
    return None
