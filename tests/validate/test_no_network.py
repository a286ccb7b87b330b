"""Nothing touches the network: with every way out shut, validation runs, and what would reach out is refused before."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import rdflib  # noqa: F401 - before the way out is shut: it looks at sockets when it is imported

from kg.build.check import validate
from kg.validate.formats import FORMATS


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object, **_named: object) -> object:
        raise AssertionError("something reaches for the network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_documents_are_validated_without_a_network(engine: str) -> None:
    assert validate(engine=engine).findings


def test_reports_are_written_without_a_network() -> None:
    report = validate(engine="fast")
    for render in FORMATS.values():
        assert render(report)


def test_addresses_in_triples_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text(
        """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix doel: <https://w3id.org/doelenboom/def#> .
        <http://example.org/ontology> a owl:Ontology ; owl:imports <http://example.org/more.ttl> .
        <http://example.org/goal> a doel:GoalEdition .""",
        encoding="utf-8",
    )
    assert validate([path]).findings


@pytest.mark.parametrize("engine", ["pyshacl", "fast", "rdflib"])
def test_nobody_calls_at_an_address_that_stands_in_triples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """The engines are not Python's alone: here a server listens, and must hear nothing."""
    monkeypatch.undo()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        path = tmp_path / "other.ttl"
        path.write_text(
            f"""@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix doel: <https://w3id.org/doelenboom/def#> .
            <{address}/ontology> a owl:Ontology ; owl:imports <{address}/more.ttl> .
            <{address}/goal> a doel:GoalEdition ; doel:statedIn <{address}/document> .""",
            encoding="utf-8",
        )
        assert validate([path], engine=engine).findings
        with pytest.raises(TimeoutError):
            server.accept()
