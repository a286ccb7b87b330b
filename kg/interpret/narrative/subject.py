"""What a running text is about: the headings above it as a stack, each with the element that it names, if any."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz

from kg.domain import Deviation, Level, Ref
from kg.identifiers import slug
from kg.interpret.draft import Draft, EditionDraft, comparable
from kg.interpret.fields import Field
from kg.interpret.grid import Grid
from kg.interpret.narrative.headings import announces
from kg.interpret.narrative.outline import Piece

CODE, HEADING, ORDER, AMOUNT = "code", "heading", "order", "amount"

_NUMBERED = re.compile(r"(\d+(?:\.\d+)+)\.?\s")
_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})+(?![\w.])")
_NAMED_ELEMENTS = (Level.POLICY_AREA, Level.GOAL, Level.PERFORMANCE_TARGET)
_MANY_SUBJECTS = 500
_CLOSE = 92
"""Headings and subjects that are at least so much alike (of 100) are the same, if there is one such subject only."""

_RANKS = {Level.PROGRAMME: 30, Level.POLICY_AREA: 40, Level.GOAL: 50, Level.PERFORMANCE_TARGET: 60}
_NUMBER_RANK, _CAPITALS, _SECTION, _GROUP, _UNDER_ELEMENT, _SUBJECT, _RECURRING = 10, 10, 20, 25, 70, 90, 95
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

    A table can be in force too: what follows a goal tree is about its policy area; it has no text then. ``spent``: a
    table has come below it; ``bare``: nothing has.
    """

    rank: int
    text: str
    where: tuple[Field, ...]
    number: str = ""
    section: str | None = None
    subject: Subject | None = None
    spent: bool = False
    bare: bool = True


class Subjects:
    """Follows the headings and tables of an outline from the first to the last."""

    def __init__(self, draft: Draft, recurring: Container[str] = ()) -> None:
        self._draft = draft
        self._stack: list[Above] = []
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
        """Take a heading: what it ranks below stays in force, and so does a heading right above it."""
        text = piece.prose(self._draft).text
        section = announces(text, self._draft.profile)
        subject = self._subject_of(text, section or self.section)
        entry = Above(
            rank=self._rank(piece, text, section, subject),
            text=text,
            where=tuple(piece.lines),
            number=self._section_number(text),
            section=section,
            subject=subject,
        )
        top = self._stack[-1] if self._stack else None
        if top and top.bare and not piece.level and not entry.number and not (subject and top.subject):
            nested = len(self._stack) > 1 and self._stack[-2].bare and self._stack[-2].rank >= _SUBJECT
            entry = replace(entry, rank=max(entry.rank, top.rank + (not nested)))
        self._close(entry)
        self._stack.append(entry)

    def read_text(self) -> None:
        """Take a text: a heading above it is bare no longer."""
        if self._stack:
            self._stack[-1] = replace(self._stack[-1], bare=False)

    def begin(self) -> None:
        """Begin another programme: no heading of the one before stays in force."""
        self._stack = []

    def names_something(self, text: str) -> bool:
        """Whether a heading announces a section or names an element."""
        section = announces(text, self._draft.profile)
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
        self._stack = [replace(entry, spent=True, bare=False) for entry in self._stack]

    def _close(self, entry: Above) -> None:
        while self._stack and not _holds(self._stack[-1], entry):
            self._stack.pop()

    def _rank(self, piece: Piece, text: str, section: str | None, subject: Subject | None) -> int:
        if piece.level:
            return piece.level
        if self._section_number(text):
            return _NUMBER_RANK
        if subject and subject.about:
            return _RANKS.get(subject.about[0].level, _SUBJECT)
        if not section or section == "introductory":
            return _SUBJECT
        if text.isupper():
            return _CAPITALS
        in_force = any(ref.level in _NAMED_ELEMENTS for ref in self.subject.about)
        if comparable(text) in self._recurring and self._stack:
            return _RECURRING
        if in_force and section in _OF_AN_ELEMENT:
            return _UNDER_ELEMENT
        return _GROUP if section == self.section else _SECTION

    def _section_number(self, text: str) -> str:
        """The number of a section that a heading begins with ("3.9.2"); that of a deviation ("09.04") is none."""
        match = _NUMBERED.match(text)
        of_a_row = match is not None and match[1] in self._rows_by_number
        return match[1] if match and not of_a_row and not self._draft.profile.codes.deviation.match(text) else ""

    def _subject_of(self, text: str, section: str | None) -> Subject | None:
        """The element, deviation or reserve that a heading names."""
        deviations = self._deviations(text, close=section == "deviations")
        if deviations:
            return deviations
        coded = self._by_code(text)
        if coded:
            return Subject((coded.ref,), by=CODE)
        if self._is_own_code(text):  # of an element that no table and no heading of its own states
            return Subject(self._programme())
        if _is_of_a_reserve(text, self._draft):
            reserve = reserve_named(text, self._draft)
            return Subject((reserve.ref,), by=HEADING) if reserve else Subject(self._programme())
        return self._by_words(text)

    def _is_own_code(self, text: str) -> bool:
        """Whether a heading begins with a code of the programme's own and a name."""
        codes = self._draft.profile.codes
        code = codes.leading(text)
        own = code is not None and codes.programme(code.code) == self._draft.number
        return code is not None and own and text[code.rest : code.rest + 1].isupper()

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
        """An element by its name: behind the word for its level, behind a word of explanation, or alone."""
        plain = text.rstrip(":")
        words = [*self._draft.profile.words("words", "policy_area"), *self._draft.profile.words("words", "explanation")]
        for word in words:
            match = re.match(rf"{re.escape(word)}(?: op| bij)?:? (?:\d+(?:\.\d+)+ )?(?P<name>.+)", plain, re.I)
            area = self._draft.named(Level.POLICY_AREA, match["name"]) if match else None
            if area:
                return Subject((area.ref,), by=HEADING)
        area = self._draft.named(Level.POLICY_AREA, plain)
        if area:  # under its own heading it is the heading of a subject
            return None if area.ref in self.subject.about else Subject((area.ref,), by=HEADING)
        return self._programme_named(plain) or self._goal_named(plain)

    def _goal_named(self, text: str) -> Subject | None:
        """A goal, performance target or indicator by its exact wording, with or without the word for it."""
        words = [word for level in ("goal", "performance_target") for word in self._draft.profile.words("words", level)]
        bare = re.sub(rf"^(?:{'|'.join(map(re.escape, words)) or '(?!)'}):? ", "", text, flags=re.I)
        for level in (Level.GOAL, Level.PERFORMANCE_TARGET, Level.INDICATOR):
            found = self._draft.named(level, text) or self._draft.named(level, bare)
            if found:
                return Subject((found.ref,), by=HEADING)
        return None

    def _programme_named(self, text: str) -> Subject | None:
        """A programme by its number, with or without its name; another than the part's own is about nothing known."""
        word = "|".join(re.escape(word) for word in self._draft.profile.words("words", "programme"))
        match = re.fullmatch(rf"(?:{word}) 0?(?P<number>\d{{1,2}})(?:(?: ?[:.–-])? (?P<name>[A-ZÀ-Þ].*))?", text, re.I)
        if match is None or (match["name"] or "A")[0].islower():
            return None
        ref = Ref(Level.PROGRAMME, match["number"])
        if ref in self._draft.editions:
            return Subject((ref,), by=CODE)
        return Subject() if self._draft.number else None

    def _deviations(self, text: str, *, close: bool) -> Subject | None:
        """The rows of the table of deviations that a heading names, by number or by subject; all rows of one number.

        ``close`` allows a subject that is not worded just so.
        """
        number = _ROW_NUMBER.match(text)
        if number and number[0] in self._rows_by_number:
            return _rows_of(self._rows_by_number[number[0]])
        wanted = comparable(text)
        same = self._rows_by_subject.get(wanted, [])
        if not same and close and len(self._rows_by_subject) <= _MANY_SUBJECTS:
            near = [subject for subject in self._rows_by_subject if fuzz.ratio(subject, wanted) >= _CLOSE]
            same = self._rows_by_subject[near[0]] if len(near) == 1 else []
        numbers = {row.number for row in same if row.number}
        return _rows_of(self._rows_by_number[numbers.pop()] if len(numbers) == 1 else same, HEADING)

    @cached_property
    def _rows_by_number(self) -> dict[str, list[Deviation]]:
        found: dict[str, list[Deviation]] = {}
        for row in self._draft.deviations:
            found.setdefault(row.number or "", []).append(row)
        return found

    @cached_property
    def _rows_by_subject(self) -> dict[str, list[Deviation]]:
        found: dict[str, list[Deviation]] = {}
        for row in self._draft.deviations:
            found.setdefault(comparable(row.subject), []).append(row)
        return found

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


def _is_of_a_reserve(text: str, draft: Draft) -> bool:
    """Whether a heading is of one reserve or provision; that is no matter of a policy area."""
    words = [*draft.profile.words("words", "reserve"), *draft.profile.words("words", "provision")]
    first, _, rest = text.partition(" ")
    return (
        bool(rest)
        and first.casefold() in {word.casefold() for word in words}
        and announces(text, draft.profile) is None
    )


def reserve_named(text: str, draft: Draft) -> EditionDraft | None:
    """The one reserve whose name is in a heading: each word of it, whole or as the beginning of a word there.

    Words for a reserve itself and short ones do not count ("Res. Oekraïne asielzoekers" is in "Reserve OSA (Oekraïne en
    asielzoekers)").
    """
    if text.split(" ", 1)[0].casefold() in {word.casefold() for word in draft.profile.words("words", "provision")}:
        return None  # a provision is another thing
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
