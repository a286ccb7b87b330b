"""Possessive quantifiers that mean the same on every Python: those of 3.11.0 to 3.11.4 lose matches of groups."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<opens>\((?:\?(?:P<\w+>|<?[=!]|[aiLmsux-]*:|>))?)|(?P<closes>\))"
    r"|(?P<times>[*+?]|\{(?!\})\d*,?\d*\})|(?P<other>.)",
    re.S,
)


def without_possessive(pattern: str) -> str:
    r"""Return a pattern that matches alike without possessive quantifiers: the part is looked ahead for, then repeated.

    Each becomes ``(?=(?P<atomic_N>...))(?P=atomic_N)``: a lookahead is never entered again, so nothing is given back.
    A Python before 3.11.5 matches a possessive group that holds a choice wrongly (python/cpython, gh-106052).

    >>> without_possessive(r"art\. (?:\d+[a-z]?)++(?!\w)")
    'art\\. (?=(?P<atomic_0>(?:\\d+[a-z]?)+))(?P=atomic_0)(?!\\w)'
    """
    done: list[str] = []
    opened: list[int] = []
    atom = made = 0
    quantified = False
    for token in _TOKEN.finditer(pattern):
        text, kind = token[0], token.lastgroup
        if kind == "times" and quantified and text == "+":
            inside = "".join(done[atom:])
            done[atom:] = [f"(?=(?P<atomic_{made}>{inside}))(?P=atomic_{made})"]
            made += 1
            quantified = False
            continue
        if kind == "times":
            quantified = not quantified
            done.append(text)
            continue
        quantified = False
        atom = len(done)
        done.append(text)
        if kind == "opens":
            opened.append(atom)
        elif kind == "closes" and opened:
            atom = opened.pop()
    return "".join(done)
