"""The graph of one small part, made by hand: ``small-part.nq`` is what it says, line by line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest

from kg import domain, terms, vocabulary
from kg.domain import Level, Passage, Ref, Statement
from kg.figures import Missing, read_figure
from kg.rdf.mapping import part_quads
from kg.source import Source, Span
from tests.small_texts import LEIDEN

HERE = Path(__file__).resolve().parent
BASE = "https://w3id.org/doelenboom/id/"
DOCUMENT = BASE + "gm0546/document/annual-report-2024"
PART = DOCUMENT + "/part/9"
FILE, PAGE = "7a0832eed2ee" + 52 * "0", "1b6d6e06edee" + 52 * "0"

GOAL = Ref(Level.GOAL, "9B1")
AREA = Ref(Level.POLICY_AREA, "9B")
INDICATOR = Ref(Level.INDICATOR, "9B1.a")
RESERVE = Ref(Level.RESERVE, "reserve-sociaal-domein-p9")


def at(start: int, quote: str, line: int, table: int | None = None, row: int | None = None) -> tuple[Passage]:
    column = None if table is None else 1
    return (Passage(FILE, Span(start, start + len(quote), line, table, row, column), quote),)


def editions() -> tuple[domain.Edition, ...]:
    tree = at(5000, "9B1 Inwoners zijn zo zelfredzaam mogelijk", 93, 3, 2)
    heading = at(6000, "Doel 9B1 Burgers zijn zo zelfredzaam mogelijk", 109, 4, 3)
    programme = domain.Programme(
        level=Level.PROGRAMME,
        key="9",
        code="9",
        label="Maatschappelijke ondersteuning",
        parent=None,
        wordings=(Statement("Maatschappelijke ondersteuning", at(60, "Maatschappelijke ondersteuning", 4)),),
        evidence=at(0, "Programmanummer | 9", 1),
        committee=Statement("Onderwijs en Samenleving", at(24, "Onderwijs en Samenleving", 2)),
        portfolios=(
            Statement("Economie, Kennis, Sport en Gezondheid", at(50, "Economie, Kennis, Sport en Gezondheid", 3)),
            Statement("Wonen, Bouwen en Welzijn", at(88, "Wonen, Bouwen en Welzijn", 3)),
        ),
        mission=Missing("empty", ""),
        mission_evidence=at(120, "luidt: |", 4),
    )
    area = domain.Edition(
        level=Level.POLICY_AREA,
        key="9B",
        code="9B",
        label="Preventie",
        parent=programme.ref,
        wordings=(Statement("Preventie", at(9000, "Preventie", 167)),),
        evidence=at(9000, "Preventie", 167, 8, 4),
    )
    goal = domain.Edition(
        level=Level.GOAL,
        key="9B1",
        code="9B1",
        label="Inwoners zijn zo zelfredzaam mogelijk",
        parent=AREA,
        wordings=(
            Statement("Inwoners zijn zo zelfredzaam mogelijk", tree),
            Statement("Burgers zijn zo zelfredzaam mogelijk", heading),
            Statement("Burgers zijn zo zelfredzaam mogelijk.", heading),
        ),
        evidence=tree,
    )
    indicator = domain.Indicator(
        level=Level.INDICATOR,
        key="9B1.a",
        code="9B1.a",
        label="Percentage inwoners dat zich kan redden in het dagelijks leven",
        parent=GOAL,
        wordings=(),
        evidence=at(6100, "9B1.a Percentage inwoners", 110, 4, 4),
        unit="percent",
        source=Statement("Stadsenquête", at(6200, "Stadsenquête*", 110, 4, 4), mark="*"),
        notes=("indicators/star",),
    )
    reserve = domain.Edition(
        level=Level.RESERVE,
        key=RESERVE.key,
        code="",
        label="Reserve Sociaal Domein P9",
        parent=programme.ref,
        wordings=(),
        evidence=at(9500, "Reserve Sociaal Domein P9", 200, 9, 2),
    )
    return (programme, area, goal, indicator, reserve)


def figures() -> tuple[domain.PrintedFigure, ...]:
    realised = domain.IndicatorFigure(
        table="indicators",
        row="9b1-a",
        kind="realised",
        phase=None,
        year=2021,
        about=INDICATOR,
        reading=read_figure("89%"),
        unit="percent",
        scale=0,
        column="2021",
        evidence=at(6150, "89%", 110, 4, 4),
    )
    unmeasured = replace(
        realised,
        year=2022,
        reading=read_figure("-"),
        column="2022",
        evidence=at(6156, "-", 110),
        notes=("indicators/star",),
    )
    target = replace(
        realised,
        kind="target",
        year=2024,
        reading=read_figure("bandbreedte 65-70,5%*"),
        evidence=at(6160, "bandbreedte 65-70,5%*", 110, 4, 4),
    )
    misaligned = replace(
        realised,
        year=2023,
        reading=Missing("misaligned", "6,0", possible=Decimal("6.0")),
        doubt="short-row",
        coverage="first-half-year",
        evidence=at(6190, "6,0", 110, 4, 4),
    )
    balance = domain.BudgetFigure(
        table="budget",
        row="9b",
        kind="balance",
        phase="difference",
        year=2024,
        about=AREA,
        reading=read_figure("-0", money=True),
        unit="euro",
        scale=3,
        column="Verschil 2024",
        evidence=at(9050, "-0", 169, 8, 6),
        compared=(("revised", 2024), ("executed", 2024)),  # not in this part: nothing to point at
        is_total=True,
    )
    stock = domain.ReserveFigure(
        table="reserves",
        row=RESERVE.key,
        kind="addition",
        phase="executed",
        year=2024,
        about=RESERVE,
        reading=read_figure("10.263", money=True),
        unit="euro",
        scale=3,
        column="Rekening 2024",
        evidence=at(9550, "10.263", 200, 9, 2),
    )
    deviation = domain.DeviationFigure(
        table="deviations",
        row="09.01-bijsturing",
        kind="expense",
        phase="proposed-change",
        year=2019,
        about=None,
        reading=read_figure("-400", money=True),
        unit="euro",
        scale=3,
        column="2019",
        evidence=at(9700, "-400", 148, 10, 3),
        deviation="09.01-bijsturing-sociaal-domein",
    )
    other = domain.TableFigure(
        table="huisvesting-statushouders",
        row="percentage",
        kind="table-value",
        phase=None,
        year=None,
        about=None,
        reading=read_figure("18%"),
        unit="percent",
        scale=0,
        column="2025-1",
        evidence=at(3000, "18%", 67, 1, 4),
        row_label="Percentage gerealiseerd t.o.v. taakstelling:",
        again=2,
    )
    return (realised, unmeasured, target, misaligned, balance, stock, deviation, other)


def small_part() -> domain.Part:
    table = domain.StatedTable(
        key="budget",
        kind="budget-table",
        caption="Maatschappelijke ondersteuning",
        headers=("", "Rekening 2023", "Verschil 2024", "Rekening 2023"),
        unit="euro",
        scale=3,
        signs=("expense-plus-revenue-minus",),
        evidence=at(8900, "Bedragen x € 1.000,-", 163, 8, 2),
    )
    note = domain.Note(
        key="indicators/star",
        table="indicators",
        mark="*",
        text="Alleen metingen in de oneven jaren, dus niet in 2024.",
        coverage=None,
        scope="odd-years",
        evidence=at(6300, "* Alleen metingen in de oneven jaren, dus niet in 2024.", 112),
    )
    deviation = domain.Deviation(
        key="09.01-bijsturing-sociaal-domein",
        number="09.01",
        subject="Bijsturing sociaal domein",
        side="expense",
        duration="structural",
        inherited=("number", "subject", "side"),
        table="deviations",
        evidence=at(9690, "Bijsturing sociaal domein", 146, 10, 2),
    )
    party = domain.Mention(
        key="hecht", label="Hecht", table="hecht", role="affiliated-party", evidence=at(7000, "Hecht", 99, 5, 1)
    )
    stated = Source("jaarstukken.txt", "text/plain", FILE, "https://jaarstukken.leiden.nl/p9", "2025-06-01T10:00:00Z")
    page = Source("jaarstukken.html", "text/html", PAGE, "jaarstukken leiden", "juni 2025")
    return domain.Part(
        key="9",
        number="9",
        title="Maatschappelijke ondersteuning",
        renditions=(
            domain.Rendition(source=stated, length=31000),
            domain.Rendition(source=page, length=412),
        ),
        editions=editions(),
        figures=figures(),
        tables=(table,),
        notes=(note,),
        deviations=(deviation,),
        mentions=(party,),
        covers=("9B",),
        structure=at(4000, "Doel | Prestatie | |", 91),
    )


def small_document(*parts: domain.Part) -> domain.ProgrammeDocument:
    return domain.ProgrammeDocument(
        municipality=LEIDEN,
        kind="annual-report",
        year=2024,
        ordinal=1,
        version=None,
        title="Jaarstukken 2024",
        parts=parts or (small_part(),),
    )


def quads_of(document: domain.ProgrammeDocument, part: domain.Part | None = None) -> list[terms.Quad]:
    part = part or document.parts[0]
    return list(part_quads(document, part, base=BASE, software="0.1.0", profile=("leiden", "ab" * 32)))


def small_graph() -> list[terms.Quad]:
    return quads_of(small_document())


Node = dict[str, set[str]]


def nodes(quads: Iterable[terms.Quad]) -> dict[str, Node]:
    """By subject and prefixed name: the values, literals without their datatype, our own IRIs without the part's."""
    found: dict[str, Node] = defaultdict(lambda: defaultdict(set))
    for s, p, o, _g in quads:
        found[short(s)][short(p)].add(short(o))
    return found


def short(term: str) -> str:
    bare = term.partition('"^^')[0].removeprefix('"') if '"^^' in term else term.removeprefix("<").removesuffix(">")
    for prefix, namespace in {"": PART + "/", "rendition": DOCUMENT + "/rendition/"}.items():
        if bare.startswith(namespace):
            return f"{prefix}:{bare.removeprefix(namespace)}"
    for prefix, namespace in vocabulary.PREFIXES.items():
        if bare.startswith(namespace):
            return f"{prefix}:{bare.removeprefix(namespace)}"
    return bare


def test_small_part_is_said_line_by_line() -> None:
    assert "\n".join(terms.nquads(small_graph())) + "\n" == (HERE / "small-part.nq").read_text(encoding="utf-8")


def test_pyoxigraph_reads_it_and_writes_the_same_lines() -> None:
    lines = terms.nquads(small_graph())
    parsed = pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)
    written = pyoxigraph.serialize(parsed, format=pyoxigraph.RdfFormat.N_QUADS)
    assert written is not None
    assert sorted(written.decode().splitlines()) == lines


def test_each_quad_is_said_once_in_the_graph_of_the_part() -> None:
    quads = small_graph()
    assert len(set(quads)) == len(quads)
    assert {graph for *_spo, graph in quads} == {f"<{PART}/graph>"}


def test_subjects_are_of_the_part_or_renditions_of_its_document() -> None:
    for subject in {s for s, *_rest in small_graph()}:
        assert subject == f"<{PART}>" or subject.startswith((f"<{PART}/", f"<{DOCUMENT}/rendition/"))


def test_there_are_no_blank_nodes() -> None:
    assert not [term for quad in small_graph() for term in quad if term.startswith("_:")]


def test_a_figure_has_a_value_or_a_reason_never_both() -> None:
    found = [node for node in nodes(small_graph()).values() if "doel:verbatim" in node]
    assert len(found) == len(figures())
    for node in found:
        value, reason = "sdmx-measure:obsValue" in node, "doel:missingReason" in node
        assert value != reason
        assert value == ("qb:Observation" in node["rdf:type"]) == ("doel:precision" in node)
        numbered = not node.keys().isdisjoint({"doel:lowerBound", "doel:upperBound", "doel:possibleValue"})
        assert ("doel:unitMult" in node) == (value or numbered)


def test_each_node_has_a_type_and_one_value_where_one_is_meant() -> None:
    several = {"rdf:type", "doel:evidence", "doel:missionEvidence", "doel:hasWording", "doel:portfolio", "doel:note"}
    several |= {"doel:header", "doel:comparedWith", "doel:inherited", "prov:used", "prov:wasDerivedFrom"}
    for subject, node in nodes(small_graph()).items():
        assert node["rdf:type"], subject
        assert {p for p, values in node.items() if len(values) > 1} <= several, subject


def test_passages_are_those_that_something_points_at() -> None:
    found = nodes(small_graph())
    described = {subject for subject, node in found.items() if "doel:Passage" in node["rdf:type"]}
    pointed = {o for node in found.values() for p in ("doel:evidence", "doel:missionEvidence") for o in node[p]}
    assert described == pointed
    assert not any("char=4000," in passage for passage in described), "structure is no evidence"


def test_what_facts_know_of_one_passage_is_said_once() -> None:
    node = nodes(small_graph())["rendition:7a0832eed2ee#char=9000,9009"]
    assert node["doel:quote"] == {'"Preventie"'}
    assert (node["doel:line"], node["doel:table"], node["doel:row"]) == ({"167"}, {"8"}, {"4"})


def test_wordings_of_one_slug_are_two() -> None:
    node = nodes(small_graph())[":goal/9B1"]
    slugs = ("inwoners-zijn-zo-zelfredzaam-mogelijk", "burgers-zijn-zo-zelfredzaam-mogelijk")
    stated = {f":goal/9B1/wording/{slug}" for slug in (*slugs, slugs[1] + "~2")}
    assert node["doel:hasWording"] == stated


def test_one_text_is_one_wording() -> None:
    goal = replace(editions()[2], wordings=(Statement("Preventie", at(1, "Preventie", 1)),) * 2)
    found = nodes(quads_of(small_document(replace(small_part(), editions=(goal,)))))
    assert found[":goal/9B1"]["doel:hasWording"] == {":goal/9B1/wording/preventie"}


def test_an_edition_without_code_or_label_claims_neither() -> None:
    bare = domain.Edition(level=Level.GOAL, key="x", code="", label="", parent=None, wordings=(), evidence=())
    node = nodes(quads_of(small_document(replace(small_part(), editions=(bare,)))))[":goal/x"]
    assert set(node) == {"rdf:type", "doel:statedIn", "doel:statedInPart"}


def test_a_mission_is_stated_missing_or_not_spoken_of() -> None:
    programme = editions()[0]
    assert isinstance(programme, domain.Programme)
    stated = replace(programme, mission=Statement("De gemeente Leiden wil een stad zijn", at(200, "De gemeente", 10)))
    silent = replace(programme, mission=None, mission_evidence=())
    one, missing, none = (
        nodes(quads_of(small_document(replace(small_part(), editions=(edition,)))))[":programme/9"]
        for edition in (stated, programme, silent)
    )
    assert one["doel:mission"] == {'"De gemeente Leiden wil een stad zijn"@nl'}
    assert len(one["doel:missionEvidence"]) == 2
    assert (missing["doel:missionMissingReason"], missing["doel:mission"]) == ({"code:empty"}, set())
    assert not {p for p in none if "mission" in p and none[p]}


def test_a_figure_of_a_row_of_totals_is_of_no_deviation() -> None:
    deviation = figures()[6]
    assert isinstance(deviation, domain.DeviationFigure)
    part = replace(small_part(), figures=(replace(deviation, deviation=None),))
    (figure,) = [node for node in nodes(quads_of(small_document(part))).values() if "doel:verbatim" in node]
    assert "doel:ofDeviation" not in figure


def test_a_balance_is_a_balance_figure_too() -> None:
    types = nodes(small_graph())[":figure/budget/9b/balance/difference/2024"]["rdf:type"]
    assert types == {"doel:BudgetFigure", "doel:BalanceFigure", "qb:Observation"}


@pytest.mark.parametrize("field", ["kind", "phase", "unit", "coverage", "doubt"])
def test_an_unknown_code_is_refused(field: str) -> None:
    figure = replace(figures()[4], **{field: "onbekend"})  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="code:onbekend"):
        quads_of(small_document(replace(small_part(), figures=(figure,))))


def test_a_file_of_two_parts_is_described_in_one_graph() -> None:
    first = replace(small_part(), key="10", number="10", figures=(), deviations=(), mentions=())
    document = small_document(small_part(), first)
    both = [*quads_of(document, first), *quads_of(document)]
    triples = Counter(quad[:3] for quad in both)
    assert [triple for triple, count in triples.items() if count > 1] == []
    rendition = f"<{DOCUMENT}/rendition/{FILE[:12]}>"
    stated = [graph for s, p, _o, graph in both if s == rendition and p.endswith("#sha256>")]
    assert stated == [f"<{DOCUMENT}/part/10/graph>"]
    assert sum(p.endswith("#renditionOf>") for s, p, *_rest in both if s == rendition) == 2
    separate = {quad[:3] for part in (first, small_part()) for quad in quads_of(small_document(part))}
    assert set(triples) == separate


def test_the_name_of_a_file_never_enters_the_graph() -> None:
    assert not [quad for quad in small_graph() if "jaarstukken.txt" in quad[2] or "jaarstukken.html" in quad[2]]


def test_the_order_of_lists_does_not_matter() -> None:
    part = small_part()
    turned = replace(
        part,
        renditions=part.renditions[::-1],
        editions=part.editions[::-1],
        figures=part.figures[::-1],
        notes=part.notes[::-1],
    )
    assert terms.nquads(quads_of(small_document(turned))) == terms.nquads(small_graph())


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_the_same_bytes_whatever_the_hash_seed(seed: str) -> None:
    run = "import runpy, sys; sys.stdout.buffer.write(runpy.run_path(sys.argv[1])['as_text']().encode())"
    done = subprocess.run(
        [sys.executable, "-c", run, str(Path(__file__).resolve())],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=HERE.parents[1],
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == as_text()


def as_text() -> str:
    return "\n".join(terms.line(quad) for quad in small_graph())
