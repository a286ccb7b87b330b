"""The part in the making: editions with their wordings, figures, tables, notes. Keys are given out only here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kg.document import Document
from kg.domain import (
    CrossReference,
    DecisionReference,
    Deviation,
    Edition,
    Explanation,
    Indicator,
    Level,
    Mention,
    Note,
    Passage,
    PlannedActivity,
    PolicyDocument,
    PrintedFigure,
    Programme,
    Ref,
    StatedTable,
    Statement,
)
from kg.figures import IN_WORDS, UNREAD, Figure, Missing
from kg.findings import Finding
from kg.identifiers import slug
from kg.interpret.fields import Field, passages, words_of
from kg.interpret.identify import Identity
from kg.interpret.remarks import remark
from kg.profile import Profile, squeeze

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": "'", "”": "'", '"': "'", "`": "'", "\u00b4": "'"})


def comparable(text: str) -> str:
    """Return a text as wordings are compared: case, spaces, quotes and a point at the end do not count.

    >>> comparable("Ik werd “snel”  geholpen.") == comparable('ik werd "snel" geholpen')
    True
    """
    return squeeze(text).translate(_QUOTES).casefold().rstrip(".:; ")


SCALE_UNSTATED = "scale-unstated"


def _is_unread(reading: Missing, kind: str) -> bool:
    """Whether a finding is due: not readable at all, or words where a realised value should stand."""
    wordy = reading.reason == IN_WORDS and reading.lower is None and reading.upper is None
    return reading.reason == UNREAD or (wordy and kind == "realised")


@dataclass(slots=True)
class EditionDraft:
    """An edition in the making: its wordings with their fields, and what only its level has."""

    level: Level
    key: str
    code: str
    where: list[Field] = field(default_factory=list)
    wordings: dict[str, tuple[str, list[Field]]] = field(default_factory=dict)
    tables: set[int] = field(default_factory=set)
    parent: Ref | None = None
    committee: tuple[str, Field] | None = None
    portfolios: list[tuple[str, Field]] = field(default_factory=list)
    mission: tuple[str, Field] | None = None
    mission_empty: Field | None = None
    unit: str | None = None
    source: tuple[str, str, Field] | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def ref(self) -> Ref:
        """How others point at it."""
        return Ref(self.level, self.key)

    @property
    def label(self) -> str:
        """The first wording; empty where only the code was printed."""
        return next((text for text, _ in self.wordings.values()), "")

    def says(self, text: str) -> bool:
        """Whether this is one of its wordings already, or it has none yet."""
        return not self.wordings or comparable(text) in self.wordings


class Draft:
    """Collects what one file says of one part."""

    def __init__(self, document: Document, profile: Profile, identity: Identity) -> None:
        self.document = document
        self.profile = profile
        self.identity = identity
        self.number: str | None = None
        self.own: EditionDraft | None = None
        self.scopes: list[tuple[int, str | None]] = []
        self.chapters: list[tuple[int, str | None]] = []
        self.editions: dict[Ref, EditionDraft] = {}
        self.figures: list[PrintedFigure] = []
        self.tables: list[StatedTable] = []
        self.notes: list[Note] = []
        self.deviations: list[Deviation] = []
        self.mentions: list[Mention] = []
        self.explanations: list[Explanation] = []
        self.activities: list[PlannedActivity] = []
        self.references: list[CrossReference] = []
        self.decisions: list[DecisionReference] = []
        self.policy_documents: list[PolicyDocument] = []
        self.set_aside: list[tuple[str, Field]] = []
        self.findings: list[Finding] = []
        self.structure: list[Field] = list(identity.fields)
        self.covers: list[str] = []
        self.unscaled: set[str] = set()
        self._keys: dict[str, int] = {}
        self._by_code: dict[tuple[Level, str], list[EditionDraft]] = {}
        self._by_wording: dict[tuple[Level, str], dict[str, EditionDraft]] = {}
        self._by_code_and_wording: dict[tuple[Level, str, str], dict[str, EditionDraft]] = {}

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the file: what a word broken at the end of a line may be."""
        return words_of(self.document)

    def remark(self, rule: str, *fields: Field, **values: object) -> None:
        """Report a finding at some fields."""
        self.findings.append(remark(rule, self.document, fields, **values))

    def enter(self, line: int, *, headings: bool = False) -> None:
        """In a file of several programmes: go on with the one whose head block stands last above a line.

        A heading alone says less of what stands below it; with ``headings`` it counts where there are no head blocks.
        """
        scopes = self.scopes or (self.chapters if headings else [])
        if scopes:
            at = bisect_right(scopes, line, key=lambda scope: scope[0])
            self.number = scopes[at - 1][1] if at else None

    def leave(self) -> None:
        """Go on with no programme, where the file has several."""
        self.number = None if self.scopes or self.chapters else self.number

    def key(self, sort: str, wanted: str) -> str:
        """Give out a key of a sort (``figure``, ``table``, ...); one that recurs gets ~2, ~3 in printed order."""
        number = self._keys.get(f"{sort}:{wanted}", 0) + 1
        while number > 1 and f"{sort}:{wanted}~{number}" in self._keys:
            number += 1
        key = wanted if number == 1 else f"{wanted}~{number}"
        self._keys[f"{sort}:{wanted}"] = number
        self._keys.setdefault(f"{sort}:{key}", 1)
        return key

    def with_code(self, level: Level, code: str) -> list[EditionDraft]:
        """All editions of a level with this code, in printed order."""
        return self._by_code.get((level, code), [])

    def worded(self, level: Level, code: str, text: str) -> list[EditionDraft]:
        """All editions of a level with this code and this wording among theirs."""
        return list(self._by_code_and_wording.get((level, code, comparable(text)), {}).values())

    def word(self, draft: EditionDraft, text: str, where: Field) -> None:
        """Add a wording to an edition with its place; the same wording again only adds the place."""
        wanted = comparable(text)
        draft.wordings.setdefault(wanted, (squeeze(text), []))[1].append(where)
        self._by_wording.setdefault((draft.level, wanted), {})[draft.key] = draft
        self._by_code_and_wording.setdefault((draft.level, draft.code, wanted), {})[draft.key] = draft

    def _new(self, level: Level, wanted: str, code: str) -> EditionDraft:
        draft = EditionDraft(level, self.key(level, wanted), code)
        self.editions[draft.ref] = draft
        self._by_code.setdefault((level, code), []).append(draft)
        return draft

    def edition(self, level: Level, code: str, *where: Field) -> EditionDraft:
        """Return the first edition with this code, made if there is none; the fields are where the code stands."""
        draft = self.editions.get(Ref(level, code)) or self._new(level, code, code)
        draft.where.extend(where)
        return draft

    def define(self, level: Level, code: str, label: str, where: Field, table: int) -> EditionDraft:
        """Take a row that defines an element: its code and wording in a table of such rows.

        One code twice in one table with different words gives two editions and finding S01; in another table different
        words are another wording and finding S02.
        """
        same = self.with_code(level, code)
        known = next(iter(self.worded(level, code, label)), None) if label else None
        bare = next((e for e in same[-1:] if not e.wordings), None)  # where there are several, only the last can be
        draft = known or bare
        if draft is None and same:
            draft = same[0]
            if table in draft.tables:
                self.remark("S01", where, *draft.where[:1], code=code, label1=draft.label, label2=label)
                draft = self._new(level, code, code)
            else:
                self.remark("S02", where, *draft.where[:1], code=code, label1=draft.label, label2=label)
        draft = draft or self.edition(level, code)
        draft.where.append(where)
        draft.tables.add(table)
        if label:
            self.word(draft, label, where)
        return draft

    def mention(self, level: Level, code: str, label: str, where: Field) -> EditionDraft:
        """Take a place that names an element in passing: a heading, a row of another table; new words are a wording."""
        draft = self.edition(level, code)
        if label and not draft.says(label):
            self.remark("S02", where, *draft.where[:1], code=code, label1=draft.label, label2=label)
        draft.where.append(where)
        if label:
            self.word(draft, label, where)
        return draft

    def uncoded(self, level: Level, label: str, where: Field, within: str = "") -> EditionDraft:
        """Return the edition that is known by its wording alone, made if there is none.

        Two programmes of one file may each have an element of one name; ``within`` are words above it that tell it from
        others of its name.
        """
        wanted = slug(f"{within} {label}") if within else slug(label)
        same = {} if within else self._by_wording.get((level, comparable(label)), {})
        found = [self.editions.get(Ref(level, wanted)), *same.values()]
        here = (edition for edition in found if edition and not self.is_elsewhere(edition))
        draft = next(here, None) or self._new(level, wanted, "")
        if (self.scopes or self.chapters) and self.number and level is not Level.PROGRAMME:
            draft.parent = draft.parent or Ref(Level.PROGRAMME, self.number)
        draft.where.append(where)
        self.word(draft, label, where)
        return draft

    def is_elsewhere(self, edition: EditionDraft) -> bool:
        """Whether an element without code is of another programme of the file than the one that is read."""
        parent = edition.parent
        several = bool(self.scopes or self.chapters) and bool(self.number) and not edition.code
        return several and parent is not None and parent.level is Level.PROGRAMME and parent.key != self.number

    def named(self, level: Level, label: str) -> EditionDraft | None:
        """Find the one edition of a level with this wording; None if none or several have it."""
        found = self._by_wording.get((level, comparable(label)), {})
        return next(iter(found.values())) if len(found) == 1 else None

    def figure(self, figure: PrintedFigure) -> None:
        """Take a figure; a key that recurs is numbered. A cell that could not be read is a finding (F01)."""
        key = self.key("figure", figure.key)
        again = int(key.rpartition("~")[2]) if key != figure.key else 1
        reading = figure.reading
        unsure = figure.table in self.unscaled and (isinstance(reading, Figure) or reading.has_bounds)
        self.figures.append(replace(figure, again=again, doubt=figure.doubt or (SCALE_UNSTATED if unsure else None)))
        if isinstance(reading, Missing) and _is_unread(reading, figure.kind):
            places = [Field(reading.verbatim, (passage.span,)) for passage in figure.evidence]
            self.remark("F01", *places, verbatim=reading.verbatim)

    def finished(self) -> Iterator[Edition]:
        """Turn the drafts into editions, each with its parent: the nearest element above it that is stated."""
        for draft in self.editions.values():
            yield self._finish(draft)

    def _finish(self, draft: EditionDraft) -> Edition:
        common: dict[str, Any] = {
            "level": draft.level,
            "key": draft.key,
            "code": draft.code,
            "label": draft.label,
            "parent": draft.parent or self.parent_of(draft),
            "wordings": tuple(Statement(t, self._passages(fields)) for t, fields in draft.wordings.values()),
            "evidence": self._passages(draft.where),
        }
        if draft.level is Level.PROGRAMME:
            return self._programme(draft, common)
        if draft.level is Level.INDICATOR:
            source = draft.source
            stated = Statement(source[0], self._passages([source[2]]), source[1]) if source else None
            return Indicator(**common, unit=draft.unit, source=stated, notes=tuple(draft.notes))
        return Edition(**common)

    def _programme(self, draft: EditionDraft, common: Mapping[str, Any]) -> Programme:
        committee, mission = draft.committee, draft.mission
        stated: Statement | Missing | None = None
        if mission:
            stated = Statement(mission[0], self._passages([mission[1]]))
        elif draft.mission_empty:
            stated = Missing("empty", "")
        where = mission[1] if mission else draft.mission_empty
        return Programme(
            **common,
            committee=Statement(committee[0], self._passages([committee[1]])) if committee else None,
            portfolios=tuple(Statement(text, self._passages([where])) for text, where in draft.portfolios),
            mission=stated,
            mission_evidence=self._passages([where] if where else []),
        )

    def parent_of(self, draft: EditionDraft) -> Ref | None:
        """Find the nearest stated element whose code this one's extends; the programme for what has no code."""
        code = draft.code
        while code:
            code = self.profile.codes.parent(code)
            for level in (Level.PERFORMANCE_TARGET, Level.GOAL, Level.POLICY_AREA, Level.PROGRAMME):
                if code and Ref(level, code) in self.editions:
                    return Ref(level, code)
        programme = self.own.ref if self.own else Ref(Level.PROGRAMME, self.number or "")
        return programme if programme in self.editions and draft.level is not Level.PROGRAMME else None

    def _passages(self, fields: Sequence[Field]) -> tuple[Passage, ...]:
        return passages(self.document, *fields)
