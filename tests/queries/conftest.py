"""Graphs of the corpora, built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kg.catalogue.ask import Graph
from tests.queries.cases import build_corpus, lines_of


@pytest.fixture(scope="session")
def leiden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the corpus that ships."""
    return build_corpus("leiden", tmp_path_factory.mktemp("leiden"))


@pytest.fixture(scope="session")
def leiden_lines(leiden: Path) -> bytes:
    """Its N-Quads."""
    return lines_of(leiden)


@pytest.fixture(scope="session")
def graph_of(
    leiden: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Graph]:
    """``graph_of(corpus)``: the graph of a corpus, opened."""

    @cache
    def opened(corpus: str) -> Graph:
        if corpus == "leiden":
            return Graph.open(leiden)
        received = request.getfixturevalue("shared") / "documents"
        return Graph.open(build_corpus(corpus, tmp_path_factory.mktemp(corpus), received))

    return opened
