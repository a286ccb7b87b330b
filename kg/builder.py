"""A folder of builds, of which one is current: a build is made aside, by one process at a time, and swapped in whole.

::

    DIR/current -> builds/<id>           swapped in one step
    DIR/graph.nq -> current/graph.nq     as are build.json, search, sources and store
    DIR/builds/<id>/graph.nq             N-Quads, graph by graph, from which the store is loaded
    DIR/builds/<id>/store/               the same quads, as pyoxigraph keeps them
    DIR/builds/<id>/search/              the index of words, where one was made
    DIR/builds/<id>/sources/<sha256>.txt
    DIR/builds/<id>/build.json

``Store.read_only`` on a folder that is being written is undefined behaviour: hence a new folder a build, and a link.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import RdfFormat, Store

from kg.errors import StoreError
from kg.terms import is_increasing

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PIECE = 32 * 2**20
"""Bytes of graph.nq that are loaded at a time: some 100,000 quads."""
_LINKS = ("graph.nq", "build.json", "search", "sources", "store")
_LOCK = ".doelenboom-lock"  # also the mark that a folder is ours
_STAGING = ".staging-"
_OURS = re.compile(r"(?:\.staging-[0-9a-f]{8}|[0-9a-f]{16}-[0-9a-f]{8})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ADVICE = {
    errno.ENOSPC: "make room on the disk and build again",
    errno.EDQUOT: "make room on the disk and build again",
    errno.EFBIG: "allow larger files (ulimit -f) or choose another folder",
    errno.EACCES: "change its rights or choose another folder",
    errno.EPERM: "change its rights or choose another folder",
    errno.EROFS: "choose a folder that can be written",
    errno.ENOTDIR: "a folder on the way is a file; choose another folder",
}


class Builder:
    """A build in the making, in a folder that nobody else sees until ``commit``."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._token = secrets.token_hex(4)
        self._folder = directory / "builds" / f"{_STAGING}{self._token}"
        self._file: BinaryIO | None = None
        self._graphs: set[str] = set()
        self._lines = 0
        self._committed = False
        (self._folder / "sources").mkdir(parents=True)
        _require_links(self._folder)

    def write_graph(self, lines: Sequence[str]) -> None:
        """Append one named graph to graph.nq: all its lines, without line ends, sorted by code point, each once.

        Nothing of them is kept. Raises StoreError for any other lines, and for a graph that was written before.
        """
        data = b"\n".join([*map(str.encode, lines), b""])
        _require_one_graph(lines, data, self._graphs)
        with _reporting(self.directory):
            if self._file is None:
                self._file = (self._folder / "graph.nq").open("wb")
            self._file.write(data)
        self._lines += len(lines)

    @contextmanager
    def together(self) -> Iterator[Path]:
        """Write further graphs, all of the block's or, where it fails, none; it may read what was written before it.

        The block gets the path of graph.nq, which grows by what it writes.
        """
        if self._file is None:
            raise StoreError(f"{self.directory}: no graph is written yet")
        with _reporting(self.directory):
            self._file.flush()
        before = (self._file.tell(), set(self._graphs), self._lines)
        try:
            yield self._folder / "graph.nq"
        except BaseException:
            with _reporting(self.directory):
                end, self._graphs, self._lines = before
                self._file.seek(end)
                self._file.truncate()
            raise

    def write_source(self, sha256: str, text: str) -> None:
        """Keep the decoded text of a source, line ends as they are; ``sha256`` is over its bytes as received."""
        if not _SHA256.fullmatch(sha256):
            raise StoreError(f"source {sha256!r}: not a SHA-256 of 64 hexadecimal digits")
        with _reporting(self.directory):
            (self._folder / "sources" / f"{sha256}.txt").write_bytes(text.encode("utf-8"))

    def write_report(self, report: Mapping[str, Any]) -> None:
        """Write build.json, keys in the order given."""
        text = json.dumps(report, ensure_ascii=False, indent=2)
        with _reporting(self.directory):
            (self._folder / "build.json").write_bytes(f"{text}\n".encode())

    def write_search(self, make: Callable[[Path], None]) -> None:
        """Load the store of the graph, and have an index made of it: ``make`` gets the folder and writes ``search``."""
        self.load_store()
        with _reporting(self.directory):
            make(self._folder)

    def load_store(self) -> None:
        """Finish graph.nq and load the store, once."""
        if self._file is None or (self._folder / "store").exists():
            return
        with _reporting(self.directory):
            self._file.close()
            lines = _load(self._folder)
        if lines != self._lines:
            raise StoreError("graph.nq: one of the lines holds a line end")

    def commit(self) -> Path:
        """Load the store, write all to disk, and make this the current build; return its folder.

        The build before it stays, for who has it open; older ones and what interrupted builds left are removed.
        """
        if self._file is None or not (self._folder / "build.json").exists():
            raise StoreError(f"{self.directory}: a build needs its graph and its report before it is committed")
        with _reporting(self.directory):
            self.load_store()
            _sync(self._folder)
            final = self._folder.with_name(f"{_digest(self._folder)[:16]}-{self._token}")
            self._folder = self._folder.rename(final)
            before = _swap(self.directory, final.name, self._token)
            self._committed = True
        _tidy(self.directory, {final.name, before})
        return final

    def discard(self) -> None:
        """Remove what was written, unless it was committed."""
        if self._file is not None:
            with suppress(OSError):  # a full disk fails once more when what is left in memory is written
                self._file.close()
        if not self._committed:
            shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def new_build(directory: Path) -> Iterator[Builder]:
    """Begin a build into a folder; without ``commit`` inside the block nothing of it remains and nothing has changed.

    ::

        with new_build(Path("graph")) as builder:
            for lines in graphs:
                builder.write_graph(lines)
            builder.write_source(sha256, text)
            builder.write_report({"files": {}})
            builder.commit()

    Raises StoreError for a folder that is not ours to write, one that is being built, and a disk that fails.
    """
    with _reporting(directory):
        lock = _claim(directory)
    try:
        with _reporting(directory):
            builder = Builder(directory)
        try:
            yield builder
        finally:
            builder.discard()
    finally:
        os.close(lock)


def _require_one_graph(lines: Sequence[str], data: bytes, known: set[str]) -> None:
    """Refuse lines that are not those of one graph, sorted and distinct, or of a known one; then it is known.

    A line that is no quad is found when the store is loaded.
    """
    if not lines:
        return
    graph = lines[0].rpartition(" .")[0].rpartition(" ")[2]
    if not is_increasing(lines):
        raise StoreError(f"graph.nq: the lines of {graph} are not sorted, each once")
    if data.count(f" {graph} .\n".encode()) != len(lines):
        raise StoreError(f"graph.nq: a line is not one quad of the graph {graph}, whose lines are written")
    if graph in known:
        raise StoreError(f"graph.nq: {graph} was written before; write all lines of a graph at once")
    known.add(graph)


def _claim(directory: Path) -> int:
    """Lock a folder for one build and return the descriptor that holds the lock, which ends with its process."""
    if fcntl is None:
        raise StoreError("this platform lacks the file locks that a build needs; build on Linux or macOS")
    if directory.exists() and not directory.is_dir():
        raise StoreError(f"{directory} is a file; choose a folder")
    directory.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in directory.iterdir()}
    if names and _LOCK not in names:
        raise StoreError(f"{directory} holds files that `kg build` did not make; choose an empty or a new folder")
    for name in ("current", *_LINKS):
        if (directory / name).exists() and not (directory / name).is_symlink():
            raise StoreError(f"{directory / name} is not the link that `kg build` made; move it away")
    lock = os.open(directory / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise StoreError(f"another build into {directory} is running; wait for it or choose another folder") from None
    except BaseException:
        os.close(lock)
        raise
    return lock


def _require_links(folder: Path) -> None:
    link = folder / "link"
    try:
        link.symlink_to("sources")
        link.unlink()
    except (OSError, NotImplementedError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(f"{folder.parent.parent} cannot hold symbolic links ({error}); choose another disk") from error


def _digest(folder: Path) -> str:
    with (folder / "graph.nq").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(folder: Path) -> int:
    """Load graph.nq into a store, a piece at a time so that memory stays bounded; return its number of lines."""
    store = Store(folder / "store")
    before = 0
    try:
        for piece in _pieces(folder / "graph.nq"):
            store.bulk_load(piece, format=RdfFormat.N_QUADS)
            before += piece.count(b"\n")
        store.flush()
        return before
    except SyntaxError as error:
        raise StoreError(f"graph.nq, line {before + (error.lineno or 1)}: not N-Quads: {error.msg}") from error
    finally:
        del store  # closes its files


def _pieces(path: Path) -> Iterator[bytes]:
    """Cut a file into pieces of whole lines."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece + file.readline()


def _sync(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in [*names, "."]:
            _sync_one(Path(parent) / name)


def _sync_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(directory: Path, name: str, token: str) -> str:
    """Make a build the current one, in one step; return the name of the build before it, or nothing."""
    _sync_one(directory / "builds")
    for link in _LINKS:
        if not (directory / link).is_symlink():
            (directory / link).symlink_to(Path("current") / link)
    current = directory / "current"
    before = current.readlink().name if current.is_symlink() else ""
    fresh = directory / f".current-{token}"
    fresh.symlink_to(Path("builds") / name)
    fresh.replace(current)
    _sync_one(directory)
    return before


def _tidy(directory: Path, keep: set[str]) -> None:
    """Remove all builds but these, unless somebody has them open; what cannot go now goes at the next build."""
    with suppress(OSError):
        for link in directory.glob(".current-*"):
            link.unlink()
        for build in (directory / "builds").iterdir():
            if build.name not in keep and _OURS.fullmatch(build.name):
                _remove(build)


def _remove(build: Path) -> None:
    try:
        lock = os.open(build / "graph.nq", os.O_RDWR)
    except OSError:  # a build that was interrupted before it had a graph
        shutil.rmtree(build, ignore_errors=True)
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(build, ignore_errors=True)
    except OSError:  # in use
        return
    finally:
        os.close(lock)


@contextmanager
def _reporting(directory: Path) -> Iterator[None]:
    """Turn what the system reports into a StoreError that says what to do."""
    try:
        yield
    except OSError as error:
        place = error.filename or directory
        number = error.errno or (errno.ENOSPC if "No space left" in str(error) else 0)  # RocksDB gives no number
        reason = os.strerror(number) if number else str(error)
        advice = _ADVICE.get(number, "choose another folder")
        raise StoreError(f"{place} cannot be written ({reason}); {advice}") from error
