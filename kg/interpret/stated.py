"""What all tables have in common: the table itself with what it states, and the row that cannot be read for certain."""

from __future__ import annotations

from dataclasses import replace

from kg.domain import StatedTable
from kg.figures import MISALIGNED, Figure, Missing, Reading, read_figure
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, passages
from kg.interpret.grid import Grid, GridRow

SHORT_ROW = "short-row"


def state_table(grid: Grid, wanted: str, kind: str, draft: Draft) -> str:
    """Take a table with what it states of itself; return its key. Findings: L07 for lines that belong to no row.

    Where nothing says what table it is, its first row says where it is.
    """
    key = draft.key("table", wanted)
    where = [field for field in (*grid.stated, grid.caption) if field]
    first = [cell for row in grid.rows[:1] for cell in row.cells.values() if cell]
    draft.tables.append(
        StatedTable(
            key=key,
            kind=kind,
            caption=grid.caption.text if grid.caption else None,
            headers=tuple(dict.fromkeys(c.title.text for c in grid.columns if c.title)),
            unit=None,
            scale=grid.scale or 0,
            signs=_signs(grid, draft) if grid.kind in ("money", "deviations") else (),
            evidence=passages(draft.document, *(where or first)),
        )
    )
    report_unread(grid, draft)
    return key


def report_unread(grid: Grid, draft: Draft) -> None:
    """Report the lines of a table that belong to no row (L07)."""
    for field in grid.unread:
        draft.remark("L07 row", field)


def _signs(grid: Grid, draft: Draft) -> tuple[str, ...]:
    """What the profile declares for this kind of document; what the table prints itself outranks it.

    What is favourable is only said where the table has amounts that can be: differences or deviations.
    """
    declared: list[str] = draft.profile.data.get("money", {}).get(draft.identity.kind or "", [])
    judged = grid.kind == "deviations" or any(column.phase == "difference" for column in grid.columns)
    found = [signs for signs in declared if not signs.endswith("favourable") or (judged and not grid.signs)]
    return (*found, *([grid.signs] if grid.signs else []))


def report_scale(grid: Grid, draft: Draft) -> None:
    """Report a table of amounts that does not say in which unit they are (L11)."""
    if grid.scale_guessed:
        unit = f"x € {10 ** (grid.scale or 0):,}".replace(",", ".")
        how_nl = f"Ze zijn gelezen als {unit}, zoals in de andere tabellen van dit bestand."
        how_en = f"They were read as {unit}, as in the other tables of this file."
        draft.remark("L11", *grid.stated[:1], how_nl=how_nl, how_en=how_en)
    elif grid.scale is None:
        how_nl, how_en = "Ze zijn als hele euro's bewaard.", "They were kept as whole euros."
        draft.remark("L11", *grid.stated[:1], how_nl=how_nl, how_en=how_en)


def state_money_table(grid: Grid, wanted: str, kind: str, draft: Draft) -> str:
    """Take a table of amounts. Findings: L11 where it does not say in which unit they are."""
    report_scale(grid, draft)
    key = state_table(grid, wanted, kind, draft)
    if grid.scale is None or grid.scale_guessed:
        draft.unscaled.add(key)
    draft.tables[-1] = replace(draft.tables[-1], unit="euro")
    return key


def amount_in(row: GridRow, index: int, cell: Field, draft: Draft) -> Reading:
    """Read an amount. In a row with a cell too few or too many all are in doubt: any amount fits any column.

    Only ``possible`` keeps what was printed there.
    """
    verbatim = draft.document.quote(cell.spans[0])
    reading = read_figure(verbatim, money=True)
    if not row.short:
        return reading
    if isinstance(reading, Figure) and index not in row.lost:
        return Missing(MISALIGNED, verbatim, possible=reading.value, scale=reading.scale)
    return Missing(MISALIGNED, verbatim)


def report_short(row: GridRow, grid: Grid, what: str, label: Field, draft: Draft, *, whole: bool) -> None:
    """Report a row with a cell too few or too many (S09), and from which column on nothing of it was taken over."""
    uncertain = row.doubtful | row.lost
    first = min(grid.figures() if whole else uncertain)
    draft.remark(
        "S09",
        label,
        *(row.cells[i] for i in sorted(uncertain) if i in row.cells),
        code=what,
        n=len({span for cell in row.cells.values() if cell for span in cell.spans}),
        m=len(grid.columns),
        column=grid.columns[first].title.text,
    )
