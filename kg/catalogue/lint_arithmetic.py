"""What a stored query must not do with money: add a balance to its parts, or divide a total over things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Literal, Variable

from kg.catalogue.lint_meaning import computed, divisors_of, is_money, is_net, shown
from kg.catalogue.parsed import Select, plain
from kg.catalogue.traced import flowing

_SCALES = {1, 2, 10, 100, 1000, 1000000}
"""Divisors that turn a unit into another one, or halve a rounding."""


Conditions = tuple[Any, ...]


def arithmetic(read: Select) -> Iterator[tuple[str, str]]:
    """Say which additions mix a balance with its parts, and which divisions spread money or are shares of a balance."""
    for one in read.all():
        for top in (*(e for _, e in one.binds), *(e for _, e in one.columns if e is not None)):
            for node, conditions in computed(top):
                rule = _addition if node.name == "AdditiveExpression" else _division
                yield from rule(one, node, conditions)


def _addition(one: Select, node: CompValue, conditions: Conditions) -> Iterator[tuple[str, str]]:
    added = [node.expr, *(part for sign, part in zip(node.op, node.other, strict=True) if sign == "+")]
    money = [part for part in added if is_money(one, part)] if len(added) > 1 else []
    net = [part for part in money if is_net(one, part, conditions)] if len(money) > 1 else []
    if net and len(net) < len(money):
        yield "kind", f"a balance and its parts are added up: {shown(node)}"


def _division(one: Select, node: CompValue, conditions: Conditions) -> Iterator[tuple[str, str]]:
    divisors = divisors_of(node)
    parts = [node.expr, *(part for sign, part in zip(node.op, node.other, strict=True) if sign == "*")]
    money = [part for part in parts if is_money(one, part)] if divisors else []
    for divisor in divisors if money else ():
        if is_money(one, divisor) and any(is_net(one, part, conditions) for part in money):
            yield "share", f"a balance or result is no part of anything: {shown(node)}"
        if _is_number_of_things(one, divisor):
            yield "share", f"money is divided over things, which invents what each of them costs: {shown(node)}"


def _is_number_of_things(one: Select, divisor: Any) -> bool:
    divisor = plain(divisor)
    if isinstance(divisor, Literal):
        return divisor.value not in _SCALES
    return _is_counted(one, divisor, frozenset())


def _is_counted(one: Select, expression: Any, seen: frozenset[Any]) -> bool:
    """Whether a COUNT flows into an expression: through BIND, IF, arithmetic and sub-selects."""
    expression = plain(expression)
    if isinstance(expression, CompValue):
        parts = flowing(expression)
        return expression.name == "Aggregate_Count" or any(_is_counted(one, part, seen) for part in parts)
    if not isinstance(expression, Variable) or (id(one), expression) in seen:
        return False
    name, seen = str(expression), seen | {(id(one), expression)}
    return any(_is_counted(one, bound, seen) for other, bound in one.binds if other == name) or any(
        _is_counted(inner, expression if computed is None else computed, seen)
        for inner in one.inner
        for column, computed in inner.columns
        if column == name
    )
