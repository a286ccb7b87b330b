"""Files in, a graph on disk out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from kg import terms
from kg.build.inferred import Inferred, add_inferred, record_of
from kg.build.load import LeftOut, Loaded, Progress, load_each, open_files, printable
from kg.build.stages import Stages
from kg.builder import Builder, new_build
from kg.coverage import OPEN, coverage_of
from kg.domain import Level, ProgrammeDocument, TextFigure
from kg.errors import OutOfTime
from kg.findings import Finding
from kg.identifiers import DEFAULT_BASE, document_iri, part_graph, part_iri, shared_graph
from kg.index import write_index
from kg.profile import Profile, load
from kg.profile_files import names
from kg.rdf.mapping import part_quads
from kg.rdf.vocabularies import vocabulary_quads
from kg.register import register_of
from kg.register.outline import Outline, outline
from kg.register.quads import Shared
from kg.resources import folder
from kg.store import Graph


@cache
def software_version() -> str:
    """Version of the installed distribution; "0" in a checkout that was never installed."""
    try:
        return version("doelenboom")
    except PackageNotFoundError:
        return "0"


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What a build made of one document: the row of the closing table."""

    iri: str
    title: str
    kind: str | None
    year: int | None
    parts: tuple[str, ...]
    files: tuple[str, ...]
    goals: int
    performance_targets: int
    indicators: int
    figures: int
    """Figures in tables."""
    texts: int
    """Explanations and planned activities."""
    findings: int
    cells_claimed: int
    cells_total: int


@dataclass(slots=True)
class BuildReport:
    """What a build did; ``complete`` says whether every file that the user named was built."""

    directory: Path
    documents: list[DocumentReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    quads: int = 0
    files: dict[str, list[str]] = field(default_factory=dict)
    """Names of the files that were read, by the SHA-256 of their bytes."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each stage took."""
    idle: list[str] = field(default_factory=list)
    """Rows of reviewed directions that fit no indicator of these documents, as file and line; no mistake by itself."""
    inferred: Inferred | None = None
    """What was inferred, where that was asked for; its triples are counted in ``quads``."""
    not_inferred: str = ""
    """Why inference was stopped, where it was: then the graph has only what is said."""

    @property
    def complete(self) -> bool:
        """Whether nothing was left out that the user asked for by name."""
        return not any(item.named for item in self.left_out)


def corpus() -> Path:
    """The folder of the corpus that ships."""
    return folder("examples") / "leiden"


def build(
    paths: Sequence[str | Path] = (),
    graph: str | Path = "graph",
    *,
    profile: str | Path | None = None,
    base: str = DEFAULT_BASE,
    progress: Progress | None = None,
    infer: bool = False,
    limit: float | None = None,
) -> BuildReport:
    """Build the graph of files and folders (without any: of the corpus that ships) in a directory, swapped in whole.

    ``infer`` adds what follows by OWL 2 RL; where that takes more than ``limit`` seconds, the graph is built without.

    A document at a time: what stays in memory of those before is an outline of those of its municipality. Whatever
    fails before the swap leaves the graph that was there as it was; so does a run in which no file is a programme
    document (the report then has no documents). Errors: StoreError where the directory cannot be written,
    UnreadableInput for a wrong documents.toml.
    """
    started = datetime.now(UTC)
    stages = Stages()
    opened = open_files([Path(path) for path in paths] or [corpus()], profile=profile, stages=stages)
    report = BuildReport(Path(graph), left_out=opened.left_out, seconds=stages.seconds)
    loads = _begun(_told(load_each(opened, progress=progress, stages=stages), report, base))
    if loads is None:
        return report
    with new_build(Path(graph)) as builder:
        kept = _kept(loads, builder)
        for lines in graphs(kept, report.findings, base=base, stages=stages, idle=report.idle):
            with stages.stage("write"):
                builder.write_graph(lines)
            report.quads += len(lines)
        if infer:
            with stages.stage("infer"):
                _infer(builder, report, limit)
        _count_findings(report)
        builder.write_report(_run(report, started))
        with stages.stage("store"):
            builder.load_store()
        with stages.stage("index"):
            builder.write_search(partial(_index, Path(graph)))
        with stages.stage("store"):
            builder.commit()
    return report


def _infer(builder: Builder, report: BuildReport, limit: float | None) -> None:
    """Add what follows, all of it or nothing: what is said is not lost where time runs out."""
    try:
        report.inferred = add_inferred(builder, report.files, limit=limit)
    except OutOfTime as error:
        report.not_inferred = str(error)
        return
    report.quads += report.inferred.total
    report.findings += report.inferred.findings


def graph_lines(loaded: Loaded, *, base: str = DEFAULT_BASE) -> tuple[list[str], tuple[Finding, ...]]:
    """Make the N-Quads lines of documents as graph.nq has them: a function of what was loaded, for any order of it."""
    findings: list[Finding] = []
    each = (
        replace(loaded, documents=[document])
        for document in sorted(loaded.documents, key=lambda d: f"{iri_of(d, base)}/")
    )
    lines = [line for graph in graphs(each, findings, base=base) for line in graph]
    return lines, tuple(findings)


def graphs(
    loads: Iterable[Loaded],
    findings: list[Finding],
    *,
    base: str = DEFAULT_BASE,
    stages: Stages | None = None,
    idle: list[str] | None = None,
) -> Iterator[list[str]]:
    """Make the graphs of documents, a list of sorted N-Quads lines each, in the order of graph.nq.

    ``loads`` hold a document each, in the order of their IRIs; no more is taken of it than the next graph needs. The
    graphs of a municipality stand in the order of their IRIs, its register last; then those that all share. What the
    register finds is added to ``findings``, and to ``idle`` the reviewed rows that fit nothing.
    """
    stages = stages or Stages()
    shared = Shared(base)
    for _municipality, of_one in groupby(loads, key=lambda loaded: loaded.documents[0].municipality.code):
        outlines: list[Outline] = []
        profiles: set[Profile] = set()
        for loaded in of_one:
            yield from _part_graphs(loaded, base, stages)
            with stages.stage("register"):
                outlines.append(outline(loaded.documents[0], base))
                profiles.update(loaded.profiles.values())
        with stages.stage("register"):
            register = register_of(outlines, shared, base=base, profile=municipal(profiles))
            lines = terms.nquads(register.quads)
        findings += register.findings
        if idle is not None:
            idle += register.idle
        yield lines
    for name, file in (("codes", "codes.ttl"), ("ontology", "doelenboom.ttl")):
        yield terms.nquads(vocabulary_quads(folder("ontology") / file, shared_graph(base, name)))
    yield terms.nquads(shared.quads())


def profile_for(municipality: str) -> str:
    """Name of the profile that ships for a municipality (its code, "gm0546"); the common base where there is none."""
    mine = (name for name in names() if (city := load(name).municipality) and city.code == municipality)
    return next(mine, "bbv")


def municipal(profiles: Iterable[Profile]) -> Profile:
    """Of the profiles with which a municipality's files were read, its own if it has one."""
    return min(profiles, key=lambda profile: (profile.municipality is None, profile.name))


def _part_graphs(loaded: Loaded, base: str, stages: Stages) -> Iterator[list[str]]:
    (document,) = loaded.documents
    iri = iri_of(document, base)
    for part in sorted(document.parts, key=lambda part: part_graph(part_iri(iri, part.key))):
        profile = loaded.profiles[part.renditions[0].source.sha256].stamp
        with stages.stage("map"):
            quads = part_quads(document, part, base=base, software=software_version(), profile=profile)
            lines = terms.nquads(quads)
        yield lines


def _told(loads: Iterable[Loaded], report: BuildReport, base: str) -> Iterator[Loaded]:
    """Pass on what holds a document, after it is reported; what was left out is reported of all."""
    for loaded in loads:
        report.left_out += loaded.left_out
        report.findings += loaded.findings
        report.files |= loaded.files
        if loaded.documents:
            report.documents.append(_document_report(loaded, base))
            yield loaded


def _begun(loads: Iterator[Loaded]) -> Iterator[Loaded] | None:
    """Load the first document; None where there is none."""
    waiting = list(islice(loads, 1))
    return _after(waiting, loads) if waiting else None


def _after(waiting: list[Loaded], loads: Iterator[Loaded]) -> Iterator[Loaded]:
    """Yield what waits, without holding it any longer (``itertools.chain`` would), and then the others."""
    while waiting:
        yield waiting.pop()
    yield from loads


def _kept(loads: Iterable[Loaded], builder: Builder) -> Iterator[Loaded]:
    """Pass on documents, after their sources are kept beside the graph."""
    for loaded in loads:
        for sha256, text in loaded.texts.items():
            builder.write_source(sha256, text)
        yield loaded


def _count_findings(report: BuildReport) -> None:
    """Sort the findings, and say of each document how many there are in its files."""
    report.findings.sort(key=lambda finding: finding.sort_key)
    counts = Counter(finding.file for finding in report.findings)
    report.documents = [replace(row, findings=sum(counts[name] for name in row.files)) for row in report.documents]


def _index(directory: Path, folder: Path) -> None:
    """Make the word index of a build in the making."""
    with Graph(directory, folder) as graph:
        write_index(graph, graph.nquads_path, folder / "search")


def iri_of(document: ProgrammeDocument, base: str) -> str:
    """IRI of a document under a base IRI."""
    code = document.municipality.code
    return document_iri(base, code, document.kind, document.year, document.ordinal, document.token)


def _document_report(loaded: Loaded, base: str) -> DocumentReport:
    """Count what a document holds; its findings are counted when those of the register are known too."""
    (document,) = loaded.documents
    levels = [edition.level for part in document.parts for edition in part.editions]
    cells = [coverage_of(part).count(cells=True) for part in document.parts]
    return DocumentReport(
        iri=iri_of(document, base),
        title=document.title,
        kind=document.kind,
        year=document.year,
        parts=tuple(part.key for part in document.parts),
        files=tuple(sorted({name for names in loaded.files.values() for name in names})),
        goals=levels.count(Level.GOAL),
        performance_targets=levels.count(Level.PERFORMANCE_TARGET),
        indicators=levels.count(Level.INDICATOR),
        figures=sum(not isinstance(figure, TextFigure) for part in document.parts for figure in part.figures),
        texts=sum(len(part.explanations) + len(part.activities) for part in document.parts),
        findings=0,
        cells_claimed=sum(count.total() - count[OPEN] for count in cells),
        cells_total=sum(count.total() for count in cells),
    )


def _run(report: BuildReport, started: datetime) -> dict[str, Any]:
    """What is true of this run only (clock, names of files): for build.json, never for the graph."""
    return {
        "software": f"doelenboom {software_version()}",
        "started": started.isoformat(timespec="seconds"),
        "seconds": {name: round(value, 3) for name, value in report.seconds.items()},
        "files": dict(sorted(report.files.items())),
        "documents": [
            {
                "iri": row.iri,
                "title": row.title,
                "parts": list(row.parts),
                "files": list(row.files),
                "goals": row.goals,
                "performance_targets": row.performance_targets,
                "indicators": row.indicators,
                "figures": row.figures,
                "texts": row.texts,
                "findings": row.findings,
                "cells": {"claimed": row.cells_claimed, "total": row.cells_total},
            }
            for row in report.documents
        ],
        "left_out": [{"file": printable(str(item.path)), "why": item.why} for item in report.left_out],
        "findings": [finding.record() for finding in report.findings],
        "idle_rows": report.idle,
        **({"inferred": record_of(report.inferred)} if report.inferred else {}),
    }
