"""One name for a source: the reviewed lists, and what the register and the shared graph say with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ProfileError
from kg.identifiers import slug
from kg.profile import Profile, load
from kg.profile_files import names
from kg.register import build_register
from kg.register.sources import read_sources, spelling
from tests.test_register import BASE, SERIOUS, account, indicator, interim, said

HEADER = "source,variant,reviewed_by,reason\n"


def profile_with(folder: Path, text: str) -> Profile:
    (folder / "profile.toml").write_text('[profile]\nname = "x"\nextends = "bbv"\n', encoding="utf-8")
    (folder / "sources.csv").write_text(text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("name", names())
def test_the_lists_that_ship_put_spellings_together(name: str) -> None:
    sources = read_sources(load(name))
    for printed in ("CEO Wmo", "CEO WMO**", "Cliëntervaringsonderzoek Wmo", "Cliëntervaringsonderzoek WMO*"):
        assert sources.name(printed) == "CEO Wmo"
    assert sources.name("GMSD (BBV - via wsjg)") == sources.name("Gemeentelijke Monitor Sociaal Domein") == "GMSD"
    assert sources.name("wsjg") == sources.name("waarstaatjegemeente.nl") == "Waarstaatjegemeente"
    assert sources.name("Centraal Bureau voor de Statistiek") == "CBS"


def test_a_city_has_names_of_its_own_before_those_of_the_base(tmp_path: Path) -> None:
    assert read_sources(load("leiden")).name("Binnenvest") == "De Binnenvest"
    assert read_sources(load("bbv")).name("Binnenvest") == "Binnenvest"
    own = read_sources(profile_with(tmp_path, HEADER + "Klantonderzoek,CEO Wmo,wij,zo heet het bij ons\n"))
    assert own.name("CEO Wmo*") == "Klantonderzoek"
    assert own.name("CBS") == "CBS"


@pytest.mark.parametrize(
    "printed", ["Stadsenquête", "Stadsenquête*", "Stadsenquête **", "Stadsenquête¹", "Stadsenquête 1)"]
)
def test_a_footnote_mark_makes_no_second_source(printed: str) -> None:
    assert spelling(printed) == "Stadsenquête"
    assert slug(read_sources(None).name(printed)) == "stadsenquete"


def test_a_mark_alone_stays_what_it_is() -> None:
    assert spelling("*") == "*"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("source,variant\n", "line 1: no column reviewed_by"),
        (HEADER + "CBS,Statistiek,wij,\n", "line 2: reason is empty"),
        (HEADER + ",Statistiek,wij,kort\n", "line 2: source is empty"),
        (
            HEADER + "CBS,Statistiek,wij,a\nSCP,statistiek,wij,b\n",
            "line 3: 'statistiek' is already a spelling",
        ),
        (HEADER + "CBS,Statistiek,wij,a\nStatistiek,,wij,b\n", "line 3: 'Statistiek' is already a spelling of 'CBS'"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ProfileError, match=says):
        read_sources(profile_with(tmp_path, text))


def test_spellings_are_one_source_with_its_reviewed_name() -> None:
    full = "Cliëntervaringsonderzoek Wmo"
    documents = [
        interim(indicator("9C1.a", SERIOUS, full), indicator("9A1.c", "Vrijwilligerswerk", "Stadsenquête*")),
        account(indicator("9C1.a", SERIOUS, "CEO WMO"), indicator("9A1.c", "Vrijwilligerswerk", "Stadsenquête")),
    ]
    found = build_register(documents, base=BASE, profile=load("bbv"))
    ceo, survey = f"{BASE}source/ceo-wmo", f"{BASE}source/stadsenquete"
    assert said(found, "doel:hasSource") == {"indicator/9C1.a": [ceo], "indicator/9A1.c": [survey]}
    labels, others = said(found, "rdfs:label"), said(found, "skos:altLabel")
    assert (labels[ceo], labels[survey]) == (['"CEO Wmo"@nl'], ['"Stadsenquête"@nl'])
    assert sorted(others[ceo]) == ['"CEO WMO"@nl', f'"{full}"@nl']
    assert survey not in others
    graphs = {graph for subject, _, _, graph in found.quads if subject in (f"<{ceo}>", f"<{survey}>")}
    assert graphs == {f"<{BASE}graph/shared>"}
    without = build_register(documents, base=BASE)  # nobody reviewed: two sources, each as printed
    assert said(without, "doel:hasSource")["indicator/9C1.a"] == [ceo]
    assert f"{BASE}source/clientervaringsonderzoek-wmo" in said(without, "rdfs:label")
