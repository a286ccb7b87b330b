"""`kg query`: SPARQL over the graph, from an argument, a file or stdin."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

import click

from kg.cli.options import graph_option
from kg.errors import UnreadableInput
from kg.results import FORMATS, formats_for, write
from kg.store import Graph


@click.command(
    "query",
    epilog="""\b
Examples:
  kg query 'SELECT ?goal { ?goal a doel:Goal }'
  kg query question.rq --format csv > answer.csv
  cat question.rq | kg query -
  kg query 'CONSTRUCT WHERE { ?s a doel:Goal ; ?p ?o }' --format turtle
The prefixes doel:, code:, skos:, rdfs:, qb:, sdmx-measure:, ... are known.
SERVICE, LOAD and a remote FROM are refused.""",
)
@click.argument("query", required=False)
@click.option(
    "--file", "-f", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Query in a file."
)
@graph_option
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: table for rows, turtle for triples.")
def query_command(query: str | None, file: Path | None, graph: Path, form: str | None) -> None:
    """Ask the graph in SPARQL 1.1: QUERY is the text, a file that holds it, or - for stdin."""
    text = _text(query, file)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine does not listen to Python while it works
    with Graph.open(graph) as opened:
        answer = opened.query(text)
        write(answer, form or formats_for(answer)[0], sys.stdout)


def _text(query: str | None, file: Path | None) -> str:
    if query is not None and file is not None:
        raise click.UsageError("give the query once: as argument or with --file")
    if file is not None:
        return _read(file)
    if query in (None, "-"):
        if query is None and sys.stdin.isatty():
            raise click.UsageError("give a query, a file, or - for stdin; see kg query --help")
        return sys.stdin.read()
    assert query is not None
    if "\n" not in query and "{" not in query and Path(query).is_file():
        return _read(Path(query))
    if query.endswith((".rq", ".sparql")) and "{" not in query:
        raise UnreadableInput(f"{query}: there is no such file")
    return query


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{path}: {error}; save the query as UTF-8 text") from error
