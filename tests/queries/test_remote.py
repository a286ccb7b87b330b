"""An endpoint is asked as a graph of one's own is; what it does wrong is an error that says what to do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph
import pytest

from kg.catalogue import remote
from kg.catalogue.ask import ask
from kg.catalogue.load import query_named
from kg.catalogue.remote import Endpoint
from kg.errors import KgError, QueryFailed, QueryRefused, StoreError
from kg.store import Rows
from kg.terms import XSD
from kg.vocabulary import CODE

ASK = "SELECT ?a WHERE { ?a a doel:Goal }"
EMPTY = b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'


@dataclass
class Server:
    """What a server answers, and what it was asked."""

    url: str = ""
    body: bytes = EMPTY
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: Callable[[int], None] = lambda _: None
    pieces: int = 1
    asked: list[tuple[str, Message, dict[str, list[str]]]] = field(default_factory=list)

    def says(self, *bindings: Mapping[str, object], names: tuple[str, ...] = ("a",)) -> None:
        """Answer with these rows."""
        self.body = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


@contextmanager
def serving(answer: Server) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer.asked.append((self.path, self.headers, parse_qs(text)))
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            size = -(-len(answer.body) // answer.pieces) or 1
            for start in range(0, len(answer.body), size):
                try:
                    answer.wait(start)
                    self.wfile.write(answer.body[start : start + size])
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    answer.url = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield answer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(Server()) as one:
        yield one


def fails(url: str, kind: type[KgError] = StoreError, timeout: float = 5) -> str:
    """Ask of an endpoint that fails: what it says in English; in Dutch it says something too."""
    with pytest.raises(kind) as caught:
        Endpoint(url, timeout).select(ASK)
    assert type(caught.value) is kind
    assert caught.value.in_("nl").startswith(f"{url}: ")
    assert caught.value.in_("nl") != caught.value.in_("en") == str(caught.value)
    return str(caught.value)


def test_a_query_is_posted_with_the_prefixes_it_uses(server: Server) -> None:
    assert Endpoint(server.url).select(ASK) == Rows(("a",), [])
    path, headers, sent = server.asked[0]
    assert path == "/sparql"
    assert sent["query"] == [f"PREFIX doel: <https://w3id.org/doelenboom/def#>\n{ASK}"]
    assert "update" not in sent
    assert "application/sparql-results+json" in headers["Accept"]


def test_prefixes_that_a_query_declares_are_its_own(server: Server) -> None:
    own = "PREFIX doel: <http://example.org/> PREFIX eigen: <http://example.org/> SELECT ?a { ?a a doel:b, eigen:c }"
    Endpoint(server.url).select(own)
    assert server.asked[0][2]["query"] == [own]


@pytest.mark.parametrize(
    "text",
    [
        "BASE <http://example.org/insert> SELECT ?a { ?a a <delete> }",
        "PREFIX insert: <http://example.org/> SELECT ?a { ?a a insert:data }",
        'SELECT ?a { ?a rdfs:label "DROP ALL ; INSERT DATA {}" }',
    ],
)
def test_nothing_is_ever_sent_as_an_update(server: Server, text: str) -> None:
    Endpoint(server.url).select(text)
    assert "query" in server.asked[0][2]
    assert "update" not in server.asked[0][2]


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:a> <a:b> 1 }", "SELECT ?s { SERVICE <http://example.org/> { ?s ?p ?o } }", "x" * 40_000]
)
def test_what_may_not_be_asked_is_not_sent(server: Server, text: str) -> None:
    with pytest.raises(QueryRefused):
        Endpoint(server.url).select(text)
    assert server.asked == []


def test_only_rows_are_asked_for(server: Server) -> None:
    with pytest.raises(QueryFailed, match="write a SELECT"):
        Endpoint(server.url).select("ASK { ?a ?b ?c }")
    assert server.asked == []


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ({"type": "uri", "value": "urn:a"}, pyoxigraph.NamedNode("urn:a")),
        ({"type": "bnode", "value": "b0"}, pyoxigraph.BlankNode("b0")),
        ({"type": "bnode", "value": "nodeID://b10001"}, pyoxigraph.BlankNode("b10001")),
        ({"type": "uri", "value": "nodeID://b10001"}, pyoxigraph.BlankNode("b10001")),
        ({"type": "literal", "value": "doel"}, pyoxigraph.Literal("doel")),
        ({"type": "literal", "value": "doel", "datatype": XSD + "string"}, pyoxigraph.Literal("doel")),
        ({"type": "literal", "value": "doel", "xml:lang": "NL"}, pyoxigraph.Literal("doel", language="nl")),
        ({"type": "typed-literal", "value": "2024", "datatype": XSD + "integer"}, pyoxigraph.Literal(2024)),
        ({"type": "typed-literal", "value": "1", "datatype": XSD + "boolean"}, pyoxigraph.Literal(True)),
        ({"type": "literal", "value": "false", "datatype": XSD + "boolean"}, pyoxigraph.Literal(False)),
    ],
)
def test_a_value_is_the_term_that_the_store_here_gives(
    server: Server, said: dict[str, str], term: pyoxigraph.NamedNode
) -> None:
    server.says({"a": said}, {})
    assert Endpoint(server.url).select(ASK).rows == [(term,), (None,)]


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ("6.10", "6.1"),
        ("6.0", "6"),
        ("+6.", "6"),
        (".5", "0.5"),
        ("-0.0", "0"),
        ("1E2", "100"),
        ("-3", "-3"),
        ("x", "x"),
    ],
)
def test_a_decimal_is_spelt_in_one_way(server: Server, spelt: str, plain: str) -> None:
    decimal = XSD + "decimal"
    server.says({"a": {"type": "typed-literal", "value": spelt, "datatype": decimal}})
    assert Endpoint(server.url).select(ASK).rows == [
        (pyoxigraph.Literal(plain, datatype=pyoxigraph.NamedNode(decimal)),)
    ]


def test_a_stored_query_is_asked_of_an_endpoint(server: Server) -> None:
    names = (*[column.name for column in query_named("list-targets-met").columns], "evidence")
    text = {"type": "literal", "value": "9D1.b"}
    verdict = {"type": "uri", "value": CODE + "not-met"}
    target = {"type": "typed-literal", "value": "90.0", "datatype": XSD + "decimal"}
    server.says(
        {
            "indicator": text,
            "verdict": verdict,
            "target": target,
            "evidence": {"type": "literal", "value": "urn:a urn:b"},
        },
        names=names,
    )
    (row,) = ask(Endpoint(server.url), query_named("list-targets-met"), {"year": 2024})
    assert (row["indicator"], row["verdict"], str(row["target"]), row["result"]) == ("9D1.b", "not-met", "90", None)
    assert row.evidence == ("urn:a", "urn:b")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/sparql",
        "file:///etc/passwd",
        "example.org/sparql",
        "",
        "http://",
        "https://a b.nl/",
        "javascript:x",
    ],
)
def test_only_addresses_of_the_web_are_endpoints(url: str) -> None:
    with pytest.raises(StoreError, match="is no address of an endpoint"):
        Endpoint(url)


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError) as caught:
        Endpoint("https://anna:geheim@example.org/sparql")
    assert "geheim" not in str(caught.value)


def test_an_endpoint_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(Server()) as other:
        url = other.url
    assert "cannot be reached" in fails(url)


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (204, StoreError, "refuses the request"),
        (206, StoreError, "refuses the request"),
        (301, StoreError, "sends to another address"),
        (307, StoreError, "sends to another address"),
        (400, QueryFailed, "does not accept the query"),
        (401, StoreError, "asks for a password"),
        (403, StoreError, "refuses the request"),
        (404, StoreError, "nothing at this address"),
        (405, StoreError, "takes no POST"),
        (413, QueryFailed, "too long"),
        (414, QueryFailed, "refuses the request"),
        (418, StoreError, "refuses the request"),
        (429, StoreError, "asked too much"),
        (500, QueryFailed, "fails on this query"),
        (502, StoreError, "failed"),
        (503, StoreError, "too busy"),
    ],
)
def test_a_status_that_is_no_answer(server: Server, status: int, kind: type[KgError], said: str) -> None:
    server.status = status
    server.body = b"" if status == 204 else b"<script>secret of the server</script>"
    message = fails(server.url, kind)
    assert said in message
    assert f"HTTP status {status}" in message or status in (301, 307)
    assert "secret" not in message


def test_no_other_address_is_asked(server: Server) -> None:
    with serving(Server()) as other:
        server.status, server.headers = 302, {"Location": other.url}
        assert "sends to another address" in fails(server.url)
        assert other.asked == []


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Welcome</html>",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"7",
        b'{"boolean": true}',
        b'{"head": {}, "results": {"bindings": []}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": 7}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": ["a"]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": "x"}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri"}}]}}',
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": 7}}]}}',
    ],
)
def test_an_answer_that_is_no_rows(server: Server, body: bytes) -> None:
    server.body = body
    assert "see whether it is the address of a SPARQL endpoint" in fails(server.url)


@pytest.mark.parametrize(
    "term",
    [
        {"type": "uri", "value": "no iri"},
        {"type": "bnode", "value": "no node"},
        {"type": "literal", "value": "a", "xml:lang": "no language"},
        {"type": "literal", "value": "a", "datatype": "no iri"},
        {"type": "literal", "value": "\ud800"},
        {"type": "triple", "value": "a"},
    ],
)
def test_a_value_that_is_no_term(server: Server, term: dict[str, object]) -> None:
    server.says({"a": term})
    assert "is no RDF term" in fails(server.url, QueryFailed)


def test_a_part_of_an_answer_is_no_answer(server: Server) -> None:
    server.headers = {"X-SQL-State": "S1TAT", "X-SQL-Message": "Returning incomplete results"}
    assert "a part of the answer only" in fails(server.url, QueryFailed)


def test_an_answer_that_ends_at_the_limit_of_rows_is_no_answer(server: Server) -> None:
    rows = [{"a": {"type": "literal", "value": str(number)}} for number in range(3)]
    server.says(*rows)
    server.headers = {"X-SPARQL-MaxRows": "4"}
    assert len(Endpoint(server.url).select(ASK).rows) == 3
    server.headers = {"X-SPARQL-MaxRows": "3"}
    assert "3 rows at most" in fails(server.url, QueryFailed)


def test_an_answer_that_breaks_off_is_no_answer(server: Server) -> None:
    server.headers = {"Content-Length": str(len(EMPTY) + 20), "Connection": "close"}
    assert "breaks off" in fails(server.url, QueryFailed) or "broke" in fails(server.url)


def test_an_answer_is_bounded(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_ANSWER", 100_000)
    server.says(*({"a": {"type": "literal", "value": "x" * 100}} for _ in range(2_000)))
    assert "ask for less" in fails(server.url, QueryFailed)


def test_a_server_that_does_not_answer(server: Server) -> None:
    server.wait = lambda _: time.sleep(1)
    assert "no answer within 0.2 seconds" in fails(server.url, QueryFailed, 0.2)


def test_a_server_that_answers_drop_by_drop(server: Server) -> None:
    server.pieces = 50
    server.wait = lambda _: time.sleep(0.05)
    assert "no answer within 0.3 seconds" in fails(server.url, QueryFailed, 0.3)


def test_a_server_that_speaks_no_http(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as one:

        def speak() -> None:
            connection, _ = one.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"220 mail ready\r\n\r\n")

        threading.Thread(target=speak, daemon=True).start()
        message = fails(f"http://127.0.0.1:{one.getsockname()[1]}/")
    assert "the connection broke" in message or "cannot be reached" in message
