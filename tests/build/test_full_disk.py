"""A disk without room: one message that says what to do, exit 2, the old graph answers, nothing is left behind."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

from kg.build.run import build
from kg.errors import StoreError
from kg.store import Graph

ROOT = Path(__file__).resolve().parents[2]
ADVICE = "make room on the disk and build again"
IN_A_NAMESPACE = ["unshare", "--map-root-user", "--mount"]

DRIVER = """
import json, os, subprocess, sys
from pathlib import Path
from kg.build.run import build
from kg.store import Graph

def again():
    return subprocess.run([sys.executable, "-m", "kg", "build", "--graph", str(graph)], capture_output=True, text=True)

disk = Path(sys.argv[1])
graph = disk / "graph"
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "none", str(disk)], check=True)
build((), graph)
before = (graph / "graph.nq").read_bytes()
store = sum(path.stat().st_size for path in (graph / "store").iterdir())
for free in (0, len(before) // 50, len(before) // 2, len(before) * 51 // 50, len(before) + store // 2):
    room = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(room.f_bavail * room.f_frsize - free))
    done = again()
    with Graph.open(graph) as opened:
        answers = opened.query("ASK { ?goal a doel:Goal }")
    same = (graph / "graph.nq").read_bytes() == before
    builds = len(list((graph / "builds").iterdir()))
    print(json.dumps([done.returncode, done.stdout, done.stderr, answers, same, builds]))
    (disk / "ballast").unlink()
print(json.dumps([again().returncode, (graph / "graph.nq").read_bytes() == before]))
"""


def test_a_full_disk_at_every_step(tmp_path: Path) -> None:
    """A small disk of its own, with room for nothing, for a piece of graph.nq, for that and a piece of the store."""
    if shutil.which("unshare") is None or subprocess.run([*IN_A_NAMESPACE, "true"], check=False).returncode:
        pytest.skip("needs the right to mount a disk in a namespace (unshare --map-root-user --mount)")
    command = [*IN_A_NAMESPACE, sys.executable, "-c", DRIVER, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    *full, after = [json.loads(line) for line in done.stdout.splitlines()]
    message = f"kg: {tmp_path / 'graph'} cannot be written (No space left on device); {ADVICE}\n"
    assert full == [[2, "", message, True, True, 1]] * 5
    assert after == [0, True]


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    """What fails is another thing than a full disk, and so is what to do."""
    build((), tmp_path)
    before = (tmp_path / "graph.nq").read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", "--graph", str(tmp_path)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"kg: {tmp_path} cannot be written (File too large); allow larger files (ulimit -f) or choose another folder\n"
    )
    check_untouched(tmp_path, before)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", ["graph.nq", "build.json"])
def test_a_full_disk_at_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    build((), tmp_path)
    before = (tmp_path / "graph.nq").read_bytes()
    really = Path.open

    def to_full(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        return really(Path("/dev/full") if path.name == name and "w" in mode else path, mode, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", to_full)
        with pytest.raises(StoreError, match=ADVICE):
            build((), tmp_path)
    check_untouched(tmp_path, before)


def check_untouched(graph: Path, before: bytes) -> None:
    assert (graph / "graph.nq").read_bytes() == before
    assert len(list((graph / "builds").iterdir())) == 1
    with Graph.open(graph) as opened:
        assert opened.query("ASK { ?goal a doel:Goal }")
