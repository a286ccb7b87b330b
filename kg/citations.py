"""How texts cite decisions: patterns by kind of decision, and one spelling for each. A profile's data, checked once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from kg.vocabulary import CODES


@dataclass(frozen=True, slots=True)
class CitationForm:
    """One way in which decisions of a kind are cited; ``notation`` says how its named groups are written."""

    kind: str
    pattern: re.Pattern[str]
    notation: str

    def written(self, match: re.Match[str]) -> str:
        """Write what the pattern found in the one spelling of its kind.

        >>> form = CitationForm("council-proposal", re.compile(r"RV ?(?P<number>[0-9.]+)"), "RV {number}")
        >>> form.written(form.pattern.search("besloten (RV18.0042)"))
        'RV 18.0042'
        """
        return self.notation.format_map(match.groupdict(default=""))


def citation_forms(
    decisions: Mapping[str, Sequence[Mapping[str, str]]], parts: Mapping[str, Any]
) -> tuple[CitationForm, ...]:
    """Compile the forms of a profile: its tables ``decisions`` by kind, and the parts that patterns name in braces.

    A part is a pattern or a list of them, and may name earlier parts. Case counts, other than in the rest of a profile.
    Raises KeyError, TypeError or re.error for a kind that is no code, a notation that names no group, a wrong pattern.
    """
    known: dict[str, str] = {}
    for name, part in parts.items():
        patterns = [part] if isinstance(part, str) else part
        known[name] = "(?:" + "|".join(_expanded(pattern, known) for pattern in patterns) + ")"
    return tuple(
        _form(kind, _expanded(form["pattern"], known), form["notation"])
        for kind, forms in decisions.items()
        for form in forms
    )


def _expanded(pattern: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


def _form(kind: str, pattern: str, notation: str) -> CitationForm:
    compiled = re.compile(pattern)
    named = {name for _, name, _, _ in Formatter().parse(notation) if name is not None}
    if kind not in CODES["decision-kind"]:
        raise TypeError(f"decisions.{kind}: {kind!r} is no code of the list decision-kind")
    if not named <= compiled.groupindex.keys():
        raise TypeError(f"decisions.{kind}: the notation {notation!r} names a group that its pattern lacks")
    return CitationForm(kind, compiled, notation)
