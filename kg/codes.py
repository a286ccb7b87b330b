"""The codes that a municipality gives to its elements: policy areas, goals, performance targets, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.domain import Level

_AFTER_CODE = re.compile(r"\.?[\s:]*")
_MANY_CODES = 5
_CODE_LEVELS = (
    ("indicator", Level.INDICATOR),
    ("performance-target", Level.PERFORMANCE_TARGET),
    ("goal", Level.GOAL),
    ("policy-area", Level.POLICY_AREA),
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code found in a text: level, normalised code, and its place; ``rest`` is where the text after it begins."""

    level: Level
    code: str
    start: int
    rest: int


class CodeGrammar:
    """The codes of a municipality's elements, by the patterns of its profile; without patterns it finds nothing."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        expanded: dict[str, str] = {}
        for name, pattern in patterns.items():
            for inner, value in expanded.items():
                pattern = pattern.replace("{" + inner + "}", value)
            expanded[name] = pattern
        self._compact = re.compile(expanded["compact"] + r"(?!\w)") if "compact" in expanded else None
        self._levels = [
            (level, re.compile(rf"(?:{expanded[name]})(?!\d)(?=$|[\s.:)]|[^\W\d_])"))
            for name, level in _CODE_LEVELS
            if name in expanded
        ]
        self._programme = re.compile(expanded.get("programme", r"\d{1,2}"))
        self.deviation = re.compile(expanded.get("deviation", r"(?!)"))

    def leading(self, text: str) -> Code | None:
        """Find a code at the very start of a text.

        >>> from kg.profile import load
        >>> codes = load("leiden").codes
        >>> [codes.leading(t).code for t in ("9A1.1 Doen", "7A1. 3 Zorgen", "6C1.2Prestatieafspraken", "01A101 Raad")]
        ['9A1.1', '7A1.3', '6C1.2', '1A1.1']
        >>> codes.leading("2019 was een goed jaar")
        """
        return self._at(text, 0)

    def inside(self, text: str) -> Iterator[Code]:
        """Find the codes of goals and performance targets at which a text is to be split, the leading one included.

        A code in the middle counts only where it is glued behind a letter or bracket, or where an upper-case letter or
        bracket follows it ("basisgezondheidszorg9B2 Gezondheidsproblemen", the interim report 2019 of Leiden).
        """
        for match in re.finditer(r"\d{1,2}[A-Z]\d", text):
            if match.start() and not re.match(r"[\s).,;]|[^\W\d]", text[match.start() - 1]):
                continue
            found = self._at(text, match.start())
            if found is None or found.level not in (Level.GOAL, Level.PERFORMANCE_TARGET):
                continue
            if found.start == 0 or re.match(r"[A-Z(À-Þ'\"‘“]", text[found.rest : found.rest + 1]):
                yield found

    def parent(self, code: str) -> str:
        """Return the code that a code extends.

        >>> from kg.profile import load
        >>> [load("leiden").codes.parent(c) for c in ("9A1.1", "9A1.a", "9A1", "9A", "9")]
        ['9A1', '9A1', '9A', '9', '']
        """
        if "." in code:
            return code.rpartition(".")[0]
        shorter = code.rstrip("0123456789") or code
        return shorter if shorter != code else re.sub(r"[A-Z]$", "", code) if code[-1:].isupper() else ""

    def area(self, code: str) -> str:
        """Return the code of the policy area that a code lies in (9A of 9A1.1); empty if it lies in none."""
        while code and not code[-1].isupper():
            code = self.parent(code)
        return code

    def programme_of_deviation(self, text: str) -> str:
        """Return the number of the programme that the number of a deviation begins with; empty for any other text."""
        match = self.deviation.fullmatch(text)
        return (match.groupdict().get("of_programme") or "").lstrip("0") if match else ""

    def begin_lines_of(self, text: str) -> bool:
        """Whether lines of a text begin with several different codes of goals and performance targets."""
        found: set[str] = set()
        for line in text.splitlines():
            code = self.leading(line.strip()) if line.strip()[:1].isdigit() else None
            if code and code.level in (Level.GOAL, Level.PERFORMANCE_TARGET):
                found.add(code.code)
            if len(found) >= _MANY_CODES:
                return True
        return False

    def programme(self, code: str) -> str:
        """Return the number of the programme that a code belongs to."""
        match = self._programme.match(code)
        return match[0] if match else ""

    def _at(self, text: str, start: int) -> Code | None:
        compact = self._compact.match(text, start) if self._compact else None
        if compact:
            bits = compact.groupdict()
            code = f"{int(bits['programme'])}{bits['area']}{int(bits['goal'])}.{int(bits['target'])}"
            return self._code(Level.PERFORMANCE_TARGET, code, compact, text)
        for level, pattern in self._levels:
            match = pattern.match(text, start)
            if match:
                return self._code(level, "".join(match[0].split()).lstrip("0"), match, text)
        return None

    @staticmethod
    def _code(level: Level, code: str, match: re.Match[str], text: str) -> Code:
        return Code(level, code, match.start(), _AFTER_CODE.match(text, match.end()).end())  # type: ignore[union-attr]
