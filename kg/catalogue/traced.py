"""The figures whose values flow into an expression of a query, and what the query says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rdflib.paths import MulPath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from kg.catalogue.parsed import Pattern, Select, leaves, nodes, plain, steps
from kg.vocabulary import curie, doel

_VALUE = curie("sdmx-measure:obsValue")
_TYPE = curie("rdf:type")
_TO_DOCUMENT = {
    doel(one)
    for one in (
        "aboutEdition", "inTable", "ofDeviation", "partOfEdition", "standsIn", "statedIn", "statedInPart",
        "partOfDocument",
    )
}  # fmt: skip


class Figure(NamedTuple):
    """A figure whose value is added up: its variable, and the SELECTs from the one that adds down to its own."""

    subject: str
    path: tuple[Select, ...]


def figures(
    one: Select, expression: Any, path: tuple[Select, ...], seen: frozenset[Any] = frozenset()
) -> Iterator[Figure]:
    """The figures whose values flow into an expression: through BIND, IF, arithmetic and sub-selects."""
    expression = plain(expression)
    if isinstance(expression, Variable):
        name = str(expression)
        if (id(one), name) not in seen:
            yield from _of_variable(one, name, (*path, one), seen | {(id(one), name)})
    elif isinstance(expression, CompValue):
        for part in flowing(expression):
            yield from figures(one, part, path, seen)


def _of_variable(one: Select, name: str, path: tuple[Select, ...], seen: frozenset[Any]) -> Iterator[Figure]:
    for pattern in one.patterns:
        if str(pattern.object) == name and isinstance(pattern.object, Variable) and pattern.role != "absent":
            last = steps(pattern.predicate)[-1]
            if isinstance(last, URIRef) and str(last) == _VALUE:
                yield Figure(str(pattern.subject), path)
    for bound, expression in one.binds:
        if bound == name:
            yield from figures(one, expression, path[:-1], seen)
    for inner in one.inner:
        for column, computed in inner.columns:
            if column == name:
                yield from figures(inner, computed if computed is not None else Variable(name), path, seen)


def flowing(node: CompValue) -> list[Any]:
    """The parts of an expression whose value becomes part of its own; conditions and tests do not."""
    if node.name == "Builtin_IF":
        return [node.arg2, node.arg3]
    if node.name == "RelationalExpression" and node.op is not None:
        return []
    if node.name in ("Builtin_BOUND", "Builtin_EXISTS", "Builtin_NOTEXISTS", "Aggregate_Count"):
        return []
    return [part for value in node.values() for part in (value if isinstance(value, list) else [value])]


def is_one(name: str, path: tuple[Select, ...], optional: set[str]) -> bool:
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


def about(figure: Figure, name: str) -> Iterator[Pattern]:
    """The patterns that state a property of a figure, in its own SELECT and those around that know it."""
    for pattern in _there(figure):
        if str(pattern.subject) == figure.subject and steps(pattern.predicate)[0] == URIRef(doel(name)):
            yield pattern


def _there(figure: Figure) -> list[Pattern]:
    """The patterns that hold where a figure is: those that must match; those of an OPTIONAL too where all of it is."""
    patterns = [pattern for one in figure.path for pattern in one.patterns if pattern.role != "absent"]
    must = [pattern for pattern in patterns if pattern.role != "optional"]
    return must if any(str(pattern.subject) == figure.subject for pattern in must) else patterns


def of_document(figure: Figure) -> set[str]:
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


def kinds_of(figure: Figure) -> set[str]:
    """The kinds that a query says a figure may be of."""
    return {one for pattern in about(figure, "kind") for one in _terms_of(pattern.object, figure.path)}


def tables_of(figure: Figure) -> set[str]:
    """The kinds of table that the query says a figure stands in."""
    tables = {pattern.object for pattern in about(figure, "inTable")}
    return {
        one
        for select in figure.path
        for pattern in select.patterns
        if pattern.subject in tables and str(pattern.predicate) == doel("tableKind")
        for one in _terms_of(pattern.object, figure.path)
    }


def classes_of(figure: Figure) -> set[str]:
    """The classes that a query says a figure may be of."""
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


def mentions(figure: Figure, name: str) -> bool:
    """Whether a property of our own stands anywhere about a figure, be it to leave figures out."""
    wanted = URIRef(doel(name))
    return any(wanted in steps(pattern.predicate) for one in figure.path for pattern in one.patterns)
