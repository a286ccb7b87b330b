"""Text for people: what documents, file names and labels hold may not steer a terminal, nor break a format."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_T = TypeVar("_T")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Replace what is no plain text by U+FFFD, character by character; line ends and tabs by a space.

    That is: control characters, bidirectional marks, separators of lines, lone surrogates and noncharacters. What is
    left may stand on a line of a terminal and, escaped, in XML.

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
