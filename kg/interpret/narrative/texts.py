"""From an outline to texts: explanations, planned activities and policy documents, each with what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.domain import Explanation, Level, Passage, PlannedActivity, PolicyDocument, Ref, Statement
from kg.identifiers import slug
from kg.interpret.draft import Draft, comparable
from kg.interpret.fields import Field
from kg.interpret.narrative.headings import SENTENCES
from kg.interpret.narrative.lists import arranged
from kg.interpret.narrative.outline import Piece
from kg.interpret.narrative.policy import items_below
from kg.interpret.narrative.reserves import reserve_by_amount
from kg.interpret.narrative.subject import AMOUNT, CODE, ORDER, Above, Subject, Subjects
from kg.interpret.prose import Prose

_MAX_LEAD_IN = 90
_QUOTED = re.compile(r"[‘“\"'][^’”\"']*[’”\"']")
_LEAD_IN_WORDS = 8
_NAME = 6
"""A programme's name has no more words."""
_INFINITIVE = re.compile(r"\w+en\b")
_VERB_OR_WE = re.compile(r"\b(?:is|zijn|wordt|worden|heeft|hebben|kan|kunnen|gaat|gaan|we|wij|blijft|blijven)\b", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """A text in which figures, decisions, references and organisations may stand: its node, and what it is about.

    ``sort`` is "text", "heading" or "label". Codes in a heading say what the text below is about and point nowhere
    else; a label is the wording of an element, and the numbers in it are no figures.
    """

    prose: Prose
    node: str | None
    about: Ref | None
    sort: str = "text"


@dataclass(slots=True)
class _Open:
    """An explanation in the making."""

    subject: Subject
    section: str | None
    heading: Above | None
    above: tuple[str, ...]
    paragraphs: list[Prose] = field(default_factory=list)
    units: list[Prose] = field(default_factory=list)


class Texts:
    """Reads an outline from the first piece to the last; ``units`` are all texts that it found, headings included."""

    def __init__(self, pieces: Sequence[Piece], draft: Draft) -> None:
        headings = Counter(comparable(p.text(draft)) for p in pieces if p.kind == "heading")
        self._draft = draft
        self._subjects = Subjects(draft, {text for text, count in headings.items() if count > 1})
        self._pieces = arranged(pieces, self._names_something)
        self._open: _Open | None = None
        self._introduction: Statement | None = None
        self._bare: list[Piece] = []
        self._numbers: Counter[str] = Counter()
        self.units: list[Unit] = []

    def read(self) -> None:
        """Read all pieces; explanations, activities, policy documents and lines set aside go into the draft."""
        at = 0
        while at < len(self._pieces):
            at = self._read(at)
        self._close()
        self._end_of_file()

    def _names_something(self, piece: Piece) -> bool:
        return self._subjects.names_something(piece.text(self._draft))

    def _read(self, at: int) -> int:
        piece = self._pieces[at]
        if piece.kind == "aside":
            if piece.role not in ("used", "row"):
                self._set_aside(piece.role, piece)
            return at + 1
        self._enter(piece.line)
        if piece.kind == "heading":
            self._heading(piece)
            if self._draft.profile.leads_policy_documents(piece.text(self._draft)):
                return self._policy_documents(at)
        elif piece.grid:
            self._close()
            self._untitled()
            self._subjects.read_grid(piece.grid)
        elif piece.kind == "item":
            self._item(piece)
        elif self._draft.profile.leads_policy_documents(piece.text(self._draft)):
            return self._policy_documents(at)
        elif self._introduces(at):
            self._close()
            self._introduction = self._statement(piece)
        else:
            self._paragraph(at)
        return at + 1

    def _enter(self, line: int) -> None:
        """Go on with the programme of a line; what stood above in another one is no longer in force."""
        before = self._draft.number
        self._draft.enter(line)
        if self._draft.number != before:
            self._close()
            self._subjects.begin()

    def _heading(self, piece: Piece) -> None:
        self._close()
        self._subjects.read_heading(piece)
        self._introduction = None
        self._bare.append(piece)
        subject = self._subjects.subject
        about = subject.about[0] if subject.about else None
        label = subject.by == CODE and "€" not in piece.text(self._draft)
        self.units.append(Unit(piece.prose(self._draft), None, about, "label" if label else "heading"))

    def _paragraph(self, at: int) -> None:
        piece = self._pieces[at]
        self._add(piece.prose(self._draft))
        if self._stands_apart() and not self._leads_list(at):
            self._close()

    def _leads_list(self, at: int) -> bool:
        """Whether items follow, or words that a colon announces."""
        after = self._pieces[at + 1] if at + 1 < len(self._pieces) else None
        ends = self._pieces[at].prose(self._draft).text.endswith(":")
        return after is not None and (after.kind == "item" or (ends and after.kind == "paragraph"))

    def _stands_apart(self) -> bool:
        """Whether each paragraph is of a subject of its own: no heading names one."""
        heading = self._subjects.heading
        if heading is None:
            return True
        apart = self._draft.profile.words("texts", "apart")
        named = heading.subject and heading.subject.by != ORDER
        return heading.section in apart and not named

    def _introduces(self, at: int) -> bool:
        """Whether a paragraph only leads in a list of activities: one sentence that ends in a colon."""
        after = self._pieces[at + 1] if at + 1 < len(self._pieces) else None
        text = self._pieces[at].prose(self._draft).text
        single = text.endswith(":") and not SENTENCES.search(text) and self._open is None
        return single and after is not None and after.kind == "item" and self._plans()

    def _plans(self) -> bool:
        """Whether the items of a list at this place are activities that are planned.

        In a budget they are, but for sections of another sort; below the words for goals only at a performance target.
        """
        section = self._subjects.section
        if section == "activities":
            return True
        if self._draft.identity.kind != "programme-budget" or section in self._draft.profile.words(
            "texts", "unplanned"
        ):
            return False
        about = self._subjects.subject.about
        return section != "goal-tree" or any(ref.level is Level.PERFORMANCE_TARGET for ref in about)

    def _item(self, piece: Piece) -> None:
        planned = self._plans()
        if planned:
            self._activity(piece)
        if not planned or self._open is not None:
            self._add(piece.prose(self._draft), is_activity=planned)

    def _activity(self, piece: Piece) -> None:
        draft, text = self._draft, piece.prose(self._draft)
        heading = self._subjects.heading
        about = self._subjects.subject.about
        own = about[0] if about else None
        activity = PlannedActivity(
            key=str(len(draft.activities) + 1),
            text=text.text,
            evidence=(text.passage(draft.document, 0, len(text.text)),),
            about=own,
            theme=self._heading_statement(heading),
            introduction=self._introduction,
            lead_in=lead_in(text.text),
        )
        draft.activities.append(activity)
        self._subjects.read_text()
        self._used_heading(heading)
        self.units.append(Unit(text, activity.node, own))

    def _add(self, text: Prose, *, is_activity: bool = False) -> None:
        if not text.text:
            return
        if self._open is None:
            subjects = self._subjects
            self._open = _Open(subjects.subject, subjects.section, subjects.heading, subjects.above)
        self._open.paragraphs.append(text)
        self._open.units += [] if is_activity else [text]  # what stands in an activity is read once
        self._subjects.read_text()
        self._used_heading(self._open.heading)

    def _close(self) -> None:
        """Finish the explanation that is being read."""
        if self._open is None:
            return
        opened, self._open = self._open, None
        subject = self._with_amount(opened)
        about = self._about(subject)
        self._numbers[about] += 1
        explanation = Explanation(
            key=f"{about}/{self._numbers[about]}",
            attached_by=subject.by,
            paragraphs=tuple(Statement(text.text, (self._passage(text),)) for text in opened.paragraphs),
            about=subject.about,
            deviations=subject.deviations,
            section=opened.section,
            heading=self._heading_statement(opened.heading),
            above=opened.above,
        )
        self._draft.explanations.append(explanation)
        own = subject.about[0] if subject.about else None
        self.units += [Unit(text, explanation.node, own) for text in opened.units]

    def _with_amount(self, opened: _Open) -> Subject:
        """In a section on reserves a text that names none is about the one whose difference it states."""
        if opened.section != "reserves" or opened.subject.by != ORDER:
            return opened.subject
        ref = reserve_by_amount([text.text for text in opened.paragraphs], self._draft)
        return Subject((ref,), by=AMOUNT) if ref else opened.subject

    def _about(self, subject: Subject) -> str:
        """What the key of an explanation begins with: a code, a deviation's number, or "part"."""
        if subject.deviations:
            row = next(row for row in self._draft.deviations if row.key == subject.deviations[0])
            return row.number or slug(row.subject)
        return subject.about[0].key if subject.about else "part"

    def _policy_documents(self, at: int) -> int:
        """Read a list of policy documents below the line or heading that announces it."""
        lead = self._pieces[at]
        introduction = self._statement(lead)
        items = items_below(self._pieces, at, self._draft, self._names_something)
        if lead.kind == "paragraph" and (not items or SENTENCES.search(introduction.text)):
            self._paragraph(at)
        self._close()
        for piece in items:
            text = piece.prose(self._draft)
            document = PolicyDocument(
                key=str(len(self._draft.policy_documents) + 1),
                title=text.text,
                evidence=(self._passage(text),),
                introduction=introduction,
            )
            self._draft.policy_documents.append(document)
            self.units.append(Unit(text, document.node, None))
        if items:
            self._subjects.read_text()
            self._used_heading(self._subjects.heading if lead.kind == "heading" else None)
        return at + 1 + len(items)

    def _used_heading(self, heading: Above | None) -> None:
        """A heading right above a text is the text's; those over it are titles."""
        for piece in self._bare:
            if heading is None or tuple(piece.lines) != heading.where:
                self._set_aside("title", piece)
        self._bare.clear()

    def _untitled(self) -> None:
        """Headings that a table follows, and no text, are titles."""
        for piece in self._bare:
            self._set_aside("title", piece)
        self._bare.clear()

    def _end_of_file(self) -> None:
        """A heading of few words at the end of the file, with nothing below it, begins what the file no longer holds.

        A longer line there stays open: it may be the beginning of a row or a text that was cut off.
        """
        last = self._pieces[-1] if self._pieces else None
        for piece in self._bare:
            if piece is not last:
                self._set_aside("title", piece)
            elif len(piece.text(self._draft).split()) <= _NAME:
                self._set_aside("next-programme", piece)

    def _set_aside(self, role: str, piece: Piece) -> None:
        self._draft.set_aside += [(role, line) for line in piece.lines]

    def _heading_statement(self, heading: Above | None) -> Statement | None:
        return Statement(heading.text, self._passages(heading.where)) if heading else None

    def _statement(self, piece: Piece) -> Statement:
        text = piece.prose(self._draft)
        return Statement(text.text, (self._passage(text),))

    def _passage(self, text: Prose) -> Passage:
        return text.passage(self._draft.document, 0, len(text.text))

    def _passages(self, lines: Sequence[Field]) -> tuple[Passage, ...]:
        document = self._draft.document
        return tuple(Passage(document.source.sha256, s, document.quote(s)) for line in lines for s in line.spans)


def lead_in(text: str) -> str:
    """Return the words that an activity begins with, before a colon, or a full stop where they are no sentence.

    A colon inside quotes or behind a sentence is none; a full stop counts after a few words without a verb.

    >>> lead_in("Arbeidsmarkt: we helpen mensen aan werk."), lead_in("Vroege hulp bij schulden. We bellen aan.")
    ('Arbeidsmarkt', 'Vroege hulp bij schulden')
    >>> lead_in("Werken aan leefbare wijken. Dit doen we samen."), lead_in("Zie ‘Koers: vooruit’ voor meer.")
    ('', '')
    """
    bare = _QUOTED.sub(lambda match: "x" * len(match[0]), text[: 2 * _MAX_LEAD_IN])
    colon = bare.find(":")
    if 0 < colon <= _MAX_LEAD_IN and not re.search(r"[.!?] ", bare[:colon]) and bare[colon + 1 : colon + 2] == " ":
        return text[:colon].strip(" *_")
    words, stop, rest = text.replace(".** ", "**. ", 1).partition(". ")
    clause = " " in words and (_INFINITIVE.match(words) or _VERB_OR_WE.search(words))
    few = len(words.split()) <= _LEAD_IN_WORDS
    return words.strip("*_") if stop and rest.lstrip("*_ ")[:1].isupper() and few and not clause else ""
