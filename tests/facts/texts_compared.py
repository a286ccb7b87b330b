"""Running text, the graph against the facts: both ways where the facts are complete, one way where they are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from tests.facts import texts_found, texts_stated
from tests.facts.comparison import Difference, Record, differences, grouped
from tests.facts.corpus import Corpus, Place, collapse
from tests.facts.texts_found import TextFigure
from tests.facts.texts_stated import Amount

Reading = Callable[[Corpus], Iterable[Record]]

TABLES: dict[str, tuple[Reading, Reading]] = {
    "missions": (texts_stated.missions, texts_found.missions),
    "explanations": (texts_stated.explanations, texts_found.explanations),
    "activities": (texts_stated.activities, texts_found.activities),
    "references": (texts_stated.references, texts_found.references),
    "decisions": (texts_stated.decisions, texts_found.decisions),
    "policy documents": (texts_stated.policy_documents, texts_found.policy_documents),
}
"""What is compared both ways."""

TEXTS = """
SELECT ?node ?text WHERE {
  VALUES ?class { doel:Explanation doel:PlannedActivity } ?node a ?class ; doel:text ?text
}
"""

STANDING = "SELECT ?node ?class ?text WHERE { ?node a ?class ; doel:standsIn ?text }"

PARTS_OF = """
SELECT ?node ?value ?mult ?whole_value ?whole_mult WHERE {
  ?node doel:partOfFigure ?whole ; sdmx-measure:obsValue ?value ; doel:unitMult ?mult .
  ?whole sdmx-measure:obsValue ?whole_value ; doel:unitMult ?whole_mult
}
"""

NUMBERS = "SELECT ?node ?verbatim WHERE { ?node a doel:TextFigure ; doel:verbatim ?verbatim }"

CODES = """
SELECT DISTINCT ?node WHERE { VALUES ?class { doel:CrossReference doel:DecisionReference } ?node a ?class }
"""

_LIST_MARK = re.compile(r"^(?:\d{1,2}[.)]|[-•*–])\s+")


def differences_of(corpus: Corpus, table: str) -> list[Difference]:
    """What differs in one table, both ways."""
    facts, graph = TABLES[table]
    return differences(facts(corpus), graph(corpus))


def missing_parties(corpus: Corpus) -> list[tuple[str, str, list[int]]]:
    """Places where the facts name an organisation and no mention of it has evidence: file, name, lines."""
    return [
        (party.doc, party.names[0], sorted(place))
        for party in texts_stated.parties(corpus)
        for place in party.places
        if not place & texts_found.mentioned(corpus, party.doc, party.names)
    ]


def missing_amounts(corpus: Corpus) -> list[Amount]:
    """Amounts of the facts that no figure of the graph states; each figure answers to one fact, extras are left."""
    left = grouped(((figure.doc, figure.line), figure) for figure in texts_found.figures(corpus))
    missing = []
    for amount in sorted(texts_stated.amounts(corpus), key=lambda amount: not amount.approximation):
        here = left.get((amount.doc, amount.line), [])
        fitting = next((figure for figure in here if states(figure, amount)), None)
        if fitting is None:
            missing.append(amount)
        else:
            here.remove(fitting)
    return missing


def states(figure: TextFigure, amount: Amount) -> bool:
    """Whether a figure is this amount; how exact it is, and whether it is a bound, only where the facts say so."""
    same = (figure.value, figure.unit, figure.per) == (amount.value, amount.unit, amount.per)
    bound = amount.approximation in ("", figure.approximation)
    exact = amount.precision in (None, figure.precision)
    words = figure.verbatim.removeprefix("> ")  # the facts quote a threshold without its sign
    return same and bound and exact and words in amount.around


def parts_of_figures(corpus: Corpus) -> set[tuple[str, int, int, int]]:
    """Figures that are said to be a part of another one: file, line, value and the value of the whole."""
    return {
        (place.doc, min(place.lines), _whole(row["value"], row["mult"]), _whole(row["whole_value"], row["whole_mult"]))
        for row in corpus.select(PARTS_OF)
        for place in corpus.places.get(row["node"], [])
    }


def _whole(value: str, mult: str) -> int:
    return int(Decimal(value).scaleb(int(mult)))


def altered_texts(corpus: Corpus) -> list[tuple[str, str]]:
    """Texts that are not, paragraph by paragraph, what stands at their evidence in each file: node and file.

    White space may differ, and the mark of a list item may be missing.
    """
    return [
        (row["node"], doc)
        for row in corpus.select(TEXTS)
        for doc, places in _by_file(corpus.places.get(row["node"], []))
        if [plain(text) for text in row["text"].split("\n")] != [plain(place.quote) for place in places]
    ]


def _by_file(places: list[Place]) -> Iterator[tuple[str, list[Place]]]:
    """The files of places, each with its places in printed order."""
    for doc, here in grouped((place.doc, place) for place in places).items():
        yield doc, sorted(here, key=lambda place: place.start)


def plain(text: str) -> str:
    """A paragraph without the mark of a list item, white space collapsed.

    >>> plain("  2. het  helpen van buren,"), plain("• Sport: meer")
    ('het helpen van buren,', 'Sport: meer')
    """
    return _LIST_MARK.sub("", collapse(text))


def strays(corpus: Corpus) -> list[tuple[str, str]]:
    """What says that it stands in a text of which no place (nor its heading's) holds it: node and text.

    Of a mention one place must lie inside each of its texts, of anything else every place.
    """
    headings = texts_found.heading_places(corpus)
    found = []
    for row in corpus.select(STANDING):
        around = [*corpus.places.get(row["text"], []), *headings.get(row["text"], [])]
        inside = [any(_holds(outer, place) for outer in around) for place in corpus.places.get(row["node"], [])]
        enough = any if row["class"].endswith("#Mention") else all
        if not inside or not enough(inside):
            found.append((row["node"], row["text"]))
    return found


def _holds(outer: Place, inner: Place) -> bool:
    return outer.doc == inner.doc and outer.start <= inner.start and inner.end <= outer.end


def no_amounts(corpus: Corpus) -> list[tuple[str, str]]:
    """Figures of prose that are a year, or that lie across the number of a decision or programme: node and text."""
    codes = [place for row in corpus.select(CODES) for place in corpus.places.get(row["node"], [])]
    return [
        (row["node"], row["verbatim"])
        for row in corpus.select(NUMBERS)
        for place in corpus.places.get(row["node"], [])
        if re.fullmatch(r"(?:19|20)\d\d", row["verbatim"]) or any(_overlaps(place, code) for code in codes)
    ]


def _overlaps(one: Place, other: Place) -> bool:
    return one.doc == other.doc and one.start < other.end and other.start < one.end
