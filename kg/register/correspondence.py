"""How an edition relates to the one before it: what changed, on what evidence, and who decided that."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise, zip_longest

from kg.domain import Level
from kg.register.changes import PIECES, changed
from kg.register.element import Element
from kg.register.identity import VERSION, Identities, Proposal
from kg.register.ledger import Ledger
from kg.register.looks import Looks, name_of
from kg.register.order import Fiscal, Stated, fiscal
from kg.register.outline import Outline
from kg.register.sources import Sources
from kg.register.wording import similarity


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Two editions and what lies between them; ``earlier`` is None for what is new, ``later`` for what was dropped.

    ``compared`` is then the document in which the other side is absent. ``changes`` are codes of the list change,
    ``status`` of decision-status. ``similarity`` is of the labels, 0 to 100.
    """

    level: Level
    earlier: Stated | None
    later: Stated | None
    changes: tuple[str, ...]
    status: str
    decided_by: str
    similarity: Decimal | None = None
    compared: Outline | None = None
    reason: str = ""


def correspondences(
    found: Identities, ledger: Ledger, documents: Sequence[Outline], sources: Sources
) -> list[Correspondence]:
    """List all correspondences of a municipality: between consecutive documents in the order of fiscal years.

    An undated document comes before none. New and dropped are said only between documents that both state in full the
    place where the element stood; neither is said of what a person must still decide.
    """
    history = _History(found, ledger, documents, sources)
    return [*history.between(), *history.proposed(), *history.rejected(), *history.replaced()]


def open_proposals(found: Identities, ledger: Ledger) -> list[Proposal]:
    """The proposals that no reviewer decided by a replacement of one element by the other."""
    decided = {(row.subject, row.object) for row in ledger.replaced}
    of = found.places.of
    return [
        one
        for one in found.proposals
        if one.later.iri not in of or (one.element.name, of[one.later.iri].name) not in decided
    ]


class _History:
    def __init__(self, found: Identities, ledger: Ledger, documents: Sequence[Outline], sources: Sources) -> None:
        self.found = found
        self.ledger = ledger
        self.documents = {document.iri: document for document in documents}
        self.elements = {element.name: element for element in found.elements}
        self.open_earlier = {one.iri for proposal in found.proposals for one in proposal.element.editions}
        later = [found.places.of[one.later.iri] for one in found.proposals if one.later.iri in found.places.of]
        self.open_later = {one.iri for element in later for one in element.editions}
        self.doubtful = {(name_of(proposal.element), proposal.later.iri) for proposal in found.proposals}
        self.looks = Looks(found.places, sources)
        for row in ledger.replaced:
            ends = [self.elements[name] for name in (row.subject, row.object) if name in self.elements]
            if len(ends) == 2:
                self.open_earlier |= {one.iri for one in ends[0].editions}
                self.open_later |= {one.iri for one in ends[1].editions}
        self.covering: dict[tuple[Level, tuple[Level, str]], list[Fiscal]] = {}
        for document, level, place in found.places.covering():
            if self.documents[document].year is not None:
                self.covering.setdefault((level, place), []).append(fiscal(self.documents[document]))
        for stands in self.covering.values():
            stands.sort()

    def between(self) -> Iterator[Correspondence]:
        for element in self.found.elements:
            groups = by_document(element)
            for earlier, later in pairwise(groups):
                for one in later:
                    yield self._pair(_worded(earlier), one)
            yield from self._appeared(element, groups)
            yield from self._gone(element, groups)

    def _pair(self, earlier: Stated, later: Stated) -> Correspondence:
        row = self.ledger.taken.get(later.iri) or self.ledger.taken.get(earlier.iri)
        return Correspondence(
            level=later.edition.level,
            earlier=earlier,
            later=later,
            changes=self._changed(earlier, later),
            status="confirmed" if row else "taken",
            decided_by=row.author if row else _rule(self.found.rules[_younger(earlier, later).iri]),
            similarity=_similarity(earlier, later),
            reason=row.comment if row else "",
        )

    def _appeared(self, element: Element, groups: Sequence[Sequence[Stated]]) -> Iterator[Correspondence]:
        """What stands for the first time where an earlier document stated all that was there."""
        if not groups or any(one.iri in self.open_later for one in groups[0]):
            return
        first = groups[0][0]
        place = self.found.places.place(first)
        before = self.covering.get((element.level, place.name), []) if place else []
        index = bisect_left(before, fiscal(first.document))
        if index:
            yield Correspondence(
                element.level, None, first, ("new",), "taken", _rule("not-stated-before"),
                compared=self.documents[before[index - 1][-1]],
            )  # fmt: skip

    def _gone(self, element: Element, groups: Sequence[Sequence[Stated]]) -> Iterator[Correspondence]:
        """What the next document that states all of its place does not state."""
        for group, following in zip_longest(groups, groups[1:]):
            last = group[0]
            place = self.found.places.place(last)
            if place is None or (following is None and any(one.iri in self.open_earlier for one in group)):
                continue
            after = self.covering.get((element.level, place.name), [])
            index = bisect_left(after, (*fiscal(last.document)[:3], fiscal(last.document)[3] + "\uffff"))
            until = fiscal(following[0].document) if following else None
            if index < len(after) and (until is None or after[index] < until):
                yield Correspondence(
                    element.level, last, None, ("dropped",), "taken", _rule("not-stated-any-more"),
                    compared=self.documents[after[index][-1]],
                )  # fmt: skip

    def proposed(self) -> Iterator[Correspondence]:
        for one in open_proposals(self.found, self.ledger):
            earlier = _before(one)
            yield Correspondence(
                level=one.later.edition.level,
                earlier=earlier,
                later=one.later,
                changes=self._proposed_changes(one, earlier),
                status="proposed",
                decided_by=_rule(one.rule),
                similarity=_similarity(earlier, one.later),
            )

    def _changed(self, earlier: Stated, later: Stated) -> tuple[str, ...]:
        return changed(self.looks.at(earlier), self.looks.at(later), lambda *pair: pair in self.doubtful)

    def _proposed_changes(self, one: Proposal, earlier: Stated) -> tuple[str, ...]:
        """What a proposal would be; it is never nothing."""
        if one.change in PIECES:
            return (one.change,)
        changes = self._changed(earlier, one.later)
        return changes if changes != ("unchanged",) else (one.change,)

    def rejected(self) -> Iterator[Correspondence]:
        """What a reviewer said is not so, for the record."""
        stated = {one.iri: one for element in self.found.elements for one in element.editions}
        for (iri, key), row in self.ledger.refused.items():
            later = stated.get(iri)
            element = self.elements.get((row.object[0], key))
            earlier = element.last if element else None
            if later and earlier and earlier.iri != iri:
                changes = self._changed(earlier, later)
                yield Correspondence(
                    later.edition.level, earlier, later, changes, "rejected", row.author,
                    _similarity(earlier, later), reason=row.comment,
                )  # fmt: skip

    def replaced(self) -> Iterator[Correspondence]:
        """Splits, merges and successions that a reviewer put on record."""
        rows = [row for row in self.ledger.replaced if not row.negated]
        rows = [row for row in rows if row.subject in self.elements and row.object in self.elements]
        for row in rows:
            earlier = by_document(self.elements[row.subject])[-1:]
            later = by_document(self.elements[row.object])[:1]
            if earlier and later:
                one, other = _worded(earlier[0]), _worded(later[0])
                change = "redefined"
                if sum(r.subject == row.subject for r in rows) > 1:
                    change = "split"
                elif sum(r.object == row.object for r in rows) > 1:
                    change = "merged"
                yield Correspondence(
                    row.subject[0], one, other, (change,), "confirmed", row.author, _similarity(one, other),
                    reason=row.comment,
                )  # fmt: skip


def by_document(element: Element) -> list[list[Stated]]:
    """The editions of an element by dated document, in the order of fiscal years."""
    dated = sorted(
        (one for one in element.editions if one.document.year is not None),
        key=lambda one: (fiscal(one.document), one.order),
    )
    return [list(group) for _iri, group in groupby(dated, key=lambda one: one.document.iri)]


def _before(proposal: Proposal) -> Stated:
    """The edition of a proposed element that comes right before the one it may go on as, by fiscal years."""
    at = fiscal(proposal.later.document)
    groups = [group for group in by_document(proposal.element) if fiscal(group[0].document) < at]
    return _worded(groups[-1]) if groups else proposal.earlier


def _worded(group: Sequence[Stated]) -> Stated:
    return next((one for one in group if one.edition.label), group[0])


def _younger(one: Stated, other: Stated) -> Stated:
    """Of two editions the one that was taken last: by the order in which documents were drawn up."""
    return max(one, other, key=lambda stated: stated.order)


def _similarity(one: Stated, other: Stated) -> Decimal | None:
    """How alike the labels are; None where one has none."""
    a, b = one.edition.label, other.edition.label
    return Decimal(str(round(similarity(a, b), 1))) if a and b else None


def _rule(name: str) -> str:
    return f"{name} {VERSION}"
