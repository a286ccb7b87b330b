"""A graph on disk: built whole or not at all, read while others build, asked only what may be asked."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode

from kg.builder import new_build
from kg.errors import QueryFailed, QueryRefused, StoreError
from kg.guard import check
from kg.store import Graph, Rows
from kg.vocabulary import doel

ROOT = Path(__file__).resolve().parents[1]
SHA = "a" * 64
LINKS = ("build.json", "graph.nq", "search", "sources", "store")


def graphs(count: int = 6, mark: str = "doel") -> list[list[str]]:
    """The quads of three graphs, sorted within each."""
    quads = [f'<urn:s{number}> <{doel("verbatim")}> "{mark} {number}"@nl' for number in range(count)]
    return [sorted(f"{quad} <urn:g{graph}> ." for quad in quads[graph::3]) for graph in range(3)]


def lines(count: int = 6, mark: str = "doel") -> list[str]:
    """The lines of those graphs, one graph after another."""
    return [line for graph in graphs(count, mark) for line in graph]


def make(directory: Path, quads: list[list[str]] | None = None, **report: object) -> Path:
    """Build a graph and return the folder of the build."""
    with new_build(directory) as builder:
        for graph in graphs() if quads is None else quads:
            builder.write_graph(graph)
        builder.write_source(SHA, "Doel 1\r\nBaten\n")
        builder.write_report(report)
        return builder.commit()


def state(directory: Path) -> dict[str, str | bytes]:
    """All that a folder holds, but the lock and what the engine logs."""
    found: dict[str, str | bytes] = {}
    for path in sorted(directory.rglob("*")):
        name = str(path.relative_to(directory))
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file() and path.name != ".doelenboom-lock":
            found[name] = path.read_bytes()
    return found


def refuse_to(number: int) -> Callable[..., NoReturn]:
    """A function that fails as the system does."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return refuse


def builds(directory: Path) -> list[str]:
    return sorted(path.name for path in (directory / "builds").iterdir())


class TestBuild:
    def test_the_layout(self, tmp_path: Path) -> None:
        build = make(tmp_path / "graph", files={SHA: ["begroting.txt"]})
        graph = tmp_path / "graph"
        assert build.parent == graph / "builds"
        data = (graph / "graph.nq").read_bytes()
        assert data.decode().splitlines() == lines()
        assert build.name.startswith(hashlib.sha256(data).hexdigest()[:16] + "-")
        assert (graph / "sources" / f"{SHA}.txt").read_bytes() == b"Doel 1\r\nBaten\n"
        assert json.loads((graph / "build.json").read_text(encoding="utf-8")) == {"files": {SHA: ["begroting.txt"]}}
        assert str((graph / "current").readlink()) == f"builds/{build.name}"
        assert {name: str((graph / name).readlink()) for name in LINKS} == {name: f"current/{name}" for name in LINKS}
        assert {path.name for path in graph.iterdir()} == {".doelenboom-lock", "builds", "current", *LINKS}

    def test_the_folder_may_be_moved(self, tmp_path: Path) -> None:
        make(tmp_path / "graph")
        (tmp_path / "graph").rename(tmp_path / "elsewhere")
        with Graph.open(tmp_path / "elsewhere") as graph:
            assert graph.query("ASK { ?s doel:verbatim 'doel 1'@nl }") is True

    def test_two_builds_give_the_same_bytes_in_two_folders(self, tmp_path: Path) -> None:
        one, two = make(tmp_path / "graph"), make(tmp_path / "graph")
        assert one != two
        assert (one / "graph.nq").read_bytes() == (two / "graph.nq").read_bytes()
        assert (tmp_path / "graph" / "current").resolve() == two

    def test_the_build_before_stays_and_older_ones_go(self, tmp_path: Path) -> None:
        _, second, third = (make(tmp_path, graphs(number)) for number in (1, 2, 3))
        assert builds(tmp_path) == sorted([second.name, third.name])

    def test_the_report_keeps_its_order_and_its_letters(self, tmp_path: Path) -> None:
        make(tmp_path, z="Oekraïne", a=[1])
        assert (tmp_path / "build.json").read_text(
            encoding="utf-8"
        ) == '{\n  "z": "Oekraïne",\n  "a": [\n    1\n  ]\n}\n'

    def test_an_empty_graph_is_a_graph(self, tmp_path: Path) -> None:
        make(tmp_path, [[]])
        with Graph.open(tmp_path) as graph:
            assert graph.query("ASK { ?s ?p ?o }") is False


class TestInterruption:
    @pytest.mark.parametrize("error", [StoreError("x"), ValueError("x"), KeyboardInterrupt()])
    def test_what_is_raised_in_a_build_leaves_what_was_there(self, tmp_path: Path, error: BaseException) -> None:
        make(tmp_path)
        before = state(tmp_path)

        def interrupted() -> None:
            with new_build(tmp_path) as builder:
                builder.write_graph(lines(9)[:3])
                builder.write_source("b" * 64, "tekst")
                raise error

        with pytest.raises(type(error)):
            interrupted()
        assert state(tmp_path) == before

    def test_a_build_that_is_not_committed_is_none(self, tmp_path: Path) -> None:
        with new_build(tmp_path / "graph") as builder:
            builder.write_graph(graphs()[0])
        assert builds(tmp_path / "graph") == []
        with pytest.raises(StoreError, match="run `kg build`"):
            Graph.open(tmp_path / "graph")

    @pytest.mark.parametrize("step", ["_load", "_sync", "_swap"])
    def test_a_full_disk_in_a_commit_leaves_what_was_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        make(tmp_path)
        before = state(tmp_path)
        with monkeypatch.context() as patched:
            patched.setattr(f"kg.builder.{step}", refuse_to(errno.ENOSPC))
            with pytest.raises(StoreError, match="make room on the disk"):
                make(tmp_path, graphs(9))
        assert state(tmp_path) == before
        make(tmp_path, graphs(9))

    def test_a_full_disk_as_the_engine_reports_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: Path) -> NoReturn:
            raise OSError("IO error: No space left on device: While appending to file: 000010.sst")

        monkeypatch.setattr("kg.builder._load", full)
        with pytest.raises(StoreError, match="make room on the disk"):
            make(tmp_path)

    @pytest.mark.parametrize("at", ["before the graph", "after the graph", "in the commit"])
    def test_a_killed_build_leaves_what_was_there_and_its_debris_goes_with_the_next(
        self, tmp_path: Path, at: str
    ) -> None:
        first = make(tmp_path)
        script = f"""
import os, signal
from pathlib import Path
import kg.builder
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if {at!r} == "in the commit":
    kg.builder._swap = die
with kg.builder.new_build(Path({str(tmp_path)!r})) as builder:
    {at!r} == "before the graph" and die()
    builder.write_graph({graphs(9)[0]!r})
    {at!r} == "after the graph" and die()
    builder.write_report({{}})
    builder.commit()
"""
        killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert (tmp_path / "current").resolve() == first
        assert len(builds(tmp_path)) == 2
        with Graph.open(tmp_path) as graph:
            assert graph.nquads_path.read_text(encoding="utf-8").splitlines() == lines()
        (tmp_path / ".current-0badcafe").symlink_to("builds/nowhere")
        second = make(tmp_path)
        assert builds(tmp_path) == sorted([first.name, second.name])
        assert not (tmp_path / ".current-0badcafe").is_symlink()


class TestRefusals:
    def test_two_builds_into_one_folder_exclude_one_another(self, tmp_path: Path) -> None:
        with new_build(tmp_path), pytest.raises(StoreError, match=r"another build into .* is running; wait for it"):
            make(tmp_path)
        make(tmp_path)

    def test_a_folder_of_somebody_else_is_not_touched(self, tmp_path: Path) -> None:
        (tmp_path / "graph.nq").write_text("mine", encoding="utf-8")
        with pytest.raises(
            StoreError, match="holds files that `kg build` did not make; choose an empty or a new folder"
        ):
            make(tmp_path)
        assert state(tmp_path) == {"graph.nq": b"mine"}

    @pytest.mark.parametrize("name", ["current", *LINKS])
    def test_a_file_in_the_place_of_a_link_is_not_touched(self, tmp_path: Path, name: str) -> None:
        make(tmp_path)
        (tmp_path / name).unlink()
        (tmp_path / name).write_text("mine", encoding="utf-8")
        with pytest.raises(StoreError, match="is not the link that `kg build` made; move it away"):
            make(tmp_path)
        assert (tmp_path / name).read_text(encoding="utf-8") == "mine"

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "graph").write_text("mine", encoding="utf-8")
        with pytest.raises(StoreError, match="is a file; choose a folder"):
            make(tmp_path / "graph")
        with pytest.raises(StoreError, match="choose another folder"):
            make(tmp_path / "graph" / "below")

    def test_a_folder_without_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.builder.Path.mkdir", refuse_to(errno.EACCES))
        with pytest.raises(StoreError, match=r"cannot be written \(Permission denied\); change its rights"):
            make(tmp_path / "graph")

    def test_a_disk_without_links(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.builder.Path.symlink_to", refuse_to(errno.EPERM))
        with pytest.raises(StoreError, match="cannot hold symbolic links"):
            make(tmp_path)
        assert builds(tmp_path) == []

    def test_a_platform_without_locks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make(tmp_path)
        monkeypatch.setattr("kg.builder.fcntl", None)
        monkeypatch.setattr("kg.store.fcntl", None)
        with pytest.raises(StoreError, match="lacks the file locks"):
            make(tmp_path)
        with Graph.open(tmp_path) as graph:
            assert graph.graph_names()

    @pytest.mark.parametrize(
        ("quads", "says"),
        [
            ([["<urn:b> <urn:p> <urn:o> <urn:g> .", "<urn:a> <urn:p> <urn:o> <urn:g> ."]], "not sorted, each once"),
            ([["<urn:a> <urn:p> <urn:o> <urn:g> .", "<urn:a> <urn:p> <urn:o> <urn:g> ."]], "not sorted, each once"),
            ([["<urn:a> <urn:p> <urn:o> <urn:g> .\n", "<urn:b> <urn:p> <urn:o> <urn:g> ."]], "holds a line end"),
            ([['<urn:a> <urn:p> "a\nb" <urn:g> .']], "line 1: not N-Quads"),
            ([[""]], "a line is not one quad of the graph"),
            (
                [["<urn:a> <urn:p> <urn:o> <urn:g> .", "<urn:a> <urn:p> <urn:o> <urn:h> ."]],
                "a line is not one quad of the graph",
            ),
            ([graphs()[0], graphs()[1], graphs()[0]], "<urn:g0> was written before"),
            ([["<urn:a> <urn:p> <urn:o> <urn:g> .", "<urn:b c> <urn:p> <urn:o> <urn:g> ."]], "line 2: not N-Quads"),
        ],
    )
    def test_lines_that_are_not_those_of_one_graph(self, tmp_path: Path, quads: list[list[str]], says: str) -> None:
        with pytest.raises(StoreError, match=f"graph.nq.* {says}"):
            make(tmp_path, quads)

    def test_a_wrong_line_is_told_by_its_number_in_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kg.builder._PIECE", 50)
        make(tmp_path, graphs(90))
        with Graph.open(tmp_path) as graph:
            assert graph.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == [(Literal(90),)]
        with pytest.raises(StoreError, match="line 91: not N-Quads"):
            make(tmp_path, [*graphs(90), ["<urn:b c> <urn:p> <urn:o> <urn:g> ."]])

    def test_a_source_is_named_by_a_hash(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="not a SHA-256"), new_build(tmp_path) as builder:
            builder.write_source("../../etc/passwd", "x")

    def test_a_commit_needs_graph_and_report(self, tmp_path: Path) -> None:
        with new_build(tmp_path) as builder:
            builder.write_graph(graphs()[0])
            with pytest.raises(StoreError, match="needs its graph and its report"):
                builder.commit()


class TestReading:
    def test_no_graph(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match=r"no graph at .*nowhere; run `kg build`"):
            Graph.open(tmp_path / "nowhere")
        (tmp_path / "current").symlink_to("current")
        with pytest.raises(StoreError, match="no graph at"):
            Graph.open(tmp_path)

    def test_a_damaged_store(self, tmp_path: Path) -> None:
        build = make(tmp_path)
        (build / "store" / "CURRENT").unlink()
        with pytest.raises(StoreError, match="cannot be opened"):
            Graph.open(tmp_path)

    def test_who_reads_keeps_the_build_that_was_opened(self, tmp_path: Path) -> None:
        first = make(tmp_path, graphs(3, "een"))
        with Graph.open(tmp_path) as old:
            for number in (4, 5, 6):
                last = make(tmp_path, graphs(number, "twee"))
                with Graph.open(tmp_path) as new:
                    assert len(new.select("SELECT ?s { ?s ?p ?o }").rows) == number
            assert first.name in builds(tmp_path)
            assert len(old.select("SELECT ?s { ?s ?p ?o }").rows) == 3
            assert old.nquads_path.read_text(encoding="utf-8").count("een") == 3
            assert (old.directory, old.build) == (tmp_path, first)
        make(tmp_path)
        assert first.name not in builds(tmp_path)
        assert last.name in builds(tmp_path)

    def test_reading_goes_on_while_a_build_is_being_written(self, tmp_path: Path) -> None:
        make(tmp_path, graphs(3))
        with new_build(tmp_path) as builder:
            for quads in graphs(5):
                builder.write_graph(quads)
            with Graph.open(tmp_path) as graph:
                assert len(graph.select("SELECT ?s { ?s ?p ?o }").rows) == 3
            builder.write_report({})
            builder.commit()
        with Graph.open(tmp_path) as graph:
            assert len(graph.select("SELECT ?s { ?s ?p ?o }").rows) == 5

    def test_opening_while_builds_follow_one_another(self, tmp_path: Path) -> None:
        make(tmp_path)
        stop = threading.Event()
        failures: list[BaseException] = []

        def read() -> None:
            while not stop.is_set():
                try:
                    with Graph.open(tmp_path) as graph:
                        assert graph.graph_names() == ["urn:g0", "urn:g1", "urn:g2"]
                except BaseException as error:
                    failures.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(15):
            make(tmp_path)
        stop.set()
        for reader in readers:
            reader.join()
        assert failures == []

    def test_names_of_files(self, tmp_path: Path) -> None:
        make(tmp_path, files={SHA: ["begroting.txt"]})
        with Graph.open(tmp_path) as graph:
            assert graph.file_names() == {SHA: ["begroting.txt"]}
            graph.build.joinpath("build.json").write_text("{", encoding="utf-8")
            with pytest.raises(StoreError, match=r"build\.json cannot be read"):
                graph.file_names()


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """A small graph: two quads of one triple do not occur, three graphs do."""
    first, second, third = graphs()
    second += [
        '<urn:s1> <http://www.w3.org/2000/01/rdf-schema#label> "doel" <urn:g1> .',
        '<urn:s1> <http://www.w3.org/2000/01/rdf-schema#label> "doel"@nl <urn:g1> .',
        "<urn:s1> <https://w3id.org/doelenboom/def#about> <urn:s2> <urn:g1> .",
    ]
    make(tmp_path / "graph", [first, sorted(second), third])
    return Graph.open(tmp_path / "graph")


class TestAsking:
    def test_rows_over_the_union_with_prefixes_known(self, graph: Graph) -> None:
        rows = graph.query("SELECT ?s ?text { ?s doel:verbatim ?text } ORDER BY ?s LIMIT 1")
        assert rows == Rows(("s", "text"), [(NamedNode("urn:s0"), Literal("doel 0", language="nl"))])
        assert graph.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == [(Literal(9),)]
        assert graph.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows == [(Literal(9),)]

    def test_a_prefix_of_the_query_outranks_ours(self, graph: Graph) -> None:
        assert graph.query("PREFIX doel: <urn:> ASK { doel:s1 ?p ?o }") is True

    def test_unbound_is_none(self, graph: Graph) -> None:
        rows = graph.select("SELECT ?s ?x { VALUES ?s { 1 } OPTIONAL { ?x doel:nothing ?s } }")
        assert rows.rows == [(Literal(1), None)]

    def test_columns_of_a_star_stand_in_the_order_of_the_text(self, graph: Graph) -> None:
        rows = graph.select("SELECT * { ?zorg doel:about ?about OPTIONAL { ?zorg doel:none ?missing } }")
        assert rows.variables == ("zorg", "about", "missing")
        assert rows.rows == [(NamedNode("urn:s1"), NamedNode("urn:s2"), None)]

    def test_from_narrows_to_graphs_of_the_store(self, graph: Graph) -> None:
        assert graph.select("SELECT (COUNT(*) AS ?n) FROM <urn:g0> { ?s ?p ?o }").rows == [(Literal(2),)]
        assert graph.select("SELECT ?g FROM NAMED <urn:g0> { GRAPH ?g { <urn:s0> ?p ?o } }").rows == [
            (NamedNode("urn:g0"),)
        ]
        assert graph.query("ASK FROM NAMED <urn:g0> { <urn:s0> ?p ?o }") is False
        for name in ("<urn:g9>", "<http://example.org/x.ttl>", "<file:///etc/passwd>", "<relative>"):
            with pytest.raises(QueryRefused, match="is not a graph of this store"):
                graph.query(f"ASK FROM {name} {{ ?s ?p ?o }}")

    def test_triples_come_once(self, graph: Graph) -> None:
        triples = graph.query("CONSTRUCT { <urn:a> a doel:Goal } WHERE { ?s ?p ?o }")
        assert triples == [
            pyoxigraph.Triple(
                NamedNode("urn:a"),
                NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                NamedNode(doel("Goal")),
            )
        ]
        described = graph.query("DESCRIBE <urn:s1>")
        assert isinstance(described, list)
        assert len(described) == 4

    def test_bindings_give_a_column_its_value(self, graph: Graph) -> None:
        query = check("SELECT ?s ?text { ?s doel:verbatim ?text }")
        for number in range(3):
            rows = graph.select(query, {"s": NamedNode(f"urn:s{number}")})
            assert rows.rows == [(NamedNode(f"urn:s{number}"), Literal(f"doel {number}", language="nl"))]
        with pytest.raises(QueryFailed, match="engine failed"):
            graph.query("SELECT ?s { ?s doel:verbatim ?text }", {"text": Literal("doel 1")})

    def test_rows_are_wanted(self, graph: Graph) -> None:
        with pytest.raises(QueryFailed, match="write a SELECT"):
            graph.select("ASK { ?s ?p ?o }")

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("SELECT ?s ?s { ?s ?p ?o }", "Duplicated variable name"),
            ("SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o }", "a variable that is unbound"),
            ("SELECT ?x { BIND(1 AS ?x) BIND(2 AS ?x) }", "does not accept it as a whole"),
            ("SELECT ?s { ?s ?p ?o", "is not closed"),
        ],
    )
    def test_what_the_engine_does_not_accept_fails(self, graph: Graph, query: str, says: str) -> None:
        with pytest.raises(QueryFailed, match=says):
            graph.query(query)

    def test_facts_by_property(self, graph: Graph) -> None:
        assert graph.objects("urn:s1", "doel:about") == ["urn:s2"]
        assert graph.objects("urn:s1", "rdfs:label") == ["doel"]
        assert graph.objects("urn:s1", "skos:notation") == []
        assert graph.subjects("doel:about", "urn:s2") == ["urn:s1"]
        assert graph.subjects("rdfs:label", "doel", literal="") == ["urn:s1"]
        assert graph.subjects("doel:verbatim", "doel 1", literal="nl") == ["urn:s1"]
        assert graph.subjects("doel:verbatim", "doel 1", literal="") == []

    def test_threads_may_ask_at_the_same_time(self, graph: Graph) -> None:
        found: dict[int, object] = {}

        def ask(number: int) -> None:
            found[number] = graph.query(f"ASK {{ <urn:s{number}> doel:verbatim 'doel {number}'@nl }}")

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == dict.fromkeys(range(6), True)

    def test_nothing_is_requested_from_elsewhere(self, graph: Graph) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(0.2)
            address = f"<http://127.0.0.1:{server.getsockname()[1]}/sparql>"
            fetch = f"SERVICE {address} {{ ?s ?p ?o }}"
            for query in (
                f"SELECT * {{ {fetch} }}",
                f"SELECT * {{ SERVICE SILENT {address} {{ ?s ?p ?o }} }}",
                f"ASK {{ # \r{fetch} }}",
                f"ASK {{ ?s ?p '\\u0027 # ' . {fetch} \n }}",
                f"SELECT * FROM {address} {{ ?s ?p ?o }}",
                f"SELECT * {{ {fetch} ",
                f"LOAD {address}",
                f"DESCRIBE {address}",
            ):
                with suppress(QueryRefused, QueryFailed):
                    graph.query(query)
            with pytest.raises(TimeoutError):
                server.accept()
