"""Lines of megabytes, tables of a thousand columns, rows without end: read in full, and the rest of the file too.

Nothing here looks at a clock: what grows faster than the file would not end.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.build.load import Loaded, load_documents
from kg.build.run import corpus
from kg.cli import run
from kg.domain import Level, Part
from kg.store import Graph
from tests.robust.checks import assert_model, load_checked

GOOD = (corpus() / "annual-report-2024-programme-9.txt").read_text(encoding="utf-8")
MEGABYTES = 1_000_000

UNITS: tuple[str, ...] = (
    "a",
    "1",
    "|",
    "a|",
    "\t",
    "a\t",
    " ",
    "aa ",
    "1.",
    "1. ",
    "9A1.1 ",
    "*",
    "-",
    "- ",
    "(",
    ")",
    "() ",
    ",",
    ".",
)
UNITS += ("\\*", "1.234 ", "2019 ", "5,8 (2014) ", "€ ", "% ", "Lasten ", "Doel Prestatie ", "-a", "<br>", "_", "#")
UNITS += ("\u00a0", "\u00ad", "\u0301", "é", "¹", "m²", "https://", "gemeente Aa ", "bedragen x € 1.000 ", "Nee. Ja ")


def daily(units: Sequence[str]) -> list[pytest.ParameterSet]:
    """Each third of the units for every run, the others for the slow one."""
    return [pytest.param(unit, marks=() if number % 3 == 0 else pytest.mark.slow) for number, unit in enumerate(units)]


def part_of(text: str, folder: Path) -> tuple[Part, Loaded]:
    path = folder / "stuk.txt"
    path.write_bytes(text.encode())
    loaded = load_documents([path], profile="leiden")
    assert_model(loaded)
    (document,) = loaded.documents
    (part,) = document.parts
    return part, loaded


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Part:
    """What the document says without the line."""
    return part_of(GOOD, tmp_path_factory.mktemp("goed"))[0]


def figures_of(part: Part) -> set[tuple[str, str]]:
    return {(figure.key, figure.reading.verbatim) for figure in part.figures}


def elements_of(part: Part) -> set[tuple[str, str]]:
    return {(str(edition.level), edition.key) for edition in part.editions}


@pytest.mark.parametrize("unit", daily(UNITS))
def test_a_line_of_megabytes_keeps_nothing_else_from_being_read(unit: str, good: Part, tmp_path: Path) -> None:
    line = unit * (MEGABYTES // len(unit.encode()))
    lines = GOOD.splitlines()
    places = [n for n in range(1, len(lines)) if "|" not in lines[n - 1] + lines[n] and lines[n - 1].endswith(".")]
    place = places[len(places) // 2]
    part, loaded = part_of("\n".join([*lines[:place], "", line, "", *lines[place:]]), tmp_path)
    assert figures_of(part) >= figures_of(good)
    assert elements_of(part) == elements_of(good)
    assert max(len(finding.message_nl) for finding in loaded.findings) < 1500
    assert max(len(place.quote) for finding in loaded.findings for place in finding.places) < 1500


@pytest.mark.parametrize(
    "unit", daily(["a", "1", "|", "a|", "a\t", " ", "9A1.1 ", "\\*", "*", "-", "1.234 ", "<br>", ")"])
)
def test_a_cell_of_megabytes_costs_its_own_row_at_most(unit: str, good: Part, tmp_path: Path) -> None:
    cell = unit * (MEGABYTES // len(unit))
    part, loaded = part_of(GOOD.replace("| 7.287 |", f"| {cell} |"), tmp_path)
    row = {(key, verbatim) for key, verbatim in figures_of(good) if key.startswith("budget/9B/balance/")}
    assert len(row) == 6
    assert figures_of(part) >= figures_of(good) - row
    line = GOOD.count("\n", 0, GOOD.index("| 7.287 |")) + 1
    assert unit in (" ", "<br>") or [f.rule for f in loaded.findings if f.line == line and f.rule in ("L07", "S09")]


def test_ten_megabytes_in_one_line_end_to_end(tmp_path: Path) -> None:
    line = "woorden | en | cellen | " * 420_000
    (tmp_path / "stuk.txt").write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    assert (tmp_path / "stuk.txt").stat().st_size > 10_000_000
    assert run(["build", str(tmp_path / "stuk.txt"), "--graph", str(tmp_path / "graph")]) == 0
    with Graph.open(tmp_path / "graph") as graph:
        assert graph.query('ASK { ?f doel:verbatim "7.287" }')


def wide(head: str, title: str, row: str, cell: str, titles: int, cells: int, rule: str = "---|---|") -> str:
    """A table of one row below a head of so many titles."""
    return f"Jaarstukken 2024\n\n{head} | {f'{title} | ' * titles}\n{rule}\n{row} | {f'{cell} | ' * cells}\n"


@pytest.mark.parametrize("columns", [59, 3_000])
@pytest.mark.parametrize("lost", [0, 1])
@pytest.mark.parametrize(
    ("head", "title", "row", "cell"),
    [
        ("Effectindicator", "Realisatie 2024", "9A1.a Aantal", "12"),
        ("Realisatie 2024 | Effectindicator", "Bron", "12 | 9A1.a Aantal", "telling"),
        ("Bedragen x € 1.000", "Begroting 2024 | Rekening 2023", "Zorg | Lasten", "12 | 13"),
        ("Gebied", "Lasten", "Zorg", "12"),
        ("Indicator | Periode | Leiden", "Nederland", "Aantal | 2023 | 5", "6"),
        ("Doel | Prestatie", "Prestatie", "9A1 Doel", "9A1.1 Doen"),
        ("Naam", "Kolom", "Zorg", "12"),
    ],
)
def test_a_table_may_be_as_wide_as_it_likes(
    head: str, title: str, row: str, cell: str, columns: int, lost: int, tmp_path: Path
) -> None:
    path = tmp_path / "stuk.txt"
    path.write_text(wide(head, title, row, cell, columns, columns - lost) + "\n" + GOOD, encoding="utf-8")
    (document,) = load_checked(path).documents
    assert {verbatim for _, verbatim in figures_of(document.parts[0])} >= {"7.287", "57*"}


def test_labels_before_the_figures_of_a_row_may_be_many(tmp_path: Path) -> None:
    row = "| ".join(["Zorg"] * 995)
    text = f"Jaarstukken 2024\n\nBedragen | Begroting 2024 | Rekening 2024 |\n---|---|---|\n{row} | 12 | 13 |\n"
    (tmp_path / "stuk.txt").write_text(text, encoding="utf-8")
    load_checked(tmp_path / "stuk.txt")


def test_titles_over_many_lines_make_no_table_without_end(tmp_path: Path) -> None:
    years = " ".join(["2024"] * 60)
    text = "Jaarstukken 2024\n\nEffectindicator Realisatie Streefwaarde\n" + f"{years}\n" * 39
    (tmp_path / "stuk.txt").write_text(text + "9A1.a Aantal " + "12 " * 2000 + "\n", encoding="utf-8")
    load_checked(tmp_path / "stuk.txt")


def test_a_row_of_portfolios_without_end(tmp_path: Path) -> None:
    names = "Wonen " * 5_000
    text = f"Jaarstukken 2024\n\nProgrammanummer | 9 |\nCommissie | Zorg |\nPortefeuille(s) | {names}|\n"
    part, _ = part_of(text, tmp_path)
    assert part.number == "9"


def test_one_code_used_thousands_of_times(tmp_path: Path) -> None:
    rows = "".join(f"9A1 Doel {n} | 9A1.{n % 5 + 1} Doen wat nodig is {n} |\n" for n in range(4_000))
    part, loaded = part_of(f"Jaarstukken 2024\n\nDoel | Prestatie |\n---|---|\n{rows}", tmp_path)
    levels = [edition.level for edition in part.editions]
    assert (levels.count(Level.GOAL), levels.count(Level.PERFORMANCE_TARGET)) == (4_000, 4_000)
    assert [finding.rule for finding in loaded.findings].count("S01") == 3_999 + 3_995


def test_one_wording_used_thousands_of_times(tmp_path: Path) -> None:
    lines = "".join(f"9A1.1 Doen wat nodig is {n}\n" for n in range(4_000))
    part, _ = part_of(
        f"Jaarstukken 2024\n\nDoel\nPrestatie\n{lines}\n" + "9A1.1 Doen wat nodig is 7\n\n" * 2_000, tmp_path
    )
    worded = next(e for e in part.editions if e.label == "Doen wat nodig is 7")
    assert len(worded.evidence) == 2_001


def test_a_label_over_thousands_of_lines(tmp_path: Path) -> None:
    part, _ = part_of("Jaarstukken 2024\n\nDoel Prestatie\n9A1 Doel\n" + "en meer-\nderen\n" * 4_000, tmp_path)
    (goal,) = [edition for edition in part.editions if edition.level is Level.GOAL]
    assert goal.label == "Doel " + " ".join(["en meer-deren"] * 4_000)


def test_thousands_of_wrapped_rows_of_deviations(tmp_path: Path) -> None:
    rows = "".join(f"09.{n % 90 + 10} Meer\nzorg voor {n}\nL I {n} 12 13 14\n" for n in range(4_000))
    part, _ = part_of(f"Bestuursrapportage 2019\nnr Onderwerp L/B I/S 2019 2020 2021 2022\n{rows}", tmp_path)
    assert (len(part.deviations), len(part.figures)) == (4_000, 16_000)


def test_a_thousand_tables(tmp_path: Path) -> None:
    head = "Effectindicator | Realisatie {} | Bron |\n---|---|---|\n"
    tables = "".join(f"{head.format(2000 + n % 9)}Aantal stuks {n} | {n} | Telling |\n\n" for n in range(1_000))
    part, _ = part_of(f"Jaarstukken 2024\n\n{tables}", tmp_path)
    assert (len(part.tables), len(part.figures)) == (1_000, 1_000)


@pytest.mark.parametrize(
    "line", daily(["a", "12", "", "-", "|", "---|---|", "2024", "Doel", "Begroting\n2024", "- a", "\f"])
)
def test_tens_of_thousands_of_short_lines(line: str, tmp_path: Path) -> None:
    count = 4_000 if line in ("Doel", "Begroting\n2024") else 50_000  # each of these might begin the head of a table
    part, _ = part_of(f"{GOOD}\n\n" + f"{line}\n" * count, tmp_path)
    assert ("indicator", "9B1.a") in elements_of(part)
