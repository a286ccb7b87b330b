"""Each rule against small graphs: what conforms gives nothing, what does not gives the approved report."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.findings import Finding
from kg.validate.document import Subject, check_document
from kg.validate.engines import ENGINES
from kg.validate.shapeset import Shapes, load_shapes

HERE = Path(__file__).parent
VALID = sorted(HERE.glob("*/valid.*.ttl"))
INVALID = sorted(HERE.glob("*/invalid.*.ttl"))
APPROVE = os.environ.get("DOELENBOOM_APPROVE") == "1"


@cache
def rule_alone(code: str) -> Shapes:
    return load_shapes().part([code])


def lines_of(path: Path) -> list[str]:
    return [f"{q.subject} {q.predicate} {q.object} ." for q in parse(path.read_bytes(), format=RdfFormat.TURTLE)]


def findings(path: Path, engine: str = "pyshacl") -> list[Finding]:
    subject = Subject(lines_of(path), fallback=path.name)
    return check_document(subject, rule_alone(path.parent.name), ENGINES[engine])


def report(found: list[Finding]) -> str:
    """A finding a paragraph: rule, severity, both messages, and each place with what stands there."""
    return "".join(f"{_paragraph(finding)}\n" for finding in found)


def _paragraph(finding: Finding) -> str:
    lines = [f"{finding.rule} {finding.severity} {finding.node}", f"  {finding.message_nl}", f"  {finding.message_en}"]
    for place in finding.places:
        where = f"{place.span.line}:{place.span.start}-{place.span.end}" if place.span else "-"
        lines.append(f"  @ {where} {place.quote!r} {place.name[0]!r} {place.name[1]!r}")
    return "\n".join(lines) + "\n"


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", VALID, ids=_id)
def test_what_conforms_gives_no_finding(path: Path) -> None:
    assert report(findings(path)) == ""


@pytest.mark.parametrize("path", INVALID, ids=_id)
def test_what_does_not_conform_gives_the_approved_report(path: Path) -> None:
    approved = path.with_suffix(".report.txt")
    found = report(findings(path))
    if APPROVE:
        approved.write_text(found, encoding="utf-8")
    assert found, "the rule finds nothing here"
    assert found == approved.read_text(encoding="utf-8")
