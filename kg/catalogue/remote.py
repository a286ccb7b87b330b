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

from kg.catalogue.model import Said
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
_KIJK = "kijk of dit het adres van een SPARQL-endpoint is"
_STATUS = {
    400: Said(
        "het neemt de query niet aan; stel de vraag aan een graaf die je hier bouwt, dan zie je waaraan het ligt",
        "it does not accept the query; ask it of a graph built here to see which of the two is at fault",
    ),
    401: Said(
        "het vraagt een wachtwoord, en dat kan kg niet geven; gebruik een open endpoint",
        "it asks for a password, which is not supported; use one that is open",
    ),
    403: Said("het weigert de vraag; gebruik een open endpoint", "it refuses the request; use one that is open"),
    404: Said(f"er is niets op dit adres; {_KIJK}", f"there is nothing at this address; {_HINT}"),
    405: Said(f"het neemt geen POST aan; {_KIJK}", f"it takes no POST; {_HINT}"),
    413: Said("de query is er te lang voor; vraag in delen", "the query is too long for it; ask in several queries"),
    429: Said("het krijgt te veel vragen; wacht en vraag opnieuw", "it is asked too much; wait and ask again"),
    500: Said(
        "het loopt vast op deze query; vraag minder, of later opnieuw",
        "it fails on this query; ask for less, or again later",
    ),
    503: Said("het is te druk of staat uit; vraag later opnieuw", "it is too busy or down; ask again later"),
}
_FAILED = Said("er ging daar iets mis; vraag later opnieuw", "it failed; ask again later")
_REFUSED = Said(f"het weigert de vraag; {_KIJK}", f"it refuses the request; {_HINT}")


class Endpoint:
    """A SPARQL 1.1 endpoint; only what the user names is asked, and what it answers is not believed unseen.

    ``timeout`` is in seconds, for the whole of an answer. A partial answer is a failure.
    """

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        if not is_web_address(url):
            raise StoreError(
                f"{url[:200]!r} is no address of an endpoint; give it as https://example.org/sparql",
                dutch=f"{url[:200]!r} is geen adres van een endpoint; geef het als https://example.org/sparql",
            )
        if "@" in urlsplit(url).netloc:
            raise StoreError(
                "the address of the endpoint holds a name or password; use one that is open",
                dutch="in het adres van het endpoint staat een naam of wachtwoord; gebruik een open endpoint",
            )
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
            self._fail(
                f"it cannot be reached ({error.reason}); see whether the address is right and the server runs",
                f"het is niet te bereiken ({error.reason}); kijk of het adres klopt en of de server draait",
            )
        except (OSError, HTTPException, ValueError) as error:
            kind = type(error).__name__
            self._fail(f"the connection broke ({kind}); ask again", f"de verbinding brak af ({kind}); vraag opnieuw")

    def _rows(self, response: HTTPResponse, end: float) -> Rows:
        if response.status != 200:
            self._refused(response.status)
        if response.headers.get("X-SQL-State"):  # Virtuoso ends a long query and gives what it has, with status 200
            raise self._failed(
                "it gives a part of the answer only; ask for less, or raise its limit of time",
                "het geeft maar een deel van het antwoord; vraag minder, of geef het meer tijd",
            )
        answer = self._json(self._read(response, end))
        try:
            names = tuple(str(name) for name in answer["head"]["vars"])
            found = answer["results"]["bindings"]
            rows = [tuple(_term(row[name]) if name in row else None for name in names) for row in found]
        except (KeyError, TypeError, AttributeError):
            self._fail(
                f"it does not answer with rows (SPARQL 1.1 results in JSON); {_HINT}",
                f"het antwoordt niet met rijen (SPARQL 1.1 in JSON); {_KIJK}",
            )
        except ValueError as error:
            why = str(error)[:100]
            raise self._failed(
                f"a value of its answer is no RDF term ({why})", f"een waarde van het antwoord is geen RDF-term ({why})"
            ) from None
        most = response.headers.get("X-SPARQL-MaxRows", "")
        if most.isdecimal() and len(rows) >= int(most):
            raise self._failed(
                f"it gives {len(rows)} rows at most; ask for less, or raise its limit of rows",
                f"het geeft niet meer dan {len(rows)} rijen; vraag minder, of verhoog die grens",
            )
        return Rows(names, rows)

    def _read(self, response: HTTPResponse, end: float) -> bytes:
        """Read an answer within the time and the size there is; a socket's own limit begins anew with each byte."""
        read = bytearray()
        while chunk := response.read1(_CHUNK):
            read += chunk
            if len(read) > MAX_ANSWER:
                size = f"{MAX_ANSWER >> 20} MB"
                raise self._failed(
                    f"an answer of over {size}; ask for less", f"een antwoord van meer dan {size}; vraag minder"
                )
            if time.monotonic() > end:
                self._late()
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and len(read) != int(length):
            raise self._failed("the answer breaks off; ask again", "het antwoord breekt af; vraag opnieuw")
        return bytes(read)

    def _json(self, answer: bytes) -> Any:
        try:
            return json.loads(answer)
        except (ValueError, RecursionError):
            self._fail(f"it does not answer in JSON; {_HINT}", f"het antwoordt niet in JSON; {_KIJK}")

    def _refused(self, status: int) -> NoReturn:
        if 300 <= status < 400:
            self._fail(
                "it sends to another address, which is not followed; give the address it now has",
                "het verwijst naar een ander adres, en dat wordt niet gevolgd; geef het adres dat het nu heeft",
            )
        said = _STATUS.get(status, _FAILED if status >= 500 else _REFUSED)
        message, dutch = f"{said.en} (HTTP status {status})", f"{said.nl} (HTTP-status {status})"
        if status in (400, 413, 414, 500):
            raise self._failed(message, dutch)
        self._fail(message, dutch)

    def _late(self) -> NoReturn:
        raise self._failed(
            f"no answer within {self.timeout:g} seconds; ask for less, or allow more time",
            f"geen antwoord binnen {self.timeout:g} seconden; vraag minder, of geef meer tijd",
        )

    def _failed(self, what: str, dutch: str) -> QueryFailed:
        return QueryFailed(f"{self.url}: {what}", dutch=f"{self.url}: {dutch}")

    def _fail(self, what: str, dutch: str) -> NoReturn:
        raise StoreError(f"{self.url}: {what}", dutch=f"{self.url}: {dutch}")


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
