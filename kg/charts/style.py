"""The look that charts share: colours that colour-blind readers tell apart, words, titles and captions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from kg.charts.draw import SCHEMA, Spec
from kg.history.documents import Document
from kg.history.editions import Name
from kg.plain_text import clean
from kg.words import COMMON, Words, document_name, word

BLUE, ORANGE, GREEN, PURPLE, YELLOW, SKY, GREY = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#767676",
)  # fmt: skip
"""Of the palette of Okabe and Ito; the first is of realised values."""
OF_DOCUMENTS = (ORANGE, GREEN, PURPLE, YELLOW, SKY, "#000000")
SHAPES = ("diamond", "square", "triangle-up", "triangle-down", "cross", "triangle-right")
WIDTH = 640
_TITLE, _CAPTION = 76, 100
_LINE = 14

WORDS: Words = {
    **COMMON,
    "restated": ("anders vermeld", "stated otherwise"),
    "multi-year-estimate": ("raming", "estimate"),
    "euro": ("euro", "euros"),
    "sources": ("bronnen", "sources"),
    "open-point": ("open rondje: deel van het jaar", "open circle: part of the year"),
    "superseded": ("klein en grijs: later anders vermeld", "small and grey: stated otherwise later"),
    "doubtful": ("kruisje: niet zeker", "cross: in doubt"),
    "gap": ("geen lijn: niet gemeten", "no line: not measured"),
    "thousands": ("EUR x 1.000", "EUR x 1,000"),
    "targets-of-both": ("Streefwaarden in beide stukken", "Targets of both documents"),
    "amounts-of-both": ("Bedragen in beide stukken", "Amounts of both documents"),
    "changes-between": ("Wat er veranderde", "What changed"),
    "number": ("aantal", "number"),
    "money": ("geld", "money"),
    "as-of": ("stukken tot en met", "documents up to"),
    "no-figures": ("geen cijfers", "no figures"),
}


def say(key: str, lang: str) -> str:
    """A word in the reader's language; an unknown key comes back as it is."""
    return word(WORDS, key, lang)


def named(document: Document, lang: str) -> str:
    """A document in short: year and kind."""
    return clean(document_name(document.kind, document.year, document.ordinal, document.label, lang))


def title(element: Name, *below: str, small: bool = False) -> dict[str, Any]:
    """A title: code and newest wording, wrapped, and lines below it."""
    lines = wrapped(f"{element.code} {element.label}".strip() or element.iri.rpartition("/")[2], _TITLE)
    size = {"fontSize": 12} if small else {}
    return {
        "text": lines,
        "subtitle": [bit for line in below for bit in wrapped(line, _CAPTION)],
        "anchor": "start",
        "frame": "group",
        **size,
    }


def caption(lines: Iterable[str], width: int = WIDTH) -> Spec:
    """Small text below a chart."""
    found = [bit for line in lines for bit in wrapped(line, width * _CAPTION // WIDTH)]
    return {
        "data": {"values": [{"text": found}]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 11, "lineHeight": _LINE},
        "encoding": {
            "text": {"field": "text"},
            "x": {"value": 0},
            "y": {"value": 0},
            "color": {"value": GREY},
        },
        "width": width,
        "height": _LINE * len(found),
        "view": {"stroke": None},
    }


def wrapped(text: str, width: int = _CAPTION) -> list[str]:
    """A text as lines that fit in a picture."""
    return textwrap.wrap(clean(text), width, break_on_hyphens=False)


def sources(documents: Iterable[Document], lang: str) -> str:
    """The documents that a chart rests on."""
    names = dict.fromkeys(f"{one.label} ({one.name})" if one.label else one.name for one in documents)
    return f"{say('sources', lang)}: {'; '.join(names)}"


def page(panels: Sequence[Spec], lang: str) -> Spec:
    """Panels below one another, as a whole specification in the reader's language."""
    spec: Spec = {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 12,
        "vconcat": list(panels),
        "spacing": 14,
        "resolve": {"scale": {"color": "independent", "shape": "independent"}},
        "config": {
            "font": "DejaVu Sans, Verdana, sans-serif",
            "title": {"fontSize": 14, "subtitleFontSize": 11, "subtitleColor": GREY, "offset": 10},
            "axis": {"labelFontSize": 11, "titleFontSize": 11, "grid": True, "gridColor": "#e6e6e6"},
            "legend": {
                "labelFontSize": 11,
                "labelLimit": 320,
                "orient": "bottom",
                "columns": 3,
                "title": None,
                "symbolOpacity": 1,
            },
            "view": {"stroke": "#cccccc"},
        },
    }
    if lang == "nl":
        spec["config"]["locale"] = {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}}
    return spec
