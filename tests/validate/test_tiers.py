"""Tiers: the levels that documents reach, what is missing for the next one, and in which order it is told."""

from __future__ import annotations

from pathlib import Path

from kg.build.check import validate
from kg.build.run import corpus
from kg.findings import Finding, Severity
from kg.validate.report import Checked
from kg.validate.shapeset import load_shapes
from kg.validate.tiers import level_of, read_tiers, tier_codes

SHAPES = load_shapes()
TIERS = read_tiers(SHAPES)
DOCUMENT = Checked("https://example.org/document", "Jaarstukken 2024")


def found(*codes: str) -> list[Finding]:
    return [Finding(code, Severity.WARNING, "…", "…") for code in codes]


def reached(*codes: str) -> tuple[str, str]:
    level = level_of(TIERS, SHAPES.rules, DOCUMENT, found(*codes))
    assert level
    return level.name.en, level.next_name.en


def test_there_are_three_tiers_in_order_with_versions() -> None:
    assert [tier.name.en for tier in TIERS] == ["Minimum", "Good", "Complete"]
    assert [tier.name.nl for tier in TIERS] == ["Minimaal", "Goed", "Volledig"]
    assert all(tier.iri.endswith("/1") for tier in TIERS)


def test_a_tier_requires_rules_that_there_are_and_none_twice() -> None:
    codes = [code for tier in TIERS for code in tier.codes]
    assert set(codes) <= set(SHAPES.rules)
    assert len(codes) == len(set(codes))


def test_what_is_found_decides_the_tier() -> None:
    assert reached() == ("Complete", "")
    assert reached("T05") == ("Good", "Complete")
    assert reached("S05", "T05") == ("Minimum", "Good")
    assert reached("S01") == ("", "Minimum")
    assert reached("F12", "B21") == ("Complete", ""), "what is only good to know lowers no level"


def test_what_is_missing_is_ranked() -> None:
    level = level_of(TIERS, SHAPES.rules, DOCUMENT, found("R01", "B01", "S05", "S05", "S05", "T03"))
    assert level
    assert level.missing == (("T03", 1), ("B01", 1), ("S05", 3), ("R01", 1))


def test_without_a_document_there_is_no_level() -> None:
    assert level_of(TIERS, SHAPES.rules, Checked("", "other.ttl"), []) is None


def test_the_corpus_has_the_levels_that_its_documents_deserve() -> None:
    report = validate([corpus()], engine="fast")
    levels = {(one.kind, one.year): one.level for one in report.documents}
    assert {key: level.name.en for key, level in levels.items() if level} == {
        ("annual-report", 2024): "",  # one code stands for two indicators
        ("interim-report", 2019): "Good",
        ("programme-budget", 2018): "Minimum",  # of the money nothing is loaded
        ("programme-budget", 2021): "",  # the chapter states no goals
    }


def test_what_only_counts_for_tiers_is_no_finding() -> None:
    report = validate([corpus()], engine="fast")
    assert tier_codes(SHAPES.rules) >= {"T01", "T06"}
    assert not {finding.rule for finding in report.findings} & tier_codes(SHAPES.rules)


def test_a_code_given_once_lifts_the_level(tmp_path: Path) -> None:
    name = "annual-report-2024-programme-9.txt"
    text = (corpus() / name).read_text(encoding="utf-8")
    text = text.replace("9C1.c Percentage inwoners dat het eens is met de stelling: 'Er in", "9C1.d Percentage 'Er in")
    (tmp_path / name).write_text(text, encoding="utf-8")
    (document,) = validate([tmp_path / name], engine="fast").documents
    assert document.level
    assert document.level.name.en == "Minimum"
    assert "S05" in dict(document.level.missing)
