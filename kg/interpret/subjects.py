"""What the rows of a money table are about: a programme, policy area, performance target, reserve, or a total."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.domain import Level, Ref
from kg.interpret.draft import Draft, comparable
from kg.interpret.fields import Field
from kg.interpret.grid import Grid
from kg.profile import squeeze


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about; ``about`` is None where the document does not say which programme it is."""

    about: Ref | None
    key: str
    is_total: bool


class Subjects:
    """The subject of each row in printed order; ``current`` is that of the last row taken, None if unknown."""

    def __init__(self, grid: Grid, number: int, draft: Draft) -> None:
        self.grid, self.number, self.draft = grid, number, draft
        self.current: Subject | None = None
        self.sides: list[str] = []
        self.lost = False
        self.unknown: list[Field] = []

    def take(self, label: Field | None, side: str | None, words: str, *, sided: bool = True) -> None:
        """Take a row. The same side again without a new subject: it was lost, and is not that of the row above.

        ``words`` are all words of the row: "Totaal lasten" is of the programme, even where it stands among the sides.
        Only a row whose figures have a side (``sided``) makes an element of a name that is not known. Behind a row that
        names nothing known the sides have no subject; but a part of the lasten or baten leaves them with theirs.
        """
        if label and self._is_subtotal(words):
            self.current, self.sides = None, []
        elif label and self.draft.profile.side(label.text) is None:
            if sided or not self.draft.profile.is_part_of_side(label.text):
                self._change(self._subject_of(label, side, make=sided))
                self.lost = self.current is None
        elif side and self._is_whole(side, words):
            self._change(self.whole(words, label))
        elif side and self.current is None and not self.sides and not self.lost:
            self.current = self.unnamed()
        elif side and self._has_lost_its_subject(side):
            self.current = None
        if side:
            self.sides.append(side)

    def report(self) -> None:
        """Report, once for the table, the names of which elements were made (L08).

        Where a municipality has no codes that is how its policy areas are known.
        """
        if self.unknown:
            variant = "L08 table" if self.draft.profile.words("codes", "policy-area") else "L08 uncoded"
            labels = ", ".join(f'"{squeeze(label.text)}"' for label in self.unknown)
            self.draft.remark(variant, *self.unknown, labels=labels)

    def of_caption(self) -> str | None:
        """The number of the programme that the caption names, by number or by its name in this file."""
        if not self.grid.caption:
            return None
        caption = self.grid.caption.text
        word = "|".join(re.escape(word) for word in self.draft.profile.words("words", "programme"))
        match = re.match(rf"(?:[^\W\d]+ )?(?:{word}) 0?(\d{{1,2}})(?![\d.])", caption, re.I)
        named = self.draft.named(Level.PROGRAMME, caption)
        return match[1] if match else named.code or None if named else None

    def _change(self, subject: Subject | None) -> None:
        self.sides = self.sides if subject == self.current else []
        self.current = subject

    def forget(self) -> None:
        """Let go of the subject: the next figures have none of their own."""
        self.current = None

    def side_in_label(self, label: Field) -> str | None:
        """The side of a row whose side cell is missing."""
        return self.draft.profile.side(label.text)

    def kind_of(self, side: str) -> str:
        """Kind of figure for a side of this sort of table."""
        return side

    def whole(self, text: str, label: Field | None) -> Subject | None:
        """All that the table is about together: the programme."""
        raise NotImplementedError

    def unnamed(self) -> Subject | None:
        """What the first rows are about where the table names no subject at all."""
        return None

    def _subject_of(self, label: Field, side: str | None, *, make: bool) -> Subject | None:
        raise NotImplementedError

    def _is_whole(self, side: str, words: str) -> bool:
        """Whether a row is about all together: a result, or a side that calls itself a total."""
        return side == "result" or self.says_total(words)

    def _has_lost_its_subject(self, side: str) -> bool:
        return side in self.sides

    def _is_subtotal(self, words: str) -> bool:
        """Nobody knows which rows a subtotal adds up."""
        return any(
            words.casefold().startswith(word.casefold()) for word in self.draft.profile.words("words", "subtotal")
        )

    def says_total(self, text: str) -> bool:
        """Whether a text begins with a word for a total ("Totaal lasten", "Gerealiseerd totaal saldo ...")."""
        words = "|".join(re.escape(word) for word in self.draft.profile.words("words", "total"))
        return bool(re.match(rf"(?:(?:geraamd|gerealiseerd) )?(?:{words})(?:$|\W)", text, re.I)) if words else False


class BudgetSubjects(Subjects):
    """Programmes, policy areas, overviews and, in a budget by performance target, targets."""

    def __init__(self, grid: Grid, number: int, draft: Draft) -> None:
        super().__init__(grid, number, draft)
        self.areas: list[str] = []
        labels = [squeeze(row.cells[0].text) for row in grid.rows if row.cells.get(0)]
        named = {
            match[1]
            for label in labels
            if (match := re.match(rf"(?:{self._words('programme')}) 0?(\d{{1,2}})\b", label, re.I))
        }
        self.of_several = len(named) > 1 or bool(named - {draft.number})
        self.has_total = any(self._says_whole(label) for label in labels if draft.profile.side(label) is None)

    def whole(self, text: str, label: Field | None) -> Subject | None:
        """The programme whose number the text holds, or else that of the caption, of the part or of the codes above."""
        number = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
        if number is None and self.of_several:
            return Subject(None, "total", True)
        code = str(int(number[1])) if number else self.of_caption() or self.draft.number or self._programme_above()
        if code is None:
            own = self.draft.own
            return Subject(own.ref, own.key, True) if own else Subject(None, "programme", True)
        programme = self.draft.edition(Level.PROGRAMME, code, *([label] if label else []))
        return Subject(programme.ref, programme.key, True)

    def unnamed(self) -> Subject | None:
        """Rows of sides alone are the programme's if the caption says so, or if the part names no policy area."""
        areas = any(edition.level is Level.POLICY_AREA for edition in self.draft.editions.values())
        return self.whole("", None) if self.of_caption() or not areas else None

    def _is_whole(self, side: str, words: str) -> bool:
        return side == "reserve-movement" or super()._is_whole(side, words)

    def _has_lost_its_subject(self, side: str) -> bool:
        """Reserves move per programme: below a policy area the row has lost the word for them."""
        below_area = self.current is not None and not self.current.is_total
        return super()._has_lost_its_subject(side) or (below_area and side in ("addition", "withdrawal"))

    def _subject_of(self, label: Field, side: str | None, *, make: bool) -> Subject | None:
        """Find the element that a row names: by code, as total, by its words; else one without code is made."""
        text = squeeze(label.text)
        if side == "result":
            return self.whole(text, label)
        found = self._coded(text, label) or self._total(text, label)
        found = found or self._subtotal(text, label) or self._named(text, label) or self._own_name(text)
        if found is None and make and re.search(r"[^\W\d_]{2}", text):
            self.unknown.append(label)
            area = self.draft.uncoded(Level.POLICY_AREA, text, label)
            found = Subject(area.ref, area.key, False)
        return found

    def _words(self, *names: str) -> str:
        """A pattern for the words of some lists of the profile."""
        return "|".join(re.escape(word) for name in names for word in self.draft.profile.words("words", name))

    def _says_whole(self, text: str) -> bool:
        return bool(re.match(rf"(?:{self._words('programme', 'total')})(?:$|\W)", text, re.I))

    def _programme_above(self) -> str | None:
        return self.draft.profile.codes.programme(self.areas[-1]) if self.areas else None

    def _total(self, text: str, label: Field) -> Subject | None:
        if self._says_whole(text) or re.match(rf"(?:{self._words('reserve')})(?:$|\W)", text, re.I):
            subject = self.whole(text, label)
            name = re.fullmatch(r"programma \d{1,2}[ :.-]+(?P<name>\D+)", text, re.I)
            if subject and subject.about and name:
                self.draft.word(self.draft.editions[subject.about], name["name"], label)
            return subject
        return None

    def _own_name(self, text: str) -> Subject | None:
        """The programme by its name; a policy area of the same name comes first ("Economie" of programme 3).

        Without codes that is what a row of this name is, where another row has the total.
        """
        if self.has_total and not self.draft.profile.words("codes", "policy-area"):
            return None
        own = self.draft.named(Level.PROGRAMME, text)
        return Subject(own.ref, own.key, True) if own else None

    def _coded(self, text: str, label: Field) -> Subject | None:
        code = self.draft.profile.codes.leading(text)
        if not code:
            return None
        words = squeeze(text[code.rest :])
        if code.level is Level.POLICY_AREA:
            edition = self.draft.mention(code.level, code.code, words, label)
        else:
            edition = self.draft.define(code.level, code.code, words, label, self.number)
        self.areas.append(self.draft.profile.codes.area(code.code))
        return Subject(edition.ref, edition.key, False)

    def _subtotal(self, text: str, label: Field) -> Subject | None:
        """ "01 Bestuur" below the targets of one area is its subtotal (budget by performance target of Leiden)."""
        match = re.fullmatch(r"0?(?P<number>\d{1,2}) (?P<name>[^\W\d].*)", text)
        area = self.areas[-1] if self.areas else ""
        if not match or not area or self.draft.profile.codes.programme(area) != match["number"]:
            return None
        edition = self.draft.mention(Level.POLICY_AREA, area, match["name"], label)
        return Subject(edition.ref, edition.key, True)

    def _named(self, text: str, label: Field) -> Subject | None:
        area = self.draft.named(Level.POLICY_AREA, text)
        if area and not self.draft.is_elsewhere(area):
            area.where.append(label)
            self.draft.word(area, text, label)
            return Subject(area.ref, area.key, False)
        overviews = [comparable(word) for word in self.draft.profile.words("words", "overview")]
        if comparable(text) in overviews:
            overview = self.draft.uncoded(Level.OVERVIEW, text, label)
            return Subject(overview.ref, overview.key, False)
        return None


class ReserveSubjects(Subjects):
    """One reserve each, and their total, which is the programme's."""

    def kind_of(self, side: str) -> str:
        """A reserve's balance is the movement of the year, no stock."""
        return "reserve-movement" if side in ("balance", "reserve-movement") else side

    def side_in_label(self, label: Field) -> str | None:
        """After its addition and its withdrawal the third row is the movement, whatever it is called.

        Source: "Reserves programma 9" below "Totaal" in the annual report 2024 of Leiden.
        """
        side = self.draft.profile.side(label.text)
        if side is None and self.sides[-2:] == ["addition", "withdrawal"] and self._is_total(label.text):
            return "reserve-movement"
        return side

    def whole(self, text: str, label: Field | None) -> Subject | None:  # noqa: ARG002
        """The total of the reserves of the part's programme."""
        code = self.of_caption() or self.draft.number
        programme = self.draft.edition(Level.PROGRAMME, code, *([label] if label else [])) if code else self.draft.own
        return Subject(programme.ref if programme else None, "total", True)

    def _subject_of(self, label: Field, side: str | None, *, make: bool) -> Subject | None:  # noqa: ARG002
        text = squeeze(label.text)
        if self._is_total(text):
            return self.current if self.current and self.current.is_total else self.whole(text, label)
        if not make:
            return None
        reserve = self.draft.uncoded(Level.RESERVE, text, label)
        return Subject(reserve.ref, reserve.key, False)

    def _is_total(self, text: str) -> bool:
        if self.grid.caption and comparable(text) == comparable(self.grid.caption.text):
            return True
        return self.says_total(text)
