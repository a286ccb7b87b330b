"""The axioms of an ontology, taken apart for forward chaining: what one triple entails by itself, and what joins do.

Made from the ontology alone: a changed axiom changes what follows. A construct that this cannot follow is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations
from typing import NamedTuple

from pyoxigraph import RdfFormat, parse

from kg.errors import NotSupported
from kg.resources import folder
from kg.vocabulary import PREFIXES

Triple = tuple[str, str, str]
"""A triple of terms as N-Triples writes them."""

FILES = ("doelenboom.ttl", "alignments.ttl")
"""The ontology, and its alignments: of those only what entails something, which links (rdfs:seeAlso, SKOS) do not."""

_RDF, _RDFS, _OWL = (f"<{PREFIXES[name]}" for name in ("rdf", "rdfs", "owl"))
BUILT_IN = (_RDF, _RDFS, _OWL, f"<{PREFIXES['xsd']}")
TYPE = f"{_RDF}type>"
_LITERAL = f"{_RDFS}Literal>"
NOTHING = f"{_OWL}Nothing>"
SAME_AS = f"{_OWL}sameAs>"
_FIRST, _REST, _NIL = f"{_RDF}first>", f"{_RDF}rest>", f"{_RDF}nil>"

_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_MARKS = ("TransitiveProperty", "SymmetricProperty", "AsymmetricProperty", "IrreflexiveProperty")
_TYPES = {f"{_OWL}{name}>" for name in ("Ontology", "Class", "AllDisjointClasses", *_PROPERTIES, *_MARKS)}
_AXIOMS = {f"{_RDFS}{name}>" for name in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    f"{_OWL}{name}>"
    for name in (
        "equivalentClass", "equivalentProperty", "inverseOf", "disjointWith", "propertyDisjointWith",
        "propertyChainAxiom", "members",
    )
}  # fmt: skip
_SAYS_NOTHING = {f"{_OWL}{name}>" for name in ("versionInfo", "versionIRI", "deprecated")}

Way = tuple[str, bool]
"""A property and whether a triple is turned round: what was its object is the subject."""


class Join(NamedTuple):
    """Of ``s first x`` and ``x second o`` follows ``s head o``."""

    first: str
    second: str
    head: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a triple with one property entails by itself: triples, and classes of its subject and its object."""

    ways: tuple[Way, ...] = ()
    domain: frozenset[str] = frozenset()
    range: frozenset[str] = frozenset()
    datatypes: frozenset[str] = frozenset()
    firsts: tuple[Join, ...] = ()
    """Joins of which such a triple is the first."""
    seconds: tuple[Join, ...] = ()
    is_head: bool = False
    """Whether such a triple can follow from others."""
    is_kept: bool = False
    """Whether such a triple must be known later on."""
    goes_on: bool = False
    """Whether more may follow than the classes of its subject."""


@dataclass(frozen=True)
class Axioms:
    """An ontology for the closure, in terms of N-Triples; ``terms`` are its classes and properties themselves."""

    plans: Mapping[str, Plan]
    above: Mapping[str, frozenset[str]]
    """The classes above a class, itself among them."""
    disjoint: frozenset[tuple[str, str]]
    disjoint_properties: frozenset[tuple[str, str]]
    asymmetric: frozenset[str]
    irreflexive: frozenset[str]
    terms: frozenset[str]
    triples: tuple[Triple, ...] = field(repr=False)
    """The axioms as they are written, for an engine that reads them itself."""

    def closed(self, classes: Iterable[str]) -> frozenset[str]:
        """Return classes with all above them."""
        return frozenset().union(*(self.above.get(one, {one}) for one in classes))


@cache
def our_axioms() -> Axioms:
    """Return the axioms of the ontology that ships, with those alignments that entail something."""
    texts = [(folder("ontology") / name).read_bytes() for name in FILES]
    return read_axioms(triple for text in texts for triple in turtle(text))


def turtle(text: bytes) -> Iterator[Triple]:
    """Read Turtle; only files that ship, never a document's or a user's."""
    for triple in parse(text, format=RdfFormat.TURTLE):
        yield str(triple.subject), str(triple.predicate), str(triple.object)


def read_axioms(triples: Iterable[Triple]) -> Axioms:
    """Take an ontology apart.

    Errors: NotSupported for a construct of OWL 2 that is not followed here (restrictions, keys, functional properties).

    >>> ours = read_axioms([
    ...     ("<urn:Goal>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>", "<urn:PolicyElement>"),
    ...     ("<urn:hasGoal>", "<http://www.w3.org/2000/01/rdf-schema#range>", "<urn:Goal>"),
    ... ])
    >>> sorted(ours.plans["<urn:hasGoal>"].range)
    ['<urn:Goal>', '<urn:PolicyElement>']
    """
    return _Reading(list(triples)).axioms()


class _Reading:
    """Reads an ontology: pairs by the name of their axiom, and lists."""

    def __init__(self, triples: list[Triple]) -> None:
        self.lists = {s: (p, o) for s, p, o in triples if p == _REST}
        self.firsts = {s: o for s, p, o in triples if p == _FIRST}
        self.axiom_triples = [triple for triple in triples if _is_axiom(triple)]
        self.pairs: dict[str, list[tuple[str, str]]] = {}
        for s, p, o in self.axiom_triples:
            self.pairs.setdefault(p, []).append((s, o))

    def of(self, name: str) -> list[tuple[str, str]]:
        """The pairs of an axiom, as ``owl:inverseOf``."""
        prefix, _, local = name.partition(":")
        return self.pairs.get(f"<{PREFIXES[prefix]}{local}>", [])

    def marked(self, mark: str) -> set[str]:
        """The properties with a mark, as ``TransitiveProperty``."""
        return {s for s, o in self.of("rdf:type") if o == f"{_OWL}{mark}>"}

    def items(self, cell: str) -> list[str]:
        """The members of a list."""
        found = []
        while cell != _NIL:
            found.append(self.firsts[cell])
            cell = self.lists[cell][1]
        return found

    def axioms(self) -> Axioms:
        ways = self._ways()
        joins = list(self._joins())
        above = _reachable([*self.of("rdfs:subClassOf"), *_both(self.of("owl:equivalentClass"))])
        terms = {s for s, _o in self.of("rdf:type")} | {
            term for p, pairs in self.pairs.items() if p != TYPE for pair in pairs for term in pair
        }
        partial = Axioms(
            plans={},
            above=above,
            disjoint=frozenset(_ordered([*self.of("owl:disjointWith"), *self._all_disjoint()])),
            disjoint_properties=frozenset(_ordered(self.of("owl:propertyDisjointWith"))),
            asymmetric=frozenset(self.marked("AsymmetricProperty")),
            irreflexive=frozenset(self.marked("IrreflexiveProperty")),
            terms=frozenset(term for term in terms if term.startswith("<")),
            triples=(*self.axiom_triples, *self._list_triples()),
        )
        properties = {*ways, *(other for of_one in ways.values() for other, _turned in of_one)}
        properties |= {*(name for join in joins for name in join), *(s for s, _o in self.of("rdfs:domain"))}
        properties |= {s for s, _o in self.of("rdfs:range")} | _checked(partial)
        if properties & {TYPE, SAME_AS}:
            raise NotSupported(f"the ontology has axioms about {TYPE} or {SAME_AS}; {_ADVICE}")
        all_ways = {way for of_one in ways.values() for way in of_one}
        plans = {name: self._plan(name, ways.get(name, ()), joins, partial, all_ways) for name in sorted(properties)}
        return replace(partial, plans=plans)

    def _plan(self, name: str, ways: tuple[Way, ...], joins: list[Join], axioms: Axioms, all_ways: Set[Way]) -> Plan:
        every = [(name, False), *ways]
        domains, ranges = self._by_property("rdfs:domain"), self._by_property("rdfs:range")
        at_subject = [c for p, turned in every for c in (ranges if turned else domains).get(p, ())]
        at_object = [c for p, turned in every for c in (domains if turned else ranges).get(p, ())]
        datatypes = frozenset(c for c in at_object if _is_datatype(c) and c != _LITERAL)
        classes = axioms.closed(c for c in at_object if not _is_datatype(c))
        firsts = tuple(join for join in joins if join.first == name)
        seconds = tuple(join for join in joins if join.second == name)
        is_head = name in {join.head for join in joins} or any((name, way) in all_ways for way in (True, False))
        is_kept = is_head or bool(firsts or seconds) or name in _checked(axioms)
        return Plan(
            ways=ways,
            domain=axioms.closed(at_subject),
            range=classes,
            datatypes=datatypes,
            firsts=firsts,
            seconds=seconds,
            is_head=is_head,
            is_kept=is_kept,
            goes_on=bool(is_kept or ways or classes or datatypes),
        )

    def _by_property(self, name: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for prop, kind in self.of(name):
            found.setdefault(prop, []).append(kind)
        return found

    def _ways(self) -> dict[str, tuple[Way, ...]]:
        """All that a triple is by itself as well: with properties above its own, inverse ones, and so on."""
        steps: dict[str, set[Way]] = {}
        short = [(self.items(cell)[0], head) for head, cell in self._chains() if len(self.items(cell)) == 1]
        pairs = [*self.of("rdfs:subPropertyOf"), *_both(self.of("owl:equivalentProperty")), *short]
        for lower, upper in pairs:
            steps.setdefault(lower, set()).add((upper, False))
        turned = [*_both(self.of("owl:inverseOf")), *((p, p) for p in self.marked("SymmetricProperty"))]
        for one, other in turned:
            steps.setdefault(one, set()).add((other, True))
        return {name: tuple(sorted(_followed(name, steps))) for name in steps}

    def _joins(self) -> Iterator[Join]:
        """Transitive properties and chains, of any length, as joins of two."""
        for name in sorted(self.marked("TransitiveProperty")):
            yield Join(name, name, name)
        for number, (head, cell) in enumerate(self._chains()):
            first, *others = self.items(cell)
            for place, second in enumerate(others, start=1):
                part = head if place == len(others) else f"chain {number} {place}"  # no term: it never leaves here
                yield Join(first, second, part)
                first = part

    def _chains(self) -> list[tuple[str, str]]:
        return sorted(self.of("owl:propertyChainAxiom"))

    def _all_disjoint(self) -> Iterator[tuple[str, str]]:
        for _node, cell in self.of("owl:members"):
            yield from combinations(self.items(cell), 2)

    def _list_triples(self) -> Iterator[Triple]:
        for cell, item in self.firsts.items():
            yield cell, _FIRST, item
        for cell, (prop, rest) in self.lists.items():
            yield cell, prop, rest


def _is_axiom(triple: Triple) -> bool:
    """Whether a triple of an ontology entails something. Errors: NotSupported where that cannot be followed."""
    s, p, o = triple
    if p in _AXIOMS or (p == TYPE and o in _TYPES):
        if s.startswith("_:") and p not in (TYPE, f"{_OWL}members>"):
            raise NotSupported(f"the ontology has {p} of a class or property without a name; {_ADVICE}")
        return True
    if p in _SAYS_NOTHING or p in (_FIRST, _REST):
        return False
    if p.startswith(_OWL) or (p == TYPE and o.startswith((_OWL, _RDFS))):
        raise NotSupported(f"the ontology has {p if p != TYPE else o}; {_ADVICE}")
    return False


_ADVICE = "inference does not follow that; say it with other axioms"


def _checked(axioms: Axioms) -> set[str]:
    """The properties of which two triples can contradict each other."""
    return {*axioms.asymmetric, *axioms.irreflexive, *(name for pair in axioms.disjoint_properties for name in pair)}


def _is_datatype(name: str) -> bool:
    return name.startswith(f"<{PREFIXES['xsd']}") or name in (_LITERAL, f"{_RDF}langString>")


def _followed(start: str, steps: Mapping[str, set[Way]]) -> set[Way]:
    """All that can be reached from a property; turned twice is not turned."""
    found: set[Way] = set()
    waiting = [(start, False)]
    while waiting:
        name, turned = waiting.pop()
        for other, turns in steps.get(name, ()):
            way = (other, turned != turns)
            if way not in found:
                found.add(way)
                waiting.append(way)
    return found - {(start, False)}


def _reachable(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    steps: dict[str, set[Way]] = {}
    for lower, upper in pairs:
        steps.setdefault(lower, set()).add((upper, False))
    return {name: frozenset({name, *(other for other, _ in _followed(name, steps))}) for name in steps}


def _both(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for one, other in pairs:
        yield one, other
        yield other, one


def _ordered(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for one, other in pairs:
        yield min(one, other), max(one, other)
