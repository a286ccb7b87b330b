"""Two documents side by side on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from rich.markup import escape

from kg.cli.sheet import ARROW, Sheet, grid, name
from kg.describe import Place
from kg.history.between import Area, Compared, Comparison
from kg.history.documents import Document
from kg.history.figures import Figure
from kg.history.sums import AmountPair, FigureMove, NotCompared
from kg.words import number

_KINDS = ("new", "dropped", "split", "merged", "redefined", "renumbered", "moved", "reworded")
_NARROW, _WAY, _LEAST, _BESIDE = 14, 12, 24, 15
"""Widths in a table of figures: least of a document, of the way of a figure and of names; of indent and gaps."""
_FIGURE = 12
"""Least width of a figure with its year, so that they stand below each other."""
_NAMES = ("target", "realised", "money")
_PLURALS = {
    "policy-area": "areas",
    "goal": "goals",
    "performance-target": "targets",
    "indicator": "indicators",
    "target": "target-values",
    "money": "money-plain",
    "reserve": "reserves",
}


class ComparePage(Sheet):
    """Prints a comparison."""

    def tell(self, told: Comparison) -> None:
        """Print it: what both cover, what changed, figures, what waits and what cannot be told."""
        self.line(ARROW.join(map(self.named, (told.earlier, told.later))), 0, "bold")
        city = self.cities.get(told.earlier.municipality, "")
        labels = ARROW.join(one.label for one in (told.earlier, told.later))
        self.line(" · ".join(filter(None, (city, labels))), 2, "dim")
        self._areas(told)
        for kind in _KINDS:
            self._group(kind, [one for one in told.changes if _first(one) == kind])
        self.title(self._say("stayed", n=told.unchanged))
        self._moves("target-values", told, told.targets)
        self._moves("values-restated", told, told.restated)
        self._moves("money-moved", told, told.money_moved)
        self._amounts_of(told.amounts, told)
        self._proposals(told.proposals)
        self._left(told.not_compared)
        self.foot()

    def _areas(self, told: Comparison) -> None:
        if not told.areas:
            return
        self.title(self._say("areas"))
        table = grid()
        for _ in range(3):
            table.add_column(overflow="fold")
        for area in told.areas:
            trees = f"tree-{_which(area.earlier, area.later)}"
            table.add_row(escape(name(area.element)), self._say(trees), escape(self._printing(area, told)))
        self.table(table)

    def _printing(self, area: Area, told: Comparison) -> str:
        pairs = ((told.earlier, area.earlier_indicators), (told.later, area.later_indicators))
        printing = [str(document.year or self.named(document)) for document, there in pairs if there]
        return f"{self._say('indicators')}: {' + '.join(printing) or '–'}"

    def _group(self, kind: str, found: Sequence[Compared]) -> None:
        if not found:
            return
        title = self._say("dropped-short" if kind == "dropped" else kind)
        self.title(f"{title} ({len(found)})")
        if kind in ("new", "dropped"):
            self._lone(found)
            return
        for one in found:
            level = self._say(one.element.level)
            self.line(f"{level} {one.element.code or one.element.label} · {self.changed(one.change, kind)}", 5)
            self.sides(one.change)

    def _lone(self, found: Sequence[Compared]) -> None:
        sides = [(one.element.level, one.change.later or one.change.earlier) for one in found]
        self.cited(
            [
                (self._say(level), f"{side.code} {side.label}".strip(), self.place(side.places))
                for level, side in sides
                if side
            ]
        )

    def _moves(self, title: str, told: Comparison, moves: Sequence[FigureMove]) -> None:
        """A table for each order of the documents: of fiscal years, and of when they were drawn up where that differs.

        Figures for one year stand in the order in which they were written; the words above the table say so.
        """
        orders = ((told.earlier, told.later), (told.later, told.earlier))
        for documents in orders:
            found = [one for one in moves if one.earlier.document.iri == documents[0].iri]
            if found:
                self.title(self._say(title))
                if documents != orders[0]:
                    first, then = map(self.named, documents)
                    self.line(self._say("drawn-up-first", first=first, then=then), 5)
                room = self._room(documents, found)
                if room < _WAY:
                    self._below(documents, found)
                else:
                    self._beside(documents, found, room)

    def _room(self, documents: Sequence[Document], moves: Sequence[FigureMove]) -> int:
        """The width that a table of moves leaves for their way, beside names, figures and places."""
        words = max(_LEAST, *(len(word) for one in moves for word in self._told_as(one).split()))
        places = max(len(place) for one in moves for place in self._places_of(one))
        return self.console.width - words - sum(map(self._heading_width, documents)) - places - _BESIDE

    def _heading_width(self, document: Document) -> int:
        return max(_NARROW, *map(len, self.named(document).split()))

    def _beside(self, documents: Sequence[Document], moves: Sequence[FigureMove], room: int) -> None:
        """One table; the places of both sides stand in its last column, once where several figures share them."""
        table = grid(header=True)
        table.add_column("", overflow="fold", max_width=52)
        for document in documents:
            table.add_column(self.named(document), justify="right", max_width=self._heading_width(document))
        table.add_column("", overflow="fold", max_width=room)
        table.add_column(self._say("place"), style="dim", no_wrap=True)
        for words, group in _by_name(moves, self._told_as):
            shown: tuple[str, ...] = ()
            for row, move in enumerate(group):
                places = self._places_of(move)
                where = "" if places == shown else "\n".join(places)
                shown = places
                table.add_row(*map(escape, ("" if row else words, *self._cells(move), self._way(move), where)))
        self.table(table)

    def _below(self, documents: Sequence[Document], moves: Sequence[FigureMove]) -> None:
        """On a narrow terminal an element at a time: its name, its figures, and where they stand."""
        self.line(ARROW.join(map(self.named, documents)), 5, "dim")
        for words, group in _by_name(moves, self._told_as):
            self.line(words, 5)
            for places in dict.fromkeys(map(self._places_of, group)):
                table = grid()
                for _ in documents:
                    table.add_column(justify="right", min_width=_FIGURE)
                table.add_column(overflow="fold")
                for move in group:
                    if self._places_of(move) == places:
                        table.add_row(*map(escape, (*self._cells(move), self._way(move))))
                self.table(table, 7)
                self.line(ARROW.join(places), 9, "dim")

    def _cells(self, move: FigureMove) -> tuple[str, str]:
        return self._dated(move.earlier), self._dated(move.later)

    def _places_of(self, move: FigureMove) -> tuple[str, ...]:
        """File and line of both figures."""
        return tuple(self.place(figure.places[:1]) or "?" for figure in (move.earlier, move.later))

    def _told_as(self, row: FigureMove | AmountPair) -> str:
        """An element by code and words of the later document, with its code in the earlier where that is another."""
        former = f" ({self._say('was-code', code=row.former_code)})" if row.former_code else ""
        return f"{row.element.code}{former} {row.element.label}".strip()

    def _way(self, move: FigureMove) -> str:
        if move.earlier.phase:
            return f"{self._say(move.earlier.kind)} {self._say(move.earlier.phase)}"
        return "" if move.way == "restated" else self._say(f"target-{move.way}")

    def _dated(self, figure: Figure) -> str:
        return f"{self.printed(figure)} ({figure.year})" if figure.year else self.printed(figure)

    def _amounts_of(self, pairs: Sequence[AmountPair], told: Comparison) -> None:
        if not pairs:
            return
        self.title(f"{self._say('side-by-side')} · EUR")
        table = grid(header=True)
        table.add_column("", overflow="fold", max_width=40)
        table.add_column("", no_wrap=True)
        for heading in self._headings(told, pairs[0]):
            table.add_column(heading, justify="right")
        table.add_column(self._say("increase"), justify="right", max_width=None if self.is_wide else _FIGURE)
        shown = ""
        for pair in pairs:
            words = "" if self._told_as(pair) == shown else self._told_as(pair)
            shown = self._told_as(pair)
            amounts = (pair.earlier.amount, pair.later.amount)
            cells = ["?" if one is None else number(f"{one:f}", self.lang) for one in amounts]
            told_as = number(f"{pair.difference:f}", self.lang) if pair.difference is not None else self._say(pair.why)
            table.add_row(escape(words), self._say(pair.kind), *cells, told_as)
        self.table(table)
        for document, figures in (
            (told.earlier, [one.earlier for one in pairs]),
            (told.later, [one.later for one in pairs]),
        ):
            self.line(f"{self.named(document)}: {self.place(_of_all(figures))}", 5, "dim")

    def _headings(self, told: Comparison, pair: AmountPair) -> list[str]:
        """Document and phase of both columns of amounts; on a narrow terminal the year, where that tells them apart."""
        columns = [(told.earlier, self._say(pair.earlier.phase)), (told.later, self._say(pair.later.phase))]
        short = [f"{document.year or self.named(document)} ({phase})" for document, phase in columns]
        if not self.is_wide and short[0] != short[1]:
            return short
        return [f"{self.named(document)} ({phase})" for document, phase in columns]

    def _proposals(self, found: Sequence[Compared]) -> None:
        if found:
            self.title(f"{self._say('proposals')} ({len(found)})")
        for one in found:
            self.line(f"{self._say(one.element.level)} {one.element.code} · {self.changed(one.change)}", 5)
            self.sides(one.change)

    def _left(self, found: Sequence[NotCompared]) -> None:
        if not found:
            return
        self.title(self._say("not-compared"))
        for one in found:
            document = self.named(one.document)
            why = self._say(one.reason, document=document)
            why = why if document in why else f"{document}: {why}"
            about = ", ".join(each.code or each.label for each in one.about)
            count = f" · {one.count}" if one.what not in _NAMES else ""
            self.line(f"{self._say(_PLURALS.get(one.what, one.what))}: {why}{f' ({about})' if about else ''}{count}", 5)


def _by_name(moves: Iterable[FigureMove], name: Callable[[FigureMove], str]) -> Iterator[tuple[str, list[FigureMove]]]:
    """Moves that follow each other and are of one element, with its name."""
    for (_element, words), group in groupby(moves, key=lambda one: (one.element.iri, name(one))):
        yield words, list(group)


def _of_all(figures: Iterable[Figure]) -> list[Place]:
    return sorted({place for figure in figures for place in figure.places}, key=lambda one: one.line)


def _first(one: Compared) -> str:
    """Under which kind a change is told; the others stand beside it."""
    return next((kind for kind in _KINDS if kind in one.change.kinds), "")


def _which(earlier: bool, later: bool) -> str:
    if earlier and later:
        return "both"
    return "earlier" if earlier else "later" if later else "none"
