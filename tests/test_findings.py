from __future__ import annotations

import random

import pytest

from kg.domain import Passage
from kg.findings import Finding, Place, Severity, place_of
from kg.source import Span

SHA = "0a1b2c3d4e5f60718293"


def finding(rule: str = "S01", *places: Place) -> Finding:
    nl = "Code 9C1.c staat twee keer in dit document, met een andere tekst."
    return Finding(
        rule, Severity.VIOLATION, nl, "Code 9C1.c is used twice in this document with different texts.", places
    )


def place(file: str, start: int, line: int) -> Place:
    return Place(file, Span(start, start + 6, line=line), "9C1.c ")


def test_a_finding_speaks_two_languages() -> None:
    assert finding().text("nl").startswith("Code 9C1.c staat twee keer")
    assert finding().text("en").startswith("Code 9C1.c is used twice")
    with pytest.raises(ValueError, match="nl and en, not 'de'"):
        finding().text("de")


def test_file_and_line_are_those_of_the_first_place() -> None:
    found = finding("S01", place("jaarstukken.txt", 900, 125), place("jaarstukken.txt", 1000, 126))
    assert (found.file, found.line) == ("jaarstukken.txt", 125)


@pytest.mark.parametrize("places", [(), (Place("jaarstukken.txt", None, ""),)])
def test_a_finding_without_a_line(places: tuple[Place, ...]) -> None:
    assert finding("S14", *places).line is None


def test_findings_sort_by_place_then_rule() -> None:
    ordered = [
        finding("S14"),
        finding("S14", Place("begroting.txt", None, "")),
        finding("S08", place("begroting.txt", 10, 2)),
        finding("F01", place("begroting.txt", 900, 9)),
        finding("S01", place("begroting.txt", 900, 9)),
        finding("S01", place("jaarstukken.txt", 5, 1)),
    ]
    shuffled = random.Random(2).sample(ordered, len(ordered))
    assert sorted(shuffled, key=lambda one: one.sort_key) == ordered


def test_a_place_names_its_file() -> None:
    passage = Passage(SHA, Span(3, 8, line=2), "9C1.c")
    assert place_of(passage, {SHA: "jaarstukken.txt"}) == Place("jaarstukken.txt", passage.span, "9C1.c")
    assert place_of(passage, {}).file == "0a1b2c3d4e5f"


def test_severities_are_words() -> None:
    assert [str(severity) for severity in Severity] == ["violation", "warning", "info"]
