"""Budget and reserve tables: expense, revenue, balance, movements and result, by phase and year, signs as printed."""

from __future__ import annotations

from kg.domain import BudgetFigure, PrintedFigure, ReserveFigure, TableFigure
from kg.identifiers import slug
from kg.interpret.columns import LABEL_ROLES, Column
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, passages
from kg.interpret.grid import Grid, GridRow
from kg.interpret.plain import read_other
from kg.interpret.stated import amount_in, report_scale, report_short, state_money_table
from kg.interpret.subjects import BudgetSubjects, ReserveSubjects, Subjects

SUM_UNCERTAIN = "sum-uncertain"
_PHASE_OF_KIND = {"programme-budget": "approved", "annual-report": "executed"}


def is_reserve_table(grid: Grid, draft: Draft) -> bool:
    """Whether a money table is about reserves: its caption says so, or all its sides are movements of reserves."""
    columns = {column.side for column in grid.columns} - {None}
    sides = columns or {_side_of(row, grid, draft) for row in grid.rows} - {None}
    if sides & {"expense", "revenue"}:
        return False
    if columns:
        return bool(columns & {"addition", "withdrawal"})
    caption = grid.caption.text.casefold() if grid.caption else ""
    words = [word.casefold() for word in draft.profile.words("words", "reserve")]
    return any(caption.startswith(word) for word in words) or {"addition", "withdrawal"} <= sides


def read_money(grid: Grid, number: int, draft: Draft) -> None:
    """Read one budget or reserve table; ``number`` tells it from the other tables of the file.

    The rows of a table of task fields are about no element of the document: their amounts stay figures of the table.
    """
    if grid.index("task-field") == 0 and not draft.profile.codes.leading(_first_words(grid)):
        report_scale(grid, draft)
        draft.remark("L07 task-fields", *grid.stated[:1])
        read_other(grid, draft)
        return
    for column in grid.columns:
        if not column.known:
            draft.remark("L07 column", column.title, title=column.title.text)
    reserves = is_reserve_table(grid, draft)
    if reserves:
        table = state_money_table(grid, "reserves", "reserve-table", draft)
        rows = _Rows(grid, table, ReserveSubjects(grid, number, draft), ReserveFigure, draft)
    else:
        table = state_money_table(grid, "budget", "budget-table", draft)
        rows = _Rows(grid, table, BudgetSubjects(grid, number, draft), BudgetFigure, draft)
    for row in grid.rows:
        rows.read(row)
    rows.subjects.report()


def _first_words(grid: Grid) -> str:
    return next((cell.text for row in grid.rows for i, cell in row.cells.items() if i == 0 and cell), "")


def _side_of(row: GridRow, grid: Grid, draft: Draft) -> str | None:
    index = grid.index("side")
    cell = row.cells.get(index) if index is not None else None
    return draft.profile.side(cell.text) if cell else None


class _Rows:
    """Rows in printed order; the subject of a row without one is that of the row above (lost row spans)."""

    def __init__(
        self,
        grid: Grid,
        table: str,
        subjects: Subjects,
        figure_class: type[BudgetFigure] | type[ReserveFigure],
        draft: Draft,
    ) -> None:
        self.grid, self.table, self.subjects, self.figure_class, self.draft = grid, table, subjects, figure_class, draft
        self.label_column = grid.index(*LABEL_ROLES)
        self.section: str | None = None
        self.sides_are_columns = any(column.side for column in grid.columns)
        self.unread_of_subject = self.unread_of_result = False
        years = {c.year for c in grid.columns if c.year and c.phase in ("approved", "revised", "difference")}
        self.year = grid.year or (years.pop() if len(years) == 1 else draft.identity.year)

    def read(self, row: GridRow) -> None:
        """Take the subject and the side of a row, then its figures."""
        label = row.cells.get(self.label_column) if self.label_column is not None else None
        side = _side_of(row, self.grid, self.draft)
        if label and not side and not self.sides_are_columns:
            side = self.subjects.side_in_label(label)
        self._take_structure(row, label)
        figures = any(row.cells.get(i) for i in self.grid.figures())
        if label and not self.sides_are_columns:
            if side or not figures:
                self.section = side if not figures else None
                side = side if figures else None
            else:
                side = self.section
        words = " ".join(cell.text for i, cell in sorted(row.cells.items()) if i not in self.grid.figures())
        if self.sides_are_columns and figures and not label:
            self.subjects.forget()
        sided = bool(side) or self.sides_are_columns or not figures
        self.subjects.take(label or None, side, words, sided=sided)
        if figures:
            self._figures(row, side, label)

    def _take_structure(self, row: GridRow, label: Field | None) -> None:
        side = self.grid.index("side")
        cells = (label, row.cells.get(side) if side is not None else None)
        self.draft.structure += [cell for cell in cells if cell]

    def _figures(self, row: GridRow, side: str | None, label: Field | None) -> None:
        loose: list[Field] = []
        for index in self.grid.figures():
            cell = row.cells.get(index)
            kind = self.grid.columns[index].side or side
            if cell is None:
                continue
            if not self.grid.columns[index].known:
                self._loose(row, index, cell, label)
            elif kind is None or self.subjects.current is None:
                self._loose(row, index, cell, label)
                loose.append(cell)
            else:
                self.draft.figure(self._figure(row, index, cell, self.subjects.kind_of(kind)))
        if any(loose):
            self.draft.remark("L07 row", *loose)
        self._keep_account(side, label, unread=bool(loose))
        if row.short:
            where = label or next(cell for cell in row.cells.values() if cell)
            report_short(row, self.grid, where.text, where, self.draft, whole=True)

    def _keep_account(self, side: str | None, label: Field | None, *, unread: bool) -> None:
        """Remember a row that was not understood: the balance of its subject, and the result, may hold its amount."""
        if unread and side is None:
            self.unread_of_subject = self.unread_of_result = True
        elif side == "balance":
            self.unread_of_subject = self.unread_of_result = False
        elif label and side:
            self.unread_of_subject = False

    def _doubt(self, column: Column, kind: str) -> str | None:
        """Why a sum with this amount need not come out: a row was not understood, or other changes are not printed."""
        if kind == "result":
            return SUM_UNCERTAIN if self.unread_of_result else None
        if kind in ("balance", "reserve-movement") and self.unread_of_subject:
            return SUM_UNCERTAIN
        changes = [c for c in self.grid.columns if c.phase == "change" and c.year == column.year]
        words = tuple(self.draft.profile.words("words", "one_change"))
        one = any(word.startswith(words) for word in column.title.text.casefold().split())
        return SUM_UNCERTAIN if changes == [column] and one else None

    def _phase(self, column: Column) -> str | None:
        """The phase of a column; in a budget, years after its own are estimates that the council does not approve."""
        budget_year = self.draft.identity.year if self.draft.identity.kind == "programme-budget" else None
        phase = column.phase or _PHASE_OF_KIND.get(self.draft.identity.kind or "")
        later = budget_year is not None and (column.year or 0) > budget_year
        return "multi-year-estimate" if phase == "approved" and later else phase

    def _figure(self, row: GridRow, index: int, cell: Field, kind: str) -> PrintedFigure:
        column = self.grid.columns[index]
        reading = amount_in(row, index, cell, self.draft)
        subject = self.subjects.current
        assert subject is not None
        phase = self._phase(column)
        return self.figure_class(
            table=self.table,
            row=subject.key,
            kind=kind,
            phase=phase,
            year=column.year or self.year,
            about=subject.about,
            reading=reading,
            unit="euro",
            scale=(self.grid.scale or 0) + reading.scale,
            column=column.title.text,
            evidence=passages(self.draft.document, cell),
            is_total=subject.is_total or kind == "result",
            doubt=self._doubt(column, kind),
            compared=self._compared(column) if phase == "difference" else (),
        )

    def _compared(self, column: Column) -> tuple[tuple[str, int], ...]:
        """The two columns that a difference compares: the account, and the last budget printed before it.

        Where the title says so, the budget before its changes.
        """
        printed = [(c.phase, c.year or self.year or 0) for c in self.grid.columns if c.phase]
        title = column.title.text.casefold()
        first = any(word in title for word in self.draft.profile.words("words", "before_change"))
        phases = ("approved", "revised") if first else ("revised", "approved")
        budgets = next((found for phase in phases if (found := [p for p in printed if p[0] == phase])), [])
        accounts = [p for p in printed if p[0] in ("executed", "expectation") and p[1] == (self.year or p[1])]
        return tuple((str(phase), year) for phase, year in [*budgets[-1:], *accounts[-1:]])

    def _loose(self, row: GridRow, index: int, cell: Field, label: Field | None) -> None:
        """A figure of which nobody knows what it is about stays a figure of a table."""
        column = self.grid.columns[index]
        side = self.grid.index("side")
        named = label or (row.cells.get(side) if side is not None else None)
        text = named.text if named else ""
        reading = amount_in(row, index, cell, self.draft)
        self.draft.figure(
            TableFigure(
                table=self.table,
                row=slug(text),
                kind="table-value",
                phase=column.phase,
                year=column.year or self.year,
                about=None,
                reading=reading,
                unit="euro",
                scale=(self.grid.scale or 0) + reading.scale,
                column=column.title.text,
                evidence=passages(self.draft.document, cell),
                row_label=text,
            )
        )
