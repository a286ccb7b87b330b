"""What is told of an element: read from a small graph made by hand."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kg.describe import code_order, describe, find, known_codes, policy_area_of, roots, tree
from kg.vocabulary import curie

ID = "https://x.example/id/"


class ByHand:
    """A graph of a few triples: (subject, prefixed property, value)."""

    def __init__(self, *triples: tuple[str, str, str]) -> None:
        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, prop, value in triples:
            self._objects[ID + subject, prop].append(value)
            self._subjects[prop, value].append(ID + subject)

    def objects(self, subject: str, prop: str) -> list[str]:
        return sorted(self._objects[subject, prop])

    def subjects(self, prop: str, value: str, *, literal: str | None = None) -> list[str]:
        return sorted(self._subjects[prop, value]) if literal in (None, "", "nl") else []


@pytest.fixture
def facts() -> ByHand:
    """Programme 9 with a policy area, two goals and an indicator with a figure."""
    levels = {"p": ("Programme", "9"), "a": ("PolicyArea", "9B"), "g2": ("Goal", "9B2"), "g10": ("Goal", "9B10")}
    levels["i"] = ("Indicator", "9B2.a")
    triples = [(node, "rdf:type", curie(f"doel:{name}")) for node, (name, _) in levels.items()]
    triples += [(node, "skos:notation", code) for node, (_, code) in levels.items()]
    triples += [
        ("g2", "skos:prefLabel", "Gezondheidsproblemen worden voorkomen"),
        ("g2", "skos:altLabel", "Minder gezondheidsproblemen"),
        ("p", "doel:hasPolicyArea", ID + "a"),
        ("a", "doel:hasGoal", ID + "g10"),
        ("a", "doel:hasGoal", ID + "g2"),
        ("g2", "doel:hasIndicator", ID + "i"),
        ("edition", "doel:editionOf", ID + "i"),
        ("edition", "doel:statedIn", ID + "document"),
        ("document", "doel:fiscalYear", "2024"),
        ("document", "doel:documentKind", curie("code:annual-report")),
        ("figure", "doel:about", ID + "i"),
        ("figure", "doel:aboutEdition", ID + "edition"),
        ("figure", "doel:kind", curie("code:realised")),
        ("figure", "doel:referenceYear", "2023"),
        ("figure", "doel:verbatim", "6,1"),
        ("figure", "sdmx-measure:obsValue", "6.1"),
        ("figure", "doel:evidence", ID + "passage"),
        ("passage", "doel:inRendition", ID + "rendition"),
        ("passage", "doel:line", "84"),
        ("rendition", "doel:sha256", "0a1b"),
    ]
    return ByHand(*triples)


def test_find_by_code_in_any_case_by_words_old_and_new_and_by_iri(facts: ByHand) -> None:
    for wanted in ("9B2", "9b2", "Gezondheidsproblemen worden voorkomen", "Minder gezondheidsproblemen", ID + "g2"):
        assert find(facts, wanted) == [ID + "g2"]


@pytest.mark.parametrize("wanted", ["", "9Z", "https://x.example/ niet", ID + "figure", "'; DROP"])
def test_what_is_no_element_is_not_found(facts: ByHand, wanted: str) -> None:
    assert find(facts, wanted) == []


def test_a_tree_follows_codes_as_people_count(facts: ByHand) -> None:
    whole = tree(facts, ID + "p")
    assert [goal.code for goal in whole.children[0].children] == ["9B2", "9B10"]
    assert roots(facts) == [ID + "p"]
    assert known_codes(facts) == ["9", "9B", "9B2", "9B2.a", "9B10"]


def test_an_indicator_with_its_path_and_its_figures(facts: ByHand) -> None:
    indicator = describe(facts, ID + "i")
    assert [above.code for above in indicator.above] == ["9", "9B", "9B2"]
    area = policy_area_of(indicator)
    assert area is not None
    assert area.code == "9B"
    (figure,) = indicator.figures
    assert (figure.year, figure.verbatim, str(figure.value), figure.kind) == (2023, "6,1", "6.1", "realised")
    assert [(place.rendition, place.line) for place in figure.places] == [("0a1b", 84)]
    assert (figure.document.kind, figure.document.year) == ("annual-report", 2024)


def test_a_circle_in_the_tree_does_not_hang() -> None:
    facts = ByHand(
        ("a", "rdf:type", curie("doel:Goal")),
        ("b", "rdf:type", curie("doel:Goal")),
        ("a", "doel:hasDirectPart", ID + "b"),
        ("b", "doel:hasDirectPart", ID + "a"),
    )
    assert [above.iri for above in describe(facts, ID + "a").above] == [ID + "b"]


def test_order_of_codes() -> None:
    assert sorted(["9A1.10", "9A1.2", "10A", "9A1.a", "9A1"], key=code_order) == [
        "9A1",
        "9A1.2",
        "9A1.10",
        "9A1.a",
        "10A",
    ]
