"""The made corpus of four years: every element is classified as a person would, and what is doubtful only proposed."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from kg.build.load import load_documents
from kg.domain import ProgrammeDocument
from kg.identifiers import DEFAULT_BASE
from kg.profile import load
from kg.register import build_register
from kg.register.order import drawn_up
from kg.vocabulary import CODE, DOEL
from tests.history.test_made_documents import DOCUMENTS, ELEMENTS, MADE, ROWS

Said = tuple[str, str, str, str, str, frozenset[str], str]

CITY = f"{DEFAULT_BASE}gm0546/document/"


@pytest.fixture(scope="module")
def said() -> list[Said]:
    """The correspondences of the register as rows of expected.csv."""
    documents = load_documents([MADE]).documents
    quads = build_register(documents, base=DEFAULT_BASE, profile=load("leiden")).quads
    found: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value, _graph in quads:
        if "/correspondence/" in subject:
            name = predicate.removeprefix(f"<{DOEL}").removesuffix(">")
            found.setdefault(subject, {}).setdefault(name, set()).add(value.strip("<>"))
    return [_row(values) for values in found.values()]


def _row(values: dict[str, set[str]]) -> Said:
    earlier, later = (_edition(values, side) for side in ("earlierEdition", "laterEdition"))
    compared = "".join(values.get("comparedDocument", ())).removeprefix(CITY)
    changes = frozenset(change.removeprefix(CODE) for change in values["change"])
    (status,) = (one.removeprefix(CODE) for one in values["status"])
    level = later[1] or earlier[1]
    return (earlier[0] or compared, earlier[2], later[0] or compared, later[2], level, changes, status)


def _edition(values: dict[str, set[str]], side: str) -> tuple[str, str, str]:
    iris = values.get(side)
    if not iris:
        return "", "", ""
    document, _, rest = next(iter(iris)).removeprefix(CITY).partition("/part/")
    _part, level, code = rest.split("/")
    return document, level, code


def expected() -> set[Said]:
    return {
        (r.document_earlier, r.code_earlier, r.document_later, r.code_later, r.level, frozenset(r.kinds), r.decision)
        for r in ROWS
    }


def test_every_change_is_classified_and_nothing_else_is_said(said: list[Said]) -> None:
    assert len(said) == len(set(said))
    missing, wrong = expected() - set(said), set(said) - expected()
    assert (sorted(map(str, missing)), sorted(map(str, wrong))) == ([], [])


def test_no_link_between_elements_is_wrong(said: list[Said]) -> None:
    """No two editions are of one element but those that rows tie together."""
    tied = {(row.earlier, row.later) for row in ROWS if row.both and row.decision == "taken"}
    links = {(s[0], s[4], s[1], s[2], s[3]) for s in said if s[1] and s[3] and s[6] == "taken"}
    assert links == {(*one, other[0], other[2]) for one, other in tied}
    assert len(ELEMENTS) > 600


def elements_of(documents: list[ProgrammeDocument]) -> dict[str, str]:
    """The element of each edition."""
    quads = build_register(documents, base=DEFAULT_BASE, profile=load("leiden")).quads
    return {subject: value for subject, predicate, value, _graph in quads if predicate == f"<{DOEL}editionOf>"}


def test_the_order_of_the_documents_does_not_matter() -> None:
    documents = load_documents([MADE]).documents
    mixed = list(documents)
    random.Random(7).shuffle(mixed)
    first, second = (build_register(given, base=DEFAULT_BASE, profile=load("leiden")) for given in (documents, mixed))
    assert first == second


def test_later_documents_change_no_decision_about_earlier_ones() -> None:
    documents = sorted(load_documents([MADE]).documents, key=drawn_up)
    every = elements_of(documents)
    for number in range(1, len(documents)):
        believed = elements_of(documents[:number])
        assert believed == {edition: every[edition] for edition in believed}


def test_the_kinds_that_are_classified_are_all_there(said: list[Said]) -> None:
    kinds = Counter(change for one in said for change in one[5])
    assert min(kinds.values()) >= 9
    assert len(kinds) == 9
    assert len({one[2] for one in said} | {one[0] for one in said}) == len(DOCUMENTS)
