"""Answers of stored queries written out: tables for people, CSV, TSV, JSON, Markdown and Parquet as data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kg.catalogue.evidence import Cell
from kg.catalogue.labels import code_labels, documents_of, several_cities, shown
from kg.catalogue.model import Column
from kg.catalogue.rows import Answer, Value
from kg.errors import NotSupported
from kg.plain_text import clean
from kg.results import markdown_table

FORMATS = ("table", "csv", "tsv", "json", "markdown", "parquet")
Evidence = Sequence[Sequence[Cell]] | None
_NUMBERS = ("integer", "decimal")


def headings(answer: Answer, lang: str) -> list[str]:
    """The names of the columns in a language, with their unit where it is the same for all rows."""
    names = {column.name for column in answer.query.columns}
    return [_heading(column, lang, names) for column in answer.query.columns]


def cells_of(answer: Answer, lang: str) -> list[list[str]]:
    """The rows for people: codes by label, documents by short name, figures in the reader's notation."""
    city = several_cities(documents_of(answer))
    columns = answer.query.columns
    return [[clean(shown(column, row[column.name], lang, city=city)) for column in columns] for row in answer.rows]


def is_number(column: Column) -> bool:
    """Whether a column is set to the right."""
    return column.type in _NUMBERS


def delimited(answer: Answer, evidence: Evidence, separator: str) -> str:
    """Write as CSV (RFC 4180) or TSV: names of columns as in the query, codes as notations, documents as IRIs.

    With evidence a last column cites its cells, one a line of the cell in CSV and with " | " between in TSV.
    """
    out = io.StringIO()
    rows = csv.writer(out, delimiter=separator, lineterminator="\r\n" if separator == "," else "\n")
    cited = ["evidence"] if evidence is not None else []
    rows.writerow([column.name for column in answer.query.columns] + cited)
    for position, row in enumerate(answer.rows):
        line = [_plain(row[column.name]) for column in answer.query.columns]
        if evidence is not None:
            line.append(" | ".join(_unique(cell.cited for cell in evidence[position])))
        rows.writerow(line if separator == "," else [one.replace("\t", " ").replace("\n", " ") for one in line])
    return out.getvalue()


def as_json(answer: Answer, evidence: Evidence, lang: str, total: int) -> str:
    """Write as JSON: what was asked, how many rows there are in all, the columns, and the rows that are shown.

    Amounts are texts, so that none is rounded.
    """
    query = answer.query
    rows: list[dict[str, Any]] = [{name: _json(value) for name, value in row.items()} for row in answer.rows]
    if evidence is not None:
        for row, cells in zip(rows, evidence, strict=True):
            row["evidence"] = [asdict(cell) | {"cited": cell.cited} for cell in cells]
    told = {
        "query": query.name,
        "version": query.version,
        "sha256": query.sha256,
        "question": query.question.in_(lang),
        "parameters": dict(answer.given),
        "total": total,
        "columns": [
            {"name": column.name, "type": column.type, "label": column.label.in_(lang), "unit": column.unit}
            for column in query.columns
        ],
        "rows": rows,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_markdown(answer: Answer, evidence: Evidence, lang: str) -> str:
    """Write as a Markdown table for people; with evidence a last column cites the cells."""
    names = headings(answer, lang)
    rows = cells_of(answer, lang)
    right = [is_number(column) for column in answer.query.columns]
    if evidence is not None:
        names, right = [*names, {"nl": "bewijs"}.get(lang, "evidence")], [*right, False]
        rows = [
            [*row, clean("; ".join(_unique(c.cited_in(lang) for c in cells)))]
            for row, cells in zip(rows, evidence, strict=True)
        ]
    return markdown_table(names, rows, right)


def as_parquet(answer: Answer, evidence: Evidence) -> bytes:
    """Write as Parquet: whole numbers as int64, amounts as decimals, texts; what was asked stands in the metadata.

    Raises NotSupported where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise NotSupported(
            "Parquet needs the package pyarrow; install it with: pip install 'doelenboom[data]'",
            dutch="Parquet heeft het pakket pyarrow nodig; installeer het met: pip install 'doelenboom[data]'",
        ) from None
    kinds = {"integer": pyarrow.int64(), "boolean": pyarrow.bool_()}
    fields, columns = [], []
    for column in answer.query.columns:
        values = [row[column.name] for row in answer.rows]
        kind = _decimals(values) if column.type == "decimal" else kinds.get(column.type, pyarrow.string())
        fields.append(pyarrow.field(column.name, kind))
        columns.append(pyarrow.array(values, kind))
    if evidence is not None:
        fields.append(pyarrow.field("evidence", pyarrow.list_(pyarrow.string())))
        columns.append(pyarrow.array([_unique(c.cited for c in cells) for cells in evidence], fields[-1].type))
    about = {"query": answer.query.name, "version": str(answer.query.version), "sha256": answer.query.sha256}
    about |= {"parameters": json.dumps(dict(answer.given), ensure_ascii=False)}
    table = pyarrow.Table.from_arrays(columns, schema=pyarrow.schema(fields, metadata=about))
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


def _decimals(values: Iterable[Value]) -> Any:
    import pyarrow

    scale = max((-int(one.as_tuple().exponent) for one in values if isinstance(one, Decimal)), default=0)
    return pyarrow.decimal128(38, max(scale, 0))


def _heading(column: Column, lang: str, names: set[str]) -> str:
    unit = column.unit if column.unit not in names else ""
    return f"{column.label.in_(lang)} ({code_labels(lang).get(unit, unit)})" if unit else column.label.in_(lang)


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else _exact(value)


def _json(value: Value) -> Value:
    return _exact(value) if isinstance(value, Decimal) else value


def _exact(value: Value) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
