"""How fast what follows is inferred: by rules made of the ontology's axioms, and by the reasoners of others.

    python benchmarks/infer.py [--documents 200] [--seed 1] [--from DOCS] [--runs 1] [--seconds 60] [--gigabytes 8]

Prints Markdown. Documents are made by ``generate.py`` and built beforehand. What is timed starts from the N-Quads of
the build and ends with the useful triples that follow and are not said. Each measurement is a process of its own; the
engines take turns, and the fastest of several runs counts. What is not done in the given time or memory is stopped and
shown so. ``reasonable`` is measured where it is installed. A second table compares builds with and without inference;
``register.py`` closes the register of one municipality over fifteen years.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generate import make, sources_in, write

from kg.build.run import build, corpus
from kg.infer.axioms import our_axioms
from kg.infer.graphs import inferred_graphs, named_graphs
from kg.infer.reference import close
from kg.infer.useful import is_useful

Result = dict[str, Any]
ENGINES = {
    "rules": "this project: rules made of the axioms (default)",
    "owlrl": "owlrl on rdflib (--engine owlrl)",
    "reasonable": "reasonable (Rust)",
}


def by_rules(path: Path) -> int:
    """The number of triples that follow, with their graphs sorted."""
    return sum(len(lines) for _name, lines in inferred_graphs(path, []))


def by_owlrl(path: Path) -> int:
    """All graphs at once, as a user of owlrl would: it then loads what all municipalities share only once."""
    return len(close(_triples(path), our_axioms()).inferred)


def by_reasonable(path: Path) -> int:
    """All graphs at once; the same triples count as with the others."""
    from rdflib import Literal
    from reasonable import PyReasoner  # type: ignore[import-not-found]

    terms = our_axioms().terms
    lines = _triples(path)
    with tempfile.NamedTemporaryFile("w", suffix=".ttl", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.writelines(f"{s} {p} {o} .\n" for s, p, o in our_axioms().triples)
        file.flush()
        reasoner = PyReasoner()
        reasoner.load_file(file.name)
        closed = reasoner.reason()
    stated = {tuple(line[:-2].split(" ", 2)) for line in lines if '"' not in line}
    found = {
        (s.n3(), p.n3(), o.n3()) for s, p, o in closed if not isinstance(o, Literal) and not isinstance(s, Literal)
    }
    return sum(triple not in stated and is_useful(triple, terms) for triple in found)


MEASURED: dict[str, Callable[[Path], int]] = {"rules": by_rules, "owlrl": by_owlrl, "reasonable": by_reasonable}


def _triples(path: Path) -> list[str]:
    graphs = (lines for name, lines in named_graphs(path) if not name.endswith("/graph/ontology"))
    return [f"{line[: line.rindex(' <')]} ." for lines in graphs for line in lines]


def measure(what: str, path: Path, gigabytes: float) -> Result:
    """Time one thing; the memory of the process is limited."""
    most = int(gigabytes * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    started = time.perf_counter()
    try:
        if what.startswith("build"):
            number = build([path], path.with_name(f"{path.name}-{what}"), profile="leiden", infer="infer" in what).quads
        else:
            number = MEASURED[what](path)
    except MemoryError:
        return {"stopped": f"not done in {gigabytes:.0f} GB"}
    seconds = time.perf_counter() - started
    return {"triples": number, "seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def apart(what: str, path: Path, seconds: float, gigabytes: float) -> Result:
    """Run one measurement in a process of its own, which is ended when the time is up."""
    command = [sys.executable, __file__, "--measure", what, str(path), str(gigabytes)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return {"stopped": f"not done in {seconds:.0f} s"}
    if done.returncode:  # a compiled engine that gets no memory ends its process
        return {"stopped": f"broke down in {gigabytes:.0f} GB"}
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def best(what: str, path: Path, given: argparse.Namespace, *, limit: bool = True) -> Result:
    """The fastest of several runs; one that is stopped is not run again."""
    results: list[Result] = []
    for _ in range(given.runs):
        results.append(apart(what, path, given.seconds if limit else 3600, given.gigabytes))
        if "stopped" in results[-1]:
            break
    return min(results, key=lambda one: one.get("seconds", float("inf")))


def print_engines(given: argparse.Namespace, folder: Path) -> None:
    """Made documents, by each engine; and builds with and without inference."""
    sizes = sorted({max(1, given.documents // part) for part in (100, 25, 4, 2, 1)})
    sources = sources_in(given.documents_from)
    names = [name for name in ENGINES if name != "reasonable" or find_spec("reasonable")]
    found: dict[str, list[Result]] = {name: [] for name in (*names, "build", "build-infer")}
    said = []
    for size in sizes:
        documents = folder / f"documents-{size}"
        write(make(sources, size, given.seed), documents)
        for what in ("build", "build-infer"):
            found[what].append(best(what, documents, given, limit=False))
        said.append(found["build"][-1]["triples"])
        for name in names:
            found[name].append(best(name, folder / f"documents-{size}-build" / "graph.nq", given))
    heads = " | ".join(f"{size} documents, s (MB)" for size in sizes)
    print(f"| engine | {heads} |\n|---|{'---:|' * len(sizes)}")
    for name in names:
        print(f"| {ENGINES[name]} | {' | '.join(map(shown, found[name]))} |")
    print(f"| triples said | {' | '.join(f'{number:,}' for number in said)} |")
    for name in names:
        cells = (f"{one['triples']:,}" if "triples" in one else "–" for one in found[name])
        print(f"| triples that follow, {name} | {' | '.join(cells)} |")
    print(f"\n| build | {heads} |\n|---|{'---:|' * len(sizes)}")
    for what, name in (("build", "kg build"), ("build-infer", "kg build --infer")):
        print(f"| {name} | {' | '.join(map(shown, found[what]))} |")
    pairs = list(zip(found["build"], found["build-infer"], strict=True))
    for name, key in (("time", "seconds"), ("triples", "triples")):
        more = (f"{100 * (with_it[key] / without[key] - 1):.0f}%" for without, with_it in pairs)
        print(f"| more {name} | {' | '.join(more)} |")


def shown(one: Result) -> str:
    """Seconds and memory (MB), or why there are none."""
    return str(one["stopped"]) if "stopped" in one else f"{one['seconds']:.2f} ({one['peak']:.0f})"


def main() -> None:
    """Measure one thing, or run all of it."""
    if sys.argv[1:2] == ["--measure"]:
        what, path, gigabytes = sys.argv[2:]
        print(json.dumps(measure(what, Path(path), float(gigabytes))))
        return
    parser = argparse.ArgumentParser(description="How fast what follows is inferred.")
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="documents_from", type=Path, default=corpus())
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--gigabytes", type=float, default=8)
    given = parser.parse_args()
    packages = ["doelenboom", "rdflib", "owlrl", *(["reasonable"] if find_spec("reasonable") else [])]
    what = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"{time.strftime('%d-%m-%Y')}, {os.cpu_count()} cores, Python {platform.python_version()}, {what}.\n")
    with tempfile.TemporaryDirectory() as folder:
        print_engines(given, Path(folder))


if __name__ == "__main__":
    main()
