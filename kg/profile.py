"""A municipality's profile: words, code grammar, signs, reviewed data. Data drive the reading, code does not."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.domain import Level, Municipality
from kg.errors import ProfileError

_HOME = Path(__file__).parent / "profiles"
_YEAR = r"(?:19|20)\d{2}"
_YEAR_IN = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_SPACES = re.compile(r"\s+")
_STARS = re.compile(r"^\s*\*+\s*|\s*\*+\s*$")
MAX_TITLE = 90
"""A column's title is never longer than this many characters."""

_CODE_LEVELS = (
    ("indicator", Level.INDICATOR),
    ("performance-target", Level.PERFORMANCE_TARGET),
    ("goal", Level.GOAL),
    ("policy-area", Level.POLICY_AREA),
)


def squeeze(text: str) -> str:
    """Collapse white space (no-break spaces too) and trim: how texts are compared, never how they are kept.

    >>> squeeze(" Sociale\\u00a0binding \\n en  participatie ")
    'Sociale binding en participatie'
    """
    return _SPACES.sub(" ", text).strip()


def year_in(text: str) -> int | None:
    """Return the one year that a text holds; None where it holds none or several.

    >>> year_in("Begroting 2024 na wijziging"), year_in("2023 - 2024"), year_in("Lasten")
    (2024, None, None)
    """
    years = set(_YEAR_IN.findall(text))
    return int(years.pop()) if len(years) == 1 else None


@dataclass(frozen=True, slots=True)
class Title:
    """What a column's title says: its role, and for a column of figures what it holds in either sort of table."""

    role: str
    indicator: str | None = None
    phase: str | None = None
    side: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A code found in a text: level, normalised code, and its place; ``rest`` is where the text after it begins."""

    level: Level
    code: str
    start: int
    end: int
    rest: int


class CodeGrammar:
    """The codes of a municipality's elements, made from the patterns of its profile; without patterns it finds nothing."""

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
            if match.start() and not re.match(r"[\s\w).,;]", text[match.start() - 1]):
                continue
            if match.start() and text[match.start() - 1].isdigit():
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
        if re.fullmatch(r"\d+[A-Z]\d+", code):
            return re.sub(r"\d+$", "", code)
        return re.sub(r"[A-Z]$", "", code) if re.search(r"[A-Z]$", code) else ""

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
                return self._code(level, _normal_code(match[0]), match, text)
        return None

    @staticmethod
    def _code(level: Level, code: str, match: re.Match[str], text: str) -> Code:
        rest = re.compile(r"\.?[\s:]*").match(text, match.end())
        return Code(level, code, match.start(), match.end(), rest.end() if rest else match.end())


def _normal_code(text: str) -> str:
    return _SPACES.sub("", text).lstrip("0").rstrip(".")


class Profile:
    """A profile as loaded: the base and the municipality's own, merged; patterns compiled once."""

    def __init__(self, data: dict[str, Any], folders: tuple[Path, ...]) -> None:
        self.data = data
        self.folders = folders
        self.name: str = data["profile"]["name"]
        self._compiled: dict[tuple[str, str], list[re.Pattern[str]]] = {}
        self.codes = CodeGrammar(data.get("codes", {}))
        self._titles = [
            (table, role, _patterns(patterns))
            for table in ("any", "indicator", "money")
            for role, patterns in data.get("columns", {}).get(table, {}).items()
        ]
        self._sides = [(side, _patterns(patterns)) for side, patterns in data.get("sides", {}).items()]
        self._signs = [(name, _patterns(patterns)) for name, patterns in data.get("signs", {}).items()]
        self._units = [(re.compile(u["pattern"], re.I), str(u["unit"])) for u in data.get("units", [])]
        self._in_words = _patterns(data.get("figures", {}).get("in-words", []))
        self._scale = re.compile(data["scale"]["pattern"], re.I)
        self._cards = _patterns(data.get("cards", {}).get("rows", []))

    @cached_property
    def municipality(self) -> Municipality | None:
        """The municipality that the profile is of; None for the common base."""
        code = self.data.get("municipality", {}).get("code")
        return find_municipality(code) if code else None

    def words(self, group: str, name: str) -> list[str]:
        """Return the words of one list of the profile; an absent list is empty."""
        found: list[str] = self.data.get(group, {}).get(name, [])
        return found

    def patterns(self, group: str, name: str) -> list[re.Pattern[str]]:
        """Return a list of patterns of the profile, compiled; {year} is a year."""
        key = (group, name)
        if key not in self._compiled:
            self._compiled[key] = [re.compile(p.replace("{year}", _YEAR), re.I) for p in self.words(group, name)]
        return self._compiled[key]

    def title(self, text: str) -> Title | None:
        """Read a column's title.

        >>> load("bbv").title("Begroting 2024 na wijziging")
        Title(role='figure', indicator=None, phase='revised', side=None, year=2024)
        >>> load("bbv").title("** Effectindicator").role
        'indicator'
        >>> load("bbv").title("Er was eens")
        """
        plain = _STARS.sub("", squeeze(text)).strip()
        if not plain or len(plain) > MAX_TITLE:
            return None
        found: dict[str, str] = {}
        for table, role, pattern in self._titles:
            if table not in found and pattern.fullmatch(plain):
                found[table] = role
        side = self.side(plain)
        year = year_in(plain)
        if "any" in found and found["any"] != "year":
            return Title(found["any"], found.get("indicator"), found.get("money"), side, year)
        if "indicator" in found or "money" in found:
            return Title("figure", found.get("indicator"), found.get("money"), side, year)
        if side:
            return Title("side", side=side, year=year)
        return Title("year", year=year) if found else None

    def side(self, text: str) -> str | None:
        """Return what a row or column of a money table is about: expense, revenue, balance, addition, ...

        >>> [load("bbv").side(t) for t in ("Lasten", "Saldo van baten en lasten", "Mutaties reserves", "Preventie")]
        ['expense', 'balance', 'reserve-movement', None]
        """
        plain = squeeze(text).rstrip(":")
        return next((side for side, pattern in self._sides if pattern.fullmatch(plain)), None)

    def sign_convention(self, text: str) -> str | None:
        """Return what a line beside a table says of its signs ("(- = voordeel)"), None if it says nothing."""
        plain = squeeze(text)
        return next((name for name, pattern in self._signs if pattern.fullmatch(plain)), None)

    def unit_of(self, label: str) -> str | None:
        """Return the unit that an indicator's label states.

        >>> load("bbv").unit_of("Aantal clienten met een maatwerkarrangement WMO per 1.000 inwoners")
        'per-1000-inhabitants'
        """
        plain = squeeze(label)
        return next((unit for pattern, unit in self._units if pattern.search(plain)), None)

    def scale(self, text: str) -> int | None:
        """Return the power of ten of a line such as "Bedragen x € 1.000,-"; None if the text is no such line.

        >>> load("bbv").scale("Bedragen x € 1.000,-"), load("bbv").scale("bedragen x 1.000,-"), load("bbv").scale("Doel")
        (3, 3, None)
        """
        plain = squeeze(text)
        match = self._scale.fullmatch(plain)
        if not match or not (match["factor"] or match["euro"] or match["euro2"]):
            return None
        factor = (match["factor"] or "1").replace(".", "").casefold()
        return {"1": 0, "1000": 3, "duizend": 3, "duizenden": 3}.get(factor, 6)

    def is_target_in_words(self, text: str) -> bool:
        """Whether a text is a target value in words, so that a column of figures can hold it.

        >>> [load("bbv").is_target_in_words(t) for t in ("Afname", "Rosa Manus", "minimaal 7,5")]
        [True, False, True]
        """
        return len(text) <= 80 and bool(self._in_words.fullmatch(squeeze(text)))

    def coverages(self) -> tuple[str, ...]:
        """Parts of a year that a footnote may speak of."""
        return ("first-half-year", "second-half-year", "first-quarter")

    def note_says(self, meaning: str, text: str) -> bool:
        """Whether a footnote says this: a part of a year, or in which years its source measures.

        >>> load("bbv").note_says("odd-years", "Alleen in oneven jaren."), load("bbv").note_says("even-years", "oneven jaren")
        (True, False)
        """
        pattern = self.data.get("notes", {}).get(meaning)
        return bool(pattern and re.search(pattern, squeeze(text), re.I))

    def is_card_row(self, text: str) -> bool:
        """Whether a row's label is one that the card of an affiliated party has."""
        return bool(self._cards.fullmatch(squeeze(text).rstrip(":")))

    def mark_meaning(self, text: str) -> str | None:
        """Return what a mark in a table of deviations means: expense, revenue, incidental, structural.

        >>> [load("bbv").mark_meaning(m) for m in ("L", "S", "X")]
        ['expense', 'structural', None]
        """
        marks: dict[str, list[str]] = self.data.get("marks", {})
        return next((name for name, words in marks.items() if squeeze(text) in words), None)

    @cached_property
    def portfolios(self) -> tuple[str, ...]:
        """Names of portfolios that a person reviewed (portfolios.csv)."""
        return tuple(row["portfolio"] for row in self._rows("portfolios.csv"))

    def _rows(self, name: str) -> list[dict[str, str]]:
        for folder in self.folders:
            if (folder / name).exists():
                with (folder / name).open(encoding="utf-8", newline="") as file:
                    return list(csv.DictReader(file))
        return []


def load(name: str | Path) -> Profile:
    """Load a profile by its name (``bbv``, ``leiden``) or from a folder of one's own; ProfileError if that cannot be.

    A profile may extend another: its tables are merged over the other's, its lists replace the other's.
    """
    folder = name if isinstance(name, Path) else _HOME / name
    if not (folder / "profile.toml").is_file():
        known = ", ".join(names())
        raise ProfileError(f"no profile at {name}: name one of {known}, or a folder that holds profile.toml")
    data, folders = _read(folder), [folder]
    base = data.get("profile", {}).get("extends")
    if base:
        if base not in names() or base == data["profile"].get("name"):
            raise ProfileError(f"{folder / 'profile.toml'}: extends {base!r}, which is no profile that ships")
        data = _merge(_read(_HOME / base), data)
        folders.append(_HOME / base)
    try:
        return Profile(data, tuple(folders))
    except (KeyError, re.error, AttributeError, TypeError) as error:
        raise ProfileError(f"{folder / 'profile.toml'}: {error!r}; compare it with the profile bbv") from error


def names() -> tuple[str, ...]:
    """Names of the profiles that ship."""
    return tuple(sorted(path.parent.name for path in _HOME.glob("*/profile.toml")))


def detect(text: str) -> Profile | None:
    """Find the one municipality's profile whose names stand in a text at least twice; None if none or several fit.

    A name that says what it is ("gemeente Leiden", an address) counts double. Longer names stand first in a profile.
    """
    counts: dict[str, int] = {}
    for name in names():
        words = load(name).words("municipality", "names")
        if words:
            pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
            counts[name] = sum(1 + (" " in word or "." in word) for word in pattern.findall(text))
    best = sorted(counts, key=lambda name: -counts[name])
    if not best or counts[best[0]] < 2 or (len(best) > 1 and counts[best[1]] * 4 > counts[best[0]]):
        return None
    return load(best[0])


def find_municipality(text: str) -> Municipality | None:
    """Find a municipality of the national register (TOOI) by code ("gm0546") or name; None if none or several fit.

    >>> find_municipality("leiden")
    Municipality(code='gm0546', name='gemeente Leiden', iri='https://identifier.overheid.nl/tooi/id/gemeente/gm0546')
    """
    wanted = squeeze(text).casefold().removeprefix("gemeente ")
    with (_HOME / "bbv" / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        found = [
            Municipality(row["code"], row["name"], row["tooi_iri"])
            for row in csv.DictReader(file)
            if wanted in (row["code"], row["name"].casefold().removeprefix("gemeente "))
        ]
    return found[0] if len(found) == 1 else None


def _read(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / "profile.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProfileError(f"{folder / 'profile.toml'}: {error}") from error


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _merge(base[key], value) if both else value
    return merged


def _patterns(patterns: list[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns).replace("{year}", _YEAR)
    return re.compile(joined or r"(?!)", re.IGNORECASE)
