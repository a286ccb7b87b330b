"""What may be asked, what is refused, and that no text ends the process."""

from __future__ import annotations

import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, QueryFailed, QueryRefused
from kg.guard import MAX_BYTES, MAX_DEPTH, MAX_TOKENS, check

ELSEWHERE = "<http://example.org/sparql>"
FETCH = f"SERVICE {ELSEWHERE} {{ ?s ?p ?o }}"

DISGUISES = {
    "plain": f"SELECT * {{ {FETCH} }}",
    "silent": f"SELECT * {{ SERVICE SILENT {ELSEWHERE} {{ ?s ?p ?o }} }}",
    "lower case": f"select * where {{ service {ELSEWHERE} {{ ?s ?p ?o }} }}",
    "mixed case": f"ASK {{ SeRvIcE {ELSEWHERE} {{}} }}",
    "a variable as address": "SELECT * { ?x doel:about ?y SERVICE ?y { ?s ?p ?o } }",
    "no space around it": "SELECT*{?a ?b ?c.SERVICE<http://example.org/>{?s ?p ?o}}",
    "escape": f"SELECT * {{ SER\\u0056ICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    "long escape": f"SELECT * {{ SERVIC\\U00000045 {ELSEWHERE} {{ ?s ?p ?o }} }}",
    "escapes only": "SELECT * { "
    + "".join(f"\\u{ord(letter):04x}" for letter in "SERVICE")
    + f" {ELSEWHERE} {{ ?s ?p ?o }} }}",
    "sub-select": f"SELECT * {{ {{ SELECT ?s {{ {FETCH} }} LIMIT 1 }} }}",
    "sub-select in sub-select": f"ASK {{ {{ SELECT ?s {{ {{ SELECT ?s {{ {FETCH} }} }} }} }} }}",
    "filter exists": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {FETCH} }} }}",
    "filter not exists": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {FETCH} }} }}",
    "exists inside an expression": f"SELECT * {{ ?s ?p ?o FILTER(1 = 2 || !(EXISTS {{ {FETCH} }})) }}",
    "exists as a column": f"SELECT (EXISTS {{ {FETCH} }} AS ?x) {{}}",
    "exists in bind": f"SELECT * {{ BIND(IF(EXISTS {{ {FETCH} }}, 1, 2) AS ?x) }}",
    "exists in order by": f"SELECT ?s {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {FETCH} }})",
    "exists in having": f"SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING(EXISTS {{ {FETCH} }})",
    "exists in group by": f"SELECT ?x {{ ?s ?p ?o }} GROUP BY (EXISTS {{ {FETCH} }} AS ?x)",
    "exists in an aggregate": f"SELECT (SUM(IF(EXISTS {{ {FETCH} }}, 1, 0)) AS ?x) {{ ?s ?p ?o }}",
    "minus": f"SELECT * {{ ?s ?p ?o MINUS {{ {FETCH} }} }}",
    "optional": f"SELECT * {{ ?s ?p ?o OPTIONAL {{ {FETCH} }} }}",
    "union": f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ {FETCH} }} }}",
    "graph": f"SELECT * {{ GRAPH ?g {{ {FETCH} }} }}",
    "construct": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {FETCH} }}",
    "describe": f"DESCRIBE ?s {{ {FETCH} }}",
    "after a comment that one engine ends at a carriage return": f"ASK {{ # here\r{FETCH}\n}}",
    "after a comment with a line end of two": f"ASK {{ # here\r\n{FETCH} }}",
    "after an apostrophe in an IRI": f"ASK {{ ?s <http://example.org/O'Brien> ?o . {FETCH} # '\n }}",
    "after a long string": f"ASK {{ ?s ?p '''it's''' . {FETCH} }}",
    "after a string with a quote": f'ASK {{ ?s ?p "a\\"b" . {FETCH} }}',
}


@pytest.mark.parametrize("query", DISGUISES.values(), ids=DISGUISES.keys())
def test_a_request_elsewhere_is_refused_in_any_disguise(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE would send a request elsewhere"):
        check(query)


@pytest.mark.parametrize("query", DISGUISES.values(), ids=DISGUISES.keys())
def test_the_parsed_query_and_the_word_each_suffice(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bool] = []
    with monkeypatch.context() as patched:
        patched.setattr("kg.guard._refuse_service", lambda _text, _tokens, fetches: parsed.append(fetches))
        check(query)
    assert parsed == [True]
    monkeypatch.setattr("kg.guard._has_service", lambda _: False)
    with pytest.raises(QueryRefused, match="SERVICE"):
        check(query)


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(QueryRefused, match=r"query, line 3, column 5: SERVICE") as refused:
        check(f"SELECT * {{\n  ?s ?p ?o .\n    {FETCH}\n}}")
    assert refused.value.span is not None
    assert refused.value.span.line == 3


def test_an_escape_that_ends_a_string_for_one_engine_only_is_refused() -> None:
    # rdflib expands first: an empty string and a comment. pyoxigraph expands last: a string, and then a live SERVICE.
    hidden = f"ASK {{ ?s ?p '\\u0027 # ' . {FETCH} \n }}"
    for query in (hidden, hidden.replace("\\u0027", "\\U00000027"), "ASK { # \\u000A SERVICE <x:y> {}\n ?s ?p ?o }"):
        with pytest.raises(QueryRefused, match="escape"):
            check(query)
    with pytest.raises(QueryRefused, match="escape"):
        check('ASK { ?s ?p "\\uD83D\\uDE00" }')


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://example.org/data.ttl>",
        "load silent <file:///etc/passwd> into graph <urn:g>",
        "LO\\u0041D <http://example.org/data.ttl>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX x: <http://x/>\nDELETE WHERE { ?s ?p ?o }",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP GRAPH <urn:g>",
        "BASE <http://x/> CREATE GRAPH <g>",
        "COPY <urn:a> TO <urn:b>",
        "MOVE <urn:a> TO <urn:b>",
        "ADD <urn:a> TO <urn:b>",
    ],
)
def test_updates_are_refused_with_a_reason(update: str) -> None:
    with pytest.raises(QueryRefused, match="is an update; a graph is only read"):
        check(update)


def test_an_update_behind_a_query_is_no_query() -> None:
    with pytest.raises(QueryFailed):
        check("ASK { ?s ?p ?o } ; LOAD <http://example.org/data.ttl>")


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <http://example.org/data.ttl>",
        "FROM <file:///etc/passwd>",
        "FROM NAMED <https://example.org/data.jsonld>",
        "from named <data.ttl>",
        "FROM <urn:graph> FROM <http://example.org/data.ttl>",
        "FROM doel:elsewhere",
    ],
)
def test_from_is_refused_unless_it_names_a_graph(clause: str) -> None:
    query = f"SELECT * {clause} WHERE {{ ?s ?p ?o }}"
    with pytest.raises(QueryRefused, match=r"FROM <.*> is not allowed here"):
        check(query)
    with pytest.raises(QueryRefused, match="is not a graph of this store"):
        check(query, {"urn:graph"})


def test_from_a_graph_of_the_store_is_resolved_and_allowed() -> None:
    query = "BASE <http://x/id/> PREFIX g: <http://x/graph/> ASK FROM <part> FROM NAMED g:register { ?s ?p ?o }"
    known = {"http://x/id/part", "http://x/graph/register"}
    assert check(query, known).graphs == ("http://x/id/part", "http://x/graph/register")
    assert check(query, known.__contains__).graphs == check(query, known).graphs


@pytest.mark.parametrize("opening", ["{", "(", "[", "{ FILTER(", "([", "{ { "])
@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 10_000])
def test_deep_nesting_is_refused_before_any_parser(opening: str, levels: int) -> None:
    for query in (f"SELECT * {{ ?s ?p {opening * levels}", f"SELECT * {opening * levels}"):
        with pytest.raises(QueryRefused, match=r"deeper than 20 levels|more than 4000 words|bytes, at most"):
            check(query)


def test_closing_brackets_first_do_not_hide_depth() -> None:
    with pytest.raises(QueryRefused, match="deeper"):
        check("SELECT * " + ")" * 100 + "(" * 100)


def test_depth_that_looks_like_an_iri_counts() -> None:
    with pytest.raises(QueryRefused, match="deeper"):
        check("SELECT * { ?a ?b ?c FILTER(?a" + "<((((((1>0+?a" * 100 + ") }")


def test_what_a_query_of_the_house_needs_is_within_the_limits() -> None:
    nested = "{ " * 10 + "?s ?p ?o FILTER(" + "(" * 8 + "1" + ")" * 8 + ")" + " }" * 10
    assert check(f"SELECT * {nested}").form == "select"
    assert check("SELECT * { VALUES ?x { " + "1 " * 2_000 + "} }").form == "select"


def test_the_callers_own_depth_does_not_matter() -> None:
    query = "SELECT * { FILTER" + "(" * 18 + "1" + ")" * 18 + " }"

    def deep(levels: int) -> str:
        return check(query).form if levels == 0 else deep(levels - 1)

    assert deep(sys.getrecursionlimit() - 250) == "select"


def test_length_is_counted_in_bytes() -> None:
    head = 'ASK { ?s ?p "'
    room = MAX_BYTES - len(head) - len('" }')
    assert check(f'{head}{"a" * room}" }}').form == "ask"
    assert check(f'{head}{"é" * (room // 2)}" }}').form == "ask"
    for text in ("a" * (room + 1), "é" * (room // 2 + 1)):
        with pytest.raises(QueryRefused, match="bytes, at most 32768 are read"):
            check(f'{head}{text}" }}')


@pytest.mark.parametrize(
    ("before", "link", "after"),
    [
        ("SELECT * { BIND(1", "+1", " AS ?x) }"),
        ("SELECT * { BIND(1", "*1", " AS ?x) }"),
        ("SELECT * { ?s ?p ?o ", "MINUS{}", "}"),
        ("SELECT * { ?s ?p 1", ",1", "}"),
        ("SELECT * { FILTER(", "!", "1) }"),
    ],
)
def test_long_chains_are_refused_before_the_engine(before: str, link: str, after: str) -> None:
    # pyoxigraph 0.5.13 ends the process on each of these.
    with pytest.raises(QueryRefused, match=f"more than {MAX_TOKENS} words and signs"):
        check(before + link * ((MAX_BYTES - 100) // len(link)) + after)


def test_a_long_chain_that_looks_like_a_string_is_refused_by_the_parsed_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.guard.MAX_NODES", 600)
    with pytest.raises(QueryRefused, match="parts, at most"):
        check("SELECT * { ?a ?b ?c FILTER(?a<'x>'" + "+1" * 300 + "&&'y'!='z' #'\n) }")


def test_many_patterns_in_a_row_are_a_refusal_not_a_crash() -> None:
    with pytest.raises(QueryRefused, match="join those of one subject"):
        check("SELECT * { " + "?s ?p ?o . " * 900 + "}")


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?s ?p "SERVICE <http://x/> { LOAD {{{{{{{{{{{{{{{{{{{{{{{{{{ ((((" }',
        "ASK { ?s ?p '''it's a \"SERVICE\" '' [[[[[[[[[[[[[[[[[[[[[[[[[[\n{''' }",
        'ASK { ?s ?p """a ""quoted"" \\""" {{{{{{{{{{{{{{{{{{{{{{{{{{{{ """ }',
        "ASK { ?s <http://x/SERVICE#LOAD> <http://x/a_(b)_(c)> }",
        "ASK { # SERVICE <http://x/> {{{{{{{{{{{{{{{{{{{{{{{{{{{{{ ' \" \n ?s ?p ?o }",
        "ASK { ?s ?p ?o } # LOAD <http://x/>",
        "PREFIX service: <http://x/> ASK { ?service service:SERVICE service:load ; <http://x/p> 'x'@service-x }",
        "PREFIX x: <http://x/> ASK { ?s x:a.SERVICE x:SERVICE-x , x:%20SERVICE , _:service }",
        "ASK { ?s ?p 1 FILTER(?s<3 && ?p>2) }",
    ],
)
def test_words_and_brackets_that_are_only_text_are_allowed(query: str) -> None:
    assert check(query).form == "ask"


def test_engines_get_no_comment_escape_or_carriage_return() -> None:
    checked = check('ASK { # not this "\r\n ?s rdfs:label "bele\\u0069d#\\u00e9" # nor this\r}')
    assert checked.text == 'ASK {            \n ?s rdfs:label "beleid#é"           \n}'.replace(
        "{            \n", "{ " + " " * 12 + "\n"
    ).replace('é"           \n', 'é" ' + " " * 10 + "\n")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT ?s { ?s a doel:Goal }", "select"),
        ("ask { ?s skos:prefLabel 'Doel'@nl }", "ask"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "construct"),
        ("DESCRIBE <https://w3id.org/doelenboom/id/gm0546/goal/9A1>", "describe"),
        ("SELECT ?s (SUM(?v) AS ?n) { ?s doel:about/doel:hasGoal* ?v } GROUP BY ?s HAVING(SUM(?v) > 1)", "select"),
    ],
)
def test_the_four_forms(query: str, form: str) -> None:
    assert check(query).form == form


def test_variables_of_a_star_stand_in_the_order_of_the_text() -> None:
    assert check("SELECT * { ?zorg ?a ?doel . ?a $b ?zorg }").variables == ("zorg", "a", "doel", "b")
    assert check("SELECT ?a { ?zorg ?a ?doel { SELECT * { ?a ?b ?c } } }").variables == ()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "it is empty"),
        ("# only a comment", "it is empty"),
        ("SELECT ?s WHERE {\n  ?s ?p\n}", "line 2, column 3: not a SPARQL 1.1 query"),
        ("SELECT ?s WHRE { ?s ?p ?o }", "line 1, column 16"),
        ("SELECT * {\n ?s ?p ?o\n FILTER(?o > )\n}", "line 3, column"),
        ("SELECT * { ?s ?p ?o ", r"line 1, column 10: this \{ is not closed"),
        ("SELECT * { ?s ?p 'doel }\n", "line 1, column 18: this string is not closed"),
        (
            "ASK {\n ?s vcard:fn ?o }",
            r"line 2, column 5: the prefix vcard: is not declared; write PREFIX vcard: <…> or use one of",
        ),
        ("SELECT * { LATERAL { ?s ?p ?o } }", "line 1, column 12: not a SPARQL 1.1 query"),
        ("SELECT * { << ?s ?p ?o >> ?q ?r }", "line 1, column 12: not a SPARQL 1.1 query"),
        ("SELECT ?s { ?s ?p ?o } LIMIT x", "line 1, column 30"),
    ],
)
def test_what_is_not_sparql_fails_with_its_place(query: str, says: str) -> None:
    with pytest.raises(QueryFailed, match=says):
        check(query)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(QueryRefused, match="character 14"):
        check("ASK { ?s ?p '\ud83d' }")


def test_threads_may_check_at_the_same_time() -> None:
    queries = [f"SELECT ?v{n} {{ ?v{n} doel:about ?x FILTER(?x > {n}) }}" for n in range(12)]
    seen: dict[str, str] = {}
    threads = [
        threading.Thread(target=lambda query=query: seen.update({query: check(query).text})) for query in queries
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {query: query for query in queries}


_PIECES = st.sampled_from(
    [
        *[
            "SELECT *",
            "ASK",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "?s ?p ?o",
            ".",
            ";",
            "FILTER",
            "EXISTS",
            "SERVICE",
            "UNION",
        ],
        *[
            "<http://x/>",
            "<",
            ">",
            "'",
            '"',
            "'''",
            '"""',
            "\\u0022",
            "\\",
            "#",
            "\n",
            "\r",
            "doel:Goal",
            "x:",
            "1",
            "+",
        ],
        *["FROM", "NAMED", "LOAD", "PREFIX x: <y:>", "VALUES", "é", "\u00a0", "\x00", "@nl", "^^", "_:b", "$", "%"],
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=25), st.sampled_from(["", " "]))
def test_any_text_is_checked_refused_or_failed(pieces: list[str], between: str) -> None:
    query = between.join(pieces)
    try:
        checked = check(query)
    except KgError as error:
        checked = None
        said = str(error)
    if checked is None:
        assert said.startswith("query")
    else:
        assert not set("\r") & set(checked.text)
        assert check(checked.text) == checked
