"""Readers: files of people → :class:`kg.document.Document`; lines and cells with their places, no domain word.

A reader keeps what the file shows: it joins no lines, guesses no headings and shifts no cells.
"""

from kg.readers.registry import read, read_bytes, suffixes

__all__ = ["read", "read_bytes", "suffixes"]
