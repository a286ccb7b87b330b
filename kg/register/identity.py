"""Which editions are of one policy element: municipality, level, code and wording decide.

Where exactly one candidate remains it is taken; otherwise the correspondence is proposed, and a person decides. A later
document never changes what was decided on the basis of earlier ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kg.domain import Level
from kg.findings import Finding
from kg.register.doubts import ambiguous, far
from kg.register.element import Element, code_of, has_words
from kg.register.known import Known
from kg.register.ledger import Ledger
from kg.register.nearness import HALF, MANY, NAMED, alike, best_of_both, maybe_near, says_otherwise
from kg.register.order import Stated
from kg.register.pieces import wholes
from kg.register.places import Places
from kg.register.wording import is_part, likeness, shared_words

LEVELS = (
    Level.PROGRAMME,
    Level.OVERVIEW,
    Level.POLICY_AREA,
    Level.GOAL,
    Level.PERFORMANCE_TARGET,
    Level.INDICATOR,
    Level.RESERVE,
)
"""In this order: where an element stood is asked of the levels above it."""

VERSION = 1
"""Version of the rules by which identity is decided; it rises when they decide otherwise."""


MOST_RIVALS = 8
"""A wording that so many bear tells nothing."""

Candidates = Callable[[Stated], Iterable[Element]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correspondence that a person must decide: an element that may go on as an edition, and what that would be."""

    element: Element
    earlier: Stated
    later: Stated
    change: str
    rule: str


@dataclass(slots=True)
class Identities:
    """The elements of a municipality; by which rule each edition (by its IRI) was taken; what is left to a person."""

    elements: list[Element] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: Places = field(default_factory=Places)


def identify(stated: Iterable[Stated], ledger: Ledger) -> Identities:
    """Give each edition of one municipality its element; ``stated`` is in the order in which documents were drawn up.

    Findings: L04 where an edition bears the code of an element and a far wording (it is an element of its own), and
    where a code without a text may be of several elements (it is of none).
    """
    found = Identities()
    levels = {level: _Level(level, found, ledger) for level in LEVELS}
    for _document, group in groupby(stated, key=lambda one: one.document.iri):
        rows = list(group)
        found.places.learn(rows)
        for level in LEVELS:
            mine = [row for row in rows if row.edition.level is level]
            if mine:
                levels[level].take_in(mine)
    found.elements = [element for level in LEVELS for element in levels[level].known.elements if element.editions]
    return found


class _Level:
    """The elements of one level, and the ways in which the editions of the next document find theirs."""

    def __init__(self, level: Level, found: Identities, ledger: Ledger) -> None:
        self.level = level
        self.found = found
        self.places = found.places
        self.ledger = ledger
        self.known = Known(level)
        self._open: list[Proposal] = []
        self._proposed: set[str] = set()
        for key, municipality, code, texts in ledger.anchors(level):
            self.known.begin(municipality, key, code, texts)

    def take_in(self, rows: list[Stated]) -> None:
        """Give the editions of one document their elements."""
        self.places.cover(self.level, rows)
        left = [row for row in rows if has_words(row)]
        for way in (self._reviewed, self._same_code_and_words, self._same_words):
            left = way(left)
        doubtful = self._pieces(left)
        left = [row for row in left if row.iri not in doubtful]
        for way in (self._same_code_and_near_words, self._same_code_below, self._same_children, self._only_the_code):
            left = way(left)
        self._near_words(left)
        self._far_words(left)
        self._settle(rows[0].document.iri)
        for row in [row for row in rows if has_words(row) and row.iri not in self.places.of]:
            if not self._is_begun(row):
                self._new(row)
        for row in rows:
            if not has_words(row):
                self._bare(row)

    # ---- Ways to find an element: each returns the editions that it leaves

    def _reviewed(self, rows: list[Stated]) -> list[Stated]:
        """What the ledger says comes before all else."""
        left: list[Stated] = []
        for row in rows:
            key = self.ledger.element_of(row)
            element = self.known.keys.get(key) if key else None
            if element and row.part.iri not in element.parts:
                self._take(row, element, "reviewed")
            else:
                left.append(row)
        return left

    def _same_code_and_words(self, rows: list[Stated]) -> list[Stated]:
        """The same code and the same words, capitals and punctuation aside."""
        left: list[Stated] = []
        for row in rows:
            same = [element for element in self.known.bearing(row.texts) if code_of(row) in element.codes]
            element = next((element for element in same if self._may(row, element)), None)
            if element:
                self._take(row, element, "same-code-same-wording")
            else:
                left.append(row)
        return left

    def _same_words(self, rows: list[Stated]) -> list[Stated]:
        """The same words under another code: taken where there is one candidate, and it is gone from its old place.

        Words stand once below one parent, so that there the old place need not be stated in full.
        """
        free = {row.iri: [e for e in self.known.bearing([row.edition.label]) if self._is_free(row, e)] for row in rows}
        wanted = Counter(element for found in free.values() for element in found)
        left: list[Stated] = []
        for row in rows:
            mine = free[row.iri]
            if len(mine) == 1 and wanted[mine[0]] == 1 and self._is_gone(row, mine[0], rows):
                self._take(row, mine[0], "same-wording-other-code")
                continue
            for element in mine:
                if max(len(mine), wanted[element]) <= MOST_RIVALS:
                    self._propose(row, element, "renumbered", "same-wording-other-code")
            left.append(row)
        return left

    def _pieces(self, rows: list[Stated]) -> set[str]:
        """Propose splits and merges; returns the IRIs of the editions that are part of one."""
        old = [(element, element.label) for element in self._gone(rows) if element.label]
        if len(old) * len(rows) > MANY:
            return set()
        new = [(row, row.edition.label) for row in rows]
        doubtful: set[str] = set()
        for split in wholes(old, new, self._may_be_half):
            for row in split.pieces:
                self._propose(row, split.whole, "split", "words-of-one-in-several")
                doubtful.add(row.iri)
        left = [(row, text) for row, text in new if row.iri not in doubtful]
        by_code = {code: [*same] for code, same in groupby(sorted(rows, key=code_of), key=code_of) if code}
        for merged in wholes(left, old, lambda row, element: self._may_be_merged(row, element, by_code)):
            for element in merged.pieces:
                self._propose(merged.whole, element, "merged", "words-of-several-in-one")
            doubtful.add(merged.whole.iri)
        return doubtful

    def _may_be_half(self, element: Element, row: Stated) -> bool:
        """Whether an edition may be what became of a part of an element: no other goes on under its code."""
        others = (other for other in self.known.codes.get(code_of(row), ()) if other is not element)
        goes_on = (self._may(row, other) and likeness(row.edition.label, other.label) for other in others)
        return self._may(row, element) and not any(goes_on)

    def _may_be_merged(self, row: Stated, element: Element, by_code: dict[str, list[Stated]]) -> bool:
        """Whether an element may have gone into an edition: it does not go on as another under its own code."""
        others = (other for code in element.codes for other in by_code.get(code, ()) if other is not row)
        return self._may(row, element) and not any(likeness(other.edition.label, element.label) for other in others)

    def _same_code_and_near_words(self, rows: list[Stated]) -> list[Stated]:
        """The same code and near words: the nearest first, an element takes one edition of a part at most."""
        return self._nearest(rows, lambda row: self.known.codes.get(code_of(row), ()), "same-code-near-wording")

    def _same_code_below(self, rows: list[Stated]) -> list[Stated]:
        """The same code below a parent that was itself renumbered, and near words."""
        below = {row.iri: [e for e in self._below_its_parent(row) if code_of(row) not in e.codes] for row in rows}
        return self._nearest(rows, lambda row: below[row.iri], "same-place-near-wording")

    def _same_children(self, rows: list[Stated]) -> list[Stated]:
        """A programme or policy area of the same code with most of the same below it, whatever it is called now."""
        for row in rows if self.level in NAMED else ():
            below = self.places.below(row)
            for element in self.known.worded(code_of(row))[-1:]:
                before = self.places.below(element.last) if element.last else set()
                most = len(below & before) >= max(2, HALF * min(len(below), len(before)))
                if most and self._may(row, element):
                    self._take(row, element, "same-code-same-below")
        return [row for row in rows if row.iri not in self.places.of]

    def _only_the_code(self, rows: list[Stated]) -> list[Stated]:
        """An element of which only the code was ever printed has the words of the one edition that bears that code."""
        left: list[Stated] = []
        for row in rows:
            code = row.edition.code
            known = self.known.codes.get(code, []) if code else []
            alone = [one.edition.code for one in rows].count(code) == 1 and len(known) == 1
            if alone and not known[0].texts and self._may(row, known[0]):
                self._take(row, known[0], "same-code-only")
            else:
                left.append(row)
        return left

    def _far_words(self, rows: list[Stated]) -> None:
        """Propose what has the same code and other words, where nothing else goes on as it: half of the words at least.

        The number of a programme, and the letter of a policy area, are reason enough; figures that go on decide.
        """
        proposed = {one.later.iri for one in self._open}
        for row in rows:
            for element in self.known.worded(code_of(row))[-1:] if row.iri not in proposed else ():
                shared = self.level in NAMED or shared_words(row.edition.label, element.label) >= HALF
                if shared and self._may(row, element) and self._measures_alike(row, element):
                    self._take(row, element, "same-code-same-figures")
                elif shared and self._may(row, element):
                    self._propose(row, element, "reworded", "same-code-far-wording")

    def _near_words(self, rows: list[Stated]) -> None:
        """Propose what is near under another code, where the element is gone; the nearest of both sides only."""
        uncoded = (e for e in self.known.uncoded if rows and rows[0].document.iri not in e.documents)
        free = [*dict.fromkeys((*self._gone(rows), *uncoded))]
        known = {(one.later.iri, one.element) for one in self._open}
        scored: dict[tuple[int, int], float] = {}
        for i, j in maybe_near(rows, free, self.places):
            row, element = rows[i], free[j]
            score = likeness(row.edition.label, element.label) or is_part(row.edition.label, element.label, 2)
            if score and self._may(row, element) and (row.iri, element) not in known:
                scored[i, j] = score
        for i, j in best_of_both(scored):
            self._propose(rows[i], free[j], "renumbered", "near-wording-other-code")

    def _is_begun(self, row: Stated) -> bool:
        """Take an edition that another part of its own document states too, in the same or near words."""
        begun = (e for e in self.known.codes.get(code_of(row), ()) if row.document.iri in e.documents)
        near = [(alike(row, e), e) for e in begun if self._may(row, e) and not says_otherwise(row, e)]
        best = max(near, key=lambda one: one[0], default=(0.0, None))
        if best[1] and best[0]:
            self._take(row, best[1], "same-code-near-wording")
        return row.iri in self.places.of

    def _new(self, row: Stated) -> None:
        """An edition that found no element begins one; L04 where another bears its code, and nothing is proposed."""
        earlier = [e for e in self.known.worded(code_of(row)) if row.document.iri not in e.documents]
        if earlier and earlier[-1].last and row.iri not in self._proposed:
            self.found.findings.append(far(row, earlier[-1].last))
        self._begin(row)

    def _bare(self, row: Stated) -> None:
        """A code without words is of the one element that bears it; of none where several do."""
        key = self.ledger.element_of(row)
        known = [self.known.keys[key]] if key in self.known.keys else self.known.codes.get(code_of(row), [])
        if not known:
            self._begin(row)
        elif len(known) == 1 and row.part.iri not in known[0].parts:
            self._take(row, known[0], "same-code-only")
        else:
            self.found.findings.append(ambiguous(row, [element.last for element in known if element.last]))

    def _begin(self, row: Stated) -> None:
        element = self.known.begin(row.document.municipality.code, self.known.new_key(row), code_of(row), ())
        self._take(row, element, "first")

    # ---- What they ask

    def _may(self, row: Stated, element: Element) -> bool:
        """Two editions of one part are never one element, nor is what a reviewer said is not."""
        return row.part.iri not in element.parts and not self.ledger.rejects(row, element.key)

    def _is_free(self, row: Stated, element: Element) -> bool:
        return bool(element.editions) and self._may(row, element) and row.document.iri not in element.documents

    def _is_gone(self, row: Stated, element: Element, rows: Sequence[Stated]) -> bool:
        """Whether an element is seen to be gone from where it stood, or its words stand below the same parent now.

        Two programmes never bear one name.
        """
        if not code_of(row) or not element.code or self.level is Level.PROGRAMME:
            return True
        last = element.last
        before = next(self.places.ancestors(last), None) if last else None
        now = next(self.places.ancestors(row), None)
        same_parent = before is not None and before is now
        return same_parent or self._may_be_gone(rows, element)

    def _may_be_gone(self, rows: Sequence[Stated], element: Element) -> bool:
        """Whether a document states in full where an element stood; what bears no code is never missed."""
        return bool(rows) and (not element.is_coded or self.places.covers(rows[0].document.iri, element))

    def _gone(self, rows: Sequence[Stated]) -> list[Element]:
        """The elements that a document does not state, though it states in full where they stood."""
        if not rows:
            return []
        document = rows[0].document.iri
        return [
            element
            for name in self.places.covered(document, self.level)
            for element in self.known.in_place.get(name, {})
            if document not in element.documents and element.place and element.place.name == name
        ]

    def _below_its_parent(self, row: Stated) -> Iterator[Element]:
        """The elements that stood below the same parent with the same rest of their code."""
        parent = next(self.places.parents(row), None)
        element = self.places.of.get(parent.iri) if parent else None
        if parent is None or element is None or not row.edition.code.startswith(parent.edition.code):
            return
        rest = row.edition.code.removeprefix(parent.edition.code)
        for code in element.codes:
            for known in self.known.codes.get(code + rest, ()):
                if known.last and next(self.places.ancestors(known.last), None) is element:
                    yield known

    def _nearest(self, rows: list[Stated], candidates: Candidates, rule: str) -> list[Stated]:
        """Pair editions with elements, the nearest first; what is doubtful is proposed instead.

        That is where two are equally near, where another element of the same place is nearer still, and where a word
        that carries meaning was replaced.
        """
        known = [list(candidates(row)) for row in rows]
        scored = [(alike(row, e), i, j) for i, row in enumerate(rows) for j, e in enumerate(known[i])]
        waiting = dict(enumerate(rows))
        for score, of_score in groupby(sorted(scored, key=lambda one: (-one[0], *one[1:])), key=lambda one: one[0]):
            free = [(i, known[i][j]) for _s, i, j in of_score if i in waiting and self._may(rows[i], known[i][j])]
            for i, element in free if score else ():
                row = rows[i]
                rivals = [1 for n, other in free if (n == i) != (other is element and rows[n].part is row.part)]
                if rivals:
                    self._propose(row, element, "reworded", rule)
                elif i in waiting and self._may(row, element):
                    nearer = self._nearer(row, element, score)
                    doubtful = bool(nearer) or says_otherwise(row, element)
                    if doubtful and self._measures_alike(row, element):
                        self._take(waiting.pop(i), element, "same-code-same-figures")
                    elif doubtful:
                        for other in (*nearer, element):
                            self._propose(row, other, "reworded" if other is element else "renumbered", rule)
                    else:
                        self._take(waiting.pop(i), element, rule)
        return list(waiting.values())

    def _measures_alike(self, row: Stated, element: Element) -> bool:
        """Whether an indicator goes on with the values of the years before, whatever its words say now."""
        return any(self.places.measure_alike(row, one) for one in element.editions[-4:])

    def _nearer(self, row: Stated, element: Element, score: float) -> list[Element]:
        """Other elements of the same place that no edition of the document is, and that are nearer than this one."""
        place = self.known.in_place.get(element.place.name, {}) if element.place and self.level not in NAMED else {}
        document = row.document.iri
        free = (other for other in place if other is not element and document not in other.documents)
        return [other for other in free if likeness(row.edition.label, other.label) > score and self._may(row, other)][
            :1
        ]

    # ---- What they decide

    def _take(self, row: Stated, element: Element, rule: str) -> None:
        self.known.take(row, element, self.places.place(row))
        self.places.of[row.iri] = element
        self.found.rules[row.iri] = rule

    def _propose(self, row: Stated, element: Element, change: str, rule: str) -> None:
        if element.last:
            self._open.append(Proposal(element, element.last, row, change, rule))

    def _settle(self, document: str) -> None:
        """Keep the proposals of a document of which neither side was taken in the end."""
        taken = self.places.of
        each = {(one.later.iri, one.element): one for one in reversed(self._open)}  # the first of a pair counts
        kept = [one for one in each.values() if one.later.iri not in taken and document not in one.element.documents]
        kept.reverse()
        self._proposed = {one.later.iri for one in kept}
        self.found.proposals += kept
        self._open = []
