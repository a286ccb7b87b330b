"""Writing rows into a reviewed ledger: all or nothing, and never what could not be read again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from kg.errors import ProfileError
from kg.register.ledger_rows import COLUMNS, FILE, disagreements, read


def add_rows(folder: Path, rows: Sequence[dict[str, str]], *, extends: str) -> Path:
    """Add rows to the ledger of a profile's folder and return its path; the folder is made where it is not there.

    A new folder gets a profile.toml that extends the profile ``extends``. What stands in a ledger stays as it is, byte
    for byte. Raises ProfileError, and changes nothing, where the ledger cannot be read, where the new rows would
    contradict it, or where it cannot be written.
    """
    path = folder / FILE
    try:
        known = path.read_bytes() if path.exists() else b""
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{FILE}.new"
        draft.write_bytes(_with(known, rows))
        try:
            _check(draft, path)
            if not (folder / "profile.toml").exists():
                text = f"[profile]\nname = {json.dumps(folder.resolve().name)}\nextends = {json.dumps(extends)}\n"
                (folder / "profile.toml").write_text(text, encoding="utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ProfileError(f"{path}: cannot be written ({error.strerror}); name another folder") from error
    return path


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
    wrong = disagreements(read([draft]))
    if wrong:
        lines = ", ".join(str(row.line) for row in wrong[0].rows)
        raise ProfileError(f"{path}: lines {lines} would contradict one another; nothing was written")
