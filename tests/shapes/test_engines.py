"""Engines agree: pyshacl on the embedded store, pyshacl on rdflib, and the compiled engine, on all small graphs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import SH

from kg.build.given import from_documents
from kg.build.load import open_files
from kg.build.run import corpus
from kg.identifiers import DEFAULT_BASE
from kg.validate.background import background
from kg.validate.document import Subject, check_document
from kg.validate.engines import ENGINES, Result
from kg.validate.shapeset import Shapes, load_shapes

HERE = Path(__file__).parent
NOT_ON_RDFLIB = {"invalid.no-number.ttl"}  # its SPARQL raises where a literal of a number type is no number
CODES = sorted({path.parent.name for path in HERE.glob("*/*.ttl")})


@cache
def rule_alone(code: str) -> Shapes:
    return load_shapes().part([code])


def lines_of(path: Path) -> list[str]:
    return [f"{q.subject} {q.predicate} {q.object} ." for q in parse(path.read_bytes(), format=RdfFormat.TURTLE)]


def results(engine: str, lines: list[str], shapes: Shapes) -> set[tuple[str, str, str, str]]:
    """What must be the same: shape, node, component and severity. How a value is spelt is the engine's own."""
    found: list[Result] = ENGINES[engine]([*lines, *background()], shapes)
    return {(one.shape, one.focus, one.component, one.severity) for one in found}


def compare(engine: str, path: Path) -> None:
    lines, shapes = lines_of(path), rule_alone(path.parent.name)
    assert results(engine, lines, shapes) == results("pyshacl", lines, shapes), path.name


@pytest.mark.parametrize("code", CODES)
def test_the_compiled_engine_gives_the_same_results(code: str) -> None:
    for path in sorted((HERE / code).glob("*.ttl")):
        compare("fast", path)


@pytest.mark.parametrize("code", CODES)
def test_rdflib_gives_the_same_results(code: str) -> None:
    for pattern in ("invalid.*.ttl", "valid.*.ttl"):
        compare("rdflib", next(path for path in sorted((HERE / code).glob(pattern)) if path.name not in NOT_ON_RDFLIB))


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_rdflib_gives_the_same_results_on_all_graphs(code: str) -> None:
    for path in sorted((HERE / code).glob("*.ttl")):
        if path.name not in NOT_ON_RDFLIB:
            compare("rdflib", path)


@pytest.mark.parametrize("code", CODES)
def test_the_engines_give_the_same_findings(code: str) -> None:
    for path in sorted((HERE / code).glob("invalid.*.ttl")):
        subject = Subject(lines_of(path), fallback=path.name)
        ours = check_document(subject, rule_alone(code), ENGINES["pyshacl"])
        assert check_document(subject, rule_alone(code), ENGINES["fast"]) == ours, path.name


def test_every_shape_finds_something_in_a_graph_that_breaks_it() -> None:
    found: set[str] = set()
    for path in sorted(HERE.glob("*/invalid.*.ttl")):
        found |= {shape for shape, *_rest in results("fast", lines_of(path), rule_alone(path.parent.name))}
    shapes = load_shapes()
    named = {*shapes.constraints, *map(str, shapes.graph.objects(None, SH.property))}
    assert len(named) > 100
    assert sorted(named - found) == []


def test_the_engines_agree_on_the_corpus() -> None:
    shapes = load_shapes()
    for given in from_documents(open_files([corpus()]), DEFAULT_BASE):
        if given.subject is not None:
            ours = check_document(given.subject, shapes, ENGINES["pyshacl"])
            assert ours
            assert check_document(given.subject, shapes, ENGINES["fast"]) == ours


@pytest.mark.slow
def test_rdflib_agrees_on_a_document() -> None:
    shapes = load_shapes()
    for given in from_documents(open_files([corpus() / "programme-budget-2018-programme-9.txt"]), DEFAULT_BASE):
        if given.subject is not None:
            ours = check_document(given.subject, shapes, ENGINES["pyshacl"])
            assert ours
            assert check_document(given.subject, shapes, ENGINES["rdflib"]) == ours
