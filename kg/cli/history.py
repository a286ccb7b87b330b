"""`kg history`: an element through the years, per document that stated it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.charts.history_chart import has_figures, history_chart
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
from kg.cli.history_page import HistoryPage
from kg.cli.options import emit, graph_option, lang_option, messages, output
from kg.cli.safe import clean, cleaned
from kg.cli.show import complete_code, unknown
from kg.cli.words import say
from kg.describe import known_codes
from kg.history.documents import Document, municipalities
from kg.history.finding import find_ever
from kg.history.rows import as_csv, history_rows
from kg.history.through import History, history
from kg.store import Graph


@click.command(
    "history",
    epilog="""\b
Examples:
  kg history 9B1                               a goal: wordings, changes, indicators
  kg history 9A1.a --plot 9A1a.svg             an indicator, with a picture
  kg history 9B1 --as-of interim-report-2019   what was known by then
  kg history 9B --format csv                   money by year, kind, phase, document""",
)
@click.argument("code", shell_complete=complete_code)
@click.option(
    "--as-of",
    "as_of",
    metavar="DOCUMENT",
    shell_complete=complete_document,
    help="Believe only documents drawn up no later than this one.",
)
@graph_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@plot_option
@lang_option
def history_command(code: str, as_of: str | None, graph: Path, form: str, plot: Path | None, lang: str) -> int:
    """Tell the element with this CODE (now or before) through the years: what each document stated, what changed.

    Exit 1 when there is no such element, or none by the document of --as-of, and when there is nothing to draw.
    """
    with Graph.open(graph) as opened:
        found = find_ever(opened, code)
        if not found:
            return unknown(code, known_codes(opened), lang)
        last = document_named(opened, as_of, lang) if as_of is not None else None
        if as_of is not None and last is None:
            return 1
        told = [history(opened, iri, last.iri if last else None) for iri in find_ever(opened, code, last)]
        told = [one for one in told if one.stated]
        if not told:
            return _not_yet(code, last, lang)
        drawn = picture(history_chart(told, lang) if has_figures(told) else None, plot, lang) if plot else 0
        _write(told, form, opened, lang)  # last: the reader of a pipe may have seen enough
    return drawn


def _not_yet(code: str, last: Document | None, lang: str) -> int:
    name = last.name if last else ""
    messages().print(say("as-of-none", lang, code=repr(clean(code[:60])), document=name), markup=False, soft_wrap=True)
    return 1


def _write(told: list[History], form: str, graph: Graph, lang: str) -> None:
    names = names_of(graph)
    if form == "json":
        click.echo(as_json(told, names))
    elif form == "csv":
        rows = (row for one in told for row in history_rows(one, lambda places: placed(places, names)))
        emit(as_csv(rows))
    else:
        cities = cleaned(municipalities(graph))
        for number, one in enumerate(told):
            if number:
                click.echo()
            HistoryPage(output(), lang, names, cities).tell(cleaned(one))
