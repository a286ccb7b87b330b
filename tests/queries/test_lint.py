"""Every stored query keeps the rules, and each rule is broken by a query made for it."""

from __future__ import annotations

import pytest

from kg.catalogue.front import parse
from kg.catalogue.lint import SET_ASIDE, lint
from kg.catalogue.load import catalogue

RIGHT = """#+ title: {nl: Lasten per beleidsterrein, en: Expense of each policy area}
#+ question: {nl: "Wat zijn de lasten per beleidsterrein?", en: "What is the expense of each policy area?"}
#+ description:
#+   nl: Elke rij is een beleidsterrein met zijn lasten. Het saldo staat er niet bij.
#+   en: Each row is a policy area with its expense. The balance is not in it.
#+ parameters:
#+   - name: year
#+     type: integer
#+     example: 2024
#+     label: {nl: jaar, en: year}
#+     values: "SELECT DISTINCT ?year WHERE { ?f a doel:BudgetFigure ; doel:referenceYear ?year } ORDER BY ?year"
#+   - name: document
#+     type: document
#+     example: annual-report-2024
#+     required: false
#+     label: {nl: document, en: document}
#+ columns:
#+   code: {nl: code, en: code}
#+   amount: {nl: lasten, en: expense, type: decimal, unit: euro}
#+ keywords: [lasten, beleidsterrein, expense, policy area]
PREFIX code: <https://w3id.org/doelenboom/code/>
PREFIX doel: <https://w3id.org/doelenboom/def#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?code (SUM(?euro) AS ?amount) (GROUP_CONCAT(DISTINCT STR(?figure); SEPARATOR=" ") AS ?evidence)
WHERE {
  VALUES ?year { 2024 }
  VALUES ?document { <https://w3id.org/doelenboom/id/gm0546/document/annual-report-2024> }
  ?edition skos:notation ?code ; doel:statedIn ?document .
  ?figure doel:aboutEdition ?edition ; doel:kind ?kind ; doel:referenceYear ?year ; doel:phase ?phase ;
    doel:unitMult ?mult ; sdmx-measure:obsValue ?value .
  FILTER(?kind = code:expense)
  FILTER(?phase = code:executed)
  FILTER NOT EXISTS { ?figure doel:isTotal true }
  BIND(?value * IF(?mult = 3, 1000, 1) AS ?euro)
}
GROUP BY ?code ?document
ORDER BY ?code ?document
"""

BASE = "https://w3id.org/doelenboom/id/"
KIND = "  FILTER(?kind = code:expense)\n"
TOTAL = "  FILTER NOT EXISTS { ?figure doel:isTotal true }\n"
ORDER = "ORDER BY ?code ?document\n"
GROUP = "GROUP BY ?code ?document\n"
YEAR = "  VALUES ?year { 2024 }\n"
KEYWORDS = "[lasten, beleidsterrein, expense, policy area]"
SUM = "(SUM(?euro) AS ?amount)"

WRONG: list[tuple[str, str, str, str]] = [
    # the words
    ("name", "a name that is no verb", "", ""),
    ("description", "one sentence", "Het saldo staat er niet bij.", ""),
    ("description", "one language", "Elke rij is een beleidsterrein met zijn lasten. Het saldo staat er niet bij.",
     "Each row is a policy area with its expense. The balance is not in it."),
    ("question", "no question", "beleidsterrein?", "beleidsterrein"),
    ("keywords", "English only", KEYWORDS, "[expense, policy, area, areas]"),
    ("keywords", "Dutch only", KEYWORDS, "[lasten, terrein, uitgaven, beleidsterrein]"),
    ("keywords", "two", KEYWORDS, "[lasten, expense]"),
    # columns, prefixes, order
    ("columns", "another order", "#+   code: {nl: code, en: code}\n", ""),
    ("columns", "a reason that is no column", "unit: euro}", "unit: euro, missing: why}"),
    ("prefixes", "one too many", "PREFIX code:", "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX code:"),
    ("prefixes", "one too few", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n", ""),
    ("prefixes", "of another namespace", "<http://www.w3.org/2004/02/skos/core#>", "<http://example.org/skos#>"),
    ("order", "none", ORDER, ""),
    ("syntax", "a bracket", GROUP, "}"),
    ("syntax", "what it would fetch", TOTAL, "  SERVICE <http://example.org/> { ?figure ?p ?o }\n"),
    ("syntax", "a graph elsewhere", "WHERE {\n  VALUES ?year", "FROM <http://example.org/>\nWHERE {\n  VALUES ?year"),
    ("graph", "a graph by name", TOTAL, TOTAL + f"  GRAPH <{BASE}graph/shared> {{ ?s ?p ?edition }}\n"),
    ("terms", "a term that is not there", "doel:isTotal", "doel:isSum"),
    ("terms", "a code that is not there", "code:executed", "code:done"),
    ("terms", "a term of the list of values", "a doel:BudgetFigure", "a doel:Budget"),
    # parameters
    ("parameters", "no place", YEAR, ""),
    ("parameters", "another example", YEAR, "  VALUES ?year { 2023 }\n"),
    ("parameters", "another type", YEAR, '  VALUES ?year { "2024" }\n'),
    ("parameters", "two values", YEAR, "  VALUES ?year { 2023 2024 }\n"),
    ("parameters", "a place of two variables", YEAR, "  VALUES (?year ?z) { (2024 1) }\n"),
    ("parameters", "another document", "document/annual-report-2024>", "document/annual-report-2023>"),
    ("parameters", "an example that is not allowed", "#+     values:", "#+     allowed: [2023]\n#+     values:"),
    ("parameters", "values in no order", 'doel:referenceYear ?year } ORDER BY ?year"', 'doel:referenceYear ?year }"'),
    ("parameters", "a sub-select that it does not reach", TOTAL, TOTAL +
     "  { SELECT ?edition { ?o doel:aboutEdition ?edition ; doel:referenceYear ?year } GROUP BY ?edition }\n"),
    # meaning
    ("kind", "of any kind", KIND, ""),
    ("kind", "of two kinds", KIND, "  FILTER(?kind IN (code:expense, code:revenue))\n"),
    ("year", "of any year", "doel:referenceYear ?year ;", "doel:referenceYear ?other ;"),
    ("phase", "budget and account", "  FILTER(?phase = code:executed)\n", ""),
    ("phase", "all but one", "FILTER(?phase = code:executed)", "FILTER(?phase != code:executed)"),
    ("document", "of any document", GROUP, "GROUP BY ?code\n"),
    ("total", "with totals", TOTAL, ""),
    ("scale", "euros and thousands", "doel:unitMult ?mult ;", ""),
    ("unit", "a mean of any unit", SUM, "(AVG(?euro) AS ?amount)"),
    ("distinct", "equal amounts", SUM, "(SUM(DISTINCT ?euro) AS ?amount)"),
    ("path", "two ways", "doel:aboutEdition ?edition", "doel:aboutEdition|doel:about ?edition"),
    ("path", "any number of steps", "?edition skos:notation", "?edition doel:partOfEdition*/skos:notation"),
    ("share", "of a balance", SUM, "(SUM(?euro) / SUM(IF(?kind = code:balance, ?value, 0)) AS ?amount)"),
    ("share", "of what is called one", SUM, "(SUM(?euro) / MAX(?net_cost) AS ?amount)"),
    ("share", "a balance as a part", SUM, "(SUM(IF(?kind = code:balance, ?value, 0)) / SUM(?euro) AS ?amount)"),
    ("share", "divided over what is counted", SUM, "(SUM(?euro) / COUNT(?figure) AS ?amount)"),
    ("share", "divided over three", SUM, "(SUM(?euro) / 3 AS ?amount)"),
    ("kind", "a balance and its parts", SUM, "(SUM(?euro) + SUM(IF(?kind = code:balance, ?value, 0)) AS ?amount)"),
    ("constant", "a goal of one city", TOTAL, TOTAL + '  FILTER(?code != "9B1")\n'),
    ("constant", "a programme of one city", TOTAL, TOTAL + '  ?edition skos:notation "9" .\n'),
    ("constant", "a node of one city", TOTAL, TOTAL + f"  <{BASE}gm0546/goal/9B1> ?p ?edition .\n"),
    ("constant", "one year", TOTAL, TOTAL + "  FILTER(?year > 2020)\n"),
    # set aside
    ("lint", "for nothing", TOTAL, TOTAL + "  # lint: share: this is a share of something else\n"),
    ("lint", "without a reason", TOTAL, "  # lint: total: because\n"),
    ("lint", "a rule that cannot be set aside", ORDER, "# lint: order: no order is needed here at all\n"),
]  # fmt: skip


@pytest.mark.parametrize("name", catalogue())
def test_a_stored_query_keeps_the_rules(name: str) -> None:
    assert lint(catalogue()[name]) == []


def test_the_query_that_is_made_wrong_is_right() -> None:
    assert lint(parse(RIGHT, "budgets/list-expense")) == []


@pytest.mark.parametrize(("rule", "what", "old", "new"), WRONG, ids=[f"{rule}-{what}" for rule, what, _, _ in WRONG])
def test_a_rule_is_broken_by_a_query_made_for_it(rule: str, what: str, old: str, new: str) -> None:
    assert old in RIGHT, what
    name = "budgets/expense" if rule == "name" else "budgets/list-expense"
    found = lint(parse(RIGHT.replace(old, new), name))
    assert rule in {problem.partition(":")[0] for problem in found}, found


def test_a_reason_sets_a_rule_about_meaning_aside() -> None:
    reason = "  # lint: total: only rows of policy areas are asked for\n"
    assert lint(parse(RIGHT.replace(TOTAL, reason), "budgets/list-expense")) == []


def test_each_rule_that_can_be_set_aside_is_tried() -> None:
    assert set(SET_ASIDE) <= {rule for rule, *_ in WRONG}


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("each kind by itself", KIND, ""),
        ("a group of each phase", "  FILTER(?phase = code:executed)\n", ""),
    ],
)
def test_a_group_for_each_value_decides(what: str, old: str, new: str) -> None:
    grouped = RIGHT.replace(old, new).replace(GROUP, "GROUP BY ?code ?document ?kind ?phase\n")
    assert lint(parse(grouped, "budgets/list-expense")) == [], what


def test_a_sum_of_one_kind_within_if_decides() -> None:
    chosen = RIGHT.replace(KIND, "").replace(SUM, "(SUM(IF(?kind = code:expense, ?euro, 0)) AS ?amount)")
    assert lint(parse(chosen, "budgets/list-expense")) == []


def test_a_share_within_a_condition_that_excludes_balances_is_one() -> None:
    told = "(SUM(?euro) AS ?whole) (IF(SAMPLE(?kind) != code:balance, 1 / ?whole, 0) AS ?amount)"
    shared = RIGHT.replace(SUM, told).replace(KIND, "")
    assert not [problem for problem in lint(parse(shared, "budgets/list-expense")) if problem.startswith("share")]


def test_what_is_summed_in_a_sub_select_is_judged_there() -> None:
    outer = RIGHT.replace("SELECT ?code", "SELECT ?code ?amount ?evidence WHERE { { SELECT ?code", 1)
    outer = outer.replace(GROUP + ORDER, GROUP + "} }\nORDER BY ?code ?amount\n")
    assert lint(parse(outer, "budgets/list-expense")) == []
    wrong = lint(parse(outer.replace("  FILTER(?phase = code:executed)\n", ""), "budgets/list-expense"))
    assert [problem.partition(":")[0] for problem in wrong] == ["phase"]


def test_a_sum_of_sums_is_judged_by_both() -> None:
    inner = RIGHT.replace(
        "SELECT ?code",
        "SELECT ?code (SUM(?part) AS ?amount) (MAX(?cells) AS ?evidence) WHERE { { SELECT ?code ?phase",
        1,
    )
    inner = inner.replace("AS ?amount) (GROUP", "AS ?part) (GROUP").replace("AS ?evidence)\nWHERE", "AS ?cells)\nWHERE")
    inner = inner.replace("  FILTER(?phase = code:executed)\n", "").replace(
        GROUP, "GROUP BY ?code ?document ?phase } }\nGROUP BY ?code\n"
    )
    found = {problem.partition(":")[0] for problem in lint(parse(inner, "budgets/list-expense"))}
    assert {"phase", "document"} <= found


DEVIATION = (
    "  ?row doel:inTable ?table .\n  ?table doel:signConvention ?sign .\n"
    "  ?figure doel:ofDeviation ?row ; doel:aboutEdition ?edition ; doel:referenceYear ?year ; doel:unitMult ?mult ;\n"
)
TEXT = (
    "  ?said doel:aboutEdition ?edition .\n  FILTER NOT EXISTS { ?figure doel:partOfFigure ?whole }\n"
    "  FILTER(?unit = code:euro)\n  ?figure doel:standsIn ?said ; doel:unit ?unit ; doel:unitMult ?mult ;\n"
)


def _of_other_figures(pattern: str) -> str:
    start, end = RIGHT.index("  ?figure doel:aboutEdition"), RIGHT.index("sdmx-measure:obsValue ?value")
    query = RIGHT[:start] + pattern + "    " + RIGHT[end:]
    for line in (KIND, TOTAL, "  FILTER(?phase = code:executed)\n"):
        query = query.replace(line, "")
    return query


@pytest.mark.parametrize(
    ("pattern", "without", "rules"),
    [
        (DEVIATION, "", set()),
        (DEVIATION, "  ?table doel:signConvention ?sign .\n", {"kind"}),
        (DEVIATION, " ; doel:referenceYear ?year", {"year"}),
        (TEXT, "", set()),
        (TEXT, "  FILTER NOT EXISTS { ?figure doel:partOfFigure ?whole }\n", {"total"}),
        (TEXT, "  FILTER(?unit = code:euro)\n", {"unit"}),
    ],
)
def test_deviations_and_amounts_of_a_text_have_rules_of_their_own(pattern: str, without: str, rules: set[str]) -> None:
    """Both sides of a deviation add up by the signs of their table; an amount of a text may be part of another."""
    assert without in pattern
    query = parse(_of_other_figures(pattern.replace(without, "") if without else pattern), "budgets/list-expense")
    found = {problem.partition(":")[0] for problem in lint(query)} - {"parameters", "prefixes"}
    assert found == rules
