"""Rules about several documents: what is not loaded is said once a part and target; a register is one to one."""

from __future__ import annotations

from kg.build.check import validate
from kg.build.run import corpus
from kg.findings import Finding, Severity
from kg.validate.across import check_across, kept_lines
from kg.validate.shapeset import load_across

PART = "https://example.org/document/part/9/"
DOEL = "https://w3id.org/doelenboom/def#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def said(*triples: str) -> list[Finding]:
    return check_across(kept_lines([f"{triple} ." for triple in triples]), load_across(), {}, "given.ttl")


def edition(key: str, element: str, part: str = PART) -> list[str]:
    node = f"<{part}{key}>"
    return [f"{node} <{DOEL}statedInPart> <{part}>", f"{node} <{DOEL}editionOf> <https://example.org/{element}>"]


def reference(number: int, target: str) -> list[str]:
    node = f"<{PART}cross-reference/{number}>"
    return [
        f"{node} {TYPE} <{DOEL}CrossReference>",
        f'{node} <{DOEL}targetCode> "{target}"',
        f"{node} <{DOEL}statedInPart> <{PART}>",
    ]


def test_a_reference_to_what_is_not_loaded_is_information() -> None:
    (finding,) = said(*reference(1, "7A"), *reference(2, "7A"))
    assert (finding.rule, finding.severity) == ("R06", Severity.INFO)
    assert "verwijst naar beleidsterrein 7A." in finding.message_nl
    assert "refers to policy area 7A." in finding.message_en


def test_the_form_of_a_code_says_what_it_is_the_code_of() -> None:
    by_message = {finding.message_en.split(".")[0] for finding in said(*reference(1, "6"), *reference(2, "7A1"))}
    assert by_message == {"The text refers to programme 6", "The text refers to 7A1"}


def test_a_reference_to_what_is_loaded_is_none() -> None:
    assert said(*reference(1, "9B"), f"<{PART}cross-reference/1> <{DOEL}refersTo> <https://example.org/9B>") == []


def test_loading_the_part_makes_the_finding_go() -> None:
    alone = validate([corpus() / "programme-budget-2021-social-domain.txt"], engine="fast")
    together = validate([corpus()], engine="fast")

    def targets(findings: tuple[Finding, ...]) -> list[str]:
        return [
            f.message_nl for f in findings if f.rule == "R06" and (f.file or "").startswith("programme-budget-2021")
        ]

    assert len(targets(alone.findings)) > len(targets(together.findings)) > 0
    assert any(" 9" in message for message in targets(alone.findings))
    assert not any(" 9" in message for message in targets(together.findings))


def test_an_edition_of_two_elements_is_a_violation() -> None:
    (finding,) = said(*edition("goal/9B1", "goal/9B1"), *edition("goal/9B1", "goal/9B3"))
    assert (finding.rule, finding.severity) == ("M20", Severity.VIOLATION)


def test_two_editions_of_one_element_in_one_part_are_a_violation() -> None:
    (finding,) = said(*edition("indicator/9C1.c", "9C1.c"), *edition("indicator/9C1.c~2", "9C1.c"))
    assert (finding.rule, finding.severity) == ("M21", Severity.VIOLATION)
    other_year = "https://example.org/other/part/9/"
    assert said(*edition("goal/9B1", "goal/9B1"), *edition("goal/9B1", "goal/9B1", other_year)) == []
