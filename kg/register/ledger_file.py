"""Writing rows into a reviewed ledger: all or nothing, and never what could not be read again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from kg.errors import ProfileError
from kg.profile_files import names
from kg.register.ledger_rows import COLUMNS, FILE, NOT, Row, disagreements, read, several_of_one


def add_rows(folder: Path, rows: Sequence[dict[str, str]], *, extends: str) -> tuple[Path, int]:
    """Add rows to the ledger of a profile's folder; the folder is made where it is not there.

    Returns the path, and how many rows were added: what is on record already is not put there twice.
    A new folder gets a profile.toml that extends the profile ``extends``. What stands in a ledger stays as it is, byte
    for byte. Raises ProfileError, and changes nothing, where the ledger cannot be read, where the new rows would
    contradict it, or where it cannot be written.
    """
    path = folder / FILE
    try:
        known = path.read_bytes() if path.exists() else b""
        there = {_said(row) for row in read([path])} if known else set()
        new = [row for row in rows if _stated(row) not in there]
        if not new:
            return path, 0
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{FILE}.new"
        draft.write_bytes(_with(known, new))
        try:
            _check(draft, path)
            if not (folder / "profile.toml").exists():
                text = f"[profile]\nname = {json.dumps(_name(folder))}\nextends = {json.dumps(extends)}\n"
                (folder / "profile.toml").write_text(text, encoding="utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ProfileError(f"{path}: cannot be written ({error.strerror}); name another folder") from error
    return path, len(new)


def _name(folder: Path) -> str:
    """The name of a new profile: that of its folder, and never that of one that ships."""
    name = folder.resolve().name
    return f"{name}-own" if name in names() else name


def _said(row: Row) -> tuple[str, ...]:
    """What a row of a ledger says, whoever said it."""
    part = f"{row.part}/" if row.part else ""
    subject = f"{row.municipality}:{part}{'/'.join(row.subject)}"
    return subject, row.predicate, NOT if row.negated else "", f"{row.municipality}:{'/'.join(row.object)}"


def _stated(row: dict[str, str]) -> tuple[str, ...]:
    return row["subject_id"], row["predicate_id"], row["predicate_modifier"], row["object_id"]


def _with(known: bytes, rows: Sequence[dict[str, str]]) -> bytes:
    """The bytes of a ledger with rows added; a new one gets its header, and the header of an old one decides."""
    out = io.StringIO()
    columns = list(COLUMNS)
    if known:
        header = known.decode("utf-8-sig").splitlines()[0]
        columns = next(csv.reader([header]))
        out.write("" if known.endswith(b"\n") else "\n")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    if not known:
        writer.writeheader()
    writer.writerows(rows)
    return known + out.getvalue().encode()


def _check(draft: Path, path: Path) -> None:
    try:
        written = read([draft])
        wrong = [*disagreements(written), *several_of_one(written)]
    except ProfileError as error:
        raise ProfileError(str(error).replace(str(draft), str(path))) from error
    if wrong:
        lines = ", ".join(str(row.line) for row in wrong[0].rows)
        raise ProfileError(f"{path}: lines {lines} would contradict one another; nothing was written")
