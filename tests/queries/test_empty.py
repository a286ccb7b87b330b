"""An answer without rows says why, in both languages, within a bound, and never fails itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.catalogue import empty
from kg.catalogue.ask import Graph, ask
from kg.catalogue.empty import MOST, explain
from kg.catalogue.front import parse
from kg.catalogue.load import catalogue
from kg.catalogue.model import StoredQuery
from kg.catalogue.pieces import pieces, where
from kg.catalogue.rows import Answer
from kg.catalogue.values import Engine, terms_of
from kg.errors import BadParameter, QueryFailed
from kg.guard import CheckedQuery, check, tokens
from kg.store import Rows
from tests.queries.cases import InMemory, sampled

D, C, X = "https://w3id.org/doelenboom/def#", "https://w3id.org/doelenboom/code/", "http://example.org/"
A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def _line(subject: str, prop: str, value: str) -> str:
    return f"<{X}{subject}> <{prop}> {value} <{X}g> .\n"


LINES = "".join(
    (
        _line("budget-2024", A, f"<{D}Document>"),
        _line("budget-2025", A, f"<{D}Document>"),
        *(
            line
            for name, kind, year, document in (
                ("a", "target", 2024, "budget-2024"),
                ("b", "realised", 2023, "budget-2024"),
                ("c", "target", 2026, "budget-2025"),
            )
            for line in (
                _line(name, A, f"<{D}IndicatorFigure>"),
                _line(name, D + "kind", f"<{C}{kind}>"),
                _line(name, D + "referenceYear", f'"{year}"^^<{INTEGER}>'),
                _line(name, D + "statedIn", f"<{X}{document}>"),
            )
        ),
    )
).encode()

HEAD = """#+ title: {nl: Cijfers, en: Figures}
#+ question: {nl: "Welke cijfers?", en: "Which figures?"}
#+ description: {nl: Alle., en: All.}
#+ columns:
#+   figure: {nl: cijfer, en: figure, type: iri}
#+ keywords: [cijfer]
"""
YEAR = """#+ parameters:
#+   - name: year
#+     type: integer
#+     example: 2024
#+     label: {nl: jaar, en: year}
#+     required: false
"""
LISTED = '#+     values: "SELECT DISTINCT ?y { ?f doel:referenceYear ?y } ORDER BY ?y"\n'
DOCUMENT = """#+   - name: document
#+     type: document
#+     example: budget-2024
#+     label: {nl: document, en: document}
"""
SELECT = "SELECT ?figure (STR(?figure) AS ?evidence) WHERE {\n"
FIGURE = "  ?figure a doel:IndicatorFigure ; doel:kind ?kind .\n"


class Counting:
    """An engine that counts what it is asked, and may fail."""

    def __init__(self, graph: Engine, fails: bool = False) -> None:
        self.graph, self.fails, self.asked = graph, fails, 0

    def select(self, query: str | CheckedQuery, /) -> Rows:
        self.asked += 1
        if self.fails:
            raise QueryFailed("the engine failed")
        found = self.graph.select(query)
        assert isinstance(found, Rows)
        return found


@pytest.fixture(scope="module")
def graph() -> InMemory:
    return InMemory(LINES)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told does not depend on how busy the machine is."""
    monkeypatch.setattr(empty, "SECONDS", 3600.0)


def _asked(graph: Engine, where: str, front: str = "", **given: str | int) -> Answer:
    query = parse(HEAD + front + SELECT + where + "}\nORDER BY ?figure\n", "goals/list-figures")
    return ask(graph, query, given)


def _why(graph: Engine, where: str, lang: str = "en", front: str = "", **given: str | int) -> list[str]:
    answer = _asked(graph, where, front, **given)
    assert not answer.rows
    return explain(answer, graph, lang)


def test_an_answer_with_rows_needs_no_explanation(graph: InMemory) -> None:
    assert explain(_asked(graph, FIGURE), graph, "en") == []


def test_a_value_that_is_nowhere_is_named_with_those_there_are(graph: InMemory) -> None:
    place = "  VALUES ?year { 2024 }\n  ?figure doel:referenceYear ?year .\n"
    assert _why(graph, place, front=YEAR + LISTED, year=1900) == [
        "For this question there is no year 1900; there are 2023, 2024, 2026",
        "With year 2023, 2024 or 2026 in place of 1900 there are rows",
    ]
    assert _why(graph, place, "nl", front=YEAR + LISTED, year=1900) == [
        "Voor deze vraag is er geen jaar 1900; er zijn 2023, 2024, 2026",
        "Met jaar 2023, 2024 of 2026 in plaats van 1900 zijn er wel rijen",
    ]


def test_the_nearest_values_that_give_rows_are_offered_one_parameter_at_a_time(graph: InMemory) -> None:
    place = "  VALUES ?year { 2024 }\n  VALUES ?document { <http://example.org/budget-2024> }\n"
    place += "  ?figure doel:referenceYear ?year ; doel:statedIn ?document .\n"
    found = _why(graph, place, front=YEAR + LISTED + DOCUMENT, year=2026, document="budget-2024")
    assert found == [
        "With year 2024 or 2023 in place of 2026 there are rows",
        "With document budget-2025 in place of budget-2024 there are rows",
    ]


def test_a_parameter_that_may_be_left_out_is(graph: InMemory) -> None:
    place = "  VALUES ?year { 2024 }\n  ?figure doel:referenceYear ?year .\n"
    assert _why(graph, place, front=YEAR, year=1900) == ["Without year there are rows"]
    assert _why(graph, place, "nl", front=YEAR, year=1900) == ["Zonder jaar zijn er wel rijen"]


def test_a_value_that_nothing_lists_is_shown_where_it_matches_nothing_with_those_that_do(graph: InMemory) -> None:
    front = YEAR.replace("required: false", "required: true")
    place = "  VALUES ?year { 2024 }\n  ?figure doel:kind ?kind ; doel:referenceYear ?year .\n"
    assert _why(graph, place, front=front, year=2025) == [
        "Nothing in the graph matches: ?figure doel:referenceYear 2025 .; there are 2023, 2024, 2026"
    ]


def test_a_given_value_stands_in_the_condition_that_leaves_all_out(graph: InMemory) -> None:
    front = YEAR.replace("required: false", "required: true")
    place = "  VALUES ?year { 2024 }\n  ?figure doel:referenceYear ?of FILTER(?of > ?year)\n"
    assert _why(graph, place, front=front, year=2030) == [LEFT_OUT + "FILTER(?of > 2030)"]


LEFT_OUT = "Something matches what stands before it in the query, but all of that is left out by: "
PATTERNS = [
    ("  ?figure a doel:Reserve .\n", "Nothing in the graph matches: ?figure a doel:Reserve ."),
    (
        FIGURE + "  ?figure doel:phase ?p ; doel:statedIn ?d .\n",
        "Nothing in the graph matches: ?figure doel:phase ?p .",
    ),
    (
        FIGURE + "  ?figure a doel:Document .\n",
        "Something matches ?figure a doel:Document ., but not together with what stands before it in the query",
    ),
    (
        "  FILTER(?kind = code:forecast)\n" + FIGURE,
        LEFT_OUT + "FILTER(?kind = code:forecast)",
    ),
    (
        FIGURE + "  FILTER NOT EXISTS { ?figure doel:statedIn ?d }\n",
        LEFT_OUT + "FILTER NOT EXISTS { ?figure doel:statedIn ?d }",
    ),
    (
        FIGURE + "  MINUS { ?figure doel:statedIn ?d }\n",
        LEFT_OUT + "MINUS { ?figure doel:statedIn ?d }",
    ),
    (
        FIGURE
        + "  { SELECT ?figure (COUNT(?d) AS ?n) { ?figure doel:area ?d ; doel:statedIn ?d } GROUP BY ?figure }\n",
        "Nothing in the graph matches: ?figure doel:area ?d .",
    ),
    (
        "  GRAPH ?g { ?figure doel:statedIn ?d . ?d a ?c . ?c doel:statedIn ?e }\n",
        "Something matches ?c doel:statedIn ?e ., but not together with what stands before it in the query",
    ),
    (
        FIGURE + "  { ?figure doel:area ?d } UNION { ?figure doel:phase ?d }\n",
        "Nothing in the graph matches: { ?figure doel:area ?d } UNION { ?figure doel:phase ?d }",
    ),
    (
        FIGURE + "  OPTIONAL { ?figure doel:area ?area }\n  FILTER(BOUND(?area))\n",
        LEFT_OUT + "FILTER(BOUND(?area))",
    ),
    (
        FIGURE + "  BIND(1 AS ?one)\n  VALUES ?one { 2 }\n",
        "Something matches VALUES ?one { 2 }, but not together with what stands before it in the query",
    ),
    (
        FIGURE + "  ?figure doel:statedIn/doel:area [] .\n",
        "Nothing in the graph matches: ?figure doel:statedIn/doel:area [] .",
    ),
]


@pytest.mark.parametrize(("place", "why"), PATTERNS, ids=[why for _, why in PATTERNS])
def test_the_first_part_that_nothing_matches_is_told(graph: InMemory, place: str, why: str) -> None:
    assert _why(graph, place) == [why]


def test_values_that_do_not_go_together_are_told_before_anything_is_tried(graph: InMemory) -> None:
    place = "  VALUES ?year { 2024 }\n  FILTER(?year > 2000)\n  ?figure doel:referenceYear ?year .\n"
    counting = Counting(graph)
    why = explain(_asked(graph, place, YEAR + LISTED, year=1900), counting, "en")
    assert why == ["With the given values this never holds: FILTER(1900 > 2000)"]
    assert counting.asked == 1


EMPTY = """#+ empty:
#+   - {unless: "?figure doel:kind code:target ; doel:referenceYear ?year", nl: Geen doelwaarden, en: No targets}
#+   - {nl: Alles is gemeten, en: All is measured}
"""


@pytest.mark.parametrize(
    ("year", "lang", "why"),
    [
        (2023, "en", ["No targets", "With year 2024 or 2026 in place of 2023 there are rows"]),
        (2023, "nl", ["Geen doelwaarden", "Met jaar 2024 of 2026 in plaats van 2023 zijn er wel rijen"]),
        (
            2022,
            "en",
            [
                "For this question there is no year 2022; there are 2023, 2024, 2026",
                "With year 2024 or 2026 in place of 2022 there are rows",
            ],
        ),
    ],
)
def test_a_query_says_itself_what_is_lacking(graph: InMemory, year: int, lang: str, why: list[str]) -> None:
    place = (
        "  VALUES ?year { 2024 }\n  ?figure doel:referenceYear ?year ; doel:kind ?kind FILTER(?kind = code:target)\n"
    )
    assert _why(graph, place, lang, YEAR + LISTED + EMPTY, year=year) == why


def test_a_query_says_itself_what_it_means_that_nothing_is_found(graph: InMemory) -> None:
    place = (
        "  VALUES ?year { 2024 }\n  ?figure doel:referenceYear ?year ; doel:kind ?kind FILTER(?kind = code:realised)\n"
    )
    assert _why(graph, place, "en", YEAR + LISTED + EMPTY, year=2024) == [
        "All is measured",
        "With year 2023 in place of 2024 there are rows",
    ]


TOLD: list[tuple[str, dict[str, str | int], str]] = [
    ("list-goals-without-indicator", {"document": "programme-budget-2018"}, "Each goal in a part with indicators has"),
    (
        "list-goals-without-indicator",
        {"document": "interim-report-2019"},
        "No indicators are printed in what was asked",
    ),
    (
        "list-reworded-goals",
        {"earlier": "programme-budget-2018", "later": "annual-report-2024"},
        "The goals that stand in both documents are worded alike; a goal that stands in one of them only is not",
    ),
    (
        "list-reworded-goals",
        {"earlier": "annual-report-2024", "later": "programme-budget-2018"},
        "The first document must be the earlier one",
    ),
    (
        "show-reserve-stock",
        {"reserve": "sociaal domein"},
        "The loaded documents print movements of this reserve but no",
    ),
    ("show-reserve-stock", {"reserve": "zwembad"}, "No table of reserves names one with these words"),
    ("list-money-per-performance-target", {"year": 2024}, "The documents print no money per performance target"),
    ("show-cost-per-inhabitant", {"programme": 9, "year": 2024, "inhabitants": 0}, "The number of inhabitants must be"),
    ("list-areas-with-goals-without-indicator", {"year": 2023}, "There is no document of that year in what was asked"),
    ("list-texts-about", {"code": "9A", "document": "interim-report-2019"}, "No explanation stands with this element"),
    (
        "list-overspent-areas",
        {"programme": "zzqx", "year": 2024},
        "For this question there is no number of the programme zzqx; there is only 9",
    ),
    (
        "list-planned-activities",
        {"document": "programme-budget-2021", "area": ""},
        'For this question there is no code of a programme or policy area ""; there are',
    ),
    (
        "compare-result-with-later-target",
        {"year": 2023, "target_year": 2024, "document": "programme-budget-2018"},
        "No target of that later year that was judged stands in what was asked about",
    ),
    ("list-decisions", {"document": "programme-budget-2018"}, "What is loaded of this document cites no decisions"),
]


@pytest.mark.parametrize(("name", "given", "why"), TOLD, ids=[f"{name}-{why[:20]}" for name, _, why in TOLD])
def test_what_no_rows_mean_is_told_first(
    name: str, given: dict[str, str | int], why: str, graph_of: Callable[[str], Graph]
) -> None:
    answer = graph_of("leiden").ask(name, **given)
    assert not answer.rows
    assert explain(answer, graph_of("leiden"), "en")[0].startswith(why)


WORDED = [(query.name, one.unless) for query in catalogue().values() for one in query.empty if one.unless]


@pytest.mark.parametrize(("name", "unless"), WORDED)
def test_what_a_query_may_lack_can_be_asked(name: str, unless: str, graph_of: Callable[[str], Graph]) -> None:
    """A mistake in a pattern would be no explanation, and nobody would know; of values it has the examples."""
    query = catalogue()[name]
    terms = terms_of(query, {one.name: one.example for one in query.parameters})
    values = "".join(f"VALUES ?{one} {{ {term} }} " for one, term in terms.items())
    found = graph_of("leiden").select(f"SELECT (1 AS ?found) WHERE {{ {values}{unless} }} LIMIT 1")
    assert len(found.rows) == (0 if (name, unless) in NOT_IN_CORPUS else 1)


NOT_IN_CORPUS = {
    (name, one) for name, one in WORDED if name in ("list-money-per-performance-target", "show-multi-year-estimate")
}
"""The documents that ship print no money per performance target, and no estimates for later years."""


def test_it_is_told_in_dutch(graph: InMemory) -> None:
    assert _why(graph, FIGURE + "  ?figure doel:phase ?p .\n", "nl") == [
        "In de graaf past niets op: ?figure doel:phase ?p ."
    ]


def test_groups_that_having_leaves_out_are_told(graph: InMemory) -> None:
    query = parse(
        HEAD + SELECT + FIGURE + "}\nGROUP BY ?figure HAVING(COUNT(?kind) > 3)\nORDER BY ?figure\n", "goals/x"
    )
    why = explain(ask(graph, query, {}), graph, "en")
    assert why == ["All patterns match, but no row is left after grouping and filtering"]


UNKNOWN = "Nothing in the loaded documents fits what was asked; the cause was not found"


def test_an_engine_that_fails_gives_no_cause_and_no_error(graph: InMemory) -> None:
    place = "  VALUES ?year { 2024 }\n  ?figure doel:referenceYear ?year .\n"
    answer = _asked(graph, place, YEAR + LISTED, year=1900)
    assert explain(answer, Counting(graph, fails=True), "en") == [UNKNOWN]
    assert explain(answer, Counting(graph, fails=True), "nl") == [
        "Niets in de geladen documenten past bij wat gevraagd is; waardoor, is niet gevonden"
    ]


def test_nothing_is_asked_when_the_time_is_up(graph: InMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(empty, "SECONDS", -1.0)
    answer = _asked(graph, "  VALUES ?year { 2024 }\n  ?figure doel:referenceYear ?year .\n", YEAR + LISTED, year=1900)
    counting = Counting(graph)
    assert explain(answer, counting, "en") == [UNKNOWN]
    assert counting.asked == 0


ODD: dict[str, tuple[str, ...]] = {
    "integer": ("1900",),
    "decimal": ("-1",),
    "text": ("", "zzqx"),
    "code": ("zzqx",),
    "document": ("programme-budget-2018",),
}


@pytest.mark.parametrize("name", sampled())
def test_an_answer_without_rows_always_says_something(
    name: str, graph_of: Callable[[str], Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each parameter odd values, with the examples for those that must be given, in little time."""
    monkeypatch.setattr(empty, "SECONDS", 0.3)
    query, graph = catalogue()[name], graph_of("leiden")
    needed = {one.name: one.example for one in query.parameters if one.required}
    for one in query.parameters:
        for value in ODD[one.type]:
            try:
                answer = ask(graph, query, {**needed, one.name: value})
            except BadParameter:
                continue
            for lang in ("nl", "en"):
                told = explain(answer, graph, lang)
                assert bool(told) is not bool(answer.rows), (one.name, value, lang)
                assert all(sentence.strip() for sentence in told)


def test_what_is_asked_is_bounded(graph: InMemory) -> None:
    many = "".join(f"  ?figure doel:kind ?k{n} .\n" for n in range(60)) + "  ?figure doel:phase ?p .\n"
    answer = _asked(graph, many)
    counting = Counting(graph)
    assert explain(answer, counting, "en") == ["Nothing in the graph matches: ?figure doel:phase ?p ."]
    assert counting.asked <= 10
    assert counting.asked <= MOST


@pytest.mark.parametrize("name", sampled())
def test_the_pieces_of_a_stored_query_are_its_where(name: str) -> None:
    """Put together again, the pieces are a query that the guard and the engines read."""
    query: StoredQuery = catalogue()[name]
    text = check(re.sub(r"(?m)^#.*$", "", query.text)).text
    found = pieces(where(text))
    joined = "\n".join(piece.text for piece in found)
    assert check(f"SELECT (1 AS ?found) WHERE {{ {joined} }} LIMIT 1").form == "select"
    named = {token.text[1:] for token in tokens(where(text)) if token.kind == "variable"}
    assert frozenset().union(*(piece.variables for piece in found)) == named
