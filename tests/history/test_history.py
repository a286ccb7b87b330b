"""An element through the years: the corpus that ships, and a made cycle in which everything changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.build.run import build
from kg.describe import find
from kg.errors import QueryFailed
from kg.history import History, history
from kg.history.changes import Change, Changes
from kg.history.documents import documents, documents_named
from kg.history.editions import Editions
from kg.history.figures import Figure, Restated, is_same, stated_once
from kg.history.finding import find_ever
from kg.history.through import Series
from kg.store import Graph
from kg.vocabulary import CODE, DOEL
from tests.history.made import ACCOUNT_20, ACCOUNT_21, BASE, BUDGET_20, BUDGET_21, CYCLE, DRAWN_UP, build_made

LEVELS = ("Programme", "PolicyArea", "Goal", "PerformanceTarget", "Indicator", "Reserve")


@pytest.fixture(scope="module")
def leiden(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    directory = tmp_path_factory.mktemp("leiden") / "graph"
    build(graph=directory)
    return Graph.open(directory)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return build_made(tmp_path_factory.mktemp("made"))


def told(graph: Graph, code: str, as_of: str | None = None) -> History:
    (iri,) = find(graph, code)
    return history(graph, iri, documents_named(graph, as_of)[0].iri if as_of else None)


def indicator(graph: Graph, code: str, as_of: str | None = None) -> Series:
    series = told(graph, code, as_of).indicator
    assert series is not None
    return series


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, ...]]:
    return [change.kinds for change in changes]


def elements(graph: Graph) -> list[str]:
    return [iri for name in LEVELS for iri in graph.subjects("rdf:type", DOEL + name)]


# ---- The corpus that ships


def test_three_wordings_of_one_goal_with_their_lines(leiden: Graph) -> None:
    goal = told(leiden, "9B1")
    wordings = [
        (one.document.name, wording.text, wording.in_tree, [place.line for place in wording.places])
        for one in goal.stated
        for wording in one.wordings
    ]
    assert wordings == [
        ("interim-report-2019", "Burgers zijn zelfredzaam mogelijk", True, [56]),
        ("annual-report-2024", "Inwoners zijn zo zelfredzaam mogelijk", True, [83]),
        ("annual-report-2024", "Burgers zijn zo zelfredzaam mogelijk", False, [99]),
    ]
    assert [[above.code for above in one.above] for one in goal.stated] == [["9", "9B"], ["9", "9B"]]


def test_a_change_says_what_how_alike_who_decided_and_where_both_stand(leiden: Graph) -> None:
    (change,) = told(leiden, "9B1").changes
    assert change.kinds == ("reworded",)
    assert (change.similarity, change.status, change.decided_by) == (
        Decimal("82.9"),
        "taken",
        "same-code-near-wording 1",
    )
    assert change.earlier is not None
    assert change.later is not None
    assert [place.line for place in change.earlier.places] == [56]
    assert [place.line for place in change.later.places] == [83, 99]


def test_figures_of_an_indicator_per_document_as_printed(leiden: Graph) -> None:
    series = indicator(leiden, "9A1.a")
    printed = [(one.document.name, one.kind, one.year, one.verbatim, one.missing) for one in series.figures]
    assert [row[1:] for row in printed if row[0] == "programme-budget-2018"] == [
        ("realised", 2014, "5,8 (2014)", ""),
        ("realised", 2015, "5,7 (2015)", ""),
        ("realised", 2016, "5,9 (2016)", ""),
        ("target", 2018, "6,0", ""),
        ("target", 2019, "6,0", ""),
        ("target", 2020, "6,1", ""),
        ("target", 2021, "6,1", ""),
    ]
    assert [row[1:] for row in printed if row[0] == "annual-report-2024"] == [
        ("realised", 2021, "6,1", ""),
        ("realised", 2022, "-", "not-measured"),
        ("realised", 2023, "6,0", ""),
        ("realised", 2024, "-", "not-measured"),
        ("target", 2024, "6,1", ""),
    ]
    assert series.restated == ()
    assert series.sources == ("Veiligheidsmonitor",)


def test_doubt_footnotes_and_halves_of_years_stay_with_a_figure(leiden: Graph) -> None:
    half = next(one for one in indicator(leiden, "9C2.b").figures if one.year == 2024 and one.kind == "realised")
    assert (half.verbatim, half.mark, half.coverage, half.doubt) == ("57*", "*", "first-half-year", "part-of-year")
    assert half.notes
    short = [one for one in indicator(leiden, "9D1.c").figures if one.kind == "realised"]
    assert [(one.year, one.doubt, one.missing) for one in short] == [
        (2021, "short-row", ""),
        (2022, "short-row", ""),
        (2023, "short-row", ""),
        (2024, "", "misaligned"),
    ]
    assert short[-1].value is None


def test_one_code_of_two_indicators_has_two_histories(leiden: Graph) -> None:
    both = [history(leiden, iri) for iri in find(leiden, "9C1.c")]
    assert [one.element.code for one in both] == ["9C1.c", "9C1.c"]
    printed = [[figure.verbatim for figure in one.indicator.figures] if one.indicator else [] for one in both]
    assert sorted(printed) == [["81%", "81%", "71%", "nnb", "76%"], ["84%", "83%", "82%", "nnb", "81%"]]


def test_what_a_goal_and_an_area_gained_and_lost(leiden: Graph) -> None:
    assert [(child.way, child.element.code) for child in told(leiden, "9B2").children] == [("lost", "9B2.2")]
    assert [(child.way, child.element.code) for child in told(leiden, "9B").children] == [("gained", "9B3")]
    assert told(leiden, "9A").children == ()


def test_a_gap_is_only_where_the_document_covers_the_place(leiden: Graph) -> None:
    assert [gap.document.name for gap in told(leiden, "9B2.2").gaps] == ["annual-report-2024"]
    assert told(leiden, "9A1.a").gaps == ()  # the interim report prints no indicators
    assert told(leiden, "9C1").gaps == ()


def test_money_of_an_area_by_year_kind_phase_and_document(leiden: Graph) -> None:
    money = told(leiden, "9B").money
    executed = {(one.year, one.kind): one.verbatim for one in money if one.phase == "executed"}
    assert executed == {
        (2023, "expense"): "8.832",
        (2023, "revenue"): "-1.343",
        (2023, "balance"): "7.490",
        (2024, "expense"): "10.951",
        (2024, "revenue"): "-3.665",
        (2024, "balance"): "7.287",
    }
    assert {one.signs for one in money} == {("expense-plus-revenue-minus", "plus-favourable")}


def test_as_of_the_interim_report_the_newest_wording_is_the_old_one(leiden: Graph) -> None:
    goal = told(leiden, "9B1", "interim-report-2019")
    assert goal.element.label == "Burgers zijn zelfredzaam mogelijk"
    assert goal.changes == ()
    assert told(leiden, "9B3", "interim-report-2019").stated == ()


@pytest.mark.parametrize("iri", ["", "https://x.example/", BASE + "goal/9Z9", BASE + 'goal/9B1"> ?x', "9B1"])
def test_what_is_no_element_is_an_error(leiden: Graph, iri: str) -> None:
    with pytest.raises(QueryFailed, match="no element"):
        history(leiden, iri)


def test_what_is_no_document_is_an_error(leiden: Graph) -> None:
    with pytest.raises(QueryFailed, match="no document"):
        history(leiden, BASE + "goal/9B1", BASE + "goal/9B1")


# ---- The made cycle


def test_documents_follow_the_fiscal_years(made: Graph) -> None:
    assert tuple(one.name for one in documents(made)) == CYCLE


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("9A2", [("unchanged",), ("reworded",), ("unchanged",)]),
        ("9B3", [("unchanged",), ("renumbered",), ("unchanged",)]),
        ("9B7", [("unchanged",), ("renumbered", "moved"), ("unchanged",)]),
        ("9A1.b", [("unchanged",), ("redefined",), ("unchanged",)]),
        ("9A1.2", [("unchanged",), ("dropped",)]),
        ("9B4", [("new",), ("unchanged",)]),
        ("9A1", [("unchanged",)] * 3),
    ],
)
def test_what_changed(made: Graph, code: str, found: list[tuple[str, ...]]) -> None:
    assert kinds(told(made, code).changes) == found


def test_what_waits_for_a_person_is_neither_new_nor_gone(made: Graph) -> None:
    before, after = told(made, "9B5"), told(made, "9B6")
    assert kinds(before.changes) == kinds(after.changes) == [("unchanged",)]
    assert before.proposals == after.proposals
    (proposal,) = before.proposals
    assert (proposal.status, proposal.kinds) == ("proposed", ("reworded", "renumbered"))
    assert [gap.document.name for gap in before.gaps] == [BUDGET_21, ACCOUNT_21]


def test_a_goal_that_moved_is_lost_here_and_gained_there(made: Graph) -> None:
    assert [(one.way, one.element.code) for one in told(made, "9A").children] == [("lost", "9B7")]
    assert [(one.way, one.element.code) for one in told(made, "9B").children] == [("gained", "9B4"), ("gained", "9B7")]


def test_restated_values_and_moved_targets_but_not_what_was_only_rounded(made: Graph) -> None:
    found = [
        (
            one.kind,
            one.year,
            one.earlier.verbatim,
            one.earlier.document.name,
            one.later.verbatim,
            one.later.document.name,
        )
        for one in indicator(made, "9A1.a").restated
    ]
    assert found == [
        ("realised", 2020, "51%", ACCOUNT_20, "49%", ACCOUNT_21),
        ("target", 2021, "55%", BUDGET_20, "53%", BUDGET_21),
    ]


def test_figures_of_another_definition_are_no_restatement(made: Graph) -> None:
    found = [(one.year, one.earlier.verbatim, one.later.verbatim) for one in indicator(made, "9A1.b").restated]
    assert found == [(2019, "82%", "79%")]


def test_amounts_that_the_next_account_states_otherwise(made: Graph) -> None:
    found = [(one.kind, one.phase, one.year, one.earlier.verbatim, one.later.verbatim) for one in _area(made)]
    assert found == [("balance", "executed", 2020, "890", "895"), ("expense", "executed", 2020, "980", "985")]


def _area(made: Graph) -> tuple[Restated, ...]:
    return told(made, "9A").money_restated


def test_a_former_code_finds_its_element(made: Graph) -> None:
    assert find(made, "9B2") == []
    assert find_ever(made, "9B2") == find_ever(made, "9b2") == find(made, "9B3")
    assert find_ever(made, "9A1") == find(made, "9A1")


@pytest.mark.parametrize("last", DRAWN_UP)
def test_as_of_is_what_a_graph_of_the_documents_up_to_then_says(made: Graph, last: str, tmp_path: Path) -> None:
    known = DRAWN_UP[: DRAWN_UP.index(last) + 1]
    document = documents_named(made, last)[0].iri
    with build_made(tmp_path, known) as then:
        here = {iri: history(made, iri, document) for iri in elements(made)}
        stated = {iri: one for iri, one in here.items() if one.stated}
        assert sorted(stated) == sorted(elements(then))
        for iri, one in stated.items():
            assert replace(one, as_of=None) == history(then, iri)


def test_a_budget_of_a_later_year_is_believed_before_the_account(made: Graph) -> None:
    assert [one.document.name for one in told(made, "9A1", BUDGET_21).stated] == [BUDGET_20, BUDGET_21]
    (change,) = told(made, "9A2", BUDGET_21).changes  # the account of 2020 lies between, and is not there yet
    assert (change.kinds, change.decided_by) == (("reworded",), "same-code-near-wording 1")


@pytest.mark.parametrize("graph", ["leiden", "made"])
def test_changes_are_those_that_the_register_recorded(graph: str, request: pytest.FixtureRequest) -> None:
    opened: Graph = request.getfixturevalue(graph)
    computed, recorded = computed_and_recorded(opened)
    assert computed == recorded
    assert len(computed) > 30


def computed_and_recorded(graph: Graph) -> tuple[set[Ends], set[Ends]]:
    """What history says of all elements, and what the register holds; proposals are told apart from changes."""
    told_of = Changes(Editions(graph))
    computed = {_ends(change) for iri in elements(graph) for change in told_of.of(iri)}
    recorded = {_recorded(graph, node) for node in graph.subjects("rdf:type", DOEL + "Correspondence")}
    return computed, {row for row in recorded if row[3] != "proposed"}


Ends = tuple[str, str, str, str, str, tuple[str, ...]]


def _ends(change: Change) -> Ends:
    sides = [side.edition if side else "" for side in (change.earlier, change.later)]
    compared = change.compared.iri if change.compared else ""
    return sides[0], sides[1], compared, change.status, change.decided_by, tuple(sorted(change.kinds))


def _recorded(graph: Graph, node: str) -> Ends:
    def one(prop: str) -> str:
        return next(iter(graph.objects(node, prop)), "")

    changes = sorted(iri.removeprefix(CODE) for iri in graph.objects(node, "doel:change"))
    return (
        one("doel:earlierEdition"),
        one("doel:laterEdition"),
        one("doel:comparedDocument"),
        one("doel:status").removeprefix(CODE),
        one("doel:decidedBy"),
        tuple(changes),
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("50", "1"), ("50.4", "0.1"), True),
        (("50", "1"), ("50.6", "0.1"), False),
        (("50", "1"), ("51", "1"), False),
        (("6.1", "0.1"), ("6.15", "0.01"), True),
        (("6.1", "0.1"), ("6.16", "0.01"), False),
        (("6.0", "0.1"), ("6", "1"), True),
    ],
)
def test_rounding_to_the_coarser_precision_is_no_change(
    made: Graph, one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    figures = [_rounded(made, *pair) for pair in (one, other)]
    assert is_same(*figures) is is_same(*reversed(figures)) is same


def test_thousands_are_compared_with_units(made: Graph) -> None:
    assert is_same(replace(_rounded(made, "12", "1"), multiplier=3), _rounded(made, "12400", "1"))
    assert not is_same(replace(_rounded(made, "12", "1"), multiplier=3), _rounded(made, "12600", "1"))


def _rounded(graph: Graph, value: str, precision: str) -> Figure:
    figure = indicator(graph, "9A1.a").figures[0]
    return replace(figure, value=Decimal(value), precision=Decimal(precision))


def test_what_two_tables_state_alike_is_one_figure(leiden: Graph) -> None:
    money = [
        one for one in told(leiden, "9").money if (one.kind, one.phase, one.year) == ("addition", "executed", 2024)
    ]
    assert [one.verbatim for one in money] == [
        "10.263",
        "10.263",
    ]  # in the table of the programme and in that of reserves
    once, twice = stated_once(money)
    assert (once, twice) == (money[:1], [])
    other = [money[0], replace(money[1], value=Decimal(10264))]
    assert stated_once(other) == ([], other)
