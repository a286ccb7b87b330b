"""A table as the interpreter sees it: columns with a meaning, rows whose cells are assigned to them, doubt included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.figures import looks_like_figure
from kg.interpret.columns import LABEL_ROLES, Column
from kg.interpret.fields import Field
from kg.profile import Profile

_LEADING = (*LABEL_ROLES, "side", "number")


@dataclass(slots=True)
class GridRow:
    """A row: its cells by column, and from which column on their place is in doubt (None: all certain).

    ``doubtful`` columns hold a cell that may belong to the next one; ``lost`` columns have no cell of their own;
    ``shaky`` columns lie left of those: their cells fit, but nothing proves where the break is.
    """

    cells: dict[int, Field]
    line: int
    shaky: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()

    @property
    def short(self) -> bool:
        """Whether cells are missing of which nobody knows the place."""
        return bool(self.doubtful or self.lost)


@dataclass(slots=True)
class Grid:
    """A recognised table. ``kind`` is goals, indicators, money, deviations, head, card or other.

    ``scale`` and ``signs`` come from lines in or beside the table; ``stated`` are the fields that said so, and the titles.
    ``table`` is the index of the delimited table it was made of, None where the rulings were lost.
    """

    kind: str
    columns: list[Column]
    rows: list[GridRow]
    first_line: int
    last_line: int
    caption: Field | None = None
    scale: int | None = None
    signs: str | None = None
    year: int | None = None
    stated: list[Field] = field(default_factory=list)
    notes: list[list[Field]] = field(default_factory=list)
    table: int | None = None
    trouble: str | None = None

    def figures(self) -> list[int]:
        """Indices of the columns that hold figures."""
        return [i for i, column in enumerate(self.columns) if column.role == "figure"]

    def index(self, *roles: str) -> int | None:
        """Index of the first column with one of these roles."""
        return next((i for i, column in enumerate(self.columns) if column.role in roles), None)


def align(cells: Sequence[Field], columns: Sequence[Column], profile: Profile, line: int) -> GridRow:
    """Assign the cells of a row to columns, judged by what a column can hold; never shift a cell silently.

    A row whose cells all fit their own place is taken as it is. Else empty cells are padding: the filled ones keep their
    order and are assigned where exactly one way remains (lost row spans: "Baten" without its policy area). Where figures are
    fewer than their columns, the break shows in the first column that cannot hold its cell; the figures right before it are
    doubtful, those further left fit but are shaky (annual report 2024 of Leiden, 9D1.c).
    """
    row = list(cells)
    while len(row) > len(columns) and not row[-1]:
        row.pop()
    if len(row) == len(columns) and _fits(row, columns, profile):
        return GridRow({i: cell for i, cell in enumerate(row)}, line)
    filled = [cell for cell in row if cell]
    ways = _ways(filled, columns, profile)
    complete = [way for way in ways if _complete(way, columns)]
    best = complete if complete else ways
    if len(best) > 1:
        best = _prefer(best, filled, columns, profile)
    if len(best) == 1 and (complete or not _figure_gap(best[0], columns)):
        return GridRow(dict(zip(best[0], filled, strict=True)), line)
    return _short_row(filled, columns, profile, line)


def _fits(cells: Sequence[Field], columns: Sequence[Column], profile: Profile) -> bool:
    return all(column.holds(cell.text, profile) for cell, column in zip(cells, columns, strict=False))


def _ways(cells: Sequence[Field], columns: Sequence[Column], profile: Profile, limit: int = 64) -> list[tuple[int, ...]]:
    """All ways to assign cells to columns in order, each column holding its cell; at most ``limit``."""
    ways: list[tuple[int, ...]] = []

    def extend(way: tuple[int, ...]) -> None:
        if len(ways) >= limit:
            return
        if len(way) == len(cells):
            ways.append(way)
            return
        first = way[-1] + 1 if way else 0
        remaining = len(cells) - len(way)
        for index in range(first, len(columns) - remaining + 1):
            if columns[index].holds(cells[len(way)].text, profile):
                extend((*way, index))

    if len(cells) <= len(columns):
        extend(())
    return ways


def _complete(way: tuple[int, ...], columns: Sequence[Column]) -> bool:
    """Whether all columns of figures have a cell, so that only labels at the left (or a source) are missing."""
    return not _figure_gap(way, columns)


def _figure_gap(way: tuple[int, ...], columns: Sequence[Column]) -> bool:
    return any(column.role == "figure" and index not in way for index, column in enumerate(columns))


def _prefer(
    ways: Sequence[tuple[int, ...]], cells: Sequence[Field], columns: Sequence[Column], profile: Profile
) -> list[tuple[int, ...]]:
    """Among ways that differ in labels only, prefer the column made for the word: a side, a number, a mark."""

    def score(way: tuple[int, ...]) -> int:
        special = ("side", "number", "side-mark", "duration-mark")
        return sum(columns[index].role in special for index in way)

    top = max(score(way) for way in ways)
    best = [way for way in ways if score(way) == top]
    figure_columns = {i for i, column in enumerate(columns) if column.role == "figure"}
    same_figures = {tuple(index for index in way if index in figure_columns) for way in best}
    return best[:1] if len(same_figures) == 1 else best


def _short_row(cells: Sequence[Field], columns: Sequence[Column], profile: Profile, line: int) -> GridRow:
    figure_columns = [i for i, column in enumerate(columns) if column.role == "figure"]
    if not figure_columns:
        return GridRow(dict(enumerate(cells)), line)
    first = figure_columns[0]
    head = [cell for cell in cells[: _first_figure(cells)]]
    rest = list(cells[len(head) :])
    placed = dict(zip(_leading_places(head, columns, first, profile), head, strict=False))
    run = 0
    while run < len(rest) and run < len(figure_columns) and columns[first].holds(rest[run].text, profile):
        run += 1
    missing = len(figure_columns) - run
    for cell, index in zip(rest[:run], figure_columns, strict=False):
        placed[index] = cell
    lost = figure_columns[run:]
    tail = [i for i in range(figure_columns[-1] + 1, len(columns))]
    for cell, index in zip(rest[run:], tail, strict=False):
        placed[index] = cell
        if lost and index == tail[0]:  # what stands in the place of the lost figure shows the break
            placed.setdefault(lost[0], cell)
    doubtful = figure_columns[max(0, run - missing) : run]
    shaky = figure_columns[: max(0, run - missing)]
    return GridRow(placed, line, frozenset(shaky), frozenset(doubtful), frozenset(lost))


def _first_figure(cells: Sequence[Field]) -> int:
    return next((i for i, cell in enumerate(cells) if i and looks_like_figure(cell.text)), len(cells))


def _leading_places(head: Sequence[Field], columns: Sequence[Column], first: int, profile: Profile) -> list[int]:
    ways = _ways(head, columns[:first], profile)
    if not ways:
        return list(range(min(first, len(head))))
    return list(_prefer(ways, head, columns[:first], profile)[0])
