"""Text for a terminal: what documents, file names and labels hold may not steer the terminal."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_T = TypeVar("_T")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """Replace control characters, bidirectional marks and lone surrogates by U+FFFD; line ends and tabs by a space.

    >>> clean("Pre" + chr(27) + "[31mventie")
    'Pre\ufffd[31mventie'
    """
    return _CONTROL.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))


def cleaned(value: _T) -> _T:
    """Return plain data (dataclasses, lists, tuples, dicts) with every text in it cleaned.

    >>> cleaned({"naam": ["a" + chr(7)]})
    {'naam': ['a\ufffd']}
    """
    result: Any = value
    if isinstance(value, str):
        result = clean(value) if type(value) is str else value
    elif isinstance(value, list):
        result = [cleaned(item) for item in value]
    elif isinstance(value, tuple):
        result = tuple(cleaned(item) for item in value)
    elif isinstance(value, dict):
        result = {cleaned(key): cleaned(item) for key, item in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        result = replace(value, **{f.name: cleaned(getattr(value, f.name)) for f in fields(value)})
    return result  # type: ignore[no-any-return]
