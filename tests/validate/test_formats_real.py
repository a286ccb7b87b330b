"""The annual report that ships, with one figure changed: what each format says of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.build.load import load_documents
from kg.build.run import corpus, graph_lines
from kg.validate.document import Subject, check_document
from kg.validate.engines import ENGINES
from kg.validate.formats import FORMATS
from kg.validate.report import Checked, Report, Sources
from kg.validate.shapeset import load_shapes

NAME = "annual-report-2024-programme-9.txt"
PRINTED, CHANGED = "Saldo | 7.490 | 8.443 | -944 | 7.499 |", "Saldo | 7.490 | 8.443 | -944 | 7.509 |"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The findings of B04 in a copy of the annual report in which a budget after change is ten too high."""
    folder = tmp_path_factory.mktemp("stukken")
    printed = (corpus() / NAME).read_text(encoding="utf-8")
    assert printed.count(PRINTED) == 1
    (folder / NAME).write_text(printed.replace(PRINTED, CHANGED), encoding="utf-8")
    loaded = load_documents([folder / NAME])
    lines, _ = graph_lines(loaded)
    (iri,) = {match[1] for line in lines if (match := re.search(r"<([^<>]*/document/[^/<>]+)/part/[^<>]*> \.$", line))}
    triples = [line.rpartition(" <")[0] + " ." for line in lines if line.rpartition(" <")[2].startswith(iri + "/part/")]
    shapes = load_shapes().part(["B04"])
    names = {sha256: files[0] for sha256, files in loaded.files.items()}
    found = check_document(Subject(triples, iri, names), shapes, ENGINES["pyshacl"])
    texts = {names[sha256]: text for sha256, text in loaded.texts.items()}
    checked = Checked(iri, "Jaarstukken 2024", (NAME,))
    return Report(tuple(found), (checked,), shapes.rules, Sources({NAME: f"stukken/{NAME}"}, texts))


def test_the_terminal_shows_the_cell(report: Report) -> None:
    lines = FORMATS["text"](report, "nl").splitlines()
    assert f"stukken/{NAME}:150:32  B04  fout" in lines
    at = lines.index("  150 │ Saldo | 7.490 | 8.443 | -944 | 7.509 | 7.287 | 212 | |")
    assert lines[at + 1].index("^") == lines[at].index("7.509")
    assert lines[at + 1].strip() == "^^^^^"
    assert lines[at + 2].startswith("  samen met  150:17 Begroting 2024 8.443 · 150:25 Wijziging Begroting -944")


def test_other_formats_point_at_the_same_cell(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (finding,) = json.loads(FORMATS["json"](report))["findings"]
    assert (finding["line"], finding["start_column"], finding["end_line"], finding["end_column"]) == (150, 32, 150, 37)
    (result,) = json.loads(FORMATS["sarif"](report, "nl"))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 150, "startColumn": 32, "endLine": 150, "endColumn": 37}
    assert result["message"]["text"].endswith("(samen met [Begroting 2024 8.443](1), [Wijziging Begroting -944](2))")
    where = f"file=stukken/{NAME},line=150,col=32,endLine=150,endColumn=37"
    assert FORMATS["github"](report, "nl").startswith(f"::error {where},title=B04 ")
    assert f"stukken/{NAME}:150:32: fout: " in FORMATS["junit"](report, "nl")
    assert "| -944 | <mark>7.509</mark> | 7.287 |" in FORMATS["html"](report, "nl")
    assert 'doel:quote "7.509"' in FORMATS["turtle"](report)
