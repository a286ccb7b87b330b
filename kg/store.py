"""The embedded store: the current build of a folder (``kg.builder`` makes it), opened read-only and asked."""

from __future__ import annotations

import json
import os
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
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
                raise StoreError(
                    f"no graph at {directory}; run `kg build`",
                    dutch=f"in {directory} is geen graaf; maak er een met `kg build`",
                ) from None
            try:
                return cls(directory, build)
            except (OSError, RuntimeError, ValueError) as error:
                failure = error
        raise StoreError(
            f"the graph at {directory} cannot be opened ({failure}); run `kg build`",
            dutch=f"de graaf in {directory} kan niet worden geopend ({failure}); bouw opnieuw met `kg build`",
        ) from failure

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the build; a later build may then remove it."""
        self._hold()

    @property
    def nquads_path(self) -> Path:
        """The N-Quads of this build."""
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
            raise QueryFailed(
                f"query: the engine failed: {error}", dutch=f"query: er ging iets mis in de store: {error}"
            ) from error

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
            raise StoreError(
                f"the graph at {self.directory} is damaged ({error}); run `kg build`",
                dutch=f"de graaf in {self.directory} is beschadigd ({error}); bouw opnieuw met `kg build`",
            ) from error

    def file_names(self) -> dict[str, list[str]]:
        """Return the names of the files that were read, by the SHA-256 of their bytes (from build.json)."""
        try:
            report = json.loads((self.build / "build.json").read_bytes())
            files: dict[str, list[str]] = report["files"]
        except (OSError, ValueError, TypeError, KeyError) as error:
            file = self.build / "build.json"
            raise StoreError(
                f"{file} cannot be read ({error}); run `kg build`",
                dutch=f"{file} kan niet worden gelezen ({error}); bouw opnieuw met `kg build`",
            ) from error
        return files

    def _has_graph(self, iri: str) -> bool:
        try:
            return self._store.contains_named_graph(NamedNode(iri))
        except ValueError:  # not an IRI
            return False


def _collect(answer: QuerySolutions | QueryBoolean | QueryTriples, order: tuple[str, ...]) -> Answer:
    """Read all of an answer; the columns of a SELECT * stand in the order of the text, not in that of the alphabet."""
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    if isinstance(answer, QueryTriples):
        return list(dict.fromkeys(answer))
    names = [variable.value for variable in answer.variables]
    chosen = sorted(names, key=order.index) if set(names) <= set(order) else names
    return Rows(tuple(chosen), [tuple(row[name] for name in chosen) for row in answer])


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
