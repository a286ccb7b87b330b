"""`kg ask`, `kg cite` and `kg queries` as people use them: pages, data, messages, exit codes, completion."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pandas
import pytest

from kg.build.run import build
from kg.catalogue.ask import ask
from kg.catalogue.citation import graph_hash
from kg.catalogue.load import catalogue
from kg.cli import run
from kg.cli.ask import ask_command
from kg.cli.stored import complete_name, complete_value, parameters_of
from kg.store import Graph

MET = ("list-targets-met", "--year", "2024")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the corpus that ships."""
    directory = tmp_path_factory.mktemp("graph")
    build(graph=directory)
    return directory


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run `kg`: exit code, stdout, stderr."""
    code = run([*map(str, arguments)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_table_says_once_what_all_rows_share(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "ask", *MET, "--graph", graph)
    assert code == 0
    assert out.splitlines()[0] == "document with the target: annual-report-2024"
    row = next(line for line in out.splitlines() if line.startswith("9D1.b"))
    assert row.split()[-5:] == ["90", "164", "days", "not", "met"]


def test_words_and_figures_are_in_the_language_of_the_reader(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "ask", *MET, "--graph", graph, "--lang", "nl")
    assert "waarom het niet te zeggen is" in out
    assert "6,1" in next(line for line in out.splitlines() if line.startswith("9A1.a"))


def test_evidence_stands_below_each_row(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "ask", *MET, "--graph", graph, "--evidence")
    place = next(line for line in out.splitlines() if '"164"' in line)
    assert place.startswith("   annual-report-2024-programme-9.txt:136  ")
    assert '"90" [' in place


def test_csv_has_the_names_of_the_query_and_exact_values(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "ask", *MET, "--graph", graph, "--format", "csv", "--evidence")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert list(rows[0]) == [column.name for column in catalogue()["list-targets-met"].columns] + ["evidence"]
    row = next(row for row in rows if row["indicator"] == "9D1.b")
    assert (row["target"], row["result"], row["verdict"]) == ("90", "164", "not-met")
    assert row["document"] == "https://w3id.org/doelenboom/id/gm0546/document/annual-report-2024"
    assert row["evidence"].count("annual-report-2024-programme-9.txt, line 136") == 2


def test_json_says_what_was_asked(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "ask", *MET, "--graph", graph, "--format", "json", "--evidence")
    told: dict[str, Any] = json.loads(out)
    assert (told["query"], told["version"], told["parameters"]) == ("list-targets-met", 1, {"year": "2024"})
    assert told["sha256"] == catalogue()["list-targets-met"].sha256
    assert told["total"] == len(told["rows"]) > 2
    row = next(row for row in told["rows"] if row["indicator"] == "9D1.b")
    assert (row["result"], row["why"]) == ("164", None)
    assert {cell["quote"] for cell in row["evidence"]} == {"164", "90"}
    _, out, _ = asked(capsys, "ask", *MET, "--graph", graph, "--format", "json", "--limit", "2")
    assert (json.loads(out)["total"], len(json.loads(out)["rows"])) == (told["total"], 2)


def test_parquet_keeps_types(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    command = [sys.executable, "-m", "kg", "ask", *MET, "--graph", str(graph), "--format", "parquet"]
    file.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    frame = pandas.read_parquet(file).set_index("indicator")
    assert frame.loc["9D1.b", "result"] == Decimal(164)
    assert frame.loc["9A1.a", "target"] == Decimal("6.1")


def test_a_limit_is_told(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "ask", *MET, "--graph", graph, "--limit", "2", "--format", "csv")
    assert (code, len(out.splitlines()), err) == (0, 3, "2 of 19 rows; more with --limit\n")


def test_an_empty_answer_says_what_there_is(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "ask", "list-targets-met", "--year", "1999", "--graph", graph)
    assert (code, out) == (1, "")
    assert err.startswith("For this question there is no year 1999; there are 2018, 2019, 2020, 2021, 2024")


@pytest.mark.parametrize(
    ("arguments", "said", "dutch"),
    [
        (
            ["list-targets-met", "--yaer", "2024"],
            "has no parameter 'yaer'; it has year",
            "list-targets-met heeft geen parameter 'yaer'; wel: year, document",
        ),
        (
            ["list-targets-met"],
            "needs year (year: there are 2018, 2019, 2020, 2021, 2024)",
            "list-targets-met heeft year nodig (year: er zijn 2018, 2019, 2020, 2021, 2024)",
        ),
        (
            ["list-targets-met", "--year", "twintig"],
            "year is a whole number, as 2024; 'twintig' is not one",
            "year is een geheel getal, zoals 2024; 'twintig' is dat niet",
        ),
        (
            ["list-targets-met", "--year", "9" * 19],
            f"year is a whole number, as 2024; '{'9' * 19}' is too large, it has over 18 digits",
            f"year is een geheel getal, zoals 2024; '{'9' * 19}' is te groot, het heeft meer dan 18 cijfers",
        ),
        (["list-targets-met", "--year"], "--year needs a value", "--year heeft een waarde nodig"),
        (
            ["list-targets-met", "--year", "2024", "--year", "2021"],
            "--year is given twice",
            "--year staat er twee keer",
        ),
        (
            ["list-targets-met", "2024"],
            "give a parameter as --name value",
            "'2024': geef een parameter als --naam waarde",
        ),
        (
            ["list-net-cost-per-area", "--programme", "9", "--year", "2024", "--phase", "later"],
            "phase: 'later' is not one of approved, revised, executed",
            "phase: 'later' is er niet; kies uit approved, revised, executed",
        ),
        (
            ["list-targets-met", "--year", "2024", "--document", "begroting"],
            "document: there is no such document: 'begroting'; there are annual-report-2024, interim-report-2019, ",
            "document: er is geen document 'begroting'; er zijn annual-report-2024, interim-report-2019, "
            "programme-budget-2018, programme-budget-2021",
        ),
        (
            ["list-targets-mett"],
            "there is no stored query 'list-targets-mett'; near it is list-targets-met\n",
            "er is geen vraag met de naam 'list-targets-mett'; dichtbij: list-targets-met (Gehaalde streefwaarden)",
        ),
        (
            ["what is the weather"],
            "no stored query answers 'what is the weather'",
            "geen opgeslagen vraag beantwoordt 'what is the weather'; `kg queries` geeft ze alle",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_exists(
    arguments: list[str], said: str, dutch: str, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(capsys, "ask", *arguments, "--graph", graph)
    assert (code, out) == (2, "")
    assert said in err
    assert asked(capsys, "ask", "--lang", "nl", *arguments, "--graph", graph) == (2, "", f"kg: {dutch}\n")


def test_the_language_of_an_error_may_stand_anywhere(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, dutch = asked(capsys, "ask", "list-targets-met", "--lang", "nl", "--graph", graph)
    assert dutch.startswith("kg: list-targets-met heeft year nodig")
    assert asked(capsys, "ask", "list-targets-met", "--graph", graph, "--lang=nl")[2] == dutch
    _, _, last = asked(capsys, "ask", "list-targets-met", "--graph", graph, "--lang=nl", "--lang", "en")
    assert last.startswith("kg: list-targets-met needs year")


@pytest.mark.parametrize(("lang", "near"), [("en", "near it: "), ("nl", "dichtbij: ")])
def test_words_that_fit_none_offer_the_near_questions_in_the_language(
    lang: str, near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, err = asked(capsys, "ask", "which targets are there", "--lang", lang)
    query = catalogue()[err.partition(near)[2].partition(" (")[0]]
    assert f"{near}{query.name} ({query.question.in_(lang)})" in err


@pytest.mark.parametrize(
    ("engine", "said", "dutch"),
    [
        (["--graph", "{}/nowhere"], "no graph at {}/nowhere; run", "in {}/nowhere is geen graaf; maak er een met"),
        (["--graph", "{}"], "the graph at {} cannot be opened (", "de graaf in {} kan niet worden geopend ("),
        (["--endpoint", "ftp://x"], "'ftp://x' is no address of an", "'ftp://x' is geen adres van een endpoint; geef"),
        (["--endpoint", "http://127.0.0.1:9/"], "127.0.0.1:9/: it cannot be reached", "het is niet te bereiken ("),
    ],
)
@pytest.mark.parametrize("command", ["ask", "cite"])
def test_what_cannot_be_asked_is_said_in_both_languages(
    command: str, engine: list[str], said: str, dutch: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "current").symlink_to(tmp_path)  # a build without its parts
    at = [one.format(tmp_path) for one in engine]
    for lang, expected in (("en", said), ("nl", dutch)):
        code, out, err = asked(capsys, command, *MET, *at, "--lang", lang)
        assert (code, out, err[:4]) == (2, "", "kg: ")
        assert expected.format(tmp_path) in err


@pytest.mark.parametrize(
    ("arguments", "said", "dutch"),
    [
        (
            ["--plot", "x.gif"],
            "x.gif: a picture is one of .svg, .png, .html, .json; end the name of the file so",
            "x.gif: een plaatje is een van .svg, .png, .html, .json; laat de bestandsnaam zo eindigen",
        ),
        (
            ["--format", "parquet"],
            "Parquet needs the package pyarrow; install it with: pip install 'doelenboom[data]'",
            "Parquet heeft het pakket pyarrow nodig; installeer het met: pip install 'doelenboom[data]'",
        ),
    ],
)
def test_what_is_not_supported_is_said_in_both_languages(
    arguments: list[str],
    said: str,
    dutch: str,
    graph: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for lang, expected in (("en", said), ("nl", dutch)):
        told = asked(capsys, "ask", *MET, *arguments, "--graph", graph, "--lang", lang)
        assert told == (3, "", f"kg: {expected}\n")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_parquet_is_kept_from_a_terminal(
    lang: str, graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, out, err = asked(capsys, "ask", *MET, "--format", "parquet", "--graph", graph, "--lang", lang)
    assert (code, out) == (3, "")
    assert {"en": "is no text for a terminal", "nl": "is geen tekst voor een terminal"}[lang] in err


def test_a_question_in_words_says_which_query_it_took(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "ask", "which indicators met their target in 2024?", "--graph", graph)
    assert code == 0
    assert "9D1.b" in out
    assert err.startswith("asked: list-targets-met --year 2024: Which indicators met their target in a year?\n")


def test_a_value_that_is_given_goes_before_one_in_the_words(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "which indicators met their target in 2024?"
    _, out, _ = asked(capsys, "ask", words, "--year", "2021", "--graph", graph, "--format", "json")
    assert json.loads(out)["parameters"] == {"year": "2021"}


def test_a_query_without_picture_says_so(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = next(query for query in catalogue().values() if not query.chart)
    given = [word for one in bare.parameters for word in (f"--{one.name}", one.example) if one.required]
    command = ("ask", bare.name, *given, "--plot", tmp_path / "x.svg", "--graph", graph)
    code, out, err = asked(capsys, *command)
    assert (code, out, "has no picture" in err) == (2, "", True)
    told = f"kg: {bare.name} heeft geen plaatje; `kg queries --charts` geeft de vragen die er een hebben\n"
    assert asked(capsys, *command, "--lang", "nl") == (2, "", told)
    assert not (tmp_path / "x.svg").exists()


def test_a_folder_for_a_picture_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("ask", *MET, "--plot", tmp_path / "no" / "x.svg")
    _, _, err = asked(capsys, *command)
    assert err.endswith(f"\nError: Invalid value for '--plot': there is no folder {tmp_path / 'no'}\n")
    assert asked(capsys, *command, "--lang", "nl") == (2, "", f"kg: er is geen map {tmp_path / 'no'}\n")


def test_a_citation_names_query_cells_and_graph(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "cite", *MET, "--row", "16", "--graph", graph)
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Which indicators met their target in a year? (year = 2024)"
    assert lines[1].startswith("  row 16: code of the indicator: 9D1.b; ")
    assert lines[2].endswith(': "164"')
    assert ', line 136, table 11, row 5, column 5: "164"' in lines[2]
    _, dutch, _ = asked(capsys, "cite", *MET, "--row", "16", "--graph", graph, "--lang", "nl")
    assert ', regel 136, tabel 11, rij 5, kolom 5: "164"' in dutch.splitlines()[2]
    assert catalogue()["list-targets-met"].sha256 in lines[-2]
    with Graph.open(graph) as opened:
        assert f"graph sha256 {graph_hash(opened.build)}" in lines[-1]


def test_a_citation_as_data(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "cite", *MET, "--row", "16", "--graph", graph, "--format", "json")
    told = json.loads(out)
    assert (told["row"], told["values"]["result"]) == (16, "164")
    assert [cell["quote"] for cell in told["cells"]] == ["164", "90"]


@pytest.mark.parametrize(
    ("row", "said", "dutch"),
    [
        ([], "has 19 rows; say which with --row N", "het antwoord heeft 19 rijen; kies er een met --row N"),
        (["--row", "20"], "--row 20 is not there", "rij 20 is er niet; het antwoord heeft 19 rijen"),
    ],
)
def test_a_citation_is_of_a_row_that_is_there(
    row: list[str], said: str, dutch: str, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = asked(capsys, "cite", *MET, *row, "--graph", graph)
    assert code == 2
    assert said in err
    assert asked(capsys, "cite", *MET, *row, "--graph", graph, "--lang", "nl") == (2, "", f"kg: {dutch}\n")


def test_evidence_is_in_the_language_of_people_and_in_english_for_machines(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form, word in (("markdown", "regel"), ("csv", "line"), ("tsv", "line"), ("json", "line")):
        _, out, _ = asked(capsys, "ask", *MET, "--evidence", "--format", form, "--graph", graph, "--lang", "nl")
        assert f", {word} 136, " in out


def test_a_reason_is_only_of_a_column_that_is_there(graph: Path) -> None:
    with Graph.open(graph) as opened:
        row = next(row for row in ask(opened, catalogue()["list-targets-met"], {"year": 2024}) if row.result is None)
    assert row.reason("result") == row.missing
    with pytest.raises(AttributeError) as as_value:
        _ = row.nonsense
    with pytest.raises(AttributeError, match="list-targets-met has no column 'nonsense'; it has indicator, ") as reason:
        row.reason("nonsense")
    assert str(reason.value) == str(as_value.value)


def test_the_list_of_questions(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "queries")
    assert code == 0
    assert [name for name in catalogue() if f"  {name}  " not in out] == []
    _, out, _ = asked(capsys, "queries", "indicators", "--lang", "nl", "--format", "json")
    assert {one["theme"] for one in json.loads(out)} >= {"indicators"}
    _, by_heading, _ = asked(capsys, "queries", "bronnen en verwijzingen")
    assert "sources-and-references" in {catalogue()[line.split()[0]].theme for line in by_heading.splitlines()[1:]}
    assert asked(capsys, "queries", "pannenkoek")[0] == 1
    _, _, several = asked(capsys, "queries", "--format", "sparql")
    assert several.endswith("\nError: SPARQL is written of one query; give its name\n")
    several_nl = asked(capsys, "queries", "--format", "sparql", "--lang", "nl")
    assert several_nl == (2, "", "kg: SPARQL is er van één vraag; geef haar naam\n")


def test_a_query_tells_all_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "queries", "list-targets-met")
    assert "--year      year, integer" in out
    assert "kg ask list-targets-met --year 2024" in out
    _, dutch, _ = asked(capsys, "queries", "list-targets-met", "--lang", "nl")
    assert "--year      jaar, geheel getal\n" in dutch
    assert "  label            indicator, tekst\n" in dutch
    assert "PREFIX doel:" in out
    _, sparql, _ = asked(capsys, "queries", "list-targets-met", "--format", "sparql")
    assert sparql == catalogue()["list-targets-met"].text


def test_parameters_are_read_from_options() -> None:
    assert parameters_of(["--target-year=2024", "--goal", "-9"]) == {"target_year": "2024", "goal": "-9"}
    with pytest.raises(click.UsageError):
        parameters_of(["--"])


def test_names_parameters_and_values_are_completed(graph: Path) -> None:
    context = click.Context(ask_command)
    name, given = (one for one in ask_command.params if one.name in ("name", "given"))
    assert "list-targets-met" in [item.value for item in complete_name(context, name, "list-t")]
    context.params = {"name": "list-targets-met", "given": ("--year",), "graph": graph}
    assert [item.value for item in complete_value(context, given, "202")] == ["2020", "2021", "2024"]
    assert "--year" in [item.value for item in ask_command.shell_complete(context, "--y")]
    context.params["graph"] = graph / "nowhere"
    assert complete_value(context, given, "") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("welke indicatoren komen uit Binnenvest", "--source Binnenvest"),
        ("welke indicatoren komen uit de Veiligheidsmonitor", "--source Veiligheidsmonitor"),
        ("welke indicatoren komen uit de Nergensmonitor", "geen opgeslagen vraag beantwoordt"),
        ("welke doelen van 2024 hebben geen indicator?", "list-goals-without-indicator --document annual-report-2024"),
        ("welke doelen van 2023 hebben geen indicator?", "list-goals-without-indicator kan niets met 2023"),
        (
            "wat kwam erbij en wat verdween tussen 2018 en 2024",
            "--earlier programme-budget-2018 --later annual-report-2024",
        ),
    ],
)
def test_a_name_that_the_data_hold_is_no_unknown_word(
    words: str, told: str, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, err = asked(capsys, "ask", words, "--graph", graph, "--lang", "nl")
    assert told in err


@pytest.mark.parametrize("phase", ["EXECUTED", "x", "executed x"])
def test_a_wrong_code_says_which_there_are(phase: str, graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--programme", "9", "--year", "2024", "--phase", phase)
    status, _, err = asked(capsys, "ask", "list-net-cost-per-area", *given, "--graph", graph)
    assert (status, f"phase: '{phase}' is not one of approved, revised, executed" in err) == (2, True)


def test_a_single_word_is_a_question_and_nothing_is_none(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = asked(capsys, "ask", "reserves", "--graph", graph)
    assert (status, "near it: show-reserve-stock" in err) == (2, True)
    status, _, err = asked(capsys, "ask", " ", "--graph", graph)
    assert (status, "Give the name of a stored query or a question in words" in err) == (2, True)


def test_what_words_name_is_used_and_told_as_it_is_used(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, told = asked(
        capsys, "ask", "welke indicatoren komen uit de stadsenquête", "--format", "csv", "--graph", graph
    )
    assert "--source" in told
    assert {row["source_name"] for row in csv.DictReader(io.StringIO(out))} == {"Stadsenquête"}
    _, out, told = asked(
        capsys,
        "ask",
        "which indicators met their target in 2024",
        "--year",
        "2021",
        "--format",
        "csv",
        "--graph",
        graph,
    )
    assert told.startswith("asked: list-targets-met --year 2021:")
    assert "9A1.a" in out


def test_help_tells_the_parameters_of_the_query_that_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "ask", "list-reserve-movements", "--help")
    assert "Parameters of list-reserve-movements:" in out
    assert "3 for what is not supported here" in " ".join(out.split())
    assert "--phase" in out
    _, out, _ = asked(capsys, "ask", "--help")
    assert "Parameters of" not in out


@pytest.mark.parametrize("phase", ["account", "Rekening", "code:executed"])
def test_a_code_may_be_given_by_the_word_on_the_screen(
    graph: Path, capsys: pytest.CaptureFixture[str], phase: str
) -> None:
    year = ("list-net-cost-per-area", "--programme", "9", "--year", "2024", "--format", "csv", "--graph", graph)
    _, said, _ = asked(capsys, "ask", *year, "--phase", phase)
    _, coded, _ = asked(capsys, "ask", *year, "--phase", "executed")
    assert said == coded
    assert coded.count("\n") > 1


def test_a_code_of_an_element_may_be_given_in_small_letters(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    year = ("show-goal", "--year", "2024", "--format", "csv", "--graph", graph)
    _, small, _ = asked(capsys, "ask", *year, "--goal", "9d1")
    _, printed, _ = asked(capsys, "ask", *year, "--goal", "9D1")
    assert small == printed
    assert printed.count("\n") > 1


def test_years_the_wrong_way_round_give_no_row(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "list-areas-with-more-money-and-worse-results"
    code, out, told = asked(
        capsys, "ask", name, "--earlier", "2024", "--later", "2023", "--format", "csv", "--graph", graph
    )
    assert (code, out.count("\n")) == (1, 1)
    assert told.startswith("The first year must come before the second\n")
