"""The graph and the facts that a person read, compared both ways: nothing is missing, and nothing is more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest

from tests.facts import found, stated
from tests.facts.comparison import ROWS, Difference, Record, Tolerated, differences
from tests.facts.corpus import Corpus
from tests.facts.mistakes import change, copied, drop

Reading = Callable[[Corpus], Iterable[Record]]

TABLES: dict[str, tuple[Reading, Reading]] = {
    "documents": (stated.documents, found.documents),
    "programmes": (stated.programmes, found.programmes),
    "policy areas": (stated.policy_areas, found.policy_areas),
    "goals": (stated.goals, found.goals),
    "performances": (stated.performances, found.performances),
    "indicators": (stated.indicators, found.indicators),
    "notes": (stated.notes, found.notes),
    "observations": (stated.observations, found.observations),
    "budget lines": (stated.budget_lines, found.budget_lines),
    "reserves": (stated.reserves, found.reserves),
    "reserve names": (stated.reserve_names, found.reserve_names),
    "deviations": (stated.deviations, found.deviations),
    "deviation amounts": (stated.deviation_amounts, found.deviation_amounts),
    "small tables": (stated.small_tables, found.small_tables),
    "head blocks": (stated.head_blocks, found.head_blocks),
}


POINTER = r" / Hecht \(verbonden partij\) / Voor eigenaarsrol, zie paragraaf verbonden partijen / $"
NEWCOMERS = r" / statushouders taakstelling / "

TOLERATED = (
    Tolerated(
        "programmes",
        r"^(003|interim-report-2019-programme-9-opening) / 9$",
        "lines",
        ({3, 7, 11, 15, 17, 18},),
        "a label of this head block stands on a line of its own, above its value: the value is the evidence",
    ),
    Tolerated(
        "programmes",
        r"^(004|programme-budget-2018-programme-9) / 9$",
        "lines",
        ({35},),
        "the number is printed nowhere but in codes: a line that begins with one is the evidence, a heading is not",
    ),
    Tolerated(
        "observations",
        r" / 9D1\.c / .* / 202[123] / realised / $",
        "doubt",
        ("short-row",),
        "the row of 9D1.c is short: its first values bear doel:doubt code:short-row beside their value",
    ),
    Tolerated(
        "observations",
        r" / 9C2\.b / .* / 2024 / realised / $",
        "doubt",
        ("part-of-year",),
        "a value whose note says that it covers half a year bears doel:doubt code:part-of-year beside its coverage",
    ),
    Tolerated(
        "small tables",
        POINTER,
        "verbatim",
        ("",),
        "the row is a pointer and holds a label only: its cell is empty",
    ),
    Tolerated(
        "small tables",
        POINTER,
        "missing",
        ("empty",),
        "the row is a pointer and holds a label only: its cell is empty",
    ),
    Tolerated(
        "small tables",
        f" / {stated.HEAD_BLOCK} / ",
        ROWS,
        (0,),
        "the rows of a head block are properties of the programme (table head blocks), not figures of a table",
    ),
    Tolerated(
        "small tables",
        NEWCOMERS,
        "row",
        ("Totaal gerealiseerd:", "Taakstelling:", "Percentage gerealiseerd t.o.v. taakstelling:"),
        "the graph keeps the colon that is printed behind the label of a row",
    ),
    Tolerated(
        "small tables",
        NEWCOMERS + r".* / 2025-1$",
        "doubt",
        ("part-of-year",),
        "the column 2025-1 covers the first months of 2025: its values bear doel:doubt code:part-of-year",
    ),
    Tolerated(
        "small tables",
        NEWCOMERS + r"(Totaal gerealiseerd|Taakstelling) / ",
        "unit",
        ("",),
        "the caption of this corpus does not speak of numbers (aantallen), and a unit that is not printed is not said",
        only="shipped",
    ),
)


def differences_of(corpus: Corpus, table: str) -> list[Difference]:
    facts, graph = TABLES[table]
    return differences(facts(corpus), graph(corpus))


@pytest.mark.parametrize("table", TABLES)
def test_the_graph_says_what_the_facts_say_and_no_more(corpus: Corpus, table: str) -> None:
    found = differences_of(corpus, table)
    assert [one for one in found if not any(entry.covers(table, one) for entry in TOLERATED)] == []


@pytest.mark.parametrize("table", TABLES)
def test_there_are_facts(corpus: Corpus, table: str) -> None:
    keys = [key for key, _fields in TABLES[table][0](corpus)]
    assert keys
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("entry", TOLERATED, ids=lambda entry: f"{entry.table}, {entry.field}")
def test_what_is_tolerated_occurs(corpus: Corpus, entry: Tolerated) -> None:
    occurs = any(entry.covers(entry.table, one) for one in differences_of(corpus, entry.table))
    assert occurs == (entry.only in ("", corpus.name))


def test_every_figure_of_a_table_is_compared(corpus: Corpus) -> None:
    figures = corpus.select("SELECT DISTINCT ?figure WHERE { ?figure doel:verbatim ?text ; doel:inTable ?table }")
    tables = ("observations", "budget lines", "reserves", "deviation amounts", "small tables")
    assert len(figures) == sum(len(list(TABLES[table][1](corpus))) for table in tables)


def test_every_edition_is_compared(corpus: Corpus) -> None:
    editions = corpus.select("SELECT DISTINCT ?edition WHERE { ?edition doel:statedIn ?document }")
    tables = ("policy areas", "goals", "performances", "indicators", "reserve names")
    programmes = corpus.select("SELECT DISTINCT ?edition WHERE { ?edition a doel:ProgrammeEdition }")
    assert len(editions) == len(programmes) + sum(len(list(TABLES[table][1](corpus))) for table in tables)


def test_a_mark_in_a_header_is_evidence_of_the_table(corpus: Corpus) -> None:
    """The facts name the line of a header that bears a mark: "source (and table header line 119)"."""
    for row in corpus.rows("indicators"):
        if match := re.search(r"table header line (\d+)", row["footnote_attached_to"]):
            headers = [corpus.quotes(table, row["doc"]) for table in found.tables(corpus, row["code"])]
            on_line = [text for quotes in headers for line, text in quotes if line == int(match[1])]
            assert [text for text in on_line if text.startswith(row["footnote_marker"])]


MISTAKES: dict[str, Callable[[list[str]], list[str]]] = {
    "observations, a figure is missing": lambda graph: drop(graph, "/indicators/9A1.a/realised/2021>"),
    "observations, a value is another": lambda graph: change(graph, "/9A1.a/target/2024> <http://purl", "6.1", "6.2"),
    "observations, a reason is another": lambda graph: change(graph, "/realised/", "not-measured", "not-set"),
    "observations, a figure is more": lambda graph: copied(graph, "/9A1.a/target/2024>", "/9A1.a/target/2024~2>"),
    "indicators, a unit is another": lambda graph: change(graph, "/indicator/9D1.b>", "/days>", "/weeks>"),
    "indicators, a note is missing": lambda graph: drop(graph, "def#note> "),
    "notes, a mark is another": lambda graph: change(graph, "/star-1>", '"*"', '"**"'),
    "goals, a goal is more": lambda graph: copied(graph, "2024/part/9/goal/9B3>", "2024/part/9/goal/9B4>"),
    "goals, a wording is missing": lambda graph: drop(graph, "/wording/burgers-zijn-zo-zelfredzaam-mogelijk>"),
    "budget lines, a scale is another": lambda graph: change(graph, "/9A/expense/approved/2024> ", '"3"', '"6"'),
    "budget lines, a phase is another": lambda graph: change(graph, "/figure/budget/9D/", "/change>", "/revised>"),
    "budget lines, a compared figure is missing": lambda graph: drop(graph, "def#comparedWith> "),
    "reserves, a reserve is another": lambda graph: change(
        graph, "aboutEdition", "sociaal-domein-p9", "sociaal-domein"
    ),
    "deviations, a side is another": lambda graph: change(graph, "def#side>", "/revenue>", "/expense>"),
    "deviation amounts, a place is missing": lambda graph: drop(drop(graph, "/figure/deviations/"), "def#evidence> "),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(corpus: Corpus, mistake: str) -> None:
    table = mistake.partition(",")[0]
    wrong = corpus.altered(MISTAKES[mistake])
    assert wrong.graph != corpus.graph
    assert len(differences_of(wrong, table)) > len(differences_of(corpus, table))
