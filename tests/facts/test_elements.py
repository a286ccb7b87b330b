"""The register against the facts: one element through the years, its names, and its place in the tree."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.facts import stated
from tests.facts.comparison import grouped
from tests.facts.corpus import Corpus, Row

ELEMENTS = """
SELECT ?class ?element ?code ?name WHERE {
  VALUES ?class {
    doel:Programme doel:FinancialOverview doel:PolicyArea doel:Goal doel:PerformanceTarget doel:Indicator doel:Reserve
  }
  ?element a ?class
  OPTIONAL { ?element skos:notation ?code }
  OPTIONAL { ?element skos:prefLabel ?name }
}
"""

ALT_LABELS = "SELECT ?element ?name WHERE { ?element skos:altLabel ?name }"

EDITIONS = "SELECT ?edition ?element WHERE { ?edition doel:statedIn ?document ; doel:editionOf ?element }"

ABOUT = """
SELECT ?figure ?about ?element WHERE {
  ?figure doel:verbatim ?text
  OPTIONAL { ?figure doel:about ?about }
  OPTIONAL { ?figure doel:aboutEdition/doel:editionOf ?element }
}
"""

CHILDREN = """
SELECT ?parent ?child WHERE {
  VALUES ?step { doel:hasPolicyArea doel:hasGoal doel:hasPerformanceTarget doel:hasIndicator doel:hasDirectPart }
  ?over ?step ?under . ?over skos:notation ?parent . ?under skos:notation ?child
}
"""

LEVELS = {"PolicyArea": "policy_areas", "Goal": "goals", "PerformanceTarget": "performances", "Indicator": "indicators"}


def elements(corpus: Corpus, level: str) -> list[Row]:
    return [row for row in corpus.select(ELEMENTS) if row["class"].endswith(f"#{level}")]


def rows_of(corpus: Corpus, level: str) -> list[Row]:
    """The facts of a level, oldest document first; only those that a document states of its own."""
    years = {row["doc"]: int(row["fiscal_year"]) for row in corpus.rows("documents")}
    rows = [row for row in corpus.rows(LEVELS[level]) if row.get("role", "own").startswith("own")]
    return sorted(rows, key=lambda row: years[row["doc"]])


def codes_of_the_facts(corpus: Corpus, level: str) -> Counter[str]:
    """Each code as often as one document gives it to different things."""
    found: Counter[str] = Counter()
    for doc in corpus.files:
        things = {(row["code"], row["label"]) for row in rows_of(corpus, level) if row["doc"] == doc}
        found |= Counter(code for code, _label in things)
    return found


def names_of_the_facts(corpus: Corpus, level: str) -> dict[str, list[str]]:
    """By code all wordings, the newest document's own last."""
    found: dict[str, list[str]] = {}
    for row in rows_of(corpus, level):
        found.setdefault(row["code"], []).extend(filter(None, [row.get("other_label", ""), row["label"]]))
    return found


@pytest.mark.parametrize("level", LEVELS)
def test_there_are_as_many_elements_as_the_facts_tell_apart(corpus: Corpus, level: str) -> None:
    assert Counter(row["code"] for row in elements(corpus, level)) == codes_of_the_facts(corpus, level)


def test_programmes_and_reserves(corpus: Corpus) -> None:
    numbers = {row["number"] for row in corpus.rows("programme") if row["role"] == "subject"}
    assert Counter(row["code"] for row in elements(corpus, "Programme")) == Counter(numbers)
    names = {row["reserve"] for row in corpus.rows("reserves")} - {"Totaal"}
    assert Counter(row["name"] for row in elements(corpus, "Reserve")) == Counter(names)
    assert elements(corpus, "FinancialOverview") == []


@pytest.mark.parametrize("level", LEVELS)
def test_the_newest_wording_is_the_name_and_the_others_are_kept(corpus: Corpus, level: str) -> None:
    others = grouped((row["element"], row["name"]) for row in corpus.select(ALT_LABELS))
    once = {code for code, count in codes_of_the_facts(corpus, level).items() if count == 1}
    found = {
        row["code"]: (row["name"], set(others.get(row["element"], [])))
        for row in elements(corpus, level)
        if row["code"] in once
    }
    names = names_of_the_facts(corpus, level)
    assert found == {code: (names[code][-1], set(names[code]) - {names[code][-1]}) for code in once}


def test_three_wordings_of_one_goal(corpus: Corpus) -> None:
    (goal,) = [row for row in elements(corpus, "Goal") if row["code"] == "9B1"]
    assert goal["name"] == "Inwoners zijn zo zelfredzaam mogelijk"
    others = {row["name"] for row in corpus.select(ALT_LABELS) if row["element"] == goal["element"]}
    assert others == {"Burgers zijn zelfredzaam mogelijk", "Burgers zijn zo zelfredzaam mogelijk"}


def test_one_code_for_two_indicators_is_two_elements(corpus: Corpus) -> None:
    labels = {row["label"] for row in corpus.rows("indicators") if row["code"] == "9C1.c"}
    found = [row for row in elements(corpus, "Indicator") if row["code"] == "9C1.c"]
    assert len(found) == len({row["element"] for row in found}) == 2
    assert {row["name"] for row in found} == labels


def test_every_edition_has_one_element(corpus: Corpus) -> None:
    editions = corpus.select("SELECT ?edition WHERE { ?edition doel:statedIn ?document }")
    found = Counter(row["edition"] for row in corpus.select(EDITIONS))
    assert found == Counter(row["edition"] for row in editions)


def test_a_figure_is_about_the_element_of_its_edition(corpus: Corpus) -> None:
    rows = corpus.select(ABOUT)
    assert [row["figure"] for row in rows if row["about"] != row["element"]] == []
    assert len(rows) == len({row["figure"] for row in rows})


@pytest.mark.parametrize(
    ("level", "column"), [("Goal", "policy_area"), ("PerformanceTarget", "goal"), ("Indicator", "goal")]
)
def test_the_tree_is_that_of_the_facts(corpus: Corpus, level: str, column: str) -> None:
    codes = {row["code"] for row in elements(corpus, level)}
    found = {(row["parent"], row["child"]) for row in corpus.select(CHILDREN) if row["child"] in codes}
    assert found == {(row[column], row["code"]) for row in rows_of(corpus, level)}


REVIEWED_NAMES = {"Binnenvest": "De Binnenvest", "GMSD (BBV - via wsjg)": "GMSD"}
"""How a person named the sources that the documents spell otherwise."""


def test_sources_are_shared(corpus: Corpus) -> None:
    found = {row["name"] for row in corpus.select("SELECT ?name WHERE { ?source a doel:Source ; rdfs:label ?name }")}
    sources = {str(fields["source"]) for _key, fields in stated.indicators(corpus) if fields["source"]}
    assert found == {REVIEWED_NAMES.get(source, source) for source in sources}


def test_a_source_bears_the_spellings_of_the_documents_beside_its_reviewed_name(corpus: Corpus) -> None:
    rows = corpus.select("SELECT ?name ?other { ?source a doel:Source ; rdfs:label ?name ; skos:altLabel ?other }")
    assert {row["other"]: row["name"] for row in rows} == REVIEWED_NAMES
