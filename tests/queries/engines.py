"""Other engines than our own that answer a stored query, and how their rows are compared."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path

import pyoxigraph
import rdflib

from kg.catalogue.rows import Answer
from kg.guard import CheckedQuery
from kg.store import Rows
from kg.terms import Theirs, from_rdflib
from kg.vocabulary import PREFIXES
from tests.queries.cases import text_of

Read = tuple[tuple[str, object], ...]


class InRdflib:
    """A graph in rdflib: the union of all named graphs."""

    def __init__(self, nquads: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib about itself
            self.dataset = rdflib.Dataset(default_union=True)
            self.dataset.parse(nquads, format="nquads")

    def select(self, query: str | CheckedQuery) -> Rows:
        """Run a SELECT as ``kg.store.Graph`` does."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            answer = self.dataset.query(text_of(query), initNs=PREFIXES)
            assert answer.vars is not None
            names = tuple(str(name) for name in answer.vars)
            # rdflib makes a row without any value of a GROUP BY over nothing (its issue 3382), which it does not show.
            rows = [tuple(_theirs(row.get(name)) for name in answer.vars) for row in answer.bindings if row]
        return Rows(names, rows)


def read(answer: Answer) -> Counter[Read]:
    """The rows of an answer without their order: values by column (decimals by value), and the evidence."""
    return Counter((*row.items(), ("evidence", row.evidence)) for row in answer)


def difference(one: Answer, other: Answer) -> str:
    """What the first has and the other has not, and the other way about; empty where they agree."""
    lines = [f"- {_shown(row)}" for row in (read(one) - read(other)).elements()]
    lines += [f"+ {_shown(row)}" for row in (read(other) - read(one)).elements()]
    return "\n".join(sorted(lines, key=lambda line: (line[2:], line[0])))


def _shown(row: Read) -> str:
    return ", ".join(f"{name}={value!s}" for name, value in row if value is not None)


def _theirs(term: object) -> Theirs | None:
    if term is None:
        return None
    assert isinstance(term, rdflib.term.Node)
    said = from_rdflib(term)
    if said.kind == "iri":
        return pyoxigraph.NamedNode(said.value)
    if said.kind == "blank":
        return pyoxigraph.BlankNode(said.value)
    if said.lang:
        return pyoxigraph.Literal(said.value, language=said.lang)
    assert said.datatype
    return pyoxigraph.Literal(said.value, datatype=pyoxigraph.NamedNode(said.datatype))
