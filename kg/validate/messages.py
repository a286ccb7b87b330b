"""The words of a finding: a template of a shape, filled in as the document prints its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

_HOLE = re.compile(r"\{[?$](\w+)\}")
_NIL = ("-", "–", "—", "")
_DIGITS = 40
"""A number of more digits is no amount: it stays as it is written."""
_NUMBERS = ("decimal", "double", "float")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill the holes of a message; a hole without a value becomes "…".

    >>> fill("Saldo {?printed} is niet {?total}", {"printed": "7.289", "total": "7.286"})
    'Saldo 7.289 is niet 7.286'
    """
    return _HOLE.sub(lambda hole: values.get(hole[1], "…"), template)


def holes(template: str) -> set[str]:
    """Name the holes of a message.

    >>> sorted(holes("Saldo {?printed} is niet {?total}"))
    ['printed', 'total']
    """
    return set(_HOLE.findall(template))


def printed(lexical: str, datatype: str) -> str:
    """Write a value as Dutch documents do: a dot for thousands, a comma for decimals; only decimals, not years.

    >>> printed("7286", "http://www.w3.org/2001/XMLSchema#decimal"), printed("-1.5", "xsd#decimal")
    ('7.286', '-1,5')
    >>> printed("2024", "http://www.w3.org/2001/XMLSchema#integer")
    '2024'
    """
    if datatype.rpartition("#")[2] not in _NUMBERS:
        return lexical
    try:
        number = Decimal(lexical)
    except InvalidOperation:
        return lexical
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        return lexical
    whole, _, decimals = format(number, "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if number < 0 and not grouped.startswith("-") else ""
    decimals = decimals.rstrip("0")
    return sign + grouped + (f",{decimals}" if decimals else "")


def joined(parts: list[str]) -> str:
    """Write the parts of a sum; a nil is a 0, and what is printed negative is taken off.

    >>> joined(["10.951", "-3.665", "-"])
    '10.951 - 3.665 + 0'
    """
    written = ""
    for part in parts:
        amount = "0" if part in _NIL else part
        if written and amount[:1] == "-" and amount[1:2].isdigit():
            written += f" - {amount[1:]}"
        else:
            written += f" + {amount}" if written else amount
    return written
