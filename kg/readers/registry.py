"""Which reader reads which file: the one table of formats, and the way in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePath
from typing import cast

from kg.document import Document
from kg.errors import NotSupported, UnreadableInput
from kg.source import Source

Reader = Callable[[bytes, Source], Document]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, the suffixes it goes by, and its reader as "module:function" (imported when used)."""

    media_type: str
    suffixes: tuple[str, ...]
    reader: str


FORMATS = (
    Format("text/plain", (".txt", ".text"), "kg.readers.text:read"),
    Format("text/markdown", (".md", ".markdown"), "kg.readers.markdown:read"),
)


def suffixes() -> tuple[str, ...]:
    """Return the suffixes that a scan of a folder picks up.

    >>> suffixes()
    ('.txt', '.text', '.md', '.markdown')
    """
    return tuple(suffix for fmt in FORMATS for suffix in fmt.suffixes)


def media_type_of(name: str) -> str:
    """Return the media type that a file name's suffix stands for.

    Errors: NotSupported for a suffix that is not in the table.

    >>> media_type_of("Programmabegroting 2021.TXT")
    'text/plain'
    """
    suffix = PurePath(name).suffix.lower()
    for fmt in FORMATS:
        if suffix in fmt.suffixes:
            return fmt.media_type
    raise NotSupported(
        f"{name}: no reader for {f'the suffix {suffix}' if suffix else 'a file without a suffix'}; "
        f"supported are {', '.join(suffixes())}. Save the document as text."
    )


def read(
    path: Path, *, name: str | None = None, address: str | None = None, retrieved_at: str | None = None
) -> Document:
    """Read a file by its suffix.

    ``name`` is what messages call it, by default the file's own name without its folder.
    Errors: UnreadableInput for a file that cannot be opened, is empty or is no text; NotSupported for another format.
    """
    media_type = media_type_of(path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInput(
            f"{name or path}: cannot be opened ({reason}). Check the path and who may read it."
        ) from error
    return read_bytes(data, name or path.name, media_type, address=address, retrieved_at=retrieved_at)


def read_bytes(
    data: bytes,
    name: str,
    media_type: str | None = None,
    *,
    address: str | None = None,
    retrieved_at: str | None = None,
) -> Document:
    """Read bytes as the media type that is stated, else as the suffix of the name says.

    Parameters of the media type (``; charset=…``) are left out: the bytes decide.
    Errors: UnreadableInput for empty content, NotSupported for a type without a reader.

    >>> read_bytes("Baten | 12 |".encode(), "begroting.txt").tables[0].rows[0].cells[1].text
    '12'
    """
    stated = media_type.partition(";")[0].strip().lower() if media_type else media_type_of(name)
    reader = _reader(stated, name)
    if not data.strip():
        raise UnreadableInput(f"{name}: the file is empty. Fetch or export it again, or leave it out.")
    return reader(data, Source(name, stated, hashlib.sha256(data).hexdigest(), address, retrieved_at))


def _reader(media_type: str, name: str) -> Reader:
    """Import the function that reads a media type."""
    for fmt in FORMATS:
        if fmt.media_type == media_type:
            module, _, function = fmt.reader.partition(":")
            return cast(Reader, getattr(import_module(module), function))
    known = ", ".join(fmt.media_type for fmt in FORMATS)
    raise NotSupported(f"{name}: no reader for {media_type}; supported are {known}. Convert the file to one of these.")
