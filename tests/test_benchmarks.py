"""Documents that are made: the same by seed, each another, read as fully as their source; stages that are all shown."""

from __future__ import annotations

import json
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from kg.build.load import Loaded, load_documents
from kg.build.run import build, corpus
from kg.builder import Builder
from kg.domain import Part, TextFigure

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
NUMBER = 24


def script(name: str) -> ModuleType:
    """Load a script of the folder, and those beside it that it imports."""
    spec = spec_from_file_location(f"benchmarks_{name}", BENCHMARKS / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        patch.setitem(sys.modules, spec.name, module)  # where dataclasses look for it
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    return script("generate")


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
        assert all(abs(one - number) <= 1 for one in varied[key])


def test_codes_figures_and_labels_differ(made: Path) -> None:
    loaded = load_documents([made], profile="leiden")
    accounts = [document.parts[0] for document in loaded.documents if document.kind == "annual-report"]
    assert len({part.number for part in accounts}) > 1
    figures = [tuple(figure.reading.verbatim for figure in part.figures) for part in accounts]
    labels = [tuple(edition.label for edition in part.editions) for part in accounts]
    assert len(set(figures)) == len(accounts)
    assert len(set(labels)) == len(accounts)


def test_the_stages_shown_are_those_of_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Builder, "write_search", Builder.write_search)  # what is measured replaces it
    timing, document = script("build"), next(corpus().glob("*.txt"))
    reported = build([document], tmp_path / "graph").seconds
    timing.print_builds([timing.measure_build(document, tmp_path / "measured")])
    table = capsys.readouterr().out.partition("| stage |")[2]
    shown = re.findall(r"^\| (\w+) \| \d+% \|", table, re.MULTILINE)
    assert shown == [*reported, "other"]
    assert {"index", "store"} <= set(shown)


def test_a_made_register_and_what_follows_of_it_grow_as_its_elements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    infer, register = script("infer"), script("register")
    found = []
    for elements in (117, 234):  # one programme, and two
        path = tmp_path / f"{elements}.nq"
        register.measure(elements, 4, 1, path)
        editions, _known, quads, _seconds, _peak = json.loads(capsys.readouterr().out)
        found.append((editions, quads, infer.by_rules(path)))
    assert found[0][0] > 800
    for one, two in zip(*found, strict=True):
        assert 1.9 < two / one < 2.1
