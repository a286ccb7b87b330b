"""Amounts in running text: what is found and how it is read, and what only looks like an amount."""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ProfileError
from kg.figures import Figure, Missing
from kg.interpret.amount_parts import Amount
from kg.interpret.amount_words import without_emphasis, words_of
from kg.interpret.amounts import find_amounts
from kg.profile import Profile, load
from kg.vocabulary import CODES

BASE = load("bbv")
Read = tuple[str, str, str, int]
"""What is printed, the value or the bounds, the unit, the power of ten."""


def read(text: str, profile: Profile = BASE) -> list[Read]:
    found = find_amounts(text, profile)
    return [(a.reading.verbatim, value_of(a), a.unit, a.scale) for a in found]


def value_of(amount: Amount) -> str:
    reading = amount.reading
    return str(reading.value) if isinstance(reading, Figure) else f"{reading.lower}..{reading.upper}"


def only(text: str) -> Amount:
    (amount,) = find_amounts(text, BASE)
    return amount


MONEY = {
    "Het tekort is € 150.000 groot.": [("€ 150.000", "150000", "euro", 0)],
    "Het tekort is €\u00a02,5 mln.": [("€\u00a02,5 mln", "2.5", "euro", 6)],
    "Zij ontvangt €1.200.500, eenmalig": [("€1.200.500", "1200500", "euro", 0)],
    "De huur is EUR 12.500,- hoger": [("EUR 12.500,-", "12500", "euro", 0)],
    "De huur is € 300,-- hoger": [("€ 300,--", "300", "euro", 0)],
    "een eigen bijdrage van 12,50 euro": [("12,50 euro", "12.50", "euro", 0)],
    "ruim 1,2 miljoen euro voor sport": [("ruim 1,2 miljoen euro", "1.2", "euro", 6)],
    "twee miljoen euro en een miljoen euro": [
        ("twee miljoen euro", "2", "euro", 6),
        ("een miljoen euro", "1", "euro", 6),
    ],
    "anderhalf miljard euro": [("anderhalf miljard euro", "1.5", "euro", 9)],
    "een krediet van € 3 ton, €150k en k€ 20": [
        ("€ 3 ton", "3", "euro", 5),
        ("€150k", "150", "euro", 3),
        ("k€ 20", "20", "euro", 3),
    ],
    "de bijstelling is € -150.000": [("€ -150.000", "-150000", "euro", 0)],
    "de bijstelling is -€ 20.000": [("-€ 20.000", "-20000", "euro", 0)],
    "van € 100.000 naar € 200.000": [("€ 100.000", "100000", "euro", 0), ("€ 200.000", "200000", "euro", 0)],
    "€ 4,5M en € 2 m, € 20,60 per 4 weken": [
        ("€ 4,5M", "4.5", "euro", 6),
        ("€ 2 m", "2", "euro", 6),
        ("€ 20,60", "20.60", "euro", 0),
    ],
    "De raad van 2024 gaf € 2.024 uit": [("€ 2.024", "2024", "euro", 0)],
}
SCALES = {
    "De lasten gaan van € 6,3 naar € 6,8 miljoen": [
        ("€ 6,3", "6.3", "euro", 6),
        ("€ 6,8 miljoen", "6.8", "euro", 6),
    ],
    "van € 45 naar € 41 mln": [("€ 45", "45", "euro", 6), ("€ 41 mln", "41", "euro", 6)],
    "van € 6,30 naar € 6,80 miljoen": [("€ 6,30", "6.30", "euro", 6), ("€ 6,80 miljoen", "6.80", "euro", 6)],
    "€ 1,6, € 1,7 en € 1,9 miljoen": [
        ("€ 1,6", "1.6", "euro", 6),
        ("€ 1,7", "1.7", "euro", 6),
        ("€ 1,9 miljoen", "1.9", "euro", 6),
    ],
    "€ 1,5, € 3 en € 4,5 ton": [
        ("€ 1,5", "1.5", "euro", 5),
        ("€ 3", "3", "euro", 5),
        ("€ 4,5 ton", "4.5", "euro", 5),
    ],
    "€ 3,1 respectievelijk € 3,5 miljoen": [("€ 3,1", "3.1", "euro", 6), ("€ 3,5 miljoen", "3.5", "euro", 6)],
    "€ 1,8 (eenmalig) en circa € 1,9 miljoen": [
        ("€ 1,8", "1.8", "euro", 6),
        ("circa € 1,9 miljoen", "1.9", "euro", 6),
    ],
    "€ 12 in 2023 naar € 14 miljoen": [("€ 12", "12", "euro", 6), ("€ 14 miljoen", "14", "euro", 6)],
    "€ 2,3 milj. voor sport": [("€ 2,3 milj", "2.3", "euro", 6)],
    "€ 2,3 (mln.) voor sport": [("€ 2,3 (mln.)", "2.3", "euro", 6)],
    "€ 2,3 miljoen¹ en € 14 miljoen2) erbij": [
        ("€ 2,3 miljoen¹", "2.3", "euro", 6),
        ("€ 14 miljoen2", "14", "euro", 6),
    ],
    "€ 2,3 mil-joen en € 14 mil- joen": [("€ 2,3 mil-joen", "2.3", "euro", 6), ("€ 14 mil- joen", "14", "euro", 6)],
    "€ 20 per uur en € 3 mrd": [("€ 20 per uur", "20", "euro", 0), ("€ 3 mrd", "3", "euro", 9)],
    "Een kaart kost € 20. De opbrengst is € 3 miljoen.": [
        ("€ 20", "20", "euro", 0),
        ("€ 3 miljoen", "3", "euro", 6),
    ],
    "* € 5.000 voor bankjes": [("€ 5.000", "5000", "euro", 0)],
    "een half miljoen euro en een kwart miljoen euro": [
        ("een half miljoen euro", "0.5", "euro", 6),
        ("een kwart miljoen euro", "0.25", "euro", 6),
    ],
    "50 € per dag en 2 mln €": [("50 € per dag", "50", "euro", 0), ("2 mln €", "2", "euro", 6)],
}
"""Scales that are printed oddly, or behind another amount."""
SCALED_AMOUNT_ONLY = {
    "een stijging van € 9 voor sport en € 14 miljoen voor kunst": "€ 14 miljoen",
    "een kaart kost € 20 en de opbrengst is € 3 miljoen": "€ 3 miljoen",
    "€ 20 en € 3 miljoen": "€ 3 miljoen",
    "van € 950 naar € 1,1 miljoen": "€ 1,1 miljoen",
    "van € 7,4 miljoen naar € 7,10": "€ 7,4 miljoen",
    "van € 30 miljoen naar € 28": "€ 30 miljoen",
    "€ 20 tot € 30, en € 3 miljoen": "€ 3 miljoen",
    "€ 1,2 en verder € 5 miljoen": "€ 5 miljoen",
}
"""The other amount may have its scale and may have none."""
SIGNS = {
    "-/- € 75.000 op sport": [("-/- € 75.000", "-75000", "euro", 0)],
    "een mutatie van € 75.000 -/-": [("€ 75.000 -/-", "-75000", "euro", 0)],
    "-95.000 euro en -/- 5%": [("-95.000 euro", "-95000", "euro", 0), ("-/- 5%", "-5", "percent", 0)],
    "Saldo: -€ 75.000": [("-€ 75.000", "-75000", "euro", 0)],
    "+/- € 75.000": [("+/- € 75.000", "75000", "euro", 0)],
    "De lasten - € 75.000 - stijgen": [("€ 75.000", "75000", "euro", 0)],
    "De lasten - zoals verwacht - € 75.000 hoger": [("€ 75.000", "75000", "euro", 0)],
    "— € 75.000 voor muziek": [("€ 75.000", "75000", "euro", 0)],
}
RANGES = {
    "tussen € 70.000 en € 95.000": [("tussen € 70.000 en € 95.000", "70000..95000", "euro", 0)],
    "€ 1 tot 2 miljoen": [("€ 1 tot 2 miljoen", "1..2", "euro", 6)],
    "tussen € 3 en 4 miljoen": [("tussen € 3 en 4 miljoen", "3..4", "euro", 6)],
    "tussen € 3 en € 4 mln": [("tussen € 3 en € 4 mln", "3..4", "euro", 6)],
    "€ 0,4 à € 0,6 miljoen": [("€ 0,4 à € 0,6 miljoen", "0.4..0.6", "euro", 6)],
    "€ 1,2-1,5 miljoen en 65-70%": [("€ 1,2-1,5 miljoen", "1.2..1.5", "euro", 6), ("65-70%", "65..70", "percent", 0)],
    "€ 300.000 tot € 1 miljoen": [("€ 300.000 tot € 1 miljoen", "300000..1000000", "euro", 0)],
    "€ 100.000 tot 200.000 beschikbaar": [("€ 100.000 tot 200.000", "100000..200000", "euro", 0)],
    "tussen de 5 en 10 miljoen euro": [("tussen de 5 en 10 miljoen euro", "5..10", "euro", 6)],
    "5% tot 10%": [("5% tot 10%", "5..10", "percent", 0)],
    "10 à 15 procent en 3% - 4%": [("10 à 15 procent", "10..15", "percent", 0), ("3% - 4%", "3..4", "percent", 0)],
    "€ 100,- tot maximaal € 200,-": [("€ 100,- tot maximaal € 200,-", "100..200", "euro", 0)],
    "k€ 20 tot k€ 30": [("k€ 20 tot k€ 30", "20..30", "euro", 3)],
    "12 tot 15 euro per uur": [("12 tot 15 euro per uur", "12..15", "euro", 0)],
    "daalt van € 40.000 tot € 30.000": [("€ 40.000", "40000", "euro", 0), ("€ 30.000", "30000", "euro", 0)],
    "stijgt met € 1,2 miljoen tot € 9 miljoen": [
        ("€ 1,2 miljoen", "1.2", "euro", 6),
        ("€ 9 miljoen", "9", "euro", 6),
    ],
    "€ 500 of 10% van de prijs": [("€ 500", "500", "euro", 0), ("10%", "10", "percent", 0)],
    "12 banken à € 50": [("12 banken", "12", "count", 0), ("€ 50", "50", "euro", 0)],
}
EMPHASIS = {
    "De haven kost **€ 2,75 miljoen** en trok **640 schepen**, *8%* meer": [
        ("€ 2,75 miljoen", "2.75", "euro", 6),
        ("640 schepen", "640", "count", 0),
        ("8%", "8", "percent", 0),
    ],
    "_€ 350.000_ en __€ 3 mln__ en (*€ 60.000*)": [
        ("€ 350.000", "350000", "euro", 0),
        ("€ 3 mln", "3", "euro", 6),
        ("€ 60.000", "60000", "euro", 0),
    ],
    "€ **2,35** miljoen en **€ 4": [("€ **2,35** miljoen", "2.35", "euro", 6)],
    "**€ 4 per uur": [("€ 4 per uur", "4", "euro", 0)],
    "-**€ 75.000**": [("-**€ 75.000", "-75000", "euro", 0)],
}
COUNTS = {
    "Er kwamen 148 nieuwe bezoekers bij": [("148 nieuwe bezoekers", "148", "count", 0)],
    "In 2024 148 nieuwe bezoekers": [("148 nieuwe bezoekers", "148", "count", 0)],
    "Per 1 mei 2025 12 medewerkers": [("12 medewerkers", "12", "count", 0)],
    "Drie partijen en acht persona": [("Drie partijen", "3", "count", 0), ("acht persona", "8", "count", 0)],
    "drie thema’s, 11 IKC's en 12 GGZ-cliënten": [
        ("drie thema’s", "3", "count", 0),
        ("11 IKC's", "11", "count", 0),
        ("12 GGZ-cliënten", "12", "count", 0),
    ],
    "5 Zeelanders, 10 Syriërs, 40 Leidse sociale huurwoningen": [
        ("5 Zeelanders", "5", "count", 0),
        ("10 Syriërs", "10", "count", 0),
        ("40 Leidse sociale huurwoningen", "40", "count", 0),
    ],
    "25 MBO studenten en 2 extra docenten": [
        ("25 MBO studenten", "25", "count", 0),
        ("2 extra docenten", "2", "count", 0),
    ],
    "50 dak- en thuisloze jongeren": [("50 dak- en thuisloze jongeren", "50", "count", 0)],
    "tweeëntwintig klassen, vijfenveertig tuinen": [
        ("tweeëntwintig klassen", "22", "count", 0),
        ("vijfenveertig tuinen", "45", "count", 0),
    ],
    "driemaal vier stoelen en 2 x 30 plekken": [
        ("driemaal vier stoelen", "12", "count", 0),
        ("2 x 30 plekken", "60", "count", 0),
    ],
    "1,2 miljoen bezoekers": [("1,2 miljoen bezoekers", "1.2", "count", 6)],
    "3,5 fte en 1 fte": [("3,5 fte", "3.5", "count", 0), ("1 fte", "1", "count", 0)],
    "met twee andere dorpen": [("twee andere dorpen", "2", "count", 0)],
    "vier van de 5 scholen": [("5 scholen", "5", "count", 0)],
    "Het college acht twee scholen genoeg; acht scholen doen mee": [
        ("twee scholen", "2", "count", 0),
        ("acht scholen", "8", "count", 0),
    ],
}
SHARES_AND_DURATIONS = {
    "een daling van 50% en 6,5 %": [("50%", "50", "percent", 0), ("6,5 %", "6.5", "percent", 0)],
    "zes procent lager": [("zes procent", "6", "percent", 0)],
    "een verschil van -5%": [("-5%", "-5", "percent", 0)],
    "2 procentpunt en 3%-punten": [("2 procentpunt", "2", "percent", 0), ("3%-punten", "3", "percent", 0)],
    "voor de duur van vier jaar": [("vier jaar", "4", "years", 0)],
    "kredieten ouder dan drie jaar": [("drie jaar", "3", "years", 0)],
    "van 12 weken naar negen maanden": [("12 weken", "12", "weeks", 0), ("negen maanden", "9", "months", 0)],
    "anderhalf jaar, 36 uur en 90 dagen": [
        ("anderhalf jaar", "1.5", "years", 0),
        ("36 uur", "36", "hours", 0),
        ("90 dagen", "90", "days", 0),
    ],
}
READ = MONEY | SCALES | SIGNS | RANGES | EMPHASIS | COUNTS | SHARES_AND_DURATIONS
NOTHING = (
    "In 2024 zijn nieuwe banken geplaatst; 2021 staat in het teken van muziek",
    "Op 4 maart 2024, 1-1-2019, per 1 juli en 12 dec.",
    "In 2024-2028, 2019 tot 2022, schooljaar 2023/2024 en 2023 / 2024",
    "Agenda 2030 doelen, Wmo 2015 cliënten",
    "jongeren tussen 16 en 27 jaar en van 16 tot en met 26 jaar, 4 t/m 12 jaar, 0-4 jaar",
    "18-plussers, 27-jarigen, 65 jaar en ouder, inwoners van 75 jaar, vanaf 18 jaar",
    "mensen ouder dan 65 jaar; kinderen jonger dan vier jaar; wie ouder is dan 21 jaar; een brug van 80 jaar oud",
    "de leeftijd van 18 jaar, onder de 18 jaar",
    "9A1.1 Doelen, 3.9.2 Afwijkingen, 09.04 Reserves, 7.1 Kosten",
    "Lijnen: 1. Preventie, 2. Wonen, en 3) Banen",
    "RV 24.0021 besluiten, RV 19.001, Z/24/3650103, B&W 19.0017 stukken, zaaknummer 123456 stukken",
    "programma 10 banen, programma's 7, 8C en 10 banen, (zie ook 8C, 7A, 9B), zie 9 banen",
    "(2 Veiligheid) 10 Werk & Inkomen, 6 Wonen en 3 Economie",
    "Maansteenpad 2 in Ons Dorp, Dorpsstraat 12 woningen",
    "Bel 071 516 51 65 banen of 14 071",
    "in 1 of meer fases, een van de scholen, één van de scholen, de eerste school, 2e school",
    "artikel 26 leden, art. 26 leden, lid 2, Q1, het 3e kwartaal",
    "om 10 uur, rond 9 uur, tot 17.00 uur, 9.00-17.00 uur",
    "Meldingen per 1.000 inwoners",
    "1 op de 5 kinderen, een op de drie huizen",
    "10 tot 15 scholen, tien tot vijftien scholen, 4 of 5 scholen, 12 à 15 scholen",
    "Bedragen x € 1.000,-",
    "Groep 7 en 8 leerlingen; fase 2 woningen; tabel 4 overzichten; top 10 steden",
    "Er werden 619 opgenomen, 12 gaven antwoord, 40 wonen hier, 60 zijn vertrokken",
    "twee keer per jaar, drie ton zout, 300 m2, 5 km, 7 hectare, score 7,3",
    "minimaal 7 in de enquête, circa 2024, ruim 2030 in",
    "€ 1 250 000, 1 250 000 euro",
    "het college acht maatregelen nodig",
    "Covid-19 maatregelen, A4 bochten, G40 steden, 12345678 stukken, #12 stukken, nr.5 stukken",
    "in het jaar 2024 euro 2024",
    "de € en de %, 12",
    "een bijdrage van € 6,3; een bijdrage van 6,3 euro; een bijdrage van € 1,234",
    "€ 6,3 tot € 6,8, € 500 tot 2 miljoen",
    "€ 500 mil. en € 12 miljoen-plan en € 3 tonnen en € 12 miljoenen",
    "(bedragen x € 1 miljoen), bedragen in € 1.000, x 1 miljoen euro",
    "€ 250 (x € 1.000)",
    "€ 250 (in duizenden)",
    "- € 30.000 voor muziek",
    "- circa € 30.000 voor muziek",
    "Saldo: - € 75.000",
    "Saldo:-€ 75.000",
    "het saldo is - € 75.000 - en dus lager",
    "het nadeel - € 5.000 en het voordeel - € 6.000 heffen elkaar op",
    "€ 75.000-",
    "een mutatie van € 75.000 -",
    "€ 75.000 -/- € 5.000",
    "-/- circa € 75.000",
    "-€ -5 en minus € 5.000",
    "- 5% en - 5 tot 10% en -/- € 5 tot € 10",
    "€ 100.000 tot 2026, € 100.000 tot 10 scholen, 2023-2024%, 12-10%, programma 5 tot 10%",
    "stijgt met € 50.000 tot € 60.000, met 10% tot 15%",
    "tussen 5 en € 10 miljoen",
    "twee en een half miljoen euro",
    "een miljoen tweehonderd duizend euro",
    "5* hotels, 57** banen, 3 * 4",
    "",
)


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_amounts_are_read_with_value_unit_and_scale(text: str, expected: list[Read]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "scaled"), SCALED_AMOUNT_ONLY.items())
def test_an_amount_that_may_have_the_scale_of_another_is_left_out(text: str, scaled: str) -> None:
    assert only(text).reading.verbatim == scaled


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_an_amount_is_left_out(text: str) -> None:
    assert read(text) == []


def test_a_range_has_a_reason_and_bounds_and_no_value() -> None:
    amount = only("naar schatting € 0,4 à € 0,6 miljoen per jaar")
    verbatim = "naar schatting € 0,4 à € 0,6 miljoen per jaar"
    bounds = (Decimal("0.4"), Decimal("0.6"))
    assert amount.reading == Missing("in-words", verbatim, "", *bounds, unit="euro")
    assert (amount.scale, amount.approximation, amount.per) == (6, "about", "per-year")
    assert (amount.least, amount.most) == (Decimal(400_000), Decimal(600_000))


def test_two_tildes_are_no_word_for_about() -> None:
    found = find_amounts("~~€ 5.000 en ~~€ 6.000~~ en ~€ 7.000", BASE)
    assert [amount.approximation for amount in found] == [None, None, "about"]


@pytest.mark.parametrize(
    ("text", "verbatim", "per"),
    [
        ("een subsidie van € 15.000 per jaar", "€ 15.000 per jaar", "per-year"),
        ("een subsidie van jaarlijks € 15.000", "jaarlijks € 15.000", "per-year"),
        ("€ 100/maand", "€ 100/maand", "per-month"),
        ("18 nieuwe leden per kwartaal", "18 nieuwe leden per kwartaal", "per-quarter"),
        ("24 uur per dag", "24 uur per dag", "per-day"),
        ("20 euro per week", "20 euro per week", "per-week"),
        ("€ 25 per inwoner", "€ 25", None),
    ],
)
def test_the_period_is_part_of_the_expression(text: str, verbatim: str, per: str | None) -> None:
    assert (only(text).reading.verbatim, only(text).per) == (verbatim, per)


@pytest.mark.parametrize(
    ("text", "verbatim", "approximation"),
    [
        ("er kwamen ruim 100 in het dorp", "ruim 100", "more-than"),
        ("Meer dan 300 bomen", "Meer dan 300 bomen", "more-than"),
        ("afwijkingen > € 250.000", "> € 250.000", "more-than"),
        ("ca. 300 bomen", "ca. 300 bomen", "about"),
        ("zo'n vijf procent", "zo'n vijf procent", "about"),
        ("bijna € 2 miljoen", "bijna € 2 miljoen", "less-than"),
        ("ten minste 40 banken", "ten minste 40 banken", "at-least"),
        ("≥ 50%", "≥ 50%", "at-least"),
        ("niet meer dan 30 banken", "niet meer dan 30 banken", "at-most"),
        ("maximaal 12 fte", "maximaal 12 fte", "at-most"),
        ("twee jaar of langer", "twee jaar of langer", "at-least"),
        ("300 bomen", "300 bomen", None),
        ("+/- € 500", "+/- € 500", "about"),
    ],
)
def test_words_that_say_how_exact_it_is_are_codes(text: str, verbatim: str, approximation: str | None) -> None:
    assert (only(text).reading.verbatim, only(text).approximation) == (verbatim, approximation)


def test_a_comparison_of_two_amounts_is_no_bound() -> None:
    assert [a.approximation for a in find_amounts("12 banken minder dan 20 banken", BASE)] == [None, None]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Er is € 1,5 miljoen over. Hiervan is € 680.000 eenmalig.", [None, 0]),
        ("Er is € 1,5 miljoen over. Ook € 680.000 hiervan is eenmalig.", [None, 0]),
        ("€ 2,1 miljoen, waarvan € 1 miljoen voor sport en € 1,1 miljoen voor kunst", [None, 0, 0]),
        ("€ 2 miljoen, waarvan € 1 miljoen voor sport en € 1,1 miljoen voor kunst", [None, 0, None]),
        ("600 leden, van wie 200 kinderen", [None, 0]),
        ("600 leden betalen € 20, waarvan 5 leden niets", [None, None, 0]),
        ("60% sport, waarvan 20% hier", [None, None]),
        ("Er is € 5 miljoen. Er is 12% groei. Niets gebeurt. Hiervan is € 1 miljoen klaar.", [None, None, None]),
        ("Er is € 5 miljoen en ook € 1 miljoen.", [None, None]),
        ("waarvan € 1 miljoen", [None]),
        ("€ 3 miljoen, waarvan € 1 à € 2 miljoen", [None, 0]),
        ("€ 1 à € 3 miljoen, waarvan € 2 miljoen", [None, None]),
    ],
)
def test_a_part_names_the_amount_it_is_a_part_of(text: str, parts: list[int | None]) -> None:
    assert [amount.part_of for amount in find_amounts(text, BASE)] == parts


def test_what_is_counted_and_the_precision() -> None:
    assert only("148 nieuwe bezoekers per maand").counted == "nieuwe bezoekers"
    assert only("een verschil van 3%-punt").counted == "procentpunt"
    assert only("12 **nieuwe** bezoekers").counted == "nieuwe bezoekers"
    reading = only("€ 1,2 miljoen").reading
    assert isinstance(reading, Figure)
    assert reading.precision == Decimal("0.1")
    assert only("€ 150.000").counted == ""


def test_the_words_are_the_profiles(tmp_path: Path) -> None:
    own = '[profile]\nname = "x"\nextends = "bbv"\n[amounts]\nparts = []\n[amounts.numbers]\ntwintigtal = 20\n'
    (tmp_path / "profile.toml").write_text(own, encoding="utf-8")
    profile = load(tmp_path)
    assert read("twintigtal banken", profile) == [("twintigtal banken", "20", "count", 0)]
    assert [a.part_of for a in find_amounts("€ 5, waarvan € 2", profile)] == [None, None]
    assert read("12 banken", Profile({"profile": {"name": "none"}, "scale": {"pattern": ""}}, ())) == []
    assert words_of(profile) is words_of(profile)


@pytest.mark.parametrize(
    "table", ['units]\njaar = "year"', 'periods]\nyearly = ["per jaar"]', "approximations]\nx = []"]
)
def test_a_code_outside_the_code_lists_is_refused(tmp_path: Path, table: str) -> None:
    own = f'[profile]\nname = "x"\nextends = "bbv"\n[amounts.{table}\n'
    (tmp_path / "profile.toml").write_text(own, encoding="utf-8")
    with pytest.raises(ProfileError, match="code lists"):
        load(tmp_path)


PIECES = (
    *("€", "EUR", "k€", "euro", "12", "1.250", "0,4", "-5", "2024", "06", "9A1.1", "%", "%-punt", "procent", "miljoen"),
    *("ton", "k", "mil", "half", "twee", "tweemaal", "een", "x", "tot", "naar", "en", "tussen", "of meer", "ruim"),
    *("ca.", "minimaal", ">", "per", "jaar", "per jaar", "/jaar", "uur", "fte", "nieuwe", "scholen", "dak- en"),
    *("Wonen", "programma", "van", "hiervan", "juli", "ouder dan", "\u00a0", "\n", "½", "²", "’s", "٣"),
    *("waarvan", ".", ",", ",-", "-", "-/-", "(", ")", "**", "_", "~~"),
)


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)
    )
)
def test_any_text_gives_amounts_in_order_that_stand_where_they_say(text: str) -> None:
    amounts = find_amounts(text, BASE)
    end = 0
    for at, amount in enumerate(amounts):
        assert end <= amount.start < amount.end <= len(text)
        assert text[amount.start : amount.end] == amount.reading.verbatim
        assert amount.counted in without_emphasis(text)[0] or amount.counted == "procentpunt"
        assert amount.unit in CODES["unit"]
        assert amount.per in (None, *CODES["period"])
        assert amount.approximation in (None, *CODES["approximation"])
        assert amount.part_of is None or amount.part_of < at
        end = amount.end


LONG = ("1", " ", "a", "1.", "1. ", "1 ", "€ ", "twee ", "waarvan ", "1-", "12 scholen waarvan ")


@pytest.mark.parametrize("unit", [*LONG, "€ 1, ", "5% - ", "**", "*a ", "_1", "mil-", "("])
def test_a_long_line_of_one_thing_is_read_to_its_end(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + " en € 5 miljoen"
    assert read(text)[-1] == ("€ 5 miljoen", "5", "euro", 6)


@dataclass(frozen=True)
class Fact:
    """A row of the amounts that people read in the running text of the shared documents."""

    document: str
    first: int
    last: int
    size: Decimal
    unit: str
    per: str | None
    raw: str


UNITS = {
    "EUR": ("euro", None),
    "EUR per year": ("euro", "per-year"),
    "percent": ("percent", None),
    "years": ("years", None),
    "persons per month": ("count", "per-month"),
}
TABLE_CELLS = {("001", "104")}
WRAPPED = {"000"}


def facts(path: Path) -> list[Fact]:
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["doc"], row["line"]) not in TABLE_CELLS:
                first, _, last = row["line"].partition("-")
                unit, per = UNITS.get(row["unit"], ("count", None))
                lines = (int(first), int(last or first))
                found.append(Fact(row["doc"], *lines, Decimal(row["value"]), unit, per, row["raw"]))
    return found


def paragraphs(path: Path, wrapped: bool) -> list[tuple[str, list[int], list[int]]]:
    """Return texts with the offsets at which lines begin in them, and the numbers of those lines."""
    found: list[tuple[str, list[int], list[int]]] = [("", [], [])]
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        words = " ".join(line.split())
        text, starts, numbers = found[-1] if wrapped and words else ("", [], [])
        text = f"{text} {words}" if text else words
        entry = (text, [*starts, len(text) - len(words)], [*numbers, number])
        found = [*found[:-1], entry] if starts else [*found, entry]
    return found


def test_every_amount_that_people_read_in_the_documents_is_found(shared: Path) -> None:
    profile = load("leiden")
    wanted = facts(shared / "facts" / "amounts_in_text.csv")
    assert len(wanted) > 70
    left = list(wanted)
    for path in sorted((shared / "documents").glob("*.txt")):
        for text, starts, numbers in paragraphs(path, path.name[:3] in WRAPPED):
            for amount in find_amounts(text, profile):
                first = numbers[bisect_right(starts, amount.start) - 1]
                last = numbers[bisect_right(starts, amount.end - 1) - 1]
                read_as = (amount.least, amount.unit, amount.per)
                fitting = (
                    fact
                    for fact in left
                    if fact.document == path.name[:3] and fact.first <= last and first <= fact.last
                    if (fact.size, fact.unit, fact.per) == read_as
                )
                fact = next(fitting, None)
                if fact:
                    left.remove(fact)
    assert [(fact.document, fact.first, fact.raw) for fact in left] == []
