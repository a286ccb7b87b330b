"""Profiles: merged over the common base, their titles, sides, scales, units and code grammar."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.domain import Level
from kg.errors import ProfileError
from kg.profile import detect, load
from kg.profile_files import names

LEIDEN = load("leiden")
BASE = load("bbv")


@pytest.mark.parametrize(
    ("text", "level", "code", "rest"),
    [
        ("9A Zorg", Level.POLICY_AREA, "9A", "Zorg"),
        ("9A1 Doel", Level.GOAL, "9A1", "Doel"),
        ("7A1. Doel", Level.GOAL, "7A1", "Doel"),
        ("9A1.1 Doen", Level.PERFORMANCE_TARGET, "9A1.1", "Doen"),
        ("7A1. 3 Zorgen", Level.PERFORMANCE_TARGET, "7A1.3", "Zorgen"),
        ("8C3.1: Doen", Level.PERFORMANCE_TARGET, "8C3.1", "Doen"),
        ("6C1.2Afspraken", Level.PERFORMANCE_TARGET, "6C1.2", "Afspraken"),
        ("01A101 Raad", Level.PERFORMANCE_TARGET, "1A1.1", "Raad"),
        ("10B2.12 Doen", Level.PERFORMANCE_TARGET, "10B2.12", "Doen"),
        ("9A1.a Aantal", Level.INDICATOR, "9A1.a", "Aantal"),
    ],
)
def test_codes_of_leiden(text: str, level: Level, code: str, rest: str) -> None:
    found = LEIDEN.codes.leading(text)
    assert found is not None
    assert (found.level, found.code, text[found.rest :]) == (level, code, rest)


@pytest.mark.parametrize("text", ["2019 was goed", "9", "9 A", "A1", "€ 2A1", "18-plussers", "", "1.1.1 Doen"])
def test_no_code_of_leiden(text: str) -> None:
    assert LEIDEN.codes.leading(text) is None


def test_the_common_base_has_no_codes() -> None:
    assert BASE.codes.leading("9A1 Doel") is None


def test_codes_inside_a_text() -> None:
    text = "9B2.1 Uitvoeren van zorg9B2 Gezond leven (9A2.1 Delen), zie 9A1 en 9C2 voor meer"
    assert [code.code for code in LEIDEN.codes.inside(text)] == ["9B2.1", "9B2"]


@pytest.mark.parametrize(
    ("text", "role", "meaning", "year"),
    [
        ("Streefwaarde 2024*", "figure", "target", 2024),
        ("Realisatie (2019)", "figure", "realised", 2019),
        ("Streefwaarde 2021-2024", "figure", "target", None),
        ("Prestatie-indicator", "indicator", None, None),
        ("Nulmeting", "figure", "baseline", None),
        ("Begroting 2024 na 3e wijziging", "figure", "revised", 2024),
        ("Begroting 2020 na wijz.", "figure", "revised", 2020),
        ("Jaarrekening 2019", "figure", "executed", 2019),
        ("V/N", "favour-mark", None, None),
        ("2023", "year", None, 2023),
    ],
)
def test_titles(text: str, role: str, meaning: str | None, year: int | None) -> None:
    title = BASE.title(text)
    assert title is not None
    assert (title.role, title.indicator or title.phase, title.year) == (role, meaning, year)


@pytest.mark.parametrize("text", ["", "Er was eens", "Realisatie van de doelen", "x" * 1000, "*" * 100_000])
def test_no_titles(text: str) -> None:
    assert BASE.title(text) is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Totaal lasten", "expense"),
        ("Gerealiseerd totaal saldo van baten en lasten", "balance"),
        ("Geraamd totaal saldo van baten en lasten", "balance"),
        ("Toevoegingen aan reserves", "addition"),
        ("Onttrekkingen", "withdrawal"),
        ("Gerealiseerd resultaat", "result"),
        ("Subtotaal lasten", None),
        ("Lastenverlichting", None),
    ],
)
def test_sides(text: str, side: str | None) -> None:
    assert BASE.side(text) == side


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("Bedragen x € 1.000,-", 3),
        ("(bedragen x 1.000 euro)", 3),
        ("x € 1 mln", 6),
        ("bedragen in miljoenen euro", 6),
        ("Bedragen in euro's", 0),
        ("bedragen x € 1", 0),
        ("(x 1.000)", 3),
        ("1.000", None),
    ],
)
def test_scales(text: str, scale: int | None) -> None:
    assert BASE.scale(text) == scale


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("%", "percent"),
        ("Percentage leerlingen", "percent"),
        ("Aantal inbraken per 1.000 inwoners", "per-1000-inhabitants"),
        ("Aantal inbraken per 1.000 woningen", None),
        ("Aantal inbraken", "count"),
        ("Rapportcijfer onderhoud", "score"),
        ("Wachttijd in weken", "weeks"),
        ("Tevredenheid", None),
    ],
)
def test_units(label: str, unit: str | None) -> None:
    assert BASE.unit_of(label) == unit


def test_detection_wants_more_than_a_word_in_passing() -> None:
    assert detect("Wij reisden naar Leiden.") is None
    found = detect("Jaarstukken van de gemeente Leiden")
    assert found is not None
    assert found.name == "leiden"


def test_profiles_that_cannot_be_loaded(tmp_path: Path) -> None:
    assert names() == ("bbv", "leiden")
    with pytest.raises(ProfileError, match="no profile at"):
        load("atlantis")
    (tmp_path / "profile.toml").write_text('[profile]\nname = "x"\nextends = "y"\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="no profile that ships"):
        load(tmp_path)
    (tmp_path / "profile.toml").write_text("[profile", encoding="utf-8")
    with pytest.raises(ProfileError):
        load(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        '[amounts.scales]\nmiljoen = "veel"',
        '[amounts.numbers]\nzes = "zes"',
        '[amounts]\ncurrency = "euro"',
        '[amounts]\npercnt = ["%"]',
        "[amounts]\ncurrency = [1]",
        "[amounts.units]\njaren = 1",
    ],
)
def test_wrong_words_of_amounts_are_refused_when_loaded(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text(f'[profile]\nname = "x"\nextends = "bbv"\n{wrong}\n', encoding="utf-8")
    with pytest.raises(ProfileError, match=r"profile\.toml"):
        load(tmp_path)


def test_an_own_profile_extends_the_base(tmp_path: Path) -> None:
    own = '[profile]\nname = "x"\nextends = "bbv"\n[words]\ngoal = ["Ambitie"]\n[codes]\ngoal = \'D\\d\'\n'
    (tmp_path / "profile.toml").write_text(own, encoding="utf-8")
    profile = load(tmp_path)
    assert profile.words("words", "goal") == ["Ambitie"]
    assert profile.words("words", "total") == BASE.words("words", "total")
    assert profile.title("Doel") is not None
