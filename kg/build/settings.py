"""documents.toml: what a user states of the files in a folder, because the files do not print it."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kg.errors import UnreadableInput
from kg.interpret.identify import Stated
from kg.profile import find_municipality
from kg.terms import is_web_address
from kg.vocabulary import CODES

NAME = "documents.toml"
EARLIEST, LATEST = 1900, 2200
_KEYS = ("municipality", "kind", "year", "ordinal", "version", "title", "address", "retrieved-at")


def stated_in(folder: Path) -> dict[str, Stated]:
    """Read the documents.toml of a folder: by file name; "" holds what is stated for all files. Absent: nothing.

    Errors: UnreadableInput names the file, the entry and the key.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableInput(f"{path}: {error}") from error
    common = {key: value for key, value in data.items() if not isinstance(value, dict)}
    found = {"": _stated(path, "(all files)", common)}
    for name, entry in data.items():
        if isinstance(entry, dict):
            found[name] = _stated(path, name, common | entry)
    return found


def _stated(path: Path, name: str, entry: dict[str, Any]) -> Stated:
    wrong = [key for key in entry if key not in _KEYS]
    if wrong:
        raise UnreadableInput(f"{path}, {name}: unknown key {wrong[0]!r}; known are {', '.join(_KEYS)}")
    kind, year, ordinal = entry.get("kind"), entry.get("year"), entry.get("ordinal")
    if kind is not None and kind not in CODES["document-kind"]:
        raise UnreadableInput(f"{path}, {name}: kind {kind!r}; known are {', '.join(CODES['document-kind'])}")
    for key, value, least in (("year", year, EARLIEST), ("ordinal", ordinal, 1)):
        if value is not None and (
            not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LATEST
        ):
            raise UnreadableInput(f"{path}, {name}: {key} is {value!r}; write a whole number, {least} to {LATEST}")
    place = entry.get("municipality")
    municipality = find_municipality(str(place)) if place is not None else None
    if place is not None and municipality is None:
        raise UnreadableInput(f"{path}, {name}: no municipality {place!r}; write its code (gm0546) or its name")
    texts = {key: _text(entry.get(key)) for key in ("version", "title", "address", "retrieved-at")}
    if texts["address"] and (not is_web_address(texts["address"]) or "@" in texts["address"].split("/")[2]):
        raise UnreadableInput(
            f"{path}, {name}: address {texts['address']!r} is no web address without a password; write https://…"
        )
    retrieved = texts["retrieved-at"]
    if retrieved and not _is_moment(retrieved):
        raise UnreadableInput(
            f"{path}, {name}: retrieved-at {retrieved!r} is no date; write 2024-11-05 or 2024-11-05T10:00:00Z"
        )
    return Stated(
        municipality=municipality,
        kind=kind,
        year=year,
        ordinal=ordinal,
        version=texts["version"],
        title=texts["title"],
        address=texts["address"],
        retrieved_at=texts["retrieved-at"],
    )


def _text(value: object) -> str | None:
    """A value as text; TOML's own dates and times in the notation of ISO 8601."""
    if isinstance(value, date | datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if value is not None else None


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.match(r"\d{4}-\d{2}-\d{2}", text))
