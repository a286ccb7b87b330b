"""The words of the stored queries in a language: what each knows, how it is asked, and which words may mean them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from kg.catalogue.asked import Said, known_words, term, terms
from kg.catalogue.fits import Asking, asking
from kg.catalogue.lexicon import NOT, PLAIN, WEAK
from kg.catalogue.model import StoredQuery

_FIELDS = (
    ("title", 1.0),
    ("question", 1.0),
    ("also", 0.7),
    ("keywords", 1.0),
    ("name", 0.95),
    ("columns", 0.5),
    ("description", 0.3),
)
_TYPO, _COMPOUND = 0.9, 0.6


@dataclass(frozen=True, slots=True)
class Index:
    """The terms of the queries in one language: how strong each is, the ways to ask each query, and their weights."""

    strengths: tuple[Mapping[str, float], ...]
    ways: tuple[tuple[Asking, ...], ...]
    lang: str
    weights: Mapping[str, float]
    rare: float
    vocabulary: Mapping[str, str]


_indexes: dict[tuple[object, ...], Index] = {}


def index_of(queries: tuple[StoredQuery, ...], lang: str) -> Index:
    """The index of some queries in a language, made once."""
    key = (lang, *((one.path, one.sha256, one.title, one.question, one.keywords) for one in queries))
    if key not in _indexes:
        _indexes[key] = _indexed(queries, lang)
    return _indexes[key]


def _indexed(queries: tuple[StoredQuery, ...], lang: str) -> Index:
    strengths = [_strengths(query, lang) for query in queries]
    ways = tuple(tuple(asking(text, lang) for text in _asked(query, lang)) for query in queries)
    count = len(queries)
    weights = {}
    for one in {one for each in strengths for one in each}:
        spread = sum(each.get(one, 0.0) for each in strengths)
        weights[one] = math.log(1 + (count + 1) / (spread + 0.5)) * (0.4 if one in WEAK else 1.0)
    vocabulary = {word: term for query in queries for word, term in _all_words(query, lang)}
    vocabulary |= {
        word: term for written in known_words(lang) for word, term in terms(written, lang) if term in weights
    }
    return Index(tuple(strengths), ways, lang, weights, math.log(1 + (count + 1) / 1.5), vocabulary)


def _asked(query: StoredQuery, lang: str) -> tuple[str, ...]:
    """The ways to ask a query: its title, its question, and the others it names."""
    return (query.title.in_(lang), query.question.in_(lang), *query.also.get(lang, ()))


def _strengths(query: StoredQuery, lang: str) -> dict[str, float]:
    """How strongly a query bears each of its terms: by the strongest place where it stands."""
    found: dict[str, float] = {}
    for name, weight in _FIELDS:
        for text, language in _texts(query, name, lang):
            for _, one in terms(text, language):
                found[one] = max(found.get(one, 0.0), weight)
    return found


def _texts(query: StoredQuery, name: str, lang: str) -> list[tuple[str, str]]:
    """The texts of a field with the language to read them in; keywords stand in both, a name is English."""
    if name == "keywords":
        return [(word, lang) for word in query.keywords]
    if name == "also":
        return [(text, lang) for text in query.also.get(lang, ())]
    if name == "name":
        return [(query.name.replace("-", " "), "en")] if lang == "en" else []
    if name == "columns":
        labels = [one.label for one in query.columns] + [one.label for one in query.parameters]
        return [(label.in_(lang), lang) for label in labels]
    said = {"title": query.title, "question": query.question, "description": query.description}[name]
    return [(said.in_(lang), lang)]


def _all_words(query: StoredQuery, lang: str) -> list[Said]:
    return [
        said for name, _ in _FIELDS for text, language in _texts(query, name, lang) for said in terms(text, language)
    ]


def may_mean(written: str, term: str, index: Index) -> list[tuple[str, float, str]]:
    """The terms that a word may stand for, how surely, and what else it says: its own term where the catalogue knows
    it, else those of near words."""
    return [(term, 1.0, "")] if term in index.weights else [(term, 0.0, ""), *_near_terms(written, index)]


def _near_terms(written: str, index: Index) -> list[tuple[str, float, str]]:
    """The terms of words that differ by a slip of the pen, or that a compound ends in; what comes before narrows it."""
    found = {}
    for word, near in index.vocabulary.items():
        if _is_slip(written, word):
            found[near] = (_TYPO, "")
        elif len(word) >= 6 and len(written) > len(word) + 2 and written.endswith(word):
            found.setdefault(near, (_COMPOUND, written.removesuffix(word)))
    return sorted((near, sure, before) for near, (sure, before) in found.items())


def is_told(before: str, strengths: Mapping[str, float], lang: str) -> bool:
    """Whether the first part of a compound says nothing unknown to a query: "reservemutaties", "hoofddoelen"."""
    parts = {before, before.removesuffix("s"), before.removesuffix("en"), before.removesuffix("-")}
    return not before or any(part in PLAIN or term(part, lang) in {*strengths, *WEAK} - {NOT} for part in parts)


def _is_slip(written: str, word: str) -> bool:
    """Whether a word is another with a slip of the pen: one in six letters, two in ten; two letters swapped in five.

    >>> _is_slip("indcator", "indicator"), _is_slip("gaols", "goals"), _is_slip("mayor", "major")
    (True, True, False)
    """
    if len(written) < 5 or abs(len(written) - len(word)) > 2 or written[0] != word[0]:
        return False
    slips = 2 if min(len(written), len(word)) >= 10 else 1
    if OSA.distance(written, word, score_cutoff=slips) > slips:
        return False
    return len(written) >= 6 or sorted(written) == sorted(word)
