"""What validation says of the five real documents, read by hand: each finding with why it is true, or what is arguable.

``five_documents.csv`` lists them: the verdict is "true", "arguable" (a reader may see it otherwise) or "false" (a false
alarm). Documents are known by the first three characters of their file's name.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kg.build.check import validate
from kg.findings import Finding

LIST = Path(__file__).with_name("five_documents.csv")
Key = tuple[str, str, str, str, str]


def read() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key_of(finding: Finding) -> Key:
    quote = finding.places[0].quote[:60] if finding.places else ""
    return ((finding.file or "")[:3], str(finding.line or ""), finding.rule, str(finding.severity), quote)


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_validation_reports_what_a_person_read_and_nothing_else(shared: Path, engine: str) -> None:
    report = validate(sorted((shared / "documents").glob("0*.txt")), engine=engine)
    found = Counter(map(key_of, report.findings))
    expected = Counter((r["document"], r["line"], r["rule"], r["severity"], r["quote"]) for r in read())
    assert found - expected == Counter(), "found and not read by a person yet"
    assert expected - found == Counter(), "read by a person and not found any more"


def test_every_finding_says_why() -> None:
    for row in read():
        assert row["verdict"] in ("true", "arguable", "false"), row
        assert row["why"].endswith("."), row


def test_false_alarms_are_none_among_violations_and_few_among_warnings() -> None:
    rows = read()
    assert [row for row in rows if row["severity"] == "violation" and row["verdict"] != "true"] == []
    warnings = [row for row in rows if row["severity"] == "warning"]
    assert sum(row["verdict"] != "true" for row in warnings) <= len(warnings) / 10
