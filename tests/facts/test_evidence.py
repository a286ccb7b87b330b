"""Everything in the graph can be read in the files, at the place that it names; and the graph holds together."""

from __future__ import annotations

import hashlib
from collections import Counter

from tests.facts.comparison import grouped
from tests.facts.corpus import Corpus, Place, collapse

PASSAGES = """
SELECT ?passage ?sha ?start ?end ?line ?quote WHERE {
  ?passage a doel:Passage
  OPTIONAL { ?passage doel:inRendition/doel:sha256 ?sha }
  OPTIONAL { ?passage doel:start ?start }
  OPTIONAL { ?passage doel:end ?end }
  OPTIONAL { ?passage doel:line ?line }
  OPTIONAL { ?passage doel:quote ?quote }
}
"""

WITHOUT_EVIDENCE = """
SELECT DISTINCT ?node WHERE {
  VALUES ?class {
    doel:ProgrammeEdition doel:FinancialOverviewEdition doel:PolicyAreaEdition doel:GoalEdition
    doel:PerformanceTargetEdition doel:IndicatorEdition doel:ReserveEdition doel:Wording doel:IndicatorFigure
    doel:BudgetFigure doel:ReserveFigure doel:DeviationFigure doel:TableFigure doel:Deviation doel:Note doel:Table
    doel:Mention doel:Explanation doel:PlannedActivity doel:CrossReference doel:DecisionReference doel:PolicyDocument
    doel:TextFigure
  }
  ?node a ?class FILTER NOT EXISTS { ?node doel:evidence ?passage }
}
"""

DANGLING = """
SELECT DISTINCT ?subject ?predicate ?object WHERE {
  ?subject ?predicate ?object
  FILTER(isIRI(?object) && STRSTARTS(STR(?object), "https://w3id.org/doelenboom/id/"))
  FILTER NOT EXISTS { ?object ?any ?thing }
}
"""

VALUES_AND_REASONS = """
SELECT ?figure (COUNT(DISTINCT ?value) AS ?values) (COUNT(DISTINCT ?reason) AS ?reasons)
       (COUNT(DISTINCT ?precision) AS ?precisions) (COUNT(DISTINCT ?mult) AS ?mults) ?numbered WHERE {
  ?figure doel:verbatim ?text ; doel:kind ?kind
  OPTIONAL { ?figure sdmx-measure:obsValue ?value }
  OPTIONAL { ?figure doel:missingReason ?reason }
  OPTIONAL { ?figure doel:precision ?precision }
  OPTIONAL { ?figure doel:unitMult ?mult }
  BIND(EXISTS { ?figure doel:possibleValue|doel:lowerBound|doel:upperBound ?number } AS ?numbered)
} GROUP BY ?figure ?numbered
"""

OUTSIDE = """
SELECT DISTINCT ?property ?class WHERE {
  { ?property rdfs:domain ?class . ?node ?property ?any } UNION
  { ?property rdfs:range ?class . ?any ?property ?node . FILTER(isIRI(?node)) }
  FILTER(STRSTARTS(STR(?class), STR(doel:)))
  FILTER NOT EXISTS { ?node a/rdfs:subClassOf* ?class }
}
"""

CELLS = """
SELECT ?sha ?table ?row ?column ?line ?start WHERE {
  ?passage doel:inRendition/doel:sha256 ?sha ; doel:table ?table ; doel:row ?row ; doel:column ?column ;
    doel:line ?line ; doel:start ?start
}
"""

COLUMNS = ("table", "row", "column", "line", "start")

SHOWN = """
SELECT ?edition ?text WHERE {
  ?edition doel:statedIn ?document .
  { ?edition skos:notation|doel:committee|doel:portfolio|doel:mission|doel:statedSource ?text }
  UNION { ?edition doel:hasWording/rdfs:label ?text }
}
"""


def test_files_are_known_by_their_bytes(corpus: Corpus) -> None:
    rows = corpus.select(
        "SELECT ?sha ?length WHERE { ?file a doel:Rendition ; doel:sha256 ?sha ; doel:length ?length }"
    )
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): doc for doc, path in corpus.files.items()}
    assert {row["sha"]: int(row["length"]) for row in rows} == {
        sha: len(corpus.texts[doc]) for sha, doc in files.items()
    }
    assert len(rows) == len(corpus.files)


def test_a_passage_quotes_what_stands_there(corpus: Corpus) -> None:
    rows = corpus.select(PASSAGES)
    assert len(rows) == len({row["passage"] for row in rows}) > 0
    for row in rows:
        text = corpus.texts[corpus.docs_by_sha[row["sha"]]]
        start, end = int(row["start"]), int(row["end"])
        assert 0 <= start <= end <= len(text)
        assert row["quote"] == text[start:end], row["passage"]
        assert int(row["line"]) == text.count("\n", 0, start) + 1, row["passage"]
        assert row["passage"].endswith(f"/rendition/{row['sha'][:12]}#char={start},{end}")


def test_cells_stand_in_the_order_of_their_table(corpus: Corpus) -> None:
    cells = [(row["sha"], *(int(row[name]) for name in COLUMNS)) for row in corpus.select(CELLS)]
    assert cells
    in_rows = sorted((sha, table, row, column, start) for sha, table, row, column, _line, start in cells)
    assert in_rows == sorted(in_rows, key=lambda cell: (cell[0], cell[-1]))
    lines = grouped(((sha, table, row), line) for sha, table, row, _column, line, _start in cells)
    assert [where for where, on in lines.items() if len(set(on)) > 1] == []


def test_a_figure_is_what_stands_at_its_evidence(corpus: Corpus) -> None:
    rows = corpus.select("SELECT ?node ?text WHERE { ?node doel:verbatim ?text }")
    assert rows
    other = {
        (row["node"], row["text"], place.quote)
        for row in rows
        for place in corpus.places.get(row["node"], [])
        if place.quote != row["text"]
    }
    assert other == set()


def test_everything_has_evidence(corpus: Corpus) -> None:
    assert [row["node"] for row in corpus.select(WITHOUT_EVIDENCE)] == []


def test_evidence_of_an_edition_shows_it(corpus: Corpus) -> None:
    """Each passage holds the code, a wording, the source or a line of the head block, or a piece of one of them."""
    texts = grouped((row["edition"], row["text"]) for row in corpus.select(SHOWN))
    assert texts
    places = {edition: corpus.places.get(edition, []) for edition in texts}
    wrong = [
        (edition, place.quote)
        for edition, found in places.items()
        for place in found
        if not any(shows(place, text) for text in texts[edition])
    ]
    # Rows of a budget table, and of one of reserves, whose amounts are the programme's.
    assert {quote for _edition, quote in wrong} <= {"Programma", "Reserves", "Resultaat", "Totaal"}


def shows(place: Place, text: str) -> bool:
    quote = collapse(place.quote)
    return bool(quote) and (text in quote or quote in text)


def test_a_figure_has_a_value_or_a_reason(corpus: Corpus) -> None:
    rows = corpus.select(VALUES_AND_REASONS)
    assert rows
    kinds = Counter((row["values"], row["reasons"], row["precisions"], row["mults"], row["numbered"]) for row in rows)
    assert set(kinds) == {
        ("1", "0", "1", "1", "false"),
        ("0", "1", "0", "0", "false"),
        ("0", "1", "0", "1", "true"),
    }


def test_what_has_a_property_is_of_its_domain_and_range(corpus: Corpus) -> None:
    assert corpus.select("SELECT ?property WHERE { ?property rdfs:domain doel:Figure }")
    assert [(row["property"], row["class"]) for row in corpus.select(OUTSIDE)] == []


def test_no_reference_leads_nowhere(corpus: Corpus) -> None:
    found = corpus.select(DANGLING)
    assert [(row["subject"], row["predicate"], row["object"]) for row in found] == []


def test_a_triple_stands_in_one_graph(corpus: Corpus) -> None:
    (everywhere,) = corpus.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    (by_graph,) = corpus.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert everywhere["n"] == by_graph["n"] == str(len(corpus.graph))


def test_there_are_no_blank_nodes(corpus: Corpus) -> None:
    assert corpus.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }") == []


def test_a_part_speaks_of_itself_and_its_files_alone(corpus: Corpus) -> None:
    found = corpus.select("SELECT DISTINCT ?graph ?subject WHERE { GRAPH ?graph { ?subject ?p ?o } }")
    parts = [row for row in found if row["graph"] in corpus.renditions]
    assert {row["graph"] for row in parts} == set(corpus.renditions)
    strangers = [
        row["subject"]
        for row in parts
        if not row["subject"].startswith((row["graph"].removesuffix("/graph"), rendition_prefix(row["graph"])))
    ]
    assert strangers == []


def rendition_prefix(graph: str) -> str:
    return graph.partition("/part/")[0] + "/rendition/"
