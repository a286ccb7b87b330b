"""The rows of reviewed ledgers: read, and checked against one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

from kg.domain import Level
from kg.errors import ProfileError
from kg.reviewed import rows

FILE = "identities.csv"
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_label", "mapping_date", "comment",
)  # fmt: skip
"""Columns of SSSOM (https://mapping-commons.github.io/sssom/), in this order where we write the file."""

EDITION_OF = "doel:editionOf"
REPLACED_BY = "dct:isReplacedBy"
NOT = "Not"
MANUAL = "semapv:ManualMappingCuration"

_LEVELS = "|".join(level.value for level in Level)
_NAME = rf"(?P<level>{_LEVELS})/(?P<key>[^/\s]+)"
_EDITION = re.compile(rf"(?P<city>[\w-]+):(?P<part>document/[^/\s]+/part/[^/\s]+)/{_NAME}")
_ELEMENT = re.compile(rf"(?P<city>[\w-]+):{_NAME}")

Name = tuple[Level, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A reviewed row: who says what of which edition or element, and where in which file.

    ``part`` is the part of a document (relative to the municipality) that states the edition, empty for an element.
    """

    file: str
    line: int
    municipality: str
    part: str
    subject: Name
    subject_label: str
    predicate: str
    negated: bool
    object: Name
    object_label: str
    author: str
    date: str
    comment: str

    @property
    def document(self) -> str:
        """The document of the edition, relative to the municipality: ``document/annual-report-2024``."""
        return self.part.partition("/part/")[0]

    @property
    def code(self) -> str:
        """The code that the subject's key is made of."""
        return self.subject[1].partition("~")[0]

    @property
    def about(self) -> tuple[str, str, Name]:
        """What the row speaks of: two rows that speak of one thing must agree."""
        return self.predicate, self.part, self.subject

    def __str__(self) -> str:
        """Its subject and object as the file has them."""
        of = f"{self.part}/" if self.part else ""
        level, key = self.subject
        return f"{of}{level.value}/{key} {NOT + ' ' if self.negated else ''}{self.object[0].value}/{self.object[1]}"


def read(paths: Iterable[Path]) -> list[Row]:
    """Read ledgers, the most particular first: what it says of an edition or element outranks what later ones say.

    Raises ProfileError with file and line for a row that cannot be understood.
    """
    found: list[Row] = []
    for path in paths:
        known = {row.about for row in found}
        found += [row for row in _of_file(path) if row.about not in known]
    return found


def _of_file(path: Path) -> Iterator[Row]:
    name = f"{path.parent.name}/{path.name}"
    for line, values in rows(path, COLUMNS):
        why = _wrong(values)
        if why:
            raise ProfileError(f"{path}, line {line}: {why}")
        subject = _EDITION.fullmatch(values["subject_id"]) or _ELEMENT.fullmatch(values["subject_id"])
        target = _ELEMENT.fullmatch(values["object_id"])
        assert subject is not None and target is not None  # noqa: PT018 - said by _wrong
        yield Row(
            file=name,
            line=line,
            municipality=subject["city"],
            part=subject.groupdict().get("part") or "",
            subject=(Level(subject["level"]), subject["key"]),
            subject_label=values["subject_label"],
            predicate=values["predicate_id"],
            negated=values["predicate_modifier"] == NOT,
            object=(Level(target["level"]), target["key"]),
            object_label=values["object_label"],
            author=values["author_label"],
            date=values["mapping_date"],
            comment=values["comment"],
        )


def _wrong(values: dict[str, str]) -> str | None:
    """Say what of a row cannot be understood."""
    predicate, negation = values["predicate_id"], values["predicate_modifier"]
    form = {EDITION_OF: _EDITION, REPLACED_BY: _ELEMENT}.get(predicate)
    if form is None:
        return f"the predicate {predicate!r} is none of {EDITION_OF}, {REPLACED_BY}"
    subject, target = form.fullmatch(values["subject_id"]), _ELEMENT.fullmatch(values["object_id"])
    if not subject:
        example = "gm0546:document/annual-report-2024/part/9/goal/9B1" if form is _EDITION else "gm0546:goal/9B1"
        return f"the subject {values['subject_id']!r} is not written as in {example}"
    if not target:
        return f"the object {values['object_id']!r} is not written as in gm0546:goal/9B1"
    if negation not in ("", NOT):
        return f"the modifier {negation!r} is neither empty nor {NOT}"
    if (subject["city"], subject["level"]) != (target["city"], target["level"]):
        return "subject and object are of two municipalities or levels"
    try:
        date.fromisoformat(values["mapping_date"] or "2000-01-01")
    except ValueError:
        return f"the date {values['mapping_date']!r} is not written as 2024-05-31"
    empty = [name for name in ("author_label", "comment") if not values[name]]
    return f"{empty[0]} is empty: who decided, and why?" if empty else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Rows that cannot all hold: none of them does, until a person mends it; ``is_cycle`` says in which way."""

    rows: tuple[Row, ...]
    is_cycle: bool


def disagreements(reviewed: Sequence[Row]) -> list[Disagreement]:
    """Find the rows that contradict one another.

    An edition is of one element; nothing is so and is not; and no element is replaced by itself in the end.
    """
    by_subject: dict[tuple[str, str, Name], list[Row]] = {}
    for row in reviewed:
        by_subject.setdefault(row.about, []).append(row)
    contradicting = (_contradicting(rows) for rows in by_subject.values())
    return [*(Disagreement(rows, False) for rows in contradicting if rows), *_cycles(reviewed)]


def several_of_one(reviewed: Iterable[Row]) -> Iterator[Disagreement]:
    """Rows by which two codes of one document would be one element; of rows that fit what is stated."""
    stated: dict[tuple[str, Name], list[Row]] = {}
    for row in reviewed:
        if row.predicate == EDITION_OF and not row.negated:
            stated.setdefault((row.document, row.object), []).append(row)
    for of_one in stated.values():
        if len({row.code for row in of_one}) > 1:
            yield Disagreement(tuple(of_one), False)


def _contradicting(of_one: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(row for row in of_one if any(_contradict(row, other) for other in of_one if other is not row))


def _contradict(one: Row, other: Row) -> bool:
    if one.object == other.object:
        return one.negated != other.negated
    return one.predicate == EDITION_OF and not one.negated and not other.negated


def _cycles(reviewed: Sequence[Row]) -> Iterator[Disagreement]:
    """The rows by which an element is replaced, in the end, by itself."""
    left = [row for row in reviewed if row.predicate == REPLACED_BY and not row.negated]
    while True:
        sorter: TopologicalSorter[Name] = TopologicalSorter()
        for row in left:
            sorter.add(row.object, row.subject)
        try:
            sorter.prepare()
        except CycleError as error:
            steps = set(pairwise(error.args[1]))
            cycle = tuple(row for row in left if (row.subject, row.object) in steps)
            yield Disagreement(cycle, True)
            left = [row for row in left if row not in cycle]
        else:
            return


def agreed(reviewed: Sequence[Row], wrong: Iterable[Disagreement]) -> list[Row]:
    """The rows that hold."""
    out = {row for one in wrong for row in one.rows}
    return [row for row in reviewed if row not in out]
