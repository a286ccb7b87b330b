"""The chart that a stored query declares: a Vega-Lite specification beside it, read and checked.

It is plain Vega-Lite of which the data are ``{"name": "rows"}``, the rows of an answer. Texts for people stand in its
``usermeta`` in both languages, under a key: ``"@key"`` where Vega-Lite has a text, and ``words.key`` in an expression,
mean that text. ``"@column"`` is a column's label, ``"@=column"`` its values. Beside the texts ``usermeta`` may hold
``wrap`` (columns and the length of their lines), ``below`` (columns of which the values stand below the title),
``needs`` (columns of which one must have a value, or there is no picture) and ``most`` (rows that fit in the picture).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from kg.catalogue.model import Said, StoredQuery
from kg.charts.draw import SCHEMA, Spec
from kg.errors import CatalogueError, UnreadableInput
from kg.resources import folder

ROWS = "rows"
WORDS = "words"
LABEL = "_label"
"""What follows the name of a column in the name of the field that holds its value as people read it."""
LABELLED = ("code", "codes", "document")
TEXT = re.compile(r"@(=?)([a-z][a-z0-9_-]*)")
_META = {"nl", "en", "wrap", "below", "needs", "most"}
_DATUM = re.compile(r"\bdatum\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*['\"]([^'\"]+)['\"]\s*\])")
_WORD = re.compile(r"\bwords\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*['\"]([^'\"]+)['\"]\s*\])")
_GUIDES = ("axis", "legend", "header", "labelExpr")
_OF_GUIDES = {"value", "label", "index"}
_LISTS_OF_FIELDS = ("groupby", "fold", "flatten", "repeat", "fields")


@dataclass(frozen=True, slots=True)
class Declared:
    """A specification without its ``usermeta``, and what that held."""

    spec: Spec
    words: Mapping[str, Said]
    wrap: Mapping[str, int]
    below: tuple[str, ...]
    needs: tuple[str, ...]
    most: int | None


def declared(query: StoredQuery) -> Declared:
    """Read the chart of a query. Raises CatalogueError for one that is wrong, and UnreadableInput without the file."""
    file = folder("queries") / query.theme / query.chart
    if "/" in query.chart or not query.chart.endswith(".vl.json"):
        _wrong(query, "is not the name of a file beside the query that ends in .vl.json")
    try:
        return parse(file.read_text(encoding="utf-8"), query)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{file}: {error}; {query.path}.rq declares it as its chart") from error


def parse(text: str, query: StoredQuery) -> Declared:
    """Read a specification from its text and check it against its query; raises CatalogueError."""
    try:
        spec = json.loads(text)
    except ValueError as error:
        _wrong(query, f"is not JSON: {error}")
    if not isinstance(spec, dict) or spec.get("$schema") != SCHEMA:
        _wrong(query, f'is no Vega-Lite specification; it begins with {{"$schema": "{SCHEMA}"')
    meta = spec.pop("usermeta", {})
    unknown = sorted(set(meta) - _META)
    if unknown:
        _wrong(query, f"usermeta holds {', '.join(unknown)}; there are {', '.join(sorted(_META))}")
    found = Declared(
        spec=spec,
        words=_words(meta, query),
        wrap=meta.get("wrap", {}),
        below=tuple(meta.get("below", ())),
        needs=tuple(meta.get("needs", ())),
        most=meta.get("most"),
    )
    _check(found, query)
    return found


def fields_of(query: StoredQuery) -> set[str]:
    """The fields of the rows that a specification may use: columns, and of codes and documents their labels."""
    names = {column.name for column in query.columns}
    return names | {column.name + LABEL for column in query.columns if column.type in LABELLED}


def _words(meta: Mapping[str, Any], query: StoredQuery) -> dict[str, Said]:
    texts = [meta.get(lang, {}) for lang in ("nl", "en")]
    lacking = sorted(set(texts[0]) ^ set(texts[1]))
    if lacking:
        _wrong(query, f"has a text in one language only: {', '.join(lacking)}")
    return {key: Said(texts[0][key], texts[1][key]) for key in texts[0]}


def _check(found: Declared, query: StoredQuery) -> None:
    for banned in ("config", "datasets", "params"):
        if banned in found.spec:
            _wrong(query, f"has {banned} at its top, which is set for all charts alike")
    if any(data != {"name": ROWS} for data in _data(found.spec)):
        _wrong(query, 'has other data than {"name": "rows"}')
    known = fields_of(query)
    used = set(_used(found.spec)) | set(found.wrap) | set(found.below) | set(found.needs)
    unknown = sorted(used - known - set(_made(found.spec)))
    if unknown:
        _wrong(query, f"uses {', '.join(unknown)}, which the query does not have; it has {', '.join(sorted(known))}")
    texts = {key for key in _texts(found.spec) if key not in found.words and query.column(key) is None}
    if texts:
        _wrong(query, f"has no text for {', '.join(sorted(texts))} in its usermeta, nor is it a column")


def _nodes(spec: Any, key: str = "", guide: bool = False) -> Iterator[tuple[str, Any, bool]]:
    """Every value with its key, and whether it stands in an axis, a legend or a header."""
    guide = guide or key in _GUIDES
    yield key, spec, guide
    if isinstance(spec, dict):
        for name, value in spec.items():
            yield from _nodes(value, name, guide)
    elif isinstance(spec, list):
        for value in spec:
            yield from _nodes(value, "", guide)


def _data(spec: Spec) -> Iterator[Any]:
    yield spec.get("data")
    yield from (value for key, value, _guide in _nodes(spec) if key in ("data", "url"))


def _used(spec: Spec) -> Iterator[str]:
    for key, value, guide in _nodes(spec):
        if key == "field" and isinstance(value, str):
            yield value
        elif key in _LISTS_OF_FIELDS and isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))
        elif isinstance(value, str):
            names = {name or other for name, other in _DATUM.findall(value)}
            yield from names - (_OF_GUIDES if guide else set())


def _made(spec: Spec) -> Iterator[str]:
    """The fields that transformations of a specification make."""
    for key, value, _guide in _nodes(spec):
        if key == "as":
            yield from [value] if isinstance(value, str) else value
        elif key == "fold":
            yield from ("key", "value")


def _texts(spec: Spec) -> Iterator[str]:
    for _key, value, _guide in _nodes(spec):
        if isinstance(value, str):
            text = TEXT.fullmatch(value)
            yield from [text[2]] if text else (name or other for name, other in _WORD.findall(value))


def _wrong(query: StoredQuery, what: str) -> NoReturn:
    raise CatalogueError(f"queries/{query.theme}/{query.chart} {what}")
