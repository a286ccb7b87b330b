"""A query as rdflib reads it, taken apart: its SELECTs, what each matches, binds, filters and groups by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, URIRef, Variable

from kg.guard import check, parsed

Role = Literal["required", "optional", "union", "absent"]
Expression = Any
"""A variable, a term or a part of the parse tree of an expression."""


class Pattern(NamedTuple):
    """A triple pattern, with the graph it is asked in and how it takes part."""

    subject: Identifier
    predicate: Identifier | Path
    object: Identifier
    role: Role
    graph: Identifier | None = None


class Inline(NamedTuple):
    """A block VALUES: its variables and rows; None for UNDEF."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Identifier | None, ...], ...]
    role: Role


@dataclass(slots=True)
class Select:
    """A SELECT, the outermost or a sub-select, without what stands in its own sub-selects."""

    node: CompValue
    role: Role = "required"
    patterns: list[Pattern] = field(default_factory=list)
    binds: list[tuple[str, Expression]] = field(default_factory=list)
    filters: list[Expression] = field(default_factory=list)
    denied: list[Expression] = field(default_factory=list)
    """Filters of what must not be there."""
    inlines: list[Inline] = field(default_factory=list)
    inner: list[Select] = field(default_factory=list)

    @property
    def columns(self) -> list[tuple[str, Expression | None]]:
        """Its columns in order, each with the expression it is computed by; none for SELECT *."""
        found = self.node.projection or []
        return [(str(one.evar), one.expr) if one.evar is not None else (str(one.var), None) for one in found]

    @property
    def grouped(self) -> set[str]:
        """The variables it groups by."""
        clause = self.node.groupby
        conditions = clause.condition if clause is not None else []
        return {str(one.var if isinstance(one, CompValue) and one.var is not None else one) for one in conditions}

    @property
    def is_grouped(self) -> bool:
        """Whether its rows are groups."""
        return self.node.groupby is not None or any(True for _ in self.aggregates)

    @property
    def aggregates(self) -> Iterator[CompValue]:
        """The aggregates of its columns, HAVING and ORDER BY."""
        tops = [expression for _, expression in self.columns if expression is not None]
        for top in (*tops, self.node.having, self.node.orderby):
            yield from (node for node in nodes(top) if node.name.startswith("Aggregate_"))

    def all(self) -> Iterator[Select]:
        """It and all within."""
        yield self
        for one in self.inner:
            yield from one.all()


def select_of(text: str) -> Select:
    """Take a SELECT apart. Raises what ``kg.guard.check`` raises.

    >>> read = select_of("SELECT ?goal { ?goal a doel:Goal OPTIONAL { ?goal rdfs:label ?label } }")
    >>> [pattern.role for pattern in read.patterns], read.columns
    (['required', 'optional'], [('goal', None)])
    """
    return _select(parsed(check(text)), "required")


def nodes(top: object) -> Iterator[CompValue]:
    """All parts of a parse tree, the outer before the inner."""
    rest = [top]
    while rest:
        node = rest.pop()
        if isinstance(node, CompValue):
            yield node
            rest.extend(reversed(list(node.values())))
        elif _is_many(node):
            rest.extend(reversed(list(node)))  # type: ignore[call-overload]


def leaves(top: object) -> Iterator[Identifier]:
    """All variables and terms of a parse tree."""
    if isinstance(top, Identifier):
        yield top
    elif isinstance(top, CompValue):
        for value in top.values():
            yield from leaves(value)
    elif _is_many(top):
        for value in top:  # type: ignore[attr-defined]
            yield from leaves(value)


def variables(top: object) -> set[str]:
    """The names of all variables of a parse tree."""
    return {str(leaf) for leaf in leaves(top) if isinstance(leaf, Variable)}


def plain(expression: Expression) -> Expression:
    """An expression without the layers that hold nothing but one other.

    >>> plain(select_of("SELECT ?a { ?a ?b ?c BIND(?c AS ?d) }").binds[0][1])
    rdflib.term.Variable('c')
    """
    while isinstance(expression, CompValue) and expression.name.endswith("Expression") and set(expression) == {"expr"}:
        expression = expression.expr
    return expression


def predicates(path: Identifier | Path) -> Iterator[str]:
    """The predicates of a path."""
    if isinstance(path, URIRef):
        yield str(path)
    elif isinstance(path, InvPath):
        yield from predicates(path.arg)
    elif isinstance(path, MulPath):
        yield from predicates(path.path)
    elif isinstance(path, AlternativePath | SequencePath | NegatedPath):
        for one in path.args:
            yield from predicates(one)


def steps(path: Identifier | Path) -> list[Identifier | Path]:
    """The steps of a sequence; a single one is its own."""
    return list(path.args) if isinstance(path, SequencePath) else [path]


def _select(node: CompValue, role: Role) -> Select:
    read = Select(node, role)
    _walk(node.where, "required", None, read)
    if node.valuesClause:
        _inline(node.valuesClause, "required", read)
    return read


def _walk(group: CompValue, role: Role, graph: Identifier | None, into: Select) -> None:
    if group.name == "SubSelect":
        into.inner.append(_select(group, role))
        return
    for part in group.part or []:
        _part(part, role, graph, into)


def _part(part: CompValue, role: Role, graph: Identifier | None, into: Select) -> None:
    name = part.name
    if name == "TriplesBlock":
        into.patterns.extend(_patterns(part.triples, role, graph))
    elif name == "OptionalGraphPattern":
        _walk(part.graph, "absent" if role == "absent" else "optional", graph, into)
    elif name == "MinusGraphPattern":
        _walk(part.graph, "absent", graph, into)
    elif name == "GraphGraphPattern":
        _walk(part.graph, role, part.term, into)
    elif name == "GroupOrUnionGraphPattern":
        below: Role = "union" if len(part.graph) > 1 and role == "required" else role
        for one in part.graph:
            _walk(one, below, graph, into)
    elif name == "InlineData":
        _inline(part, role, into)
    elif name == "Bind":
        into.binds.append((str(part.var), part.expr))
        _exists(part.expr, graph, into)
    elif name == "Filter":
        (into.denied if role == "absent" else into.filters).append(part.expr)
        _exists(part.expr, graph, into)


def _exists(expression: Expression, graph: Identifier | None, into: Select) -> None:
    for node in nodes(expression):
        if node.name in ("Builtin_NOTEXISTS", "Builtin_EXISTS"):
            _walk(node.graph, "absent" if node.name == "Builtin_NOTEXISTS" else "required", graph, into)


def _patterns(blocks: Sequence[Sequence[Any]], role: Role, graph: Identifier | None) -> Iterator[Pattern]:
    for block in blocks:
        for start in range(0, len(block) - 2, 3):
            yield Pattern(block[start], block[start + 1], block[start + 2], role, graph)


def _inline(part: CompValue, role: Role, into: Select) -> None:
    names = tuple(str(one) for one in part.var or ())
    rows = (row if _is_many(row) else [row] for row in part.value or ())
    into.inlines.append(
        Inline(names, tuple(tuple(one if isinstance(one, Identifier) else None for one in row) for row in rows), role)
    )


def _is_many(node: object) -> bool:
    return not isinstance(node, str | Path) and hasattr(node, "__iter__")
