"""The hook for pre-commit and the GitHub action, through the very commands that they run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.build.run import corpus

ROOT = Path(__file__).resolve().parents[2]
REPORT = "annual-report-2024-programme-9.txt"
BIN = Path(sys.executable).parent


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with a document, what it is of, and a README that is none."""
    folder = tmp_path / "stukken"
    folder.mkdir()
    shutil.copy(corpus() / REPORT, folder)
    (folder / "documents.toml").write_text(
        'municipality = "gm0546"\nkind = "annual-report"\nyear = 2024\n', encoding="utf-8"
    )
    (tmp_path / "README.md").write_text("# Onze stukken\n", encoding="utf-8")
    return tmp_path


def ran(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    known = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    env = {**known, "PATH": path, **environment}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def hook() -> dict[str, Any]:
    (only,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(only)


def test_the_hook_validates_the_documents_that_changed(repository: Path) -> None:
    given = hook()
    files = [str(path.relative_to(repository)) for path in sorted(repository.rglob("*")) if path.is_file()]
    chosen = [f for f in files if re.search(given["files"], f) and not re.search(given["exclude"], f)]
    assert chosen == [f"stukken/{REPORT}"]
    done = ran([*given["entry"].split(), *chosen], repository)
    assert done.returncode == 1, done.stderr
    assert f"stukken/{REPORT}:" in done.stdout
    assert "F09" in done.stdout


def test_the_hook_passes_what_was_accepted(repository: Path) -> None:
    given = hook()
    accepted = ran(["kg", "baseline", "stukken"], repository)
    (repository / "accepted.json").write_text(accepted.stdout, encoding="utf-8")
    arguments = ["--baseline", "accepted.json", f"stukken/{REPORT}"]
    done = ran([*given["entry"].split(), *arguments], repository)
    assert done.returncode == 0, done.stdout


def action() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8")))


def run_action(repository: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the script of the last step, with its environment made of the inputs as GitHub does."""
    given = action()
    step = given["runs"]["steps"][-1]
    defaults = {name: str(one.get("default", "")) for name, one in given["inputs"].items()}
    values = {**defaults, **{name.replace("_", "-"): value for name, value in inputs.items()}}

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: values[found[1]], text)

    env = {name: filled(text) for name, text in step["env"].items()}
    summary = repository / "summary.md"
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    return ran(command, repository, **env, GITHUB_STEP_SUMMARY=str(summary))


def test_the_action_installs_what_it_stands_in() -> None:
    steps = action()["runs"]["steps"]
    assert steps[1]["run"] == 'python -m pip install --quiet "$GITHUB_ACTION_PATH"'
    assert "${{" not in "".join(step.get("run", "") for step in steps), "inputs go through the environment"


def test_the_action_annotates_and_fails(repository: Path) -> None:
    done = run_action(repository, paths="stukken")
    assert done.returncode == 1, done.stderr
    assert re.search(rf"^::error .*file=stukken/{re.escape(REPORT)},line=57", done.stdout, re.MULTILINE)
    assert "F09" in (repository / "summary.md").read_text(encoding="utf-8")


def test_the_action_passes_with_a_baseline_and_writes_sarif(repository: Path) -> None:
    accepted = ran(["kg", "baseline", "stukken"], repository)
    (repository / "accepted.json").write_text(accepted.stdout, encoding="utf-8")
    done = run_action(repository, paths="stukken\n", baseline="accepted.json", sarif="kg.sarif")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((repository / "kg.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 1), ("info", 1), ("never", 0)])
def test_the_action_fails_on_what_is_asked(repository: Path, fail_on: str, code: int) -> None:
    assert run_action(repository, paths="stukken", fail_on=fail_on).returncode == code


def test_the_action_without_paths_is_a_failure_and_no_pass(repository: Path) -> None:
    assert run_action(repository, paths="\n").returncode == 2
    assert run_action(repository, paths="absent").returncode == 2


@pytest.mark.parametrize("hostile", ["stukken; touch hacked", "$(touch hacked)", "`touch hacked`", "--output=hacked"])
def test_a_path_is_never_a_command(repository: Path, hostile: str) -> None:
    done = run_action(repository, paths=hostile)
    assert done.returncode == 2
    assert not (repository / "hacked").exists()
