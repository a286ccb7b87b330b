"""Indicator tables: indicators with unit, source and footnotes; realised and target figures with year and status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.domain import IndicatorFigure, Level, Note, TableFigure
from kg.figures import (
    MISALIGNED,
    NOT_MEASURED,
    NOT_SET,
    Figure,
    Missing,
    Reading,
    read_dated_figures,
    read_figure,
    split_mark,
)
from kg.identifiers import slug
from kg.interpret.columns import LABEL_ROLES, UNUSED_ROLES, Column
from kg.interpret.draft import Draft, EditionDraft, comparable
from kg.interpret.fields import Field, join, passages
from kg.interpret.grid import Grid, GridRow
from kg.interpret.stated import SHORT_ROW, report_short, state_table
from kg.profile import squeeze, year_in
from kg.source import Span

_READ_ROLES = ("figure", "source", "territory")
_DASHED = re.compile(r"[-–—•] ?(?=[^\W\d_])")
_NAME = re.compile(r"[^\W\d_]{2}")
PART_OF_YEAR = "part-of-year"


def read_notes(grid: Grid, table: str, draft: Draft) -> dict[str, Note]:
    """Take the footnotes of a table: marks mean something else in each table, so they are looked up in their own."""
    found: dict[str, Note] = {}
    for fields in grid.notes:
        whole = join(fields, draft.words)
        mark, _, text = whole.text.partition(" ")
        if mark in found:
            continue
        key = draft.key("note", f"{table}/{_mark_name(mark)}")
        scopes = [scope for scope in ("odd-years", "even-years") if draft.profile.note_says(scope, text)]
        coverage = draft.profile.coverage_in(text)
        note = Note(
            key=key,
            table=table,
            mark=mark,
            text=squeeze(text),
            coverage=coverage,
            scope=scopes[0] if scopes else None,
            evidence=passages(draft.document, whole),
        )
        draft.notes.append(note)
        found[mark] = note
    return found


def _mark_name(mark: str) -> str:
    return f"star-{len(mark)}" if set(mark) == {"*"} else slug(mark)


def read_indicators(grid: Grid, number: int, draft: Draft) -> None:
    """Read one table of indicators; ``number`` tells it from the other tables of the file."""
    grid.scale, grid.signs = None, None
    table = state_table(grid, "indicators", "indicator-table", draft)
    notes = read_notes(grid, table, draft)
    label_column = grid.index("indicator") if grid.index("indicator") is not None else grid.index("description")
    label_column = label_column if label_column is not None else (grid.index(*LABEL_ROLES) or 0)
    goal: EditionDraft | None = None
    labels = [row.cells.get(label_column) or next((c for c in row.cells.values() if c), None) for row in grid.rows]
    within = _groups(grid, labels)
    for row, label, group in zip(grid.rows, labels, within, strict=True):
        if label is None:
            continue
        code = draft.profile.codes.leading(label.text)
        if row.nameless or not _NAME.search(label.text):
            draft.remark("L07 row", *(cell for cell in row.cells.values() if cell))
        elif any(row.cells.get(i) for i in grid.figures()) or row.short or (code and code.level is Level.INDICATOR):
            _Row(grid, row, table, notes, draft).read(label, number, goal, group)
        else:
            goal = _goal_row(label, draft) or goal


def _groups(grid: Grid, labels: Sequence[Field | None]) -> list[str]:
    """For each row the words that tell its label from the same one elsewhere in the table; none where it stands alone.

    They stand on a row without figures above it ("Zwembad"), or above a row that begins with a dash ("- jongens").
    """
    group = above = ""
    found: list[tuple[str, str]] = []
    for row, label in zip(grid.rows, labels, strict=True):
        text = split_mark(label.text)[0] if label else ""
        if not any(row.cells.get(i) for i in grid.figures()):
            group = above = text
        elif not _DASHED.match(text):
            above = f"{group} {text}".strip()
        found.append((comparable(text), above if _DASHED.match(text) else group))
    groups: dict[str, set[str]] = {}
    for text, within in found:
        groups.setdefault(text, set()).add(within)
    return [within if len(groups[text]) > 1 else "" for text, within in found]


def _goal_row(label: Field, draft: Draft) -> EditionDraft | None:
    """A row without figures names the goal or the performance target of the rows below it ("Doel 9A1 ...").

    Other words are only structure.
    """
    text = label.text
    for word in [*draft.profile.words("words", "goal"), *draft.profile.words("words", "performance_target")]:
        text = re.sub(rf"^{re.escape(word)}:?\s+(?=\S)", "", text, flags=re.I)
    code = draft.profile.codes.leading(text)
    if code and code.level in (Level.GOAL, Level.PERFORMANCE_TARGET):
        return draft.mention(code.level, code.code, squeeze(text[code.rest :]), label)
    draft.structure.append(label)
    return None


class _Row:
    """One row of a table of indicators."""

    def __init__(self, grid: Grid, row: GridRow, table: str, notes: dict[str, Note], draft: Draft) -> None:
        self.grid, self.row, self.table, self.notes, self.draft = grid, row, table, notes, draft
        self.scale = 0

    def read(self, label: Field, number: int, goal: EditionDraft | None, group: str) -> None:
        indicator = self._indicator(label, number, goal, group)
        self.scale = self.draft.profile.scale_within(label.text) or 0  # "Aantal bezoekers (x 1.000)"
        figures = [figure for column in self.grid.figures() for figure in self._figures(column, indicator)]
        self._unit(indicator, figures)
        for figure in figures:
            self.draft.figure(replace(figure, unit=figure.unit or indicator.unit))
        self._other_territories(label)
        source = self.grid.index("source")
        if source is not None and self.row.cells.get(source):
            self._source(self.row.cells[source], indicator)
        unused = (*_READ_ROLES, *UNUSED_ROLES)
        others = [c for i, c in self.row.cells.items() if self.grid.columns[i].role not in unused]
        self.draft.structure += [cell for cell in others if cell and cell is not label]
        if self.row.short:
            what = indicator.code or indicator.label
            report_short(self.row, self.grid, what, label, self.draft, whole=False)

    def _period(self) -> str:
        """The words of the row's own period, where the table has a column of periods."""
        index = self.grid.index("period")
        cell = self.row.cells.get(index) if index is not None else None
        return cell.text if cell else ""

    def _other_territories(self, label: Field) -> None:
        """Values of the country or of other cities stay figures of the table: they say nothing of this city."""
        for index, column in enumerate(self.grid.columns):
            cell = self.row.cells.get(index)
            if column.role == "territory" and cell:
                reading = read_figure(self.draft.document.quote(cell.spans[0]))
                figure = TableFigure(
                    table=self.table,
                    row=slug(label.text),
                    kind="table-value",
                    phase=None,
                    year=year_in(self._period()),
                    about=None,
                    reading=reading,
                    unit=reading.unit,
                    scale=reading.scale,
                    column=column.title.text,
                    evidence=passages(self.draft.document, cell),
                    row_label=label.text,
                )
                self.draft.figure(figure)

    def _indicator(self, label: Field, number: int, goal: EditionDraft | None, group: str) -> EditionDraft:
        text, mark = split_mark(label.text)
        code = self.draft.profile.codes.leading(text)
        if code and code.level is Level.INDICATOR:
            indicator = self.draft.define(Level.INDICATOR, code.code, squeeze(text[code.rest :]), label, number)
        else:
            indicator = self.draft.uncoded(Level.INDICATOR, text, label, group)
            indicator.parent = indicator.parent or (goal.ref if goal else None)
        self._note(mark, label, indicator)
        return indicator

    def _source(self, cell: Field, indicator: EditionDraft) -> None:
        text, mark = split_mark(cell.text)
        if text and text not in "-–—":
            indicator.source = indicator.source or (text, mark, cell)
        else:
            self.draft.structure.append(cell)
        self._note(mark, cell, indicator)

    def _note(self, mark: str, where: Field, indicator: EditionDraft) -> None:
        if mark and mark in self.notes:
            key = self.notes[mark].key
            indicator.notes += [key] if key not in indicator.notes else []
        elif mark:
            self.draft.remark("S16", where, label=where.text, mark=mark)

    def _unit(self, indicator: EditionDraft, figures: list[IndicatorFigure]) -> None:
        """The unit: as its own column says, as printed behind all figures, or as the label says."""
        stated = self.grid.index("unit")
        words = self.row.cells[stated].text if stated is not None and self.row.cells.get(stated) else ""
        unit = self.draft.profile.unit_of(words) if words else None
        printed = {figure.reading.unit for figure in figures if figure.reading.unit}
        unit = unit or (printed.pop() if len(printed) == 1 else None)
        indicator.unit = indicator.unit or unit or self.draft.profile.unit_of(indicator.label)

    def _figures(self, index: int, indicator: EditionDraft) -> list[IndicatorFigure]:
        column = self.grid.columns[index]
        cell = self.row.cells.get(index) or self._gap()
        dated = read_dated_figures(cell.text) if len(cell.spans) == 1 else []
        if dated and not self.row.short:
            raw = self.draft.document.quote(cell.spans[0])
            pieces = [
                (self._within(cell.spans[0], raw, start, end), year, reading)
                for start, end, year, reading in read_dated_figures(raw)
            ]
            return [self._figure(indicator, column, year, reading, field) for field, year, reading in pieces]
        year = column.year or year_in(self._period())
        return [self._figure(indicator, column, year, self._reading(index, cell, column), cell)]

    def _gap(self) -> Field:
        """The place right behind the last cell of a short row, of no length."""
        spans = [span for cell in self.row.cells.values() if cell for span in cell.spans]
        last = max(spans, key=lambda span: span.end)
        return Field("", (replace(last, start=last.end, end=last.end),))

    @staticmethod
    def _within(span: Span, raw: str, start: int, end: int) -> Field:
        return Field(raw[start:end], (replace(span, start=span.start + start, end=span.start + end),))

    def _reading(self, index: int, cell: Field, column: Column) -> Reading:
        verbatim = self.draft.document.quote(cell.spans[0])
        if index in self.row.lost:
            return Missing(MISALIGNED, verbatim)
        reading = read_figure(verbatim)
        if index in self.row.doubtful:
            possible = reading.value if isinstance(reading, Figure) else None
            return Missing(MISALIGNED, verbatim, reading.mark, possible=possible, scale=reading.scale)
        if isinstance(reading, Missing) and reading.reason == NOT_MEASURED and column.indicator == "target":
            return replace(reading, reason=NOT_SET)
        return reading

    def _figure(
        self, indicator: EditionDraft, column: Column, year: int | None, reading: Reading, cell: Field
    ) -> IndicatorFigure:
        note = self.notes.get(reading.mark)
        if reading.mark and not note:
            self.draft.remark("S16", cell, label=cell.text, mark=reading.mark)
        coverage = (note.coverage if note else None) or self.draft.profile.coverage_in(self._period())
        valued = isinstance(reading, Figure)
        doubt = SHORT_ROW if self.row.short and valued else PART_OF_YEAR if coverage and valued else None
        return IndicatorFigure(
            table=self.table,
            row=indicator.key,
            kind=column.indicator or "realised",
            phase=None,
            year=year,
            about=indicator.ref,
            reading=reading,
            unit=reading.unit,
            scale=reading.scale + self.scale,
            column=column.title.text,
            evidence=passages(self.draft.document, cell),
            coverage=coverage,
            doubt=doubt,
            notes=(note.key,) if note else (),
        )
