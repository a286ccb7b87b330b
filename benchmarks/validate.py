"""How fast documents are validated, by engine, beside plain pyshacl on rdflib.

    python benchmarks/validate.py [--documents 400] [--seed 1] [--from DOCS] [--runs 1] [--seconds 60] [--gigabytes 8]

Prints Markdown. Documents are made by ``generate.py`` with their figures as they were (their sums hold) and built
beforehand; what is timed starts from the N-Quads of the build, a document at a time, and ends with findings that name
their cells (for plain pyshacl: with its report). All run the same shapes. Each measurement is a process of its own; the
engines take turns, and the fastest of several runs counts. What is not done in the given time or memory is stopped and
shown so; of plain pyshacl document by document the time of those that ended is shown too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from generate import make, sources_in, write

from kg.build.given import from_graph
from kg.build.run import build, corpus
from kg.validate.across import check_across, kept_lines
from kg.validate.background import background
from kg.validate.document import check_document
from kg.validate.engines import ENGINES
from kg.validate.shapeset import Shapes, load_across, load_shapes

ENGINE_NAMES = {
    "pyshacl": "this project: pyshacl over the embedded store (default)",
    "fast": "this project: the compiled engine (--engine fast)",
    "rdflib": "plain pyshacl on rdflib, document by document",
    "whole": "plain pyshacl on rdflib, the whole graph",
}
Result = dict[str, Any]


class Stopped(BaseException):
    """The time is up; no library catches this on its way."""


def _stop(*_: object) -> NoReturn:
    raise Stopped


def plain(lines: list[str], shapes: Shapes) -> int:
    """Run pyshacl on rdflib as anybody would; the number of results."""
    import pyshacl
    from rdflib import RDF, SH, Graph

    data = Graph().parse(data="\n".join(lines), format="nt")
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=shapes.graph, inference="none")
    return len(list(report.subjects(RDF.type, SH.ValidationResult)))


@dataclass(slots=True)
class Run:
    """What one engine has done so far: seconds by document, and what it found."""

    seconds: float
    """After so many seconds a peer is stopped."""
    each: dict[str, float] = field(default_factory=dict)
    across: float = 0.0
    findings: int = 0
    triples: int = 0

    @contextmanager
    def clock(self, document: str, *, stops: bool) -> Iterator[None]:
        """Time a document; a peer that has had its seconds is stopped."""
        left = self.seconds - sum(self.each.values())
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.001) if stops else 0)
        started = time.perf_counter()
        yield
        self.each[document] = time.perf_counter() - started
        signal.setitimer(signal.ITIMER_REAL, 0)


def ours(run: Run, engine: str, graph: Path) -> None:
    """Validate with one of our engines: each document, and then across them."""
    shapes, across = load_shapes(), load_across()
    kept: list[str] = []
    for given in from_graph(graph):
        kept += given.register
        if given.subject is None:
            continue
        run.triples += len(given.subject.lines)
        with run.clock(given.subject.iri, stops=False):
            run.findings += len(check_document(given.subject, shapes, ENGINES[engine]))
            kept += kept_lines(given.subject.lines)
    started = time.perf_counter()
    run.findings += len(check_across(kept, across, {}))
    run.across = time.perf_counter() - started


def theirs(run: Run, graph: Path, *, whole: bool) -> None:
    """Validate with plain pyshacl: document by document, smallest first so that it ends some, or in one graph."""
    shapes = load_shapes()
    subjects = [given.subject for given in from_graph(graph) if given.subject is not None]
    subjects.sort(key=lambda one: len(one.lines))
    graphs = {"all": [line for one in subjects for line in one.lines]} if whole else {s.iri: s.lines for s in subjects}
    for name, lines in graphs.items():
        run.triples += len(lines)
        with run.clock(name, stops=True):
            run.findings += plain([*lines, *background()], shapes)


def measure(engine: str, graph: Path, seconds: float, gigabytes: float) -> Result:
    """Validate the documents of a built graph with one engine; ``stopped`` says at which limit it did not end."""
    most = int(gigabytes * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.signal(signal.SIGALRM, _stop)
    run, stopped = Run(seconds), ""
    try:
        if engine in ("rdflib", "whole"):
            theirs(run, graph, whole=engine == "whole")
        else:
            ours(run, engine, graph)
    except Stopped:
        stopped = f"not done in {seconds:.0f} s"
    except MemoryError:
        stopped = f"not done in {gigabytes:.0f} GB"
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {
        "documents": len(run.each),
        "seconds": sum(run.each.values()),
        "each": run.each,
        "across": run.across,
        "findings": run.findings,
        "triples": run.triples,
        "stopped": stopped,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def apart(*arguments: object) -> Result:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--measure", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: Result = json.loads(done.stdout)
    return result


def print_results(sizes: list[int], found: dict[str, list[Result]]) -> None:
    """Print seconds a size, milliseconds a document, and the ratios at the largest size that a peer ends or reaches."""
    heads = " | ".join(f"{size} documents, s (MB)" for size in sizes)
    print(f"| engine | {heads} | ms a document, {sizes[0]} | ms a document, {sizes[-1]} | growth |")
    print(f"|---|{'---:|' * (len(sizes) + 3)}")
    for engine, name in ENGINE_NAMES.items():
        cells = " | ".join(map(_shown, found[engine]))
        each = [_each(one) for one in found[engine]]
        first, last = (f"{ms:.1f}" if ms else "–" for ms in (each[0], each[-1]))
        growth = f"{each[-1] / each[0]:.2f}" if each[0] and each[-1] else "–"
        print(f"| {name} | {cells} | {first} | {last} | {growth} |")
    print()
    for peer in ("rdflib", "whole"):
        for engine in ("pyshacl", "fast"):
            ended = [i for i, one in enumerate(found[peer]) if _each(one)]
            if ended:
                at = ended[-1]
                times = _times(found[peer][at], found[engine][at], whole=peer == "whole")
                what = f"{ENGINE_NAMES[engine]}: {times:.0f} times faster than {ENGINE_NAMES[peer]}"
                number = found[peer][at]["documents"]
                note = f" ({number} documents ended in time; the same {number} are compared)"
                print(f"{what}, at {sizes[at]} documents{note if found[peer][at]['stopped'] else ''}.\n")
    across = found["pyshacl"][-1]
    print(f"Rules about several documents, once: {1000 * across['across']:.0f} ms at {sizes[-1]} documents.")


def _times(peer: Result, ours: Result, *, whole: bool) -> float:
    """How many times faster ours is on the documents that the peer ended."""
    same = ours["seconds"] if whole else sum(ours["each"][iri] for iri in peer["each"])
    return float(peer["seconds"] / same)


def _each(one: Result) -> float:
    """Milliseconds a document; 0 where none ended. The whole graph ends at once or not at all."""
    number = one["documents"]
    return 1000 * one["seconds"] / one.get("of", number) if number else 0.0


def _shown(one: Result) -> str:
    if one["stopped"]:
        return f"{one['stopped']}: {one['documents']} ended ({one['peak']:.0f})"
    return f"{one['seconds']:.1f} ({one['peak']:.0f})"


def run(given: argparse.Namespace, folder: Path) -> None:
    """Make and build documents, validate them with each engine in turn, and print it all."""
    sizes = [max(1, given.documents // part) for part in (8, 4, 2, 1)]
    sources = sources_in(given.documents_from)
    found: dict[str, list[Result]] = {engine: [] for engine in ENGINE_NAMES}
    for size in sizes:
        write(make(sources, size, given.seed, figures=False), folder / f"documents-{size}")
        graph = folder / f"graph-{size}"
        build([folder / f"documents-{size}"], graph, profile="leiden")
        turns = [{e: apart(e, graph, given.seconds, given.gigabytes) for e in ENGINE_NAMES} for _ in range(given.runs)]
        for engine in ENGINE_NAMES:
            best = min((turn[engine] for turn in turns), key=lambda one: (bool(one["stopped"]), one["seconds"]))
            found[engine].append({**best, "of": size} if engine == "whole" else best)
    packages = ("doelenboom", "pyshacl", "pyoxigraph", "rdflib", "shacl")
    what = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"{time.strftime('%d-%m-%Y')}, {os.cpu_count()} cores, Python {platform.python_version()}, {what}.\n")
    last = found["pyshacl"][-1]
    print(f"{last['documents']} documents: {last['triples']:,} triples, {last['findings']:,} findings.\n")
    print_results(sizes, found)


def main() -> None:
    """Measure one thing, or run all of it."""
    if sys.argv[1:2] == ["--measure"]:
        engine, graph, *limits = sys.argv[2:]
        print(json.dumps(measure(engine, Path(graph), *map(float, limits))))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=400, help="how many documents to make (400)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="documents_from", type=Path, default=corpus(), metavar="DOCS")
    parser.add_argument("--runs", type=int, default=1, help="of so many runs the fastest counts (1)")
    parser.add_argument("--seconds", type=float, default=60, help="when a peer is stopped (60)")
    parser.add_argument("--gigabytes", type=float, default=8, help="when a peer is stopped (8)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(given, Path(folder))


if __name__ == "__main__":
    main()
