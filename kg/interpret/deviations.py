"""The table of deviations of an interim report: number, subject, side, duration, inherited down the rows, and amounts."""

from __future__ import annotations

import re

from kg.domain import Deviation, DeviationFigure, Level, Ref, StatedTable
from kg.figures import MISALIGNED, Figure, Missing, read_figure
from kg.identifiers import slug
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, passages
from kg.interpret.grid import Grid, GridRow
from kg.profile import squeeze

_SHORT = {"expense": "l", "revenue": "b", "incidental": "i", "structural": "s"}


def read_deviations(grid: Grid, draft: Draft) -> None:
    """Read one table of deviations; blank cells take what the row above has (interim report 2019 of Leiden).

    A number goes down until the next one; a subject and a side go down only within a number, a duration never.
    """
    table = draft.key("table", "deviations")
    kind = draft.identity.kind or ""
    if grid.scale is None:
        draft.remark("L11", *grid.stated[:1])
    draft.tables.append(
        StatedTable(
            key=table,
            kind="deviation-table",
            caption=grid.caption.text if grid.caption else None,
            headers=tuple(dict.fromkeys(c.title.text for c in grid.columns if c.title)),
            unit="euro",
            scale=grid.scale or 0,
            signs=grid.signs or draft.profile.data.get("money", {}).get(kind),
            evidence=passages(draft.document, *grid.stated, grid.caption),
        )
    )
    above: Deviation | None = None
    for row in grid.rows:
        above = _read_row(row, grid, table, above, draft)


def _read_row(row: GridRow, grid: Grid, table: str, above: Deviation | None, draft: Draft) -> Deviation | None:
    cells = {grid.columns[i].role: cell for i, cell in row.cells.items() if grid.columns[i].role != "figure" and cell}
    draft.structure += cells.values()
    if not any(i in row.cells for i in grid.figures()):
        return above
    subject = cells.get("subject") or cells.get("label")
    if subject and _is_total(subject.text, draft):
        _figures(row, grid, table, None, None, draft)
        return above
    deviation = _deviation(cells, table, above, draft)
    draft.deviations.append(deviation)
    _figures(row, grid, table, deviation, deviation.side, draft)
    return deviation


def _is_total(text: str, draft: Draft) -> bool:
    return any(re.match(rf"{re.escape(word)}(?:$|\W)", text, re.I) for word in draft.profile.words("words", "total"))


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


def _figures(
    row: GridRow, grid: Grid, table: str, deviation: Deviation | None, side: str | None, draft: Draft
) -> None:
    about = Ref(Level.PROGRAMME, draft.number) if draft.number else None
    for index in grid.figures():
        cell = row.cells.get(index)
        if cell is None:
            continue
        column = grid.columns[index]
        verbatim = draft.document.quote(cell.spans[0])
        reading = read_figure(verbatim, money=True)
        if index in row.doubtful | row.lost:
            possible = reading.value if isinstance(reading, Figure) and index in row.doubtful else None
            reading = Missing(MISALIGNED, verbatim, possible=possible)
        draft.figure(
            DeviationFigure(
                table=table,
                row=deviation.key if deviation else "total",
                kind=side or "balance",
                phase="proposed-change",
                year=column.year,
                about=about,
                reading=reading,
                unit="euro",
                scale=grid.scale or 0,
                column=column.title.text,
                evidence=passages(draft.document, cell),
                doubt="short-row" if row.short and isinstance(reading, Figure) else None,
                is_total=deviation is None,
                deviation=deviation.key if deviation else None,
            )
        )
    if row.short:
        first = min([*row.doubtful, *row.lost])
        fields = [cell for cell in row.cells.values() if cell]
        draft.remark(
            "S09",
            *fields[:1],
            code=deviation.subject if deviation else "",
            n=len(fields),
            m=len(grid.columns),
            column=grid.columns[first].title.text,
        )
