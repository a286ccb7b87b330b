"""Model 1: a document as the file has it; lines and delimited tables, each with its place. No domain word."""

from __future__ import annotations

from dataclasses import dataclass

from kg.source import Source, Span

MOST_CELLS = 1000
"""A line with more separators than this is a dump of data, or damage: no document has a table so wide."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file; ``heading`` is the level that the format itself states (Markdown ``#``), else 0.

    ``item`` is the list marker that stands before the text ("-", "•", "1."), else empty. The span is that of ``text``:
    markers and the white space around it lie outside.
    """

    text: str
    span: Span
    heading: int = 0
    item: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; the span covers the characters of ``text`` (an empty cell has a span of no length at its place)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as delimited: padding is kept, an empty cell is a cell.

    A line among the rows that is wider than any table stays whole: it is one cell, with its separators.
    """

    cells: tuple[Cell, ...]
    line: int
    last_line: int

    @property
    def is_whole_line(self) -> bool:
        """Whether this is a line that is wider than any table."""
        text = self.cells[0].text
        return len(self.cells) == 1 and len(text) > MOST_CELLS and max(map(text.count, "|\t")) > MOST_CELLS


@dataclass(frozen=True, slots=True)
class Table:
    """A delimited table: rows in printed order, without rule rows.

    ``head_rows`` is the number of rows above the rule that the format draws between head and body, 0 if it draws none;
    ``width`` the number of columns that the rule states, else the widest row.
    """

    index: int
    rows: tuple[Row, ...]
    head_rows: int
    width: int

    @property
    def line(self) -> int:
        """Line of the first row."""
        return self.rows[0].line

    @property
    def last_line(self) -> int:
        """Line of the last row."""
        return self.rows[-1].last_line


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: the decoded text, all its lines, and the delimited tables found among them."""

    source: Source
    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]

    def quote(self, span: Span) -> str:
        """Return the characters at a place, as the file has them."""
        return self.text[span.start : span.end]
