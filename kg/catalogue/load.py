"""The catalogue: all stored queries that ship, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rapidfuzz import process

from kg.catalogue.front import parse
from kg.catalogue.model import StoredQuery
from kg.errors import CatalogueError, UnknownQuery, UnreadableInput
from kg.resources import folder

THEMES = (
    "structure",
    "goals",
    "indicators",
    "budgets",
    "goals-and-money",
    "reserves-and-deviations",
    "history",
    "sources-and-references",
    "quality",
)


@cache
def catalogue() -> dict[str, StoredQuery]:
    """The stored queries that ship, by name, in the order of themes and names."""
    return load(folder("queries"))


def load(place: Path) -> dict[str, StoredQuery]:
    """Load the stored queries of a folder. Raises CatalogueError for a wrong file and for a name that stands twice."""
    found: dict[str, StoredQuery] = {}
    for theme in THEMES:
        for file in sorted((place / theme).glob("*.rq")):
            query = parse(_text(file), f"{theme}/{file.stem}")
            if query.name in found:
                raise CatalogueError(f"queries/{query.path}.rq: {found[query.name].path}.rq has the same name")
            found[query.name] = query
    return found


def query_named(name: str) -> StoredQuery:
    """The stored query of a name, with or without its theme. Raises UnknownQuery, which offers near names.

    >>> query_named("list-targets-mett")
    Traceback (most recent call last):
    kg.errors.UnknownQuery: there is no stored query 'list-targets-mett'; near it is list-targets-met
    """
    known = catalogue()
    theme, _, short = name.removesuffix(".rq").removeprefix("queries/").rpartition("/")
    query = known.get(short)
    if query and theme in ("", query.theme):
        return query
    near = [match for match, score, _ in process.extract(name[:100], list(known), limit=3) if score >= 80]
    hint = f"near it is {', '.join(near)}" if near else "`kg queries` lists them"
    titled = "; ".join(f"{one} ({known[one].title.nl})" for one in near)
    dutch = f"dichtbij: {titled}" if near else "`kg queries` geeft ze alle"
    raise UnknownQuery(
        f"there is no stored query {name[:100]!r}; {hint}",
        dutch=f"er is geen vraag met de naam {name[:100]!r}; {dutch}",
    )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{file}: {error}; save the query as UTF-8 text") from error
