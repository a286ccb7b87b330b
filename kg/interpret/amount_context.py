"""What a number in running text is instead of an amount, by the words around it: a year, an age, a time, a name."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.interpret.amount_words import Pieces, Words

MINUS = ("-", "–", "−")

_YEAR = re.compile(r"(?:19|20)\d{2}")
_SECTION = re.compile(r"\d+\.\d{1,2}")
_IDENTIFIER = re.compile(r"\d{7,}")
_OPENING = "([{<>≥≤=~±+:;|\"'‘’“”„«*…"
"""Signs that may stand right before a number; any other makes it a piece of something else ("#12", "nr.5")."""
_NEAR = 6
"""So many words before "ouder dan" may say who is older."""
_ASIDE = 12
"""So many words at most stand between two dashes around a thought."""
_STOPS = (".", "!", "?")


def is_year(printed: str) -> bool:
    """Whether a number may as well be a year.

    >>> [is_year(text) for text in ("2024", "2.024", "1850", "150")]
    [True, False, False, False]
    """
    return bool(_YEAR.fullmatch(printed))


def is_section(printed: str) -> bool:
    """Whether a number is printed as a section or a time of the day ("3.2", "17.00"): a Dutch decimal has a comma."""
    return bool(_SECTION.fullmatch(printed))


def is_glued(pieces: Pieces, at: int) -> bool:
    """Whether a number is a piece of something longer; a dash right before it may be a minus."""
    return pieces.glued(at) and pieces.printed(at - 1) not in (*_OPENING, *MINUS)


def is_name(pieces: Pieces, words: Words, at: int, printed: str) -> bool:
    """Whether a number with a noun behind it is a year, a date, a code, a section, a rate, an address, or a verb."""
    if is_year(printed) or is_section(printed) or _IDENTIFIER.fullmatch(printed):
        return True
    if pieces.glued(at) and pieces.printed(at - 1) not in _OPENING:  # "-5" counts nothing
        return True
    if printed.casefold() in words.verbs and pieces.word(at - 1) in words.subjects:
        return True
    if pieces.behind(words.rates, at) or pieces.word(at + 1) in words.months:
        return True
    before = pieces.printed(at - 1)
    return printed[0].isdigit() and before[:1].isupper() and before.casefold().endswith(words.street_ends)


def is_age(pieces: Pieces, words: Words, first: int, stop: int, years: Decimal) -> bool:
    """Whether years are an age ("inwoners van 65 jaar", "18 jaar en ouder") and not how long something lasts.

    ``first`` and ``stop`` are the pieces around the expression. "Ouder dan drie jaar" is no age where
    no person is named.
    """
    if pieces.ahead(words.ages_after, stop) or pieces.behind(words.ages_surely, first):
        return True
    of = pieces.behind(words.ages_of, first)
    if of and pieces.word(first - of - 1).endswith(words.persons):
        return True
    compared = pieces.behind(words.ages_compared, first)
    near = range(first - compared - _NEAR, first - compared)
    return bool(compared) and (years >= words.ages_from or any(pieces.word(at).endswith(words.persons) for at in near))


def is_clock(pieces: Pieces, words: Words, at: int, unit: int) -> bool:
    """Whether hours are a time of the day ("om 10 uur")."""
    return pieces.word(unit) in words.clock and pieces.word(at - 1) in words.clock_before


def sign_before(pieces: Pieces, words: Words, first: int, free: int) -> tuple[int, int]:
    """Return the sign before an amount and the piece where it begins: 1, -1, or 0 where it is doubtful.

    "-/-" is a minus, and so is a dash that is glued to the amount alone. A dash with a space behind it is one of two
    around a thought ("de kosten - € 5 - stijgen"), or may be a minus. ``free`` is the first piece that no amount has.
    """
    if first - 1 < free:
        return 1, first
    if is_struck(pieces, first - 3):
        subtracts = first - 3 == free > 0 or pieces.word(first - 4)[:1].isdigit()
        return 0 if subtracts else -1, first - 3
    if pieces.word(first - 1) in words.minus:
        return 0, first
    if pieces.word(first - 1) not in MINUS or pieces.phrase(first - 3, first - 1) == ("+", "/"):
        return 1, first
    if not pieces.glued(first):
        return int(_is_aside(pieces, words, first - 1)), first
    before = pieces.word(first - 2)
    doubtful = before != "(" if pieces.glued(first - 1) else before == "%" or before[:1].isdigit()
    return 0 if doubtful else -1, first - 1


def sign_behind(pieces: Pieces, words: Words, stop: int) -> tuple[int, int]:
    """Return the sign behind an amount of money and the piece behind that: 1, -1, or 0 where it is doubtful."""
    if is_struck(pieces, stop):
        after = pieces.word(stop + 3)
        subtracts = after in words.currency or after[:1].isdigit()
        return 0 if subtracts else -1, stop + 3
    if pieces.word(stop) not in MINUS:
        return 1, stop
    ends = pieces.word(stop + 1) in ("", *_STOPS, ",", ";", ":", ")")
    return int(not (ends or pieces.glued(stop))), stop


def is_struck(pieces: Pieces, at: int) -> bool:
    """Whether a minus of bookkeepers begins at a piece: "-/-"."""
    left, slash, right = pieces.phrase(at, at + 3)
    whole = pieces.glued(at + 1) and pieces.glued(at + 2)
    return slash == "/" and left in MINUS and right in MINUS and whole


def _is_aside(pieces: Pieces, words: Words, dash: int) -> bool:
    """Whether a dash between spaces is one of two around a thought, in one sentence."""
    before = pieces.word(dash - 1)
    if dash == 0 or before in (":", ";", *_STOPS) or before in words.before_minus or pieces.glued(dash):
        return False
    return any(_meets_dash(pieces, words, dash, step) for step in (1, -1))


def _meets_dash(pieces: Pieces, words: Words, dash: int, step: int) -> bool:
    """Whether another dash between spaces is near, that stands before no amount itself."""
    for at in range(dash + step, dash + step * _ASIDE, step):
        word = pieces.word(at)
        if not word or word in (";", ":") or (word in _STOPS and not pieces.glued(at + 1)):
            return False
        if word in MINUS and at > 0 and not pieces.glued(at) and not pieces.glued(at + 1):
            after = pieces.word(at + 1)
            return bool(after) and not (after in words.currency or after[:1].isdigit())
    return False
