"""The documents of Leiden: every element that stands in two of them is linked as the wording says, and no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.build.load import load_documents
from kg.build.run import corpus
from kg.identifiers import DEFAULT_BASE
from kg.profile import load
from kg.register import build_register
from kg.vocabulary import CODE, DOEL

CITY = f"{DEFAULT_BASE}gm0546/"
READ = Path(__file__).with_name("real.csv")
"""Read by hand from the five files, with why."""

Link = tuple[str, str, str, tuple[str, ...]]


def by_hand() -> set[Link]:
    with READ.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["level"], row["earlier"], row["later"], tuple(sorted(row["changes"].split()))) for row in rows}


def found_in(folder: Path) -> set[Link]:
    """The correspondences of the register, each taken by a rule; those of a code that recurs stand for themselves."""
    quads = build_register(load_documents([folder]).documents, base=DEFAULT_BASE, profile=load("leiden")).quads
    said: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value, _graph in quads:
        if "/correspondence/" in subject:
            name = predicate.removeprefix(f"<{DOEL}")[:-1]
            said.setdefault(subject, {}).setdefault(name, []).append(value.strip("<>"))
    assert {status for values in said.values() for status in values["status"]} == {f"{CODE}taken"}
    return {_link(values) for values in said.values()}


def _link(values: dict[str, list[str]]) -> Link:
    earlier, later = (_edition(values.get(side, [""])[0]) for side in ("earlierEdition", "laterEdition"))
    changes = tuple(sorted(change.removeprefix(CODE) for change in values["change"]))
    return later[0] or earlier[0], earlier[1], later[1], changes


def _edition(iri: str) -> tuple[str, str]:
    if not iri:
        return "", ""
    document, _, rest = iri.removeprefix(f"{CITY}document/").partition("/part/")
    _part, level, key = rest.split("/")
    return level, f"{document}:{key}"


def test_the_corpus_that_ships() -> None:
    assert found_in(corpus()) == by_hand()


def test_the_real_documents(shared: Path) -> None:
    assert found_in(shared / "documents") == by_hand()


@pytest.mark.parametrize("key", ["9C1.c", "9C1.c~2"])
def test_a_code_that_stands_twice_is_two_indicators(key: str) -> None:
    quads = build_register(load_documents([corpus()]).documents, base=DEFAULT_BASE, profile=load("leiden")).quads
    edition = f"<{CITY}document/annual-report-2024/part/9/indicator/{key}>"
    element = {"9C1.c": "9C1.c", "9C1.c~2": "9C1.c-er-in-het-gesprek"}[key]
    assert [o for s, p, o, _g in quads if (s, p) == (edition, f"<{DOEL}editionOf>")] == [f"<{CITY}indicator/{element}>"]
