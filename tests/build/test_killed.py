"""A build that is killed: the old graph answers, and the next build gives the same bytes."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.build.run import build, corpus
from kg.store import Graph

ROOT = Path(__file__).resolve().parents[2]

STAGES = (
    "kg.build.run.open_files",
    "kg.build.load._part",
    "kg.build.run.new_build",
    "kg.builder.Builder.write_source",
    "kg.build.run.part_quads",
    "kg.builder.Builder.write_graph",
    "kg.build.run.register_of",
    "kg.builder.Builder.write_report",
    "kg.builder.Builder.write_search",
    "kg.builder._load",
    "kg.build.run.write_index",
    "kg.builder._sync",
    "kg.builder._swap",
    "kg.builder._tidy",
)
"""A function of each stage of a build, in their order; after ``_swap`` the new graph is the current one."""

REPEATED = [place for place in STAGES if place.endswith(("_part", "_source", "_quads", "_graph"))]
"""Functions that are called for each part or graph: they are killed at later calls too."""

LATER = (2, 3, 4)

AT_RANDOM = 50 - len(STAGES) - len(REPEATED) * len(LATER)
"""With those at a chosen call, fifty kills."""

DRIVER = """
import os, signal, sys
from importlib import import_module
from kg.build.run import build

def owner_of(place):
    module, _, name = place.rpartition(".")
    try:
        return import_module(module), name
    except ModuleNotFoundError:
        owner, attribute = owner_of(module)
        return getattr(owner, attribute), name

place, number, documents, graph = sys.argv[1:]
owner, name = owner_of(place)
real, left = getattr(owner, name), int(number)

def watched(*args, **kwargs):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)

setattr(owner, name, watched)
build([documents], graph)
"""


class Two(NamedTuple):
    """Documents before and after a change, and the bytes of the graph of each."""

    old: Path
    new: Path
    old_bytes: bytes
    new_bytes: bytes


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = tmp_path_factory.mktemp("stukken")
    old, new = folder / "oud", folder / "nieuw"
    shutil.copytree(corpus(), old)
    shutil.copytree(corpus(), new)
    path = new / "programme-budget-2018-programme-9.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("\t34%\t", "\t44%\t"), encoding="utf-8")
    return Two(old, new, bytes_of(old, folder / "graph-oud"), bytes_of(new, folder / "graph-nieuw"))


def bytes_of(documents: Path, graph: Path) -> bytes:
    build([documents], graph)
    return (graph / "graph.nq").read_bytes()


@pytest.fixture(scope="module")
def graph(two: Two, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that all kills here are tried on, one after the other; it begins with the old documents."""
    path = tmp_path_factory.mktemp("graph")
    build([two.old], path)
    return path


def answer(graph: Path) -> tuple[bytes, bool]:
    """The dump, and whether the store answers as it says."""
    with Graph.open(graph) as opened:
        dump = opened.nquads_path.read_bytes()
        (count,) = opened.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]
        return dump, str(count).startswith(f'"{len(dump.splitlines())}"')


def kill_at(place: str, number: int, documents: Path, graph: Path) -> None:
    """Build, and end as by ``kill -9`` when a function is called for the so-manieth time."""
    command = [sys.executable, "-c", DRIVER, place, str(number), str(documents), str(graph)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL


def kill_after(seconds: float, documents: Path, graph: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", str(documents), "--graph", str(graph)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(seconds)
        process.kill()


def other(two: Two, graph: Path) -> tuple[Path, bytes]:
    """The documents that the graph is not of, and the bytes that they give."""
    dump, _ = answer(graph)
    return (two.old, two.old_bytes) if dump == two.new_bytes else (two.new, two.new_bytes)


def check_next_build(documents: Path, expected: bytes, graph: Path) -> None:
    """Building goes on from what stands there and gives the same bytes; what was killed leaves nothing behind."""
    assert bytes_of(documents, graph) == expected
    assert answer(graph) == (expected, True)
    assert len(list((graph / "builds").iterdir())) <= 2
    assert not list(graph.glob(".current-*"))


def check_kill_at(two: Two, graph: Path, place: str, number: int = 1, *, swapped: bool = False) -> None:
    documents, expected = other(two, graph)
    before, _ = answer(graph)
    kill_at(place, number, documents, graph)
    assert answer(graph) == (expected if swapped else before, True)
    check_next_build(documents, expected, graph)


@pytest.mark.parametrize("place", STAGES)
def test_killed_at_a_stage(two: Two, graph: Path, place: str) -> None:
    check_kill_at(two, graph, place, swapped=place == "kg.builder._tidy")


@pytest.mark.slow
@pytest.mark.parametrize("number", LATER)
@pytest.mark.parametrize("place", REPEATED)
def test_killed_in_the_midst_of_a_stage(two: Two, graph: Path, place: str, number: int) -> None:
    check_kill_at(two, graph, place, number)


@pytest.mark.slow
def test_killed_at_any_moment(two: Two, graph: Path, tmp_path: Path) -> None:
    """Kills spread over the time that a build takes here; the graph stays whole after each."""
    command = [sys.executable, "-m", "kg", "build", str(two.new), "--graph", str(tmp_path / "graph")]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    lasts = time.perf_counter() - started
    randomly = random.Random(9)
    for number in range(AT_RANDOM):
        documents, expected = other(two, graph)
        before, _ = answer(graph)
        kill_after(lasts * (number + randomly.random()) / AT_RANDOM, documents, graph)
        assert answer(graph) in ((before, True), (expected, True))
        check_next_build(documents, expected, graph)
