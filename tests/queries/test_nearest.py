"""Questions in words find the stored query they mean, and words that none answers find none.

The questions were written before there was anything to tune, from the names of the queries alone; those from "geef me
de doelen die nergens mee gemeten worden" on once the weights were set, to see what they did with words not tried yet.
Those of everyday.csv are by someone who knew the names of the queries only, in the words of the street: few of them are
taken, and none wrongly; most are offered the right query. How near a query must be to be offered, and to be taken where
nothing else is near, was set with these in view; the weights were not.

Those of fresh.csv are by a reader of the catalogue who had not seen how words are matched: about half are answered
by a query, the others by none, though they use the same words.

Those of turned.csv are one step from a question that is answered: they deny it, or another thing in it, ask about
another kind of thing, or of all things what is answered of one. They are refused, with the near queries, unless a query
is named.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kg.catalogue.fits import asking
from kg.catalogue.given import in_words
from kg.catalogue.load import catalogue
from kg.catalogue.model import StoredQuery
from kg.catalogue.nearest import OFFERED, chosen, nearest
from kg.errors import UnknownQuery

WHOLE = 60
"""So many stored queries there are at least once all are there; with fewer, questions about the others wait."""
SEVERAL = "?"
"""In place of a query: words that fit several."""


@dataclass(frozen=True, slots=True)
class Asked:
    words: str
    query: str
    values: Mapping[str, str]


def _asked(file: str) -> list[Asked]:
    with Path(__file__).with_name(file).open(encoding="utf-8", newline="") as lines:
        return [
            Asked(row["words"], row["query"], dict(one.split("=") for one in row.get("values", "").split()))
            for row in csv.DictReader(lines)
        ]


ALL = _asked("in_words.csv")
EVERYDAY = _asked("everyday.csv")
TURNED = _asked("turned.csv")
FRESH = _asked("fresh.csv")
MEANT = [one for one in ALL if one.query not in ("", SEVERAL)]
THERE = [one for one in MEANT if one.query in catalogue()]


def _taken(words: str) -> str:
    try:
        return chosen(words).query.name
    except UnknownQuery:
        return ""


def test_the_questions_are_many_and_in_two_languages() -> None:
    assert len({one.words for one in MEANT}) >= 60
    assert len([one for one in ALL if not one.query]) >= 25


def test_no_question_gets_the_answer_to_another() -> None:
    wrong = {one.words: _taken(one.words) for one in THERE if _taken(one.words) not in ("", one.query)}
    assert not wrong


def test_most_questions_find_their_query_and_nearly_all_are_offered_it() -> None:
    right = [one for one in THERE if _taken(one.words) == one.query]
    offered = [one for one in THERE if one.query in [match.query.name for match in nearest(one.words, _all())[:3]]]
    assert len(right) >= 0.75 * len(THERE), [one.words for one in THERE if one not in right]
    assert len(offered) >= 0.95 * len(THERE), [one.words for one in THERE if one not in offered]


def test_everyday_words_get_no_answer_to_another_question_and_mostly_the_right_offer() -> None:
    wrong = {one.words: _taken(one.words) for one in EVERYDAY if _taken(one.words) not in ("", one.query)}
    assert not wrong
    meant = [one for one in EVERYDAY if one.query]
    near = {one.words: [match for match in nearest(one.words, _all())[:3] if match.score >= OFFERED] for one in meant}
    offered = [one for one in meant if one.query in [match.query.name for match in near[one.words]]]
    assert len(offered) >= 0.65 * len(meant), [one.words for one in meant if one not in offered]


def test_fresh_questions_get_no_answer_to_another_and_mostly_the_right_offer() -> None:
    wrong = {one.words: _taken(one.words) for one in FRESH if _taken(one.words) not in ("", one.query)}
    assert not wrong
    meant = [one for one in FRESH if one.query]
    offered = [one for one in meant if one.query in [match.query.name for match in nearest(one.words, _all())[:3]]]
    assert len(offered) >= 0.85 * len(meant), [one.words for one in meant if one not in offered]


@pytest.mark.parametrize("one", TURNED, ids=lambda one: one.words)
def test_what_is_turned_by_a_word_is_another_question(one: Asked) -> None:
    if one.query:
        assert _taken(one.words) == one.query
    else:
        with pytest.raises(UnknownQuery, match="; near it: "):
            chosen(one.words)


def test_a_value_that_the_query_does_not_take_is_named() -> None:
    with pytest.raises(UnknownQuery, match=r": list-targets-met takes no 9B1\.a; near it: list-targets-met "):
        chosen("did indicator 9B1.a meet its target in 2024?")


@pytest.mark.parametrize(
    ("words", "lang", "denied"),
    [
        ("welke indicatoren missen in 2024 een streefwaarde?", "nl", {"=target"}),
        ("indicatoren die een streefwaarde missen", "nl", {"=target"}),
        ("which changes are missing from the table?", "en", {"=change"}),
        ("which goals have no regional indicator?", "en", {"=region", "=indicator"}),
        ("welke doelen haalden in 2024 hun streefwaarde niet?", "nl", {"=met"}),
        ("which indicators haven't met their target?", "en", {"=met"}),
        ("unmet targets", "en", {"=met"}),
        ("indicatorloze doelen", "nl", {"=indicator"}),
        ("was gemeten wat de regio aangaat en niet alleen de stad?", "nl", set()),
        ("which indicators are not without a target?", "en", {"=not", "=target"}),
    ],
)
def test_a_negation_belongs_to_a_noun_or_to_a_verb(words: str, lang: str, denied: set[str]) -> None:
    assert asking(words, lang).denied == denied


@pytest.mark.parametrize("name", sorted({one.query for one in MEANT}))
def test_each_query_is_taken_or_offered_first_for_one_of_its_questions(name: str) -> None:
    if name not in catalogue():
        pytest.skip(f"{name} is not there yet")
    first = [nearest(one.words, _all())[:1] for one in THERE if one.query == name]
    assert name in {match.query.name for found in first for match in found}


def test_no_question_waits_once_all_queries_are_there() -> None:
    if len(catalogue()) < WHOLE:
        pytest.skip(f"{len(catalogue())} stored queries, and {WHOLE} at least are to come")
    assert {one.query for one in MEANT} <= set(catalogue()), "a query was renamed: name it so in in_words.csv"
    assert set(catalogue()) <= {one.query for one in MEANT}, "a query without a question in words"


@pytest.mark.parametrize("words", [one.words for one in ALL if not one.query])
def test_words_that_no_query_answers_are_refused(words: str) -> None:
    with pytest.raises(UnknownQuery):
        chosen(words)


@pytest.mark.parametrize("words", [one.words for one in ALL if one.query == SEVERAL])
def test_words_that_fit_several_queries_are_refused_and_offered_them(words: str) -> None:
    if len(catalogue()) < WHOLE:
        pytest.skip(f"{len(catalogue())} stored queries: too few for several to fit")
    with pytest.raises(UnknownQuery, match=r"\?\); "):
        chosen(words)


@pytest.mark.parametrize("one", [one for one in THERE if one.values], ids=lambda one: one.words)
def test_values_in_the_words_are_read_where_one_reading_is_possible(one: Asked) -> None:
    if _taken(one.words) == one.query:
        assert chosen(one.words).given == one.values


@pytest.mark.parametrize("query", catalogue().values(), ids=lambda query: query.name)
def test_each_way_to_ask_a_query_finds_it(query: StoredQuery) -> None:
    ways = [text for lang in ("nl", "en") for text in (query.title.in_(lang), query.question.in_(lang))]
    ways += [text for lang in ("nl", "en") for text in query.also.get(lang, ())]
    assert {text: _taken(text) for text in ways} == dict.fromkeys(ways, query.name)


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("in 2024 meer dan in 2023", {"earlier": "2023", "later": "2024"}),
        ("in 2023 and in 2024", {"earlier": "2023", "later": "2024"}),
        ("in 2023 more than in 2024", {}),
        ("from 2024 to 2023", {}),
    ],
)
def test_two_years_are_taken_in_the_order_of_time_alone(words: str, given: Mapping[str, str]) -> None:
    query = catalogue()["list-areas-with-more-money-and-worse-results"]
    assert in_words(words).for_query(query).taken == given


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("vóór 2024", ("2024",)),
        ("tot en met 2024", ("2024",)),
        ("in years other than 2024", ("2024",)),
        ("na de jaarstukken 2024", ("annual-report-2024",)),
        ("pre-2021", ("2021", "pre-2021")),
        ("in 2018-2024", ("2018-2024",)),
        ("in Q3 2024", ("Q3",)),
        ("voor 2024", ()),
    ],
)
def test_another_time_than_a_year_is_taken_by_no_parameter(words: str, left: tuple[str, ...]) -> None:
    assert set(in_words(words).for_query(catalogue()["list-missing-results"]).left) == set(left)


@pytest.mark.parametrize("words", ["2024 ", "jaarstukken 2024 ", "annual-report-2024 "])
def test_values_are_looked_for_in_the_first_part_of_a_very_long_text(words: str) -> None:
    assert in_words(words * 100_000) == in_words((words * 100_000)[:2000])


def test_the_year_of_a_result_is_told_from_that_of_a_target() -> None:
    query = catalogue()["compare-result-with-later-target"]
    turned = in_words("was the target of 2024 reached by the result of 2023?").for_query(query)
    assert turned.taken == {"year": "2023", "target_year": "2024"}
    assert in_words("was the target of 2023 reached by the result of 2024?").for_query(query).taken == {}


def test_a_year_of_prices_or_of_setting_targets_is_no_year_of_what_is_asked() -> None:
    assert in_words("kosten in prijzen van 2019 over 2024").years == ("2024",)
    assert in_words("the targets set in 2018").years == ()
    assert in_words("streefwaarden die in 2018 zijn gesteld voor 2021").years == ("2021",)


def test_a_word_that_the_query_does_not_know_may_turn_what_is_asked() -> None:
    with pytest.raises(UnknownQuery, match=": list-targets-met does not know cost; near it: list-targets-met "):
        chosen("which indicators met their target in 2024, and at what cost?", _only())
    assert chosen("which indicators met their target in 2024?", _only()).query.name == "list-targets-met"


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("welke hoofddoelen hebben geen indicator?", "list-goals-without-indicator"),
        ("welke klimaatdoelen hebben geen indicator?", ""),
        ("wat was de kostendekking?", "show-cost-coverage"),
        ("wat zijn de energiekosten per inwoner?", ""),
        ("welke belastingopbrengsten dekken de lasten?", ""),
    ],
)
def test_the_first_part_of_a_compound_narrows_what_is_asked(words: str, query: str) -> None:
    assert _taken(words) == query


def test_words_that_two_queries_know_alike_run_neither() -> None:
    alike = replace(_only()[0], name="list-targets-met-again")
    with pytest.raises(UnknownQuery, match="may mean several stored queries; near it: list-targets-met "):
        chosen("which indicators met their target?", [*_only(), alike])


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("which indicators did not meet their target?", True),
        ("which indicatros met their targte?", True),
        ("WELKE INDICATOREN HAALDEN HUN STREEFWAARDE", True),
        ("targets met " * 200, True),
        ("x" * 100_000, False),
        ("met", False),
        ("not", False),
        ("", False),
        ("\u0000\ud800 ?", False),
    ],
)
def test_negation_slips_capitals_and_long_texts(words: str, taken: bool) -> None:
    found = nearest(words, _only())
    assert all(0 <= match.score <= 1 for match in found)
    if not taken:
        with pytest.raises(UnknownQuery):
            chosen(words, _only())
    else:
        assert found[0].query.name == "list-targets-met"


def test_negation_is_meaning() -> None:
    plain, negated = "which indicators met their target?", "which indicators have no target that was met?"
    first, other = nearest(plain, _only())[0], nearest(negated, _only())[0]
    assert (first.other, other.other) == (False, True)
    assert other.worth < first.worth - 0.3


@pytest.mark.parametrize(
    ("words", "years", "codes", "documents"),
    [
        ("in 2024", ("2024",), (), ()),
        ("between 2021 and 2024", ("2021", "2024"), (), ()),
        ("9b1.A and 1.2.3", (), ("9B1.a", "1.2.3"), ()),
        ("1.500 inwoners, 2.024 euro, 20245", (), (), ()),
        ("annual-report-2024", (), (), ("annual-report-2024",)),
        ("gm0546/annual-report-2024?", (), (), ("gm0546/annual-report-2024",)),
        ("de bestuursrapportage van 2019", (), (), ("interim-report-2019",)),
        ("budget 2018 and annual report 2024", (), (), ("programme-budget-2018", "annual-report-2024")),
        ("the 2024 annual report", (), (), ("annual-report-2024",)),
    ],
)
def test_values_in_words(
    words: str, years: tuple[str, ...], codes: tuple[str, ...], documents: tuple[str, ...]
) -> None:
    values = in_words(words)
    assert (values.years, values.codes, values.documents) == (years, codes, documents)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("programma 9 in 2024", ()),
        ("the 10 largest of 1.500", ("10", "1.500")),
        ("annual-report-2024, 9B1 and 1.2.3", ()),
    ],
)
def test_numbers_that_are_no_other_value(words: str, numbers: tuple[str, ...]) -> None:
    assert in_words(words).numbers == numbers


def _all() -> list[StoredQuery]:
    return list(catalogue().values())


def _only() -> list[StoredQuery]:
    return [catalogue()["list-targets-met"]]
