"""A bad input beside a good one: one clear message, the good one built, an exit code that says so, nothing broken."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build.load import LARGEST
from kg.build.run import corpus
from kg.cli import run
from kg.store import Graph

GOOD = corpus() / "programme-budget-2018-programme-9.txt"
OTHER = corpus() / "annual-report-2024-programme-9.txt"
UTF8 = "Cliënten, financiën, één, coöperatie\nLasten"

Make = Callable[[Path], None]


def holds(content: bytes) -> Make:
    return lambda path: void(path.write_bytes(content))


def void(_: object) -> None:
    """Nothing: what is written is not asked how long it was."""


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        here = Path.cwd()
        os.chdir(path.parent)  # the address of a socket has at most 107 bytes
        try:
            end.bind(path.name)
        finally:
            os.chdir(here)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)


def zeros(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(90_000_000)


BAD: dict[str, tuple[Make, str]] = {
    "absent": (void, "no such file or folder; check the path"),
    "empty": (holds(b""), r"the file is empty\. Fetch or export it again"),
    "white": (holds(b" \t\r\n\n"), r"the file is empty\. Fetch or export it again"),
    "a mark and nothing": (holds(b"\xef\xbb\xbf\r\n"), r"holds no text\. Fetch or export it again"),
    "no-break spaces": (holds("\u00a0\n\u2003\n".encode()), r"holds no text\. Fetch or export it again"),
    "zeros": (zeros, "the content is binary, not text. Export the document as text"),
    "spaces": (holds(b" " * 20_000_000), "the file is empty. Fetch or export it again"),
    "a picture": (holds(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "the content is binary, not text. Export"),
    "a program": (holds(b"\x7fELF\2\1\1" + bytes(range(256)) * 9), "the content is binary, not text. Export"),
    "a zip": (holds(b"PK\3\4\x14\0\6\0\x08\0"), "the content is binary, not text. Export"),
    "a PDF": (holds(b"%PDF-1.7\n1 0 obj\n"), r"the content is a PDF\. Export the document as text"),
    "UTF-8 cut in a letter": (holds(UTF8.encode()[:24]), r"byte 24 \(line 1\) is not UTF-8; .*Fetch it again"),
    "UTF-8 with a wrong byte": (holds(UTF8.encode() + b"\xff"), r"byte 49 \(line 2\) is not UTF-8; .*Fetch it again"),
    "UTF-16 cut in a letter": (holds(UTF8.encode("utf-16-le")[:-1]), r"byte 85 \(line 2\) is not UTF-16-LE"),
    "half a pair in UTF-16": (holds(b"\xff\xfea\0\n\0\0\xd8"), r"byte 7 \(line 2\) is not UTF-16"),
    "no programme document": (
        holds(b"Beste lezer,\n\nTot ziens.\n"),
        "no goal tree, .* leave it out, or state its kind",
    ),
    "too large": (sparse, "larger than 100 MB; cut it into parts"),
    "a pipe": (os.mkfifo, "no regular file; save its content as a file"),
    "a socket": (listen, "no regular file; save its content as a file"),
    "an endless device": (lambda path: path.symlink_to("/dev/zero"), "no regular file; save its content as a file"),
    "a link that leads nowhere": (lambda path: path.symlink_to("weg.txt"), "leads nowhere; name the file itself"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "leads nowhere; name the file itself"),
    "a folder without files": (Path.mkdir, r"holds no file that can be read \(\.txt, .*\); name another"),
}
"""How the bad input comes about, and what the message has to say: what is wrong and what to do."""


@pytest.fixture
def earlier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A graph that was built before, of another document."""
    graph = tmp_path / "graph"
    assert run(["build", str(OTHER), "--graph", str(graph)]) == 0
    capsys.readouterr()
    return graph


def documents(graph: Path) -> set[str]:
    with Graph.open(graph) as store:
        rows = store.select("SELECT ?d WHERE { ?part doel:partOfDocument ?d }").rows
    return {str(row[0]).rpartition("/")[2].rstrip(">") for row in rows}


@pytest.mark.parametrize("what", sorted(BAD))
def test_a_bad_file_is_left_out_with_one_message_and_the_good_one_is_built(
    what: str, tmp_path: Path, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, says = BAD[what]
    bad = tmp_path / "slecht.txt"
    make(bad)
    assert run(["build", str(bad), str(GOOD), "--graph", str(earlier)]) == 1
    messages = [line for line in capsys.readouterr().err.splitlines() if "slecht" in line]
    assert len(messages) == 1
    assert messages[0].count("slecht.txt") == 1
    assert re.fullmatch(rf"left out: \S*slecht\.txt: .*(?:{says}).*", messages[0])
    assert documents(earlier) == {"programme-budget-2018"}


@pytest.mark.parametrize("what", sorted(BAD))
def test_nothing_but_a_bad_file_leaves_the_earlier_graph(
    what: str, tmp_path: Path, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, says = BAD[what]
    make(tmp_path / "slecht.txt")
    assert run(["build", str(tmp_path / "slecht.txt"), "--graph", str(earlier)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.search(says, err)
    assert err.count("nothing was built, and a graph that was there is kept") == 1
    assert documents(earlier) == {"annual-report-2024"}
    assert run(["show", "9B1", "--graph", str(earlier)]) == 0


def test_all_bad_files_of_a_folder_are_named_once_and_the_good_one_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies in a folder was not asked for by name: it is skipped, said, and the run is complete."""
    folder = tmp_path / "stukken"
    folder.mkdir()
    for number, what in enumerate(sorted(BAD)):
        BAD[what][0](folder / f"slecht-{number}.txt")
    (folder / "goed.txt").write_bytes(GOOD.read_bytes())
    (folder / "later.pdf").write_bytes(b"%PDF-1.7\n")
    assert run(["build", str(folder), "--graph", str(tmp_path / "graph")]) == 0
    err = capsys.readouterr().err
    bad = [path.name for path in folder.iterdir() if not path.name.startswith("goed") and not path.is_dir()]
    assert len(bad) > 15
    for name in bad:
        assert len(re.findall(rf"^skipped: \S*{re.escape(name)}: ", err, re.MULTILINE)) == 1, name
    assert documents(tmp_path / "graph") == {"programme-budget-2018"}


@pytest.mark.parametrize("name", ["foto.jpg", "zonder", "boek.pdf", "blad.docx", "tabel.csv"])
def test_a_format_that_cannot_be_read(
    name: str, tmp_path: Path, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(GOOD.read_bytes())
    assert run(["build", str(tmp_path / name), str(GOOD), "--graph", str(earlier)]) == 1
    err = capsys.readouterr().err
    assert re.search(
        rf"left out: \S*{name}: no reader for .*; supported are \.txt, .*\. Save the document as text", err
    )
    assert documents(earlier) == {"programme-budget-2018"}


def test_a_path_that_the_system_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "a" * 5000 + ".txt", str(GOOD), "--graph", str(tmp_path / "graph")]) == 1
    assert re.search(r"left out: a+\.txt: it cannot be looked at \(.+\); check the path", capsys.readouterr().err)
    assert documents(tmp_path / "graph") == {"programme-budget-2018"}


def test_a_file_that_may_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may read every file, so opening it is refused here."""
    file, reading = tmp_path / "dicht.txt", Path.read_bytes
    file.write_bytes(GOOD.read_bytes())

    def refuse(path: Path) -> bytes:
        if path.name == "dicht.txt":
            raise PermissionError(13, "Permission denied")
        return reading(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run(["build", str(file), str(GOOD), "--graph", str(tmp_path / "graph")]) == 1
    assert "dicht.txt: cannot be opened (Permission denied). Check the path and who may" in capsys.readouterr().err


DEFECTS: dict[str, tuple[tuple[str, str], str, int]] = {
    "a code used twice": (("9D1.c", "9D1.b"), "S01", 0),
    "a row with a cell too few": (("| 7.287 ", ""), "S09", 0),
    "a mission that is missing": (("", ""), "S08", 4),
    "a mark without a note": (("57*", "57***"), "S16", 0),
    "no cell that can be read": (("57*", "5.7.1*"), "F01", 0),
}
"""What is changed in a good file, and the finding that this gives, at its line (0: where the change is)."""


@pytest.mark.parametrize("what", sorted(DEFECTS))
def test_a_defect_in_a_document_is_a_finding_with_file_and_line(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (old, new), rule, line = DEFECTS[what]
    text = OTHER.read_text(encoding="utf-8")
    place = text.rindex(old) if old else 0
    (tmp_path / "stuk.txt").write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")
    line = line or text.count("\n", 0, place) + 1
    assert run(["build", str(tmp_path / "stuk.txt"), "--graph", str(tmp_path / "graph")]) == 0
    assert re.search(rf"^stuk\.txt:{line}  {rule}  \w+  .{{20,}}", capsys.readouterr().err, re.MULTILINE)


def test_an_unknown_layout_is_a_finding_and_its_cells_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stuk.txt").write_text("Jaarstukken 2022\n\nGrut | 5 | 8 |\nKroos | 6 | 9 |\n", encoding="utf-8")
    assert run(["build", str(tmp_path / "stuk.txt"), "--graph", str(tmp_path / "graph")]) == 0
    assert re.search(r"^stuk\.txt:3  L07  warning  .*not recognised", capsys.readouterr().err, re.MULTILINE)
    with Graph.open(tmp_path / "graph") as graph:
        rows = graph.select("SELECT ?v WHERE { ?f a doel:TableFigure ; doel:verbatim ?v } ORDER BY ?v").rows
    assert [str(row[0]) for row in rows] == ['"5"', '"6"', '"8"', '"9"']


def test_two_files_that_contradict_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = OTHER.read_text(encoding="utf-8")
    (tmp_path / "een.txt").write_text(text, encoding="utf-8")
    (tmp_path / "twee.txt").write_text(text.replace("| 7.287 |", "| 7.289 |") + "\nEinde.\n", encoding="utf-8")
    assert run(["build", str(tmp_path / "een.txt"), str(tmp_path / "twee.txt"), "--graph", str(tmp_path / "g")]) == 0
    found = re.findall(r"^(?:een|twee)\.txt:\d+  L06  warning  .*$", capsys.readouterr().err, re.MULTILINE)
    assert len(found) == 1
    assert {"7.287", "7.289"} <= set(re.findall(r"[\d.]+\d", found[0]))


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[2Jb.txt", "a\u202eb.txt", "a\udce9b.txt", "<b>&[red].txt"])
def test_odd_file_names_stay_on_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "stukken"
    folder.mkdir()
    path = os.fsencode(folder / name)
    for file, content in ((path, GOOD.read_bytes()), (path + b".md", b"")):
        with open(file, "wb") as opened:  # noqa: PTH123 - the name is bytes
            opened.write(content)
    assert run(["build", str(folder), "--graph", str(tmp_path / "graph")]) == 0
    out, err = capsys.readouterr()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", out + err)
    (skipped,) = [line for line in err.splitlines() if line.startswith("skipped: ")]
    assert skipped.endswith("the file is empty. Fetch or export it again, or leave it out.")
    assert documents(tmp_path / "graph") == {"programme-budget-2018"}
