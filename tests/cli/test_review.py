"""`kg review`: what waits for a person, and decisions that hold from the next build on."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kg.build.run import build
from kg.cli import run
from kg.profile import load
from kg.register.ledger_rows import COLUMNS
from kg.store import Graph

MADE = Path(__file__).parents[1] / "history" / "made"
BY = ["--by", "J. Jansen", "--reason", "zie de was-wordttabel"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("made") / "graph"
    build([MADE], directory)
    return directory


def waiting(graph: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    run(["review", "-g", str(graph), "--format", "json"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def name_of(found: list[dict[str, Any]], earlier: str, later: str) -> str:
    """The name of the one proposal between two codes."""
    (one,) = [one["name"] for one in found if (one["earlier"]["code"], one["later"]["code"]) == (earlier, later)]
    assert isinstance(one, str)
    return one


def element_of(graph: Path, edition: str) -> str:
    with Graph.open(graph) as opened:
        base = "https://w3id.org/doelenboom/id/gm0546/"
        return opened.objects(f"{base}document/{edition}", "doel:editionOf")[0].removeprefix(base)


def rows_in(ledger: Path) -> list[dict[str, str]]:
    with ledger.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_both_sides_are_shown_with_their_places(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "-g", str(made)]) == 1
    shown = capsys.readouterr()
    assert "goal 5A5 → 5A8  renumbered?" in shown.out
    assert "annual-report-2023-programme-5.txt:28 (table)" in shown.out
    assert "wait for a person" in shown.err
    assert [line for line in shown.out.splitlines() if line != line.rstrip()] == []


def test_a_confirmed_proposal_holds_from_the_next_build_on(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, mine = waiting(made, capsys), tmp_path / "mine"
    same, other = name_of(found, "5A5", "5A8"), name_of(found, "5A5", "6D8")
    assert element_of(made, "annual-report-2023/part/5/goal/5A8") == "goal/5A8"
    assert run(["review", "-g", str(made), "--confirm", same, "--reject", other, *BY, "-p", str(mine)]) == 0
    assert (mine / "profile.toml").read_text(encoding="utf-8") == '[profile]\nname = "mine"\nextends = "leiden"\n'
    confirmed, rejected = rows_in(mine / "identities.csv")
    assert tuple(confirmed) == COLUMNS
    assert confirmed["subject_id"] == "gm0546:document/annual-report-2023/part/5/goal/5A8"
    assert (confirmed["predicate_id"], confirmed["predicate_modifier"]) == ("doel:editionOf", "")
    assert (confirmed["object_id"], rejected["predicate_modifier"]) == ("gm0546:goal/5A5", "Not")
    again = tmp_path / "graph"
    build([MADE], again, profile=mine)
    assert element_of(again, "annual-report-2023/part/5/goal/5A8") == "goal/5A5"
    left = {one["name"] for one in waiting(again, capsys)}
    assert left == {one["name"] for one in found} - {same, other}
    with Graph.open(again) as opened:
        edition = next(one["later"]["edition"] for one in found if one["name"] == same)
        (iri,) = opened.subjects("doel:laterEdition", edition)
        assert opened.objects(iri, "doel:decidedBy") == ["J. Jansen"]
        assert opened.objects(iri, "doel:status") == ["https://w3id.org/doelenboom/code/confirmed"]
        assert opened.objects(iri, "doel:reason") == ["zie de was-wordttabel"]


def test_a_confirmed_split_replaces_the_old_element(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, mine = waiting(made, capsys), tmp_path / "mine"
    halves = [one for one in found if one["changes"] == ["split"] and one["earlier"]["code"] == "5A4"]
    names = [option for one in halves for option in ("--confirm", one["name"])]
    assert run(["review", "-g", str(made), *names, *BY, "-p", str(mine)]) == 0
    build([MADE], tmp_path / "graph", profile=mine)
    assert not {one["name"] for one in halves} & {one["name"] for one in waiting(tmp_path / "graph", capsys)}
    with Graph.open(tmp_path / "graph") as opened:
        after = opened.objects(halves[0]["earlier"]["element"], "dct:isReplacedBy")
        assert after == sorted(one["later"]["element"] for one in halves)
        found_changes = {
            change
            for one in halves
            for iri in opened.subjects("doel:laterEdition", one["later"]["edition"])
            if opened.objects(iri, "doel:status") == ["https://w3id.org/doelenboom/code/confirmed"]
            for change in opened.objects(iri, "doel:change")
        }
        assert found_changes == {"https://w3id.org/doelenboom/code/split"}


def test_what_stands_in_a_ledger_stays(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, mine = waiting(made, capsys), tmp_path
    (mine / "profile.toml").write_text('[profile]\nname = "eigen"\nextends = "leiden"\n', encoding="utf-8")
    name = name_of(found, "5A5", "5A8")
    assert run(["review", "-g", str(made), "--confirm", name, *BY, "-p", str(mine)]) == 0
    before = (mine / "identities.csv").read_bytes()
    assert run(["review", "-g", str(made), "--confirm", name_of(found, "5B7", "5B6"), *BY, "-p", str(mine)]) == 0
    assert (mine / "identities.csv").read_bytes().startswith(before)
    assert len(rows_in(mine / "identities.csv")) == 2
    assert "eigen" in (mine / "profile.toml").read_text(encoding="utf-8")


def test_a_decision_that_contradicts_the_ledger_is_not_written(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = name_of(waiting(made, capsys), "5A5", "5A8")
    assert run(["review", "-g", str(made), "--confirm", name, *BY, "-p", str(tmp_path)]) == 0
    before = (tmp_path / "identities.csv").read_bytes()
    assert run(["review", "-g", str(made), "--reject", name, *BY, "-p", str(tmp_path)]) == 2
    assert "lines 2, 3 would contradict one another; nothing was written" in capsys.readouterr().err
    assert (tmp_path / "identities.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["identities.csv", "profile.toml"]


def test_what_is_on_record_is_not_put_there_twice(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [
        "review",
        "-g",
        str(made),
        "--confirm",
        name_of(waiting(made, capsys), "5A5", "5A8"),
        "-p",
        str(tmp_path),
    ]
    assert run([*command, *BY]) == 0
    before = (tmp_path / "identities.csv").read_bytes()
    assert run([*command, "--by", "A. Pietersen", "--reason", "ook gezien"]) == 0
    assert "on record already" in capsys.readouterr().err
    assert (tmp_path / "identities.csv").read_bytes() == before


def test_one_element_does_not_get_two_codes_of_one_document(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = waiting(made, capsys)
    names = [option for later in ("5A8", "6D8") for option in ("--confirm", name_of(found, "5A5", later))]
    assert run(["review", "-g", str(made), *names, *BY, "-p", str(tmp_path / "mine")]) == 2
    assert "would contradict one another; nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "mine" / "identities.csv").exists()


def test_a_profile_that_ships_is_not_written_to(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["review", "-g", str(made), "--confirm", name_of(waiting(made, capsys), "5A5", "5A8"), *BY, "-p"]
    assert run([*command, "leiden"]) == 2
    assert "leiden is a profile that ships; name a folder of your own" in capsys.readouterr().err
    assert run([*command, str(tmp_path / "leiden")]) == 0
    assert load(tmp_path / "leiden").name == "leiden-own"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--confirm", "nietbekend", *BY, "-p", "mine"], "nothing waits that is called nietbekend"),
        (["--confirm", "d3b105f9", "--reason", "x", "-p", "mine"], "--by is missing"),
        (["--confirm", "d3b105f9", "--by", "x", "-p", "mine"], "--reason is missing"),
        (["--confirm", "d3b105f9", *BY], "--profile is missing"),
    ],
)
def test_a_decision_needs_a_person_a_reason_and_a_place(
    made: Path,
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["review", "-g", str(made), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_waits_in_the_corpus_that_ships(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build([], tmp_path)
    capsys.readouterr()
    assert run(["review", "-g", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "nothing waits for a person\n"
