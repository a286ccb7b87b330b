"""Four questions that researchers ask of the texts, each by one query; the answers were read in the documents."""

from __future__ import annotations

from tests.facts.corpus import Corpus
from tests.facts.found import local

EXPLAINED_WITHOUT_ROW = """
SELECT DISTINCT ?heading WHERE {
  ?document doel:fiscalYear 2019 ; doel:documentKind code:interim-report .
  ?part doel:partOfDocument ?document .
  ?text a doel:Explanation ; doel:statedInPart ?part ; doel:section code:deviations ; doel:heading ?heading .
  ?amount a doel:TextFigure ; doel:standsIn ?text ; doel:unit code:euro .
  FILTER NOT EXISTS { ?text doel:ofDeviation ?deviation }
}
"""
"""An explained change states an amount; the texts that only open a group of changes do not."""

DECISIONS = """
SELECT DISTINCT ?notation ?kind ?verbatim ?line ?title WHERE {
  ?document doel:fiscalYear 2024 ; doel:documentKind code:annual-report .
  ?part doel:partOfDocument ?document .
  ?citation a doel:DecisionReference ; doel:statedInPart ?part ; skos:notation ?notation ; doel:decisionKind ?kind ;
    doel:verbatim ?verbatim ; doel:evidence/doel:line ?line .
  FILTER(?kind != code:law-article)
  OPTIONAL { ?listed a doel:PolicyDocument ; doel:cites ?citation ; rdfs:label ?title }
}
"""

POINTING_AT_NINE = """
SELECT DISTINCT ?line ?target WHERE {
  ?document doel:fiscalYear 2021 ; doel:documentKind code:programme-budget .
  ?part doel:partOfDocument ?document .
  ?activity a doel:PlannedActivity ; doel:statedInPart ?part ; doel:evidence/doel:line ?line .
  ?reference a doel:CrossReference ; doel:standsIn ?activity ; doel:targetCode ?target .
  FILTER(REGEX(?target, "^9[A-Z]?$"))
}
"""

CARRIERS = r"""
SELECT DISTINCT ?party ?until WHERE {
  ?document doel:fiscalYear 2024 ; doel:documentKind code:annual-report .
  ?part doel:partOfDocument ?document .
  ?text a doel:Explanation ; doel:statedInPart ?part ; doel:text ?words .
  FILTER(CONTAINS(?words, "Sterke Sociale Basis") && REGEX(?words, "overeenkomsten met .* verlengd"))
  BIND(REPLACE(?words, "^.*overeenkomsten met ([^.]*) verlengd.*$", "$1", "s") AS ?agreed)
  BIND(REPLACE(?agreed, "^.* tot ([a-z]+ [0-9]{4}).*$", "$1") AS ?until)
  ?mention a doel:Mention ; doel:standsIn ?text ; doel:evidence/doel:quote ?party .
  FILTER(CONTAINS(?agreed, ?party))
}
"""
"""The sentence says who and until when; the mentions say which words of it are organisations."""


def test_explained_changes_without_a_row_in_the_table(received: Corpus) -> None:
    found = {row["heading"] for row in received.select(EXPLAINED_WITHOUT_ROW)}
    assert found == {"Subsidie ExposeYour", "Piëzo-methodiek", "Verplaatsen woningen statushouders"}


def test_decisions_cited_in_2024_and_how(received: Corpus) -> None:
    rows = received.select(DECISIONS)
    assert {(row["notation"], local(row["kind"]), row["verbatim"], int(row["line"])) for row in rows} == {
        ("Z/24/3650103", "case-number", "Z/24/3650103", 13),
        ("RV 24.0021", "council-proposal", "RV 24.0021", 153),
        ("BW 24.0083", "college-decision", "BW 24.0083", 154),
        ("Z/24/3698649", "case-number", "Z/24/3698649", 155),
        ("RV 24.0019", "council-proposal", "RV 24.0019", 156),
        ("BW Z/24/3750103", "college-decision", "BW Z/24/3750103", 159),
        ("RV 23.0091", "council-proposal", "RV23.0091", 160),
    }
    assert len(rows) == 7
    assert [row["notation"] for row in rows if not row["title"]] == ["Z/24/3650103"]


def test_activities_of_2021_that_point_at_programme_9(received: Corpus) -> None:
    found = {(int(row["line"]), row["target"]) for row in received.select(POINTING_AT_NINE)}
    assert found == {(33, "9C"), (34, "9B"), (39, "9C"), (45, "9D"), (46, "9C"), (54, "9")}


def test_who_carries_the_social_base_and_until_when(received: Corpus) -> None:
    found = {(row["party"], row["until"]) for row in received.select(CARRIERS)}
    assert found == {("SOL", "juli 2029"), ("Incluzio", "juli 2029"), ("BuZz", "juli 2029")}
