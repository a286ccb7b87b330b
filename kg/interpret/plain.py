"""Tables of no known sort, and the cards of affiliated parties: each cell stays a figure of its table."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.domain import Mention, TableFigure
from kg.figures import EMPTY, IN_WORDS, Figure, Missing, Reading, read_figure
from kg.identifiers import slug
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, passages
from kg.interpret.grid import Grid, GridRow
from kg.interpret.stated import state_table
from kg.profile import squeeze, year_in

_ORDINAL_YEAR = re.compile(r"(?:19|20)\d{2}\s*[-/]\s*(?:q|kw)?\s*[1-4]$", re.I)


def read_card(grid: Grid, draft: Draft) -> None:
    """Read the card of an affiliated party: its name on top, then a label and a text or amount a row (BBV art. 15)."""
    rows = [row for row in grid.rows if any(cell for cell in row.cells.values())]
    first = [cell for cell in rows[0].cells.values() if cell]
    name = first[0] if len(first) == 1 and not draft.profile.is_card_row(first[0].text) else None
    grid.caption = grid.caption or name
    table = state_table(grid, slug(name.text) if name else "party-card", "party-card", draft)
    if name:
        draft.mentions.append(
            Mention(
                key=draft.key("mention", slug(name.text)),
                label=squeeze(name.text),
                table=table,
                role="affiliated-party",
                evidence=passages(draft.document, name),
            )
        )
    for row in rows[1 if name else 0 :]:
        label, value = row.cells.get(0), row.cells.get(1)
        if not label:
            continue
        draft.structure.append(label)
        cell = value or _behind(label)
        reading = _reading(cell, draft)
        year = year_in(label.text)
        _figure(table, label, cell, reading, year, None, "", draft, unit=reading.unit)


def read_other(grid: Grid, draft: Draft) -> None:
    """Read a table of no known sort: a figure for each cell behind the first of its row."""
    caption = grid.caption.text if grid.caption else None
    if grid.trouble == "years":
        draft.remark("L09", *grid.stated)
    elif grid.trouble == "rows":
        draft.remark("L07", *grid.stated, why_nl="geen rijen", why_en="no rows")
        draft.structure += grid.stated
        return
    elif grid.trouble == "titles":
        titles = ", ".join(f'"{field.text}"' for field in grid.strangers)
        draft.remark("L07", *grid.strangers, why_nl=f"titel {titles} is niet bekend", why_en=f"title {titles} unknown")
    elif grid.trouble == "money":
        fields = [cell for row in grid.rows[:1] for cell in row.cells.values() if cell]
        why_nl, why_en = "de kop zegt niet van welke begroting of rekening", "its head names no budget or account"
        draft.remark("L07", *(grid.stated or fields), why_nl=why_nl, why_en=why_en)
    elif not grid.columns or not any(column.title for column in grid.columns):
        fields = [cell for row in grid.rows[:1] for cell in row.cells.values() if cell]
        draft.remark("L07", *fields, why_nl="geen kop die bekend is", why_en="no head that is known")
    table = state_table(grid, slug(caption) if caption else "table", "other-table", draft)
    for row in grid.rows:
        _read_row(row, grid, table, caption or "", draft)


def _read_row(row: GridRow, grid: Grid, table: str, caption: str, draft: Draft) -> None:
    label = row.cells.get(0)
    if label:
        draft.structure.append(label)
    for index, cell in sorted(row.cells.items()):
        if index == 0 or not cell:
            continue
        column = grid.columns[index] if index < len(grid.columns) else None
        title = column.title.text if column else ""
        money = grid.kind == "money"
        reading = _reading(cell, draft, money=money)
        coverage = None
        if _ORDINAL_YEAR.search(title):
            coverage = draft.profile.coverage_in(caption) or "part-of-year"
        unit = reading.unit or "euro" if money else reading.unit or draft.profile.unit_of(label.text if label else "")
        if unit is None and "aantal" in caption.casefold():
            unit = "count"
        year = column.year if column else None
        _figure(table, label, cell, reading, year, coverage, title, draft, unit=unit, scale=grid.scale or 0)


def _reading(cell: Field, draft: Draft, *, money: bool = False) -> Reading:
    verbatim = draft.document.quote(cell.spans[0])
    if not verbatim:
        return Missing(EMPTY, "")
    reading = read_figure(verbatim, money=money)
    if isinstance(reading, Missing) and reading.reason == "unread":
        return replace(reading, reason=IN_WORDS)
    return reading


def _behind(label: Field) -> Field:
    last = label.spans[-1]
    return Field("", (replace(last, start=last.end, end=last.end),))


def _figure(
    table: str,
    label: Field | None,
    cell: Field,
    reading: Reading,
    year: int | None,
    coverage: str | None,
    title: str,
    draft: Draft,
    *,
    unit: str | None,
    scale: int = 0,
) -> None:
    text = squeeze(label.text) if label else ""
    doubt = "part-of-year" if coverage and isinstance(reading, Figure) else None
    row = slug(text) if year or not title else f"{slug(text)}-{slug(title)}"
    draft.figure(
        TableFigure(
            table=table,
            row=row,
            kind="table-value",
            phase=None,
            year=year,
            about=None,
            reading=reading,
            unit=unit,
            scale=scale + reading.scale,
            column=title,
            evidence=passages(draft.document, cell),
            coverage=coverage,
            doubt=doubt,
            row_label=text,
        )
    )
