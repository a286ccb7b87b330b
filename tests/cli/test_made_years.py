"""`kg history`, `kg compare` and `kg show` on the made documents of four years, each of two files."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from kg.build.run import build
from kg.cli import run
from tests.cli.test_history import compare_page

YEARS = Path(__file__).parents[1] / "history" / "made"


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The made documents of four years, each of two files."""
    directory = tmp_path_factory.mktemp("years") / "g"
    build([YEARS], directory)
    return str(directory)


@pytest.mark.parametrize(
    ("code", "labels"),
    [("6A1", ["Er zijn elk jaar 500"]), ("5B1.a", ["Percentage inwoners"]), ("6a1", ["Er zijn"])],
)
def test_as_of_finds_by_the_codes_of_then(
    years: str, code: str, labels: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["history", code, "--as-of", "annual-report-2020", "--graph", years, "--format", "json"]
    assert run(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["element"]["code"] for one in told] == [code.upper() if code == "6a1" else code]
    assert all(one["element"]["label"].startswith(label) for one, label in zip(told, labels, strict=True))


def test_a_code_that_only_later_documents_give_is_not_there_yet(years: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "5A6.a", "--as-of", "annual-report-2020", "--graph", years]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "no document up to annual-report-2020 states '5A6.a'" in err


def test_a_table_of_restated_values_says_which_document_came_first(
    years: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", "annual-report-2020", "programme-budget-2021", "--graph", years]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "realised value restated drawn up first: 2021 programme budget; after it: 2020 annual report" in out
    assert re.search(r"5A1.b Percentage wegen met ten minste .*50% \(2019\) 48% \(2019\)", out)
    assert "48% (2019) 50% (2019)" not in out


@pytest.mark.parametrize("width", [80, 120])
def test_figures_side_by_side_cite_the_file_and_line_of_both(years: str, width: int) -> None:
    """Both documents are of two files, so that a line alone says nothing."""
    shown = compare_page(years, "annual-report-2020", "programme-budget-2021", width)
    start = shown.index("  targets")
    tables = shown[start : next(i for i, line in enumerate(shown) if "side by side" in line)]
    assert max(map(len, (line.rstrip() for line in tables))) <= width
    cited = " ".join(" ".join(tables).split())
    for name, line in (("annual-report-2020-programme-5.txt", 31), ("programme-budget-2021-programme-6.txt", 31)):
        assert re.search(rf"{re.escape(name)}:{line}\b", cited)
    at = [i for i, line in enumerate(tables) if "5A1.b" in line]
    assert len(at) == 2, "a target and a restated value"
    for i in at:
        row = " ".join(tables[i : i + 4])
        assert "annual-report-2020-programme-5.txt:31" in row
        assert "programme-budget-2021-programme-5.txt:30" in row


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_comparison_of_money_fits_a_terminal_of_80(years: str, lang: str) -> None:
    shown = compare_page(years, "annual-report-2020", "programme-budget-2021", 80, lang)
    assert max(map(len, (line.rstrip() for line in shown))) <= 80


def test_amounts_say_from_which_files_they_are(years: str) -> None:
    shown = compare_page(years, "annual-report-2022", "annual-report-2023", 120)
    for year in (2022, 2023):
        (row,) = [line for line in shown if line.startswith(f"     {year} annual report: annual-report-{year}")]
        assert len(re.findall(r"programme-[56]\.txt:\d+", row)) == 2


def test_rows_of_values_bear_the_codes_and_words_of_the_two_documents(
    years: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Later documents renumber 6A5.a, count 5B2.b otherwise and give 6A1.a to another indicator."""
    assert run(["compare", "programme-budget-2021", "programme-budget-2022", "--graph", years]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "5C7" not in out
    assert "10.000" not in out
    assert "5A6.a (was 5B1.a)" in out
    assert run(["compare", "programme-budget-2021", "programme-budget-2022", "--graph", years, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    codes = {(row["code"], row["earlier_code"]) for row in rows if row["what"] == "target"}
    assert {("5A6.a", "5B1.a"), ("6A5.a", ""), ("5B2.b", "")} <= codes
    assert {row["label"] for row in rows if row["what"] == "target" and row["code"] == "5B2.b"} == {
        "Aantal meldingen van wateroverlast per 1.000 inwoners"
    }
    changed = [row for row in rows if row["what"] == "change" and "renumbered" in row["kind"].split()]
    assert changed
    for row in changed:
        assert row["text"].startswith(f"{row['code']} ")
        assert row["earlier_text"].startswith(f"{row['earlier_code']} ")


def test_another_source_or_unit_is_said_where_the_words_are_equal(
    years: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """5C1.a is of another source from the budget of 2022 on."""
    said = "source: Afvalregistratie → CBS"
    assert run(["history", "5C1.a", "--graph", years]) == 0
    assert f"redefined · {said} · by rule" in capsys.readouterr().out
    ends = ["compare", "programme-budget-2021", "programme-budget-2022", "--graph", years]
    assert run(ends) == 0
    out = capsys.readouterr().out
    assert f"indicator 5C1.a · {said} · by rule" in out
    assert out.count("source: ") == 1, "5A3.a is of another number, not of another source"
    assert run([*ends, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    (row,) = [row for row in rows if row["what"] == "change" and row["code"] == "5C1.a"]
    assert (row["earlier_source"], row["source"], row["earlier_unit"] == row["unit"]) == (
        "Afvalregistratie",
        "CBS",
        True,
    )
    assert run([*ends, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["changes"]
    (change,) = [one["change"] for one in told if one["element"]["code"] == "5C1.a"]
    assert change["redefined"] == ["source"]
    assert (change["earlier"]["source"], change["later"]["source"]) == ("Afvalregistratie", "CBS")


def test_another_unit_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "made"
    shutil.copytree(YEARS, folder)
    path = folder / "annual-report-2020-programme-5.txt"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("5C1.d"))
    path.write_text(text.replace(row, re.sub(r"\b(\d+) \|", r"\1% |", row)), encoding="utf-8")
    build([folder], tmp_path / "g")
    assert run(["history", "5C1.d", "--graph", str(tmp_path / "g")]) == 0
    assert "redefined · unit: count → percent" in capsys.readouterr().out


def test_show_finds_an_element_by_a_code_that_it_bore_before(years: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "6C1", "--graph", years]) == 0
    assert capsys.readouterr().out.startswith("6D1  ")
    assert run(["show", "6C1", "--graph", years, "--format", "json"]) == 0
    shown = [one["code"] for one in json.loads(capsys.readouterr().out)]
    assert run(["history", "6C1", "--graph", years, "--format", "json"]) == 0
    assert shown == [one["element"]["code"] for one in json.loads(capsys.readouterr().out)] == ["6D1"]


def test_show_tells_the_documents_of_a_year_as_they_follow_each_other(
    years: str, capsys: pytest.CaptureFixture[str]
) -> None:
    budget_to_account = [
        "2020 programme budget", "2020 annual report", "2021 programme budget", "2021 interim report",
        "2021 interim report 2", "2022 programme budget", "2022 annual report", "2023 annual report",
    ]  # fmt: skip
    assert run(["show", "6B1", "--graph", years]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = [name for line in lines for name in [line.strip().partition('  "')[0].strip()] if '  "' in line]
    assert list(dict.fromkeys(names)) == budget_to_account
    assert run(["show", "6B", "--graph", years]) == 0
    money = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  money of 6B")]
    said = [name for line in money for name in budget_to_account if f" {name} ·" in line]
    assert said == [name for name in budget_to_account if name in said]
    assert len(said) > 3


def test_a_wrong_name_lists_all_documents_or_says_that_it_lists_the_nearest(
    years: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [
        "programme-budget-2020", "annual-report-2020", "programme-budget-2021", "interim-report-2021",
        "interim-report-2021-2", "programme-budget-2022", "annual-report-2022", "annual-report-2023",
    ]  # fmt: skip
    assert run(["compare", "begroting-2021", names[0], "--graph", years]) == 1
    assert capsys.readouterr().err == f"no document 'begroting-2021'; there are: {', '.join(names)}\n"
    monkeypatch.setattr("kg.cli.asking._MANY", 7)
    assert run(["compare", "programme-budget-2023", names[0], "--graph", years]) == 1
    err = capsys.readouterr().err
    told, _, listed = err.partition("; the nearest 6 of 8: ")
    assert told == "no document 'programme-budget-2023'"
    assert len(set(listed.strip().split(", ")) & set(names)) == 6
