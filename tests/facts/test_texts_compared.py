"""The comparison of running text itself, on made-up records: what it finds, and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.facts.comparison import Ends, Fields, OneOf, Some, differences
from tests.facts.texts_compared import states
from tests.facts.texts_found import TextFigure
from tests.facts.texts_stated import Amount

KEY = ("900", "12")
FACT: Fields = {
    "text": Ends("De buurt krijgt", "een nieuwe brug."),
    "lines": {12, 13, 15},
    "about": OneOf((set(), {"9"})),
    "heading lines": Some({10, 11}),
}
GRAPH: Fields = {
    "text": "De buurt krijgt dit jaar een nieuwe brug.",
    "lines": {12, 13, 15},
    "about": {"9"},
    "heading lines": {11},
    "attached by": "order",
}

AMOUNT = Amount("900", 12, Decimal(1_200_000), "euro", "", "more-than", Decimal(100_000), "ruim € 1,2 miljoen extra")
FIGURE = TextFigure("900", 12, Decimal(1_200_000), "euro", "", "more-than", Decimal(100_000), "€ 1,2 miljoen")


def test_what_fits_is_no_difference() -> None:
    assert differences([(KEY, FACT)], [(KEY, GRAPH)]) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("text", "De buurt krijgt dit jaar een nieuwe brug. Kop van het volgende stuk"),
        ("text", "Kop De buurt krijgt dit jaar een nieuwe brug."),
        ("lines", {12, 13}),
        ("lines", {12, 13, 14, 15}),
        ("about", {"9B"}),
        ("heading lines", set()),
        ("heading lines", {9, 10}),
    ],
)
def test_what_does_not_fit_is_a_difference(field: str, wrong: object) -> None:
    assert [one.field for one in differences([(KEY, FACT)], [(KEY, GRAPH | {field: wrong})])] == [field]


def test_a_text_that_only_one_side_has_is_a_difference() -> None:
    assert [one.graph for one in differences([(KEY, FACT)], [])] == [0]
    assert [one.fact for one in differences([], [(KEY, GRAPH)])] == [0]


def test_a_figure_states_an_amount() -> None:
    assert states(FIGURE, AMOUNT)
    assert states(FIGURE, replace(AMOUNT, approximation="", precision=None))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(FIGURE, value=Decimal("1.2")),
        replace(FIGURE, unit="count"),
        replace(FIGURE, per="per-year"),
        replace(FIGURE, approximation=""),
        replace(FIGURE, precision=Decimal(1)),
        replace(FIGURE, verbatim="€ 1,2 miljard"),
    ],
)
def test_another_figure_does_not(wrong: TextFigure) -> None:
    assert not states(wrong, AMOUNT)
