"""Answers of queries, written out: rows and truth values for people and as the W3C formats, triples as RDF."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Protocol

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import NotSupported
from kg.identifiers import DEFAULT_BASE
from kg.terms import XSD, Theirs
from kg.vocabulary import PREFIXES

MEDIA_TYPES = {
    "table": "text/plain",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "markdown": "text/markdown",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
FORMATS = tuple(MEDIA_TYPES)

_ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
_TRUTH_FORMATS = ("table", "csv", "json", "xml")
_TRIPLE_FORMATS = ("turtle", "nt", "nq", "jsonld", "rdfxml")
_W3C = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_RDF = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_NUMERIC = {XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "gYear")}
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_SPACE = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#])")


class Rows(Protocol):
    """The answer to a SELECT, as ``kg.store.Rows`` is one."""

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the columns."""

    @property
    def rows(self) -> Sequence[tuple[Theirs | None, ...]]:
        """Terms, None where a variable is unbound."""


Answer = Rows | bool | list[Triple]


def formats_for(answer: Answer) -> tuple[str, ...]:
    """Return the formats in which an answer can be written, the default first.

    >>> formats_for(True)
    ('table', 'csv', 'json', 'xml')
    """
    if isinstance(answer, bool):
        return _TRUTH_FORMATS
    return _TRIPLE_FORMATS if isinstance(answer, list) else _ROW_FORMATS


def write(
    answer: Answer, format: str | None, out: IO[str] | IO[bytes], *, bases: Sequence[str] = (DEFAULT_BASE,)
) -> None:
    """Write an answer in a format (None: table for rows, turtle for triples) to a text or a binary stream.

    The W3C formats and RDF are UTF-8 whatever the encoding of the stream. A table folds to the width of a terminal, and
    elsewhere is as wide as its values. ``bases`` are left out in front of the IRIs of tables. Raises NotSupported for a
    format that does not fit.
    """
    chosen = format or formats_for(answer)[0]
    if chosen not in formats_for(answer):
        raise NotSupported(f"{_kind(answer)} cannot be written as {chosen}; choose {', '.join(formats_for(answer))}")
    if chosen in _W3C and not isinstance(answer, list):
        _write_bytes(_sparql_results(answer, chosen), out)
    elif isinstance(answer, list):
        _write_bytes(_rdf(answer, chosen), out)
    elif isinstance(answer, bool):
        _write_text(f"{str(answer).lower()}\n", out)
    elif chosen == "markdown":
        _write_text(_markdown(answer, bases), out)
    else:
        _write_table(answer, bases, out)


def shorten(iri: str, bases: Iterable[str] = (DEFAULT_BASE,)) -> str:
    """Shorten an IRI for people: a prefixed name where a prefix fits, else without the base, else in full.

    >>> shorten("http://www.w3.org/2004/02/skos/core#prefLabel")
    'skos:prefLabel'
    >>> shorten("https://w3id.org/doelenboom/id/gm0546/goal/9A1")
    'gm0546/goal/9A1'
    >>> shorten("https://example.org/x")
    'https://example.org/x'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    base = next((base for base in bases if base and iri.startswith(base)), "")
    return iri[len(base) :] or iri


def _kind(answer: Answer) -> str:
    if isinstance(answer, bool):
        return "the truth value of an ASK"
    return "the triples of a CONSTRUCT or DESCRIBE" if isinstance(answer, list) else "the rows of a SELECT"


def _write_bytes(data: bytes, out: IO[str] | IO[bytes]) -> None:
    data = data if data.endswith(b"\n") else data + b"\n"
    if isinstance(out, io.TextIOBase):
        out.flush()
        buffer = getattr(out, "buffer", None)
        if buffer is None:
            out.write(data.decode())
        else:
            buffer.write(data)
            buffer.flush()
    else:
        out.write(data)  # type: ignore[arg-type]


def _write_text(text: str, out: IO[str] | IO[bytes]) -> None:
    out.write(text if isinstance(out, io.TextIOBase) else text.encode())  # type: ignore[arg-type]


def _write_table(answer: Rows, bases: Sequence[str], out: IO[str] | IO[bytes]) -> None:
    rows = [[_shown(term, bases) for term in row] for row in answer.rows]
    right = [_is_numeric(answer, position) for position in range(len(answer.variables))]
    if isinstance(out, io.TextIOBase) and out.isatty():
        Console(file=out).print(folding_table(answer.variables, rows, right))
    else:
        _write_text(plain_table(answer.variables, rows, right), out)


def folding_table(names: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool]) -> Table:
    """Make a table for a terminal, whose cells fold."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name, is_right in zip(names, right, strict=True):
        table.add_column(Text(name), justify="right" if is_right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def plain_table(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Write a table as wide as its values, which for a pipe or a file is what programs and editors can use."""
    widths = [max(map(cell_len, column)) for column in zip(names, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padding = [" " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)]
        aligned = (pad + cell if left else cell + pad for cell, pad, left in zip(cells, padding, right, strict=True))
        return "   ".join(aligned).rstrip() + "\n"

    return line(names) + line(["-" * width for width in widths]) + "".join(map(line, rows))


def _sparql_results(answer: Rows | bool, format: str) -> bytes:
    """Write as SPARQL 1.1 results: JSON here, and from that JSON pyoxigraph writes the other formats."""
    document: dict[str, Any] = {"head": {}, "boolean": answer}
    if not isinstance(answer, bool):
        bindings = [
            {name: _binding(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
            for row in answer.rows
        ]
        document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    data = json.dumps(document, ensure_ascii=False).encode()
    if format == "json":
        return data
    return _as_xml(parse_query_results(data, QueryResultsFormat.JSON).serialize(format=_W3C[format]) or b"", format)


def _as_xml(data: bytes, format: str) -> bytes:
    """Return the bytes; what holds control characters that XML 1.0 cannot write is refused (NotSupported)."""
    if format in ("xml", "rdfxml") and _NOT_XML.search(data.decode("utf-8")):
        raise NotSupported(f"this answer holds control characters, which {format} cannot hold; choose another format")
    return data


def _binding(term: Theirs) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
    if term.language:
        direction = {"its:dir": str(term.direction)} if term.direction else {}
        return {"type": "literal", "value": term.value, "xml:lang": term.language, **direction}
    datatype = {} if term.datatype.value == XSD + "string" else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **datatype}


def _rdf(triples: list[Triple], format: str) -> bytes:
    """Write triples sorted, each once, so that the same graph gives the same bytes; prefixes are those in use."""
    ordered = sorted(set(triples), key=str)
    used = {iri for triple in ordered for iri in _iris(triple)}
    prefixes = {name: space for name, space in PREFIXES.items() if any(iri.startswith(space) for iri in used)}
    return _as_xml(serialize(ordered, format=_RDF[format], prefixes=prefixes) or b"", format)


def _iris(triple: Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value
        elif isinstance(term, Triple):
            yield from _iris(term)


def _markdown(answer: Rows, bases: Sequence[str]) -> str:
    right = [_is_numeric(answer, position) for position in range(len(answer.variables))]
    return markdown_table(answer.variables, [[_shown(term, bases) for term in row] for row in answer.rows], right)


def markdown_table(names: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool]) -> str:
    """Write a table in Markdown; what its signs would be in a cell is escaped, and columns of numbers stand right.

    >>> print(markdown_table(["code", "saldo"], [["9B", "7.287"]], [False, True]), end="")
    | code | saldo |
    | --- | ---: |
    | 9B | 7.287 |
    """
    cells = ([_MARKDOWN.sub(r"\\\1", text).replace("&", "&amp;") for text in row] for row in rows)
    rules = ["---:" if one else "---" for one in right]
    return "".join(f"| {' | '.join(row)} |\n" for row in (names, rules, *cells))


def _is_numeric(answer: Rows, position: int) -> bool:
    terms = [row[position] for row in answer.rows if row[position] is not None]
    return bool(terms) and all(isinstance(term, Literal) and term.datatype.value in _NUMERIC for term in terms)


def _shown(term: Theirs | None, bases: Sequence[str]) -> str:
    """Write a term for people: on one line, without language or datatype, and with nothing a terminal would obey."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        text = shorten(term.value, bases)
    elif isinstance(term, Literal):
        text = term.value
    else:
        text = str(term)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _SPACE.sub(" ", text))
