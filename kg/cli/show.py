"""`kg show` and `kg tree`: an element, and a goal tree, as people would want to see them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem
from rapidfuzz import process
from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from kg.cli.options import graph_option, lang_option, messages, output
from kg.cli.page import MONEY_KINDS, Page
from kg.cli.safe import clean, cleaned
from kg.cli.words import say
from kg.describe import (
    Element,
    Shown,
    describe,
    find,
    known_codes,
    outline,
    policy_area_of,
    roots,
    tree,
)
from kg.history.documents import municipalities, municipality_of
from kg.history.finding import find_ever
from kg.store import Graph

_SHOWN = 60


def complete_code(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the codes of elements."""
    try:
        with Graph.open(context.params.get("graph") or Path("graph")) as graph:
            return [CompletionItem(code) for code in known_codes(graph) if code.startswith(incomplete)]
    except Exception:  # completion never disturbs the shell
        return []


@click.command(
    "show",
    epilog="""\b
Examples:
  kg show 9B1                              a goal
  kg show 9A1.a --lang nl                  an indicator
  kg show 'Reserve Sociaal Domein P9'      what has no code, by its words
  kg show 9B --format json | jq '.[0].figures'""",
)
@click.argument("code", shell_complete=complete_code)
@graph_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def show_command(code: str, graph: Path, form: str, lang: str) -> int:
    """Show the element with this CODE (now or before) or wording: tree, wordings, figures by year, money, sources.

    Exit 1 when there is no such element.
    """
    with Graph.open(graph) as opened:
        found = find_ever(opened, code)
        if not found:
            return unknown(code, known_codes(opened), lang)
        if form == "json":
            told = [_as_json(describe(opened, iri)) for iri in found]
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
            return 0
        for number, iri in enumerate(found):
            if number:
                click.echo()
            print_element(iri, opened, output(), lang)
    return 0


def print_element(iri: str, graph: Graph, console: Console, lang: str) -> None:
    """Print an element as people would want to see it."""
    element = describe(graph, iri)
    money = _money_of(element, graph)
    page = Page(console, lang, cleaned(graph.file_names()), cleaned(municipalities(graph)))
    page.show(cleaned(element), cleaned(money), municipality_of(graph, iri))


@click.command(
    "tree",
    epilog="""\b
Examples:
  kg tree                    all programmes
  kg tree 9B                 one policy area
  kg tree --format json""",
)
@click.argument("code", required=False, shell_complete=complete_code)
@graph_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def tree_command(code: str | None, graph: Path, form: str, lang: str) -> int:
    """Print the goal tree (newest placement), or the part of it below CODE. Exit 1 when there is no such element."""
    with Graph.open(graph) as opened:
        found = find(opened, code) if code else roots(opened)
        if code and not found:
            return unknown(code, known_codes(opened), lang)
        elements = [tree(opened, iri) for iri in found]
    if form == "json":
        click.echo(json.dumps([_as_json(element) for element in elements], ensure_ascii=False, indent=2))
        return 0
    for element in elements:
        branch = Tree(_tree_label(cleaned(element)), guide_style="dim")
        _grow(branch, cleaned(element))
        output(wide=True).print(branch)
    return 0


def unknown(code: str, codes: Sequence[str], lang: str) -> int:
    """Say that there is no element with a code, and which codes are near it; return the exit code."""
    near = [match for match, _, _ in process.extract(code, codes, processor=str.casefold, limit=4, score_cutoff=50)]
    text = say("unknown", lang, code=repr(clean(code[:_SHOWN])))
    messages().print(f"{text}; {say('near', lang)} {', '.join(near)}" if near else text, markup=False, soft_wrap=True)
    return 1


def _tree_label(element: Element) -> str:
    return f"[bold]{escape(element.code)}[/bold] {escape(element.label)}" if element.code else escape(element.label)


def _grow(branch: Tree, element: Element) -> None:
    for child in element.children:
        _grow(branch.add(_tree_label(child)), child)


def _money_of(element: Element, graph: Graph) -> tuple[Element, list[Shown]] | None:
    """The money of the policy area an element belongs to; of a programme its own."""
    area = element if element.level == "programme" else policy_area_of(element)
    if area is None or element.level == "reserve":
        return None
    whole = element if area.iri == element.iri else describe(graph, area.iri)
    figures = [f for f in whole.figures if f.kind in MONEY_KINDS and f.table_kind == "budget-table"]
    return (outline(graph, area.iri), figures) if figures else None


def _as_json(element: Element) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [plain(inner) for inner in value]
        return value if value is None or isinstance(value, str | int | bool) else str(value)

    result: dict[str, Any] = plain(asdict(element))
    return result
