"""Two documents side by side: questions of researchers, answered by hand from the facts, and a made cycle."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from kg.build.run import build
from kg.charts.compare_chart import compare_chart
from kg.errors import NotSupported, QueryFailed
from kg.history import Comparison, compare
from kg.history.documents import documents_named
from kg.store import Graph
from tests.history.made import ACCOUNT_20, ACCOUNT_21, BASE, BUDGET_20, BUDGET_21, build_made

INTERIM, ACCOUNT, BUDGET = "interim-report-2019", "annual-report-2024", "programme-budget-2018"
FILES = {INTERIM: "000", ACCOUNT: "001", BUDGET: "004"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return build_made(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    directory = tmp_path_factory.mktemp("shipped") / "graph"
    build(graph=directory)
    return Graph.open(directory)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Graph:
    """The documents as users have them."""
    directory = tmp_path_factory.mktemp("whole") / "graph"
    build([shared / "documents"], directory)
    return Graph.open(directory)


@pytest.fixture(params=["shipped", "whole"])
def leiden(request: pytest.FixtureRequest) -> Graph:
    graph: Graph = request.getfixturevalue(request.param)
    return graph


def between(graph: Graph, first: str, second: str) -> Comparison:
    return compare(graph, *(documents_named(graph, name)[0].iri for name in (first, second)))


def changed(told: Comparison, kind: str, level: str = "") -> list[str]:
    found = [one for one in told.changes if kind in one.change.kinds]
    return [one.element.code for one in found if level in ("", one.element.level)]


def left(told: Comparison) -> set[tuple[str, str, str, tuple[str, ...], int]]:
    return {
        (one.what, one.reason, one.document.name, tuple(name.code for name in one.about), one.count)
        for one in told.not_compared
    }


# ---- Questions of researchers (shared/facts/questions.md), on the corpus that ships and on the whole documents


def test_question_9_goals_that_changed_their_wording(leiden: Graph) -> None:
    assert changed(between(leiden, INTERIM, ACCOUNT), "reworded", "goal") == ["9B1"]
    assert changed(between(leiden, BUDGET, ACCOUNT), "reworded", "goal") == []  # 9A1 is the only goal in both


def test_question_10_goals_and_performance_targets_that_appeared_or_disappeared(leiden: Graph) -> None:
    told = between(leiden, INTERIM, ACCOUNT)
    assert changed(told, "new") == ["9B3", "9B3.1", "9B3.2", "9B3.3"]
    assert changed(told, "dropped") == ["9B2.2"]
    assert told.proposals == ()


def test_question_11_performance_targets_that_changed_their_wording(leiden: Graph) -> None:
    reworded = ["9A1.1", "9A1.2", "9A1.3"]
    assert changed(between(leiden, INTERIM, ACCOUNT), "reworded", "performance-target") == reworded
    assert changed(between(leiden, BUDGET, INTERIM), "reworded", "performance-target") == reworded
    assert changed(between(leiden, BUDGET, ACCOUNT), "reworded", "performance-target") == []  # and back again


def test_question_20_targets_raised_lowered_or_kept(leiden: Graph) -> None:
    told = between(leiden, BUDGET, ACCOUNT)
    moves = {one.element.code: (one.way, one.earlier.verbatim, one.later.verbatim) for one in told.targets}
    assert moves == {
        "9A1.a": ("kept", "6,1", "6,1"),
        "9A1.b": ("raised", "37%", "40%"),
        "9A1.c": ("kept", "35%", "35%"),
        "9A1.d": ("kept", "71%", "71%"),
        "9A1.e": ("kept", "52%", "52%"),
        "9A1.f": ("raised", "21%", "22%"),
    }
    assert {(one.earlier.year, one.later.year) for one in told.targets} == {(2021, 2024)}
    assert told.restated == ()


def test_what_only_one_document_covers_is_neither_new_nor_gone(leiden: Graph) -> None:
    told = between(leiden, BUDGET, ACCOUNT)
    assert told.changes == ()
    assert [(one.element.code, one.earlier, one.later) for one in told.areas] == [
        ("9A", True, True),
        ("9B", False, True),
        ("9C", False, True),
        ("9D", False, True),
    ]
    rest = ("9B", "9C", "9D")
    assert left(told) == {
        ("policy-area", "tree-not-stated", BUDGET, ("9",), 2),
        ("goal", "tree-not-stated", BUDGET, rest, 7),
        ("performance-target", "tree-not-stated", BUDGET, rest, 14),
        ("indicator", "tree-not-stated", BUDGET, rest, 13),
        ("reserve", "none-printed", BUDGET, (), 6),
        ("money", "no-money", BUDGET, (), 1),
    }


def test_a_report_that_prints_no_indicators_makes_none_new(leiden: Graph) -> None:
    told = between(leiden, INTERIM, ACCOUNT)
    assert ("indicator", "none-printed", INTERIM, ("9A", "9B", "9C", "9D"), 19) in left(told)
    assert changed(told, "new", "indicator") == []


@pytest.mark.parametrize(("first", "second"), [(INTERIM, ACCOUNT), (BUDGET, ACCOUNT), (BUDGET, INTERIM)])
def test_the_answers_are_those_of_the_facts_read_by_hand(whole: Graph, shared: Path, first: str, second: str) -> None:
    told = between(whole, first, second)
    for level, file in (("goal", "goals.csv"), ("performance-target", "performances.csv")):
        facts = _labels(shared / "facts" / file)
        before, after = facts[FILES[first]], facts[FILES[second]]
        areas = {code[:2] for code in before} & {code[:2] for code in after}
        assert changed(told, "new", level) == sorted(c for c in after.keys() - before.keys() if c[:2] in areas)
        assert changed(told, "dropped", level) == sorted(c for c in before.keys() - after.keys() if c[:2] in areas)
        both = sorted(before.keys() & after.keys())
        assert changed(told, "reworded", level) == [c for c in both if _bare(before[c]) != _bare(after[c])]


def _labels(path: Path) -> dict[str, dict[str, str]]:
    """Labels by code, by file."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["doc"]][row["code"]] = row["label"]
    return found


def _bare(label: str) -> str:
    """Capitals and punctuation are no change of wording."""
    return " ".join(re.findall(r"\w+", label.casefold()))


# ---- The made cycle


def test_everything_between_two_accounts(made: Graph) -> None:
    told = between(made, ACCOUNT_20, ACCOUNT_21)
    by_kind = {kind: changed(told, kind) for kind in ("reworded", "renumbered", "moved", "redefined", "new", "dropped")}
    assert by_kind == {
        "reworded": ["9A2"],
        "renumbered": ["9B3", "9B7", "9B3.1", "9B7.1"],
        "moved": ["9B7", "9B7.1"],
        "redefined": ["9A1.b"],
        "new": ["9B4", "9B4.1", "9B6.1"],
        "dropped": ["9A1.2", "9B5.1"],
    }
    assert [(one.element.code, one.change.status) for one in told.proposals] == [("9B6", "proposed")]
    assert [(one.element.code, one.way, one.earlier.year, one.later.year) for one in told.targets] == [
        ("9A1.a", "raised", 2020, 2021)
    ]
    assert [(one.element.code, one.earlier.verbatim, one.later.verbatim) for one in told.restated] == [
        ("9A1.a", "51%", "49%")
    ]
    assert ("indicator", "redefined", ACCOUNT_21, ("9A1.b",), 1) in left(told)


def test_a_target_is_raised_between_years_and_changed_for_one_year(made: Graph) -> None:
    told = between(made, BUDGET_20, BUDGET_21)
    ways = [
        (one.way, one.earlier.year, one.earlier.verbatim, one.later.year, one.later.verbatim) for one in told.targets
    ]
    assert sorted(ways) == [("changed", 2021, "55%", 2021, "53%"), ("raised", 2021, "55%", 2022, "58%")]


def test_money_that_the_later_account_states_otherwise_and_both_side_by_side(made: Graph) -> None:
    told = between(made, ACCOUNT_20, ACCOUNT_21)
    moved = [(one.earlier.kind, one.earlier.year, one.earlier.verbatim, one.later.verbatim) for one in told.money_moved]
    assert sorted(moved) == [("balance", 2020, "890", "895"), ("expense", 2020, "980", "985")]
    pairs = [(one.element.code, one.kind, one.earlier.phase, one.difference, one.why) for one in told.amounts]
    assert pairs == [
        ("9A", "expense", "executed", Decimal(110000), ""),
        ("9A", "revenue", "executed", Decimal(-5000), ""),
        ("9A", "balance", "executed", Decimal(105000), ""),
    ]


def test_the_order_of_the_names_does_not_matter(made: Graph) -> None:
    assert between(made, ACCOUNT_20, BUDGET_21) == between(made, BUDGET_21, ACCOUNT_20)
    assert between(made, BUDGET_21, ACCOUNT_20).earlier.name == ACCOUNT_20


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Bedragen x € 1.000,-", "Bedragen x € 1,-", {("other-scale", None)}),
        # what a minus means in the column of differences says nothing of the amounts
        ("Bedragen x € 1.000,-", "Bedragen x € 1.000,- | |||||||\n(- = voordeel)", None),
    ],
)
def test_amounts_of_another_scale_are_not_subtracted(
    tmp_path: Path, made: Graph, old: str, new: str, why: set[tuple[str, Decimal | None]] | None
) -> None:
    build_made(tmp_path).close()
    path = tmp_path / "documents" / f"{ACCOUNT_21}.txt"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    build([tmp_path / "documents"], tmp_path / "graph")
    with Graph.open(tmp_path / "graph") as graph:
        told = between(graph, ACCOUNT_20, ACCOUNT_21)
    as_it_was = {(one.why, one.difference) for one in between(made, ACCOUNT_20, ACCOUNT_21).amounts}
    assert {(one.why, one.difference) for one in told.amounts} == (why or as_it_was)


def test_amounts_of_other_signs_are_not_subtracted(tmp_path: Path) -> None:
    text = '[profile]\nname = "eigen"\nextends = "leiden"\n[money]\nprogramme-budget = ["both-plus"]\n'
    (tmp_path / "profile.toml").write_text(text, encoding="utf-8")
    build([Path(__file__).with_name("made")], tmp_path / "graph", profile=tmp_path)
    with Graph.open(tmp_path / "graph") as graph:
        told = between(graph, "annual-report-2020", "programme-budget-2021")
    assert {(one.why, one.difference) for one in told.amounts} == {("other-signs", None)}


# ---- Names


@pytest.mark.parametrize("name", ["", "/", "2024", "report-2024", "annual-report-2024 ", 'a"} #', "document"])
def test_part_of_a_name_names_no_document(shipped: Graph, name: str) -> None:
    assert documents_named(shipped, name) == []


def test_a_document_is_named_by_the_end_of_its_iri(shipped: Graph) -> None:
    for name in (ACCOUNT, f"document/{ACCOUNT}", f"gm0546/document/{ACCOUNT}", f"{BASE}document/{ACCOUNT}"):
        assert [one.name for one in documents_named(shipped, name)] == [ACCOUNT]


def test_one_document_and_no_documents_cannot_be_compared(shipped: Graph) -> None:
    document = documents_named(shipped, ACCOUNT)[0].iri
    with pytest.raises(QueryFailed, match="named twice"):
        compare(shipped, document, document)
    for other in ("", "x> <y", BASE + "goal/9B1"):
        with pytest.raises(QueryFailed, match="no document"):
            compare(shipped, document, other)


def test_documents_of_two_municipalities_are_not_compared(tmp_path: Path) -> None:
    with two_municipalities(tmp_path) as graph:
        first, second = (one.iri for one in documents_named(graph, BUDGET_20))
        with pytest.raises(NotSupported, match="two municipalities"):
            compare(graph, first, second)


def two_municipalities(directory: Path) -> Graph:
    """The made cycle, and its first document once more as that of another municipality."""
    build_made(directory).close()
    folder = directory / "documents"
    text = (folder / f"{BUDGET_20}.txt").read_text(encoding="utf-8")
    (folder / "other.txt").write_text(text.replace("9B1 Jongeren", "9B1 Alle jongeren"), encoding="utf-8")
    with (folder / "documents.toml").open("a", encoding="utf-8") as file:
        file.write('["other.txt"]\nmunicipality = "gm0537"\nkind = "programme-budget"\nyear = 2020\n')
    build([folder], directory / "graph", profile="leiden")
    return Graph.open(directory / "graph")


def test_a_row_that_stands_twice_is_compared_with_none(tmp_path: Path) -> None:
    build_made(tmp_path).close()
    path = tmp_path / "documents" / f"{ACCOUNT_21}.txt"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("9A1.a"))
    path.write_text(text.replace(row, f"{row}\n{row.replace('49%', '47%')}"), encoding="utf-8")
    build([tmp_path / "documents"], tmp_path / "graph")
    with Graph.open(tmp_path / "graph") as graph:
        told = between(graph, ACCOUNT_20, ACCOUNT_21)
    assert told.restated == ()
    assert ("realised", "stated-twice", ACCOUNT_21, ("9A1.a",), 1) in left(told)
    assert [(one.element.code, one.way) for one in told.targets] == [("9A1.a", "raised")]  # both rows state it alike


# ---- Which of two documents came first


def test_what_is_said_for_one_year_goes_by_when_documents_were_drawn_up(made: Graph) -> None:
    """The budget of 2021 is of the autumn of 2020, the account of 2020 of the spring after it."""
    told = between(made, ACCOUNT_20, BUDGET_21)
    assert (told.earlier.name, told.later.name) == (ACCOUNT_20, BUDGET_21), "fiscal years"
    assert told.restated == ()  # 50,4% is 50% rounded
    (target,) = [one for one in told.targets if one.element.code == "9A1.a"]
    assert (target.way, target.earlier.document.name, target.later.document.name) == ("raised", ACCOUNT_20, BUDGET_21)
    told = between(made, BUDGET_20, BUDGET_21)
    (target,) = [one for one in told.targets if one.way == "changed"]
    assert (target.earlier.document.name, target.later.document.name) == (BUDGET_20, BUDGET_21)


def test_an_account_restates_the_budget_of_the_year_after(tmp_path: Path) -> None:
    build_made(tmp_path).close()
    path = tmp_path / "documents" / f"{ACCOUNT_20}.txt"
    text = path.read_text(encoding="utf-8").replace("50,4%", "47%").replace("Streefwaarde 2020", "Streefwaarde 2021")
    path.write_text(text, encoding="utf-8")
    build([tmp_path / "documents"], tmp_path / "graph")
    with Graph.open(tmp_path / "graph") as graph:
        told = between(graph, ACCOUNT_20, BUDGET_21)
    said = [(one.way, one.earlier.document.name, one.earlier.verbatim, one.later.verbatim) for one in told.targets]
    assert ("changed", BUDGET_21, "53%", "52%") in said
    assert [(one.element.code, one.earlier.verbatim, one.later.verbatim) for one in told.restated] == [
        ("9A1.a", "50%", "47%")
    ]
    assert told.restated[0].earlier.document.name == BUDGET_21
    drawn = compare_chart(told, "en")["vconcat"][0]["data"]["values"]
    points = {(row["document"], row["value"]) for row in drawn if "53% (2021) → 52% (2021)" in row["told"]}
    assert points == {("2021 programme budget", 53.0), ("2020 annual report", 52.0)}, "each value by its own document"
