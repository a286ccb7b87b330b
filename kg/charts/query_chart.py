"""The picture of an answer: the specification that its query declares, filled with its rows for a reader.

Each row is an object with a field for each column: numbers as numbers (for drawing only; rows keep them exact), a code
as its notation, a document by its short name; a missing text is empty, a missing number null. For a code and
a document ``<column>_label`` is what people read.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kg.catalogue.labels import documents_of, label, several_cities, shown
from kg.catalogue.model import Column, Parameter, StoredQuery
from kg.catalogue.rows import Answer, Row, Value
from kg.charts.declared import LABEL, LABELLED, ROWS, TEXT, WORDS, Declared, declared
from kg.charts.draw import Spec
from kg.charts.style import GREY, page, say, wrapped
from kg.identifiers import document_key
from kg.plain_text import clean
from kg.words import COMMON, document_name

_LONGEST = 160
"""Characters of a text that a picture shows; more would leave no room for the figures."""
_NUMERIC = ("integer", "decimal", "boolean")
_LINES, _BELOW_TITLE = 2, 4
_MIDDLE = "-(split(datum.label, '\\n').length - 1) * 6.5"
"""How far the first line of a label stands above its middle, in half lines of its text."""
_STACKED = {"top": {"direction": "vertical", "anchor": "start", "margin": 4}}
_SCALES = ("color", "fill", "stroke", "shape", "size", "opacity", "strokeDash")
_BELOW = {
    "orient": "bottom",
    "anchor": "start",
    "frame": "bounds",
    "fontSize": 11,
    "fontWeight": "normal",
    "color": GREY,
}
_DOCUMENT = re.compile(r"(?P<kind>.+?)-(?P<year>(?:19|20)\d\d)(?:-(?P<ordinal>\d+))?")
_IN_DOCUMENT = re.compile(r".+/document/[^/#]+")


def chart(answer: Answer, lang: str) -> Spec | None:
    """Make the picture of an answer in the reader's language.

    None where the query declares no chart and where there is nothing to draw. Raises CatalogueError for a chart that is
    wrong, and UnreadableInput where its file is not there.
    """
    if not answer.query.chart or not answer.rows:
        return None
    return filled(declared(answer.query), answer, lang)


def filled(one: Declared, answer: Answer, lang: str) -> Spec | None:
    """Fill a specification with the rows of an answer; None where no row has a value that it needs."""
    city = several_cities(documents_of(answer))
    rows = [_row(row, answer.query, lang, one.wrap, city) for row in answer.rows]
    if one.needs and all(row[name] in (None, "") for row in rows for name in one.needs):
        return None
    drawn = rows[: one.most]
    words = {key: said.in_(lang) for key, said in one.words.items()}
    panel = _said({key: value for key, value in one.spec.items() if key != "$schema"}, words, answer, lang)
    below = [_cut_off(len(drawn), len(rows), lang), f"{say('sources', lang)}: {'; '.join(_sources(answer, lang))}"]
    spec = page([{"title": _heading(answer, one.below, lang), **panel}], lang)
    return {
        **spec,
        "resolve": {"scale": dict.fromkeys(_SCALES, "independent")},
        "title": {**_BELOW, "text": [bit for line in below for bit in wrapped(line)]},
        "params": [{"name": WORDS, "value": words}],
        "datasets": {ROWS: drawn},
        "config": _config(spec["config"]),
    }


def _config(config: Mapping[str, Any]) -> dict[str, Any]:
    """The look of all charts without their frames, and with lines where a text is wrapped."""
    quiet = {"domain": False, "ticks": False, "labelPadding": 6, "titleColor": GREY, "titleFontWeight": "normal"}
    return {
        **config,
        "lineBreak": "\n",
        "view": {"stroke": None},
        "axisBand": {"grid": False},
        "axisPoint": {"grid": False},
        "axisX": {"labelFlush": False},
        "axisYBand": {"labelOffset": {"signal": _MIDDLE}},
        "axisYPoint": {"labelOffset": {"signal": _MIDDLE}},
        "axis": {**config["axis"], **quiet, "labelLimit": 420},
        "legend": {**config["legend"], "orient": "top", "labelLimit": 0, "layout": _STACKED},
        "header": {"labelFontSize": 12, "titleFontSize": 11, "labelLimit": 0},
        "text": {"fontSize": 11},
    }


def _row(row: Row, query: StoredQuery, lang: str, wrap: Mapping[str, int], city: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in query.columns:
        value = row[column.name]
        fields[column.name] = _plain(column, value, city)
        if column.type in LABELLED:
            fields[column.name + LABEL] = _label(column, value, lang, city)
    return {name: _wrap(value, wrap[name]) if name in wrap else value for name, value in fields.items()}


def _plain(column: Column, value: Value, city: bool) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if value is None and column.type not in _NUMERIC:
        return ""
    if isinstance(value, str):
        return _short(document_key(value, city=city) if column.type == "document" else value)
    return value


def _label(column: Column, value: Value, lang: str, city: bool) -> str:
    if value is None:
        return ""
    if column.type == "document":
        return document_label(str(value), lang, city=city)
    return _short(shown(column, value, lang))


def document_label(iri: str, lang: str, *, city: bool = False) -> str:
    """A document as people name it, of its IRI or short name; one of no known kind by its short name.

    With ``city`` its municipality stands behind it.

    >>> document_label("https://example.org/id/gm0546/document/interim-report-2016-2", "nl")
    '2016 bestuursrapportage 2'
    >>> document_label("kadernota", "en")
    'kadernota'
    >>> document_label("https://example.org/id/gm0546/document/annual-report-2024", "en", city=True)
    '2024 annual report (gm0546)'
    """
    of, _, _ = document_key(iri, city=city).rpartition("/")
    behind = f" ({clean(of)})" if of else ""
    name = clean(document_key(iri))
    found = _DOCUMENT.fullmatch(name)
    if found is None or found["kind"] not in COMMON:
        return name + behind
    return document_name(found["kind"], int(found["year"]), int(found["ordinal"] or 1), "", lang) + behind


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _wrap(value: Any, width: int) -> Any:
    if not isinstance(value, str):
        return value
    lines = textwrap.wrap(value, width, break_on_hyphens=False, max_lines=_LINES, placeholder=" …")
    return "\n".join(lines)


def _said(node: Any, words: Mapping[str, str], answer: Answer, lang: str) -> Any:
    """Put the texts of a language in place of their keys: those of the chart, else the labels or values of columns."""
    if isinstance(node, dict):
        return {key: _said(value, words, answer, lang) for key, value in node.items()}
    if isinstance(node, list):
        return [_said(value, words, answer, lang) for value in node]
    text = TEXT.fullmatch(node) if isinstance(node, str) else None
    if text is None:
        return node
    column = answer.query.column(text[2])
    if column is None or (text[2] in words and not text[1]):
        return words[text[2]]
    return ", ".join(_distinct(answer, column, lang)) if text[1] else column.label.in_(lang)


def _distinct(answer: Answer, column: Column, lang: str) -> list[str]:
    """The values of a column as people read them; those that differ in quotes, capitals and the like are one."""
    found: dict[str, str] = {}
    for row in answer:
        said = _short(shown(column, row[column.name], lang))
        if said:
            found.setdefault("".join(filter(str.isalnum, said)).casefold(), said)
    return list(found.values())


def _heading(answer: Answer, below: Iterable[str], lang: str) -> dict[str, Any]:
    told = [said for name in below if (column := answer.query.column(name)) for said in _distinct(answer, column, lang)]
    given = [_given(one, answer.given[one.name], lang) for one in answer.query.parameters if one.name in answer.given]
    return {
        "text": wrapped(answer.query.title.in_(lang)),
        "subtitle": [*wrapped(" · ".join(given)), *_few(told)],
        "anchor": "start",
        "frame": "bounds",
    }


def _few(told: Iterable[str]) -> list[str]:
    lines = [bit for one in told for bit in wrapped(one)]
    return lines if len(lines) <= _BELOW_TITLE else [*lines[: _BELOW_TITLE - 1], "…"]


def _given(parameter: Parameter, value: str, lang: str) -> str:
    if parameter.type == "document":
        return document_label(value, lang)
    said = Column(parameter.name, "code", parameter.label)
    return _short(f"{parameter.label.in_(lang)}: {label(said, value, lang) if parameter.type == 'code' else value}")


def _sources(answer: Answer, lang: str) -> list[str]:
    """The documents that the rows rest on: those of their columns, else those of their evidence."""
    documents = documents_of(answer) or set(_resting(answer))
    city = several_cities(documents)
    return sorted({document_label(one, lang, city=city) for one in documents})


def _resting(answer: Answer) -> Iterable[str]:
    found = (_IN_DOCUMENT.match(node) for row in answer for node in row.evidence)
    return {one[0] for one in found if one}


def _cut_off(drawn: int, there: int, lang: str) -> str:
    if drawn == there:
        return ""
    return f"eerste {drawn} van {there} rijen" if lang == "nl" else f"first {drawn} of {there} rows"
