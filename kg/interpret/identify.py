"""Which document a file is of: municipality, kind, fiscal year, ordinal, version, title; stated, printed or unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.document import Document, Table
from kg.domain import Municipality
from kg.findings import Finding
from kg.interpret.fields import Field, FlowLine, flow, line_field
from kg.interpret.heads import titles_of_line
from kg.interpret.remarks import remark
from kg.profile import Profile, find_municipality, squeeze, year_in
from kg.source import Span

UNKNOWN = Municipality("unknown", "onbekende gemeente", None)
_TITLE_LINES = 8
_MAX_TITLE = 90
_MAX_PHRASE_LINE = 200
_YEAR = r"(?:19|20)\d{2}"
_NAMED = re.compile(r"\b[Gg]emeente ([A-Z][\w'’-]+(?: (?:[a-z]{2,4} )*[A-Z][\w'’-]+)*)")
_TITLES = {
    "programme-budget": "Programmabegroting",
    "interim-report": "Bestuursrapportage",
    "annual-report": "Jaarstukken",
}
SAME_TEXT = 200
"""Shorter texts than this many characters prove nothing when they recur in another file."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user states of a file (documents.toml); it outranks what the file prints."""

    municipality: Municipality | None = None
    kind: str | None = None
    year: int | None = None
    ordinal: int | None = None
    version: str | None = None
    title: str | None = None
    address: str | None = None
    retrieved_at: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is of; None is unknown. ``chapter`` is the title of a chapter that has no number."""

    municipality: Municipality
    kind: str | None
    year: int | None
    ordinal: int
    version: str | None
    title: str
    chapter: str
    fields: tuple[Field, ...] = ()


def identify(document: Document, profile: Profile, stated: Stated) -> tuple[Identity, list[Finding]]:
    """Tell what a file is of, by what is stated, then its titles, its address line, its columns, its phrases.

    Findings: L01, L02 and L03 for what stays unknown; the file is read all the same.
    """
    items = flow(document)
    lines = [item for item in items if isinstance(item, FlowLine)]
    opening = _opening(lines, profile)
    first_table = next((item.line for item in items if isinstance(item, Table)), None)
    above = [line for line in opening if first_table is None or line.line.span.line < first_table]
    titles = [*_title_signs(opening, profile), *_address_signs(opening, profile)]
    signs = [*titles, *_column_signs(document, profile), *_phrase_signs(lines, profile)]
    kind = stated.kind or next((sign.kind for sign in signs), None)
    year = stated.year or next((s.year for s in signs if s.year and (kind is None or s.kind == kind)), None)
    municipality = stated.municipality or profile.municipality or _printed_municipality(opening, profile) or UNKNOWN
    version = next(_matches(opening, profile.data["documents"].get("version", r"(?!)"), "version"), None)
    chapter, used = _chapter(above, [sign.field.spans for sign in titles], profile)
    identity = Identity(
        municipality=municipality,
        kind=kind,
        year=year,
        ordinal=stated.ordinal or _ordinal(signs, kind),
        version=stated.version or (version[0] if version else None),
        title=stated.title or _title(kind, year, municipality),
        chapter=chapter,
        fields=(*(sign.field for sign in signs if sign.strong), *([version[1]] if version else []), *used),
    )
    findings = [] if identity.municipality is not UNKNOWN else [remark("L01", document, ())]
    findings += [] if kind else [remark("L02", document, ())]
    findings += [] if year else [remark("L03", document, ())]
    return identity, findings


def inherit(identity: Identity, other: Identity) -> Identity:
    """Fill what is unknown of a file from the document whose text it repeats."""
    return replace(
        identity,
        municipality=other.municipality if identity.municipality is UNKNOWN else identity.municipality,
        kind=identity.kind or other.kind,
        year=identity.year or other.year,
        ordinal=other.ordinal,
        version=identity.version or other.version,
        title=other.title,
        chapter=other.chapter,
    )


def plain_text(document: Document, profile: Profile) -> str:
    """Return the text by which renditions are compared: white space collapsed, lines of navigation left out."""
    navigation = _navigation(profile)
    kept = (line.text for line in document.lines if squeeze(line.text).casefold() not in navigation)
    return squeeze(" ".join(kept))


def repeats(text: str, other: str) -> bool:
    """Whether one plain text is wholly contained in another and long enough to prove something."""
    return len(text) >= SAME_TEXT and len(text) <= len(other) and text in other


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: str
    year: int | None
    field: Field
    ordinal: int = 1
    strong: bool = False


def _opening(lines: Sequence[FlowLine], profile: Profile) -> list[FlowLine]:
    """The first lines, navigation left out, up to the first titles of columns that follow each other."""
    navigation = _navigation(profile)
    first = [line for line in lines[: 4 * _TITLE_LINES] if line.text.casefold() not in navigation][:_TITLE_LINES]
    heads = [titles_of_line(line.text, line.line.span, profile) for line in first]
    counts = [len(head[0]) if head else 0 for head in heads]
    rows = [i for i, count in enumerate(counts) if count > 1]
    runs = [i for i, (one, other) in enumerate(pairwise(counts)) if one and other]
    return first[: min([*rows, *runs], default=len(first))]


def _navigation(profile: Profile) -> set[str]:
    return {word.casefold() for word in profile.data["documents"].get("navigation", [])}


def _printed_municipality(opening: Sequence[FlowLine], profile: Profile) -> Municipality | None:
    """The municipality that the address or a title names; None if none or several are named.

    Source: addresses such as jaarstukken2022.financien.gouda.nl and jaarverslag2019.oss.nl.
    """
    address = re.compile(profile.data["documents"].get("address", r"(?!)"), re.I)
    named: set[Municipality | None] = set()
    for item in opening:
        match = address.fullmatch(item.text)
        host = re.match(r"https?://(?P<host>[\w.-]+)", match["address"]) if match else None
        if host:
            named |= {find_municipality(label.replace("-", " ")) for label in host["host"].split(".")}
        elif len(item.text) <= _MAX_TITLE:
            named |= {find_municipality(name) for name in _NAMED.findall(item.text)}
    named.discard(None)
    return named.pop() if len(named) == 1 else None


def _kind_words(profile: Profile) -> list[tuple[str, str]]:
    kinds: dict[str, list[str]] = profile.data["documents"]["kinds"]
    pairs = [(word, kind) for kind, words in kinds.items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _title_signs(opening: Sequence[FlowLine], profile: Profile) -> Iterator[_Sign]:
    """A line that is nothing but the title of a document: its kind, its year, an ordinal, the municipality's name.

    Of two years the first is meant ("Programmabegroting 2022-2025"). A phrase of another kind of document is no title
    ("Financiële afwijkingen begroting 2019").
    """
    phrases = _phrases(profile)
    for item in opening:
        if any(pattern.search(item.text) for pattern, _ in phrases):
            continue
        for word, kind in _kind_words(profile):
            pattern = rf"(?P<before>[\w ]{{0,30}}?)\b{re.escape(word)}\b(?P<after>[\w ,/–-]{{0,40}})"
            match = re.fullmatch(pattern, item.text, re.I)
            year = _first_year(item.text) if match else None
            if match and year:
                ordinal = _ordinal_word(match["before"], profile)
                yield _Sign(kind, year, line_field(item.line), ordinal, strong=True)
                break


def _first_year(text: str) -> int | None:
    span = re.search(rf"(?<!\d)(?P<first>{_YEAR}) ?[-–/] ?(?P<last>{_YEAR})(?!\d)", text)
    if span and int(span["first"]) < int(span["last"]):
        return int(span["first"])
    return year_in(text)


def _address_signs(opening: Sequence[FlowLine], profile: Profile) -> Iterator[_Sign]:
    """The kind that an address names, and the year beside it, or the only one that the address holds."""
    pattern = re.compile(profile.data["documents"].get("address", r"(?!)"), re.I)
    for item in opening:
        match = pattern.fullmatch(item.text)
        address = match["address"].casefold() if match else ""
        for word, kind in _kind_words(profile) if match else ():
            found = re.search(rf"{word.casefold()}-?(?P<year>{_YEAR})?(?!\w)", address)
            if found:
                year = int(found["year"]) if found["year"] else year_in(address)
                yield _Sign(kind, year, line_field(item.line), strong=True)
                break


def _column_signs(document: Document, profile: Profile) -> Iterator[_Sign]:
    """What a head says: an account beside its difference that it is of an annual report, of the latest year so printed;
    the account of a year and budgets of three years or more behind it that it is of the budget two years later.
    """
    for table in document.tables:
        titles = [profile.title(cell.text) for row in table.rows[:2] for cell in row.cells]
        phases = {(t.phase, t.year) for t in titles if t and t.phase}
        years = [year for phase, year in phases if phase == "executed" and year]
        if years and any(phase == "difference" for phase, _ in phases):
            first = table.rows[0].cells[0]
            yield _Sign("annual-report", max(years), Field(squeeze(first.text), (first.span,)))
        approved = sorted(year for phase, year in phases if phase == "approved" and year)
        if years and len(approved) > 2 and approved == list(range(max(years) + 1, approved[-1] + 1)):
            first = table.rows[0].cells[0]
            yield _Sign("programme-budget", approved[1], Field(squeeze(first.text), (first.span,)))


def _phrases(profile: Profile) -> list[tuple[re.Pattern[str], str]]:
    signs = profile.data["documents"].get("signs", [])
    return [(re.compile(sign["pattern"].replace("{year}", _YEAR), re.I), sign["kind"]) for sign in signs]


def _phrase_signs(lines: Sequence[FlowLine], profile: Profile) -> Iterator[_Sign]:
    patterns = _phrases(profile)
    found: list[_Sign] = []
    for item in lines:
        for pattern, kind in patterns:
            match = pattern.search(item.text) if len(item.text) < _MAX_PHRASE_LINE else None
            if match:
                found.append(_Sign(kind, year_in(match[0]), line_field(item.line)))
    counts = Counter(sign.kind for sign in found)
    yield from sorted(found, key=lambda sign: (-counts[sign.kind], sign.year is None))


def _matches(opening: Sequence[FlowLine], pattern: str, group: str) -> Iterator[tuple[str, Field]]:
    for item in opening:
        match = re.fullmatch(pattern, item.text, re.I)
        if match:
            yield match[group], line_field(item.line)


def _ordinal_word(text: str, profile: Profile) -> int:
    ordinals: dict[str, int] = profile.data["documents"].get("ordinals", {})
    return next((n for word, n in ordinals.items() if re.search(rf"\b{word}\b", text, re.I)), 1)


def _ordinal(signs: list[_Sign], kind: str | None) -> int:
    return next((sign.ordinal for sign in signs if sign.kind == kind), 1)


def _title(kind: str | None, year: int | None, municipality: Municipality) -> str:
    name = _TITLES.get(kind or "", "Document")
    return f"{name} {year or 'zonder jaar'}, {municipality.name}"


def _chapter(
    opening: Sequence[FlowLine], titles: Sequence[tuple[Span, ...]], profile: Profile
) -> tuple[str, tuple[Field, ...]]:
    """The title of a chapter: the first line after the document's own title, up to a dash; else the first line."""
    version = re.compile(profile.data["documents"].get("version", r"(?!)"), re.I)
    for item in opening:
        field = line_field(item.line)
        if field.spans in titles or version.fullmatch(item.text) or item.text.startswith("["):
            continue
        if find_municipality(item.text) is not None:
            continue
        if len(item.text) <= _MAX_TITLE and not item.text.endswith("."):
            return re.split(r"\s+[-–:]\s+|:\s", item.text)[0], (field,)
        break
    return "", ()
