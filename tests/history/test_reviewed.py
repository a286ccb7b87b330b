"""History where a person decided: confirmed and refused identities, splits and merges, as of any document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.build.run import build
from kg.describe import find
from kg.history import compare, history
from kg.history.documents import documents_named
from kg.register.ledger_rows import COLUMNS
from kg.store import Graph
from tests.history.made import ACCOUNT_20, ACCOUNT_21, BASE, BUDGET_20, BUDGET_21, DRAWN_UP, build_made
from tests.history.test_history import computed_and_recorded, elements

PART = "gm0546:document/{}/part/9/goal/{}"
Rows = tuple[tuple[str, str, str, str], ...]
IDENTITY: Rows = (
    (PART.format(BUDGET_20, "9B5"), "Jeugdhulp is dichtbij en snel beschikbaar", "doel:editionOf", "gm0546:goal/9B5"),
    (PART.format(BUDGET_21, "9B6"), "Jeugdhulp is dichtbij en vlot beschikbaar", "doel:editionOf", "gm0546:goal/9B5"),
)
SUCCESSION: Rows = (("gm0546:goal/9B5", "", "dct:isReplacedBy", "gm0546:goal/9B4"),)


def profile(directory: Path, rows: Rows) -> Path:
    """A profile with reviewed rows."""
    folder = directory / "profile"
    folder.mkdir(parents=True)
    text = '[profile]\nname = "reviewed"\nextends = "leiden"\ntitle = { nl = "Nagekeken", en = "Reviewed" }\n'
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    lines = [",".join(f'"{value}"' for value in _filled(*row)) for row in rows]
    (folder / "identities.csv").write_text("\n".join([",".join(COLUMNS), *lines, ""]), encoding="utf-8")
    return folder


def _filled(subject: str, label: str, predicate: str, target: str) -> list[str]:
    known = {
        "subject_id": subject,
        "subject_label": label,
        "predicate_id": predicate,
        "object_id": target,
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "A. de Vries",
        "mapping_date": "2026-11-29",
        "comment": "Zelfde doel, andere woorden",
    }
    return [known.get(name, "") for name in COLUMNS]


def reviewed(directory: Path, rows: Rows, names: tuple[str, ...] = DRAWN_UP) -> Graph:
    build_made(directory, names).close()
    build([directory / "documents"], directory / "graph", profile=profile(directory, rows))
    return Graph.open(directory / "graph")


def test_a_confirmed_identity_says_who_decided_and_why(tmp_path: Path) -> None:
    with reviewed(tmp_path, IDENTITY) as graph:
        told = history(graph, BASE + "goal/9B5")
        assert [change.kinds for change in told.changes][1] == ("reworded", "renumbered")
        assert (told.changes[1].status, told.changes[1].decided_by) == ("confirmed", "A. de Vries")
        assert told.changes[1].reason == "Zelfde doel, andere woorden"
        assert told.proposals == ()
        ends = [documents_named(graph, name)[0].iri for name in (ACCOUNT_20, BUDGET_21)]
        changes = {one.element.iri: one.change for one in compare(graph, *ends).changes}
        assert changes[BASE + "goal/9B5"].decided_by == "A. de Vries"


def test_a_succession_on_record_is_neither_new_nor_gone(tmp_path: Path) -> None:
    with reviewed(tmp_path, SUCCESSION) as graph:
        for code in ("9B4", "9B5"):
            (iri,) = find(graph, code)
            kinds = {change.kinds for change in history(graph, iri).changes}
            assert kinds == {("unchanged",), ("redefined",)}
        ends = [documents_named(graph, name)[0].iri for name in (BUDGET_20, ACCOUNT_21)]
        told = compare(graph, *ends)
        assert not [
            one for one in told.changes if {"new", "dropped"} & set(one.change.kinds) and one.element.level == "goal"
        ]
        assert [one.element.code for one in told.changes if one.change.status == "confirmed"] == ["9B4"]


@pytest.mark.parametrize("rows", [IDENTITY, SUCCESSION], ids=["identity", "succession"])
def test_what_was_reviewed_is_told_as_the_register_recorded_it(tmp_path: Path, rows: Rows) -> None:
    with reviewed(tmp_path, rows) as graph:
        computed, recorded = computed_and_recorded(graph)
        assert computed == recorded


@pytest.mark.parametrize("last", DRAWN_UP[:-1])
def test_as_of_with_what_was_reviewed(tmp_path: Path, last: str) -> None:
    known = DRAWN_UP[: DRAWN_UP.index(last) + 1]
    with reviewed(tmp_path / "all", IDENTITY) as graph, reviewed(tmp_path / "then", IDENTITY, known) as then:
        document = documents_named(graph, last)[0].iri
        for iri in elements(then):
            assert replace(history(graph, iri, document), as_of=None) == history(then, iri)
