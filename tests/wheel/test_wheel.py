"""The built wheel, installed in an empty environment, does the main job from another folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT = "SELECT (COUNT(*) AS ?n) {?s ?p ?o}"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside the checkout's reach and return its output; a failure shows both streams."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel; its dependencies are those of the environment that runs the tests."""
    base = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", base / "dist", ROOT, cwd=base)
    (wheel,) = (base / "dist").glob("doelenboom-*.whl")
    home = base / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=base)
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=base)
    # After the installation, or pip would take a doelenboom that is already there for the one to be installed.
    # A folder named in a .pth has its own .pth files left unread: an editable installation stays out.
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=base).strip())
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "dependencies.pth").write_text("\n".join(sorted(dependencies)) + "\n", encoding="utf-8")
    return home


@pytest.mark.parametrize("name", ["ontology", "queries", "shapes", "examples"])
def test_data_folders_come_from_the_wheel(environment: Path, tmp_path: Path, name: str) -> None:
    script = "import sys; from kg.resources import folder; print(folder(sys.argv[1]))"
    found = Path(run(environment / "bin" / "python", "-I", "-c", script, name, cwd=tmp_path).strip())
    assert found.is_relative_to(environment.resolve())
    assert found.parent.name == "kg"
    assert list(found.iterdir())
    if name == "examples":
        assert list((found / "leiden").iterdir())


def test_the_main_job_runs_from_another_folder(environment: Path, tmp_path: Path) -> None:
    kg = environment / "bin" / "kg"
    graph = tmp_path / "graph"
    run(kg, "build", "--graph", graph, cwd=tmp_path)
    answer = run(kg, "query", COUNT, "--graph", graph, cwd=tmp_path)
    assert max((int(number) for number in re.findall(r"\d+", answer)), default=0) > 1000, answer


def test_the_page_of_a_report_has_its_template(environment: Path, tmp_path: Path) -> None:
    script = (
        "from kg.validate.formats import FORMATS; from kg.validate.report import Report; "
        "print(FORMATS['html'](Report(())))"
    )
    page = run(environment / "bin" / "python", "-I", "-c", script, cwd=tmp_path)
    assert page.startswith("<!doctype html>")
    assert "prefers-color-scheme" in page
