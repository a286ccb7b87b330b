"""The facts of running text as records: what a person read, in the words of the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.facts.comparison import Beginning, Ends, Fields, OneOf, Record, Some, grouped
from tests.facts.corpus import Corpus, Row, printed_lines

MISSION = "programme mission"
"""The level of those rows of the explanations that are a property of the programme."""

DECISIONS = {
    "council proposal": "council-proposal",
    "college decision": "college-decision",
    "college decision (case number)": "college-decision",
    "case number": "case-number",
}
UNITS = {"EUR": "euro", "percent": "percent", "years": "years"}
"""All other units of amounts are words for what is counted."""

_CODE = re.compile(r"\d+(?:[A-Z](?:\d+(?:\.\d+)?)?)?")
_LIST = re.compile(r"in the list (\d+-\d+)")
_SCALES = {"duizend": 3, "miljoen": 6, "miljard": 9}


def missions(corpus: Corpus) -> Iterator[Record]:
    """Missions, once for each file that prints one."""
    for row in corpus.rows("explanations"):
        if row["level"] == MISSION:
            yield (row["doc"], row["about"]), _text(corpus, row)


def explanations(corpus: Corpus) -> Iterator[Record]:
    """Explanations by the line on which they begin, once for each file that prints them."""
    for row in corpus.rows("explanations"):
        if row["level"] != MISSION:
            said = _text(corpus, row) | _about(corpus, row) | {"attached by": _attached(row)}
            if row["heading_line"]:
                said |= {"heading": row["heading"].rstrip(": "), "heading lines": {int(row["heading_line"])}}
            yield (row["doc"], row["line_start"]), said


def _text(corpus: Corpus, row: Row) -> Fields:
    lines = corpus.written_lines(row["doc"], f"{row['line_start']}-{row['line_end']}")
    return {"text": Ends(row["first_8_words"], row["last_5_words"]), "lines": lines}


def _about(corpus: Corpus, row: Row) -> Fields:
    """Codes or names of editions, and numbers of deviations.

    What the facts name that is neither (a group, a credit) is about the part: the programme or nothing, which is one.
    """
    first, level = row["about"].split()[0], row["level"]
    if level == "deviation":
        return {"about": set(), "deviations": {first}}
    if level == "reserve":
        return {"about": {row["about"].partition(" [")[0].rpartition(" = ")[2]}, "deviations": set()}
    if _CODE.fullmatch(first):
        return {"about": {first}, "deviations": set()}
    number = _programme_numbers(corpus)[row["doc"]]
    return {"about": OneOf((set(), {number})) if number else set(), "deviations": set()}


def _programme_numbers(corpus: Corpus) -> dict[str, str]:
    return {row["doc"]: row["programme_number"].partition(" [")[0] for row in corpus.rows("documents")}


def _attached(row: Row) -> object:
    """By an amount where the facts say so; by a code where the heading prints it; else they do not say how."""
    if "inferred from the amount" in row["about"]:
        return "amount"
    code = row["about"].split()[0]
    printed = row["heading"].removeprefix("Toelichting doelenboom ").removeprefix("Beleidsterrein ").split()[:1]
    return "code" if printed == [code] and code[0].isdigit() else OneOf(("code", "heading", "order", "amount"))


def activities(corpus: Corpus) -> Iterator[Record]:
    """Planned activities by their line; a theme only where it is a line of the document and no word of the reader."""
    for row in corpus.rows("activities"):
        code = re.search(r"\b\d+[A-Z][\d.]*", row["theme"])
        said: Fields = {
            "text": Ends(row["first_10_words"], row["last_5_words"]),
            "lines": printed_lines(row["line"]),
            "lead-in": row["label"],
            "references": _targets(row),
            "about": {code[0]} if code else set(),
        }
        if row["theme"] in map(str.strip, corpus.texts[row["doc"]].split("\n")):
            said["theme"] = row["theme"]
        yield (row["doc"], row["line"]), said


def _targets(row: Row) -> set[str]:
    return set(filter(None, row["cross_references"].split("; ")))


def references(corpus: Corpus) -> Iterator[Record]:
    """Cross references by their target: all lines where one stands, and the names printed beside the code."""
    for (doc, code), places in grouped(_pointers(corpus)).items():
        lines = {line for stated, _name in places for line in printed_lines(stated)}
        exact = not any("-" in stated for stated, _name in places)
        names = {name for _stated, name in places} - {""}
        yield (doc, code), {"lines": lines if exact else Some(lines), "names": names}


def _pointers(corpus: Corpus) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Each stated pointer: (document, code), (lines, name)."""
    for row in corpus.rows("activities"):
        yield from (((row["doc"], target), (row["line"], "")) for target in sorted(_targets(row)))
    for row in corpus.rows("policy_areas"):
        if row["role"] == "referenced":
            yield (row["doc"], row["code"]), (row["line"], row["label"])
    for row in corpus.rows("programme"):
        if row["role"] == "mentioned":
            yield (row["doc"], row["number"]), (row["line"], row["name"])


def decisions(corpus: Corpus) -> Iterator[Record]:
    """Decisions cited by number, by document and number in one spelling."""
    rows = [row for row in corpus.rows("references") if row["normalised"]]
    for key, same in grouped(((row["doc"], row["normalised"]), row) for row in rows).items():
        lines = {line for row in same for line in printed_lines(row["line"])}
        kinds = {DECISIONS[row["type"]] for row in same}
        yield key, {"kinds": kinds, "lines": lines, "verbatim": {row["raw"] for row in same}}


def lines_of_articles(corpus: Corpus) -> set[tuple[str, int]]:
    """Where an article of a law or arrangement is cited: it has a number, and the facts give it no one spelling."""
    rows = [row for row in corpus.rows("references") if row["number"] and not row["normalised"]]
    return {(row["doc"], line) for row in rows for line in printed_lines(row["line"])}


def policy_documents(corpus: Corpus) -> Iterator[Record]:
    """Items of lists of policy documents (a note of the facts says on which lines one stands), with what they cite."""
    rows = corpus.rows("references")
    for doc, stated in {(row["doc"], match[1]) for row in rows if (match := _LIST.search(row["note"]))}:
        items = [row for row in rows if row["doc"] == doc and row["line"] in map(str, printed_lines(stated))]
        for row in items:
            cites = {row["normalised"]} - {""}
            yield (doc, row["line"]), {"title": Beginning(row["context_title"]), "cites": cites}


@dataclass(frozen=True)
class Party:
    """An organisation, the names that the facts give it, and each place where it stands (some line of it)."""

    doc: str
    names: tuple[str, ...]
    places: tuple[frozenset[int], ...]


def parties(corpus: Corpus) -> Iterator[Party]:
    """Organisations; a line that prints none of the names, and a sort of organisations, are the reader's words.

    The names: without what stands behind it in brackets, an abbreviation in brackets, spellings quoted in the role.
    """
    for row in corpus.rows("parties"):
        quoted = re.findall(r'"([^"]+)"', row["role"])
        names = (row["name"].partition(" (")[0], *re.findall(r"\(([A-Z]{2,})\)", row["name"]), *quoted)
        places = tuple(frozenset(printed_lines(place)) for place in row["line"].split(";"))
        if not row["role"].startswith("generic"):
            yield Party(row["doc"], names, tuple(place for place in places if _prints(corpus, row, place, names)))


def _prints(corpus: Corpus, row: Row, place: frozenset[int], names: tuple[str, ...]) -> bool:
    lines = corpus.texts[row["doc"]].split("\n")
    text = " ".join(lines[line - 1] for line in sorted(place)).casefold()
    return any(name.casefold() in text for name in names)


@dataclass(frozen=True)
class Amount:
    """An amount in prose: where its first character stands, what it is, and the words around it."""

    doc: str
    line: int
    value: Decimal
    unit: str
    per: str
    approximation: str
    precision: Decimal | None
    around: str


def amounts(corpus: Corpus) -> Iterator[Amount]:
    """Amounts, in whole units; the printed unit of money ("€ 0,4 miljoen": 100.000) is known from its digits."""
    for row in corpus.rows("amounts_in_text"):
        unit, _, per = row["unit"].partition(" (")[0].partition(" per ")
        yield Amount(
            doc=row["doc"],
            line=min(printed_lines(row["line"])),
            value=Decimal(row["value"]),
            unit=UNITS.get(unit, "count"),
            per=f"per-{per}" if per else "",
            approximation="more-than" if row["unit"].endswith("(more than)") else "",
            precision=printed_unit(row["raw"]) if unit == "EUR" else None,
            around=row["raw"],
        )


def printed_unit(raw: str) -> Decimal:
    """What one step of the last printed digit is worth, in whole units.

    >>> printed_unit("tekort van € 0,4 miljoen"), printed_unit("€ 347.339")
    (Decimal('1E+5'), Decimal('1'))
    """
    decimals = re.search(r"\d,(\d+)", raw)
    scale = next((power for word, power in _SCALES.items() if f" {word}" in raw), 0)
    return Decimal(1).scaleb(scale - (len(decimals[1]) if decimals else 0))
