"""Budget and reserve tables: expenses, revenues, balances, movements and results, by phase and year, signs as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.domain import BudgetFigure, Level, PrintedFigure, Ref, ReserveFigure, StatedTable, TableFigure
from kg.figures import MISALIGNED, Figure, Missing, Reading, read_figure
from kg.identifiers import slug
from kg.interpret.columns import LABEL_ROLES, Column
from kg.interpret.draft import Draft, comparable
from kg.interpret.fields import Field, passages
from kg.interpret.grid import Grid, GridRow
from kg.profile import squeeze

_MOVEMENTS = frozenset({"addition", "withdrawal", "reserve-movement"})
_PHASE_OF_KIND = {"programme-budget": "approved", "annual-report": "executed"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row of a money table is about."""

    about: Ref | None
    key: str
    is_total: bool
    label: str


def is_reserve_table(grid: Grid, draft: Draft) -> bool:
    """Whether a money table is about reserves: its caption says so, or all its sides are movements of reserves."""
    sides = {_side_of(row, grid, draft) for row in grid.rows} - {None}
    if sides & {"expense", "revenue"} or any(column.side for column in grid.columns):
        return False
    caption = grid.caption.text.casefold() if grid.caption else ""
    words = [word.casefold() for word in draft.profile.words("words", "reserve")]
    return any(caption.startswith(word) for word in words) or {"addition", "withdrawal"} <= sides


def read_money(grid: Grid, number: int, draft: Draft) -> None:
    """Read one budget or reserve table; ``number`` tells it from the other tables of the file."""
    reserves = is_reserve_table(grid, draft)
    table = draft.key("table", "reserves" if reserves else "budget")
    if grid.scale is None:
        draft.remark("L11", *grid.stated[:1])
    kind = draft.identity.kind or ""
    draft.tables.append(
        StatedTable(
            key=table,
            kind="reserve-table" if reserves else "budget-table",
            caption=grid.caption.text if grid.caption else None,
            headers=tuple(dict.fromkeys(c.title.text for c in grid.columns if c.title)),
            unit="euro",
            scale=grid.scale or 0,
            signs=grid.signs or draft.profile.data.get("money", {}).get(kind),
            evidence=passages(draft.document, *grid.stated, grid.caption),
        )
    )
    reader = _ReserveRows(grid, table, number, draft) if reserves else _BudgetRows(grid, table, number, draft)
    for row in grid.rows:
        reader.read(row)


def _side_of(row: GridRow, grid: Grid, draft: Draft) -> str | None:
    index = grid.index("side")
    cell = row.cells.get(index) if index is not None else None
    return draft.profile.side(cell.text) if cell else None


class _Rows:
    """Rows in printed order; the subject of a row without one is that of the row above (lost row spans)."""

    figure_class: type[BudgetFigure] | type[ReserveFigure] = BudgetFigure

    def __init__(self, grid: Grid, table: str, number: int, draft: Draft) -> None:
        self.grid, self.table, self.number, self.draft = grid, table, number, draft
        self.label_column = grid.index(*LABEL_ROLES)
        self.subject: Subject | None = None
        self.sides: list[str] = []
        self.sides_are_columns = any(column.side for column in grid.columns)
        years = {c.year for c in grid.columns if c.year and c.phase in ("approved", "revised", "difference")}
        self.year = grid.year or (years.pop() if len(years) == 1 else draft.identity.year)

    def read(self, row: GridRow) -> None:
        """Take the subject and the side of a row, then its figures."""
        label = row.cells.get(self.label_column) if self.label_column is not None else None
        side = _side_of(row, self.grid, self.draft)
        if label and not side and not self.sides_are_columns:
            side = self.side_in_label(label, row)
        if label:
            self.draft.structure.append(label)
            self.take_subject(label, side)
        side_index = self.grid.index("side")
        if side_index is not None and row.cells.get(side_index):
            self.draft.structure.append(row.cells[side_index])
        favour = self.grid.index("favour-mark")
        if favour is not None and row.cells.get(favour):
            self.draft.structure.append(row.cells[favour])
        if side:
            self.sides.append(side)
        if any(i in row.cells for i in self.grid.figures()):
            self._figures(row, side, label)

    def side_in_label(self, label: Field, row: GridRow) -> str | None:
        """The side of a row whose side cell is missing; a subclass knows more."""
        return self.draft.profile.side(label.text)

    def take_subject(self, label: Field, side: str | None) -> None:
        """Take the subject of this row and the ones below it."""
        raise NotImplementedError

    def kind_of(self, side: str) -> str:
        """Kind of figure for a side of this sort of table."""
        return side

    def _figures(self, row: GridRow, side: str | None, label: Field | None) -> None:
        for index in self.grid.figures():
            column = self.grid.columns[index]
            cell = row.cells.get(index)
            kind = column.side or side
            if cell is None:
                continue
            if kind is None or self.subject is None:
                self._loose(row, column, cell, label)
                continue
            self.draft.figure(self._figure(row, index, cell, self.kind_of(kind)))
        if row.short and label:
            filled = [c for c in row.cells.values() if c]
            first = min([*row.doubtful, *row.lost])
            self.draft.remark(
                "S09",
                label,
                code=label.text,
                n=len(filled),
                m=len(self.grid.columns),
                column=self.grid.columns[first].title.text,
            )

    def _reading(self, row: GridRow, index: int, cell: Field) -> Reading:
        verbatim = self.draft.document.quote(cell.spans[0])
        reading = read_figure(verbatim, money=True)
        if index in row.lost:
            return Missing(MISALIGNED, verbatim)
        if index in row.doubtful:
            return Missing(MISALIGNED, verbatim, possible=reading.value if isinstance(reading, Figure) else None)
        return reading

    def _figure(self, row: GridRow, index: int, cell: Field, kind: str) -> PrintedFigure:
        column = self.grid.columns[index]
        reading = self._reading(row, index, cell)
        subject = self.subject or Subject(None, "x", False, "")
        phase = column.phase or _PHASE_OF_KIND.get(self.draft.identity.kind or "")
        return self.figure_class(
            table=self.table,
            row=subject.key,
            kind=kind,
            phase=phase,
            year=column.year or self.year,
            about=subject.about,
            reading=reading,
            unit="euro",
            scale=(self.grid.scale or 0) + (reading.scale if isinstance(reading, Figure) else 0),
            column=column.title.text,
            evidence=passages(self.draft.document, cell),
            doubt="short-row" if row.short and isinstance(reading, Figure) else None,
            is_total=subject.is_total or kind == "result",
            compared=self._compared() if phase == "difference" else (),
        )

    def _compared(self) -> tuple[tuple[str, int], ...]:
        """The two columns that a difference compares: the last budget printed before it and the account."""
        printed = [(c.phase, c.year or self.year or 0) for c in self.grid.columns if c.phase]
        budgets = [p for p in printed if p[0] == "revised"] or [p for p in printed if p[0] == "approved"]
        accounts = [p for p in printed if p[0] in ("executed", "expectation") and p[1] == (self.year or p[1])]
        return tuple((str(phase), year) for phase, year in [*budgets[-1:], *accounts[-1:]])

    def _loose(self, row: GridRow, column: Column, cell: Field, label: Field | None) -> None:
        """A figure of which nobody knows what it is about stays a figure of a table."""
        text = label.text if label else ""
        self.draft.remark("L07", cell, why=f"rij {row.line}")
        self.draft.figure(
            TableFigure(
                table=self.table,
                row=slug(text),
                kind="table-value",
                phase=column.phase,
                year=column.year or self.year,
                about=None,
                reading=read_figure(self.draft.document.quote(cell.spans[0]), money=True),
                unit="euro",
                scale=self.grid.scale or 0,
                column=column.title.text,
                evidence=passages(self.draft.document, cell),
                row_label=text,
            )
        )


class _BudgetRows(_Rows):
    """Rows about programmes, policy areas, overviews and, in a budget by performance target, targets."""

    def __init__(self, grid: Grid, table: str, number: int, draft: Draft) -> None:
        super().__init__(grid, table, number, draft)
        self.areas: list[str] = []

    def take_subject(self, label: Field, side: str | None) -> None:
        """Find the element that a row names: by code, as total, by its words; else one without code is made (L08)."""
        text = squeeze(label.text)
        if side == "result" or (side == "reserve-movement" and self.draft.profile.side(text)):
            self.subject = self._programme(text, label)
            return
        self.sides = []
        self.subject = (
            self._coded(text, label)
            or self._total(text, label)
            or self._subtotal(text, label)
            or self._named(text, label)
        )
        if self.subject is None:
            self.draft.remark("L08", label, label=text)
            area = self.draft.uncoded(Level.POLICY_AREA, text, label)
            self.subject = Subject(area.ref, area.key, False, text)

    def read(self, row: GridRow) -> None:
        """A result or a movement of reserves is the programme's, whatever the row above it was about."""
        if _side_of(row, self.grid, self.draft) in ("result", "reserve-movement"):
            self.subject = self._programme("", None)
        super().read(row)

    def _programme(self, text: str, label: Field | None) -> Subject | None:
        number = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
        code = str(int(number[1])) if number else self.draft.number or self._programme_above()
        if code is None:
            return None
        programme = self.draft.edition(Level.PROGRAMME, code, *([label] if label else []))
        return Subject(programme.ref, programme.key, True, text)

    def _programme_above(self) -> str | None:
        return self.draft.profile.codes.programme(self.areas[-1]) if self.areas else None

    def _total(self, text: str, label: Field) -> Subject | None:
        words = [*self.draft.profile.words("words", "programme"), *self.draft.profile.words("words", "total")]
        words += self.draft.profile.words("words", "reserve")
        if any(re.match(rf"{re.escape(word)}(?:$|\W)", text, re.I) for word in words):
            subject = self._programme(text, label)
            name = re.fullmatch(r"programma \d{1,2}[ :.-]+(?P<name>\D+)", text, re.I)
            if subject and subject.about and name:
                self.draft.editions[subject.about].add_wording(name["name"], label)
            return subject
        own = self.draft.named(Level.PROGRAMME, text)
        return Subject(own.ref, own.key, True, text) if own else None

    def _coded(self, text: str, label: Field) -> Subject | None:
        code = self.draft.profile.codes.leading(text)
        if not code:
            return None
        words = squeeze(text[code.rest :])
        if code.level is Level.POLICY_AREA:
            edition = self.draft.mention(code.level, code.code, words, label)
        else:
            edition = self.draft.define(code.level, code.code, words, label, self.number)
        area = code.code
        while area and not area[-1].isalpha():
            area = self.draft.profile.codes.parent(area)
        self.areas.append(area)
        return Subject(edition.ref, edition.key, False, text)

    def _subtotal(self, text: str, label: Field) -> Subject | None:
        """ "01 Bestuur" below the targets of one policy area is its subtotal (budget by performance target of Leiden)."""
        match = re.fullmatch(r"0?(?P<number>\d{1,2}) (?P<name>[^\W\d].*)", text)
        area = self.areas[-1] if self.areas else ""
        if not match or not area or self.draft.profile.codes.programme(area) != match["number"]:
            return None
        edition = self.draft.mention(Level.POLICY_AREA, area, match["name"], label)
        return Subject(edition.ref, edition.key, True, text)

    def _named(self, text: str, label: Field) -> Subject | None:
        area = self.draft.named(Level.POLICY_AREA, text)
        if area:
            area.where.append(label)
            area.add_wording(text, label)
            return Subject(area.ref, area.key, False, text)
        overviews = [comparable(word) for word in self.draft.profile.words("words", "overview")]
        if comparable(text) in overviews:
            overview = self.draft.uncoded(Level.OVERVIEW, text, label)
            return Subject(overview.ref, overview.key, False, text)
        return None


class _ReserveRows(_Rows):
    """Rows about one reserve each, and their total, which is the programme's."""

    figure_class = ReserveFigure

    def kind_of(self, side: str) -> str:
        """A reserve's balance is the movement of the year, no stock."""
        return "reserve-movement" if side in ("balance", "reserve-movement") else side

    def side_in_label(self, label: Field, row: GridRow) -> str | None:
        """After its addition and its withdrawal the third row is the movement, whatever it is called.

        Source: "Reserves programma 9" below "Totaal" in the annual report 2024 of Leiden.
        """
        side = self.draft.profile.side(label.text)
        if side is None and self.sides[-2:] == ["addition", "withdrawal"] and self._is_total(label.text):
            return "reserve-movement"
        return side

    def take_subject(self, label: Field, side: str | None) -> None:
        """A reserve by its name, or the total."""
        text = squeeze(label.text)
        if self._is_total(text) and self.subject and self.subject.is_total:
            return
        self.sides = []
        if self._is_total(text):
            code = self.draft.number
            programme = self.draft.edition(Level.PROGRAMME, code, label) if code else None
            self.subject = Subject(programme.ref if programme else None, "total", True, text)
            return
        reserve = self.draft.uncoded(Level.RESERVE, text, label)
        self.subject = Subject(reserve.ref, reserve.key, False, text)

    def _is_total(self, text: str) -> bool:
        if self.grid.caption and comparable(text) == comparable(self.grid.caption.text):
            return True
        words = self.draft.profile.words("words", "total")
        return any(re.match(rf"{re.escape(word)}(?:$|\W)", text, re.I) for word in words)
