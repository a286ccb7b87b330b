"""What is wrong or doubtful in a document: one shape for all that readers, interpreters, register and rules report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple

from kg.domain import Passage
from kg.source import Span

LANGUAGES = ("nl", "en")

_SPAN = tuple(field.name for field in fields(Span))

SortKey = tuple[str, int, int, str, str, str, str]


class Severity(StrEnum):
    """How sure it is: certainly wrong in the document, a person must look, or good to know."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


class Place(NamedTuple):
    """Where it stands: the file's name, the place in it (None: the file as a whole) and the words that stand there.

    ``name`` is what a reader calls it, in Dutch and English ("saldo Preventie · Rekening 2024"), where that is known.
    """

    file: str
    span: Span | None
    quote: str
    name: tuple[str, str] = ("", "")

    def record(self) -> dict[str, object]:
        """Return the place as plain data for JSON; what is not known of it is left out."""
        span = asdict(self.span) if self.span else {}
        known = {name: value for name, value in span.items() if value is not None}
        names = {"nl": self.name[0], "en": self.name[1]} if any(self.name) else {}
        return {"file": self.file, **known, "quote": self.quote, **names}

    def called(self, lang: str) -> str:
        """Return what a reader calls it in a language ("nl" or "en"); empty where that is not known."""
        return self.name[0] if lang == "nl" else self.name[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; ``rule`` is its code (S01, L04, ...); the first place is the one it is about, others belong to it.

    ``document`` and ``node`` are the IRIs of the document and of the node that is found wrong, where a shape found it.

    >>> place = Place("jaarstukken.txt", Span(120, 180, line=4), "De missie luidt: |")
    >>> nl, en = "Achter 'missie' staat in dit bestand niets.", "Nothing follows 'missie' in this file."
    >>> finding = Finding("S08", Severity.WARNING, nl, en, (place,))
    >>> finding.line, finding.text("en")
    (4, "Nothing follows 'missie' in this file.")
    """

    rule: str
    severity: Severity
    message_nl: str
    message_en: str
    places: tuple[Place, ...] = ()
    document: str = ""
    node: str = ""

    def text(self, lang: str) -> str:
        """Return the message in Dutch ("nl") or English ("en"); another language raises ValueError."""
        if lang not in LANGUAGES:
            raise ValueError(f"a finding speaks nl and en, not {lang!r}")
        return self.message_nl if lang == "nl" else self.message_en

    def record(self) -> dict[str, object]:
        """Return the finding as plain data for JSON: rule, severity, both messages, and every place of it."""
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "file": self.file,
            "line": self.line,
            "nl": self.message_nl,
            "en": self.message_en,
            "places": [place.record() for place in self.places],
            **{name: value for name, value in (("document", self.document), ("node", self.node)) if value},
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Finding:
        """Make a finding of its record again. Raises KeyError, TypeError or ValueError for what is no record.

        >>> finding = Finding("S08", Severity.WARNING, "nl", "en", (Place("a.txt", Span(120, 180, line=4), "missie"),))
        >>> Finding.of_record(finding.record()) == finding
        True
        """
        places = tuple(_place_of_record(place) for place in record["places"])
        severity = Severity(record["severity"])
        named = (record.get("document", ""), record.get("node", ""))
        return cls(record["rule"], severity, record["nl"], record["en"], places, *named)

    @property
    def file(self) -> str | None:
        """Name of the file of the first place; None where the finding names no place."""
        return self.places[0].file if self.places else None

    @property
    def line(self) -> int | None:
        """Line of the first place, 1-based; None where the finding is about no line."""
        span = self.places[0].span if self.places else None
        return span.line if span else None

    @property
    def sort_key(self) -> SortKey:
        """Order for reports: by file and place in it, then rule, words and node; what names no file comes first."""
        span = self.places[0].span if self.places else None
        start, end = (span.start, span.end) if span else (-1, -1)
        return (self.file or "", start, end, self.rule, self.message_nl, self.document, self.node)


def _place_of_record(record: Mapping[str, Any]) -> Place:
    known = {name: record[name] for name in _SPAN if name in record}
    span = Span(**known) if "start" in known else None
    return Place(record["file"], span, record["quote"], (record.get("nl", ""), record.get("en", "")))


def place_of(passage: Passage, names: Mapping[str, str]) -> Place:
    """Turn a passage into a place; ``names`` gives the file's name by the sha256 of its bytes.

    A rendition without a name is called by the first twelve characters of its hash, as in its IRI.

    >>> passage = Passage("0a1b2c3d4e5f6071", Span(0, 2, line=1), "9A")
    >>> place_of(passage, {}).file, place_of(passage, {passage.rendition: "jaarstukken.txt"}).file
    ('0a1b2c3d4e5f', 'jaarstukken.txt')
    """
    return Place(names.get(passage.rendition, passage.rendition[:12]), passage.span, passage.quote)
