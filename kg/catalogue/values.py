"""The values of parameters: what a caller gives as a term, a document by its name, and what there is in a graph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from kg.catalogue.binding import Value, term
from kg.catalogue.labels import code_labels
from kg.catalogue.model import Parameter, StoredQuery
from kg.catalogue.rows import Terms
from kg.errors import BadParameter
from kg.guard import CheckedQuery
from kg.identifiers import document_key
from kg.terms import from_oxigraph, is_web_address
from kg.vocabulary import CODE

# Sorted here: a store that fetches each IRI to compare it takes a second for two thousand.
_DOCUMENTS = "SELECT DISTINCT ?document WHERE { ?document a doel:Document }"
_MANY = 20
_ENGLISH = ("there is only", "there are", "and {} more")
_SMALL = re.compile(r"\d{1,2}[a-z][\w.]{0,20}", re.ASCII)
"""A code of an element that begins as no document prints it: "9d1"."""


class Engine(Protocol):
    """What runs a query: a graph here, or an endpoint."""

    def select(self, query: str | CheckedQuery, /) -> Terms:
        """Run a SELECT."""


def read_values(query: StoredQuery, given: Mapping[str, Value], engine: Engine) -> dict[str, str]:
    """Read what a caller gives as plain values, documents as IRIs; raises BadParameter and says what there is."""
    for name in given:
        if query.parameter(name) is None:
            known = ", ".join(one.name for one in query.parameters)
            raise BadParameter(
                f"{query.name} has no parameter {name[:60]!r}; it has {known or 'none'}",
                dutch=f"{query.name} heeft geen parameter {name[:60]!r}; wel: {known or 'geen enkele'}",
            )
    return {one.name: _read(one, given[one.name], engine) for one in _there(query, given, engine)}


def terms_of(query: StoredQuery, values: Mapping[str, str]) -> dict[str, str]:
    """Write values as terms in N-Triples, by name."""
    return {one.name: term(one, values[one.name]) for one in query.parameters if one.name in values}


def existing(parameter: Parameter, engine: Engine) -> list[str]:
    """List the values that exist for a parameter, in the order of its query; none where nothing lists them."""
    if parameter.allowed:
        return list(parameter.allowed)
    listed = parameter.values or (_DOCUMENTS if parameter.type == "document" else "")
    if not listed:
        return []
    found = [from_oxigraph(row[0]).value for row in engine.select(listed).rows if row[0] is not None]
    if parameter.type == "document":
        return _short(found if parameter.values else sorted(found))
    return list(dict.fromkeys(one.removeprefix(CODE) for one in found))


def offered(found: Sequence[str], lang: str, most: int = _MANY) -> str:
    """Say which values exist, a long list cut; empty where nothing lists them.

    >>> offered(["2019", "2021"], "en"), offered([str(year) for year in range(2000, 2024)], "nl")[-20:]
    ('there are 2019, 2021', ' 2018, 2019 en nog 4')
    """
    if not found:
        return ""
    one, several, more = ("er is alleen", "er zijn", "en nog {}") if lang == "nl" else _ENGLISH
    left = f" {more.format(len(found) - most)}" if len(found) > most else ""
    return f"{one if len(found) == 1 else several} {', '.join(found[:most])}{left}"


def _there(query: StoredQuery, given: Mapping[str, Value], engine: Engine) -> list[Parameter]:
    lacking = [one for one in query.parameters if one.required and one.name not in given]
    if lacking:
        there = {one.name: existing(one, engine) for one in lacking}
        hints = "; ".join(f"{one.name}: {offered(there[one.name], 'en') or f'as {one.example}'}" for one in lacking)
        dutch = "; ".join(f"{one.name}: {offered(there[one.name], 'nl') or f'zoals {one.example}'}" for one in lacking)
        raise BadParameter(
            f"{query.name} needs {', '.join(there)} ({hints})",
            dutch=f"{query.name} heeft {', '.join(there)} nodig ({dutch})",
        )
    return [one for one in query.parameters if one.name in given]


def _read(parameter: Parameter, value: Value, engine: Engine) -> str:
    text = str(value)
    if parameter.type == "document":
        return _document(parameter, text, engine)
    if parameter.type == "code" and text.removeprefix(CODE).removeprefix("code:") not in code_labels("en"):
        value = text = _code_of(text, parameter, engine)
    if parameter.type == "text" and _SMALL.fullmatch(text):
        value = text = _as_printed(text, parameter, engine)
    if parameter.type in ("integer", "decimal", "code"):
        text = text.strip()
    if parameter.type == "code":
        text = text.removeprefix(CODE).removeprefix("code:")
    if not parameter.allowed:
        term(parameter, value)  # raises what is of another type
    if parameter.allowed and text not in parameter.allowed:
        allowed = ", ".join(parameter.allowed)
        raise BadParameter(
            f"{parameter.name}: {text[:60]!r} is not one of {allowed}",
            dutch=f"{parameter.name}: {text[:60]!r} is er niet; kies uit {allowed}",
        )
    return text


def _code_of(text: str, parameter: Parameter, engine: Engine) -> str:
    """The code that has a text for its label in Dutch or English, where exactly one of those that exist has."""
    said = " ".join(text.split()).casefold()
    fitting = [
        code
        for code in existing(parameter, engine)
        if said in {code_labels(lang).get(code, code).casefold() for lang in ("nl", "en")}
    ]
    return fitting[0] if len(fitting) == 1 else text


def _as_printed(text: str, parameter: Parameter, engine: Engine) -> str:
    """The code of an element as documents print it ("9D1"), where it is given in small letters and none is so."""
    found = existing(parameter, engine)
    fitting = [one for one in found if one.casefold() == text.casefold()]
    return fitting[0] if len(fitting) == 1 and text not in found else text


def _document(parameter: Parameter, name: str, engine: Engine) -> str:
    """Find a document by the end of its IRI; an IRI is taken as it is, and one that is nowhere finds nothing."""
    if is_web_address(name):
        return name
    found = sorted(from_oxigraph(row[0]).value for row in engine.select(_DOCUMENTS).rows if row[0] is not None)
    fitting = [iri for iri in found if _is_named(iri, name)]
    if len(fitting) == 1:
        return fitting[0]
    what = "several documents have this name" if fitting else "there is no such document"
    dutch = "er is meer dan één document" if fitting else "er is geen document"
    choices = ", ".join(_short(fitting or found)[:_MANY])
    raise BadParameter(
        f"{parameter.name}: {what}: {name[:60]!r}; there are {choices or 'none'}",
        dutch=f"{parameter.name}: {dutch} {name[:60]!r}; {f'er zijn {choices}' if choices else 'er is er geen'}",
    )


def _is_named(iri: str, name: str) -> bool:
    return name in (iri, document_key(iri), document_key(iri, city=True))


def _short(found: list[str]) -> list[str]:
    """Documents by short name, with their municipality where two have the same."""
    names = [document_key(iri) for iri in found]
    times = Counter(names)
    return [document_key(iri, city=times[name] > 1) for iri, name in zip(found, names, strict=True)]
