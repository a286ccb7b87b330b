"""How near two wordings are, and what of a wording counts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import fuzz, utils
from snowballstemmer import stemmer  # type: ignore[import-untyped]

NEAR = 77
"""Least likeness of two wordings of one element, of 100. Measured on the labels of Leiden, 2018 to 2024: one element
reworded scores 83 at least ("Burgers zijn zelfredzaam mogelijk", "Inwoners zijn zo zelfredzaam mogelijk"), two
statements of one survey 71 at most; this lies between."""

LONG_LEAD = 4
"""From so many equal first words on, what follows must be near as well: a survey's questions share a long lead."""

NEAR_REST = 48
"""Least likeness of what follows a long lead: two statements of one survey score 41 at most, one of them reworded
("nam mij serieus", "heeft mij serieus genomen") 55; this lies between."""

SHARED_REST = 0.34
"""Share of the words that carry meaning that two rests have in common at least: statements about one subject ("legt
bij een herinrichting uit", "houdt zich bij een herinrichting aan") share its letters, and hardly its words."""

LONGEST = 2000
"""So many characters of a wording are compared: what is longer is no label, and comparing takes the square of it."""

SHORT_REST = 3
"""Fewer words than this after the lead are too few to compare ("… in maanden", "… in dagen")."""

_FUNCTION_WORDS = frozenset(
    (
        "aan", "al", "als", "bij", "dan", "dat", "de", "den", "der", "die", "dit", "door", "een", "en", "er",
        "heeft", "hebben", "het", "hun", "ik", "in", "is", "kan", "komt", "kunnen", "maar", "met", "me", "mij", "mijn",
        "naar", "nog", "of", "om", "onder", "ons", "onze", "op", "over", "per", "samen", "te", "ten", "ter",
        "tot", "uit", "van", "via", "voor", "waar", "was", "wat", "we", "wie", "word", "worden", "wordt",
        "zich", "zij", "zijn", "zo", "zoals",
    )
)  # fmt: skip
_MEASURES = frozenset(
    (
        "aandeel", "aantal", "cijfer", "dag", "dagen", "euro", "gemiddeld", "gemiddelde", "index", "jaar", "jaren",
        "maand", "maanden", "percentage", "procent", "rapportcijfer", "schaalscore", "score", "uren", "uur", "week",
        "weken",
    )
)  # fmt: skip
_PEOPLE = frozenset(
    ("bewoner", "bewoners", "burger", "burgers", "gemeente", "inwoner", "inwoners", "mens", "mensen", "stad")
)
"""Words for the municipality and those who live there: one for the other changes nothing."""

_TURNING = frozenset(
    (
        "afname", "daling", "geen", "hoger", "lager", "meer", "minder", "niet", "stijging", "toename", "wel", "zonder",
    )
)  # fmt: skip
"""Words that turn a statement round."""

_COMPARED = str.maketrans({"<": " lt ", ">": " gt ", "≤": " le ", "≥": " ge "})
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_SHORT_YEAR = re.compile(r"[’'‘]\d{2}\b")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_stem = lru_cache(maxsize=1 << 15)(stemmer("dutch").stemWord)


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Keep of a wording what tells it apart: letters and digits, in lower case, without accents.

    >>> plain("Organiseren toegang zorg door Sociale Wijkteams."), plain("'Cliënten', (18+)")
    ('organiseren toegang zorg door sociale wijkteams', 'clienten 18')
    """
    joined = _THOUSANDS.sub("", text.translate(_COMPARED).replace("\u00ad", ""))
    composed = unicodedata.normalize("NFKD", joined)
    bare = "".join(character for character in composed if not unicodedata.combining(character))
    return " ".join(utils.default_process(bare).split())


def likeness(first: str, second: str) -> float:
    """How near two wordings are, from NEAR to 100; 0 where they are far.

    >>> round(likeness("Burgers zijn zelfredzaam mogelijk", "Inwoners zijn zo zelfredzaam mogelijk"))
    83
    >>> lead = "Percentage inwoners dat het eens is met de volgende stelling over de ondersteuning: "
    >>> likeness(lead + "'Ik werd snel geholpen'", lead + "'Er in het gesprek samen naar een oplossing gezocht'")
    0.0
    """
    whole = similarity(first, second)
    if whole < NEAR:
        return 0.0
    lead, rest, other = split_lead(first, second)
    if lead >= LONG_LEAD and min(len(rest), len(other)) >= SHORT_REST:
        return whole if _is_near_rest(" ".join(rest), " ".join(other)) else 0.0
    return whole


def _is_near_rest(one: str, other: str) -> bool:
    """Whether what follows a long lead is near: in its letters, and in its words where it has some to compare."""
    if similarity(one, other) < NEAR_REST:
        return False
    a, b = content(one), content(other)
    return min(len(a), len(b)) < 2 or 2 * len(a & b) >= SHARED_REST * (len(a) + len(b))


def similarity(first: str, second: str) -> float:
    """How alike two wordings are, from 0 to 100, near or not; the order of the words counts where that helps.

    >>> similarity("Gezonde jeugd", "gezonde jeugd."), round(similarity("Gezonde jeugd", "Schone lucht"))
    (100.0, 40)
    """
    a, b = start(first), start(second)
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b))


def start(text: str) -> str:
    """The plain words of a wording, as far as they are compared."""
    return plain(text)[:LONGEST]


def is_part(first: str, second: str, fewest: int) -> float:
    """NEAR where the words that carry meaning of one name, ``fewest`` at least, all stand in the other; else 0.

    >>> is_part("Afval en schone lucht", "Afval, grondstoffen en schone lucht", 1), is_part("Wonen", "Zorg", 1)
    (77, 0)
    """
    a, b = content(first), content(second)
    return NEAR if min(len(a), len(b)) >= fewest and (a <= b or b <= a) else 0


def split_lead(first: str, second: str) -> tuple[int, list[str], list[str]]:
    """Count the words that two wordings begin with alike, and list those that follow in either.

    >>> split_lead("Verblijf in maanden", "Verblijf in dagen")
    (2, ['maanden'], ['dagen'])
    """
    a, b = start(first).split(), start(second).split()
    lead = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    return lead, a[lead:], b[lead:]


def numbers(text: str) -> tuple[str, ...]:
    """List the numbers of a wording that are part of what it means: years are not, they roll on.

    >>> numbers("Woningen binnen 6 weken in 2024 ('24)"), numbers("Jongeren van 18+ met 1.000 euro schuld")
    (('6',), ('1000', '18'))
    """
    found = (number for number in _NUMBER.findall(_SHORT_YEAR.sub(" ", text)) if not _YEAR.fullmatch(number))
    return tuple(sorted(number.replace(".", "") for number in found))


def undefined(text: str) -> str:
    """Leave out of a wording what defines its measure: numbers that are no years, and words for the unit.

    >>> undefined("Percentage inwoners van 18 jaar dat sport"), undefined("Aantal inwoners van 16 jaar dat sport")
    ('inwoners van dat sport', 'inwoners van dat sport')
    """
    words = plain(_NUMBER.sub(lambda number: number[0] if _YEAR.fullmatch(number[0]) else " ", text)).split()
    return " ".join(word for word in words if word not in _MEASURES)


@lru_cache(maxsize=1 << 14)
def content(text: str) -> frozenset[str]:
    """Stem the words of a wording that carry its meaning: function words are left out.

    >>> sorted(content("Inwoners wonen veilig en prettig"))
    ['inwoner', 'pret', 'veil', 'woon']
    """
    return frozenset(_stem(word) for word in start(text).split() if word not in _FUNCTION_WORDS)


def is_replaced(first: str, second: str, place: str = "") -> bool:
    """Whether a word that carries meaning was replaced by another, or a statement was turned round.

    Another form or compound of a word, words for those who live there (``place`` is the municipality's name: Leiden,
    Leidenaren), a year and a word for the unit replace nothing; nor does a word that is only added or left out.

    >>> is_replaced("Percentage jongens dat sport", "Percentage meisjes dat sport")
    True
    >>> is_replaced("Burgers zijn zelfredzaam mogelijk", "Inwoners zijn zo zelfredzaam mogelijk")
    False
    >>> is_replaced("Percentage inwoners dat zich veilig voelt", "Percentage inwoners dat zich onveilig voelt")
    True
    """
    one, other = _telling(first, place), _telling(second, place)
    a, b = one - other, other - one
    if is_turned(first, second):
        return True
    left = {word for word in a if not any(_is_form(word, known) for known in b)}
    right = {word for word in b if not any(_is_form(word, known) for known in a)}
    return bool(left and right)


def is_turned(first: str, second: str) -> bool:
    """Whether one wording turns the other round: a word as "niet" or "minder" in one only, "veilig" and "onveilig".

    >>> is_turned("Meer inwoners sporten", "Minder inwoners sporten"), is_turned("Meer sport", "Meer beweging")
    (True, False)
    """
    only = set(start(first).split()) ^ set(start(second).split())
    return bool(only & _TURNING) or any(f"on{word}" in only for word in only)


def _telling(text: str, place: str) -> frozenset[str]:
    """The words of a wording that tell it from others."""
    city = plain(place)[:5]
    return frozenset(
        word
        for word in start(text).split()
        if word not in _FUNCTION_WORDS
        and word not in _MEASURES
        and word not in _PEOPLE
        and not word.isdigit()
        and not (len(city) == 5 and word.startswith(city))
    )


def _is_form(one: str, other: str) -> bool:
    """Whether a word is a form or a compound of another: participatie, publieksparticipatie; herstel, herstellen."""
    short, long = sorted((one, other), key=len)
    if long in (f"on{short}", f"niet{short}"):
        return False
    if len(short) >= FORM and (long.startswith(short[:-1]) or long.endswith(short)):
        return True
    if _stem(one) == _stem(other):
        return True
    return len(short) > FORM and one[:3] == other[:3] and fuzz.ratio(one, other) >= SAME_FORM


FORM = 5
"""A word of fewer letters is a part of too many others by chance."""

SAME_FORM = 84
"""Likeness of the letters of two forms of one word: "verbeteren", "verbetering"; "sporthal", "sportveld" score 71."""


def shared_words(first: str, second: str) -> float:
    """Share of the words of the shorter wording that the other has, in any form; of what follows a long equal lead.

    >>> round(shared_words("Verbeteren van de luchtkwaliteit", "De luchtkwaliteit in de stad is verbeterd"), 2)
    1.0
    """
    lead, rest, other = split_lead(first, second)
    if lead >= LONG_LEAD and min(len(rest), len(other)) >= SHORT_REST:
        first, second = " ".join(rest), " ".join(other)
    a, b = ({_stem(word)[:CUT] for word in _telling(text, "")} for text in (first, second))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


CUT = 6
"""So many letters of a stem tell words apart; verbs and nouns of one root end differently."""
