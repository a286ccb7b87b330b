"""Files in, a graph on disk out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kg import terms
from kg.build.load import LeftOut, Loaded, Progress, load_documents, printable
from kg.builder import new_build
from kg.coverage import cells_of
from kg.domain import Level, ProgrammeDocument
from kg.findings import Finding
from kg.identifiers import DEFAULT_BASE, document_iri, shared_graph
from kg.rdf.mapping import part_quads
from kg.rdf.vocabularies import vocabulary_quads
from kg.register import build_register
from kg.resources import folder


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
) -> BuildReport:
    """Build the graph of files and folders (without any: of the corpus that ships) in a directory, swapped in whole.

    Whatever fails before the swap leaves the graph that was there as it was; so does a run in which no file is a
    programme document (the report then has no documents). Errors: StoreError where the directory cannot be written,
    UnreadableInput for a wrong documents.toml.
    """
    started = datetime.now(UTC)
    clock = time.perf_counter()
    loaded = load_documents([Path(path) for path in paths] or [corpus()], profile=profile, progress=progress)
    if not loaded.documents:
        return BuildReport(Path(graph), left_out=loaded.left_out)
    loaded_at = time.perf_counter()
    lines, register_findings = graph_lines(loaded, base=base)
    mapped_at = time.perf_counter()
    findings = sorted([*loaded.findings, *register_findings], key=lambda finding: finding.sort_key)
    report = BuildReport(Path(graph), findings=findings, left_out=loaded.left_out, quads=len(lines))
    report.documents = [_document_report(document, loaded, findings, base) for document in loaded.documents]
    with new_build(Path(graph)) as builder:
        builder.write_graph(lines)
        for sha256, text in sorted(loaded.texts.items()):
            builder.write_source(sha256, text)
        seconds = {"read and interpret": loaded_at - clock, "map": mapped_at - loaded_at}
        builder.write_report(_run(report, loaded, started, seconds))
        builder.commit()
    return report


def graph_lines(loaded: Loaded, *, base: str = DEFAULT_BASE) -> tuple[list[str], tuple[Finding, ...]]:
    """Make the sorted N-Quads lines of documents: a pure function of what was loaded, for any order of it."""
    quads: set[terms.Quad] = set()
    for document in loaded.documents:
        for part in document.parts:
            profile = loaded.profiles[part.renditions[0].source.sha256]
            quads.update(part_quads(document, part, base=base, software=software_version(), profile=profile))
    register = build_register(loaded.documents, base=base)
    quads.update(register.quads)
    for name, file in (("ontology", "doelenboom.ttl"), ("codes", "codes.ttl")):
        quads.update(vocabulary_quads(folder("ontology") / file, shared_graph(base, name)))
    return terms.nquads(quads), register.findings


def _document_report(
    document: ProgrammeDocument, loaded: Loaded, findings: Sequence[Finding], base: str
) -> DocumentReport:
    municipality = document.municipality.code
    levels = [edition.level for part in document.parts for edition in part.editions]
    sources = [rendition.source.sha256 for part in document.parts for rendition in part.renditions]
    files = sorted({name for sha256 in sources for name in loaded.files[sha256]})
    cells = [cells_of(part) for part in document.parts]
    return DocumentReport(
        iri=document_iri(base, municipality, document.kind, document.year, document.ordinal, document.token),
        title=document.title,
        kind=document.kind,
        year=document.year,
        parts=tuple(part.key for part in document.parts),
        files=tuple(files),
        goals=levels.count(Level.GOAL),
        performance_targets=levels.count(Level.PERFORMANCE_TARGET),
        indicators=levels.count(Level.INDICATOR),
        figures=sum(len(part.figures) for part in document.parts),
        findings=sum(finding.file in files for finding in findings),
        cells_claimed=sum(cell.claimed for cell in cells),
        cells_total=sum(cell.total for cell in cells),
    )


def _run(report: BuildReport, loaded: Loaded, started: datetime, seconds: dict[str, float]) -> dict[str, Any]:
    """What is true of this run only (clock, names of files): for build.json, never for the graph."""
    return {
        "software": f"doelenboom {software_version()}",
        "started": started.isoformat(timespec="seconds"),
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "files": dict(sorted(loaded.files.items())),
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
                "findings": row.findings,
                "cells": {"claimed": row.cells_claimed, "total": row.cells_total},
            }
            for row in report.documents
        ],
        "left_out": [{"file": printable(str(item.path)), "why": item.why} for item in report.left_out],
        "findings": [finding.record() for finding in report.findings],
    }
