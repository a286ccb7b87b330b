"""Texts of two renditions: the same words are one text with the places of both; other texts stay apart."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

import pytest

from kg.build.load import load_documents
from kg.domain import Part, TextFigure

HEAD = """Programmabegroting 2022 gemeente Leiden

Programma 6 Wonen

"""

FIRST = (
    HEAD
    + """Wonen in de stad

De gemeente bouwt 250 woningen voor € 2 miljoen (zie 8B). Dat besluit (RV 21.0044) geldt voor de hele stad en loopt tot het einde van het jaar, als de laatste woningen aan de rand van het centrum klaar zijn en de bewoners een sleutel krijgen.

Wat gaan we doen in 2022?

- Bouwen: we bouwen op vier plekken (3 Economie).
"""  # noqa: E501
)

WRAPPED = "\n".join(fill(line, 72) for line in FIRST.splitlines()) + "\n"

SECOND = (
    HEAD
    + """Leegstand

De leegstand is gedaald tot 3% (zie 8B). Het besluit daarover (RV 21.0045) geldt voor winkels en kantoren in de stad.

Wat gaan we doen in 2022?

- Tellen: we tellen de lege panden (3 Economie).
"""
)


def part_of(folder: Path, *texts: str) -> Part:
    for number, text in enumerate(texts):
        (folder / f"file-{number}.txt").write_text(text, encoding="utf-8")
    loaded = load_documents([folder])
    (document,) = loaded.documents
    (part,) = document.parts
    return part


def places(part: Part) -> list[int]:
    return [len(paragraph.evidence) for text in part.explanations for paragraph in text.paragraphs]


@pytest.fixture
def one(tmp_path: Path) -> Part:
    return part_of(tmp_path, FIRST, WRAPPED)


@pytest.fixture
def two(tmp_path: Path) -> Part:
    return part_of(tmp_path, FIRST, SECOND)


def test_a_text_in_two_files_is_one_with_two_places(one: Part) -> None:
    assert [text.key for text in one.explanations] == ["6/1"]
    assert places(one) == [2]
    assert [len(activity.evidence) for activity in one.activities] == [2]
    assert [len(reference.evidence) for reference in one.references] == [2, 2]
    assert [len(decision.evidence) for decision in one.decisions] == [2]


def test_its_figures_are_not_doubled(one: Part) -> None:
    figures = [figure for figure in one.figures if isinstance(figure, TextFigure)]
    assert sorted(str(figure.reading.verbatim) for figure in figures) == ["250 woningen", "vier plekken", "€ 2 miljoen"]
    assert {len(figure.evidence) for figure in figures} == {2}
    assert {figure.doubt for figure in figures} == {None}


def test_other_texts_of_one_part_stay_apart(two: Part) -> None:
    assert [text.key for text in two.explanations] == ["6/1", "6/2"]
    assert {activity.lead_in for activity in two.activities} == {"Tellen", "Bouwen"}
    assert len({decision.notation for decision in two.decisions}) == len(two.decisions) == 2
    assert len(two.references) == len({(r.target, r.stands_in) for r in two.references}) == 4


def test_what_stands_in_a_text_goes_with_it(two: Part) -> None:
    texts = {text.node: text.text for text in two.explanations}
    texts |= {activity.node: activity.text for activity in two.activities}
    standing = [(reference.verbatim, reference.stands_in) for reference in two.references]
    standing += [(decision.verbatim, decision.stands_in) for decision in two.decisions]
    standing += [(f.reading.verbatim, f.stands_in) for f in two.figures if isinstance(f, TextFigure)]
    assert len(standing) == 10
    assert [verbatim for verbatim, node in standing if verbatim not in texts[node or ""]] == []
