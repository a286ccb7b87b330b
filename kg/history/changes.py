"""What lies between two editions of an element: what changed, how alike they are, and who decided that they belong.

Who decided is told as the register recorded it. Between editions of which it recorded nothing, because documents
between them are left out, the same rules say what changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, zip_longest

from kg.describe import Place, first_value
from kg.history.documents import Document
from kg.history.editions import Edition, Editions, worded, younger
from kg.register.changes import Look, changed
from kg.register.identity import VERSION
from kg.register.order import fiscal
from kg.register.wording import similarity
from kg.vocabulary import CODE

KINDS = ("unchanged", "reworded", "renumbered", "moved", "redefined", "split", "merged", "new", "dropped")
_RULE = re.compile(r"[a-z-]+ \d+")
"""How the name of a rule of identity is written, with its version; a person is named otherwise."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the edition as its document states it, and where.

    ``unit`` and ``source`` are those of an indicator, the source as printed; what is not stated is empty.
    """

    edition: str
    element: str
    document: Document
    code: str
    label: str
    above: str
    unit: str
    source: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Two editions and what lies between them; ``earlier`` is None for what is new, ``later`` for what was dropped.

    ``compared`` is then the document in which the other side is absent. ``kinds`` are codes of the list change, several
    may hold at once; ``status`` is taken, confirmed or proposed. ``similarity`` is of the wordings, 0 to 100.
    ``redefined`` says what of the definition the sides state otherwise beside their words: ``unit``, ``source``.
    """

    kinds: tuple[str, ...]
    status: str
    decided_by: str
    reason: str
    similarity: Decimal | None
    earlier: Side | None
    later: Side | None
    compared: Document | None = None
    redefined: tuple[str, ...] = ()

    @property
    def document(self) -> Document | None:
        """The document that shows the change."""
        return self.later.document if self.later else self.compared


def redefining(changes: Iterable[Change]) -> list[Document]:
    """The documents that define an element otherwise than the document before."""
    return [one.document for one in changes if "redefined" in one.kinds and one.document]


class Changes:
    """Tells the changes of elements from their editions."""

    def __init__(self, editions: Editions) -> None:
        self.editions = editions
        self.facts = editions.facts

    def of(self, element: str) -> list[Change]:
        """All that changed between consecutive documents that state an element, in the order of fiscal years."""
        groups = self.editions.by_document(element)
        found = [self.between(worded(earlier), one) for earlier, later in pairwise(groups) for one in later]
        found += [*self.replaced(element), *self._appeared(groups), *self._gone(groups)]
        return sorted(found, key=_order)

    def between(self, earlier: Edition, later: Edition) -> Change:
        """What lies between two editions of one element."""
        kinds = self.kinds(earlier, later)
        recorded = self._recorded(earlier, later)
        by, reason, status = recorded or self._decided(earlier, later)
        return Change(
            kinds=kinds,
            status=status,
            decided_by=by,
            reason=reason,
            similarity=self._alike(earlier, later),
            earlier=self.side(earlier),
            later=self.side(later),
            redefined=self._redefined(earlier, later) if "redefined" in kinds else (),
        )

    def _redefined(self, earlier: Edition, later: Edition) -> tuple[str, ...]:
        """What of the definition two editions state otherwise; two spellings of one source are the same."""
        pairs = (
            ("unit", earlier.unit, later.unit),
            ("source", self._source(earlier.source), self._source(later.source)),
        )
        return tuple(what for what, one, other in pairs if one and other and one != other)

    def proposals(self, element: str) -> list[Change]:
        """What a person must still decide about an element: whether another is the same."""
        return sorted(set(self._said(element, "proposed")), key=_order)

    def replaced(self, element: str) -> list[Change]:
        """Splits, merges and successions of an element that a person put on record."""
        found = (told for told in self._said(element, "confirmed") if told.earlier and told.later)
        return sorted({one for one in found if _ends(one)[0] != _ends(one)[1]}, key=_order)

    def _said(self, element: str, status: str) -> Iterator[Change]:
        """The correspondences of an element that the register has with this status."""
        for edition in self.facts.subjects("doel:editionOf", element):  # also what is not known yet
            for prop in ("doel:earlierEdition", "doel:laterEdition"):
                for node in self.facts.subjects(prop, edition):
                    if self._code(node, "doel:status") == [status] and (told := self._told(node)):
                        yield told

    def side(self, edition: Edition) -> Side:
        """An edition as one side of a change, with the code and wording that it stands under."""
        parent = next((one for one in self.editions.above(edition)), None)
        return Side(
            edition=edition.iri,
            element=edition.element,
            document=edition.document,
            code=edition.code,
            label=edition.label,
            above=f"{parent.code} {parent.label}".strip() if parent else "",
            unit=edition.unit,
            source=edition.source,
            places=self.editions.places(edition.iri),
        )

    def kinds(self, earlier: Edition, later: Edition) -> tuple[str, ...]:
        """What changed from one edition to another, as the register says it."""
        return changed(self._look(earlier), self._look(later), self._may_be)

    def _look(self, edition: Edition) -> Look:
        above = (one for one in self.editions.above(edition) if one.element)
        return Look(
            level=edition.level,
            label=edition.label,
            code=edition.known_code,
            unit=edition.unit,
            source=self._source(edition.source),
            above={one.level: (one.element, one.iri) for one in above},
        )

    def _source(self, printed: str) -> str:
        """The source that bears a name as printed, whatever the spelling; the name itself where none does."""
        props = ("rdfs:label", "skos:altLabel") if printed else ()
        return next((iri for prop in props for iri in self.facts.subjects(prop, printed, literal="nl")), printed)

    def _may_be(self, element: str, edition: str) -> bool:
        """Whether a person must decide whether an element goes on as an edition."""
        nodes = self.facts.subjects("doel:laterEdition", edition)
        told = (self._told(node) for node in nodes if self._code(node, "doel:status") == ["proposed"])
        return any(one.earlier.element == element for one in told if one and one.earlier)

    def is_open(self, element: str, *, earlier: bool) -> bool:
        """Whether a person must decide, or decided, how an element goes on (``earlier``), or where it comes from."""
        prop = "doel:earlierEdition" if earlier else "doel:laterEdition"
        editions = self.facts.subjects("doel:editionOf", element)
        nodes = (node for one in editions for node in self.facts.subjects(prop, one))
        if any(self._code(node, "doel:status") == ["proposed"] and self._told(node) for node in nodes):
            return True
        others = (
            self.facts.objects(element, "dct:isReplacedBy")
            if earlier
            else self.facts.subjects("dct:isReplacedBy", element)
        )
        return any(map(self.editions.of, others))

    # ---- What stands nowhere in one of two documents

    def _appeared(self, groups: Sequence[Sequence[Edition]]) -> Iterator[Change]:
        """What stands for the first time where an earlier document stated all that was there."""
        if not groups or self.is_open(groups[0][0].element, earlier=False):
            return
        first = groups[0][0]
        place = self.editions.place(first)
        before = self.editions.covering(first.level, place) if place else []
        index = bisect_left([fiscal(one) for one in before], fiscal(first.document))
        if index:
            yield Change(
                ("new",), "taken", f"not-stated-before {VERSION}", "", None, None, self.side(first), before[index - 1]
            )

    def _gone(self, groups: Sequence[Sequence[Edition]]) -> Iterator[Change]:
        """What the next document that states all of its place does not state."""
        for group, following in zip_longest(groups, groups[1:]):
            if following is None and self.is_open(group[0].element, earlier=True):
                continue
            until = fiscal(following[0].document) if following else None
            absent = next((one for one in self.absent(group[0]) if until is None or fiscal(one) < until), None)
            if absent:
                rule = f"not-stated-any-more {VERSION}"
                yield Change(("dropped",), "taken", rule, "", None, self.side(group[0]), None, absent)

    def absent(self, edition: Edition) -> list[Document]:
        """The later documents that state in full the place of an edition, whether or not they state its element."""
        place = self.editions.place(edition)
        covering = self.editions.covering(edition.level, place) if place else []
        return [one for one in covering if fiscal(one) > fiscal(edition.document)]

    # ---- What the register recorded

    def _recorded(self, earlier: Edition, later: Edition) -> tuple[str, str, str] | None:
        for node in self.facts.subjects("doel:laterEdition", later.iri):
            status = next(iter(self._code(node, "doel:status")), "")
            if earlier.iri in self.facts.objects(node, "doel:earlierEdition") and status in ("taken", "confirmed"):
                return self._text(node, "doel:decidedBy"), self._text(node, "doel:reason"), status
        return None

    def _decided(self, earlier: Edition, later: Edition) -> tuple[str, str, str]:
        """Who decided about two editions: a person about either, else the rule that took the younger one."""
        deciders = [(one.iri, self._text(one.iri, "doel:decidedBy")) for one in (later, earlier)]
        person = next(((iri, by) for iri, by in deciders if by and not _RULE.fullmatch(by)), None)
        if person:
            return person[1], self._text(person[0], "doel:reason"), "confirmed"
        return self._text(younger(earlier, later).iri, "doel:decidedBy"), "", "taken"

    def _told(self, node: str) -> Change | None:
        """A correspondence as the register has it; None where a side of it is not known yet."""
        status = next(iter(self._code(node, "doel:status")), "")
        later = self.editions.get(self._text(node, "doel:laterEdition"))
        stated = self._text(node, "doel:earlierEdition")
        earlier = self.editions.get(stated)
        if earlier is None and later and stated and status == "proposed":
            earlier = self._before(stated, later)
        if earlier is None or later is None:
            return None
        alike = self._alike(earlier, later)
        kinds = tuple(sorted(self._code(node, "doel:change"), key=KINDS.index))
        if earlier.iri != stated and kinds not in (("split",), ("merged",)):
            found = self.kinds(earlier, later)
            kinds = kinds if found == ("unchanged",) else found
        return Change(
            kinds=kinds,
            status=status,
            decided_by=self._text(node, "doel:decidedBy"),
            reason=self._text(node, "doel:reason"),
            similarity=alike,
            earlier=self.side(earlier),
            later=self.side(later),
            redefined=self._redefined(earlier, later) if "redefined" in kinds else (),
        )

    def _before(self, stated: str, later: Edition) -> Edition | None:
        """Of the element of an edition that is not known yet, the edition that was known before another."""
        element = first_value(self.facts, stated, "doel:editionOf")
        groups = self.editions.by_document(element)
        before = [group for group in groups if fiscal(group[0].document) < fiscal(later.document)]
        return worded(before[-1]) if before else None

    @staticmethod
    def _alike(earlier: Edition, later: Edition) -> Decimal | None:
        """How alike the labels are; None where one has none."""
        known = earlier.label and later.label
        return Decimal(str(round(similarity(earlier.label, later.label), 1))) if known else None

    def _text(self, node: str, prop: str) -> str:
        return first_value(self.facts, node, prop)

    def _code(self, node: str, prop: str) -> list[str]:
        return [one.removeprefix(CODE) for one in self.facts.objects(node, prop)]


def _ends(change: Change) -> tuple[str, str]:
    return tuple(side.element if side else "" for side in (change.earlier, change.later))  # type: ignore[return-value]


def _order(change: Change) -> tuple[object, ...]:
    shown = change.document
    sides = [side.edition for side in (change.earlier, change.later) if side]
    return (*(fiscal(shown) if shown else (0, 0, 0, "")), change.kinds != ("dropped",), change.kinds, *sides)
