"""How fast the stored queries are, as documents grow in number, beside rdflib and Virtuoso.

    python benchmarks/queries.py [--sizes 20 200 2000] [--only NAME …] [--engines ours rdflib virtuoso] [--keep DIR]
                                 [--seed 1] [--from DOCS] [--runs 3] [--seconds 60] [--gigabytes 8]

Prints Markdown. Documents are made by ``generate.py`` and built beforehand; those of a small size are part of a larger
one, so each query is asked with the same values at all sizes: values that the smallest has and that give rows. A query
with values that may be left out is also asked without them. Timed is all from the values to typed rows; the bare engine
gets the same text, bound and checked beforehand, and only reads its answer. Each engine is a process of its own, loaded
before the clock starts; the fastest of several runs counts. What takes more than the time or memory is stopped and
shown so, and not asked again at a larger size. ``--keep`` is a folder in which graphs stay for another run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import pyoxigraph
from generate import make, sources_in, write

from kg.build.run import build, corpus
from kg.catalogue.ask import Graph, ask
from kg.catalogue.load import catalogue
from kg.catalogue.model import StoredQuery
from kg.catalogue.remote import Endpoint
from kg.catalogue.rows import Answer
from kg.catalogue.values import Engine, existing
from kg.errors import KgError
from kg.guard import check
from kg.terms import from_oxigraph
from kg.vocabulary import PREFIXES

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

Result = dict[str, Any]
TRIES = 60
SLOW = 1.0
NAMES = {"ours": "this project", "rdflib": "rdflib", "virtuoso": "Virtuoso"}
_CODES = "SELECT DISTINCT ?code WHERE { ?edition a doel:IndicatorEdition ; skos:notation ?code } ORDER BY ?code"
_DOCUMENTS = "SELECT ?document WHERE { ?document a doel:Document } ORDER BY ?document"
_LOADING = 20  # a peer may take so many times longer to load than to answer


class Stopped(BaseException):
    """The time is up; no library catches this on its way."""


# ---- What is asked


def questions(graph: Path, given: argparse.Namespace, limits: Result) -> list[Result]:
    """Each stored query with values that give rows, and without those that may be left out."""
    found = []
    for query in catalogue().values():
        if given.only and query.name not in given.only:
            continue
        chosen = apart("choose", graph, {**limits, "questions": [{"name": query.name}], "seed": given.seed})[query.name]
        values = chosen.get("given") or {one.name: one.example for one in query.parameters}
        found.append({"name": query.name, "query": query.name, "given": values})
        needed = {one.name: values[one.name] for one in query.parameters if one.required}
        if needed != values:
            found.append({"name": f"{query.name}, all", "query": query.name, "given": needed})
    return found


def values(query: StoredQuery, graph: Graph, random: Random) -> dict[str, str]:
    """Values of a graph for all parameters of a query: the first of some chosen at random that give rows."""
    # A document by its IRI: a short name that is its own in few documents is that of several in many.
    others = {"text": _listed(_CODES, graph), "document": _listed(_DOCUMENTS, graph)}
    lists = []
    for one in query.parameters:
        known = [] if one.type == "document" else existing(one, graph)
        lists.append(known or [*([] if one.type == "document" else [one.example]), *others.get(one.type, [])])
    many = [dict(zip((one.name for one in query.parameters), each, strict=True)) for each in _some(lists, random)]
    return next((given for given in many if _rows(graph, query, given)), many[0])


def _listed(query: str, graph: Graph) -> list[str]:
    return [from_oxigraph(row[0]).value for row in graph.select(query).rows if row[0] is not None]


def _some(lists: list[list[str]], random: Random) -> list[tuple[str, ...]]:
    size = 1
    for each in lists:
        size *= len(each)
    if size <= TRIES:
        every = list(product(*lists))
        return random.sample(every, len(every))
    return [tuple(random.choice(each) for each in lists) for _ in range(TRIES)]


def _rows(graph: Graph, query: StoredQuery, given: dict[str, str]) -> int:
    try:
        return len(ask(graph, query, given))
    except KgError:
        return 0


# ---- One engine at one size, in a process of its own


def measure(engine: str, graph: Path, given: Result) -> dict[str, Result]:
    """Ask all questions of one engine; by the name of the question what it took."""
    signal.signal(signal.SIGALRM, _stop)
    if engine in ("ours", "choose", "rdflib"):
        most = int(given["gigabytes"] * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if engine == "choose":
        name = given["questions"][0]["name"]
        with Graph.open(graph) as opened:
            return {name: {"given": values(catalogue()[name], opened, Random(f"{given['seed']} {name}"))}}
    found: dict[str, Result] = {}
    try:
        with _loaded(engine, graph, given) as loaded:
            for question in given["questions"]:
                found[question["name"]] = _timed(loaded, question, given, ours=engine == "ours")
                if engine == "ours":
                    found[question["name"]]["bare"] = _bare(graph, question, given["runs"])
    except (Stopped, MemoryError, RuntimeError) as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        limit = f"{given['seconds'] * _LOADING:.0f} s" if isinstance(error, Stopped) else f"{given['gigabytes']:.0f} GB"
        return {one["name"]: {"stopped": f"not loaded in {limit}"} for one in given["questions"]}
    return found


@contextmanager
def _loaded(engine: str, graph: Path, given: Result) -> Iterator[Engine]:
    from tests.queries.engines import InRdflib
    from tests.queries.virtuoso import virtuoso

    nquads = (graph / "graph.nq").resolve()
    if engine == "ours":
        with Graph.open(graph) as opened:
            yield opened
    elif engine == "rdflib":
        signal.setitimer(signal.ITIMER_REAL, given["seconds"] * _LOADING)
        dataset = InRdflib(nquads)
        signal.setitimer(signal.ITIMER_REAL, 0)
        yield dataset
    else:
        # Of its memory two thirds are for pages, as its makers advise.
        memory = int(given["gigabytes"] * 1024 * 2 / 3)
        with virtuoso(nquads, memory_mb=memory, seconds=int(given["seconds"])) as url:
            yield Endpoint(url, given["seconds"] + 5)


def _timed(engine: Engine, question: Result, given: Result, *, ours: bool) -> Result:
    """The fastest of some runs; one that is stopped or slow is not run again."""
    query = catalogue()[question["query"]]
    best = float("inf")
    try:
        for _ in range(given["runs"]):
            signal.setitimer(signal.ITIMER_REAL, 0 if ours else given["seconds"])
            started = time.perf_counter()
            answer = ask(engine, query, question["given"])
            seconds = time.perf_counter() - started
            signal.setitimer(signal.ITIMER_REAL, 0)
            best = min(best, seconds)
            if seconds > 10 * SLOW:
                break
    except Stopped:
        return {"stopped": f"not done in {given['seconds']:.0f} s"}
    except MemoryError:
        return {"stopped": f"not done in {given['gigabytes']:.0f} GB"}
    except KgError as error:
        late = time.perf_counter() - started > given["seconds"] - 1
        return {"stopped": f"not done in {given['seconds']:.0f} s" if late else "failed", "why": str(error)}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return {"seconds": best, "rows": len(answer), "same": _digest(answer)}


def _bare(graph: Path, question: Result, runs: int) -> float:
    """The fastest of some runs of the engine alone, over the same store and with the same text."""
    with Graph.open(graph) as opened:
        text = check(ask(opened, catalogue()[question["query"]], question["given"]).text).text
        store = pyoxigraph.Store.read_only(str(opened.build / "store"))
        best = float("inf")
        for _ in range(runs):
            started = time.perf_counter()
            answer = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
            assert isinstance(answer, pyoxigraph.QuerySolutions)
            list(answer)
            best = min(best, time.perf_counter() - started)
            if best > 10 * SLOW:
                break
    return best


def _digest(answer: Answer) -> str:
    """The rows in short, whatever their order."""
    from tests.queries.engines import read

    rows = sorted(repr(row) for row in read(answer).elements())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def _stop(*_: object) -> NoReturn:
    raise Stopped


# ---- All of it


def apart(engine: str, graph: Path, given: Result) -> dict[str, Result]:
    """Run one engine in a process of its own; our store, which Python cannot stop, in one for each question."""
    if engine == "ours" and len(given["questions"]) > 1:
        alone = [apart(engine, graph, {**given, "questions": [one]}) for one in given["questions"]]
        return {name: result for each in alone for name, result in each.items()}
    command = [sys.executable, __file__, "--measure", engine, str(graph)]
    most = given["seconds"] * given["runs"] * 2 if engine in ("ours", "choose") else None
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, input=json.dumps(given), timeout=most
        )
    except subprocess.TimeoutExpired:
        return {one["name"]: {"stopped": f"not done in {given['seconds']:.0f} s"} for one in given["questions"]}
    if done.returncode:  # a compiled engine that gets no memory ends its process
        sys.stderr.write(f"{engine}: {done.stderr[-300:]}\n")
        return {one["name"]: {"stopped": f"broke down in {given['gigabytes']:.0f} GB"} for one in given["questions"]}
    result: dict[str, Result] = json.loads(done.stdout.splitlines()[-1])
    return result


def built(size: int, folder: Path, given: argparse.Namespace) -> Path:
    """The graph of so many documents, made now if it is not kept from before."""
    graph = folder / f"graph-{size}-{given.seed}"
    if not (graph / "graph.nq").is_file():
        documents = folder / f"documents-{size}-{given.seed}"
        if not documents.is_dir():
            write(make(sources_in(given.documents_from), size, given.seed), documents)
        build([documents], graph, profile="leiden")
    return graph


def run(given: argparse.Namespace, folder: Path) -> None:
    """Make and build documents, ask each engine in turn, and print it all."""
    graphs = {size: built(size, folder, given) for size in sorted(given.sizes)}
    limits = {"runs": given.runs, "seconds": given.seconds, "gigabytes": given.gigabytes}
    asked = questions(graphs[min(graphs)], given, limits)
    found: dict[str, dict[int, dict[str, Result]]] = {engine: {} for engine in given.engines}
    stopped: dict[str, dict[str, Result]] = {engine: {} for engine in given.engines}
    for size, graph in graphs.items():
        for engine in given.engines:
            left = [one for one in asked if one["name"] not in stopped[engine]]
            results = apart(engine, graph, {**limits, "questions": left}) if left else {}
            found[engine][size] = {**stopped[engine], **results}
            _remember(stopped[engine], results)
    print_ours(asked, found["ours"]) if "ours" in found else None
    print_peers(asked, found)


def _remember(stopped: dict[str, Result], results: dict[str, Result]) -> None:
    for name, one in results.items():
        if "stopped" in one and one["stopped"] != "failed":
            stopped[name] = {"stopped": "–"}


def print_ours(asked: list[Result], found: dict[int, dict[str, Result]]) -> None:
    """Rows and milliseconds by size, growth, and how much longer all takes than the bare engine."""
    sizes = list(found)
    heads = [f"rows, {sizes[-1]:,}", *(f"ms, {size:,}" for size in sizes), "growth", *(f"× bare, {n:,}" for n in sizes)]
    print(f"| query | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}")
    over: dict[int, list[float]] = {size: [] for size in sizes}
    for one in asked:
        results = [found[size][one["name"]] for size in sizes]
        if any("stopped" in result for result in results):
            said = [result.get("stopped") or f"{1000 * result['seconds']:,.0f}" for result in results]
            rows = next((f"{result['rows']:,}" for result in reversed(results) if "rows" in result), "–")
            print(f"| {one['name']} | {' | '.join([rows, *said, *(['–'] * (len(sizes) + 1))])} |")
            continue
        times = [result["seconds"] for result in results]
        ratios = [result["seconds"] / result["bare"] for result in results]
        for size, ratio in zip(sizes, ratios, strict=True):
            over[size].append(ratio)
        cells = [f"{results[-1]['rows']:,}", *(f"{1000 * each:,.0f}" for each in times), f"{times[-1] / times[0]:.1f}"]
        print(f"| {one['name']} | {' | '.join([*cells, *(f'{ratio:.1f}' for ratio in ratios)])} |")
    middle = ", ".join(f"{statistics.median(over[size]):.1f} at {size:,}" for size in sizes if over[size])
    print(f"\nThe catalogue takes so many times as long as the bare engine, in the middle: {middle} documents.\n")
    for size in sizes:
        slow = [f"{name} ({each['seconds']:.1f} s)" for name, each in found[size].items() if _seconds(each) > SLOW]
        slow += [f"{name} ({each['stopped']})" for name, each in found[size].items() if "stopped" in each]
        print(f"Over {SLOW:.0f} s at {size:,} documents: {', '.join(slow) or 'none'}.\n")
    empty = [one["name"] for one in asked if not found[sizes[0]][one["name"]].get("rows")]
    print(f"Without rows: {', '.join(empty) or 'none'}.\n")


def print_peers(asked: list[Result], found: dict[str, dict[int, dict[str, Result]]]) -> None:
    """Seconds of each engine by size side by side; ≠ where its rows are others than ours."""
    sizes = list(next(iter(found.values())))
    columns = [(size, engine) for size in sizes for engine in found]
    heads = " | ".join(f"{NAMES[engine]}, {size:,}" for size, engine in columns)
    print(f"| query, seconds | {heads} |\n|---|{'---:|' * len(columns)}")
    for one in asked:
        cells = []
        for size, engine in columns:
            result, ours = found[engine][size][one["name"]], found.get("ours", {}).get(size, {}).get(one["name"], {})
            other = "same" in result and "same" in ours and result["same"] != ours["same"]
            cells.append(result.get("stopped") or f"{result['seconds']:.3f}{' ≠' if other else ''}")
        print(f"| {one['name']} | {' | '.join(cells)} |")
    if "ours" not in found:
        return
    print()
    for engine in (name for name in found if name != "ours"):
        for size in sizes:
            ours, theirs = found["ours"][size], found[engine][size]
            pairs = [(_seconds(ours[name]), _seconds(each)) for name, each in theirs.items() if _seconds(each)]
            times = [theirs_ / ours_ for ours_, theirs_ in pairs if ours_]
            stopped = sum("stopped" in each for each in theirs.values())
            middle = f"{statistics.median(times):.1f} times the time of this project in the middle, " if times else ""
            print(f"{NAMES[engine]}, {size:,} documents: {middle}{len(times)} ended, {stopped} not.\n")


def _seconds(one: Result) -> float:
    return float(one.get("seconds", 0))


def main() -> None:
    """Measure one engine, or run all of it."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]), json.load(sys.stdin))))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 200, 2000], help="numbers of documents to make")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these stored queries (all)")
    parser.add_argument("--engines", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where graphs are kept for another run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="documents_from", type=Path, default=corpus(), metavar="DOCS")
    parser.add_argument("--runs", type=int, default=3, help="of so many runs the fastest counts (3)")
    parser.add_argument("--seconds", type=float, default=60, help="when a peer is stopped (60)")
    parser.add_argument("--gigabytes", type=float, default=8, help="when a peer is stopped (8)")
    given = parser.parse_args()
    what = ", ".join(f"{name} {version(name)}" for name in ("doelenboom", "pyoxigraph", "rdflib"))
    print(f"{time.strftime('%d-%m-%Y')}, {os.cpu_count()} cores, Python {platform.python_version()}, {what}.\n")
    with tempfile.TemporaryDirectory() as folder:
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
        run(given, given.keep or Path(folder))


if __name__ == "__main__":
    main()
