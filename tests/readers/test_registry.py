"""The table of formats: suffixes, media types, and what is refused."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

import pytest

import kg.readers
from kg.errors import NotSupported, UnreadableInput
from kg.readers.registry import FORMATS, read, read_bytes, suffixes


def test_a_file_is_read_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "Begroting 2024.TXT"
    path.write_bytes(b"Lasten | 12 |\r\n")
    document = read(path, address="https://voorbeeld.nl/begroting", retrieved_at="2024-11-01")
    assert document.text == "Lasten | 12 |\n"
    assert document.source.name == "Begroting 2024.TXT"
    assert document.source.media_type == "text/plain"
    assert document.source.sha256 == hashlib.sha256(b"Lasten | 12 |\r\n").hexdigest()
    assert document.source.address == "https://voorbeeld.nl/begroting"
    assert document.source.retrieved_at == "2024-11-01"
    assert read(path, name="2024/Begroting").source.name == "2024/Begroting"


@pytest.mark.parametrize(("name", "heading"), [("a.md", 1), ("a.markdown", 1), ("a.txt", 0), ("a.text", 0)])
def test_the_suffix_decides(name: str, heading: int) -> None:
    assert read_bytes(b"# Wonen", name).lines[0].heading == heading


def test_a_stated_media_type_outranks_the_suffix() -> None:
    document = read_bytes(b"# Wonen", "pagina", "Text/Markdown; charset=utf-8")
    assert (document.lines[0].heading, document.source.media_type) == (1, "text/markdown")


@pytest.mark.parametrize(
    ("name", "media_type", "words"),
    [
        ("begroting.xyz", None, r"suffix \.xyz; supported are \.txt"),
        ("begroting", None, "without a suffix"),
        ("begroting.txt", "image/png", "image/png; supported are text/plain"),
    ],
)
def test_an_unknown_format_says_what_is_supported(name: str, media_type: str | None, words: str) -> None:
    with pytest.raises(NotSupported, match=words):
        read_bytes(b"Lasten", name, media_type)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"empty|no text"):
        read_bytes(data, "leeg.txt")


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        read(tmp_path / "weg.txt")
    (tmp_path / "map.txt").mkdir()
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        read(tmp_path / "map.txt")


def test_every_format_has_its_reader_and_its_own_suffixes() -> None:
    for fmt in FORMATS:
        module, _, function = fmt.reader.partition(":")
        assert callable(getattr(import_module(module), function))
    assert len(set(suffixes())) == len(suffixes())
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes())


def test_the_package_names_its_verbs() -> None:
    assert (kg.readers.read, kg.readers.read_bytes, kg.readers.suffixes) == (read, read_bytes, suffixes)
