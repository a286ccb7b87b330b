"""Whatever a text is: nothing raises, and each figure stands where its evidence says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.coverage import coverage_of
from kg.document import Document
from kg.domain import Part, TextFigure
from kg.interpret.identify import Stated, identify
from kg.interpret.part import interpret
from kg.profile import load
from kg.rdf.evidence import passages_of
from kg.readers import markdown, text
from kg.resources import folder
from kg.source import Source

LEIDEN = load("leiden")
BASE = load("bbv")
CORPUS = [
    path.read_text(encoding="utf-8").splitlines() for path in sorted((folder("examples") / "leiden").glob("*.txt"))
]
WORDS = [
    *("Doel", "Prestatie", "Effectindicator", "Realisatie", "Realisatie 2021", "Streefwaarde 2022", "Bron", "Lasten"),
    *("Baten", "Saldo", "Rekening 2021", "Begroting 2022", "Verschil 2022", "nr", "Onderwerp", "L/B", "I/S", "2021"),
    *(
        "2022",
        "9A1",
        "9A1.1",
        "9A1.a",
        "Doel 9A1",
        "9A1.1 Doen",
        "9A1.a Aantal",
        "09.01",
        "12",
        "-",
        "3,4",
        "52%",
        "nnb",
    ),
    *(
        "L",
        "S",
        "Totaal",
        "Reserves",
        "Programma 9",
        "Programmanummer",
        "Commissie",
        "De missie van het programma X luidt:",
    ),
    *(
        "Bedragen x € 1.000,-",
        "(- = voordeel)",
        "* Noot",
        "1) Noot",
        "CBS*",
        "Beleidsterrein 9A Zorg",
        "Toelichting",
        "",
    ),
]
SEPARATORS = ["\n", "\n\n", " | ", "\t", " ", " |\n", "\n---|---|\n"]

settings.register_profile("interpret", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SETTINGS = settings.get_profile("interpret")


def read(raw: str, parse: object = text.parse) -> tuple[Document, Part]:
    assert callable(parse)
    document: Document = parse(raw, Source("bestand.txt", "text/plain", "0" * 64))
    profile = LEIDEN if len(raw) % 2 else BASE
    identity, _ = identify(document, profile, Stated())
    part, findings = interpret(document, profile, identity)
    for finding in findings:
        assert finding.message_nl
        assert all(document.quote(place.span) == place.quote for place in finding.places if place.span)
    return document, part


def check(document: Document, part: Part) -> None:
    keys = [figure.key for figure in part.figures]
    assert len(keys) == len(set(keys))
    refs = {edition.ref for edition in part.editions}
    tables = {table.key for table in part.tables}
    for figure in part.figures:
        assert isinstance(figure, TextFigure) or figure.table in tables
        assert figure.about is None or figure.about in refs
        quotes = [document.quote(passage.span) for passage in figure.evidence]
        assert quotes == [passage.quote for passage in figure.evidence]
        assert "".join(quotes) == figure.reading.verbatim
    check_texts(document, part)
    for edition in part.editions:
        assert edition.parent is None or edition.parent in refs
        assert all(document.quote(p.span) == p.quote for p in edition.evidence)


def check_texts(source: Document, part: Part) -> None:
    refs = {edition.ref for edition in part.editions}
    deviations = {deviation.key for deviation in part.deviations}
    nodes = [explanation.node for explanation in part.explanations]
    nodes += [activity.node for activity in part.activities]
    nodes += [document.node for document in part.policy_documents]
    nodes += [f"note/{note.key}" for note in part.notes]
    assert len(nodes) == len(set(nodes))
    for explanation in part.explanations:
        assert refs.issuperset(explanation.about)
        assert deviations.issuperset(explanation.deviations)
        assert explanation.text.strip()
    standing = [figure.stands_in for figure in part.figures if isinstance(figure, TextFigure)]
    standing += [reference.stands_in for reference in part.references]
    standing += [decision.stands_in for decision in part.decisions]
    standing += [node for mention in part.mentions for node in mention.stands_in]
    assert {node for node in standing if node} <= set(nodes)
    assert all(source.quote(p.span) == p.quote for p in passages_of(part))
    assert all(item.status for item in coverage_of(part).items)


@SETTINGS
@given(st.text())
def test_any_text(raw: str) -> None:
    check(*read(raw))


@SETTINGS
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=60))
def test_any_order_of_the_words_of_programme_documents(pieces: list[tuple[str, str]]) -> None:
    raw = "".join(word + separator for word, separator in pieces)
    check(*read(raw))
    check(*read(raw, markdown.parse))


@SETTINGS
@given(st.data())
def test_any_cut_repetition_or_order_of_real_lines(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(CORPUS))
    start = data.draw(st.integers(0, len(lines)))
    picked = lines[start : start + data.draw(st.integers(0, 60))]
    if data.draw(st.booleans()):
        picked = data.draw(st.permutations(picked))
    if data.draw(st.booleans()):
        picked = [line for line in picked for _ in range(data.draw(st.integers(0, 2)))]
    if data.draw(st.booleans()):
        picked = [cell for line in picked for cell in line.split("|")]
    check(*read("\n".join(picked)))
