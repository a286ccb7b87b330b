"""Reviewed lists of a profile: the own list before the base's, and what is wrong in one, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ProfileError
from kg.profile import Profile, load
from kg.profile_files import names

HEADER = "organisation,variant,scope,kind,reviewed_by,reason\n"
ROW = "De Haven,,city,foundation,wij,opvang\n"


def profile_with(folder: Path, text: str | bytes, name: str = "organisations.csv") -> Profile:
    (folder / "profile.toml").write_text('[profile]\nname = "x"\nextends = "bbv"\n', encoding="utf-8")
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(folder)


@pytest.mark.parametrize("name", names())
def test_the_lists_that_ship_say_all_that_they_must(name: str) -> None:
    listed = load(name).organisations
    assert listed["Rijk"].scope == "national"
    assert all(spelling == " ".join(spelling.split()) for found in listed.values() for spelling in found.spellings)


def test_rows_of_one_organisation_are_put_together(tmp_path: Path) -> None:
    more = "De Haven,Haven,city,foundation,wij,kort\nDe Haven,Haven,city,foundation,wij,nog eens\n"
    haven = profile_with(tmp_path, "\ufeff" + HEADER + ROW + more).organisations["De Haven"]
    assert (haven.variants, haven.scope, haven.kind) == (("Haven",), "city", "foundation")
    assert haven.spellings == ("De Haven", "Haven")


def test_what_the_own_list_says_holds(tmp_path: Path) -> None:
    own = profile_with(tmp_path, HEADER + "COA,Opvangbureau,city,other,wij,eigen lezing\n").organisations
    base = load("bbv").organisations
    assert next(iter(own)) == "COA"
    assert own["COA"].variants == ("Opvangbureau", *base["COA"].variants)
    assert (own["COA"].scope, base["COA"].scope) == ("city", "national")
    assert own["UWV"] == base["UWV"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: no column organisation"),
        ("organisation,variant\n", "line 1: no column scope"),
        (HEADER + ROW + "De Haven,Haven,city\n", "line 3: not as many values"),
        (HEADER + "De Haven,,city,foundation,wij,opvang,meer\n", "line 2: not as many values"),
        (HEADER + ",Haven,city,foundation,wij,opvang\n", "line 2: organisation is empty"),
        (HEADER + "De Haven,,city,foundation,wij, \n", "line 2: reason is empty"),
        (HEADER + "De Haven,,village,foundation,wij,opvang\n", "line 2: the scope 'village'"),
        (HEADER + "De Haven,,city,harbour,wij,opvang\n", "line 2: the kind 'harbour'"),
        (HEADER + ROW + "De Haven,Haven,national,foundation,wij,opvang\n", "line 3: 'De Haven' was city"),
        (HEADER + ROW + "Haven BV,De Haven,city,company,wij,anders\n", "line 3: a spelling of 'Haven BV'"),
        (HEADER + '"De Haven"x,,city,foundation,wij,opvang\n', "line 2: "),
        (HEADER + '"De Haven', "line 2: "),
        (HEADER.encode() + b"De Haven\xe9,,city,foundation,wij,opvang\n", "UTF-8"),
    ],
)
def test_lists_that_cannot_be(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(ProfileError, match=says) as error:
        _ = profile_with(tmp_path, text).organisations
    assert "organisations.csv" in str(error.value)


def test_portfolios_are_read_the_same_way(tmp_path: Path) -> None:
    assert profile_with(tmp_path, 'portfolio\n"Water, Wind"\n', "portfolios.csv").portfolios == ("Water, Wind",)
    with pytest.raises(ProfileError, match=r"portfolios\.csv, line 1: no column portfolio"):
        _ = profile_with(tmp_path, "naam\nWater\n", "portfolios.csv").portfolios
