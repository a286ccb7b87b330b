"""What two documents state differently of one element: as data, and as findings."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from kg import domain
from kg.domain import Level, Passage, Ref, Statement
from kg.findings import Severity
from kg.register import Register
from kg.source import Span
from tests.history.small import (
    CITY,
    account,
    amount,
    budget,
    document,
    interim,
    measured,
    register,
    rules,
    stated,
)

DOEL = "<https://w3id.org/doelenboom/def#"
FIGURE = "/part/9/figure/"


@dataclass(frozen=True)
class Row:
    """A restatement as the graph has it; figures as document and key."""

    kind: str
    earlier: str
    later: str
    difference: Decimal
    explained: bool


def restated(found: Register) -> list[Row]:
    """The restatements of a register, each a whole node."""
    nodes: dict[str, dict[str, str]] = {}
    for s, p, o, _graph in found.quads:
        if s.startswith(f"<{CITY}restatement/"):
            nodes.setdefault(s, {})[p.removeprefix(DOEL).removesuffix(">")] = o
    return sorted((_row(node) for node in nodes.values()), key=lambda row: (row.later, row.earlier))


def _row(node: dict[str, str]) -> Row:
    assert len(node) == 6, node

    def figure(name: str) -> str:
        return node[name].strip("<>").removeprefix(CITY + "document/").replace(FIGURE, " ")

    kind = node["restatement"].rpartition("/")[2].rstrip(">")
    difference = Decimal(node["difference"].split('"')[1])
    return Row(kind, figure("earlierFigure"), figure("laterFigure"), difference, "true" in node["explained"])


def kinds(*documents: domain.ProgrammeDocument) -> list[tuple[str, str]]:
    """Kind and difference of what documents restate."""
    return [(row.kind, str(row.difference)) for row in restated(register(*documents))]


def realised(year: int, text: str, code: str = "9A1.b", **more: object) -> domain.IndicatorFigure:
    return measured(code, "realised", year, text, **more)  # type: ignore[arg-type]


def target(year: int, text: str, code: str = "9A1.b", **more: object) -> domain.IndicatorFigure:
    return measured(code, "target", year, text, **more)  # type: ignore[arg-type]


# ---- Each kind


@pytest.mark.parametrize(
    ("before", "now", "difference"), [("74%", "77%", "3"), ("6,1", "6,0", "-0.1"), ("1.104", "987", "-117")]
)
def test_another_result_for_the_same_year(before: str, now: str, difference: str) -> None:
    found = register(account(2022, realised(2022, before)), account(2023, realised(2022, now), realised(2023, "80%")))
    (row,) = restated(found)
    assert row == Row(
        "result-restated",
        "annual-report-2022 indicators/9A1.b/realised/2022",
        "annual-report-2023 indicators/9A1.b/realised/2022",
        Decimal(difference),
        False,
    )
    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("Y04", Severity.WARNING)
    assert [place.quote for place in finding.places] == [now, before], "the later document comes first"
    assert (finding.file, finding.line) == ("annual-report-2023.txt", 70)
    assert finding.text("nl") == (
        "Over 2022 staat bij indicator 9A1.b in de jaarstukken 2023 een ander cijfer dan in de jaarstukken 2022: "
        f"{now} in plaats van {before}; een toelichting is daar niet gevonden."
    )
    assert f"{now} instead of {before}; no explanation was found there." in finding.text("en")


@pytest.mark.parametrize(
    ("before", "now", "difference"), [("52%", "50%", "-2"), ("52%", "54%", "2"), ("6,5", "6,8", "0.3")]
)
def test_another_target_for_the_same_year(before: str, now: str, difference: str) -> None:
    found = register(budget(2024, target(2024, before)), account(2024, target(2024, now)))
    assert [(row.kind, str(row.difference)) for row in restated(found)] == [("target-changed", difference)]
    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("Y05", Severity.WARNING)
    assert "De streefwaarde voor 2024 van indicator 9A1.b is in de jaarstukken 2024 anders dan" in finding.text("nl")


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("37%", "40%", "target-raised"),
        ("6,0", "6,1", "target-raised"),
        ("900", "1.100", "target-raised"),
        ("40%", "37%", "target-lowered"),
        ("6,1", "6,0", "target-lowered"),
        ("1.100", "900", "target-lowered"),
    ],
)
def test_another_target_for_a_later_year(before: str, now: str, kind: str) -> None:
    found = register(budget(2018, target(2020, "1%"), target(2021, before)), account(2024, target(2024, now)))
    (row,) = restated(found)
    assert (row.kind, row.earlier) == (kind, "programme-budget-2018 indicators/9A1.b/target/2021")
    finding = next(finding for finding in found.findings if finding.rule == "Y06")
    assert finding.severity == Severity.INFO
    assert ("hoger" in finding.text("nl")) == (kind == "target-raised")
    assert f"{before} voor 2021 in de begroting 2018, {now} voor 2024" in finding.text("nl")
    assert "bijgesteld" not in finding.text("nl")


@pytest.mark.parametrize("side", ["expense", "revenue", "balance"])
def test_another_account_of_a_year_before(side: str) -> None:
    found = register(
        account(2022, amount("9A", side, "executed", 2022, "5.717")),
        account(2023, amount("9A", side, "executed", 2022, "5.857")),
    )
    assert [(row.kind, str(row.difference)) for row in restated(found)] == [("account-restated", "140")]
    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("Y09", Severity.WARNING)
    assert "De rekening 2022 van beleidsterrein 9A" in finding.text("nl")
    assert " 5.857 in plaats van 5.717" in finding.text("nl")


@pytest.mark.parametrize("side", ["expense", "revenue", "balance"])
def test_another_first_budget_of_the_same_year_is_said_and_no_finding(side: str) -> None:
    found = register(
        budget(2023, amount("9A", side, "approved", 2023, "5.000")),
        account(2023, amount("9A", side, "approved", 2023, "5.200")),
    )
    assert [(row.kind, str(row.difference)) for row in restated(found)] == [("budget-restated", "200")]
    assert found.findings == ()


# ---- What is no restatement


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (realised(2022, "74%"), realised(2022, "74%")),
        (realised(2022, "6,1"), realised(2022, "6,10")),
        (realised(2022, "6"), realised(2022, "6,3")),
        (realised(2022, "6,5"), realised(2022, "7")),
        (realised(2022, "-"), realised(2022, "57%")),
        (realised(2022, "57%"), realised(2022, "nnb")),
        (realised(2022, "57%", unit="percent"), realised(2022, "60", unit="count")),
        (realised(2022, "57%", coverage="first-half-year"), realised(2022, "60%")),
        (realised(2022, "57%"), realised(2022, "60%", doubt="short-row")),
        (realised(2022, "57%", doubt="part-of-year"), realised(2022, "60%")),
        (realised(2022, "57%"), realised(2021, "60%")),
        (realised(2022, "57%"), realised(2022, "60%", "9A1.c")),
        (realised(2022, "57%"), target(2022, "60%")),
        (measured("9A1.b", "baseline", 2022, "57%"), measured("9A1.b", "baseline", 2022, "60%")),
        (measured("9A1.b", "realised", None, "57%"), measured("9A1.b", "realised", None, "60%")),
    ],
)
def test_what_is_no_restatement(before: domain.IndicatorFigure, now: domain.IndicatorFigure) -> None:
    found = register(account(2022, before), account(2023, now))
    assert restated(found) == []
    assert rules(found) == []


@pytest.mark.parametrize(
    ("before", "now", "differences"),
    [
        (("5.704", 3), ("5,7", 6), []),
        (("5.704", 3), ("5.704.320", 0), []),
        (("5.704", 3), ("5.705", 3), ["1"]),
        (("5.704", 3), ("5.904.000", 0), ["200"]),
        (("5,7", 6), ("5.904", 3), ["0.204"]),
        (("5.900.400", 0), ("5.904", 3), ["3600"]),
    ],
)
def test_scales_and_rounding(before: tuple[str, int], now: tuple[str, int], differences: list[str]) -> None:
    earlier = amount("9A", "expense", "executed", 2022, before[0], scale=before[1])
    later = amount("9A", "expense", "executed", 2022, now[0], scale=now[1])
    assert [value for _kind, value in kinds(account(2022, earlier), account(2023, later))] == differences


def test_amounts_of_tables_with_other_signs_are_not_compared() -> None:
    def with_signs(year: int, text: str, signs: tuple[str, ...]) -> domain.ProgrammeDocument:
        return account(year, amount("9A", "expense", "executed", 2022, text), signs=signs)

    one, other = ("expense-plus-revenue-minus",), ("expense-minus-revenue-plus",)
    assert kinds(with_signs(2022, "5.717", one), with_signs(2023, "5.857", other)) == []
    assert kinds(with_signs(2022, "5.717", one), with_signs(2023, "5.857", ())) == []
    assert kinds(with_signs(2022, "5.717", ()), with_signs(2023, "-5.717", ())) == [], "only the sign differs"
    assert kinds(with_signs(2022, "5.717", ()), with_signs(2023, "5.857", ())) == [("account-restated", "140")]
    differences = (*one, "plus-favourable")
    assert kinds(with_signs(2022, "5.717", one), with_signs(2023, "5.857", differences)) == [
        ("account-restated", "140")
    ]
    assert kinds(with_signs(2022, "5.717", one), with_signs(2023, "-5.717", one)) == [("account-restated", "-11434")]


@pytest.mark.parametrize("phase", ["revised", "change", "difference", "multi-year-estimate", "expectation"])
def test_other_phases_are_not_compared(phase: str) -> None:
    figures = [amount("9A", "expense", phase, 2022, text) for text in ("5.717", "5.857")]
    assert kinds(account(2022, figures[0]), account(2023, figures[1])) == []


def test_an_account_that_is_not_closed_is_none() -> None:
    so_far = amount("9A", "expense", "executed", 2022, "2.500")
    closed = amount("9A", "expense", "executed", 2022, "5.717")
    assert kinds(interim(2022, so_far), account(2022, closed)) == []
    assert kinds(account(2022, closed), budget(2024, so_far)) == [("account-restated", "-3217")]


def test_the_budget_of_another_year_is_not_compared() -> None:
    first = amount("9A", "expense", "approved", 2023, "5.000")
    again = amount("9A", "expense", "approved", 2023, "5.200")
    assert kinds(budget(2023, first), budget(2024, again)) == [], "there it may be the budget after changes"


def test_documents_without_a_year_or_kind_are_not_compared() -> None:
    for kind, year in ((None, 2022), ("annual-report", None)):
        assert kinds(document(kind, year, realised(2022, "57%")), account(2023, realised(2022, "60%"))) == []


def test_what_is_printed_twice_counts_once() -> None:
    twice = account(2022, realised(2022, "57%"), realised(2022, "57%", again=2))
    assert kinds(twice, account(2023, realised(2022, "60%"))) == [("result-restated", "3")]
    contradicting = account(2022, realised(2022, "57%"), realised(2022, "58%", again=2))
    assert kinds(contradicting, account(2023, realised(2022, "60%"))) == []


def test_only_neighbours_are_compared() -> None:
    values = ("57%", "60%", "60%", "57%")
    documents = [account(2022 + n, realised(2022, text)) for n, text in enumerate(values)]
    rows = restated(register(*documents))
    assert [(row.earlier[:18], row.later[:18]) for row in rows] == [
        ("annual-report-2022", "annual-report-2023"),
        ("annual-report-2024", "annual-report-2025"),
    ]


def test_what_is_missing_in_between_hides_nothing() -> None:
    documents = [account(2022 + n, realised(2022, text)) for n, text in enumerate(("57%", "-", "60%"))]
    assert kinds(*documents) == [("result-restated", "3")]


def test_it_is_the_time_of_stating_that_counts() -> None:
    # a budget for 2022 is drawn up in the autumn of 2021, before the account of 2021
    row = restated(register(budget(2022, realised(2020, "57%")), account(2021, realised(2020, "60%"))))[0]
    assert row.earlier.startswith("programme-budget-2022")
    assert row.later.startswith("annual-report-2021")


# ---- Targets of later years


def test_a_row_of_targets_in_one_document_is_a_plan() -> None:
    plan = [target(2018 + n, f"{34 + n}%") for n in range(4)]
    assert kinds(budget(2018, *plan)) == []
    rolled = [target(2019 + n, f"{35 + n}%") for n in range(4)]
    assert kinds(budget(2018, *plan), budget(2019, *rolled)) == [], "2022 follows on 2021, which stands there as well"


def test_targets_year_after_year() -> None:
    documents = [account(2020 + n, target(2020 + n, text)) for n, text in enumerate(("50%", "52%", "52%", "51%"))]
    assert kinds(*documents) == [("target-raised", "2"), ("target-lowered", "-1")]


def test_a_target_that_is_not_set_is_passed_over() -> None:
    documents = [account(2020 + n, target(2020 + n, text)) for n, text in enumerate(("50%", "-", "52%"))]
    (row,) = restated(register(*documents))
    assert (row.earlier[-4:], row.later[-4:]) == ("2020", "2022")


# ---- What may explain it


def explanation(about: Ref, text: str) -> domain.Explanation:
    passage = Passage("0b" * 32, Span(0, len(text), line=1), text)
    return domain.Explanation(key="9A/1", attached_by="code", paragraphs=(Statement(text, (passage,)),), about=(about,))


def one(*documents: domain.ProgrammeDocument) -> tuple[bool, Severity]:
    found = register(*documents)
    (row,) = restated(found)
    (finding,) = [finding for finding in found.findings if finding.rule in ("Y04", "Y05", "Y09")]
    return row.explained, finding.severity


AREA, INDICATOR = Ref(Level.POLICY_AREA, "9A"), Ref(Level.INDICATOR, "9A1.b")


def test_a_footnote_at_the_later_figure_may_explain_it() -> None:
    before = account(2022, realised(2022, "57%*"))
    assert one(before, account(2023, realised(2022, "60%"))) == (False, Severity.WARNING)
    assert one(before, account(2023, realised(2022, "60%*"))) == (True, Severity.INFO)
    assert one(before, account(2023, realised(2022, "60%", notes=("1",)))) == (True, Severity.INFO)


@pytest.mark.parametrize(
    ("about", "text", "explained"),
    [
        (INDICATOR, "Het cijfer over 2022 is gecorrigeerd.", True),
        (INDICATOR, "Het cijfer over 2021 is gecorrigeerd.", False),
        (INDICATOR, "Het cijfer 120225 is gecorrigeerd.", False),
        (AREA, "Het cijfer over 2022 is gecorrigeerd.", False),
    ],
)
def test_an_explanation_that_names_the_year_may_explain_it(about: Ref, text: str, explained: bool) -> None:
    told = account(2023, realised(2022, "60%"), explanations=(explanation(about, text),))
    assert one(account(2022, realised(2022, "57%")), told)[0] is explained
    earlier = account(2022, realised(2022, "57%"), explanations=(explanation(about, text),))
    assert not one(earlier, account(2023, realised(2022, "60%")))[0], "what the earlier document says explains nothing"


def test_an_indicator_that_was_redefined_may_explain_it() -> None:
    def asks(age: int, year: int, text: str) -> domain.ProgrammeDocument:
        label = f"Percentage inwoners van {age} jaar en ouder dat mantelzorg verleent"
        return account(year, realised(2022, text), editions=[stated("9A1.b", label)])

    assert one(asks(18, 2022, "57%"), asks(16, 2023, "60%")) == (True, Severity.INFO)
    assert one(asks(18, 2022, "57%"), asks(18, 2023, "60%")) == (False, Severity.WARNING)


def test_a_programme_that_was_divided_anew_may_explain_it() -> None:
    def divided(year: int, text: str, *areas: str) -> domain.ProgrammeDocument:
        editions = [stated("9"), *(stated(area) for area in areas)]
        return account(year, amount("9A", "expense", "executed", 2022, text), editions=editions)

    assert one(divided(2022, "57", "9A", "9B"), divided(2023, "60", "9A", "9B")) == (False, Severity.WARNING)
    assert one(divided(2022, "57", "9A", "9B"), divided(2023, "60", "9A"))[0]


# ---- Findings


def test_one_finding_for_an_element_and_two_documents() -> None:
    years = [2020, 2021, 2022]
    found = register(
        account(2022, *(realised(year, "57%") for year in years), realised(2022, "5", "9A1.c")),
        account(2023, *(realised(year, "60%") for year in years), realised(2022, "6", "9A1.c")),
    )
    assert len(restated(found)) == 4
    assert rules(found) == ["Y04", "Y04"]
    (finding,) = [finding for finding in found.findings if len(finding.places) == 6]
    text = finding.text("nl")
    assert text.startswith("Over 2020, 2021 en 2022 staat bij indicator 9A1.b")
    assert "60% in plaats van 57% (2020), 60% in plaats van 57% (2021) en 60% in plaats van 57% (2022)" in text


def test_the_sides_of_an_account_are_one_finding() -> None:
    def sides(year: int, *texts: str) -> domain.ProgrammeDocument:
        named = zip(("balance", "revenue", "expense"), texts, strict=True)
        return account(year, *(amount("9A", side, "executed", 2022, text) for side, text in named))

    (finding,) = register(sides(2022, "5", "-2", "7"), sides(2023, "6", "-2", "8")).findings
    assert "lasten 8 in plaats van 7 en saldo 6 in plaats van 5" in finding.text("nl")
    assert "expense 8 instead of 7 and balance 6 instead of 5" in finding.text("en")


def test_a_finding_names_document_and_figure() -> None:
    (finding,) = register(account(2022, realised(2022, "57%")), account(2023, realised(2022, "60%"))).findings
    assert finding.document == CITY + "document/annual-report-2023"
    assert finding.node == CITY + "document/annual-report-2023/part/9/figure/indicators/9A1.b/realised/2022"


# ---- Whatever the order


def several() -> list[domain.ProgrammeDocument]:
    return [
        budget(2021, realised(2020, "55%"), target(2021, "60%"), target(2022, "62%")),
        account(2020, realised(2020, "56%"), amount("9A", "expense", "executed", 2020, "5.717")),
        account(2021, realised(2020, "56%"), target(2021, "61%"), amount("9A", "expense", "executed", 2020, "5.800")),
        account(2023, target(2023, "65%"), realised(2020, "57%")),
    ]


def test_the_order_of_documents_is_irrelevant() -> None:
    first = register(*several())
    assert len(restated(first)) == 5
    for documents in permutations(several()):
        assert register(*documents) == first


def test_the_order_of_figures_is_irrelevant() -> None:
    def backwards(one: domain.ProgrammeDocument) -> domain.ProgrammeDocument:
        (part,) = one.parts
        return replace(one, parts=(replace(part, figures=part.figures[::-1]),))

    assert restated(register(*map(backwards, several()))) == restated(register(*several()))


def test_the_seed_of_hashes_is_irrelevant() -> None:
    script = (
        "from tests.history.test_restated import register, several\n"
        "found = register(*several())\n"
        "print(found.quads, [f.record() for f in found.findings])"
    )
    root = Path(__file__).resolve().parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def test_municipalities_do_not_meet() -> None:
    gouda = domain.Municipality("gm0513", "gemeente Gouda", None)
    other = replace(account(2023, realised(2022, "60%")), municipality=gouda)
    assert restated(register(account(2022, realised(2022, "57%")), other)) == []


@pytest.mark.parametrize("years", [2, 4, 8, 16])
def test_restatements_grow_with_the_documents(years: int) -> None:
    figures = [[realised(2000 + year, f"{10 + number}%") for year in range(5)] for number in range(years)]
    documents = [account(2010 + number, *of_one) for number, of_one in enumerate(figures)]
    assert len(restated(register(*documents))) == 5 * (years - 1)
