"""`kg history` and `kg compare` as people use them: pages, data, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.shell_completion import CompletionItem
from rich.console import Console

from kg.build.run import build
from kg.cli import run
from kg.cli.asking import complete_document
from kg.cli.compare import compare_command
from kg.cli.compare_page import ComparePage
from kg.cli.history_page import HistoryPage
from kg.describe import find
from kg.history import compare, history
from kg.history.documents import documents_named
from kg.plain_text import cleaned
from kg.store import Graph
from tests.history.made import ACCOUNT_20, ACCOUNT_21, BUDGET_20, BUDGET_21, build_made
from tests.history.test_compare import two_municipalities

INTERIM, ACCOUNT, BUDGET = "interim-report-2019", "annual-report-2024", "programme-budget-2018"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    directory = tmp_path_factory.mktemp("graph") / "g"
    build(graph=directory)
    return str(directory)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    directory = tmp_path_factory.mktemp("made")
    build_made(directory).close()
    return str(directory / "graph")


def page(graph: str, code: str, width: int, lang: str = "en") -> list[str]:
    """What a terminal of a width shows of an element."""
    console = Console(file=io.StringIO(), width=width, highlight=False, force_terminal=True, no_color=True)
    with Graph.open(graph) as opened:
        for iri in find(opened, code):
            HistoryPage(console, lang, opened.file_names()).tell(cleaned(history(opened, iri)))
    assert isinstance(console.file, io.StringIO)
    return _bare(console.file.getvalue())


def compare_page(graph: str, first: str, second: str, width: int, lang: str = "en") -> list[str]:
    """What a terminal of a width shows of two documents."""
    console = Console(file=io.StringIO(), width=width, highlight=False, force_terminal=True, no_color=True)
    with Graph.open(graph) as opened:
        ends = [documents_named(opened, name)[0].iri for name in (first, second)]
        ComparePage(console, lang, opened.file_names()).tell(cleaned(compare(opened, *ends)))
    assert isinstance(console.file, io.StringIO)
    return _bare(console.file.getvalue())


def _bare(text: str) -> list[str]:
    return [line.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "") for line in text.splitlines()]


def test_a_goal_through_the_years(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9B1", "--graph", graph]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("9B1 Inwoners zijn zo zelfredzaam mogelijk\n")
    assert "2019 interim report → 2024 annual report  reworded · 82.9% alike · by rule same-code-near-wording 1" in out
    assert "interim-report-2019-programme-9.txt:56" in out
    assert "annual-report-2024-programme-9.txt:83" in out
    assert '"Burgers zijn zo zelfredzaam mogelijk"' in out
    assert "\x1b" not in out


def test_in_dutch(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9B1", "--graph", graph, "--lang", "nl"]) == 0
    out = capsys.readouterr().out
    assert "2019 bestuursrapportage → 2024 jaarstukken  andere tekst · 82,9% gelijk" in out
    assert run(["compare", INTERIM, ACCOUNT, "--graph", graph, "--lang", "nl"]) == 0
    assert "niet te vergelijken" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("code", ["9A1.a", "9C2", "9D1", "9A1.1", "9B2.2"])
def test_pages_fit_a_terminal_and_lose_no_figure(graph: str, code: str, width: int, lang: str) -> None:
    wide, narrow = page(graph, code, 400, lang), page(graph, code, width, lang)
    assert max(map(len, narrow)) <= max(width, 80)
    words = {word for line in wide for word in line.split() if any(letter.isdigit() for letter in word)}
    assert words <= {word for line in narrow for word in line.split()} | set[str]()


def test_a_short_row_is_never_given_as_sure(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9D1.c", "--graph", graph]) == 0
    out = capsys.readouterr().out
    (row,) = [line for line in out.splitlines() if "realised" in line]
    assert row.split()[-4:] == ["6?", "9?", "8?", "?"]
    assert "row with too few cells" in out


def test_two_elements_of_one_code_are_told_apart(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9C1.c", "--graph", graph, "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_as_of(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9B1", "--as-of", INTERIM, "--graph", graph]) == 0
    out = capsys.readouterr().out
    assert "as of 2019 interim report" in out
    assert "Inwoners" not in out
    assert run(["history", "9B3", "--as-of", INTERIM, "--graph", graph]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"no document up to {INTERIM} states '9B3'" in err


def test_a_former_code_is_found(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9B2", "--graph", made]) == 0
    assert '9B2 "Ouderen blijven langer thuis wonen"' in capsys.readouterr().out


def test_compare(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", BUDGET_20, ACCOUNT_21, "--graph", made]) == 0
    out = capsys.readouterr().out
    for line in ("new (3)", "gone (2)", "redefined (1)", "renumbered (4)", "reworded (1)", "waits for a person (1)"):
        assert f"  {line}\n" in out
    assert "(under 9A Sociale binding)" in out
    assert "changed for this year" in out


def test_compare_fits_a_terminal(graph: str) -> None:
    assert max(map(len, compare_page(graph, INTERIM, ACCOUNT, 80))) <= 80


# ---- Names


@pytest.mark.parametrize("code", ["9Z9", "<script>", "' } SELECT", "", "\x1b[31m", '"9B1"', "9B1 .", "a" * 5000])
def test_an_unknown_code_is_1(graph: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", code, "--graph", graph]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "no element" in err
    assert "\x1b" not in err
    assert len(err) < 600


@pytest.mark.parametrize("name", ["annual-report-2042", "", "' } SELECT", "\x1b[31m", "x> <y", "a" * 5000])
def test_an_unknown_document_is_1_and_says_which_there_are(
    graph: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["compare", name, ACCOUNT], ["compare", ACCOUNT, name], ["history", "9B1", "--as-of", name]):
        assert run([*arguments, "--graph", graph]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert "no document" in err
        assert "report-20" in err
        assert "\x1b" not in err
        assert len(err) < 600


def test_a_document_named_twice_is_a_wrong_use(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", ACCOUNT, ACCOUNT, "--graph", graph]) == 2
    assert "named twice" in capsys.readouterr().err


def test_a_name_of_two_municipalities_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two_municipalities(tmp_path).close()
    graph = str(tmp_path / "graph")
    assert run(["compare", BUDGET_20, ACCOUNT_21, "--graph", graph]) == 2
    err = capsys.readouterr().err
    assert f"gm0537/{BUDGET_20}" in err
    assert f"gm0546/{BUDGET_20}" in err
    for full in (f"gm0546/{BUDGET_20}", f"gm0546/document/{BUDGET_20}"):
        assert run(["compare", full, ACCOUNT_21, "--graph", graph]) == 0
    capsys.readouterr()
    assert run(["compare", "budget-2020", ACCOUNT_21, "--graph", graph]) == 1
    names = [BUDGET_20, ACCOUNT_20, BUDGET_21, ACCOUNT_21]
    listed = [f"gm0537/{BUDGET_20}", *(f"gm0546/{name}" for name in names)]
    assert f"there are: {', '.join(listed)}\n" in capsys.readouterr().err
    assert run(["compare", f"gm0537/document/{BUDGET_20}", ACCOUNT_21, "--graph", graph]) == 3


def test_pages_of_a_graph_of_two_municipalities_name_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two_municipalities(tmp_path).close()
    graph = str(tmp_path / "graph")
    for command in ("history", "show"):
        assert run([command, "9B1", "--graph", graph]) == 0
        heads = [line for line in capsys.readouterr().out.splitlines() if " · goal · " in line]
        assert [head.strip().split(" · ")[0] for head in heads] == ["gemeente Katwijk", "gemeente Leiden"], command
    assert run(["compare", BUDGET_21, ACCOUNT_21, "--graph", graph]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("  gemeente Leiden · ")


def test_pages_of_a_graph_of_one_municipality_do_not_name_it(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["history", "9B1"], ["show", "9B1"], ["compare", BUDGET_20, ACCOUNT_21]):
        assert run([*command, "--graph", made]) == 0
        assert "gemeente Leiden · " not in capsys.readouterr().out


def test_names_of_documents_are_completed(graph: str) -> None:
    context = click.Context(compare_command)
    context.params["graph"] = Path(graph)
    offered = [item.value for item in complete_document(context, compare_command.params[0], "programme")]
    assert offered == [BUDGET, "programme-budget-2021"]
    context.params["graph"] = Path("nowhere")
    assert complete_document(context, compare_command.params[0], "") == list[CompletionItem]()


# ---- Data


def shape(value: Any) -> Any:
    """The names in JSON data, without the values; of a list those of its first item."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else []


PLACE: dict[str, Any] = {"rendition": [], "line": [], "in_table": [], "file": []}
DOCUMENT: dict[str, Any] = {
    "iri": [],
    "name": [],
    "kind": [],
    "year": [],
    "ordinal": [],
    "label": [],
    "municipality": [],
}
NAME: dict[str, Any] = {"iri": [], "level": [], "code": [], "label": []}
SIDE = {
    "edition": [], "element": [], "document": DOCUMENT, "code": [], "label": [], "above": [], "unit": [], "source": [],
    "places": [PLACE],
}  # fmt: skip
CHANGE = {
    "kinds": [[]],
    "status": [],
    "decided_by": [],
    "reason": [],
    "similarity": [],
    "earlier": SIDE,
    "later": SIDE,
    "compared": [],
    "redefined": [],
}
FIGURE_KEYS = [
    "document", "iri", "kind", "phase", "year", "coverage", "verbatim", "value", "precision", "multiplier", "unit",
    "missing", "possible", "doubt", "mark", "notes", "is_total", "signs", "places",
]  # fmt: skip


def test_the_json_of_a_history_keeps_its_names(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9B1", "--graph", graph, "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "element", "as_of", "stated", "changes", "proposals", "gaps", "children", "indicator", "indicators", "money",
        "money_restated",
    ]  # fmt: skip
    assert shape(told["element"]) == NAME
    assert shape(told["changes"]) == [CHANGE]
    assert shape(told["stated"]) == [
        {
            "document": DOCUMENT,
            "edition": [],
            "code": [],
            "label": [],
            "wordings": [{"text": [], "in_tree": [], "places": [PLACE]}],
            "above": [NAME],
            "unit": [],
            "source": [],
            "notes": [],
            "places": [PLACE],
        }
    ]
    (first, _second) = told["indicators"]
    assert list(first) == ["element", "unit", "sources", "notes", "figures", "restated", "changes"]
    assert list(first["figures"][0]) == FIGURE_KEYS
    assert first["figures"][0]["value"] == "89"
    assert told["changes"][0]["later"]["places"][0]["file"] == "annual-report-2024-programme-9.txt"


def test_the_json_of_a_comparison_keeps_its_names(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "annual-report-2020", ACCOUNT_21, "--graph", made, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "earlier", "later", "areas", "changes", "proposals", "unchanged", "targets", "restated", "money_moved",
        "amounts", "not_compared",
    ]  # fmt: skip
    assert shape(told["earlier"]) == DOCUMENT
    assert shape(told["proposals"]) == [{"element": NAME, "change": CHANGE}]
    assert list(told["areas"][0]) == ["element", "earlier", "later", "earlier_indicators", "later_indicators"]
    assert list(told["targets"][0]) == ["element", "way", "earlier", "later", "former_code"]
    assert list(told["targets"][0]["earlier"]) == FIGURE_KEYS
    assert list(told["amounts"][0]) == [
        "element", "kind", "earlier", "later", "difference", "why", "former_code",
    ]  # fmt: skip
    assert told["amounts"][0]["difference"] == "110000"
    assert list(told["not_compared"][0]) == ["what", "reason", "document", "about", "count"]


def test_csv_has_a_row_for_each_statement(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "9B1", "--graph", graph, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["text"] for row in rows if row["what"] == "wording"] == [
        "Burgers zijn zelfredzaam mogelijk",
        "Inwoners zijn zo zelfredzaam mogelijk",
        "Burgers zijn zo zelfredzaam mogelijk",
    ]
    (change,) = [row for row in rows if row["what"] == "change"]
    assert (change["kind"], change["similarity"], change["document"]) == ("reworded", "82.9", ACCOUNT)
    assert change["earlier_place"] == "interim-report-2019-programme-9.txt:56"
    target = next(row for row in rows if row["what"] == "figure" and row["kind"] == "target")
    assert (target["code"], target["year"], target["text"], target["value"]) == ("9B1.a", "2024", "97%", "97")


def test_csv_of_a_comparison(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "annual-report-2020", ACCOUNT_21, "--graph", made, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    found = {row["what"] for row in rows}
    assert found == {"area", "change", "proposal", "target", "restated", "money-moved", "amount", "not-compared"}
    (restated,) = [row for row in rows if row["what"] == "restated"]
    assert (restated["code"], restated["year"], restated["earlier_text"], restated["text"]) == (
        "9A1.a",
        "2020",
        "51%",
        "49%",
    )


# ---- The process


def test_without_a_graph_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["history", "9B1"], ["compare", BUDGET, ACCOUNT]):
        assert run([*arguments, "--graph", str(tmp_path / "no")]) == 2
        assert "kg build" in capsys.readouterr().err


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("history", "compare"):
        assert run([command, "--help"]) == 0
        assert "Examples:" in capsys.readouterr().out


def test_another_hash_seed_says_the_same(made: str) -> None:
    said = set()
    for seed in ("0", "1", "2"):
        command = [sys.executable, "-m", "kg", "compare", BUDGET_20, ACCOUNT_21, "--graph", made, "--format", "json"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        said.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(said) == 1
