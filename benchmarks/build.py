"""How fast a build is, in how much memory, stage by stage; and its writing beside adding triples one by one.

    python benchmarks/build.py [--documents 200] [--seed 1] [--from DOCS] [--runs 3] [--seconds 60] [--gigabytes 8]

Prints Markdown. Documents are made by ``generate.py``. Each measurement is a process of its own, so that its peak of
memory is its own. What is compared starts from the same triples, in random order within each graph, as terms in memory
(strings here, rdflib's terms there, made beforehand); what is timed ends with N-Quads on disk. The fastest of several
runs counts; they take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn

import pyoxigraph as ox
from generate import make, sources_in, write

from kg import terms
from kg.build.run import build, corpus
from kg.builder import Builder, new_build

PEERS = {
    "rdflib": "rdflib: add one by one, serialise as N-Quads",
    "nquads": "this project: N-Quads",
    "stored": "this project: N-Quads and the store on disk",
}
Result = dict[str, Any]
Triples = list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]


def measure_build(documents: Path, graph: Path) -> Result:
    """Build; seconds by stage, and the peak of memory before the store is loaded and after it."""
    before_store: list[float] = []
    load_store = Builder.load_store

    def watched(self: Builder) -> None:
        before_store.append(peak())
        load_store(self)

    Builder.load_store = watched  # type: ignore[method-assign]
    started = time.perf_counter()
    report = build([documents], graph, profile="leiden")
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "stages": {**report.seconds, "other": seconds - sum(report.seconds.values())},
        "documents": len(report.documents),
        "triples": report.quads,
        "before_store": before_store[0],
        "peak": peak(),
    }


class Clock:
    """Time that counts, up to a limit at which it raises TimeoutError."""

    def __init__(self, limit: float) -> None:
        self.seconds, self.limit = 0.0, limit
        signal.signal(signal.SIGALRM, _stop)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of the block."""
        signal.setitimer(signal.ITIMER_REAL, max(self.limit - self.seconds, 0.001))
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - started
            signal.setitimer(signal.ITIMER_REAL, 0)


def _stop(*_: object) -> NoReturn:
    raise TimeoutError


def measure_rdflib(graph: Path, clock: Clock, folder: Path) -> int:
    """Add the triples of each graph one by one to an rdflib dataset, then serialise it; the number of triples."""
    import rdflib

    dataset = rdflib.Dataset()
    number = 0
    for name, triples in graphs_of(graph):
        context = rdflib.URIRef(name)
        quads: list[Any] = [(_theirs(s), _theirs(p), _theirs(o), context) for s, p, o in triples]
        del triples
        with clock.running():
            for quad in quads:
                dataset.add(quad)
        number += len(quads)
    with clock.running():
        dataset.serialize(destination=str(folder / "graph.nq"), format="nquads", encoding="utf-8")
    return number


def measure_nquads(graph: Path, clock: Clock, folder: Path, *, stored: bool = False) -> int:
    """Write N-Quads graph by graph, as a build does, and load the store if that is asked; the number of triples."""
    number = 0
    with new_build(folder / "graph") as builder:
        for name, triples in graphs_of(graph):
            context = terms.iri(name)
            quads = [(str(s), str(p), str(o), context) for s, p, o in triples]
            del triples
            with clock.running():
                builder.write_graph(terms.nquads(quads))
            number += len(quads)
        if stored:
            builder.write_report({"files": {}})
            with clock.running():
                builder.commit()
    return number


def graphs_of(path: Path) -> Iterator[tuple[str, Triples]]:
    """Read graph.nq graph by graph, the triples of each in random order."""
    randomly = random.Random(1)
    for graph, quads in groupby(ox.parse(path=path, format=ox.RdfFormat.N_QUADS), key=lambda quad: quad.graph_name):
        triples = [(quad.subject, quad.predicate, quad.object) for quad in quads]
        randomly.shuffle(triples)
        yield graph.value, triples


def _theirs(term: ox.NamedNode | ox.Literal) -> Any:
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == terms.XSD + "string"
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value))


def measure_peer(peer: str, graph: Path, seconds: float, gigabytes: float) -> Result:
    """Time one way of writing a graph; ``stopped`` says at which limit it did not end."""
    ours = partial(measure_nquads, stored=peer == "stored")
    measure: Callable[[Path, Clock, Path], int] = measure_rdflib if peer == "rdflib" else ours
    clock = Clock(seconds)
    if peer == "rdflib":
        most = int(gigabytes * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with tempfile.TemporaryDirectory(dir=graph.parent) as folder:
        try:
            number = measure(graph, clock, Path(folder))
        except TimeoutError:
            return {"stopped": f"not done in {seconds:.0f} s", "peak": peak()}
        except MemoryError:
            return {"stopped": f"not done in {gigabytes:.0f} GB", "peak": peak()}
    return {"seconds": clock.seconds, "triples": number, "peak": peak()}


def peak() -> float:
    """Most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(*arguments: object) -> Result:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--measure", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: Result = json.loads(done.stdout)
    return result


def fastest(results: list[Result]) -> Result:
    """The run that took least; one that was stopped only where all were."""
    return min(results, key=lambda one: one.get("seconds", float("inf")))


def print_builds(builds: list[Result]) -> None:
    """Print what builds of growing size took, and the share and the growth of each stage."""
    print("| documents | triples | seconds | documents per second | peak before the store, MB | peak, MB |")
    print("|---:|---:|---:|---:|---:|---:|")
    for one in builds:
        speed = one["documents"] / one["seconds"]
        memory = f"{one['before_store']:.0f} | {one['peak']:.0f}"
        print(f"| {one['documents']} | {one['triples']:,} | {one['seconds']:.1f} | {speed:.1f} | {memory} |")
    sizes = [one["documents"] for one in builds]
    heads = " | ".join(f"ms a document, {size}" for size in sizes)
    print(f"\n| stage | share, {sizes[-1]} documents | {heads} | growth |\n|---|---:|{'---:|' * len(sizes)}---:|")
    for stage in builds[-1]["stages"]:
        each = [1000 * one["stages"].get(stage, 0) / one["documents"] for one in builds]
        share = 100 * builds[-1]["stages"][stage] / builds[-1]["seconds"]
        growth = f"{each[-1] / each[0]:.2f}" if each[0] > 0.05 else "–"
        print(f"| {stage} | {share:.0f}% | {' | '.join(f'{ms:.2f}' for ms in each)} | {growth} |")


def print_peers(peers: dict[str, list[Result]], sizes: list[int]) -> None:
    """Print the ways of writing side by side, and how many times faster ours are at the largest size that all end."""
    print(
        f"\n| seconds (peak, MB) | {' | '.join(f'{size} documents' for size in sizes)} |\n|---|{'---:|' * len(sizes)}"
    )
    for peer, name in PEERS.items():
        print(f"| {name} | {' | '.join(map(_shown, peers[peer]))} |")
    ended = [index for index, one in enumerate(peers["rdflib"]) if "seconds" in one]
    if not ended:
        print("\nrdflib ended at none of these sizes.")
        return
    at = ended[-1]
    for peer in ("nquads", "stored"):
        times = peers["rdflib"][at]["seconds"] / peers[peer][at]["seconds"]
        print(f"\n{PEERS[peer]}: {times:.1f} times faster than rdflib at {sizes[at]} documents.")


def _shown(one: Result) -> str:
    return f"{one['seconds']:.2f} ({one['peak']:.0f})" if "seconds" in one else f"{one['stopped']} ({one['peak']:.0f})"


def run(given: argparse.Namespace, folder: Path) -> None:
    """Make documents, build them, compare the writing, and print it all."""
    sizes = [max(1, given.documents // 4), max(1, given.documents // 2), given.documents]
    sources = sources_in(given.documents_from)
    builds: list[Result] = []
    peers: dict[str, list[Result]] = {peer: [] for peer in PEERS}
    for size in sizes:
        write(make(sources, size, given.seed), folder / f"documents-{size}")
        graph = folder / f"graph-{size}"
        builds.append(fastest([apart("build", folder / f"documents-{size}", graph) for _ in range(given.runs)]))
        limits = (given.seconds, given.gigabytes)
        turns = [{peer: apart(peer, graph / "graph.nq", *limits) for peer in PEERS} for _ in range(given.runs)]
        for peer in PEERS:
            peers[peer].append(fastest([turn[peer] for turn in turns]))
        shutil.rmtree(graph)
    what = ", ".join(f"{name} {version(name)}" for name in ("doelenboom", "pyoxigraph", "rdflib"))
    print(f"{time.strftime('%d-%m-%Y')}, {os.cpu_count()} cores, Python {platform.python_version()}, {what}.\n")
    print_builds(builds)
    print_peers(peers, sizes)


def main() -> None:
    """Measure one thing, or run all of it."""
    if sys.argv[1:2] == ["--measure"]:
        what, path, *rest = sys.argv[2:]
        result = measure_build(Path(path), Path(rest[0])) if what == "build" else None
        print(json.dumps(result or measure_peer(what, Path(path), *map(float, rest))))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=200, help="how many documents to make (200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="documents_from", type=Path, default=corpus(), metavar="DOCS")
    parser.add_argument("--runs", type=int, default=3, help="of so many runs the fastest counts (3)")
    parser.add_argument("--seconds", type=float, default=60, help="when rdflib is stopped (60)")
    parser.add_argument("--gigabytes", type=float, default=8, help="when rdflib is stopped (8)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given, Path(folder))


if __name__ == "__main__":
    main()
