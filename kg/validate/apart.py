"""A user's own shapes in a process of their own: a query or a pattern of theirs may not end, and then it is ended."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import KgError, QueryFailed
from kg.findings import Finding
from kg.validate import own
from kg.validate.document import Subject, check_document
from kg.validate.engines import Engine
from kg.validate.own import Target
from kg.validate.rules import Rule
from kg.validate.shapeset import Shapes

if TYPE_CHECKING:
    from types import TracebackType


@dataclass
class Apart:
    """Runs a user's shapes apart, a document at a time; without shapes it finds nothing and starts nothing."""

    shapes: Shapes | None
    engine: Engine
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that the shapes document."""
        return self.shapes.rules if self.shapes else {}

    @property
    def targets(self) -> Mapping[str, tuple[Target, ...]]:
        """What the shapes of each file are about."""
        return self.shapes.own if self.shapes else {}

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def check(self, subject: Subject) -> list[Finding]:
        """Run the shapes over a document. Errors: QueryFailed, with the file of shapes, also when they do not end."""
        if self.shapes is None:
            return []
        where = " and ".join(self.shapes.own)
        with ThreadPoolExecutor(max_workers=1) as thread:
            answer = thread.submit(self._ask, subject)
            try:
                found = answer.result(timeout=own.TIME_LIMIT)
            except TooLong:
                self.close()
                why = f"run for more than {own.TIME_LIMIT:g} s over {subject.fallback or subject.iri or 'a document'}"
                raise QueryFailed(f"{where}: these shapes {why}; make their queries and sh:pattern simpler") from None
            except (OSError, EOFError, pickle.PickleError) as error:
                self.close()
                raise QueryFailed(
                    f"{where}: the engine broke down on these shapes; make their queries simpler"
                ) from error
            except BaseException:
                self.close()  # or the thread would wait for the answer
                raise
        if isinstance(found, QueryFailed):
            raise QueryFailed(f"{where}: {found}")
        if isinstance(found, KgError):
            raise found
        return found

    def _ask(self, subject: Subject) -> list[Finding] | KgError:
        if self._process is None:
            self._process = _started()
            _send(self._process.stdin, (self.shapes, self.engine))
        _send(self._process.stdin, subject)
        assert self._process.stdout is not None
        found: list[Finding] | KgError = pickle.load(self._process.stdout)
        return found

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):  # what was still to be sent has no reader
                        stream.close()


def _started() -> subprocess.Popen[bytes]:
    """Start Python anew with the same paths and no others (-P): a fork has threads, a spawn runs a caller's script."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", "from kg.validate.apart import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _send(stream: object, what: object) -> None:
    assert stream is not None
    pickle.dump(what, stream)  # type: ignore[arg-type]
    stream.flush()  # type: ignore[attr-defined]


def serve() -> None:
    """Be the process: read the shapes and the engine, then a document at a time, and answer with its findings."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what an engine prints is no answer
    shapes, engine = pickle.load(asked)
    while (subject := _next(asked)) is not None:
        found: list[Finding] | KgError
        try:
            found = check_document(subject, shapes, engine)
        except KgError as error:
            found = error
        except Exception as error:  # engines raise what they like
            found = QueryFailed(f"the engine failed: {' '.join(str(error).split())[:300]}")
        _send(answers, found)


def _next(stream: BinaryIO) -> Subject | None:
    try:
        subject: Subject = pickle.load(stream)
    except EOFError:
        return None
    return subject
