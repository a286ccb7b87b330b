"""Where editions stand in the trees of their documents, and which parts of a tree a document states in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.domain import Level, Ref
from kg.register.element import Element
from kg.register.order import Stated, edition_iri
from kg.register.wording import plain

Place = tuple[str, Level, tuple[Level, str]]
"""A document, a level, and the element (by its name) whose parts of that level the document states in full."""


FEWEST_YEARS = 2
"""One equal value may be chance."""


class Places:
    """Knows of each edition what it stands under, as far as elements of the levels above were found."""

    def __init__(self) -> None:
        self.of: dict[str, Element] = {}
        self._stated: dict[tuple[str, Ref], Stated] = {}
        self._measured: dict[tuple[str, Ref], dict[int, Decimal]] = {}
        self._below: dict[tuple[str, Ref], set[str]] = {}
        self._covered: dict[Place, None] = {}
        self._by_document: dict[tuple[str, Level], list[tuple[Level, str]]] = {}

    def learn(self, stated: Sequence[Stated]) -> None:
        """Take in the editions of a document, whatever their elements will be."""
        for part in {one.part.iri: one.part for one in stated}.values():
            for value in part.values:
                if value.kind == "realised" and value.value is not None and value.year and not value.coverage:
                    years = self._measured.setdefault((part.iri, value.about), {})
                    years[value.year] = value.value.scaleb(value.scale)
        for one in stated:
            self._stated[one.part.iri, one.edition.ref] = one
            if one.edition.parent and one.edition.label:
                self._below.setdefault((one.part.iri, one.edition.parent), set()).add(plain(one.edition.label))

    def below(self, stated: Stated) -> set[str]:
        """The wordings (plain) of what stands right under an edition in its document."""
        return self._below.get((stated.part.iri, stated.edition.ref), set())

    def measure_alike(self, one: Stated, other: Stated) -> bool:
        """Whether two editions of an indicator print the same realised values of the same years, two years at least."""
        first = self._measured.get((one.part.iri, one.edition.ref), {})
        second = self._measured.get((other.part.iri, other.edition.ref), {})
        shared = first.keys() & second.keys()
        return len(shared) >= FEWEST_YEARS and all(first[year] == second[year] for year in shared)

    def parents(self, stated: Stated) -> Iterator[Stated]:
        """The editions that an edition stands under in its document, the nearest first."""
        seen: set[Ref] = set()
        ref = stated.edition.parent
        while ref and ref not in seen:
            seen.add(ref)
            parent = self._stated.get((stated.part.iri, ref))
            if parent is None:
                return
            yield parent
            ref = parent.edition.parent

    def ancestors(self, stated: Stated) -> Iterator[Element]:
        """The elements of the editions that an edition stands under, the nearest first."""
        return (self.of[one.iri] for one in self.parents(stated) if one.iri in self.of)

    def place(self, stated: Stated) -> Element | None:
        """The element that says whether a document covers an edition: its policy area, or the programme of one."""
        level = Level.PROGRAMME if stated.edition.level is Level.POLICY_AREA else Level.POLICY_AREA
        return next((element for element in self.ancestors(stated) if element.level is level), None)

    def cover(self, level: Level, rows: Sequence[Stated]) -> None:
        """Note what of a level the document of these rows states in full, once the levels above have their elements."""
        for part in {row.part.iri: row.part for row in rows}.values():
            mine = [row for row in rows if row.part.iri == part.iri]
            if level is Level.POLICY_AREA:
                self._cover_programmes(mine)
                continue
            stating = {element.name for row in mine if (element := self.place(row))}
            for key in part.covers:
                area = self.of.get(edition_iri(part.iri, Ref(Level.POLICY_AREA, key)))
                if area and (level is Level.GOAL or area.name in stating):
                    self._cover(mine[0].document.iri, level, area)

    def _cover(self, document: str, level: Level, element: Element) -> None:
        place = (document, level, element.name)
        if place not in self._covered:
            self._covered[place] = None
            self._by_document.setdefault((document, level), []).append(element.name)

    def _cover_programmes(self, rows: Sequence[Stated]) -> None:
        """A table of money with the areas of a programme and its total lists all of them (they add up to it)."""
        part = rows[0].part
        totals = {value.about for value in part.values if value.is_money and value.about.level is Level.PROGRAMME}
        areas = {value.about for value in part.values if value.is_money and value.about.level is Level.POLICY_AREA}
        for row in rows:
            programme = row.edition.parent
            if programme is None or programme not in totals or row.edition.ref not in areas:
                continue
            found = self.of.get(edition_iri(part.iri, programme))
            if found:
                self._cover(row.document.iri, Level.POLICY_AREA, found)

    def covers(self, document: str, element: Element) -> bool:
        """Whether a document states in full what an element last stood in: then absence there means something.

        A document that stops at policy area 9B does not make 9C disappear, and an interim report that prints no
        indicators drops none.
        """
        return bool(element.place and (document, element.level, element.place.name) in self._covered)

    def covered(self, document: str, level: Level) -> list[tuple[Level, str]]:
        """The elements (by their names) whose parts of a level a document states in full."""
        return self._by_document.get((document, level), [])

    def covering(self) -> Iterator[Place]:
        """All that documents state in full."""
        return iter(self._covered)
