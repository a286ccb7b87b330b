"""The citation of a row: the question with its version, the values asked for, the cells, and the hash of the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.catalogue.evidence import Cell
from kg.catalogue.labels import shown
from kg.catalogue.rows import Answer, Row
from kg.identifiers import document_key

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Citation:
    """What is needed to find a row again: ``number`` counts from 1 in the answer; ``graph`` is a SHA-256 or an address.

    The hash is that of the sorted N-Quads of the graph, so that two builds of the same documents have the same.
    """

    answer: Answer
    number: int
    cells: tuple[Cell, ...]
    graph: str
    software: str

    @property
    def row(self) -> Row:
        """The row that is cited."""
        return self.answer.rows[self.number - 1]


def graph_hash(build: Path) -> str:
    """The SHA-256 of the N-Quads of a build."""
    digest = hashlib.sha256()
    with (build / "graph.nq").open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def as_text(citation: Citation, lang: str) -> str:
    """Write a citation as a few lines of text."""
    query = citation.answer.query
    values = ", ".join(f"{name} = {_value(value)}" for name, value in citation.answer.given.items())
    words = _WORDS[lang if lang in _WORDS else "en"]
    lines = [
        f"{query.question.in_(lang)}{f' ({values})' if values else ''}",
        f"  {words['row']} {citation.number}: {_row(citation, lang)}",
        *(f"  {cited}" for cited in dict.fromkeys(cell.cited_in(lang) for cell in citation.cells)),
        f"  {words['query']} {query.path}, {words['version']} {query.version}, sha256 {query.sha256}",
        f"  {words['graph']} {citation.graph}; {citation.software}",
    ]
    return "\n".join(lines) + "\n"


def as_record(citation: Citation, lang: str) -> dict[str, Any]:
    """A citation as data."""
    query = citation.answer.query
    return {
        "question": query.question.in_(lang),
        "query": {"name": query.name, "version": query.version, "sha256": query.sha256},
        "parameters": dict(citation.answer.given),
        "row": citation.number,
        "values": {name: None if value is None else str(value) for name, value in citation.row.items()},
        "cells": [asdict(cell) | {"cited": cell.cited} for cell in citation.cells],
        "graph": citation.graph,
        "software": citation.software,
    }


_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {"row": "rij", "query": "vraag", "version": "versie", "graph": "graaf"},
    "en": {"row": "row", "query": "query", "version": "version", "graph": "graph"},
}


def _row(citation: Citation, lang: str) -> str:
    columns: Sequence[Any] = citation.answer.query.columns
    told = ((column.label.in_(lang), shown(column, citation.row[column.name], lang, city=True)) for column in columns)
    return "; ".join(f"{label}: {value}" for label, value in told if value)


def _value(value: str) -> str:
    return document_key(value) if "/document/" in value else value
