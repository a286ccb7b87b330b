"""What the words of a question mean: terms that a question in Dutch or English shares with the stored queries.

A term is the stem of a word, or a concept of the field where several words say one thing ("doelstelling", "goal").
Words that negate are a concept of their own: goals with and without an indicator are two questions.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

import snowballstemmer  # type: ignore[import-untyped]

from kg.catalogue.lexicon import CONCEPTS, LANGUAGES, PHRASES, STOP

_WORD = re.compile(r"[a-z0-9]+(?:['.\-][a-z0-9]+)*")
_STEMMERS = {"nl": snowballstemmer.stemmer("dutch"), "en": snowballstemmer.stemmer("english")}


class Said(NamedTuple):
    """A word of a question: as it was written, and its term."""

    written: str
    term: str


@lru_cache(maxsize=1 << 13)
def terms(text: str, lang: str) -> tuple[Said, ...]:
    """The words of a text that carry meaning, in their order, with their terms; numbers and codes carry none.

    >>> [each.term for each in terms("Welke doelen hebben geen indicator in 2024?", "nl")]
    ['=goal', '=not', '=indicator']
    >>> [each.term for each in terms("objectives without an indicator", "en")]
    ['=goal', '=not', '=indicator']
    """
    return tuple(each for each in read(text, lang) if each.term)


@lru_cache(maxsize=1 << 13)
def read(text: str, lang: str) -> tuple[Said, ...]:
    """All words of a text in their order; small words, numbers and codes have no term.

    >>> [each.term for each in read("goals without an indicator", "en")]
    ['=goal', '=not', '', '=indicator']
    """
    plain = folded(text)
    for pattern, replacement in PHRASES[lang]:
        plain = re.sub(pattern, replacement, plain)
    found = []
    for word in _WORD.findall(plain):
        coded = any(map(str.isdigit, word))
        for part in [word] if coded else _parts(word):
            small = coded or part in _stop(lang) or len(part) < 2
            found.append(Said(part, "" if small else term(part, lang)))
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def term(word: str, lang: str) -> str:
    """The term of one word: its concept, else its stem.

    >>> term("doelstellingen", "nl"), term("uncertain", "en"), term("woonruimte", "nl")
    ('=goal', '=doubt', 'woonruimt')
    """
    known = _concepts(lang)
    stem = str(_STEMMERS[lang].stemWord(word))
    return known.get(word) or known.get(stem) or stem


def folded(text: str) -> str:
    """A text in lower case without accents, with straight apostrophes.

    >>> folded("Programma’s in Oekraïne")
    "programma's in oekraine"
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character))


def languages(text: str) -> tuple[str, ...]:
    """The languages a text may be in: the one of more of its words, by two at least, small and known ones; else both.

    >>> languages("how much of the money?"), languages("welke doelen zijn er?"), languages("targets met")
    (('en',), ('nl',), ('nl', 'en'))
    """
    words = _WORD.findall(folded(text))
    own = {lang: sum(word in _own_words(lang) for word in words) for lang in LANGUAGES}
    sure = tuple(lang for lang in LANGUAGES if own[lang] >= own[_other(lang)] + 2)
    return sure or LANGUAGES


@cache
def known_words(lang: str) -> frozenset[str]:
    """Words that have a concept: what a slip of the pen may have meant."""
    return frozenset(word for both in CONCEPTS.values() for word in both[LANGUAGES.index(lang)].split())


def _parts(word: str) -> list[str]:
    """A word with hyphens in its parts, and one that negates in what it negates; an apostrophe stays ("programma's").

    >>> _parts("doel-indicator"), _parts("indicatorloze"), _parts("unmet"), _parts("onzeker")
    (['doel', 'indicator'], ['zonder', 'indicator', 'de'], ['not', 'met'], ['onzeker'])
    """
    return [one for part in re.split(r"[.\-]", word) if part for one in _negated(part)]


def _negated(word: str) -> list[str]:
    """A word that negates by its begin or its end in two, where the rest is a word of the field.

    A small word parts what "indicatorloze" denies from what it stands before.
    """
    known = known_words("nl") | known_words("en")
    bare = re.fullmatch(r"(\w+?)(?:loos|loze|less)", word)
    if bare and bare[1] in known:
        return ["zonder", bare[1], "de"]
    other = re.fullmatch(r"(?:un|on|non)(\w+)", word)
    if other and other[1] in known and word not in known:
        return ["not", other[1]]
    return [word]


@cache
def _own_words(lang: str) -> frozenset[str]:
    """Words that tell a language: its small words, and those of the field that the other does not have."""
    other = known_words(_other(lang)) | set(STOP[_other(lang)].split())
    return frozenset(STOP[lang].split()) | (known_words(lang) - other)


@cache
def _stop(lang: str) -> frozenset[str]:
    """Words without meaning in a language; those of the other too, but for a word that means something here ("met")."""
    other = set(STOP[_other(lang)].split()) - known_words(lang)
    return frozenset(STOP[lang].split()) | other


def _other(lang: str) -> str:
    return LANGUAGES[1 - LANGUAGES.index(lang)]


@cache
def _concepts(lang: str) -> dict[str, str]:
    """Concepts by word, by the stem of a word where only one concept has that stem, and by words of the other language.

    People mix the two, and the keywords of a query are of both.
    """
    words = {word: name for name, both in CONCEPTS.items() for word in both[LANGUAGES.index(lang)].split()}
    stems: dict[str, set[str]] = {}
    for word, name in words.items():
        stems.setdefault(str(_STEMMERS[lang].stemWord(word)), set()).add(name)
    own = {stem: next(iter(names)) for stem, names in stems.items() if len(names) == 1} | words
    others = {word: name for name, both in CONCEPTS.items() for word in both[1 - LANGUAGES.index(lang)].split()}
    return {word: name for word, name in others.items() if word not in _stop(lang)} | own
