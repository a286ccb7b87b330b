"""Input that is out of proportion: a cell of ten megabytes, thousands of findings, nodes without end."""

from __future__ import annotations

import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kg.build.check import validate
from kg.build.run import corpus
from kg.validate.formats import FORMATS

REPORT = "annual-report-2024-programme-9.txt"
CELL = 10_000_000
MEMORY = 3 * 2**30


def in_bounds(code: str, *arguments: str) -> str:
    """Run Python in a process that may hold 3 GB and run for two minutes of processor time."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (120, 120))

    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    done = subprocess.run(command, preexec_fn=bound, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
@pytest.mark.parametrize(
    ("what", "by"), [("7.287", "7" * CELL), ("Preventie | Lasten", "Preventie" + "x" * CELL + " | L")]
)
def test_a_cell_of_ten_megabytes_is_validated_in_bounds(tmp_path: Path, engine: str, what: str, by: str) -> None:
    text = (corpus() / REPORT).read_text(encoding="utf-8").replace(what, by, 1)
    (tmp_path / REPORT).write_text(text, encoding="utf-8")
    code = """
        import sys
        from kg.build.check import validate
        from kg.validate.formats import FORMATS
        report = validate([sys.argv[1]], engine=sys.argv[2])
        print(len(report.findings), max(len(render(report)) for render in FORMATS.values()))
    """
    found, longest = map(int, in_bounds(code, str(tmp_path / REPORT), engine).split())
    assert found > 20
    assert longest < 2_000_000, "a report does not repeat what is out of proportion"


def many(number: int) -> str:
    head = "@prefix doel: <https://w3id.org/doelenboom/def#> . @prefix ex: <https://example.org/> .\n"
    return head + "\n".join(f"ex:goal{n} a doel:GoalEdition ." for n in range(number))


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_thousands_of_findings_are_all_told(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "many.ttl"
    path.write_text(many(700), encoding="utf-8")
    report = validate([path], engine=engine)
    assert len(report.findings) >= 2_000
    assert {finding.node for finding in report.findings} >= {f"https://example.org/goal{n}" for n in range(700)}
    for name, render in FORMATS.items():
        assert "goal699" in render(report) or name in ("github", "text", "html", "junit"), name


def test_a_cycle_of_parts_ends(tmp_path: Path) -> None:
    path = tmp_path / "cycle.ttl"
    path.write_text(
        """@prefix doel: <https://w3id.org/doelenboom/def#> . @prefix ex: <https://example.org/> .
        ex:a a doel:GoalEdition ; doel:partOfEdition ex:b . ex:b a doel:GoalEdition ; doel:partOfEdition ex:a .""",
        encoding="utf-8",
    )
    assert validate([path], engine="pyshacl").findings == validate([path], engine="fast").findings


def test_hostile_labels_do_not_leave_a_report(tmp_path: Path) -> None:
    path = tmp_path / "hostile.ttl"
    label = "<script>alert(1)</script>\\u001b[31m\\u202e::error::"
    path.write_text(
        f"""@prefix doel: <https://w3id.org/doelenboom/def#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <https://example.org/goal> a doel:GoalEdition ; rdfs:label "{label}"@nl .""",
        encoding="utf-8",
    )
    report = validate([path], engine="fast")
    assert report.findings
    for name, render in FORMATS.items():
        written = render(report)
        assert "\x1b" not in written, name
        assert "\u202e" not in written, name
        assert "<script>alert" not in written or name not in ("html", "junit"), name
