"""`kg queries`: the catalogue of questions, and what one of them asks and takes."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

import click
from click.shell_completion import CompletionItem
from rich.text import Text

from kg.catalogue.front import body
from kg.catalogue.linked import turtle
from kg.catalogue.load import THEMES, catalogue
from kg.catalogue.model import StoredQuery
from kg.cli.options import WrongUse, emit, lang_option, messages, output
from kg.cli.stored import complete_name, option_named, parameters_told, type_named
from kg.cli.words import say
from kg.terms import is_web_address


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    themes = [CompletionItem(theme) for theme in THEMES if theme.startswith(incomplete)]
    return themes + complete_name(context, parameter, incomplete)


@click.command(
    "queries",
    epilog="""\b
Examples:
  kg queries                          all questions, by theme
  kg queries reserve                  those with a word, or of a theme
  kg queries list-targets-met         what it asks, its parameters, its SPARQL
  kg queries list-targets-met --format sparql > targets-met.rq
  kg queries --format turtle          the catalogue as linked data (SHACL executables)
  kg queries --format turtle --target https://example.org/sparql""",
)
@click.argument("word", required=False, shell_complete=_complete)
@click.option("--charts", is_flag=True, help="Only those with a picture.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "turtle", "sparql"]), default="text", show_default=True
)
@click.option("--target", metavar="URL", default="", help="The endpoint to ask them at, as Turtle tells it.")
@lang_option
def queries_command(word: str | None, charts: bool, form: str, target: str, lang: str) -> int:
    """List the stored queries that have a WORD in name, theme, question or keywords; tell all of one by its name.

    Exit 1 when none has the word.
    """
    if target and (form != "turtle" or not is_web_address(target)):
        raise WrongUse(
            "--target is the web address of an endpoint, for --format turtle",
            "--target is het webadres van een endpoint, bij --format turtle",
        )
    found = [one for one in _found(word) if one.chart or not charts]
    if not found:
        messages().print(say("queries-none", lang, word=repr(word)), markup=False, soft_wrap=True)
        return 1
    if form == "sparql":
        if len(found) > 1:
            raise WrongUse(
                "SPARQL is written of one query; give its name", "SPARQL is er van één vraag; geef haar naam"
            )
        emit(found[0].text)
    elif form == "turtle":
        emit(turtle(found, target))
    elif form == "json":
        emit(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=2) + "\n")
    elif len(found) == 1 and word and word.rpartition("/")[2] == found[0].name:
        _tell(found[0], lang)
    else:
        _list(found, lang)
    return 0


def _found(word: str | None) -> list[StoredQuery]:
    known = catalogue()
    if not word:
        return list(known.values())
    named = known.get(word.removesuffix(".rq").rpartition("/")[2])
    if named:
        return [named]
    low = word.casefold()
    return [one for one in known.values() if any(low in text.casefold() for text in _texts(one))]


def _texts(query: StoredQuery) -> list[str]:
    said = (query.title, query.question)
    also = [text for texts in query.also.values() for text in texts]
    heading = [say(f"theme-{query.theme}", lang) for lang in ("nl", "en")]
    return [query.path, *heading, *query.keywords, *also, *(text for one in said for text in (one.nl, one.en))]


def _list(found: list[StoredQuery], lang: str) -> None:
    console = output(wide=True)
    width = max(len(one.name) for one in found)
    for position, (theme, several) in enumerate(groupby(found, key=lambda one: one.theme)):
        if position:
            console.print()
        console.print(Text(say(f"theme-{theme}", lang), style="bold"))
        for one in several:
            line = Text(f"  {one.name:<{width}}  ")
            room = max(30, console.width - len(line))
            first, *others = Text(one.question.in_(lang)).wrap(console, room) or [Text()]
            console.print(line.append_text(first), soft_wrap=True)
            for other in others:
                console.print(Text(" " * (width + 4)).append_text(other), soft_wrap=True)


def _tell(query: StoredQuery, lang: str) -> None:
    console = output(wide=True)

    def line(text: str = "", style: str = "", indent: int = 0) -> None:
        console.print(Text(" " * indent + text, style=style), soft_wrap=True)

    line(query.title.in_(lang), "bold")
    line(query.question.in_(lang))
    line()
    for part in Text(query.description.in_(lang)).wrap(console, min(console.width, 100)):
        line(part.plain.rstrip())
    if query.slow:
        line()
        for part in Text(f"{say('slow', lang)}: {query.slow.in_(lang)}").wrap(console, min(console.width, 100)):
            line(part.plain.rstrip())
    for title, rows in (("parameters", parameters_told(query, lang)), ("columns", _columns(query, lang))):
        if rows:
            line()
            line(say(title, lang), "bold")
            width = max(len(name) for name, _ in rows)
            for name, about in rows:
                line(f"{name:<{width}}  {about}", indent=2)
    line()
    line(say("ask-example", lang), "bold")
    line(_example(query), indent=2)
    line()
    emit(body(query.text))


def _columns(query: StoredQuery, lang: str) -> list[tuple[str, str]]:
    return [
        (one.name, f"{one.label.in_(lang)}, {type_named(one.type, lang)}{f', {one.unit}' if one.unit else ''}")
        for one in query.columns
    ]


def _example(query: StoredQuery) -> str:
    given = (f"{option_named(one.name)} {_quoted(one.example)}" for one in query.parameters if one.required)
    return " ".join(("kg ask", query.name, *given))


def _quoted(text: str) -> str:
    short = text.rpartition("/document/")[2]
    return f"'{short}'" if " " in short else short


def _record(query: StoredQuery) -> dict[str, Any]:
    def both(said: Any) -> dict[str, str]:
        return {"nl": said.nl, "en": said.en}

    return {
        "name": query.name,
        "theme": query.theme,
        "version": query.version,
        "sha256": query.sha256,
        "title": both(query.title),
        "question": both(query.question),
        "description": both(query.description),
        "keywords": list(query.keywords),
        "also": {lang: list(texts) for lang, texts in query.also.items()},
        "inference": query.inference,
        "slow": both(query.slow) if query.slow else None,
        "chart": query.chart,
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "label": both(one.label),
                "required": one.required,
                "example": one.example,
                "allowed": list(one.allowed),
            }
            for one in query.parameters
        ],
        "columns": [
            {"name": one.name, "type": one.type, "label": both(one.label), "unit": one.unit} for one in query.columns
        ],
        "sparql": body(query.text),
    }
