"""Searching a graph for words: what was found, in which documents, at which line, with the words marked.

The verb is ``kg.search``; the module bears another name, for a module of a package hides a name of the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kg.describe import DocumentView, Place, document_view, first_value, outline, place_of
from kg.index import SORTS, Entry, Index, Match, Wanted, marks_of, opened, plain, stems_in, wanted
from kg.store import Graph
from kg.vocabulary import DOEL

AMONG = ("all", "labels", "texts")
"""What may be searched: names (of elements, organisations, policy documents, deviations, tables), texts, or both."""
_SNIPPET = 160
"""Code points of a snippet."""
_LEAD = 50
"""Code points of a snippet before the first word that was found."""
_EVIDENCE = ("doel:evidence", "doel:headingEvidence", "doel:missionEvidence")
_LABELS = ("skos:prefLabel", "rdfs:label", "doel:heading", "doel:theme", "doel:subject", "doel:caption")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; ``marks`` are where the words stand in it, begin and end in code points."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a document has the words best: a piece of its text, and its place in each file that holds it."""

    document: DocumentView
    snippet: Snippet
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found; ``sort`` is a level ("goal") or what else it is ("explanation", "note").

    ``about`` are the elements that a text is about. ``found`` has one entry a document, the newest first.
    """

    iri: str
    sort: str
    code: str
    label: str
    about: tuple[str, ...]
    score: float
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer: the best hits, how many there are in all, and how much of the question they hold.

    ``how`` is "all" (every word and phrase), "words" (every word, but not the phrases as such), "any" (some of the
    words), or "none" when the question has no word in it.
    """

    hits: tuple[Hit, ...]
    total: int
    how: str


def search(graph: Graph, words: str, *, limit: int = 20, among: str = "all", year: int | None = None) -> Hits:
    """Find what bears or says all of some words, the best first; if nothing does, what has some of them.

    A phrase stands in quotation marks. Words are Dutch and found in other forms ("jongere" finds "jongeren"), accents
    do not matter, compounds stay whole. A code finds its element. ``among`` is one of AMONG, ``year`` the fiscal year
    of documents. Same graph, same order: by score, then by IRI. Raises StoreError for a graph without a word index,
    ValueError for another ``among`` or a ``limit`` below 1.
    """
    if among not in AMONG or limit < 1:
        raise ValueError(f"among is one of {', '.join(AMONG)}, and limit at least 1: not {among!r}, {limit}")
    question = wanted(words)
    with opened(graph.build) as index:
        how, matches = _matching(index, question, among, year)
        best: dict[int, list[Match]] = {}
        for match in matches:
            best.setdefault(match.rank, []).append(match)
        terms = stems_in(question)
        hits = [_hit(graph, index, same, terms) for same in list(best.values())[:limit]]
    return Hits(tuple(hits), len(best), how)


def _matching(index: Index, question: Sequence[Wanted], among: str, year: int | None) -> tuple[str, list[Match]]:
    """The strictest reading of a question that finds something."""
    if not question:
        return "none", []
    single = list(dict.fromkeys(word for one in question for typed in one.typed.split() for word in wanted(typed)))
    readings = [("all", question, True)]
    readings += [("words", single, True)] if any(one.quoted for one in question) else []
    readings += [("any", single, False)]
    for how, one, every in readings:
        if matches := index.matching(one, every=every, group=among, year=year):
            return how, matches
    return "all", []


def _hit(graph: Graph, index: Index, matches: Sequence[Match], terms: frozenset[str]) -> Hit:
    entries = [(match, index.entry(match)) for match in matches]
    thing = entries[0][1].thing
    element = outline(graph, thing)
    label = plain(element.label or next((text for prop in _LABELS for text in graph.objects(thing, prop)), ""))
    best = sorted(entries, key=lambda pair: (pair[1].document, -pair[0].score, pair[1].text != label, pair[1].node))
    found = [
        _found(graph, next(pairs)[1], label, terms) for _, pairs in groupby(best, key=lambda pair: pair[1].document)
    ]
    return Hit(
        iri=thing,
        sort=element.level or _sort(graph, thing),
        code=element.code or next(iter(graph.objects(thing, "doel:deviationNumber")), ""),
        label=label,
        about=tuple(_about(graph, thing)),
        score=matches[0].score,
        found=tuple(sorted(found, key=lambda one: (-(one.document.year or 0), one.document.iri))),
    )


def _sort(graph: Graph, thing: str) -> str:
    types = (iri.removeprefix(DOEL) for iri in graph.objects(thing, "rdf:type"))
    return next((SORTS[name] for name in types if name in SORTS), "")


def _about(graph: Graph, thing: str) -> Iterator[str]:
    """Code and label of the elements that a text is about, in order of IRIs."""
    for edition in graph.objects(thing, "doel:aboutEdition"):
        for iri in graph.objects(edition, "doel:editionOf"):
            element = outline(graph, iri)
            yield f"{element.code} {element.label}".strip()


def _found(graph: Graph, entry: Entry, label: str, terms: frozenset[str]) -> Found:
    """A heading that is the label of the hit is no part of the piece of text below it; the place is that piece's."""
    piece = snippet(entry.text.removeprefix(f"{label}\n"), terms)
    shown = frozenset(term for term, _, _ in marks_of(piece.text, terms))
    places = tuple(_places(graph, entry.node, shown or terms))
    return Found(document_view(graph, entry.document), piece, places)


def _places(graph: Graph, node: str, terms: frozenset[str]) -> Iterator[Place]:
    """In each rendition, the passage that has most of the words, and in it the line of the first of them."""
    best: dict[str, tuple[int, int, Place]] = {}
    for passage in {passage for prop in _EVIDENCE for passage in graph.objects(node, prop)}:
        quote = plain(first_value(graph, passage, "doel:quote"))
        marks = [(term, start) for term, start, _ in marks_of(quote, terms)]
        place = place_of(graph, passage)
        place = replace(place, line=place.line + quote.count("\n", 0, marks[0][1] if marks else 0))
        start = int(first_value(graph, passage, "doel:start") or 0)
        candidate = (-len({term for term, _ in marks}), start, place)
        best[place.rendition] = min(best.get(place.rendition, candidate), candidate)
    for _, (_, _, place) in sorted(best.items()):
        yield place


def snippet(text: str, terms: frozenset[str]) -> Snippet:
    """Cut the piece of a text that has most of the terms, at words, and mark them in it; line ends become spaces.

    >>> snippet("Wij helpen jongeren aan werk.", frozenset({"jonger"}))
    Snippet(text='Wij helpen jongeren aan werk.', marks=((11, 19),))
    """
    text = " ".join(text.split())
    marks = marks_of(text, terms)
    start, end = _window(text, marks)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((b + shift, e + shift) for _, b, e in marks if start <= b and e <= end)
    return Snippet(f"{before}{text[start:end]}{after}", inside)


def _window(text: str, marks: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    """Where the piece with the most different terms, then the most terms, then the earliest begins and ends."""
    if len(text) <= _SNIPPET:
        return 0, len(text)
    room = _SNIPPET - _LEAD
    best = (0, 0, 0)
    for number, (_, begin, _) in enumerate(marks):
        near = []
        for term, _, end in marks[number:]:
            if end - begin > room:
                break
            near.append(term)
        best = max(best, (len(set(near)), len(near), -begin))
    start = max(0, min(-best[2] - _LEAD, len(text) - _SNIPPET))
    end = min(len(text), start + _SNIPPET)
    return _word_start(text, start, -best[2]), _word_end(text, end, -best[2])


def _word_start(text: str, at: int, first: int) -> int:
    """The begin of the first whole word at or after a place, at most at the first mark."""
    if at == 0 or text[at - 1] == " ":
        return at
    space = text.find(" ", at, first)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int, first: int) -> int:
    """The end of the last whole word before a place, beyond the first mark."""
    if at == len(text) or text[at] == " ":
        return at
    space = text.rfind(" ", first, at)
    return space if space > first else at
