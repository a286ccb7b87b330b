"""What a caller gives stays a value: it never becomes syntax, and a value that is nowhere finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import product

import pytest

from kg.catalogue.ask import Graph, ask
from kg.catalogue.binding import Value, bind, term
from kg.catalogue.front import body, parse
from kg.catalogue.load import catalogue
from kg.catalogue.model import PARAMETER_TYPES, Parameter, ParameterType, Said, StoredQuery
from kg.catalogue.values import Engine
from kg.errors import BadParameter, QueryRefused
from kg.guard import Token, check, tokens
from kg.identifiers import document_key
from kg.terms import is_web_address
from tests.queries.cases import InMemory
from tests.queries.engines import InRdflib

IMPOSSIBLE: Mapping[str, Value] = {
    "integer": -987_654_321,
    "decimal": "0",  # parameters of this type are divisors and factors: nothing can be said with 0
    "text": "nowhere in these documents",
    "code": "no-such-code",
    "document": "https://example.org/no/document/such",
    "iri": "https://example.org/no-such-thing",
}
ATTEMPTS = (
    # Ends of strings, and of what stands around them.
    '"', "'", '"""', "'''", '\\"', "\\'", "\\", "\\\\", '" } #', "' } #", '"""} #', '"@nl', '"^^xsd:integer', '" "2024',
    "2024 2025", "2024) (2025", "UNDEF", "2024 UNDEF", "9B1} UNION {?s ?p ?o", '9B1" } { ?s ?p ?o } VALUES ?x { "',
    "}", "{", "} }", "}}}}}}}}", "{{{{{{{{", "} . ?s ?p ?o . {", "})", "]", "[ ?p ?o ]", ";", ".", ",",
    # Comments, line ends and white space.
    "#", "# the rest is gone", "2024 # }", "2024\n}", "2024\r}", "2024\r\n}\r\nUNION\r\n{", "\t", "\v", "\f", "\x85",
    "2024\u2028}", "2024\u2029}", "\u00a02024 }",
    # Escapes, which some engines read before anything else.
    "\\u0022 } #", "\\u007D", "\\U0000007D UNION {", "\\u005Cu0022", "\\n}", "\\x22", "%22%20%7D", "&quot; }",
    "\\uD800", "\\u003E } #",
    # Characters that are not seen, not there, or not characters.
    "\x00", "2024\x00}", "\x1b[2J", "\ud800", "\udfff}", "\ud83d", "\ufffe", "\uffff", "\u202e} NOINU {\u202c",
    "\u2066}\u2069", "\u200b}", "\ufeff2024", "\uff12\uff10\uff12\uff14", "\u0662\u0660\u0662\u0664",
    "²", "\uff02 \uff5d \uff03", "é\u0301" * 50,
    # IRIs that are none, and some that are.
    "https://example.org/a b", "https://example.org/> } #", "<https://example.org/>", "https://example.org/\\u003E",
    "https://example.org/{x}", "https://example.org/`", "javascript:alert(1)", "file:///etc/passwd", "doel:Goal",
    "code:met }", "code:a b", "a:b", "https://example.org/%7D%20UNION%20%7B", "urn:x:y>", "_:b0", "?s", "$year",
    # Queries and updates.
    "} UNION { ?s ?p ?o }", '" . ?s ?p ?o . FILTER("" = "', "SERVICE <https://example.org/sparql> { ?s ?p ?o }",
    "2024 } SERVICE <https://example.org/> { ?s ?p ?o } VALUES ?y { 1", "INSERT DATA { <a:a> <a:b> <a:c> }",
    "} ; DROP ALL ; SELECT * { ?s ?p ?o", "DELETE WHERE { ?s ?p ?o }", "LOAD <file:///etc/passwd>",
    "} GROUP BY ?s HAVING (1=1", "2024 || 1=1", "1 OR 1=1", "FILTER(true)", "} LIMIT 0 #", "BIND(1 AS ?year)",
    "} SELECT * { ?s ?p ?o ", "PREFIX doel: <https://example.org/>", "BASE <https://example.org/>",
    "MINUS { ?s ?p ?o }", "<(.*)>", ".*", "^", "(?i)", "zz|.*", "1e9", "0x7E8", "NaN", "INF", "-0", "+2024.", "1" * 40,
    "9" * 5_000, "2024.5.6", "true",
    # Out of proportion.
    "x" * 1_000, "x" * 40_000, '"' * 10_000, "{" * 10_000, "(" * 10_000 + ")" * 10_000, "\\" * 9_999, "!" * 10_000,
)  # fmt: skip
_PATTERNS = (".*", "zz|.*", "(?i)", '"} #', "} UNION { ?s ?p ?o }", "\\u0022 } #")
_SMALL = """#+ title: {{nl: a, en: a}}
#+ question: {{nl: a, en: a}}
#+ description: {{nl: a, en: a}}
#+ parameters: [{{name: given, type: {type}, example: {example}, label: {{nl: a, en: a}}}}]
#+ columns: {{given: {{nl: a, en: a, type: {column}}}}}
SELECT ?given ?evidence
WHERE {{
  VALUES ?given {{ {term} }}
  {pattern}
  BIND("urn:a" AS ?evidence)
}}
"""
_EXAMPLES = {
    "integer": "2024",
    "decimal": "0.95",
    "text": "9B1",
    "code": "met",
    "document": "https://example.org/document/a",
    "iri": "https://example.org/a",
}
_DATA = b"""
<https://example.org/document/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>
 <https://w3id.org/doelenboom/def#Document> <urn:g> .
""".replace(b"\n ", b" ")
_PARAMETERS = [(query, one) for query in catalogue().values() for one in query.parameters]
_IDS = [f"{query.name}-{one.name}" for query, one in _PARAMETERS]


def test_the_attempts_are_many_and_each_is_another() -> None:
    assert len(ATTEMPTS) == len(set(ATTEMPTS)) >= 50
    assert set(_EXAMPLES) == set(IMPOSSIBLE) == set(PARAMETER_TYPES)


@pytest.mark.parametrize(("query", "parameter"), _PARAMETERS, ids=_IDS)
def test_an_impossible_value_finds_nothing(
    query: StoredQuery, parameter: Parameter, graph_of: Callable[[str], Graph]
) -> None:
    given = {**needed(query), parameter.name: IMPOSSIBLE[parameter.type]}
    assert _rows(graph_of("leiden"), query, given) == 0


@pytest.mark.parametrize(("query", "parameter"), _PARAMETERS, ids=_IDS)
def test_the_text_of_a_stored_query_keeps_its_structure(query: StoredQuery, parameter: Parameter) -> None:
    given = {one.name: _example(query, one) for one in query.parameters}
    example = given[parameter.name]
    marked = _words(bind(query, {**given, parameter.name: _marked(example)}))
    for attempt in ATTEMPTS:
        try:
            written = term(parameter, attempt)
        except BadParameter:
            continue
        bound = _words(bind(query, {**given, parameter.name: written}))
        assert _unlike(marked, bound) == {tokens(written)[0].text}, attempt


@pytest.mark.parametrize("name", catalogue())
def test_a_text_is_no_pattern_and_no_syntax_in_a_stored_query(name: str, graph_of: Callable[[str], Graph]) -> None:
    query = catalogue()[name]
    texts = [one for one in query.parameters if one.type == "text"]
    for parameter, attempt in product(texts, _PATTERNS):
        assert _rows(graph_of("leiden"), query, {**needed(query), parameter.name: attempt}) == 0, attempt


@pytest.mark.parametrize("kind", PARAMETER_TYPES)
def test_an_attempt_finds_nothing_and_changes_nothing(kind: ParameterType) -> None:
    query = small(kind, "?document a doel:Document ; ?property ?given .")
    words = _words(body(query.text))
    graph = InMemory(_DATA)
    for attempt in ATTEMPTS:
        assert _rows(graph, query, {"given": attempt}) == 0, attempt
        try:
            asked = check(body(bind(query, {"given": term(query.parameters[0], attempt)}))).text
        except (BadParameter, QueryRefused):
            continue
        assert [one.kind for one in _words(asked)] == [one.kind for one in words], attempt
    assert {str(quad) for quad in graph.store} == {str(quad) for quad in InMemory(_DATA).store}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=range(len(ATTEMPTS)))
def test_a_text_comes_back_as_it_was_given(attempt: str, in_rdflib: InRdflib) -> None:
    query = small("text", "")
    misread = re.search(r"\\[uU][0-9A-Fa-f]{4}", attempt)  # rdflib takes the second half of "\\\\u0022" for an escape
    for graph in (InMemory(b""),) if misread else (InMemory(b""), in_rdflib):
        try:
            (row,) = ask(graph, query, {"given": attempt})
        except BadParameter:
            assert re.search("[\ud800-\udfff]", attempt)
        except QueryRefused:
            assert len(attempt) > 9_000 or re.search("[\x00-\x1f]", attempt)
        else:
            assert row["given"] == attempt


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=range(len(ATTEMPTS)))
def test_the_name_of_a_parameter_is_no_syntax_either(attempt: str) -> None:
    with pytest.raises(BadParameter, match="has no parameter"):
        ask(InMemory(b""), small("integer", ""), {"given": 2024, attempt: 2024})


def needed(query: StoredQuery) -> dict[str, Value]:
    """What must be given, as the examples of the query have it."""
    given = {one.name: one for one in query.parameters if one.required}
    return {name: document_key(one.example) if one.type == "document" else one.example for name, one in given.items()}


@pytest.fixture(scope="module")
def in_rdflib(tmp_path_factory: pytest.TempPathFactory) -> InRdflib:
    file = tmp_path_factory.mktemp("rdflib") / "graph.nq"
    file.write_bytes(b"")
    return InRdflib(file)


def _rows(graph: Engine, query: StoredQuery, given: Mapping[str, Value]) -> int:
    """How many rows an answer has; none where the value is refused."""
    try:
        return len(ask(graph, query, given))
    except (BadParameter, QueryRefused):
        return 0


def _example(query: StoredQuery, parameter: Parameter) -> str:
    """The example of a parameter as a term; that of a document is a short name, for which any IRI will do."""
    named = parameter.type == "document" and not is_web_address(parameter.example)
    assert parameter in query.parameters
    return term(parameter, f"https://example.org/document/{parameter.example}" if named else parameter.example)


def _marked(written: str) -> str:
    """A term of the same kind that stands nowhere else."""
    value, hat, datatype = written.partition("^^")
    return ("<urn:here>" if value.startswith("<") else '"here"') + hat + datatype


def _words(text: str) -> list[Token]:
    return [one for one in tokens(text) if one.kind != "comment"]


def _unlike(marked: list[Token], bound: list[Token]) -> set[str]:
    """What stands at the marks; all else must be equal."""
    assert [one.kind for one in marked] == [one.kind for one in bound]
    pairs = [(one.text, other.text) for one, other in zip(marked, bound, strict=True)]
    assert all(one == other for one, other in pairs if one not in ("<urn:here>", '"here"'))
    return {other for one, other in pairs if one in ("<urn:here>", '"here"')}


def small(kind: ParameterType, pattern: str) -> StoredQuery:
    """A query of the test's own with one parameter of a type."""
    column = "iri" if kind == "document" else kind
    example = Parameter("given", kind, Said("waarde", "value"), _EXAMPLES[kind])
    text = _SMALL.format(
        type=kind, example=_EXAMPLES[kind], column=column, term=term(example, example.example), pattern=pattern
    )
    return parse(text, "quality/small")
