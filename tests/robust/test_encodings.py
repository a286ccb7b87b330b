"""One text in every encoding is one graph; accents, spaces and hyphens in another shape state the same facts."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.build.load import load_documents
from kg.build.run import corpus
from kg.domain import Part, Passage, ProgrammeDocument, Rendition
from kg.profile import squeeze
from kg.vocabulary import curie
from tests.robust.checks import assert_graph, assert_model, lines_of

SHIPPED = sorted(path.name for path in corpus().glob("*.txt"))

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "crlf with a mark": lambda text: codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode(),
    "utf-16-le with a mark": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16-be with a mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16-le crlf": lambda text: text.replace("\n", "\r\n").encode("utf-16-le"),
    "cp1252": lambda text: text.encode("cp1252"),
    "cp1252 crlf": lambda text: text.replace("\n", "\r\n").encode("cp1252"),
}


@pytest.fixture(params=["shared", "shipped"])
def texts(request: pytest.FixtureRequest) -> dict[str, str]:
    """The texts of the real files, and of those that ship, by name."""
    folder = corpus()
    if request.param == "shared":
        folder = request.getfixturevalue("shared") / "documents"
    paths = [*folder.glob("*.txt"), *folder.glob("other/*.txt")]
    assert len(paths) >= len(SHIPPED)
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(paths)}


def graph_of(data: bytes, folder: Path) -> list[str]:
    """The graph of one file, with its hash and the beginnings of it that stand in names replaced."""
    path = folder / "stuk.txt"
    path.write_bytes(data)
    loaded = load_documents([path])
    assert_model(loaded)
    lines = lines_of(loaded)
    for sha256 in loaded.texts:
        for length in (64, 12, 8):
            lines = [line.replace(sha256[:length], "hash") for line in lines]
    return sorted(lines)


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_the_encoding_changes_nothing_but_the_hash(encoding: str, texts: dict[str, str], tmp_path: Path) -> None:
    tried = 0
    for name, text in texts.items():
        try:
            data = ENCODINGS[encoding](text)
        except UnicodeEncodeError:  # cp1252 has no such letter
            continue
        assert graph_of(data, tmp_path) == graph_of(text.encode(), tmp_path), name
        tried += data != text.encode()
    assert tried > len(texts) / 2


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_offsets_are_code_points_of_the_decoded_text(encoding: str, tmp_path: Path) -> None:
    sign = "€" if "cp1252" in encoding else "\U0001f600"  # one code point: two units of UTF-16, three or four bytes
    shipped = (corpus() / SHIPPED[0]).read_text(encoding="utf-8")
    text = shipped.replace(" van ", f" {sign} van ")
    path = tmp_path / "stuk.txt"
    path.write_bytes(ENCODINGS[encoding](text))
    loaded = load_documents([path])
    assert list(loaded.texts.values()) == [text]
    places = places_in(lines_of(loaded))
    assert any(sign in quote for *_place, quote in places)
    for start, end, line, quote in places:
        assert text[int(start) : int(end)] == quote
        assert int(line) == text.count("\n", 0, int(start)) + 1


def places_in(lines: list[str]) -> list[list[str]]:
    """Start, end, line and quote of each passage in N-Quads."""
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS):
        if isinstance(quad.object, ox.Literal):
            found.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    names = [curie(f"doel:{name}") for name in ("start", "end", "line", "quote")]
    return [[node[name] for name in names] for node in found.values() if names[-1] in node]


def hyphenated(text: str) -> str:
    """Put soft hyphens in words in lower case, as text taken from a web page or a PDF has them."""
    return re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad", text)


SHAPES: dict[str, Callable[[str], str]] = {
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "narrow no-break spaces": lambda text: re.sub(r"(?<=\w) (?=\w)", "\u202f", text),
    "two spaces": lambda text: re.sub(r"(?<=\w) (?=\w)", "  ", text),
    "soft hyphens": hyphenated,
    "zero width spaces": lambda text: re.sub(r"(?<=[a-z]{4}) ", "\u200b ", text),
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_another_shape_of_the_same_words_states_the_same_facts(
    shape: str, texts: dict[str, str], tmp_path: Path
) -> None:
    changed = 0
    for name, text in texts.items():
        shaped = SHAPES[shape](text)
        changed += shaped != text
        facts = [list(facts_of(load(value, tmp_path))) for value in (text, shaped)]
        missing, extra = [fact for fact in facts[0] if fact not in facts[1]], [f for f in facts[1] if f not in facts[0]]
        assert (name, missing[:3], extra[:3]) == (name, [], [])
        assert len(facts[0]) == len(facts[1])
    assert changed


ABOUT_THE_PART = ("key", "number", "title", "covers")
WHERE_ONLY = ("renditions", "structure", "cells", "lines", "set_aside")
LISTS = [field.name for field in fields(Part) if field.name not in (*ABOUT_THE_PART, *WHERE_ONLY)]
"""The lists of facts of a part, also those that it may get."""


def load(text: str, folder: Path) -> list[ProgrammeDocument]:
    path = folder / "stuk.txt"
    path.write_bytes(text.encode())
    loaded = load_documents([path])
    assert_model(loaded)  # what is quoted is what the file has, in its own shape
    assert_graph(lines_of(loaded))
    return loaded.documents


def facts_of(documents: list[ProgrammeDocument]) -> Iterator[object]:
    """All that documents state, without the places it stands at."""
    for document in documents:
        yield (document.municipality.name, document.kind, document.year, document.version, document.title)
        for part in document.parts:
            yield tuple(getattr(part, name) for name in ABOUT_THE_PART)
            for name in LISTS:
                yield from ((name, plain(thing)) for thing in getattr(part, name))


def plain(value: Any) -> object:
    """A value as plain data, without places; what is verbatim is compared as words."""
    if isinstance(value, Passage | Rendition):
        return None
    if isinstance(value, tuple):
        return tuple(one for one in map(plain, value) if one is not None)
    if is_dataclass(value):
        return tuple(words(field.name, plain(getattr(value, field.name))) for field in fields(value))
    return value


def words(name: str, value: object) -> object:
    """A verbatim text as its words; any other value as it is."""
    return squeeze(value) if name == "verbatim" and isinstance(value, str) else value
