"""An element on the terminal: in the order in which people ask, doubt shown as doubt, each thing with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kg.cli.words import say
from kg.describe import DeviationView, DocumentView, Element, Place, Shown, TextView
from kg.register.order import drawn_up, fiscal
from kg.words import document_name as short_name

SEPARATOR = " \u203a "
MONEY_KINDS = ("expense", "revenue", "balance", "addition", "withdrawal", "reserve-movement", "result")
_INDENT = 5
_STEP, _WIDEST = 4, 400
_LOCATED = ("misaligned", "unread", "in-words")
_WIDE = 100
"""On a narrower terminal the columns of amounts stand closer."""
_MANY = 7
"""More columns of years than this are shown as two tables, realised values and targets."""
_BEGINNING = 200
"""So many characters of a text are enough to know it by; a terminal shows as many as fit."""
_CHILDREN = {
    "programme": ("policy-area", "areas"),
    "policy-area": ("goal", "goals"),
    "goal": ("performance-target", "targets"),
}


class Page:
    """Prints one element; ``names`` are the names of the files by the hash of their bytes.

    ``cities`` are the names of the municipalities by IRI; where there are several, the head of the page names one.
    """

    def __init__(
        self, console: Console, lang: str, names: dict[str, list[str]], cities: Mapping[str, str] | None = None
    ) -> None:
        self.console, self.lang, self.names = console, lang, names
        self.cities = cities if cities and len(cities) > 1 else {}
        self.remarks: dict[str, list[str]] = {}

    def show(self, element: Element, money: tuple[Element, list[Shown]] | None, city: str = "") -> None:
        """Print all of an element; ``money`` is that of the policy area it belongs to, ``city`` its municipality."""
        self._head(element, city)
        self._wordings(element)
        level, title = _CHILDREN.get(element.level, ("", ""))
        self._list(title, [child for child in element.children if child.level == level])
        self._figures_of(element)
        if money:
            area, figures = money
            self._money_tables(say("money", self.lang, code=area.code or area.label), figures)
            if element.level in ("goal", "performance-target", "indicator"):
                self._print(f"({say('policy-area-only', self.lang)})", 5, "dim")
        if element.deviations:
            self._deviations(element.deviations)
        if element.texts:
            self._texts(element.texts)
        for reason, marks in self.remarks.items():
            self._print(f"{' '.join(dict.fromkeys(marks))}  {reason}", 5, "dim")

    def _figures_of(self, element: Element) -> None:
        if element.level == "indicator":
            self._series(element)
        elif element.level == "reserve":
            self._money_tables(say("figures", self.lang), element.figures)
        elif element.level in ("goal", "performance-target"):
            self._indicators(indicators_below(element))
        elif element.level in ("programme", "policy-area"):
            self._latest(indicators_below(element))

    # lines and tables

    def _print(self, text: str, indent: int, style: str = "") -> None:
        line = " " * indent + escape(text)
        self.console.print(line, style=style, soft_wrap=not self.console.is_terminal)

    def _title(self, text: str) -> None:
        self._print(text, 2, "bold")

    def _table(self, table: Table, indent: int = _INDENT) -> None:
        console, width = self.console, self.console.width
        padded, words = Padding(table, (0, 0, 0, indent), expand=False), _words(table)
        try:
            while console.width < _WIDEST and not _holds(console, padded, words):
                console.width += _STEP  # what is too wide is wrapped by the terminal, not cut off
            console.print(padded, crop=False)
        finally:
            console.width = width

    def _say(self, key: str, **values: object) -> str:
        return say(key, self.lang, **values)

    def _document(self, document: DocumentView) -> str:
        return document_name(document, self.lang)

    def _place(self, places: Iterable[Place]) -> str:
        return place_names(places, self.names, self.lang)

    # parts of the page

    def _head(self, element: Element, city: str) -> None:
        self._print(f"{element.code}  {element.label}".strip(), 0, "bold")
        path = SEPARATOR.join(self._name(above) for above in element.above)
        told = (self.cities.get(city, ""), self._say(element.level), path)
        self._print(" · ".join(filter(None, told)), 2, "dim")

    def _name(self, element: Element) -> str:
        word = f"{self._say('programme')} " if element.level == "programme" else ""
        return f"{word}{element.code} {element.label}".strip()

    def _wordings(self, element: Element) -> None:
        table = grid()
        for style in ("", "", "dim"):
            table.add_column(overflow="fold", style=style)
        for told in element.told:
            place = self._place(_first_of_each(told.places))
            table.add_row(self._document(told.document), escape(f'"{told.text}"'), escape(place))
        if element.told:
            self._table(table)

    def _list(self, title: str, elements: Sequence[Element]) -> None:
        if elements:
            self._title(self._say(title))
        for child in elements:
            self._print(f"{child.code} {child.label}".strip(), 5)

    def _series(self, element: Element) -> None:
        """One indicator: a line for each figure, by year, with the document that printed it and its place."""
        self._title(self._say("figures"))
        facts = [self._say(element.unit) if element.unit else "", self._direction(element), *element.sources]
        self._print(" · ".join(filter(None, facts)), 5)
        table = grid(header=True)
        for key in ("year", "kind", "figure", "verdict", "document", "place"):
            table.add_column(self._say(key), justify="right" if key == "figure" else "left", overflow="fold")
        for figure in element.figures:
            shown, document = self._printed(element, figure), self._document(figure.document)
            row = (self._say(figure.kind), shown, self._verdict(figure), document)
            table.add_row(str(figure.year or ""), *map(escape, row), escape(self._place(figure.places)))
        self._table(table)

    def _direction(self, element: Element) -> str:
        """Which direction is better, in words; nothing where nobody decided."""
        return self._say("direction-open" if element.direction == "open" else element.direction)

    def _verdict(self, figure: Shown) -> str:
        """Whether a target was met, in words, with the reasons where that cannot be said."""
        why = ", ".join(map(self._say, figure.why))
        return f"{self._say(figure.verdict)}: {why}" if why else self._say(figure.verdict)

    def _verdicts(self, indicators: Sequence[Element]) -> None:
        """Of the targets of several indicators: which were met, which not, and of which that cannot be said."""
        table = grid()
        for verdict in ("met", "not-met", "not-to-be-said"):
            found = [
                (i.code or i.label, sorted({f.year or 0 for f in i.figures if f.verdict == verdict}))
                for i in indicators
            ]
            told = [f"{name} {', '.join(str(year or '?') for year in years)}" for name, years in found if years]
            if told:
                table.add_row(self._say(verdict), escape(" · ".join(told)))
        if table.row_count:
            self._title(self._say("verdicts"))
            self._table(table)

    def _indicators(self, indicators: Sequence[Element]) -> None:
        """The indicators of a goal: a column a year, the newest document's figure where several print one."""
        if not indicators:
            return
        columns = sorted({_column(f) for i in indicators for f in i.figures if f.year}, key=_column_order)
        groups = [columns]
        if len(columns) > _MANY:
            groups = [[c for c in columns if c[0] == kind] for kind in dict.fromkeys(kind for kind, _ in columns)]
        self._title(self._say("indicators"))
        for group in groups:
            self._indicator_table(indicators, group, kinds_differ=len({kind for kind, _ in group}) > 1)
        self._verdicts(indicators)

    def _indicator_table(
        self, indicators: Sequence[Element], columns: Sequence[tuple[str, int]], *, kinds_differ: bool
    ) -> None:
        table = grid(header=True)
        first = "" if kinds_differ or not columns else self._say(columns[0][0])
        table.add_column(first, min_width=24, max_width=48, overflow="fold")
        for kind, year in columns:
            plain = kind == "realised" or not kinds_differ
            table.add_column(f"{year}" if plain else f"{self._say(kind)} {year}", justify="right", no_wrap=True)
        table.add_column(self._say("source"), overflow="fold")
        for element in indicators:
            cells = [escape(self._cell(element, column)) for column in columns]
            direction = f" ({self._direction(element)})" if element.direction else ""
            label = f"{element.code} {element.label}{direction}".strip()
            table.add_row(escape(label), *cells, escape("; ".join(element.sources)))
        self._table(table)

    def _latest(self, indicators: Sequence[Element]) -> None:
        """The indicators of a programme or policy area: the last realised value and the last target."""
        if not indicators:
            return
        self._title(self._say("indicators"))
        table = grid(header=True)
        table.add_column("", max_width=64, overflow="fold")
        table.add_column(self._say("realised"), justify="right", no_wrap=True)
        table.add_column(self._say("target"), justify="right", no_wrap=True)
        table.add_column(self._say("source"), overflow="fold")
        for element in indicators:
            cells = [escape(self._last(element, kind)) for kind in ("realised", "target")]
            label = f"{element.code} {element.label}".strip()
            table.add_row(escape(label), *cells, escape("; ".join(element.sources)))
        self._table(table)

    def _last(self, element: Element, kind: str) -> str:
        valued = [figure for figure in element.figures if figure.kind == kind and figure.value is not None]
        if not valued:
            return "–"
        figure = max(valued, key=lambda f: (f.year or 0, drawn_up(f.document), f.document.iri))
        return f"{self._printed(element, figure)} ({figure.year or '?'})"

    def _cell(self, element: Element, column: tuple[str, int]) -> str:
        figures = [figure for figure in element.figures if _column(figure) == column]
        if not figures:
            return ""
        newest = max(figures, key=lambda f: (drawn_up(f.document), f.document.iri))
        return self._printed(element, newest)

    def _printed(self, element: Element, figure: Shown) -> str:
        """What was printed, without a year in brackets; "?" for what is not sure, explained at the foot of the page."""
        text = "?" if figure.missing == "misaligned" else figure.verbatim.split("(")[0].strip()
        shown = text + ("?" if figure.doubt and text != "?" else "")
        reason = figure.missing or figure.doubt
        if reason:
            general = [text for document, text in element.notes if document == figure.document.iri]
            notes = "; ".join(dict.fromkeys(figure.notes or general))
            where = f" ({self._place(figure.places[:1])})" if figure.doubt or figure.missing in _LOCATED else ""
            remark = f"{self._say(reason)}{': ' + notes if notes else ''}{where}"
            self.remarks.setdefault(remark, []).append(shown or self._say("blank"))
        return shown

    def _money_tables(self, title: str, figures: Sequence[Shown]) -> None:
        for document in sorted({f.document for f in figures}, key=fiscal):
            rows = [figure for figure in figures if figure.document == document]
            for table in dict.fromkeys(figure.table for figure in rows):
                self._money(f"{title} · {self._document(document)}", [f for f in rows if f.table == table])

    def _money(self, title: str, figures: Sequence[Shown]) -> None:
        multiplier = figures[0].multiplier
        factor = f"{10**multiplier:,}".replace(",", "." if self.lang == "nl" else ",")
        columns = list(dict.fromkeys((f.phase, f.year) for f in sorted(figures, key=_printed_order)))
        table = grid(header=True, gap=2 if self.console.width >= _WIDE else 1)
        table.add_column(self._say("euro-scale", factor=factor) if multiplier else "EUR", no_wrap=True)
        for phase, year in columns:
            table.add_column(f"{year or ''} {self._say(phase)}".strip(), justify="right")
        for kind in MONEY_KINDS:
            found = {(f.phase, f.year): f for f in figures if f.kind == kind}
            if found:
                cells = [self._amount(found[column]) if column in found else "" for column in columns]
                table.add_row(self._say(kind), *map(escape, cells))
        lines = sorted({place.line for figure in figures for place in figure.places})
        self._title(f"{title} · {self._say('lines', first=lines[0], last=lines[-1])}" if lines else title)
        self._table(table)

    def _amount(self, figure: Shown) -> str:
        """An amount as printed; "?" for what is not sure, explained at the foot of the page."""
        reason = figure.missing or figure.doubt
        shown = "?" if figure.missing == "misaligned" else figure.verbatim + ("?" if figure.doubt else "")
        if reason == "scale-unstated":  # of the whole table
            self.remarks.setdefault(f"{self._say(reason)} ({self._document(figure.document)})", ["?"])
        elif reason:
            self.remarks.setdefault(f"{self._say(reason)} ({self._place(figure.places[:1])})", []).append(shown)
        return shown

    def _texts(self, texts: Sequence[TextView]) -> None:
        """Explanations and activities of an element: the line and the beginning of each, by document and file."""
        groups: dict[tuple[DocumentView, str], list[tuple[int, str]]] = {}
        for text in texts:
            heading = text.heading.rstrip(":")
            words = " ".join((f"{heading}: {text.text}" if heading else text.text).split())
            first = text.places[0]
            file = (self.names.get(first.rendition) or [first.rendition[:12]])[0]
            groups.setdefault((text.document, file), []).append((first.line, words[:_BEGINNING]))
        for (document, file), rows in groups.items():
            table = grid()
            table.add_column(
                justify="right", no_wrap=True, style="dim", min_width=max(len(str(line)) for line, _ in rows)
            )
            table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
            for line, words in rows:
                table.add_row(str(line), escape(words))
            self._title(f"{self._say('texts')} · {self._document(document)} · {file}")
            self._table(table)

    def _deviations(self, deviations: Sequence[DeviationView]) -> None:
        for document in dict.fromkeys(deviation.document for deviation in deviations):
            rows = [deviation for deviation in deviations if deviation.document == document]
            years = sorted({figure.year or 0 for row in rows for figure in row.figures})
            multiplier = rows[0].figures[0].multiplier if rows[0].figures else 0
            factor = f"{10**multiplier:,}".replace(",", "." if self.lang == "nl" else ",")
            table = grid(header=True)
            for title in (self._say("euro-scale", factor=factor), "", "", ""):
                table.add_column(title, overflow="fold")
            for year in years:
                table.add_column(str(year or ""), justify="right", no_wrap=True)
            table.add_column(self._say("line"), justify="right", style="dim")
            for row in rows:
                cells = {figure.year or 0: figure.verbatim for figure in row.figures}
                lines = sorted({place.line for figure in row.figures for place in figure.places})
                words = (row.number, row.subject, self._say(row.side), self._say(row.duration))
                amounts = [cells.get(year, "") for year in years]
                table.add_row(*map(escape, (*words, *amounts)), ", ".join(map(str, lines)))
            self._title(f"{self._say('deviations')} · {self._document(document)}")
            self._table(table)


def document_name(document: DocumentView, lang: str) -> str:
    """A document as people name it in short: year and kind."""
    return short_name(document.kind, document.year, document.ordinal, document.label, lang)


def place_names(places: Iterable[Place], names: dict[str, list[str]], lang: str) -> str:
    """Places as people look them up: file and line; ``names`` are those of files by the hash of their bytes."""
    found = []
    for place in places:
        name = (names.get(place.rendition) or [place.rendition[:12]])[0]
        table = f" ({say('in-table', lang)})" if place.in_table else ""
        found.append(f"{name}:{place.line}{table}")
    return ", ".join(dict.fromkeys(found))


def indicators_below(element: Element) -> list[Element]:
    """The indicators of an element and of all that is below it, in order of codes."""
    found: list[Element] = []
    for child in element.children:
        found += [child] if child.level == "indicator" else indicators_below(child)
    return found


def grid(*, header: bool = False, gap: int = 2) -> Table:
    """A table without lines."""
    return Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=header, header_style="dim")


def _words(table: Table) -> set[str]:
    """The words of a table that have to be read whole: all but those of a column that shows beginnings."""
    cells = (cell for column in table.columns if not column.ratio for cell in (column.header, *column.cells))
    return {word for cell in cells for word in Text.from_markup(str(cell)).plain.split()}


def _holds(console: Console, shown: Padding, words: set[str]) -> bool:
    lines = console.render_lines(shown, pad=False)
    return words <= {word for line in lines for word in "".join(part.text for part in line).split()}


def _column(figure: Shown) -> tuple[str, int]:
    return (figure.kind, figure.year or 0)


def _column_order(column: tuple[str, int]) -> tuple[bool, str, int]:
    return (column[0] != "realised", *column)


def _printed_order(figure: Shown) -> tuple[int, int]:
    order = ("approved", "change", "revised", "executed", "difference", "proposed-change")
    return (figure.year or 0, order.index(figure.phase) if figure.phase in order else len(order))


def _first_of_each(places: Iterable[Place]) -> list[Place]:
    """The first line of each file, and where the text stands a second time in a table."""
    first: dict[tuple[str, bool], Place] = {}
    for place in places:
        first.setdefault((place.rendition, place.in_table), place)
    return list(first.values())
