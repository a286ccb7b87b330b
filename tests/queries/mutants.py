"""Mutants of the data that no one wrote by hand: what a row rests on is altered in small ways, and what it does not.

Each operator is a way in which a reader could go wrong or a document could differ: a value, a year, a wording, a code,
a place in the tree, a doubt, the mark of a total, or the whole node gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.catalogue.ask import ask
from kg.catalogue.rows import Answer
from kg.vocabulary import PREFIXES, code, doel
from tests.queries.cases import Case, InMemory, written

VALUE = PREFIXES["sdmx-measure"] + "obsValue"
LABEL = PREFIXES["rdfs"] + "label"
NOTATION = PREFIXES["skos"] + "notation"
_MOST = 6
"""Nodes of an answer that are altered, spread over its rows."""

Change = tuple[list[Quad], list[Quad]]


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants of each operator changed the answer, of how many there were."""

    killed: dict[str, int]
    made: dict[str, int]

    @property
    def ratio(self) -> float:
        """The share that changed the answer."""
        return sum(self.killed.values()) / max(1, sum(self.made.values()))


def _with(store_quads: Iterable[Quad], prop: str, new: Callable[[Quad], Literal | None]) -> Change:
    old = [quad for quad in store_quads if quad.predicate.value == prop]
    changed = [(quad, new(quad)) for quad in old]
    return (
        [quad for quad, value in changed if value is not None],
        [Quad(quad.subject, quad.predicate, value, quad.graph_name) for quad, value in changed if value is not None],
    )


def _value(quads: list[Quad]) -> Change:
    return _with(quads, VALUE, lambda quad: _decimal(Decimal(_text(quad)) + 7))


def _sign(quads: list[Quad]) -> Change:
    return _with(quads, VALUE, lambda quad: _decimal(-Decimal(_text(quad))) if Decimal(_text(quad)) else None)


def _year(quads: list[Quad]) -> Change:
    return _with(quads, doel("referenceYear"), lambda quad: Literal(int(_text(quad)) + 40))


def _wording(quads: list[Quad]) -> Change:
    return _with(quads, LABEL, lambda quad: Literal(f"{_text(quad)} gewijzigd", language="nl"))


def _code(quads: list[Quad]) -> Change:
    return _with(quads, NOTATION, lambda quad: Literal(f"{_text(quad)}9"))


def _total(quads: list[Quad]) -> Change:
    """Of money alone: in a table of indicators nothing is a total."""
    removed = [quad for quad in quads if quad.predicate.value == doel("isTotal")]
    if removed or not any(quad.object == NamedNode(doel("BudgetFigure")) for quad in quads):
        return removed, []
    return [], [Quad(quads[0].subject, NamedNode(doel("isTotal")), Literal(True), quads[0].graph_name)]


def _doubt(quads: list[Quad]) -> Change:
    if not any(quad.predicate.value == VALUE for quad in quads):
        return [], []
    return [], [Quad(quads[0].subject, NamedNode(doel("doubt")), NamedNode(code("contradicted")), quads[0].graph_name)]


def _place(quads: list[Quad]) -> Change:
    return [quad for quad in quads if quad.predicate.value == doel("partOfEdition")], []


def _gone(quads: list[Quad]) -> Change:
    return quads, []


OPERATORS: dict[str, Callable[[list[Quad]], Change]] = {
    "value": _value,
    "sign": _sign,
    "year": _year,
    "wording": _wording,
    "code": _code,
    "total": _total,
    "doubt": _doubt,
    "place": _place,
    "gone": _gone,
}


def score(graph: InMemory, case: Case) -> Score:
    """Alter what the rows of a case rest on, one node in one way at a time, and count what changes the answer."""
    answer = ask(graph, case.query, case.given)
    before = written(answer)
    killed: dict[str, int] = {}
    made: dict[str, int] = {}
    for node in _spread(answer):
        quads = list(graph.store.quads_for_pattern(NamedNode(node), None, None))
        for name, operator in OPERATORS.items():
            removed, added = operator(quads)
            if not removed and not added:
                continue
            with_change(graph, removed, added)
            after = written(ask(graph, case.query, case.given))
            with_change(graph, added, removed)
            made[name] = made.get(name, 0) + 1
            killed[name] = killed.get(name, 0) + (before != after)
    return Score(killed, made)


def with_change(graph: InMemory, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
    """Take quads out of a graph and put others in."""
    for quad in removed:
        graph.store.remove(quad)
    for quad in added:
        graph.store.add(quad)


def other_figures(graph: InMemory, answer: Answer) -> Iterator[Change]:
    """The change of each figure that no row rests on: its value becomes another."""
    resting = {node for row in answer for node in row.evidence}
    for quad in list(graph.store.quads_for_pattern(None, NamedNode(VALUE), None)):
        if isinstance(quad.subject, NamedNode) and quad.subject.value not in resting:
            yield _value([quad])


def _spread(answer: Answer) -> list[str]:
    nodes = list(dict.fromkeys(node for row in answer for node in row.evidence))
    step = max(1, len(nodes) // _MOST)
    return nodes[::step][:_MOST]


def _text(quad: Quad) -> str:
    assert isinstance(quad.object, Literal)
    return quad.object.value


def _decimal(value: Decimal) -> Literal:
    return Literal(format(value, "f"), datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
