"""Markdown → Document: the model of plain text, with the headings, lists, emphasis and escapes that Markdown states.

Marks are left outside the spans, not removed: the quote of a span is what the file has, so an escape in the middle
("57\\*") stays. Headings are those of CommonMark: ``#`` marks (4.2), or a line of its own that is underlined with three
or more ``=`` or ``-`` (4.3; the underlining stays as a line). Fenced code and HTML inside Markdown are read as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.document import Document, Line
from kg.readers.decoding import decode
from kg.readers.delimited import Grammar, RawLine, find_tables, lines_of, marker, raw_lines, trim
from kg.source import Source, Span

_PIPE = re.compile(r"(?<!\\)\|")
_MARKER = re.compile(r"([-*+]|\d{1,3}[.)])\s+(?=\S)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_ESCAPABLE = frozenset(r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~""")
_EMPHASIS = frozenset("*_`")
_MOST_MARKS = 3
"""Emphasis within emphasis is taken off this often; more marks than three in a row are no emphasis."""


def read(data: bytes, source: Source) -> Document:
    """Read a Markdown file. Errors: UnreadableInput for content that is no text."""
    return parse(decode(data, source.name), source)


def parse(text: str, source: Source) -> Document:
    r"""Find the lines and tables of a decoded Markdown text; any text will do.

    >>> from kg.source import Source
    >>> text = "## **Baten** ##\n* Sporten\n\n| Doel | 2024 |\n|:--|--:|\n| 9A1 | **12** |\n"
    >>> document = parse(text, Source("begroting.md", "text/markdown", ""))
    >>> [(line.heading, line.item, line.text) for line in document.lines[:2]]
    [(2, '', 'Baten'), (0, '*', 'Sporten')]
    >>> [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    [['Doel', '2024'], ['9A1', '12']]
    """
    raw = raw_lines(text)
    tables = find_tables(raw, GRAMMAR)
    rows = lines_of(tables)
    underlined = _underlined(raw, rows)
    lines = (_row_line(line) if line.number in rows else _line(line, underlined.get(line.number, 0)) for line in raw)
    return Document(source, text, tuple(lines), tables)


def bare(piece: str) -> tuple[int, int]:
    r"""Return where the text of a piece starts and ends, without white space, whole emphasis and a first escape.

    >>> [piece[slice(*bare(piece))] for piece in (" **12** ", "_**nnb**_", "`x`", r"\* Voorlopig", "*a* en *b*")]
    ['12', 'nnb', 'x', '* Voorlopig', '*a* en *b*']
    """
    start, end = trim(piece)
    for _ in range(_MOST_MARKS):
        marks = _emphasis(piece[start:end])
        start, end = start + marks, end - marks
        if not marks:
            break
    if piece[start : start + 1] == "\\" and piece[start + 1 : end][:1] in _ESCAPABLE:
        start += 1
    return start, end


def _emphasis(text: str) -> int:
    r"""Return how many marks of emphasis stand on both sides of the whole text.

    >>> _emphasis("**12**"), _emphasis(r"**57\***"), _emphasis("**a** **b**"), _emphasis("**")
    (2, 2, 0, 0)
    """
    mark = text[:1]
    if mark not in _EMPHASIS:
        return 0
    inner = text.strip(mark)
    before = len(text) - len(text.lstrip(mark))
    after = len(text) - len(text.rstrip(mark)) - inner.endswith("\\")
    inside = text[before : len(text) - after]
    if before != after or before > _MOST_MARKS or not inside or mark in inside.replace("\\" + mark, ""):
        return 0
    return 0 if inside[0].isspace() or inside[-1].isspace() else before


def _heading(text: str) -> tuple[int, int, int]:
    """Return the level of a heading and where its words start and end; level 0 for another line.

    >>> _heading("## Baten ##"), _heading("#9A"), _heading("C#")
    ((2, 2, 9), (0, 0, 3), (0, 0, 2))
    """
    level = len(text) - len(text.lstrip("#"))
    if not 1 <= level <= 6 or not (text[level : level + 1] or " ").isspace():
        return 0, 0, len(text)
    words = text.rstrip("#")
    closed = words != text and words[-1:].isspace()
    return level, level, max(level, len(words) if closed else len(text))


def _outside(line: str) -> bool:
    """Tell whether a line with a pipe is no row: a heading ("# Begroting | Leiden"), or every pipe is escaped."""
    if "|" not in line:
        return False
    return _heading(line[slice(*trim(line))])[0] > 0 or _PIPE.search(line) is None


def _underlined(lines: Sequence[RawLine], rows: set[int]) -> dict[int, int]:
    """Return the level of each line that stands alone, with words, above an underlining: 1 for "=", 2 for "-"."""
    levels: dict[int, int] = {}
    texts = ["", *(line.text.strip() for line in lines)]
    for number in range(1, len(lines)):
        words, under = texts[number], texts[number + 1]
        if words and not texts[number - 1] and number not in rows and _UNDERLINE.fullmatch(under):
            levels[number] = 1 if under[0] == "=" else 2
    return levels


def _marker(text: str) -> tuple[str, int]:
    """Return the list marker that a stripped line begins with; a line across the page ("* * *") has none.

    >>> _marker("+ Sporten"), _marker("12) Sporten"), _marker("* * *"), _marker("**Sporten**")
    (('+', 2), ('12)', 4), ('', 0), ('', 0))
    """
    found = _MARKER.match(text)
    if found is None:
        return marker(text)
    if found[1] in "-*+" and not text.strip(found[1] + " \t"):
        return "", 0
    return found[1], found.end()


def _line(raw: RawLine, underlined: int) -> Line:
    """Make a line of running text: a heading, a list item or words."""
    start, end = trim(raw.text)
    text = raw.text[start:end]
    level, first, last = _heading(text)
    item, skip = ("", 0) if level else _marker(text)
    return _made(raw, start + first + skip, start + last, level or (0 if item else underlined), item)


def _row_line(raw: RawLine) -> Line:
    """Make a line of a table: the marks around it belong to its cells."""
    start, end = trim(raw.text)
    return Line(raw.text[start:end], Span(raw.start + start, raw.start + end, raw.number, page=raw.page))


def _made(raw: RawLine, start: int, end: int, level: int, item: str) -> Line:
    """Make a line of the characters between two offsets in it."""
    first, last = bare(raw.text[start:end])
    span = Span(raw.start + start + first, raw.start + start + last, raw.number, page=raw.page)
    return Line(raw.text[start + first : start + last], span, level, item)


GRAMMAR = Grammar(split=_PIPE.split, trim=bare, outside=_outside, short_rules=True)
