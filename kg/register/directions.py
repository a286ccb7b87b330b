"""Whether higher or lower is better for an indicator: printed nowhere, so it is what a person reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import identifiers, terms, vocabulary
from kg.domain import Level
from kg.errors import ProfileError
from kg.profile import Profile
from kg.profile_files import HOME
from kg.register.element import Element
from kg.register.guards import fits, nearness
from kg.reviewed import rows
from kg.terms import Quad

FILE = "directions.csv"
COLUMNS = ("code", "indicator", "direction", "reviewed_by", "reason")
DIRECTIONS = {"higher": "higher-is-better", "lower": "lower-is-better", "open": "open"}


@dataclass(frozen=True, slots=True)
class Direction:
    """A reviewed row: the code (empty for any) and wording of an indicator, its direction, who decided and why."""

    code: str
    wording: str
    direction: str
    reviewed_by: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Directions:
    """The reviewed lists, the most particular first: a row of an earlier list outranks those of later ones."""

    lists: tuple[tuple[Direction, ...], ...] = ()
    paths: tuple[Path, ...] = ()
    home: Path | None = None
    """The folder of the profile itself; None where it ships, for then its lists are not the user's."""

    def of(self, element: Element) -> Direction | None:
        """The row that holds for an indicator; None where none fits, or where near ones do not agree.

        In one list a row with the code goes before one without, then the nearest wording; a row that has the very
        wording decides, of those that are only near all must say the same.
        """
        for listed in self.lists:
            found = [(bool(row.code), fits(row.code, row.wording, element), -row.line, row) for row in listed]
            fitting = sorted((one for one in found if one[1]), reverse=True, key=lambda one: one[:3])
            if fitting:
                rivals = {one[3].direction for one in fitting if one[0] == fitting[0][0]}
                return fitting[0][3] if fitting[0][1] == 100.0 or len(rivals) == 1 else None
        return None

    def idle(self, elements: Iterable[Element]) -> list[str]:
        """The rows of the profile's own list that fit no indicator that is loaded, as file and line."""
        known = [element for element in elements if element.level is Level.INDICATOR]
        own = [one for one in zip(self.paths, self.lists, strict=True) if one[0].parent == self.home]
        return [
            f"{path.name}, line {row.line}"
            for path, listed in own
            for row in listed
            if not any(fits(row.code, row.wording, element) for element in known)
        ]


def read_directions(profile: Profile | None) -> Directions:
    """Read the reviewed directions of a profile and its bases.

    Raises ProfileError with file and line for an unknown direction, an empty wording, reviewer or reason, and where two
    rows of one list give near wordings of one code different directions.
    """
    paths = tuple(profile.reviewed_files(FILE)) if profile else ()
    home = profile.folders[0] if profile and profile.folders[0].parent != HOME else None
    return Directions(tuple(tuple(_listed(path)) for path in paths), paths, home)


def direction_quads(elements: Sequence[Element], directions: Directions, base: str) -> Iterator[Quad]:
    """Say of each indicator which direction is better, who decided and why; without a row nothing is said."""
    for element in elements:
        row = directions.of(element) if element.level is Level.INDICATOR else None
        if row:
            graph = terms.iri(identifiers.register_graph(base, element.municipality))
            iri = terms.iri(identifiers.element_iri(base, element.municipality, element.level.value, element.key))
            for predicate, value in (
                ("doel:direction", terms.iri(vocabulary.code(row.direction))),
                ("doel:directionReason", terms.text(row.reason, "en")),
                ("doel:directionReviewedBy", terms.string(row.reviewed_by)),
            ):
                yield iri, terms.iri(vocabulary.curie(predicate)), value, graph


def _listed(path: Path) -> Iterator[Direction]:
    earlier: dict[str, list[Direction]] = {}
    for line, row in rows(path, COLUMNS):
        wrong = _wrong(row)
        if wrong:
            raise ProfileError(f"{path}, line {line}: {wrong}")
        direction = DIRECTIONS[row["direction"]]
        one = Direction(row["code"], row["indicator"], direction, row["reviewed_by"], row["reason"], line)
        for other in earlier.setdefault(one.code, []):
            if other.direction != one.direction and nearness(other.wording, one.wording):
                said = f"{other.reviewed_by} in line {other.line} says otherwise of {other.wording!r}"
                raise ProfileError(f"{path}, line {line}: {said}; keep one of the two rows")
        earlier[one.code].append(one)
        yield one


def _wrong(row: dict[str, str]) -> str | None:
    empty = [column for column in COLUMNS if not row[column] and column != "code"]
    if empty:
        return f"{empty[0]} is empty"
    if row["direction"] not in DIRECTIONS:
        return f"the direction {row['direction']!r} is none of {', '.join(DIRECTIONS)}"
    return None
