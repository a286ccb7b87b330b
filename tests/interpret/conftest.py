"""A fixture that lists what was read of one file, as a compact and stable text: golden pairs are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.domain import Deviation, Edition, Indicator, Note, Part, PrintedFigure, Programme, StatedTable, Statement
from kg.figures import Figure, Missing
from kg.findings import Finding
from kg.interpret.identify import Identity, Stated, identify
from kg.interpret.part import interpret
from kg.profile import detect, load
from kg.readers.registry import read
from tests.interpret.listing import text_lines


@pytest.fixture(scope="session")
def listing() -> Callable[[Path], str]:
    """``listing(path)``: a file read by what it prints alone, and what was read of it, a line each."""
    return list_read


@pytest.fixture(scope="session")
def text_listing() -> Callable[[Path], str]:
    """``text_listing(path)``: the running text of a file, a line for each thing that was read of it."""
    return lambda path: "".join(f"{line}\n" for line in text_lines(_read(path)[2]))


@pytest.fixture(scope="session")
def reading() -> Callable[[Path], Part]:
    """``reading(path)``: the part that a file states."""
    return lambda path: _read(path)[2]


def list_read(path: Path) -> str:
    profile, identity, part, findings = _read(path)
    return "".join(f"{line}\n" for line in _lines(profile, identity, part, findings))


def _read(path: Path) -> tuple[str, Identity, Part, list[Finding]]:
    document = read(path)
    profile = detect(document.text) or load("bbv")
    identity, unknown = identify(document, profile, Stated())
    part, findings = interpret(document, profile, identity)
    return profile.name, identity, part, [*unknown, *findings]


def _lines(profile: str, identity: Identity, part: Part, findings: list[Finding]) -> Iterator[str]:
    version = f" version {identity.version}" if identity.version else ""
    yield f"document {identity.kind} {identity.year} #{identity.ordinal}{version} ({profile})"
    yield f"part {part.key} {_quoted(part.title)} covers {' '.join(part.covers) or '-'}"
    yield from (_edition(edition) for edition in part.editions)
    for table in part.tables:
        yield _table(table)
        yield from (_note(note) for note in part.notes if note.table == table.key)
        yield from (_deviation(d) for d in part.deviations if d.table == table.key)
        yield from (_figure(figure) for figure in part.figures if figure.table == table.key)
    yield from sorted(f"finding {finding.rule}:{finding.line or '-'}" for finding in findings)


def _quoted(text: str) -> str:
    return f'"{text}"'


def _edition(edition: Edition) -> str:
    bits = [f"{edition.level} {edition.key} <{edition.parent.key if edition.parent else '-'}> {_quoted(edition.label)}"]
    bits += [f"also {_quoted(wording.text)}" for wording in edition.wordings[1:]]
    if isinstance(edition, Programme):
        bits += [f"committee {_quoted(edition.committee.text)}"] if edition.committee else []
        bits += [f"portfolio {_quoted(portfolio.text)}" for portfolio in edition.portfolios]
        mission = edition.mission
        bits += [f"mission {_quoted(mission.text) if isinstance(mission, Statement) else 'empty'}"] if mission else []
    if isinstance(edition, Indicator):
        bits += [f"unit {edition.unit}"] if edition.unit else []
        bits += [f"source {_quoted(edition.source.text)}{edition.source.mark}"] if edition.source else []
        bits += [f"note {note}" for note in edition.notes]
    return "; ".join(bits)


def _table(table: StatedTable) -> str:
    caption = f" {_quoted(table.caption)}" if table.caption else ""
    return f"table {table.key} {table.kind}{caption} scale {table.scale} signs {' and '.join(table.signs) or None}"


def _note(note: Note) -> str:
    says = " ".join(word for word in (note.coverage, note.scope) if word)
    return f"  note {note.key} {_quoted(note.text)}{f' ({says})' if says else ''}"


def _deviation(deviation: Deviation) -> str:
    inherited = f" inherited {' '.join(deviation.inherited)}" if deviation.inherited else ""
    what = f"{deviation.number} {_quoted(deviation.subject)} {deviation.side} {deviation.duration}"
    return f"  deviation {deviation.key}: {what}{inherited}"


def _figure(figure: PrintedFigure) -> str:
    reading = figure.reading
    scale = f"e{figure.scale}" if figure.scale else ""
    says = f"{reading.value}{scale}" if isinstance(reading, Figure) else reading.reason + _bounds(reading, scale)
    bits = [f"  {figure.key} = {_quoted(reading.verbatim)} -> {says}"]
    bits += [str(figure.unit)] if figure.unit else []
    bits += ["total"] if figure.is_total else []
    bits += [f"of {'/'.join(f'{phase} {year}' for phase, year in figure.compared)}"] if figure.compared else []
    bits += [str(figure.coverage)] if figure.coverage else []
    bits += [f"doubt {figure.doubt}"] if figure.doubt else []
    bits += [f"note {note}" for note in figure.notes]
    return "; ".join(bits)


def _bounds(missing: Missing, scale: str) -> str:
    names = ("lower", "upper", "possible")
    return "".join(f" {name} {value}{scale}" for name in names if (value := getattr(missing, name)) is not None)
