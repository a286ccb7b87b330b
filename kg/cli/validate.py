"""`kg validate`, `kg baseline` and `kg explain`: what is wrong in documents, where it stands, and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kg.build.check import complete, validate
from kg.cli.options import emit, lang_option, messages, profile_of
from kg.cli.safe import clean
from kg.cli.words import say
from kg.errors import UnreadableInput
from kg.findings import Severity
from kg.validate.baseline import Baseline
from kg.validate.engines import ENGINES
from kg.validate.formats import FORMATS
from kg.validate.report import Report
from kg.validate.shapeset import all_rules

_F = TypeVar("_F", bound=Callable[..., Any])
_NEVER = "never"


def _what(function: _F) -> _F:
    """Add what says what is to be validated: PATHS, --graph, --profile, --shapes, --engine."""
    for option in reversed(
        [
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False, allow_dash=True)),
            click.option(
                "--graph",
                "-g",
                type=click.Path(path_type=Path, file_okay=False),
                help="Validate the graph that `kg build` made in this directory.",
            ),
            click.option(
                "--profile", "-p", metavar="NAME|DIR", help="Profile of the municipality; detected if not given."
            ),
            click.option(
                "--shapes",
                multiple=True,
                type=click.Path(path_type=Path, readable=False),
                help="Your own shapes (Turtle), beside those that ship. Repeat for more.",
            ),
            click.option(
                "--engine",
                type=click.Choice([*ENGINES]),
                default="pyshacl",
                show_default=True,
                help="pyshacl over the embedded store; over rdflib (slow, to compare); or the compiled engine.",
            ),
        ]
    ):
        function = option(function)
    return function


@click.command(
    "validate",
    epilog="""\b
Examples:
  kg validate                                    the corpus that ships
  kg validate stukken/                           all documents of a folder
  kg validate stukken/ --format sarif > kg.sarif for code scanning
  kg validate stukken/ --baseline accepted.json  only what is new counts
  kg validate stukken/ --fail-on warning         stricter
  kg validate --graph graph                      a graph that was built
  kg validate other.ttl                          triples of somebody else in our vocabulary
  kg validate stukken/ --format html -o report.html --lang nl
What a rule means: kg explain B01.""",
)
@_what
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="text", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this file.")
@click.option(
    "--fail-on",
    type=click.Choice([*map(str, Severity), _NEVER]),
    default=str(Severity.VIOLATION),
    show_default=True,
    help="Exit 1 for a finding of this severity or a graver one.",
)
@click.option(
    "--baseline",
    "known",
    type=click.Path(path_type=Path, readable=False),
    help="Findings that were accepted (`kg baseline`): only new ones are reported and count.",
)
@lang_option
def validate_command(
    paths: tuple[Path, ...],
    graph: Path | None,
    profile: str | None,
    shapes: tuple[Path, ...],
    engine: str,
    form: str,
    output: Path | None,
    fail_on: str,
    known: Path | None,
    lang: str,
) -> int:
    """Say what is wrong in PATHS (documents, folders, RDF files, "-" for Turtle on stdin), where, and what to do.

    Exit 0 when nothing reaches --fail-on, 1 when something does or a file that is named here could not be read, 2 for
    a failure, 3 for what is not supported. Nothing is written and nothing touches the network.
    """
    baseline = Baseline.read(known) if known else None
    report = _run(paths, graph, profile, shapes, engine, baseline, lang)
    written = _written(report, form, lang, to_file=output is not None)
    if output:
        _write(output, written)
    else:
        emit(written)
    if form == "github" and (step := os.environ.get("GITHUB_STEP_SUMMARY")):
        from kg.validate.formats.github import summary

        with Path(step).open("a", encoding="utf-8") as file:
            file.write(summary(report, lang))
    reached = fail_on != _NEVER and bool(report.at_least(Severity(fail_on)))
    return 1 if reached or not complete(report) else 0


@click.command(
    "baseline",
    epilog="""\b
Examples:
  kg baseline stukken/ > accepted.json           accept what is found today
  kg validate stukken/ --baseline accepted.json  and report what is new""",
)
@_what
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write the baseline to this file."
)
@lang_option
def baseline_command(
    paths: tuple[Path, ...],
    graph: Path | None,
    profile: str | None,
    shapes: tuple[Path, ...],
    engine: str,
    output: Path | None,
    lang: str,
) -> int:
    """Write the findings of PATHS as a baseline: accepted, so that `kg validate --baseline` fails on new ones only."""
    report = _run(paths, graph, profile, shapes, engine, None, lang)
    written = Baseline.of(report.findings).written()
    if output:
        _write(output, written)
    else:
        emit(written)
    return 0 if complete(report) else 1


@click.command(
    "explain",
    epilog="""\b
Examples:
  kg explain B01            when it is found, an example, what to do
  kg explain B01 --lang nl  in Dutch
  kg explain                all rules""",
)
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
@lang_option
def explain_command(code: str | None, form: str, lang: str) -> int:
    """Explain a rule by its CODE (B01); without one, list all rules."""
    from kg.validate.formats.explain import as_page, as_text

    rules = all_rules()
    if code is None:
        for rule in rules.values():
            click.echo(f"{rule.code}  {say(str(rule.severity), lang):<12}  {rule.title.of(lang)}")
        return 0
    found = rules.get(code.upper())
    if found is None:
        raise UnreadableInput(f"no rule {code!r}; `kg explain` lists all {len(rules)}")
    emit(as_page(found) if form == "markdown" else as_text(found, lang))
    return 0


def _run(
    paths: tuple[Path, ...],
    graph: Path | None,
    profile: str | None,
    shapes: tuple[Path, ...],
    engine: str,
    baseline: Baseline | None,
    lang: str,
) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=messages(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def progress(name: str, done: int, total: int) -> None:
            bar.update(task, description=clean(name), completed=done, total=total)

        report = validate(
            paths,
            graph=graph,
            profile=profile_of(profile),
            shapes=shapes,
            engine=engine,
            baseline=baseline,
            progress=progress,
        )
    for path, why, named in report.left_out:
        key = "left-out" if named else "skipped"
        messages().print(clean(say(key, lang, file=path, why=why)), markup=False, soft_wrap=True)
    return report


def _written(report: Report, form: str, lang: str, *, to_file: bool) -> str:
    """The report in a form; colours only on a terminal, and not with NO_COLOR."""
    if form == "text":
        from kg.validate.formats.text import render

        colour = not to_file and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return render(report, lang, colour=colour)
    return FORMATS[form](report, lang)


def _write(path: Path, text: str) -> None:
    """Write a report: a file whole or not at all, so that what was there stays where the disk is full.

    What is no regular file (a device, a pipe) is written to as it is; a link stays a link.
    """
    target = path.resolve()
    aside = target.with_name(f".{target.name}.{os.getpid()}") if target.name else None
    try:
        if aside is None or (target.exists() and not target.is_file()):
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(target)
    except OSError as error:
        if aside:
            aside.unlink(missing_ok=True)
        raise UnreadableInput(f"{path}: cannot be written ({error.strerror}); check the path") from error
