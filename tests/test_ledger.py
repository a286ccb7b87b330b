"""The reviewed ledger of identities: what its rows do, and what is said of rows that cannot hold."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import pytest

from kg import domain
from kg.build.check import validate
from kg.build.run import build, corpus
from kg.cli import run
from kg.errors import ProfileError
from kg.findings import Finding, Severity
from kg.profile import Profile, load
from kg.register import Register, build_register
from kg.register.ledger_rows import COLUMNS, FILE, read
from kg.validate.shapeset import all_rules
from tests.test_register import (
    BASE,
    HELPED,
    TOGETHER,
    account,
    document,
    edition,
    elements,
    indicator,
    interim,
    said,
)

ACCOUNT = "gm0546:document/annual-report-2024/part/9/"
INTERIM = "gm0546:document/interim-report-2019/part/9/"
EARLIER, LATER = "Gezondheidsproblemen worden voorkomen", "Iedere Leidenaar heeft een gezonde leefstijl"
BEFORE = "interim-report-2019/part/9/goal/"
AFTER = "annual-report-2024/part/9/goal/"

Row = dict[str, str]


def row(subject: str, target: str, **more: str) -> Row:
    """A row that says that an edition is of an element, unless more says otherwise."""
    values = dict.fromkeys(COLUMNS, "")
    values |= {
        "subject_id": subject,
        "predicate_id": "doel:editionOf",
        "object_id": target,
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "R. de Vries",
        "mapping_date": "2026-11-01",
        "comment": "nagekeken",
    }
    return values | more


def replaced(subject: str, target: str, **more: str) -> Row:
    return row(f"gm0546:{subject}", f"gm0546:{target}", predicate_id="dct:isReplacedBy", **more)


def profile_with(folder: Path, *rows: Row, extends: str = "bbv") -> Profile:
    folder.mkdir(exist_ok=True)
    toml = f'[profile]\nname = "eigen"\nextends = "{extends}"\n'
    (folder / "profile.toml").write_text(toml, encoding="utf-8")
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return load(folder)


def register(profile: Profile | None, *documents: domain.ProgrammeDocument) -> Register:
    return build_register(documents, base=BASE, profile=profile)


def two_goals() -> tuple[domain.ProgrammeDocument, ...]:
    """9B2 in far words, so that without a reviewer there are two elements."""
    return interim(edition("9B2", EARLIER)), account(edition("9B2", LATER))


def goals(found: Register) -> dict[str, list[str]]:
    return {
        name: [one.removeprefix("document/") for one in editions]
        for name, editions in elements(found).items()
        if name.startswith("goal/")
    }


APART = {"goal/9B2": [BEFORE + "9B2"], "goal/9B2-iedere-leidenaar-heeft-een": [AFTER + "9B2"]}
TOGETHER_AGAIN = {"goal/9B2": [AFTER + "9B2", BEFORE + "9B2"]}
SAME = row(ACCOUNT + "goal/9B2", "gm0546:goal/9B2")


def of_ledger(found: Register) -> list[Finding]:
    return [finding for finding in found.findings if finding.rule in ("L21", "L22", "L23")]


# ---- What rows do


def test_a_row_says_which_element_an_edition_is_of(tmp_path: Path) -> None:
    assert goals(register(None, *two_goals())) == APART
    found = register(profile_with(tmp_path, SAME), *two_goals())
    assert goals(found) == TOGETHER_AGAIN
    assert [finding.rule for finding in found.findings] == ["Y01"], "reworded, and no L04 any more"
    (status,) = said(found, "doel:status").values()
    assert status == ["code:confirmed"]
    (decided,) = [who for subject, who in said(found, "doel:decidedBy").items() if "correspondence/" in subject]
    assert decided == ['"R. de Vries"']
    assert {why for reasons in said(found, "doel:reason").values() for why in reasons} == {'"nagekeken"'}


def test_a_negated_row_keeps_apart_what_looks_the_same(tmp_path: Path) -> None:
    documents = interim(edition("9B2", EARLIER)), account(edition("9B2", EARLIER + "."))
    assert len(goals(register(None, *documents))) == 1
    apart = row(ACCOUNT + "goal/9B2", "gm0546:goal/9B2", predicate_modifier="Not")
    found = register(profile_with(tmp_path, apart), *documents)
    assert sorted(editions[0] for editions in goals(found).values()) == [AFTER + "9B2", BEFORE + "9B2"]
    assert of_ledger(found) == []
    rejected = [status for status in said(found, "doel:status").values() if status == ["code:rejected"]]
    assert len(rejected) == 1, "for the record"


def test_a_replacement_stands_between_the_elements(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, replaced("goal/9B2", "goal/9B2-iedere-leidenaar-heeft-een"))
    found = register(profile, *two_goals())
    assert said(found, "dct:isReplacedBy") == {"goal/9B2": ["goal/9B2-iedere-leidenaar-heeft-een"]}
    assert goals(found) == APART, "they stay two elements"
    assert list(said(found, "doel:status").values()) == [["code:confirmed"]]


def test_a_replacement_by_what_is_not_loaded_is_not_said(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, replaced("goal/9B2", "goal/9B7"))
    assert said(register(profile, *two_goals()), "dct:isReplacedBy") == {}


def test_of_one_by_several_is_a_split_and_of_several_by_one_a_merge(tmp_path: Path) -> None:
    documents = (
        interim(edition("9B2", EARLIER)),
        account(edition("9B4", "Schone lucht"), edition("9B5", "Stille straten")),
    )
    rows = [replaced("goal/9B2", f"goal/{key}") for key in ("9B4", "9B5")]
    changes = said(register(profile_with(tmp_path, *rows), *documents), "doel:change").values()
    assert sorted(changes) == [["code:split"], ["code:split"]]
    back = [replaced(f"goal/{key}", "goal/9B2") for key in ("9B4", "9B5")]
    other = (
        interim(edition("9B4", "Schone lucht"), edition("9B5", "Stille straten")),
        account(edition("9B2", EARLIER)),
    )
    changes = said(register(profile_with(tmp_path, *back), *other), "doel:change").values()
    assert sorted(changes) == [["code:merged"], ["code:merged"]]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_rows_is_irrelevant(tmp_path: Path, order: tuple[int, ...]) -> None:
    rows = [
        SAME,
        row(INTERIM + "goal/9B1", "gm0546:goal/9B3"),
        row(ACCOUNT + "goal/9B1", "gm0546:goal/9B3", predicate_modifier="Not"),
    ]
    documents = (
        interim(edition("9B1", "Schone lucht"), edition("9B2", EARLIER)),
        account(edition("9B1", "Schone lucht"), edition("9B2", LATER), edition("9B3", "Stille straten")),
    )
    found = register(profile_with(tmp_path, *(rows[index] for index in order)), *documents)
    assert of_ledger(found) == []
    assert goals(found)["goal/9B2"] == TOGETHER_AGAIN["goal/9B2"]
    assert BEFORE + "9B1" in goals(found)["goal/9B3"]
    assert AFTER + "9B1" not in goals(found)["goal/9B3"]
    if order != (0, 1, 2):
        first = register(profile_with(tmp_path, *rows), *documents)
        assert first.quads == found.quads


# ---- Anchors: IRIs do not hang on what is loaded


def older() -> domain.ProgrammeDocument:
    """An older document in which the second statement alone bears the code."""
    return document("annual-report", 2022, indicator("9C1.c", TOGETHER))


def of_2024(found: Register) -> dict[str, str]:
    """The elements of the indicators of the annual report 2024."""
    prefix = "document/annual-report-2024/part/9/indicator/"
    return {one.removeprefix(prefix): name for name, of in elements(found).items() for one in of if prefix in one}


def test_an_older_document_changes_iris_without_a_ledger_and_none_with_the_one_that_ships() -> None:
    newer = account(indicator("9C1.c", HELPED), indicator("9C1.c~2", TOGETHER))
    alone = of_2024(register(None, newer))
    assert of_2024(register(None, newer, older())) != alone, "so the ledger is needed"
    leiden = load("leiden")
    assert of_2024(register(leiden, newer)) == alone
    assert of_2024(register(leiden, newer, older())) == alone
    assert alone == {"9C1.c": "indicator/9C1.c", "9C1.c~2": "indicator/9C1.c-er-in-het-gesprek"}


def test_the_ledger_that_ships_fits_the_corpus() -> None:
    leiden = load("leiden")
    rows = read(leiden.reviewed_files(FILE))
    assert [row.subject[1] for row in rows] == ["9C1.c", "9C1.c~2"]
    assert {row.author for row in rows} == {"doelenboom"}
    report = validate([corpus()], engine="fast")
    assert [finding for finding in report.findings if finding.rule in ("L21", "L22", "L23")] == []


def test_two_that_change_places_in_print_are_found_by_their_words() -> None:
    swapped = account(indicator("9C1.c", TOGETHER), indicator("9C1.c~2", HELPED))
    assert of_2024(register(load("leiden"), swapped)) == {
        "9C1.c~2": "indicator/9C1.c",
        "9C1.c": "indicator/9C1.c-er-in-het-gesprek",
    }


def test_the_ledger_of_a_users_profile_overrides_the_one_that_ships(tmp_path: Path) -> None:
    newer = account(indicator("9C1.c", HELPED), indicator("9C1.c~2", TOGETHER))
    mine = row(ACCOUNT + "indicator/9C1.c~2", "gm0546:indicator/9C1.x", object_label=TOGETHER)
    found = register(profile_with(tmp_path, mine, extends="leiden"), newer)
    assert of_2024(found) == {"9C1.c": "indicator/9C1.c", "9C1.c~2": "indicator/9C1.x"}
    assert of_ledger(found) == [], "what the own list says of an edition outranks the other, and contradicts nothing"


# ---- Rows that cannot hold


def the_one(found: Register, rule: str, *lines: int) -> Finding:
    (finding,) = of_ledger(found)
    assert (finding.rule, finding.severity) == (rule, Severity.WARNING)
    assert {place.file for place in finding.places} == {f"eigen/{FILE}"}
    assert [place.span.line for place in finding.places if place.span] == list(lines)
    assert finding.message_nl != finding.message_en
    return finding


@pytest.mark.parametrize(
    ("subject", "target"),
    [
        (ACCOUNT + "goal/9B7", "gm0546:goal/9B2"),
        (ACCOUNT + "goal/9B2", "gm0546:goal/9B8"),
        (ACCOUNT + "goal/9B2~2", "gm0546:goal/9X"),
        ("gm0546:document/annual-report-2024/part/10/goal/9B2", "gm0546:goal/9B2"),
    ],
)
def test_an_unknown_code_is_a_finding_with_file_and_line(tmp_path: Path, subject: str, target: str) -> None:
    found = register(profile_with(tmp_path / "eigen", row(subject, target)), *two_goals())
    the_one(found, "L21", 2)
    assert goals(found) == APART


def test_a_row_about_a_document_that_is_not_loaded_waits(tmp_path: Path) -> None:
    absent = row("gm0546:document/annual-report-2023/part/9/goal/9B7", "gm0546:goal/9B2")
    assert of_ledger(register(profile_with(tmp_path, absent), *two_goals())) == []


def test_a_row_for_other_words_than_the_reviewer_saw_is_not_applied(tmp_path: Path) -> None:
    seen = SAME | {"subject_label": "Inwoners leven gezond"}
    found = register(profile_with(tmp_path / "eigen", seen), *two_goals())
    the_one(found, "L21", 2)
    assert goals(found) == APART
    capitals = SAME | {"subject_label": LATER.upper() + ".", "object_label": EARLIER}
    assert goals(register(profile_with(tmp_path / "eigen", capitals), *two_goals())) == TOGETHER_AGAIN


def test_two_rows_that_contradict_one_another_hold_neither(tmp_path: Path) -> None:
    other = row(ACCOUNT + "goal/9B2", "gm0546:goal/9B3", object_label="Schone lucht")
    found = register(profile_with(tmp_path / "eigen", SAME, other), *two_goals())
    the_one(found, "L22", 2, 3)
    assert goals(found) == APART


def test_two_reviewers_who_disagree_are_named(tmp_path: Path) -> None:
    no = SAME | {"predicate_modifier": "Not", "author_label": "K. Jansen"}
    found = register(profile_with(tmp_path / "eigen", SAME, no), *two_goals())
    finding = the_one(found, "L22", 2, 3)
    assert "(R. de Vries, K. Jansen)" in finding.text("nl")
    assert "Lines 2, 3" in finding.text("en")
    assert goals(found) == APART


def test_two_reviewers_who_agree_are_no_finding(tmp_path: Path) -> None:
    too = SAME | {"author_label": "K. Jansen"}
    found = register(profile_with(tmp_path / "eigen", SAME, too), *two_goals())
    assert of_ledger(found) == []
    assert goals(found) == TOGETHER_AGAIN


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_cycle_of_replacements_holds_none_of_them(tmp_path: Path, length: int) -> None:
    keys = ["9B2", "9B2-iedere-leidenaar-heeft-een", "9B9"][:length]
    rows = [replaced(f"goal/{a}", f"goal/{b}") for a, b in zip(keys, [*keys[1:], keys[0]], strict=True)]
    found = register(profile_with(tmp_path / "eigen", *rows), *two_goals())
    finding = the_one(found, "L23", *range(2, 2 + length))
    assert "vervangen door zichzelf" in finding.text("nl")
    assert said(found, "dct:isReplacedBy") == {}


def test_a_chain_of_replacements_is_no_cycle(tmp_path: Path) -> None:
    rows = [
        replaced("goal/9B2", "goal/9B2-iedere-leidenaar-heeft-een"),
        replaced("goal/9B2-iedere-leidenaar-heeft-een", "goal/9B9"),
        replaced("goal/9B2", "goal/9B9"),
    ]
    found = register(profile_with(tmp_path, *rows), *two_goals())
    assert [(finding.rule, finding.severity) for finding in of_ledger(found)] == [("L21", Severity.INFO)] * 2, "no 9B9"
    assert list(said(found, "dct:isReplacedBy")) == ["goal/9B2"]


def test_what_is_said_of_other_rows_still_holds(tmp_path: Path) -> None:
    wrong = [
        replaced("goal/9B8", "goal/9B9"),
        replaced("goal/9B9", "goal/9B8"),
        row(ACCOUNT + "goal/9B7", "gm0546:goal/9B2"),
    ]
    found = register(profile_with(tmp_path / "eigen", *wrong, SAME), *two_goals())
    assert sorted(finding.rule for finding in of_ledger(found)) == ["L21", "L23"]
    assert goals(found) == TOGETHER_AGAIN


@pytest.mark.parametrize("code", ["L20", "L21", "L22", "L23", *(f"Y0{n}" for n in range(1, 10))])
def test_each_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", code]) == 0
    assert all_rules()[code].title.en in capsys.readouterr().out


# ---- Rows that cannot be understood


MALFORMED: dict[str, tuple[dict[str, str], str]] = {
    "predicate": ({"predicate_id": "owl:sameAs"}, r"the predicate 'owl:sameAs' is none of"),
    "subject": ({"subject_id": "9B2"}, r"the subject '9B2' is not written as in gm0546:document"),
    "object": ({"object_id": "gm0546:doel/9B2"}, r"the object 'gm0546:doel/9B2' is not written as in"),
    "modifier": ({"predicate_modifier": "niet"}, r"the modifier 'niet' is neither empty nor Not"),
    "level": ({"object_id": "gm0546:indicator/9B2"}, r"of two municipalities or levels"),
    "municipality": ({"object_id": "gm0513:goal/9B2"}, r"of two municipalities or levels"),
    "author": ({"author_label": " "}, r"author_label is empty: who decided, and why\?"),
    "comment": ({"comment": ""}, r"comment is empty: who decided, and why\?"),
}


@pytest.mark.parametrize("wrong", MALFORMED)
def test_a_row_that_cannot_be_understood_is_an_error_with_file_and_line(tmp_path: Path, wrong: str) -> None:
    values, message = MALFORMED[wrong]
    other = row(ACCOUNT + "goal/9B1", "gm0546:goal/9B1")
    with pytest.raises(ProfileError, match=rf"{FILE}, line 3: .*{message}"):
        register(profile_with(tmp_path, other, SAME | values), *two_goals())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("subject_id,comment\n", "line 1: no column subject_label"),
        (",".join(COLUMNS) + "\na,b\n", "line 2: not as many values as there are columns"),
        (",".join(COLUMNS) + '\n"a\n', "line 2: .*values with commas stand in quotes"),
    ],
)
def test_a_build_with_a_bad_list_says_where_and_leaves_the_graph_that_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    graph = tmp_path / "graph"
    build([corpus() / "programme-budget-2018-programme-9.txt"], graph)
    before = (graph / "graph.nq").read_bytes()
    profile_with(tmp_path / "eigen", extends="leiden")
    (tmp_path / "eigen" / FILE).write_text(text, encoding="utf-8")
    for command in (["build", str(corpus()), "--graph", str(graph)], ["validate", str(corpus()), "--engine", "fast"]):
        assert run([*command, "--profile", str(tmp_path / "eigen")]) == 2
        assert _is_in(rf"{FILE}, {message}", capsys.readouterr().err)
    assert (graph / "graph.nq").read_bytes() == before


def _is_in(pattern: str, text: str) -> bool:
    import re

    return re.search(pattern, " ".join(text.split())) is not None


def test_a_build_with_rows_that_contradict_is_made_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = row(ACCOUNT + "goal/9B2", "gm0546:goal/9B3")
    profile_with(tmp_path / "eigen", SAME, other, extends="leiden")
    mine = ["--profile", str(tmp_path / "eigen")]
    assert run(["build", str(corpus()), "--graph", str(tmp_path / "graph"), *mine]) == 0
    assert f"eigen/{FILE}:2  L22  warning  Lines 2, 3 (R. de Vries) contradict" in capsys.readouterr().err
    never = ["validate", str(corpus()), "--engine", "fast", *mine, "--fail-on"]
    assert run([*never, "never"]) == 0
    assert "L22" in capsys.readouterr().out
    assert run([*never, "warning"]) == 1


def test_two_codes_of_one_document_are_not_one_element(tmp_path: Path) -> None:
    rows = (row(f"{ACCOUNT}goal/9B1", "gm0546:goal/9B1"), row(f"{ACCOUNT}goal/9B2", "gm0546:goal/9B1"))
    profile = profile_with(tmp_path, *rows)
    found = register(profile, account(edition("9B1", EARLIER), edition("9B2", "Schone lucht in de hele stad")))
    (finding,) = found.findings
    assert (finding.rule, finding.line) == ("L22", 2)
    assert len(goals(found)) == 2


def test_a_replacement_by_what_is_not_there_is_told(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, replaced("goal/9B1", "goal/9B7"))
    (finding,) = register(profile, account(edition("9B1", EARLIER))).findings
    assert finding.rule == "L21"
    assert "goal/9B7" in finding.text("en")
    assert register(profile, account(edition("9C1", EARLIER))).findings == (), "neither is loaded"


def test_a_row_for_other_words_says_both(tmp_path: Path) -> None:
    profile = profile_with(tmp_path, row(f"{ACCOUNT}goal/9B1", "gm0546:goal/9B1", subject_label="Schone lucht"))
    (finding,) = register(profile, account(edition("9B1", EARLIER))).findings
    assert finding.text("en") == (
        f'The reviewed row is about "Schone lucht". The document now says "{EARLIER}"; the row is not applied.'
    )
