"""Which document a file is of: municipality, kind, fiscal year, ordinal, version, title; stated, printed or unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.document import Document
from kg.domain import Municipality
from kg.findings import Finding
from kg.interpret.fields import Field, FlowLine, flow, line_field
from kg.interpret.remarks import remark
from kg.profile import Profile, squeeze, year_in

UNKNOWN = Municipality("unknown", "onbekende gemeente", None)
_TITLE_LINES = 8
_YEAR = r"(?:19|20)\d{2}"
_SAME_TEXT = 200
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
    lines = [item for item in flow(document) if isinstance(item, FlowLine)]
    opening = [line for line in lines if not _is_navigation(line.text, profile)][:_TITLE_LINES]
    signs = [*_title_signs(opening, profile), *_address_signs(opening, profile)]
    signs += [*_column_signs(document, profile), *_phrase_signs(lines, profile)]
    kind = stated.kind or next((sign.kind for sign in signs), None)
    year = stated.year or next((s.year for s in signs if s.year and (kind is None or s.kind == kind)), None)
    municipality = stated.municipality or profile.municipality or UNKNOWN
    version = next(_matches(opening, profile.data["documents"].get("version", r"(?!)"), "version"), None)
    chapter, used = _chapter(opening, profile)
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
    kept = (line.text for line in document.lines if not _is_navigation(squeeze(line.text), profile))
    return squeeze(" ".join(kept))


def repeats(text: str, other: str) -> bool:
    """Whether one plain text is wholly contained in another and long enough to prove something."""
    return len(text) >= _SAME_TEXT and len(text) <= len(other) and text in other


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: str
    year: int | None
    field: Field
    ordinal: int = 1
    strong: bool = False


def _is_navigation(text: str, profile: Profile) -> bool:
    return text.casefold() in {word.casefold() for word in profile.data["documents"].get("navigation", [])}


def _kind_words(profile: Profile) -> list[tuple[str, str]]:
    kinds: dict[str, list[str]] = profile.data["documents"]["kinds"]
    pairs = [(word, kind) for kind, words in kinds.items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _title_signs(opening: list[FlowLine], profile: Profile) -> Iterator[_Sign]:
    """A line that is nothing but the title of a document: its kind, its year, an ordinal, the municipality's name."""
    for item in opening:
        for word, kind in _kind_words(profile):
            pattern = rf"(?P<before>[\w ]{{0,30}}?)\b{re.escape(word)}\b(?P<after>[\w ,–-]{{0,40}})"
            match = re.fullmatch(pattern, item.text, re.I)
            if match and year_in(item.text):
                ordinal = _ordinal_word(match["before"], profile)
                yield _Sign(kind, year_in(item.text), line_field(item.line), ordinal, strong=True)
                break


def _address_signs(opening: list[FlowLine], profile: Profile) -> Iterator[_Sign]:
    pattern = re.compile(profile.data["documents"].get("address", r"(?!)"), re.I)
    for item in opening:
        match = pattern.fullmatch(item.text)
        for word, kind in _kind_words(profile) if match else ():
            found = re.search(rf"{word.casefold()}-?(?P<year>{_YEAR})?(?!\w)", match["address"].casefold()) if match else None
            if found:
                yield _Sign(kind, int(found["year"]) if found["year"] else None, line_field(item.line), strong=True)
                break


def _column_signs(document: Document, profile: Profile) -> Iterator[_Sign]:
    """An account beside its difference in one head says: annual report, of the latest year so printed."""
    for table in document.tables:
        titles = [profile.title(cell.text) for row in table.rows[:2] for cell in row.cells]
        phases = {(t.phase, t.year) for t in titles if t and t.phase}
        years = [year for phase, year in phases if phase == "executed" and year]
        if years and any(phase == "difference" for phase, _ in phases):
            first = table.rows[0].cells[0]
            yield _Sign("annual-report", max(years), Field(squeeze(first.text), (first.span,)))


def _phrase_signs(lines: list[FlowLine], profile: Profile) -> Iterator[_Sign]:
    patterns = [
        (re.compile(sign["pattern"].replace("{year}", _YEAR), re.I), sign["kind"])
        for sign in profile.data["documents"].get("signs", [])
    ]
    found: list[_Sign] = []
    for item in lines:
        for pattern, kind in patterns:
            match = pattern.search(item.text) if len(item.text) < 200 else None
            if match:
                found.append(_Sign(kind, year_in(match[0]), line_field(item.line)))
    counts = Counter(sign.kind for sign in found)
    yield from sorted(found, key=lambda sign: (-counts[sign.kind], sign.year is None))


def _matches(opening: list[FlowLine], pattern: str, group: str) -> Iterator[tuple[str, Field]]:
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
    names = {"programme-budget": "Programmabegroting", "interim-report": "Bestuursrapportage", "annual-report": "Jaarstukken"}
    name = names.get(kind or "", "Document")
    return f"{name} {year or 'zonder jaar'}, {municipality.name}"


def _chapter(opening: list[FlowLine], profile: Profile) -> tuple[str, tuple[Field, ...]]:
    """The title of a chapter: the first line after the document's own title, up to a dash; else the first line."""
    strong = [sign.field.spans for sign in (*_title_signs(opening, profile), *_address_signs(opening, profile))]
    version = re.compile(profile.data["documents"].get("version", r"(?!)"), re.I)
    for item in opening:
        field = line_field(item.line)
        if field.spans in strong or version.fullmatch(item.text) or item.text.startswith("["):
            continue
        if len(item.text) <= 90 and not item.text.endswith("."):
            return re.split(r"\s+[-–:]\s+|:\s", item.text)[0], (field,)
        break
    return "", ()
