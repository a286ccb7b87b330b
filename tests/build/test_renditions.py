"""Which texts stand in others: the same as comparing each with each, with work that grows with their number."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build.load import load_documents
from kg.build.renditions import BLOCK, Wholes
from kg.interpret.identify import SAME_TEXT, repeats

SENTENCES = [f"Prestatie {n} gaat over {word} in wijk {n % 7}." for n in range(40) for word in ("sport", "zorg")]


@st.composite
def texts(draw: st.DrawFn) -> list[str]:
    """Texts of which some are cut out of others at any character, some changed in one place, some equal."""
    found = [" ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=30))) for _ in range(3)]
    for _ in range(draw(st.integers(0, 8))):
        text = draw(st.sampled_from(found))
        start = draw(st.integers(0, max(0, len(text) - SAME_TEXT + 5)))
        piece = text[start : start + draw(st.integers(SAME_TEXT - 5, SAME_TEXT + len(text)))]
        place = draw(st.integers(0, max(0, len(piece) - 1)))
        found.append(piece if draw(st.booleans()) else f"{piece[:place]}#{piece[place + 1 :]}")
    return draw(st.permutations(found))


@given(texts())
def test_the_index_finds_what_comparing_each_with_each_finds(found: list[str]) -> None:
    wholes = Wholes(found)
    for text in found:
        naive = [n for n, other in enumerate(found) if len(text) < len(other) and repeats(text, other)]
        assert list(wholes.of(text)) == naive


def chapters(number: int) -> list[str]:
    """Texts with a preface in common, and for each an excerpt that is the shortest that can be found."""
    randomly = random.Random(9)
    preface = "Dit hoofdstuk hoort bij de programmabegroting van de gemeente. " * 10
    whole = [preface + " ".join(str(randomly.random()) for _ in range(100)) for _ in range(number)]
    return whole + [text[-SAME_TEXT - BLOCK // 2 : -BLOCK // 2] for text in whole]


def test_each_excerpt_is_compared_with_its_whole_only() -> None:
    for number in (50, 100):
        found = chapters(number)
        wholes = Wholes(found)
        assert [list(wholes.of(text)) for text in found[number:]] == [[n] for n in range(number)]
        assert [list(wholes.of(text)) for text in found[:number]] == [[]] * number
        assert wholes.compared == number


TREE = """Beleidsterrein 6C Wonen

Doel

Prestatie

6C1 Genoeg woningen voor iedereen

6C1.1 Afspraken maken met corporaties over het aantal woningen dat zij elk jaar bouwen
6C1.2 Afspraken maken met ontwikkelaars over het aantal woningen dat zij elk jaar bouwen
6C1.3 Afspraken maken met de regio over het aantal woningen dat in de hele regio nodig is
"""


@pytest.mark.parametrize("names", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_an_excerpt_of_an_excerpt_is_of_the_same_document_whatever_the_names(
    tmp_path: Path, names: tuple[str, str, str]
) -> None:
    whole = f"Bestuursrapportage 2020\n\n{TREE}\nDe gemeente meldt dat alles volgens plan verloopt.\n"
    for name, text in zip(names, (whole, TREE, TREE.partition("6C1.3")[0]), strict=True):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    loaded = load_documents([tmp_path], profile="leiden")
    assert [(d.kind, d.year, len(d.parts[0].renditions)) for d in loaded.documents] == [("interim-report", 2020, 3)]
    said = {(finding.rule, finding.file) for finding in loaded.findings}
    assert said >= {("S15", f"{names[1]}.txt"), ("S15", f"{names[2]}.txt")}
    assert {rule for rule, _file in said}.isdisjoint({"L02", "L03"})
