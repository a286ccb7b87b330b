"""Markdown: headings, lists, emphasis and escapes, with the tables of plain text."""

from __future__ import annotations

import pytest

from kg.document import Document
from kg.readers.markdown import parse
from kg.source import Source


def document(text: str) -> Document:
    """Read a text as Markdown."""
    return parse(text, Source("begroting.md", "text/markdown", ""))


def cells(text: str) -> list[list[str]]:
    """Return the texts of the cells of the only table."""
    (table,) = document(text).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    ("line", "heading", "text"),
    [
        ("# Begroting", 1, "Begroting"),
        ("### 9A Wonen ###", 3, "9A Wonen"),
        ("## **Wat kost het?**", 2, "Wat kost het?"),
        ("# Begroting | Gemeente", 1, "Begroting | Gemeente"),
        ("##", 2, ""),
        ("####### Wonen", 0, "####### Wonen"),
        ("#9 Wonen", 0, "#9 Wonen"),
        ("**Wonen**", 0, "Wonen"),
        ("Wonen **en** zorg", 0, "Wonen **en** zorg"),
        (r"\* Voorlopig cijfer", 0, "* Voorlopig cijfer"),
    ],
)
def test_headings_and_marks_around_a_line(line: str, heading: int, text: str) -> None:
    read = document(line)
    assert (read.lines[0].heading, read.lines[0].text) == (heading, text)
    assert read.quote(read.lines[0].span) == text
    assert read.tables == ()


def test_underlined_headings() -> None:
    lines = document("Begroting\n===\n\nWonen\n-----\n\nTekst die\nverder loopt\n---\n\n- Sport\n---\n").lines
    assert [(line.heading, line.text) for line in lines if line.heading] == [(1, "Begroting"), (2, "Wonen")]
    assert len(lines) == 12


@pytest.mark.parametrize(
    ("line", "item", "text"),
    [
        ("- Sporten", "-", "Sporten"),
        ("* Sporten", "*", "Sporten"),
        ("+ **Sporten**", "+", "Sporten"),
        ("1. Sporten", "1.", "Sporten"),
        ("  2) Sporten", "2)", "Sporten"),
        ("• Sporten", "•", "Sporten"),
        ("- 41", "-", "41"),
        ("-", "", "-"),
        ("-41", "", "-41"),
        ("* * *", "", "* * *"),
        ("*Sporten*", "", "Sporten"),
    ],
)
def test_list_items(line: str, item: str, text: str) -> None:
    read = document(line).lines[0]
    assert (read.item, read.text) == (item, text)


def test_emphasis_around_a_cell_lies_outside_its_span() -> None:
    read = document("| Doel | **2024** | _2025_ | `nnb` | ***1.104*** | ~~3~~ |\n")
    row = read.tables[0].rows[0]
    assert [cell.text for cell in row.cells] == ["Doel", "2024", "2025", "nnb", "1.104", "~~3~~"]
    assert [read.quote(cell.span) for cell in row.cells] == [cell.text for cell in row.cells]
    assert read.lines[0].text.startswith("| Doel |")


@pytest.mark.parametrize("cell", ["57*", "**", "*", "** 12 **", "**a** en **b**", "**57***", "_a", "9A1_1"])
def test_other_stars_and_lines_stay(cell: str) -> None:
    assert cells(f"| Doel | {cell} |")[0][1] == cell


def test_an_escaped_star_is_no_emphasis() -> None:
    assert cells(r"| 57\* | **58\*** | \*59 | \** |") == [[r"57\*", r"58\*", "*59", "**"]]


def test_an_escaped_pipe_parts_no_cells() -> None:
    assert cells("| Jeugd \\| zorg | 12 |\n|---|---|\n| a | b |") == [["Jeugd \\| zorg", "12"], ["a", "b"]]
    assert document("Jeugd \\| zorg is breed").tables == ()


def test_first_pipes_are_borders() -> None:
    (table,) = document("| Doel | 2024 |\n| :--- | ---: |\n| A1 | 3 |\n|  | 4 |\n").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Doel", "2024"], ["A1", "3"], ["", "4"]]
    assert (table.head_rows, table.width) == (1, 2)


def test_a_second_line_of_single_dashes_is_a_rule_here() -> None:
    (table,) = document("| Doel | 2024 |\n| - | - |\n| A1 | 3 |\n| - | - |\n").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Doel", "2024"], ["A1", "3"], ["-", "-"]]
    assert table.head_rows == 1


def test_a_heading_parts_two_tables() -> None:
    read = document("| Lasten | 12 |\n## Baten | Lasten\n| Baten | 13 |\n")
    assert [table.index for table in read.tables] == [1, 2]
    assert [line.heading for line in read.lines] == [0, 2, 0]
