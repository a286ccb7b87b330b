"""A SPARQL endpoint elsewhere, asked as a graph of one's own is: the same rows of the same terms."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import QueryFailed, StoreError
from kg.guard import CheckedQuery, check, tokens
from kg.store import Rows
from kg.terms import XSD, Theirs, is_web_address
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

MAX_ANSWER = 64 * 1024 * 1024
_CHUNK = 1 << 16
_PLAIN = {"literal", "typed-literal"}
_TRUTH = {"1": "true", "0": "false"}
_HINT = "see whether it is the address of a SPARQL endpoint"
_STATUS = {
    400: "it does not accept the query; ask it of a graph built here to see which of the two is at fault",
    401: "it asks for a password, which is not supported; use one that is open",
    403: "it refuses the request; use one that is open",
    404: f"there is nothing at this address; {_HINT}",
    405: f"it takes no POST; {_HINT}",
    413: "the query is too long for it; ask in several queries",
    429: "it is asked too much; wait and ask again",
    500: "it fails on this query; ask for less, or again later",
    503: "it is too busy or down; ask again later",
}


class Endpoint:
    """A SPARQL 1.1 endpoint; only what the user names is asked, and what it answers is not believed unseen.

    ``timeout`` is in seconds, for the whole of an answer. A partial answer is a failure.
    """

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        if not is_web_address(url):
            raise StoreError(f"{url[:200]!r} is no address of an endpoint; give it as https://example.org/sparql")
        if "@" in urlsplit(url).netloc:
            raise StoreError("the address of the endpoint holds a name or password; use one that is open")
        self.url = url
        self.timeout = timeout

    def select(self, query: str | CheckedQuery) -> Rows:
        """Run a SELECT over what the endpoint takes for its default graph.

        The prefixes of ``kg.vocabulary`` need no declaration. Raises what ``kg.guard.check`` does, StoreError when the
        endpoint is not there or answers something else than SPARQL results, and QueryFailed when it does not answer
        the query, or not all of it.
        """
        checked = check(query) if isinstance(query, str) else query
        if checked.form != "select":
            raise QueryFailed("query: rows are asked for; write a SELECT")
        end = time.monotonic() + self.timeout
        try:
            with _opened(self.url, _declared(checked.text), self.timeout) as response:
                return self._rows(response, end)
        except HTTPError as error:
            error.close()
            self._refused(error.code)
        except TimeoutError:
            self._late()
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                self._late()
            self._fail(f"it cannot be reached ({error.reason}); see whether the address is right and the server runs")
        except (OSError, HTTPException, ValueError) as error:
            self._fail(f"the connection broke ({type(error).__name__}); ask again")

    def _rows(self, response: HTTPResponse, end: float) -> Rows:
        if response.status != 200:
            self._refused(response.status)
        if response.headers.get("X-SQL-State"):  # Virtuoso ends a long query and gives what it has, with status 200
            raise QueryFailed(
                f"{self.url}: it gives a part of the answer only; ask for less, or raise its limit of time"
            )
        answer = self._json(self._read(response, end))
        try:
            names = tuple(str(name) for name in answer["head"]["vars"])
            found = answer["results"]["bindings"]
            rows = [tuple(_term(row[name]) if name in row else None for name in names) for row in found]
        except (KeyError, TypeError, AttributeError):
            self._fail(f"it does not answer with rows (SPARQL 1.1 results in JSON); {_HINT}")
        except ValueError as error:
            raise QueryFailed(f"{self.url}: a value of its answer is no RDF term ({str(error)[:100]})") from None
        most = response.headers.get("X-SPARQL-MaxRows", "")
        if most.isdecimal() and len(rows) >= int(most):
            raise QueryFailed(
                f"{self.url}: it gives {len(rows)} rows at most; ask for less, or raise its limit of rows"
            )
        return Rows(names, rows)

    def _read(self, response: HTTPResponse, end: float) -> bytes:
        """Read an answer within the time and the size there is; a socket's own limit begins anew with each byte."""
        read = bytearray()
        while chunk := response.read1(_CHUNK):
            read += chunk
            if len(read) > MAX_ANSWER:
                raise QueryFailed(f"{self.url}: an answer of over {MAX_ANSWER >> 20} MB; ask for less")
            if time.monotonic() > end:
                self._late()
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and len(read) != int(length):
            raise QueryFailed(f"{self.url}: the answer breaks off; ask again")
        return bytes(read)

    def _json(self, answer: bytes) -> Any:
        try:
            return json.loads(answer)
        except (ValueError, RecursionError):
            self._fail(f"it does not answer in JSON; {_HINT}")

    def _refused(self, status: int) -> NoReturn:
        if 300 <= status < 400:
            self._fail("it sends to another address, which is not followed; give the address it now has")
        said = _STATUS.get(
            status, "it failed; ask again later" if status >= 500 else f"it refuses the request; {_HINT}"
        )
        message = f"{self.url}: {said} (HTTP status {status})"
        raise QueryFailed(message) if status in (400, 413, 414, 500) else StoreError(message)

    def _late(self) -> NoReturn:
        raise QueryFailed(f"{self.url}: no answer within {self.timeout:g} seconds; ask for less, or allow more time")

    def _fail(self, what: str) -> NoReturn:
        raise StoreError(f"{self.url}: {what}")


class _Stay(HTTPRedirectHandler):
    """Follows nothing: only the address that the user gave is asked."""

    def redirect_request(self, *_: object) -> Request | None:
        """Make no request."""
        return None


def _opened(url: str, text: str, timeout: float) -> HTTPResponse:
    """Send the query by POST, since long ones do not fit in an address, and return the answer unread."""
    response: HTTPResponse = build_opener(_Stay).open(_request(url, text), timeout=timeout)
    return response


def _request(url: str, text: str) -> Request:
    wrapper = _wrapper(url)
    wrapper.setQuery(text)
    wrapper.queryType = "SELECT"  # not left to its guess from the words: what it takes for an update, it sends as one
    # No limit of time is sent along: with one, Virtuoso 7 gives a part of the rows, and does not always say so.
    return wrapper._createRequest()  # its own way of sending follows redirects and reads errors of any length


def _wrapper(url: str) -> SPARQLWrapper:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    wrapper = SPARQLWrapper(url, returnFormat=JSON, agent="doelenboom")
    wrapper.setMethod(POST)
    return wrapper


def _declared(text: str) -> str:
    """Declare the prefixes that are known here and that the text uses without saying so."""
    used: dict[str, None] = {}
    own: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind == "prefixed":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                own.add(prefix)
            else:
                used[prefix] = None
        before = token.text.upper()
    lines = [f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in used if prefix in PREFIXES and prefix not in own]
    return "\n".join([*lines, text])


def _term(binding: Mapping[str, str]) -> Theirs:
    """Read one value of a row; literals spelt as the store here spells them.

    >>> _term({"type": "typed-literal", "value": "0", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"})
    <Literal value=false datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#boolean>>
    """
    kind, value = binding["type"], binding["value"]
    if not isinstance(value, str):
        raise TypeError
    if value.startswith("nodeID://") and kind in ("uri", "bnode"):  # Virtuoso's way to write a node without a name
        kind, value = "bnode", value.removeprefix("nodeID://")
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        return BlankNode(value)
    if kind not in _PLAIN:
        raise ValueError(f"of type {kind!r:.40}")
    if "xml:lang" in binding:
        return Literal(value, language=binding["xml:lang"])
    datatype = binding.get("datatype", XSD + "string")
    return Literal(_canonical(value, datatype), datatype=NamedNode(datatype))


def _canonical(value: str, datatype: str) -> str:
    if datatype == XSD + "boolean":
        return _TRUTH.get(value, value)
    if datatype in (XSD + "integer", XSD + "decimal"):
        return _number(value)
    return value


def _number(text: str) -> str:
    """A number without a plus, needless zeros or an exponent; a text that is none stays."""
    try:
        plain = format(Decimal(text), "f") if len(text) < 400 else text
    except InvalidOperation:
        return text
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain
