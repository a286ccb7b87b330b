"""`kg find`: words in labels and texts, with where they stand."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from kg.cli.options import graph_option, lang_option, messages, output
from kg.cli.page import document_name, place_names
from kg.cli.safe import clean, cleaned
from kg.cli.words import say
from kg.hits import AMONG, Found, Hit, Hits, Snippet, search
from kg.index import marks_of, stems_in, wanted
from kg.store import Graph

_DOCUMENTS = 3
"""Documents of a hit that are shown; --format json has all."""


@click.command(
    "find",
    epilog="""\b
Examples:
  kg find mantelzorg                       in names and texts
  kg find jongeren werk                    both words; if nothing has both, either
  kg find 'gezonde leefstijl'              these words, one after another
  kg find 9B1                              a code
  kg find eenzaamheid --in texts --year 2024
  kg find wachttijd --format json | jq -r '.[].iri'
Dutch words are found in other forms (jongere: jongeren), with or without accents.
Compounds stay whole: hulp does not find jeugdhulp.""",
)
@click.argument("words", nargs=-1, required=True)
@graph_option
@click.option("--limit", "-n", type=click.IntRange(min=1), default=20, show_default=True, help="Most hits to show.")
@click.option("--in", "among", type=click.Choice(AMONG), default="all", show_default=True, help="Where to look.")
@click.option("--year", type=int, help="Only documents of this fiscal year.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def find_command(
    words: tuple[str, ...], graph: Path, limit: int, among: str, year: int | None, form: str, lang: str
) -> int:
    """Find WORDS in the names and texts of the graph: what bears or says them, in which document, at which line.

    Names are those of elements, organisations, policy documents, deviations and tables; texts are explanations,
    planned activities, footnotes and missions. Exit 1 when nothing is found.
    """
    question = " ".join(map(_phrase, words))
    with Graph.open(graph) as opened:
        answer = search(opened, question, limit=limit, among=among, year=year)
        names = cleaned(opened.file_names())
    _remark(answer, question, lang)
    if form == "json":
        click.echo(json.dumps([_as_json(hit, names) for hit in answer.hits], ensure_ascii=False, indent=2))
    else:
        terms = stems_in(wanted(question))
        for number, hit in enumerate(answer.hits):
            if number:
                click.echo()
            _Printer(output(wide=True), lang, names).show(cleaned(hit), terms)
    return 0 if answer.hits else 1


def _phrase(word: str) -> str:
    """One argument of several words is a phrase, as the shell took its quotation marks away."""
    return f'"{word}"' if len(word.split()) > 1 and '"' not in word else word


def _remark(answer: Hits, question: str, lang: str) -> None:
    shown = len(answer.hits)
    if answer.how == "none":
        key = "find-none"
    elif not shown:
        key = "find-nothing"
    elif answer.how in ("words", "any"):
        key = f"find-{answer.how}"
    else:
        key = ""
    if key:
        messages().print(clean(say(key, lang, words=question)), markup=False, soft_wrap=True)
    if answer.total > shown:
        messages().print(say("find-more", lang, shown=shown, total=answer.total), markup=False, soft_wrap=True)


class _Printer:
    """Prints hits: what it is, then a line a document with the place, and the piece of text below it."""

    def __init__(self, console: Console, lang: str, names: dict[str, list[str]]) -> None:
        self.console, self.lang, self.names = console, lang, names

    def show(self, hit: Hit, terms: frozenset[str]) -> None:
        """Print one hit; a text that is the label itself is not said twice."""
        head = Text()
        head.append(f"{hit.code}  " if hit.code else "", style="bold")
        head.append_text(_marked(Snippet(hit.label, _marks(hit.label, terms))))
        head.append(f"{'  ' if hit.label else ''}{say(hit.sort, self.lang)}", style="dim")
        self._print(head, 0)
        if hit.about:
            self._print(Text(" · ".join(hit.about), style="dim"), 2)
        for found in hit.found[:_DOCUMENTS]:
            self._found(found, hit.label)
        if len(hit.found) > _DOCUMENTS:
            rest = say("find-documents", self.lang, n=len(hit.found) - _DOCUMENTS)
            self._print(Text(rest, style="dim"), 5)

    def _found(self, found: Found, label: str) -> None:
        places = place_names(found.places, self.names, self.lang)
        line = Text(document_name(found.document, self.lang))
        line.append(f"  {places}" if places else "", style="dim")
        self._print(line, 5)
        if found.snippet.text not in ("", label):
            self._print(_marked(found.snippet), 7)

    def _print(self, text: Text, indent: int) -> None:
        """On a terminal long lines are folded under their own indent; in a pipe a line stays a line."""
        if not self.console.is_terminal:
            self.console.print(" " * indent + text.plain, markup=False, soft_wrap=True)
            return
        for line in text.wrap(self.console, max(20, self.console.width - indent)):
            self.console.print(Text(" " * indent) + line)


def _marks(text: str, terms: frozenset[str]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for _, start, end in marks_of(text, terms))


def _marked(snippet: Snippet) -> Text:
    text = Text(snippet.text)
    for start, end in snippet.marks:
        text.stylize("bold", start, end)
    return text


def _as_json(hit: Hit, names: dict[str, list[str]]) -> dict[str, Any]:
    """A hit as data, with the names of the files beside their hashes."""
    told = asdict(hit)
    for found in told["found"]:
        for place in found["places"]:
            place["files"] = names.get(place["rendition"], [])
    return told
