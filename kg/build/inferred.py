"""The graphs of what follows, added to a build in the making, or to the current build of a folder."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kg.build.clashes import RULE, findings_of
from kg.builder import Builder, new_build
from kg.errors import NotSupported, StoreError
from kg.findings import Finding
from kg.infer.clashes import Clash
from kg.infer.clock import Clock
from kg.infer.graphs import ENGINES, inferred_graphs, is_inferred, named_graphs
from kg.store import Graph


@dataclass(frozen=True, slots=True)
class Inferred:
    """What inference added: triples by the name of their graph, and what it found to be wrong."""

    engine: str
    triples: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def total(self) -> int:
        """Triples in all graphs."""
        return sum(self.triples.values())


def add_inferred(
    builder: Builder, files: Mapping[str, list[str]], *, engine: str = "rules", limit: float | None = None
) -> Inferred:
    """Write the inferred graphs after all others of a build, all of them or none.

    ``files`` are the names of files by the SHA-256 of their bytes. Errors: OutOfTime after ``limit`` seconds;
    NotSupported for no such engine, QueryFailed where it fails.
    """
    if engine not in ENGINES:
        raise NotSupported(f"no engine {engine!r}; choose {', '.join(ENGINES)}")
    clashes: list[Clash] = []
    triples: dict[str, int] = {}
    with builder.together() as path:
        for name, lines in inferred_graphs(path, clashes, engine=engine, clock=Clock(limit)):
            builder.write_graph(lines)
            triples[name] = len(lines)
        findings = findings_of(clashes, path, {sha256: names[0] for sha256, names in files.items()})
    return Inferred(engine, triples, findings)


def infer(graph: str | Path = "graph", *, engine: str = "rules", limit: float | None = None) -> Inferred:
    """Add what follows by OWL 2 RL to the graph in a directory, in place of what was inferred before; swapped in whole.

    ``engine`` is rules (default) or owlrl. Whatever fails, and a ``limit`` in seconds that is reached, leaves the graph
    as it was. Errors: StoreError for no graph or one that cannot be written; OutOfTime; NotSupported for an engine that
    is not there.
    """
    directory = Path(graph)
    Graph.open(directory).close()  # or a folder would be made
    with new_build(directory) as builder, Graph.open(directory) as current:
        report = _report(current)
        for name, lines in named_graphs(current.nquads_path):
            if not is_inferred(name):
                builder.write_graph([line[:-1] for line in lines])
        for source in sorted((current.build / "sources").glob("*.txt")):
            builder.write_source(source.stem, source.read_bytes().decode())
        added = add_inferred(builder, report["files"], engine=engine, limit=limit)
        builder.write_report(_told(report, added))
        builder.load_store()
        search = current.build / "search"
        if search.is_dir():  # words are searched in what is said: the index stays as it is
            builder.write_search(partial(_copy, search))
        builder.commit()
    return added


def _report(graph: Graph) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads((graph.build / "build.json").read_bytes())
        if not isinstance(report["files"], dict) or not isinstance(report["findings"], list):
            raise ValueError("it is of another make")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{graph.build / 'build.json'} cannot be read ({error}); run `kg build`") from error
    return report


def _told(report: dict[str, Any], added: Inferred) -> dict[str, Any]:
    """The report of a build with what was inferred, in place of what was before."""
    kept = [Finding.of_record(record) for record in report["findings"] if record["rule"] != RULE]
    findings = sorted([*kept, *added.findings], key=lambda finding: finding.sort_key)
    counts = Counter(finding.file for finding in findings)
    documents = [
        {**row, "findings": sum(counts[name] for name in row.get("files", ()))} for row in report.get("documents", [])
    ]
    return {
        **report,
        "documents": documents,
        "findings": [finding.record() for finding in findings],
        "inferred": record_of(added),
    }


def record_of(added: Inferred) -> dict[str, Any]:
    """What build.json says of inference."""
    return {"engine": added.engine, "triples": dict(added.triples)}


def _copy(search: Path, folder: Path) -> None:
    shutil.copytree(search, folder / "search")
