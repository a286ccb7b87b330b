"""Pictures of histories and comparisons: what they show, that they are the same each time, and what they need."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.charts.compare_chart import _labels, compare_chart
from kg.charts.draw import Spec, draw, svg
from kg.charts.history_chart import history_chart
from kg.describe import find
from kg.errors import NotSupported
from kg.history import compare, history
from kg.history.documents import documents_named
from kg.history.editions import Name
from kg.store import Graph
from tests.history.made import ACCOUNT_20, ACCOUNT_21, BUDGET_20, build_made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return build_made(tmp_path_factory.mktemp("made"))


def chart(graph: Graph, code: str, lang: str = "en") -> Spec:
    return history_chart([history(graph, iri) for iri in find(graph, code)], lang)


def compared(graph: Graph, first: str, second: str, lang: str = "en") -> Spec:
    return compare_chart(compare(graph, *(documents_named(graph, name)[0].iri for name in (first, second))), lang)


def rows(spec: Spec) -> list[dict[str, Any]]:
    """All data of a specification."""
    found = list(spec.get("data", {}).get("values", []))
    for part in (*spec.get("vconcat", []), *spec.get("layer", [])):
        found += rows(part)
    return found


def layers(spec: Spec, mark: str) -> list[list[dict[str, Any]]]:
    """The data of each layer of the first panel with this mark."""
    return [one["data"]["values"] for one in spec["vconcat"][0]["layer"] if one["mark"]["type"] == mark]


def test_an_indicator_is_a_line_of_realised_values_and_steps_of_targets(made: Graph) -> None:
    steps, line = layers(chart(made, "9A1.a"), "line")
    assert [(row["year"], row["value"], row["piece"]) for row in line] == [
        (2018, 48.0, 0),
        (2019, 50.0, 0),
        (2020, 49.0, 0),
        (2021, 54.0, 0),
    ]
    assert [(row["year"], row["value"]) for row in steps if "2020 programme budget" in row["series"]] == [
        (2019.5, 52.0),
        (2020.5, 52.0),
        (2020.5, 55.0),
        (2021.5, 55.0),
    ]
    assert len({row["series"] for row in steps}) == 4


def test_a_redefinition_breaks_the_line(made: Graph) -> None:
    _steps, line = layers(chart(made, "9A1.b"), "line")
    pieces: dict[int, list[tuple[int, float]]] = {row["piece"]: [] for row in line}
    for row in line:
        pieces[row["piece"]].append((row["year"], row["value"]))
    assert list(pieces.values()) == [
        [(2018, 80.0), (2019, 79.0), (2020, 81.0)],
        [(2019, 90.0), (2020, 91.0), (2021, 93.0)],
    ]


def test_changes_are_marked_on_the_year_of_the_document_that_shows_them(made: Graph) -> None:
    spec = chart(made, "9A1.b")
    assert layers(spec, "rule") == [[{"year": 2020}, {"year": 2021}]]
    assert spec["vconcat"][0]["title"]["subtitle"][1:] == [
        "\u2506 2020: realised 2019 stated otherwise",
        "\u2506 2021: redefined",
    ]


def test_what_was_stated_otherwise_later_is_apart(made: Graph) -> None:
    small = [one for one in chart(made, "9A1.a")["vconcat"][0]["layer"] if one["mark"].get("size") == 35]
    assert [[(row["year"], row["value"]) for row in one["data"]["values"]] for one in small] == [[(2020, 51.0)]]


def test_a_goal_shows_its_indicators_and_an_area_its_money(made: Graph) -> None:
    titles = [panel.get("title", {}).get("text") for panel in chart(made, "9A1")["vconcat"]]
    assert titles == [
        ["9A1 Inwoners doen mee in hun wijk"],
        ["9A1.a Percentage inwoners dat vrijwilligerswerk doet"],
        ["9A1.b Percentage meldingen binnen 8 weken behandeld"],
        None,
    ]
    money = chart(made, "9A", "nl")["vconcat"]
    assert [panel.get("title", {}).get("text") for panel in money][1:-1] == [
        f"{kind} (EUR x 1.000)" for kind in ("lasten", "baten", "saldo")
    ]


def test_the_caption_names_the_documents(made: Graph) -> None:
    caption = " ".join(chart(made, "9A1.a")["vconcat"][-1]["data"]["values"][0]["text"])
    for name in (BUDGET_20, ACCOUNT_20, ACCOUNT_21):
        assert name in caption


def test_a_comparison_shows_targets_of_both_and_their_amounts(made: Graph) -> None:
    spec = compared(made, ACCOUNT_20, ACCOUNT_21)
    values = [(row["label"][:5], row["value"]) for row in rows(spec) if "value" in row]
    assert values == [
        ("9A1.a", 52.0),
        ("9A1.a", 53.0),
        ("9A So", 980.0),
        ("9A So", 1090.0),
        ("9A So", -90.0),
        ("9A So", -95.0),
        ("9A So", 890.0),
        ("9A So", 995.0),
    ]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("code", ["9", "9A", "9A1", "9A1.a", "9A1.b", "9A1.1", "9B4"])
def test_everything_can_be_drawn_and_the_same_each_time(made: Graph, code: str, lang: str) -> None:
    first = svg(chart(made, code, lang))
    assert first == svg(chart(made, code, lang))
    assert first.startswith("<svg")
    assert code in first


def test_another_process_draws_the_same(made: Graph, tmp_path: Path) -> None:
    spec = tmp_path / "chart.json"
    draw(chart(made, "9A1.a"), spec)
    program = "import json, sys; from kg.charts.draw import svg; print(svg(json.load(open(sys.argv[1]))), end='')"
    done = subprocess.run([sys.executable, "-c", program, str(spec)], capture_output=True, text=True, check=True)
    assert done.stdout == svg(json.loads(spec.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!DOCTYPE html>"), ("json", b"{"), ("SVG", b"<svg")],
)
def test_pictures_by_the_end_of_their_name(made: Graph, tmp_path: Path, ending: str, begins: bytes) -> None:
    file = tmp_path / f"chart.{ending}"
    draw(compared(made, ACCOUNT_20, ACCOUNT_21), file)
    assert file.read_bytes().lstrip().startswith(begins)


def test_a_page_fetches_nothing(made: Graph, tmp_path: Path) -> None:
    file = tmp_path / "chart.html"
    draw(chart(made, "9A1.a"), file)
    page = file.read_text(encoding="utf-8")
    assert "<script src=" not in page
    assert "cdn.jsdelivr.net/npm/vega@" not in page


@pytest.mark.parametrize("name", ["chart.gif", "chart", "chart.pdf"])
def test_another_ending_is_not_supported(made: Graph, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotSupported, match=r"\.svg, \.png, \.html, \.json"):
        draw(chart(made, "9A1.a"), tmp_path / name)


def test_without_the_library_it_says_what_to_install(
    made: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(NotSupported, match=r"pip install 'doelenboom\[plot\]'"):
        draw(chart(made, "9A1.a"), tmp_path / "chart.svg")
    draw(chart(made, "9A1.a"), tmp_path / "chart.json")


def test_rows_that_begin_alike_stay_apart() -> None:
    lead = "Percentage inwoners dat het eens is met de stelling over de ondersteuning: "
    names = [
        Name(f"iri/{number}", "indicator", "9C1.c", lead + end) for number, end in enumerate(("snel", "goed", "goed"))
    ]
    labels = _labels(names, ["", "", ""])
    assert len(set(labels)) == 3
    assert [label.startswith("9C1.c …") for label in labels] == [True] * 3
    assert labels[0].endswith("snel")


def test_words_of_documents_cannot_steer_a_picture(made: Graph) -> None:
    told = history(made, find(made, "9A1.a")[0])
    assert told.indicator is not None
    name = replace(told.element, label="<script>alert(1)</script> \u202e\x1b[31m]]>")
    drawn = svg(history_chart([replace(told, indicator=replace(told.indicator, element=name))], "en"))
    assert "<script" not in drawn
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
