"""Tables drawn with pipes or tabs: borders, rules, padding, and what is no table."""

from __future__ import annotations

import pytest

from kg.document import Table
from kg.readers.text import parse
from kg.source import Source, Span


def tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a text."""
    return parse(text, Source("begroting.txt", "text/plain", "")).tables


def cells(table: Table) -> list[list[str]]:
    """Return the texts of the cells of a table."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_rule_parts_head_and_body_and_states_the_width() -> None:
    (table,) = tables("Doel | Prestatie | |\n---|:--:|---|\nA1 Meer sport | A1.1 Velden | |\nA1.2 Zalen |\n")
    assert cells(table) == [["Doel", "Prestatie", ""], ["A1 Meer sport", "A1.1 Velden", ""], ["A1.2 Zalen"]]
    assert (table.index, table.head_rows, table.width) == (1, 1, 3)
    assert (table.line, table.last_line) == (1, 4)
    assert [(row.line, row.last_line) for row in table.rows] == [(1, 1), (3, 3), (4, 4)]


def test_tables_that_follow_each_other_are_parted_by_their_rules() -> None:
    first, second = tables("Doel | 2024 |\n---|---|\nA1 | 3 |\nReserves | 2024 | |\n---|---|---|\nB1 | 4 | |\n")
    assert cells(first) == [["Doel", "2024"], ["A1", "3"]]
    assert cells(second) == [["Reserves", "2024", ""], ["B1", "4", ""]]
    assert (first.width, second.width) == (2, 3)
    assert [second.rows[0].cells[0].span.table, second.index, second.line, second.last_line] == [2, 2, 4, 6]


def test_rows_above_a_head_are_a_table_of_their_own() -> None:
    first, second = tables("Programma | 9 |\nCommissie | Wonen |\nDoel | Prestatie |\n---|---|\nA1 | A1.1 |\n")
    assert cells(first) == [["Programma", "9"], ["Commissie", "Wonen"]]
    assert (first.head_rows, first.width) == (0, 2)
    assert cells(second) == [["Doel", "Prestatie"], ["A1", "A1.1"]]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("---|---|---\nLasten | 12\n", (0, 3, 1)),
        ("Doel | Baten\n---|---\n", (1, 2, 1)),
        ("Doel | Baten\n---|---\n---|---|---\nA1 | 3\n", (1, 2, 2)),
    ],
    ids=["no head", "no body", "two rules"],
)
def test_rules_in_odd_places(text: str, shape: tuple[int, int, int]) -> None:
    (table,) = tables(text)
    assert (table.head_rows, table.width, len(table.rows)) == shape


def test_a_row_of_dashes_is_no_rule() -> None:
    (table,) = tables("2022 | 2023\n- | -\n3 | 4\n")
    assert cells(table) == [["2022", "2023"], ["-", "-"], ["3", "4"]]
    assert table.head_rows == 0


def test_only_the_last_pipe_is_a_border() -> None:
    assert cells(tables("Lasten | 12 | |")[0]) == [["Lasten", "12", ""]]
    assert cells(tables("Lasten | 12 | ||")[0]) == [["Lasten", "12", "", ""]]
    assert cells(tables("Lasten | 12")[0]) == [["Lasten", "12"]]


def test_a_first_pipe_is_a_border_when_all_rows_begin_with_one() -> None:
    assert cells(tables("| Doel | 2024 |\n|---|---|\n| | 3 |")[0]) == [["Doel", "2024"], ["", "3"]]


def test_a_first_pipe_is_an_empty_cell_when_other_rows_begin_without() -> None:
    (table,) = tables("| 2023 | 2024 |\nBehaald: | 3 | 4 |\n")
    assert cells(table) == [["", "2023", "2024"], ["Behaald:", "3", "4"]]
    assert (table.head_rows, table.width) == (0, 3)


def test_a_rule_without_a_first_pipe_says_that_there_is_no_border() -> None:
    assert cells(tables("| 2023 |\n---|---|\n| 3 |\n")[0]) == [["", "2023"], ["", "3"]]


def test_a_lone_pipe_is_a_row_of_one_empty_cell() -> None:
    (table,) = tables("Doelstellingen |\n|\nBijdrage | 3 |\n")
    assert cells(table) == [["Doelstellingen"], [""], ["Bijdrage", "3"]]


def test_places_count_characters_from_the_start_of_the_text() -> None:
    (table,) = tables("Coëfficiënt 😀\nLasten |  1.104 | |\n")
    assert [cell.span for cell in table.rows[0].cells] == [
        Span(14, 20, line=2, table=1, row=1, column=1),
        Span(24, 29, line=2, table=1, row=1, column=2),
        Span(31, 31, line=2, table=1, row=1, column=3),
    ]


@pytest.mark.parametrize("line", ["De missie luidt: |", "Bijdrage | € 8", "| Bijdrage", "Wonen | Zorg | Sport"])
def test_a_single_line_with_a_pipe_is_a_table(line: str) -> None:
    assert len(tables(f"Tekst\n{line}\nTekst")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "|",
        "|\n| |\n",
        "---|---\n",
        "De gemeente werkt samen met alle scholen in de stad | en met de verenigingen die daar sport aanbieden.",
    ],
    ids=["pipe", "pipes", "rule", "prose"],
)
def test_what_is_no_table(text: str) -> None:
    assert tables(text) == ()


def test_tabs_part_cells_and_borders_do_not_exist() -> None:
    (table,) = tables("Doel\tPrestatie\t\nA1 Meer sport\tA1.1 Velden\t\n\tA1.2 Zalen\t-\n")
    assert cells(table) == [["Doel", "Prestatie", ""], ["A1 Meer sport", "A1.1 Velden", ""], ["", "A1.2 Zalen", "-"]]
    assert (table.head_rows, table.width) == (0, 3)
    assert [cell.span.start for cell in table.rows[2].cells] == [43, 44, 55]


def test_tabs_at_the_edge_of_running_text_make_no_table() -> None:
    assert tables("\tIngesprongen tekst\nTekst met een tab erachter\t\n") == ()


def test_a_run_of_pipes_ends_where_tabs_begin() -> None:
    first, second = tables("Lasten | 12\nBaten\t13\n")
    assert (cells(first), cells(second)) == ([["Lasten", "12"]], [["Baten", "13"]])


def test_a_tab_beside_a_pipe_is_white_space() -> None:
    assert cells(tables("Lasten\t|\t12")[0]) == [["Lasten", "12"]]


def test_an_empty_line_ends_a_table() -> None:
    assert [table.index for table in tables("Lasten | 12\n\nBaten | 13\n")] == [1, 2]
