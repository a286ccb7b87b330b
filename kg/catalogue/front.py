"""Front matter of a stored query: the YAML in the comments ``#+`` at its head, in the manner of grlc."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn, cast

import yaml

from kg.catalogue.model import (
    COLUMN_TYPES,
    PARAMETER_TYPES,
    Column,
    ColumnType,
    Emptiness,
    Parameter,
    ParameterType,
    Said,
    StoredQuery,
)
from kg.errors import CatalogueError

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELDS = {
    "title", "question", "description", "parameters", "columns", "keywords", "version", "chart", "inference", "slow",
    "also", "empty", "without-evidence",
}  # fmt: skip


def parse(text: str, path: str) -> StoredQuery:
    """Read a stored query from its text; ``path`` is ``<theme>/<name>``. Raises CatalogueError with the place.

    >>> query = parse('''#+ title: {nl: Doelen, en: Goals}
    ... #+ question: {nl: "Welke doelen zijn er?", en: "Which goals are there?"}
    ... #+ description: {nl: Alle., en: All.}
    ... #+ columns:
    ... #+   code: {nl: code, en: code}
    ... #+ keywords: [doel]
    ... SELECT ?code ?evidence { ?evidence skos:notation ?code } ORDER BY ?code
    ... ''', "goals/list-goals")
    >>> query.question.nl, query.columns[0].type
    ('Welke doelen zijn er?', 'text')
    """
    head = _front(text, path)
    unknown = sorted(set(head) - _FIELDS)
    if unknown:
        _wrong(path, f"{', '.join(unknown)} is no field of the front matter; there are {', '.join(sorted(_FIELDS))}")
    theme, _, name = path.rpartition("/")
    return StoredQuery(
        theme=theme,
        name=name,
        title=_said(head.get("title"), "title", path),
        question=_said(head.get("question"), "question", path),
        description=_said(head.get("description"), "description", path),
        parameters=tuple(_parameter(one, path) for one in head.get("parameters") or ()),
        columns=tuple(_column(one, about, path) for one, about in _mapping(head.get("columns"), "columns", path)),
        keywords=tuple(str(word) for word in head.get("keywords") or ()),
        text=text,
        version=int(head.get("version", 1)),
        chart=str(head.get("chart", "")),
        inference=bool(head.get("inference", False)),
        also=_also(head.get("also"), path),
        slow=_said(head["slow"], "slow", path) if "slow" in head else None,
        empty=tuple(_emptiness(one, path) for one in head.get("empty") or ()),
        without_evidence=str(head.get("without-evidence", "")),
    )


def body(text: str) -> str:
    """The SPARQL of a stored query without its front matter.

    >>> body("#+ title: {nl: a, en: b}\\nASK { ?s ?p ?o }\\n")
    'ASK { ?s ?p ?o }\\n'
    """
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+")).lstrip("\n")


def _front(text: str, path: str) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        head = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        _wrong(path, f"the front matter is not YAML: {' '.join(str(error).split())}")
    if not isinstance(head, dict):
        _wrong(path, "there is no front matter; begin its lines with '#+ '")
    return head


def _said(value: object, field: str, path: str) -> Said:
    if not isinstance(value, Mapping) or not all(isinstance(value.get(lang), str) for lang in ("nl", "en")):
        _wrong(path, f"{field} needs a text in both languages: {{nl: …, en: …}}")
    return Said(value["nl"].strip(), value["en"].strip())


def _also(value: object, path: str) -> dict[str, tuple[str, ...]]:
    """Other ways to ask it: lists of texts by language."""
    value = {} if value is None else value
    if not isinstance(value, Mapping) or not all(lang in ("nl", "en") and _is_texts(of) for lang, of in value.items()):
        _wrong(path, "also needs lists of questions: {nl: [Wat kostte het?], en: [What did it cost?]}")
    return {lang: tuple(one.strip() for one in said) for lang, said in value.items()}


def _emptiness(about: object, path: str) -> Emptiness:
    said = _said(about, "empty", path)
    assert isinstance(about, Mapping)
    unknown = sorted(set(about) - {"nl", "en", "unless"})
    if unknown:
        _wrong(path, f"empty: {', '.join(unknown)} is not known; give nl, en, unless")
    return Emptiness(said, str(about.get("unless", "")))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _mapping(value: object, field: str, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    if not isinstance(value, Mapping) or not all(isinstance(about, Mapping) for about in value.values()):
        _wrong(path, f"{field} needs a name and {{nl: …, en: …}} for each")
    for name in value:
        if not isinstance(name, str):
            _wrong(path, f"{field}: YAML reads a name as {name!r}; put it in quotes")
    return list(value.items())


def _parameter(about: object, path: str) -> Parameter:
    if not isinstance(about, Mapping) or not _NAME.fullmatch(str(about.get("name", ""))):
        _wrong(path, "a parameter needs a name of small letters: {name: year, type: integer, example: 2024, label: …}")
    name = about["name"]
    unknown = sorted(set(about) - {"name", "type", "example", "label", "required", "allowed", "values"})
    if unknown or about.get("type") not in PARAMETER_TYPES or "example" not in about:
        _wrong(path, f"parameter {name}: needs a type of {', '.join(PARAMETER_TYPES)} and an example; {unknown}")
    return Parameter(
        name=name,
        type=cast(ParameterType, about["type"]),
        label=_said(about.get("label"), f"label of parameter {name}", path),
        example=str(about["example"]),
        required=bool(about.get("required", True)),
        allowed=tuple(str(one) for one in about.get("allowed") or ()),
        values=str(about.get("values", "")),
    )


def _column(name: str, about: Mapping[str, Any], path: str) -> Column:
    kind = about.get("type", "text")
    if not _NAME.fullmatch(str(name)) or kind not in COLUMN_TYPES:
        _wrong(path, f"column {name}: needs a name of small letters and a type of {', '.join(COLUMN_TYPES)}")
    unknown = sorted(set(about) - {"nl", "en", "type", "unit", "missing", "words"})
    if unknown:
        _wrong(path, f"column {name}: {', '.join(unknown)} is not known; give nl, en, type, unit, missing, words")
    words = _mapping(about.get("words") or {}, f"words of column {name}", path)
    return Column(
        name=name,
        type=cast(ColumnType, kind),
        label=_said(about, f"column {name}", path),
        unit=str(about.get("unit", "")),
        missing=str(about.get("missing", "")),
        words={str(code): _said(said, f"{code} of column {name}", path) for code, said in words},
    )


def _wrong(path: str, what: str) -> NoReturn:
    raise CatalogueError(f"queries/{path}.rq: {what}")
