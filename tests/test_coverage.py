"""Cells are accounted for by what claims them, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

from kg.build.load import load_documents
from kg.build.run import corpus
from kg.coverage import cells_of
from kg.domain import Part


def account() -> Part:
    loaded = load_documents([corpus() / "annual-report-2024-programme-9.txt"])
    (part,) = loaded.documents[0].parts
    return part


def test_all_cells_of_the_account_are_accounted_for() -> None:
    cells = cells_of(account())
    assert (cells.claimed, cells.open) == (cells.total, ())
    assert cells.total > 500


def test_a_figure_that_is_taken_away_leaves_its_cell_open() -> None:
    part = account()
    gone = next(figure for figure in part.figures if figure.key == "budget/9B/balance/executed/2024")
    cells = cells_of(replace(part, figures=tuple(figure for figure in part.figures if figure is not gone)))
    assert [cell.quote for cell in cells.open] == ["7.287"]


def test_without_facts_nothing_is_accounted_for() -> None:
    part = account()
    bare = replace(part, figures=(), editions=(), tables=(), notes=(), mentions=(), deviations=(), structure=())
    assert cells_of(bare).claimed == 0
