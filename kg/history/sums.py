"""Figures of two documents side by side: targets that moved, values restated, amounts of each policy area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kg.history.documents import Document
from kg.history.editions import Edition, Editions, Name
from kg.history.figures import STANDS, Figure, differ, figures_of, is_same, stated_once, why_not
from kg.register.order import drawn_up

_UNSET = ("not-set", "empty")
_AMOUNTS = ("expense", "revenue", "balance", "result")
_OWN = {
    "programme-budget": ("approved", "revised"),
    "interim-report": ("expectation", "revised", "approved"),
    "annual-report": ("executed", "revised", "approved"),
}
"""Of a document's amounts of its own year, the phase that it was made to state, and what else would do."""


@dataclass(frozen=True, slots=True)
class FigureMove:
    """A figure of an element in both documents.

    ``way``: of a target ``raised``, ``lowered`` or ``kept`` from the last year it is set for in the earlier document to
    that in the later, in the order of fiscal years; ``changed`` or ``kept`` where both set it for one year; of others
    ``restated``. Of two figures for one year ``earlier`` is that of the document that was drawn up first: a budget for
    2021 is older than the account of 2020. ``element`` is named as in the later document by fiscal years, and
    ``former_code`` is its code in the earlier where that is another.
    """

    element: Name
    way: str
    earlier: Figure
    later: Figure
    former_code: str = ""


@dataclass(frozen=True, slots=True)
class AmountPair:
    """The amounts of an element in both documents, each of its document's own year and phase.

    ``difference`` is later minus earlier in whole euros, as printed; None where ``why`` says that it cannot be told.
    """

    element: Name
    kind: str
    earlier: Figure
    later: Figure
    difference: Decimal | None
    why: str
    former_code: str = ""


@dataclass(frozen=True, slots=True)
class NotCompared:
    """What cannot be compared and why: ``count`` things of a level or kind, as the document leaves them open."""

    what: str
    reason: str
    document: Document
    about: tuple[Name, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Paired:
    """An element with its editions in both documents, whether the later defines it otherwise, and its former code."""

    element: Name
    before: list[Edition]
    after: list[Edition]
    redefined: bool
    former_code: str = ""


@dataclass
class Sums:
    """The figures of two documents, compared when it is made."""

    earlier: Document
    later: Document
    paired: Sequence[Paired]
    editions: Editions
    targets: list[FigureMove] = field(default_factory=list)
    restated: list[FigureMove] = field(default_factory=list)
    money_moved: list[FigureMove] = field(default_factory=list)
    amounts: list[AmountPair] = field(default_factory=list)
    not_compared: list[NotCompared] = field(default_factory=list)

    def __post_init__(self) -> None:
        stating: set[str] = set()
        for one in self.paired:
            before, after = (self._figures(one.element, group) for group in (one.before, one.after))
            if one.element.level == "policy-area":
                stating.update(figure.document.iri for figure in (*before, *after) if figure.kind in _AMOUNTS)
            if one.redefined:
                self._leave(one.element, "indicator", "redefined", self.later)
                continue
            if one.element.level == "indicator":
                self._targets(one, before, after)
            self._same_figures(one, before, after)
            if one.element.level in ("policy-area", "programme"):
                self._side_by_side(one, before, after)
        for document in (self.earlier, self.later):
            if document.iri not in stating:
                self.not_compared.append(NotCompared("money", "no-money", document, (), 1))
        self.not_compared = _gathered(self.not_compared)

    def _figures(self, element: Name, group: Sequence[Edition]) -> list[Figure]:
        """The figures of an element in one document; of those that stand twice there none can be compared."""
        once, twice = stated_once(figures_of(self.editions, group))
        for one in {(figure.kind, figure.year): figure for figure in twice}.values():
            self._leave(element, one.kind, "stated-twice", one.document)
        return once

    def _targets(self, one: Paired, before: Sequence[Figure], after: Sequence[Figure]) -> None:
        """The last target of each document; of two for one year ``_same_figures`` tells."""
        old, new = _last_target(before), _last_target(after)
        if not old and not new:
            return
        if not old or not new:
            if before and after:
                lacking = self.later if old else self.earlier
                self._leave(one.element, "target", "not-set", lacking)
        elif old.year != new.year:
            reason = _obstacle(old, new)
            if reason:
                self._leave(one.element, "target", reason, self.later if why_not(new) else self.earlier)
            elif is_same(old, new):
                self.targets.append(FigureMove(one.element, "kept", old, new, one.former_code))
            else:
                way = "raised" if (new.amount or 0) > (old.amount or 0) else "lowered"
                self.targets.append(FigureMove(one.element, way, old, new, one.former_code))

    def _same_figures(self, one: Paired, before: Sequence[Figure], after: Sequence[Figure]) -> None:
        """Figures of one kind, phase and year in both documents."""
        for old, new in _overlap(before, after):
            if old.value is None or new.value is None:
                if old.missing != new.missing and "misaligned" in (old.missing, new.missing):
                    self._leave(
                        one.element, old.kind, "misaligned", (old if old.missing == "misaligned" else new).document
                    )
                continue
            reason = _obstacle(old, new)
            if reason:
                self._leave(one.element, old.kind, reason, (new if why_not(new) else old).document)
            elif old.kind == "target":
                way = "kept" if is_same(old, new) else "changed"
                self.targets.append(FigureMove(one.element, way, *_as_drawn_up(old, new), one.former_code))
            elif not is_same(old, new):
                moves = self.money_moved if old.phase else self.restated
                moves.append(FigureMove(one.element, "restated", *_as_drawn_up(old, new), one.former_code))

    def _side_by_side(self, one: Paired, before: Sequence[Figure], after: Sequence[Figure]) -> None:
        for kind in _AMOUNTS:
            old, new = _own(before, kind, self.earlier), _own(after, kind, self.later)
            if old and new:
                why = _obstacle(old, new) or ("other-scale" if old.multiplier != new.multiplier else "")
                amounts = (old.amount, new.amount)
                known = not why and None not in amounts
                difference = (new.amount or Decimal(0)) - (old.amount or Decimal(0)) if known else None
                self.amounts.append(AmountPair(one.element, kind, old, new, difference, why, one.former_code))

    def _leave(self, element: Name, what: str, reason: str, document: Document) -> None:
        self.not_compared.append(NotCompared(what, reason, document, (element,), 1))


def _overlap(before: Sequence[Figure], after: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures of one kind, phase and year; deltas and expectations are of their own document."""
    known = {_same(one): one for one in before if one.phase in ("", *STANDS)}
    for one in after:
        old = known.get(_same(one)) if one.year else None
        if old:
            yield old, one


def _as_drawn_up(one: Figure, other: Figure) -> tuple[Figure, Figure]:
    """Two figures for one year, that of the document that was drawn up first before the other."""
    when = [(*drawn_up(figure.document), figure.document.iri) for figure in (one, other)]
    return (one, other) if when[0] <= when[1] else (other, one)


def _same(figure: Figure) -> tuple[object, ...]:
    return figure.kind, figure.phase, figure.year, figure.coverage


def _obstacle(old: Figure, new: Figure) -> str:
    return why_not(old) or why_not(new) or differ(old, new)


def _last_target(figures: Sequence[Figure]) -> Figure | None:
    found = [one for one in figures if one.kind == "target" and one.year and one.missing not in _UNSET]
    return max(found, key=lambda one: (one.year or 0, one.iri), default=None)


def _own(figures: Sequence[Figure], kind: str, document: Document) -> Figure | None:
    """The amount of a kind that a document was made to state, of its own year."""
    phases = _OWN.get(document.kind or "", ("executed", "revised", "approved"))
    mine = [one for one in figures if one.kind == kind and one.year == document.year]
    return next((one for phase in phases for one in mine if one.phase == phase), None)


def _gathered(found: Sequence[NotCompared]) -> list[NotCompared]:
    """Put together what is left open for one reason by one document."""
    groups: dict[tuple[str, str, str], list[NotCompared]] = {}
    for one in found:
        groups.setdefault((one.what, one.reason, one.document.iri), []).append(one)
    return [
        NotCompared(
            what,
            reason,
            group[0].document,
            tuple(dict.fromkeys(name for one in group for name in one.about)),
            len(group),
        )
        for (what, reason, _document), group in groups.items()
    ]
