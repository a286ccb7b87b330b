"""What the pages of `kg history` and `kg compare` share: documents by name, places, figures with their doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from kg.cli.page import SEPARATOR, Page
from kg.cli.page import grid as grid
from kg.cli.words import say
from kg.describe import Place
from kg.history.changes import Change, Side
from kg.history.documents import Document
from kg.history.editions import Name
from kg.history.figures import Figure
from kg.words import number

ARROW = " \u2192 "
_HANGING = 2
_WIDE = 100
_NARROW = 30
"""On less room than this lines are left to the terminal."""
_LOCATED = ("misaligned", "unread", "in-words")


class Sheet(Page):
    """A page that tells of documents; its remarks stand at its foot, each once."""

    def title(self, text: str) -> None:
        """A heading of a part of the page."""
        self._title(text)

    def line(self, text: str, indent: int = 5, style: str = "") -> None:
        """A line of text; on a terminal one that is too long goes on below its own beginning."""
        room = self.console.width - indent
        if not self.console.is_terminal or len(text) <= room or room < _NARROW:
            self._print(text, indent, style)
            return
        first, *others = Text(text).wrap(self.console, room - _HANGING)
        self._print(first.plain.rstrip(), indent, style)
        for other in others:
            self._print(other.plain.rstrip(), indent + _HANGING, style)

    def named(self, document: Document) -> str:
        """A document as people name it in short: year, kind, and which one of several."""
        return named(document, self.lang)

    def place(self, places: Iterable[Place]) -> str:
        """Places as file and line: of each file the first, and where the text stands a second time in a table."""
        first: dict[tuple[str, bool], Place] = {}
        for one in places:
            first.setdefault((one.rendition, one.in_table), one)
        return self._place(replace(one, in_table=False) for one in first.values())

    def printed(self, figure: Figure, general: Sequence[str] = ()) -> str:
        """What was printed, without a year in brackets; "?" for what is not sure, explained at the foot of the page.

        ``general`` are footnotes on all of the indicator, which explain what is missing.
        """
        text = "?" if figure.missing == "misaligned" else figure.verbatim.split("(")[0].strip()
        doubt = figure.doubt or figure.coverage
        shown = text + ("?" if doubt and text != "?" else "")
        reasons = [figure.missing, figure.doubt, *([figure.coverage] if figure.coverage != figure.doubt else [])]
        words = ", ".join(self._say(reason) for reason in reasons if reason)
        notes = figure.notes or (tuple(general) if words else ())
        if words or notes:
            located = bool(doubt) or figure.missing in _LOCATED or bool(figure.notes)
            where = f" ({self.place(figure.places[:1])})" if located else ""
            remark = ": ".join(filter(None, (words, "; ".join(notes))))
            self.remarks.setdefault(f"{remark}{where}", []).append(shown or self._say("blank"))
        return shown

    def foot(self) -> None:
        """The remarks on figures of this page."""
        for reason, marks in self.remarks.items():
            self.line(f"{' '.join(dict.fromkeys(marks))}  {reason}", 5, "dim")

    def changed(self, change: Change, known: str = "") -> str:
        """What changed and who decided, in one line; ``known`` is a kind that the reader knows already."""
        kinds = ", ".join(self._say(kind) for kind in change.kinds if kind != known)
        alike = ""
        if change.similarity is not None and "reworded" in change.kinds:
            alike = self._say("alike", percent=number(f"{change.similarity.normalize():f}", self.lang))
        waiting = self._say("proposed") if change.status == "proposed" else ""
        told = (kinds, *self._otherwise(change), alike, waiting, self.decided(change), change.reason)
        return " · ".join(filter(None, told))

    def _otherwise(self, change: Change) -> Iterator[str]:
        """Unit and source of both sides, where they are what was redefined."""
        if change.earlier and change.later:
            if "unit" in change.redefined:
                units = (change.earlier.unit, change.later.unit)
                yield f"{self._say('unit')}: {ARROW.join(map(self._say, units))}"
            if "source" in change.redefined:
                yield f"{self._say('source')}: {change.earlier.source}{ARROW}{change.later.source}"

    def decided(self, change: Change) -> str:
        """Who decided: a rule with its version, or a person."""
        if not change.decided_by:
            return ""
        if change.status == "confirmed":
            return self._say("by-person", person=change.decided_by)
        return self._say("by-rule", rule=change.decided_by)

    def sides(self, change: Change, indent: int = 7) -> None:
        """Both sides of a change, each with its place."""
        under = "moved" in change.kinds
        sides = [side for side in (change.earlier, change.later) if side]
        self.cited([(self.named(side.document), *self._told(side, under=under)) for side in sides], indent)

    def cited(self, rows: Sequence[Sequence[str]], indent: int = 5) -> None:
        """Rows of words that end with their place: beside them, and on a narrow terminal below them."""
        table = grid()
        for _ in rows[0][:-1] if rows else ():
            table.add_column(overflow="fold")
        if self.is_wide:
            table.add_column(overflow="fold", style="dim")
        for *words, place in rows:
            if self.is_wide:
                table.add_row(*map(escape, (*words, place)))
            else:
                below = f"\n[dim]{escape(place)}[/dim]" if place else ""
                table.add_row(*map(escape, words[:-1]), escape(words[-1]) + below)
        if rows:
            self.table(table, indent)

    @property
    def is_wide(self) -> bool:
        """Whether places stand beside words; on a narrower terminal they stand below."""
        return self.console.width >= _WIDE

    def table(self, table: Table, indent: int = 5) -> None:
        """A table, widened until no word of it is cut."""
        self._table(table, indent)

    def _told(self, side: Side, *, under: bool) -> tuple[str, str]:
        parent = f" ({self._say('under', parent=side.above)})" if under and side.above else ""
        return f'{side.code} "{side.label}"{parent}'.strip(), self.place(side.places)


def named(document: Document, lang: str) -> str:
    """A document as people name it in short: year, kind, and which one of several."""
    year = str(document.year) if document.year else say("no-year", lang)
    which = f" {document.ordinal}" if document.ordinal > 1 else ""
    return f"{year} {say(document.kind, lang) if document.kind else document.label}{which}"


def name(element: Name) -> str:
    """An element by code and words."""
    return f"{element.code} {element.label}".strip()


def path(above: Sequence[Name], lang: str) -> str:
    """The path to an element, the programme first."""
    words = (f"{say('programme', lang)} {name(one)}" if one.level == "programme" else name(one) for one in above)
    return SEPARATOR.join(words)
