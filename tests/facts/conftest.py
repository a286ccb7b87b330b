"""Two corpora, each with its graph and with the facts that a person read in its files."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from kg.resources import folder
from tests.facts.corpus import Corpus


@pytest.fixture(scope="session", params=["shared", "shipped"])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    """The documents as received, with their facts; and the corpus that ships, with its own."""
    if request.param == "shipped":
        return _that_ships()
    return _of_the_shared_folder(request.getfixturevalue("shared"))


@pytest.fixture(scope="session")
def received(shared: Path) -> Corpus:
    """The documents as received alone: those that ship hold no running text."""
    return _of_the_shared_folder(shared)


@cache
def _of_the_shared_folder(shared: Path) -> Corpus:
    facts = shared / "facts"
    files = {name: next((shared / "documents").glob(f"{name}_*.txt")) for name in _names(facts)}
    return Corpus("shared", files, facts)


def _that_ships() -> Corpus:
    home = folder("examples") / "leiden"
    files = {name: home / f"{name}.txt" for name in _names(home / "expected")}
    return Corpus("shipped", files, home / "expected")


def _names(facts: Path) -> list[str]:
    with (facts / "documents.csv").open(encoding="utf-8", newline="") as file:
        return [row["doc"] for row in csv.DictReader(file)]
