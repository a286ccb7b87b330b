"""The graph depends on what the files hold, and on nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kg.build.load import load_documents
from kg.build.run import graph_lines
from kg.identifiers import DEFAULT_BASE, register_graph
from tests.facts.corpus import Corpus

ROOT = Path(__file__).resolve().parents[2]

BUILD = """
import sys
from pathlib import Path
from kg.build.load import load_documents
from kg.build.run import graph_lines
lines, _ = graph_lines(load_documents([Path(name) for name in sys.argv[1:]]))
sys.stdout.buffer.write("\\n".join(lines).encode())
"""


def graph_of(*paths: Path) -> list[str]:
    return graph_lines(load_documents(list(paths)))[0]


def copies(corpus: Corpus, folder: Path, *, renamed: bool = False) -> dict[str, Path]:
    """Copy the files of a corpus and what is stated of them; under other names, which sort the other way round."""
    names = {doc: path.name for doc, path in corpus.files.items()}
    if renamed:
        names = {doc: f"{chr(ord('z') - number)}-{doc[::-1]}.txt" for number, doc in enumerate(sorted(names))}
    for doc, path in corpus.files.items():
        shutil.copyfile(path, folder / names[doc])
    state_again(corpus, folder, names)
    return {doc: folder / name for doc, name in names.items()}


def state_again(corpus: Corpus, folder: Path, names: dict[str, str]) -> None:
    """Copy what documents.toml states of the files, under their names in the folder."""
    first = next(iter(corpus.files.values()))
    stated = first.parent / "documents.toml"
    if stated.is_file():
        text = stated.read_text(encoding="utf-8")
        for doc, name in names.items():
            text = text.replace(f'["{corpus.files[doc].name}"]', f'["{name}"]')
        assert set(tomllib.loads(text)) == set(names.values())
        (folder / "documents.toml").write_text(text, encoding="utf-8")


def test_the_order_of_the_files_does_not_matter(corpus: Corpus) -> None:
    assert graph_of(*reversed(corpus.files.values())) == corpus.graph


def test_a_folder_is_its_files(corpus: Corpus) -> None:
    (folder,) = {path.parent for path in corpus.files.values()}
    assert graph_of(folder) == corpus.graph


def test_the_names_of_the_files_do_not_matter(corpus: Corpus, tmp_path: Path) -> None:
    renamed = copies(corpus, tmp_path, renamed=True)
    assert not {path.name for path in renamed.values()} & {path.name for path in corpus.files.values()}
    assert graph_of(*renamed.values()) == corpus.graph


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_same_bytes_whatever_the_hash_seed(corpus: Corpus, seed: str) -> None:
    command = [sys.executable, "-c", BUILD, *map(str, corpus.files.values())]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=True)
    assert done.stdout == "\n".join(corpus.graph).encode()


@pytest.mark.parametrize(
    ("table", "column"), [("budget_lines", "raw"), ("observations", "raw"), ("deviations", "raw_2019")]
)
def test_another_figure_changes_its_own_part_alone(corpus: Corpus, tmp_path: Path, table: str, column: str) -> None:
    doc, printed = next(
        (row["doc"], row[column])
        for row in corpus.rows(table)
        if re.search(r"\d.*\d", row[column]) and corpus.texts[row["doc"]].count(row[column]) == 1
    )
    files = copies(corpus, tmp_path)
    other = re.sub(r"\d", lambda digit: str(int(digit[0]) % 9 + 1), printed, count=1)
    files[doc].write_bytes(files[doc].read_bytes().replace(printed.encode(), other.encode()))
    changed = set(graph_of(*files.values())) ^ set(corpus.graph)
    own = next(graph for graph, whole in corpus.whole.items() if whole == doc)
    assert own in graphs_of(changed) <= {own, register_graph(DEFAULT_BASE, "gm0546")}
    values = [line for line in changed if "measure#obsValue>" in line]
    assert len(values) == 2
    assert len({line.partition(" ")[0] for line in values}) == 1


def graphs_of(lines: set[str]) -> set[str]:
    """The graphs in which lines of N-Quads stand."""
    return {line.removesuffix("> .").rpartition("<")[2] for line in lines}
