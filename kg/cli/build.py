"""`kg build`: documents in, a graph on disk out, and a table of what was read."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from kg.build.load import printable
from kg.build.run import BuildReport, DocumentReport, build
from kg.cli.options import graph_option, lang_option, messages, output, profile_of
from kg.cli.safe import clean
from kg.cli.words import say
from kg.errors import UnreadableInput
from kg.findings import Finding
from kg.words import number


@click.command(
    "build",
    epilog="""\b
Examples:
  kg build                               the corpus that ships, into ./graph
  kg build stukken/ --graph leiden       all documents of a folder
  kg build begroting-9.txt berap-9.txt   these files
  kg build stukken/ --profile leiden     without detecting the municipality
  kg build stukken/ --infer              with what follows (see kg infer)
A documents.toml beside the files may state municipality, kind, year, version, address and retrieved-at of each.""",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
@graph_option
@click.option("--profile", "-p", metavar="NAME|DIR", help="Profile of the municipality; detected if not given.")
@click.option(
    "--infer/--no-infer",
    "infers",
    default=False,
    show_default=True,
    help="Add what follows by the ontology (OWL 2 RL), in graphs of its own. `kg infer` adds it later.",
)
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop inference after so many seconds; the graph is then built without.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def build_command(
    paths: tuple[Path, ...], graph: Path, profile: str | None, infers: bool, limit: float | None, form: str, lang: str
) -> int:
    """Build the graph of PATHS (files and folders); without any, of the corpus that ships.

    The graph is built aside and swapped in whole. Exit 0 when every file was built, whatever its findings; 1 when
    what is named here was left out, or inference reached its limit; 2 when nothing was built, so that the graph that
    was there stays.
    """
    with _bar() as bar:
        task = bar.add_task("", total=None)

        def progress(name: str, done: int, total: int) -> None:
            bar.update(task, description=escape(clean(name)), completed=done, total=total)

        report = build(paths, graph, profile=profile_of(profile), progress=progress, infer=infers, limit=limit)
    if form == "json":
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        _print(report, lang)
    if not report.documents:
        raise UnreadableInput(say("nothing", lang))
    return 0 if report.complete and not report.not_inferred else 1


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=messages(), transient=True, disable=not sys.stderr.isatty())


def _print(report: BuildReport, lang: str) -> None:
    if report.documents:
        output().print(_table(report, lang))
    notes = messages()
    for finding in report.findings:
        notes.print(clean(finding_line(finding, lang)), markup=False, soft_wrap=True)
    for item in report.left_out:
        key = "left-out" if item.named else "skipped"
        notes.print(clean(say(key, lang, file=item.path, why=item.why)), markup=False, soft_wrap=True)
    if report.documents:
        if report.not_inferred:
            notes.print(clean(report.not_inferred), markup=False, soft_wrap=True)
        notes.print(say("built", lang, n=number(report.quads, lang), where=report.directory), markup=False)


def finding_line(finding: Finding, lang: str) -> str:
    """Write a finding on a line: place, rule, severity, words."""
    place = f"{finding.file}:{finding.line}" if finding.line else str(finding.file or "")
    return f"{place}  {finding.rule}  {say(finding.severity, lang)}  {finding.text(lang)}"


def _table(report: BuildReport, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("document", lang), overflow="fold")
    for key in ("goals", "targets", "indicators", "figures", "running-texts", "findings", "cells"):
        table.add_column(say(key, lang), justify="right")
    for row in report.documents:
        table.add_row(escape(clean(f"{row.title} ({', '.join(row.parts)})")), *_numbers(row))
    return table


def _numbers(row: DocumentReport) -> list[str]:
    share = f"{100 * row.cells_claimed // row.cells_total}%" if row.cells_total else "–"  # 100% only where it is all
    numbers = (row.goals, row.performance_targets, row.indicators, row.figures, row.texts, row.findings)
    return [*map(str, numbers), share]


def _as_json(report: BuildReport) -> dict[str, object]:
    return {
        "graph": str(report.directory),
        "triples": report.quads,
        "inferred": report.inferred.total if report.inferred else 0,
        "not_inferred": report.not_inferred,
        "documents": [asdict(row) for row in report.documents],
        "left_out": [
            {"file": printable(str(item.path)), "why": item.why, "named": item.named} for item in report.left_out
        ],
        "findings": [finding.record() for finding in report.findings],
    }
