"""History and comparison as flat rows, one a statement, for tables of other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields

from kg.describe import Place
from kg.history.between import Comparison
from kg.history.changes import Change, Side
from kg.history.documents import Document
from kg.history.editions import Name
from kg.history.figures import Figure, Restated
from kg.history.sums import FigureMove
from kg.history.through import History
from kg.plain_text import clean

Placed = Callable[[Iterable[Place]], str]
"""How places are written, as file and line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A statement; what does not apply is empty. ``earlier_…`` is the other side of a change or of a figure."""

    what: str
    kind: str = ""
    level: str = ""
    code: str = ""
    label: str = ""
    document: str = ""
    year: str = ""
    phase: str = ""
    text: str = ""
    value: str = ""
    multiplier: str = ""
    unit: str = ""
    missing: str = ""
    doubt: str = ""
    coverage: str = ""
    notes: str = ""
    place: str = ""
    earlier_document: str = ""
    earlier_year: str = ""
    earlier_text: str = ""
    earlier_value: str = ""
    earlier_place: str = ""
    similarity: str = ""
    status: str = ""
    decided_by: str = ""
    reason: str = ""
    earlier_code: str = ""
    source: str = ""
    earlier_unit: str = ""
    earlier_source: str = ""


def as_csv(rows: Iterable[Row]) -> str:
    """Write rows as CSV (RFC 4180), with a line of names; control characters are replaced."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(field.name for field in fields(Row))
    writer.writerows([clean(value) for value in asdict(row).values()] for row in rows)
    return file.getvalue()


def history_rows(told: History, placed: Placed) -> Iterator[Row]:
    """The statements of a history."""
    for stated in told.stated:
        for wording in stated.wordings:
            yield _named(
                "wording",
                told.element,
                kind="in-tree" if wording.in_tree else "elsewhere",
                code=stated.code,
                document=stated.document.name,
                text=wording.text,
                place=placed(wording.places),
            )
        path = " > ".join(f"{one.code} {one.label}".strip() for one in stated.above)
        yield _named("place", told.element, document=stated.document.name, text=path, place=placed(stated.places))
    for change in told.changes:
        yield _change("change", told.element, change, placed)
    for change in told.proposals:
        yield _change("proposal", told.element, change, placed)
    for gap in told.gaps:
        yield _named("gap", told.element, document=gap.document.name, text=gap.place.label)
    for child in told.children:
        yield _change(child.way, child.element, child.change, placed)
    for series in (*((told.indicator,) if told.indicator else ()), *told.indicators):
        yield from (_figure(series.element, figure, placed) for figure in series.figures)
        yield from (_restated(series.element, one, placed) for one in series.restated)
    yield from (_figure(told.element, figure, placed) for figure in told.money)
    yield from (_restated(told.element, one, placed) for one in told.money_restated)


def comparison_rows(told: Comparison, placed: Placed) -> Iterator[Row]:
    """The statements of a comparison."""
    for area in told.areas:
        for document, tree, indicators in (
            (told.earlier, area.earlier, area.earlier_indicators),
            (told.later, area.later, area.later_indicators),
        ):
            found = " ".join(word for word, there in (("tree", tree), ("indicators", indicators)) if there)
            yield _named("area", area.element, document=document.name, text=found)
    for one in told.changes:
        yield _change("change", one.element, one.change, placed)
    for one in told.proposals:
        yield _change("proposal", one.element, one.change, placed)
    for what, moves in (("target", told.targets), ("restated", told.restated), ("money-moved", told.money_moved)):
        yield from (_move(what, move, placed) for move in moves)
    for pair in told.amounts:
        move = FigureMove(pair.element, pair.kind, pair.earlier, pair.later, pair.former_code)
        yield _move("amount", move, placed, reason=pair.why)
    for left in told.not_compared:
        about = "; ".join(f"{name.code} {name.label}".strip() for name in left.about)
        yield Row("not-compared", left.what, document=left.document.name, text=about, reason=left.reason)


def _named(what: str, name: Name, **known: str) -> Row:
    return Row(what, level=name.level, label=name.label, **{"code": name.code, **known})


def _change(what: str, name: Name, change: Change, placed: Placed) -> Row:
    shown = change.document
    return _named(
        what,
        name,
        kind=" ".join(change.kinds),
        document=shown.name if shown else "",
        text=_text(change.later),
        place=placed(change.later.places) if change.later else "",
        earlier_document=_document(change.earlier.document if change.earlier else change.compared),
        earlier_text=_text(change.earlier),
        earlier_place=placed(change.earlier.places) if change.earlier else "",
        similarity="" if change.similarity is None else str(change.similarity),
        status=change.status,
        decided_by=change.decided_by,
        reason=change.reason,
        earlier_code=_former(change),
        unit=change.later.unit if change.later else "",
        source=change.later.source if change.later else "",
        earlier_unit=change.earlier.unit if change.earlier else "",
        earlier_source=change.earlier.source if change.earlier else "",
    )


def _figure(name: Name, figure: Figure, placed: Placed) -> Row:
    return _named(
        "figure",
        name,
        kind=figure.kind,
        document=figure.document.name,
        year=str(figure.year or ""),
        phase=figure.phase,
        text=figure.verbatim,
        value=_value(figure),
        multiplier=str(figure.multiplier),
        unit=figure.unit,
        missing=figure.missing,
        doubt=figure.doubt,
        coverage=figure.coverage,
        notes=" ".join(figure.notes),
        place=placed(figure.places),
    )


def _restated(name: Name, one: Restated, placed: Placed) -> Row:
    return _move("restated", FigureMove(name, one.kind, one.earlier, one.later), placed)


def _move(what: str, move: FigureMove, placed: Placed, *, reason: str = "") -> Row:
    later, earlier = move.later, move.earlier
    return _named(
        what,
        move.element,
        kind=move.way,
        document=later.document.name,
        year=str(later.year or ""),
        phase=later.phase,
        text=later.verbatim,
        value=_value(later),
        multiplier=str(later.multiplier),
        unit=later.unit,
        place=placed(later.places),
        earlier_document=earlier.document.name,
        earlier_year=str(earlier.year or ""),
        earlier_text=earlier.verbatim,
        earlier_value=_value(earlier),
        earlier_place=placed(earlier.places),
        reason=reason,
        earlier_code=move.former_code,
    )


def _value(figure: Figure) -> str:
    return "" if figure.value is None else str(figure.value)


def _text(side: Side | None) -> str:
    return f"{side.code} {side.label}".strip() if side else ""


def _former(change: Change) -> str:
    """The code before a change, where it is another than after it."""
    former = change.earlier.code if change.earlier and change.later else ""
    return former if change.later and former != change.later.code else ""


def _document(document: Document | None) -> str:
    return document.name if document else ""
