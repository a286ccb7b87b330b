"""Lines of plain text: places, list markers, and what is no list item."""

from __future__ import annotations

import pytest

from kg.document import Document
from kg.readers.text import parse
from kg.source import Source

SOURCE = Source("begroting.txt", "text/plain", "")


def items(text: str) -> list[tuple[str, str]]:
    """Return the marker and the text of every line."""
    return [(line.item, line.text) for line in parse(text, SOURCE).lines]


def test_a_line_covers_its_stripped_text() -> None:
    document = parse("Wonen\n  \u00a0Zorg voor ouderen \u00a0\n", SOURCE)
    line = document.lines[1]
    assert line.text == "Zorg voor ouderen"
    assert (line.span.start, line.span.end, line.span.line) == (9, 26, 2)
    assert (line.span.table, line.span.row, line.span.column, line.span.page) == (None, None, None, None)
    assert document.quote(line.span) == line.text


def test_every_line_is_kept_and_none_is_joined() -> None:
    document = parse("Een doel dat\nverder loopt\n\n \nBaten", SOURCE)
    assert [line.text for line in document.lines] == ["Een doel dat", "verder loopt", "", "", "Baten"]
    assert [line.span.line for line in document.lines] == [1, 2, 3, 4, 5]
    assert {line.heading for line in document.lines} == {0}


def test_an_empty_line_has_a_span_of_no_length() -> None:
    span = parse("Wonen\n\nZorg", SOURCE).lines[1].span
    assert (span.start, span.end) == (6, 6)


def test_other_line_separators_do_not_split() -> None:
    assert len(parse("Wonen\u2028en\u0085zorg\x0ben sport", SOURCE).lines) == 1


@pytest.mark.parametrize(
    ("line", "item", "text"),
    [
        ("- Inzet van wijkteams;", "-", "Inzet van wijkteams;"),
        (" • Sporten: meer velden", "•", "Sporten: meer velden"),
        ("•Sporten", "•", "Sporten"),
        ("•\tSporten", "•", "Sporten"),
        ("-\u00a0Sporten", "-", "Sporten"),
        ("1. het verbinden,", "1.", "het verbinden,"),
        ("12) het verbinden", "12)", "het verbinden"),
        ("• 41", "•", "41"),
        ("- = voordeel", "-", "= voordeel"),
    ],
)
def test_a_list_marker_stands_apart(line: str, item: str, text: str) -> None:
    document = parse(line, SOURCE)
    assert (document.lines[0].item, document.lines[0].text) == (item, text)
    assert document.quote(document.lines[0].span) == text


@pytest.mark.parametrize(
    "line",
    ["-", "-41", "- 41", "1.", "•", "* Voorlopig cijfer", "– Sporten", "o Sporten", "9.1 Wonen", "2024. Wonen"],
)
def test_what_is_no_list_item_stays_whole(line: str) -> None:
    assert items(line) == [("", line)]


def test_a_dash_before_a_cell_is_a_cell() -> None:
    document = parse("- | 3", SOURCE)
    assert (document.lines[0].item, document.lines[0].text) == ("", "- | 3")
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["-", "3"]


def test_a_list_of_bullets_and_tabs_is_no_table() -> None:
    text = "•\tSporten\n•\tSpelen\n1.\tWonen"
    assert parse(text, SOURCE).tables == ()
    assert items(text) == [("•", "Sporten"), ("•", "Spelen"), ("1.", "Wonen")]


def test_numbered_rows_of_a_tab_table_are_no_list() -> None:
    document = parse("nr\tOnderwerp\n1.\tWonen", SOURCE)
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1.", "Wonen"]
    assert document.lines[1].item == ""


def test_form_feeds_count_the_pages() -> None:
    document = parse("Wonen\n\fZorg\nLasten | 12 |\n", SOURCE)
    assert [line.span.page for line in document.lines] == [1, 2, 2]
    assert document.tables[0].rows[0].cells[0].span.page == 2


def test_marks_without_width_lie_outside() -> None:
    assert items("\u200bWonen\ufeff\n- \u200bZorg") == [("", "Wonen"), ("-", "Zorg")]


def test_no_lines_in_no_text() -> None:
    assert parse("", SOURCE) == Document(SOURCE, "", (), ())
