"""Whether a literal is a value of a datatype, as far as the datatypes of the ontology go."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from kg.vocabulary import PREFIXES

_XSD = PREFIXES["xsd"]
_RDF, _RDFS = PREFIXES["rdf"], PREFIXES["rdfs"]
_WHOLE = frozenset(
    (
        "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_NUMBERS = frozenset(f"<{_XSD}{name}>" for name in (*_WHOLE, "decimal"))
_STRINGS = frozenset(("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN"))


def fits(literal: str, datatype: str) -> bool:
    """Whether a literal is in the value space of a datatype; of a datatype unknown here everything is.

    >>> fits('"2024"^^<http://www.w3.org/2001/XMLSchema#integer>', "<http://www.w3.org/2001/XMLSchema#decimal>")
    True
    >>> fits('"2024"', "<http://www.w3.org/2001/XMLSchema#integer>")
    False
    """
    end = _end(datatype)
    if literal.endswith(end):
        return datatype not in _NUMBERS or literal[1 : -len(end)].isdecimal() or _number(literal) is not None
    return _among(literal, datatype[1:-1])


@cache
def _end(datatype: str) -> str:
    """How a literal of a datatype ends."""
    return '"' if datatype == f"<{_XSD}string>" else f'"^^{datatype}'


@lru_cache(maxsize=1 << 12)
def _among(literal: str, datatype: str) -> bool:
    """Compare a literal with a datatype other than its own."""
    tail = literal[literal.rindex('"') + 1 :]
    if datatype == _RDFS + "Literal":
        return True
    own = tail[3:-1] if tail.startswith("^^") else _RDF + "langString" if tail else _XSD + "string"
    one, other = _space(own), _space(datatype)
    if not one or not other or one != other:
        return not one or not other
    number = _number(literal) if one == "number" else Decimal(0)
    return number is not None and (datatype.removeprefix(_XSD) not in _WHOLE or number == number.to_integral_value())


def _space(datatype: str) -> str:
    """The value space that a datatype belongs to; empty for one that is not known here."""
    name = datatype.removeprefix(_XSD)
    if datatype == _RDF + "langString":
        return "words"
    if name in _WHOLE or name == "decimal":
        return "number"
    if name in _STRINGS:
        return "string"
    return name if name in ("boolean", "dateTime", "date", "double", "float", "anyURI") else ""


def _number(literal: str) -> Decimal | None:
    try:
        number = Decimal(literal[1 : literal.rindex('"')])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
