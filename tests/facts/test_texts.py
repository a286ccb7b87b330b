"""Running text: nothing that a person read is missing, and where the facts are complete nothing is more."""

from __future__ import annotations

import pytest

from tests.facts import texts_compared, texts_stated
from tests.facts.comparison import Tolerated
from tests.facts.corpus import Corpus
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
