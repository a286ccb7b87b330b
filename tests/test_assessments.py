"""Whether targets were met: only where it can be said, and otherwise why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kg import domain, identifiers, vocabulary
from kg.build.load import load_documents
from kg.domain import Level, Ref
from kg.figures import read_figure
from kg.profile import Profile, load
from kg.register import Register, build_register
from tests.test_register import BASE, document, indicator

CITY = f"{BASE}gm0546/"
STAY = "Gemiddelde verblijfsduur in vrouwenopvang in maanden"
HEADER = "code,indicator,direction,reviewed_by,reason\n"
LOWER, HIGHER, OPEN = (f"9D1.c,{STAY},{word},wij,kort\n" for word in ("lower", "higher", "open"))
WHOLE, HALF = None, "first-half-year"


@dataclass(frozen=True)
class Said:
    """An assessment, in short names: its target's and result's document and year, verdict, reasons."""

    target: str
    verdict: str
    result: str
    reasons: frozenset[str]


def figure(
    kind: str, year: int | None, text: str, key: str = "9D1.c", coverage: str | None = WHOLE, doubt: str | None = None
) -> domain.IndicatorFigure:
    return domain.IndicatorFigure(
        table="indicators", row=key, kind=kind, phase=None, year=year, about=Ref(Level.INDICATOR, key),
        reading=read_figure(text), unit="months", scale=0, column=f"{kind} {year}", evidence=(), coverage=coverage,
        doubt=doubt,
    )  # fmt: skip


def stating(
    kind: str, year: int | None, *figures: domain.IndicatorFigure, label: str = STAY, code: str = "9D1.c"
) -> domain.ProgrammeDocument:
    whole = document(kind, year, indicator(code, label))
    return replace(whole, parts=(replace(whole.parts[0], figures=figures),))


def profile_with(folder: Path, text: str) -> Profile:
    (folder / "profile.toml").write_text('[profile]\nname = "x"\nextends = "bbv"\n', encoding="utf-8")
    (folder / "directions.csv").write_text(HEADER + text, encoding="utf-8")
    return load(folder)


def assessments(register: Register) -> dict[str, Said]:
    """The assessments of a register by their IRI below the municipality."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value, _graph in register.quads:
        if subject.startswith(f"<{CITY}assessment/"):
            name = predicate[1:-1].removeprefix(vocabulary.DOEL)
            nodes.setdefault(subject[1:-1].removeprefix(CITY), {}).setdefault(name, []).append(value[1:-1])
    return {iri: _said(pairs) for iri, pairs in nodes.items()}


def _said(pairs: dict[str, list[str]]) -> Said:
    assert pairs[vocabulary.PREFIXES["rdf"] + "type"] == [vocabulary.doel("Assessment")]
    (target,), (verdict,) = pairs["assessedTarget"], pairs["verdict"]
    results = pairs.get("assessedResult", [""])
    assert len(results) == 1
    codes = frozenset(reason.removeprefix(vocabulary.CODE) for reason in pairs.get("verdictReason", []))
    return Said(_short(target), verdict.removeprefix(vocabulary.CODE), _short(results[0]), codes)


def _short(figure: str) -> str:
    """``annual-report-2024 9D1.c 2024`` for a figure."""
    if not figure:
        return ""
    bits = figure.removeprefix(CITY).split("/")
    return f"{bits[1]} {bits[6]} {bits[-1]}"


def only(folder: Path, rows: str, *documents: domain.ProgrammeDocument) -> Said:
    """The one assessment of documents that state one target."""
    found = assessments(build_register(documents, base=BASE, profile=profile_with(folder, rows)))
    assert len(found) == 1
    return next(iter(found.values()))


@pytest.mark.parametrize(
    ("rows", "result", "verdict"),
    [
        (LOWER, "5", "met"),
        (LOWER, "6", "met"),
        (LOWER, "6,1", "not-met"),
        (HIGHER, "5", "not-met"),
        (HIGHER, "6", "met"),
        (HIGHER, "6,1", "met"),
    ],
)
def test_the_direction_decides_and_equal_is_met(tmp_path: Path, rows: str, result: str, verdict: str) -> None:
    report = stating("annual-report", 2024, figure("target", 2024, "6"), figure("realised", 2024, result))
    assert only(tmp_path, rows, report) == Said(
        "annual-report-2024 9D1.c 2024", verdict, "annual-report-2024 9D1.c 2024", frozenset()
    )


@pytest.mark.parametrize(
    ("rows", "target", "result", "reasons"),
    [
        ("", figure("target", 2024, "6"), figure("realised", 2024, "5"), {"direction-unknown"}),
        (OPEN, figure("target", 2024, "6"), figure("realised", 2024, "5"), {"direction-open"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2024, "5", coverage=HALF), {"part-of-year"}),
        (LOWER, figure("target", 2024, "6", coverage=HALF), figure("realised", 2024, "5"), {"part-of-year"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2024, "5", doubt="part-of-year"), {"part-of-year"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2024, "5", doubt="short-row"), {"value-in-doubt"}),
        (LOWER, figure("target", 2024, "6", doubt="short-row"), figure("realised", 2024, "5"), {"target-in-doubt"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2024, "nnb"), {"result-missing"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2024, "-"), {"result-missing"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2024, "5 à 6"), {"result-in-words"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2024, "1.23.4"), {"value-in-doubt"}),
        (LOWER, figure("target", 2024, "-"), figure("realised", 2024, "5"), {"target-missing"}),
        (LOWER, figure("target", 2024, "Afname"), figure("realised", 2024, "5"), {"target-in-words"}),
        (LOWER, figure("target", None, "6"), figure("realised", 2024, "5"), {"year-unknown"}),
        (LOWER, figure("target", 2024, "6"), figure("realised", 2023, "5"), {"no-result-printed"}),
        (LOWER, figure("target", 2024, "6"), figure("baseline", 2024, "5"), {"no-result-printed"}),
        (LOWER, figure("target", 2024, "6"), replace(figure("realised", 2024, "5"), unit="days"), {"other-unit"}),
        (LOWER, figure("target", 2024, "6"), replace(figure("realised", 2024, "5"), scale=3), {"other-unit"}),
        ("", figure("target", 2024, "-"), figure("realised", 2024, "-", coverage=HALF),
         {"direction-unknown", "target-missing", "result-missing", "part-of-year"}),
    ],
)  # fmt: skip
def test_what_cannot_be_said_says_why(
    tmp_path: Path, rows: str, target: domain.IndicatorFigure, result: domain.IndicatorFigure, reasons: set[str]
) -> None:
    said = only(tmp_path, rows, stating("annual-report", 2024, target, result))
    assert (said.verdict, set(said.reasons)) == ("not-to-be-said", reasons)
    assert bool(said.result) == (not reasons & {"no-result-printed", "year-unknown"})


def test_every_reason_of_the_code_list_is_tried_here() -> None:
    marks = test_what_cannot_be_said_says_why.pytestmark  # type: ignore[attr-defined]
    tried = {reason for mark in marks for case in mark.args[1] for reason in case[3]}
    elsewhere = {"results-differ", "year-not-over"}
    assert tried | elsewhere == set(vocabulary.CODES["verdict-reason"])


def test_a_result_comes_from_the_own_document_before_a_newer_one(tmp_path: Path) -> None:
    own = stating("annual-report", 2024, figure("target", 2024, "6"), figure("realised", 2024, "5"))
    later = stating("annual-report", 2025, figure("realised", 2024, "7"))
    said = only(tmp_path, LOWER, own, later)
    assert (said.verdict, said.result) == ("met", "annual-report-2024 9D1.c 2024")


def test_else_from_the_newest_document_that_prints_one(tmp_path: Path) -> None:
    budget = stating("programme-budget", 2021, figure("target", 2021, "6"))
    first = stating("annual-report", 2021, figure("realised", 2021, "5"))
    last = stating("annual-report", 2022, figure("realised", 2021, "7"))
    for documents in ((budget, first, last), (last, budget, first)):
        said = only(tmp_path, LOWER, *documents)
        assert (said.verdict, said.result) == ("not-met", "annual-report-2022 9D1.c 2021")


def test_what_is_not_yet_known_is_taken_from_a_later_document(tmp_path: Path) -> None:
    own = stating("annual-report", 2024, figure("target", 2024, "6"), figure("realised", 2024, "nnb"))
    later = stating("annual-report", 2025, figure("realised", 2024, "5"))
    said = only(tmp_path, LOWER, own, later)
    assert (said.verdict, said.result) == ("met", "annual-report-2025 9D1.c 2024")
    nor_later = stating("annual-report", 2025, figure("realised", 2024, "-"))
    said = only(tmp_path, LOWER, own, nor_later)
    assert (said.verdict, said.result) == ("not-to-be-said", "annual-report-2024 9D1.c 2024")


@pytest.mark.parametrize(("kind", "year"), [("interim-report", 2024), ("programme-budget", 2025), ("", None)])
def test_a_result_that_was_printed_before_the_year_was_over_meets_nothing(
    tmp_path: Path, kind: str, year: int | None
) -> None:
    budget = stating("programme-budget", 2024, figure("target", 2024, "6"))
    said = only(tmp_path, LOWER, budget, stating(kind, year, figure("realised", 2024, "5")))
    assert (said.verdict, said.reasons) == ("not-to-be-said", frozenset({"year-not-over"}))
    account = stating("annual-report", 2024, figure("realised", 2024, "7"))
    assert only(tmp_path, LOWER, budget, stating(kind, year, figure("realised", 2024, "5")), account).verdict == (
        "not-met"
    )


def test_two_results_of_one_document_that_differ_meet_nothing(tmp_path: Path) -> None:
    second = replace(figure("realised", 2024, "7"), again=2)
    figures = (figure("target", 2024, "6"), figure("realised", 2024, "5"), second)
    said = only(tmp_path, LOWER, stating("annual-report", 2024, *figures))
    assert (said.verdict, said.reasons) == ("not-to-be-said", frozenset({"results-differ"}))
    same = (figure("target", 2024, "6"), figure("realised", 2024, "5"), replace(second, reading=read_figure("5,0")))
    assert only(tmp_path, LOWER, stating("annual-report", 2024, *same)).verdict == "met"


def test_a_result_of_another_element_with_that_code_is_not_taken(tmp_path: Path) -> None:
    budget = stating("programme-budget", 2024, figure("target", 2024, "6"))
    other = stating("annual-report", 2024, figure("realised", 2024, "5"), label="Aantal plaatsen in de opvang")
    said = only(tmp_path, LOWER, budget, other)
    assert (said.result, said.reasons) == ("", frozenset({"no-result-printed"}))


def test_money_and_what_is_of_no_indicator_are_not_assessed(tmp_path: Path) -> None:
    whole = document("annual-report", 2024, indicator("9D1.c", STAY))
    of_none = replace(figure("target", 2024, "6"), about=Ref(Level.INDICATOR, "9D1.x"))
    changed = replace(whole, parts=(replace(whole.parts[0], figures=(of_none,)),))
    assert assessments(build_register([changed], base=BASE, profile=profile_with(tmp_path, LOWER))) == {}


def test_an_assessment_stands_under_the_municipality_and_in_its_register(tmp_path: Path) -> None:
    report = stating("annual-report", 2024, figure("target", 2024, "6"), figure("realised", 2024, "5"))
    register = build_register([report], base=BASE, profile=profile_with(tmp_path, LOWER))
    iri = "assessment/annual-report-2024/9/indicators/9D1.c/target/2024"
    assert list(assessments(register)) == [iri]
    graphs = {quad[3] for quad in register.quads if quad[0] == f"<{CITY}{iri}>"}
    assert graphs == {f"<{identifiers.register_graph(BASE, 'gm0546')}>"}


# The five real documents, read by hand in facts/observations.csv: what a careful reader answers to questions 1, 2, 21.


@pytest.fixture(scope="module")
def real(shared: Path) -> dict[str, Said]:
    files = sorted((shared / "documents").glob("00*.txt"))
    documents = load_documents(files).documents
    return assessments(build_register(documents, base=BASE, profile=load("leiden")))


def of(found: dict[str, Said], document: str, year: int) -> dict[str, Said]:
    """The assessments of the targets that a document prints for a year, by the key of the indicator."""
    return {iri.split("/")[4]: said for iri, said in found.items() if said.target.startswith(document + " ")
            and said.target.endswith(str(year))}  # fmt: skip


WHY_2024 = {
    **{key: {"result-missing"} for key in ("9A1.a", "9A1.b", "9A1.c", "9A1.d", "9A1.e", "9B1.a", "9B1.b")},
    **{key: {"result-missing"} for key in ("9C1.a", "9C1.b", "9C1.c", "9C1.c~2", "9C2.a", "9D1.a")},
    "9A1.f": {"result-missing", "direction-open"},
    "9C2.b": {"part-of-year", "direction-open"},
    "9D1.c": {"value-in-doubt", "target-in-doubt"},
    "9D1.d": {"result-missing", "target-missing"},
    "9D1.e": {"target-missing", "direction-open"},
}


def test_of_the_targets_of_2024_one_is_not_met_and_of_the_others_it_cannot_be_said(real: dict[str, Said]) -> None:
    found = of(real, "annual-report-2024", 2024)
    assert {key for key, said in found.items() if said.verdict == "not-met"} == {"9D1.b"}  # 164 days, 90 wanted
    unsaid = {key: set(said.reasons) for key, said in found.items() if said.verdict == "not-to-be-said"}
    assert unsaid == WHY_2024
    assert len(found) == 19


def test_no_value_of_2023_stands_for_the_target_of_2024(real: dict[str, Said]) -> None:
    for said in of(real, "annual-report-2024", 2024).values():
        assert said.result.endswith("2024"), said


def test_the_targets_for_2021_of_the_budget_2018_against_the_results_of_2021(real: dict[str, Said]) -> None:
    found = of(real, "programme-budget-2018", 2021)
    # 6,1 and 6,1; 37% and 52%; 35% and 33%; 71% and 77%; 52% and 56%; 21% and 14%, whose direction is open
    assert {key: said.verdict for key, said in found.items()} == {
        "9A1.a": "met", "9A1.b": "met", "9A1.c": "not-met", "9A1.d": "met", "9A1.e": "met", "9A1.f": "not-to-be-said",
    }  # fmt: skip
    assert {said.result for said in found.values()} == {f"annual-report-2024 9A1.{letter} 2021" for letter in "abcdef"}
    assert found["9A1.f"].reasons == {"direction-open"}


def test_the_targets_for_2018_to_2020_have_no_result_in_these_documents(real: dict[str, Said]) -> None:
    found = [said for year in (2018, 2019, 2020) for said in of(real, "programme-budget-2018", year).values()]
    assert len(found) == 18
    assert all("no-result-printed" in said.reasons for said in found)
    assert Counter("target-missing" in said.reasons for said in found) == {True: 8, False: 10}
