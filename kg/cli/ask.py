"""`kg ask`: a stored query, by name or in words, with its evidence and its picture."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Any

import click

from kg.catalogue.ask import ask
from kg.catalogue.empty import explain
from kg.catalogue.evidence import evidence_of
from kg.catalogue.formats import FORMATS
from kg.catalogue.given import spoken
from kg.catalogue.load import query_named
from kg.catalogue.nearest import Choice, chosen
from kg.charts.query_chart import chart
from kg.cli.ask_page import write_answer
from kg.cli.asking import picture, plot_option
from kg.cli.options import WrongUse, graph_option, lang_option, messages
from kg.cli.safe import clean
from kg.cli.stored import (
    StoredCommand,
    complete_name,
    complete_value,
    endpoint_option,
    engine_of,
    option_named,
    parameters_of,
)
from kg.cli.words import say
from kg.errors import UnknownQuery


@click.command(
    "ask",
    cls=StoredCommand,
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  kg ask list-targets-met --year 2024
  kg ask list-targets-met --year 2024 --evidence       with the cell behind every value
  kg ask list-targets-met --year 2024 --format csv
  kg ask 'which goals have no indicator' --document annual-report-2024
  kg ask show-indicator-series --indicator 9B1.a --plot series.svg
  kg ask list-loaded-documents --endpoint https://example.org/sparql
`kg queries` lists the questions, `kg queries NAME` tells what one asks and takes.""",
)
@click.argument("name", shell_complete=complete_name)
@click.argument(
    "given", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...", shell_complete=complete_value
)
@graph_option
@endpoint_option
@click.option("--evidence", is_flag=True, help="Add to each row every cell of the documents that went into it.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--limit", "-n", type=click.IntRange(min=1), help="Most rows to show.")
@plot_option
@lang_option
def ask_command(
    name: str,
    given: tuple[str, ...],
    graph: Path,
    endpoint: str | None,
    evidence: bool,
    form: str,
    limit: int | None,
    plot: Path | None,
    lang: str,
) -> int:
    """Ask the stored query NAME, or the one that a question in words means, Dutch or English.

    Its parameters are options: --year 2024. An answer without rows says what found nothing, and what there is. Exit 1
    when there are no rows; 2 for a name or a parameter that is wrong; 3 for what is not supported here: another kind of
    picture, a package that is not installed, a graph without what was inferred.
    """
    values: dict[str, Any] = dict(parameters_of(given))
    if not name.strip():
        raise WrongUse(
            "Give the name of a stored query or a question in words; `kg queries` lists them",
            "geef de naam van een vraag, of een vraag in woorden; `kg queries` geeft ze alle",
        )
    choice = _choice(name, graph, endpoint) if " " in name.strip() or "-" not in name else None  # a name has a hyphen
    query = choice.query if choice else query_named(name)
    if plot and not query.chart:
        raise WrongUse(
            f"{query.name} has no picture; `kg queries --charts` lists those that have",
            f"{query.name} heeft geen plaatje; `kg queries --charts` geeft de vragen die er een hebben",
        )
    with engine_of(graph, endpoint) as engine:
        if choice:
            values = {key: one.value for key, one in spoken(name, query, engine).items()} | dict(choice.given) | values
            _tell_choice(choice, values, lang)
        whole = ask(engine, query, values)
        if not whole.rows:
            _tell(explain(whole, engine, lang))
        answer = whole if limit is None else replace(whole, rows=whole.rows[:limit])
        cells = evidence_of(engine, answer.rows) if evidence else None
    write_answer(answer, cells, form, lang, sys.stdout, whole)
    if len(answer) < len(whole):
        _tell([say("ask-more", lang, shown=len(answer), total=len(whole))])
    drawn = picture(chart(whole, lang), plot, lang) if plot else 0
    return 0 if whole.rows else max(1, drawn)


def _choice(words: str, graph: Path, endpoint: str | None) -> Choice:
    """The query that words mean; where that is not clear from them alone, with the names that the data hold."""
    try:
        return chosen(words)
    except UnknownQuery:
        if endpoint is None and not graph.exists():
            raise
        with engine_of(graph, endpoint) as engine:
            return chosen(words, engine=engine)


def _tell_choice(choice: Choice, values: dict[str, Any], lang: str) -> None:
    """Say which query a question in words was taken for, with which values, and which come next."""
    query = choice.query
    told = "".join(f" {option_named(key)} {quote(str(value))}" for key, value in values.items())
    _tell([say("ask-took", lang, name=f"{query.name}{told}", question=query.question.in_(lang))])
    if choice.others:
        _tell([say("ask-others", lang, names=", ".join(one.query.name for one in choice.others))])


def _tell(lines: list[str]) -> None:
    for line in lines:
        messages().print(clean(line), markup=False, soft_wrap=True)
