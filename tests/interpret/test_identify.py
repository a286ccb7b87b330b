"""What a file is of: stated, printed, or unknown; never guessed from a word in passing."""

from __future__ import annotations

import pytest

from kg.interpret.identify import UNKNOWN, Identity, Stated, identify, inherit, plain_text, repeats
from kg.profile import detect, find_municipality, load
from kg.readers.text import parse
from kg.source import Source


def identity_of(text: str, stated: Stated | None = None) -> Identity:
    document = parse(text, Source("bestand.txt", "text/plain", "0" * 64))
    return identify(document, detect(text) or load("bbv"), stated or Stated())[0]


@pytest.mark.parametrize(
    ("text", "kind", "year", "ordinal"),
    [
        ("Programmabegroting 2022\nGemeente Leiden\n", "programme-budget", 2022, 1),
        ("Programmabegroting 2022-2025\nGemeente Leiden\n", "programme-budget", 2022, 1),
        ("Tweede bestuursrapportage 2019\n", "interim-report", 2019, 2),
        ("2e Bestuursrapportage 2019 gemeente Leiden\n", "interim-report", 2019, 2),
        ("Jaarverslag en jaarrekening 2020\n", "annual-report", 2020, 1),
        ("# source: https://jaarstukken2022.financien.gouda.nl/programma-1\n", "annual-report", 2022, 1),
        ("# source: https://programmabegroting.leiden.nl/2021/programma-6\n", "programme-budget", 2021, 1),
        ("Financiële afwijkingen begroting 2019\nDe tekst.\n", "interim-report", 2019, 1),
        ("Begroting 2019\nRekening 2019\nVerschil 2019\n", None, None, 1),
        ("Effectindicator Realisatie 2019 Streefwaarde 2020 Bron\n", None, None, 1),
        ("Programma X | Rekening 2022 | Verschil 2022 |\n---|---|---|\nLasten | 1 | 2 |\n", "annual-report", 2022, 1),
        ("Een bericht over de begroting van 2019, die de raad heeft vastgesteld.\n", None, None, 1),
    ],
)
def test_kind_year_and_ordinal(text: str, kind: str | None, year: int | None, ordinal: int) -> None:
    found = identity_of(text)
    assert (found.kind, found.year, found.ordinal) == (kind, year, ordinal)


def test_what_is_stated_outranks_what_is_printed() -> None:
    found = identity_of("Programmabegroting 2022\n", Stated(kind="annual-report", year=2020, ordinal=3, version="2.0"))
    assert (found.kind, found.year, found.ordinal, found.version) == ("annual-report", 2020, 3, "2.0")


def test_a_version_is_read() -> None:
    assert identity_of("Programmabegroting 2018\nVersie: 4.0.0\n").version == "4.0.0"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jaarstukken 2022 gemeente Gouda\n", "gm0513"),
        ("# source: https://jaarverslag2019.oss.nl/p1/x\n", "gm0828"),
        ("Gemeente Gouda\nSamen met gemeente Oss\n", "unknown"),
        ("Wij werken met alle steden.\n", "unknown"),
        ("De Leidse raad en de gemeente Leiden.\n", "gm0546"),
    ],
)
def test_municipality(text: str, code: str) -> None:
    assert identity_of(text).municipality.code == code


def test_unknowns_are_findings() -> None:
    document = parse("Hallo\n", Source("bestand.txt", "text/plain", "0" * 64))
    found, findings = identify(document, load("bbv"), Stated())
    assert found.municipality is UNKNOWN
    assert [finding.rule for finding in findings] == ["L01", "L02", "L03"]


def test_a_rendition_takes_over_what_it_does_not_print() -> None:
    whole = identity_of("Tweede bestuursrapportage 2019\nGemeente Leiden\n")
    part = inherit(identity_of("Een alinea.\n"), whole)
    assert (part.kind, part.year, part.ordinal, part.municipality) == ("interim-report", 2019, 2, whole.municipality)


def test_texts_are_compared_without_navigation() -> None:
    document = parse("Ga naar boven\n" + "Een lange alinea. " * 20, Source("a.txt", "text/plain", "0" * 64))
    plain = plain_text(document, load("bbv"))
    assert plain.startswith("Een lange")
    assert repeats(plain, f"Ervoor. {plain} Erna.")
    assert not repeats("Een kort stuk.", "Een kort stuk. En meer.")


def test_find_municipality_wants_one() -> None:
    assert find_municipality("nergenshuizen") is None
    found = find_municipality("Gemeente Gouda")
    assert found is not None
    assert found.code == "gm0513"
