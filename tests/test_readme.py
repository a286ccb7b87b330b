"""The commands of README.md are the ones that are run."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from kg.build.run import build
from kg.build.settings import stated_in
from kg.cli import group
from kg.interpret.remarks import MESSAGES
from kg.profile import load

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


def fenced(page: str, language: str) -> str:
    """The first block of a language on a page of docs/."""
    return all_fenced(page, language)[0]


def all_fenced(page: str, language: str) -> list[str]:
    """The blocks of a language on a page of docs/."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_the_python_of_the_pages_runs(desk: Path) -> None:
    printed = []
    for code in all_fenced("researchers.md", "python"):
        done = subprocess.run([sys.executable, "-c", code], cwd=desk, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        printed.append(done.stdout)
    compared, asked = printed
    assert compared.splitlines() == [
        "('reworded',) 82.9 same-code-near-wording 1",
        "['9B3', '9B3.1', '9B3.2', '9B3.3']",
    ]
    assert asked.split()[:2] == ["9A1", "9B1"]


def test_the_profile_of_the_pages_loads(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text(fenced("profiles.md", "toml"), encoding="utf-8")
    profile = load(tmp_path)
    assert profile.name == "ons-dorp"
    assert profile.title("Gemeten 2024") is not None


def test_the_documents_toml_of_the_pages_is_read(tmp_path: Path) -> None:
    (tmp_path / "documents.toml").write_text(fenced("publishers.md", "toml"), encoding="utf-8")
    stated = stated_in(tmp_path)["berap-9.txt"]
    assert (stated.kind, stated.year, stated.retrieved_at) == ("interim-report", 2019, "2026-11-01")


def test_every_rule_has_its_page() -> None:
    written = runpy.run_path(str(ROOT / "docs" / "make_rules.py"))["pages"]()
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert found == written, "run python docs/make_rules.py"
    assert [rule for rule in [*MESSAGES, "L04"] if f"{rule}.md" not in found] == []


def test_every_command_is_documented() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    missing = [name for name in group.commands if not re.search(rf"\bkg {name}\b", told)]
    assert missing == ["completion"], "kg completion explains itself in its help"


def test_the_picture_is_what_show_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = spec_from_file_location("make_picture", ROOT / "docs" / "make_picture.py")
    assert spec is not None
    assert spec.loader is not None
    make_picture = module_from_spec(spec)
    spec.loader.exec_module(make_picture)
    monkeypatch.setattr(make_picture, "PICTURE", tmp_path / "now.svg")
    make_picture.main()
    drawn = (tmp_path / "now.svg").read_text(encoding="utf-8")
    assert "higher" in drawn
    assert drawn == (ROOT / "docs" / "show-9B1.svg").read_text(encoding="utf-8"), "run docs/make_picture.py"
