"""Golden pairs: each document in ``documents/`` and ``texts/`` is read as its listing says; their READMEs say why."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.domain import Part

HERE = Path(__file__).parent
LISTINGS = {"documents": "listing", "texts": "text_listing"}
"""By folder the fixture that lists what was read of a document in it."""


def documents_in(folder: str) -> list[Path]:
    paths = (HERE / folder).iterdir()
    return sorted(path for path in paths if not path.name.endswith(".expected.txt") and path.stem != "README")


def expected_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}.expected.txt")


@pytest.mark.parametrize(
    "path",
    [path for folder in LISTINGS for path in documents_in(folder)],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_is_read_as_listed(path: Path, request: pytest.FixtureRequest) -> None:
    listing: Callable[[Path], str] = request.getfixturevalue(LISTINGS[path.parent.name])
    read = listing(path)
    if os.environ.get("DOELENBOOM_APPROVE") == "1":
        expected_of(path).write_text(read, encoding="utf-8")
    assert read == expected_of(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", LISTINGS)
def test_each_pair_is_explained(folder: str) -> None:
    text = (HERE / folder / "README.md").read_text(encoding="utf-8")
    documents = documents_in(folder)
    assert documents
    assert sorted(re.findall(r"^- `([\w.-]+)`: \S", text, re.MULTILINE)) == [path.name for path in documents]
    assert set((HERE / folder).glob("*.expected.txt")) == set(map(expected_of, documents))


@pytest.mark.parametrize("path", documents_in("documents"), ids=lambda path: path.stem)
def test_each_table_says_where_it_is(path: Path, reading: Callable[[Path], Part]) -> None:
    assert [table.key for table in reading(path).tables if not table.evidence] == []
