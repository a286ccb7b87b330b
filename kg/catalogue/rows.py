"""Typed rows: years as int, amounts as Decimal, codes as their notation, and for what is missing the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Protocol

from kg.catalogue.model import EVIDENCE, SEPARATOR, Column, StoredQuery
from kg.errors import QueryFailed
from kg.terms import Theirs, from_oxigraph
from kg.vocabulary import CODE

if TYPE_CHECKING:
    import pandas

Value = str | int | bool | Decimal | None


class Terms(Protocol):
    """The answer of an engine, as ``kg.store.Rows`` is one."""

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the columns."""

    @property
    def rows(self) -> Sequence[tuple[Theirs | None, ...]]:
        """Terms, None where a variable is unbound."""


class Row(Mapping[str, Value]):
    """One row: ``row["code"]`` or ``row.code``; ``row.evidence`` are the nodes of the graph it rests on."""

    __slots__ = ("_query", "_values", "evidence")

    def __init__(self, query: StoredQuery, values: Mapping[str, Value], evidence: tuple[str, ...]) -> None:
        self._query = query
        self._values = dict(values)
        self.evidence = evidence

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __getattr__(self, name: str) -> Value:
        try:
            return self._values[name]
        except KeyError:
            raise self._lacking(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self._values.items())})"

    def reason(self, name: str) -> str | None:
        """Why a value is not there, as a code; None where it is there, and where the query does not say."""
        column = self._query.column(name)
        if column is None:
            raise self._lacking(name)
        if self[name] is not None or not column.missing:
            return None
        said = self[column.missing]
        return None if said is None else str(said)

    def _lacking(self, name: str) -> AttributeError:
        return AttributeError(f"{self._query.name} has no column {name!r}; it has {', '.join(self)}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a stored query: its rows, what was asked, and the text that an engine was given.

    ``given`` are the values of the parameters, documents as IRIs.
    """

    query: StoredQuery
    given: Mapping[str, str]
    rows: tuple[Row, ...]
    text: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        given = "".join(f", {name}={value!r}" for name, value in self.given.items())
        return f"Answer({self.query.name}{given}: {len(self)} {'row' if len(self) == 1 else 'rows'})"

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame: whole numbers as Int64, amounts as Decimal objects, what is missing as NA or None.

        Needs pandas (``pip install 'doelenboom[data]'``).
        """
        import pandas

        kinds = {"integer": "Int64", "boolean": "boolean"}
        columns = {column.name: kinds.get(column.type, "object") for column in self.query.columns}
        return pandas.DataFrame(
            {name: pandas.Series([row[name] for row in self.rows], dtype=kind) for name, kind in columns.items()}
        )


def typed_rows(query: StoredQuery, terms: Terms) -> tuple[Row, ...]:
    """Make typed rows of the terms an engine gave. Raises QueryFailed where a value is not of its column's type."""
    lacking = [column.name for column in query.columns if column.name not in terms.variables]
    if lacking or EVIDENCE not in terms.variables:
        names = ", ".join(lacking) or EVIDENCE
        raise QueryFailed(
            f"{query.name}: the answer has no column {names}", dutch=f"{query.name}: het antwoord mist de kolom {names}"
        )
    return tuple(_row(query, dict(zip(terms.variables, row, strict=True))) for row in terms.rows)


def _row(query: StoredQuery, terms: Mapping[str, Theirs | None]) -> Row:
    values = {column.name: _value(query, column, terms[column.name]) for column in query.columns}
    evidence = terms[EVIDENCE]
    nodes = from_oxigraph(evidence).value.split() if evidence is not None else []
    return Row(query, values, tuple(sorted(set(nodes))))


def _value(query: StoredQuery, column: Column, term: Theirs | None) -> Value:
    if term is None:
        return None
    text = from_oxigraph(term).value
    try:
        return _as_type(column.type, text)
    except (ValueError, InvalidOperation):
        raise QueryFailed(
            f"{query.name}: {column.name} is no {column.type}: {text[:60]!r}",
            dutch=f"{query.name}: {column.name} is niet van het type {column.type}: {text[:60]!r}",
        ) from None


def _as_type(kind: str, text: str) -> Value:
    if kind == "integer":
        return int(Decimal(text)) if Decimal(text) == int(Decimal(text)) else int(text)
    if kind == "decimal":
        return _plain(Decimal(text))
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}[text]
    if kind in ("codes", "texts"):
        return _sorted(text, " " if kind == "codes" else SEPARATOR)
    return text.removeprefix(CODE) if kind == "code" else text


def _sorted(text: str, separator: str) -> str | None:
    """Values that an engine put together in any order: each once, sorted; None for none."""
    found = {one.strip().removeprefix(CODE) for one in text.split(separator)} - {""}
    return separator.join(sorted(found)) or None


def _plain(number: Decimal) -> Decimal:
    """A decimal without trailing zeros or exponent, so that engines that spell one differently give the same."""
    whole = format(number, "f")
    return Decimal(whole.rstrip("0").rstrip(".") or "0") if "." in whole else Decimal(whole)
