"""Whether higher or lower is better: reviewed rows, and the indicators that they hold for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import domain, terms, vocabulary
from kg.build.load import load_documents
from kg.build.run import build, corpus
from kg.errors import ProfileError
from kg.profile import Profile, load
from kg.profile_files import names
from kg.register import build_register
from kg.register.directions import read_directions
from kg.register.element import Element
from kg.register.guards import nearness
from kg.register.identity import identify
from kg.register.ledger import Ledger
from kg.register.order import stated_in_order
from kg.register.outline import outline
from tests.test_register import BASE, HELPED, SERIOUS, TOGETHER, account, document, indicator

HEADER = "code,indicator,direction,reviewed_by,reason\n"
SAFE = "Percentage inwoners dat zich veilig voelt in de buurt"
UNSAFE = "Percentage inwoners dat zich onveilig voelt in de buurt"
STAY = "Gemiddelde verblijfsduur in vrouwenopvang in maanden"


def profile_with(folder: Path, text: str, extends: str = "bbv") -> Profile:
    (folder / "profile.toml").write_text(f'[profile]\nname = "x"\nextends = "{extends}"\n', encoding="utf-8")
    (folder / "directions.csv").write_text(text, encoding="utf-8")
    return load(folder)


def elements(*documents: domain.ProgrammeDocument) -> list[Element]:
    return identify(stated_in_order([outline(document, BASE) for document in documents]), Ledger()).elements


def direction(profile: Profile, *documents: domain.ProgrammeDocument) -> dict[str, str | None]:
    """The direction of each element by its key; None where nothing is said."""
    read = read_directions(profile)
    found = {element.key: read.of(element) for element in elements(*documents)}
    return {key: row.direction if row else None for key, row in found.items()}


def test_a_row_holds_for_its_code_and_a_near_wording(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, HEADER + f"9D1.c,{STAY},lower,wij,kort\n")
    near = "Gemiddelde verblijfsduur vrouwenopvang in maanden"
    assert direction(profile, account(indicator("9D1.c", near))) == {"9D1.c": "lower-is-better"}
    assert direction(profile, account(indicator("9D1.d", near))) == {"9D1.d": None}  # another code
    assert direction(profile, account(indicator("9D1.c", "Aantal plaatsen in de opvang"))) == {"9D1.c": None}  # reused


def test_one_code_with_two_wordings_takes_two_rows(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, HEADER + f'9C1.c,"{HELPED}",higher,wij,snel\n9C1.c,"{TOGETHER}",open,wij,samen\n')
    both = account(indicator("9C1.c", HELPED), indicator("9C1.c~2", TOGETHER))
    assert direction(profile, both) == {"9C1.c": "higher-is-better", "9C1.c-er-in-het-gesprek": "open"}


def test_a_renumbered_or_reworded_indicator_is_known_by_any_of_its_editions(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, HEADER + f'9C1.b,"{SERIOUS}",higher,wij,serieus\n')
    reworded = SERIOUS.replace("inwoners", "bewoners")
    documents = (document("programme-budget", 2018, indicator("9C1.b", SERIOUS)), account(indicator("9C1.b", reworded)))
    assert direction(profile, *documents) == {"9C1.b": "higher-is-better"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SAFE, UNSAFE),
        ("Aantal inwoners dat sport", "Aantal inwoners dat niet sport"),
        ("Inwoners die minder bewegen dan de norm", "Inwoners die meer bewegen dan de norm"),
        ("Afname van het aantal meldingen", "Toename van het aantal meldingen"),
    ],
)
def test_a_wording_that_says_the_opposite_is_never_near(first: str, second: str) -> None:
    assert nearness(first, second) == nearness(second, first) == 0
    assert nearness(first, first) == nearness(second, second) == 100


def test_a_row_without_a_code_holds_for_any_and_gives_way_to_one_with_it(tmp_path: Path) -> None:
    text = HEADER + f",{SAFE},higher,wij,veilig\n2A1.b,{SAFE},open,wij,anders gemeten\n"
    profile = profile_with(tmp_path, text)
    assert direction(profile, account(indicator("2A1.a", SAFE))) == {"2A1.a": "higher-is-better"}
    assert direction(profile, account(indicator("2A1.b", SAFE))) == {"2A1.b": "open"}
    assert direction(profile, account(indicator("2A1.a", UNSAFE))) == {"2A1.a": None}


def test_the_own_list_outranks_the_base(tmp_path: Path) -> None:
    label = "Netto arbeidsparticipatie"
    assert direction(load("bbv"), account(indicator("1A1.a", label))) == {"1A1.a": "higher-is-better"}
    own = profile_with(tmp_path, HEADER + f",{label},open,wij,niet ons doel\n")
    assert direction(own, account(indicator("1A1.a", label))) == {"1A1.a": "open"}


def test_rows_that_are_only_near_and_do_not_agree_say_nothing(tmp_path: Path) -> None:
    first, second = "Gemiddelde duur opvang dagen", "Gemiddelde duur opvang in weken per jaar"
    middle = "Gemiddelde duur opvang in dagen per jaar"
    assert nearness(first, second) == 0  # so one list may hold both
    assert nearness(first, middle) > 0
    assert nearness(second, middle) > 0
    profile = profile_with(tmp_path, HEADER + f"1A1.a,{first},lower,wij,een\n1A1.a,{second},higher,wij,twee\n")
    assert direction(profile, account(indicator("1A1.a", middle))) == {"1A1.a": None}
    assert direction(profile, account(indicator("1A1.a", first))) == {"1A1.a": "lower-is-better"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,indicator\n", "line 1: no column direction"),
        (HEADER + f"9D1.c,{STAY},down,wij,kort\n", "line 2: the direction 'down' is none of higher, lower, open"),
        (HEADER + f"9D1.c,{STAY},lower,wij, \n", "line 2: reason is empty"),
        (HEADER + f"9D1.c,{STAY},lower,,kort\n", "line 2: reviewed_by is empty"),
        (HEADER + "9D1.c,,lower,wij,kort\n", "line 2: indicator is empty"),
        (HEADER + f"9D1.c,{STAY},lower,wij\n", "line 2: not as many values"),
        (HEADER + f"9D1.c,{STAY},lower,wij,kort\n9D1.c,{STAY},higher,zij,lang\n", "line 3: wij in line 2 says"),
        (HEADER + f"9D1.c,{STAY},lower,wij,a\n9D1.c,{STAY[:-8]} dagen,higher,zij,b\n", "line 3: wij in line 2 says"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ProfileError, match=says) as raised:
        read_directions(profile_with(tmp_path, text))
    assert str(tmp_path / "directions.csv") in str(raised.value)


@pytest.mark.parametrize("name", names())
def test_the_lists_that_ship_can_be_read(name: str) -> None:
    assert all(read_directions(load(name)).lists)


def test_rows_that_fit_nothing_are_told_of_the_own_list_only(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, HEADER + f"9D1.c,{STAY},lower,wij,a\n9D1.x,{STAY},lower,wij,b\n")
    known = elements(account(indicator("9D1.c", STAY)))
    assert read_directions(profile).idle(known) == ["directions.csv, line 3"]


def test_the_register_says_direction_reviewer_and_reason_of_the_indicator(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, HEADER + f"9D1.c,{STAY},lower,wij,een kort verblijf\n")
    documents = [account(indicator("9D1.c", STAY), indicator("9D1.e", "Aantal gehuisveste statushouders in Leiden"))]
    wanted = {vocabulary.doel(name) for name in ("direction", "directionReason", "directionReviewedBy")}
    quads = build_register(documents, base=BASE, profile=profile).quads
    said = [quad for quad in quads if quad[1][1:-1] in wanted]
    assert {(s, g) for s, _, _, g in said} == {
        (f"<{BASE}gm0546/indicator/9D1.c>", f"<{BASE}gm0546/graph/register>"),
    }
    assert [value for _, _, value, _ in said] == [
        terms.iri(vocabulary.code("lower-is-better")),
        terms.text("een kort verblijf", "en"),
        terms.string("wij"),
    ]
    without = build_register(documents, base=BASE).quads
    assert not [quad for quad in without if quad[1][1:-1] in wanted]


# What a person presumed of the indicators of the annual report, before the list was made (facts/README.md, 12).
PRESUMED = {
    "lower-is-better": {"9B1.b", "9D1.a", "9D1.b", "9D1.c", "9D1.d"},
    "open": {"9A1.f", "9C2.b", "9D1.e"},
}


def test_leiden_has_a_direction_for_each_of_its_indicators(shared: Path) -> None:
    files = sorted((shared / "documents").glob("00*.txt"))
    outlines = [outline(one, BASE) for one in load_documents(files).documents]
    read = read_directions(load("leiden"))
    elements = identify(stated_in_order(outlines), Ledger()).elements
    known = [element for element in elements if element.level is domain.Level.INDICATOR]
    found = {element.key: read.of(element) for element in known}
    assert len(found) == 19
    for key, row in found.items():
        presumed = next((name for name, keys in PRESUMED.items() if key in keys), "higher-is-better")
        assert row is not None, key
        assert row.direction == presumed, key
    assert read.idle(known) == []


def test_a_build_tells_the_rows_that_fit_nothing(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, HEADER + f"9Z9.a,{STAY},lower,wij,a\n", extends="leiden")
    report = build([corpus() / "programme-budget-2018-programme-9.txt"], tmp_path / "graph", profile=profile.folders[0])
    assert report.idle == ["directions.csv, line 2"]
    assert json.loads((tmp_path / "graph" / "build.json").read_bytes())["idle_rows"] == report.idle
