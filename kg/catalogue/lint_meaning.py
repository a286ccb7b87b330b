"""What a sum, a mean or a share of a stored query must decide, so that the wrong sum is hard to write.

A figure is of one kind, year, phase and document, and may be a total of others. A sum decides on each: by one value, or
by a group for each value. A constraint on a parameter that may be left out decides nothing, for its block goes then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rdflib.paths import AlternativePath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from kg.catalogue.model import StoredQuery
from kg.catalogue.parsed import Pattern, Select, leaves, nodes, plain, steps, variables
from kg.vocabulary import CODE, curie, doel

_VALUE = curie("sdmx-measure:obsValue")
_TYPE = curie("rdf:type")
_OF_MONEY = {
    CODE + one for one in ("expense", "revenue", "balance", "addition", "withdrawal", "reserve-movement", "result")
} | {doel(one) for one in ("BudgetFigure", "BalanceFigure", "ReserveFigure", "DeviationFigure")}
_OF_MONEY |= {CODE + one for one in ("budget-table", "reserve-table", "deviation-table")}
_IN_TEXT = {CODE + "text-value", doel("TextFigure")}
_NET = {CODE + one for one in ("balance", "result", "reserve-movement")}
_NET_NAME = re.compile(r"(?:^|_)(?:balance|saldo|net)(?:_|$)", re.IGNORECASE)
_TO_DOCUMENT = {
    doel(one)
    for one in ("aboutEdition", "inTable", "ofDeviation", "partOfEdition", "statedIn", "statedInPart", "partOfDocument")
}
_RULES = {"kind": "kind", "year": "referenceYear", "phase": "phase", "unit": "unit"}
_SAID = {
    "kind": "constrains doel:kind to one, nor groups by it",
    "year": "constrains doel:referenceYear to one, nor groups by it",
    "phase": "constrains doel:phase to one, nor groups by it, and budget and account are added up",
    "document": "is within one document, nor groups by document, edition or table",
    "unit": "constrains doel:unit to one, nor groups by it",
}


class _Figure(NamedTuple):
    """A figure whose value is added up: its variable, and the SELECTs from the one that adds down to its own."""

    subject: str
    path: tuple[Select, ...]


def meaning(query: StoredQuery, read: Select) -> Iterator[tuple[str, str]]:
    """Say which sums, means, paths and shares decide too little."""
    optional = {parameter.name for parameter in query.parameters if not parameter.required}
    for one in read.all():
        for aggregate in one.aggregates:
            yield from _paths(aggregate, one)
            if aggregate.name in ("Aggregate_Sum", "Aggregate_Avg"):
                yield from _sum(aggregate, one, optional)
        yield from _shares(one)


def _sum(aggregate: CompValue, one: Select, optional: set[str]) -> Iterator[tuple[str, str]]:
    name = "SUM" if aggregate.name == "Aggregate_Sum" else "AVG"
    for figure in _figures(one, aggregate.vars, ()):
        said = f"{name} over ?{figure.subject}"
        if aggregate.distinct == "DISTINCT":
            yield "distinct", f"{said}: {name}(DISTINCT …) takes two equal values for one; make the rows distinct"
        if figure.subject in one.grouped:
            continue
        kinds = _kinds(figure) | _classes(figure) | _tables(figure) | _named_kinds(aggregate, "=")
        wanted = ["kind", "document"] if kinds & _IN_TEXT else ["kind", "year", "document"]
        of_money = bool(kinds & _OF_MONEY) or any(True for _ in _about(figure, "phase"))  # only money has a phase
        if of_money:
            wanted.append("phase")
        if not of_money or name == "AVG":
            wanted.append("unit")
        for rule in wanted:
            if not _is_decided(rule, figure, aggregate, optional):
                yield rule, f"{said}: nothing {_SAID[rule]}"
        if not kinds & _IN_TEXT and not _decides_totals(figure, aggregate):
            yield "total", f"{said}: doel:isTotal is not mentioned, and totals may be added to their parts"
        if of_money and not _mentions(figure, "unitMult"):
            yield "scale", f"{said}: doel:unitMult is not mentioned, and euros and thousands may be added up"


def _figures(
    one: Select, expression: Any, path: tuple[Select, ...], seen: frozenset[Any] = frozenset()
) -> Iterator[_Figure]:
    """The figures whose values flow into an expression: through BIND, IF, arithmetic and sub-selects."""
    expression = plain(expression)
    if isinstance(expression, Variable):
        name = str(expression)
        if (id(one), name) not in seen:
            yield from _of_variable(one, name, (*path, one), seen | {(id(one), name)})
    elif isinstance(expression, CompValue):
        for part in _flowing(expression):
            yield from _figures(one, part, path, seen)


def _of_variable(one: Select, name: str, path: tuple[Select, ...], seen: frozenset[Any]) -> Iterator[_Figure]:
    for pattern in one.patterns:
        if str(pattern.object) == name and isinstance(pattern.object, Variable) and pattern.role != "absent":
            last = steps(pattern.predicate)[-1]
            if isinstance(last, URIRef) and str(last) == _VALUE:
                yield _Figure(str(pattern.subject), path)
    for bound, expression in one.binds:
        if bound == name:
            yield from _figures(one, expression, path[:-1], seen)
    for inner in one.inner:
        for column, computed in inner.columns:
            if column == name:
                yield from _figures(inner, computed if computed is not None else Variable(name), path, seen)


def _flowing(node: CompValue) -> list[Any]:
    """The parts of an expression whose value becomes part of its own; conditions and tests do not."""
    if node.name == "Builtin_IF":
        return [node.arg2, node.arg3]
    if node.name == "RelationalExpression" and node.op is not None:
        return []
    if node.name in ("Builtin_BOUND", "Builtin_EXISTS", "Builtin_NOTEXISTS", "Aggregate_Count"):
        return []
    return [part for value in node.values() for part in (value if isinstance(value, list) else [value])]


def _is_decided(rule: str, figure: _Figure, aggregate: CompValue, optional: set[str]) -> bool:
    if rule == "document":
        names = _of_document(figure)
    else:
        objects = [pattern.object for pattern in _about(figure, _RULES[rule])]
        if any(not isinstance(one, Variable) for one in objects):
            return True
        names = {str(one) for one in objects}
    if names & variables(aggregate):  # SUM(IF(?kind = code:expense, …, 0))
        return True
    return any(_is_one(name, figure.path, optional) for name in names)


def _is_one(name: str, path: tuple[Select, ...], optional: set[str]) -> bool:
    """Whether a variable has one value in each group of the outermost of some SELECTs."""
    if any(name in _fixed(one, optional) for one in path):
        return True
    last = len(path) - 1
    for depth, one in enumerate(path):
        handed = depth == last or all(name in {column for column, _ in inner.columns} for inner in path[depth + 1 :])
        if name in one.grouped and handed and depth == 0:
            return True
    return False


def _fixed(one: Select, optional: set[str]) -> set[str]:
    """Variables that have one value only: by a block VALUES of one row, or a FILTER that says so."""
    found = {
        name
        for block in one.inlines
        for name in block.variables
        if len(block.rows) == 1 and name not in optional and block.role != "absent"
    }
    equal = [pair for expression in one.filters for pair in _equal(expression)]
    found |= {name for name, other in equal if other is None}
    found |= {name for name, other in equal if other in found} | {
        other for name, other in equal if other and name in found
    }
    return found


def _equal(expression: Any) -> Iterator[tuple[str, str | None]]:
    """Equations of a filter: a variable and another, or None for a term."""
    expression = plain(expression)
    if not isinstance(expression, CompValue):
        return
    if expression.name == "ConditionalAndExpression":
        for part in (expression.expr, *expression.other):
            yield from _equal(part)
        return
    if expression.name != "RelationalExpression" or expression.op not in ("=", "IN"):
        return
    left, right = plain(expression.expr), plain(expression.other)
    if expression.op == "IN":
        right = plain(right[0]) if isinstance(right, list) and len(right) == 1 else expression
    if isinstance(right, Variable) and not isinstance(left, Variable):
        left, right = right, left
    if isinstance(left, Variable) and not isinstance(right, CompValue):
        yield str(left), str(right) if isinstance(right, Variable) else None


def _about(figure: _Figure, name: str) -> Iterator[Pattern]:
    """The patterns that state a property of a figure, in its own SELECT and those around that know it."""
    for pattern in _there(figure):
        if str(pattern.subject) == figure.subject and steps(pattern.predicate)[0] == URIRef(doel(name)):
            yield pattern


def _there(figure: _Figure) -> list[Pattern]:
    """The patterns that hold where a figure is: those that must match; those of an OPTIONAL too where all of it is."""
    patterns = [pattern for one in figure.path for pattern in one.patterns if pattern.role != "absent"]
    must = [pattern for pattern in patterns if pattern.role != "optional"]
    return must if any(str(pattern.subject) == figure.subject for pattern in must) else patterns


def _of_document(figure: _Figure) -> set[str]:
    """Variables of one document once known: the edition, table or deviation of a figure, its document, its graph."""
    known, found = {figure.subject}, set()
    patterns = _there(figure)
    while True:
        more = {
            str(pattern.object)
            for pattern in patterns
            if str(pattern.subject) in known and _leads(pattern.predicate) and isinstance(pattern.object, Variable)
        } - known
        if not more:
            break
        known |= more
        found |= more
    return found | {str(p.graph) for p in patterns if p.graph is not None and str(p.subject) in known}


def _leads(path: Any) -> bool:
    """Whether a path goes from a figure to its edition, table or document, by properties that have one value."""
    for step in steps(path):
        inner = step.path if isinstance(step, MulPath) else step
        if not (isinstance(inner, URIRef) and str(inner) in _TO_DOCUMENT):
            return False
    return True


def _kinds(figure: _Figure) -> set[str]:
    return {one for pattern in _about(figure, "kind") for one in _terms_of(pattern.object, figure.path)}


def _tables(figure: _Figure) -> set[str]:
    """The kinds of table that the query says a figure stands in."""
    tables = {pattern.object for pattern in _about(figure, "inTable")}
    return {
        one
        for select in figure.path
        for pattern in select.patterns
        if pattern.subject in tables and str(pattern.predicate) == doel("tableKind")
        for one in _terms_of(pattern.object, figure.path)
    }


def _classes(figure: _Figure) -> set[str]:
    return {
        one
        for select in figure.path
        for pattern in select.patterns
        if str(pattern.subject) == figure.subject and str(pattern.predicate) == _TYPE and pattern.role != "absent"
        for one in _terms_of(pattern.object, figure.path)
    }


def _terms_of(node: Any, path: tuple[Select, ...]) -> set[str]:
    """The IRIs that a variable is compared with or listed as; a term is itself."""
    if not isinstance(node, Variable):
        return {str(node)}
    found = set()
    for one in path:
        for expression in one.filters:
            for part in nodes(expression):
                if part.name == "RelationalExpression" and part.op in ("=", "IN") and plain(part.expr) == node:
                    found |= {str(leaf) for leaf in leaves(part.other) if isinstance(leaf, URIRef)}
        for block in one.inlines:
            if str(node) in block.variables:
                place = block.variables.index(str(node))
                found |= {str(row[place]) for row in block.rows if row[place] is not None}
    return found


def _mentions(figure: _Figure, name: str) -> bool:
    wanted = URIRef(doel(name))
    return any(wanted in steps(pattern.predicate) for one in figure.path for pattern in one.patterns)


def _decides_totals(figure: _Figure, aggregate: CompValue) -> bool:
    """Whether totals are told apart: by doel:isTotal, by a row of a deviation, which is none, or by the edition.

    A programme's total and the amounts of its policy areas are about two editions, of two classes.
    """
    if _mentions(figure, "isTotal") or any(True for _ in _about(figure, "ofDeviation")):
        return True
    editions = {str(p.object) for p in _about(figure, "aboutEdition") if p.predicate == URIRef(doel("aboutEdition"))}
    classes = {
        str(pattern.object)
        for one in figure.path
        for pattern in one.patterns
        if str(pattern.subject) in editions and str(pattern.predicate) == _TYPE
    }
    return bool(classes & variables(aggregate)) or any(_is_one(name, figure.path[:1], set()) for name in editions)


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
        for divisor, conditions in _divisors(top, ()):
            if _is_net(one, divisor, conditions):
                yield "share", f"a share of a balance or result says nothing: {_shown(divisor)} is the divisor"


def _divisors(top: Any, conditions: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The divisors of an expression, each with the conditions of the IFs that it stands in."""
    if isinstance(top, list | tuple):
        for part in top:
            yield from _divisors(part, conditions)
    if not isinstance(top, CompValue):
        return
    if top.name == "MultiplicativeExpression" and top.op is not None:
        yield from ((by, conditions) for sign, by in zip(top.op, top.other, strict=True) if sign == "/")
    within = (*conditions, top.arg1) if top.name == "Builtin_IF" else conditions
    for value in top.values():
        yield from _divisors(value, within)


def _is_net(one: Select, divisor: Any, conditions: tuple[Any, ...]) -> bool:
    divisor = plain(divisor)
    names, told = _flow(one, divisor, frozenset())
    if any(_NET_NAME.search(name) for name in names):
        return True
    told |= {kind for condition in conditions for kind in _named_kinds(condition, "=")}
    if told:
        return bool(told & _NET)
    denied = {kind for condition in conditions for kind in _named_kinds(condition, "!=")}
    return any((_kinds(figure) - denied) & _NET for figure in _figures(one, divisor, ()))


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
        parts += [(one, part) for part in _flowing(expression)]
    for where, part in parts:
        more = _flow(
            where, part, seen | {(id(one), expression if isinstance(expression, Variable) else id(expression))}
        )
        names |= more[0]
        kinds |= more[1]
    return names, kinds


def _shown(divisor: Any) -> str:
    names = sorted(variables(divisor))
    return ", ".join(f"?{name}" for name in names) or "it"
