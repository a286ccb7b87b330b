"""What `kg ask`, `kg cite` and `kg queries` share: the engine, parameters among the options, completion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from kg.catalogue.ask import Graph
from kg.catalogue.load import catalogue
from kg.catalogue.model import Parameter, StoredQuery
from kg.catalogue.remote import Endpoint
from kg.catalogue.values import Engine, existing
from kg.cli.options import WrongUse
from kg.cli.words import say
from kg.errors import KgError

_NAMED = "kg.stored_query"
_MOST = 100
"""Values that completion offers at most."""
_TYPES = {
    "integer": "geheel getal",
    "decimal": "getal",
    "text": "tekst",
    "texts": "teksten",
    "iri": "IRI",
    "boolean": "ja of nee",
}
"""The types that have another name in Dutch."""


def endpoint_option(function: Any) -> Any:
    """Add --endpoint."""
    return click.option(
        "--endpoint",
        metavar="URL",
        help="Ask this SPARQL 1.1 endpoint, over the network, in place of the graph here.",
    )(function)


@contextmanager
def engine_of(graph: Path, endpoint: str | None) -> Iterator[Engine]:
    """The endpoint if one is named, else the graph of the directory."""
    if endpoint:
        yield Endpoint(endpoint)
        return
    with Graph.open(graph) as opened:
        yield opened


def parameters_of(given: Sequence[str]) -> dict[str, str]:
    """Read ``--year 2024 --document=annual-report-2024``: names with _ or -, each once, each with a value.

    >>> parameters_of(["--target-year", "2024", "--goal=9B1"])
    {'target_year': '2024', 'goal': '9B1'}
    """
    found: dict[str, str] = {}
    rest = list(given)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or len(word) < 3:
            raise WrongUse(
                f"{word[:60]!r}: give a parameter as --name value",
                f"{word[:60]!r}: geef een parameter als --naam waarde",
            )
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise WrongUse(f"--{name[:60]} needs a value", f"--{name[:60]} heeft een waarde nodig")
            value = rest.pop(0)
        name = name.replace("-", "_")
        if name in found:
            raise WrongUse(f"--{name[:60]} is given twice", f"--{name[:60]} staat er twee keer")
        found[name] = value
    return found


class StoredCommand(click.Command):
    """A command of which a stored query's parameters are options too: help tells them and a shell completes them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note which stored query is named, as help is told before arguments are read."""
        ctx.meta[_NAMED] = next((catalogue()[one] for one in args if one in catalogue()), None)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Tell the parameters of the query that is named, before the options of the command."""
        query = ctx.meta.get(_NAMED)
        if query and query.parameters:
            with formatter.section(f"Parameters of {query.name}"):
                formatter.write_dl(parameters_told(query, "en"))
        super().format_options(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the parameters of the query that is named, before the options of the command."""
        query = catalogue().get(str(ctx.params.get("name")))
        own = [
            CompletionItem(option_named(one.name), help=one.label.en)
            for one in (query.parameters if query else ())
            if option_named(one.name).startswith(incomplete)
        ]
        return own + super().shell_complete(ctx, incomplete)


def complete_name(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of stored queries."""
    return [
        CompletionItem(one.name, help=one.title.en) for one in catalogue().values() if one.name.startswith(incomplete)
    ]


def complete_value(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the values of the parameter whose name stands before."""
    try:
        query = catalogue()[context.params["name"]]
        before = [*context.params.get("given", ()), *context.args]
        name = before[-1].removeprefix("--").replace("-", "_")
        parameter = query.parameter(name)
        if parameter is None:
            return []
        with Graph.open(context.params.get("graph") or Path("graph")) as graph:
            values = existing(parameter, graph)
        return [CompletionItem(value) for value in values if value.startswith(incomplete)][:_MOST]
    except (KgError, LookupError, OSError):  # completion never disturbs the shell
        return []


def parameters_told(query: StoredQuery, lang: str) -> list[tuple[str, str]]:
    """Tell the parameters of a query: each as an option, with its label, its type and what is allowed."""
    return [(option_named(one.name), _about(one, lang)) for one in query.parameters]


def option_named(parameter: str) -> str:
    """A parameter as an option of the command line."""
    return f"--{parameter.replace('_', '-')}"


def type_named(kind: str, lang: str) -> str:
    """The type of a parameter or column for people.

    >>> type_named("integer", "nl"), type_named("integer", "en")
    ('geheel getal', 'integer')
    """
    return _TYPES.get(kind, kind) if lang == "nl" else kind


def _about(parameter: Parameter, lang: str) -> str:
    allowed = f": {', '.join(parameter.allowed)}" if parameter.allowed else ""
    optional = "" if parameter.required else f" ({say('optional', lang)})"
    return f"{parameter.label.in_(lang)}, {type_named(parameter.type, lang)}{allowed}{optional}"
