"""What the graph says of running text, asked in SPARQL, as records of the same form as the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.facts.comparison import Fields, Record, grouped
from tests.facts.corpus import Corpus, Place, Row, collapse
from tests.facts.found import local
from tests.facts.texts_stated import lines_of_articles


def each(kind: str, /, **properties: str) -> str:
    """Ask for all nodes of a class, each with its graph and the properties that it has."""
    optional = " ".join(f"OPTIONAL {{ ?node {name} ?{variable} }}" for variable, name in properties.items())
    return f"SELECT * WHERE {{ GRAPH ?graph {{ ?node a {kind} {optional} }} }}"


EXPLANATIONS = each("doel:Explanation", text="doel:text", by="doel:attachedBy", heading="doel:heading")
ACTIVITIES = each("doel:PlannedActivity", text="doel:text", theme="doel:theme", lead="doel:leadIn")
REFERENCES = each("doel:CrossReference", code="doel:targetCode", name="doel:targetName", text="doel:standsIn")
DECISIONS = each("doel:DecisionReference", kind="doel:decisionKind", notation="skos:notation", verbatim="doel:verbatim")
POLICY_DOCUMENTS = each("doel:PolicyDocument", title="rdfs:label")
MENTIONS = each("doel:Mention", label="rdfs:label")

MISSIONS = """
SELECT ?graph ?programme ?code ?mission WHERE {
  GRAPH ?graph { ?programme a doel:ProgrammeEdition ; skos:notation ?code ; doel:mission ?mission }
}
"""

ABOUT = """
SELECT ?node ?code ?label WHERE {
  VALUES ?class { doel:Explanation doel:PlannedActivity }
  ?node a ?class ; doel:aboutEdition ?edition
  OPTIONAL { ?edition skos:notation ?code }
  OPTIONAL { ?edition rdfs:label ?label }
}
"""

OF_DEVIATIONS = """
SELECT ?node ?number WHERE {
  ?node a doel:Explanation ; doel:ofDeviation ?deviation
  OPTIONAL { ?deviation doel:deviationNumber ?number }
}
"""

HEADING_PLACES = """
SELECT ?node ?sha ?start ?end WHERE {
  ?node doel:headingEvidence ?passage .
  ?passage doel:inRendition/doel:sha256 ?sha ; doel:start ?start ; doel:end ?end
}
"""

CITED = "SELECT ?node ?notation WHERE { ?node doel:cites ?decision OPTIONAL { ?decision skos:notation ?notation } }"

FIGURES = """
SELECT ?node ?verbatim ?value ?mult ?precision ?unit ?per ?approximation WHERE {
  VALUES ?class { doel:TextFigure doel:TableFigure }
  ?node a ?class ; doel:verbatim ?verbatim ; sdmx-measure:obsValue ?value ; doel:unitMult ?mult
  OPTIONAL { ?node doel:precision ?precision }
  OPTIONAL { ?node doel:unit ?unit }
  OPTIONAL { ?node doel:per ?per }
  OPTIONAL { ?node doel:approximation ?approximation }
}
"""


def missions(corpus: Corpus) -> Iterator[Record]:
    """Missions, once for each file in which their evidence stands."""
    for row in corpus.select(MISSIONS):
        places = [
            place for place in corpus.places.get(row["programme"], []) if local(place.predicate) == "missionEvidence"
        ]
        for doc in sorted({place.doc for place in places}) or [corpus.whole[row["graph"]]]:
            lines = {line for place in places if place.doc == doc for line in place.lines}
            yield (doc, row["code"]), {"text": collapse(row["mission"]), "lines": lines}


def explanations(corpus: Corpus) -> Iterator[Record]:
    """Explanations by the line on which they begin, once for each file in which their evidence stands."""
    about, headings = _about(corpus), heading_places(corpus)
    deviations = grouped((row["node"], row["number"]) for row in corpus.select(OF_DEVIATIONS))
    for row in corpus.select(EXPLANATIONS):
        said: Fields = {
            "text": collapse(row["text"]),
            "attached by": local(row["by"]),
            "about": about.get(row["node"], set()),
            "deviations": set(deviations.get(row["node"], [])),
            "heading": row["heading"].rstrip(": "),
        }
        for doc, lines in _where(corpus, row):
            above = [place for place in headings.get(row["node"], []) if place.doc == doc]
            here = {line for place in above for line in place.lines}
            yield (doc, _first(lines)), said | {"lines": lines, "heading lines": here}


def _about(corpus: Corpus) -> dict[str, set[str]]:
    """By text the codes of the editions that it is about; the names of those that have none."""
    rows = grouped((row["node"], row["code"] or row["label"]) for row in corpus.select(ABOUT))
    return {node: set(names) for node, names in rows.items()}


def _where(corpus: Corpus, row: Row) -> list[tuple[str, set[int]]]:
    """The files in which the evidence of a node stands, each with the lines; without evidence no line of its file."""
    found = [(doc, corpus.lines(row["node"], doc)) for doc in corpus.renditions[row["graph"]]]
    return [(doc, lines) for doc, lines in found if lines] or [(corpus.whole[row["graph"]], set())]


def _first(lines: set[int]) -> str:
    return str(min(lines, default=0))


def heading_places(corpus: Corpus) -> dict[str, list[Place]]:
    """By text the places of its heading, theme or introduction."""
    found: dict[str, list[Place]] = {}
    for row in corpus.select(HEADING_PLACES):
        doc = corpus.docs_by_sha[row["sha"]]
        place = Place(doc, int(row["start"]), int(row["end"]), corpus.texts[doc], "headingEvidence")
        found.setdefault(row["node"], []).append(place)
    return found


def activities(corpus: Corpus) -> Iterator[Record]:
    """Planned activities by their line, with the targets of the cross references that stand in them."""
    about = _about(corpus)
    targets = grouped((row["text"], row["code"]) for row in corpus.select(REFERENCES))
    for row in corpus.select(ACTIVITIES):
        said: Fields = {
            "text": collapse(row["text"]),
            "theme": row["theme"],
            "lead-in": row["lead"],
            "about": about.get(row["node"], set()),
            "references": set(targets.get(row["node"], [])),
        }
        for doc, lines in _where(corpus, row):
            yield (doc, _first(lines)), said | {"lines": lines}


def references(corpus: Corpus) -> Iterator[Record]:
    """Cross references by file and target."""
    rows = [(row, *where) for row in corpus.select(REFERENCES) for where in _where(corpus, row)]
    for key, same in grouped(((doc, row["code"]), (row["name"], lines)) for row, doc, lines in rows).items():
        names = {name for name, _lines in same} - {""}
        yield key, {"names": names, "lines": {line for _name, lines in same for line in lines}}


def decisions(corpus: Corpus) -> Iterator[Record]:
    """Decisions cited by number; of articles those that stand where the facts know of none."""
    known = lines_of_articles(corpus)
    rows = [(row, *where) for row in corpus.select(DECISIONS) for where in _where(corpus, row)]
    cited = [
        ((doc, row["notation"]), (row, lines))
        for row, doc, lines in rows
        if local(row["kind"]) != "law-article" or not {(doc, line) for line in lines} <= known
    ]
    for key, same in grouped(cited).items():
        kinds = {local(row["kind"]) for row, _lines in same}
        verbatim = {row["verbatim"] for row, _lines in same}
        yield key, {"kinds": kinds, "verbatim": verbatim, "lines": {line for _row, lines in same for line in lines}}


def policy_documents(corpus: Corpus) -> Iterator[Record]:
    """Items of lists of policy documents by their line, with the numbers that they cite."""
    cited = grouped((row["node"], row["notation"]) for row in corpus.select(CITED))
    for row in corpus.select(POLICY_DOCUMENTS):
        for doc, lines in _where(corpus, row):
            yield (doc, _first(lines)), {"title": row["title"], "cites": set(cited.get(row["node"], []))}


def mentioned(corpus: Corpus, doc: str, names: tuple[str, ...]) -> set[int]:
    """The lines of a file on which an organisation stands that a mention calls by one of these names.

    A mention calls it so where a name stands in its label or evidence ("DZB" in "DZB Leiden"), or where its label
    begins the first name (which may go on).
    """
    found: set[int] = set()
    for row in corpus.select(MENTIONS):
        called = [row["label"], *(quote for _line, quote in corpus.quotes(row["node"], doc))]
        if any(calls(text, names) for text in called):
            found |= corpus.lines(row["node"], doc)
    return found


def calls(text: str, names: tuple[str, ...]) -> bool:
    """Whether a label or a piece of evidence is the name of an organisation.

    >>> calls("DZB Leiden", ("DZB",)), calls("Visio", ("Visio Groep",)), calls("Groep", ("Visio Groep", "VG"))
    (True, True, False)
    """
    plain = [name.casefold() for name in names]
    called = text.casefold()
    return bool(called) and (any(name in called for name in plain) or plain[0].startswith(called))


@dataclass(frozen=True)
class TextFigure:
    """A figure of prose (or of a cell): its first place in a file, and what it says in whole units."""

    doc: str
    line: int
    value: Decimal
    unit: str
    per: str
    approximation: str
    precision: Decimal | None
    verbatim: str


def figures(corpus: Corpus) -> Iterator[TextFigure]:
    """Figures of prose and of the small tables, once for each place of their evidence."""
    for row in corpus.select(FIGURES):
        mult = int(row["mult"])
        for place in corpus.places.get(row["node"], []):
            yield TextFigure(
                doc=place.doc,
                line=min(place.lines),
                value=Decimal(row["value"]).scaleb(mult),
                unit=local(row["unit"]),
                per=local(row["per"]),
                approximation=local(row["approximation"]),
                precision=Decimal(row["precision"]).scaleb(mult) if row["precision"] else None,
                verbatim=collapse(row["verbatim"]),
            )
