"""Texts of two renditions: the same words are one text with the places of both; other texts stay apart."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

import pytest

from kg.build.load import load_documents
from kg.domain import Part, TextFigure
from kg.resources import folder

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


DEVELOPMENTS = [
    "De raad nam in juni de nota Wonen aan (RV 21.0044); die kost € 2 miljoen (zie 8B).",
    "In 2022 komen er 250 woningen bij, waarvan 40 woningen voor ouderen (zie 8B en 7A).",
    "Het college wacht nog op de provincie (B&W 21.0133) voor de rest van het plan.",
]


def broken(*pieces: str) -> str:
    """The same words with other breaks between the texts."""
    return HEAD + "Stand van zaken bij Bestuursrapportage\n\n" + "\n\n".join(pieces) + "\n"


BREAKS = {
    "the second file joins two": (
        broken(*DEVELOPMENTS),
        broken(" ".join(DEVELOPMENTS[:2]), DEVELOPMENTS[2]),
    ),
    "the first file joins two": (
        broken(DEVELOPMENTS[0], " ".join(DEVELOPMENTS[1:])) + "\n",
        broken(*DEVELOPMENTS),
    ),
    "each joins other ones": (
        broken(" ".join(DEVELOPMENTS[:2]), DEVELOPMENTS[2]),
        broken(DEVELOPMENTS[0], " ".join(DEVELOPMENTS[1:])),
    ),
    "one file holds a single text": (
        broken(*DEVELOPMENTS),
        broken(" ".join(DEVELOPMENTS)),
    ),
}


@pytest.mark.parametrize("texts", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("turned", [False, True])
def test_texts_broken_up_differently_are_one(texts: tuple[str, str], turned: bool, tmp_path: Path) -> None:
    part = part_of(tmp_path, *(reversed(texts) if turned else texts))
    whole = " ".join(text.text.replace("\n", " ") for text in part.explanations)
    assert whole == " ".join(DEVELOPMENTS)
    assert sorted(decision.notation for decision in part.decisions) == ["BW 21.0133", "RV 21.0044"]
    assert sorted(reference.target for reference in part.references) in (["7A", "8B"], ["7A", "8B", "8B"])
    figures = [figure for figure in part.figures if isinstance(figure, TextFigure)]
    assert sorted(str(figure.reading.verbatim) for figure in figures) == ["250 woningen", "40 woningen", "€ 2 miljoen"]
    nodes = {text.node: text.text for text in part.explanations}
    standing = [
        (item.stands_in, item.evidence) for items in (part.decisions, part.references, figures) for item in items
    ]
    assert all(len({p.rendition for p in evidence}) == 2 for _, evidence in standing)
    assert all(any(p.quote in nodes[node or ""] for p in evidence) for node, evidence in standing)
    (among,) = (figure for figure in figures if figure.part_of)
    assert among.part_of in {figure.key for figure in figures}


def test_the_beginning_of_a_text_is_not_the_text(tmp_path: Path) -> None:
    part = part_of(tmp_path, broken(*DEVELOPMENTS[:2]), broken(f"{DEVELOPMENTS[0]} Meer is er niet.") + "\n" * 3)
    assert len(part.explanations) == 3


def test_no_text_of_the_corpus_stands_within_one_of_another_file() -> None:
    parts = [part for document in load_documents([folder("examples") / "leiden"]).documents for part in document.parts]
    texts = [
        (part.key, " ".join(text.text.split()), {p.rendition for one in text.paragraphs for p in one.evidence})
        for part in parts
        for text in part.explanations
    ]
    assert len(texts) > 20
    assert not [
        (key, one)
        for key, one, files in texts
        for other_key, other, other_files in texts
        if key == other_key and one in other and not files & other_files and len(one.split()) >= 8
    ]
