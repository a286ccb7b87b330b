"""Pointers to programmes and policy areas in running text: which count, which do not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.domain import Level
from kg.interpret.narrative.references import find_references
from kg.profile import load

LEIDEN = load("leiden")

FOUND = [
    ("Dit raakt de programma's 2, 6C en 10.", ["2", "6C", "10"]),
    ("Dit raakt de programma’s 2 en 3 op het stadhuis.", ["2", "3"]),
    ("Zie voor de cijfers programma 6C Wonen.", ["6C"]),
    ("Meer staat in beleidsterrein 8A en in programma 5.", ["8A", "5"]),
    ("We openen een loket (zie 7A).", ["7A"]),
    ("We openen een loket (zie ook 8C, 7A en 3 Economie).", ["8C", "7A", "3"]),
    ("We openen een loket (7A).", ["7A"]),
    ("Met toezicht (2 Veiligheid) en zorg (beiden 4).", ["2", "4"]),
    ("De programma's zijn: 7 Jeugd & Onderwijs, 8C Sport en 10 Werk & Inkomen.", ["7", "8C", "10"]),
    ("Het budget gaat van programma 9 naar programma 10.", ["10"]),
    ("Zie de tabel bij Programma 9B.", ["9B"]),
    ("Zie 9B voor de bedragen.", ["9B"]),
    ("De bedragen zijn anders, zie ook 9B, 9C en 10.", ["9B", "9C"]),
    ("Zie 3D voor de winkels.", ["3D"]),
    ("We openen een loket (zie ook 8C en paragraaf 3.2).", ["8C"]),
    ("We openen een loket (zie 8C Sport en paragraaf 3.2).", ["8C"]),
    ("We openen een loket (tabel 3, zie 8C).", ["8C"]),
    ("We openen een loket (zie 8C voor de 3 andere).", ["8C"]),
    ("We openen een loket (6C Wonen, zie daar).", ["6C"]),
    ("We openen een loket (zie 3 Economie, tabel 2).", ["3"]),
    ("We openen een loket (8A/8B).", ["8A", "8B"]),
    ("We openen een loket (8A / 8B; 8C).", ["8A", "8B", "8C"]),
    ("We openen een loket (3D, 8C).", ["8C"]),
    ("We openen een loket (zie 3D).", ["3D"]),
    ("We openen een loket (3D Winkels).", ["3D"]),
    ("Dit raakt de programma's 4 t/m 6.", ["4", "5", "6"]),
    ("Dit raakt de programma's 7 tot en met 10, en 12.", ["7", "8", "10", "12"]),
    ("Dit raakt de programma’s 12 t/m 12 en 6 t/m 4.", ["12", "12", "6", "4"]),
    ("Dit raakt de beleidsterreinen 8A t/m 8C (zie 6A t/m 6C).", ["8A", "8B", "8C", "6A", "6B", "6C"]),
    ("Dit raakt programma 4 tot en met 6 december.", ["4"]),
    ("Dit raakt beleidsterrein 8A/8B.", ["8A", "8B"]),
    ("Dit raakt beleidsterrein 3 A.", ["3A"]),
    ("Dit raakt programma 3 en programma 4 blijft gelijk.", ["3", "4"]),
    ("Dit raakt wonen, zie **8C**.", ["8C"]),
    ("Dit raakt wonen (*zie ook 7A*).", ["7A"]),
    ("Dit raakt wonen (**7A**) en _programma_ __4__.", ["7A", "4"]),
    ("**Zie** 9B en *9C Zorg*.", ["9B", "9C"]),
]

NOT_FOUND = [
    "Programma 9 is het eigen programma.",
    "Het programma loopt 3 jaar en kost (2) euro.",
    "Het programma kent drie lijnen: 1. Wonen, 2. Werken en 3. Leren.",
    "Vermeld het nummer tussen haakjes (bijv. 'zie 10').",
    "In programma 9 en 4 andere steden gebeurt dit ook.",
    "De groei (2016) zet door (12 procent, 3,5 punt).",
    "Op 4 maart (zie bijlage) en in de 3 Oktoberhal.",
    "Zie 10 voor de bedragen, en zie 3 Economie en 4.",
    "In bijlage 9B en op kaart 8C, voorzien van 6C.",
    "Met (3D), (5G), (4K), (2F), (3M), (16 A) en (8C-beleid).",
    "Met (alle 3D printers), alle 8C en (8C als eis).",
    "Met (zie 7, 8 en 3 andere) en (zie 2 en een half).",
    "Met (8A/8B1) en (4/5), bereikbaar in programma 24/7.",
    "Het programma 25 jaar Leiden en het programma 10 miljoen.",
    "Het programma 30 procent minder en (zie 12 dagen).",
    "Het programma 4 B&W en de snake_9B_case.",
    "Vermeld de code ('zie **8C**').",
    "Codes als 9A1.1 en 9A1.a zijn geen verwijzing (zie 9A1.1).",
]


@pytest.mark.parametrize(("text", "targets"), FOUND)
def test_is_a_reference(text: str, targets: list[str]) -> None:
    assert [found.target for found in find_references(text, LEIDEN, "9")] == targets


@pytest.mark.parametrize("text", NOT_FOUND)
def test_is_no_reference(text: str) -> None:
    assert find_references(text, LEIDEN, "9") == []


def test_the_name_beside_a_code_is_kept() -> None:
    text = "De programma's zijn: 7 Jeugd & Onderwijs en 8C Sport (zie ook 3 Economie)."
    names = {found.target: (found.name, found.level) for found in find_references(text, LEIDEN, None)}
    assert names == {
        "7": ("Jeugd & Onderwijs", Level.PROGRAMME),
        "8C": ("Sport", Level.POLICY_AREA),
        "3": ("Economie", Level.PROGRAMME),
    }


def test_between_the_ends_of_a_range_the_place_is_all_of_it() -> None:
    text = "Dit raakt de programma's 4 t/m 6."
    found = [(one.target, text[one.start : one.end]) for one in find_references(text, LEIDEN, None)]
    assert found == [("4", "4"), ("5", "4 t/m 6"), ("6", "6")]


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("Dit raakt wonen, zie **8C**.", "8C", ""),
        ("Dit raakt wonen, zie **8C** *Sport* nu.", "8C** *Sport", "Sport"),
        ("Dit raakt wonen (*3 __Economie__*).", "3 __Economie", "Economie"),
        ("Dit raakt wonen (zie 8C Sport en paragraaf 3.2).", "8C Sport", "Sport"),
    ],
)
def test_marks_of_emphasis_stay_in_the_place_and_not_in_the_name(text: str, place: str, name: str) -> None:
    (found,) = find_references(text, LEIDEN, None)
    assert (text[found.start : found.end], found.name) == (place, name)


LONG = [
    *("programma's 1, 2, 3, 4 en ", "programma 1 en ", "programma's: 1 Wonen, ", "programma 1 Wonen ", "Programma "),
    *("(zie ", "zie 9B en ", "zie 9B, ", "9B, ", "(7A) 'a' ", "'", "(", "1", "1 ", ",", "A ", "* ", "*", "_", "a_"),
    *("programma's 1 t/m 9, ", "programma's 1 A, ", "(8A/8B/", "8A/"),
]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_line_takes_time_in_proportion(piece: str) -> None:
    """A line four times as long may take ten times as long at most; a quadratic search takes sixteen, each time."""
    texts = [f"zie a{piece * (size // len(piece))}b" for size in (20_000, 80_000)]
    assert any(_is_in_proportion(*map(_seconds, texts)) for _ in range(3))


def _is_in_proportion(short: float, long: float) -> bool:
    return long < 10 * short + 0.1


def _seconds(text: str) -> float:
    began = time.process_time()
    find_references(text, LEIDEN, None)
    return time.process_time() - began


def test_without_a_grammar_of_codes_only_numbers_behind_the_word_count() -> None:
    found = find_references("Zie programma 3 en beleidsterrein 4B (zie 4B).", load("bbv"), None)
    assert [reference.target for reference in found] == ["3"]


WORDS = st.sampled_from(
    [
        *("programma", "programma's", "beleidsterrein", "zie", "(", ")", "9", "10", "7A", "7C", "8A/8B", ",", "en"),
        *("t/m", "Wonen", ":", "'", ".", "*", "**7A**", "_", "A", "jaar"),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_has_references_in_order_inside_it(text: str) -> None:
    found = find_references(text, LEIDEN, "9")
    places = [(reference.start, reference.target) for reference in found]
    assert [start for start, _ in places] == sorted(start for start, _ in places)
    assert len(places) == len(set(places))
    assert all(0 <= reference.start < reference.end <= len(text) and reference.target != "9" for reference in found)
