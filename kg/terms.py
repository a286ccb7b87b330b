"""The only border between our own terms and those of pyoxigraph and rdflib.

A term of ours is the string that stands for it in N-Triples; a quad is four of them. They are plain values: cheap to
make, to compare, to sort and to write, and the lines are those that pyoxigraph writes for the same quads.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

if TYPE_CHECKING:
    import rdflib.term

Quad = tuple[str, str, str, str]
Theirs = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

XSD = "http://www.w3.org/2001/XMLSchema#"

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_TO_ESCAPE = re.compile('[\\x00-\\x1f"\\\\\\x7f\\ud800-\\udfff\\ufffe\\uffff]')
_SHORT = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}


@lru_cache(maxsize=1 << 16)
def iri(value: str) -> str:
    """Write an absolute IRI (RFC 3987) as a term.

    Raises ValueError for anything else: a relative one, spaces, ``<>"{}|^`` and the like; nothing is repaired.

    >>> iri("https://w3id.org/doelenboom/id/gm0546/goal/9A1")
    '<https://w3id.org/doelenboom/id/gm0546/goal/9A1>'
    >>> iri("https://w3id.org/doelenboom/id/doel 9A1")
    Traceback (most recent call last):
    ValueError: not an IRI: 'https://w3id.org/doelenboom/id/doel 9A1' (Invalid IRI code point ' ')
    """
    try:
        return str(pyoxigraph.NamedNode(value))
    except ValueError as error:  # also a surrogate, which has no UTF-8
        raise ValueError(f"not an IRI: {value!r} ({error})") from None


def is_web_address(value: str) -> bool:
    """Whether a text is an absolute http(s) IRI with a host, so that it may stand in the graph as one.

    >>> [is_web_address(a) for a in ("https://jaarstukken.leiden.nl/p9", "jaarstukken.leiden.nl", "https://x.nl/a b")]
    [True, False, False]
    """
    if not re.match(r"https?://[^/?#]", value, re.IGNORECASE):
        return False
    try:
        iri(value)
    except ValueError:
        return False
    return True


def string(value: str) -> str:
    r"""Write a plain string: the characters as they are, controls escaped; a lone surrogate raises ValueError.

    >>> print(string('Saldo "-0"\tvan\nOekraïne'))
    "Saldo \"-0\"\tvan\nOekraïne"
    """
    return f'"{_TO_ESCAPE.sub(_escape, value)}"'


def text(value: str, lang: str = "nl") -> str:
    """Write a text in a language; the tag in lower case, as stores keep it, else ValueError.

    >>> print(text("Stadsenquête"))
    "Stadsenquête"@nl
    """
    if not _LANGUAGE.fullmatch(lang):
        raise ValueError(f"not a language tag in lower case: {lang!r}")
    return f"{string(value)}@{lang}"


def typed(lexical: str, datatype: str) -> str:
    """Write a literal of a datatype, as spelt: the caller sees to the canonical form.

    >>> print(typed("2024-05-01", XSD + "date"))
    "2024-05-01"^^<http://www.w3.org/2001/XMLSchema#date>
    """
    return f"{string(lexical)}^^{iri(datatype)}"


def decimal(value: Decimal) -> str:
    """Write an exact decimal in its canonical form: no exponent, no trailing zeros, no minus on zero.

    Raises ValueError for an infinity or a NaN. Stores rewrite "6.0" to "6"; what is printed is kept beside it as text.

    >>> for value in ("6.0", "-0", "1.10E+3", "0.10"):
    ...     print(decimal(Decimal(value)).partition("^")[0])
    "6"
    "0"
    "1100"
    "0.1"
    """
    if not value.is_finite():
        raise ValueError(f"not a number: {value}")
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return typed(plain if value else "0", XSD + "decimal")


def integer(value: int) -> str:
    """Write an integer.

    >>> print(integer(2024))
    "2024"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    return typed(str(int(value)), XSD + "integer")


def boolean(value: bool) -> str:
    """Write a truth value.

    >>> print(boolean(True))
    "true"^^<http://www.w3.org/2001/XMLSchema#boolean>
    """
    return typed("true" if value else "false", XSD + "boolean")


def line(quad: Quad) -> str:
    """Write one line of N-Quads, without the line end.

    >>> line((iri("urn:a"), iri("urn:b"), text("doel"), iri("urn:g")))
    '<urn:a> <urn:b> "doel"@nl <urn:g> .'
    """
    return f"{quad[0]} {quad[1]} {quad[2]} {quad[3]} ."


def nquads(quads: Iterable[Quad]) -> list[str]:
    """Write quads as lines of N-Quads without line ends, each once, sorted by code point: the same for any order."""
    ordered = sorted(quads)  # the order of the lines too: what follows a term in a line, a space, sorts before all else
    lines = [f"{s} {p} {o} {g} ." for s, p, o, g in ordered]  # as ``line`` does, without a call for each
    return list(dict.fromkeys(lines)) if any(map(operator.eq, ordered, islice(ordered, 1, None))) else lines


def is_increasing(lines: Sequence[str]) -> bool:
    """Whether lines are sorted by code point and each stands once.

    >>> is_increasing(["a", "b"]), is_increasing(["a", "a"]), is_increasing(["b", "a"]), is_increasing([])
    (True, False, False, True)
    """
    return all(map(operator.lt, lines, islice(lines, 1, None)))


class Term(NamedTuple):
    """A term taken apart, to show it: kind is "iri", "literal", "blank" or "triple"; plain strings are xsd:string."""

    kind: str
    value: str
    lang: str | None = None
    datatype: str | None = None


def from_oxigraph(term: Theirs) -> Term:
    """Take a term of a query result of pyoxigraph apart; a triple term keeps its written form.

    >>> from_oxigraph(pyoxigraph.Literal("doel", language="nl"))
    Term(kind='literal', value='doel', lang='nl', datatype='http://www.w3.org/1999/02/22-rdf-syntax-ns#langString')
    """
    if isinstance(term, pyoxigraph.Literal):
        return Term("literal", term.value, term.language, term.datatype.value)
    if isinstance(term, pyoxigraph.Triple):
        return Term("triple", str(term))
    return Term("iri" if isinstance(term, pyoxigraph.NamedNode) else "blank", term.value)


def from_rdflib(term: rdflib.term.Node) -> Term:
    """Take a term of rdflib apart: the same as ``from_oxigraph`` gives for the same term.

    >>> from rdflib import Literal
    >>> from_rdflib(Literal(6)) == from_oxigraph(pyoxigraph.Literal(6))
    True
    """
    import rdflib.term as theirs

    if not isinstance(term, theirs.Literal):
        return Term("iri" if isinstance(term, theirs.URIRef) else "blank", str(term))
    plain = XSD + "string" if term.language is None else "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    return Term("literal", str(term), term.language, str(term.datatype or plain))


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        raise ValueError(f"a lone surrogate (U+{ord(char):04X}) is no text; read the file with its own encoding")
    return _SHORT.get(char) or f"\\u{ord(char):04X}"
