"""Running text as one string, lines joined and words made whole, with the way back to every character of the source."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from kg.document import Document
from kg.domain import Passage
from kg.figures import INVISIBLE
from kg.interpret.fields import Field, join
from kg.source import Span

_NO_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_MARKS = f"[\\u0300-\\u036f{INVISIBLE}]"
_PIECE = re.compile(
    rf"(?P<gone>[{INVISIBLE}]+)|(?P<space>\s+)|(?P<odd>\S{_MARKS}+)|(?P<plain>(?:\S(?!{_MARKS}))+)|(?P<rest>\S)"
)
"""What has no width, white space, a character with what belongs to it, or a run of plain ones."""
_MARKDOWN, _GONE = "text/markdown", "\u200b"
_INLINE = re.compile(
    r"(?P<quote>^>\s?)|(?P<picture>!\[[^\]\n]*\]\([^)\n]*\))|(?P<open>\[)(?=[^\]\n]+\]\([^)\n]*\))|(?P<link>\]\([^)\n]*\))"
    r"|(?P<foot>\[\^[^\]\s]+\]:?)|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<emphasis>(?<!\w)\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?!\w)|~~|`+|(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w))"
)
"""Marks inside a line of Markdown that are no part of its words."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as people read it: white space collapsed, soft hyphens gone, accents composed, wrapped lines joined.

    Marks of Markdown inside a line (emphasis, links, footnotes) are gone too, where the source is Markdown. ``text`` is
    what readers of facts search; every character of it knows where it stands in the source, so that a match
    becomes a place: ``span(*match.span())``. ``spans`` are the pieces (lines, cells) that it was made of.
    """

    text: str
    spans: tuple[Span, ...]
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> Span:
        """Return the place of a piece of the text: one span, also where lines of the source lie between its words.

        Units: code points of ``text`` in, of the source out. The line, table, row and column are those of its first
        character.
        """
        first, last = self.starts[start], self.ends[end - 1]
        at = bisect_right(self.spans, first, key=lambda span: span.start) - 1
        return replace(self.spans[max(at, 0)], start=first, end=last)

    def passage(self, document: Document, start: int, end: int) -> Passage:
        """Return a piece of the text as evidence; the quote is what the file has there, line ends included."""
        span = self.span(start, end)
        return Passage(document.source.sha256, span, document.quote(span))

    @property
    def whole(self) -> Span:
        """The place of the whole text."""
        return self.span(0, len(self.text))


def prose(document: Document, fields: Sequence[Field], vocabulary: Container[str] = ()) -> Prose:
    r"""Make running text of fields in printed order: the lines of a paragraph, or one cell.

    A word that a hyphen at the end of a line breaks is made whole as ``kg.interpret.fields.join`` does it.

    >>> from kg.readers.text import parse
    >>> from kg.source import Source
    >>> from kg.interpret.fields import line_field
    >>> document = parse("tekort van €\u00a01.104 te dek-\nken\u00ad", Source("a.txt", "text/plain", ""))
    >>> text = prose(document, [line_field(line) for line in document.lines], {"dekken"})
    >>> text.text, document.quote(text.span(11, 18)), document.quote(text.span(22, 28))
    ('tekort van € 1.104 te dekken', '€\xa01.104', 'dek-\nken')
    """
    spans = tuple(span for field in fields for span in field.spans)
    texts: list[str] = []
    starts, ends = array("q"), array("q")
    marked = document.source.media_type == _MARKDOWN
    for span in spans:
        raw = document.quote(span)
        piece, firsts, lasts = _read(_without_marks(raw) if marked else raw, span.start)
        if piece and texts:
            _close(texts, piece, starts, ends, firsts[0], vocabulary)
        texts.append(piece)
        starts.extend(firsts)
        ends.extend(lasts)
    return Prose("".join(texts), spans, starts, ends)


def _close(
    texts: list[str], piece: str, starts: array[int], ends: array[int], following: int, vocabulary: Container[str]
) -> None:
    """End a line where another follows: a space, nothing behind a hyphen; a hyphen that only broke a word goes."""
    line = next(text for text in reversed(texts) if text)
    joined = join([Field(line, ()), Field(piece, ())], vocabulary).text
    if joined[len(line) : len(line) + 1] == " ":
        texts.append(" ")
        starts.append(ends[-1])
        ends.append(following)
    elif not joined.startswith(line):
        texts.append(line[:-1])
        del texts[-2 if texts[-2] else -3], starts[-1], ends[-1]


def _without_marks(raw: str) -> str:
    """Return a line of Markdown with signs without width in the place of its marks, as long as before.

    >>> _without_marks("**Bomen**: zie [plan](https://x.example) en 57\\\\*").replace(_GONE, "")
    'Bomen: zie plan en 57*'
    """
    return _INLINE.sub(lambda match: (match["escaped"] or "").rjust(len(match[0]), _GONE), raw)


def _read(raw: str, offset: int) -> tuple[str, array[int], array[int]]:
    """Read a piece of the source: its text as people read it, and where each character of that begins and ends."""
    texts: list[str] = []
    starts, ends = array("q"), array("q")
    for match in _PIECE.finditer(raw):
        first, last = offset + match.start(), offset + match.end()
        if match["plain"]:
            texts.append(match[0])
            starts.extend(range(first, last))
            ends.extend(range(first + 1, last + 1))
        elif match["space"]:
            if texts:
                texts.append(" ")
                starts.append(first)
                ends.append(last)
        elif shown := unicodedata.normalize("NFC", (match["odd"] or match["rest"] or "").translate(_NO_INVISIBLE)):
            texts.append(shown)
            starts.extend([first] * len(shown))
            ends.extend([last - len(match[0]) + len(match[0].rstrip(INVISIBLE))] * len(shown))
    if texts and texts[-1] == " ":
        del texts[-1], starts[-1], ends[-1]
    return "".join(texts), starts, ends
