"""The text of a SELECT taken into the pieces of its WHERE, in order, so that a part of it can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.guard import Token, tokens

Kind = Literal["triple", "values", "filter", "bind", "optional", "minus", "union", "group", "graph", "select"]

_GROUPS: dict[str, Kind] = {"OPTIONAL": "optional", "MINUS": "minus", "GRAPH": "graph"}
_WORDS = {*_GROUPS, "FILTER", "BIND", "VALUES"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a WHERE: its text, the names of its variables, and what stands within the brackets of a group."""

    kind: Kind
    text: str
    variables: frozenset[str]
    within: str = ""
    opening: str = ""
    """What stands before the bracket: ``GRAPH ?g`` of a graph, nothing of a plain group."""


def prologue(text: str) -> str:
    """What stands before the first SELECT: the prefixes.

    >>> prologue("PREFIX a: <urn:a> SELECT ?x { ?x a:b 1 }")
    'PREFIX a: <urn:a> '
    """
    first = next((token for token in tokens(text) if token.text.upper() == "SELECT"), None)
    return text[: first.start] if first else ""


def where(text: str) -> str:
    """What stands within the brackets of the WHERE of the first SELECT of a text.

    >>> where("SELECT (COUNT(?x) AS ?n) WHERE { ?x ?p 1 { SELECT ?p { ?p ?q 2 } } } GROUP BY ?n")
    ' ?x ?p 1 { SELECT ?p { ?p ?q 2 } } '
    """
    read = tokens(text)
    opening = next(place for place, token in enumerate(read) if token.text == "{")
    close = _close(read, opening)
    return text[read[opening].start + 1 : read[close].start]


def pieces(text: str) -> list[Piece]:
    """Take what stands within a WHERE into pieces; each filter comes when all it speaks of is bound.

    >>> [piece.text for piece in pieces("?f doel:kind ?k ; doel:phase ?p . FILTER(?v > 1) ?f doel:value ?v")]
    ['?f doel:kind ?k .', '?f doel:phase ?p .', '?f doel:value ?v .', 'FILTER(?v > 1)']
    """
    read = [token for token in tokens(text) if token.kind != "comment"]
    found = list(_pieces(text, read))
    binding = [piece for piece in found if piece.kind not in ("filter", "minus")]
    ever = frozenset().union(*(piece.variables for piece in binding))
    waiting = [piece for piece in found if piece.kind == "filter"]
    ordered: list[Piece] = []
    bound: frozenset[str] = frozenset()
    for piece in (piece for piece in found if piece.kind != "filter"):
        ordered.append(piece)
        bound |= piece.variables if piece.kind != "minus" else frozenset()
        ready = [one for one in waiting if one.variables & ever <= bound]
        ordered.extend(ready)
        waiting = [one for one in waiting if one not in ready]
    return ordered + waiting


def _pieces(text: str, read: list[Token]) -> Iterator[Piece]:
    place = 0
    while place < len(read):
        token = read[place]
        word = token.text.upper() if token.kind == "word" else ""
        if token.text == ".":
            place += 1
            continue
        if word in _WORDS or token.text == "{":
            end, kind, inner = _group_end(read, place, word)
            yield _piece(text, read, place, end, kind, inner)
        else:
            end = _statement_end(read, place)
            yield from _triples(text, read[place : end + 1])
        place = end + 1


def _group_end(read: list[Token], place: int, word: str) -> tuple[int, Kind, int]:
    """Where a keyword's or bracket's piece ends, what it is, and where its bracket opens."""
    opening = place
    while read[opening].text not in ("{", "(") or (word == "VALUES" and read[opening].text == "("):
        opening = opening + 1 if read[opening].text != "(" else _close(read, opening) + 1
    end = _close(read, opening)
    if word in _GROUPS:
        return end, _GROUPS[word], opening
    if word:
        return end, {"FILTER": "filter", "BIND": "bind", "VALUES": "values"}[word], opening  # type: ignore[return-value]
    kind: Kind = "select" if read[opening + 1].text.upper() == "SELECT" else "group"
    while end + 1 < len(read) and read[end + 1].text.upper() == "UNION":
        end, kind = _close(read, end + 2), "union"
    return end, kind, opening


def _piece(text: str, read: list[Token], start: int, end: int, kind: Kind, opening: int) -> Piece:
    said = text[read[start].start : read[end].start + len(read[end].text)]
    within = text[read[opening].start + 1 : read[end].start] if kind in ("group", "graph", "select") else ""
    before = text[read[start].start : read[opening].start].strip() if kind == "graph" else ""
    return Piece(kind, said, _names(read[start : end + 1]), within, before)


def _statement_end(read: list[Token], place: int) -> int:
    """The last word of the triples that begin here."""
    depth = 0
    for at in range(place, len(read)):
        token = read[at]
        depth += (token.kind == "open") - (token.kind == "close")
        following = read[at + 1] if at + 1 < len(read) else None
        if depth == 0 and (following is None or following.text in (".", "{") or token.text.endswith(".")):
            return at
        if depth == 0 and following is not None and following.kind == "word" and following.text.upper() in _WORDS:
            return at
    return len(read) - 1


def _triples(text: str, read: list[Token]) -> Iterator[Piece]:
    """One piece a predicate of a subject; triples with brackets stay together."""
    parts: list[list[Token]] = [[]]
    for token in read:
        if token.text == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    parts = [part for part in parts if part]
    subject = read[0]
    if any(token.text in ("[", "(") for token in read if token.text == "[") or subject.kind == "open":
        parts = [read]
    for number, part in enumerate(parts):
        said = text[part[0].start : part[-1].start + len(part[-1].text)].removesuffix(".").rstrip()
        whole = said if number == 0 else f"{subject.text} {said}"
        yield Piece("triple", " ".join(whole.split()) + " .", _names([subject, *part]))


def _close(read: list[Token], opening: int) -> int:
    depth = 0
    for place in range(opening, len(read)):
        depth += (read[place].kind == "open") - (read[place].kind == "close")
        if depth == 0:
            return place
    return len(read) - 1


def _names(read: list[Token]) -> frozenset[str]:
    return frozenset(token.text[1:] for token in read if token.kind == "variable")
