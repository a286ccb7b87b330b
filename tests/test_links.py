"""Reviewed links to the outside: task fields, national indicators, registers of organisations."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from kg import domain
from kg.domain import Level
from kg.errors import ProfileError
from kg.profile import Profile, load
from kg.profile_files import names
from kg.register import Register, build_register
from kg.register.linked import read_known
from kg.register.links import read_links
from tests.test_register import BASE, account, edition, indicator, said

HEADER = "level,code,label,predicate,object,reviewed_by,reason\n"
AREA = "policy-area,9B,Preventie,touches-task-field,2023/7.1,wij,volksgezondheid\n"
CLIENTS = "Aantal clienten met een maatwerkarrangement WMO per 1.000 inwoners"
NATIONAL = "Cliënten met een maatwerkarrangement Wmo"
BZK = "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"
TOOI = "https://identifier.overheid.nl/tooi/id"


def profile_with(folder: Path, rows: str) -> Profile:
    (folder / "profile.toml").write_text('[profile]\nname = "x"\nextends = "bbv"\n', encoding="utf-8")
    (folder / "links.csv").write_text(HEADER + rows, encoding="utf-8")
    return load(folder)


def mentioning(name: str, *, national: bool) -> domain.ProgrammeDocument:
    mention = domain.Mention(key="1", organisation=name, label=name, national=national, evidence=())
    whole = account(edition("9B", "Preventie"))
    return replace(whole, parts=(replace(whole.parts[0], mentions=(mention,)),))


def facts(register: Register, subject: str) -> dict[str, list[str]]:
    """What is said of a thing, by property, in short names."""
    found: dict[str, list[str]] = {}
    for s, p, o, _graph in register.quads:
        if s == f"<{subject}>":
            found.setdefault(p.rsplit("#", 1)[-1].rsplit("/", 1)[-1].rstrip(">"), []).append(o.strip("<>"))
    return found


def test_a_policy_area_touches_task_fields_of_the_lists_that_were_named(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, AREA + AREA.replace("2023/", "2025/"))
    register = build_register([account(edition("9B", "Preventie"))], base=BASE, profile=profile)
    assert said(register, "doel:touchesTaskField") == {
        "policy-area/9B": [f"{BASE}task-field/2023/7.1", f"{BASE}task-field/2025/7.1"]
    }
    field = facts(register, f"{BASE}task-field/2023/7.1")
    assert field["prefLabel"] == ['"Volksgezondheid"@nl']
    assert (field["notation"], field["inScheme"]) == (['"7.1"'], [f"{BASE}task-fields/2023"])
    assert len(facts(register, f"{BASE}task-fields/2023")["prefLabel"]) == 2
    assert facts(register, f"{BASE}task-field/2023/7.2") == {}  # what nobody links is not described


def test_a_link_says_who_made_it_and_why(tmp_path: Path) -> None:
    register = build_register([account(edition("9B", "Preventie"))], base=BASE, profile=profile_with(tmp_path, AREA))
    link = facts(register, f"{BASE}gm0546/link/policy-area/9B/touches-task-field/2023-7-1")
    assert link == {
        "type": ["https://w3id.org/doelenboom/def#ReviewedLink"],
        "linkSubject": [f"{BASE}gm0546/policy-area/9B"],
        "linkKind": ["https://w3id.org/doelenboom/code/touches-task-field"],
        "linkObject": [f"{BASE}task-field/2023/7.1"],
        "decidedBy": ['"wij"'],
        "reason": ['"volksgezondheid"@en'],
    }


def test_a_code_with_far_words_or_near_words_with_another_code_are_not_linked(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, AREA)
    for area in (edition("9B", "Openbare orde"), edition("9C", "Preventie")):
        register = build_register([account(area)], base=BASE, profile=profile)
        assert said(register, "doel:touchesTaskField") == {}
    goal = build_register([account(edition("9B", "Preventie", level=Level.GOAL))], base=BASE, profile=profile)
    assert said(goal, "doel:touchesTaskField") == {}


def test_an_indicator_equals_a_national_one_that_says_where_it_is_from(tmp_path: Path) -> None:
    row = f"indicator,9C2.b,{CLIENTS},equals-national-indicator,{NATIONAL},wij,de bron zegt het\n"
    register = build_register([account(indicator("9C2.b", CLIENTS))], base=BASE, profile=profile_with(tmp_path, row))
    iri = f"{BASE}national-indicator/clienten-met-een-maatwerkarrangement-wmo"
    assert said(register, "doel:equalsNationalIndicator") == {"indicator/9C2.b": [iri]}
    assert facts(register, iri)["origin"] == ['"Regeling beleidsindicatoren (BBV)"@nl']
    graphs = {graph for subject, _, _, graph in register.quads if subject == f"<{iri}>"}
    assert graphs == {f"<{BASE}graph/shared>"}


def test_without_a_code_the_wording_must_be_the_same(tmp_path: Path) -> None:
    row = "indicator,,Niet-sporters,equals-national-indicator,Niet-sporters,wij,zo heet hij\n"
    profile = profile_with(tmp_path, row)
    documents = [account(indicator("1A1.a", "niet-sporters"), indicator("1A1.b", "Niet-sporters (eigen enquête)"))]
    found = said(build_register(documents, base=BASE, profile=profile), "doel:equalsNationalIndicator")
    assert list(found) == ["indicator/1A1.a"]


@pytest.mark.parametrize("national", [True, False])
def test_an_organisation_is_linked_where_it_is_described(tmp_path: Path, national: bool) -> None:
    name = BZK if national else "gemeente Leiderdorp"
    iri = f"{TOOI}/ministerie/mnre1034" if national else f"{TOOI}/gemeente/gm0547"
    row = f"organisation,,{name},exact-match,{iri},wij,zo heet zij daar\n"
    register = build_register([mentioning(name, national=national)], base=BASE, profile=profile_with(tmp_path, row))
    (link,) = [quad for quad in register.quads if quad[1].endswith("#exactMatch>")]
    assert link[2] == f"<{iri}>"
    assert link[3] == (f"<{BASE}graph/shared>" if national else f"<{BASE}gm0546/graph/register>")
    assert len(said(register, "doel:linkObject")) == 1
    assert len(set(register.quads)) == len(register.quads)


def test_what_the_own_list_says_is_equal_stands_alone(tmp_path: Path) -> None:
    other = "http://www.wikidata.org/entity/Q1"
    row = f"organisation,,{BZK},exact-match,{other},wij,anders\n"
    register = build_register([mentioning(BZK, national=True)], base=BASE, profile=profile_with(tmp_path, row))
    assert [quad[2] for quad in register.quads if quad[1].endswith("#exactMatch>")] == [f"<{other}>"]


def test_nothing_is_linked_without_a_profile() -> None:
    register = build_register([account(edition("9B", "Preventie"))], base=BASE)
    assert said(register, "doel:touchesTaskField") == {}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (AREA.replace("policy-area", "area"), "line 2: the level 'area'"),
        (AREA.replace("touches-task-field", "touches"), "line 2: the predicate 'touches'"),
        (AREA.replace("2023/7.1", "7.1"), "line 2: '7.1' is no task field"),
        (AREA.replace("2023/7.1", "2025/6.2"), "line 2: '2025/6.2' is no task field"),
        (AREA.replace("wij", ""), "line 2: reviewed_by is empty"),
        (AREA.replace("volksgezondheid", ""), "line 2: reason is empty"),
        (AREA + AREA.replace("Preventie", ""), "line 3: label is empty"),
        (AREA.replace("policy-area", "organisation"), "line 2: touches-task-field is not for"),
        ("goal,9B1,X,equals-national-indicator,Banen,wij,a\n", "line 2: equals-national-indicator is for indicators"),
        ("indicator,9B1.a,X,equals-national-indicator,Geluk,wij,a\n", "line 2: 'Geluk' is not in national_indicators"),
        (
            "indicator,9B1.a,X,equals-national-indicator,Banen,wij,a\n"
            "indicator,9B1.a,X,equals-national-indicator,Niet-sporters,zij,b\n",
            "line 3: line 2 says that 'X' equals 'Banen'",
        ),
        (f"goal,9B1,X,exact-match,{TOOI}/gemeente/gm0546,wij,a\n", "line 2: exact-match is not for"),
        (f"organisation,,X,exact-match,{TOOI}/gemeente/gm9999,wij,a\n", "line 2: .* is no municipality"),
        ("organisation,,X,exact-match,https://example.org/x,wij,a\n", "line 2: .* is no IRI of TOOI or Wikidata"),
        ("organisation,,X,exact-match,Q42,wij,a\n", "line 2: 'Q42' is no IRI"),
        ("organisation,,X,exact-match\n", "line 2: not as many values"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(tmp_path: Path, rows: str, says: str) -> None:
    with pytest.raises(ProfileError, match=says) as raised:
        read_links(profile_with(tmp_path, rows))
    assert str(tmp_path / "links.csv") in str(raised.value)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("task_fields.csv", "list,code,label\n2024,7.1,Volksgezondheid\n", "line 2: the list '2024'"),
        ("task_fields.csv", "list,code,label\n2025,7.1,\n", "line 2: label is empty"),
        ("task_fields.csv", "list,code,label\n2025,7.1,A\n2025,7.1,B\n", "line 3: 2025/7.1 stands twice"),
        ("national_indicators.csv", "indicator,origin,reviewed_by,reason\nX,,wij,a\n", "line 2: origin is empty"),
    ],
)
def test_a_bad_list_of_what_is_known_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    profile = profile_with(tmp_path, "")
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=says):
        read_known(profile)


@pytest.mark.parametrize("name", names())
def test_the_lists_that_ship_can_be_read(name: str) -> None:
    links = read_links(load(name))
    assert sum(map(len, links.lists)) >= 1


def test_the_task_fields_are_those_that_were_delivered(shared: Path) -> None:
    with (shared / "facts" / "task_fields.csv").open(encoding="utf-8", newline="") as file:
        delivered = {
            (first, row["code"], " ".join(row["label_as_delivered"].split()))
            for row in csv.DictReader(file)
            for first in ("2023", "2025")
            if first in row["years"].split("|")
        }
    known = read_known(load("bbv")).task_fields
    assert {(*name.split("/"), label) for name, label in known.items()} == delivered
    assert len(known) == len(delivered)
