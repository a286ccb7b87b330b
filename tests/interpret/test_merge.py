"""Renditions of one part become one: facts once, the evidence of each, contradictions as findings."""

from __future__ import annotations

import hashlib

from kg.domain import Part
from kg.figures import Figure
from kg.interpret.identify import Stated, identify
from kg.interpret.merge import CONTRADICTED, merge
from kg.interpret.part import interpret
from kg.profile import load
from kg.readers.text import parse
from kg.source import Source

HEAD = "Jaarstukken 2021\nGemeente Leiden\nProgramma 5 Omgevingskwaliteit\n"
INDICATORS = """Effectindicator | Realisatie 2020 | Realisatie 2021 | Bron |
---|---|---|---|
5A1.a Aantal bomen | 41 | {value} | Telling |
"""
MONEY = """Programma 5 | Rekening 2020 | Rekening 2021 | Verschil 2021 |
---|---|---|---|
Bedragen x € 1.000,- |
5A Groen | Lasten | 10 | 20 | 10 |
"""


def part_of(text: str) -> Part:
    source = Source("bestand.txt", "text/plain", hashlib.sha256(text.encode()).hexdigest())
    document = parse(text, source)
    profile = load("leiden")
    identity, _ = identify(document, profile, Stated())
    return interpret(document, profile, identity)[0]


def test_the_same_text_twice_states_facts_once_with_both_places() -> None:
    one = part_of(HEAD + INDICATORS.format(value="43"))
    other = part_of(HEAD + "\n" + INDICATORS.format(value="43"))
    merged, findings = merge([one, other])
    assert findings == []
    assert [figure.key for figure in merged.figures] == [figure.key for figure in one.figures]
    assert all(len({passage.rendition for passage in figure.evidence}) == 2 for figure in merged.figures)
    assert len(merged.editions) == len(one.editions)
    assert len(merged.tables) == 1


def test_pages_of_a_part_are_put_together() -> None:
    merged, findings = merge([part_of(HEAD + INDICATORS.format(value="43")), part_of(HEAD + MONEY)])
    assert findings == []
    assert {table.kind for table in merged.tables} == {"indicator-table", "budget-table"}
    assert len(merged.figures) == 5
    assert merged.number == "5"


def test_a_contradiction_is_a_finding_and_the_first_figure_is_in_doubt() -> None:
    merged, findings = merge(
        [part_of(HEAD + INDICATORS.format(value="43")), part_of(HEAD + "\n\n" + INDICATORS.format(value="34"))]
    )
    assert [finding.rule for finding in findings] == ["L06"]
    doubted = [figure for figure in merged.figures if figure.doubt == CONTRADICTED]
    assert [figure.year for figure in doubted] == [2021]


def test_the_longest_file_leads_whatever_the_order() -> None:
    short, long = part_of(HEAD + INDICATORS.format(value="43")), part_of(HEAD + MONEY + INDICATORS.format(value="34"))
    merged = [merge(parts)[0] for parts in ([short, long], [long, short])]
    assert merged[0] == merged[1]
    values = [f.reading.value for f in merged[0].figures if f.doubt and isinstance(f.reading, Figure)]
    assert [str(value) for value in values] == ["34"]
