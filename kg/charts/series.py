"""One indicator through the years: a line of realised values, targets as steps, changes on the year they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.charts.draw import Spec
from kg.charts.style import BLUE, GREY, OF_DOCUMENTS, SHAPES, WIDTH, named, say, title
from kg.history.changes import redefining
from kg.history.documents import Document
from kg.history.figures import Figure, definition, is_same
from kg.history.through import Series
from kg.plain_text import clean
from kg.register.order import drawn_up, fiscal

_MARKED = ("reworded", "redefined", "renumbered", "moved", "split", "merged")
_HALF = 0.5
_HEIGHT, _SMALL = 240, 130
_MANY_YEARS = 14


def panel(series: Series, lang: str, years: Sequence[int], *, small: bool = False) -> Spec:
    """A chart of one indicator over some years; without figures an empty one that says so."""
    known = [one for one in series.figures if one.value is not None and one.year and one.kind != "target"]
    targets = [one for one in series.figures if one.value is not None and one.year and one.kind == "target"]
    current = _current(known, redefining(series.changes))
    names = [say("realised", lang), *(_of(document, lang) for document in _setting(targets))]
    scale: dict[str, Any] = {
        "domain": names,
        "range": [BLUE, *(OF_DOCUMENTS[i % len(OF_DOCUMENTS)] for i in range(len(names) - 1))],
    }
    shapes = {**scale, "range": ["circle", *(SHAPES[i % len(SHAPES)] for i in range(len(names) - 1))]}
    legend: dict[str, Any] = {} if targets else {"legend": None}
    colour = {"field": "series", "type": "nominal", "scale": scale, **legend}
    shape = {"field": "series", "type": "nominal", "scale": shapes, **legend}
    layers = [
        _marks(series, lang),
        _layer(list(_steps(targets, lang)), {"type": "line", "strokeWidth": 2.5, "opacity": 0.75}, colour, "piece"),
        _layer(list(_line(current, lang)), {"type": "line", "strokeWidth": 2}, colour, "piece"),
        _points([_row(one, lang, _of(one.document, lang)) for one in targets], colour, shape),
        _superseded(known, current, lang),
        _points([_row(one, lang, say("realised", lang)) for one in current.values()], colour, shape),
        _doubtful([_row(one, lang, say("realised", lang)) for one in known if not _is_sure(one)]),
    ]
    below = " · ".join(filter(None, (say(series.unit, lang) if series.unit else "", *series.sources)))
    told = [f"\u2506 {year}: {', '.join(what)}" for year, what in _events(series, lang).items()]
    told += [] if known or targets else [say("no-figures", lang)]
    amounts = [float(one.amount or 0) for one in (*known, *targets)]
    drawn = [layer for layer in layers if layer["data"]["values"]]
    for layer in drawn:
        layer["encoding"] = {"x": _x(years), "y": y_axis(amounts, small=small), **layer["encoding"]}
    return {
        "title": title(series.element, below, *told, small=small),
        "width": WIDTH,
        "height": _SMALL if small else _HEIGHT,
        "layer": drawn if amounts else [_empty()],
    }


def years_of(all_series: Iterable[Series]) -> list[int]:
    """The years that a chart of these series spans: of their figures, and of the documents that show a change."""
    found = {figure.year for series in all_series for figure in series.figures if figure.year}
    found |= {year for series in all_series for year in _events(series, "nl")}
    return list(range(min(found), max(found) + 1)) if found else []


def legend_of(all_series: Sequence[Series], lang: str) -> str:
    """What the open, crossed and missing marks of these series mean; only of those that are there."""
    figures = [one for series in all_series for one in series.figures if one.kind != "target"]
    words = []
    if any(one.coverage and one.value is not None for one in figures):
        words.append(say("open-point", lang))
    if any(series.restated for series in all_series):
        words.append(say("superseded", lang))
    if any(one.doubt and one.doubt != "part-of-year" and one.value is not None for one in figures):
        words.append(say("doubtful", lang))
    if any(one.missing for one in figures):
        words.append(say("gap", lang))
    return "; ".join(words)


def documents_of(all_series: Iterable[Series]) -> list[Document]:
    """The documents whose figures these series show, in the order of fiscal years."""
    found = {figure.document.iri: figure.document for series in all_series for figure in series.figures}
    return sorted(found.values(), key=fiscal)


def _layer(rows: list[dict[str, Any]], mark: dict[str, Any], colour: dict[str, Any], detail: str) -> Spec:
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"color": colour, "detail": {"field": detail}, "order": {"field": "year"}},
    }


def _points(rows: list[dict[str, Any]], colour: dict[str, Any], shape: dict[str, Any]) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1},
        "encoding": {
            "color": colour,
            "shape": shape,
            "tooltip": [{"field": "told"}],
        },
    }


def _doubtful(rows: list[dict[str, Any]]) -> Spec:
    """Values of a part of the year as open circles, those in doubt as crosses; neither is part of the line."""
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": False, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "stroke": {"value": BLUE},
            "size": {"value": 90},
            "shape": {
                "condition": {"test": "datum.partial", "value": "circle"},
                "value": "M-.7,-.7L.7,.7M-.7,.7L.7,-.7",
            },
            "tooltip": [{"field": "told"}],
        },
    }


def _marks(series: Series, lang: str) -> Spec:
    """Changes as a broken line on the year of the document that shows them; the title tells what they are."""
    return {
        "data": {"values": [{"year": year} for year in _events(series, lang)]},
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": GREY},
        "encoding": {"y": {"value": 0}, "y2": {"value": "height"}},
    }


def _events(series: Series, lang: str) -> dict[int, list[str]]:
    """What changed, by the year of the document that shows it."""
    events: dict[int, dict[str, None]] = {}
    for change in series.changes:
        document = change.document
        if document and document.year:
            for kind in change.kinds:
                if kind in _MARKED:
                    events.setdefault(document.year, {})[say(kind, lang)] = None
    for one in series.restated:
        if one.later.document.year:
            what = f"{say(one.kind, lang)} {one.year} {say('restated', lang)}"
            events.setdefault(one.later.document.year, {})[what] = None
    return {year: list(kinds) for year, kinds in sorted(events.items())}


def _current(figures: Sequence[Figure], redefined: Sequence[Document]) -> dict[tuple[int, int], Figure]:
    """The newest sure value of each year, by how often the indicator was redefined and by year."""
    newest: dict[tuple[int, int], Figure] = {}
    for figure in sorted(figures, key=lambda one: (*drawn_up(one.document), one.document.iri)):
        if _is_sure(figure) and figure.year:
            newest[definition(figure, redefined), figure.year] = figure
    return dict(sorted(newest.items()))


def _line(current: Mapping[tuple[int, int], Figure], lang: str) -> Iterator[dict[str, Any]]:
    """It is one line as long as years follow and the definition is the same."""
    piece, before = 0, None
    for (since, year), figure in current.items():
        piece += before is not None and before != (since, year - 1)
        before = (since, year)
        yield {**_row(figure, lang, say("realised", lang)), "piece": piece}


def _superseded(figures: Sequence[Figure], current: Mapping[tuple[int, int], Figure], lang: str) -> Spec:
    """Values that a later document states otherwise, small and grey."""
    newest = list(current.values())
    rows = [_row(one, lang, "") for one in figures if _is_superseded(one, newest)]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 35, "opacity": 1, "color": GREY},
        "encoding": {"tooltip": [{"field": "told"}]},
    }


def _is_superseded(figure: Figure, newest: Sequence[Figure]) -> bool:
    same_year = [one for one in newest if one.year == figure.year]
    return _is_sure(figure) and not any(one is figure or is_same(one, figure) for one in same_year)


def _steps(targets: Sequence[Figure], lang: str) -> Iterator[dict[str, Any]]:
    """A target holds for its whole year: from half a year before its middle to half a year after."""
    for document in _setting(targets):
        mine = sorted((one for one in targets if one.document.iri == document.iri), key=lambda one: one.year or 0)
        piece, before = 0, None
        for one in mine:
            piece += before is not None and one.year != before + 1
            before = one.year
            for side in (-_HALF, _HALF):
                row = _row(one, lang, _of(document, lang))
                yield {**row, "year": (one.year or 0) + side, "piece": f"{document.name} {piece}"}


def _row(figure: Figure, lang: str, series: str) -> dict[str, Any]:
    return {
        "year": figure.year,
        "value": float(figure.amount or 0),
        "series": series,
        "told": clean(f"{figure.year}: {figure.verbatim} ({named(figure.document, lang)})"),
        "partial": bool(figure.coverage),
    }


def _is_sure(figure: Figure) -> bool:
    return not figure.doubt and not figure.coverage


def _setting(targets: Iterable[Figure]) -> list[Document]:
    return sorted({one.document.iri: one.document for one in targets}.values(), key=fiscal)


def _of(document: Document, lang: str) -> str:
    return f"{say('target', lang)}: {named(document, lang)}"


def _x(years: Sequence[int]) -> dict[str, Any]:
    ticks = list(years) if len(years) <= _MANY_YEARS else list(years)[::2]
    return {
        "field": "year",
        "type": "quantitative",
        "axis": {"format": "d", "values": ticks, "title": None},
        "scale": {"zero": False, "nice": False, "domain": [years[0] - 0.6, years[-1] + 0.6]},
    }


def y_axis(amounts: Sequence[float], *, small: bool) -> dict[str, Any]:
    """The axis of values: a little more than they span, and something where they are all one."""
    low, high = min(amounts), max(amounts)
    room = (high - low) * 0.15 or max(abs(high) * 0.1, 0.5)
    return {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 4 if small else 6},
        "scale": {"zero": False, "nice": False, "domain": [low - room, high + room]},
    }


def _empty() -> Spec:
    return {"data": {"values": [{}]}, "mark": {"type": "text", "text": "–", "color": GREY}}
