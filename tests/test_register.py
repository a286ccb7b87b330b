"""Identity through the years, on the labels that Leiden printed in 2017, 2019, 2020 and 2025."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import domain, terms, vocabulary
from kg.domain import Level, Passage, Ref, Statement
from kg.figures import read_figure
from kg.findings import Finding
from kg.register import Register, build_register
from kg.register.order import drawn_up
from kg.register.wording import likeness
from kg.source import Source, Span
from tests.small_texts import LEIDEN

BASE = "https://w3id.org/doelenboom/id/"
CITY = BASE + "gm0546/"

SURVEY = "Percentage inwoners dat het eens is met de stelling: "
HELPED = SURVEY + "'Ik werd snel geholpen'"
TOGETHER = SURVEY + "'Er in het gesprek samen naar een oplossing gezocht'"
SERIOUS = SURVEY + "'De medewerker nam mij serieus'"

WMO = " maatschappelijke ondersteuning"
OLD_GOAL = "Burgers zijn zelfredzaam mogelijk"
NEW_GOAL = "Inwoners zijn zo zelfredzaam mogelijk"


def edition(key: str, label: str, parent: Ref | None = None, level: Level | None = None) -> domain.Edition:
    """An edition; its level is that of the form of its code (9, 9A, 9A1, 9A1.1), if not said."""
    code = key.partition("~")[0]
    level = level or (Level.PROGRAMME, Level.POLICY_AREA, Level.GOAL, Level.PERFORMANCE_TARGET)[min(len(code), 4) - 1]
    evidence = (Passage("0a" * 32, Span(10, 10 + len(label), line=7), label),)
    return domain.Edition(level=level, key=key, code=code, label=label, parent=parent, wordings=(), evidence=evidence)


def indicator(key: str, label: str, source: str | None = None, parent: Ref | None = None) -> domain.Indicator:
    plain = edition(key, label, parent, Level.INDICATOR)
    fields = {
        field: getattr(plain, field) for field in ("level", "key", "code", "label", "parent", "wordings", "evidence")
    }
    return domain.Indicator(**fields, source=Statement(source, ()) if source else None)


def document(
    kind: str | None, year: int | None, *editions: domain.Edition, key: str = "9", ordinal: int = 1
) -> domain.ProgrammeDocument:
    name = f"{kind}-{year}.txt"
    rendition = domain.Rendition(source=Source(name, "text/plain", "0a" * 32), length=100)
    part = domain.Part(key=key, number=None, title="", renditions=(rendition,), editions=editions)
    return domain.ProgrammeDocument(
        municipality=LEIDEN, kind=kind, year=year, ordinal=ordinal, version=None, title=f"Stuk {year}", parts=(part,)
    )


def interim(*editions: domain.Edition) -> domain.ProgrammeDocument:
    return document("interim-report", 2019, *editions)


def account(*editions: domain.Edition) -> domain.ProgrammeDocument:
    return document("annual-report", 2024, *editions)


def register(*documents: domain.ProgrammeDocument) -> Register:
    return build_register(documents, base=BASE)


def short(term: str) -> str:
    bare = term.removeprefix("<").removesuffix(">")
    for prefix, namespace in {"": CITY, **vocabulary.PREFIXES}.items():
        if bare.startswith(namespace):
            return f"{prefix}:{bare.removeprefix(namespace)}" if prefix else bare.removeprefix(namespace)
    return bare


def said(found: Register, predicate: str) -> dict[str, list[str]]:
    """Objects by subject, without prefix of the city."""
    by_subject: dict[str, list[str]] = {}
    for s, p, o, _g in found.quads:
        if short(p) == predicate:
            by_subject.setdefault(short(s), []).append(short(o))
    return by_subject


def elements(found: Register) -> dict[str, list[str]]:
    """Editions by element."""
    by_element: dict[str, list[str]] = {}
    for subject, objects in said(found, "doel:editionOf").items():
        assert len(objects) == 1
        by_element.setdefault(objects[0], []).append(subject)
    return by_element


INTERIM_9B1 = "document/interim-report-2019/part/9/goal/9B1"
ACCOUNT_9B1 = "document/annual-report-2024/part/9/goal/9B1"


def test_one_goal_through_the_years() -> None:
    found = register(account(edition("9B1", NEW_GOAL)), interim(edition("9B1", OLD_GOAL)))
    assert elements(found) == {"goal/9B1": [ACCOUNT_9B1, INTERIM_9B1]}
    assert said(found, "skos:prefLabel") == {"goal/9B1": [f'"{NEW_GOAL}"@nl']}
    assert said(found, "skos:altLabel") == {"goal/9B1": [f'"{OLD_GOAL}"@nl']}
    assert said(found, "skos:notation")["goal/9B1"] == ['"9B1"']
    assert said(found, "doel:previousEdition") == {ACCOUNT_9B1: [INTERIM_9B1]}
    assert said(found, "rdf:type")["goal/9B1"] == ["skos:Concept", "doel:Goal"]
    assert [finding.rule for finding in found.findings] == ["Y01"], "reworded, and no doubt about it"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (OLD_GOAL, NEW_GOAL),
        ("Burgers zijn zo zelfredzaam mogelijk", NEW_GOAL),
        (
            "Doen bevorderen van cliëntbetrokkenheid en publieksparticipatie op het gebied van" + WMO,
            "Bevorderen van cliëntbetrokkenheid en participatie op het gebied van" + WMO,
        ),
        (
            "Organiseren toegang zorg en welzijn door middel van sociale wijkteams",
            "Organiseren toegang zorg en welzijn door middel van Sociale Wijkteams",
        ),
        (SERIOUS, SURVEY.replace(":", "") + '"De medewerker nam mij serieus"'),
        (SERIOUS, SURVEY + "'De medewerker heeft mij serieus genomen'"),
        ("Gemiddelde verblijfsduur in vrouwenopvang in maanden", "Gemiddelde verblijfsduur in vrouwenopvang in dagen"),
        ("Stadsenque\u0302te over cliënt\u00adondersteuning", "Stadsenquête over cliëntondersteuning"),
    ],
)
def test_near_wordings(first: str, second: str) -> None:
    assert likeness(first, second) > 0
    assert likeness(second, first) == likeness(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (HELPED, TOGETHER),
        (HELPED, SERIOUS),
        (SERIOUS, TOGETHER),
        ("In de buurt en in de hele gemeente: " + HELPED, "In de buurt en in de hele gemeente: " + TOGETHER),
        ("Gezondheidsproblemen worden voorkomen", "Iedere Leidenaar heeft een gezonde en actieve leefstijl"),
    ],
)
def test_far_wordings(first: str, second: str) -> None:
    assert likeness(first, second) == likeness(second, first) == 0


def test_one_code_twice_in_a_document_is_two_elements() -> None:
    found = register(account(indicator("9C1.c", HELPED), indicator("9C1.c~2", TOGETHER)))
    part = "document/annual-report-2024/part/9/indicator/"
    assert elements(found) == {
        "indicator/9C1.c": [part + "9C1.c"],
        "indicator/9C1.c-er-in-het-gesprek": [part + "9C1.c~2"],
    }
    assert set(said(found, "skos:notation")["indicator/9C1.c-er-in-het-gesprek"]) == {'"9C1.c"'}
    assert found.findings == (), "the document's reader reports S01"


def test_one_text_twice_in_a_document_is_two_elements() -> None:
    found = register(account(indicator("9C1.c", HELPED), indicator("9C1.c~2", HELPED)))
    assert set(elements(found)) == {"indicator/9C1.c", "indicator/9C1.c~2"}


def test_later_editions_find_their_own_of_two() -> None:
    old = account(indicator("9C1.c", HELPED), indicator("9C1.c~2", TOGETHER))
    new = document("annual-report", 2025, indicator("9C1.c", TOGETHER + "."), indicator("9C1.c~2", HELPED))
    found = register(old, new)
    first, second = "document/annual-report-2024/part/9/indicator/", "document/annual-report-2025/part/9/indicator/"
    assert elements(found) == {
        "indicator/9C1.c": [first + "9C1.c", second + "9C1.c~2"],
        "indicator/9C1.c-er-in-het-gesprek": [first + "9C1.c~2", second + "9C1.c"],
    }
    assert found.findings == ()


def test_a_far_wording_is_another_element_and_a_finding() -> None:
    found = register(
        interim(edition("9B2", "Gezondheidsproblemen worden voorkomen")),
        account(edition("9B2", "Iedere Leidenaar heeft een gezonde en actieve leefstijl")),
    )
    assert set(elements(found)) == {"goal/9B2", "goal/9B2-iedere-leidenaar-heeft-een"}
    (finding,) = found.findings
    assert (finding.rule, finding.severity, finding.file, finding.line) == (
        "L04",
        "warning",
        "annual-report-2024.txt",
        7,
    )
    assert [place.quote for place in finding.places] == [
        "Iedere Leidenaar heeft een gezonde en actieve leefstijl",
        "Gezondheidsproblemen worden voorkomen",
    ]
    assert 'heet hier "Iedere Leidenaar' in finding.text("nl")
    assert 'is worded "Iedere Leidenaar' in finding.text("en")


def test_any_wording_of_an_edition_counts() -> None:
    tree, heading = "Zelfredzame inwoners", "Burgers zijn zo zelfredzaam mogelijk"
    worded = replace(edition("9B1", tree), wordings=(Statement(tree, ()), Statement(heading, ())))
    found = register(interim(edition("9B1", OLD_GOAL)), account(worded))
    assert set(elements(found)) == {"goal/9B1"}
    assert said(found, "skos:altLabel")["goal/9B1"] == [f'"{OLD_GOAL}"@nl', f'"{heading}"@nl']


def test_levels_and_municipalities_do_not_mix() -> None:
    gouda = replace(
        account(edition("9B1", NEW_GOAL)), municipality=domain.Municipality("gm0513", "gemeente Gouda", None)
    )
    found = register(interim(edition("9B1", OLD_GOAL), edition("9B1", OLD_GOAL, level=Level.POLICY_AREA)), gouda)
    assert set(elements(found)) == {"goal/9B1", "policy-area/9B1", BASE + "gm0513/goal/9B1"}
    assert said(found, "doel:municipality")[BASE + "gm0513/document/annual-report-2024"] == [BASE + "gm0513"]


def test_a_code_without_text_joins_the_only_element_of_that_code() -> None:
    found = register(interim(edition("9B1", "")), account(edition("9B1", NEW_GOAL)))
    assert elements(found) == {"goal/9B1": [ACCOUNT_9B1, INTERIM_9B1]}
    assert said(found, "doel:previousEdition") == {ACCOUNT_9B1: [INTERIM_9B1]}
    assert said(found, "skos:prefLabel") == {"goal/9B1": [f'"{NEW_GOAL}"@nl']}


def test_a_code_that_never_has_a_text_has_no_label() -> None:
    found = register(interim(edition("9B", "")), account(edition("9B", "")))
    assert set(elements(found)) == {"policy-area/9B"}
    assert said(found, "skos:prefLabel") == {}
    assert said(found, "skos:notation")["policy-area/9B"] == ['"9B"']


def test_a_code_without_text_of_two_elements_is_of_none() -> None:
    old = account(indicator("9C1.c", HELPED), indicator("9C1.c~2", TOGETHER))
    found = register(old, document("annual-report", 2025, indicator("9C1.c", "")))
    assert "document/annual-report-2025/part/9/indicator/9C1.c" not in said(found, "doel:editionOf")
    (finding,) = found.findings
    assert (finding.rule, len(finding.places)) == ("L04", 3)
    assert "zonder tekst" in finding.text("nl")


def test_a_programme_of_other_words_is_proposed_to_be_the_same() -> None:
    found = register(
        interim(edition("9", "Maatschappelijke ondersteuning")), account(edition("9", "Zorg en welzijn in de stad"))
    )
    assert set(elements(found)) == {"programme/9", "programme/9-zorg-en-welzijn-in"}
    assert found.findings == (), "what is proposed is found by another rule"
    assert list(said(found, "doel:status").values()) == [["code:proposed"]]


def test_overviews_go_by_code_and_reserves_by_label() -> None:
    def reserve(key: str, code: str, label: str) -> domain.Edition:
        return replace(edition(key, label, level=Level.RESERVE), code=code)

    found = register(
        interim(
            edition("AD", "Algemene dekkingsmiddelen", level=Level.OVERVIEW),
            reserve("reserve-sociaal-domein-p9", "", "Reserve Sociaal Domein P9"),
        ),
        account(
            edition("AD", "Algemene middelen", level=Level.OVERVIEW),
            reserve("9801", "9801", "Reserve sociaal domein P9"),
            reserve("reserve-oekraine", "", "Reserve Oekraïne"),
        ),
    )
    assert {element: len(editions) for element, editions in elements(found).items()} == {
        "financial-overview/AD": 2,
        "reserve/reserve-sociaal-domein-p9": 2,
        "reserve/reserve-oekraine": 1,
    }
    assert [finding.rule for finding in found.findings] == ["Y01"], "the words of the overview, not of the reserve"


AREA, GOAL, TARGET = Ref(Level.POLICY_AREA, "9C"), Ref(Level.GOAL, "9C1"), Ref(Level.PERFORMANCE_TARGET, "9C1.1")


def test_the_chain_is_that_of_the_newest_placement() -> None:
    tree = (
        edition("9", "Maatschappelijke ondersteuning"),
        edition("9C", "Ondersteuning", Ref(Level.PROGRAMME, "9")),
        edition("9C1", "Integraal zorg en ondersteuning op maat", AREA),
        edition("9C1.1", "Organiseren toegang zorg en welzijn", GOAL),
    )
    old = interim(*tree, indicator("9C1.a", HELPED, parent=TARGET))
    new = account(*tree, indicator("9C1.a", HELPED, parent=GOAL))
    found = register(old, new)
    assert said(found, "doel:hasPolicyArea") == {"programme/9": ["policy-area/9C"]}
    assert said(found, "doel:hasGoal") == {"policy-area/9C": ["goal/9C1"]}
    assert said(found, "doel:hasPerformanceTarget") == {"goal/9C1": ["performance-target/9C1.1"]}
    assert said(found, "doel:hasIndicator") == {"goal/9C1": ["indicator/9C1.a"]}
    assert said(register(old), "doel:hasIndicator") == {"performance-target/9C1.1": ["indicator/9C1.a"]}


def test_the_newest_placement_is_the_newest_that_places() -> None:
    area = edition("9C", "Ondersteuning")
    found = register(interim(area, edition("9C1", "Zorg op maat", AREA)), account(edition("9C1", "Zorg op maat")))
    assert said(found, "doel:hasGoal") == {"policy-area/9C": ["goal/9C1"]}


def test_a_level_may_be_left_out_and_a_reserve_is_no_part() -> None:
    programme = Ref(Level.PROGRAMME, "1")
    found = register(
        account(
            edition("1", "Bestuur en dienstverlening"),
            edition("1A1", "De raad vergadert", programme),
            edition("res", "Reserve bestuur", programme, Level.RESERVE),
            edition("2A1", "Loshangend doel", Ref(Level.POLICY_AREA, "2A")),
        )
    )
    assert said(found, "doel:hasDirectPart") == {"programme/1": ["goal/1A1"]}


def test_sources_are_shared_and_bear_their_newest_spelling() -> None:
    found = register(
        interim(indicator("9C1.a", SERIOUS, "CEO WMO"), indicator("9A1.c", "Vrijwilligerswerk", "Stadsenquête")),
        account(indicator("9C1.a", SERIOUS, "CEO Wmo"), indicator("9A1.c", "Vrijwilligerswerk", "CBS")),
    )
    ceo, survey, cbs = (f"{BASE}source/{name}" for name in ("ceo-wmo", "stadsenquete", "cbs"))
    assert said(found, "doel:hasSource") == {"indicator/9C1.a": [ceo], "indicator/9A1.c": [cbs]}
    labels = said(found, "rdfs:label")
    assert [labels[iri] for iri in (ceo, survey, cbs)] == [['"CEO Wmo"@nl'], ['"Stadsenquête"@nl'], ['"CBS"@nl']]
    shared = {s for s, _p, _o, graph in found.quads if graph == f"<{BASE}graph/shared>"}
    assert shared == {f"<{iri}>" for iri in (ceo, survey, cbs, LEIDEN.iri)}


def test_a_document_says_what_is_known_of_it() -> None:
    found = register(replace(document("annual-report", 2024), version="4.0.0.0.0"))
    iri = "document/annual-report-2024"
    facts = {short(p): short(o) for s, p, o, _g in found.quads if short(s) == iri}
    assert facts == {
        "rdf:type": "doel:Document",
        "rdfs:label": '"Stuk 2024"@nl',
        "doel:municipality": LEIDEN.iri,
        "doel:documentKind": "code:annual-report",
        "doel:fiscalYear": terms.integer(2024).removesuffix(">"),
        "doel:ordinal": terms.integer(1).removesuffix(">"),
        "doel:version": '"4.0.0.0.0"',
        "dct:hasPart": f"{iri}/part/9",
    }


def test_an_unknown_kind_and_year_are_not_said() -> None:
    found = register(document(None, None, edition("9B1", OLD_GOAL)), account(edition("9B1", NEW_GOAL)))
    assert (
        set(said(found, "doel:fiscalYear")) == set(said(found, "doel:documentKind")) == {"document/annual-report-2024"}
    )
    assert set(elements(found)) == {"goal/9B1"}
    assert said(found, "doel:previousEdition") == {}, "nobody knows that the undated document came before"
    assert said(found, "skos:prefLabel") == {"goal/9B1": [f'"{NEW_GOAL}"@nl']}


def test_documents_are_ordered_by_when_they_were_drawn_up() -> None:
    ordered = [
        document(None, None),
        document("annual-report", 2023),  # spring 2024
        document("interim-report", 2024),
        document("interim-report", 2024, ordinal=2),
        document("programme-budget", 2025),  # autumn 2024
        document("annual-report", 2024),  # spring 2025
    ]
    assert sorted(ordered, key=drawn_up) == ordered


def test_figures_are_about_the_element_of_their_edition() -> None:
    stated = account(indicator("9C1.c", HELPED), indicator("9C1.c~2", TOGETHER))
    ref = Ref(Level.INDICATOR, "9C1.c~2")
    figure = domain.IndicatorFigure(
        table="indicators", row="9C1.c~2", kind="realised", phase=None, year=2023, about=ref,
        reading=read_figure("82%"), unit="percent", scale=0, column="2023", evidence=(),
    )  # fmt: skip
    loose = replace(figure, row="los", about=None)
    part = replace(stated.parts[0], figures=(figure, loose))
    found = register(replace(stated, parts=(part,)))
    subject = "document/annual-report-2024/part/9/figure/indicators/9C1.c~2/realised/2023"
    assert said(found, "doel:about") == {subject: ["indicator/9C1.c-er-in-het-gesprek"]}


def test_two_parts_of_one_document_state_one_element() -> None:
    stated = account(edition("9C", "Ondersteuning"))
    other = replace(stated.parts[0], key="sociaal-domein")
    found = register(replace(stated, parts=(other, stated.parts[0])), interim(edition("9C", "Ondersteuning")))
    assert {element: len(editions) for element, editions in elements(found).items()} == {"policy-area/9C": 3}
    before = "document/interim-report-2019/part/9/policy-area/9C"
    assert list(said(found, "doel:previousEdition").values()) == [[before], [before]]


def test_two_parts_of_the_first_document_state_one_element() -> None:
    stated = account(edition("9C", "Ondersteuning"), edition("9C1", "Zorg op maat voor wie het nodig heeft"))
    same = (edition("9C", "Ondersteuning"), edition("9C1", "Zorg op maat voor iedereen die het nodig heeft"))
    other = replace(stated.parts[0], key="sociaal-domein", editions=same)
    found = register(replace(stated, parts=(stated.parts[0], other)))
    assert {element: len(editions) for element, editions in elements(found).items()} == {
        "policy-area/9C": 2,
        "goal/9C1": 2,
    }


def test_two_documents_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="annual-report-2024; put their parts together first"):
        register(account(), account())


def corpus() -> list[domain.ProgrammeDocument]:
    return [
        interim(edition("9B1", OLD_GOAL), edition("9B2", "Gezondheidsproblemen worden voorkomen"), edition("9C1", "")),
        account(
            edition("9B1", NEW_GOAL),
            edition("9B2", "Iedere Leidenaar heeft een gezonde en actieve leefstijl"),
            indicator("9C1.c", HELPED, "CEO Wmo"),
            indicator("9C1.c~2", TOGETHER, "CEO WMO"),
        ),
        document("programme-budget", 2021, edition("9B1", ""), key="sociaal-domein"),
        document("programme-budget", 2018, edition("9C1", "Zorg op maat"), indicator("9C1.c", "")),
        document(None, None, edition("9B1", "Burgers zijn zo zelfredzaam mogelijk")),
    ]


@given(st.permutations(corpus()))
def test_the_order_of_the_documents_does_not_matter(documents: list[domain.ProgrammeDocument]) -> None:
    assert register(*documents) == register(*corpus())


def test_each_triple_is_said_once_in_the_graph_of_its_city_or_the_shared_one() -> None:
    quads = register(*corpus()).quads
    assert max(Counter(quad[:3] for quad in quads).values()) == 1
    assert {graph for *_spo, graph in quads} == {f"<{CITY}graph/register>", f"<{BASE}graph/shared>"}
    assert not [term for quad in quads for term in quad if term.startswith("_:")]


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_the_same_whatever_the_hash_seed(seed: str) -> None:
    run = "import runpy, sys; sys.stdout.buffer.write(runpy.run_path(sys.argv[1])['as_text']().encode())"
    done = subprocess.run(
        [sys.executable, "-c", run, str(Path(__file__).resolve())],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == as_text()


def as_text() -> str:
    found = register(*corpus())
    findings: tuple[Finding, ...] = found.findings
    return "\n".join([*map(terms.line, found.quads), *map(repr, findings)])


def test_a_wording_that_returns_every_year_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counting(first: str, second: str) -> float:
        nonlocal compared
        compared += 1
        return likeness(first, second)

    monkeypatch.setattr("kg.register.nearness.likeness", counting)
    years = range(1990, 2030)
    found = register(*(document("annual-report", y, edition("9B1", NEW_GOAL if y % 2 else OLD_GOAL)) for y in years))
    assert {element: len(of_it) for element, of_it in elements(found).items()} == {"goal/9B1": len(years)}
    assert compared == 1


def test_the_register_of_one_city_says_the_same_whatever_else_is_loaded() -> None:
    gouda = domain.Municipality("gm0513", "gemeente Gouda", None)
    theirs = replace(document("annual-report", 2021, edition("9B1", OLD_GOAL)), municipality=gouda)
    alone, together = register(*corpus()), register(*corpus(), theirs)
    mine = f"<{CITY}graph/register>"
    assert [quad for quad in alone.quads if quad[3] == mine] == [quad for quad in together.quads if quad[3] == mine]
    assert {short(quad[3]) for quad in together.quads} == {
        "graph/register", f"{BASE}gm0513/graph/register", f"{BASE}graph/shared",
    }  # fmt: skip


def test_a_budget_of_the_next_year_does_not_come_between_two_trees_of_one_year() -> None:
    """The budget of 2025 is drawn up before the account of 2024, and states the tree of a later year."""
    found = register(
        document("programme-budget", 2024, edition("9B1", OLD_GOAL)),
        document("programme-budget", 2025, edition("9B1", NEW_GOAL)),
        document("annual-report", 2024, edition("9B1", OLD_GOAL)),
    )
    assert said(found, "doel:change") == {
        "correspondence/annual-report-2024/9/goal/9B1/programme-budget-2024/9/goal/9B1": ["code:unchanged"],
        "correspondence/programme-budget-2025/9/goal/9B1/annual-report-2024/9/goal/9B1": ["code:reworded"],
    }
    assert said(found, "skos:prefLabel")["goal/9B1"] == [f'"{OLD_GOAL}"@nl'], "the newest wording was drawn up last"


def measured(stated: domain.ProgrammeDocument, key: str, **years: str) -> domain.ProgrammeDocument:
    """A document that prints realised values of an indicator."""
    figures = tuple(
        domain.IndicatorFigure(
            table="indicators", row=key, kind="realised", phase=None, year=int(year[1:]),
            about=Ref(Level.INDICATOR, key), reading=read_figure(value),
            unit="percent", scale=0, column="", evidence=(),
        )
        for year, value in years.items()
    )  # fmt: skip
    return replace(stated, parts=(replace(stated.parts[0], figures=(*stated.parts[0].figures, *figures)),))


def test_a_replaced_word_is_doubt_unless_the_figures_go_on() -> None:
    old = measured(interim(indicator("9A1.b", "Percentage jongens dat sport")), "9A1.b", y2016="71%", y2017="72%")
    other = account(indicator("9A1.b", "Percentage meisjes dat sport"))
    doubtful = register(old, measured(other, "9A1.b", y2017="64%", y2018="65%"))
    assert set(elements(doubtful)) == {"indicator/9A1.b", "indicator/9A1.b-meisjes-dat-sport"}
    assert list(said(doubtful, "doel:status").values()) == [["code:proposed"]]
    goes_on = register(old, measured(other, "9A1.b", y2016="71%", y2017="72%", y2018="74%"))
    assert set(elements(goes_on)) == {"indicator/9A1.b"}
    account_9a1b = "document/annual-report-2024/part/9/indicator/9A1.b"
    assert said(goes_on, "doel:decidedBy")[account_9a1b] == ['"same-code-same-figures 1"']


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Percentage inwoners dat zich veilig voelt", "Percentage inwoners dat zich onveilig voelt"),
        (
            "Percentage inwoners dat tevreden is over het groen",
            "Percentage inwoners dat niet tevreden is over het groen",
        ),
        ("Aantal sporthallen in de wijken", "Aantal sportvelden in de wijken"),
        ("Aantal eenpersoonshuishoudens in de stad", "Aantal meerpersoonshuishoudens in de stad"),
    ],
)
def test_a_word_that_turns_the_meaning_is_never_taken(first: str, second: str) -> None:
    found = register(interim(indicator("9A1.b", first)), account(indicator("9A1.b", second)))
    assert len(elements(found)) == 2
    assert list(said(found, "doel:status").values()) == [["code:proposed"]]


def test_an_element_of_an_undated_document_only_has_no_correspondence() -> None:
    found = register(document(None, None, edition("9B1", NEW_GOAL)))
    assert list(elements(found)) == ["goal/9B1"]
    assert said(found, "doel:change") == {}
