"""A Virtuoso server of one's own: in a folder for the time being, on the loopback only, stopped at the end for sure."""

from __future__ import annotations

import ctypes
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
ThreadsPerQuery = 1

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 8

[SPARQL]
ResultSetMaxRows = 2000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = {seconds}
"""

_START = 60.0
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class VirtuosoFailed(RuntimeError):
    """The server does not start, or does not load; the end of its log says why."""


@contextmanager
def virtuoso(*nquads: Path, http: int = 0, memory_mb: int = 200, seconds: int = 0) -> Iterator[str]:
    """Start a server with the quads of files, and give the address of its SPARQL endpoint; stop it at the end.

    A query without FROM is asked of the union of all graphs. ``http`` is the port, 0 for any that is free; a query
    that takes more than so many ``seconds`` fails, with 0 none does.
    """
    folder = Path(tempfile.mkdtemp(prefix="virtuoso-")).resolve()
    try:
        sql, port = _free(), http or _free()
        buffers = memory_mb * 1024 * 1024 // 8192
        settings = _SETTINGS.format(
            sql=sql, http=port, folder=folder, buffers=buffers, dirty=buffers * 3 // 4, seconds=seconds
        )
        (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
        server = subprocess.Popen(
            ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_end_with_parent,
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D", folder)
            for number, file in enumerate(nquads):
                _load(file, folder, sql, number)
            yield f"http://127.0.0.1:{port}/sparql"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _end_with_parent() -> None:
    if sys.platform == "linux":  # so that it goes too when the tests are killed
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)


def _wait(server: subprocess.Popen[bytes], address: str, folder: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise VirtuosoFailed(f"Virtuoso does not start: {_log(folder)}")


def _load(file: Path, folder: Path, sql: int, number: int) -> None:
    """Load N-Quads with the bulk loader, which reads only from its own folder, and steps over lines it cannot read."""
    name = f"load-{number}.nq"
    (folder / name).symlink_to(file.resolve())
    before = _isql(sql, "SELECT COUNT(*) FROM DB.DBA.RDF_QUAD")
    said = _isql(sql, f"ld_dir('{folder}', '{name}', 'urn:not-used'); rdf_loader_run(); checkpoint")
    after = _isql(sql, "SELECT COUNT(*) FROM DB.DBA.RDF_QUAD")
    with file.open("rb") as lines:
        expected = sum(1 for _ in lines)
    if int(after) - int(before) != expected:
        raise VirtuosoFailed(
            f"{file}: {expected} lines, of which Virtuoso took {int(after) - int(before)}; {said[-500:]}"
        )


def _isql(sql: int, statements: str) -> str:
    """Run statements of SQL; the text of the answer, without its headings."""
    run = subprocess.run(
        [
            "isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", "VERBOSE=OFF", "PROMPT=OFF", "BANNER=OFF",
            f"EXEC={statements};",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if run.returncode or "*** Error" in run.stdout:
        raise VirtuosoFailed(f"{statements}: {run.stdout[-500:]}{run.stderr[-500:]}")
    return run.stdout.rpartition("_\n")[2].strip()


def _log(folder: Path) -> str:
    with suppress(OSError):
        return (folder / "virtuoso.log").read_text(encoding="utf-8", errors="replace")[-800:]
    return "it wrote no log"


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
