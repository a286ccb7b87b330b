"""Searching a graph for words: what was found, in which documents, at which line, with the words marked.

The verb is ``kg.search``; the module bears another name, for a module of a package hides a name of the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.describe import DocumentView, Place, document_view, first_value, outline, place_of
from kg.index import (
    SORTS,
    Entry,
    Index,
    Match,
    Wanted,
    decision_key,
    decisions_in,
    marks_of,
    opened,
    plain,
    stems_in,
    stems_of,
    wanted,
)
from kg.store import Graph
from kg.vocabulary import DOEL

AMONG = ("all", "labels", "texts")
"""What may be searched: names (of elements, organisations, policy documents, deviations, tables), texts, or both."""
_SNIPPET = 160
"""Code points of a snippet."""
_LEAD = 50
"""Code points of a snippet before the first word that was found."""
_EVIDENCE = ("doel:evidence", "doel:headingEvidence", "doel:missionEvidence")
_LABELS = ("rdfs:label", "doel:heading", "doel:theme", "doel:subject", "doel:caption")
_ELSEWHERE = 3
"""The rank of a passage that does not say the text."""
_BODIES = ("doel:text", "doel:noteText")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; ``marks`` are where the words stand in it, begin and end in code points."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a document has the words: a piece of its text, and its places in the files that hold it."""

    document: DocumentView
    snippet: Snippet
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found; ``sort`` is a level ("goal") or what else it is ("explanation", "note").

    ``label`` is its name or heading, or how its text begins, and ``marks`` where the words stand in it. ``about`` are
    the elements that a text is about, after the theme of an activity. ``found`` has the pieces of text that hold the
    words: those of the newest document first, in a document those with most of the words.
    """

    iri: str
    sort: str
    code: str
    label: str
    about: tuple[str, ...]
    score: float
    found: tuple[Found, ...]
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of a text that was indexed: the words of the question in it, by number, and what finds them."""

    entry: Entry
    text: str
    numbers: frozenset[int]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer: the best hits, how many there are in all, and how much of the question they hold.

    ``how`` is "all" (every word and phrase), "words" (every word, but not the phrases as such), "any" (some of the
    words), "none" when the question has no word in it, or "year" when no document of the year is loaded.
    """

    hits: tuple[Hit, ...]
    total: int
    how: str


def search(graph: Graph, words: str, *, limit: int = 20, among: str = "all", year: int | None = None) -> Hits:
    """Find what bears or says all of some words, the best first; if nothing does, what has some of them.

    A phrase stands in quotation marks. Words are Dutch and found in other forms ("jongere" finds "jongeren"), accents
    do not matter, compounds stay whole. A code finds its element, the number of a decision
    what cites it. ``among`` is one of AMONG, ``year`` the fiscal year of documents. Same graph, same order: by score,
    then by IRI. Raises StoreError for a graph without a word index, ValueError for another ``among`` or a ``limit``
    below 1.
    """
    if among not in AMONG or limit < 1:
        raise ValueError(f"among is one of {', '.join(AMONG)}, and limit at least 1: not {among!r}, {limit}")
    with opened(graph.build) as index:
        question = index.cited(wanted(words))
        how, matches = _matching(index, question, among, year)
        best: dict[int, list[Match]] = {}
        for match in matches:
            best.setdefault(match.rank, []).append(match)
        hits = [_hit(graph, index, same, question) for same in list(best.values())[:limit]]
    if not hits and how == "all" and year is not None and not _is_loaded(graph, year):
        how = "year"
    return Hits(tuple(hits), len(best), how)


def _is_loaded(graph: Graph, year: int) -> bool:
    return graph.query(f'ASK {{ ?document doel:fiscalYear ?year FILTER(str(?year) = "{year}") }}') is True


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


def _hit(graph: Graph, index: Index, matches: Sequence[Match], question: Sequence[Wanted]) -> Hit:
    entries = [index.entry(match) for match in matches]
    thing = entries[0].thing
    element = outline(graph, thing)
    sort = element.level or _sort(graph, thing)
    label = plain(element.label) or _label(graph, thing, sort)
    documents = {entry.document: document_view(graph, entry.document) for entry in entries}
    found = [
        one
        for document in sorted(documents.values(), key=lambda one: (-(one.year or 0), one.iri))
        for one in _found(graph, [entry for entry in entries if entry.document == document.iri], document, question)
    ]
    return Hit(
        iri=thing,
        sort=sort,
        code=element.code or first_value(graph, thing, "doel:deviationNumber"),
        label=label,
        about=tuple(dict.fromkeys(_about(graph, thing))),
        score=matches[0].score,
        found=tuple(found),
        marks=tuple((start, end) for _, start, end in marks_of(label, stems_in(question))),
    )


def _label(graph: Graph, thing: str, sort: str) -> str:
    """The name or heading of what is no element; without one, and of activities below one heading, the text begins."""
    named = next((text for prop in _LABELS for text in graph.objects(thing, prop)), "")
    text = next((text for prop in _BODIES for text in graph.objects(thing, prop)), "")
    return snippet(text, frozenset()).text if text and (sort == "activity" or not named) else plain(named)


def _sort(graph: Graph, thing: str) -> str:
    types = (iri.removeprefix(DOEL) for iri in graph.objects(thing, "rdf:type"))
    return next((SORTS[name] for name in types if name in SORTS), "")


def _about(graph: Graph, thing: str) -> Iterator[str]:
    """The theme of an activity; code and label of the elements that a text is about, in order of IRIs."""
    yield from map(plain, graph.objects(thing, "doel:theme"))
    for edition in graph.objects(thing, "doel:aboutEdition"):
        for iri in graph.objects(edition, "doel:editionOf"):
            element = outline(graph, iri)
            yield plain(f"{element.code} {element.label}".strip())


def _found(
    graph: Graph, entries: Sequence[Entry], document: DocumentView, question: Sequence[Wanted]
) -> Iterator[Found]:
    """The pieces of a document's texts that hold the words, but none that has only some of what another has."""
    pieces = [piece for entry in entries for piece in _pieces(graph, entry, question)]
    kept = [piece for piece in pieces if not any(piece.numbers < other.numbers for other in pieces)]
    if not any(piece.numbers for piece in kept):  # found by its code
        kept = [one for one in kept if one.text in map(plain, graph.objects(one.entry.node, "rdfs:label"))] or kept[:1]
    found = []
    for piece in kept:
        shown = snippet(piece.text, piece.stems)
        places = tuple(_places(graph, piece, shown))
        order = (-len(piece.numbers), min((place.line, place.rendition) for place in places) if places else (0, ""))
        found.append((order, Found(document, _with_indicator(graph, piece.entry, shown), places)))
    yield from dict.fromkeys(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].snippet.text)))


def _pieces(graph: Graph, entry: Entry, question: Sequence[Wanted]) -> Iterator[_Piece]:
    """The lines of a text: its heading and its paragraphs."""
    asked = _asked(graph, entry, question)
    for text in entry.text.split("\n"):
        stems = frozenset(term for term, _, _ in marks_of(text, frozenset(asked)))
        yield _Piece(entry, text, frozenset(asked[stem] for stem in stems), stems)


def _asked(graph: Graph, entry: Entry, question: Sequence[Wanted]) -> dict[str, int]:
    """The number of the word that a stem is of; of the number of a decision, as the text writes it."""
    known = set(entry.decisions)
    words: list[str] = []
    for one in question:
        key = decision_key(one.typed)
        cited = [verbatim for keys, verbatim in decisions_in(graph, entry.node) if key in keys] if key in known else []
        words += cited or [one.typed]
    asked: dict[str, int] = {}
    for number, (stem, other, _, _) in enumerate(both for text in words for both in stems_of(text)):
        first = asked.setdefault(stem, number)
        asked.setdefault(other, first)
    return asked


def _with_indicator(graph: Graph, entry: Entry, shown: Snippet) -> Snippet:
    """The name of a source, and the indicator that it stands with."""
    if entry.text not in map(plain, graph.objects(entry.node, "doel:statedSource")):
        return shown
    code = first_value(graph, entry.node, "skos:notation")
    label = plain(first_value(graph, entry.node, "rdfs:label"))
    return replace(shown, text=f"{shown.text} · {code} {label}".rstrip())


def _places(graph: Graph, piece: _Piece, shown: Snippet) -> list[Place]:
    """Where a piece stands: in each file the passages that say it, at the line of the first word that is marked."""
    first = shown.marks[0][0] if shown.marks else 0
    before = len(_letters(shown.text[:first])) + len(_letters(" ".join(piece.text.split())[: _cut(piece.text, shown)]))
    found: dict[str, list[tuple[int, Place]]] = {}
    node = piece.entry.node
    passages = {passage for prop in _EVIDENCE for passage in graph.objects(node, prop)}
    named = DOEL + "Mention" in graph.objects(node, "rdf:type")
    for passage in passages:
        place = place_of(graph, passage)
        quote = plain(first_value(graph, passage, "doel:quote"))
        rank, line = (0, 0) if named else _line(quote, piece.text, before)
        found.setdefault(place.rendition, []).append((rank, replace(place, line=place.line + line)))
    best = [min(rank for rank, _ in places) for places in found.values()]
    closest = [
        place
        for least, places in zip(best, found.values(), strict=True)
        for place in (sorted(one for rank, one in places if rank == least)[: None if least < _ELSEWHERE else 1])
    ]
    return sorted(set(closest))


def _cut(text: str, shown: Snippet) -> int:
    """How far into a text a snippet of it begins."""
    body = shown.text.removeprefix("…").removesuffix("…")
    return max(0, " ".join(text.split()).find(body)) if shown.text.startswith("…") else 0


def _line(quote: str, text: str, before: int) -> tuple[int, int]:
    """How well a passage fits a text, 0 best, and at which of its lines the letter after ``before`` others stands."""
    said, wanted_ = _letters(quote), _letters(text)
    if said == wanted_:
        rank, at = 0, before
    elif wanted_ and wanted_ in said:
        rank, at = 1, said.index(wanted_) + before
    elif said and said in wanted_ and 0 <= before - wanted_.index(said) < len(said):
        rank, at = 2, before - wanted_.index(said)
    else:
        rank, at = _ELSEWHERE, 0
    places = [index for index, letter in enumerate(quote) if letter.isalnum()]
    return rank, quote.count("\n", 0, places[at]) if at < len(places) else 0


def _letters(text: str) -> str:
    """The letters and figures of a text: what its printed lines and its restored paragraphs have in common."""
    return "".join(letter.lower()[0] for letter in text if letter.isalnum())


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
