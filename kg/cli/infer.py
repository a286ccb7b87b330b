"""`kg infer`: what follows from a built graph, into graphs of its own."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.build.inferred import Inferred, infer
from kg.cli.build import finding_line
from kg.cli.options import lang_option, messages
from kg.cli.safe import clean
from kg.cli.words import say
from kg.infer.graphs import ENGINES
from kg.words import number


@click.command(
    "infer",
    epilog="""\b
Examples:
  kg infer                       the graph in ./graph
  kg infer leiden --limit 60     stop after a minute; the graph then stays as it was
  kg infer --engine owlrl        with the reference engine: slow
  kg build stukken/ --infer      build and infer in one go""",
)
@click.argument(
    "graph", envvar="KG_GRAPH", default="graph", type=click.Path(path_type=Path, file_okay=False), required=False
)
@click.option(
    "--engine",
    type=click.Choice([*ENGINES]),
    default="rules",
    show_default=True,
    help="rules: made of the axioms of the ontology. owlrl: all rules of OWL 2 RL, to compare; slow.",
)
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop after so many seconds; the graph that was there stays.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def infer_command(graph: Path, engine: str, limit: float | None, form: str, lang: str) -> int:
    """Add to the GRAPH in a directory (default: graph) what follows from it by the ontology (OWL 2 RL).

    Inverse properties, parts of parts, classes above classes, SKOS and PROV. What follows stands in graphs of its own
    (.../graph/inferred, one a municipality), which hold nothing that is said. The graph is made aside and swapped in
    whole; what was inferred before is replaced, and `kg build` anew without --infer leaves it out. What cannot all be
    true is a finding (O01). Exit 0 when it was done, whatever its findings; 2 when the graph stays as it was.
    """
    added = infer(graph, engine=engine, limit=limit)
    if form == "json":
        click.echo(json.dumps(_as_json(graph, added), ensure_ascii=False, indent=2))
    else:
        for name, count in added.triples.items():
            click.echo(clean(f"{number(count, lang):>9}  {name}"))
    for finding in added.findings:
        messages().print(clean(finding_line(finding, lang)), markup=False, soft_wrap=True)
    messages().print(say("inferred", lang, n=number(added.total, lang), where=graph), markup=False)
    return 0


def _as_json(graph: Path, added: Inferred) -> dict[str, object]:
    return {
        "graph": str(graph),
        "engine": added.engine,
        "triples": dict(added.triples),
        "findings": [finding.record() for finding in added.findings],
    }
