"""Running text: nothing that a person read is missing, and where the facts are complete nothing is more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sized
from functools import partial

import pytest

from tests.facts import texts_compared, texts_stated
from tests.facts.comparison import Tolerated
from tests.facts.corpus import Corpus
from tests.facts.mistakes import change, drop, with_one_more, without_one
from tests.facts.texts_compared import TABLES, differences_of

TOLERATED: tuple[Tolerated, ...] = ()
"""Differences that are right, and why; one that does not occur fails."""


@pytest.mark.parametrize("table", TABLES)
def test_the_graph_says_what_the_facts_say_and_no_more(received: Corpus, table: str) -> None:
    found = differences_of(received, table)
    assert [one for one in found if not any(entry.covers(table, one) for entry in TOLERATED)] == []


@pytest.mark.parametrize("table", TABLES)
def test_there_are_facts(received: Corpus, table: str) -> None:
    keys = [key for key, _fields in TABLES[table][0](received)]
    assert keys
    assert len(keys) == len(set(keys))


def test_what_is_tolerated_occurs(received: Corpus) -> None:
    needless = [
        entry
        for entry in TOLERATED
        if not any(entry.covers(entry.table, one) for one in differences_of(received, entry.table))
    ]
    assert needless == []


def test_every_organisation_of_the_facts_is_mentioned_where_it_stands(received: Corpus) -> None:
    assert len(list(texts_stated.parties(received))) == 56
    assert texts_compared.missing_parties(received) == []


def test_every_amount_of_the_facts_is_a_figure(received: Corpus) -> None:
    assert len(list(texts_stated.amounts(received))) == 72
    assert texts_compared.missing_amounts(received) == []


def test_a_part_of_an_amount_points_at_the_whole(received: Corpus) -> None:
    """ "Hiervan" stands on five lines of the account; on one of them it is a part of an amount."""
    assert texts_compared.parts_of_figures(received) == {("001", 216, 680_000, 1_500_000)}


def test_a_text_is_what_stands_at_its_evidence(received: Corpus) -> None:
    assert received.select(texts_compared.TEXTS)
    assert texts_compared.altered_texts(received) == []


def test_what_stands_in_a_text_lies_inside_it(received: Corpus) -> None:
    assert received.select(texts_compared.STANDING)
    assert texts_compared.strays(received) == []


def test_no_year_and_no_code_is_an_amount(received: Corpus) -> None:
    assert received.select(texts_compared.NUMBERS)
    assert texts_compared.no_amounts(received) == []


CHECKS: dict[str, Callable[[Corpus], Sized]] = {
    **{table: partial(differences_of, table=table) for table in TABLES},
    "parties": texts_compared.missing_parties,
    "amounts": texts_compared.missing_amounts,
    "texts": texts_compared.altered_texts,
    "places": texts_compared.strays,
    "figures": texts_compared.no_amounts,
}

MISTAKES: dict[str, Callable[[list[str]], list[str]]] = {
    "missions, a mission is another": lambda graph: change(graph, "def#mission> ", '"De ', '"Een '),
    "missions, a place is missing": lambda graph: drop(graph, "def#missionEvidence> "),
    "explanations, one is missing": lambda graph: without_one(graph, "Explanation"),
    "explanations, one is more": lambda graph: with_one_more(graph, "Explanation"),
    "explanations, about another": lambda graph: change(graph, "def#aboutEdition> ", "/policy-area/9B>", "/9C>"),
    "explanations, of no deviation": lambda graph: drop(graph, "def#ofDeviation> "),
    "explanations, attached otherwise": lambda graph: change(graph, "def#attachedBy> ", "code/amount>", "code/order>"),
    "explanations, a heading is missing": lambda graph: drop(graph, "def#heading> "),
    "explanations, a place of a heading is missing": lambda graph: drop(graph, "def#headingEvidence> "),
    "explanations, the end of a text is missing": lambda graph: change(graph, "def#text> ", '."@nl', '"@nl'),
    "activities, one is missing": lambda graph: without_one(graph, "PlannedActivity"),
    "activities, one is more": lambda graph: with_one_more(graph, "PlannedActivity"),
    "activities, a lead-in is missing": lambda graph: drop(graph, "def#leadIn> "),
    "activities, a theme is another": lambda graph: change(graph, "def#theme> ", "Collectief", "Individueel"),
    "activities, about nothing": lambda graph: drop(graph, "def#aboutEdition> "),
    "activities, no reference stands in one": lambda graph: drop(graph, "def#standsIn> "),
    "references, one is missing": lambda graph: without_one(graph, "CrossReference"),
    "references, a target is another": lambda graph: change(graph, "def#targetCode> ", '"9C"', '"9D"'),
    "references, a target is more": lambda graph: change(
        with_one_more(graph, "CrossReference"), '-again> <https://w3id.org/doelenboom/def#targetCode> "', '> "', '> "1'
    ),
    "references, a name is missing": lambda graph: drop(graph, "def#targetName> "),
    "decisions, one is missing": lambda graph: without_one(graph, "DecisionReference"),
    "decisions, a number is another": lambda graph: change(graph, "core#notation> ", "RV 19.0005", "RV 19.0006"),
    "decisions, a kind is another": lambda graph: change(graph, "def#decisionKind> ", "case-number>", "law-article>"),
    "decisions, a spelling is another": lambda graph: change(graph, "def#verbatim> ", "RV19.0005", "RV 19.0005"),
    "policy documents, one is missing": lambda graph: without_one(graph, "PolicyDocument"),
    "policy documents, one is more": lambda graph: with_one_more(graph, "PolicyDocument"),
    "policy documents, nothing is cited": lambda graph: drop(graph, "def#cites> "),
    "parties, none has a place": lambda graph: [
        line for line in graph if not ("/mention/" in line and "def#evidence> " in line)
    ],
    "amounts, a period is missing": lambda graph: drop(graph, "def#per> "),
    "amounts, a bound is missing": lambda graph: drop(graph, "def#approximation> "),
    "amounts, a scale is another": lambda graph: change(graph, "def#unitMult> ", '"6"', '"3"'),
    "amounts, a unit is another": lambda graph: change(graph, "/figure/text/", "code/percent>", "code/count>"),
    "amounts, how exact is another": lambda graph: change(graph, "def#precision> ", '"0.1"', '"1"'),
    "texts, a word is more": lambda graph: change(graph, "def#text> ", '"@nl', ' enz."@nl'),
    "places, each in one text": lambda graph: change(graph, "def#standsIn> ", "/explanation/", "/another/"),
    "figures, a year": lambda graph: [
        re.sub(r'(/figure/text/.*def#verbatim>) "[^"]*"', r'\1 "2024"', line) for line in graph
    ],
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(received: Corpus, mistake: str) -> None:
    check = CHECKS[mistake.partition(",")[0]]
    wrong = received.altered(MISTAKES[mistake])
    assert wrong.graph != received.graph
    assert len(check(wrong)) > len(check(received))


def test_each_check_has_a_mistake() -> None:
    assert {mistake.partition(",")[0] for mistake in MISTAKES} == set(CHECKS)
