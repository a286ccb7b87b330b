"""`kg show` and `kg tree`: an element, and a goal tree, as people would want to see them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem
from rapidfuzz import process
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.tree import Tree

from kg.cli.options import graph_option, lang_option, messages, output
from kg.cli.words import say
from kg.describe import (
    DocumentView,
    Element,
    Place,
    Shown,
    describe,
    find,
    known_codes,
    outline,
    policy_area_of,
    roots,
    tree,
)
from kg.store import Graph

_MONEY_KINDS = ("expense", "revenue", "balance", "addition", "withdrawal", "reserve-movement", "result")
SEPARATOR = " \u203a "
_LOCATED = ("misaligned", "unread", "in-words")
_CHILDREN = {
    "programme": ("policy-area", "areas"),
    "policy-area": ("goal", "goals"),
    "goal": ("performance-target", "targets"),
}


def _complete_code(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
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
  kg show 9B --format json | jq .figures""",
)
@click.argument("code", shell_complete=_complete_code)
@graph_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def show_command(code: str, graph: Path, form: str, lang: str) -> int:
    """Show the element with this CODE (or wording): tree, wording per document, figures by year, money, sources.

    Exit 1 when there is no such element.
    """
    with Graph.open(graph) as opened:
        found = find(opened, code)
        if not found:
            return _unknown(code, known_codes(opened), lang)
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
    _Page(console, lang, graph.file_names()).show(element, _money_of(element, graph))


@click.command(
    "tree",
    epilog="""\b
Examples:
  kg tree                    all programmes
  kg tree 9B                 one policy area
  kg tree --format json""",
)
@click.argument("code", required=False, shell_complete=_complete_code)
@graph_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def tree_command(code: str | None, graph: Path, form: str, lang: str) -> int:
    """Print the goal tree (newest placement), or the part of it below CODE. Exit 1 when there is no such element."""
    with Graph.open(graph) as opened:
        found = find(opened, code) if code else roots(opened)
        if code and not found:
            return _unknown(code, known_codes(opened), lang)
        elements = [tree(opened, iri) for iri in found]
    if form == "json":
        click.echo(json.dumps([_as_json(element) for element in elements], ensure_ascii=False, indent=2))
        return 0
    for element in elements:
        branch = Tree(_tree_label(element), guide_style="dim")
        _grow(branch, element)
        output().print(branch)
    return 0


def _unknown(code: str, codes: Sequence[str], lang: str) -> int:
    near = [match for match, _, _ in process.extract(code, codes, limit=4, score_cutoff=50)]
    hint = f": {', '.join(near)}" if near else ""
    text = f"geen element {code}; lijkt op{hint}" if lang == "nl" else f"no element {code}; near it{hint}"
    messages().print(text if near else text.partition(";")[0], markup=False)
    return 1


def _tree_label(element: Element) -> str:
    return f"[bold]{escape(element.code)}[/bold] {escape(element.label)}".strip()


def _grow(branch: Tree, element: Element) -> None:
    for child in element.children:
        _grow(branch.add(_tree_label(child)), child)


def _money_of(element: Element, graph: Graph) -> tuple[Element, list[Shown]] | None:
    """The money of the policy area an element belongs to; of a programme its own."""
    area = element if element.level == "programme" else policy_area_of(element)
    if area is None or element.level == "reserve":
        return None
    whole = element if area.iri == element.iri else describe(graph, area.iri)
    figures = [figure for figure in whole.figures if figure.kind in _MONEY_KINDS]
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


class _Page:
    """Prints one element."""

    def __init__(self, console: Console, lang: str, names: dict[str, list[str]]) -> None:
        self.console, self.lang, self.names = console, lang, names
        self.remarks: dict[str, list[str]] = {}

    def show(self, element: Element, money: tuple[Element, list[Shown]] | None) -> None:
        """Print all of an element, in the order in which people ask."""
        self._head(element)
        self._wordings(element)
        self._facts(element)
        level, title = _CHILDREN.get(element.level, ("", ""))
        self._list(say(title, self.lang), [child for child in element.children if child.level == level])
        indicators = [element] if element.level == "indicator" else _indicators(element)
        if indicators:
            self._indicators(indicators)
        if element.level == "reserve":
            self._money_tables(say("figures", self.lang), element.figures)
        if money:
            area, figures = money
            self._money_tables(say("money", self.lang, code=area.code or area.label), figures)
            if element.level in ("goal", "performance-target", "indicator"):
                self._print(f"({say('policy-area-only', self.lang)})", 5, "dim")
        for reason, marks in self.remarks.items():
            self._print(f"{' '.join(dict.fromkeys(marks))}  {reason}", 5, "dim")

    def _print(self, text: str, indent: int, style: str = "") -> None:
        self.console.print(Padding(escape(text), (0, 0, 0, indent), expand=False), style=style)

    def _head(self, element: Element) -> None:
        path = SEPARATOR.join(self._name(above) for above in element.above)
        level = say(element.level, self.lang)
        self.console.print(
            f"[bold]{escape(element.code)}  {escape(element.label)}[/bold]".replace("[bold]  ", "[bold]")
        )
        self._print(f"{level} · {path}" if path else level, 2, "dim")

    def _name(self, element: Element) -> str:
        word = f"{say('programme', self.lang)} " if element.level == "programme" else ""
        return f"{word}{element.code} {element.label}".strip()

    def _document(self, document: DocumentView) -> str:
        year = str(document.year) if document.year else say("no-year", self.lang)
        return f"{year} {say(document.kind, self.lang)}" if document.kind else f"{year} {document.label}"

    def _place(self, places: Iterable[Place]) -> str:
        found = []
        for place in places:
            name = (self.names.get(place.rendition) or [place.rendition[:12]])[0]
            table = f" ({say('in-table', self.lang)})" if place.in_table else ""
            found.append(f"{name}:{place.line}{table}")
        return ", ".join(dict.fromkeys(found))

    def _wordings(self, element: Element) -> None:
        table = _grid(3)
        table.columns[2].style = "dim"
        table.columns[2].overflow = "fold"
        for told in element.told:
            lines = {(place.rendition, place.line): place for place in told.places}
            table.add_row(
                self._document(told.document), escape(f'"{told.text}"'), escape(self._place(_brief(lines.values())))
            )
        if element.told:
            self.console.print(Padding(table, (0, 0, 0, 5), expand=False))

    def _facts(self, element: Element) -> None:
        if element.sources:
            self._print(f"{say('source', self.lang)}: {'; '.join(element.sources)}", 5)

    def _list(self, title: str, elements: Sequence[Element]) -> None:
        if not elements:
            return
        self._print(title, 2, "bold")
        for child in elements:
            self._print(f"{child.code} {child.label}".strip(), 5)

    def _indicators(self, indicators: Sequence[Element]) -> None:
        columns = sorted({_column(figure) for element in indicators for figure in element.figures if figure.year})
        columns.sort(key=lambda column: (column[0] != "realised", column[0], column[1]))
        table = _grid(1)
        table.columns[0].header = ""
        table.columns[0].max_width = 48
        for kind, year in columns:
            table.add_column(f"{year}" if kind == "realised" else f"{say(kind, self.lang)} {year}", justify="right")
        table.add_column(say("source", self.lang))
        for element in indicators:
            cells = [self._cell(element, column) for column in columns]
            table.add_row(escape(f"{element.code} {element.label}".strip()), *cells, escape("; ".join(element.sources)))
        table.show_header = True
        self._print(say("indicators", self.lang), 2, "bold")
        self.console.print(Padding(table, (0, 0, 0, 5), expand=False))

    def _cell(self, element: Element, column: tuple[str, int]) -> str:
        figures = [figure for figure in element.figures if _column(figure) == column]
        if not figures:
            return ""
        figure = max(figures, key=lambda f: (f.document.year or 0, f.document.kind == "annual-report"))
        text = figure.verbatim.split("(")[0].strip()
        if figure.missing == "misaligned":
            text = "?"
        self._remark(element, figure, text)
        return escape(text + ("?" if figure.doubt and text != "?" else ""))

    def _remark(self, element: Element, figure: Shown, text: str) -> None:
        reason = figure.missing or figure.doubt
        if not reason:
            return
        notes = "; ".join(dict.fromkeys([*figure.notes, *([] if figure.notes else element.notes)]))
        mark = (text if figure.missing else f"{text}?") or say("blank", self.lang)
        where = f" ({self._place(figure.places[:1])})" if figure.doubt or figure.missing in _LOCATED else ""
        self.remarks.setdefault(f"{say(reason, self.lang)}{': ' + notes if notes else ''}{where}", []).append(mark)

    def _money_tables(self, title: str, figures: Sequence[Shown]) -> None:
        for document in sorted({f.document for f in figures}, key=lambda d: (d.year or 0, d.iri)):
            rows = [figure for figure in figures if figure.document == document]
            for unit in sorted({figure.multiplier for figure in rows}):
                self._money(f"{title} · {self._document(document)}", [f for f in rows if f.multiplier == unit], unit)

    def _money(self, title: str, figures: Sequence[Shown], multiplier: int) -> None:
        factor = f"{10**multiplier:,}".replace(",", "." if self.lang == "nl" else ",")
        columns = list(dict.fromkeys((figure.phase, figure.year) for figure in sorted(figures, key=_printed_order)))
        table = _grid(1)
        table.columns[0].header = say("euro-scale", self.lang, factor=factor)
        for phase, year in columns:
            table.add_column(f"{year or ''} {say(phase, self.lang)}".strip(), justify="right")
        table.add_column(say("line", self.lang), justify="right", style="dim")
        for kind in _MONEY_KINDS:
            found = {(f.phase, f.year): f for f in figures if f.kind == kind}
            if found:
                cells = [
                    escape(found[c].verbatim + ("?" if found[c].doubt else "")) if c in found else "" for c in columns
                ]
                lines = sorted({str(place.line) for f in found.values() for place in f.places})
                table.add_row(say(kind, self.lang), *cells, ", ".join(lines))
        table.show_header = True
        self._print(title, 2, "bold")
        self.console.print(Padding(table, (0, 0, 0, 5), expand=False))


def _grid(columns: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False, header_style="dim")
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def _column(figure: Shown) -> tuple[str, int]:
    return (figure.kind, figure.year or 0)


def _printed_order(figure: Shown) -> tuple[int, int]:
    order = ("approved", "change", "revised", "executed", "difference", "proposed-change")
    return (figure.year or 0, order.index(figure.phase) if figure.phase in order else len(order))


def _brief(places: Iterable[Place]) -> list[Place]:
    """The first line of each rendition, and where the text stands a second time in a table."""
    first: dict[tuple[str, bool], Place] = {}
    for place in places:
        first.setdefault((place.rendition, place.in_table), place)
    return list(first.values())


def _indicators(element: Element) -> list[Element]:
    own = [child for child in element.children if child.level == "indicator"]
    return own + [
        indicator for child in element.children if child.level != "indicator" for indicator in _indicators(child)
    ]
