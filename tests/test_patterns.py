"""Patterns match alike on every Python that is supported: none of them reaches it with a possessive quantifier."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from kg.patterns import without_possessive

_ALL_COMPILED = """
import importlib, json, pkgutil, re
seen, plain = [], re.compile
def noted(pattern, flags=0):
    seen.append(pattern if isinstance(pattern, str) else "")
    return plain(pattern, flags)
re.compile = noted
import kg
from kg.profile import load
for module in pkgutil.walk_packages(kg.__path__, "kg."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from kg.interpret.amount_words import words_of
for name in ("bbv", "leiden"):
    words_of(load(name))
print(json.dumps(seen))
"""


@pytest.mark.parametrize(
    ("possessive", "plain"),
    [
        (r"\d{1,4}+x", r"(?=(?P<atomic_0>\d{1,4}))(?P=atomic_0)x"),
        (r"[)*+]++a", r"(?=(?P<atomic_0>[)*+]+))(?P=atomic_0)a"),
        (r"[]+]*+", r"(?=(?P<atomic_0>[]+]*))(?P=atomic_0)"),
        (r"a+?\++b*?", r"a+?\++b*?"),
        (r"a{}+b{,2}", r"a{}+b{,2}"),
        (r"(?P<n>a\)?+)?+", r"(?=(?P<atomic_1>(?P<n>a(?=(?P<atomic_0>\)?))(?P=atomic_0))?))(?P=atomic_1)"),
    ],
)
def test_rewritten(possessive: str, plain: str) -> None:
    assert without_possessive(possessive) == plain
    re.compile(plain)


@pytest.mark.parametrize("text", ["", "ac", "abc", "abbc", "acabc", "ab", "abcab", "b", "aac"])
def test_gives_nothing_back(text: str) -> None:
    """What a possessive group takes, it keeps: the last "c" is never left for what follows."""
    assert re.compile(without_possessive("(?:ab*c)++c")).search(text) is None
    taken = re.compile(without_possessive("(?:ab*c)*+")).match(text)
    greedy = re.match("(?:ab*c)*", text)
    assert taken
    assert greedy
    assert taken[0] == greedy[0]


def test_no_pattern_of_the_package_is_possessive() -> None:
    done = subprocess.run([sys.executable, "-c", _ALL_COMPILED], capture_output=True, text=True, check=True)
    patterns = json.loads(done.stdout)
    assert any("atomic_0" in pattern for pattern in patterns), "the citations of a profile are among them"
    assert [pattern for pattern in patterns if without_possessive(pattern) != pattern] == []
