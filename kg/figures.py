"""Dutch printed figures: text in, exact decimals or a named reason out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

NOT_MEASURED = "not-measured"
NOT_SET = "not-set"
NOT_YET_KNOWN = "not-yet-known"
NOT_KNOWN = "not-known"
NOT_APPLICABLE = "not-applicable"
EMPTY = "empty"
MISALIGNED = "misaligned"
IN_WORDS = "in-words"
UNREAD = "unread"

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_MARKS = {
    "nnb": NOT_YET_KNOWN,
    "nog niet bekend": NOT_YET_KNOWN,
    "volgt": NOT_YET_KNOWN,
    "pm": NOT_YET_KNOWN,
    "ntb": NOT_YET_KNOWN,
    "nader te bepalen": NOT_YET_KNOWN,
    "nog te bepalen": NOT_YET_KNOWN,
    "nb": NOT_KNOWN,
    "na": NOT_KNOWN,
    "niet bekend": NOT_KNOWN,
    "onbekend": NOT_KNOWN,
    "geen gegevens": NOT_KNOWN,
    "niet beschikbaar": NOT_KNOWN,
    "nvt": NOT_APPLICABLE,
    "niet van toepassing": NOT_APPLICABLE,
    "geen meting": NOT_MEASURED,
    "niet gemeten": NOT_MEASURED,
    "ng": NOT_MEASURED,
}
_UNIT_WORDS = {
    "%": "percent",
    "procent": "percent",
    "dag": "days",
    "dagen": "days",
    "week": "weeks",
    "weken": "weeks",
    "maand": "months",
    "maanden": "months",
    "uur": "hours",
    "uren": "hours",
    "jaar": "years",
    "jaren": "years",
}
SCALES = {
    "duizend": 3,
    "dzd": 3,
    "miljoen": 6,
    "mln": 6,
    "mljn": 6,
    "mlj": 6,
    "milj": 6,
    "mio": 6,
    "miljard": 9,
    "mld": 9,
    "mrd": 9,
}
"""The powers of ten of scale words behind a figure."""

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens and marks without width: they are no part of a word or figure."""
_NO_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))

MAX_FIGURE = 200
"""A longer text is no figure."""

_MINUS = r"\-\u2010\u2011\u2012\u2013\u2014\u2212"  # inside a character class
_DIGITS = r"(?:(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|\d+\.\d{1,2}(?!\d))"
_SCALE_WORDS = "|".join(sorted(SCALES, key=len, reverse=True))
_UNITS = rf"%|(?:{'|'.join(w for w in _UNIT_WORDS if w != '%')})\b"
_TAIL = rf"(?:\s*(?P<scale>{_SCALE_WORDS})\b\.?)?(?:,[-=])?\s*(?P<unit>{_UNITS})?"
"""What may stand behind digits: their scale and their unit."""
_PLAIN_TAIL = re.sub(r"\?P<\w+>", "?:", _TAIL)
_NUMBER = re.compile(
    rf"(?P<sign>[+{_MINUS}]?)\s*(?P<euro>€|EUR\b)?\s*(?P<sign2>[{_MINUS}]?)\s*(?P<digits>{_DIGITS}){_TAIL}",
    re.IGNORECASE,
)
_TRAILING_MINUS = re.compile(rf"(?:€\s*)?(?P<digits>{_DIGITS})\s?[{_MINUS}]")
_BRACKETED = re.compile(rf"(?:€\s*)?\((?!(?:19|20)\d{{2}}\))(?:€\s*)?(?P<digits>{_DIGITS})\)")
_MARK_SIGNS = ("*", "¹²³⁴⁵⁶⁷⁸⁹†#")
_ESCAPED = re.compile(r"(?<!\\\*)(?:\\\*)+$")
"""Stars at the end of a text as Markdown writes those that are none of its own."""
_NUMBERED_MARK = re.compile(r"(?<=\S)\s*(?P<mark>\d\))")
_POWER = re.compile(r"\b[kcd]?m[²³]$")
_YEAR = r"(?:19|20)\d{2}"
_DATED = re.compile(
    rf"(?P<figure>(?:[+{_MINUS}]\s*)?{_DIGITS}\s*%?\s*\**)\s*\((?:[^()\d]*\s)?(?P<year>{_YEAR})\)(?P<mark>\**)"
)
_BETWEEN = rf"(?:\s*[{_MINUS}]\s*|\s+[àa]\s+)(?:€\s*)?"
_RANGE = re.compile(rf"(?P<low>{_DIGITS})\s*%?{_BETWEEN}(?P<high>{_DIGITS}){_TAIL}", re.IGNORECASE)
_LEAST = r"(?:≥|>=|>|minimaal|ten minste|tenminste|minstens|min\.|meer dan|hoger dan|groter dan)\s*(?:€\s*)?"
_MOST = r"(?:≤|<=|<|maximaal|ten hoogste|hoogstens|max\.|minder dan|lager dan|kleiner dan)\s*(?:€\s*)?"
_AT_LEAST = re.compile(rf"{_LEAST}(?P<digits>{_DIGITS}){_TAIL}", re.IGNORECASE)
_AT_MOST = re.compile(rf"{_MOST}(?P<digits>{_DIGITS}){_TAIL}", re.IGNORECASE)
_BOUND = re.compile(rf"(?:{_LEAST}|{_MOST}){_DIGITS}{_PLAIN_TAIL}", re.IGNORECASE)
_FAVOURED = re.compile(rf"(?:€\s*)?[{_MINUS}]?\s*{_DIGITS}\s+(?:V|N|voordelig|nadelig|voordeel|nadeel)", re.I)
"""An amount with the letter or word for an advantage or a disadvantage behind it ("942 N")."""
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with a value: exact, as printed; the unit mark, scale and footnote mark are kept apart.

    Units: ``value`` times ten to the power ``scale`` ("8,9 miljoen" is 8.9 with scale 6).
    """

    value: Decimal
    unit: str | None
    mark: str
    verbatim: str
    scale: int = 0

    @property
    def precision(self) -> Decimal:
        """The printed unit: 1 for "1.104", 0.1 for "6,1"."""
        exponent = self.value.as_tuple().exponent
        return Decimal(1).scaleb(min(int(exponent), 0))

    def __repr__(self) -> str:
        scale = f", scale={self.scale}" if self.scale else ""
        kept = f"unit={self.unit!r}, mark={self.mark!r}, verbatim={self.verbatim!r}"
        return f"Figure(value={self.value!r}, {kept}{scale})"


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure without a value: the reason has a name; bounds or a possible value are kept beside it.

    Units: bounds times ten to the power ``scale`` ("1 - 2 miljoen" is from 1 to 2 with scale 6).
    """

    reason: str
    verbatim: str
    mark: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    possible: Decimal | None = None
    unit: str | None = None
    scale: int = 0

    @property
    def has_bounds(self) -> bool:
        """Whether a range or a bound is printed."""
        return self.lower is not None or self.upper is not None

    def __repr__(self) -> str:
        extra = "".join(
            f", {name}={getattr(self, name)!r}"
            for name in ("mark", "lower", "upper", "possible", "unit", "scale")
            if getattr(self, name)
        )
        return f"Missing(reason={self.reason!r}, verbatim={self.verbatim!r}{extra})"


Reading = Figure | Missing


def read_figure(text: str, *, money: bool = False) -> Reading:
    """Read one printed figure of a Dutch document.

    Units: the unit mark is kept apart ("52%" -> 52, percent); a scale such as "x € 1.000" belongs to the table, not to
    the figure; a scale word belongs to the figure. Findings: what is neither a figure nor a known mark for a missing
    one comes back as Missing(reason="unread") or, where it is words, "in-words"; nothing is guessed. Source: marks as
    in the annual report 2024 of Leiden ("nnb", "-", "57*"); decimals with a comma; in a money table a dash is nil and a
    minus may stand behind the amount ("40-") or be brackets around it.

    >>> read_figure("1.104")
    Figure(value=Decimal('1104'), unit=None, mark='', verbatim='1.104')
    >>> read_figure("52%")
    Figure(value=Decimal('52'), unit='percent', mark='', verbatim='52%')
    >>> read_figure("57*")
    Figure(value=Decimal('57'), unit=None, mark='*', verbatim='57*')
    >>> read_figure("€ 8,9 miljoen")
    Figure(value=Decimal('8.9'), unit='euro', mark='', verbatim='€ 8,9 miljoen', scale=6)
    >>> read_figure("nnb")
    Missing(reason='not-yet-known', verbatim='nnb')
    >>> read_figure("-**")
    Missing(reason='not-measured', verbatim='-**', mark='**')
    >>> read_figure("-", money=True)
    Figure(value=Decimal('0'), unit=None, mark='', verbatim='-')
    >>> read_figure("-0", money=True)
    Figure(value=Decimal('0'), unit=None, mark='', verbatim='-0')
    >>> read_figure("40-", money=True)
    Figure(value=Decimal('-40'), unit=None, mark='', verbatim='40-')
    >>> read_figure("(2.050)", money=True)
    Figure(value=Decimal('-2050'), unit=None, mark='', verbatim='(2.050)')
    >>> read_figure("40-")
    Missing(reason='unread', verbatim='40-')
    >>> read_figure("35 1)")
    Figure(value=Decimal('35'), unit=None, mark='1)', verbatim='35 1)')
    >>> read_figure("bandbreedte 65-70%")
    Missing(reason='in-words', verbatim='bandbreedte 65-70%', lower=Decimal('65'), upper=Decimal('70'), unit='percent')
    >>> read_figure("1 - 2 miljoen")
    Missing(reason='in-words', verbatim='1 - 2 miljoen', lower=Decimal('1'), upper=Decimal('2'), scale=6)
    >>> read_figure("7 à 8")
    Missing(reason='in-words', verbatim='7 à 8', lower=Decimal('7'), upper=Decimal('8'))
    >>> read_figure("Afname")
    Missing(reason='in-words', verbatim='Afname')
    >>> read_figure("1.23.4")
    Missing(reason='unread', verbatim='1.23.4')
    """
    verbatim = text.strip()
    if len(verbatim) > MAX_FIGURE:
        return Missing(IN_WORDS, verbatim)
    body, mark = split_mark(verbatim if verbatim.isascii() else verbatim.translate(_NO_INVISIBLE).strip())
    if not body:
        return Missing(EMPTY, verbatim, mark)
    if body in _DASHES:
        return Figure(Decimal(0), None, mark, verbatim) if money else Missing(NOT_MEASURED, verbatim, mark)
    found = _number(body, mark, verbatim, money=money)
    if found:
        return found
    reason = _MARKS.get(_SPACES.sub(" ", body.casefold().replace(".", "")))
    return Missing(reason, verbatim, mark) if reason else _in_words(body, verbatim, mark)


def _number(body: str, mark: str, verbatim: str, *, money: bool) -> Figure | None:
    """A number as it is printed, in a money table with a minus behind it or brackets around it too."""
    match = _NUMBER.fullmatch(body)
    if match:
        return _figure(match, mark, verbatim)
    behind = _TRAILING_MINUS.fullmatch(body) or _BRACKETED.fullmatch(body) if money else None
    return Figure(-_decimal(behind["digits"]), None, mark, verbatim) if behind else None


def read_dated_figures(text: str) -> list[tuple[int, int, int, Reading]]:
    """Read the several figures of one cell, each with its year in brackets: (start, end, year, reading).

    Units: start and end are offsets in ``text``. An empty list means that the cell is not such a list as a whole.
    Source: programme budget 2018 of Leiden; "a year inside the cell outranks the column's".

    >>> read_dated_figures("5,8 (2014) 5,7 (2015)")  # doctest: +NORMALIZE_WHITESPACE
    [(0, 10, 2014, Figure(value=Decimal('5.8'), unit=None, mark='', verbatim='5,8 (2014)')),
     (11, 21, 2015, Figure(value=Decimal('5.7'), unit=None, mark='', verbatim='5,7 (2015)'))]
    >>> read_dated_figures("12 (meting 2016)")
    [(0, 16, 2016, Figure(value=Decimal('12'), unit=None, mark='', verbatim='12 (meting 2016)'))]
    >>> read_dated_figures("per 1.000 (2014)")
    []
    """
    found: list[tuple[int, int, int, Reading]] = []
    rest = _DATED.sub(" ", text)
    if rest.strip(" ;,/|\u00a0\n"):
        return []
    for match in _DATED.finditer(text):
        reading = read_figure(match["figure"])
        if not isinstance(reading, Figure):
            return []
        mark = reading.mark or match["mark"]
        found.append(
            (match.start(), match.end(), int(match["year"]), Figure(reading.value, reading.unit, mark, match[0]))
        )
    return found


def looks_like_figure(text: str) -> bool:
    """Whether a figure column can hold this text: a figure, a known mark for a missing one, or nothing.

    A range or bound counts only where it is the whole text: a label may hold one ("leerlingen (5-16 jaar)").

    >>> [looks_like_figure(t) for t in ("6,1", "-", "nnb", "", "7 à 8", "> 15", "40-", "5,8 (2014) 5,7 (2015)")]
    [True, True, True, True, True, True, True, True]
    >>> [looks_like_figure(t) for t in ("Rosa Manus", "Leerlingen (5-16 jaar)", "meer dan 5 keer gehoord", "2018-2020")]
    [False, False, False, False]
    """
    plain = text.strip()
    return len(plain) <= MAX_FIGURE and _looks_like_figure(plain)


@lru_cache(maxsize=1 << 14)
def _looks_like_figure(text: str) -> bool:
    reading = read_figure(text, money=True)
    if _FAVOURED.fullmatch(reading.verbatim):
        return True
    if isinstance(reading, Figure) or reading.reason not in (IN_WORDS, UNREAD):
        return True
    body, _ = split_mark(text)
    return (reading.has_bounds and bool(_RANGE.fullmatch(body) or _BOUND.fullmatch(body))) or bool(
        read_dated_figures(text)
    )


def split_mark(text: str) -> tuple[str, str]:
    """Cut a footnote mark off the end of a text: stars, raised figures, or a figure with a bracket that nothing opened.

    >>> [split_mark(text) for text in ("CEO Wmo**", "Leerplicht¹", "35 1)", "(fase 1)", "m²", r"301\\*")]
    [('CEO Wmo', '**'), ('Leerplicht', '¹'), ('35', '1)'), ('(fase 1)', ''), ('m²', ''), ('301', '*')]
    """
    escaped = _ESCAPED.search(text)
    if escaped:
        return text[: escaped.start()].rstrip(), "*" * (len(escaped[0]) // 2)
    for signs in _MARK_SIGNS:
        body = text.rstrip(signs)
        if body != text:
            return (text, "") if _POWER.search(text[-4:]) else (body.rstrip(), text[len(body) :])
    match = _NUMBERED_MARK.fullmatch(text, len(text[:-2].rstrip())) if len(text) > 2 else None
    if match and text.count("(") < text.count(")"):
        return text[: match.start()].rstrip(), match["mark"]
    return text, ""


def _decimal(digits: str) -> Decimal:
    if re.fullmatch(r"\d+\.\d{1,2}", digits):  # no group of three: only a decimal point is left as reading
        return Decimal(digits)
    return Decimal(digits.replace(".", "").replace(",", "."))


def _figure(match: re.Match[str], mark: str, verbatim: str) -> Figure:
    value = _decimal(match["digits"])
    if (match["sign"] or match["sign2"] or "+") in _DASHES and value:
        value = -value
    return Figure(value, _unit(match) or ("euro" if match["euro"] else None), mark, verbatim, _scale(match))


def _unit(match: re.Match[str]) -> str | None:
    return _UNIT_WORDS.get((match["unit"] or "").casefold())


def _scale(match: re.Match[str]) -> int:
    return SCALES.get((match["scale"] or "").casefold(), 0)


def _in_words(body: str, verbatim: str, mark: str) -> Missing:
    bounds = _bounds(body)
    if bounds:
        lower, upper, last = bounds
        unit = _unit(last) or ("percent" if "%" in body else "euro" if "€" in body else None)
        return Missing(IN_WORDS, verbatim, mark, lower=lower, upper=upper, unit=unit, scale=_scale(last))
    if _FAVOURED.fullmatch(body):  # the letter, not the number, gives the sign
        return Missing(IN_WORDS, verbatim, mark)
    reason = IN_WORDS if re.search(r"[^\W\d_]{3}", body) else UNREAD
    return Missing(reason, verbatim, mark)


def _bounds(body: str) -> tuple[Decimal | None, Decimal | None, re.Match[str]] | None:
    """Read a range or a bound: its ends, and the match behind which scale and unit stand; ends of two scales are none.

    >>> _bounds("minimaal 500 duizend, maximaal 1 miljoen"), _bounds("min. 5, max. 10 weken")[:2]
    (None, (Decimal('5'), Decimal('10')))
    """
    between = _RANGE.search(body)
    if between:
        low, high = _decimal(between["low"]), _decimal(between["high"])
        if low < high and not re.fullmatch(_YEAR, between["low"]):
            return low, high, between
    least, most = _AT_LEAST.search(body), _AT_MOST.search(body)
    last = most or least
    if last is None or (least and most and _scale(least) != _scale(most)):
        return None
    return (_decimal(least["digits"]) if least else None, _decimal(most["digits"]) if most else None, last)
