"""What a page prints around its text: heads and feet that recur, page numbers, tables of contents, navigation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.document import Line
from kg.profile import Profile, squeeze

NAVIGATION, SEPARATOR = "navigation", "separator"

_MAX = 120
_OFTEN = 3
"""A line that recurs so often, but for its digits, is the head or foot of a page."""
_LEADERS = re.compile(r".*\S ?(?:\. ?){4,}\s*\d{1,4}")
_ENDS_IN_PAGE = re.compile(r"(?P<title>.*[^\W\d_].*?)[\s|]+\d{1,4}")
_NUMBER = re.compile(r"\d{1,4}")
_PAGE = re.compile(r"(?:.{0,60}\W)?(?:pagina|blz\.?|pag\.) ?\d{1,4}(?: ?(?:/|van|\|) ?\d{1,4})?", re.I)
_RULE = re.compile(r"[\W_]*")
_MOST_PAGES = 2000


def contents(lines: Sequence[Line], profile: Profile) -> set[int]:
    """The lines (by number) of tables of contents: they name elements, and state nothing of them."""
    return {number for number, _ in _contents([(line.span.line, squeeze(line.text)) for line in lines], profile)}


def furniture(lines: Sequence[Line], profile: Profile) -> dict[int, str]:
    """Tell of each line (by its number) that is no text of the document what it is: navigation or a separator.

    Source: pages of web sites ("Ga naar boven"), heads and feet of PDF pages ("Jaarstukken 2023 | gemeente X | 81"),
    tables of contents with dot leaders or page numbers. A number alone is a page's only where such numbers rise.

    >>> from kg.profile import load
    >>> from kg.readers.text import parse
    >>> from kg.source import Source
    >>> text = "Wonen ........ 12\\n\\nGa naar boven\\nWe bouwen.\\n\\nBegroting 2023 | 12\\n"
    >>> furniture(parse(text, Source("a.txt", "text/plain", "")).lines, load("bbv"))
    {1: 'navigation', 3: 'navigation', 6: 'separator'}
    """
    texts = [(line.span.line, squeeze(line.text)) for line in lines]
    words = {word.casefold() for word in profile.words("documents", "navigation")}
    found = dict(_contents(texts, profile))
    heads = _page_heads(texts, profile)
    for number, text in texts:
        if text.casefold() in words:
            found[number] = NAVIGATION
        elif text and (_RULE.fullmatch(text) or number in heads or _PAGE.fullmatch(text)):
            found.setdefault(number, SEPARATOR)
    found |= dict.fromkeys(_page_numbers(texts, heads), SEPARATOR)
    return dict(sorted(found.items()))


def _contents(texts: Sequence[tuple[int, str]], profile: Profile) -> Iterator[tuple[int, str]]:
    """Lines of a table of contents: with dot leaders, or below its title and ending in a page number or recurring."""
    titles = {word.casefold() for word in profile.words("documents", "contents")}
    count = Counter(text.casefold() for _, text in texts if text)
    inside = right_below = False
    for number, text in texts:
        right_below = right_below and bool(text)
        if text.casefold().rstrip(":") in titles:
            inside = right_below = True
            yield number, NAVIGATION
        elif _LEADERS.fullmatch(text[: 3 * _MAX]):
            yield number, NAVIGATION
        elif inside and text:
            short = len(text) <= _MAX and not text.endswith(".")
            paged = _ENDS_IN_PAGE.fullmatch(text) is not None if short else False
            inside = short and (paged or right_below or count[text.casefold()] > 1)
            if inside:
                count[text.casefold()] -= 1  # the last of them is the heading itself
                yield number, NAVIGATION


def _page_heads(texts: Sequence[tuple[int, str]], profile: Profile) -> set[int]:
    """Lines that name the document and a page, or that name it and recur or stand beside a page number."""
    kinds: dict[str, list[str]] = profile.data["documents"]["kinds"]
    words = "|".join(re.escape(word) for names in kinds.values() for word in names)
    programme = "|".join(re.escape(word) for word in profile.words("words", "programme"))
    named = re.compile(
        rf"(?!\d+\.\d)(?:.{{0,40}}\W)?(?:(?:{words})\b.*(?:19|20)\d\d|(?:{programme}) \d{{1,2}}\b).*", re.I
    )
    short = [(number, text) for number, text in texts if text and len(text) <= _MAX]
    candidates = {number: text for number, text in short if named.fullmatch(text)}
    alike = Counter(re.sub(r"\d+", "#", text) for text in candidates.values())
    often = {number for number, text in candidates.items() if alike[re.sub(r"\d+", "#", text)] >= _OFTEN}
    paged = {number for number, text in candidates.items() if _has_page(text)}
    beside: set[int] = set()
    for (one, text), (other, following) in pairwise(short):
        if one in candidates and _NUMBER.fullmatch(following):
            beside.add(one)
        if other in candidates and _NUMBER.fullmatch(text):
            beside.add(other)
    return often | paged | beside


def _has_page(text: str) -> bool:
    """Whether a line with a year ends in another number, or begins with one before a sign: its page."""
    numbers = re.findall(r"\d+", text)
    year = any(re.fullmatch(r"(?:19|20)\d\d", number) for number in numbers[:-1])
    return (
        year and re.search(r"[\s|–-]\d{1,3}$", text) is not None and not re.search(r"(?:19|20)\d\d ?[-–/] ?\d+$", text)
    )


def _page_numbers(texts: Sequence[tuple[int, str]], heads: set[int]) -> list[int]:
    """Lines that are a number alone, beside an empty line, a page's head or a sentence's end, if all of them rise."""
    found: list[tuple[int, int]] = []
    for index, (number, text) in enumerate(texts):
        if not _NUMBER.fullmatch(text) or int(text) > _MOST_PAGES:
            continue
        above, below = texts[index - 1] if index else (0, ""), texts[index + 1] if index + 1 < len(texts) else (0, "")
        apart = any(not near or where in heads for where, near in (above, below))
        if (apart or re.search(r"[.!?]$", above[1])) and not re.search(r"[\d:|]$", above[1]):
            found.append((number, int(text)))
    values = [value for _, value in found]
    rising = all(one < other for one, other in pairwise(values))
    return [number for number, _ in found] if rising else []
