"""--plot of `kg history` and `kg compare`: what is drawn, what is refused first, and where there is nothing to draw."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.build.run import build
from kg.cli import run

ACCOUNT, BUDGET = "annual-report-2024", "programme-budget-2018"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    directory = tmp_path_factory.mktemp("graph") / "g"
    build(graph=directory)
    return str(directory)


def test_a_picture_is_drawn_beside_the_table(graph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, arguments in enumerate((["history", "9A1.a"], ["compare", BUDGET, ACCOUNT])):
        file = tmp_path / f"{number}.svg"
        assert run([*arguments, "--graph", graph, "--plot", str(file)]) == 0
        out, err = capsys.readouterr()
        assert "9A1.a" in out
        assert f"picture: {file}" in err
        assert file.read_text(encoding="utf-8").startswith("<svg")


def test_a_picture_that_cannot_be_drawn(
    graph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (["history", "9A1.a"], ["compare", BUDGET, ACCOUNT]):
        command += ["--graph", graph, "--plot"]
        assert run([*command, str(tmp_path / "x.gif")]) == 3
        assert run([*command, str(tmp_path / "no" / "x.svg")]) == 2
        with monkeypatch.context() as without:
            without.setitem(sys.modules, "vl_convert", None)
            assert run([*command, str(tmp_path / "x.svg")]) == 3
        out, err = capsys.readouterr()
        assert out == "", "it is refused before anything is told"
        assert "a picture is one of .svg, .png, .html, .json" in err
        assert f"there is no folder {tmp_path / 'no'}" in err
        assert "pip install" in err
        assert list(tmp_path.iterdir()) == []


def test_nothing_to_draw_is_said_and_no_file_is_written(
    graph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.svg"
    assert run(["history", "9A1.1", "--graph", graph, "--plot", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("9A1.1 ")
    assert err == f"nothing to draw (no figures); {file} is not written\n"
    apart = ["compare", BUDGET, "programme-budget-2021", "--graph", graph, "--plot", str(file)]
    assert run(apart) == 1, "one of the two states no element"
    assert "nothing to draw" in capsys.readouterr().err
    assert not file.exists()


def test_a_picture_is_drawn_though_nobody_reads_on(graph: str, tmp_path: Path) -> None:
    """`kg history 9A1.a --plot x.svg | head -1`."""
    for number, arguments in enumerate((["history", "9A1.a"], ["compare", BUDGET, ACCOUNT])):
        file = tmp_path / f"{number}.svg"
        call = [sys.executable, "-m", "kg", *arguments, "--graph", graph, "--plot", str(file)]
        with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as asked:
            assert asked.stdout is not None
            asked.stdout.close()
            assert asked.wait() == 0
        assert file.read_text(encoding="utf-8").startswith("<svg")
