"""The inferred graphs of a built graph: the same as owlrl entails, nothing that is said, by municipality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build.run import build, corpus
from kg.identifiers import DEFAULT_BASE, inferred_graph
from kg.infer.clashes import Clash
from kg.infer.graphs import inferred_graphs, named_graphs
from kg.vocabulary import curie

DOCUMENT = "interim-report-2019-programme-9.txt"
LEIDEN = f"<{DEFAULT_BASE}gm0546/"


def inferred(path: Path, engine: str = "rules") -> dict[str, list[str]]:
    clashes: list[Clash] = []
    found = dict(inferred_graphs(path, clashes, engine=engine))
    assert clashes == []
    return found


def triples(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        s, p, o = line[: line.rindex(" <")].split(" ", 2)
        yield s, p, o


def named(prefixed: str) -> str:
    return f"<{curie(prefixed)}>"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The N-Quads of the corpus that ships."""
    directory = tmp_path_factory.mktemp("infer") / "graph"
    build(graph=directory)
    return directory / "graph.nq"


def test_one_document_is_closed_as_owlrl_does(tmp_path: Path) -> None:
    build([corpus() / DOCUMENT], tmp_path / "graph")
    path = tmp_path / "graph" / "graph.nq"
    found = inferred(path)
    assert sum(map(len, found.values())) > 300
    assert found == inferred(path, "owlrl")


@pytest.mark.slow
def test_the_corpus_is_closed_as_owlrl_does(graph: Path) -> None:
    assert inferred(graph) == inferred(graph, "owlrl")


def test_nothing_that_is_said_is_inferred(graph: Path) -> None:
    said = {line[: line.rindex(" <")] for _name, lines in named_graphs(graph) for line in lines}
    lines = [line for lines in inferred(graph).values() for line in lines]
    assert len({line[: line.rindex(" <")] for line in lines}) == len(lines)
    assert [line for line in lines if line[: line.rindex(" <")] in said] == []


def test_what_is_inferred_is_useful(graph: Path) -> None:
    (found,) = inferred(graph).values()
    counts = Counter(p for _s, p, _o in triples(found))
    types = Counter(o for _s, p, o in triples(found) if p == named("rdf:type"))
    assert set(types) == {named("doel:Figure"), named("doel:Edition"), named("doel:PolicyElement")}
    assert set(counts) == {
        *map(named, ("rdf:type", "doel:hasPart", "doel:partOf", "doel:hasDirectPart", "doel:directPartOf")),
        *map(named, ("skos:narrower", "skos:broader", "skos:narrowerTransitive", "skos:broaderTransitive")),
        *map(named, ("prov:specializationOf", "dcat:isVersionOf", "sdmx-attribute:unitMeasure")),
        named("sdmx-attribute:unitMult"),
    }
    assert all(s.startswith(LEIDEN) for s, _p, _o in triples(found))
    assert counts[named("doel:partOf")] == counts[named("doel:hasPart")] > counts[named("doel:directPartOf")] > 0


def test_figures_with_a_value_are_observations_already(graph: Path) -> None:
    lines = [line for _name, found in named_graphs(graph) for line in found]
    with_value = {s for s, p, _o in triples(lines) if p == named("sdmx-measure:obsValue")}
    observations = {s for s, p, o in triples(lines) if p == named("rdf:type") and o == named("qb:Observation")}
    assert with_value == observations != set()
    without = [line for line in lines if named("qb:Observation") not in line]
    made = [o for _s, p, o in _closed(graph, without) if p == named("rdf:type") and o == named("qb:Observation")]
    assert len(made) == len(observations)


def test_about_is_entailed_where_it_is_not_said(graph: Path) -> None:
    lines = [line for _name, found in named_graphs(graph) for line in found]
    about = {(s, o) for s, p, o in triples(lines) if p == named("doel:about")}
    by_edition = {s for s, p, _o in triples(lines) if p == named("doel:aboutEdition")}
    without = [line for line in lines if f" {named('doel:about')} " not in line]
    made = {(s, o) for s, p, o in _closed(graph, without) if p == named("doel:about")}
    assert made == {(s, o) for s, o in about if s in by_edition} != set()


def _closed(graph: Path, lines: list[str]) -> Iterator[tuple[str, str, str]]:
    path = graph.parent / "less.nq"
    path.write_text("".join(lines), encoding="utf-8")
    for found in inferred(path).values():
        yield from triples(found)


def _quads(*lines: str) -> str:
    return "".join(f"{line} .\n" for line in lines)


ONE, OTHER, SHARED = (
    f"<{DEFAULT_BASE}{name}>" for name in ("gm0001/graph/register", "gm0002/graph/register", "graph/shared")
)
SOURCE = f"<{DEFAULT_BASE}source/enquete>"


@pytest.mark.parametrize("engine", ["rules", "owlrl"])
def test_what_is_of_no_municipality_alone_stands_in_one_place_once(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "graph.nq"
    path.write_text(
        _quads(
            f"<{DEFAULT_BASE}gm0001/goal/1> {named('doel:hasIndicator')} <{DEFAULT_BASE}gm0001/indicator/1> {ONE}",
            f"<{DEFAULT_BASE}gm0001/indicator/1> {named('doel:hasSource')} {SOURCE} {ONE}",
            f"<urn:x> {named('doel:hasGoal')} <urn:y> {ONE}",
            f"<{DEFAULT_BASE}gm0002/indicator/1> {named('doel:hasSource')} {SOURCE} {OTHER}",
            f"<urn:x> {named('doel:hasGoal')} <urn:y> {OTHER}",
            f"<urn:x> {named('rdf:type')} {named('doel:PolicyElement')} {OTHER}",
            f'{SOURCE} {named("rdfs:label")} "Enquête"@nl {SHARED}',
        ),
        encoding="utf-8",
    )
    found = inferred(path, engine)
    assert list(found) == [
        inferred_graph(DEFAULT_BASE, "gm0001"),
        inferred_graph(DEFAULT_BASE, "gm0002"),
        inferred_graph(DEFAULT_BASE),
    ]
    one, other, shared = ({*triples(lines)} for lines in found.values())
    assert {s for s, _p, _o in one} == {f"<{DEFAULT_BASE}gm0001/{name}/1>" for name in ("goal", "indicator")}
    assert {s for s, _p, _o in other} == {f"<{DEFAULT_BASE}gm0002/indicator/1>"}
    assert (SOURCE, named("rdf:type"), named("doel:Source")) in shared
    assert ("<urn:y>", named("rdf:type"), named("doel:Goal")) in shared
    assert ("<urn:x>", named("rdf:type"), named("doel:PolicyElement")) not in shared  # it is said, of one of them


def test_a_graph_without_what_all_share(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_text(_quads(f"<urn:x> {named('doel:hasGoal')} <urn:y> {ONE}"), encoding="utf-8")
    assert list(inferred(path)) == [inferred_graph(DEFAULT_BASE)]


@pytest.mark.parametrize("engine", ["rules", "owlrl"])
def test_both_engines_find_wrong_what_is_wrong(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "graph.nq"
    node = f"<{DEFAULT_BASE}gm0001/x>"
    path.write_text(
        _quads(
            f'{node} {named("doel:line")} "vier" {ONE}',
            f"{node} {named('doel:hasPart')} <{DEFAULT_BASE}gm0001/y> {ONE}",
            f"<{DEFAULT_BASE}gm0002/x> {named('doel:hasGoal')} <{DEFAULT_BASE}gm0002/y> {OTHER}",
        ),
        encoding="utf-8",
    )
    clashes: list[Clash] = []
    list(inferred_graphs(path, clashes, engine=engine))
    assert clashes == [
        Clash(node, "classes", (named("doel:Passage"), named("doel:PolicyElement"))),
        Clash(node, "value", (named("doel:line"), '"vier"')),
    ]
