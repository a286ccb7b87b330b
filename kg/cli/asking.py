"""What `kg history` and `kg compare` share: documents by name, JSON with file names, and pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem
from rapidfuzz import process

from kg.charts.draw import Spec, can_draw, draw
from kg.cli.options import WrongUse, messages
from kg.cli.safe import clean
from kg.cli.words import say
from kg.describe import Place
from kg.history.documents import Document, documents, documents_named, full_name
from kg.plain_text import cleaned
from kg.store import Graph

_SHOWN = 60
_MANY, _NEAR = 16, 6
"""More documents than this are not all listed; so many near ones are."""
FORMATS = ("table", "json", "csv")


def plot_option(function: Any) -> Any:
    """Add --plot; the end of the file's name says what is drawn. What cannot be drawn is refused before all else."""
    return click.option(
        "--plot",
        type=click.Path(path_type=Path, dir_okay=False, writable=True),
        callback=_drawable,
        help="Draw a picture too: FILE.svg, .png, .html or .json (Vega-Lite).",
    )(function)


def _drawable(_context: click.Context, _parameter: click.Parameter, file: Path | None) -> Path | None:
    """The file of a picture, if one can be drawn into it."""
    if file:
        can_draw(file)
        if not file.parent.is_dir():
            folder = clean(str(file.parent))
            raise WrongUse(f"Invalid value for '--plot': there is no folder {folder}", f"er is geen map {folder}")
    return file


def complete_document(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of documents."""
    try:
        with Graph.open(context.params.get("graph") or Path("graph")) as graph:
            names = dict.fromkeys(one.name for one in documents(graph))
            return [CompletionItem(name) for name in names if name.startswith(incomplete)]
    except Exception:  # completion never disturbs the shell
        return []


def document_named(graph: Graph, name: str, lang: str) -> Document | None:
    """The one document of a name; None, with a message, where there is none.

    A name that several municipalities use is a wrong use of the command, which lists them.
    """
    found = documents_named(graph, name)
    if len(found) > 1:
        longer = ", ".join(map(full_name, found))
        raise click.UsageError(f"{clean(name[:_SHOWN])} is the name of several documents; give one of {longer}")
    if found:
        return found[0]
    text = say("no-document", lang, name=repr(clean(name[:_SHOWN])))
    messages().print(f"{text}; {_offered(graph, name, lang)}", markup=False, soft_wrap=True)
    return None


def _offered(graph: Graph, name: str, lang: str) -> str:
    """All documents by name, in full where the graph holds several municipalities; of very many only the nearest."""
    found = documents(graph)
    several = len({one.municipality for one in found}) > 1
    known = [full_name(one) if several else one.name for one in found]
    if len(known) <= _MANY:
        return f"{say('there-are', lang)} {', '.join(known)}"
    near = [match for match, _, _ in process.extract(name, known, limit=_NEAR)]
    return f"{say('nearest', lang, n=len(near), total=len(known))} {', '.join(near)}"


def as_json(told: Any, names: dict[str, list[str]]) -> str:
    """Plain data as JSON: decimals as text, so that none is rounded, and the file's name beside each place."""
    data = [asdict(one) for one in told] if isinstance(told, Sequence) else asdict(told)
    return json.dumps(_plain(data, names), ensure_ascii=False, indent=2)


def placed(places: Iterable[Place], names: dict[str, list[str]]) -> str:
    """Places as file and line, for CSV."""
    found = (f"{(names.get(place.rendition) or [place.rendition[:12]])[0]}:{place.line}" for place in places)
    return " ".join(dict.fromkeys(found))


def picture(spec: Spec | None, file: Path, lang: str) -> int:
    """Draw a picture into a file, and say so; return the exit code, which is 1 where there is nothing to draw."""
    if spec:
        draw(spec, file)
    told = say("picture" if spec else "no-picture", lang, file=clean(str(file)))
    messages().print(told, markup=False, soft_wrap=True)
    return 0 if spec else 1


def names_of(graph: Graph) -> dict[str, list[str]]:
    """The names of files by the hash of their bytes, fit for people."""
    return cleaned(graph.file_names())


def _plain(value: Any, names: dict[str, list[str]]) -> Any:
    if isinstance(value, dict):
        told = {key: _plain(inner, names) for key, inner in value.items()}
        if set(value) == {"rendition", "line", "in_table"}:
            told["file"] = (names.get(value["rendition"]) or [""])[0]
        return told
    if isinstance(value, list | tuple):
        return [_plain(inner, names) for inner in value]
    return value if value is None or isinstance(value, str | int | bool) else format(value, "f")
