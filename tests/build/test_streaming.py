"""A build holds a document at a time: what was written is forgotten, what is not needed yet is not read."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kg.build.load import Loaded, load_documents, load_each, open_files
from kg.build.run import build, corpus, graph_lines, graphs
from kg.builder import Builder
from kg.domain import Part

NUMBER = 8


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of one account of two cities and several years: each another document."""
    folder = tmp_path / "stukken"
    folder.mkdir()
    text = (corpus() / "annual-report-2024-programme-9.txt").read_text(encoding="utf-8")
    stated = []
    for number in range(NUMBER):
        (folder / f"{number}.txt").write_text(text.replace("2024", str(2010 + number)), encoding="utf-8")
        city = ("gm0546", "gm0513")[number % 2]
        entry = f'municipality = "{city}"\nkind = "annual-report"\nyear = {2010 + number}\n'
        stated.append(f'["{number}.txt"]\n{entry}')
    (folder / "documents.toml").write_text("\n".join(stated), encoding="utf-8")
    return folder


def test_no_document_is_read_before_the_one_before_it_is_mapped(many: Path) -> None:
    taken: list[str] = []

    def watched(loads: Iterable[Loaded]) -> Iterator[Loaded]:
        for loaded in loads:
            taken.append(loaded.documents[0].municipality.code)
            yield loaded

    making = graphs(watched(load_each(open_files([many], profile="leiden"))), [])
    seen = []
    for lines in making:
        seen.append((len(taken), lines[0].rsplit(" ", 2)[1].rpartition("/id/")[2]))
    half = NUMBER // 2
    assert [count for count, graph in seen if "/part/" in graph] == list(range(1, NUMBER + 1))
    registers = [(count, graph) for count, graph in seen if graph.endswith("/register>")]
    assert registers == [(half + 1, "gm0513/graph/register>"), (NUMBER, "gm0546/graph/register>")]


def parts_alive() -> int:
    gc.collect()
    return sum(isinstance(one, Part) for one in gc.get_objects())


def test_a_build_holds_two_documents_at_most(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = parts_alive()  # what other tests hold
    alive: list[int] = []
    write = Builder.write_graph

    def watched(self: Builder, lines: list[str]) -> None:
        alive.append(parts_alive())
        write(self, lines)

    monkeypatch.setattr(Builder, "write_graph", watched)
    report = build([many], tmp_path / "graph", profile="leiden")
    assert len(report.documents) == NUMBER
    assert len(alive) == NUMBER + 2 + 3
    assert max(alive) - before <= 2


def test_to_graph_gives_the_lines_of_the_file_for_any_order_of_documents(many: Path, tmp_path: Path) -> None:
    build([many], tmp_path / "graph", profile="leiden")
    loaded = load_documents([many], profile="leiden")
    loaded.documents.reverse()
    lines, findings = graph_lines(loaded)
    assert (tmp_path / "graph" / "graph.nq").read_text(encoding="utf-8").splitlines() == lines
    assert [finding.rule for finding in findings] == ["Y08"] * 2, "each city has every other year"
