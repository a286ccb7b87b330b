"""Writes docs/queries/: a page a stored query with its answer on the corpus that ships, and their list.

python docs/make_queries.py
"""

from __future__ import annotations

import tempfile
from itertools import groupby
from pathlib import Path

from kg.build.run import build
from kg.catalogue.ask import Graph
from kg.catalogue.formats import as_markdown
from kg.catalogue.front import body
from kg.catalogue.load import catalogue
from kg.catalogue.model import Parameter, StoredQuery
from kg.catalogue.rows import Answer
from kg.charts.draw import svg
from kg.charts.query_chart import chart
from kg.cli.words import say

FOLDER = Path(__file__).resolve().parent / "queries"
_ROWS = 12
"""Rows of an answer that a page shows."""
_LANGUAGES = {"nl": "Nederlands", "en": "English"}
_WORDS = {
    "nl": {
        "answer": "Antwoord op het meegeleverde corpus",
        "rows": "{shown} van {total} rijen.",
        "none": "Geen rijen: {why}",
        "parameters": "Parameters",
        "columns": "Kolommen",
        "optional": "mag weg",
        "inference": "Deze vraag heeft afgeleide feiten nodig: `kg build --infer`.",
    },
    "en": {
        "answer": "Answer on the corpus that ships",
        "rows": "{shown} of {total} rows.",
        "none": "No rows: {why}",
        "parameters": "Parameters",
        "columns": "Columns",
        "optional": "may be left out",
        "inference": "This query needs inferred triples: `kg build --infer`.",
    },
}


def pages(graph: Graph) -> dict[str, str]:
    """Return the pages and pictures by file name."""
    found: dict[str, str] = {"README.md": _list()}
    for query in catalogue().values():
        answer = graph.ask(query.name, **_examples(query))
        drawn = chart(answer, "nl") if query.chart else None
        if drawn:
            found[f"{query.name}.svg"] = svg(drawn)
        found[f"{query.name}.md"] = _page(query, answer, has_picture=drawn is not None)
    return found


def _examples(query: StoredQuery) -> dict[str, str]:
    return {one.name: one.example for one in query.parameters if one.required}


def _page(query: StoredQuery, answer: Answer, *, has_picture: bool) -> str:
    told = "\n".join(_told(query, answer, lang, has_picture=has_picture) for lang in _LANGUAGES)
    return (
        f"# {query.title.nl} · {query.title.en}\n\n{told}\n## SPARQL\n\n"
        f"[{query.path}.rq](../../queries/{query.path}.rq), version {query.version}\n\n"
        f"```sparql\n{body(query.text).rstrip()}\n```\n"
    )


def _told(query: StoredQuery, answer: Answer, lang: str, *, has_picture: bool) -> str:
    words = _WORDS[lang]
    parts = [f"## {_LANGUAGES[lang]}", f"**{query.question.in_(lang)}**", query.description.in_(lang)]
    if query.inference:
        parts.append(words["inference"])
    if query.slow:
        parts.append(f"{say('slow', lang).capitalize()}: {query.slow.in_(lang)}")
    if query.parameters:
        rows = [_parameter(one, lang) for one in query.parameters]
        parts.append("\n".join([f"{words['parameters']}:", "", *rows]))
    columns = [f"- `{one.name}` {one.label.in_(lang)}" for one in query.columns]
    parts.append("\n".join([f"{words['columns']}:", "", *columns]))
    parts.append(f"### {words['answer']}\n\n`{_command(query)}`")
    if answer.rows:
        shown = Answer(query, answer.given, answer.rows[:_ROWS], answer.text)
        parts.append(as_markdown(shown, None, lang).rstrip())
        if len(shown) < len(answer):
            parts.append(words["rows"].format(shown=len(shown), total=len(answer)))
    else:
        parts.append(words["none"].format(why=query.description.in_(lang)))
    if has_picture:
        parts.append(f"![{query.title.in_(lang)}]({query.name}.svg)")
    return "\n\n".join(parts) + "\n"


def _parameter(parameter: Parameter, lang: str) -> str:
    optional = "" if parameter.required else f" ({_WORDS[lang]['optional']})"
    return f"- `--{parameter.name.replace('_', '-')}` {parameter.label.in_(lang)}{optional}"


def _command(query: StoredQuery) -> str:
    given = [f"--{name.replace('_', '-')} {_short(value)}" for name, value in _examples(query).items()]
    return " ".join(["kg ask", query.name, *given])


def _short(value: str) -> str:
    short = value.rpartition("/document/")[2]
    return f"'{short}'" if " " in short else short


def _list() -> str:
    lines = ["# Stored queries", "", "What `kg ask` answers; `kg queries` prints this list.", ""]
    for theme, queries in groupby(catalogue().values(), key=lambda query: query.theme):
        lines += [f"## {say(f'theme-{theme}', 'nl')} · {say(f'theme-{theme}', 'en')}", ""]
        lines += ["| | vraag | question |", "|---|---|---|"]
        lines += [f"| [{one.name}]({one.name}.md) | {one.question.nl} | {one.question.en} |" for one in queries]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write the pages; those of queries that are no more go."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        build(graph=Path(directory))
        with Graph.open(directory) as graph:
            written = pages(graph)
    for path in FOLDER.iterdir():
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
