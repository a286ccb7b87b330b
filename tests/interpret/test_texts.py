"""Golden pairs of running text: each document in ``texts/`` is read as its listing says; README.md says why."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

HOME = Path(__file__).parent / "texts"
DOCUMENTS = sorted(path for path in HOME.iterdir() if not path.name.endswith(".expected.txt") and path.stem != "README")


def expected_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}.expected.txt")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_is_read_as_listed(path: Path, text_listing: Callable[[Path], str]) -> None:
    read = text_listing(path)
    if os.environ.get("DOELENBOOM_APPROVE") == "1":
        expected_of(path).write_text(read, encoding="utf-8")
    assert read == expected_of(path).read_text(encoding="utf-8")


def test_each_pair_is_explained() -> None:
    explained = re.findall(r"^- `([\w.-]+)`: \S", (HOME / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(explained) == [path.name for path in DOCUMENTS]
    assert {path.name for path in HOME.glob("*.expected.txt")} == {expected_of(path).name for path in DOCUMENTS}
