"""`kg cite`: the citation of a row of an answer."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.build.run import software_version
from kg.catalogue.ask import Graph, ask
from kg.catalogue.citation import Citation, as_record, as_text, graph_hash
from kg.catalogue.empty import explain
from kg.catalogue.evidence import cells
from kg.catalogue.load import query_named
from kg.cli.options import WrongUse, emit, graph_option, lang_option, messages
from kg.cli.safe import clean
from kg.cli.stored import StoredCommand, complete_name, complete_value, endpoint_option, engine_of, parameters_of


@click.command(
    "cite",
    cls=StoredCommand,
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  kg cite list-targets-met --year 2024 --row 16
  kg cite list-goals-without-indicator --document annual-report-2024 --row 1 --format json
Rows are numbered from 1, as `kg ask` shows them.""",
)
@click.argument("name", shell_complete=complete_name)
@click.argument(
    "given", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...", shell_complete=complete_value
)
@click.option("--row", type=click.IntRange(min=1), help="Which row; needed where there are several.")
@graph_option
@endpoint_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def cite_command(
    name: str, given: tuple[str, ...], row: int | None, graph: Path, endpoint: str | None, form: str, lang: str
) -> int:
    """Cite a row of the answer to the stored query NAME, so that others find it again.

    The question with its version and hash, the values asked for, every cell of the documents behind the row, and the
    hash of the graph. Exit 1 when there are no rows.
    """
    query = query_named(name)
    with engine_of(graph, endpoint) as engine:
        answer = ask(engine, query, parameters_of(given))
        if not answer.rows:
            for line in explain(answer, engine, lang):
                messages().print(clean(line), markup=False, soft_wrap=True)
            return 1
        number = _number(row, len(answer.rows))
        found = tuple(cells(engine, answer.rows[number - 1]))
        where = f"sha256 {graph_hash(engine.build)}" if isinstance(engine, Graph) else str(endpoint)
    citation = Citation(answer, number, found, where, f"doelenboom {software_version()}")
    if form == "json":
        emit(json.dumps(as_record(citation, lang), ensure_ascii=False, indent=2) + "\n")
    else:
        emit("\n".join(map(clean, as_text(citation, lang).splitlines())) + "\n")
    return 0


def _number(row: int | None, count: int) -> int:
    if row is None and count > 1:
        raise WrongUse(
            f"the answer has {count} rows; say which with --row N",
            f"het antwoord heeft {count} rijen; kies er een met --row N",
        )
    if row is not None and row > count:
        raise WrongUse(
            f"the answer has {count} rows; --row {row} is not there",
            f"rij {row} is er niet; het antwoord heeft {count} {'rij' if count == 1 else 'rijen'}",
        )
    return row or 1
