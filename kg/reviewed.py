"""Data of a profile that a person reviewed: CSV files beside profile.toml, each row with who decided and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import ProfileError

SCOPES = ("national", "city")
"""One body for the whole country; or one that each city has of its own, also where its name is the same everywhere."""

KINDS = (
    *("government", "municipal-team", "joint-arrangement", "advisory-council", "network", "knowledge-institution"),
    *("foundation", "association", "company", "care-provider", "housing-corporation", "generic", "other"),
)
"""Kinds of organisations; ``generic`` is a word for several of them ("welzijnsorganisaties"), not one body."""

_COLUMNS = ("organisation", "variant", "scope", "kind", "reviewed_by", "reason")
_MAY_BE_EMPTY = "variant"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of a reviewed list: its name, other spellings of it, its scope and kind."""

    name: str
    variants: tuple[str, ...]
    scope: str
    kind: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that texts call it, the name first."""
        return (self.name, *self.variants)


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a reviewed list: the line where each row ends, and its values by column, trimmed.

    Raises ProfileError with file and line for a file that is no UTF-8, a column that is absent, a row that is cut short
    or too long.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        absent = [column for column in columns if column not in (reader.fieldnames or ())]
    except (OSError, ValueError, csv.Error) as error:
        raise ProfileError(f"{path}: {error}; save it as CSV in UTF-8") from error
    if absent:
        raise ProfileError(f"{path}, line 1: no column {absent[0]}; the columns are {', '.join(columns)}")
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ProfileError(f"{path}, line {reader.line_num}: not as many values as there are columns")
            yield reader.line_num, {name: value.strip() for name, value in row.items()}
    except csv.Error as error:
        raise ProfileError(
            f"{path}, line {reader.reader.line_num}: {error}; values with commas stand in quotes"
        ) from error


def organisations(paths: Sequence[Path]) -> dict[str, Organisation]:
    """Read lists of organisations, the most particular first: what an earlier list says of an organisation holds.

    Of an organisation that stands in several lists the variants are put together. A name needs no row of its own: it is
    a spelling too, and ``variant`` may be empty. Raises ProfileError with file and line, also where one list
    contradicts itself.
    """
    found: dict[str, Organisation] = {}
    for path in paths:
        for name, listed in _listed(path).items():
            known = found.get(name)
            variants = dict.fromkeys((*known.variants, *listed.variants)) if known else ()
            found[name] = replace(known, variants=tuple(variants)) if known else listed
    return found


def _listed(path: Path) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    owners: dict[str, str] = {}
    for line, row in rows(path, _COLUMNS):
        stated = Organisation(
            row["organisation"], (row["variant"],) if row["variant"] else (), row["scope"], row["kind"]
        )
        known = found.get(stated.name, stated)
        wrong = _wrong(row, known, [owners.setdefault(spelling, stated.name) for spelling in stated.spellings])
        if wrong:
            raise ProfileError(f"{path}, line {line}: {wrong}")
        more = [variant for variant in stated.variants if variant not in known.spellings]
        found[stated.name] = replace(known, variants=(*known.variants, *more))
    return found


def _wrong(row: dict[str, str], known: Organisation, owners: list[str]) -> str | None:
    """Say what is wrong with a row, given what earlier rows say: of its organisation, and whose its spellings are."""
    empty = [column for column in _COLUMNS if not row[column] and column != _MAY_BE_EMPTY]
    if empty:
        return f"{empty[0]} is empty"
    if row["scope"] not in SCOPES:
        return f"the scope {row['scope']!r} is none of {', '.join(SCOPES)}"
    if row["kind"] not in KINDS:
        return f"the kind {row['kind']!r} is none of {', '.join(KINDS)}"
    if (row["scope"], row["kind"]) != (known.scope, known.kind):
        return f"{known.name!r} was {known.scope}, {known.kind} in an earlier row"
    other = next((owner for owner in owners if owner != row["organisation"]), None)
    return f"a spelling of {row['organisation']!r} is already one of {other!r}" if other else None
