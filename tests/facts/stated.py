"""The facts as records: what a person read, in the words of the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tests.facts.comparison import AtLeast, Beginning, Fields, Key, Record, grouped
from tests.facts.corpus import Corpus, Row, printed_lines

KINDS = {"mid-year report": "interim-report", "annual account": "annual-report", "budget": "programme-budget"}
UNITS = {
    "score 1-10": "score",
    "percent": "percent",
    "per 1,000 inhabitants": "per-1000-inhabitants",
    "count": "count",
    "days": "days",
    "months": "months",
    "status holders housed": "count",
    "status holders (target)": "count",
    "EUR": "euro",
    "text": "",
    "text (pointer)": "",
    "": "",
}
REASONS = {
    "measured": "",
    "set": "",
    "not measured": "not-measured",
    "not set": "not-set",
    "not yet known": "not-yet-known",
    "empty/misaligned": "misaligned",
}
SIDES = {
    "lasten": "expense",
    "baten": "revenue",
    "saldo": "balance",
    "toevoeging": "addition",
    "onttrekking": "withdrawal",
    "mutaties": "reserve-movement",
    "resultaat": "result",
    "L": "expense",
    "B": "revenue",
    "": "",
}
DURATIONS = {"I": "incidental", "S": "structural", "": ""}
PHASES = {
    r"Rekening (\d{4})": "executed",
    r"Begroting (\d{4})": "approved",
    r"Wijziging Begroting": "change",
    r"Begroting (\d{4}) na wijziging": "revised",
    r"Verschil (\d{4})": "difference",
}
HEAD_BLOCK = "programme header"
"""The table of the facts whose rows are properties of the programme."""


def documents(corpus: Corpus) -> Iterator[Record]:
    """Every file: what it is of; a second rendition is of the document of the first."""
    for row in corpus.rows("documents"):
        title = re.split(r" - | \[", row["title"])[0]
        yield (
            (row["doc"],),
            {
                "kind": KINDS[row["kind"]],
                "year": row["fiscal_year"],
                "municipality": row["municipality"],
                "title": f"{title}, {row['municipality']}",
                "version": row["version"],
                "number": _without_remark(row["programme_number"]),
                "name": _without_remark(row["programme_name"]),
                "rendition of": row["rendition_of"] or row["doc"],
            },
        )


def programmes(corpus: Corpus) -> Iterator[Record]:
    """The programmes that a file is about; those only named in running text are cross references, left out."""
    for row in corpus.rows("programme"):
        if row["role"] == "subject":
            yield (
                (row["doc"], row["number"]),
                {
                    "name": row["name"],
                    "committee": row["committee"],
                    "portfolios": set(filter(None, row["portfolios"].split("|"))),
                    "mission": _mission(row["mission_present"]),
                    "lines": AtLeast(corpus.written_lines(row["doc"], row["line"])),
                },
            )


def _mission(present: str) -> object:
    """How it begins, that its place is empty, or that it has no place."""
    if present.startswith("yes: "):
        return Beginning(present.removeprefix("yes: "))
    return "code:empty" if "cell is empty" in present else ""


def policy_areas(corpus: Corpus) -> Iterator[Record]:
    """One area stands in several places; those where a text only refers to one are cross references, left out."""
    rows = [row for row in corpus.rows("policy_areas") if row["role"].startswith("own")]
    for key, same in grouped(((row["doc"], row["code"]), row) for row in rows).items():
        lines = {int(row["line"]) for row in same}
        labels = {row["label"] for row in same}
        said: Fields = {"label": same[0]["label"], "wordings": labels, "parent": key[1][:-1], "lines": AtLeast(lines)}
        yield key, said | {f"line {row['line']}": row["printed_as"] for row in same}


def goals(corpus: Corpus) -> Iterator[Record]:
    """Goals, some with a second wording elsewhere in the document."""
    for row in corpus.rows("goals"):
        said = _element(row, row["policy_area"])
        if row["other_label"]:
            again = printed_lines(row["other_label_line"])
            said["wordings"] = {row["label"], row["other_label"]}
            said["lines"] = AtLeast(printed_lines(row["line"]) | again)
            same = row["other_label"] == row["label"]
            said[f"lines of {row['other_label']}"] = said["lines"] if same else AtLeast(again)
        yield (row["doc"], row["code"]), said


def performances(corpus: Corpus) -> Iterator[Record]:
    """Performance targets."""
    for row in corpus.rows("performances"):
        yield (row["doc"], row["code"]), _element(row, row["goal"])


def _element(row: Row, parent: str) -> Fields:
    lines = AtLeast(printed_lines(row["line"]))
    label = row["label"]
    return {"label": label, "parent": parent, "wordings": {label}, "lines": lines, f"lines of {label}": lines}


def indicators(corpus: Corpus) -> Iterator[Record]:
    """Indicators with unit, source and footnote; a code may occur twice, so the label is part of the key."""
    for row in corpus.rows("indicators"):
        at_source = row["footnote_attached_to"].startswith("source")
        said = _element(row, row["goal"]) | {
            "unit": UNITS[row["unit"]],
            "source": "" if row["source"] == "-" else row["source"],
            "source mark": row["footnote_marker"] if at_source else "",
            "notes": {_attached(row)} if row["footnote_text"] else set(),
        }
        yield (row["doc"], row["code"], row["label"]), said


def _attached(row: Row) -> tuple[str, ...]:
    """Where the mark stands ("source" or "realised 2024"), the mark, the text of the note and its line."""
    where = row["footnote_attached_to"].partition(" (")[0].removeprefix("value ")
    return where, row["footnote_marker"], row["footnote_text"], row["footnote_line"]


def notes(corpus: Corpus) -> Iterator[Record]:
    """Footnotes, each once, by their line."""
    noted = {(row["doc"], row["footnote_line"]): row for row in corpus.rows("indicators") if row["footnote_line"]}
    for key, row in noted.items():
        yield key, {"mark": row["footnote_marker"], "text": row["footnote_text"]}


def observations(corpus: Corpus) -> Iterator[Record]:
    """Values of indicators. A mark "(on source)" is the indicator's and not the value's."""
    by_prefix = {(row["doc"], row["code"], row["label"][:80]): row for row in corpus.rows("indicators")}
    for row in corpus.rows("observations"):
        indicator = by_prefix[row["doc"], row["indicator"], row["label_prefix"]]
        mark, _, on_source = row["footnote"].partition(" ")
        said = _figure(row["value"], row["raw"], row["line"]) | {
            "missing": REASONS[row["status"]],
            "unit": UNITS[indicator["unit"]],
            "mark": "" if on_source else mark,
            "coverage": "first-half-year" if _covers_half_a_year(row, indicator) else "",
        }
        if row["status"] == "empty/misaligned":
            said |= {"value": None, "possible": said["value"]}
        if on_source:
            said["source mark"] = mark
        yield (row["doc"], row["indicator"], indicator["label"], row["year"], row["kind"], ""), said


def _covers_half_a_year(row: Row, indicator: Row) -> bool:
    """Whether the footnote that stands on this value says so."""
    here = indicator["footnote_attached_to"] == f"value {row['kind']} {row['year']}"
    return here and "eerste halfjaar" in indicator["footnote_text"]


def budget_lines(corpus: Corpus) -> Iterator[Record]:
    """Amounts of the budget table; its rows of the whole programme are totals."""
    programme = _programme_names(corpus)
    for row in corpus.rows("budget_lines"):
        area = re.search(r"[A-Z]$", row["code"])
        about = row["subject"] if area else programme[row["doc"]]
        key = (row["doc"], row["code"], about, SIDES[row["side"]], *_phase(corpus, row))
        yield key, _amount(corpus, row, "budget_lines") | {"total": not area}


def reserves(corpus: Corpus) -> Iterator[Record]:
    """Amounts of the table of reserves; those of all reserves together are the programme's."""
    programme = _programme_names(corpus)
    for row in corpus.rows("reserves"):
        total = row["reserve"] == "Totaal"
        side = "reserve-movement" if row["side"] == "saldo" else SIDES[row["side"]]
        about = programme[row["doc"]] if total else row["reserve"]
        said = _amount(corpus, row, "reserves") | {"total": total}
        yield (row["doc"], about, side, *_phase(corpus, row)), said


def _programme_names(corpus: Corpus) -> dict[str, str]:
    return {row["doc"]: _without_remark(row["programme_name"]) for row in corpus.rows("documents")}


def _amount(corpus: Corpus, row: Row, table: str) -> Fields:
    said = _figure(row["value_eur_thousands"], row["raw"], row["line"], scale=3)
    said["compared"] = {
        (other["column"], other["raw"])
        for other in corpus.rows(table)
        if (other["doc"], other["line"]) == (row["doc"], row["line"]) and other["column"] in _compared(row["column"])
    }
    return said | {"unit": "euro", "column": row["column"]}


def _compared(column: str) -> tuple[str, ...]:
    """The columns that a difference compares: the budget after change and the account of its year."""
    year = column.removeprefix("Verschil ")
    return (f"Begroting {year} na wijziging", f"Rekening {year}") if year != column else ()


def _phase(corpus: Corpus, row: Row) -> tuple[str, str]:
    """Phase and year of a column; where the column prints no year it is the document's."""
    years = {document["doc"]: document["fiscal_year"] for document in corpus.rows("documents")}
    for pattern, phase in PHASES.items():
        if match := re.fullmatch(pattern, row["column"]):
            return phase, match[1] if match.lastindex else years[row["doc"]]
    raise ValueError(f"a column {row['column']!r} in the facts")


def reserve_names(corpus: Corpus) -> Iterator[Record]:
    """Reserves; the name of one stands before its first row."""
    numbers = {row["doc"]: _without_remark(row["programme_number"]) for row in corpus.rows("documents")}
    rows = [row for row in corpus.rows("reserves") if row["reserve"] != "Totaal"]
    for key, same in grouped(((row["doc"], row["reserve"]), row["line"]) for row in rows).items():
        name = min(map(int, same))
        yield key, {"parent": numbers[key[0]], "lines": {name}, "wordings": {key[1]}, "code": ""}


def deviations(corpus: Corpus) -> Iterator[Record]:
    """Rows of the table of deviations; what a row does not print it inherits from the one above."""
    blanks = {"number": "nr_printed", "subject": "topic_printed", "side-of-budget": "lb_printed"}
    for row in corpus.rows("deviations"):
        if row["topic"] != "Totaal":
            inherited = {name for name, column in blanks.items() if not row[column]}
            yield _deviation(row), {"inherited": inherited, "lines": printed_lines(row["line"])}


def _deviation(row: Row) -> Key:
    return row["doc"], row["nr"], row["topic"], SIDES[row["lb"]], DURATIONS[row["is"]]


def deviation_amounts(corpus: Corpus) -> Iterator[Record]:
    """Amounts of deviations, a column a year, and of their total."""
    for row in corpus.rows("deviations"):
        total = row["topic"] == "Totaal"
        for year in (name.removeprefix("raw_") for name in row if name.startswith("raw_")):
            said = _figure(row[f"eur_thousands_{year}"], row[f"raw_{year}"], row["line"], scale=3)
            said |= {"unit": "euro", "column": year, "total": total, "phase": "proposed-change"}
            yield (*_deviation(row), year), said | {"kind": "balance" if total else SIDES[row["lb"]]}


def small_tables(corpus: Corpus) -> Iterator[Record]:
    """Cells of the other tables."""
    for row in corpus.rows("small_tables"):
        said = _figure(row["value"], row["raw"], row["line"])
        said |= {"unit": UNITS[row["unit"]], "column": row["column"], "row": row["row"]}
        said["missing"] = "" if row["value"] else "in-words" if row["raw"] else "empty"
        said["coverage"] = "first-quarter" if row["column"] == "2025-1" else ""
        yield (row["doc"], row["table"], row["row"], row["column"]), said


def head_blocks(corpus: Corpus) -> Iterator[Record]:
    """The rows of a head block, where the facts list it as a table; by the first word of their label."""
    for row in corpus.rows("small_tables"):
        if row["table"] == HEAD_BLOCK:
            said: Fields = {"text": row["raw"], "lines": AtLeast(printed_lines(row["line"]))}
            yield (row["doc"], row["row"].split()[0]), said


def _figure(value: str, raw: str, line: str, *, scale: int = 0) -> Fields:
    """What holds of a figure unless its own table says otherwise; the value in whole units."""
    return {
        "value": Decimal(value).scaleb(scale) if value else None,
        "verbatim": raw,
        "lines": printed_lines(line),
        "missing": "",
        "possible": None,
        "coverage": "",
        "doubt": "",
        "mark": "",
        "total": False,
    }


def _without_remark(text: str) -> str:
    """Drop what the facts add in brackets to what is printed.

    >>> _without_remark("9 [inferred from codes 9A, 9A1; not printed]"), _without_remark("[not printed]")
    ('9', '')
    """
    return text.partition("[")[0].strip()
