"""Bytes → text, without guessing: UTF-8, UTF-16, else the Windows code page of old office files."""

from __future__ import annotations

import codecs
import re

from kg.errors import UnreadableInput

_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.01
"""Share of control characters above which content is binary; text taken from a PDF can hold a stray one."""
_RARE = 50
"""One letter in so many may have a zero in the byte where others have none ("─" among Latin letters)."""


def decode(data: bytes, name: str) -> str:
    r"""Return the text of a file: no byte order mark, and every line end one "\n".

    Offsets of spans are code points of this text. Errors: UnreadableInput for binary content, for no content, and for
    UTF-8 that is damaged somewhere (reading that as another encoding would turn every "ë" into "Ã«").

    >>> decode(b"\xef\xbb\xbfCli\xc3\xabnten\r\n12\r", "a.txt")
    'Cliënten\n12\n'
    >>> decode(b"Cli\xebnten \x80 5", "oud.txt")
    'Cliënten € 5'
    """
    text = _decoded(data, name)
    _refuse_binary(text, data, name)
    if not text or text.isspace():
        raise UnreadableInput(f"{name}: the file holds no text. Fetch or export it again, or leave it out.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, name: str) -> str:
    """Try the encodings in the order of their certainty."""
    encoding = _stated_encoding(data) or _utf16_without_mark(data)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise _damaged(data, name, error) from error
        if b"\0" in data:
            raise _binary(name) from error
        return _windows(data, name, error)


def _stated_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark states."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _utf16_without_mark(data: bytes) -> str | None:
    """Return UTF-16 when at least half of the bytes on one side of the pairs are zero, and next to none on the other.

    A file that was cut inside a pair is UTF-16 too, with an end that is damaged.

    >>> _utf16_without_mark("Lasten 12".encode("utf-16-be"))
    'utf-16-be'
    >>> _utf16_without_mark(b"Lasten 12") is None
    True
    """
    if b"\0" not in data:
        return None
    first, second = data[0::2].count(0), data[1::2].count(0)
    if first * _RARE <= second and second * 4 >= len(data) - 1:
        return "utf-16-le"
    if second * _RARE <= first and first * 4 >= len(data) - 1:
        return "utf-16-be"
    return None


def _windows(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    """Decode as cp1252, unless the bytes are for the most part UTF-8 or cp1252 has no such character."""
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    if sum(1 for character in lenient if character > "\x7f") > 2 * broken:
        raise _damaged(data, name, error) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise _damaged(data, name, error) from error


def _damaged(data: bytes, name: str, error: UnicodeDecodeError) -> UnreadableInput:
    """Say where the bytes stop being text."""
    before = data[: error.start].decode(error.encoding, errors="ignore")
    line = len(re.findall("\r\n|\r|\n", before)) + 1
    return UnreadableInput(
        f"{name}: byte {error.start + 1} (line {line}) is not {error.encoding.upper()}; "
        "the file is damaged or no text. Fetch it again, or save it as UTF-8."
    )


def _refuse_binary(text: str, data: bytes, name: str) -> None:
    """Raise when the content is no text, whatever the suffix says."""
    if data.startswith(b"%PDF-"):
        raise UnreadableInput(f"{name}: the content is a PDF. Export the document as text in UTF-8.")
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if "\0" in text or controls > _MOST_CONTROLS * len(text):
        raise _binary(name)


def _binary(name: str) -> UnreadableInput:
    return UnreadableInput(f"{name}: the content is binary, not text. Export the document as text in UTF-8.")
