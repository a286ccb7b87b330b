"""The commands of README.md are the ones that are run."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build.run import build
from kg.cli import group, run

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def commands(markdown: str) -> list[str]:
    """Return the lines of all fenced blocks, without prompts.

    >>> commands("Run:" + chr(10) + "```sh" + chr(10) + "$ kg build" + chr(10) + "```")
    ['kg build']
    """
    lines = (line for block in FENCE.findall(markdown) for line in block.splitlines())
    return [line.removeprefix("$ ").strip() for line in lines if line.strip()]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    test_commands = [command for command in commands(readme) if re.search(r"\bpytest\b", command)]
    assert len(test_commands) == 1, f"README.md should give one test command, not {test_commands}"
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert test_commands[0] in ci.splitlines()


def test_ci_run_can_be_started() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def blocks(path: Path) -> list[str]:
    """Return the shell blocks of a page that use `kg`; setting up an environment is what .ci/run does."""
    found = re.findall(r"^```sh\n(.*?)^```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [block for block in found if not block.startswith("python3 -m venv")]


PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it: the corpus beside, a graph built."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "examples").symlink_to(ROOT / "examples")
    build(graph=folder / "graph")
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_the_pages_runs(page: Path, desk: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    found = blocks(page)
    assert found, f"{page.name} shows no command"
    for block in found:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=desk,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        assert done.stdout.strip(), f"prints nothing: {block}"


def test_every_command_is_documented() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    missing = [name for name in group.commands if not re.search(rf"\bkg {name}\b", told)]
    assert missing == ["completion"], "kg completion explains itself in its help"


def test_the_picture_is_what_show_prints(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "9B1", "--graph", str(desk / "graph")]) == 0
    printed = re.sub(r"\s+", "", capsys.readouterr().out)
    svg = (ROOT / "docs" / "show-9B1.svg").read_text(encoding="utf-8")
    pictured = html.unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))
    for figure in ("7.287", "89%", "97%", "Burgerszijnzelfredzaammogelijk", "Stadsenquête"):
        assert figure in printed
        assert figure in re.sub(r"[\s\u00a0]+", "", pictured)
