"""Engines that run shapes: pyshacl over the embedded store (the default) or over rdflib, and a compiled one.

All give the same plain results, sorted; what a result means in words and where it stands is not their business.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, Store, parse

from kg.errors import KgError, NotSupported, QueryFailed
from kg.terms import from_oxigraph
from kg.validate.rules import SH
from kg.validate.shapeset import Shapes

if TYPE_CHECKING:
    from rdflib import Graph

COMPILED_VERSION = "0.3.4"
"""The version of the package ``shacl`` that was compared with pyshacl; another may differ."""


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """What an engine says: a node does not conform to a shape. Terms are plain IRIs and values; "" where not given."""

    shape: str
    focus: str
    component: str = ""
    path: str = ""
    value: str = ""
    severity: str = ""


Engine = Callable[[list[str], Shapes], list[Result]]
"""Takes the triples of a document (lines of N-Triples) and the shapes; returns the results, each once, sorted."""


def loaded(lines: Iterable[str]) -> Store:
    """Load triples, lines of N-Triples that a parser or a build wrote (so IRIs are not checked anew), into memory."""
    store = Store()
    store.load("\n".join(lines).encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    return store


def pyshacl_on_store(lines: list[str], shapes: Shapes) -> list[Result]:
    """Run pyshacl over the embedded store; the default."""
    return _pyshacl(_counted(loaded(lines)), shapes)


def pyshacl_on_rdflib(lines: list[str], shapes: Shapes) -> list[Result]:
    """Run pyshacl over rdflib: slow, and there to compare with."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none").parse(data="\n".join(lines), format="nt")
    return _pyshacl(graph, shapes)


def compiled(lines: list[str], shapes: Shapes) -> list[Result]:
    """Run the compiled engine of the package ``shacl``. Raises NotSupported where it is not installed."""
    try:
        import shacl
    except ImportError:
        raise NotSupported(
            f"the fast engine is not installed; install it with: pip install 'shacl=={COMPILED_VERSION}'"
        ) from None
    if shacl.__version__ != COMPILED_VERSION:
        raise NotSupported(f"the fast engine is tried with shacl {COMPILED_VERSION}, not {shacl.__version__}")
    prepared = _COMPILED.get(id(shapes))
    if prepared is None:
        prepared = (shapes, shacl.Shapes.from_turtle(shapes.turtle))  # the shapes are kept, so that the id stays theirs
        _COMPILED.clear()
        _COMPILED[id(shapes)] = prepared
    try:
        report = prepared[1].validate_text("\n".join(lines), format="ntriples")
    except ValueError as error:
        raise QueryFailed(f"the fast engine failed: {error}") from error
    return sorted({_of_compiled(result) for result in report.results})


ENGINES: Mapping[str, Engine] = {"pyshacl": pyshacl_on_store, "rdflib": pyshacl_on_rdflib, "fast": compiled}

_COMPILED: dict[int, tuple[Shapes, Any]] = {}


def _pyshacl(data: Any, shapes: Shapes) -> list[Result]:
    import pyshacl

    logging.getLogger("pyshacl-validate").setLevel(logging.CRITICAL)
    _judged_once()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _conforms, report, _text = pyshacl.validate(
                data,
                shacl_graph=_copy(shapes.runnable),  # pyshacl changes a shapes graph that it is given
                inference="none",
                inplace=True,
                advanced=False,
                js=False,
                meta_shacl=False,
                do_owl_imports=False,
            )
    except KgError:
        raise
    except Exception as error:  # pyshacl and the engines below it raise what they like
        raise QueryFailed(f"pyshacl failed: {' '.join(str(error).split())[:500]}") from error
    if not hasattr(report, "subjects"):  # a failure comes back in the place of a report
        raise QueryFailed(f"pyshacl failed: {' '.join(str(report).split())[:500]}")
    return sorted(set(_of_report(report)))


@cache
def _judged_once() -> None:
    """Let pyshacl judge the text of a constraint once; it does so for each node, with patterns that take long."""
    from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper

    judge: Any = SPARQLQueryHelper.check_invalid_sparql
    passed: set[tuple[str, bool, tuple[str, ...]]] = set()

    def once(self: Any, sparql_text: str, valuenode: Any = None, extravars: Any = None) -> bool:
        key = (sparql_text, valuenode is None, tuple(map(str, extravars or ())))
        if key not in passed:
            judge(self, sparql_text, valuenode=valuenode, extravars=extravars)
            passed.add(key)
        return True

    SPARQLQueryHelper.check_invalid_sparql = once  # type: ignore[method-assign]


def _counted(store: Store) -> Any:
    """Give pyshacl a store that knows its size: it asks for that with each result, by counting all triples anew."""
    from pyshacl.graph_abstraction import OxigraphDataGraph

    class Counted(OxigraphDataGraph):
        size = len(store)

        def __len__(self, context: Any = None) -> int:
            return self.size

    return Counted(store)


def _copy(graph: Graph) -> Graph:
    from rdflib import Graph

    copied = Graph(bind_namespaces="none")
    for triple in graph:
        copied.add(triple)
    return copied


def _of_report(report: Any) -> list[Result]:
    from rdflib import URIRef

    def value(node: Any, name: str) -> str:
        found = report.value(node, URIRef(SH + name))
        return str(found) if found is not None else ""

    return [
        Result(
            shape=value(node, "sourceShape"),
            focus=value(node, "focusNode"),
            component=value(node, "sourceConstraintComponent").removeprefix(SH),
            path=value(node, "resultPath"),
            value=value(node, "value"),
            severity=value(node, "resultSeverity"),
        )
        for node in report.objects(None, URIRef(SH + "result"))  # not what stands below one (sh:detail)
    ]


def _of_compiled(result: Any) -> Result:
    return Result(
        shape=_plain(result.source_shape),
        focus=_plain(result.focus_node),
        component=result.component_iri.removeprefix(SH),
        path=_plain(result.path),
        value=result.value_plain or "",
        severity=result.severity_iri,
    )


def _plain(term: str | None) -> str:
    """A term of the compiled engine as pyshacl's report gives it: an IRI, a value, or the label of a blank node."""
    if not term:
        return ""
    if term.startswith("<"):
        return term[1:-1]
    if term.startswith('"'):
        (quad,) = parse(f"<urn:s> <urn:p> {term} .", format=RdfFormat.N_TRIPLES)
        return from_oxigraph(quad.object).value
    return term.removeprefix("_:")
