"""Where a node of the graph stands in its file, and what a reader would call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg import terms
from kg.findings import Place
from kg.source import Span
from kg.vocabulary import CODE, curie

LONGEST_QUOTE, LONGEST_WORDS = 1_000, 300
"""Quotes and words are cut where they are longer than any cell or label: a damaged file can hold megabytes."""
_EVIDENCE = ("doel:evidence", "doel:missionEvidence", "doel:headingEvidence")


@dataclass
class Cells:
    """Finds the places of nodes in one document's triples.

    ``files`` gives the name of a file by the SHA-256 of its bytes, ``labels`` the words for codes (nl, en). A graph
    without evidence gives places in ``fallback`` (the name of the file with the triples), without a position.
    """

    store: Store
    files: Mapping[str, str]
    labels: Mapping[str, tuple[str, str]]
    fallback: str = ""
    _places: dict[str, list[Place]] = field(default_factory=dict)
    _known: dict[str, dict[str, str]] = field(default_factory=dict)

    def first(self, node: str) -> Place | None:
        """Return the first place of a node: that of the file that comes first in the alphabet, topmost in it."""
        found = self.places(node)
        return found[0] if found else None

    def places(self, node: str) -> list[Place]:
        """Return all places of a node, in the order of file and position; a passage is its own."""
        if node not in self._places:
            found = [place for passage in self._passages(node) if (place := self._place(passage))]
            name = self.name(node)
            self._places[node] = sorted({place._replace(name=name) for place in found}, key=_order)
        return self._places[node]

    def whole(self, node: str) -> Place:
        """Return the place of what has no place in the text: the file of its part or document as a whole."""
        files = sorted(file for rendition in self._renditions(node) if (file := self._file(rendition)))
        if files:
            return Place(files[0], None, "", self.name(node))
        return Place(self.fallback, None, node[:LONGEST_QUOTE], self.name(node))

    def name(self, node: str) -> tuple[str, str]:
        """Return what a reader calls a node, in Dutch and English: for a figure its row and column."""
        kind = self.value(node, "doel:kind")
        about = self.value(node, "doel:aboutEdition")
        column = self.value(node, "doel:columnLabel")
        if kind and self.value(node, "doel:verbatim") is not None:
            subject = self.value(node, "doel:rowLabel") or (self._subject(node, about) if about else "")
            deviation = self.value(node, "doel:ofDeviation")
            subject = (self.value(deviation, "doel:subject") or "") if deviation else subject
            words = self.labels.get(kind, ("", "")) if not self.value(node, "doel:rowLabel") else ("", "")
            return (_short(_row(words[0], subject, column)), _short(_row(words[1], subject, column)))
        return (_short(self.title(node)),) * 2

    def _subject(self, figure: str, about: str) -> str:
        """What a figure is about: rows of money bear names, those of indicators codes."""
        money = self.value(figure, "doel:phase") is not None
        return (self.value(about, "rdfs:label") if money else None) or self.title(about)

    def title(self, node: str) -> str:
        """Return the code of a node, or its label, subject or mark; empty for one that has none."""
        for prop in ("skos:notation", "rdfs:label", "doel:caption", "doel:subject", "doel:mark", "doel:targetCode"):
            if (value := self.value(node, prop)) is not None:
                return value
        return ""

    def value(self, node: str, prop: str) -> str | None:
        """Return a value of a property as text, the first in order; None where there is none."""
        return self._about(node).get(_iri(prop))

    def _about(self, node: str) -> dict[str, str]:
        """What is said of a node, read once: of each property the first value in order, as text."""
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = {}
            for quad in self.store.quads_for_pattern(_node(node), None, None, None):
                name, value = quad.predicate.value, terms.from_oxigraph(quad.object).value
                known[name] = min(value, known.get(name, value))
        return known

    def words(self, term: terms.Theirs) -> tuple[str, str]:
        """Return the words for a value in a message, in Dutch and English."""
        from kg.validate.messages import printed

        if isinstance(term, Literal):
            return (_short(printed(term.value, term.datatype.value)),) * 2
        value = terms.from_oxigraph(term).value
        if value.startswith(CODE):
            return self.labels.get(value, (value[len(CODE) :],) * 2)
        verbatim = self.value(value, "doel:verbatim")
        title = verbatim if verbatim is not None else self.title(value)
        return (_short(title or value),) * 2

    def _passages(self, node: str) -> Iterable[str]:
        if self.value(node, "doel:inRendition"):
            return [node]
        for prop in _EVIDENCE:
            if self.value(node, prop) is not None:
                quads = self.store.quads_for_pattern(_node(node), NamedNode(_iri(prop)), None, None)
                return [terms.from_oxigraph(quad.object).value for quad in quads]
        return []

    def _place(self, passage: str) -> Place | None:
        rendition = self.value(passage, "doel:inRendition")
        start, end, line = (self._number(passage, prop) for prop in ("doel:start", "doel:end", "doel:line"))
        if rendition is None or start is None or end is None or line is None:
            return None
        table, row, column, page = (self._number(passage, f"doel:{p}") for p in ("table", "row", "column", "page"))
        span = Span(start, end, line, table, row, column, page)
        quote = (self.value(passage, "doel:quote") or "")[:LONGEST_QUOTE]
        return Place(self._file(rendition) or self.fallback, span, quote)

    def _number(self, node: str, prop: str) -> int | None:
        value = self.value(node, prop)
        return int(value) if value is not None and re.fullmatch(r"[0-9]{1,15}", value) else None

    def _file(self, rendition: str) -> str | None:
        sha256 = self.value(rendition, "doel:sha256")
        known = self.files.get(sha256, sha256[:12] if self.files else "") if sha256 else None
        return known or None

    def _renditions(self, node: str) -> list[str]:
        """The renditions of the part that a node is, stands in or holds (a document), sorted."""
        parts = [node, *filter(None, [self.value(node, "doel:statedInPart")])]
        if table := self.value(node, "doel:inTable"):
            parts += filter(None, [self.value(table, "doel:statedInPart")])
        parts += self._subjects("doel:partOfDocument", node)
        return sorted({rendition for part in parts for rendition in self._subjects("doel:renditionOf", part)})

    def _subjects(self, prop: str, node: str) -> list[str]:
        quads = self.store.quads_for_pattern(None, NamedNode(_iri(prop)), _node(node), None)
        return sorted(terms.from_oxigraph(quad.subject).value for quad in quads)


_iri = cache(curie)


def _node(value: str) -> NamedNode | BlankNode:
    try:
        return NamedNode(value)
    except ValueError:
        return BlankNode(value if value.isalnum() else "none")


def _order(place: Place) -> tuple[str, int, int]:
    return (place.file, place.span.start, place.span.end) if place.span else (place.file, -1, -1)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + "…"


def _row(word: str, subject: str, column: str | None) -> str:
    """Say a row and a column: "saldo Preventie · Rekening 2024"."""
    row = " ".join(bit for bit in (word, subject) if bit)
    return " · ".join(bit for bit in (row, column) if bit)
