"""What a person decided about identity: the reviewed ledger of a municipality, laid beside what documents state.

A row says that an edition is of an element (``doel:editionOf``; with the modifier ``Not`` that it is not), or that an
element was replaced by another (``dct:isReplacedBy``: of one by several a split, of several by one a merge).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.domain import Level
from kg.findings import Finding, Place, Severity
from kg.identifiers import segment
from kg.register.ledger_rows import (
    EDITION_OF,
    REPLACED_BY,
    Disagreement,
    Name,
    Row,
    agreed,
    disagreements,
    read,
    several_of_one,
)
from kg.register.order import Stated
from kg.register.wording import plain
from kg.source import Span


@dataclass(slots=True)
class Ledger:
    """The reviewed rows of one municipality that hold, ready to be asked; without rows nothing is reviewed.

    ``taken`` gives the row by which an edition (its IRI) is of an element, ``refused`` that by which it is not.
    """

    taken: dict[str, Row] = field(default_factory=dict)
    refused: dict[tuple[str, str], Row] = field(default_factory=dict)
    replaced: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def anchors(self, level: Level) -> Iterator[tuple[str, str, str, list[str]]]:
        """The elements of a level that rows name: key, municipality, code and wordings that a reviewer gave them.

        They are there before any document is read, so that their IRIs do not hang on which documents are loaded.
        """
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.predicate == EDITION_OF and not row.negated and row.object[0] is level:
                found.setdefault(row.object[1], []).append(row)
        for key, rows in sorted(found.items()):
            own = [row.subject_label for row in rows if _is_native(key, row)]
            texts = dict.fromkeys([*own, *(row.object_label for row in rows)])
            yield key, rows[0].municipality, _code(key, rows), [text for text in texts if text]

    def element_of(self, stated: Stated) -> str | None:
        """The key of the element that a reviewer gave an edition; None where none did."""
        row = self.taken.get(stated.iri)
        return row.object[1] if row else None

    def rejects(self, stated: Stated, key: str) -> bool:
        """Whether a reviewer said that an edition is not of an element."""
        return (stated.iri, key) in self.refused


def _is_native(key: str, row: Row) -> bool:
    """Whether an element's key is made of the code of the edition that a row speaks of."""
    code = segment(row.code)
    return key == code or key.startswith((f"{code}-", f"{code}~"))


def _code(key: str, rows: Sequence[Row]) -> str:
    """The code that an element is known by: that of its editions in rows, else what its key begins with."""
    own = sorted(row.code for row in rows if _is_native(key, row))
    first = key.partition("~")[0].partition("-")[0]
    return own[0] if own else first if any(map(str.isdigit, first)) else ""


def open_ledger(paths: Sequence[Path], municipality: str, stated: Sequence[Stated]) -> tuple[Ledger, list[Finding]]:
    """Read the ledgers of a municipality and lay them beside the editions that documents state.

    Findings: rows that contradict one another (L22) or replace an element by itself in the end (L23) do not hold, all
    of them; nor does a row about a loaded document that fits none of its editions (L21). Raises ProfileError for a file
    that cannot be understood.
    """
    reviewed = [row for row in read(paths) if row.municipality == municipality]
    wrong = disagreements(reviewed)
    findings = [_disagree(one) for one in wrong]
    ledger = Ledger(rows=agreed(reviewed, wrong))
    editions = _by_code(stated)
    loaded = {_relative(one.document.iri) for one in stated}
    for row in ledger.rows:
        if row.predicate == REPLACED_BY:
            ledger.replaced.append(row)
        elif row.document in loaded:
            found = _edition(row, editions)
            if found is None or not _is_known(row, editions):
                findings.append(_unfit(row, found, editions))
            elif row.negated:
                ledger.refused[found.iri, row.object[1]] = row
            else:
                ledger.taken[found.iri] = row
    for one in several_of_one(ledger.taken.values()):
        findings.append(_disagree(one))
        ledger.taken = {iri: row for iri, row in ledger.taken.items() if row not in one.rows}
    unfit = {(place.file, place.span.line) for finding in findings for place in finding.places if place.span}
    ledger.rows = [row for row in ledger.rows if (row.file, row.line) not in unfit]
    return ledger, findings


_Editions = dict[tuple[str, Level, str], list[Stated]]


def _by_code(stated: Sequence[Stated]) -> _Editions:
    """Editions by part, level and code; under no part all of that level and code."""
    found: _Editions = {}
    for one in stated:
        key = segment(one.edition.key).partition("~")[0]
        for part in (_relative(one.part.iri), ""):
            found.setdefault((part, one.edition.level, key), []).append(one)
    return found


def _relative(iri: str) -> str:
    """The IRI of a document or part, relative to its municipality."""
    return iri[iri.index("/document/") + 1 :]


def _edition(row: Row, editions: _Editions) -> Stated | None:
    """The edition that a row is about, as long as it bears the words that the reviewer saw, whatever its order."""
    level, key = row.subject
    alike = editions.get((row.part, level, key.partition("~")[0]), [])
    same = [one for one in alike if not row.subject_label or plain(row.subject_label) in map(plain, one.texts)]
    named = [one for one in same if segment(one.edition.key) == key]
    return next(iter(named or same), None)


def _is_known(row: Row, editions: _Editions) -> bool:
    """Whether documents, or the reviewer's own words, speak of the element that a row names."""
    level, key = row.object
    base = key.partition("~")[0]
    codes = [base[:end] for end in range(len(base), 0, -1) if end == len(base) or base[end] == "-"]
    return bool(row.object_label) or any(("", level, code) in editions for code in codes)


def _place(row: Row) -> Place:
    return Place(row.file, Span(0, 0, line=row.line), str(row))


def unfit_replacements(ledger: Ledger, known: Container[Name]) -> list[Finding]:
    """L21: rows by which one element was replaced by another, of which only one is there; good to know.

    The other may be of a document that is not loaded: the row waits. Of rows whose elements are both absent nothing is
    said.
    """
    pairs = [(row, [name for name in (row.subject, row.object) if name not in known]) for row in ledger.replaced]
    told = [_absent(row, "/".join(absent[0])) for row, absent in pairs if len(absent) == 1]
    return [replace(finding, severity=Severity.INFO) for finding in told]


def _unfit(row: Row, found: Stated | None, editions: _Editions) -> Finding:
    alike = editions.get((row.part, row.subject[0], row.subject[1].partition("~")[0]), [])
    if found or not alike:
        return _absent(row, "/".join((row.object if found else row.subject)[:2]))
    now, seen = alike[0].edition.label, row.subject_label
    return Finding(
        "L21",
        Severity.WARNING,
        f'De nagekeken regel gaat over "{seen}". In het stuk staat nu "{now}". De regel telt niet mee.',
        f'The reviewed row is about "{seen}". The document now says "{now}"; the row is not applied.',
        (_place(row),),
    )


def _absent(row: Row, what: str) -> Finding:
    return Finding(
        "L21",
        Severity.WARNING,
        f"De nagekeken regel noemt {what}. Dat staat met deze woorden in geen geladen stuk. De regel telt niet mee.",
        f"The reviewed row names {what}. No loaded document states it in these words; the row is not applied.",
        (_place(row),),
    )


def _disagree(wrong: Disagreement) -> Finding:
    who = ", ".join(dict.fromkeys(row.author for row in wrong.rows))
    lines = ", ".join(dict.fromkeys(str(row.line) for row in wrong.rows))
    places = tuple(_place(row) for row in wrong.rows)
    if wrong.is_cycle:
        return Finding(
            "L23",
            Severity.WARNING,
            f"Volgens de regels {lines} ({who}) wordt een onderdeel uiteindelijk vervangen door zichzelf. "
            "Geen van deze regels telt mee.",
            f"By lines {lines} ({who}) an element is replaced by itself in the end; none of them is applied.",
            places,
        )
    return Finding(
        "L22",
        Severity.WARNING,
        f"De regels {lines} ({who}) spreken elkaar tegen. Geen van deze regels telt mee.",
        f"Lines {lines} ({who}) contradict one another; none of them is applied.",
        places,
    )
