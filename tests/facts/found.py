"""What the graph says, asked in SPARQL, as records of the same form as the facts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.facts.comparison import Fields, Key, Record, grouped
from tests.facts.corpus import Corpus, Row
from tests.facts.stated import HEAD_BLOCK

DOCUMENTS = """
SELECT ?sha ?graph ?kind ?year ?municipality ?title ?version ?number ?name WHERE {
  ?document a doel:Document
  OPTIONAL { ?document doel:documentKind ?kind }
  OPTIONAL { ?document doel:fiscalYear ?year }
  OPTIONAL { ?document doel:municipality/rdfs:label ?municipality }
  OPTIONAL { ?document rdfs:label ?title }
  OPTIONAL { ?document doel:version ?version }
  OPTIONAL {
    ?document dct:hasPart ?part . ?part doel:partOfDocument ?document .
    ?rendition doel:renditionOf ?part ; doel:sha256 ?sha .
    BIND(IRI(CONCAT(STR(?part), "/graph")) AS ?graph)
    OPTIONAL { ?part doel:partNumber ?number }
    OPTIONAL { ?edition a doel:ProgrammeEdition ; doel:statedInPart ?part ; rdfs:label ?name }
  }
}
"""

EDITIONS = """
SELECT ?graph ?class ?edition ?code ?label ?parent ?committee ?mission ?reason ?unit ?source ?mark WHERE {
  GRAPH ?graph {
    VALUES ?class {
      doel:ProgrammeEdition doel:FinancialOverviewEdition doel:PolicyAreaEdition doel:GoalEdition
      doel:PerformanceTargetEdition doel:IndicatorEdition doel:ReserveEdition
    }
    ?edition a ?class
    OPTIONAL { ?edition skos:notation ?code }
    OPTIONAL { ?edition rdfs:label ?label }
    OPTIONAL { ?edition doel:partOfEdition ?over . ?over skos:notation ?parent }
    OPTIONAL { ?edition doel:committee ?committee }
    OPTIONAL { ?edition doel:mission ?mission }
    OPTIONAL { ?edition doel:missionMissingReason ?reason }
    OPTIONAL { ?edition doel:unit ?unit }
    OPTIONAL { ?edition doel:statedSource ?source }
    OPTIONAL { ?edition doel:sourceMark ?mark }
  }
}
"""

PORTFOLIOS = "SELECT ?edition ?text WHERE { ?edition doel:portfolio ?text }"

WORDINGS = "SELECT ?edition ?wording ?text WHERE { ?edition doel:hasWording ?wording . ?wording rdfs:label ?text }"

ATTACHED_NOTES = """
SELECT ?graph ?indicator ?kind ?year ?note ?mark ?text WHERE {
  GRAPH ?graph {
    { ?indicator a doel:IndicatorEdition ; doel:note ?note ; doel:sourceMark ?mark }
    UNION
    { ?figure doel:aboutEdition ?indicator ; doel:note ?note ; doel:footnoteMark ?mark ; doel:kind ?kind
      OPTIONAL { ?figure doel:referenceYear ?year } }
    ?note doel:mark ?mark ; doel:noteText ?text .
  }
}
"""

NOTES = """
SELECT ?graph ?note ?mark ?text WHERE { GRAPH ?graph { ?note a doel:Note ; doel:mark ?mark ; doel:noteText ?text } }
"""

FIGURES = """
SELECT ?graph ?class ?figure ?about ?kind ?phase ?year ?verbatim ?column ?row ?value ?mult ?missing ?possible ?unit
       ?mark ?coverage ?doubt ?total ?deviation ?caption
WHERE {
  GRAPH ?graph {
    VALUES ?class { doel:IndicatorFigure doel:BudgetFigure doel:ReserveFigure doel:DeviationFigure doel:TableFigure }
    ?figure a ?class
    OPTIONAL { ?figure doel:kind ?kind }
    OPTIONAL { ?figure doel:verbatim ?verbatim }
    OPTIONAL { ?figure doel:inTable/doel:caption ?caption }
    OPTIONAL { ?figure doel:aboutEdition ?about }
    OPTIONAL { ?figure doel:phase ?phase }
    OPTIONAL { ?figure doel:referenceYear ?year }
    OPTIONAL { ?figure doel:columnLabel ?column }
    OPTIONAL { ?figure doel:rowLabel ?row }
    OPTIONAL { ?figure sdmx-measure:obsValue ?value }
    OPTIONAL { ?figure doel:unitMult ?mult }
    OPTIONAL { ?figure doel:missingReason ?missing }
    OPTIONAL { ?figure doel:possibleValue ?possible }
    OPTIONAL { ?figure doel:unit ?unit }
    OPTIONAL { ?figure doel:footnoteMark ?mark }
    OPTIONAL { ?figure doel:coverage ?coverage }
    OPTIONAL { ?figure doel:doubt ?doubt }
    OPTIONAL { ?figure doel:isTotal ?total }
    OPTIONAL { ?figure doel:ofDeviation ?deviation }
  }
}
"""

COMPARED = """
SELECT ?figure ?column ?verbatim WHERE {
  ?figure doel:comparedWith ?other . ?other doel:columnLabel ?column ; doel:verbatim ?verbatim
}
"""

DEVIATIONS = """
SELECT ?graph ?deviation ?number ?subject ?side ?duration ?inherited WHERE {
  GRAPH ?graph {
    ?deviation a doel:Deviation
    OPTIONAL { ?deviation doel:deviationNumber ?number }
    OPTIONAL { ?deviation doel:subject ?subject }
    OPTIONAL { ?deviation doel:side ?side }
    OPTIONAL { ?deviation doel:duration ?duration }
    OPTIONAL { ?deviation doel:inherited ?inherited }
  }
}
"""


TABLES = """
SELECT DISTINCT ?table ?code WHERE {
  ?figure a doel:IndicatorFigure ; doel:inTable ?table ; doel:aboutEdition/skos:notation ?code
}
"""


NOTHING = {"code": "", "label": "", "mark": ""}
"""What a figure is about that names no edition."""


def local(iri: str) -> str:
    """The last bit of an IRI, a code's or class's name.

    >>> local("https://w3id.org/doelenboom/code/not-set"), local("")
    ('not-set', '')
    """
    return iri.rpartition("/")[2].rpartition("#")[2]


def documents(corpus: Corpus) -> Iterator[Record]:
    """Every rendition with its document; a document without a rendition is known by no file."""
    for row in corpus.select(DOCUMENTS):
        said: Fields = {name: row[name] for name in ("year", "municipality", "title", "version", "number", "name")}
        said |= {"kind": local(row["kind"]), "rendition of": corpus.whole.get(row["graph"])}
        yield (corpus.docs_by_sha.get(row["sha"], ""),), said


def programmes(corpus: Corpus) -> Iterator[Record]:
    """Programmes, once for each file that their part was read from."""
    portfolios = _portfolios(corpus)
    for row in _editions(corpus, "Programme"):
        for doc in corpus.renditions[row["graph"]]:
            said: Fields = {
                "name": row["label"],
                "committee": row["committee"],
                "portfolios": portfolios.get(row["edition"], set()),
                "mission": row["mission"] + (f"code:{local(row['reason'])}" if row["reason"] else ""),
                "lines": corpus.lines(row["edition"], doc),
            }
            yield (doc, row["code"]), said


def policy_areas(corpus: Corpus) -> Iterator[Record]:
    """Policy areas, with what stands on each line of their evidence."""
    for row in _editions(corpus, "PolicyArea"):
        doc = corpus.whole[row["graph"]]
        quotes = {f"line {line}": quote for line, quote in corpus.quotes(row["edition"], doc)}
        yield (doc, row["code"]), _element(corpus, row) | quotes


def goals(corpus: Corpus) -> Iterator[Record]:
    """Goals."""
    for row in _editions(corpus, "Goal"):
        yield (corpus.whole[row["graph"]], row["code"]), _element(corpus, row)


def performances(corpus: Corpus) -> Iterator[Record]:
    """Performance targets."""
    for row in _editions(corpus, "PerformanceTarget"):
        yield (corpus.whole[row["graph"]], row["code"]), _element(corpus, row)


def _editions(corpus: Corpus, name: str) -> list[Row]:
    return [row for row in corpus.select(EDITIONS) if local(row["class"]) == f"{name}Edition"]


def _portfolios(corpus: Corpus) -> dict[str, set[str]]:
    rows = corpus.select(PORTFOLIOS)
    return {edition: set(texts) for edition, texts in grouped((row["edition"], row["text"]) for row in rows).items()}


def _element(corpus: Corpus, row: Row) -> Fields:
    doc = corpus.whole[row["graph"]]
    wordings = [wording for wording in corpus.select(WORDINGS) if wording["edition"] == row["edition"]]
    said: Fields = {
        "label": row["label"],
        "parent": row["parent"],
        "wordings": {wording["text"] for wording in wordings},
        "lines": corpus.lines(row["edition"], doc),
    }
    return said | {f"lines of {wording['text']}": corpus.lines(wording["wording"], doc) for wording in wordings}


def indicators(corpus: Corpus) -> Iterator[Record]:
    """Indicators with their notes: those of the mark on their source and those of marks on their values."""
    notes = grouped((row["indicator"], _attached(corpus, row)) for row in corpus.select(ATTACHED_NOTES))
    for row in _editions(corpus, "Indicator"):
        said = _element(corpus, row) | {
            "unit": local(row["unit"]),
            "source": row["source"],
            "source mark": row["mark"],
            "notes": set(notes.get(row["edition"], [])),
        }
        yield (corpus.whole[row["graph"]], row["code"], row["label"]), said


def tables(corpus: Corpus, code: str) -> set[str]:
    """The tables with figures of the indicators of a code."""
    return {row["table"] for row in corpus.select(TABLES) if row["code"] == code}


def _attached(corpus: Corpus, row: Row) -> tuple[str, ...]:
    where = f"{local(row['kind'])} {row['year']}" if row["kind"] else "source"
    return where, row["mark"], row["text"], _note_line(corpus, row)


def _note_line(corpus: Corpus, row: Row) -> str:
    return ";".join(map(str, sorted(corpus.lines(row["note"], corpus.whole[row["graph"]]))))


def notes(corpus: Corpus) -> Iterator[Record]:
    """Footnotes by their line."""
    for row in corpus.select(NOTES):
        key = (corpus.whole[row["graph"]], _note_line(corpus, row))
        yield key, {"mark": row["mark"], "text": row["text"]}


def observations(corpus: Corpus) -> Iterator[Record]:
    """Values of indicators."""
    editions = _by_edition(corpus)
    for row in _figures(corpus, "Indicator"):
        about = editions.get(row["about"], NOTHING)
        key = (corpus.whole[row["graph"]], about["code"], about["label"], row["year"])
        yield (*key, local(row["kind"]), local(row["phase"])), _figure(corpus, row) | {"source mark": about["mark"]}


def budget_lines(corpus: Corpus) -> Iterator[Record]:
    """Amounts of policy areas and of the programme."""
    editions, compared = _by_edition(corpus), _compared(corpus)
    for row in _figures(corpus, "Budget"):
        about = editions.get(row["about"], NOTHING)
        key = (corpus.whole[row["graph"]], about["code"], about["label"], *_dimensions(row))
        yield key, _figure(corpus, row) | {"compared": compared.get(row["figure"], set())}


def reserves(corpus: Corpus) -> Iterator[Record]:
    """Amounts of reserves and of all of them together."""
    editions, compared = _by_edition(corpus), _compared(corpus)
    for row in _figures(corpus, "Reserve"):
        about = editions.get(row["about"], NOTHING)
        key = (corpus.whole[row["graph"]], about["label"], *_dimensions(row))
        yield key, _figure(corpus, row) | {"compared": compared.get(row["figure"], set())}


def _compared(corpus: Corpus) -> dict[str, set[tuple[str, str]]]:
    """By figure the columns and texts of the figures that it compares."""
    rows = corpus.select(COMPARED)
    found = grouped((row["figure"], (row["column"], row["verbatim"])) for row in rows)
    return {figure: set(others) for figure, others in found.items()}


def _dimensions(row: Row) -> tuple[str, str, str]:
    return local(row["kind"]), local(row["phase"]), row["year"]


def _by_edition(corpus: Corpus) -> dict[str, Row]:
    return {row["edition"]: row for row in corpus.select(EDITIONS)}


def _figures(corpus: Corpus, name: str) -> list[Row]:
    return [row for row in corpus.select(FIGURES) if local(row["class"]) == f"{name}Figure"]


def _figure(corpus: Corpus, row: Row) -> Fields:
    """What the graph says of a figure; the value in whole units."""
    said: Fields = {name: row[name] for name in ("verbatim", "column", "row", "mark")}
    said |= {name: local(row[name]) for name in ("missing", "unit", "coverage", "doubt")}
    said["value"] = Decimal(row["value"]).scaleb(int(row["mult"])) if row["value"] else None
    said["possible"] = Decimal(row["possible"]) if row["possible"] else None
    said["total"] = row["total"] == "true"
    said["lines"] = corpus.lines(row["figure"], corpus.whole[row["graph"]])
    return said


def reserve_names(corpus: Corpus) -> Iterator[Record]:
    """Reserves."""
    for row in _editions(corpus, "Reserve"):
        yield (corpus.whole[row["graph"]], row["label"]), _element(corpus, row) | {"code": row["code"]}


def deviations(corpus: Corpus) -> Iterator[Record]:
    """Rows of the table of deviations."""
    rows = grouped((row["deviation"], row) for row in corpus.select(DEVIATIONS))
    for deviation, same in rows.items():
        inherited = {local(row["inherited"]) for row in same} - {""}
        key = _deviation(corpus, same[0])
        yield key, {"inherited": inherited, "lines": corpus.lines(deviation, key[0])}


def _deviation(corpus: Corpus, row: Row) -> Key:
    doc = corpus.whole[row["graph"]]
    return doc, row["number"], row["subject"], local(row["side"]), local(row["duration"])


def deviation_amounts(corpus: Corpus) -> Iterator[Record]:
    """Amounts of deviations; those of no deviation are of the total."""
    keys = {row["deviation"]: _deviation(corpus, row) for row in corpus.select(DEVIATIONS)}
    for row in _figures(corpus, "Deviation"):
        total = (corpus.whole[row["graph"]], "", "Totaal", "", "")
        said = _figure(corpus, row) | {"kind": local(row["kind"]), "phase": local(row["phase"])}
        yield (*keys.get(row["deviation"], total), row["year"]), said


def small_tables(corpus: Corpus) -> Iterator[Record]:
    """Cells of the other tables; the name that the facts give a table is that whose words stand in its caption."""
    names = sorted({row["table"] for row in corpus.rows("small_tables")})
    for row in _figures(corpus, "Table"):
        caption = set(row["caption"].casefold().split())
        table = next((name for name in names if _words(name) <= caption), row["caption"])
        key = (corpus.whole[row["graph"]], table, row["row"].rstrip(":"), row["column"])
        yield key, _figure(corpus, row)


def _words(table: str) -> set[str]:
    return set(table.partition(" (")[0].casefold().split())


def head_blocks(corpus: Corpus) -> Iterator[Record]:
    """What the programme has of its head block, for those documents of which the facts list it as a table."""
    listed = {row["doc"] for row in corpus.rows("small_tables") if row["table"] == HEAD_BLOCK}
    portfolios = _portfolios(corpus)
    for row in _editions(corpus, "Programme"):
        doc = corpus.whole[row["graph"]]
        said = {
            "Programmanummer": row["code"],
            "Commissie": row["committee"],
            "Portefeuille(s)": " ".join(sorted(portfolios.get(row["edition"], set()))),
            "De": row["mission"],
        }
        for name, text in said.items():
            if doc in listed:
                yield (doc, name), {"text": text, "lines": corpus.lines(row["edition"], doc)}
