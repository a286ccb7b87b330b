"""Printed figures: one node a figure, with its value or the reason why there is none, never both."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from kg import terms
from kg.domain import (
    BudgetFigure,
    DeviationFigure,
    IndicatorFigure,
    PrintedFigure,
    ReserveFigure,
    TableFigure,
    TextFigure,
)
from kg.figures import Figure, Missing
from kg.rdf.texts import standing_in
from kg.rdf.triples import Pair, Scope, Triple, code, describe, each, maybe, name

_CLASSES: dict[type[PrintedFigure], str] = {
    IndicatorFigure: "doel:IndicatorFigure",
    BudgetFigure: "doel:BudgetFigure",
    ReserveFigure: "doel:ReserveFigure",
    DeviationFigure: "doel:DeviationFigure",
    TableFigure: "doel:TableFigure",
    TextFigure: "doel:TextFigure",
}


def figure_triples(scope: Scope, figure: PrintedFigure, keys: Container[str] = frozenset()) -> Iterator[Triple]:
    """Describe a printed figure. Signs stay as printed; the table says what they mean.

    ``keys`` are those of all figures of the part: a difference points at those it compares, as far as they are there.
    """
    yield from describe(
        scope.node("figure", figure.key),
        *_types(figure),
        *_dimensions(scope, figure),
        *_reading(figure),
        *_of_its_kind(scope, figure),
        *each("doel:comparedWith", _compared(scope, figure, keys), terms.iri),
        *each("doel:note", (scope.node("note", key) for key in figure.notes), terms.iri),
        *scope.evidence(figure.evidence),
    )


def _types(figure: PrintedFigure) -> Iterator[Pair]:
    yield "rdf:type", name(_CLASSES[type(figure)])
    if isinstance(figure, BudgetFigure) and figure.kind == "balance":
        yield "rdf:type", name("doel:BalanceFigure")
    if isinstance(figure.reading, Figure):  # an observation must have its measure (Data Cube, IC-14)
        yield "rdf:type", name("qb:Observation")


def _dimensions(scope: Scope, figure: PrintedFigure) -> Iterator[Pair]:
    yield "doel:aboutEdition", terms.iri(scope.edition(figure.about)) if figure.about else None
    if not isinstance(figure, TextFigure):
        yield "doel:inTable", terms.iri(scope.node("table", figure.table))
    yield "doel:kind", code(figure.kind)
    yield "doel:phase", maybe(code, figure.phase)
    yield "doel:referenceYear", maybe(terms.integer, figure.year)
    yield "doel:unit", maybe(code, figure.unit)
    yield "doel:coverage", maybe(code, figure.coverage)
    yield "doel:doubt", maybe(code, figure.doubt)
    yield "doel:isTotal", terms.boolean(True) if figure.is_total else None


def _compared(scope: Scope, figure: PrintedFigure, keys: Container[str]) -> Iterator[str]:
    for phase, year in figure.compared:
        key = replace(figure, phase=phase, year=year).key
        if key in keys:
            yield scope.node("figure", key)


def _reading(figure: PrintedFigure) -> Iterator[Pair]:
    reading = figure.reading
    yield "doel:verbatim", terms.string(reading.verbatim)
    yield "doel:footnoteMark", maybe(terms.string, reading.mark)
    yield "doel:columnLabel", maybe(terms.string, figure.column)
    if isinstance(reading, Missing):
        yield "doel:missingReason", code(reading.reason)
        yield "doel:possibleValue", maybe(terms.decimal, reading.possible)
        yield "doel:lowerBound", maybe(terms.decimal, reading.lower)
        yield "doel:upperBound", maybe(terms.decimal, reading.upper)
        numbers = reading.has_bounds or reading.possible is not None
        yield "doel:unitMult", terms.integer(figure.scale) if numbers else None
    else:
        yield "sdmx-measure:obsValue", terms.decimal(reading.value)
        yield "doel:precision", terms.decimal(reading.precision)
        yield "doel:unitMult", terms.integer(figure.scale)


def _of_its_kind(scope: Scope, figure: PrintedFigure) -> Iterator[Pair]:
    if isinstance(figure, DeviationFigure) and figure.deviation is not None:
        yield "doel:ofDeviation", terms.iri(scope.node("deviation", figure.deviation))
    if isinstance(figure, TableFigure):
        yield "doel:rowLabel", maybe(terms.string, figure.row_label)
    if isinstance(figure, TextFigure):
        yield "doel:counted", maybe(terms.text, figure.counted)
        yield "doel:per", maybe(code, figure.per)
        yield "doel:approximation", maybe(code, figure.approximation)
        yield "doel:partOfFigure", terms.iri(scope.node("figure", figure.part_of)) if figure.part_of else None
        yield from standing_in(scope, figure.stands_in)
