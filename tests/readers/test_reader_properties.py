"""What holds for any text: quotes are verbatim, nothing raises, and the encoding does not matter."""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.readers import markdown, text
from kg.readers.registry import read_bytes
from kg.source import Source

SOURCE = Source("begroting.txt", "text/plain", "")
PARSERS = (text.parse, markdown.parse)
MEDIA_TYPES = ("text/plain", "text/markdown")

MARKS = ["|", " | ", "\t", "---", ":--:", "-", "- ", "• ", "1. ", "* ", "**", "_", "`", "\\", "# ", "\u00a0"]
FRAGMENTS = st.sampled_from([*MARKS, "Lasten", "12"])
LETTERS = st.text("Lasten bëlïd € 12.345,6% | - * # \t’é\u00a0", max_size=12)
BUILT = st.lists(st.lists(FRAGMENTS | LETTERS, max_size=8).map("".join), max_size=8).map("\n".join)
READABLE = BUILT.filter(lambda value: bool(value.strip()))
"""Texts that every encoding below can hold, with a character to read."""

AMBIGUOUS = re.compile("[ëïé][\u00a0€’•]")
"""Pairs whose bytes in cp1252 can be read as UTF-8 as well."""


def assert_verbatim(document: Document) -> None:
    """Check each line and cell against the text at its place."""
    for line in document.lines:
        assert document.quote(line.span) == line.text
    for index, table in enumerate(document.tables, start=1):
        assert (table.index, table.rows != ()) == (index, True)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row.cells, start=1):
                assert document.quote(cell.span) == cell.text
                place = (cell.span.line, cell.span.table, cell.span.row, cell.span.column)
                assert place == (row.line, index, number, column)


@pytest.mark.parametrize("parse", PARSERS)
@given(value=st.text() | BUILT)
def test_every_quote_is_verbatim(parse: Callable[[str, Source], Document], value: str) -> None:
    document = parse(value, SOURCE)
    assert_verbatim(document)
    assert [line.span.line for line in document.lines] == list(range(1, len(document.lines) + 1))
    for line in document.lines:
        assert "\n" not in line.text
        assert value.count("\n", 0, line.span.start) == line.span.line - 1


@pytest.mark.parametrize("parse", PARSERS)
@given(value=st.text() | BUILT)
def test_places_follow_each_other(parse: Callable[[str, Source], Document], value: str) -> None:
    document = parse(value, SOURCE)
    cells = [cell.span for table in document.tables for row in table.rows for cell in row.cells]
    for spans in ([line.span for line in document.lines], cells):
        assert all(before.end <= after.start for before, after in pairwise(spans))
    lines = [row.line for table in document.tables for row in table.rows]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@given(value=READABLE)
def test_the_encoding_does_not_matter(media_type: str, value: str) -> None:
    expected = read_bytes(value.encode(), "a", media_type)
    crlf, cr = value.replace("\n", "\r\n"), value.replace("\n", "\r")
    renditions = [codecs.BOM_UTF8 + value.encode(), value.encode("utf-16"), crlf.encode("utf-16")]
    renditions += [crlf.encode(), cr.encode()]
    if not AMBIGUOUS.search(value):
        renditions += [value.encode("cp1252"), crlf.encode("cp1252")]
    for data in renditions:
        document = read_bytes(data, "a", media_type)
        assert (document.text, document.lines, document.tables) == (expected.text, expected.lines, expected.tables)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@given(value=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(lambda value: f"Wonen {value}"))
def test_text_without_control_characters_is_always_read(media_type: str, value: str) -> None:
    document = read_bytes(value.encode(), "a", media_type)
    assert document.text == value
    assert_verbatim(document)


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("unit", ["a", " ", "- ", "*", "*_", "*a", "# ", "\\", "1. ", "-", ": "])
def test_a_long_line_takes_linear_time(parse: Callable[[str, Source], Document], unit: str) -> None:
    long = unit * (300_000 // len(unit))
    started = time.perf_counter()
    for value in (long, long + "|", "|" + long + "| 12 |\n" + long + "|", "x\t" + long + "x"):
        assert_verbatim(parse(value, SOURCE))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("unit", ["Doel | 12 |\n", "Doel | x\n---|---\n", "- Wonen\n", "\n", "Zorg\n---\n\n", "a\tb\n"])
def test_many_lines_take_linear_time(parse: Callable[[str, Source], Document], unit: str) -> None:
    started = time.perf_counter()
    document = parse(unit * (20_000 // unit.count("\n")), SOURCE)
    assert time.perf_counter() - started < 10
    assert len(document.lines) >= 19_998
