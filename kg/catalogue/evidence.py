"""The cells behind a row: for each node it rests on, the passages of the document that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.catalogue.rows import Row
from kg.catalogue.values import Engine
from kg.guard import CheckedQuery
from kg.terms import Theirs, from_oxigraph, iri
from kg.words import Words, word

_AT_ONCE = 200
"""Nodes that one query asks about; more would be refused as too long."""
_ASKED = """
SELECT ?node ?verbatim ?passage ?document ?title ?sha256 ?line ?quote ?start ?table ?row ?column ?page
WHERE {
  VALUES ?node { %s }
  ?node doel:evidence ?passage .
  ?passage doel:inRendition ?rendition ; doel:quote ?quote .
  ?rendition doel:sha256 ?sha256 ; doel:renditionOf ?part .
  ?part doel:partOfDocument ?document .
  OPTIONAL { ?document rdfs:label ?title }
  OPTIONAL { ?node doel:verbatim ?verbatim }
  OPTIONAL { ?passage doel:line ?line }
  OPTIONAL { ?passage doel:start ?start }
  OPTIONAL { ?passage doel:table ?table }
  OPTIONAL { ?passage doel:row ?row }
  OPTIONAL { ?passage doel:column ?column }
  OPTIONAL { ?passage doel:page ?page }
}
"""

_WORDS: Words = {
    "page": ("pagina", "page"),
    "line": ("regel", "line"),
    "table": ("tabel", "table"),
    "row": ("rij", "row"),
    "column": ("kolom", "column"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A passage that a row rests on: the node it is evidence of, and where it stands.

    ``verbatim`` is the figure as printed, "" for what is no figure; ``sha256`` the hash of the file, ``files`` its
    names where the graph knows them. ``line`` counts from 1; ``table``, ``row`` and ``column`` are None outside tables.
    """

    node: str
    verbatim: str
    passage: str
    document: str
    title: str
    sha256: str
    files: tuple[str, ...]
    line: int | None
    quote: str
    start: int | None
    table: int | None
    row: int | None
    column: int | None
    page: int | None

    @property
    def place(self) -> str:
        """File and line, as ``jaarstukken-2024.txt:160``; the hash where no name is known."""
        name = self.files[0] if self.files else self.sha256[:12]
        return f"{name}:{self.line}" if self.line else name

    @property
    def cited(self) -> str:
        """The passage ready to cite, in English: title, file, line, cell and what stands there."""
        return self.cited_in("en")

    def cited_in(self, lang: str) -> str:
        """The passage ready to cite, for readers of nl or en."""
        name = self.files[0] if self.files else f"sha256 {self.sha256[:12]}"
        numbers = {"page": self.page or None, "line": self.line or None}
        if self.column is not None:
            numbers |= {"table": self.table, "row": self.row, "column": self.column}
        place = [f"{word(_WORDS, key, lang)} {number}" for key, number in numbers.items() if number is not None]
        return f'{", ".join((self.title or self.document, name, *place))}: "{self.quote}"'


def cells(engine: Engine, row: Row) -> list[Cell]:
    """The cells that a row rests on, in the order of files and places."""
    return evidence_of(engine, [row])[0]


def evidence_of(engine: Engine, rows: Sequence[Row]) -> list[list[Cell]]:
    """The cells of each of many rows, asked together."""
    nodes = sorted({node for row in rows for node in row.evidence})
    names = _file_names(engine)
    found: dict[str, list[Cell]] = {}
    for first in range(0, len(nodes), _AT_ONCE):
        for cell in _cells(engine, nodes[first : first + _AT_ONCE], names):
            found.setdefault(cell.node, []).append(cell)
    return [sorted((cell for node in row.evidence for cell in found.get(node, [])), key=_order) for row in rows]


def places(found: Iterable[Cell]) -> list[tuple[str, list[Cell]]]:
    """Cells by file and line, each place once, for people."""
    return [(place, list(same)) for place, same in groupby(found, key=lambda cell: cell.place)]


def _cells(engine: Engine, nodes: Sequence[str], names: Mapping[str, list[str]]) -> Iterator[Cell]:
    answer = engine.select(CheckedQuery("select", _ASKED % " ".join(map(iri, nodes))))
    for row in answer.rows:
        terms = dict(zip(answer.variables, row, strict=True))
        sha256 = _text(terms["sha256"])
        yield Cell(
            node=_text(terms["node"]),
            verbatim=_text(terms["verbatim"]),
            passage=_text(terms["passage"]),
            document=_text(terms["document"]),
            title=_text(terms["title"]),
            sha256=sha256,
            files=tuple(names.get(sha256, ())),
            quote=_text(terms["quote"]),
            line=_number(terms["line"]),
            start=_number(terms["start"]),
            table=_number(terms["table"]),
            row=_number(terms["row"]),
            column=_number(terms["column"]),
            page=_number(terms["page"]),
        )


def _file_names(engine: Engine) -> Mapping[str, list[str]]:
    """The names of files, which a built graph knows and an endpoint does not."""
    known = getattr(engine, "file_names", None)
    return known() if known else {}


def _order(cell: Cell) -> tuple[str, str, int, str]:
    return cell.document, cell.sha256, cell.start or 0, cell.node


def _text(term: Theirs | None) -> str:
    return "" if term is None else from_oxigraph(term).value


def _number(term: Theirs | None) -> int | None:
    return None if term is None else int(_text(term))
