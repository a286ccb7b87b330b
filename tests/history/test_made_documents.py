"""The made corpus is read as it is meant, and what is expected of it agrees with itself."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from kg.build.load import Loaded, load_documents
from kg.domain import Indicator, Level, PrintedFigure, ProgrammeDocument
from kg.figures import Missing
from kg.identifiers import DEFAULT_BASE
from kg.register.order import Fiscal, drawn_up, fiscal
from kg.register.outline import outline

MADE = Path(__file__).parent / "made"
KINDS = ("unchanged", "reworded", "renumbered", "moved", "redefined", "split", "merged", "new", "dropped")
JUDGED = ("goal", "performance-target", "indicator")

Node = tuple[str, str, str]
"""An element as one document states it: document, level, code."""


def table(name: str) -> list[dict[str, str]]:
    with (MADE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Row:
    """A row of expected.csv."""

    document_earlier: str
    code_earlier: str
    document_later: str
    code_later: str
    level: str
    changes: str
    decision: str
    note: str

    @property
    def earlier(self) -> Node:
        return self.document_earlier, self.level, self.code_earlier

    @property
    def later(self) -> Node:
        return self.document_later, self.level, self.code_later

    @property
    def both(self) -> bool:
        return bool(self.code_earlier and self.code_later)

    @property
    def kinds(self) -> set[str]:
        return set(self.changes.split())

    @property
    def event(self) -> tuple[str, ...]:
        """What tells one change from another: of the rows of a split the earlier side, of a merge the later one."""
        return self.later if self.changes in ("merged", "new") else self.earlier


ELEMENTS = {(row["document"], row["level"], row["code"]): row for row in table("elements.csv")}
DOCUMENTS = list(dict.fromkeys(document for document, _, _ in ELEMENTS))
ROWS = [Row(**row) for row in table("expected.csv")]
VALUES = table("expected_values.csv")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_documents([MADE])


@pytest.fixture(scope="module")
def documents(loaded: Loaded) -> dict[str, ProgrammeDocument]:
    return {name_of(document): document for document in loaded.documents}


def name_of(document: ProgrammeDocument) -> str:
    return f"{document.kind}-{document.year}" + (f"-{document.ordinal}" if document.ordinal > 1 else "")


def by_year(document: ProgrammeDocument) -> Fiscal:
    return fiscal(outline(document, DEFAULT_BASE))


def words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def definition(node: Node) -> tuple[list[str], list[str], str]:
    """The numbers that are no years, the word of the unit, the source."""
    wording, source = ELEMENTS[node]["wording"], ELEMENTS[node]["source"]
    numbers = re.findall(r"\b(?!(?:19|20)\d\d\b)\d[\d.]*", wording)
    return numbers, re.findall(r"^(?:Percentage|Aantal)\b", wording), source


def undefined(node: Node) -> str:
    """The words without what is the definition."""
    text = re.sub(r"^(?:Percentage|Aantal)\b|\b(?!(?:19|20)\d\d\b)\d[\d.]*", "", ELEMENTS[node]["wording"])
    return words(text)


def above(node: Node) -> Iterator[Node]:
    """The elements above one, the nearest first."""
    document, _, _ = node
    levels = {"indicator": "goal", "performance-target": "goal", "goal": "policy-area", "policy-area": "programme"}
    while node[1] in levels:
        node = (document, levels[node[1]], ELEMENTS[node]["parent"])
        yield node


def identities() -> dict[Node, Node]:
    """For each stated element the first one that taken rows tie it to."""
    first = {node: node for node in ELEMENTS}
    for row in sorted(ROWS, key=lambda row: DOCUMENTS.index(row.document_later)):
        if row.both and row.decision == "taken":
            first[row.later] = first[row.earlier]
    return first


def area_of(node: Node) -> Node | None:
    return next((one for one in (node, *above(node)) if one[1] == "policy-area"), None)


def covers(document: str, area: Node | None, level: str) -> bool:
    """Whether a document prints the goal tree of a policy area and, of an indicator, indicators at all."""
    first = identities()
    prints = level != "indicator" or any(node[:2] == (document, "indicator") for node in ELEMENTS)
    stated = {first[node] for node in ELEMENTS if node[:2] == (document, "policy-area")}
    return prints and area is not None and first[area] in stated


# What is read


def test_each_document_is_recognised_and_nothing_in_it_is_doubtful(loaded: Loaded) -> None:
    assert not loaded.left_out
    assert not loaded.findings
    assert {document.municipality.code for document in loaded.documents} == {"gm0546"}
    assert [name_of(document) for document in sorted(loaded.documents, key=by_year)] == DOCUMENTS
    assert len(loaded.texts) == len(list(MADE.glob("*.txt")))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_element_is_read_as_it_is_meant(name: str, documents: dict[str, ProgrammeDocument]) -> None:
    read = [
        {
            "document": name,
            "level": edition.level.value,
            "code": edition.code,
            "parent": edition.parent.key if edition.parent else "",
            "wording": edition.label,
            "source": edition.source.text if isinstance(edition, Indicator) and edition.source else "",
        }
        for part in documents[name].parts
        for edition in part.editions
    ]
    meant = [row for (document, _, _), row in ELEMENTS.items() if document == name]

    def place(row: dict[str, str]) -> tuple[str, str]:
        return row["level"], row["code"]

    assert sorted(read, key=place) == sorted(meant, key=place)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_wording_is_the_only_one_of_its_element(name: str, documents: dict[str, ProgrammeDocument]) -> None:
    editions = [edition for part in documents[name].parts for edition in part.editions]
    texts = {(e.level, e.code): {words(wording.text) for wording in e.wordings} for e in editions}
    assert {place: found for place, found in texts.items() if len(found) != 1} == {}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_goal_tree_of_each_stated_policy_area_is_covered(
    name: str, documents: dict[str, ProgrammeDocument]
) -> None:
    covered = sorted(code for part in documents[name].parts for code in part.covers)
    assert covered == sorted(code for document, level, code in ELEMENTS if (document, level) == (name, "policy-area"))


def test_one_document_states_a_part_of_the_tree_and_interim_reports_no_indicators() -> None:
    stated = Counter((document, level) for document, level, _ in ELEMENTS)
    assert [stated[name, "policy-area"] for name in DOCUMENTS] == [6, 6, 6, 6, 1, 6, 6, 6]
    assert [name for name in DOCUMENTS if not stated[name, "indicator"]] == [
        "interim-report-2021",
        "interim-report-2021-2",
    ]


# What is expected


@pytest.mark.parametrize("level", JUDGED)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_comes_three_times(level: str, kind: str) -> None:
    events = {row.event for row in ROWS if row.level == level and kind in row.kinds}
    assert len(events) >= 3


@pytest.mark.parametrize("level", JUDGED)
def test_every_level_has_what_is_to_be_taken_and_what_is_only_proposed(level: str) -> None:
    near = [row for row in ROWS if row.level == level and row.kinds >= {"reworded", "renumbered"}]
    assert len(near) >= 3
    assert {row.decision for row in near} == {"proposed"}
    earlier = Counter(row.earlier for row in ROWS if row.level == level and row.both and "split" not in row.kinds)
    assert max(earlier.values()) == 2  # one wording under two codes
    pairs = {(r.document_earlier, r.document_later, r.code_earlier, r.code_later) for r in ROWS if r.level == level}
    assert {(e, d, b, a) for e, d, a, b in pairs if a < b} & pairs  # two codes that are swapped


def test_rows_are_well_formed() -> None:
    assert Counter((r.earlier, r.later) for r in ROWS).most_common(1)[0][1] == 1
    for row in ROWS:
        assert row.kinds <= set(KINDS), row
        assert row.decision in ("taken", "proposed"), row
        assert row.note, row
        assert DOCUMENTS.index(row.document_earlier) < DOCUMENTS.index(row.document_later), row
        assert bool(row.code_earlier) == (row.changes != "new"), row
        assert bool(row.code_later) == (row.changes != "dropped"), row
        assert len(row.kinds) == 1 or row.kinds <= {"reworded", "renumbered", "moved", "redefined"}, row
        if row.changes in ("split", "merged"):
            assert row.decision == "proposed", row


def test_every_code_stands_in_its_document() -> None:
    assert [row for row in ROWS if row.code_earlier and row.earlier not in ELEMENTS] == []
    assert [row for row in ROWS if row.code_later and row.later not in ELEMENTS] == []


def test_every_element_of_every_document_has_its_rows() -> None:
    later, earlier = {row.later for row in ROWS}, {row.earlier for row in ROWS}
    first = {node for node in ELEMENTS if node[0] == DOCUMENTS[0]}
    last = {node for node in ELEMENTS if node[0] == DOCUMENTS[-1]}
    assert set(ELEMENTS) - later == first
    assert set(ELEMENTS) - earlier == last


def test_an_element_has_one_row_each_way_unless_it_is_proposed_or_returns() -> None:
    earlier, later = defaultdict(list), defaultdict(list)
    for row in ROWS:
        if row.code_earlier and "dropped" not in row.kinds:
            earlier[row.earlier].append(row)
        if row.code_later:
            later[row.later].append(row)
    several = [rows for rows in (*earlier.values(), *later.values()) if len(rows) > 1]
    assert several
    assert [row for rows in several for row in rows if row.decision != "proposed"] == []
    returning = {row.earlier for row in ROWS if "dropped" in row.kinds} & set(earlier)
    assert sorted({level for _, level, _ in returning}) == sorted(JUDGED)


def test_the_changes_are_those_of_codes_wordings_places_and_definitions() -> None:
    first = identities()
    for row in ROWS:
        if not row.both or row.changes in ("split", "merged"):
            continue
        places = [[first[one] for one in above(node)] for node in (row.earlier, row.later)]
        found = {
            "renumbered": row.code_earlier != row.code_later,
            "moved": places[0] != places[1],
            "reworded": undefined(row.earlier) != undefined(row.later),
            "redefined": definition(row.earlier) != definition(row.later),
        }
        assert row.kinds == ({kind for kind, holds in found.items() if holds} or {"unchanged"}), row


def test_the_wordings_of_a_split_or_a_merge_make_the_other_wording() -> None:
    for kind, one, two in (("split", "earlier", "later"), ("merged", "later", "earlier")):
        halves = defaultdict(set)
        for row in ROWS:
            if row.changes == kind:
                halves[getattr(row, one)].add(getattr(row, two))
        for whole, parts in halves.items():
            assert len(parts) == 2, whole
            said = {word for part in parts for word in words(ELEMENTS[part]["wording"]).split()}
            assert said ^ set(words(ELEMENTS[whole]["wording"]).split()) <= {"en"}, whole


def test_new_and_dropped_are_said_only_between_documents_that_cover_the_policy_area() -> None:
    for row in ROWS:
        if row.changes in ("new", "dropped"):
            stated, other = (
                (row.later, row.document_earlier) if row.changes == "new" else (row.earlier, row.document_later)
            )
            assert covers(other, area_of(stated), row.level), row
            start, end = DOCUMENTS.index(row.document_earlier), DOCUMENTS.index(row.document_later)
            between = DOCUMENTS[start + 1 : end]
            assert not [name for name in between if covers(name, area_of(stated), row.level)], row


# Figures


def value_in(document: ProgrammeDocument, code: str, kind: str, year: int) -> tuple[Decimal, PrintedFigure] | None:
    for part in document.parts:
        for figure in part.figures:
            told = f"{figure.kind}/{figure.phase}" if figure.phase else figure.kind
            if figure.about and (figure.about.key, told, figure.year) == (code, kind, year):
                return None if isinstance(figure.reading, Missing) else (figure.reading.value, figure)
    return None


def test_the_figures_stand_in_their_documents(documents: dict[str, ProgrammeDocument]) -> None:
    for row in VALUES:
        found = [
            value_in(documents[row[side]], row["code"], row["kind"], int(row["year"]))
            for side in ("document_first", "document_later")
        ]
        assert found[0], row
        assert found[1], row
        assert [str(one[0]) for one in found if one] == [row["value_first"], row["value_later"]]
        assert found[0][1].scale == found[1][1].scale == (3 if "/" in row["kind"] else 0)
        assert bool(found[1][1].notes) == (row["explained"] == "yes"), row


def test_every_sort_of_value_comes_three_times_and_an_explained_one_is_among_them() -> None:
    codes = defaultdict(set)
    for row in VALUES:
        codes[row["sort"]].add(row["code"])
    assert {sort: len(found) >= 3 for sort, found in codes.items()} == {
        "restated": True,
        "target-changed": True,
        "target-raised": True,
        "target-lowered": True,
        "account-restated": True,
    }
    assert {row["sort"] for row in VALUES if row["explained"] == "yes"} == {"restated"}


def test_no_other_value_is_stated_differently(documents: dict[str, ProgrammeDocument]) -> None:
    first = _measured_alike()
    stated: dict[tuple[Node, str, int | None], list[tuple[str, str, Decimal]]] = defaultdict(list)
    for name in sorted(DOCUMENTS, key=lambda name: drawn_up(documents[name])):
        for part in documents[name].parts:
            for figure in part.figures:
                if figure.about is None or isinstance(figure.reading, Missing):
                    continue
                if figure.about.level is not Level.INDICATOR and figure.phase != "executed":
                    continue
                told = f"{figure.kind}/{figure.phase}" if figure.phase else figure.kind
                node = (name, figure.about.level.value, figure.about.key)
                stated[first[node], told, figure.year].append((name, figure.about.key, figure.reading.value))
    found = {
        (later[1], str(year), told, one[0], str(one[2]), later[0], str(later[2]))
        for (_, told, year), series in stated.items()
        for one, later in pairwise(series)
        if one[2] != later[2]
    }
    keys = ("code", "year", "kind", "document_first", "value_first", "document_later", "value_later")
    assert found == {tuple(row[key] for key in keys) for row in VALUES}


def _measured_alike() -> dict[Node, Node]:
    """As ``identities``, but a redefined indicator begins anew."""
    first = {node: node for node in ELEMENTS}
    for row in sorted(ROWS, key=lambda row: DOCUMENTS.index(row.document_later)):
        if row.both and row.decision == "taken" and "redefined" not in row.kinds:
            first[row.later] = first[row.earlier]
    return first
