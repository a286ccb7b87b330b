"""The command as people use it: output, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from kg.build.run import build, corpus
from kg.cli import run
from kg.cli.page import SEPARATOR
from kg.cli.show import print_element
from kg.describe import find
from kg.store import Graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of the corpus that ships."""
    directory = tmp_path_factory.mktemp("graph") / "g"
    build(graph=directory)
    return str(directory)


def test_help_has_examples_for_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("build", "show", "tree", "find", "query", "completion"):
        assert run([command, "--help"]) == 0
        assert "Examples:" in capsys.readouterr().out


def test_build_prints_a_row_per_document_and_findings_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--graph", str(tmp_path / "g")]) == 0
    out, err = capsys.readouterr()
    assert "Jaarstukken 2024, gemeente Leiden (9)" in out
    assert "S09" in err
    assert "annual-report-2024-programme-9.txt:137" in err
    assert "\x1b" not in out + err


def test_build_leaves_with_1_when_a_named_file_was_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = corpus() / "programme-budget-2018-programme-9.txt"
    letter = tmp_path / "brief.txt"
    letter.write_text("Beste lezer, dit is een brief.\n", encoding="utf-8")
    assert run(["build", str(good), str(letter), "--graph", str(tmp_path / "g")]) == 1
    assert "left out" in capsys.readouterr().err
    assert run(["build", str(good), "--graph", str(tmp_path / "g")]) == 0


def test_build_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(corpus()), "--graph", str(tmp_path / "g"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(row["indicators"] for row in told["documents"]) == 25


def test_show_a_goal_with_everything_known_of_it(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "9B1", "--graph", graph]) == 0
    out = capsys.readouterr().out
    assert out.startswith("9B1  Inwoners zijn zo zelfredzaam mogelijk\n")
    assert f"goal · programme 9 Maatschappelijke ondersteuning{SEPARATOR}9B Preventie" in out
    assert '"Burgers zijn zelfredzaam mogelijk"' in out
    assert "interim-report-2019-programme-9.txt:56" in out
    assert "9B1.1 Organiseren van een samenhangend aanbod" in out
    assert "7.287" in out
    assert "97%" in out


def test_show_in_dutch(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "9B", "--graph", graph, "--lang", "nl"]) == 0
    out = capsys.readouterr().out
    assert "beleidsterrein · programma 9" in out
    assert "EUR x 1.000" in out


def test_show_marks_doubt_and_never_gives_a_doubtful_figure_as_sure(
    graph: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "9D1.c", "--graph", graph]) == 0
    out = capsys.readouterr().out
    figures = [line.split()[:3] for line in out.splitlines() if re.match(r" +20\d\d ", line) and "annual" in line]
    assert [figure for _, _, figure in figures[1:]] == ["6?", "9?", "8?", "?", "?"]
    assert "not read for sure" in out


def test_show_both_elements_of_a_code_used_twice(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "9C1.c", "--graph", graph, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 2
    assert {element["code"] for element in told} == {"9C1.c"}


def test_show_by_words(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "Reserve Sociaal Domein P9", "--graph", graph]) == 0
    assert "-7.489" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["9Z9", "<script>", "' } SELECT", ""])
def test_an_unknown_code_is_1_with_near_ones(graph: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", code, "--graph", graph]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "no element" in err


def test_tree(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tree", "9B", "--graph", graph]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "9B Preventie"
    assert lines[-1].endswith("9B3.3 Leidenaars hebben een gezond gewicht")


def test_query_from_argument_file_and_stdin(
    graph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "SELECT ?code { ?goal a doel:Goal ; skos:notation ?code } ORDER BY ?code"
    file = tmp_path / "doelen.rq"
    file.write_text(text, encoding="utf-8")
    answers = []
    for arguments in ([text], [str(file)], ["--file", str(file)], ["-"]):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        assert run(["query", *arguments, "--graph", graph, "--format", "csv"]) == 0
        answers.append(capsys.readouterr().out)
    assert len(set(answers)) == 1
    assert [row["code"] for row in csv.DictReader(io.StringIO(answers[0]))][:2] == ["9A1", "9B1"]


def test_query_formats(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    select = "SELECT ?s { ?s a doel:Goal } LIMIT 1"
    for form in ("table", "csv", "tsv", "json", "markdown"):
        assert run(["query", select, "--graph", graph, "--format", form]) == 0
        assert "gm0546" in capsys.readouterr().out
    assert run(["query", "CONSTRUCT WHERE { ?s a doel:Goal }", "--graph", graph, "--format", "turtle"]) == 0
    assert "doel:Goal" in capsys.readouterr().out
    assert run(["query", select, "--graph", graph, "--format", "turtle"]) == 3


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "LOAD <http://example.org/data>",
        "SELECT * FROM <http://example.org/data> { ?s ?p ?o }",
        "SELECT * " + "{" * 60 + "}" * 60,
        "SELECT * {",
    ],
)
def test_a_query_that_is_refused_or_wrong_is_2_with_one_message(
    graph: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", text, "--graph", graph]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("kg: ")
    assert "Traceback" not in err


def test_no_graph_yet_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["show", "9B1"], ["tree"], ["query", "ASK {}"]):
        assert run([*arguments, "--graph", str(tmp_path / "geen")]) == 2
        assert "kg build" in capsys.readouterr().err


def test_the_graph_comes_from_the_environment(graph: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", graph)
    assert run(["show", "9B1"]) == 0


def test_completion_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert run(["completion", shell]) == 0
        assert "_KG_COMPLETE" in capsys.readouterr().out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of a document whose labels try to steer the terminal."""
    folder = tmp_path_factory.mktemp("stukken")
    text = (corpus() / "programme-budget-2018-programme-9.txt").read_text(encoding="utf-8")
    evil = text.replace("Preventie", "Pre\x1b[31mventie\x07\u202e [red]x[/]").replace(
        "vrijwilligerswerk doet", "\x9b2J doet"
    )
    (folder / "p9\x1b[2J.txt").write_text(evil, encoding="utf-8")
    build([folder], folder / "graph")
    return str(folder / "graph")


@pytest.mark.parametrize("arguments", [["show", "9B"], ["show", "9A1"], ["tree"]])
def test_what_documents_hold_never_steers_the_terminal(
    hostile: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, "--graph", hostile]) == 0
    out, err = capsys.readouterr()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out + err)
    assert "\ufffd" in out


def test_findings_and_file_names_never_steer_the_terminal(
    hostile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(Path(hostile).parent), "--graph", str(tmp_path / "g")]) == 0
    assert "\x1b" not in "".join(capsys.readouterr())


def test_an_answer_that_xml_cannot_hold_is_refused(hostile: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = 'SELECT ?label { ?s a doel:PolicyArea ; skos:prefLabel ?label FILTER(CONTAINS(?label, "Pre")) }'
    assert run(["query", text, "--graph", hostile, "--format", "xml"]) == 3
    assert run(["query", text, "--graph", hostile, "--format", "json"]) == 0
    assert "\\u001b" in capsys.readouterr().out


def test_a_tree_in_a_pipe_is_never_cut(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tree", "9D", "--graph", graph]) == 0
    assert "vreemdelingen in nood" in capsys.readouterr().out


def test_a_damaged_graph_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(graph=tmp_path / "g")
    (tmp_path / "g" / "store" / "CURRENT").write_text("kapot", encoding="utf-8")
    assert run(["show", "9B1", "--graph", str(tmp_path / "g")]) == 2
    assert "kg build" in capsys.readouterr().err


def test_a_pipe_or_device_is_left_out_and_never_hangs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "fifo.txt")
    assert run(["build", str(tmp_path / "fifo.txt"), "--graph", str(tmp_path / "g")]) == 2
    assert "no regular file" in capsys.readouterr().err


def test_amounts_without_a_stated_scale_are_shown_as_doubtful(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (corpus() / "annual-report-2024-programme-9.txt").read_text(encoding="utf-8")
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("Bedragen x"))
    (tmp_path / "kaal.txt").write_text(bare, encoding="utf-8")
    build([tmp_path / "kaal.txt"], tmp_path / "g")
    assert run(["show", "9B", "--graph", str(tmp_path / "g")]) == 0
    out = capsys.readouterr().out
    assert "7.287?" in out
    assert "unit of the amounts not stated" in out


def test_python_m_kg_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("kg ")


@pytest.mark.parametrize("command", ["show 9", "find zorg -n 400", "coverage", "tree", "build"])
def test_a_reader_that_has_seen_enough_is_no_failure(command: str, graph: str, tmp_path: Path) -> None:
    where = {"coverage": "", "build": f"--graph {tmp_path / 'g'}"}.get(command, f"--graph {graph}")
    line = f"{sys.executable} -m kg {command} {where} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_terminal_cuts_no_value_and_no_place(width: int, graph: str) -> None:
    shown = io.StringIO()
    with Graph.open(graph) as opened:
        (iri,) = find(opened, "9B1")
        print_element(iri, opened, Console(file=shown, width=width), "en")
    for whole in ("target 2024", "97%", "Stadsenquête", "1.612", "difference", "annual-report-2024-programme-9.txt:99"):
        assert whole in shown.getvalue()
