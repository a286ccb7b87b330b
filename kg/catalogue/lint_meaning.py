"""What a sum, a mean or a share of a stored query must decide, so that the wrong sum is hard to write.

A figure is of one kind, year, phase and document, and may be a total of others. A sum decides on each: by one value, or
by a group for each value. A constraint on a parameter that may be left out decides nothing, for its block goes then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rdflib.paths import AlternativePath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from kg.catalogue.model import StoredQuery
from kg.catalogue.parsed import Pattern, Select, leaves, nodes, plain, steps, variables
from kg.catalogue.traced import (
    Figure,
    about,
    classes_of,
    figures,
    flowing,
    is_one,
    kinds_of,
    mentions,
    of_document,
    tables_of,
)
from kg.vocabulary import CODE, curie, doel

_TYPE = curie("rdf:type")
_OF_MONEY = {
    CODE + one for one in ("expense", "revenue", "balance", "addition", "withdrawal", "reserve-movement", "result")
} | {doel(one) for one in ("BudgetFigure", "BalanceFigure", "ReserveFigure", "DeviationFigure")}
_OF_MONEY |= {CODE + one for one in ("budget-table", "reserve-table", "deviation-table")}
_IN_TEXT = {CODE + "text-value", doel("TextFigure")}
_NET = {CODE + one for one in ("balance", "result", "reserve-movement")}
_NET_NAME = re.compile(r"(?:^|_)(?:balance|saldo|net)(?:_|$)", re.IGNORECASE)
_RULES = {"kind": "kind", "year": "referenceYear", "phase": "phase", "unit": "unit"}
_SAID = {
    "kind": "constrains doel:kind to one, nor groups by it",
    "year": "constrains doel:referenceYear to one, nor groups by it",
    "phase": "constrains doel:phase to one, nor groups by it, and budget and account are added up",
    "document": "is within one document, nor groups by document, edition or table",
    "unit": "constrains doel:unit to one, nor groups by it",
}


def meaning(query: StoredQuery, read: Select) -> Iterator[tuple[str, str]]:
    """Say which sums, means, paths and shares decide too little."""
    optional = {parameter.name for parameter in query.parameters if not parameter.required}
    signs = any(URIRef(doel("signConvention")) in steps(p.predicate) for one in read.all() for p in one.patterns)
    for one in read.all():
        for aggregate in one.aggregates:
            yield from _paths(aggregate, one)
            if aggregate.name in ("Aggregate_Sum", "Aggregate_Avg"):
                yield from _sum(aggregate, one, signs, optional)
        yield from _shares(one)


def _sum(aggregate: CompValue, one: Select, signs: bool, optional: set[str]) -> Iterator[tuple[str, str]]:
    name = "SUM" if aggregate.name == "Aggregate_Sum" else "AVG"
    for figure in figures(one, aggregate.vars, ()):
        said = f"{name} over ?{figure.subject}"
        if aggregate.distinct == "DISTINCT":
            yield "distinct", f"{said}: {name}(DISTINCT …) takes two equal values for one; make the rows distinct"
        if figure.subject in one.grouped:
            continue
        yield from ((rule, f"{said}: {what}") for rule, what in _undecided(figure, aggregate, name, signs, optional))


def _undecided(
    figure: Figure, aggregate: CompValue, name: str, signs: bool, optional: set[str]
) -> Iterator[tuple[str, str]]:
    kinds = kinds_of(figure) | classes_of(figure) | tables_of(figure) | _named_kinds(aggregate, "=")
    of_deviation = any(True for _ in about(figure, "ofDeviation"))
    if kinds & _IN_TEXT or any(True for _ in about(figure, "standsIn")):
        wanted = [
            "document",
            "unit",
        ]  # what a text states has no kind and mostly no year; one amount may be part of another
        if not mentions(figure, "partOfFigure"):
            yield "total", "doel:partOfFigure is not mentioned, and an amount may be added to one that it is part of"
    elif (
        of_deviation
    ):  # changes that are proposed, all of them; the two sides add up where the signs are of good and bad
        wanted = ["year", "document"] if signs else ["kind", "year", "document"]
    else:
        of_money = bool(kinds & _OF_MONEY) or any(True for _ in about(figure, "phase"))  # only money has a phase
        wanted = ["kind", "year", "document", *(("phase",) if of_money else ()), *(("unit",) if not of_money else ())]
        if not _decides_totals(figure, aggregate):
            yield "total", "doel:isTotal is not mentioned, and totals may be added to their parts"
        if of_money and not mentions(figure, "unitMult"):
            yield "scale", "doel:unitMult is not mentioned, and euros and thousands may be added up"
    for rule in dict.fromkeys([*wanted, *(("unit",) if name == "AVG" else ())]):
        if not _is_decided(rule, figure, aggregate, optional):
            yield rule, f"nothing {_SAID[rule]}"


def _is_decided(rule: str, figure: Figure, aggregate: CompValue, optional: set[str]) -> bool:
    if rule == "document":
        names = of_document(figure)
    else:
        objects = [pattern.object for pattern in about(figure, _RULES[rule])]
        if any(not isinstance(one, Variable) for one in objects):
            return True
        names = {str(one) for one in objects}
    if names & variables(aggregate):  # SUM(IF(?kind = code:expense, …, 0))
        return True
    return any(is_one(name, figure.path, optional) for name in names)


def _decides_totals(figure: Figure, aggregate: CompValue) -> bool:
    """Whether totals are told apart: by doel:isTotal, or by the edition.

    A programme's total and the amounts of its policy areas are about two editions, of two classes.
    """
    if mentions(figure, "isTotal"):
        return True
    editions = {str(p.object) for p in about(figure, "aboutEdition") if p.predicate == URIRef(doel("aboutEdition"))}
    classes = {
        str(pattern.object)
        for one in figure.path
        for pattern in one.patterns
        if str(pattern.subject) in editions and str(pattern.predicate) == _TYPE
    }
    return bool(classes & variables(aggregate)) or any(is_one(name, figure.path[:1], set()) for name in editions)


def _paths(aggregate: CompValue, one: Select) -> Iterator[tuple[str, str]]:
    if aggregate.distinct == "DISTINCT" or aggregate.name in ("Aggregate_Min", "Aggregate_Max", "Aggregate_Sample"):
        return
    for pattern in _row_patterns(one):
        if pattern.role != "absent" and _multiplies(pattern.predicate):
            name = aggregate.name.removeprefix("Aggregate_").upper()
            yield "path", f"{name} without DISTINCT over a path with |, * or +: engines count its rows differently"
            return


def _row_patterns(one: Select) -> Iterator[Pattern]:
    """The patterns whose solutions are rows of a SELECT: its own and those of sub-selects that keep all rows."""
    yield from one.patterns
    for inner in one.inner:
        if not inner.is_grouped and inner.node.modifier != "DISTINCT":
            yield from _row_patterns(inner)


def _multiplies(path: Any) -> bool:
    if isinstance(path, SequencePath):
        return any(_multiplies(one) for one in path.args)
    if isinstance(path, MulPath):
        return str(path.mod) in "*+"
    return isinstance(path, AlternativePath) or (isinstance(path, Path) and _multiplies(getattr(path, "arg", None)))


def _shares(one: Select) -> Iterator[tuple[str, str]]:
    tops = [*(e for _, e in one.binds), *(e for _, e in one.columns if e is not None), *one.filters, one.node.having]
    for top in tops:
        for node, conditions in computed(top):
            for divisor in divisors_of(node):
                if is_net(one, divisor, conditions):
                    yield "share", f"a share of a balance or result says nothing: {shown(divisor)} is the divisor"


def computed(top: Any, conditions: tuple[Any, ...] = ()) -> Iterator[tuple[CompValue, tuple[Any, ...]]]:
    """The additions and multiplications in an expression, each with the conditions of the IFs that it stands in."""
    if isinstance(top, list | tuple):
        for part in top:
            yield from computed(part, conditions)
    if not isinstance(top, CompValue):
        return
    if top.name in ("AdditiveExpression", "MultiplicativeExpression") and top.op is not None:
        yield top, conditions
    within = (*conditions, top.arg1) if top.name == "Builtin_IF" else conditions
    for value in top.values():
        yield from computed(value, within)


def divisors_of(node: CompValue) -> list[Any]:
    """What a multiplication divides by."""
    return [by for sign, by in zip(node.op, node.other, strict=True) if sign == "/"]


def is_money(one: Select, expression: Any) -> bool:
    """Whether amounts of money flow into an expression."""
    return any((kinds_of(figure) | classes_of(figure)) & _OF_MONEY for figure in figures(one, expression, ()))


def is_net(one: Select, divisor: Any, conditions: tuple[Any, ...]) -> bool:
    """Whether a balance or a result flows into an expression that stands below some conditions."""
    divisor = plain(divisor)
    names, told = _flow(one, divisor, frozenset())
    if any(_NET_NAME.search(name) for name in names):
        return True
    told |= {kind for condition in conditions for kind in _named_kinds(condition, "=")}
    if told:
        return bool(told & _NET)
    denied = {kind for condition in conditions for kind in _named_kinds(condition, "!=")}
    return any((kinds_of(figure) - denied) & _NET for figure in figures(one, divisor, ()))


def _named_kinds(condition: Any, sign: str) -> set[str]:
    """The kinds of money that a condition says a variable is, or is not."""
    tests = (part for part in nodes(condition) if part.name == "RelationalExpression")
    found = {
        str(leaf) for test in tests if test.op in (sign, "IN" if sign == "=" else "NOT IN") for leaf in leaves(test)
    }
    return found & _OF_MONEY


def _flow(one: Select, expression: Any, seen: frozenset[Any]) -> tuple[set[str], set[str]]:
    """The variables that flow into an expression, and the kinds that its conditions name."""
    expression = plain(expression)
    names: set[str] = set()
    kinds: set[str] = set()
    parts: list[tuple[Select, Any]] = []
    if isinstance(expression, Variable):
        if (id(one), expression) in seen:
            return names, kinds
        names.add(str(expression))
        parts += [(one, bound) for name, bound in one.binds if name == str(expression)]
        parts += [
            (i, e if e is not None else expression) for i in one.inner for c, e in i.columns if c == str(expression)
        ]
    elif isinstance(expression, CompValue):
        if expression.name == "Builtin_IF":
            kinds |= _named_kinds(expression.arg1, "=")
        parts += [(one, part) for part in flowing(expression)]
    for where, part in parts:
        more = _flow(
            where, part, seen | {(id(one), expression if isinstance(expression, Variable) else id(expression))}
        )
        names |= more[0]
        kinds |= more[1]
    return names, kinds


def shown(divisor: Any) -> str:
    """The variables of an expression, to name it by."""
    names = sorted(variables(divisor))
    return ", ".join(f"?{name}" for name in names) or "it"
