"""Where the line of a programme through the years breaks, as findings: divided anew (Y07), years not loaded (Y08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.domain import Level
from kg.findings import Finding, Severity
from kg.register.correspondence import Correspondence, by_document
from kg.register.element import Element
from kg.register.identity import Identities
from kg.register.naming import capital, document_name, element_name, listed, places, short_name
from kg.register.order import Stated, fiscal
from kg.register.outline import Outline
from kg.register.yearly import HOLDING

_Step = tuple[str, Outline, Outline, Stated, bool]
"""A programme's key, the earlier and the later document, and the policy area that came (True) or went in between."""


def division_findings(found: Identities, changes: Sequence[Correspondence]) -> Iterator[Finding]:
    """Say which programmes were divided anew (Y07), and for which years nothing of a programme is loaded (Y08).

    A programme was divided anew where a policy area came or went between two documents that both list them all, or
    moved from one programme to another.
    """
    programmes = {element.key: element for element in found.elements if element.level is Level.PROGRAMME}
    groups: dict[tuple[str, str], list[_Step]] = {}
    for one in changes:
        if one.level is Level.POLICY_AREA and one.status in HOLDING:
            for step in _steps(one, found):
                groups.setdefault((step[0], step[2].iri), []).append(step)
    for steps in groups.values():
        yield from _redivided(programmes[steps[0][0]], steps)
    for programme in programmes.values():
        yield from _gap(programme)


def _steps(one: Correspondence, found: Identities) -> Iterator[_Step]:
    """The programmes that a policy area came to or left."""
    side = one.later or one.earlier
    sides: list[tuple[Outline, Outline, Stated, bool]] = []
    if one.compared and side and one.changes == ("new",):
        sides = [(one.compared, side.document, side, True)]
    elif one.compared and side and one.changes == ("dropped",):
        sides = [(side.document, one.compared, side, False)]
    elif one.earlier and one.later and "moved" in one.changes:
        documents = (one.earlier.document, one.later.document)
        sides = [(*documents, one.later, True), (*documents, one.earlier, False)]
    for earlier, later, area, is_new in sides:
        if programme := found.places.place(area):
            yield programme.key, earlier, later, area, is_new


def _redivided(programme: Element, steps: Sequence[_Step]) -> Iterator[Finding]:
    """Y07, against the last document before; said only where both documents state the programme."""
    sides = {one.document.iri: one for one in reversed(programme.editions)}
    then = sides.get(max((step[1] for step in steps), key=fiscal).iri)
    now = sides.get(steps[0][2].iri)
    if then is None or now is None:
        return
    areas = [(area, is_new) for _key, _earlier, _later, area, is_new in steps]
    words = [*_named(areas, True, "erbij", "added"), *_named(areas, False, "weg", "gone")]
    nl_change, en_change = ("; ".join(both[side] for both in words) for side in (0, 1))
    (nl, en), (nl_now, en_now), name = document_name(then.document), document_name(now.document), element_name(now)
    yield Finding(
        "Y07",
        Severity.INFO,
        f"De indeling van {name[0]} is in {nl_now} anders dan in {nl} ({nl_change}); "
        "bedragen van voor en na zijn niet zonder meer te vergelijken.",
        f"{capital(name[1])} is divided in another way in {en_now} than in {en} ({en_change}); "
        "amounts from before and after do not simply compare.",
        places(now, then, *(area for area, _new in areas)),
        now.document.iri,
        now.iri,
    )


def _named(areas: Sequence[tuple[Stated, bool]], wanted: bool, nl: str, en: str) -> list[tuple[str, str]]:
    names = [short_name(one) for one, is_new in areas if is_new is wanted]
    if not names:
        return []
    both = listed(names)
    return [(f"{nl}: {both[0]}", f"{en}: {both[1]}")]


def _gap(programme: Element) -> Iterator[Finding]:
    """Y08, once a programme: the fiscal years between its first and last loaded document that have none."""
    groups = by_document(programme)
    breaks: list[Stated] = []
    missing: list[int] = []
    for earlier, later in pairwise(groups):
        before, after = earlier[0].document.year, later[0].document.year
        if before is not None and after is not None and after - before > 1:
            missing += range(before + 1, after)
            breaks = [later[0], earlier[0], *breaks]
    if missing:
        last = groups[-1][0]
        years, (name_nl, name_en) = _runs(missing), element_name(last)
        (nl, en) = listed(years)
        yield Finding(
            "Y08",
            Severity.INFO,
            f"Van {nl} is geen document geladen waarin {name_nl} een eigen plaats heeft; de lijn is daar onderbroken.",
            f"No document is loaded for {en} in which {name_en} has a place of its own; the line is broken there.",
            places(*breaks),
            last.document.iri,
            last.iri,
        )


def _runs(years: Sequence[int]) -> list[str]:
    """Write years that follow one another as one.

    >>> _runs([2018, 2020, 2021, 2022])
    ['2018', '2020–2022']
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
