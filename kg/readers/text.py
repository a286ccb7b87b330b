"""Plain text → Document: lines with their list markers, and tables drawn with pipes or tabs."""

from __future__ import annotations

from kg.document import Document, Line
from kg.readers.decoding import decode
from kg.readers.delimited import Grammar, RawLine, find_tables, lines_of, marker, raw_lines, trim
from kg.source import Source, Span

GRAMMAR = Grammar(split=lambda line: line.split("|"), trim=trim)


def read(data: bytes, source: Source) -> Document:
    """Read a text file. Errors: UnreadableInput for content that is no text."""
    return parse(decode(data, source.name), source)


def parse(text: str, source: Source) -> Document:
    r"""Find the lines and tables of a decoded text; any text will do.

    >>> from kg.source import Source
    >>> text = "Wat gaan we doen:\n- Sporten\n\nDoel | Baten |\n---|---|\n9A1 | - |\n"
    >>> document = parse(text, Source("begroting.txt", "text/plain", ""))
    >>> [(line.item, line.text) for line in document.lines]
    [('', 'Wat gaan we doen:'), ('-', 'Sporten'), ('', ''), ('', 'Doel | Baten |'), ('', '---|---|'), ('', '9A1 | - |')]
    >>> [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    [['Doel', 'Baten'], ['9A1', '-']]
    """
    raw = raw_lines(text)
    tables = find_tables(raw, GRAMMAR)
    rows = lines_of(tables)
    return Document(source, text, tuple(_line(line, line.number in rows) for line in raw), tables)


def _line(raw: RawLine, is_row: bool) -> Line:
    """Make a line; a row of a table has no list marker, for its first cell can be a dash."""
    start, end = trim(raw.text)
    item, skip = ("", 0) if is_row else marker(raw.text[start:end])
    first, last = trim(raw.text[start + skip : end])
    start, end = start + skip + first, start + skip + last
    return Line(raw.text[start:end], Span(raw.start + start, raw.start + end, raw.number, page=raw.page), item=item)
