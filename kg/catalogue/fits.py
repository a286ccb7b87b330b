"""Whether a stored query asks what words ask: they deny the same, hinge on the same, and are about the same things.

Words may know all of a query's words and ask another thing: which indicators have no target is not which met it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.catalogue.asked import Said, read, term
from kg.catalogue.lexicon import KINDS, NOT, OPPOSITES, STATES, WEAK
from kg.catalogue.model import StoredQuery

_OF_NOUNS = frozenset({"geen", "zonder", "noch", "no", "without", "none", "neither", "nor"})
"""Words that deny the noun behind them."""
_ABSENT = frozenset(
    {
        "ontbreken", "ontbreekt", "ontbrak", "ontbraken", "ontbrekende", "ontbrekend", "mist", "missen", "missend",
        "missende", "lack", "lacks", "lacked", "lacking", "missing", "absent",
    }
)  # fmt: skip
"""Words that deny the noun behind them, or else the one before: results are missing, missing results."""
_DUTCH = frozenset({"niet"})
"""Words that may stand behind the verb that they deny: "haalden hun streefwaarde niet"."""
_PLACES = frozenset({"aan", "bij", "in", "op", "uit", "van", "voor", "at", "for", "from", "of", "on"})
_WITH = {
    "nl": frozenset({"met", "hebben", "heeft", "hadden", "had"}),
    "en": frozenset({"with", "have", "has", "had", "having"}),
}
"""Words by which a thing has another: "indicators with a target"."""
_THINGS = KINDS | {"=cost", "=revenue"}
"""What a question may say something of, or something by."""
_ARTICLES = frozenset({"een", "de", "het", "a", "an", "the"})
_EACH = frozenset(
    {"welke", "welk", "elke", "elk", "iedere", "ieder", "alle", "which", "each", "every", "all", "aantal", "count"}
)
"""Words before a noun by which a question asks for several, or for one of them that it does not name."""
_ASKS = {
    **dict.fromkeys(("waarom", "waardoor", "hoezo", "why"), "why"),
    **dict.fromkeys(("wie", "wiens", "who", "whom", "whose"), "who"),
    **dict.fromkeys(("wanneer", "when"), "when"),
}
"""Words that ask for a reason, a person or a time, which a list of things is no answer to."""
_ELEMENTS = frozenset({"=programme", "=area", "=goal", "=performance", "=indicator"})
_ONE = {
    "programme": frozenset({"=programme"}),
    "area": frozenset({"=area"}),
    "goal": frozenset({"=goal"}),
    "indicator": frozenset({"=indicator"}),
    "reserve": frozenset({"=reserve"}),
    "code": _ELEMENTS,
    "element": _ELEMENTS,
}
"""Parameters that name one thing, with the kinds of thing that it may be."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What one question asks: its terms, those it denies, the kinds of thing that it says another has, and those of
    which it asks several, or one that it does not name."""

    terms: frozenset[str]
    denied: frozenset[str]
    had: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    hinges: frozenset[str] = frozenset()
    """How things are or what became of them, as far as the first comma: behind it stands what is asked as well."""
    asks: frozenset[str] = frozenset()
    """Whether it asks why, who or when."""
    sequence: tuple[str, ...] = ()
    """Its terms in their order."""
    written: tuple[str, ...] = ()
    """Its words in their order, without articles and values."""

    def spelled(self, meant: Mapping[str, str]) -> Asking:
        """The same with the terms that slips of the pen stand for."""
        sets = (self.terms, self.denied, self.had, self.several, self.hinges)
        terms, denied, had, several, hinges = (frozenset(meant.get(one, one) for one in each) for each in sets)
        return Asking(terms, denied, had, several, hinges, self.asks, self.sequence, self.written)


@lru_cache(maxsize=1 << 13)
def asking(text: str, lang: str, most: int = 10**6) -> Asking:
    """What a question asks, by its first words that carry meaning.

    >>> sorted(asking("welke indicatoren hebben geen streefwaarde?", "nl").denied)
    ['=target']
    >>> sorted(asking("indicators with a target", "en").had)
    ['=target']
    >>> sorted(asking("which indicators did not meet their target?", "en").several)
    ['=indicator']
    """
    words = read(text, lang)
    return Asking(
        frozenset([each.term for each in words if each.term][:most]),
        _all_denied(words),
        frozenset(_had(words, lang)),
        frozenset(_several(words)),
        frozenset(each.term for each in read(re.split("[,:]", text)[0], lang)) & STATES,
        frozenset(_ASKS[each.written] for each in words if each.written in _ASKS),
        tuple(each.term for each in words if each.term),
        tuple(
            each.written for each in words if each.written not in _ARTICLES and not any(map(str.isdigit, each.written))
        ),
    )


def fitting(asked: Asking, ways: Sequence[Asking]) -> list[Asking]:
    """The ways to ask a query that deny what is denied, and hinge on what is said; the first of all is its title."""
    return [
        way
        for way in ways
        if way.denied == asked.denied
        and asked.had <= way.had
        and (way.several <= WEAK or not asked.terms & KINDS or way.several & asked.terms)
        and not _is_opposite(way.terms | ways[0].terms, asked.terms)
        and all(_is_said(state, asked.terms, way.terms) for state in way.hinges)
    ]


def is_about(asked: Asking, query: StoredQuery, ways: Sequence[Asking], lang: str, given: Collection[str]) -> bool:
    """Whether a query is about each kind of thing asked, and about why, who or when; and wants no one of several.

    ``given`` are the parameters that the words give a value.
    """
    told = frozenset(each for way in ways for each in way.terms)
    taken = frozenset(each for one in query.parameters for each in asking(one.label.in_(lang), lang).terms)
    named = frozenset(term(one.name, "en") for one in query.parameters)
    if asked.terms & (KINDS | STATES) - told - taken - named or asked.asks - {one for way in ways for one in way.asks}:
        return False
    several = frozenset(each for way in ways for each in way.several)
    if (several and asked.several and not asked.several & several) or _is_turned(asked, ways):
        return False
    wanted = {
        kind for one in query.parameters if one.required and one.name not in given for kind in _ONE.get(one.name, ())
    }
    return not asked.several & wanted


def _is_turned(asked: Asking, ways: Sequence[Asking]) -> bool:
    """Whether two things that a question names stand the other way round in each way to ask that names what it does.

    What revenue covers of expense is not what expense covers of revenue.
    """
    whole = [way for way in ways if asked.terms - WEAK <= way.terms]
    things = list(dict.fromkeys(each for each in asked.sequence if each in _THINGS - asked.denied))
    for place, one in enumerate(things):
        for other in things[place + 1 :]:
            both = [way.sequence for way in whole or ways if one in way.terms and other in way.terms]
            if both and all(words.index(other) < words.index(one) for words in both):
                return True
    return False


def _all_denied(words: Sequence[Said]) -> frozenset[str]:
    """All terms that a question denies; of one that is denied twice it is not sure what is asked, so that none fits.

    >>> sorted(_all_denied(read("which results are not missing?", "en")))
    ['=not', '=outcome']
    """
    found = [one for place, each in enumerate(words) if each.term == NOT for one in _denied(words, place)]
    return frozenset(found) | ({NOT} if len(set(found)) < len(found) else set())


def _denied(words: Sequence[Said], place: int) -> list[str]:
    """The terms that a word which negates denies: those of a noun, or of the verb that it belongs to."""
    written = words[place].written
    after, before = _run(words[place + 1 :]), _run(words[:place][::-1])
    if written in _ABSENT and _is_place(words[place + 1 :]):
        return before or after
    if written in _OF_NOUNS or written in _ABSENT:
        return after or before
    verbs = [one.term for one in words[:place][::-1] if one.term in STATES]
    if written in _DUTCH and verbs and not STATES & set(after) and (not after or after[0] in KINDS):
        return verbs[:1]
    first = [one for one in after if one in STATES][:1]
    return first or after or before or [NOT]


def _run(words: Sequence[Said]) -> list[str]:
    """The terms of the first words next to each other that carry meaning."""
    found: list[str] = []
    for each in words:
        if each.term and each.term != NOT:
            found.append(each.term)
        elif found:
            break
    return found


def _is_place(words: Sequence[Said]) -> bool:
    """Whether words begin with a place or a circumstance, and not with a year."""
    return len(words) > 1 and words[0].written in _PLACES and not words[1].written[0].isdigit()


def _several(words: Sequence[Said]) -> list[str]:
    """The kinds of which several are asked, or one that is not named: which goals, each goal, the goals."""
    found = []
    for place, each in enumerate(words):
        if each.written in _EACH:
            found += [one for one in _run(words[place + 1 : place + 4]) if one in KINDS][:1]
        if _is_many(each):
            found.append(each.term)
    return found


def _had(words: Sequence[Said], lang: str) -> list[str]:
    """The kinds of thing that another has: "indicators with a target", "doelen hebben indicatoren".

    Of "indicatoren heeft een programma" the programme is what has.
    """
    found = []
    for place, (written, _) in enumerate(words):
        if written not in _WITH[lang] or (written == "heeft" and place and _is_many(words[place - 1])):
            continue
        after = words[place + 1 :]
        indefinite = bool(after) and after[0].written in ("a", "an", "een")
        thing = after[indefinite:][:1]
        if thing and thing[0].term in KINDS and (indefinite or _is_many(thing[0])):
            found.append(thing[0].term)
    return found


def _is_many(said: Said) -> bool:
    """Whether a word is a kind of thing in the plural."""
    return said.term in KINDS and said.written.endswith(("en", "s"))


def _is_opposite(said: frozenset[str], asked: frozenset[str]) -> bool:
    """Whether a question says the opposite of a word, and not that word."""
    return any(OPPOSITES.get(one) in said and one not in said for one in asked)


def _is_said(state: str, asked: frozenset[str], way: frozenset[str]) -> bool:
    """Whether what a question hinges on is said; of two opposites that it asks between, one is enough."""
    other = OPPOSITES.get(state)
    return state in asked or (other in way and other in asked)
