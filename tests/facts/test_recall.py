"""The benchmark runs, and the excerpts that were read without a fault still are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARK = ROOT / "benchmarks" / "recall.py"


def run(*arguments: str | Path) -> str:
    command = [sys.executable, str(BENCHMARK), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.mark.skipif(not BENCHMARK.is_file(), reason="an unpacked sdist holds no benchmarks")
@pytest.mark.parametrize("name", ["leiden-begroting", "oss-jaarverslag"])
def test_amounts_are_read_without_a_fault(shared: Path, name: str) -> None:
    lines = run(shared / "documents" / "other", shared / "facts" / "other", "--only", name).splitlines()
    (amounts,) = [line.split() for line in lines if line.startswith("  financial")]
    assert amounts[3] == amounts[5] == "100.0%"


@pytest.mark.skipif(not BENCHMARK.is_file(), reason="an unpacked sdist holds no benchmarks")
def test_what_differs_is_listed(shared: Path) -> None:
    printed = run(shared / "documents" / "other", shared / "facts" / "other", "--only", "leiden-berap", "-v")
    assert "stated in documents.toml, from the file's name, for it is not printed: year = 2018" in printed
    assert "not attempted" in printed
    assert printed.count("  missing: project_status") == printed.count("  missing: ") == 4
    assert "  surplus: " not in printed
