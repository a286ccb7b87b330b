"""Forward chaining by the axioms of an ontology: each triple is looked at once, and each that follows once.

What one triple entails by itself was worked out beforehand (``Plan``), so that only chains and transitive properties
look for other triples. Time and memory grow with the triples that are given and those that follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.errors import NotSupported
from kg.infer.axioms import SAME_AS, TYPE, Axioms, Plan, Triple
from kg.infer.clashes import Clash, clashing
from kg.infer.clock import Clock
from kg.infer.useful import UNSAID
from kg.infer.values import fits

_EVERY = 1 << 12
"""Triples between two looks at the clock."""
_NONE: frozenset[str] = frozenset()
Pairs = set[tuple[str, str]]


class Closure:
    """All that follows from the triples that were added, and from those of ``below``, which is no longer added to."""

    def __init__(self, axioms: Axioms, clock: Clock, below: Closure | None = None) -> None:
        self._axioms = axioms
        self._clock = clock
        self._below = below
        self._types: dict[str, frozenset[str]] = {}
        self._stated_types: dict[str, frozenset[str]] = {}
        self._grown: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}
        self._pairs: dict[str, Pairs] = {name: set() for name, plan in axioms.plans.items() if plan.is_kept}
        self._stated: dict[str, Pairs] = {name: set() for name, plan in axioms.plans.items() if plan.is_head}
        joined = {name for plan in axioms.plans.values() for join in plan.firsts for name in join[:2]}
        self._objects: dict[str, dict[str, list[str]]] = {name: {} for name in joined}
        self._subjects: dict[str, dict[str, list[str]]] = {name: {} for name in joined}
        self._unfit: set[Triple] = set()
        self._closed: dict[str, frozenset[str]] = {}
        self._steps = 0

    def add(self, lines: Sequence[str]) -> None:
        """Add the N-Quads lines of one graph. Errors: OutOfTime, NotSupported for ``owl:sameAs``."""
        for start in range(0, len(lines), _EVERY):
            self._clock.left()
            self._add(lines[start : start + _EVERY])

    def _add(self, lines: Sequence[str]) -> None:
        after = len(lines[0]) - lines[0].rindex(" <")  # where the graph and the full stop stand
        plans, terms, types = self._axioms.plans, self._axioms.terms, self._types
        for line in lines:
            s, p, rest = line.split(" ", 2)
            plan = plans.get(p)
            if plan is not None:
                if not plan.domain <= types.get(s, _NONE):
                    self._classify(s, plan.domain)
                if plan.goes_on:
                    self._add_triple(s, p, rest[:-after], plan)
            elif p == TYPE and s not in terms:
                kind = rest[:-after]
                stated = self._stated_types
                stated[s] = self._union(stated.get(s, _NONE), frozenset((kind,)))
                self._classify(s, self._above(kind))
            elif p == SAME_AS:
                raise NotSupported(f"the graph says {SAME_AS} of {s}; use the engine owlrl")

    def _add_triple(self, s: str, p: str, o: str, plan: Plan) -> None:
        if plan.is_head:
            self._stated[p].add((s, o))
        if plan.is_kept and not self._know(p, s, o):
            return
        self._follow(s, p, o, plan)
        if plan.firsts or plan.seconds or plan.ways:
            self._chain(s, p, o, plan)

    def _follow(self, s: str, p: str, o: str, plan: Plan) -> None:
        """Classify both ends of a triple."""
        if not plan.domain <= self._types.get(s, _NONE):
            self._classify(s, plan.domain)
        if o[0] == '"':
            for datatype in plan.datatypes:
                if not fits(o, datatype):
                    self._unfit.add((s, p, o))
        elif not plan.range <= self._types.get(o, _NONE):
            self._classify(o, plan.range)

    def _chain(self, s: str, p: str, o: str, plan: Plan) -> None:
        """Follow a new triple wherever it leads, and what is new there again."""
        waiting = [(s, p, o, plan)]
        while waiting:
            s, p, o, plan = waiting.pop()
            self._steps += 1
            if not self._steps % _EVERY:
                self._clock.left()
            found = [(o, q, s) if turned else (s, q, o) for q, turned in plan.ways]
            for join in plan.firsts:
                found += [(s, join.head, end) for end in self._at(join.second, o, ahead=True)]
            for join in plan.seconds:
                found += [(start, join.head, o) for start in self._at(join.first, s, ahead=False)]
            for a, q, b in found:
                if self._know(q, a, b):
                    other = self._axioms.plans[q]
                    self._follow(a, q, b, other)
                    waiting.append((a, q, b, other))

    def _know(self, p: str, s: str, o: str) -> bool:
        """Take note of a triple; return whether it is new."""
        pairs, pair = self._pairs[p], (s, o)
        if pair in pairs or (self._below is not None and pair in self._below._pairs[p]):
            return False
        pairs.add(pair)
        if p in self._objects:
            self._objects[p].setdefault(s, []).append(o)
            self._subjects[p].setdefault(o, []).append(s)
        return True

    def _at(self, p: str, node: str, *, ahead: bool) -> Iterator[str]:
        """The objects (ahead) or subjects that a node has by a property."""
        layer: Closure | None = self
        while layer is not None:
            yield from (layer._objects if ahead else layer._subjects)[p].get(node, ())
            layer = layer._below

    def _classify(self, node: str, classes: frozenset[str]) -> None:
        have = self._types.get(node)
        if have is None:
            have = self._below._types.get(node, _NONE) if self._below else _NONE
        if not classes <= have or node not in self._types:
            self._types[node] = self._union(have, classes)

    def _union(self, have: frozenset[str], more: frozenset[str]) -> frozenset[str]:
        """Unite two sets of classes; equal sets are one object, for there are few and many nodes."""
        found = self._grown.get((have, more))
        if found is None:
            both = have | more
            found = self._grown[have, more] = self._grown.setdefault((both, _NONE), both)
        return found

    def _above(self, kind: str) -> frozenset[str]:
        found = self._closed.get(kind)
        if found is None:
            found = self._closed[kind] = self._axioms.closed((kind,))
        return found

    def inferred(self) -> Iterator[Triple]:
        """Yield what follows and was not added, without what is true of everything and literals as subjects."""
        for node, classes in self._types.items():
            if not node.startswith("<") or node in self._axioms.terms:
                continue
            known = self._stated_types.get(node, _NONE)
            known |= self._below._types.get(node, _NONE) if self._below else _NONE
            for kind in classes - known:
                if kind not in UNSAID:
                    yield node, TYPE, kind
        for name, stated in self._stated.items():
            if name.startswith("<"):
                for s, o in self._pairs[name] - stated:
                    if s.startswith("<") and not o.startswith("_:") and s not in self._axioms.terms:
                        yield s, name, o

    def stated(self) -> Iterator[Triple]:
        """Yield of what was added that which could also follow."""
        for node, classes in self._stated_types.items():
            for kind in classes:
                yield node, TYPE, kind
        for name, pairs in self._stated.items():
            for s, o in pairs:
                yield s, name, o

    def clashes(self) -> list[Clash]:
        """Return what cannot all be true, in the order of nodes."""
        unfit = {Clash(s, "value", (p, o)) for s, p, o in self._unfit}
        return sorted({*unfit, *clashing(self._types, self._pairs, self._axioms)})
