"""The commands of README.md are the ones that are run."""

from __future__ import annotations

import os
import re
from pathlib import Path

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
