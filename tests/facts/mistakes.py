"""Mistakes to plant in the lines of a graph, for a comparison to find."""

from __future__ import annotations


def drop(graph: list[str], piece: str) -> list[str]:
    """Leave out the lines in which a piece stands."""
    return [line for line in graph if piece not in line]


def change(graph: list[str], piece: str, old: str, new: str) -> list[str]:
    """Replace a text by another in the lines in which a piece stands."""
    return [line.replace(old, new) if piece in line else line for line in graph]


def copied(graph: list[str], piece: str, new: str) -> list[str]:
    """Repeat the lines in which a piece stands, with another text in its place."""
    return graph + [line.replace(piece, new) for line in graph if piece in line]


def node(graph: list[str], name: str) -> str:
    """The first node of a class, in angle brackets; "" where there is none.

    >>> node(["<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:def#Goal> <urn:g> ."], "Goal")
    '<urn:a>'
    """
    triples = (line.split(" ", 3) for line in graph if f"#{name}> " in line)
    return next((bits[0] for bits in triples if bits[1].endswith("#type>") and bits[2].endswith(f"#{name}>")), "")


def without_one(graph: list[str], name: str) -> list[str]:
    """Leave out the first node of a class, and what points at it."""
    return drop(graph, node(graph, name) or "no such node")


def with_one_more(graph: list[str], name: str) -> list[str]:
    """Repeat the first node of a class under another name; what points at it points at both."""
    first = node(graph, name)
    return copied(graph, first, first.replace(">", "-again>")) if first else graph
