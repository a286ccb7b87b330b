"""Renditions of one part are one: facts once, the evidence of each; what they contradict each other on is a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TypeVar

from kg.domain import Edition, Indicator, Part, PrintedFigure, Programme, Statement
from kg.findings import Finding, Place, Severity
from kg.interpret.draft import comparable
from kg.interpret.merge_breaks import broken_alike
from kg.interpret.merge_texts import (
    merged_activities,
    merged_documents,
    merged_explanations,
    merged_mentions,
    merged_places,
    merged_statement,
    union,
    with_own_texts,
)
from kg.interpret.remarks import MESSAGES
from kg.profile import squeeze

_E = TypeVar("_E", bound=Edition)
CONTRADICTED = "contradicted"


def merge(parts: Sequence[Part]) -> tuple[Part, list[Finding]]:
    """Make one part of several files: renditions of the same text, or pages that each hold a piece of it.

    The longest file leads, so that its order and keys hold; equal lengths go by hash. Findings: L06 for a figure that
    two files print differently (the first is kept, in doubt).
    """
    ordered = sorted(parts, key=lambda part: (-part.renditions[0].length, part.renditions[0].source.sha256))
    findings: list[Finding] = []
    merged = reduce(lambda one, other: _both(one, other, findings), ordered)
    return merged, findings


def _both(one: Part, other: Part, findings: list[Finding]) -> Part:
    one, other = broken_alike(one, other)
    other = with_own_texts(one, _with_own_tables(one, other))
    names = {r.source.sha256: r.source.name for r in (*one.renditions, *other.renditions)}
    figures = _figures(one, other, names, findings)
    return replace(
        one,
        title=one.title or other.title,
        number=one.number or other.number,
        renditions=(*one.renditions, *(r for r in other.renditions if r not in one.renditions)),
        editions=_editions(one.editions, other.editions),
        figures=figures,
        tables=merged_places(one.tables, other.tables),
        notes=merged_places(one.notes, other.notes),
        deviations=merged_places(one.deviations, other.deviations),
        mentions=merged_mentions(one.mentions, other.mentions),
        explanations=merged_explanations(one.explanations, other.explanations),
        activities=merged_activities(one.activities, other.activities),
        references=merged_places(one.references, other.references),
        decisions=merged_places(one.decisions, other.decisions),
        policy_documents=merged_documents(one.policy_documents, other.policy_documents),
        covers=tuple(dict.fromkeys((*one.covers, *other.covers))),
        structure=(*one.structure, *other.structure),
        cells=(*one.cells, *other.cells),
        lines=(*one.lines, *other.lines),
        set_aside=(*one.set_aside, *other.set_aside),
    )


@dataclass(slots=True)
class _Names:
    tables: dict[str, str] = field(default_factory=dict)

    def table(self, key: str) -> str:
        return self.tables.get(key, key)

    def note(self, key: str) -> str:
        table, _, mark = key.rpartition("/")
        return f"{self.table(table)}/{mark}"


def _with_own_tables(one: Part, other: Part) -> Part:
    """Give tables of the second file that the first does not have a key of their own; the same tables keep one key."""
    table_of = {figure.key: figure.table for figure in one.figures}
    taken = {table.key for table in (*one.tables, *other.tables)}
    names = _Names()
    for table in other.tables:
        same = [table_of[f.key] for f in other.figures if f.table == table.key and f.key in table_of]
        if same:
            names.tables[table.key] = same[0]
        elif table.key in {known.key for known in one.tables}:
            base, number = table.key.partition("~")[0], 2
            while f"{base}~{number}" in taken:
                number += 1
            names.tables[table.key] = f"{base}~{number}"
            taken.add(names.tables[table.key])
    return replace(
        other,
        tables=tuple(replace(t, key=names.table(t.key)) for t in other.tables),
        notes=tuple(replace(n, key=names.note(n.key), table=names.table(n.table)) for n in other.notes),
        figures=tuple(
            replace(f, table=names.table(f.table), notes=tuple(map(names.note, f.notes))) for f in other.figures
        ),
        deviations=tuple(replace(d, table=names.table(d.table)) for d in other.deviations),
        mentions=tuple(replace(m, table=names.table(m.table)) if m.table else m for m in other.mentions),
        editions=tuple(_renamed(e, names) for e in other.editions),
    )


def _renamed(edition: Edition, names: _Names) -> Edition:
    if isinstance(edition, Indicator):
        return replace(edition, notes=tuple(map(names.note, edition.notes)))
    return edition


def _figures(one: Part, other: Part, names: dict[str, str], findings: list[Finding]) -> tuple[PrintedFigure, ...]:
    found = {figure.key: figure for figure in one.figures}
    for figure in other.figures:
        known = found.get(figure.key)
        if known is None:
            found[figure.key] = figure
        elif _same_reading(known, figure):
            found[figure.key] = replace(known, evidence=union(known.evidence, figure.evidence))
        else:
            found[figure.key] = replace(known, doubt=known.doubt or CONTRADICTED)
            findings.append(_contradiction(known, figure, names))
    return tuple(found.values())


def _same_reading(one: PrintedFigure, other: PrintedFigure) -> bool:
    """Whether two files print one figure; white space inside it does not count."""
    a, b = (replace(figure.reading, verbatim=squeeze(figure.reading.verbatim)) for figure in (one, other))
    return a.verbatim == b.verbatim or a == b


def _contradiction(one: PrintedFigure, other: PrintedFigure, names: dict[str, str]) -> Finding:
    severity, dutch, english = MESSAGES["L06"]
    values = {"what": one.key, "a": one.reading.verbatim or "(leeg)", "b": other.reading.verbatim or "(leeg)"}
    places = tuple(Place(names[p.rendition], p.span, p.quote) for p in (*one.evidence[:1], *other.evidence[:1]))
    return Finding("L06", Severity(severity), dutch.format(**values), english.format(**values), places)


def _editions(one: Sequence[Edition], other: Sequence[Edition]) -> tuple[Edition, ...]:
    found = {edition.ref: edition for edition in one}
    for edition in other:
        known = found.get(edition.ref)
        found[edition.ref] = _edition(known, edition) if known else edition
    return tuple(found.values())


def _edition(one: Edition, other: Edition) -> Edition:
    wordings = _wordings(one.wordings, other.wordings)
    both = replace(
        one,
        code=one.code or other.code,
        label=one.label or other.label,
        parent=one.parent or other.parent,
        wordings=wordings,
        evidence=union(one.evidence, other.evidence),
    )
    if isinstance(both, Programme) and isinstance(other, Programme):
        return _programme(both, other)
    if isinstance(both, Indicator) and isinstance(other, Indicator):
        return replace(
            both,
            unit=both.unit or other.unit,
            source=merged_statement(both.source, other.source),
            notes=tuple(dict.fromkeys((*both.notes, *other.notes))),
        )
    return both


def _programme(one: Programme, other: Programme) -> Programme:
    portfolios = _wordings(one.portfolios, other.portfolios)
    mission = one.mission
    if isinstance(other.mission, Statement):
        mission = merged_statement(mission, other.mission) if isinstance(mission, Statement) else other.mission
    return replace(
        one,
        committee=merged_statement(one.committee, other.committee),
        portfolios=portfolios,
        mission=mission or other.mission,
        mission_evidence=union(one.mission_evidence, other.mission_evidence),
    )


def _wordings(one: Sequence[Statement], other: Sequence[Statement]) -> tuple[Statement, ...]:
    found = {comparable(statement.text): statement for statement in one}
    for statement in other:
        known = found.get(comparable(statement.text))
        merged = replace(known, evidence=union(known.evidence, statement.evidence)) if known else statement
        found[comparable(statement.text)] = merged
    return tuple(found.values())
