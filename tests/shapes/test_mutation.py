"""Every figure of the real money tables, wrong by as little as can be seen, is reported; wrong by less it is not.

Which sums a figure is in, and how far each may be off, is worked out here in Python, not by the shapes.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pyoxigraph as ox
import pytest

from kg.build.load import load_documents
from kg.build.run import corpus, graph_lines
from kg.findings import Finding, Severity
from kg.validate.document import Subject, check_document
from kg.validate.engines import ENGINES, Result
from kg.validate.shapeset import Shapes, load_shapes
from kg.vocabulary import CODE, DOEL, PREFIXES

RULES = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B12")
VALUE = PREFIXES["sdmx-measure"] + "obsValue"
MONEY = {"budget-table", "reserve-table", "deviation-table"}
TOLD = {
    *(DOEL + name for name in (
        "aboutEdition", "comparedWith", "deviationNumber", "doubt", "inTable", "isTotal", "kind", "missingReason",
        "ofDeviation", "partOfEdition", "phase", "precision", "referenceYear", "signConvention", "tableKind",
        "unitMult",
    )),
    PREFIXES["rdf"] + "type",
    VALUE,
}  # fmt: skip
PLACED = {DOEL + name for name in ("evidence", "inRendition", "start", "end", "line", "sha256")}

Triples = dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Figure:
    """A printed amount: what it is, and where it stands."""

    node: str
    table: str
    about: str
    kind: str
    phase: str
    year: int
    deviation: str
    total: bool
    value: int
    span: tuple[int, int]


@dataclass(frozen=True)
class Sum:
    """A total and the figures that make it, each with its sign; off by ``slack`` or more it is wrong."""

    total: Figure
    parts: tuple[tuple[int, Figure], ...]
    slack: Decimal

    @property
    def off(self) -> int:
        """How far the printed total is from the sum of its parts."""
        return self.total.value - sum(sign * part.value for sign, part in self.parts)

    def weight(self, figure: Figure) -> int:
        """How much the sum is further off when the figure grows by one."""
        if figure == self.total:
            return 1
        return -sum(sign for sign, part in self.parts if part == figure)


@dataclass(frozen=True)
class Mutant:
    """A figure with another value than the one printed; ``wrong`` says whether a sum cannot hold any more."""

    figure: Figure
    value: int
    wrong: bool

    def __str__(self) -> str:
        return f"{self.figure.node.rpartition('/figure/')[2]}: {self.figure.value} -> {self.value}"


# ---- The figures of the graph


@dataclass(frozen=True)
class Line:
    """A line of the graph, and the table of the figure that it is about (else none)."""

    text: str
    table: str
    placed: bool


@dataclass(frozen=True)
class Tables:
    """The money tables of one document: the lines of the graph that are about them, and their figures."""

    iri: str
    lines: list[Line]
    figures: tuple[Figure, ...]

    def judged(self, engine: str, mutant: Mutant | None = None) -> list[Finding]:
        """The violations of the document as it is, or with one value changed.

        A figure that is no total has no copy in another table, so then the others are left out: half the time. Where
        figures stand is for findings, not for engines.
        """
        lines = self.lines
        if mutant and not mutant.figure.total:
            lines = [line for line in lines if line.table in ("", mutant.figure.table)]
        told = [_changed(line.text, mutant) if mutant else line.text for line in lines if not line.placed]
        placed = [line.text for line in lines if line.placed]

        def lean(lines: list[str], shapes: Shapes) -> list[Result]:
            return ENGINES[engine](lines[: len(told)] + lines[len(told) + len(placed) :], shapes)

        found = check_document(Subject(told + placed, self.iri), arithmetic(), lean)
        return [finding for finding in found if finding.severity is Severity.VIOLATION]


def _changed(line: str, mutant: Mutant) -> str:
    start = f"<{mutant.figure.node}> <{VALUE}> "
    return f'{start}"{mutant.value}"^^<{PREFIXES["xsd"]}decimal> .' if line.startswith(start) else line


@cache
def documents() -> tuple[Tables, ...]:
    lines, _ = graph_lines(load_documents([corpus()]))
    nodes: Triples = defaultdict(lambda: defaultdict(list))
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for quad in ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode)
        nodes[quad.subject.value][quad.predicate.value].append(quad.object.value)
        said[quad.subject.value, quad.predicate.value].append(f"{quad.subject} {quad.predicate} {quad.object} .")
    tables = defaultdict(set)
    for node, about in nodes.items():
        if about.get(DOEL + "tableKind", [""])[0].removeprefix(CODE) in MONEY:
            tables[node.partition("/part/")[0]].add(node)
    return tuple(_tables(iri, tables[iri], nodes, said) for iri in sorted(tables))


def _tables(iri: str, tables: set[str], nodes: Triples, said: dict[tuple[str, str], list[str]]) -> Tables:
    inside = {node for node, about in nodes.items() if set(about.get(DOEL + "inTable", ())) & tables}
    around = {other for node in inside for values in nodes[node].values() for other in values if other in nodes}
    around |= {place for node in tables for place in nodes[node].get(DOEL + "evidence", [])}
    renditions = {node for place in around for node in nodes[place].get(DOEL + "inRendition", [])}
    kept = {node for node in inside | around | tables | renditions if node.startswith(iri)}
    figures = [_figure(node, nodes) for node in sorted(inside) if VALUE in nodes[node]]
    of = {figure.node: figure.table for figure in figures}
    of |= {place: of[node] for node in list(of) for place in nodes[node][DOEL + "evidence"]}
    lines = [
        Line(line, of.get(node, ""), name in PLACED)
        for (node, name), some in said.items()
        if node in kept and name in TOLD | PLACED
        for line in some
    ]
    return Tables(iri, lines, tuple(figures))


def _figure(node: str, nodes: Triples) -> Figure:
    about = nodes[node]

    def one(name: str) -> str:
        return about.get(DOEL + name, [""])[0]

    assert one("precision") == "1"
    assert not one("doubt")
    places = [nodes[place] for place in about[DOEL + "evidence"]]
    start, end = (min(int(place[DOEL + name][0]) for place in places) for name in ("start", "end"))
    return Figure(
        node,
        one("inTable"),
        one("aboutEdition"),
        one("kind").removeprefix(CODE),
        one("phase").removeprefix(CODE),
        int(one("referenceYear")),
        one("ofDeviation"),
        one("isTotal") == "true",
        int(about[VALUE][0]),
        (start, end),
    )


# ---- The oracle: the sums that a Leiden table holds (lasten plus, baten minus)


def sums(figures: tuple[Figure, ...]) -> list[Sum]:
    """List the sums of a document's money tables."""
    at = {(f.table, f.about, f.kind, f.phase, f.year): f for f in figures if not f.deviation}
    found = [*_deviations(figures)]
    for figure in at.values():
        found += [Sum(figure, parts, Decimal(len(parts) + 1) / 2) for parts in _parts(figure, at) if parts]
        copy = next((f for f in at.values() if f.table < figure.table and _same(f, figure)), None)
        if copy:
            found.append(Sum(figure, ((1, copy),), Decimal(1)))
    return found


def _parts(total: Figure, at: dict[tuple[str, str, str, str, int], Figure]) -> Iterator[tuple[tuple[int, Figure], ...]]:
    """The ways in which a figure is the sum of others of its table."""

    def other(**change: str) -> Figure | None:
        key = {"table": total.table, "about": total.about, "kind": total.kind, "phase": total.phase} | change
        return at.get((*key.values(), total.year))  # type: ignore[arg-type]

    ways = {
        "balance": (("expense", 1), ("revenue", 1)),
        "reserve-movement": (("addition", 1), ("withdrawal", 1)),
        "result": (("balance", 1), ("reserve-movement", 1)),
    }
    phases = {"revised": (("approved", 1), ("change", 1)), "difference": (("revised", 1), ("executed", -1))}
    if total.kind in ways:
        yield tuple((sign, part) for kind, sign in ways[total.kind] if (part := other(kind=kind)))
    if total.phase in phases:
        yield tuple((sign, part) for phase, sign in phases[total.phase] if (part := other(phase=phase)))
    if "/programme/" in total.about:
        column = (total.table, total.kind, total.phase, total.year)
        yield tuple((1, f) for f in at.values() if (f.table, f.kind, f.phase, f.year) == column and f != total)


def _same(one: Figure, other: Figure) -> bool:
    return (one.about, one.kind, one.phase, one.year) == (other.about, other.kind, other.phase, other.year)


def _deviations(figures: tuple[Figure, ...]) -> Iterator[Sum]:
    for total in figures:
        parts = [f for f in figures if f.table == total.table and f.deviation and f.year == total.year]
        if parts and not total.deviation:
            yield Sum(total, tuple((1, part) for part in parts), Decimal(len(parts) + 1) / 2)


def mutants(figures: tuple[Figure, ...]) -> Iterator[Mutant]:
    """Each figure, up and down: by the least that breaks one of its sums, and by the most that breaks none."""
    of = defaultdict(list)
    for each in sums(figures):
        for figure in (each.total, *(part for _, part in each.parts)):
            of[figure].append(each)
    for figure in figures:
        assert of[figure], f"{figure.node} is in no sum"
        for way in (1, -1):
            step = next(d for d in range(1, 100) if any(_broken(s, figure, way * d) for s in of[figure]))
            yield Mutant(figure, figure.value + way * step, wrong=True)
            if step > 1:
                yield Mutant(figure, figure.value + way * (step - 1), wrong=False)


def _broken(each: Sum, figure: Figure, change: int) -> bool:
    return abs(each.off + each.weight(figure) * change) >= each.slack


# ---- The shapes


@cache
def arithmetic() -> Shapes:
    return load_shapes().part(RULES)


def judge(tables: Tables, mutant: Mutant, engine: str) -> str:
    """Say what is wrong with the report of a mutant; empty where it is right."""
    found = tables.judged(engine, mutant)
    if not mutant.wrong:
        return f"{mutant}: allowed, but {found[0].message_en}" if found else ""
    if not found:
        return f"{mutant}: not reported"
    spans = {(place.span.start, place.span.end) for finding in found for place in finding.places if place.span}
    return "" if mutant.figure.span in spans else f"{mutant}: reported, but not at its place"


def test_the_real_tables_hold_the_sums_that_the_oracle_knows() -> None:
    found = [each for tables in documents() for each in sums(tables.figures)]
    copies = [each for each in found if each.slack == 1]
    deviations = [each for each in found if each.parts[0][1].deviation]
    rest = [each for each in found if each not in copies and each not in deviations]
    assert (len(rest), len(copies), len(deviations)) == (200, 18, 4)
    assert Counter(abs(each.off) for each in rest) == {0: 167, 1: 33}
    assert not any(each.off for each in copies + deviations)


def test_the_facts_tell_the_same_sums() -> None:
    """The 200 sums once more, from the figures that people copied from the paper."""
    off = Counter(abs(value) for value in _off_by_facts())
    assert off == {0: 167, 1: 33}


def _off_by_facts() -> Iterator[int]:
    budget = _facts("budget_lines", "subject")
    reserves = _facts("reserves", "reserve")
    columns = {column for _, _, column in budget}
    for table in (budget, reserves):
        for subject, side in {(subject, side) for subject, side, _ in table}:
            row = {column: table[subject, side, column] for column in columns}
            yield row["Begroting 2024 na wijziging"] - row["Begroting 2024"] - row["Wijziging Begroting"]
            yield row["Verschil 2024"] - row["Begroting 2024 na wijziging"] + row["Rekening 2024"]
    areas = {subject for subject, _, _ in budget} - {"Programma", "Reserves", "Resultaat"}
    assert len(areas) == 4
    for column in columns:
        for subject in (*areas, "Programma"):
            lasten, baten = (budget[subject, side, column] for side in ("lasten", "baten"))
            yield budget[subject, "saldo", column] - lasten - baten
        for side in ("lasten", "baten", "saldo"):
            yield budget["Programma", side, column] - sum(budget[area, side, column] for area in areas)
        moved = budget["Reserves", "mutaties", column]
        yield moved - budget["Reserves", "toevoeging", column] - budget["Reserves", "onttrekking", column]
        yield budget["Resultaat", "resultaat", column] - budget["Programma", "saldo", column] - moved
        names = {name for name, _, _ in reserves} - {"Totaal"}
        for name in (*names, "Totaal"):
            added, taken = (reserves[name, side, column] for side in ("toevoeging", "onttrekking"))
            yield reserves[name, "saldo", column] - added - taken
        for side in ("toevoeging", "onttrekking", "saldo"):
            yield reserves["Totaal", side, column] - sum(reserves[name, side, column] for name in names)


def _facts(name: str, subject: str) -> dict[tuple[str, str, str], int]:
    with (corpus() / "expected" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row[subject], row["side"], row["column"]): int(row["value_eur_thousands"]) for row in csv.DictReader(file)
        }


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
def test_the_real_documents_have_no_wrong_sum(engine: str) -> None:
    assert [finding.message_en for tables in documents() for finding in tables.judged(engine)] == []


@pytest.mark.slow
def test_each_figure_that_breaks_a_sum_is_reported_at_its_place_and_no_other_is() -> None:
    wrong = [judge(tables, mutant, "fast") for tables in documents() for mutant in mutants(tables.figures)]
    assert len(wrong) > 1_000
    assert [words for words in wrong if words] == []


def test_each_third_figure_that_breaks_a_sum_is_reported_at_its_place_and_no_other_is() -> None:
    wrong = [judge(tables, mutant, "fast") for tables in documents() for mutant in [*mutants(tables.figures)][::3]]
    assert len(wrong) > 300
    assert [words for words in wrong if words] == []


def test_the_default_engine_reports_the_same_of_a_sample() -> None:
    sample = [(tables, mutant) for tables in documents() for mutant in [*mutants(tables.figures)][::97]]
    assert [words for tables, mutant in sample if (words := judge(tables, mutant, "pyshacl"))] == []


@pytest.mark.slow
def test_the_default_engine_reports_the_same_of_all() -> None:
    every = [(tables, mutant) for tables in documents() for mutant in mutants(tables.figures)]
    assert [words for tables, mutant in every if (words := judge(tables, mutant, "pyshacl"))] == []
