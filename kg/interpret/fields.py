"""Fields: a piece of text as the interpreter sees it, with every place it came from; the flow of a document."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from kg.document import Cell, Document, Line, Table
from kg.domain import Passage
from kg.profile import squeeze
from kg.source import Span

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAK = re.compile(r"<br\s*/?>", re.I)


@dataclass(frozen=True, slots=True)
class Field:
    """A text as understood (white space collapsed, wrapped lines joined) and the places it was taken from."""

    text: str
    spans: tuple[Span, ...]

    @property
    def line(self) -> int:
        """The line it begins on."""
        return self.spans[0].line

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line outside any table that holds text (white space collapsed); ``gap``: an empty line stands above it."""

    line: Line
    gap: bool
    text: str

    @property
    def marked(self) -> Field:
        """The line as a field, its list marker included: "- is voordeel" is no item of a list beside a table."""
        return Field(f"{self.line.item} {self.text}".strip(), (self.line.span,))


FlowItem = FlowLine | Table


def flow(document: Document) -> list[FlowItem]:
    """Return lines with text and delimited tables in printed order."""
    starts = {table.line: table for table in document.tables}
    inside = {number for table in document.tables for number in range(table.line, table.last_line + 1)}
    items: list[FlowItem] = []
    gap = True
    for line in document.lines:
        number = line.span.line
        if number in starts:
            items.append(starts[number])
        if number in inside:
            gap = True
        elif text := squeeze(line.text):
            items.append(FlowLine(line, gap, text))
            gap = False
        else:
            gap = True
    return items


def cell_field(cell: Cell) -> Field:
    """Make a field of a cell; a break that the format writes in it (``<br>``) is white space."""
    return Field(squeeze(without_breaks(cell.text)), (cell.span,))


def without_breaks(text: str) -> str:
    """Return a raw text with spaces in the place of breaks, as long as before.

    >>> without_breaks("9A1.1 Doen<br>9A1.2 Laten")
    '9A1.1 Doen    9A1.2 Laten'
    """
    return _BREAK.sub(lambda match: " " * len(match[0]), text)


def line_field(line: Line) -> Field:
    """Make a field of a line."""
    return Field(squeeze(line.text), (line.span,))


def cut(field: Field, start: int, end: int | None = None) -> Field:
    """Cut a piece out of a field of one place, by offsets in the raw text; the piece is trimmed on both sides.

    Only for fields whose text is raw (made by ``raw_field``): the offsets of the text are those of the source.
    """
    span = field.spans[0]
    piece = field.text[start:end]
    left = len(piece) - len(piece.lstrip())
    begin = span.start + start + left
    return Field(piece.strip(), (replace(span, start=begin, end=begin + len(piece.strip())),))


def raw_field(text: str, span: Span) -> Field:
    """Make a field whose text is exactly what the source has, so that it can be cut."""
    return Field(text, (span,))


def squeezed(field: Field) -> Field:
    """Return the field with white space collapsed."""
    return Field(squeeze(field.text), field.spans)


def join(fields: Sequence[Field], vocabulary: Container[str] = ()) -> Field:
    """Join wrapped pieces of one text: a space between, but none after a hyphen at the end of a line.

    The hyphen stays, unless the word without it stands elsewhere in the same document (``vocabulary``) and the word
    with it does not. Source: "ex-" / "gedetineerden" in the interim report 2019 of Leiden.

    >>> a, b = Field("begeleiding van ex-", ()), Field("gedetineerden", ())
    >>> join([a, b]).text
    'begeleiding van ex-gedetineerden'
    >>> join([Field("buurtpreven-", ()), Field("tie", ())], {"over", "buurtpreventie"}).text
    'buurtpreventie'
    """
    texts: list[str] = []
    for piece in filter(None, (squeeze(field.text) for field in fields)):
        if texts and re.match(r"[^\W\d_]-$", texts[-1][-2:]) and re.match(r"[^\W\d_]", piece):
            texts[-1] = _join_hyphen(texts[-1], piece, vocabulary)
        else:
            texts.append(piece)
    return Field(" ".join(texts), tuple(span for field in fields for span in field.spans))


def _join_hyphen(text: str, piece: str, vocabulary: Container[str]) -> str:
    if piece.split()[0] in ("en", "of"):  # "preventie- en herstel": the hyphen stands for what follows
        return f"{text} {piece}"
    left, right = text.rsplit(None, 1)[-1].lstrip("('\"‘“"), piece.split(None, 1)[0].rstrip(".,;:)'\"’”")
    plain = (left[:-1] + right).casefold()
    if plain in vocabulary and (left + right).casefold() not in vocabulary:
        return text[:-1] + piece
    return text + piece


def words_of(document: Document) -> frozenset[str]:
    """All words of a document, as ``join`` looks them up."""
    return frozenset(_WORD.findall(squeeze(document.text).casefold()))


def passages(document: Document, *fields: Field | None) -> tuple[Passage, ...]:
    """Return the passages of fields: places with what stands there, each once; an empty cell has a place too."""
    found: dict[tuple[int, int], Passage] = {}
    for field in fields:
        for span in field.spans if field is not None else ():
            found.setdefault((span.start, span.end), Passage(document.source.sha256, span, document.quote(span)))
    return tuple(found.values())
