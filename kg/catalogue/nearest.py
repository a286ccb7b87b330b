"""Ask in words: which stored query a question means, or that none does.

An answer to another question than was asked is worse than none. What is taken must know nearly all that the words say,
and must be clearly nearer than the next; else nothing is run, and the near ones are offered with their questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from kg.catalogue.asked import Said, languages, terms
from kg.catalogue.fits import Asking, asking, fitting, is_about
from kg.catalogue.given import Spoken, Values, in_words, spoken, unnamed
from kg.catalogue.lexicon import KINDS, LANGUAGES, NOT, WEAK
from kg.catalogue.load import catalogue
from kg.catalogue.model import StoredQuery
from kg.catalogue.values import Engine
from kg.catalogue.word_index import Index, index_of, is_told, may_mean
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

_OTHER = 0.6
_SAID = 0.4
"""A word is known where it stands in more than a description: that tells of other things as well."""
_LONGEST = 400
"""Characters of a question that are read."""
_MOST_WORDS = 60
_WRITTEN, _TERMS = attrgetter("written"), attrgetter("sequence", "several", "asks", "denied")
"""What is the same where two ask the same: word by word, or term by term."""


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
        index = index_of(known, lang)
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
    names = {match.query.name: spoken(words, match.query, engine) for match in found} if engine else {}
    found = [_beside(match, words, names.get(match.query.name, {}), known) for match in found]
    ranked = sorted(found, key=lambda match: -match.worth)
    exact = _exact(words, known)
    if exact:
        own = Match(exact, 1.0, (), left=in_words(words).for_query(exact).left)
        first: Match | None = next((match for match in ranked if match.query is exact), own)
    else:
        first = ranked[0] if ranked else None
    vague = len(words.split()) == 1 and any(one.known >= KNOWN for one in ranked[1:])
    if first is None or not (exact or (_is_meant(first, ranked[1:]) and not vague)):
        raise _none(words, "", "", found)
    if first.unknown:
        strange = ", ".join(first.unknown)
        name = first.query.name
        raise _none(words, f"{name} does not know {strange}", f"{name} weet niet van {strange}", found)
    if first.left:
        codes = ", ".join(first.left)
        raise _none(words, f"{first.query.name} takes no {codes}", f"{first.query.name} kan niets met {codes}", found)
    near = [match for match in ranked if match is not first and _is_near(match, first)]
    if near and not exact and not _is_alone(first, ranked[1:]):
        raise UnknownQuery(
            f"{_shown(words)} may mean several stored queries; {_offer([first, *near], 0)}",
            dutch=f"{_shown(words)} past bij meer dan één opgeslagen vraag; {_offer([first, *near], 0, 'nl')}",
        )
    given = in_words(words).for_query(first.query).taken
    given |= {name: one.value for name, one in names.get(first.query.name, {}).items()}
    return Choice(first.query, first.score, first.words, given, tuple([one for one in ranked if one is not first][:3]))


def _exact(words: str, known: tuple[StoredQuery, ...]) -> StoredQuery | None:
    """The only query of which the words are the title, the question or another way to ask it: word by word, or else
    term by term; values and articles aside."""
    for lang in languages(words[:_LONGEST]):
        asked = asking(words[:_LONGEST], lang)
        for told in (_WRITTEN, _TERMS) if len(asked.sequence) > 1 else (_WRITTEN,):
            each = zip(known, index_of(known, lang).ways, strict=True)
            found = [query for query, ways in each if any(told(way) == told(asked) for way in ways)]
            if asked.written and len(found) == 1:
                return found[0]
    return None


def _beside(match: Match, words: str, names: Mapping[str, Spoken], known: Sequence[StoredQuery]) -> Match:
    """The match of a query with what its parameters are called in place of the values that the words name."""
    if not names:
        return match
    lang = languages(words[:_LONGEST])[0]
    labels = {names[one.name].text: one.label.in_(lang) for one in match.query.parameters if one.name in names}
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
    said: tuple[Said, ...], asked: Asking, index: Index, position: int, query: StoredQuery, values: Values
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
            (strengths.get(near, 0.0) * sure, near, before) for near, sure, before in may_mean(written, one, index)
        )
        if best >= _SAID:
            matched[by] = written
        if one not in WEAK and not (best >= _SAID and is_told(before, strengths, index.lang)):
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


def _share(head: frozenset[str], matched: Mapping[str, str], index: Index) -> float:
    """The share of a title or question that is said, each term by its weight."""
    whole = sum(index.weights[term] for term in head)
    return sum(index.weights[term] for term in head if term in matched) / whole if whole else 0.0


def _told(head: frozenset[str], matched: Mapping[str, str], index: Index) -> float:
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


def _shown(words: str) -> str:
    plain = " ".join(words.split())
    return repr(plain if len(plain) <= 80 else plain[:79] + "…")


def _offer(found: list[Match], least: float, lang: str = "en") -> str:
    near = [f"{match.query.name} ({match.query.question.in_(lang)})" for match in found[:3] if match.score >= least]
    if lang == "nl":
        return f"dichtbij: {'; '.join(near)}" if near else "`kg queries` geeft ze alle"
    return f"near it: {'; '.join(near)}" if near else "`kg queries` lists them"
