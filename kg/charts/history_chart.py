"""The history of elements as a picture: an indicator as a line, a goal as its indicators, an area as its money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.charts.draw import Spec
from kg.charts.series import documents_of, legend_of, panel, years_of
from kg.charts.style import BLUE, GREY, OF_DOCUMENTS, WIDTH, caption, named, page, say, sources, title
from kg.history.documents import Document
from kg.history.figures import STANDS, Figure
from kg.history.through import History
from kg.plain_text import clean
from kg.register.order import fiscal

_MONEY = 150
_KINDS = ("expense", "revenue", "addition", "withdrawal", "balance", "reserve-movement", "result")


def history_chart(told: Sequence[History], lang: str) -> Spec:
    """Draw histories below one another; the caption names the documents they rest on."""
    panels: list[Spec] = []
    shown: list[Document] = []
    words: list[str] = []
    for one in told:
        series = [one.indicator] if one.indicator else list(one.indicators)
        panels += list(_panels(one, lang))
        shown += [*documents_of(series), *_documents(one.money)] or [stated.document for stated in one.stated]
        words.append(legend_of(series, lang))
    documents = sorted({one.iri: one for one in shown}.values(), key=fiscal)
    last = told[0].as_of
    until = f"{say('as-of', lang)} {named(last, lang)}" if last else ""
    lines = ["; ".join(dict.fromkeys(filter(None, words))), sources(documents, lang), until]
    return page([*panels, caption(filter(None, lines))], lang)


def has_figures(told: Sequence[History]) -> bool:
    """Whether histories have a figure that a picture can show."""
    return any(_drawn(one) for one in told)


def _drawn(told: History) -> bool:
    series = [told.indicator] if told.indicator else list(told.indicators)
    figures = [figure for one in series for figure in one.figures] + list(_standing(told.money))
    return any(one.amount is not None and one.year for one in figures)


def _standing(figures: Iterable[Figure]) -> list[Figure]:
    """The amounts that a chart of money shows."""
    return [one for one in figures if one.phase in STANDS and one.amount is not None and one.year]


def _panels(told: History, lang: str) -> Iterator[Spec]:
    if told.indicator:
        yield panel(told.indicator, lang, years_of([told.indicator]))
        return
    yield _heading(told, lang)
    for series in told.indicators:
        yield panel(series, lang, years_of(told.indicators), small=True)
    if told.money:
        yield from _money(told.money, lang)


def _heading(told: History, lang: str) -> Spec:
    """The title of an element that has several charts."""
    path = " \u203a ".join(f"{one.code} {one.label}".strip() for one in told.stated[-1].above)
    nothing = "" if told.indicators or told.money else say("no-figures", lang)
    return {
        "title": title(told.element, path, nothing),
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": ""},
        "width": WIDTH,
        "height": 1,
        "view": {"stroke": None},
    }


def _money(figures: Sequence[Figure], lang: str) -> Iterator[Spec]:
    """A chart for each kind of amount: a group of bars for each year and phase, a bar for each document."""
    documents = _documents(figures)
    names = [named(one, lang) for one in documents]
    colours = [(BLUE, *OF_DOCUMENTS)[i % (len(OF_DOCUMENTS) + 1)] for i in range(len(names))]
    stands = _standing(figures)
    order = sorted({(one.year or 0, STANDS.index(one.phase)) for one in stands})
    legend: dict[str, Any] = {"legend": None} if len(names) == 1 else {}
    columns = [f"{year} {say(STANDS[phase], lang)}" for year, phase in order]
    for kind in _KINDS:
        rows = [_bar(one, lang) for one in stands if one.kind == kind]
        if rows:
            yield {
                "title": {
                    "text": f"{say(kind, lang)} ({say('thousands', lang)})",
                    "anchor": "start",
                    "frame": "group",
                    "fontSize": 12,
                },
                "width": WIDTH,
                "height": _MONEY,
                "data": {"values": rows},
                "mark": {"type": "bar"},
                "encoding": {
                    "x": _column(columns),
                    "xOffset": {"field": "document", "scale": {"domain": names}},
                    "y": {"field": "value", "type": "quantitative", "axis": {"title": None, "format": ",.0f"}},
                    "color": {"field": "document", "scale": {"domain": names, "range": colours}, **legend},
                    "opacity": {"condition": {"test": "datum.doubt", "value": 0.4}, "value": 1},
                    "tooltip": [{"field": "told"}],
                },
            }


def _column(columns: Sequence[str]) -> dict[str, Any]:
    return {
        "field": "column",
        "type": "nominal",
        "sort": list(columns),
        "scale": {"domain": list(columns)},
        "axis": {"title": None, "labelAngle": 0 if len(columns) <= 6 else -40, "labelLimit": 160, "domainColor": GREY},
    }


def _bar(figure: Figure, lang: str) -> dict[str, Any]:
    return {
        "column": f"{figure.year} {say(figure.phase, lang)}",
        "document": named(figure.document, lang),
        "value": float(figure.amount or 0) / 1000,
        "doubt": bool(figure.doubt),
        "told": clean(f"{figure.verbatim} ({named(figure.document, lang)})"),
    }


def _documents(figures: Sequence[Figure]) -> list[Document]:
    return sorted({one.document.iri: one.document for one in figures}.values(), key=fiscal)
