"""An element through the years on the terminal: what each document stated, what changed, what is not sure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.markup import escape

from kg.cli.page import MONEY_KINDS
from kg.cli.sheet import ARROW, Sheet, grid, name, path
from kg.history.changes import Change
from kg.history.documents import Document
from kg.history.figures import Figure, Restated
from kg.history.through import Child, History, Series

_PHASES = ("approved", "change", "revised", "multi-year-estimate", "expectation", "executed", "difference")
_BESIDE_YEARS = 42
"""Width beside the columns of years: indent, document and kind."""
_YEAR = 7
_FEWEST = 4


class HistoryPage(Sheet):
    """Prints the history of one element."""

    def tell(self, told: History) -> None:
        """Print it in the order in which people ask: words, changes, figures, what is open."""
        self._heading(told)
        self._wordings_of(told)
        self._changes(told.changes)
        self._proposed(told.proposals)
        self._open(told)
        self._children(told.children)
        if told.indicator:
            self.title(self._say("figures"))
            self._figures(told.indicator)
        if told.indicators:
            self.title(self._say("indicators"))
        for series in told.indicators:
            self._indicator(series)
        if told.money:
            self._money_of(told)
        self.foot()

    def _heading(self, told: History) -> None:
        self.line(name(told.element), 0, "bold")
        newest = told.stated[-1]
        city = self.cities.get(newest.document.municipality, "")
        words = (city, self._say(told.element.level), path(newest.above, self.lang))
        self.line(" · ".join(filter(None, words)), 2, "dim")
        if told.as_of:
            self.line(self._say("as-of", document=self.named(told.as_of)), 2, "dim")

    def _wordings_of(self, told: History) -> None:
        rows = []
        for stated in told.stated:
            shown = self.named(stated.document)
            for wording in stated.wordings:
                code = "" if stated.code == told.element.code or not wording.in_tree else f"{stated.code} "
                where = "" if wording.in_tree else f" ({self._say('elsewhere')})"
                rows.append((shown, f'{code}"{wording.text}"{where}', self.place(wording.places)))
                shown = ""
            if not stated.wordings:
                rows.append((shown, stated.code, self.place(stated.places)))
        self.title(self._say("wordings"))
        self.cited(rows)

    def _changes(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        self.title(self._say("changes"))
        if all(change.kinds == ("unchanged",) for change in changes):
            self.line(self._say("no-changes"), 5)
            return
        for change in changes:
            unchanged = change.kinds == ("unchanged",)
            self.line(f"{self._between(change)}  {self.changed(change)}", 5, "dim" if unchanged else "")
            if not unchanged:
                self.sides(change)

    def _between(self, change: Change) -> str:
        earlier = change.earlier.document if change.earlier else change.compared
        later = change.later.document if change.later else change.compared
        return ARROW.join(self.named(one) for one in (earlier, later) if one)

    def _proposed(self, proposals: Sequence[Change]) -> None:
        if proposals:
            self.title(self._say("proposals"))
        for change in proposals:
            self.line(f"{self._between(change)}  {self.changed(change)}", 5)
            self.sides(change)

    def _open(self, told: History) -> None:
        if told.gaps:
            self.title(self._say("gaps"))
        for gap in told.gaps:
            self.line(f"{self.named(gap.document)}  {name(gap.place)}", 5)

    def _children(self, children: Sequence[Child]) -> None:
        if not children:
            return
        self.title(self._say("children"))
        rows = []
        for child in children:
            change = child.change
            side = change.later if child.way == "gained" else change.earlier
            words = (self._between(change), self._say(child.way), name(child.element))
            rows.append((*words, self.place(side.places) if side else ""))
        self.cited(rows)

    # ---- Figures

    def _indicator(self, series: Series) -> None:
        self.line(name(series.element), 5, "bold")
        self._figures(series)
        for change in series.changes:
            if change.kinds != ("unchanged",):
                self.line(f"{self._between(change)}  {self.changed(change)}", 5)

    def _figures(self, series: Series) -> None:
        """A row for each document and kind, a column a year; as many years as fit, then the next."""
        facts = [self._say(series.unit) if series.unit else "", *series.sources]
        self.line(" · ".join(filter(None, facts)), 5, "dim")
        years = sorted({figure.year for figure in series.figures if figure.year})
        most = max(_FEWEST, (self.console.width - _BESIDE_YEARS) // _YEAR)
        rows = -(-len(years) // most)
        fitting = -(-len(years) // rows) if rows else 1
        for start in range(0, len(years), fitting):
            self._years(series, years[start : start + fitting])
        self._restated(series.restated)

    def _years(self, series: Series, years: Sequence[int]) -> None:
        table = grid(header=True)
        table.add_column("", no_wrap=True)
        table.add_column("", no_wrap=True)
        for year in years:
            table.add_column(str(year), justify="right", min_width=4)
        for document, shown in _by_document(series.figures):
            first = self.named(document)
            general = [noted.text for noted in series.notes if noted.document.iri == document.iri]
            for kind in dict.fromkeys(figure.kind for figure in shown):
                cells = [[one for one in shown if one.kind == kind and one.year == year] for year in years]
                if any(cells):
                    row = [self._cell_of(cell, general) for cell in cells]
                    table.add_row(escape(first), self._say(kind), *map(escape, row))
                    first = ""
        self.table(table)

    def _cell_of(self, figures: Sequence[Figure], general: Sequence[str] = ()) -> str:
        """What a document prints for one year: of parts of a year, or of rows that stand twice, several figures."""
        return " / ".join(dict.fromkeys(self.printed(figure, general) for figure in figures))

    def _restated(self, found: Iterable[Restated]) -> None:
        for one in found:
            phase = f" {self._say(one.phase)}" if one.phase else ""
            what = f"{self._say(one.kind)}{phase} {one.year}: {self._say('restated')}"
            self.line(f"{what}  {ARROW.join(map(self._cited, (one.earlier, one.later)))}", 5)

    def _cited(self, figure: Figure) -> str:
        return f"{figure.verbatim} ({self.named(figure.document)}, {self.place(figure.places[:1])})"

    def _money_of(self, told: History) -> None:
        """A table a scale: a row for each document, year and phase, a column a kind."""
        for multiplier in sorted({figure.multiplier for figure in told.money}, reverse=True):
            figures = [figure for figure in told.money if figure.multiplier == multiplier]
            factor = f"{10**multiplier:,}".replace(",", "." if self.lang == "nl" else ",")
            scale = self._say("euro-scale", factor=factor) if multiplier else "EUR"
            self.title(f"{self._say('money-plain')} · {scale}")
            self._amounts(figures)
        self._restated(told.money_restated)

    def _amounts(self, figures: Sequence[Figure]) -> None:
        kinds = [kind for kind in MONEY_KINDS if any(figure.kind == kind for figure in figures)]
        table = grid(header=True)
        for key in ("", "year", ""):
            table.add_column(self._say(key) if key else "", no_wrap=True)
        for kind in kinds:
            table.add_column(self._say(kind), justify="right")
        if self.is_wide:
            table.add_column(self._say("place"), style="dim", overflow="fold")
        for document, shown in _by_document(figures):
            first = self.named(document)
            for year, phase in sorted({(figure.year or 0, figure.phase) for figure in shown}, key=_phase_order):
                here = [one for one in shown if (one.year or 0, one.phase) == (year, phase)]
                row = [self._cell_of([one for one in here if one.kind == kind]) for kind in kinds]
                where = [self._first_place(shown) if first else ""] if self.is_wide else []
                table.add_row(escape(first), str(year or ""), self._say(phase), *map(escape, (*row, *where)))
                first = ""
        self.table(table)
        if not self.is_wide:
            for document, shown in _by_document(figures):
                self.line(f"{self.named(document)}: {self._first_place(shown)}", 5, "dim")

    def _first_place(self, figures: Iterable[Figure]) -> str:
        places = sorted({place for figure in figures for place in figure.places}, key=lambda place: place.line)
        return self.place(places[:1])


def _by_document(figures: Sequence[Figure]) -> Iterator[tuple[Document, list[Figure]]]:
    for document in sorted({f.document.iri: f.document for f in figures}.values(), key=_document_order):
        yield document, [figure for figure in figures if figure.document.iri == document.iri]


def _document_order(document: Document) -> tuple[int, int, str]:
    kinds = ("programme-budget", "interim-report", "annual-report")
    return document.year or 0, kinds.index(document.kind) if document.kind in kinds else 1, document.iri


def _phase_order(row: tuple[int, str]) -> tuple[int, int, str]:
    return row[0], _PHASES.index(row[1]) if row[1] in _PHASES else len(_PHASES), row[1]
