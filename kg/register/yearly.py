"""What was reworded, is gone or is new from one document to the next, as findings for a reader (Y01, Y02, Y03).

They say what the documents show, not whether it is good or bad: one finding for an element and two documents.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from kg.domain import Level
from kg.findings import Finding, Severity
from kg.register.correspondence import Correspondence
from kg.register.identity import Identities
from kg.register.naming import document_name, element_name, listed, name_and_words, places, short_name
from kg.register.order import Stated
from kg.register.outline import Outline
from kg.register.wording import plain

HOLDING = ("taken", "confirmed")
"""Statuses of correspondences that hold; what is proposed or rejected is not said of an element."""

_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_NEUTER = (Level.PROGRAMME, Level.OVERVIEW, Level.POLICY_AREA, Level.GOAL)
_ROLLED = {
    "new": (Level.PERFORMANCE_TARGET, Level.INDICATOR, Level.GOAL),
    "dropped": (Level.PERFORMANCE_TARGET,),
}
"""What is told with the element above it: all that is new below what is new; an indicator that is gone by itself."""


def yearly_findings(
    found: Identities, changes: Sequence[Correspondence], fell_short: Container[tuple[Level, str]] = ()
) -> Iterator[Finding]:
    """Say what was reworded (Y01), is gone (Y02) or new (Y03), of the correspondences of a municipality that hold.

    Policy areas that come or go are a matter of how their programme is divided (Y07). What goes is a warning where
    ``fell_short`` holds its name: it had not reached its last target.
    """
    holding = [one for one in changes if one.status in HOLDING]
    yield from _reworded(holding, found)
    for side, compared, below in _ends(holding, found, "dropped"):
        yield _gone(side, compared, below, found, fell_short)
    for side, compared, below in _ends(holding, found, "new"):
        yield _new(side, compared, below, found)


def _reworded(changes: Sequence[Correspondence], found: Identities) -> Iterator[Finding]:
    seen: set[tuple[Level, str, str, str]] = set()
    for one in changes:
        if not (one.earlier and one.later and "reworded" in one.changes):
            continue
        key = (*found.places.of[one.later.iri].name, one.earlier.document.iri, one.later.document.iri)
        if key not in seen and not _only_years(one.earlier.edition.label, one.later.edition.label):
            seen.add(key)
            yield _words(one.earlier, one.later)


def _only_years(before: str, now: str) -> bool:
    """Whether nothing but a year rolled on."""
    return plain(_YEAR.sub(" ", before)) == plain(_YEAR.sub(" ", now))


def _words(earlier: Stated, later: Stated) -> Finding:
    (nl, en), (nl_now, en_now) = document_name(earlier.document), document_name(later.document)
    before, now, code = earlier.edition.label, later.edition.label, later.edition.code
    level_nl, level_en = (name.partition(' "')[0] for name in element_name(later))
    article = "Het" if later.edition.level in _NEUTER else "De"
    return Finding(
        "Y01",
        Severity.INFO,
        f'{code or f"{article} {level_nl}"} heette in {nl} "{before}" en heet in {nl_now} "{now}".',
        f'{code or f"The {level_en}"} was worded "{before}" in {en} and is worded "{now}" in {en_now}.',
        places(later, earlier),
        later.document.iri,
        later.iri,
    )


# ---- What came and went

_End = tuple[Stated, Outline, list[Stated]]
"""What is new or gone, the document in which it does not stand, and what is told with it."""


def _ends(changes: Sequence[Correspondence], found: Identities, change: str) -> Iterator[_End]:
    ends = {
        side.iri: (side, one.compared)
        for one in changes
        if one.changes == (change,) and one.compared and (side := one.later or one.earlier)
        if one.level is not Level.POLICY_AREA
    }
    below: dict[str, list[Stated]] = {}
    for iri, (side, _compared) in ends.items():
        above = [parent.iri for parent in found.places.parents(side) if parent.iri in ends]
        top = above[-1] if above and side.edition.level in _ROLLED[change] else iri
        below.setdefault(top, []).extend([side] if top != iri else [])
    for iri, told in below.items():
        yield *ends[iri], told


def _gone(
    side: Stated,
    compared: Outline,
    below: Sequence[Stated],
    found: Identities,
    fell_short: Container[tuple[Level, str]],
) -> Finding:
    """Y02: first comes the place in the later document where it would stand."""
    (nl, en), (nl_now, en_now) = document_name(side.document), document_name(compared)
    name, (with_nl, with_en) = name_and_words(side), _with(below)
    return Finding(
        "Y02",
        Severity.WARNING if found.places.of[side.iri].name in fell_short else Severity.INFO,
        f"{name}{with_nl} stond in {nl} en staat niet in {nl_now}; een reden is daar niet gevonden.",
        f"{name}{with_en} stood in {en} and does not stand in {en_now}; no reason was found there.",
        places(*_room(side, compared, found), side, *below),
        compared.iri,
        side.iri,
    )


def _new(side: Stated, compared: Outline, below: Sequence[Stated], found: Identities) -> Finding:
    """Y03: last comes the place in the earlier document where it would have stood."""
    (nl, en), (nl_then, en_then) = document_name(side.document), document_name(compared)
    name, (with_nl, with_en) = name_and_words(side), _with(below)
    return Finding(
        "Y03",
        Severity.INFO,
        f"{name}{with_nl} is nieuw in {nl}; in {nl_then} stond dit niet.",
        f"{name}{with_en} is new in {en}; it did not stand in {en_then}.",
        places(side, *below, *_room(side, compared, found)),
        side.document.iri,
        side.iri,
    )


def _with(below: Sequence[Stated]) -> tuple[str, str]:
    if not below:
        return "", ""
    nl, en = listed([short_name(one) for one in below])
    return f", met {nl},", f", with {en},"


def _room(side: Stated, compared: Outline, found: Identities) -> list[Stated]:
    """In another document the nearest element that this one stands under."""
    for element in found.places.ancestors(side):
        stated = [one for one in element.editions if one.document.iri == compared.iri]
        if stated:
            return stated[:1]
    return []
