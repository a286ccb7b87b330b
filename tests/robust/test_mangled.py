"""Files as they arrive damaged: never a traceback, never a figure that does not stand at its evidence.

The number of examples a file is a setting, for a longer search now and then:
``DOELENBOOM_EXAMPLES=2000 pytest tests/robust/test_mangled.py``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import terms
from kg.build.run import corpus
from tests.robust.checks import lines_of, load_checked
from tests.robust.mangling import MISHAP, MISHAPS, Mishap, after

EXAMPLES = int(os.environ.get("DOELENBOOM_EXAMPLES", "8"))
SHIPPED = sorted(corpus().glob("*.txt"))
SEVERAL = st.lists(MISHAP, min_size=1, max_size=5)


def damaged(path: Path, mishaps: list[Mishap], cut: int = 0) -> bytes:
    """The bytes of a file after mishaps, with so many bytes lost at the end."""
    data = after(path.read_text(encoding="utf-8"), mishaps).encode()
    return data[: len(data) - cut]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stukken")


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
@given(mishaps=SEVERAL, cut=st.sampled_from((0, 0, 1, 7, 500, 20_000)), suffix=st.sampled_from((".txt", ".md")))
def test_a_damaged_file_is_read_as_far_as_it_goes(
    path: Path, folder: Path, mishaps: list[Mishap], cut: int, suffix: str
) -> None:
    file = folder / f"stuk{suffix}"
    file.write_bytes(damaged(path, mishaps, cut))
    load_checked(file)


@pytest.mark.parametrize("name", sorted(MISHAPS))
def test_each_mishap_happens_to_each_real_file(name: str, shared: Path, tmp_path: Path) -> None:
    mishaps = [Mishap(name, 4_711, 815), Mishap(name, 12_345, 67_890)]
    files = sorted((shared / "documents").glob("*.txt"))
    for path in files:
        (tmp_path / path.name).write_bytes(damaged(path, mishaps))
        load_checked(tmp_path / path.name)
    assert any((tmp_path / path.name).read_bytes() != path.read_bytes() for path in files)


@pytest.mark.parametrize("share", range(1, 12))
def test_a_file_cut_at_any_byte(share: int, tmp_path: Path) -> None:
    """What is left is read; where a letter was cut in two, the message says at which byte and line."""
    for path in SHIPPED:
        data = path.read_bytes()
        (tmp_path / path.name).write_bytes(data[: len(data) * share // 12 + share])
    loaded = load_checked(*sorted(tmp_path.iterdir()))
    for item in loaded.left_out:
        assert "not UTF-8" in item.why or "no goal tree" in item.why
    assert loaded.documents


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
@given(whole=st.sampled_from(SHIPPED), mishaps=SEVERAL, others=SEVERAL)
def test_two_damaged_copies_of_one_part(folder: Path, whole: Path, mishaps: list[Mishap], others: list[Mishap]) -> None:
    """Renditions that contradict each other are put together with findings, and nothing is said twice."""
    files = [folder / "een.txt", folder / "twee.txt", folder / "drie.txt"]
    for file, happened in zip(files, (mishaps, others, []), strict=True):
        file.write_bytes(damaged(whole, happened))
    load_checked(*files)


ODD_LETTERS = "\x01\x0b\x1c\x85\u2028\ufffe\uffff\\"


def test_rdflib_reads_the_same_graph(tmp_path: Path) -> None:
    """Characters that parsers differ on stand in labels, quotes and figures; both engines read the same terms."""
    text = SHIPPED[0].read_text(encoding="utf-8").replace("zo", f"z{ODD_LETTERS}o").replace("57*", f"57{ODD_LETTERS}*")
    (tmp_path / "stuk.txt").write_bytes(text.encode())
    lines = lines_of(load_checked(tmp_path / "stuk.txt"))
    assert any(terms.string(f"57{ODD_LETTERS}*") in line for line in lines)
    quads = list(ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS))
    graph = rdflib.Graph()
    graph.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o, _ in quads), format="nt")
    assert {tuple(map(terms.from_rdflib, triple)) for triple in graph} == {
        (terms.from_oxigraph(s), terms.from_oxigraph(p), terms.from_oxigraph(o)) for s, p, o, _ in quads
    }
