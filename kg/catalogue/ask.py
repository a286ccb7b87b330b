"""A stored query run: parameters read and bound, the text checked, rows typed."""

from __future__ import annotations

from collections.abc import Mapping

from kg.catalogue.binding import Value, bind
from kg.catalogue.empty import explain
from kg.catalogue.front import body
from kg.catalogue.load import query_named
from kg.catalogue.model import StoredQuery
from kg.catalogue.rows import Answer, typed_rows
from kg.catalogue.values import Engine, read_values, terms_of
from kg.errors import NotSupported
from kg.guard import CheckedQuery, without_comments
from kg.store import Graph as StoredGraph

_INFERRED = 'SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRENDS(STR(?g), "/graph/inferred")) } LIMIT 1'


def ask(engine: Engine, query: StoredQuery, given: Mapping[str, Value]) -> Answer:
    """Ask a stored query.

    Raises BadParameter, NotSupported where it needs what was not inferred, and what the engine raises.
    """
    if query.inference and not engine.select(_INFERRED).rows:
        raise NotSupported(
            f"{query.name} asks for inferred triples, and this graph has none; run `kg infer`",
            dutch=f"{query.name} gaat over afgeleide feiten, en deze graaf heeft er geen; leid ze af met `kg infer`",
        )
    values = read_values(query, given, engine)
    text = body(bind(query, terms_of(query, values)))
    return Answer(query, values, typed_rows(query, engine.select(_checked(text))), text)


def _checked(text: str) -> CheckedQuery:
    """A stored query as one that may run: tests check the catalogue, and a value is one term, whatever it holds.

    Checking it again takes longer than most of them run, since rdflib parses it.
    """
    return CheckedQuery("select", without_comments(text))


class Graph(StoredGraph):
    """A built graph that answers stored queries too."""

    def ask(self, name: str, /, **given: Value) -> Answer:
        """Ask a stored query by name: ``graph.ask("list-targets-met", year=2024)``."""
        return ask(self, query_named(name), given)

    def explain(self, answer: Answer, lang: str = "en") -> list[str]:
        """Why an answer of this graph has no rows, in sentences, in "nl" or "en"; nothing for one that has rows."""
        return explain(answer, self, lang)
