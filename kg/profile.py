"""A municipality's profile: words, code grammar, signs, reviewed data. Data drive the reading, code does not."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kg import reviewed
from kg.citations import citation_forms
from kg.codes import CodeGrammar
from kg.domain import Municipality
from kg.errors import ProfileError
from kg.figures import INVISIBLE
from kg.profile_check import check
from kg.profile_files import HOME, names, read, with_bases

_YEAR = r"(?:19|20)\d{2}"
_YEAR_IN = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_BRACKETED = re.compile(r"\((?P<inside>[^()]{1,60})\)")
_SECTION_NUMBER = re.compile(r"\d+(?:\.\d+)+\.? ")
_YEAR_AROUND = re.compile(rf"^{_YEAR} | {_YEAR}$")
_READ_WITH = ("municipalities.csv", "organisations.csv", "portfolios.csv")
MAX_TITLE = 90
"""A column's title is never longer than this many characters."""

_POWERS = (("1000000", 6), ("1000", 3), ("duizend", 3), ("mil", 6), ("mln", 6), ("mio", 6))

_COVERAGES = ("first-half-year", "second-half-year", "first-quarter")


_NO_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))


def squeeze(text: str) -> str:
    """Collapse white space (no-break spaces too), trim, drop soft hyphens, compose accents (NFC): labels are kept so,
    quotes are not.

    >>> squeeze(" Sociale\\u00a0bin\\u00adding \\n en  participatie ")
    'Sociale binding en participatie'
    """
    if text.isascii():  # most texts, and nothing to drop or compose
        return " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join(text.translate(_NO_INVISIBLE).split()))


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


class Profile:
    """A profile as loaded: the base and the municipality's own, merged; patterns compiled once."""

    def __init__(self, data: dict[str, Any], folders: tuple[Path, ...]) -> None:
        self.data = data
        self.folders = folders
        self.name: str = data["profile"]["name"]
        self.codes = CodeGrammar(data.get("codes", {}))
        self.citations = citation_forms(data.get("decisions", {}), data.get("citation-parts", {}))
        self._titles = [
            (table, role, _patterns(patterns))
            for table in ("any", "indicator", "money")
            for role, patterns in data.get("columns", {}).get(table, {}).items()
        ]
        self._sides = [(side, _patterns(patterns)) for side, patterns in data.get("sides", {}).items()]
        self._side_parts = _patterns(data.get("side-parts", {}).get("rows", []))
        self._signs = [(name, _patterns(patterns)) for name, patterns in data.get("signs", {}).items()]
        self._units = [(re.compile(u["pattern"], re.I), str(u["unit"])) for u in data.get("units", [])]
        self._in_words = _patterns(data.get("figures", {}).get("in-words", []))
        titles = [pattern.pattern for _, _, pattern in self._titles]
        sides = [rf"(?:{_YEAR} )?(?:{pattern.pattern})(?: {_YEAR})?" for _, pattern in self._sides]
        self._any_title = _patterns([*titles, *sides])
        self._read_titles: dict[str, Title | None] = {}
        self._scale = re.compile(data["scale"]["pattern"], re.I)
        self.missions = [re.compile(pattern, re.I) for pattern in self.words("head", "mission")]
        self._cards = _patterns(data.get("cards", {}).get("rows", []))
        self._sections = [(name, _patterns(patterns)) for name, patterns in data.get("sections", {}).items()]
        self._outside = _patterns(data.get("texts", {}).get("outside-programmes", []))
        self._nothing = _patterns(data.get("texts", {}).get("nothing", []))
        self._policy_lists = _patterns(data.get("texts", {}).get("policy-documents", []))

    @cached_property
    def digest(self) -> str:
        """Hash (sha256) over what a reading depends on: all that the profile says, and its reviewed lists of names.

        What a person decides about identities, directions and links rewrites no document's graph.
        """
        whole = hashlib.sha256(json.dumps(self.data, sort_keys=True, ensure_ascii=False).encode())
        for folder in reversed(self.folders):
            for path in (folder / name for name in _READ_WITH if (folder / name).exists()):
                whole.update(path.name.encode() + path.read_bytes())
        return whole.hexdigest()

    @property
    def stamp(self) -> tuple[str, str]:
        """Its name and digest: with which profile a graph was read."""
        return self.name, self.digest

    @cached_property
    def municipality(self) -> Municipality | None:
        """The municipality that the profile is of; None for the common base."""
        code = self.data.get("municipality", {}).get("code")
        return find_municipality(code) if code else None

    def words(self, group: str, name: str) -> list[str]:
        """Return the words of one list of the profile; an absent list is empty."""
        found: list[str] = self.data.get(group, {}).get(name, [])
        return found

    def title(self, text: str) -> Title | None:
        """Read a column's title.

        >>> load("bbv").title("Begroting 2024 na wijziging")
        Title(role='figure', indicator=None, phase='revised', side=None, year=2024)
        >>> load("bbv").title("** Effectindicator").role, load("bbv").title("Er was eens")
        ('indicator', None)
        """
        plain = squeeze(text).strip("* ") if len(text) <= 2 * MAX_TITLE else ""
        if not plain or len(plain) > MAX_TITLE or not self._any_title.fullmatch(plain):
            return None
        if plain not in self._read_titles:
            self._read_titles[plain] = self._read_title(plain)
        return self._read_titles[plain]

    def _read_title(self, plain: str) -> Title | None:
        found: dict[str, str] = {}
        for table, role, pattern in self._titles:
            if table not in found and pattern.fullmatch(plain):
                found[table] = role
        side = self.side(plain) or self.side(_YEAR_AROUND.sub("", plain))
        year = year_in(plain)
        role = found.get("any", "year")
        if role == "year" and ("indicator" in found or "money" in found):
            role = "figure"
        elif role == "year" and side:
            role = "side"
        return Title(role, found.get("indicator"), found.get("money"), side, year)

    def territory(self, text: str) -> str | None:
        """Whether a column's title names the city itself ("own"), or other territories ("others").

        >>> [load("bbv").territory(t) for t in ("Waarde Amstelveen", "Gemeente", "Nederland", "Bron")]
        ['own', 'own', 'others', None]
        """
        words = self.data.get("territories", {})
        plain = squeeze(text)
        bare = re.sub(rf"^{words.get('prefix', '(?!)')}\s+", "", plain, flags=re.I)
        if any(re.fullmatch(pattern, bare, re.I) for pattern in words.get("others", [])):
            return "others"
        own = any(re.fullmatch(pattern, plain, re.I) for pattern in words.get("own", []))
        return "own" if own or find_municipality(bare) else None

    def side(self, text: str) -> str | None:
        """Return what a row or column of a money table is about: expense, revenue, balance, addition, ...

        >>> [load("bbv").side(t) for t in ("Lasten", "Saldo van baten en lasten", "Mutaties reserves", "Preventie")]
        ['expense', 'balance', 'reserve-movement', None]
        """
        plain = squeeze(text).rstrip(":")
        return next((side for side, pattern in self._sides if pattern.fullmatch(plain)), None)

    def is_part_of_side(self, text: str) -> bool:
        """Whether a text names a part of what a subject spends or receives, and so no subject of its own.

        >>> [load("bbv").is_part_of_side(t) for t in ("Apparaatslasten", "Overige baten", "Wonen", "Saldo")]
        [True, True, False, False]
        """
        return bool(self._side_parts.fullmatch(squeeze(text).rstrip(":")))

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
        return next((unit for pattern, unit in self._units if pattern.search(plain)), None) or None

    def scale(self, text: str) -> int | None:
        """Return the power of ten of a line such as "Bedragen x € 1.000,-"; None if the text is no such line.

        >>> [load("bbv").scale(t) for t in ("Bedragen x € 1.000,-", "x € 1 mln", "in euro", "Doel")]
        [3, 6, 0, None]
        >>> [load("bbv").scale(t) for t in ("Bedragen in hele euro's", "(in euro’s)", "in duizenden euro's", "in hele")]
        [0, 0, 3, None]
        """
        match = self._scale.fullmatch(squeeze(text)) if len(text) <= 2 * MAX_TITLE else None
        if not match or not (match["factor"] or match["euro"] or match["euro2"]):
            return None
        factor = (match["factor"] or "1").replace(".", "").replace(" ", "").casefold()
        return next((power for word, power in _POWERS if word in factor), 0)

    def scale_within(self, text: str) -> int | None:
        """Return the power of ten that a caption states: as a whole, between brackets, or at its end.

        >>> load("bbv").scale_within("Wat heeft het gekost? (bedragen x € 1.000)"), load("bbv").scale_within("Reserves")
        (3, None)
        """
        plain = squeeze(text) if len(text) <= 4 * MAX_TITLE else ""
        found = [piece for match in _BRACKETED.finditer(plain) for piece in match["inside"].split("; ")]
        start = plain.casefold().rfind("bedragen")
        candidates = [plain, *found, *([plain[start:]] if start > 0 else [])]
        return next((scale for scale in map(self.scale, candidates) if scale is not None), None)

    def is_target_in_words(self, text: str) -> bool:
        """Whether a text is a target value in words, so that a column of figures can hold it.

        >>> [load("bbv").is_target_in_words(t) for t in ("Afname", "Rosa Manus", "minimaal 7,5")]
        [True, False, True]
        """
        return len(text) <= 80 and bool(self._in_words.fullmatch(squeeze(text)))

    def coverage_in(self, text: str) -> str | None:
        """Return the part of a year that a footnote or caption speaks of."""
        return next((part for part in _COVERAGES if self.note_says(part, text)), None)

    def note_says(self, meaning: str, text: str) -> bool:
        """Whether a footnote says this: a part of a year, or in which years its source measures.

        >>> [load("bbv").note_says(m, "Alleen in oneven jaren.") for m in ("odd-years", "even-years")]
        [True, False]
        """
        pattern = self.data.get("notes", {}).get(meaning)
        return bool(pattern and re.search(pattern, squeeze(text), re.I))

    def section_of(self, heading: str) -> str | None:
        """Return the sort of text that a heading announces (developments, deviations, finances, ...); None for no sort.

        >>> [load("bbv").section_of(t) for t in ("3.9.3 Toelichting afwijkingen begroting 2019", "RESERVES", "Sport")]
        ['deviations', 'reserves', None]
        """
        plain = _SECTION_NUMBER.sub("", squeeze(heading)).rstrip(":. ") if len(heading) <= 2 * MAX_TITLE else ""
        return next((name for name, pattern in self._sections if pattern.fullmatch(plain)), None)

    def ends_programme(self, heading: str) -> bool:
        """Whether a heading begins a part of a document that is of no programme, or of all of them.

        >>> [load("bbv").ends_programme(t) for t in ("Overzicht van baten en lasten", "3.2 Overhead", "Wonen")]
        [True, True, False]
        """
        plain = _SECTION_NUMBER.sub("", squeeze(heading)).rstrip(":. ") if len(heading) <= MAX_TITLE else ""
        return bool(self._outside.fullmatch(plain))

    def says_nothing(self, text: str) -> bool:
        """Whether a text says that there is nothing to say ("Niet van toepassing")."""
        return bool(self._nothing.fullmatch(squeeze(text).rstrip(".")))

    def leads_policy_documents(self, text: str) -> bool:
        """Whether a line introduces a list of policy documents."""
        return len(text) <= 3 * MAX_TITLE and bool(self._policy_lists.fullmatch(squeeze(text)))

    def is_card_row(self, text: str) -> bool:
        """Whether a row's label is one that the card of an affiliated party has."""
        return bool(self._cards.fullmatch(squeeze(text).rstrip(":")))

    def mark_meaning(self, text: str) -> str | None:
        """Return what a mark in a table of deviations means: expense, revenue, incidental, structural.

        >>> [load("bbv").mark_meaning(m) for m in ("L", "S", "X")]
        ['expense', 'structural', None]
        """
        marks: dict[str, list[str]] = self.data.get("marks", {})
        plain = squeeze(text)
        return next((name for name, words in marks.items() if plain in words), None)

    @cached_property
    def portfolios(self) -> tuple[str, ...]:
        """Names of portfolios that a person reviewed (portfolios.csv)."""
        paths = self.reviewed_files("portfolios.csv")[:1]
        return tuple(row["portfolio"] for path in paths for _, row in reviewed.rows(path, ["portfolio"]))

    @cached_property
    def organisations(self) -> dict[str, reviewed.Organisation]:
        """Organisations that a person reviewed (organisations.csv), by name; the profile's own come before the base's.

        >>> load("leiden").organisations["DZB"].variants[:1], load("leiden").organisations["Rijk"].scope
        (('DZB Leiden',), 'national')
        """
        return reviewed.organisations(self.reviewed_files("organisations.csv"))

    def reviewed_files(self, name: str) -> list[Path]:
        """Reviewed lists of that name beside the profile and its bases, the profile's own first."""
        return [folder / name for folder in self.folders if (folder / name).exists()]


def load(name: str | Path) -> Profile:
    """Load a profile by its name (``bbv``, ``leiden``) or from a folder of one's own; ProfileError if that cannot be.

    A profile may extend another: its tables are merged over the other's, its lists replace the other's; but the forms
    of decisions and the reviewed lists are added to, its own before the other's.
    """
    folder = name if isinstance(name, Path) else HOME / name
    if not (folder / "profile.toml").is_file():
        known = ", ".join(names())
        raise ProfileError(f"no profile at {name}: name one of {known}, or a folder that holds profile.toml")
    try:
        data, folders = with_bases(folder)
        check(data, read(HOME / "bbv"))
        return Profile(data, folders)
    except (KeyError, re.error, ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise ProfileError(f"{folder / 'profile.toml'}: {error!r}; compare it with the profile bbv") from error


def detect(text: str) -> Profile | None:
    """Find the one municipality's profile whose names stand in a text at least twice; None if none or several fit.

    A name that says what it is ("gemeente Leiden", an address) counts double; a name that stands once is enough where
    lines begin with codes of that municipality's grammar. Longer names stand first in a profile.
    """
    counts: dict[str, int] = {}
    plain = squeeze(text)
    for name in names():
        profile = _shipped(name)
        words = profile.words("municipality", "names")
        if words:
            pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
            counts[name] = sum(1 + (" " in word or "." in word) for word in pattern.findall(plain))
            if counts[name] == 1 and profile.codes.begin_lines_of(text):
                counts[name] += 1
    best = sorted(counts, key=lambda name: -counts[name])
    if not best or counts[best[0]] < 2 or (len(best) > 1 and counts[best[1]] * 4 > counts[best[0]]):
        return None
    return _shipped(best[0])


@cache
def _shipped(name: str) -> Profile:
    return load(name)


def find_municipality(text: str) -> Municipality | None:
    """Find a municipality of the national register (TOOI) by code ("gm0546") or name; None if none or several fit.

    >>> find_municipality("leiden")
    Municipality(code='gm0546', name='gemeente Leiden', iri='https://identifier.overheid.nl/tooi/id/gemeente/gm0546')
    """
    wanted = squeeze(text).casefold().removeprefix("gemeente ")
    found = _register().get(wanted, ())
    return found[0] if len(found) == 1 else None


@cache
def _register() -> dict[str, tuple[Municipality, ...]]:
    """The national register by code and by name."""
    found: dict[str, tuple[Municipality, ...]] = {}
    with (HOME / "bbv" / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            municipality = Municipality(row["code"], row["name"], row["tooi_iri"])
            for key in {row["code"], row["name"].casefold().removeprefix("gemeente ")}:
                found[key] = (*found.get(key, ()), municipality)
    return found


def _patterns(patterns: list[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns).replace("{year}", rf"\(?{_YEAR}\)?")
    return re.compile(joined or r"(?!)", re.IGNORECASE)
