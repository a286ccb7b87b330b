"""Text for a terminal of a given width: measured in the columns that characters take."""

from __future__ import annotations

import re

from rich.cells import get_character_cell_size

from kg.plain_text import clean
from kg.validate.report import Around

CUT = "…"
_COLONS = re.compile(r":(?=:)")


def calm(text: str) -> str:
    """Clean a text for a terminal that may be the log of a CI system: GitHub runs commands that it finds there.

    >>> calm("::error::Saldo klopt"), calm("##[add-mask]7.289")
    (': :error: :Saldo klopt', '# #[add-mask]7.289')
    """
    return _COLONS.sub(": ", clean(text)).replace("##[", "# #[")


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters two, combining ones none.

    >>> columns("Oekraïne"), columns("Oekrai\u0308ne"), columns("€ 日本")
    (8, 8, 6)
    """
    return len(text) if text.isascii() else sum(map(get_character_cell_size, text))


def head(text: str, width: int) -> str:
    """Return as much of the beginning of a text as fits, with "…" where it was cut.

    >>> head("begroting na wijziging", 12), head("begroting", 9)
    ('begroting n…', 'begroting')
    """
    if columns(text) <= width:
        return text
    return _fitting(text, width - 1) + CUT if width > 0 else ""


def tail(text: str, width: int) -> str:
    """Return as much of the end of a text as fits, with "…" where it was cut.

    >>> tail("jaarstukken/2024/programma-9.txt", 16)
    '…programma-9.txt'
    """
    if columns(text) <= width:
        return text
    return CUT + _fitting(text[::-1], width - 1)[::-1] if width > 0 else ""


def _fitting(text: str, width: int) -> str:
    used = 0
    for number, char in enumerate(text):
        used += get_character_cell_size(char)
        if used > width:
            return text[:number]
    return text


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines at spaces; a word that is too long for a line is cut into pieces.

    >>> wrap("Saldo 7.289 is niet 7.286", 12)
    ['Saldo 7.289', 'is niet', '7.286']
    """
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        size = columns(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        while size > width:
            piece = _fitting(word, width) or word[0]
            lines.append(piece)
            word = word[len(piece) :]
            size = columns(word)
        line, used = word, size
    return [*lines, line] if line else lines


def flow(items: list[str], separator: str, width: int) -> list[str]:
    """Lay items out over lines, a separator between them; an item that is too long for a line is cut.

    >>> flow(["167:55 lasten 10.951", "168:43 baten -3.665"], " · ", 30)
    ['167:55 lasten 10.951 ·', '168:43 baten -3.665']
    """
    lines: list[str] = []
    for item in (head(item, width - len(separator.rstrip())) for item in items):
        if lines and columns(lines[-1] + separator + item) + len(separator.rstrip()) <= width:
            lines[-1] += separator + item
        else:
            if lines:
                lines[-1] += separator.rstrip()
            lines.append(item)
    return lines


def excerpt(around: Around, width: int) -> tuple[str, int, int]:
    """Return a line that fits, cut around the place, and the column and width of the place in it.

    >>> excerpt(Around("Saldo | 7.490 | 8.443 | ", "7.289", " | 212 |", False, False), 24)
    ('…| 8.443 | 7.289 | 212 |', 11, 5)
    """
    before, quote, after = (calm(text) for text in around[:3])
    if columns(quote) > width - 2:
        quote, after = head(quote + after, width - 2), ""
    room = width - columns(quote)
    left_need = columns(before) + around.cut_before
    right_need = columns(after) + (around.cut_after and bool(after))
    left = min(left_need, max(room // 2, room - right_need))
    right = min(right_need, room - left)
    before = _cut_before(before, left, around.cut_before)
    after = _cut_after(after, right, around.cut_after)
    return (before + quote + after).rstrip(), columns(before), max(1, columns(quote))


def _cut_before(text: str, width: int, more: bool) -> str:
    return CUT + text if more and columns(text) < width else tail(" " * more + text, width)


def _cut_after(text: str, width: int, more: bool) -> str:
    return text + CUT if more and columns(text) < width else head(text + "." * more, width)
