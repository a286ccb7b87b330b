"""Files become documents: found, told what they are of, put together; what is left out is said."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from kg.build.load import load_documents
from kg.build.run import corpus
from kg.domain import Level
from kg.errors import UnreadableInput

TREE = """Bestuursrapportage 2020

Beleidsterrein 6C Wonen

Doel

Prestatie

6C1 Genoeg woningen voor iedereen

6C1.1 Afspraken maken met corporaties
"""


def test_the_corpus_is_four_documents_of_one_part_each() -> None:
    loaded = load_documents([corpus()])
    found = [(document.kind, document.year, [part.key for part in document.parts]) for document in loaded.documents]
    assert found == [
        ("annual-report", 2024, ["9"]),
        ("interim-report", 2019, ["9"]),
        ("programme-budget", 2018, ["9"]),
        ("programme-budget", 2021, ["sociaal-domein"]),
    ]
    assert loaded.left_out == [], "a README of the folder is about it and is none of its documents"


def test_two_renditions_of_one_part_are_one() -> None:
    loaded = load_documents([corpus()])
    part = next(d for d in loaded.documents if d.kind == "interim-report").parts[0]
    assert len(part.renditions) == 2
    programme = next(e for e in part.editions if e.level is Level.PROGRAMME)
    assert {passage.rendition for passage in programme.evidence} == {r.source.sha256 for r in part.renditions}
    assert [f.rule for f in loaded.findings if f.rule == "S15"] == ["S15"]


def test_pages_of_one_programme_are_one_part(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TREE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TREE.replace("6C", "6D").replace("Wonen", "Bouwen"), encoding="utf-8")
    loaded = load_documents([tmp_path], profile="leiden")
    assert [(d.year, [p.key for p in d.parts]) for d in loaded.documents] == [(2020, ["6"])]
    codes = {e.code for e in loaded.documents[0].parts[0].editions}
    assert {"6", "6C", "6C1", "6C1.1", "6D", "6D1", "6D1.1"} == codes


def test_a_path_that_is_not_there_is_left_out_and_the_others_are_loaded(tmp_path: Path) -> None:
    good = tmp_path / "goed.txt"
    good.write_text(TREE, encoding="utf-8")
    loaded = load_documents([tmp_path / "weg.txt", good])
    assert len(loaded.documents) == 1
    assert [(item.path.name, item.named) for item in loaded.left_out] == [("weg.txt", True)]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"Beste lezer,\n\nDit is een brief over de tuin.\n"])
def test_what_is_no_programme_document_is_left_out_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vreemd.txt"
    path.write_bytes(content)
    loaded = load_documents([path])
    assert loaded.documents == []
    assert [item.path for item in loaded.left_out] == [path]
    assert loaded.left_out[0].why


def test_what_stays_unknown_is_a_finding_and_the_file_is_built(tmp_path: Path) -> None:
    path = tmp_path / "p6.txt"
    path.write_text(TREE.replace("Bestuursrapportage 2020", ""), encoding="utf-8")
    loaded = load_documents([path], profile="leiden")
    assert [(d.kind, d.year, bool(d.token)) for d in loaded.documents] == [(None, None, True)]
    assert {f.rule for f in loaded.findings} == {"L02", "L03"}


def test_two_files_that_print_one_figure_differently_are_a_finding_and_in_doubt(tmp_path: Path) -> None:
    text = (corpus() / "annual-report-2024-programme-9.txt").read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace("| 7.287 |", "| 7.289 |") + "\nEinde.\n", encoding="utf-8")
    loaded = load_documents([tmp_path])
    (part,) = loaded.documents[0].parts
    doubted = [figure for figure in part.figures if figure.doubt == "contradicted"]
    assert [figure.key for figure in doubted] == ["budget/9B/balance/executed/2024"]
    assert [f.rule for f in loaded.findings].count("L06") == 1


def test_files_of_unknown_municipalities_are_kept_apart(tmp_path: Path) -> None:
    table = "Jaarstukken 2022\n\nIndicator | Realisatie 2022 | Bron |\n---|---|---|\nAantal gaten | {} | Telling |\n"
    (tmp_path / "x.txt").write_text(table.format(8), encoding="utf-8")
    (tmp_path / "y.txt").write_text(table.format(9), encoding="utf-8")
    loaded = load_documents([tmp_path])
    assert len({document.municipality.code for document in loaded.documents}) == 2
    figures = [figure for document in loaded.documents for part in document.parts for figure in part.figures]
    assert sorted(figure.reading.verbatim for figure in figures) == ["8", "9"]
    assert [finding.rule for finding in loaded.findings] == ["L01", "L01"]


def test_documents_toml_states_what_a_file_does_not_print(tmp_path: Path) -> None:
    (tmp_path / "p6.txt").write_text(TREE.replace("Bestuursrapportage 2020", ""), encoding="utf-8")
    stated = 'municipality = "Gouda"\n["p6.txt"]\nkind = "interim-report"\nyear = 2017\nordinal = 2\nversion = "1.2"\n'
    (tmp_path / "documents.toml").write_text(stated, encoding="utf-8")
    (document,) = load_documents([tmp_path], profile="leiden").documents
    assert (document.municipality.code, document.kind, document.year) == ("gm0513", "interim-report", 2017)
    assert (document.ordinal, document.version) == (2, "1.2")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('kind = "begroting"', "kind 'begroting'"),
        ('year = "2024"', "year is '2024'"),
        ('municipality = "Atlantis"', "no municipality 'Atlantis'"),
        ("jaar = 2024", "unknown key 'jaar'"),
        ("year = ", "documents.toml"),
    ],
)
def test_a_wrong_documents_toml_says_where_and_what(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "p6.txt").write_text(TREE, encoding="utf-8")
    (tmp_path / "documents.toml").write_text(f'["p6.txt"]\n{line}\n', encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"documents\.toml") as caught:
        load_documents([tmp_path])
    assert says in str(caught.value)


def test_amounts_without_a_stated_scale_are_in_doubt(tmp_path: Path) -> None:
    text = (corpus() / "annual-report-2024-programme-9.txt").read_text(encoding="utf-8")
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("Bedragen x"))
    (tmp_path / "kaal.txt").write_text(bare, encoding="utf-8")
    loaded = load_documents([tmp_path])
    figures = [f for f in loaded.documents[0].parts[0].figures if f.key.startswith(("budget/", "reserves/"))]
    assert {figure.doubt for figure in figures} == {"scale-unstated"}
    assert "L11" in {finding.rule for finding in loaded.findings}


def test_labels_are_composed_and_quotes_are_not(tmp_path: Path) -> None:
    text = (corpus() / "programme-budget-2018-programme-9.txt").read_text(encoding="utf-8")
    (tmp_path / "nfd.txt").write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    part = load_documents([tmp_path]).documents[0].parts[0]
    labels = [edition.label for edition in part.editions]
    assert labels == [unicodedata.normalize("NFC", label) for label in labels]
    quotes = [passage.quote for edition in part.editions for passage in edition.evidence]
    assert any(quote != unicodedata.normalize("NFC", quote) for quote in quotes)


def test_a_file_name_that_is_no_utf8_is_built(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123 - the name is bytes
        file.write(TREE)
    loaded = load_documents([tmp_path], profile="leiden")
    assert list(loaded.files.values()) == [["caf\\udce9.txt"]]


def test_of_two_copies_the_one_leads_of_which_more_is_known(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TREE.replace("Bestuursrapportage 2020", ""), encoding="utf-8")
    stated = '["b.txt"]\nkind = "interim-report"\nyear = 2017\n'
    (tmp_path / "documents.toml").write_text(stated, encoding="utf-8")
    loaded = load_documents([tmp_path], profile="leiden")
    assert [(document.kind, document.year) for document in loaded.documents] == [("interim-report", 2017)]
    assert [finding.rule for finding in loaded.findings] == ["S15"]


def test_the_same_bytes_twice_are_read_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TREE, encoding="utf-8")
    loaded = load_documents([tmp_path], profile="leiden")
    assert list(loaded.files.values()) == [["a.txt", "b.txt"]]
    assert [(finding.rule, finding.file) for finding in loaded.findings] == [("S15", "b.txt")]
