"""Each stored query has its page in docs/queries/, with its answer on the corpus that ships as it is now."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

from kg.catalogue.ask import Graph

ROOT = Path(__file__).resolve().parents[2]


def test_every_query_has_its_page(graph_of: Callable[[str], Graph]) -> None:
    written = runpy.run_path(str(ROOT / "docs" / "make_queries.py"))["pages"](graph_of("leiden"))
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "queries").iterdir()}
    assert sorted(found) == sorted(written), "run python docs/make_queries.py"
    assert [name for name in written if found[name] != written[name]] == [], "run python docs/make_queries.py"
