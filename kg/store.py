"""The embedded store: a folder of builds of which one is current, and a graph opened read-only.

::

    DIR/current -> builds/<id>           swapped in one step
    DIR/graph.nq -> current/graph.nq     as are build.json, search, sources and store
    DIR/builds/<id>/graph.nq             sorted N-Quads, from which the store is loaded
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
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from kg.errors import QueryFailed, StoreError
from kg.guard import CheckedQuery, check, engine_error
from kg.terms import Theirs, from_oxigraph
from kg.vocabulary import PREFIXES, curie

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_LINKS = ("graph.nq", "build.json", "search", "sources", "store")
_LOCK = ".doelenboom-lock"  # also the mark that a folder is ours
_STAGING = ".staging-"
_OURS = re.compile(r"(?:\.staging-[0-9a-f]{8}|[0-9a-f]{16}-[0-9a-f]{8})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ADVICE = {
    errno.ENOSPC: "make room on the disk and build again",
    errno.EDQUOT: "make room on the disk and build again",
    errno.EACCES: "change its rights or choose another folder",
    errno.EPERM: "change its rights or choose another folder",
    errno.EROFS: "choose a folder that can be written",
    errno.ENOTDIR: "a folder on the way is a file; choose another folder",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: the names of its variables, without "?", and rows of one term (or None: unbound) each."""

    variables: tuple[str, ...]
    rows: list[tuple[Theirs | None, ...]]


Answer = Rows | bool | list[Triple]


class Graph:
    """A built graph, opened read-only; while it is open its build stays there, whatever is built meanwhile.

    ``directory`` is the folder as given, ``build`` the folder of the build that was current when it was opened.
    """

    def __init__(self, directory: Path, build: Path) -> None:
        self.directory = directory
        self.build = build
        self._hold = weakref.finalize(self, _release, _hold(build / "graph.nq"))
        try:
            self._store = Store.read_only(str(build / "store"))
        except BaseException:
            self._hold()
            raise

    @classmethod
    def open(cls, directory: str | Path) -> Self:
        """Open the current build of a folder. Raises StoreError when there is none, or a damaged one."""
        directory = Path(directory)
        link = directory / "current"
        for _ in range(3):  # a build may be replaced and removed between finding and opening it
            try:
                build = link.resolve(strict=True)
            except (OSError, RuntimeError):
                raise StoreError(f"no graph at {directory}; run `kg build`") from None
            try:
                return cls(directory, build)
            except (OSError, RuntimeError, ValueError) as error:
                failure = error
        raise StoreError(f"the graph at {directory} cannot be opened ({failure}); run `kg build`") from failure

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the build; a later build may then remove it."""
        self._hold()

    @property
    def nquads_path(self) -> Path:
        """The sorted N-Quads of this build."""
        return self.build / "graph.nq"

    def graph_names(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs())

    def query(self, query: str | CheckedQuery, bindings: Mapping[str, Theirs] | None = None) -> Answer:
        """Run a query over the union of all graphs (or over those of its FROM) and return all of its answer.

        The prefixes of ``kg.vocabulary`` need no declaration. ``bindings`` gives values to variables, which must be
        columns of the answer; it does not reach into a sub-SELECT that does not project them. Raises QueryRefused and
        QueryFailed as ``kg.guard.check`` does, and QueryFailed when the engine fails.
        """
        checked = check(query, self._has_graph) if isinstance(query, str) else query
        values = {Variable(name): term for name, term in (bindings or {}).items()}
        try:
            answer = self._store.query(
                checked.text,
                prefixes=PREFIXES,
                use_default_graph_as_union=not checked.graphs,  # pyoxigraph would let it overrule FROM
                substitutions=values,
            )
            return _collect(answer, checked.variables)
        except SyntaxError as error:
            raise engine_error(checked.text, error) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryFailed(f"query: the engine failed: {error}") from error

    def select(self, query: str | CheckedQuery, bindings: Mapping[str, Theirs] | None = None) -> Rows:
        """Run a SELECT as ``query`` does; QueryFailed for another form."""
        answer = self.query(query, bindings)
        if not isinstance(answer, Rows):
            raise QueryFailed("query: rows are asked for; write a SELECT")
        return answer

    def objects(self, subject: str, prop: str) -> list[str]:
        """Return the values of a property of a node, IRIs and texts alike, sorted; the property as ``doel:about``."""
        quads = self._quads(NamedNode(subject), NamedNode(curie(prop)), None)
        return sorted({from_oxigraph(quad.object).value for quad in quads})

    def subjects(self, prop: str, value: str, *, literal: str | None = None) -> list[str]:
        """Return the nodes with this IRI as value, or this text (``literal``: its language, "" for none), sorted."""
        term = NamedNode(value) if literal is None else Literal(value, language=literal or None)
        quads = self._quads(None, NamedNode(curie(prop)), term)
        return sorted({from_oxigraph(quad.subject).value for quad in quads})

    def _quads(self, subject: NamedNode | None, prop: NamedNode, value: NamedNode | Literal | None) -> list[Quad]:
        try:
            return list(self._store.quads_for_pattern(subject, prop, value))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the graph at {self.directory} is damaged ({error}); run `kg build`") from error

    def file_names(self) -> dict[str, list[str]]:
        """Return the names of the files that were read, by the SHA-256 of their bytes (from build.json)."""
        try:
            report = json.loads((self.build / "build.json").read_bytes())
            files: dict[str, list[str]] = report["files"]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreError(f"{self.build / 'build.json'} cannot be read ({error}); run `kg build`") from error
        return files

    def _has_graph(self, iri: str) -> bool:
        try:
            return self._store.contains_named_graph(NamedNode(iri))
        except ValueError:  # not an IRI
            return False


class Builder:
    """A build in the making, in a folder that nobody else sees until ``commit``."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._token = secrets.token_hex(4)
        self._folder = directory / "builds" / f"{_STAGING}{self._token}"
        self._graph: str | None = None
        self._committed = False
        (self._folder / "sources").mkdir(parents=True)
        _require_links(self._folder)

    def write_graph(self, lines: Iterable[str]) -> None:
        """Write graph.nq: sorted, distinct N-Quads lines without line end. Raises StoreError for any others."""
        digest = hashlib.sha256()
        before = ""
        with _reporting(self.directory), (self._folder / "graph.nq").open("wb") as file:
            for number, line in enumerate(lines, start=1):
                if not before < line or "\n" in line:
                    raise StoreError(f"graph.nq, line {number}: not one sorted, distinct quad: {line[:100]!r}")
                data = f"{line}\n".encode()
                digest.update(data)
                file.write(data)
                before = line
        self._graph = digest.hexdigest()

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

    def write_search(self, make: Callable[[Graph, Path, Path], None]) -> None:
        """Load the store of the graph and have ``search`` made of it by ``make(graph, path of graph.nq, folder)``."""
        with _reporting(self.directory):
            self._load()
            graph = Graph(self.directory, self._folder)
            try:
                make(graph, graph.nquads_path, self._folder / "search")
            finally:
                graph.close()

    def _load(self) -> None:
        if not (self._folder / "store").exists():
            _load(self._folder)

    def commit(self) -> Path:
        """Load the store, write all to disk, and make this the current build; return its folder.

        The build before it stays, for who has it open; older ones and what interrupted builds left are removed.
        """
        if self._graph is None or not (self._folder / "build.json").exists():
            raise StoreError(f"{self.directory}: a build needs its graph and its report before it is committed")
        with _reporting(self.directory):
            self._load()
            _sync(self._folder)
            final = self._folder.with_name(f"{self._graph[:16]}-{self._token}")
            self._folder = self._folder.rename(final)
            before = _swap(self.directory, final.name, self._token)
            self._committed = True
        _tidy(self.directory, {final.name, before})
        return final

    def discard(self) -> None:
        """Remove what was written, unless it was committed."""
        if not self._committed:
            shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def new_build(directory: Path) -> Iterator[Builder]:
    """Begin a build into a folder; without ``commit`` inside the block nothing of it remains and nothing has changed.

    ::

        with new_build(Path("graph")) as builder:
            builder.write_graph(lines)
            builder.write_source(sha256, text)
            builder.write_report({"quads": len(lines)})
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


def _collect(answer: QuerySolutions | QueryBoolean | QueryTriples, order: tuple[str, ...]) -> Answer:
    """Read all of an answer; the columns of a SELECT * stand in the order of the text, not in that of the alphabet."""
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    if isinstance(answer, QueryTriples):
        return list(dict.fromkeys(answer))
    names = [variable.value for variable in answer.variables]
    chosen = sorted(names, key=order.index) if set(names) <= set(order) else names
    return Rows(tuple(chosen), [tuple(row[name] for name in chosen) for row in answer])


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


def _load(folder: Path) -> None:
    store = Store(folder / "store")
    try:
        store.bulk_load(path=folder / "graph.nq", format=RdfFormat.N_QUADS)
        store.flush()
    except SyntaxError as error:
        raise StoreError(f"graph.nq, line {error.lineno}: not N-Quads: {error.msg}") from error
    finally:
        del store  # closes its files


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


def _hold(path: Path) -> int | None:
    """Tell builders that a build is in use; where the file system knows no locks, go without."""
    if fcntl is None:
        return None
    descriptor = os.open(path, os.O_RDONLY)
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _release(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)


@contextmanager
def _reporting(directory: Path) -> Iterator[None]:
    """Turn what the system reports into a StoreError that says what to do."""
    try:
        yield
    except OSError as error:
        place = error.filename or directory
        number = error.errno or (errno.ENOSPC if "No space left" in str(error) else 0)  # RocksDB gives no number
        advice = _ADVICE.get(number, "choose another folder")
        raise StoreError(f"{place} cannot be written ({error.strerror or error}); {advice}") from error
