"""Files, the facts that a person read in them, and the graph that is built of them, to be asked."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.build.load import load_documents
from kg.build.run import graph_lines
from kg.vocabulary import PREFIXES

Row = dict[str, str]

_GRAPHS = """
SELECT ?graph ?sha WHERE {
  ?rendition doel:renditionOf ?part ; doel:sha256 ?sha .
  BIND(IRI(CONCAT(STR(?part), "/graph")) AS ?graph)
}
"""

_PLACES = """
SELECT ?subject ?predicate ?sha ?start ?end WHERE {
  VALUES ?predicate { doel:evidence doel:missionEvidence }
  ?subject ?predicate ?passage .
  ?passage doel:inRendition/doel:sha256 ?sha ; doel:start ?start ; doel:end ?end .
}
"""


def collapse(text: str) -> str:
    """One space for every run of white space, no-break spaces among them."""
    return " ".join(text.split())


def decoded(data: bytes) -> str:
    """The text of a file: without its byte order mark, each line end one character."""
    return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def printed_lines(stated: str) -> set[int]:
    """The lines that a fact states: "9-14;20" is 9 to 14 and 20."""
    found: set[int] = set()
    for place in filter(None, stated.split(";")):
        first, _, last = place.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


@dataclass(frozen=True)
class Place:
    """A piece of evidence: the file (as the facts name it) and the characters."""

    doc: str
    start: int
    end: int
    text: str
    predicate: str

    @property
    def quote(self) -> str:
        """What stands there."""
        return self.text[self.start : self.end]

    @property
    def lines(self) -> set[int]:
        """The lines that it touches, counted in the text itself."""
        first = self.text.count("\n", 0, self.start) + 1
        return set(range(first, first + self.quote.count("\n") + 1))


@dataclass(frozen=True)
class Corpus:
    """Files by the name that the facts give them, the facts, and the graph that is built of the files."""

    name: str
    files: dict[str, Path]
    facts: Path

    @cached_property
    def graph(self) -> list[str]:
        """The lines of the graph."""
        return graph_lines(load_documents(list(self.files.values())))[0]

    def altered(self, change: Callable[[list[str]], list[str]]) -> Corpus:
        """The same corpus with another graph."""
        other = Corpus(self.name, self.files, self.facts)
        other.__dict__["graph"] = change(list(self.graph))
        return other

    @cached_property
    def store(self) -> ox.Store:
        """The graph, to be asked."""
        store = ox.Store()
        store.load("\n".join(self.graph).encode(), format=ox.RdfFormat.N_QUADS)
        return store

    def select(self, query: str) -> list[Row]:
        """Ask all graphs together; a variable without a value is an empty text."""
        found = self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: _value(solution[name]) for name in names} for solution in found]

    def rows(self, name: str) -> list[Row]:
        """The facts of one file."""
        with (self.facts / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of each file."""
        return {doc: decoded(path.read_bytes()) for doc, path in self.files.items()}

    @cached_property
    def docs_by_sha(self) -> dict[str, str]:
        """The name of each file by the hash of its bytes."""
        return {hashlib.sha256(path.read_bytes()).hexdigest(): doc for doc, path in self.files.items()}

    @cached_property
    def renditions(self) -> dict[str, list[str]]:
        """The files that each graph of a part was read from."""
        found: dict[str, list[str]] = {}
        for row in self.select(_GRAPHS):
            found.setdefault(row["graph"], []).append(self.docs_by_sha[row["sha"]])
        return found

    @cached_property
    def whole(self) -> dict[str, str]:
        """The one file of each graph of a part that is not a second rendition: the facts bear its name."""
        second = {row["doc"] for row in self.rows("documents") if row["rendition_of"]}
        return {graph: doc for graph, docs in self.renditions.items() for doc in docs if doc not in second}

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        """The evidence of each node."""
        found: dict[str, list[Place]] = {}
        for row in self.select(_PLACES):
            doc = self.docs_by_sha[row["sha"]]
            place = Place(doc, int(row["start"]), int(row["end"]), self.texts[doc], row["predicate"])
            found.setdefault(row["subject"], []).append(place)
        return found

    def lines(self, subject: str, doc: str) -> set[int]:
        """The lines of a file on which the evidence of a node stands."""
        return {line for place in self.places.get(subject, []) if place.doc == doc for line in place.lines}

    def quotes(self, subject: str, doc: str) -> set[tuple[int, str]]:
        """The evidence of a node in a file: first line and what stands there, white space collapsed."""
        places = (place for place in self.places.get(subject, []) if place.doc == doc)
        return {(min(place.lines), collapse(place.quote)) for place in places}

    def written_lines(self, doc: str, stated: str) -> set[int]:
        """The lines that a fact states, without those of white space inside its ranges."""
        text = self.texts[doc].split("\n")
        return {line for line in printed_lines(stated) if text[line - 1].strip()}


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else ""
