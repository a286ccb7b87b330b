"""Bytes → text: encodings, line ends, and content that is no text."""

from __future__ import annotations

import codecs

import pytest

from kg.errors import UnreadableInput
from kg.readers.decoding import decode

TEXT = "Cliënten € 5\nLasten | 12 |\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be-bom", "utf-16-le", "utf-16-be", "cp1252", "crlf", "cr", "utf-16-crlf"],
)
def test_one_text_in_many_encodings(data: bytes) -> None:
    assert decode(data, "begroting.txt") == TEXT


def test_a_stray_control_character_is_kept() -> None:
    assert decode(b"Zelf\x02redzaam" + b" in de wijk" * 20, "a.txt").startswith("Zelf\x02redzaam")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Lasten\x00Baten", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"\x1f\x8b\x08\x01\x02\x03", "binary"),
        (b"%PDF-1.7\nstream", "PDF"),
        ("Cliënten, financiën, één".encode()[:-2], "line 1"),
        (b"Lasten\n\x81\x8d", "line 2"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8", "UTF-16"),
        (b"\xef\xbb\xbf \r\n", "no text"),
    ],
    ids=["nul", "png", "gzip", "pdf", "cut", "not cp1252", "lone surrogate", "nothing"],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words) as caught:
        decode(data, "begroting.txt")
    assert str(caught.value).startswith("begroting.txt: ")
