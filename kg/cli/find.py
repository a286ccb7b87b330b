"""`kg find`: words in labels and texts, with where they stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
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
from kg.store import Graph

_QUESTION = 200
"""Code points of a question that a message repeats."""
_PLACES = 3
"""Pieces of text and places of a document that are shown; --format json has all."""
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
  kg find 'RV 19.0005'                     what cites a decision
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

    Names are those of elements, organisations, policy documents, deviations, tables and sources; texts are
    explanations, planned activities, footnotes and missions. Exit 1 when nothing is found.
    """
    question = " ".join(map(_phrase, words))
    with Graph.open(graph) as opened:
        answer = search(opened, question, limit=limit, among=among, year=year)
        names = cleaned(opened.file_names())
    _remark(answer, question, lang, year)
    if form == "json":
        click.echo(json.dumps([_as_json(hit, names) for hit in answer.hits], ensure_ascii=False, indent=2))
    else:
        printer = _Printer(output(wide=True), lang, names)
        for number, hit in enumerate(answer.hits):
            if number:
                click.echo()
            printer.show(cleaned(hit))
    return 0 if answer.hits else 1


def _phrase(word: str) -> str:
    """One argument of several words is a phrase, as the shell took its quotation marks away."""
    return f'"{word}"' if len(word.split()) > 1 and '"' not in word else word


def _remark(answer: Hits, question: str, lang: str, year: int | None) -> None:
    shown = len(answer.hits)
    if answer.how == "none":
        key = "find-none"
    elif not shown and answer.how != "year":
        key = "find-nothing"
    elif answer.how in ("words", "any", "year"):
        key = f"find-{answer.how}"
    else:
        key = ""
    if key:
        words = f"{question[:_QUESTION]}…" if len(question) > _QUESTION else question
        messages().print(clean(say(key, lang, words=words, year=year)), markup=False, soft_wrap=True)
    if answer.total > shown:
        messages().print(say("find-more", lang, shown=shown, total=answer.total), markup=False, soft_wrap=True)


class _Printer:
    """Prints hits: what it is, then the places in each document, with the piece of text that stands there."""

    def __init__(self, console: Console, lang: str, names: dict[str, list[str]]) -> None:
        self.console, self.lang, self.names = console, lang, names

    def show(self, hit: Hit) -> None:
        """Print one hit; a text that is the label itself is not said twice."""
        head = Text()
        head.append(f"{hit.code}  " if hit.code else "", style="bold")
        head.append_text(_marked(Snippet(hit.label, hit.marks)))
        head.append(f"{'  ' if hit.label else ''}{say(hit.sort, self.lang)}", style="dim")
        self._print(head, 0)
        said = {hit.label, *(found.snippet.text for found in hit.found)}
        about = [name for name in hit.about if name not in said]
        if about:
            self._print(Text(" · ".join(about), style="dim"), 2)
        documents = [list(same) for _, same in groupby(hit.found, key=lambda found: found.document)]
        for pieces in documents[:_DOCUMENTS]:
            self._document(pieces, hit.label)
        if len(documents) > _DOCUMENTS:
            self._rest("find-documents", len(documents) - _DOCUMENTS)

    def _document(self, pieces: Sequence[Found], label: str) -> None:
        for number, found in enumerate(pieces[:_PLACES]):
            files = [list(same) for _, same in groupby(found.places, key=lambda place: place.rendition)]
            shown = [place for places in files for place in places[:_PLACES]]
            places = place_names(shown, self.names, self.lang)
            hidden = len(found.places) - len(shown)
            places += f", {say('find-rest', self.lang, n=hidden)}" if hidden else ""
            name = document_name(found.document, self.lang)
            line = Text(" " * len(name) if number and places else name)
            line.append(f"  {places}" if places else "", style="dim")
            self._print(line, 5)
            if found.snippet.text.strip("…") not in label:
                self._print(_marked(found.snippet), 7)
        if len(pieces) > _PLACES:
            self._rest("find-rest", len(pieces) - _PLACES)

    def _rest(self, key: str, n: int) -> None:
        self._print(Text(say(key, self.lang, n=n), style="dim"), 5)

    def _print(self, text: Text, indent: int) -> None:
        """On a terminal long lines are folded under their own indent; in a pipe a line stays a line."""
        if not self.console.is_terminal:
            self.console.print(" " * indent + text.plain, markup=False, soft_wrap=True)
            return
        for line in text.wrap(self.console, max(20, self.console.width - indent)):
            self.console.print(Text(" " * indent) + line)


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
