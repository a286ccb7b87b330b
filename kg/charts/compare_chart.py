"""Two documents as a picture: targets of both, else amounts of both, else how many elements changed and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kg.charts.draw import Spec
from kg.charts.style import BLUE, GREY, ORANGE, WIDTH, caption, named, page, say, sources
from kg.history.between import Comparison
from kg.history.editions import Name
from kg.history.sums import AmountPair, FigureMove
from kg.plain_text import clean

_ROW = 26
_LABEL = 56
_WIDTH = WIDTH - 240
_KINDS = ("unchanged", "reworded", "renumbered", "moved", "redefined", "split", "merged", "new", "dropped")


def compare_chart(told: Comparison, lang: str) -> Spec:
    """Draw a comparison; the caption names both documents."""
    panels = [*_targets(told, lang), *_amounts(told, lang)] or [_changes(told, lang)]
    heading = " → ".join(named(one, lang) for one in (told.earlier, told.later))
    panels[0]["title"] = {**panels[0]["title"], "subtitle": [heading]}
    return page([*panels, caption([sources((told.earlier, told.later), lang)], _WIDTH)], lang)


def is_drawn(told: Comparison) -> bool:
    """Whether a comparison has anything that a picture can show: targets, amounts, or elements that both state."""
    return bool(told.targets or told.changes or told.unchanged or any(not pair.why for pair in told.amounts))


def _targets(told: Comparison, lang: str) -> Iterator[Spec]:
    """The targets of both documents on one line for each indicator, a chart for each unit."""
    units = dict.fromkeys(move.later.unit for move in told.targets)
    for number, unit in enumerate(units):
        moves = [move for move in told.targets if move.later.unit == unit]
        name = f"{say('targets-of-both', lang)} ({say(unit, lang)})" if not number else say(unit, lang)
        labels = _labels([move.element for move in moves], [_same_year(move) for move in moves])
        rows = [row for move, label in zip(moves, labels, strict=True) for row in _ends(move, label, told, lang)]
        yield _dumbbell(name, rows, labels, told, lang)


def _amounts(told: Comparison, lang: str) -> Iterator[Spec]:
    """The amounts of both documents for each element, a chart for each kind; what is not comparable is left out."""
    known = [pair for pair in told.amounts if not pair.why]
    for number, kind in enumerate(dict.fromkeys(pair.kind for pair in known)):
        pairs = [pair for pair in known if pair.kind == kind]
        name = f"{say(kind, lang)} ({say('thousands', lang)})"
        labels = _labels([pair.element for pair in pairs], [""] * len(pairs))
        rows = [row for pair, label in zip(pairs, labels, strict=True) for row in _sums(pair, label, told, lang)]
        yield _dumbbell(f"{say('amounts-of-both', lang)}: {name}" if not number else name, rows, labels, told, lang)


def _dumbbell(name: str, rows: list[dict[str, Any]], labels: Sequence[str], told: Comparison, lang: str) -> Spec:
    """Two points joined by a line in each row: the earlier open, the later filled."""
    y = {"field": "label", "type": "nominal", "sort": list(labels), "axis": {"title": None, "labelLimit": 380}}
    x = _x([row["value"] for row in rows])
    names = [named(one, lang) for one in (told.earlier, told.later)]
    colour = {"field": "document", "scale": {"domain": names, "range": [ORANGE, BLUE]}}
    shape = {"field": "document", "scale": {"domain": names, "range": ["diamond", "circle"]}}
    later = f"datum.document === {names[1]!r}"
    words = {"type": "text", "align": "left", "dx": 9, "fontSize": 10, "color": GREY}
    return {
        "title": {"text": name, "anchor": "start", "frame": "group"},
        "width": _WIDTH,
        "height": _ROW * len(set(labels)) + 10,
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "line", "color": GREY}, "encoding": {"x": x, "y": y, "detail": {"field": "label"}}},
            {
                "mark": {"type": "point", "filled": True, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": colour,
                    "shape": shape,
                    "size": {"condition": {"test": later, "value": 60}, "value": 130},
                    "tooltip": [{"field": "told"}],
                },
            },
            {
                "transform": [{"filter": "datum.rightmost"}],
                "mark": words,
                "encoding": {"x": x, "y": y, "text": {"field": "told"}},
            },
        ],
    }


def _x(values: Sequence[float]) -> dict[str, Any]:
    """An axis with room for words to the right of the last point."""
    low, high = min(values), max(values)
    span = (high - low) or max(abs(high) * 0.2, 1)
    return {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 6},
        "scale": {"zero": False, "nice": False, "domain": [low - span * 0.08, high + span * 0.6]},
    }


def _ends(move: FigureMove, label: str, told: Comparison, lang: str) -> Iterator[dict[str, Any]]:
    figures = {one.document.iri: one for one in (move.earlier, move.later)}
    values = [float(figures[document.iri].amount or 0) for document in (told.earlier, told.later)]
    words = f"{move.earlier.verbatim} ({move.earlier.year}) → {move.later.verbatim} ({move.later.year})"
    for number, document in enumerate((told.earlier, told.later)):
        rightmost = values[number] == max(values) and (number == 1 or values[0] != values[1])
        yield _end(label, named(document, lang), values[number], words, rightmost=rightmost)


def _sums(pair: AmountPair, label: str, told: Comparison, lang: str) -> Iterator[dict[str, Any]]:
    values = [float(one.amount or 0) / 1000 for one in (pair.earlier, pair.later)]
    words = f"{pair.earlier.verbatim} → {pair.later.verbatim}"
    for number, document in enumerate((told.earlier, told.later)):
        rightmost = values[number] == max(values) and (number == 1 or values[0] != values[1])
        yield _end(label, named(document, lang), values[number], words, rightmost=rightmost)


def _end(label: str, document: str, value: float, told: str, *, rightmost: bool) -> dict[str, Any]:
    return {"label": label, "document": document, "value": value, "told": clean(told), "rightmost": rightmost}


def _changes(told: Comparison, lang: str) -> Spec:
    """How many elements were reworded, new, gone and so on, by level."""
    counts: dict[tuple[str, str], int] = {}
    for one in told.changes:
        for kind in one.change.kinds:
            key = (kind, one.element.level)
            counts[key] = counts.get(key, 0) + 1
    rows = [{"kind": say(k, lang), "level": say(level, lang), "n": n} for (k, level), n in counts.items()]
    rows.append({"kind": say("unchanged", lang), "level": "", "n": told.unchanged})
    kinds = [say(kind, lang) for kind in _KINDS if kind == "unchanged" or any(kind == k for k, _level in counts)]
    levels = [say(level, lang) for level in dict.fromkeys(level for _kind, level in counts)]
    return {
        "title": {"text": say("changes-between", lang), "anchor": "start", "frame": "group"},
        "width": _WIDTH,
        "height": _ROW * len(kinds) + 10,
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "y": {"field": "kind", "type": "nominal", "sort": kinds, "axis": {"title": None}},
            "x": {
                "field": "n",
                "type": "quantitative",
                "axis": {"title": say("number", lang), "tickMinStep": 1, "format": "d"},
            },
            "color": {
                "field": "level",
                "type": "nominal",
                "scale": {"domain": ["", *levels], "range": ["#bbbbbb", BLUE, ORANGE, "#009E73", "#CC79A7", "#E69F00"]},
                "legend": {"values": levels},
            },
        },
    }


def _same_year(move: FigureMove) -> str:
    return f" ({move.later.year})" if move.earlier.year == move.later.year else ""


def _labels(elements: Sequence[Name], endings: Sequence[str]) -> list[str]:
    """A label for each row that no other row has: of those that begin alike the end, and a number if need be."""
    begun = [_short(one) + ending for one, ending in zip(elements, endings, strict=True)]
    ended = [_short(one, tail=True) + ending for one, ending in zip(elements, endings, strict=True)]
    chosen = [first if begun.count(first) == 1 else last for first, last in zip(begun, ended, strict=True)]
    again = [chosen[:number].count(label) for number, label in enumerate(chosen)]
    return [f"{label} ~{count + 1}" if count else label for label, count in zip(chosen, again, strict=True)]


def _short(element: Name, *, tail: bool = False) -> str:
    words = clean(f"{element.code} {element.label}".strip())
    if len(words) <= _LABEL:
        return words
    rest = _LABEL - len(element.code) - 2
    return f"{element.code} …{words[-rest:].lstrip()}" if tail else f"{words[: _LABEL - 1].rstrip()}…"
