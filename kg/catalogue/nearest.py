"""Ask in words: which stored query a question means, or that none does.

An answer to another question than was asked is worse than none. What is taken must know nearly all that the words say,
and must be clearly nearer than the next; else nothing is run, and the near ones are offered with their questions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from kg.catalogue.asked import Said, known_words, languages, term, terms
from kg.catalogue.fits import Asking, asking, fitting, is_about
from kg.catalogue.given import Values, in_words, named, unnamed
from kg.catalogue.lexicon import KINDS, LANGUAGES, NOT, PLAIN, WEAK
from kg.catalogue.load import catalogue
from kg.catalogue.model import StoredQuery
from kg.catalogue.values import Engine
from kg.errors import UnknownQuery

KNOWN = 0.68
"""Share of what the words say, each word by its weight, that a query must know to be taken."""
OWN = 0.37
"""Share of its own title or question, each word by its weight, that the words must say."""
LEAST = 0.46
"""Least score of what is taken."""
ALONE = (0.45, 0.3, 1.6)
"""A query that knows less is taken where nothing else is near: share known, score, and how many times the next's."""
MARGIN = 0.08
"""How much nearer it must be than the next."""
OFFERED = 0.12
"""Least score of what is offered where nothing is taken."""

_FIELDS = (
    ("title", 1.0),
    ("question", 1.0),
    ("also", 0.7),
    ("keywords", 1.0),
    ("name", 0.95),
    ("columns", 0.5),
    ("description", 0.3),
)
_TYPO, _COMPOUND, _OTHER = 0.9, 0.6, 0.6
_SAID = 0.4
"""A word is known where it stands in more than a description: that tells of other things as well."""
_LONGEST = 400
"""Characters of a question that are read."""
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A stored query that words may mean: how near from 0 to 1, and which of the words it knows."""

    query: StoredQuery
    score: float
    words: tuple[str, ...]
    known: float = 0.0
    """The share of what the words say that the query knows."""
    own: float = 0.0
    """The share of its title, or of its question, that the words say."""
    other: bool = False
    """Whether it asks another thing: it denies otherwise, hinges on what is not said, or is about other things."""
    left: tuple[str, ...] = ()
    """The values in the words that none of its parameters takes."""
    unknown: tuple[str, ...] = ()
    """The words that it does not know and that may turn what is asked."""

    @property
    def worth(self) -> float:
        """How near it is to being taken: what asks another thing is further."""
        return self.score * (_OTHER if self.other else 1.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """The stored query that words mean, with the values they give, and the next."""

    query: StoredQuery
    score: float
    words: tuple[str, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class _Index:
    """The terms of the queries in one language: how strong each is, the ways to ask each query, and their weights."""

    strengths: tuple[Mapping[str, float], ...]
    ways: tuple[tuple[Asking, ...], ...]
    lang: str
    weights: Mapping[str, float]
    rare: float
    vocabulary: Mapping[str, str]


def nearest(words: str, queries: Iterable[StoredQuery]) -> list[Match]:
    """The stored queries that know some of the words, the nearest first.

    >>> [match.query.name for match in nearest("welke streefwaarden zijn gehaald?", catalogue().values())][:1]
    ['list-targets-met']
    """
    known = tuple(queries)
    if not all(terms(words[:_LONGEST], lang) for lang in LANGUAGES):
        return []  # words without meaning, in one of the languages at least: "met"
    values = in_words(words)
    best: dict[str, Match] = {}
    for lang in languages(words[:_LONGEST]):
        said = terms(words[:_LONGEST], lang)[:_MOST_WORDS]
        asked = asking(words[:_LONGEST], lang, _MOST_WORDS)
        index = _index(known, lang)
        for position, query in enumerate(known):
            match = _match(said, asked, index, position, query, values)
            so_far = best.get(query.name)
            if match.score > 0 and (not so_far or (match.score, so_far.other) > (so_far.score, match.other)):
                best[query.name] = match
    return sorted(best.values(), key=lambda match: (-match.score, match.query.name))


def chosen(words: str, queries: Iterable[StoredQuery] | None = None, engine: Engine | None = None) -> Choice:
    """The stored query that words mean. Raises UnknownQuery, which offers the near ones, where none is clearly meant.

    An engine tells the values that there are, so that the name of a source or a reserve is no word that is not known.

    >>> chosen("which indicators met their target in 2024?").given
    {'year': '2024'}
    >>> chosen("what is the weather?")
    Traceback (most recent call last):
    kg.errors.UnknownQuery: no stored query answers 'what is the weather?'; `kg queries` lists them
    """
    known = tuple(catalogue().values() if queries is None else queries)
    found = nearest(words, known)
    spoken = {match.query.name: named(words, match.query, engine) for match in found} if engine else {}
    found = [_beside(match, words, spoken.get(match.query.name, {}), known) for match in found]
    ranked = sorted(found, key=lambda match: -match.worth)
    first = ranked[0] if ranked else None
    if first is None or not _is_meant(first, ranked[1:]):
        raise _none(words, "", "", found)
    if first.unknown:
        strange = ", ".join(first.unknown)
        name = first.query.name
        raise _none(words, f"{name} does not know {strange}", f"{name} weet niet van {strange}", found)
    if first.left:
        codes = ", ".join(first.left)
        raise _none(words, f"{first.query.name} takes no {codes}", f"{first.query.name} kan niets met {codes}", found)
    near = [match for match in ranked[1:] if _is_near(match, first)]
    if near and not _is_alone(first, ranked[1:]):
        raise UnknownQuery(
            f"{_shown(words)} may mean several stored queries; {_offer([first, *near], 0)}",
            dutch=f"{_shown(words)} past bij meer dan één opgeslagen vraag; {_offer([first, *near], 0, 'nl')}",
        )
    given = in_words(words).for_query(first.query).taken | spoken.get(first.query.name, {})
    return Choice(first.query, first.score, first.words, given, tuple(ranked[1:4]))


def _beside(match: Match, words: str, values: Mapping[str, str], known: Sequence[StoredQuery]) -> Match:
    """The match of a query with what its parameters are called in place of the values that the words name."""
    if not values:
        return match
    lang = languages(words[:_LONGEST])[0]
    labels = {value: one.label.in_(lang) for one in match.query.parameters if (value := values.get(one.name))}
    found = nearest(unnamed(words, labels), known)
    return next((one for one in found if one.query.name == match.query.name), match)


def _none(words: str, why: str, waarom: str, found: list[Match]) -> UnknownQuery:
    """That no query answers the words, why in both languages where that is known, and what is near."""
    return UnknownQuery(
        f"no stored query answers {_shown(words)}{f': {why}' if why else ''}; {_offer(found, OFFERED)}",
        dutch=f"geen opgeslagen vraag beantwoordt {_shown(words)}{f': {waarom}' if waarom else ''}; "
        f"{_offer(found, OFFERED, 'nl')}",
    )


def _match(
    said: tuple[Said, ...], asked: Asking, index: _Index, position: int, query: StoredQuery, values: Values
) -> Match:
    """How near a query is: the share of what is said that it knows, and of its own question that is said."""
    strengths = index.strengths[position]
    whole = got = 0.0
    matched: dict[str, str] = {}
    meant: dict[str, str] = {}
    unknown: list[str] = []
    for written, one in dict.fromkeys(said):
        weight = index.weights.get(one, index.rare)
        best, by, before = max(
            (strengths.get(near, 0.0) * sure, near, before) for near, sure, before in _meant(written, one, index)
        )
        if best >= _SAID:
            matched[by] = written
        if one not in WEAK and not (best >= _SAID and _is_told(before, strengths, index.lang)):
            unknown.append(written)
        meant[one] = by
        if one not in WEAK:
            whole += weight
            got += weight * best
    if not any(term != NOT and term not in WEAK for term in matched):
        return Match(query, 0.0, ())
    known = got / whole
    ways = index.ways[position]
    right = fitting(asked.spelled(meant), ways)
    given = values.for_query(query)
    other = not right or not is_about(asked.spelled(meant), query, ways, index.lang, given.taken)
    heads = [way.terms for way in right or ways]
    own = max(_share(head, matched, index) * (0.7 + 0.3 * _told(head, matched, index) / whole) for head in heads)
    own *= 1.0 if _says_enough(matched, heads) else 0.5
    score = known * (0.65 + 0.35 * own) * (0.8 + 0.2 * values.share(query))
    return Match(query, round(score, 4), tuple(matched.values()), known, own, other, given.left, tuple(unknown))


def _is_meant(first: Match, others: list[Match]) -> bool:
    """Whether a query asks what the words ask, is said in good part, and knows enough of them.

    Where one that asks another thing is nearer, the words ask what no query answers.
    """
    if first.other or first.own < OWN or any(one.score > first.score for one in others):
        return False
    return _is_known(first) or _is_alone(first, others)


def _is_known(match: Match) -> bool:
    """Whether a query knows nearly all that the words say."""
    return match.known >= KNOWN and match.score >= LEAST


def _is_alone(first: Match, others: list[Match]) -> bool:
    """Whether a query knows about half of what the words say, and no other comes near it."""
    known, score, times = ALONE
    return first.known >= known and first.score >= score and not any(first.worth < times * one.worth for one in others)


def _is_near(other: Match, first: Match) -> bool:
    """Whether words may mean another query as well: it is nearly as near, or knows a word that the first does not.

    Words that say all of one query and nothing else mean that one.
    """
    if other.known > first.known + MARGIN / 2 and other.worth > first.worth - 2 * MARGIN:
        return True
    whole = min(first.known, first.own) > 0.99 and min(other.known, other.own) < 0.9
    return other.worth > first.worth - MARGIN and not whole


def _meant(written: str, term: str, index: _Index) -> list[tuple[str, float, str]]:
    """The terms that a word may stand for, how surely, and what else it says: its own term where the catalogue knows
    it, else those of near words."""
    return [(term, 1.0, "")] if term in index.weights else [(term, 0.0, ""), *_near_terms(written, index)]


def _near_terms(written: str, index: _Index) -> list[tuple[str, float, str]]:
    """The terms of words that differ by a slip of the pen, or that a compound ends in; what comes before narrows it."""
    found = {}
    for word, near in index.vocabulary.items():
        if _is_slip(written, word):
            found[near] = (_TYPO, "")
        elif len(word) >= 6 and len(written) > len(word) + 2 and written.endswith(word):
            found.setdefault(near, (_COMPOUND, written.removesuffix(word)))
    return sorted((near, sure, before) for near, (sure, before) in found.items())


def _is_told(before: str, strengths: Mapping[str, float], lang: str) -> bool:
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


def _share(head: frozenset[str], matched: Mapping[str, str], index: _Index) -> float:
    """The share of a title or question that is said, each term by its weight."""
    whole = sum(index.weights[term] for term in head)
    return sum(index.weights[term] for term in head if term in matched) / whole if whole else 0.0


def _told(head: frozenset[str], matched: Mapping[str, str], index: _Index) -> float:
    """The weight of what is said that stands in one title or question."""
    return sum(index.weights[term] for term in head if term in matched and term not in WEAK)


def _says_enough(matched: Mapping[str, str], heads: Iterable[frozenset[str]]) -> bool:
    """Whether two words of a query's title or question are said, or all that tells of one: "missie" is enough for it.

    One word of two is not: how many inhabitants there are is not what it costs per inhabitant. Nor are kinds of thing
    alone where it tells more: the goal of a policy area is not what the text says about goal and policy area.
    """
    return any(
        len(telling & set(matched)) >= min(2, len(telling)) > 0
        and (telling <= KINDS or not telling & set(matched) <= KINDS)
        for telling in map(_telling, heads)
    )


def _telling(head: frozenset[str]) -> frozenset[str]:
    """What tells of a title or question; where that is one kind of thing, with what tells little: "stukken over doel".

    >>> sorted(_telling(frozenset({"=goal", "=document"}))), sorted(_telling(frozenset({"missie", "=programme"})))
    (['=document', '=goal'], ['missie'])
    """
    telling = head - WEAK
    return head if len(telling) == 1 and telling <= KINDS else telling


_indexes: dict[tuple[object, ...], _Index] = {}


def _index(queries: tuple[StoredQuery, ...], lang: str) -> _Index:
    """The index of some queries in a language, made once."""
    key = (lang, *((one.path, one.sha256, one.title, one.question, one.keywords) for one in queries))
    if key not in _indexes:
        _indexes[key] = _indexed(queries, lang)
    return _indexes[key]


def _indexed(queries: tuple[StoredQuery, ...], lang: str) -> _Index:
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
    return _Index(tuple(strengths), ways, lang, weights, math.log(1 + (count + 1) / 1.5), vocabulary)


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


def _shown(words: str) -> str:
    plain = " ".join(words.split())
    return repr(plain if len(plain) <= 80 else plain[:79] + "…")


def _offer(found: list[Match], least: float, lang: str = "en") -> str:
    near = [f"{match.query.name} ({match.query.question.in_(lang)})" for match in found[:3] if match.score >= least]
    if lang == "nl":
        return f"dichtbij: {'; '.join(near)}" if near else "`kg queries` geeft ze alle"
    return f"near it: {'; '.join(near)}" if near else "`kg queries` lists them"
