"""A table as the interpreter sees it: columns with a meaning, rows whose cells are assigned to them, doubt included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from kg.figures import looks_like_figure
from kg.interpret.columns import SPECIAL_ROLES, Column
from kg.interpret.fields import Field
from kg.profile import Profile

Way = tuple[int, ...]
"""The columns of the cells of a row, in order."""

_MAX_WAYS = 64


@dataclass(slots=True)
class GridRow:
    """A row: its cells by column, and which of them are in doubt.

    ``doubtful`` columns hold a cell that may belong to another one; ``lost`` columns have no cell of their own;
    ``shaky`` columns lie left of those: their cells fit, but nothing proves where the break is. ``nameless`` says that
    the row has figures and no words, where its table has a name for each row.
    """

    cells: dict[int, Field]
    line: int
    shaky: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()
    nameless: bool = False

    @property
    def short(self) -> bool:
        """Whether cells are missing, or too many, of which nobody knows the place."""
        return bool(self.doubtful or self.lost)


@dataclass(slots=True)
class Grid:
    """A recognised table. ``kind`` is goals, indicators, money, deviations, head, card or other.

    ``scale`` and ``signs`` come from lines in or beside the table, a guessed scale from other tables of the file;
    ``stated`` are the fields that said so, and the titles. ``table`` is the index of the delimited table it was made
    of, None where the rulings were lost. ``trouble`` names what could not be read: "years" that cannot be shared out,
    "rows" that were not found, "titles" of which some (``strangers``) are in no profile, "money" whose head says too
    little. ``unread`` are lines among or below the rows that could not be placed.
    """

    kind: str
    columns: list[Column]
    rows: list[GridRow]
    first_line: int
    last_line: int
    caption: Field | None = None
    scale: int | None = None
    scale_guessed: bool = False
    signs: str | None = None
    year: int | None = None
    stated: list[Field] = field(default_factory=list)
    notes: list[list[Field]] = field(default_factory=list)
    unread: list[Field] = field(default_factory=list)
    strangers: list[Field] = field(default_factory=list)
    table: int | None = None
    trouble: str | None = None

    def figures(self) -> list[int]:
        """Indices of the columns that hold figures."""
        return [i for i, column in enumerate(self.columns) if column.role == "figure"]

    def index(self, *roles: str) -> int | None:
        """Index of the first column with one of these roles."""
        return next((i for i, column in enumerate(self.columns) if column.role in roles), None)


def align(
    cells: Sequence[Field], columns: Sequence[Column], profile: Profile, line: int, *, keeps_blanks: bool = True
) -> GridRow:
    """Assign the cells of a row to columns, judged by what a column can hold; never shift a cell silently.

    A row whose cells all fit their own place is taken as it is, and so is one of which no cell is missing. Else empty
    cells are padding: the filled ones keep their order and are assigned where exactly one way remains (lost row spans:
    "Baten" without its policy area). Where figures are fewer than their columns, the break shows in the first column
    that cannot hold its cell; the figures right before it are doubtful, those further left fit but are shaky (annual
    report 2024 of Leiden, 9D1.c). Where they are too many, all are doubtful. ``keeps_blanks`` says that an empty cell
    of this table keeps its place; else one at the end may be padding for a cell that was lost.
    """
    row = list(cells)
    while len(row) > len(columns) and not row[-1]:
        row.pop()
    filled = [cell for cell in row if cell]
    placed = _by_place(row, filled, columns, profile, keeps_blanks=keeps_blanks)
    if placed is None:
        placed = _by_order(filled, columns, profile)
    if placed is None:
        return _broken_row(filled, columns, profile, line)
    return GridRow(placed, line)


def _by_place(
    row: Sequence[Field], filled: Sequence[Field], columns: Sequence[Column], profile: Profile, *, keeps_blanks: bool
) -> dict[int, Field] | None:
    """Take cells where they stand: all fit, or none is missing, or only labels at the left are (a lost row span)."""
    if len(row) == len(columns):
        complete = len(filled) == len(columns)
        fits = _fits(_without_odd_side(row, columns), columns, profile, odd_figures=complete)
        if fits and (keeps_blanks or not _may_be_padded(row, columns)):
            return dict(enumerate(row))
    last = max((i for i, cell in enumerate(row) if cell), default=-1)
    figures = [i for i, column in enumerate(columns) if column.role == "figure"]
    blank_inside = any(not cell for cell in row[:last])
    lost = [n for n in range(1, min(figures, default=0) + 1) if last + n in (figures[-1], len(columns) - 1)]
    shifted = [n for n in lost if blank_inside and _fits(row[: last + 1], columns[n:], profile)]
    if len(shifted) != 1:
        return None
    return {i + shifted[0]: cell for i, cell in enumerate(row[: last + 1])}


def _fits(cells: Sequence[Field], columns: Sequence[Column], profile: Profile, *, odd_figures: bool = False) -> bool:
    """Whether each column can hold its cell; with ``odd_figures`` a column of figures may hold what is none."""
    pairs = zip(cells, columns, strict=False)
    return all((odd_figures and c.role == "figure") or c.holds(cell.text, profile) for cell, c in pairs)


def _without_odd_side(row: Sequence[Field], columns: Sequence[Column]) -> Sequence[Field]:
    """The row without a word in the column of sides, where all cells before it are empty: a side that nobody knows.

    It is no label that has moved, but a row of the subject above it ("Apparaatslasten" between lasten and baten).
    """
    side = next((i for i, column in enumerate(columns) if column.role == "side"), 0)
    odd = side and row[side] and not any(row[:side]) and not looks_like_figure(row[side].text)
    return [*row[:side], row[0], *row[side + 1 :]] if odd else row


def _may_be_padded(row: Sequence[Field], columns: Sequence[Column]) -> bool:
    """Whether a row ends in empty cells from a column of figures on, although it has figures."""
    figures = [i for i, column in enumerate(columns) if column.role == "figure"]
    return bool(figures) and not any(row[figures[-1] :]) and any(row[i] for i in figures)


def _by_order(filled: Sequence[Field], columns: Sequence[Column], profile: Profile) -> dict[int, Field] | None:
    ways = [way for way in _ways(filled, columns, profile) if not _figure_gap(way, columns)]
    if len(ways) > 1:
        ways = _prefer(ways, columns)
    return dict(zip(ways[0], filled, strict=True)) if len(ways) == 1 else None


def _ways(cells: Sequence[Field], columns: Sequence[Column], profile: Profile) -> list[Way]:
    """All ways to assign cells to columns in order, each column holding its cell; no more than are of use."""
    if len(cells) > len(columns):
        return []
    ways: list[Way] = [()]
    for fitting in _reach(cells, columns, profile):
        longer = ((*way, index) for way in ways for index in sorted(fitting) if not way or index > way[-1])
        ways = list(islice(longer, _MAX_WAYS))
    return ways


def _reach(cells: Sequence[Field], columns: Sequence[Column], profile: Profile) -> list[set[int]]:
    """For each cell the columns that can hold it and leave a place for every cell behind it."""
    reach: list[set[int]] = []
    limit = len(columns)
    for cell in reversed(cells):
        fitting = {i for i in range(limit) if columns[i].holds(cell.text, profile)}
        reach.append(fitting)
        limit = max(fitting, default=0)
    return reach[::-1]


def _figure_gap(way: Way, columns: Sequence[Column]) -> bool:
    return any(column.role == "figure" and index not in way for index, column in enumerate(columns))


def _prefer(ways: Sequence[Way], columns: Sequence[Column]) -> list[Way]:
    """Among ways that differ in labels only, prefer the column made for the word: a side, a number, a mark."""
    scores = [sum(columns[index].role in SPECIAL_ROLES for index in way) for way in ways]
    best = [way for way, score in zip(ways, scores, strict=True) if score == max(scores)]
    same_figures = {tuple(index for index in way if columns[index].role == "figure") for way in best}
    return best[:1] if len(same_figures) == 1 else best


def _broken_row(cells: Sequence[Field], columns: Sequence[Column], profile: Profile, line: int) -> GridRow:
    """A row with cells too few or too many: figures are placed from the left, with their doubt."""
    figures = [i for i, column in enumerate(columns) if column.role == "figure"]
    if not figures:
        return GridRow(dict(enumerate(cells)), line)
    labels = min(_first_figure(cells), figures[0])
    placed = dict(zip(_label_places(cells[:labels], columns[: figures[0]], profile), cells[:labels], strict=False))
    rest = cells[labels:]
    if not rest:
        return GridRow(placed, line)
    run = next((i for i, cell in enumerate(rest) if not columns[figures[0]].holds(cell.text, profile)), len(rest))
    if run == 0 or run > len(figures) or any(looks_like_figure(cell.text) for cell in rest[run:]):
        return GridRow(placed | dict(zip(figures, rest, strict=False)), line, doubtful=frozenset(figures))
    placed |= dict(zip(figures, rest[:run], strict=False))
    lost = figures[run:]
    tail = range(figures[-1] + 1, len(columns))
    placed |= dict(zip(tail, rest[run:], strict=False))
    if lost and rest[run:]:  # what stands in the place of the lost figure shows the break
        placed[lost[0]] = rest[run]
    sure = max(0, run - len(lost))
    return GridRow(placed, line, frozenset(figures[:sure]), frozenset(figures[sure:run]), frozenset(lost))


def _first_figure(cells: Sequence[Field]) -> int:
    return next((i for i, cell in enumerate(cells) if i and looks_like_figure(cell.text)), len(cells))


def _label_places(labels: Sequence[Field], columns: Sequence[Column], profile: Profile) -> Sequence[int]:
    ways = _ways(labels, columns, profile)
    return _prefer(ways, columns)[0] if ways else range(len(labels))
