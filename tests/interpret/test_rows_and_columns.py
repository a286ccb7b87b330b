"""Rows are assigned to columns without a silent shift; years to titles only where one way remains."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.interpret.columns import Column, Titled, columns_of
from kg.interpret.fields import Field
from kg.interpret.grid import GridRow, align
from kg.interpret.heads import Head
from kg.profile import load
from kg.source import Span

PROFILE = load("leiden")
FIGURES = [Column("figure", Field(title, ()), "realised") for title in ("2021", "2022", "2023")]
INDICATORS = [Column("indicator", Field("", ())), *FIGURES, Column("source", Field("Bron", ()))]
MONEY = [Column("label", Field("", ())), Column("side", Field("", ())), *FIGURES]


def cells(*texts: str) -> list[Field]:
    return [Field(text, (Span(i, i + len(text), 1),)) for i, text in enumerate(texts)]


def placed(row: GridRow) -> dict[int, str]:
    return {index: cell.text for index, cell in sorted(row.cells.items()) if cell}


def aligned(columns: list[Column], *texts: str, keeps_blanks: bool = True) -> GridRow:
    return align(cells(*texts), columns, PROFILE, 1, keeps_blanks=keeps_blanks)


def test_a_full_row_is_taken_as_it_is() -> None:
    row = aligned(INDICATORS, "9A1.a Aantal", "1", "2", "3", "CBS")
    assert placed(row) == {0: "9A1.a Aantal", 1: "1", 2: "2", 3: "3", 4: "CBS"}
    assert not row.short


def test_a_full_row_keeps_its_places_where_a_figure_cannot_be_read() -> None:
    row = aligned(INDICATORS, "9A1.a Aantal", "1", "ca. 2", "3", "CBS")
    assert placed(row)[2] == "ca. 2"
    assert not row.short


def test_padding_is_no_cell() -> None:
    assert placed(aligned(INDICATORS, "9A1.a Aantal", "1", "2", "3", "CBS", "", "")) == {
        0: "9A1.a Aantal",
        1: "1",
        2: "2",
        3: "3",
        4: "CBS",
    }


@pytest.mark.parametrize("padding", [(), ("",), ("", "")])
def test_a_lost_row_span_moves_the_row_back(padding: tuple[str, ...]) -> None:
    row = aligned(MONEY, "Baten", "-1", "-2", "-3", *padding)
    assert placed(row) == {1: "Baten", 2: "-1", 3: "-2", 4: "-3"}
    assert not row.short


def test_a_lost_row_span_with_an_empty_cell_among_the_figures() -> None:
    assert placed(aligned(MONEY, "Baten", "-1", "", "-3", "")) == {1: "Baten", 2: "-1", 4: "-3"}


def test_a_short_row_shows_its_break() -> None:
    row = aligned(INDICATORS, "9A1.a Aantal", "1", "2", "CBS")
    assert (row.shaky, row.doubtful, row.lost) == (frozenset({1}), frozenset({2}), frozenset({3}))
    assert placed(row)[3] == "CBS"


def test_a_row_with_a_figure_too_many_is_in_doubt_as_a_whole() -> None:
    row = aligned(INDICATORS, "9A1.a Aantal", "1", "2", "3", "4", "CBS")
    assert row.doubtful == frozenset({1, 2, 3})


def test_padding_in_place_of_a_last_figure_is_no_empty_cell() -> None:
    row = aligned(MONEY, "Wonen", "Lasten", "1", "2", "", keeps_blanks=False)
    assert row.lost == frozenset({4})
    kept = aligned(MONEY, "Wonen", "Lasten", "1", "2", "", keeps_blanks=True)
    assert not kept.short


def test_a_range_in_a_label_is_no_figure() -> None:
    row = aligned(INDICATORS, "Leerlingen (5-16 jaar)", "1", "2", "3", "DUO")
    assert placed(row)[0] == "Leerlingen (5-16 jaar)"
    assert not row.short


def titled(*texts: str) -> list[Titled]:
    titles = [PROFILE.title(text) for text in texts]
    return [
        Titled(i, Field(text, ()), title) for i, (text, title) in enumerate(zip(texts, titles, strict=True)) if title
    ]


def years(*places: tuple[int, str]) -> list[Titled]:
    return [Titled(i, Field(text, ()), title) for i, text in places if (title := PROFILE.title(text))]


def laid_out(columns: list[Column] | None) -> list[tuple[str | None, int | None]]:
    assert columns is not None
    return [(column.indicator or column.side, column.year) for column in columns]


TITLES = titled("Effectindicator", "Realisatie", "Streefwaarden", "Bron")


def test_years_that_kept_their_place_say_their_title() -> None:
    places = (0, 1, 3, 5)
    heads = [replace(titled, position=place) for titled, place in zip(TITLES, places, strict=True)]
    second = years((1, "2019"), (2, "2020"), (3, "2021"), (4, "2022"))
    expected = [(None, None), ("realised", 2019), ("realised", 2020), ("target", 2021), ("target", 2022), (None, None)]
    assert laid_out(columns_of(heads, second, 6, None, None)) == expected


def test_years_that_lost_their_place_are_shared_out_where_they_turn_back() -> None:
    second = years((0, "2020"), (1, "2021"), (2, "2021"), (3, "2022"))
    expected = [(None, None), ("realised", 2020), ("realised", 2021), ("target", 2021), ("target", 2022), (None, None)]
    assert laid_out(columns_of(TITLES, second, 6, None, None)) == expected


def test_one_run_of_years_is_shared_out_by_the_year_of_the_document_or_not_at_all() -> None:
    second = years((0, "2019"), (1, "2020"), (2, "2021"), (3, "2022"))
    budget = [(None, None), ("realised", 2019), ("realised", 2020), ("target", 2021), ("target", 2022), (None, None)]
    assert laid_out(columns_of(TITLES, second, 6, "programme-budget", 2021)) == budget
    account = [(None, None), *[("realised", year) for year in (2019, 2020, 2021)], ("target", 2022), (None, None)]
    assert laid_out(columns_of(TITLES, second, 6, "annual-report", 2021)) == account
    assert columns_of(TITLES, second, 6, "interim-report", 2021) is None
    assert columns_of(TITLES, second, 6, None, None) is None


def test_years_above_groups_of_sides() -> None:
    sides = titled("Lasten", "Baten", "Lasten", "Baten")
    expected = [("expense", 2019), ("revenue", 2019), ("expense", 2020), ("revenue", 2020)]
    assert laid_out(columns_of(sides, years((0, "2019"), (1, "2020")), 4, None, None)) == expected
    assert columns_of(sides[:3], years((0, "2019"), (1, "2020")), 4, None, None) is None


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        (("Doel", "Prestatie"), "goals"),
        (("Wat willen we bereiken?", "Wat gaan we daarvoor doen?"), "goals"),
        (("Effectindicator", "Realisatie 2019", "Bron"), "indicators"),
        (("Omschrijving", "Begroot", "Streefwaarde", "Stand 2022"), "indicators"),
        (("Nr.", "Onderwerp", "L/B", "I/S"), "deviations"),
        (("Rekening 2019", "Begroting 2020"), "money"),
        (("Lasten", "Baten"), "money"),
        (("Begroting 2020", "Begroting 2020"), None),
        (("Bron", "Toelichting"), None),
    ],
)
def test_titles_make_a_sort_of_table(titles: tuple[str, ...], kind: str | None) -> None:
    assert Head(titles=titled(*titles)).kind() == kind
