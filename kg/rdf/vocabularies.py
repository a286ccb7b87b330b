"""The ontology and the code lists as quads of graphs of their own, blank nodes given names that never change."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.terms import Quad


def vocabulary_quads(path: Path, graph: str) -> list[Quad]:
    """Read a Turtle file of ours into a graph; a blank node becomes ``{graph}#node-1`` in the file's order.

    Source: only files that ship; never a document or a user's file.
    """
    names: dict[str, str] = {}

    def name(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, f"<{graph}#node-{len(names) + 1}>")
        return str(term)

    triples = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    return [(name(t.subject), name(t.predicate), name(t.object), f"<{graph}>") for t in triples]
