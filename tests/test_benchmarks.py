"""The generator of documents: the same by seed, each another document, read as fully as what it was made of."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg.build.load import Loaded, load_documents
from kg.build.run import corpus
from kg.domain import Part, TextFigure

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
NUMBER = 24


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import generate  # type: ignore[import-not-found, unused-ignore]
    finally:
        sys.path.remove(str(BENCHMARKS))
    module: ModuleType = generate
    return module


@pytest.fixture(scope="module")
def made(generate: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "stukken"
    generate.write(generate.make(generate.sources_in(corpus()), NUMBER, 1), folder)
    return folder


def facts_in(part: Part) -> int:
    figures = [figure for figure in part.figures if not isinstance(figure, TextFigure)]
    return len([*part.editions, *figures, *part.explanations, *part.activities])


def facts(loaded: Loaded) -> dict[tuple[str | None, tuple[str, ...]], list[int]]:
    """How many facts documents hold, by what tells the sources apart: kind and lettered part keys.

    Figures in sentences are not counted: another word beside a number can make it one, or no longer.
    """
    found: dict[tuple[str | None, tuple[str, ...]], list[int]] = {}
    for document in loaded.documents:
        keys = tuple(part.key for part in document.parts if not part.number)
        held = sum(map(facts_in, document.parts))
        found.setdefault((document.kind, keys), []).append(held)
    return found


def test_the_same_seed_gives_the_same_documents(generate: ModuleType, made: Path, tmp_path: Path) -> None:
    again, another = tmp_path / "again", tmp_path / "another"
    for folder, seed in ((again, 1), (another, 2)):
        generate.write(generate.make(generate.sources_in(corpus()), NUMBER, seed), folder)
    texts = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in (made, again, another)]
    assert texts[0] == texts[1] != texts[2]
    assert len(texts[0]) == NUMBER + 1


def test_they_are_so_many_documents_as_full_as_the_real_ones(made: Path) -> None:
    loaded = load_documents([made], profile="leiden")
    assert len(loaded.documents) == NUMBER
    assert all(len(part.renditions) == 1 for document in loaded.documents for part in document.parts)
    assert loaded.left_out == []
    real, varied = facts(load_documents([corpus()])), facts(loaded)
    assert varied.keys() == real.keys()
    for key, (number,) in real.items():
        assert all(abs(one - number) <= number / 20 for one in varied[key])


def test_codes_figures_and_labels_differ(made: Path) -> None:
    loaded = load_documents([made], profile="leiden")
    accounts = [document.parts[0] for document in loaded.documents if document.kind == "annual-report"]
    assert len({part.number for part in accounts}) > 1
    figures = [tuple(figure.reading.verbatim for figure in part.figures) for part in accounts]
    labels = [tuple(edition.label for edition in part.editions) for part in accounts]
    assert len(set(figures)) == len(accounts)
    assert len(set(labels)) == len(accounts)
