"""Cells are accounted for by what claims them, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.build.load import load_documents
from kg.build.run import corpus
from kg.coverage import KEPT, OPEN, UNDERSTOOD, coverage_of
from kg.domain import Part, TableFigure


def account() -> Part:
    loaded = load_documents([corpus() / "annual-report-2024-programme-9.txt"])
    (part,) = loaded.documents[0].parts
    return part


def test_all_cells_of_the_account_are_accounted_for() -> None:
    part = account()
    cells = coverage_of(part).count(cells=True)
    assert cells[OPEN] == 0
    assert cells.total() > 500
    assert cells[KEPT] <= sum(isinstance(figure, TableFigure) for figure in part.figures)


def test_a_figure_that_is_taken_away_leaves_its_cell_open() -> None:
    part = account()
    gone = next(figure for figure in part.figures if figure.key == "budget/9B/balance/executed/2024")
    coverage = coverage_of(replace(part, figures=tuple(figure for figure in part.figures if figure is not gone)))
    assert [cell.quote for cell in coverage.open(cells=True)] == ["7.287"]


def test_an_explanation_keeps_its_lines_and_a_fact_in_one_understands_it() -> None:
    part = account()
    kept = {item.passage.span.line for item in coverage_of(part).items if item.status == KEPT and not item.is_cell}
    gone = part.explanations[0]
    lines = {passage.span.line for paragraph in gone.paragraphs for passage in paragraph.evidence}
    bare = replace(part, explanations=part.explanations[1:], figures=(), references=(), decisions=(), mentions=())
    assert {line.span.line for line in coverage_of(bare).open(cells=False)} >= lines
    assert not {passage.span.line for reference in part.references for passage in reference.evidence} & kept


def test_a_title_is_set_aside_and_said_to_be_one() -> None:
    items = {item.passage.quote: item.status for item in coverage_of(account()).items if not item.is_cell}
    assert items["RESERVES"] == "title"
    assert UNDERSTOOD in items.values()


def test_without_facts_nothing_is_accounted_for() -> None:
    part = account()
    bare = Part(
        key=part.key,
        number=part.number,
        title=part.title,
        renditions=part.renditions,
        cells=part.cells,
        lines=part.lines,
    )
    assert {item.status for item in coverage_of(bare).items} == {OPEN}


@pytest.mark.parametrize("path", sorted(corpus().glob("*-9.txt")), ids=lambda path: path.stem)
def test_a_second_rendition_leaves_nothing_open(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name, more in (("een.txt", ""), ("twee.txt", "\n\nGemaakt met zorg.\n")):
        (tmp_path / name).write_text(text + more, encoding="utf-8")
    (document,) = load_documents([tmp_path], profile="leiden").documents
    (part,) = document.parts
    assert len(part.renditions) == 2
    assert [item.quote for cells in (True, False) for item in coverage_of(part).open(cells=cells)] == []
