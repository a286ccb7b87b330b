"""A baseline: what was accepted does not count again, wherever it moves; what is new does; what is gone is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.check import validate
from kg.build.run import corpus
from kg.errors import UnreadableInput
from kg.validate.baseline import Baseline

REPORT = "annual-report-2024-programme-9.txt"


def copied(folder: Path, change: tuple[str, str] | None = None, above: str = "") -> Path:
    """The annual report of the corpus, with one text changed and lines put in above."""
    text = (corpus() / REPORT).read_text(encoding="utf-8")
    if change:
        assert text.count(change[0]) == 1
        text = text.replace(*change)
    head, newline, rest = text.partition("\n")
    (folder / REPORT).write_text(head + newline + above + rest, encoding="utf-8")
    toml = 'municipality = "gm0546"\nkind = "annual-report"\nyear = 2024\n'
    (folder / "documents.toml").write_text(toml, encoding="utf-8")
    return folder


def test_what_is_accepted_is_not_new(tmp_path: Path) -> None:
    before = validate([copied(tmp_path)], engine="fast")
    after = validate([tmp_path], baseline=Baseline.of(before.findings), engine="fast")
    assert before.findings
    assert after.findings == ()
    assert after.accepted == before.findings
    assert after.gone == ()


def test_a_finding_stays_accepted_when_lines_come_above_it(tmp_path: Path) -> None:
    known = Baseline.of(validate([copied(tmp_path)], engine="fast").findings)
    moved = validate([copied(tmp_path, above="Een regel.\nEn nog een regel.\n")], baseline=known, engine="fast")
    assert [finding.text("en") for finding in moved.findings] == []


def test_a_mistake_that_comes_in_is_new(tmp_path: Path) -> None:
    known = Baseline.of(validate([copied(tmp_path)], engine="fast").findings)
    after = validate([copied(tmp_path, ("132% | 79%", "142% | 79%"))], baseline=known, engine="fast")
    assert [(finding.rule, finding.places[0].quote) for finding in after.findings] == [("F09", "142%")]
    assert after.gone == ()


def test_a_mistake_that_is_mended_is_gone(tmp_path: Path) -> None:
    known = Baseline.of(validate([copied(tmp_path)], engine="fast").findings)
    after = validate([copied(tmp_path, ("85% | 18%", "85% | 14%"))], baseline=known, engine="fast")
    assert "F09" not in {finding.rule for finding in after.findings}
    assert ("F09", "violation") in {(one.rule, one.severity) for one in after.gone}


def test_a_baseline_holds_for_a_document_of_an_unknown_municipality(tmp_path: Path) -> None:
    text = (corpus() / REPORT).read_text(encoding="utf-8").replace("Leiden", "Elders").replace("Leidse", "Elderse")
    path = tmp_path / REPORT
    path.write_text(text, encoding="utf-8")
    before = validate([path], engine="fast")
    assert "/unknown-" in before.documents[0].iri
    path.write_text(text + "\nEen laatste regel.\n", encoding="utf-8")
    after = validate([path], engine="fast", baseline=Baseline.of(before.findings))
    assert (after.findings, after.gone) == ((), ())


def test_only_files_that_were_validated_can_have_lost_a_finding() -> None:
    everything = Baseline.of(validate(engine="fast").findings)
    assert validate([corpus() / REPORT], baseline=everything, engine="fast").gone == ()


def test_a_baseline_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    baseline = Baseline.of(validate(engine="fast").findings)
    path = tmp_path / "accepted.json"
    path.write_text(baseline.written(), encoding="utf-8")
    assert Baseline.read(path) == baseline
    assert Baseline.read(path).written() == baseline.written()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "not JSON"),
        ("[]", "not a baseline"),
        ('{"version": 2, "findings": []}', "not a baseline of version 1"),
        ('{"version": 1, "findings": [{}]}', "not complete"),
        ('{"version": 1, "findings": ["x"]}', "not complete"),
        ("[" * 200_000, "not JSON"),
    ],
)
def test_a_broken_baseline_is_an_error_and_accepts_nothing(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "accepted.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=why):
        Baseline.read(path)


def test_an_absent_baseline_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="kg baseline"):
        Baseline.read(tmp_path / "absent.json")
