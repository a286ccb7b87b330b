"""Two documents side by side: what is new, gone, reworded, moved; targets and amounts; and what cannot be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.describe import Facts, code_order
from kg.errors import NotSupported, QueryFailed
from kg.history.changes import Change, Changes
from kg.history.documents import Document, document_of, is_document
from kg.history.editions import Edition, Editions, Name, named_in, worded
from kg.history.sums import AmountPair, FigureMove, NotCompared, Paired, Sums
from kg.register.identity import LEVELS, VERSION
from kg.register.order import fiscal

_ORDER = [level.value for level in LEVELS]
_IN_A_PLACE = ("policy-area", "goal", "performance-target", "indicator")


@dataclass(frozen=True, slots=True)
class Compared:
    """An element and what changed of it from one document to the other."""

    element: Name
    change: Change


@dataclass(frozen=True, slots=True)
class Area:
    """A policy area, whether each document states its goal tree in full, and whether each prints indicators for it."""

    element: Name
    earlier: bool
    later: bool
    earlier_indicators: bool
    later_indicators: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that lies between two documents, ``earlier`` the first in the order of fiscal years.

    What they state for one year (``restated``, ``money_moved``, ``targets`` that are changed) follows the order in
    which they were drawn up; each figure names its document. Elements are named as in the later document.

    ``changes`` leaves out what stayed as it was (``unchanged`` counts it) and what waits for a person (``proposals``).
    """

    earlier: Document
    later: Document
    areas: tuple[Area, ...]
    changes: tuple[Compared, ...]
    proposals: tuple[Compared, ...]
    unchanged: int
    targets: tuple[FigureMove, ...]
    restated: tuple[FigureMove, ...]
    money_moved: tuple[FigureMove, ...]
    amounts: tuple[AmountPair, ...]
    not_compared: tuple[NotCompared, ...]


def compare(facts: Facts, document_a: str, document_b: str) -> Comparison:
    """Compare two documents (their IRIs) of one municipality, in the order of fiscal years whichever is named first.

    New and gone are said only between documents that both state in full the place where an element stands; of
    indicators and performance targets only where the other document prints any there. Raises QueryFailed for what is no
    document or twice the same one, and NotSupported for documents of two municipalities.
    """
    for iri in (document_a, document_b):
        if not is_document(facts, iri):
            raise QueryFailed(f"{iri} is no document of this graph")
    found = [document_of(facts, iri) for iri in (document_a, document_b)]
    if found[0].iri == found[1].iri:
        raise QueryFailed(f"{found[0].name} is named twice; name two documents")
    if found[0].municipality != found[1].municipality:
        names = " and ".join(document.iri for document in found)
        raise NotSupported(f"{names} are of two municipalities; only documents of one are compared")
    earlier, later = sorted(found, key=fiscal)
    return _Comparison(Editions(facts), earlier, later).made()


@dataclass
class _Comparison:
    editions: Editions
    earlier: Document
    later: Document
    before: dict[str, list[Edition]] = field(default_factory=dict)
    after: dict[str, list[Edition]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.changes = Changes(self.editions)
        for document, groups in ((self.earlier, self.before), (self.later, self.after)):
            for edition in self.editions.stated_in(document.iri):
                groups.setdefault(edition.element, []).append(edition)
            for group in groups.values():
                group.sort(key=lambda one: one.part)

    def made(self) -> Comparison:
        both = self._sorted(self.before.keys() & self.after.keys())
        pairs = [Compared(self._name(one), self._between(one)) for one in both]
        proposals = list(self._proposals())
        lone = [*self._lone(), *self._replaced()]
        redefined = {one.element.iri for one in pairs if "redefined" in one.change.kinds}
        sums = Sums(
            self.earlier,
            self.later,
            [self._paired(element, redefined) for element in self._all()],
            self.editions,
        )
        changed = [one for one in pairs if one.change.kinds != ("unchanged",)]
        return Comparison(
            earlier=self.earlier,
            later=self.later,
            areas=tuple(self._areas()),
            changes=tuple(sorted([*changed, *lone], key=_compared_order)),
            proposals=tuple(sorted(proposals, key=_compared_order)),
            unchanged=len(pairs) - len(changed),
            targets=tuple(sums.targets),
            restated=tuple(sums.restated),
            money_moved=tuple(sums.money_moved),
            amounts=tuple(sums.amounts),
            not_compared=(*self._unknown(), *sums.not_compared),
        )

    def _paired(self, element: str, redefined: set[str]) -> Paired:
        name = self._name(element)
        before, after = self.before.get(element, []), self.after.get(element, [])
        is_other = name.level == "indicator" and element in redefined
        former = next((one.known_code for one in before if one.known_code), "")
        return Paired(name, before, after, is_other, former if after and former != name.code else "")

    def _name(self, element: str) -> Name:
        """An element as the later of the two documents names it; where it has no code or words there, the earlier."""
        groups = (self.after.get(element, []), self.before.get(element, []))
        return named_in(groups, self.editions.name(element))

    def _all(self) -> list[str]:
        return self._sorted(self.before.keys() | self.after.keys())

    def _sorted(self, elements: Iterable[str]) -> list[str]:
        return sorted(elements, key=lambda iri: _name_order(self._name(iri)))

    def _between(self, element: str) -> Change:
        return self.changes.between(worded(self.before[element]), worded(self.after[element]))

    def _areas(self) -> Iterator[Area]:
        for element in self._all():
            name = self._name(element)
            if name.level == "policy-area":
                yield Area(
                    name,
                    *(self.editions.covers(one, "goal", element) for one in (self.earlier, self.later)),
                    *(self.editions.covers(one, "indicator", element) for one in (self.earlier, self.later)),
                )

    # ---- What stands in one of the two

    def _sides(self) -> Iterator[tuple[str, Edition, Document, bool]]:
        """What one document states and the other does not: element, edition, the other document, whether it is gone."""
        for element in self._sorted(self.before.keys() ^ self.after.keys()):
            gone = element in self.before
            edition = worded((self.before if gone else self.after)[element])
            yield element, edition, self.later if gone else self.earlier, gone

    def _lone(self) -> Iterator[Compared]:
        """What is new or gone: the other document states its place in full, and no person must decide about it."""
        for element, edition, other, gone in self._sides():
            if self._is_covered(edition, other) and not self._is_undecided(element, gone=gone):
                side = self.changes.side(edition)
                rule = "not-stated-any-more" if gone else "not-stated-before"
                yield Compared(
                    self._name(element),
                    Change(
                        kinds=("dropped",) if gone else ("new",),
                        status="taken",
                        decided_by=f"{rule} {VERSION}",
                        reason="",
                        similarity=None,
                        earlier=side if gone else None,
                        later=None if gone else side,
                        compared=other,
                    ),
                )

    def _is_covered(self, edition: Edition, other: Document) -> bool:
        place = self.editions.place(edition)
        return bool(place) and self.editions.covers(other, edition.level, place)

    def _is_undecided(self, element: str, *, gone: bool) -> bool:
        """Whether a person must decide, or decided, if something in the other document goes on with an element."""
        waiting = [*self.changes.proposals(element), *self.changes.replaced(element)]
        return any(self._lies_between(one) and element == _side_of(one, gone=gone) for one in waiting)

    def _lies_between(self, change: Change) -> bool:
        """Whether a change leads from an element of the earlier document to one of the later."""
        return bool(
            change.earlier
            and change.later
            and change.earlier.element in self.before
            and change.later.element in self.after
        )

    def _proposals(self) -> Iterator[Compared]:
        yield from self._told(self.changes.proposals)

    def _replaced(self) -> Iterator[Compared]:
        yield from self._told(self.changes.replaced)

    def _told(self, asked: Callable[[str], list[Change]]) -> Iterator[Compared]:
        found = {one for element in self._all() for one in asked(element) if self._lies_between(one)}
        for change in found:
            if change.later:
                yield Compared(self._name(change.later.element), change)

    # ---- What cannot be told

    def _unknown(self) -> Iterator[NotCompared]:
        """What one document states and the other leaves open, by policy area, level and reason."""
        found: dict[tuple[str, str, str], tuple[dict[Name, None], int]] = {}
        for _element, edition, other, _gone in self._sides():
            if self._is_covered(edition, other):
                continue
            reason, area = self._why(edition, other)
            areas, count = found.get((edition.level, other.iri, reason), ({}, 0))
            areas.update({area: None} if area else {})
            found[edition.level, other.iri, reason] = (areas, count + 1)
        for (level, document, reason), (areas, count) in found.items():
            which = self.earlier if document == self.earlier.iri else self.later
            yield NotCompared(level, reason, which, tuple(areas), count)

    def _why(self, edition: Edition, other: Document) -> tuple[str, Name | None]:
        place = self.editions.place(edition)
        area = self._name(place) if place else None
        groups = self.before if other.iri == self.earlier.iri else self.after
        if edition.level not in _IN_A_PLACE:
            printed = any(one.level == edition.level for group in groups.values() for one in group)
            return ("not-known-in-full" if printed else "none-printed"), area
        if edition.level != "policy-area" and place and self.editions.covers(other, "goal", place):
            return "none-printed", area
        return "tree-not-stated", area


def _side_of(change: Change, *, gone: bool) -> str:
    side = change.earlier if gone else change.later
    return side.element if side else ""


def _name_order(name: Name) -> tuple[object, ...]:
    return (_ORDER.index(name.level) if name.level in _ORDER else len(_ORDER), code_order(name.code), name.iri)


def _compared_order(one: Compared) -> tuple[object, ...]:
    sides = [side.edition for side in (one.change.earlier, one.change.later) if side]
    return (*_name_order(one.element), one.change.kinds, *sides)
