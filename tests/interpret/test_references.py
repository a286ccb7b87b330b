"""Pointers to programmes and policy areas in running text: which count, which do not."""

from __future__ import annotations

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
]

NOT_FOUND = [
    "Programma 9 is het eigen programma.",
    "Het programma loopt 3 jaar en kost (2) euro.",
    "Het programma kent drie lijnen: 1. Wonen, 2. Werken en 3. Leren.",
    "Vermeld het nummer tussen haakjes (bijv. 'zie 10').",
    "In programma 9 en 4 andere steden gebeurt dit ook.",
    "De groei (2016) zet door (12 procent, 3,5 punt).",
    "Op 4 maart (zie bijlage) en in de 3 Oktoberhal.",
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


def test_without_a_grammar_of_codes_only_numbers_behind_the_word_count() -> None:
    found = find_references("Zie programma 3 en beleidsterrein 4B (zie 4B).", load("bbv"), None)
    assert [reference.target for reference in found] == ["3"]


WORDS = st.sampled_from(
    ["programma", "programma's", "zie", "(", ")", "9", "10", "7A", ",", "en", "Wonen", ":", "'", "."]
)


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_has_references_in_order_inside_it(text: str) -> None:
    found = find_references(text, LEIDEN, "9")
    assert [reference.start for reference in found] == sorted({reference.start for reference in found})
    assert all(0 <= reference.start < reference.end <= len(text) and reference.target != "9" for reference in found)
