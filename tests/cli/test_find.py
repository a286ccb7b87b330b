"""`kg find` as people use it: output, messages, exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from kg.cli import find, run
from kg.domain import Mention, PolicyDocument
from tests.small_texts import NEWER, build_texts, document, newer


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build_texts(tmp_path_factory.mktemp("texts") / "graph"))


def test_hits_with_their_places_plain_in_a_pipe(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "jongere", "werk", "--graph", graph]) == 0
    out, err = capsys.readouterr()
    assert out == (
        "9B1  Jongeren vinden werk  goal\n"
        "     2024 annual report  jaarstukken-2024.txt:3\n"
        "     2022 programme budget  begroting-2022.txt:1\n"
        "       Jongeren vinden snel werk\n"
    )
    assert err == ""


def test_a_text_in_dutch_with_what_it_is_about(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "wachttijd", "--graph", graph, "--lang", "nl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "Op weg naar werk  toelichting",
        "  9B1 Jongeren vinden werk",
        "     2024 jaarstukken  jaarstukken-2024.txt:6",
    ]
    assert "De wachttijd bij de wijkteams" in lines[3]


def test_an_argument_of_several_words_is_a_phrase(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "vinden werk", "--graph", graph]) == 0
    out, err = capsys.readouterr()
    assert "2022" not in out
    assert err == ""
    assert run(["find", "werk vinden", "--graph", graph]) == 0
    assert "nowhere do these words follow each other" in capsys.readouterr().err


def test_some_of_the_words_is_said(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "brug", "ouderen", "--graph", graph, "--limit", "1"]) == 0
    out, err = capsys.readouterr()
    assert len(out.split("\n\n")) == 1
    assert "nothing has all of these words" in err
    assert "1 of 2" in err


@pytest.mark.parametrize("words", [["zebrapad"], ["&"], [""], ["jongeren", "--year", "1999"], ["--", "-x"]])
def test_nothing_found_is_1(graph: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "--graph", graph, *words]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err


def test_json_has_the_pieces_their_marks_and_the_files(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "gemeten", "--in", "texts", "--graph", graph, "--format", "json"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert (hit["sort"], hit["label"]) == ("note", "Gemeten onder jongeren van 16 tot 27")
    (found,) = hit["found"]
    (place,) = found["places"]
    assert (found["document"]["year"], place["files"], place["line"]) == (2024, [NEWER.name], 9)
    (mark,) = found["snippet"]["marks"]
    assert found["snippet"]["text"][slice(*mark)] == "Gemeten"
    assert run(["find", "zebrapad", "--graph", graph, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_terminal_shows_the_words_bold_and_folds_lines(
    graph: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(width=width, force_terminal=True, color_system="standard", highlight=False)
    monkeypatch.setattr(find, "output", lambda **_: console)
    assert run(["find", "wachttijd", "--graph", graph]) == 0
    out = capsys.readouterr().out
    assert "\x1b[1mwachttijd\x1b[0m" in out
    plain = out.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= width


def test_what_documents_hold_does_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = PolicyDocument(key="1", title="Nota \x1b[31m gevaar\u202e [bold]rood[/bold]", evidence=())
    made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), policy_documents=(item,)))
    assert run(["find", "gevaar", "--graph", str(build_texts(tmp_path, made))]) == 0
    assert capsys.readouterr().out.startswith("Nota \ufffd[31m gevaar\ufffd [bold]rood[/bold]  policy document\n")


def test_a_graph_without_an_index_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = build_texts(tmp_path / "graph")
    (directory / "search").resolve().rename(tmp_path / "away")
    assert run(["find", "jongeren", "--graph", str(directory)]) == 2
    assert "run `kg build`" in capsys.readouterr().err


def test_a_text_that_is_its_label_is_said_once(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "gemeten", "--graph", graph]) == 0
    assert capsys.readouterr().out == (
        "Gemeten onder jongeren van 16 tot 27  footnote\n     2024 annual report  jaarstukken-2024.txt:9\n"
    )


def test_a_theme_that_was_found_is_said_once(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "wonen", "--graph", graph]) == 0
    assert capsys.readouterr().out == (
        "Extra kamers voor jongeren  planned activity\n"
        "  9B1 Jongeren vinden werk\n"
        "     2024 annual report  jaarstukken-2024.txt:13\n"
        "       Wonen\n"
    )


def test_a_year_without_documents_is_said(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "jongeren", "--year", "1999", "--graph", graph]) == 1
    assert capsys.readouterr().err == "no document of 1999 is loaded\n"
    assert run(["find", "zebrapad", "--year", "2024", "--graph", graph]) == 1
    assert capsys.readouterr().err == "nothing found: zebrapad\n"


def test_a_message_repeats_no_long_question(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "x" * 100_000, "--graph", graph]) == 1
    assert capsys.readouterr().err == f"no word to look for: {'x' * 200}…\n"


def test_more_places_than_a_few_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [passage for line in NEWER.text.splitlines()[3:8] for passage in NEWER.at(line)]
    item = Mention(key="1", label="De Binnenvest", evidence=tuple(said))
    made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), mentions=(item,)))
    directory = build_texts(tmp_path, made)
    assert run(["find", "binnenvest", "--graph", str(directory)]) == 0
    out = capsys.readouterr().out
    assert out.endswith(":4, jaarstukken-2024.txt:5, jaarstukken-2024.txt:6, +2 more (--format json)\n")
    assert run(["find", "binnenvest", "--graph", str(directory), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)[0]["found"]
    assert [place["line"] for place in found["places"]] == [4, 5, 6, 7, 8]


def test_more_pieces_than_a_few_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (text,) = newer().explanations
    lines = [line for line in NEWER.text.splitlines() if "werk" in line or "jongeren" in line or "wijk" in line]
    many = replace(
        text, heading=None, paragraphs=tuple(replace(NEWER.says(line), text=f"Brug {line}") for line in lines)
    )
    made = document("annual-report", 2024, "Jaarstukken 2024", replace(newer(), explanations=(many,), mentions=()))
    assert run(["find", "brug", "--graph", str(build_texts(tmp_path, made))]) == 0
    out = capsys.readouterr().out
    assert out.count("jaarstukken-2024.txt:") == 3
    assert out.endswith(f"     +{len(lines) - 3} more (--format json)\n")
