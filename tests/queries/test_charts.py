"""The charts that stored queries declare: right as files, drawn from real rows, no line through a gap, safe texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import vl_convert

from kg.catalogue.ask import Graph, ask
from kg.catalogue.load import catalogue
from kg.catalogue.model import StoredQuery
from kg.catalogue.rows import Answer, Row
from kg.catalogue.values import existing
from kg.charts import style
from kg.charts.declared import Declared, declared, parse
from kg.charts.draw import Spec, draw, svg
from kg.charts.query_chart import chart, filled
from kg.errors import CatalogueError, UnreadableInput
from kg.resources import folder

CHARTED = [query for query in catalogue().values() if query.chart]
LANGS = ("nl", "en")
VERSION = "5.21"
COLOURS = {
    *(colour.lower() for colour in (style.BLUE, style.GREY, *style.OF_DOCUMENTS)),
    "#cfdde6", "#b4cbd9", "#c8c8c8", "#cccccc", "#bbbbbb", "#a0a0a0", "#404040", "#ffffff",
}  # fmt: skip
NOTHING = r"\b(?:undefined|NaN|Infinity|null)\b"
HOSTILE = (
    "</script><script>alert(1)</script>",
    "\"'}]}); alert(1); //",
    "{{x}} @title ${1+1} datum.year",
    "\u202eeltit\u202c \x1b[31m ]]> &amp; <b>",
    "lang " * 4000,
    "",
)

charts = pytest.mark.parametrize("query", CHARTED, ids=lambda query: query.name)


def made(name: str, rows: list[dict[str, Any]], **given: str) -> Answer:
    """An answer to a stored query with rows of our own; columns that are not given are empty."""
    query = catalogue()[name]
    names = [column.name for column in query.columns]
    assert not {key for row in rows for key in row} - set(names)
    return Answer(query, given, tuple(Row(query, {n: row.get(n) for n in names}, ()) for row in rows), "")


def example(query: StoredQuery, graph: Graph) -> Answer:
    """The answer with the values that stand in the query."""
    return ask(graph, query, {one.name: one.example for one in query.parameters})


def nodes(spec: Any) -> Iterator[Any]:
    """Every value in a specification."""
    yield spec
    for value in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        yield from nodes(value)


def data_of(spec: Spec | None) -> list[dict[str, Any]]:
    assert spec is not None
    rows: list[dict[str, Any]] = spec["datasets"]["rows"]
    return rows


def lines_in(spec: Spec | None) -> list[int]:
    """The number of points of each line that is drawn."""
    assert spec is not None
    scene = vl_convert.vegalite_to_scenegraph(spec, vl_version=VERSION)
    return [len(one["items"]) for one in nodes(scene) if isinstance(one, dict) and one.get("marktype") == "line"]


def width_of(drawn: str) -> float:
    """How wide a drawing is."""
    found = re.match(r'<svg[^>]* width="([^"]+)"', drawn)
    assert found is not None
    return float(found[1])


def test_every_chart_belongs_to_the_query_it_is_named_for() -> None:
    there = {file.relative_to(folder("queries")).as_posix() for file in folder("queries").glob("*/*.vl.json")}
    assert there == {f"{query.theme}/{query.chart}" for query in CHARTED}
    assert all(query.chart == f"{query.name}.vl.json" for query in CHARTED)
    assert len(CHARTED) > 0


@charts
def test_a_chart_is_declared_rightly(query: StoredQuery) -> None:
    one = declared(query)  # its fields are columns, its texts are there in both languages
    assert all(said.nl and said.en for said in one.words.values())
    colours = {
        found
        for value in nodes(one.spec)
        if isinstance(value, str)
        for found in re.findall("#[0-9a-f]{6}", value, re.I)
    }
    assert {colour.lower() for colour in colours} <= COLOURS


@charts
def test_bars_begin_at_zero(query: StoredQuery) -> None:
    text = json.dumps(declared(query).spec)
    assert not ('"bar"' in text and '"zero": false' in text)


@charts
@pytest.mark.parametrize("lang", LANGS)
def test_a_chart_draws_the_rows_of_the_corpus(
    query: StoredQuery, lang: str, graph_of: Callable[[str], Graph], capfd: pytest.CaptureFixture[str]
) -> None:
    spec = chart(example(query, graph_of("leiden")), lang)
    assert spec is not None
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, show_warnings=True, allowed_base_urls=[])
    told = capfd.readouterr()
    assert told.out + told.err == ""
    assert query.title.in_(lang).split()[0] in drawn
    assert ("bronnen: " if lang == "nl" else "sources: ") in drawn
    assert not re.search(NOTHING, drawn)


@charts
def test_no_rows_give_no_picture(query: StoredQuery) -> None:
    assert chart(made(query.name, []), "nl") is None


@charts
def test_rows_without_values_draw_or_give_nothing(query: StoredQuery) -> None:
    spec = chart(made(query.name, [{}, {}]), "nl")
    assert spec is None or not re.search(NOTHING, svg(spec))


@charts
def test_no_text_steers_a_picture(query: StoredQuery, graph_of: Callable[[str], Graph], tmp_path: Path) -> None:
    real = example(query, graph_of("leiden"))
    texts = [column.name for column in query.columns if column.type in ("text", "texts")]
    said = cycle(HOSTILE)
    rows = [Row(query, {**row, **{name: next(said) for name in texts if row[name] is not None}}, ()) for row in real]
    given = {parameter.name: next(said) for parameter in query.parameters}
    spec = chart(Answer(query, given, tuple(rows), ""), "nl")
    assert spec is not None
    drawn = svg(spec)
    assert "<script" not in drawn
    assert not re.search("[\x00-\x08\x1b\u202a-\u202e]", drawn)
    assert width_of(drawn) < 2000
    draw(spec, tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text(encoding="utf-8")
    assert page.count("</script") == 2  # of the library, and of the picture
    assert page.count("<script") == 2


def test_a_query_without_a_chart_gives_no_picture() -> None:
    told = made("list-targets-met", [{"indicator": "9A1.a", "verdict": "met"}])
    plain = StoredQuery(**{name: getattr(told.query, name) for name in told.query.__slots__ if name != "chart"})
    assert chart(Answer(plain, {}, told.rows, ""), "nl") is None


def test_rows_are_numbers_codes_and_their_labels() -> None:
    row = {
        "indicator": "9A1.a",
        "target": Decimal("6.20"),
        "verdict": "not-met",
        "document": "https://e.org/document/annual-report-2024",
    }
    (drawn,) = data_of(chart(made("list-targets-met", [row]), "nl"))
    assert drawn["target"] == 6.2
    assert drawn["result"] is None
    assert (drawn["verdict"], drawn["verdict_label"]) == ("not-met", "niet gehaald")
    assert (drawn["document"], drawn["document_label"]) == ("annual-report-2024", "2024 jaarstukken")


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda spec: spec.update({"$schema": "x"}), "no Vega-Lite specification"),
        (lambda spec: spec.update(data={"url": "https://example.org"}), 'other data than {"name": "rows"}'),
        (lambda spec: spec.update(encoding={"x": {"field": "nowhere"}}), "uses nowhere, which the query does not have"),
        (lambda spec: spec["transform"].append({"filter": "datum.gone > 1"}), "uses gone"),
        (lambda spec: spec.update(title="@nothing"), "no text for nothing"),
        (lambda spec: spec["transform"].append({"filter": "words.absent"}), "no text for absent"),
        (lambda spec: spec["usermeta"]["nl"].update(only="hier"), "one language only: only"),
        (lambda spec: spec["usermeta"].update(colour="red"), "usermeta holds colour"),
        (lambda spec: spec.update(config={}), "config at its top"),
    ],
)
def test_a_wrong_chart_is_told(edit: Callable[[Any], None], told: str) -> None:
    query = catalogue()["list-targets-met"]
    spec = json.loads((folder("queries") / query.theme / query.chart).read_text(encoding="utf-8"))
    edit(spec)
    with pytest.raises(CatalogueError, match=re.escape(told)) as error:
        parse(json.dumps(spec), query)
    assert "list-targets-met.vl.json" in str(error.value)


def renamed(query: StoredQuery, file: str) -> StoredQuery:
    return StoredQuery(**{name: getattr(query, name) for name in query.__slots__} | {"chart": file})


def test_a_chart_that_is_not_there_is_told() -> None:
    query = catalogue()["list-targets-met"]
    with pytest.raises(UnreadableInput, match=r"nothing\.vl\.json"):
        declared(renamed(query, "nothing.vl.json"))
    with pytest.raises(CatalogueError, match="not the name of a file"):
        declared(renamed(query, "../../list-targets-met.vl.json"))


def test_more_rows_than_fit_are_told() -> None:
    told = made("list-targets-met", [{"indicator": str(n), "verdict": "met"} for n in range(5)])
    spec = filled(Declared({"data": {"name": "rows"}, "mark": "bar"}, {}, {}, (), (), most=3), told, "en")
    assert len(data_of(spec)) == 3
    assert spec is not None
    assert "first 3 of 5 rows" in spec["title"]["text"]


def series(*figures: tuple[int, str | None], **more: Any) -> list[dict[str, Any]]:
    """Figures of one indicator: of each its year, and its value or None for what was not measured."""
    always = {
        "element": "https://e.org/indicator/9A1.a",
        "label": "Schaalscore",
        "kind": "realised",
        "unit": "score",
        "source": "Enquête",
        "document": "https://e.org/document/annual-report-2024",
        **more,
    }
    return [
        {**always, "year": year, "value": value and Decimal(value), "printed": value or "-"} for year, value in figures
    ]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (series((2019, "6"), (2020, "6.1"), (2021, "6.3")), [3]),
        (series((2019, "6"), (2020, "6.1"), (2022, "6.3"), (2023, "6.4")), [2, 2]),
        (series((2019, "6"), (2020, None), (2021, "6.3")), [1, 1]),
        ([*series((2019, "6"), (2020, "6.1")), *series((2021, "7"), (2022, "7.1"), source="Andere enquête")], [2, 2]),
        ([*series((2019, "6"), (2020, "6.1")), *series((2021, "3"), period="first-half-year")], [2]),
        ([*series((2019, "6"), (2020, "6.1")), *series((2021, "99"), doubt="short-row")], [2]),
        ([*series((2019, "6"), (2020, "6.1")), *series((2021, "7"), kind="target")], [2]),
        ([*series((2019, "6")), *series((2019, "5"), document="https://e.org/document/programme-budget-2018")], [1]),
    ],
    ids=["whole", "gap", "not-measured", "other-source", "half-year", "doubt", "target", "restated"],
)
def test_no_line_runs_through_a_gap(rows: list[dict[str, Any]], lines: list[int]) -> None:
    spec = chart(made("show-indicator-series", rows, indicator="9A1.a"), "nl")
    assert sorted(lines_in(spec)) == sorted(lines)


def test_every_series_of_the_corpus_has_a_size(graph_of: Callable[[str], Graph]) -> None:
    graph, query = graph_of("leiden"), catalogue()["show-indicator-series"]
    for indicator in existing(query.parameters[0], graph):
        spec = chart(ask(graph, query, {"indicator": indicator}), "nl")
        assert spec is None or 300 < width_of(svg(spec)) < 1000, indicator
