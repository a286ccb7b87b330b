"""What can happen to a file on its way: lines doubled, lost, shuffled or joined, cells lost, characters changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

ODD = (
    *("|", "\t", "\n", "\r", "\f", "\x0b", "\x1c", "\x85", "\u2028", "\u2029", "\x01", "\x1b", "\x7f", "\u00a0"),
    *("\u00ad", "\u200b", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\u0301", "\u202e", "\U0001f600", "\\", "\\*"),
    *("*", "-", "–", "0", "9", "€", "%", "(", ")", ".", ",", '"', "<", ">", "<br>", "#", "", " ", "9A1", "9A1.1 ", "²"),
)
"""What may come in the place of a character: separators, controls, marks without width, signs that mean something."""


@dataclass(frozen=True)
class Mishap:
    """One thing that happens to a text, at places that two numbers choose."""

    name: str
    first: int
    second: int

    def happen(self, text: str) -> str:
        """Return the text after it."""
        return MISHAPS[self.name](text, self.first, self.second)


def _lines(change: Callable[[list[str], int, int], list[str]]) -> Callable[[str, int, int], str]:
    """Make a mishap of a change of lines."""

    def happen(text: str, first: int, second: int) -> str:
        lines = text.split("\n")
        return "\n".join(change(lines, first % len(lines), second % len(lines)))

    return happen


def _cells(change: Callable[[list[str], int], list[str]]) -> Callable[[str, int, int], str]:
    """Make a mishap of a change of the cells of one row."""

    def happen(text: str, first: int, second: int) -> str:
        rows = [match.span() for match in re.finditer(r"[^\n]*[|\t][^\n]*", text)]
        if not rows:
            return text
        start, end = rows[first % len(rows)]
        pieces = re.split(r"([|\t])", text[start:end])
        return text[:start] + "".join(change(pieces, second % len(pieces) // 2 * 2)) + text[end:]

    return happen


def _thinned(lines: list[str], a: int, b: int) -> list[str]:
    return [line for number, line in enumerate(lines) if number % (a % 5 + 2) != b % 7]


def _swapped(lines: list[str], a: int, b: int) -> list[str]:
    lines[a], lines[b] = lines[b], lines[a]
    return lines


def _reversed(lines: list[str], a: int, b: int) -> list[str]:
    low, high = sorted((a, b))
    return lines[:low] + lines[low:high][::-1] + lines[high:]


def _moved(lines: list[str], a: int, b: int) -> list[str]:
    low, high = sorted((a, b))
    return lines[high:] + lines[:low] + lines[low:high]


def _replaced(text: str, first: int, second: int) -> str:
    place = first % (len(text) + 1)
    return text[:place] + ODD[second % len(ODD)] + text[place + 1 :]


def _inserted(text: str, first: int, second: int) -> str:
    place = first % (len(text) + 1)
    return text[:place] + ODD[second % len(ODD)] + text[place:]


def _everywhere(text: str, first: int, second: int) -> str:
    """One character becomes another wherever it stands."""
    letters = sorted(set(text)) or ["a"]
    return text.replace(letters[first % len(letters)], ODD[second % len(ODD)])


MISHAPS: dict[str, Callable[[str, int, int], str]] = {
    "end lost": lambda text, first, _: text[: first % (len(text) + 1)],
    "beginning lost": lambda text, first, _: text[first % (len(text) + 1) :],
    "line doubled": _lines(lambda lines, a, _: [*lines[: a + 1], *lines[a:]]),
    "lines doubled": _lines(lambda lines, a, b: [*lines[: max(a, b)], *lines[min(a, b) :]]),
    "line lost": _lines(lambda lines, a, _: [*lines[:a], *lines[a + 1 :]]),
    "lines lost": _lines(lambda lines, a, b: [*lines[: min(a, b)], *lines[max(a, b) :]]),
    "every nth line lost": _lines(_thinned),
    "lines swapped": _lines(_swapped),
    "lines reversed": _lines(_reversed),
    "lines moved": _lines(_moved),
    "lines shuffled": _lines(lambda lines, a, b: sorted(lines, key=lambda line: hash_of(line, a * 31 + b))),
    "lines joined": _lines(lambda lines, a, _: [*lines[:a], "".join(lines[a : a + 2]), *lines[a + 2 :]]),
    "line parted": lambda text, first, _: text[: first % (len(text) + 1)] + "\n" + text[first % (len(text) + 1) :],
    "empty lines lost": lambda text, *_: re.sub(r"\n{2,}", "\n", text),
    "cell lost": _cells(lambda pieces, at: [*pieces[:at], *pieces[at + 2 :]]),
    "cell emptied": _cells(lambda pieces, at: [*pieces[:at], "", *pieces[at + 1 :]]),
    "cell doubled": _cells(lambda pieces, at: [*pieces[: at + 2], *pieces[at:]]),
    "rulings lost": lambda text, *_: text.replace(" |", ""),
    "rules lost": lambda text, *_: re.sub(r"\n[-|: ]+(?=\n)", "", text),
    "pipes to tabs": lambda text, *_: text.replace(" | ", "\t"),
    "cells on lines": lambda text, *_: text.replace(" | ", "\n"),
    "character replaced": _replaced,
    "character inserted": _inserted,
    "character everywhere": _everywhere,
}


def hash_of(line: str, seed: int) -> int:
    """A number of a line that is the same in every run: to shuffle by."""
    value = seed
    for character in line:
        value = (value * 1_000_003 + ord(character)) % 2_147_483_647
    return value


_NUMBER = st.integers(0, 10**6)
MISHAP = st.builds(Mishap, st.sampled_from(sorted(MISHAPS)), _NUMBER, _NUMBER)


def after(text: str, mishaps: list[Mishap]) -> str:
    """Return a text after mishaps, in their order."""
    for mishap in mishaps:
        text = mishap.happen(text)
    return text
