"""How much of what a person read in a document stands in its graph, and how much of the graph is right.

    python benchmarks/recall.py DOCUMENTS_DIR FACTS_DIR [--only NAME] [-v]

Each file of DOCUMENTS_DIR is built on its own and compared with the CSV of the same name in FACTS_DIR (see README.md).
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from kg.build.load import Loaded, load_documents
from kg.build.run import graph_lines
from kg.readers.registry import suffixes
from kg.vocabulary import PREFIXES

Row = dict[str, str]
Fact = tuple[str, ...]
"""The kind of a fact, then all that must be the same in the facts and in the graph."""

NOT_ATTEMPTED = {"project_status": "the status of projects stands in running text, which is not read for it"}

ELEMENTS = {
    "policy_area": "PolicyAreaEdition",
    "goal": "GoalEdition",
    "performance": "PerformanceTargetEdition",
    "indicator": "IndicatorEdition",
}
MEASURES = {"begroot": "target", "streefwaarde": "target", "stand": "realised"}
SIDES = {"lasten": "expense", "baten": "revenue", "saldo": "balance"}
PHASES = {
    "begroting": "approved",
    "begroting_primitief": "approved",
    "begroting_na_wijziging": "revised",
    "rekening": "executed",
    "verschil": "difference",
}
UNITS = {"%": "percent", "aantal": "count", "cijfer": "score"}
REASONS = {"ok": "", "text": "in-words", "na": "not-known"}
KIND_WORDS = {
    "begroting": "programme-budget",
    "programmabegroting": "programme-budget",
    "berap": "interim-report",
    "bestuursrapportage": "interim-report",
    "jaarverslag": "annual-report",
    "jaarstukken": "annual-report",
    "jaarrekening": "annual-report",
}
FILE_NAME = re.compile(rf"(?P<place>[a-z-]+?)-(?P<kind>{'|'.join(KIND_WORDS)})-(?P<year>\d{{4}})\b")

EDITIONS = """
SELECT ?edition ?class ?code ?label ?parent ?unit WHERE {
  ?edition a ?class ; doel:statedIn ?document
  OPTIONAL { ?edition skos:notation ?code }
  OPTIONAL { ?edition rdfs:label ?label }
  OPTIONAL { ?edition doel:partOfEdition/skos:notation ?parent }
  OPTIONAL { ?edition doel:unit ?unit }
}
"""

FIGURES = """
SELECT ?class ?about ?code ?label ?kind ?phase ?year ?value ?mult ?missing ?unit ?verbatim WHERE {
  VALUES ?class { doel:IndicatorFigure doel:BudgetFigure doel:ReserveFigure doel:DeviationFigure doel:TableFigure }
  ?figure a ?class ; doel:verbatim ?verbatim ; doel:kind ?kind
  OPTIONAL {
    ?figure doel:aboutEdition ?about
    OPTIONAL { ?about skos:notation ?code }
    OPTIONAL { ?about rdfs:label ?label }
  }
  OPTIONAL { ?figure doel:phase ?phase }
  OPTIONAL { ?figure doel:referenceYear ?year }
  OPTIONAL { ?figure sdmx-measure:obsValue ?value ; doel:unitMult ?mult }
  OPTIONAL { ?figure doel:missingReason ?missing }
  OPTIONAL { ?figure doel:unit ?unit }
}
"""


@dataclass(frozen=True)
class Score:
    """Facts and what the graph holds of the same kinds."""

    facts: Counter[Fact]
    graph: Counter[Fact]

    def of(self, kind: str) -> Score:
        """Those of one kind."""
        return Score(_only(self.facts, kind), _only(self.graph, kind))

    @property
    def kinds(self) -> list[str]:
        """All kinds that occur."""
        return sorted({fact[0] for fact in (*self.facts, *self.graph)})

    def __add__(self, other: Score) -> Score:
        return Score(self.facts + other.facts, self.graph + other.graph)

    def line(self, title: str) -> str:
        """One line of the table."""
        right, facts, graph = (sum(c.values()) for c in (self.facts & self.graph, self.facts, self.graph))
        recall, precision = (f"{right / n:7.1%}" if n else "      -" for n in (facts, graph))
        return f"  {title:<18}{facts:>6}{right:>7}{recall:>9}{graph:>9}{precision:>11}"


def main() -> None:
    """Print recall and precision of each file and of all together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path, metavar="DOCUMENTS_DIR", help="the folder with the documents")
    parser.add_argument("facts", type=Path, metavar="FACTS_DIR", help="the folder with a CSV for each of them")
    parser.add_argument("--only", default="", metavar="NAME", help="only the files whose name holds this")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is missing and what is surplus")
    chosen = parser.parse_args()
    for folder in (chosen.documents, chosen.facts):
        if not folder.is_dir():
            parser.error(f"{folder} is no folder")
    total = Score(Counter(), Counter())
    for path in sorted(chosen.documents.iterdir()):
        if path.suffix.lower() in suffixes() and chosen.only in path.name:
            total += _report(path, chosen.facts / f"{path.stem}.csv", chosen.verbose)
    print("all files")
    print(HEADER)
    print(total.line("all kinds"))


HEADER = f"  {'kind':<18}{'facts':>6}{'found':>7}{'recall':>9}{'in graph':>9}{'precision':>11}"


def _report(path: Path, facts: Path, verbose: bool) -> Score:
    print(path.name)
    if not facts.is_file():
        print(f"  left out: there is no {facts.name} among the facts\n")
        return Score(Counter(), Counter())
    rows = _rows(facts)
    score = Score(Counter(map(fact_of, rows)), Counter(graph_of(path, {row["kind"] for row in rows})))
    print(HEADER)
    for kind in score.kinds:
        print(score.of(kind).line(kind) + (f"  not attempted: {NOT_ATTEMPTED[kind]}" if kind in NOT_ATTEMPTED else ""))
    print(score.line("all kinds"))
    if verbose:
        _list("missing", score.facts - score.graph)
        _list("surplus", score.graph - score.facts)
    print()
    return score


def _list(title: str, facts: Counter[Fact]) -> None:
    for fact in sorted(facts.elements()):
        print(f"  {title}: {' | '.join(bit or '-' for bit in fact)}")


def _only(facts: Counter[Fact], kind: str) -> Counter[Fact]:
    return Counter({fact: count for fact, count in facts.items() if fact[0] == kind})


# ---- What a person read


def fact_of(row: Row) -> Fact:
    """The fact of a row of the CSV."""
    kind, label, code = row["kind"], collapse(row["label"]), row["code"] if row["code"][:1] != "#" else ""
    if kind == "indicator":
        return kind, code, label, UNITS.get(row["unit"], "")
    if kind in ELEMENTS:
        return kind, code, row["parent"], label
    if kind == "indicator_value":
        text = row["note"].removeprefix("raw=") if row["status"] != "ok" else ""
        said = (row["year"], number(row["value"]), REASONS[row["status"]], text)
        return kind, label, MEASURES[row["measure"]], *said, UNITS[row["unit"]]
    if kind.startswith("financial"):
        return _financial(row, code, label)
    return kind, code, label, row["measure"], row["value"]


def _financial(row: Row, code: str, label: str) -> Fact:
    """An amount; a row whose amounts the excerpt cut off only names what it is about."""
    if not row["value"]:
        return "row cut off", code, label
    assert row["unit"] == "EUR x1000", row
    side, phase = SIDES[row["measure"]], PHASES[row["status"]]
    return "financial", *_about(code, label), side, phase, row["year"], number(row["value"], scale=3)


def _about(code: str, label: str) -> tuple[str, str]:
    """What an amount is about: a programme by its number alone, for rows say "Programma 1", "Totaal programma 01"."""
    return (code, "") if code.isdigit() else (code, label)


def number(text: str, *, scale: int = 0) -> str:
    """A number as one text: without trailing zeros, in whole units.

    >>> number("1582", scale=3), number("7.70"), number("")
    ('1582000', '7.7', '')
    """
    return format(Decimal(text).scaleb(scale).normalize(), "f") if text else ""


def collapse(text: str) -> str:
    """One space for every run of white space."""
    return " ".join(text.split())


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- What the graph says


def graph_of(path: Path, kinds: set[str]) -> Iterator[Fact]:
    """What the graph of a file says, of figures all, of elements those of the kinds that the facts list."""
    store = ox.Store()
    store.load("\n".join(graph_lines(_load(path))[0]).encode(), format=ox.RdfFormat.N_QUADS)
    figures, editions = _select(store, FIGURES), _select(store, EDITIONS)
    yield from map(_figure, figures)
    by_class = {name: kind for kind, name in ELEMENTS.items()}
    with_figures = {row["about"] for row in figures}
    for row in editions:
        kind, label = by_class.get(_local(row["class"]), ""), collapse(row["label"])
        if kind in kinds:
            said = (label, _local(row["unit"])) if kind == "indicator" else (row["parent"], label)
            yield kind, row["code"], *said
        elif "financial" in kinds and kind == "performance" and row["edition"] not in with_figures:
            yield "row cut off", row["code"], label


def _figure(row: Row) -> Fact:
    value = number(row["value"], scale=int(row["mult"])) if row["value"] else ""
    label, kind, missing = collapse(row["label"]), _local(row["kind"]), _local(row["missing"])
    if _local(row["class"]) == "IndicatorFigure":
        said = (row["year"], value, missing, row["verbatim"] if missing else "")
        return "indicator_value", label, kind, *said, _local(row["unit"])
    if _local(row["class"]) == "BudgetFigure":
        return "financial", *_about(row["code"], label), kind, _local(row["phase"]), row["year"], value
    return "other figure", label, kind, _local(row["phase"]), row["year"], value or row["verbatim"]


def _load(path: Path) -> Loaded:
    """Load one file from a folder of its own; what it does not print of itself is stated from its name."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        loaded = load_documents([copy])
        if stated := _unprinted(path.name, loaded):
            print("  stated in documents.toml, from the file's name, for it is not printed: " + ", ".join(stated))
            (copy.parent / "documents.toml").write_text("\n".join(stated) + "\n", encoding="utf-8")
            loaded = load_documents([copy])
        for item in loaded.left_out:
            print(f"  left out: {item.why}")
        return loaded


def _unprinted(name: str, loaded: Loaded) -> list[str]:
    """The lines for documents.toml that the file's name can supply and the file did not."""
    match = FILE_NAME.match(name)
    if not match or not loaded.documents:
        return []
    document = loaded.documents[0]
    known = {
        f'municipality = "{match["place"]}"': document.municipality.iri,
        f'kind = "{KIND_WORDS[match["kind"]]}"': document.kind,
        f"year = {match['year']}": document.year,
    }
    return [line for line, value in known.items() if value is None]


def _select(store: ox.Store, query: str) -> list[Row]:
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: _text(solution[name]) for name in names} for solution in found]


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _local(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


if __name__ == "__main__":
    main()
