"""The table of deviations of an interim report: number, subject, side and duration, inherited down, and amounts."""

from __future__ import annotations

import re

from kg.domain import Deviation, DeviationFigure, Level, Ref
from kg.identifiers import slug
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, passages
from kg.interpret.grid import Grid, GridRow
from kg.interpret.stated import amount_in, report_short, state_money_table
from kg.profile import squeeze

_PHASE_OF_KIND = {"annual-report": "difference", "programme-budget": "change"}
"""What the amounts are outside an interim report: the difference that an account explains, the changes of a budget."""

_SHORT = {"expense": "l", "revenue": "b", "incidental": "i", "structural": "s"}


def read_deviations(grid: Grid, draft: Draft) -> None:
    """Read one table of deviations; blank cells take what the row above has (interim report 2019 of Leiden).

    A number goes down until the next one; a subject and a side go down only within a number, a duration never.
    """
    table = state_money_table(grid, "deviations", "deviation-table", draft)
    above: Deviation | None = None
    for row in grid.rows:
        above = _read_row(row, grid, table, above, draft)


def _read_row(row: GridRow, grid: Grid, table: str, above: Deviation | None, draft: Draft) -> Deviation | None:
    cells = {grid.columns[i].role: cell for i, cell in row.cells.items() if grid.columns[i].role != "figure" and cell}
    if "description" in cells:
        cells.setdefault("subject", cells["description"])
    draft.structure += cells.values()
    if not any(i in row.cells for i in grid.figures()):
        return above
    first = next(iter(cells.values()), None)
    if first and _says(("total",), first.text, draft):
        _figures(row, grid, table, None, draft)
        return above
    if first is None or row.nameless or _says(("subtotal",), first.text, draft):
        draft.remark("L07 row", *(cell for cell in row.cells.values() if cell))
        return above
    deviation = _deviation(cells, table, above, draft)
    draft.deviations.append(deviation)
    _figures(row, grid, table, deviation, draft)
    return deviation


def _says(names: tuple[str, ...], text: str, draft: Draft) -> bool:
    words = [word for name in names for word in draft.profile.words("words", name)]
    return any(re.match(rf"{re.escape(word)}(?:$|\W)", text, re.I) for word in words)


def _deviation(cells: dict[str, Field], table: str, above: Deviation | None, draft: Draft) -> Deviation:
    inherited: list[str] = []
    number = cells["number"].text if "number" in cells else None
    same = above if number is None else None
    if number is None and above and above.number:
        number = above.number
        inherited.append("number")
    subject = squeeze(cells["subject"].text) if "subject" in cells else ""
    if not subject and same:
        subject = same.subject
        inherited.append("subject")
    side = draft.profile.mark_meaning(cells["side-mark"].text) if "side-mark" in cells else None
    if side is None and same and same.side and "subject" not in cells:
        side = same.side
        inherited.append("side")
    duration = draft.profile.mark_meaning(cells["duration-mark"].text) if "duration-mark" in cells else None
    marks = "-".join(_SHORT[mark] for mark in (side, duration) if mark)
    wanted = "-".join(bit for bit in (number or "", slug(subject), marks) if bit)
    return Deviation(
        key=draft.key("deviation", wanted),
        number=number,
        subject=subject,
        side=side,
        duration=duration,
        inherited=tuple(inherited),
        table=table,
        evidence=passages(draft.document, *cells.values()),
    )


def _figures(row: GridRow, grid: Grid, table: str, deviation: Deviation | None, draft: Draft) -> None:
    about = Ref(Level.PROGRAMME, draft.number) if draft.number else None
    for index in grid.figures():
        cell = row.cells.get(index)
        if cell is None:
            continue
        column, reading = grid.columns[index], amount_in(row, index, cell, draft)
        draft.figure(
            DeviationFigure(
                table=table,
                row=deviation.key if deviation else "total",
                kind=(deviation.side if deviation else None) or "balance",
                phase=_PHASE_OF_KIND.get(draft.identity.kind or "", "proposed-change"),
                year=column.year,
                about=about,
                reading=reading,
                unit="euro",
                scale=(grid.scale or 0) + reading.scale,
                column=column.title.text,
                evidence=passages(draft.document, cell),
                is_total=deviation is None,
                deviation=deviation.key if deviation else None,
            )
        )
    if row.short:
        where = next(cell for cell in row.cells.values() if cell)
        report_short(row, grid, deviation.subject if deviation else where.text, where, draft, whole=True)
