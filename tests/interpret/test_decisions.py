"""Decisions in running text: found in the spellings that cities use, with one notation, and nothing else found."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.interpret.decisions import find_decisions
from kg.profile import load
from kg.vocabulary import CODES

LEIDEN = load("leiden")
BASE = load("bbv")
WORDS = [
    *(
        "RV",
        "RV19.0005",
        "B&W",
        "B&W 19.0017",
        "BW ",
        "Z/24/3650103",
        "19.0005",
        "artikel ",
        "art. 26",
        "213a",
        " van de ",
    ),
    *(
        "Gemeentewet",
        "Wet ",
        "Wet maatschappelijke ondersteuning",
        "Gemeenschappelijke Regeling",
        " Hecht",
        "raadsbesluit ",
    ),
    *("21.0034/2", "M", "artikelen ", " en ", "/", "Verordening Werk", ", artikel 3"),
    *("2023-045", "nr. 7", "(Wlz)", "lid 2", ", eerste lid", " ", "-", ".", "2015"),
]


@pytest.mark.parametrize(
    ("text", "kind", "verbatim", "notation"),
    [
        ("De raad koos (RV21.0012).", "council-proposal", "RV21.0012", "RV 21.0012"),
        ("Zie RV 21.0012, bijlage 2", "council-proposal", "RV 21.0012", "RV 21.0012"),
        ("Het raadsvoorstel 21.0012 ligt voor", "council-proposal", "raadsvoorstel 21.0012", "RV 21.0012"),
        ("Raadsbesluit RV 21.0012", "council-proposal", "Raadsbesluit RV 21.0012", "RV 21.0012"),
        ("met B&W 20.0345 bepaald", "college-decision", "B&W 20.0345", "BW 20.0345"),
        ("met B&W-nr. 20.0345 bepaald", "college-decision", "B&W-nr. 20.0345", "BW 20.0345"),
        ("Het plan (BW20.0345)", "college-decision", "BW20.0345", "BW 20.0345"),
        ("Nota (BW Z/22/1234567)", "college-decision", "BW Z/22/1234567", "BW Z/22/1234567"),
        ("onder kenmerk Z/22/1234567 verzonden", "case-number", "Z/22/1234567", "Z/22/1234567"),
        ("Het raadsvoorstel (RV-nummer 21.0012)", "council-proposal", "RV-nummer 21.0012", "RV 21.0012"),
        ("volgens rv 21.0012 en de bijlage", "council-proposal", "rv 21.0012", "RV 21.0012"),
        ("na R.V. 21.0012.", "council-proposal", "R.V. 21.0012", "RV 21.0012"),
        ("RV 21.0012-21.0015 bleef liggen, RV nr. 21.0016 niet", "council-proposal", "RV nr. 21.0016", "RV 21.0016"),
        ("door B. en W. 20.0345 geregeld", "college-decision", "B. en W. 20.0345", "BW 20.0345"),
        ("onder B&W-nummer 20.0345 bewaard", "college-decision", "B&W-nummer 20.0345", "BW 20.0345"),
        ("het B&W-besluit 20.0345", "college-decision", "B&W-besluit 20.0345", "BW 20.0345"),
        ("het B&W-besluit nr. 20.0345", "college-decision", "B&W-besluit nr. 20.0345", "BW 20.0345"),
        ("zoals b&w 20.0345 zegt", "college-decision", "b&w 20.0345", "BW 20.0345"),
        ("het collegebesluit 20.0345", "college-decision", "collegebesluit 20.0345", "BW 20.0345"),
        ("De motie M21.0034/5 is afgedaan", "motion", "motie M21.0034/5", "M21.0034/5"),
        ("De wens van de raad (M21.0034/5)", "motion", "M21.0034/5", "M21.0034/5"),
        ("Met A.21.0034/2 kwam er geld bij", "motion", "A.21.0034/2", "A21.0034/2"),
        ("Amendement A21.0034 kwam er niet door", "motion", "Amendement A21.0034", "A21.0034"),
        ("zie raadsbesluit 2023-045", "council-proposal", "raadsbesluit 2023-045", "raadsbesluit 2023-045"),
    ],
)
def test_decisions_of_leiden(text: str, kind: str, verbatim: str, notation: str) -> None:
    (found,) = find_decisions(text, LEIDEN)
    assert (found.kind, text[found.start : found.end], found.notation) == (kind, verbatim, notation)


@pytest.mark.parametrize(
    ("text", "kind", "notation"),
    [
        ("Raadsbesluit 2023-045 is uitgevoerd", "council-proposal", "raadsbesluit 2023-045"),
        ("het raadsvoorstel nr. 12 van mei", "council-proposal", "raadsvoorstel 12"),
        ("raadsvoorstel 2021/118", "council-proposal", "raadsvoorstel 2021/118"),
        ("collegebesluit 2022-17", "college-decision", "collegebesluit 2022-17"),
        ("dossier met zaaknummer 2024-123456", "case-number", "zaaknummer 2024-123456"),
        ("raadsvoorstel nr. 12 en 13 wethouders", "council-proposal", "raadsvoorstel 12"),
        ("Artikel 213a Gemeentewet vraagt onderzoek", "law-article", "art. 213a Gemeentewet"),
        ("volgens art. 15 van het BBV", "law-article", "art. 15 BBV"),
        ("art 160, eerste lid, onder b, Gemeentewet", "law-article", "art. 160 Gemeentewet"),
        (
            "artikel 4:81 lid 2 van de Algemene wet bestuursrecht is",
            "law-article",
            "art. 4:81 Algemene wet bestuursrecht",
        ),
        ("artikel 7 lid 1 en 2 van de Jeugdwet", "law-article", "art. 7 Jeugdwet"),
        ("artikel 7, eerste en derde lid, van de Jeugdwet", "law-article", "art. 7 Jeugdwet"),
        ("volgens de Wet milieubeheer, artikel 10.21, wordt", "law-article", "art. 10.21 Wet milieubeheer"),
        ("de Jeugdwet (artikel 2.3, tweede lid)", "law-article", "art. 2.3 Jeugdwet"),
        ("Wet op stille straten (Wss), art. 4", "law-article", "art. 4 Wet op stille straten"),
        ("Verordening Werk en Inkomen 2024, artikel 8", "law-article", "art. 8 Verordening Werk en Inkomen 2024"),
        ("Wmo artikel 7, 3 gemeenten doen mee", "law-article", "art. 7 Wmo"),
        ("volgens de Jeugdwet, artikel 4 van de Wmo, geldt", "law-article", "art. 4 Wmo"),
    ],
)
def test_decisions_of_any_city(text: str, kind: str, notation: str) -> None:
    assert [(found.kind, found.notation) for found in find_decisions(text, BASE)] == [(kind, notation)]


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("artikel 1 van de Wet maatschappelijke ondersteuning 2015 geldt", "Wet maatschappelijke ondersteuning 2015"),
        ("artikel 1 van de Wet maatschappelijke ondersteuning wordt ruimer", "Wet maatschappelijke ondersteuning"),
        ("artikel 1 van de Wet op stille straten (Wss) wordt ruimer", "Wet op stille straten"),
        ("artikel 1 Wet Bibob. De raad wacht", "Wet Bibob"),
        ("artikel 1 uit de Verordening Jeugdhulp Leiden 2024 bepaalt", "Verordening Jeugdhulp Leiden 2024"),
        (
            "artikel 1 van de Gemeenschappelijke Regeling Servicepunt71 stelt",
            "Gemeenschappelijke Regeling Servicepunt71",
        ),
        ("artikel 1 van de GR Hecht en Holland Rijnland", "GR Hecht"),
        ("artikel 1 van de Subsidieverordening Oss is", "Subsidieverordening Oss"),
        ("artikel 1 Jeugdwet en de Participatiewet", "Jeugdwet"),
        ("artikel 1 van de Verordening Werk en Inkomen geldt", "Verordening Werk en Inkomen"),
        ("artikel 1 van de Verordening Sport en Spel Oss 2023 geldt", "Verordening Sport en Spel Oss 2023"),
        ("artikel 1 van de Verordening Jeugdhulp en Participatiewet", "Verordening Jeugdhulp"),
        ("artikel 1 van de Verordening Jeugdhulp en GGD", "Verordening Jeugdhulp"),
        ("artikel 1 van de Verordening Jeugdhulp en Raad", "Verordening Jeugdhulp"),
        ("artikel 1 van de Verordening Jeugdhulp en Artikel 3", "Verordening Jeugdhulp"),
        ("artikel 1 van de Verordening Jeugdhulp en Rijkswaterstaat stemt in", "Verordening Jeugdhulp"),
    ],
)
def test_where_the_name_of_a_law_ends(text: str, law: str) -> None:
    (found,) = find_decisions(text, BASE)
    assert found.notation == f"art. 1 {law}"
    assert text[found.start : found.end].endswith(law)


@pytest.mark.parametrize(
    "text",
    [
        "De Participatiewet, de Wmo en de Jeugdwet veranderen.",
        "Conform artikel 26 is besloten.",
        "Een 213a-onderzoek en de artikel 12-status.",
        "artikel 3 van de nota",
        "artikel 3 van de Kadernota 2025",
        "artikel 3 van de Wet stille straten wordt ruimer",
        "artikel 3 Jeugdwet-verordeningen",
        "de Jeugdwet en artikel 3 van de nota",
        "de Jeugdwet, artikel 3 van de nota",
        "de Jeugdwet, artikel 10.21 uit de nota",
        "de Jeugdwet artikel 12-status",
        "de Jeugdwet, artikel 3 Regels",
        "Jeugdwet, artikel 2023456",
        "A21.0034 en M21.0034, een A4 langs de A44",
        "motie 21.0034, motie M21.00345 en M21.0034/2023-1",
        "b en w kregen 24.000 euro",
        "artikel 3 Leiden",
        "het raadsbesluit 2019-2023",
        "het raadsbesluit van 12-12-2023",
        "het raadsbesluit 2023-12-14",
        "het raadsbesluit 2016",
        "RV 12.500 euro",
        "RV 19.00051",
        "de BW 2 en 3",
        "XRV 19.0005 en ZZ/24/3650103 en Z/24/36",
        "€ 19.0005, versie 19.0017",
    ],
)
def test_what_is_no_decision(text: str) -> None:
    assert find_decisions(text, LEIDEN) == []
    assert find_decisions(text, BASE) == []


def test_several_in_one_sentence_in_printed_order() -> None:
    text = "Na RV19.0005/RV19.0006 (B&W 19.0017, Z/19/1234567) en artikel 2 Gemeentewet."
    found = [cited.notation for cited in find_decisions(text, LEIDEN)]
    assert found == ["RV 19.0005", "RV 19.0006", "BW 19.0017", "Z/19/1234567", "art. 2 Gemeentewet"]


LISTS = [
    ("RV 21.0012 en 21.0013 liggen voor", [("RV 21.0012", "RV 21.0012"), ("21.0013", "RV 21.0013")]),
    ("(RV 21.0012/21.0013)", [("RV 21.0012", "RV 21.0012"), ("21.0013", "RV 21.0013")]),
    (
        "RV's 21.0012,21.0013, 21.0014 en 12.500 euro",
        [("RV's 21.0012", "RV 21.0012"), ("21.0013", "RV 21.0013"), ("21.0014", "RV 21.0014")],
    ),
    (
        "B&W-nummers: 20.0345 en 20.0346, RV 20.0347",
        [("B&W-nummers: 20.0345", "BW 20.0345"), ("20.0346", "BW 20.0346"), ("RV 20.0347", "RV 20.0347")],
    ),
    (
        "BW Z/22/1234567 en Z/22/1234568",
        [("BW Z/22/1234567", "BW Z/22/1234567"), ("Z/22/1234568", "Z/22/1234568")],
    ),
    ("De moties M21.0034 en M21.0035/2", [("moties M21.0034", "M21.0034"), ("M21.0035/2", "M21.0035/2")]),
    (
        "raadsbesluiten 2023-045 en 2023-046 van mei",
        [("raadsbesluiten 2023-045", "raadsbesluit 2023-045"), ("2023-046", "raadsbesluit 2023-046")],
    ),
    (
        "volgens art. 213 en 213a Gemeentewet",
        [("art. 213", "art. 213 Gemeentewet"), ("213a Gemeentewet", "art. 213a Gemeentewet")],
    ),
    (
        "artikelen 2, 4 lid 1 en 2, en 5.1 van de Jeugdwet",
        [
            ("artikelen 2", "art. 2 Jeugdwet"),
            ("4 lid 1 en 2", "art. 4 Jeugdwet"),
            ("5.1 van de Jeugdwet", "art. 5.1 Jeugdwet"),
        ],
    ),
    (
        "art. 2 lid 1 en 3 lid 2 Jeugdwet",
        [("art. 2 lid 1", "art. 2 Jeugdwet"), ("3 lid 2 Jeugdwet", "art. 3 Jeugdwet")],
    ),
    (
        "Gemeentewet, artikelen 212 en 213a bepalen dat",
        [("Gemeentewet, artikelen 212", "art. 212 Gemeentewet"), ("213a", "art. 213a Gemeentewet")],
    ),
    (
        "art. 2 Jeugdwet, art. 3 en 4 Wmo",
        [("art. 2 Jeugdwet", "art. 2 Jeugdwet"), ("art. 3", "art. 3 Wmo"), ("4 Wmo", "art. 4 Wmo")],
    ),
]


@pytest.mark.parametrize(("text", "cited"), LISTS)
def test_each_number_of_a_list_is_a_decision(text: str, cited: list[tuple[str, str]]) -> None:
    assert [(text[found.start : found.end], found.notation) for found in find_decisions(text, LEIDEN)] == cited


def test_a_name_ends_before_an_organisation_of_the_reviewed_list() -> None:
    (found,) = find_decisions("artikel 1 van de Verordening Jeugdhulp en Hecht betaalt", LEIDEN)
    assert found.notation == "art. 1 Verordening Jeugdhulp"


LONG = [
    *("RV 21.0012 en ", "21.0012, ", "M21.0034/1 ", "B&W ", "Z/22/"),
    *("artikel 1, ", "artikel 1 lid 1, 2 ", "1 lid 1, 2 onder a, ", "Jeugdwet, artikel "),
    *("Wet ", "Wet A en B ", "Verordening Werk en ", "a", "A", "(", "1"),
]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_line_takes_time_in_proportion(piece: str) -> None:
    """A line four times as long may take ten times as long at most; a quadratic search takes sixteen, each time."""
    texts = ["artikel 1 " + piece * (size // len(piece)) for size in (20_000, 80_000)]
    assert any(_is_in_proportion(*map(_seconds, texts)) for _ in range(3))


def _is_in_proportion(short: float, long: float) -> bool:
    return long < 10 * short + 0.1


def _seconds(text: str) -> float:
    began = time.process_time()
    find_decisions(text, LEIDEN)
    return time.process_time() - began


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=30).map("".join)))
def test_any_text(text: str) -> None:
    for profile in (LEIDEN, BASE):
        found = find_decisions(text, profile)
        assert all(0 <= cited.start < cited.end <= len(text) for cited in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert {cited.kind for cited in found} <= set(CODES["decision-kind"])


def test_the_real_documents_cite_what_a_person_read_and_nothing_else(shared: Path) -> None:
    stated = defaultdict(list)
    with (shared / "facts" / "references.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["normalised"]:
                stated[row["doc"], int(row["line"])].append((row["normalised"], row["raw"]))
    assert sum(map(len, stated.values())) == 14
    article = "art. 26 Gemeenschappelijke Regeling RDOG Hollands Midden"
    verbatim = "art. 26 van de Gemeenschappelijke Regeling RDOG Hollands Midden"
    stated["001", 103].append((article, verbatim))
    found = defaultdict(list)
    for path in (shared / "documents").glob("00?_*.txt"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            text = " ".join(line.split())
            for cited in find_decisions(text, LEIDEN):
                found[path.name[:3], number].append((cited.notation, text[cited.start : cited.end]))
    assert {place: sorted(cited) for place, cited in found.items()} == {p: sorted(c) for p, c in stated.items()}
