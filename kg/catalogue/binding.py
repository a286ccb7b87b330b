"""Parameters bound into the text of a query, as terms in the places that the query holds for them.

A place is a block ``VALUES ?name { … }``, which holds the example, so that the file runs as it is on any engine. What
a caller gives is read as a value of the parameter's type and written as one RDF term by ``kg.terms``; no text of a
caller ever becomes syntax. The block of a parameter that is not given is taken out, which asks for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from kg.catalogue.model import Parameter, Said, StoredQuery
from kg.errors import BadParameter, CatalogueError
from kg.guard import tokens
from kg.terms import XSD, iri, string, typed
from kg.vocabulary import CODE

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_LARGE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHOWN = 60
_WHOLE, _NUMBER = Said("een geheel getal", "a whole number"), Said("een getal", "a number")
_POINT = Said("een getal met een punt voor de decimalen", "a number with a point for its decimals")
_A_CODE, _A_TEXT, _AN_IRI = Said("een code", "a code"), Said("een tekst", "a text"), Said("een IRI", "an IRI")
_IS_NOT = Said("is dat niet", "is not one")
_TOO_LARGE = Said("is te groot, het heeft meer dan 18 cijfers", "is too large, it has over 18 digits")

Value = str | int | Decimal


def bind(query: StoredQuery, given: Mapping[str, str]) -> str:
    """Put terms (in N-Triples) into the places of a query; a parameter that is not there loses its places.

    Raises CatalogueError for a query without a place for one of its parameters.
    """
    text = query.text
    places = _places(text)
    for parameter in query.parameters:
        if parameter.name not in {name for name, _, _, _ in places}:
            raise CatalogueError(f"queries/{query.path}.rq: no VALUES ?{parameter.name} {{ … }} for its parameter")
    for name, start, opening, end in reversed(places):
        if query.parameter(name) is None:
            continue
        term = given.get(name)
        filled = "" if term is None else f"{text[start:opening]}{{ {term} }}"
        text = text[:start] + filled + text[end:]
    return text


def term(parameter: Parameter, value: Value) -> str:
    """Write a value as the term of a parameter's type. Raises BadParameter, saying what is asked for.

    A ``document`` is an IRI here: ``kg.catalogue.values`` finds it by its name.

    >>> from kg.catalogue.model import Said
    >>> year = Parameter("year", "integer", Said("jaar", "year"), "2024")
    >>> term(year, "2024")
    '"2024"^^<http://www.w3.org/2001/XMLSchema#integer>'
    >>> term(year, "2024 } UNION {")
    Traceback (most recent call last):
    kg.errors.BadParameter: year is a whole number, as 2024; '2024 } UNION {' is not one
    """
    text = str(value).strip() if parameter.type != "text" else str(value)
    if parameter.type == "integer":
        if not _INTEGER.fullmatch(text):
            raise _not(parameter, _WHOLE, value, _TOO_LARGE if _LARGE.fullmatch(text) else _IS_NOT)
        return typed(str(int(text)), XSD + "integer")
    if parameter.type == "decimal":
        return _decimal(parameter, text)
    if parameter.type == "code":
        if not _CODE.fullmatch(text.removeprefix(CODE).removeprefix("code:")):
            raise _not(parameter, _A_CODE, value)
        return iri(CODE + text.removeprefix(CODE).removeprefix("code:"))
    try:
        return string(text) if parameter.type == "text" else iri(text)
    except ValueError:
        raise _not(parameter, _A_TEXT if parameter.type == "text" else _AN_IRI, value) from None


def _decimal(parameter: Parameter, text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        raise _not(parameter, _POINT, text)
    try:
        plain = format(Decimal(text), "f")
    except InvalidOperation:
        raise _not(parameter, _NUMBER, text) from None
    return typed(plain, XSD + "decimal")


def _not(parameter: Parameter, what: Said, value: object, why: Said = _IS_NOT) -> BadParameter:
    given = repr(str(value)[:_SHOWN])
    return BadParameter(
        f"{parameter.name} is {what.en}, as {parameter.example}; {given} {why.en}",
        dutch=f"{parameter.name} is {what.nl}, zoals {parameter.example}; {given} {why.nl}",
    )


def _places(text: str) -> list[tuple[str, int, int, int]]:
    """Find the blocks ``VALUES ?name { … }``: name, start, start of the bracket, and end."""
    found = []
    read = [token for token in tokens(text) if token.kind != "comment"]
    for position, token in enumerate(read[:-2]):
        name, opening = read[position + 1], read[position + 2]
        if token.text.upper() != "VALUES" or name.kind != "variable" or opening.text != "{":
            continue
        close = next((one for one in read[position + 3 :] if one.text == "}"), None)
        if close:
            found.append((name.text[1:], token.start, opening.start, close.start + 1))
    return found
