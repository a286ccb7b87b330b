"""Printed figures: exact decimals, or a named reason why there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.figures import SCALES, Figure, Missing, looks_like_figure, read_dated_figures, read_figure, split_mark
from kg.profile import load

VALUES = [
    ("1.104", "1104", None, ""),
    ("6,1", "6.1", None, ""),
    ("1.234,5", "1234.5", None, ""),
    ("5.8", "5.8", None, ""),
    ("52%", "52", "percent", ""),
    ("67,5 procent", "67.5", "percent", ""),
    ("57*", "57", None, "*"),
    ("35 1)", "35", None, "1)"),
    ("41¹", "41", None, "¹"),
    ("-12", "-12", None, ""),
    ("−12", "-12", None, ""),
    ("– 12", "-12", None, ""),
    ("+4", "4", None, ""),
    ("€ 1.234", "1234", "euro", ""),
    ("€\u00a01.300,-", "1300", "euro", ""),
    ("-€ 5", "-5", "euro", ""),
    ("5,5 weken", "5.5", "weeks", ""),
    ("-0", "0", None, ""),
]


@pytest.mark.parametrize(("text", "value", "unit", "mark"), VALUES)
def test_values(text: str, value: str, unit: str | None, mark: str) -> None:
    reading = read_figure(text)
    assert isinstance(reading, Figure)
    assert (reading.value, reading.unit, reading.mark, reading.verbatim) == (Decimal(value), unit, mark, text)


MISSING = [
    ("-", "not-measured"),
    ("nnb", "not-yet-known"),
    ("n.n.b.", "not-yet-known"),
    ("N.v.t.", "not-applicable"),
    ("n.a.", "not-known"),
    ("niet gemeten", "not-measured"),
    ("", "empty"),
    ("\u00a0", "empty"),
    ("Afname", "in-words"),
    ("≥ 70%", "in-words"),
    ("65-70%", "in-words"),
    ("ca. 40", "unread"),
    ("3:1", "unread"),
    ("40-", "unread"),
    ("1.23.4", "unread"),
    ("1 234", "unread"),
    ("(40)", "unread"),
    ("12.500 (2018-2020)", "unread"),
    ("?", "unread"),
    ("9" * 300, "in-words"),
]


@pytest.mark.parametrize(("text", "reason"), MISSING)
def test_missing(text: str, reason: str) -> None:
    reading = read_figure(text)
    assert isinstance(reading, Missing)
    assert reading.reason == reason


@pytest.mark.parametrize(("text", "value"), [("-", "0"), ("40-", "-40"), ("1.250 −", "-1250"), ("-0", "0")])
def test_money(text: str, value: str) -> None:
    reading = read_figure(text, money=True)
    assert isinstance(reading, Figure)
    assert reading.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("65-70%", "65", "70"), ("≥ 7,5", "7.5", None), ("max. 6 weken", None, "6"), ("< 15", None, "15")],
)
def test_bounds(text: str, low: str | None, high: str | None) -> None:
    reading = read_figure(text)
    assert isinstance(reading, Missing)
    assert (reading.lower, reading.upper) == (low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize(
    "text", ["Leerlingen (5-16 jaar)", "18-plussers", "per 1.000 inwoners", "2018-2020", "meer dan 5 keer", "Wet 2015"]
)
def test_labels_are_no_figures(text: str) -> None:
    assert not looks_like_figure(text)


def test_years_in_a_cell() -> None:
    found = read_dated_figures("3,0 (2016) 3* (meting 2018)")
    assert [(year, str(reading)) for _, _, year, reading in found] == [
        (2016, "Figure(value=Decimal('3.0'), unit=None, mark='', verbatim='3,0 (2016)')"),
        (2018, "Figure(value=Decimal('3'), unit=None, mark='*', verbatim='3* (meting 2018)')"),
    ]
    assert read_dated_figures("12.500 (2018-2020)") == []


@given(st.text(), st.booleans())
def test_any_text_is_read_or_has_a_reason(text: str, money: bool) -> None:
    reading = read_figure(text, money=money)
    assert reading.verbatim == text.strip()
    body, mark = split_mark(text)
    assert text.startswith(body)
    assert mark in text
    looks_like_figure(text)
    read_dated_figures(text)


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_as_printed(number: int) -> None:
    printed = f"{number:,}".replace(",", ".")
    reading = read_figure(printed)
    assert isinstance(reading, Figure)
    assert reading.value == number


def test_scale_words_of_prose_are_those_of_tables() -> None:
    assert load("bbv").data["amounts"]["scales"].items() <= SCALES.items()
