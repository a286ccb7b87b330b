"""Where a text came from, and a place in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the decoded text of a source.

    Units: ``start`` and ``end`` count code points, 0-based, end exclusive (RFC 5147), after the byte order mark is
    dropped and every line end is one character. ``line``, ``page``, ``row`` and ``column`` are 1-based; ``table``
    counts the tables of the file in printed order, from 1.
    """

    start: int
    end: int
    line: int
    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file or page: what was read, known by its bytes.

    ``name`` is for people (messages, build.json) and never enters the graph. ``sha256`` is over the bytes as they were
    received. ``address`` and ``retrieved_at`` are only known when somebody stated them (documents.toml).
    """

    name: str
    media_type: str
    sha256: str
    address: str | None = None
    retrieved_at: str | None = None
