"""What a query may do: read one store, within bounds that the engines survive.

A text is measured and scanned here before any parser sees it, because pyoxigraph ends the process on deep nesting and
long chains; then rdflib parses it, and what it would fetch is judged by the parsed query. Two parsers must not read
one text in two ways, so what leaves here has no comments, escapes or carriage returns, in which they differ: engines
are given ``CheckedQuery.text``, never the text that came in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, cast

import pyoxigraph

from kg.errors import QueryFailed, QueryRefused
from kg.source import Span
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:  # rdflib's parser takes as long to import as all the rest: only who asks in SPARQL waits for it
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

MAX_BYTES = 32 * 1024
MAX_DEPTH = 20
MAX_NODES = 12_000  # of the parsed query: bounds chains that the scanner took for a string ("?a<'x>'+1+1+1…")
MAX_TOKENS = 4_000  # pyoxigraph 0.5.13 ends the process on a sum of 8,000 terms or 4,000 MINUS (8 MB of stack)

Form = Literal["select", "ask", "construct", "describe"]
Graphs = Container[str] | Callable[[str], bool]

_FORMS: dict[str, Form] = {
    "SelectQuery": "select",
    "AskQuery": "ask",
    "ConstructQuery": "construct",
    "DescribeQuery": "describe",
}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_TOKEN = re.compile(
    r"""
      (?P<comment>  \#[^\n]* )
    | (?P<string>   \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                  | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | (?P<unclosed> ["'] )
    | (?P<iri>      <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z][A-Za-z0-9-]* )
    | (?P<prefixed> (?:[^\W\d][\w.-]*)? : (?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)* )
    | (?P<word>     [^\W\d]\w* )
    | (?P<number>   \d+ (?:\.\d+)? (?:[eE][+-]?\d+)? )
    | (?P<open>     [{(\[] )
    | (?P<close>    [})\]] )
    | (?P<sign>     \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_ENGINE_ERROR = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
# What pyoxigraph says in words among the signs: "The SELECT contains a variable that is unbound".
_SENTENCE = re.compile(r"(?:^|one of |, )([A-Z][A-Za-z]* [^\",\[]+)")
_SIGN = re.compile(r'"([^"\\]{1,12})"')

_parsing = Lock()  # rdflib's parser is not safe to run in two threads (RDFLib issue 1282)


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that may run: its form, the text to give to an engine, and the graphs of its FROM and FROM NAMED.

    ``variables`` are those of a SELECT * in the order of the text; empty for any other.
    """

    form: Form
    text: str
    graphs: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


class Token(NamedTuple):
    """A word or sign of a query, with its place."""

    kind: str
    text: str
    start: int


class _Parsed(NamedTuple):
    form: Form
    fetches: bool
    graphs: tuple[str, ...]
    star: bool


def check(query: str, graphs: Graphs | None = None) -> CheckedQuery:
    """Check what a query would do and return it in the form that may run.

    The prefixes of ``kg.vocabulary`` are known without being declared. ``graphs`` tells which graphs there are, as a
    set or a function; FROM and FROM NAMED are refused for any other, and altogether without it.

    >>> check("ASK { ?goal a doel:Goal }").form
    'ask'
    >>> check("SELECT * { { SER\\\\u0056ICE <http://example.org/sparql> { ?s ?p ?o } } }")
    Traceback (most recent call last):
    kg.errors.QueryRefused: query, line 1, column 14: SERVICE would send a request elsewhere; ask this graph only

    Units: at most 32 kB (32,768 bytes) of UTF-8, 4,000 words and signs, 20 levels of brackets. Raises QueryRefused for
    what is too long or deep, writes or fetches, and QueryFailed, with line and column, for what is not SPARQL 1.1.
    """
    text = _expand(_measure(query))
    tokens = _scan(text)
    _refuse_depth(text, tokens)
    text, tokens = _without_comments(text, tokens)
    _refuse_updates(text, tokens)
    _require_prefixes(text, tokens)
    parsed = _parse(text)
    _refuse_service(text, tokens, parsed.fetches)
    _refuse_graphs(parsed.graphs, graphs)
    variables = dict.fromkeys(token.text[1:] for token in tokens if token.kind == "variable")
    return CheckedQuery(parsed.form, text, parsed.graphs, tuple(variables) if parsed.star else ())


def tokens(text: str) -> list[Token]:
    """Take a query apart into its words and signs, comments among them, without judging it.

    >>> [token.kind for token in tokens("ASK { ?goal a doel:Goal } # every goal")]
    ['word', 'open', 'variable', 'word', 'prefixed', 'close', 'comment']
    """
    return _scan(text)


def parsed(query: CheckedQuery) -> CompValue:
    """Give what rdflib reads in a checked query, with its prefixes and paths resolved, for who judges what it means."""
    with _parsing, ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_resolved, query.text).result()


def without_comments(text: str) -> str:
    """Write spaces over the comments of a query.

    >>> without_comments("ASK { ?goal a doel:Goal } # every goal").rstrip()
    'ASK { ?goal a doel:Goal }'
    """
    return _without_comments(text, _scan(text))[0]


def syntax_error(text: str, line: int, column: int, expected: str = "") -> QueryFailed:
    """Make the error for a text that is not SPARQL from a line and column (both from 1) on."""
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    found = f"at {rest[:40]!r}" if rest else "at the end of the line"
    hint = f"; expected {expected}" if expected else ""
    offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    message = f"query, line {line}, column {column}: not a SPARQL 1.1 query, it goes wrong {found}{hint}"
    return QueryFailed(message, Span(offset, offset, line))


def engine_error(text: str, error: SyntaxError) -> QueryFailed:
    """Make the error for a text that pyoxigraph does not accept."""
    match = _ENGINE_ERROR.match(str(error))
    if match is None:
        return QueryFailed(f"query: the engine does not accept it: {error}")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    sentence = _SENTENCE.search(expected)
    if sentence:
        return QueryFailed(f"query, line {line}, column {column}: {sentence[1].strip()}")
    if line == text.count("\n") + 1 and column > len(text.rpartition("\n")[2]):
        return QueryFailed("query: the engine does not accept it as a whole; perhaps a variable is bound twice")
    return syntax_error(text, line, column, " ".join(_SIGN.findall(expected)[:8]))


def _measure(query: str) -> str:
    try:
        size = len(query.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise QueryRefused(f"query, character {error.start + 1}: half a surrogate pair; write the character") from None
    if size > MAX_BYTES:
        raise QueryRefused(f"query: {size} bytes, at most {MAX_BYTES} are read; ask in several queries")
    # Line ends: rdflib lets a comment run on over a lone carriage return, pyoxigraph ends it there (SPARQL 1.1, 19.4).
    return query.replace("\r\n", "\n").replace("\r", "\n")


def _expand(text: str) -> str:
    r"""Write the escapes \uXXXX and \UXXXXXXXX out (SPARQL 1.1, 19.2); refuse one that stands for a sign.

    rdflib expands them everywhere and first, pyoxigraph inside strings and IRIs and last: "\u0022" is two texts.
    """

    def character(match: re.Match[str]) -> str:
        if match[3]:
            return match[0]
        code = int(match[1] or match[2], 16)
        if (code < 0x80 and not chr(code).isalnum()) or code > 0x10FFFF or unicodedata.category(chr(code)) == "Cs":
            _refuse(
                text, match.start(), f"the escape {match[0]} stands for a sign or for nothing; write the sign itself"
            )
        return chr(code)

    return _ESCAPE.sub(character, text)


def _scan(text: str) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = cast(str, match.lastgroup)
        if kind == "unclosed":
            raise QueryFailed(
                f"query, {_place(text, match.start())}: this string is not closed", _span(text, match.start())
            )
        tokens.append(Token(kind, match[0], match.start()))
        if len(tokens) > MAX_TOKENS:
            _refuse(text, match.start(), f"more than {MAX_TOKENS} words and signs; ask in several queries")
    return tokens


def _refuse_depth(text: str, tokens: list[Token]) -> None:
    depth = 0
    for token in tokens:
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth = max(0, depth - 1)
        elif token.kind == "iri":  # "?a<f(?b)&&?c>?d" looks like an IRI and is none: its brackets count
            depth += max(0, sum(token.text.count(sign) for sign in "([") - sum(token.text.count(sign) for sign in ")]"))
        if depth > MAX_DEPTH:
            _refuse(text, token.start, f"brackets deeper than {MAX_DEPTH} levels; take the query apart")


def _without_comments(text: str, tokens: list[Token]) -> tuple[str, list[Token]]:
    for token in tokens:
        if token.kind == "comment":
            text = text[: token.start] + " " * len(token.text) + text[token.start + len(token.text) :]
    return text, [token for token in tokens if token.kind != "comment"]


def _refuse_updates(text: str, tokens: list[Token]) -> None:
    verbs = (token for token in tokens if token.kind == "word" and token.text.upper() not in {"PREFIX", "BASE"})
    verb = next(verbs, None)
    if verb is None:
        raise QueryFailed("query: it is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE")
    if verb.text.upper() in _UPDATES:
        what = f"{verb.text.upper()} is an update; a graph is only read, change its sources and run `kg build`"
        _refuse(text, verb.start, what)


def _require_prefixes(text: str, tokens: list[Token]) -> None:
    known = {*PREFIXES, "_"}
    before = ""
    for token in tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "prefixed" and before == "PREFIX":
            known.add(prefix)
        elif token.kind == "prefixed" and prefix not in known:
            what = (
                f"the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> or use one of {', '.join(PREFIXES)}"
            )
            raise QueryFailed(f"query, {_place(text, token.start)}: {what}", _span(text, token.start))
        before = token.text.upper()


def _parse(text: str) -> _Parsed:
    """Parse in a thread of its own: how deep rdflib can go must not hang on how deep its caller already is."""
    with _parsing, ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_parse_here, text).result()


def _parse_here(text: str) -> _Parsed:
    from rdflib.plugins.sparql.parser import QueryUnit

    try:
        prologue, query = QueryUnit.parse_string(text, parse_all=True)
        graphs = _dataset(prologue, query)
    except RecursionError:
        what = (
            "nested too deep, or too many patterns in a row; join those of one subject with ; or take the query apart"
        )
        raise QueryRefused(f"query: {what}") from None
    except Exception as error:  # rdflib raises Exception itself for what is not a syntax error
        raise _explain(text, error) from None
    return _Parsed(
        _FORMS[query.name], _has_service(query), graphs, query.name == "SelectQuery" and not query.projection
    )


def _resolved(text: str) -> CompValue:
    from rdflib.plugins.sparql.algebra import translatePath, translatePName, translatePrologue, traverse
    from rdflib.plugins.sparql.parser import QueryUnit

    prologue, query = QueryUnit.parse_string(text, parse_all=True)
    known = translatePrologue(prologue, None, PREFIXES)
    named = traverse(query, visitPost=partial(translatePName, prologue=known))
    return cast("CompValue", traverse(named, visitPost=translatePath))


def _explain(text: str, error: Exception) -> QueryFailed:
    """Say where a text goes wrong; pyoxigraph knows the place better than rdflib, which names the outermost pattern.

    It is given a text that can never be a query (an open bracket ends it), so it stops at parsing; and none that is
    long enough to end the process.
    """
    if not hasattr(error, "lineno"):
        return QueryFailed(f"query: not a SPARQL 1.1 query: {error}")
    if len(text) < 8_000 and sum(text.count(sign) for sign in "{([!") < 500:
        try:
            pyoxigraph.Store().query(f"{text}\n(", prefixes=PREFIXES)
        except SyntaxError as better:
            match = _ENGINE_ERROR.match(str(better))
            if match and int(match[1]) <= text.count("\n") + 1:
                return engine_error(text, better)
    bracket = _unclosed(text)
    if bracket:
        place = _place(text, bracket.start)
        return QueryFailed(f"query, {place}: this {bracket.text} is not closed", _span(text, bracket.start))
    return syntax_error(text, int(error.lineno), int(getattr(error, "col", 1)))


def _unclosed(text: str) -> Token | None:
    waiting: list[Token] = []
    for token in _scan(text):
        if token.kind == "open":
            waiting.append(token)
        elif token.kind == "close" and waiting:
            waiting.pop()
    return waiting[-1] if waiting else None


def _has_service(query: CompValue) -> bool:
    """Tell whether a SERVICE stands anywhere, in filters, sub-selects and expressions too."""
    from rdflib.plugins.sparql.parserutils import CompValue

    names: set[str] = set()
    size = 0
    rest: list[object] = [query]
    while rest:
        node = rest.pop()
        size += 1
        if isinstance(node, CompValue):
            names.add(node.name)
            rest.extend(node.values())
        elif isinstance(node, Iterable) and not isinstance(node, str):
            rest.extend(node)
    if size > MAX_NODES:
        raise QueryRefused(f"query: {size} parts, at most {MAX_NODES} are read; ask in several queries")
    return "ServiceGraphPattern" in names


def _dataset(prologue: ParseResults, query: CompValue) -> tuple[str, ...]:
    """Resolve the IRIs of FROM and FROM NAMED with the query's own prefixes and base."""
    from rdflib.plugins.sparql.algebra import translatePName, translatePrologue, traverse

    known = translatePrologue(prologue, None, PREFIXES)
    clauses = traverse(query.datasetClause or [], visitPost=partial(translatePName, prologue=known))
    return tuple(str(clause.default or clause.named) for clause in clauses)


def _refuse_service(text: str, tokens: list[Token], fetches: bool) -> None:
    """Refuse by the parsed query, and by the word as well: an engine may take for a keyword what rdflib does not."""
    words = (token for token in tokens if token.kind == "word" and token.text.upper().startswith("SERVICE"))
    word = next(words, None)
    if fetches or word:
        _refuse(text, word.start if word else 0, "SERVICE would send a request elsewhere; ask this graph only")


def _refuse_graphs(named: tuple[str, ...], graphs: Graphs | None) -> None:
    for iri in named:
        if graphs is None:
            raise QueryRefused(f"query: FROM <{iri}> is not allowed here; leave it out, or use GRAPH <…> {{ … }}")
        if not (graphs(iri) if callable(graphs) else iri in graphs):
            raise QueryRefused(
                f"query: FROM <{iri}> is not a graph of this store, and nothing is fetched; leave it out"
            )


def _refuse(text: str, offset: int, what: str) -> NoReturn:
    raise QueryRefused(f"query, {_place(text, offset)}: {what}", _span(text, offset))


def _place(text: str, offset: int) -> str:
    return f"line {text.count(chr(10), 0, offset) + 1}, column {offset - text.rfind(chr(10), 0, offset)}"


def _span(text: str, offset: int) -> Span:
    return Span(offset, offset, text.count("\n", 0, offset) + 1)
