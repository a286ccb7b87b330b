"""How texts cite decisions: patterns by kind of decision, and one spelling for each. A profile's data, checked once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from kg.patterns import without_possessive
from kg.vocabulary import CODES


@dataclass(frozen=True, slots=True)
class CitationForm:
    """One way in which decisions of a kind are cited; ``notation`` says how its named groups are written.

    Where the form cites several at once, ``each`` finds them in the group ``list`` of the pattern.
    """

    kind: str
    pattern: re.Pattern[str]
    notation: str
    each: re.Pattern[str] | None = None

    def cited(self, match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
        """Yield what the pattern found: start, end and the one spelling of each decision.

        Of several the first begins where the whole begins, the last ends where it ends.

        >>> number = re.compile(r"(?P<number>[0-9.]+)")
        >>> numbers = re.compile(r"RV ?(?P<list>[0-9.]+(?: en [0-9.]+)*)")
        >>> form = CitationForm("council-proposal", numbers, "RV {number}", each=number)
        >>> list(form.cited(numbers.search("RV18.0042 en 18.0043")))
        [(0, 9, 'RV 18.0042'), (13, 20, 'RV 18.0043')]
        """
        found = list(self.each.finditer(match.string, *match.span("list"))) if self.each else [match]
        for one in found:
            start = match.start() if one is found[0] else one.start()
            end = match.end() if one is found[-1] else one.end()
            groups = {**match.groupdict(default=""), **one.groupdict(default="")}
            yield start, end, self.notation.format_map(groups)


def citation_forms(
    decisions: Mapping[str, Sequence[Mapping[str, str]]], parts: Mapping[str, Any]
) -> tuple[CitationForm, ...]:
    """Compile the forms of a profile: its tables ``decisions`` by kind, and the parts that patterns name in braces.

    A part is a pattern or a list of them, and may name earlier parts. Case counts, other than in the rest of a profile.
    Raises KeyError, TypeError or re.error for a kind that is no code, a group that lacks, a wrong pattern.
    """
    known: dict[str, str] = {}
    for name, part in parts.items():
        patterns = [part] if isinstance(part, str) else part
        known[name] = "(?:" + "|".join(_expanded(pattern, known) for pattern in patterns) + ")"
    return tuple(
        _form(kind, {key: _expanded(value, known) for key, value in form.items()}, form["notation"])
        for kind, forms in decisions.items()
        for form in forms
    )


def _expanded(pattern: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


def _form(kind: str, patterns: Mapping[str, str], notation: str) -> CitationForm:
    pattern = re.compile(without_possessive(patterns["pattern"]))
    each = re.compile(without_possessive(patterns["each"])) if "each" in patterns else None
    groups = pattern.groupindex.keys() | (each.groupindex.keys() if each else set())
    named = {name for _, name, _, _ in Formatter().parse(notation) if name is not None}
    if kind not in CODES["decision-kind"]:
        raise TypeError(f"decisions.{kind}: {kind!r} is no code of the list decision-kind")
    if not named <= groups:
        raise TypeError(f"decisions.{kind}: the notation {notation!r} names a group that its pattern lacks")
    if each and "list" not in pattern.groupindex:
        raise TypeError(f"decisions.{kind}: {each.pattern!r} needs a group 'list' in its pattern")
    return CitationForm(kind, pattern, notation, each)
