"""What reviewed links may point at: task fields (Iv3) by list of years, and indicators that are defined nationally."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg import identifiers, terms
from kg.errors import ProfileError
from kg.profile import Profile
from kg.register.saying import say, term
from kg.reviewed import rows
from kg.terms import Quad

LISTS = {"2023": ("2023 en 2024", "2023 and 2024"), "2025": ("vanaf 2025", "from 2025")}
"""The lists of task fields by their first year, with the years that each is of."""


@dataclass(frozen=True, slots=True)
class Known:
    """Task fields by list and code ("2025/6.1"), and national indicators by name with where they are from."""

    task_fields: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)

    def iri(self, base: str, name: str) -> str:
        """IRI of a task field (``{base}task-field/2025/6.1``) or national indicator, shared by all municipalities."""
        if name in self.task_fields:
            return identifiers.in_part(base.rstrip("/"), "task-field", name)
        return identifiers.in_part(base.rstrip("/"), "national-indicator", identifiers.slug(name))

    def quads(self, base: str, name: str) -> Iterator[Quad]:
        """Describe a task field with its list, or a national indicator; of anything else nothing is said."""
        if name in self.task_fields:
            yield from _task_field(base, name, self.iri(base, name), self.task_fields[name])
        elif name in self.indicators:
            pairs = (*_concept("doel:NationalIndicator", name), ("doel:origin", terms.text(self.indicators[name])))
            yield from say(_graph(base), self.iri(base, name), *pairs)


def read_known(profile: Profile | None) -> Known:
    """Read task_fields.csv (list, code, label) and national_indicators.csv (indicator, origin, reviewed_by, reason).

    What an earlier list of a profile says holds. Raises ProfileError with file and line for an unknown list of task
    fields, for what is empty, and for what stands twice.
    """
    fields: dict[str, str] = {}
    indicators: dict[str, str] = {}
    if profile:
        for path in profile.reviewed_files("task_fields.csv"):
            fields = {**_read(path, ("list", "code", "label"), "list", "code"), **fields}
        for path in profile.reviewed_files("national_indicators.csv"):
            indicators = {**_read(path, ("indicator", "origin", "reviewed_by", "reason"), "indicator"), **indicators}
    return Known(fields, indicators)


def _read(path: Path, columns: tuple[str, ...], *key: str) -> dict[str, str]:
    """Values of the first column that is no key, by the keys put together."""
    found: dict[str, str] = {}
    value = next(column for column in columns if column not in key)
    for line, row in rows(path, columns):
        name = "/".join(row[column] for column in key)
        empty = [column for column in columns if not row[column]]
        wrong = f"{empty[0]} is empty" if empty else f"{name} stands twice" if name in found else None
        if "list" in key and row["list"] not in LISTS:
            wrong = f"the list {row['list']!r} is none of {', '.join(LISTS)}"
        if wrong:
            raise ProfileError(f"{path}, line {line}: {wrong}")
        found[name] = row[value]
    return found


def _task_field(base: str, name: str, iri: str, label: str) -> Iterator[Quad]:
    first, _, code = name.partition("/")
    scheme = identifiers.in_part(base.rstrip("/"), "task-fields", first)
    pairs = _concept("doel:TaskField", label)
    graph = _graph(base)
    yield from say(graph, iri, *pairs, ("skos:notation", terms.string(code)), ("skos:inScheme", terms.iri(scheme)))
    dutch, english = LISTS[first]
    yield from say(
        graph,
        scheme,
        ("rdf:type", term("skos:ConceptScheme")),
        ("skos:prefLabel", terms.text(f"taakvelden (Iv3), {dutch}")),
        ("skos:prefLabel", terms.text(f"task fields (Iv3), {english}", "en")),
    )


def _concept(kind: str, label: str) -> tuple[tuple[str, str], ...]:
    return (
        ("rdf:type", term(kind)),
        ("rdf:type", term("skos:Concept")),
        ("skos:prefLabel", terms.text(label)),
    )


def _graph(base: str) -> str:
    """The graph of what all municipalities share."""
    return identifiers.shared_graph(base, "shared")
