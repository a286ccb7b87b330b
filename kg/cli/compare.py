"""`kg compare`: two documents side by side."""

from __future__ import annotations

from pathlib import Path

import click

from kg.charts.compare_chart import compare_chart, is_drawn
from kg.cli.asking import (
    FORMATS,
    as_json,
    complete_document,
    document_named,
    names_of,
    picture,
    placed,
    plot_option,
)
from kg.cli.compare_page import ComparePage
from kg.cli.options import emit, graph_option, lang_option, output
from kg.cli.safe import cleaned
from kg.history.between import compare
from kg.history.documents import municipalities
from kg.history.rows import as_csv, comparison_rows
from kg.store import Graph


@click.command(
    "compare",
    epilog="""\b
Examples:
  kg compare interim-report-2019 annual-report-2024
  kg compare programme-budget-2018 annual-report-2024 --plot targets.svg
  kg compare programme-budget-2018 annual-report-2024 --format json | jq '.targets'""",
)
@click.argument("document_a", metavar="DOCUMENT", shell_complete=complete_document)
@click.argument("document_b", metavar="DOCUMENT", shell_complete=complete_document)
@graph_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@plot_option
@lang_option
def compare_command(document_a: str, document_b: str, graph: Path, form: str, plot: Path | None, lang: str) -> int:
    """Compare two DOCUMENTs of a municipality: new, gone, reworded, moved; targets, restated values, amounts.

    A document is named by its kind and year, as `kg compare <TAB>` offers them. Exit 1 when there is no such document,
    and when there is nothing to draw.
    """
    with Graph.open(graph) as opened:
        found = [document_named(opened, name, lang) for name in (document_a, document_b)]
        ends = [one.iri for one in found if one]
        if len(ends) < 2:
            return 1
        if ends[0] == ends[1]:
            raise click.UsageError("that is one document named twice; name two")
        told = compare(opened, ends[0], ends[1])
        names = names_of(opened)
        drawn = picture(compare_chart(told, lang) if is_drawn(told) else None, plot, lang) if plot else 0
        if form == "json":
            click.echo(as_json(told, names))
        elif form == "csv":
            emit(as_csv(comparison_rows(told, lambda places: placed(places, names))))
        else:
            ComparePage(output(), lang, names, cleaned(municipalities(opened))).tell(cleaned(told))
    return drawn
