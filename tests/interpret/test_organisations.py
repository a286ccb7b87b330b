"""Organisations in running text: whole names only, the longest first, as typography may print them."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.interpret.organisations import find_organisations
from kg.profile import load

LEIDEN = load("leiden")
BASE = load("bbv")
SPELLINGS = sorted(spelling for found in LEIDEN.organisations.values() for spelling in found.spellings)
GLUE = [" ", "-", "’s ", "'", "s", ", ", "/", "(", ")", "", "A"]


def named(text: str) -> list[tuple[str, str]]:
    return [(text[n.start : n.end], n.organisation) for n in find_organisations(text, LEIDEN)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Het Rijk betaalt.", [("Rijk", "Rijk")]),
        ("Rijk/gemeente", [("Rijk", "Rijk")]),
        (
            "De (GGD) meet; GGD-monitor, GGD- en RAV-taken.",
            [("GGD", "GGD"), ("GGD", "GGD"), ("GGD", "GGD"), ("RAV", "RAV")],
        ),
        ("onze SWT's en JGT’s", [("SWT", "Sociaal Wijkteam"), ("JGT", "Jeugd- en Gezinsteam")]),
        ("met DZB Leiden", [("DZB Leiden", "DZB")]),
        ("in Holland Rijnland Wonen", [("Holland Rijnland Wonen", "Holland Rijnland Wonen")]),
        ("in Holland Rijnland wonen", [("Holland Rijnland", "Holland Rijnland")]),
        ("bij Incluzio Leiden-Noord", [("Incluzio", "Incluzio Leiden")]),
        ("‘Ons Doel’ bouwt", [("Ons Doel", "Ons Doel")]),
        ("via het Trimbos‑instituut", [("Trimbos‑instituut", "Trimbos-instituut")]),
        ("de voorheen Snelle Hulp bij Schulden", [("Snelle Hulp bij Schulden", "Eerste Hulp bij Geldzorgen")]),
        ("alle sociale wijkteams", [("sociale wijkteams", "Sociaal Wijkteam")]),
    ],
)
def test_names_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "een rijk leven in het Koninkrijk, de Rijksweg, de rijksbijdrage",
        "wie waarde hecht aan rust, is gehecht",
        "Ons doel is helder",
        "nieuwe energie en Nieuwe Energie voor de wijk",
        "regio-GGD, GGD-Zuid, GGD2, XGGD",
        "SOLIDAIR, COAlitie, vtwonen",
        "Noord-Midden-Holland",
        "",
    ],
)
def test_no_names(text: str) -> None:
    assert named(text) == []


def test_the_base_knows_no_organisation_of_a_city() -> None:
    text = "Hecht, DZB en het COA"
    assert [found.organisation for found in find_organisations(text, BASE)] == ["COA"]


def test_a_profile_of_ones_own_goes_before_the_base(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text('[profile]\nname = "x"\nextends = "bbv"\n', encoding="utf-8")
    header = "organisation,variant,scope,kind,reviewed_by,reason\n"
    rows = "GGD Dorp,GGD,city,other,wij,onze\nD'n Hof,,city,other,wij,zaal\n"
    (tmp_path / "organisations.csv").write_text(header + rows, encoding="utf-8")
    text = "GGD in D’n Hof"
    found = find_organisations(text, load(tmp_path))
    assert [(n.organisation, n.start, n.end) for n in found] == [("GGD Dorp", 0, 3), ("D'n Hof", 7, 14)]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_that_ships_is_found_whole(spelling: str) -> None:
    (found,) = find_organisations(f"Met {spelling}, zo staat er.", LEIDEN)
    assert (found.start, found.end) == (4, 4 + len(spelling))
    assert spelling in LEIDEN.organisations[found.organisation].spellings


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from([*SPELLINGS, *GLUE]), max_size=20).map("".join)))
def test_any_text(text: str) -> None:
    for profile in (LEIDEN, BASE):
        found = find_organisations(text, profile)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert {one.organisation for one in found} <= profile.organisations.keys()
        around = [(text[: one.start][-1:], text[one.end :][:1]) for one in found]
        assert not any(re.match(r"\w", character) for pair in around for character in pair)


ONLY_A_WORD_FOR_IT = {("001", "Programmateam Maatschappelijke Zorg Leidse Regio", "48"): "programmateam"}
"""Where the line does not print the name, but a word that only its text tells: that generic word is found."""


def test_all_parties_that_a_person_read_are_found_on_their_lines(shared: Path) -> None:
    with (shared / "facts" / "parties.csv").open(encoding="utf-8", newline="") as file:
        parties = list(csv.DictReader(file))
    assert len(parties) == 57
    lines = {doc: _lines(shared, doc) for doc in {party["doc"] for party in parties}}
    lost = [place for party in parties for place in _places(party) if not _is_named(place, lines[party["doc"]])]
    assert lost == []


def _lines(shared: Path, doc: str) -> list[str]:
    (path,) = (shared / "documents").glob(f"{doc}_*.txt")
    return path.read_text(encoding="utf-8").splitlines()


def _places(party: dict[str, str]) -> list[tuple[str, str, str]]:
    bare = re.sub(r" \([^)]*\)$", "", party["name"])
    return [(party["doc"], bare, lines) for lines in party["line"].split(";")]


def _is_named(place: tuple[str, str, str], lines: list[str]) -> bool:
    first, _, last = place[2].partition("-")
    text = " ".join(" ".join(lines[int(first) - 1 : int(last or first)]).split())
    wanted = ONLY_A_WORD_FOR_IT.get(place, place[1])
    found = [LEIDEN.organisations[named.organisation] for named in find_organisations(text, LEIDEN)]
    return any(wanted in organisation.spellings for organisation in found)
