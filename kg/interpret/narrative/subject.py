"""What a running text is about: the headings above it as a stack, each with the element that it names, if any."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from kg.domain import Deviation, Level, Ref
from kg.identifiers import slug
from kg.interpret.draft import Draft, EditionDraft, comparable
from kg.interpret.fields import Field
from kg.interpret.grid import Grid
from kg.interpret.narrative.outline import Piece

CODE, HEADING, ORDER, AMOUNT = "code", "heading", "order", "amount"

_NUMBERED = re.compile(r"(\d+(?:\.\d+)+)\.?\s")
_NAMED_ELEMENTS = (Level.POLICY_AREA, Level.GOAL, Level.PERFORMANCE_TARGET)
_CLOSE = 92
"""Headings and subjects that are at least so much alike (of 100) are the same, if there is one such subject only."""

_RANKS = {Level.PROGRAMME: 30, Level.POLICY_AREA: 40, Level.GOAL: 50, Level.PERFORMANCE_TARGET: 60}
_NUMBER_RANK, _CAPITALS, _SECTION, _GROUP, _UNDER_ELEMENT, _SUBJECT = 10, 10, 20, 25, 70, 90
_OF_AN_ELEMENT = ("introductory", "developments", "goal-tree", "activities")
"""Sections that an element may have of its own; money is accounted for by programme unless the heading recurs."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text is about: editions or deviations (by key), and how that is known."""

    about: tuple[Ref, ...] = ()
    deviations: tuple[str, ...] = ()
    by: str = ORDER


@dataclass(frozen=True, slots=True)
class Above:
    """A heading that is in force: its text and place, its rank (a lower one closes higher ones), and what it says.

    A table can be in force too: what follows a goal tree is about its policy area; it has no text then.
    """

    rank: int
    text: str
    where: tuple[Field, ...]
    number: str = ""
    section: str | None = None
    subject: Subject | None = None
    spent: bool = False


class Subjects:
    """Follows the headings and tables of an outline from the first to the last."""

    def __init__(self, draft: Draft, recurring: Container[str] = ()) -> None:
        self._draft = draft
        self._stack: list[Above] = []
        self._named_areas = False
        self._recurring = recurring

    @property
    def heading(self) -> Above | None:
        """The heading right above, unless a table has come between."""
        top = self._stack[-1] if self._stack else None
        return top if top and top.text and not top.spent else None

    @property
    def above(self) -> tuple[str, ...]:
        """The headings in force, outermost first, without the one right above."""
        last = self.heading
        return tuple(entry.text for entry in self._stack if entry.text and entry is not last)

    @property
    def section(self) -> str | None:
        """The sort of text that the nearest heading announces which announces any."""
        return next((entry.section for entry in reversed(self._stack) if entry.section), None)

    @property
    def subject(self) -> Subject:
        """What text at this place is about: the nearest heading or table that names something, else the programme."""
        last = self.heading
        for entry in reversed(self._stack):
            if entry.subject:
                return entry.subject if entry is last else replace(entry.subject, by=ORDER)
        return Subject(self._programme())

    def read_heading(self, piece: Piece) -> None:
        """Take a heading: what it ranks below stays in force."""
        text = piece.prose(self._draft).text
        number = self._section_number(text)
        section = self._draft.profile.section_of(text)
        subject = self._subject_of(text, section or self.section)
        rank = self._rank(piece, text, section, subject)
        entry = Above(rank, text, tuple(piece.lines), number, section, subject)
        self._close(entry)
        self._stack.append(entry)

    def names_something(self, text: str) -> bool:
        """Whether a heading announces a section or names an element."""
        section = self._draft.profile.section_of(text)
        return section is not None or self._subject_of(text, section) is not None

    def read_grid(self, grid: Grid) -> None:
        """Take a table: a tree or indicators of one policy area, money or deviations of the whole programme."""
        if grid.kind in ("money", "deviations", "head"):
            self._stack = []
            return
        if grid.kind in ("goals", "indicators"):
            areas = {area for area in self._areas_in(grid) if area}
            current = {self._draft.profile.codes.area(ref.key) for ref in self.subject.about}
            if len(areas) == 1 and areas != current:
                area = next(iter(self._draft.with_code(Level.POLICY_AREA, areas.pop())), None)
                self._stack = [Above(_RANKS[Level.POLICY_AREA], "", (), subject=Subject((area.ref,)) if area else None)]
            while self._stack and self._stack[-1].rank >= _UNDER_ELEMENT:  # what follows is about the whole area again
                self._stack.pop()
        self._stack = [replace(entry, spent=True) for entry in self._stack]

    def _close(self, entry: Above) -> None:
        while self._stack and not _holds(self._stack[-1], entry):
            self._stack.pop()

    def _rank(self, piece: Piece, text: str, section: str | None, subject: Subject | None) -> int:
        if piece.level:
            return piece.level
        if self._section_number(text):
            return _NUMBER_RANK
        if text.isupper() and len(text) > 3:
            return _CAPITALS
        if subject and subject.about:
            return _RANKS.get(subject.about[0].level, _SUBJECT)
        if not section or section == "introductory":
            return _SUBJECT
        in_force = any(ref.level in _NAMED_ELEMENTS for ref in self.subject.about)
        if in_force and (section in _OF_AN_ELEMENT or comparable(text) in self._recurring):
            return _UNDER_ELEMENT
        return _GROUP if section == self.section else _SECTION

    def _section_number(self, text: str) -> str:
        """The number of a section that a heading begins with ("3.9.2"); that of a deviation ("09.04") is none."""
        match = _NUMBERED.match(text)
        return match[1] if match and not self._draft.profile.codes.deviation.match(text) else ""

    def _subject_of(self, text: str, section: str | None) -> Subject | None:
        """The element, deviation or reserve that a heading names."""
        coded = self._by_code(text)
        if coded:
            return Subject((coded.ref,), by=CODE)
        if section == "deviations" and (deviations := self._deviations(text)):
            return deviations
        if section == "reserves" and (reserve := reserve_named(text, self._draft)):
            return Subject((reserve.ref,), by=HEADING)
        return self._by_words(text)

    def _by_code(self, text: str) -> EditionDraft | None:
        """The one element whose code stands in a heading, first or as a word ("doelenboom Beleidsterrein 9C").

        Codes of elements that are not known are left out.
        """
        codes = self._draft.profile.codes
        found: list[EditionDraft] = []
        for word in re.finditer(r"\S+", text):
            code = codes.leading(text[word.start() :])
            if code and code.level in _NAMED_ELEMENTS and (not word.start() or code.rest >= len(word[0])):
                found += self._draft.with_code(code.level, code.code)[:1]
        return found[0] if found and all(draft is found[0] for draft in found) else None

    def _by_words(self, text: str) -> Subject | None:
        """A policy area by the word for it and its name, or by its name alone where no heading has that word."""
        words = self._draft.profile.words("words", "policy_area")
        plain = text.rstrip(":")
        for word in words:
            if plain.casefold().startswith(word.casefold() + " "):
                area = self._draft.named(Level.POLICY_AREA, plain[len(word) :].strip(" :"))
                self._named_areas = self._named_areas or area is not None
                return Subject((area.ref,), by=HEADING) if area else None
        area = None if self._named_areas else self._draft.named(Level.POLICY_AREA, plain)
        if area:
            return Subject((area.ref,), by=HEADING)
        return Subject(self._programme(), by=HEADING) if self._names_programme(plain) else None

    def _names_programme(self, text: str) -> bool:
        """Whether a heading is the number of the part's own programme, with or without its name."""
        word = "|".join(re.escape(word) for word in self._draft.profile.words("words", "programme"))
        match = re.match(rf"(?:{word}) 0?(\d{{1,2}})\b", text, re.I)
        return bool(match and match[1] == self._draft.number)

    def _deviations(self, text: str) -> Subject | None:
        """The rows of the table of deviations that a heading names, by number or by subject; all rows of one number."""
        rows = self._draft.deviations
        number = self._draft.profile.codes.deviation.match(text)
        if number:
            return _rows_of(row for row in rows if row.number == number[0])
        wanted = comparable(text)
        same = [row for row in rows if comparable(row.subject) == wanted]
        if not same:
            close = {row.subject for row in rows if fuzz.ratio(comparable(row.subject), wanted) >= _CLOSE}
            same = [row for row in rows if row.subject in close] if len(close) == 1 else []
        numbers = {row.number for row in same if row.number}
        if len(numbers) == 1:
            return _rows_of((row for row in rows if row.number in numbers), HEADING)
        return _rows_of(same, HEADING)

    def _programme(self) -> tuple[Ref, ...]:
        if self._draft.own:
            return (self._draft.own.ref,)
        ref = Ref(Level.PROGRAMME, self._draft.number or "")
        return (ref,) if ref in self._draft.editions else ()

    def _areas_in(self, grid: Grid) -> Iterable[str]:
        codes = self._draft.profile.codes
        for row in grid.rows:
            for cell in row.cells.values():
                code = codes.leading(re.sub(r"^\w+ (?=\d)", "", cell.text))
                if code:
                    yield codes.area(code.code)


def _holds(entry: Above, below: Above) -> bool:
    """Whether a heading stays in force above another."""
    if entry.number and below.number:
        return below.number.startswith(entry.number + ".")
    return entry.rank < below.rank


def _rows_of(rows: Iterable[Deviation], by: str = CODE) -> Subject | None:
    keys = tuple(row.key for row in rows)
    return Subject(deviations=keys, by=by) if keys else None


def reserve_named(text: str, draft: Draft) -> EditionDraft | None:
    """The one reserve whose name is in a heading: each word of it, whole or as the beginning of a word there.

    Words for a reserve itself and short ones do not count ("Res. Oekraïne asielzoekers" is in "Reserve OSA (Oekraïne en
    asielzoekers)").
    """
    skip = {slug(word) for word in draft.profile.words("words", "reserve")}
    there = _words(text, skip)
    found = [
        edition
        for edition in draft.editions.values()
        if edition.level is Level.RESERVE
        and (wanted := _words(edition.label, skip))
        and all(any(word.startswith(one) or one.startswith(word) for word in there) for one in wanted)
    ]
    return found[0] if len(found) == 1 else None


def _words(text: str, skip: set[str]) -> Sequence[str]:
    return [word for word in slug(text).split("-") if len(word) > 3 and word not in skip]
