"""The inferred graphs of a built graph: what follows and is not said, by municipality, and what is of none alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple, Protocol

from kg.identifiers import inferred_graph
from kg.infer.axioms import Axioms, Triple, our_axioms
from kg.infer.clashes import Clash
from kg.infer.clock import Clock
from kg.infer.closure import Closure
from kg.infer.reference import closed_by_owlrl
from kg.terms import nquads

Named = tuple[str, list[str]]
"""A graph: its name, and its lines of N-Quads."""

_OF_ONE = re.compile(r"(?P<root>.+/)(?:document/[^/]+/part/[^/]+/graph|graph/register)")
_SHARED = (b"/graph/shared> .\n", b"/graph/codes> .\n")
_INFERRED = "/graph/inferred"


class Found(NamedTuple):
    """What follows, what was said of the same sort (it may follow from another graph), and what clashes."""

    inferred: Iterable[Triple]
    stated: Iterable[Triple]
    clashes: list[Clash]


class Engine(Protocol):
    """Closes what all municipalities share, and then a municipality at a time together with it."""

    def __init__(self, axioms: Axioms, clock: Clock) -> None: ...

    def shared(self, graphs: Iterable[list[str]]) -> Found:
        """Close the graphs that all share."""

    def municipality(self, graphs: Iterable[list[str]]) -> Found:
        """Close the graphs of a municipality with those that all share; return what these alone do not entail."""


class Rules:
    """Forward chaining by rules that are made of the ontology's axioms: the default."""

    def __init__(self, axioms: Axioms, clock: Clock) -> None:
        self._axioms, self._clock = axioms, clock
        self._below: Closure | None = None

    def shared(self, graphs: Iterable[list[str]]) -> Found:
        """Close the graphs that all share."""
        self._below = Closure(self._axioms, self._clock)
        return self._close(self._below, graphs)

    def municipality(self, graphs: Iterable[list[str]]) -> Found:
        """Close the graphs of a municipality over those that all share."""
        return self._close(Closure(self._axioms, self._clock, self._below), graphs)

    def _close(self, closure: Closure, graphs: Iterable[list[str]]) -> Found:
        for lines in graphs:
            closure.add(lines)
        return Found(closure.inferred(), closure.stated(), closure.clashes())


class Owlrl:
    """All rules of OWL 2 RL, by owlrl: the reference."""

    def __init__(self, axioms: Axioms, clock: Clock) -> None:
        self._axioms, self._clock = axioms, clock
        self._lines: list[str] = []
        self._known: set[Triple] = set()
        self._clashes: set[Clash] = set()

    def shared(self, graphs: Iterable[list[str]]) -> Found:
        """Close the graphs that all share."""
        self._lines = _triples(graphs)
        found = closed_by_owlrl(self._lines, self._axioms, self._clock)
        self._known, self._clashes = set(found.inferred), set(found.clashes)
        return Found(found.inferred, _parted(self._lines), found.clashes)

    def municipality(self, graphs: Iterable[list[str]]) -> Found:
        """Close the graphs of a municipality together with those that all share."""
        lines = _triples(graphs)
        found = closed_by_owlrl([*self._lines, *lines], self._axioms, self._clock)
        inferred = [triple for triple in found.inferred if triple not in self._known]
        return Found(inferred, _parted(lines), [clash for clash in found.clashes if clash not in self._clashes])


ENGINES: Mapping[str, type[Engine]] = {"rules": Rules, "owlrl": Owlrl}


def named_graphs(path: Path, lines: int | None = None) -> Iterator[Named]:
    """Read the N-Quads of a build a graph at a time, lines with their ends.

    Of its first ``lines``, where that is given: more may be written meanwhile.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from _by_graph(islice(file, lines))


def _by_graph(lines: Iterable[str]) -> Iterator[Named]:
    """Put together the lines that end with the same graph."""
    end, found = "nothing", list[str]()
    for line in lines:
        if not line.endswith(end):
            if found:
                yield end[2:-4], found
            end, found = line[line.rindex(" <") :], []
        found.append(line)
    if found:
        yield end[2:-4], found


def _of_all(path: Path) -> tuple[list[Named], int]:
    """The graphs that all share, and the number of lines of all graphs."""
    number, found = 0, []
    with path.open("rb") as file:
        for line in file:
            number += 1
            if line.endswith(_SHARED):
                found.append(line.decode())
    return list(_by_graph(found)), number


def is_inferred(name: str) -> bool:
    """Whether a graph holds what follows, and nothing that is said."""
    return name.endswith(_INFERRED)


def inferred_graphs(
    path: Path, clashes: list[Clash], *, engine: str = "rules", clock: Clock | None = None, axioms: Axioms | None = None
) -> Iterator[Named]:
    """Make the inferred graphs of the N-Quads of a build: by municipality, and last what is of none alone.

    Each with its name and its lines, sorted, without line ends; a graph in which nothing follows is left out. A triple
    belongs to a municipality where its subject or object is one of that municipality's nodes; what follows of nodes
    that all share stands in one graph, once. What clashes is added to ``clashes``. Errors: OutOfTime, and those of the
    engine.
    """
    closing = ENGINES[engine](axioms or our_axioms(), clock or Clock())
    of_all, number = _of_all(path)
    base = of_all[0][0].rpartition("graph/")[0] if of_all else ""
    everywhere = closing.shared(lines for _name, lines in of_all)
    clashes += everywhere.clashes
    shared, said = set(everywhere.inferred), set[Triple]()
    for root, graphs in groupby(named_graphs(path, number), key=lambda named: _root(named[0])):
        if not root:
            continue
        found = closing.municipality(lines for _name, lines in graphs)
        clashes += found.clashes
        own, others = _told_apart(found.inferred, root)
        shared |= others
        base = base or root[: root[:-1].rindex("/") + 1]
        said |= _told_apart(found.stated, root)[1]
        yield from _named(own, inferred_graph(root))
    yield from _named(shared - said, inferred_graph(base))


def _root(name: str) -> str:
    """How the names of a municipality begin, for the name of one of its graphs; empty for another graph."""
    match = _OF_ONE.fullmatch(name)
    return match["root"] if match else ""


def _told_apart(triples: Iterable[Triple], root: str) -> tuple[list[Triple], set[Triple]]:
    """Tell the triples about nodes of a municipality from the others."""
    mine = f"<{root}"
    own: list[Triple] = []
    others: set[Triple] = set()
    for triple in triples:
        if triple[0].startswith(mine) or triple[2].startswith(mine):
            own.append(triple)
        else:
            others.add(triple)
    return own, others


def _named(triples: Iterable[Triple], graph: str) -> Iterator[Named]:
    name = f"<{graph}>"
    if lines := nquads((s, p, o, name) for s, p, o in triples):
        yield graph, lines


def _triples(graphs: Iterable[list[str]]) -> list[str]:
    """Lines of N-Quads as lines of N-Triples."""
    return [f"{line[: line.rindex(' <')]} ." for lines in graphs for line in lines]


def _parted(lines: Iterable[str]) -> Iterator[Triple]:
    for line in lines:
        s, p, rest = line.split(" ", 2)
        yield s, p, rest.removesuffix(" .")
