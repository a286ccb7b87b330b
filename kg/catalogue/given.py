"""The values of parameters that stand in the words of a question, where only one reading is possible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.catalogue.asked import folded
from kg.catalogue.model import Parameter, StoredQuery
from kg.catalogue.values import Engine, existing

_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?![\w/]|[.,-]\w)")
_CODE = re.compile(
    r"(?<![\w.,/-])(?:\d{1,2}[A-Za-z](?:\d{1,2})?|\d{1,2}(?:\.\d{1,2}){2,3})(?:\.[A-Za-z0-9]{1,2})?(?![\w/]|[.,-]\w)"
)
_PROGRAMME = re.compile(r"\bprogramm?(?:a|e|me)?\s+(\d{1,2})(?![\w/]|[.,-]\w)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d{3})*(?![\w/]|[.,-]\w)")
_NAME = re.compile(r"(?<![\w/-])(?:[a-z]+\d*/)?[a-z]+(?:-[a-z]+)+-(?:19|20)\d\d(?:-\d{1,2})?(?![\w-])")
_KINDS = (
    ("annual-report", r"annual reports?(?: and accounts)?|annual accounts|jaarstukken|jaarverslag|jaarrekening"),
    ("programme-budget", r"programme budgets?|programmabegroting|budget|begroting"),
    ("interim-report", r"interim reports?|bestuursrapportage|tussenrapportage"),
)
_SPOKEN = (
    *(
        (
            kind,
            re.compile(
                rf"\b(?:{words})(?: (?:of|for|from|van|over|uit|voor))?(?: het jaar| the year)? ((?:19|20)\d\d)\b"
            ),
        )
        for kind, words in _KINDS
    ),
    *((kind, re.compile(rf"\b((?:19|20)\d\d) (?:{words})\b")) for kind, words in _KINDS if kind != "programme-budget"),
)
_ASIDE = (
    re.compile(
        r"(?<!\d )\b(?:(?:prices?|price level|prijzen|prijspeil) (?:of |in |van |uit |of another year, )?"
        r"|(?:money|geld|euro'?s?) (?:of |van |uit ))((?:19|20)\d\d)\b"
    ),
    re.compile(r"\b((?:19|20)\d\d) (?:prices|prijzen|euros?)\b"),
    re.compile(r"\b(?:set|stated|promised|adopted|gesteld|gezet|beloofd|vastgesteld) in ((?:19|20)\d\d)\b"),
    re.compile(r"\bin ((?:19|20)\d\d) (?:\w+ )?(?:gesteld|gezet|beloofd|vastgesteld)\b"),
)
"""Years that are not those of what is asked: that of the prices to count in, and that in which a target was set."""
_LIMIT = (
    r"\b(?:before|after|since|until|till|past|up to|around|other than(?: in)?|except(?: in)?|excluding|outside|beyond"
    r"|pre|post|mid|end|early|late|na|tot en met|tot|t/m|sinds|vanaf|buiten|behalve(?: in)?|rond|omstreeks|dan|than"
    r"|begin|eind|medio)[ -]+(?:(?:the|de|het|year|jaar|van|of) )*"
)
"""Words before a year or a document by which another time is meant."""
_LIMITED = re.compile(_LIMIT + "$")
_LIMITED_YEAR = re.compile(rf"(?:{_LIMIT}|\bby (?:the year )?)((?:19|20)\d\d)\b")
_LATER = re.compile(r"\b(?:later|latere|newer|nieuwere?) (?:documents?|documenten|stuk|stukken|reports?)\b")
_ROLES = {
    role: re.compile(
        rf"\b(?:{words})(?: (?:of|in|for|from|van|over|uit|voor))+(?: het jaar| the year)? ((?:19|20)\d\d)\b"
    )
    for role, words in (("year", "results?|outcomes?|uitkomst(?:en)?"), ("target_year", "targets?|streefwaarden?"))
}
"""Words by which a question tells the year of a result from that of a target."""
_THAN = re.compile(r"(?:19|20)\d\d\b.*\b(?:than|dan)\b.*(?:19|20)\d\d\b", re.IGNORECASE)
_WORDS = r"[a-z0-9]+"
_LONGEST = 2000
"""Characters of a question in which values are looked for."""
_FIRST_AND_LAST = (("year", "target_year"), ("earlier", "later"))
"""Two parameters that are years: the first of them is never after the second."""
_CODES = frozenset({"goal", "code", "indicator", "area", "element", "target"})


class Taken(NamedTuple):
    """Values by parameter, and what of the words no parameter takes."""

    taken: dict[str, str]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """What of the words are values: years, codes, numbers of programmes and names of documents."""

    years: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Other numbers, which are given to no parameter."""
    turned: bool = False
    """Whether "than" or "dan" stands between two years or documents: more in 2024 than in 2023."""
    aside: tuple[str, ...] = ()
    """Years and documents that no parameter takes: another time is meant, before or after them."""
    later: bool = False
    """Whether a later document is spoken of, so that one that is named is the earlier one."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """The years that are said to be those of a result and of a target."""

    def for_query(self, query: StoredQuery) -> Taken:
        """Give the values to the parameters of a query, each only where one fits.

        One year is taken by the only parameter that is a year, two by the first and the last of two; a code by the only
        text that is a code; two documents of different years by ``earlier`` and ``later``. Two in another order than
        that of time are given to none: they may ask the opposite.
        """
        taken = self._documents(query)
        taken |= self._years(query, taken)
        programme = query.parameter("programme")
        if programme and programme.type in ("integer", "text") and len(self.programmes) == 1:
            taken["programme"] = self.programmes[0]
        coded = [one for one in query.parameters if _is_code(one)]
        if len(coded) == 1 and len(self.codes) == 1:
            taken[coded[0].name] = self.codes[0]
        used = {*taken.values()} | {one for one in self.documents if _year_of(one) in taken.values()}
        said = (*self.years, *self.codes, *self.programmes, *self.documents, *self.aside)
        free = any(
            one.name == "words" or (one.type in ("integer", "decimal") and not _is_year(one.name))
            for one in query.parameters
        )
        return Taken(taken, tuple(one for one in (*said, *(() if free else self.numbers)) if one not in used))

    def share(self, query: StoredQuery) -> float:
        """The share of these values that a query takes; all where there are none."""
        given = self.for_query(query)
        whole = len(given.taken) + len(given.left)
        return len(given.taken) / whole if whole else 1.0

    def _years(self, query: StoredQuery, taken: dict[str, str]) -> dict[str, str]:
        places = [one.name for one in query.parameters if one.type == "integer" and _is_year(one.name)]
        years = self.years or (() if taken else _once(map(_year_of, self.documents)))
        if len(places) == len(years) == 1:
            return {places[0]: years[0]}
        if len(years) == len(self.roles) == 2 and set(places) == set(self.roles):
            return dict(self.roles) if self.roles["year"] < self.roles["target_year"] else {}
        if len(years) == 2 and tuple(sorted(places, key=_order)) in _FIRST_AND_LAST and self.in_order(years):
            return dict(zip(sorted(places, key=_order), sorted(years), strict=True))
        return {}

    def _documents(self, query: StoredQuery) -> dict[str, str]:
        places = [one.name for one in query.parameters if one.type == "document"]
        if self.later and any("later" in one.label.en for one in query.parameters if one.type == "document"):
            return {}
        if len(places) == 1 and len(self.documents) == 1:
            return {places[0]: self.documents[0]}
        years = {_year_of(one): one for one in self.documents}
        if sorted(places) == ["earlier", "later"] and len(years) == len(self.documents) == 2:
            return {"earlier": years[min(years)], "later": years[max(years)]} if self.in_order(tuple(years)) else {}
        return {}

    def in_order(self, years: Sequence[str]) -> bool:
        """Whether two years stand as they follow each other, or turned round: "more in 2024 than in 2023"."""
        return (years[0] > years[1]) == self.turned


def in_words(words: str) -> Values:
    """Find the values in words; what stands in the name of a document is no year as well.

    >>> in_words("doel 9b1 in 2024").codes, in_words("programma 9 in de begroting 2018").documents
    (('9B1',), ('programme-budget-2018',))
    >>> found = in_words("annual-report-2024 of programme 9, after 2021")
    >>> found.documents, found.programmes, found.aside
    (('annual-report-2024',), ('9',), ('2021',))
    """
    rest = " ".join(unicodedata.normalize("NFC", words[:_LONGEST]).replace("vóór", "before").split())
    documents: dict[int, str] = {}
    aside: list[str] = []

    def take(name: str, start: int, text: str) -> None:
        if _LIMITED.search(text[:start].casefold()):
            aside.append(name)
        else:
            documents[start] = name

    for match in [*_NAME.finditer(rest)]:
        take(match[0], match.start(), rest)
        rest = rest.replace(match[0], " " * len(match[0]))
    plain = folded(rest)
    for kind, pattern in _SPOKEN:
        for match in [*pattern.finditer(plain)]:
            take(f"{kind}-{match[1]}", match.start(), plain)
            plain = plain.replace(match[0], " " * len(match[0]))
    aside += _LIMITED_YEAR.findall(plain)
    other = {year for pattern in _ASIDE for year in pattern.findall(plain)}
    years, programmes = _once(_YEAR.findall(plain)), _once(_PROGRAMME.findall(rest))
    numbers = tuple(one for one in _once(_NUMBER.findall(plain)) if one in other or one not in (*years, *programmes))
    return Values(
        years=tuple(year for year in years if year not in other and year not in aside),
        codes=_once(map(_written, _CODE.findall(rest))),
        programmes=programmes,
        documents=_once(documents[place] for place in sorted(documents)),
        numbers=(*(one for one in numbers if one not in aside), *_glued(rest, plain)),
        turned=_THAN.search(rest) is not None,
        aside=_once(aside),
        later=_LATER.search(plain) is not None,
        roles={role: found[1] for role, pattern in _ROLES.items() if (found := pattern.search(plain))},
    )


def _glued(rest: str, plain: str) -> tuple[str, ...]:
    """The words with digits that are no value on their own: a range, a quarter, a school year."""
    for pattern in (_CODE, _YEAR, _NUMBER):
        rest, plain = pattern.sub(" ", rest), pattern.sub(" ", plain)
    return _once(word for word in rest.split() if any(map(str.isdigit, word)) and word.casefold() in plain.split())


class Spoken(NamedTuple):
    """A value that words name, and how they name it."""

    value: str
    text: str


def spoken(words: str, query: StoredQuery, engine: Engine) -> dict[str, Spoken]:
    """Find the values of parameters that a question names, such as a source in full, among those that there are.

    Of values within each other the longest counts; where a question names several, none is taken. A year names the only
    document of that year, for a query that takes a document and no year.
    """
    return _named(words, query, engine) | _of_a_year(words, query, engine)


def _named(words: str, query: StoredQuery, engine: Engine) -> dict[str, Spoken]:
    plain = f" {' '.join(re.findall(_WORDS, folded(words)))} "
    found = {}
    for one in query.parameters:
        if one.type != "text" or not one.values or _is_code(one) or one.name == "programme":
            continue
        said = {value: f" {' '.join(re.findall(_WORDS, folded(value)))} " for value in existing(one, engine)}
        there = [value for value, text in said.items() if text.strip() and text in plain]
        longest = [value for value in there if not any(said[value] in said[other] for other in there if other != value)]
        if len(longest) == 1:
            found[one.name] = Spoken(longest[0], longest[0])
    return found


def _of_a_year(words: str, query: StoredQuery, engine: Engine) -> dict[str, Spoken]:
    """The document of the only year that is named, or the earlier and the later of two."""
    values = in_words(words)
    places = sorted(one.name for one in query.parameters if one.type == "document")
    if values.documents or places not in (["document"], ["earlier", "later"]) or len(values.years) != len(places):
        return {}
    if any(one.type == "integer" and _is_year(one.name) for one in query.parameters):
        return {}
    there = existing(next(one for one in query.parameters if one.type == "document"), engine)
    fitting = {year: [one for one in there if _year_of(one) == year] for year in sorted(values.years)}
    if any(len(found) != 1 for found in fitting.values()) or (len(places) == 2 and not values.in_order(values.years)):
        return {}
    return {name: Spoken(found[0], year) for name, (year, found) in zip(places, fitting.items(), strict=True)}


def unnamed(words: str, named: Mapping[str, str]) -> str:
    """Words in small letters with another word in place of each value; case, accents and signs in it do not count.

    >>> unnamed("Hoe ging het met 9A1.c volgens de Stadsenquête?", {"stadsenquete": "bron"})
    'hoe ging het met 9a1.c volgens de bron?'
    """
    plain = folded(words)
    for value, word in named.items():
        signs = r"[^a-z0-9]+".join(re.findall(_WORDS, folded(value)))
        plain = re.sub(rf"(?<![a-z0-9]){signs}(?![a-z0-9])", word, plain)
    return plain


def _is_year(name: str) -> bool:
    return name == "year" or name.endswith("_year") or name in ("earlier", "later")


def _order(name: str) -> int:
    return (
        ("year", "earlier", "target_year", "later").index(name)
        if name in ("year", "earlier", "target_year", "later")
        else 9
    )


def _is_code(parameter: Parameter) -> bool:
    return parameter.type == "text" and parameter.name in _CODES


def _written(code: str) -> str:
    """A code as documents write it: capitals before the first point, small letters behind it."""
    head, point, tail = code.partition(".")
    return head.upper() + point + tail.lower()


def _year_of(document: str) -> str:
    found = re.search(r"(?:19|20)\d\d", document)
    return found[0] if found else ""


def _once(values: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))  # type: ignore[call-overload]
