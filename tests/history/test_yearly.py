"""What changed between documents, as findings: reworded, gone, new, divided anew, years that are not loaded."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from kg import domain
from kg.domain import Level, Passage, Ref
from kg.findings import Finding, Severity
from kg.profile import load
from kg.register import Register, build_register
from kg.register.correspondence import correspondences
from kg.register.identity import identify
from kg.register.ledger import Ledger
from kg.register.order import stated_in_order
from kg.register.outline import outline
from kg.register.sources import Sources
from kg.register.yearly import yearly_findings
from kg.source import Span
from tests.history.small import (
    BASE,
    CITY,
    account,
    amount,
    budget,
    document,
    interim,
    measured,
    register,
    rules,
    stated,
)

WORDED = ("Burgers zijn zelfredzaam mogelijk", "Inwoners zijn zo zelfredzaam mogelijk")
TREE = ("9", "9A", "9A1", "9A1.1")


def tree(*codes: str, **labels: str) -> list[domain.Edition]:
    """Editions of codes, those of the whole chain above them before; labels by code with a _ for the point."""
    worded = {code.replace("_", "."): text for code, text in labels.items()}
    return [stated(code, worded.get(code)) for code in codes]


def of_rule(found: Register, rule: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.rule == rule]


def the_one(found: Register, rule: str) -> Finding:
    (finding,) = found.findings
    assert finding.rule == rule
    return finding


def lines(finding: Finding) -> list[str]:
    """The files and lines of its places."""
    return [f"{place.file}:{place.span.line}" for place in finding.places if place.span]


# ---- Y01


@pytest.mark.parametrize(
    ("before", "now"),
    [
        WORDED,
        ("Burgers zijn zo zelfredzaam mogelijk", "Inwoners zijn zo zelfredzaam mogelijk"),
        ("Inwoners zijn zelfredzaam in de wijk", "Inwoners zijn zelfredzaam in hun wijk"),
    ],
)
def test_another_wording_is_told(before: str, now: str) -> None:
    found = register(
        interim(2023, editions=[*tree("9", "9A"), stated("9A1", before)]),
        account(2023, editions=[*tree("9", "9A"), stated("9A1", now)]),
    )
    finding = the_one(found, "Y01")
    assert finding.severity == Severity.INFO
    assert finding.text("nl") == (
        f'9A1 heette in de bestuursrapportage 2023 "{before}" en heet in de jaarstukken 2023 "{now}".'
    )
    assert finding.text("en") == (
        f'9A1 was worded "{before}" in the 2023 interim report and is worded "{now}" in the 2023 annual report.'
    )
    assert [place.quote for place in finding.places] == [f"9A1 {now}", f"9A1 {before}"]
    assert finding.node == CITY + "document/annual-report-2023/part/9/goal/9A1"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Gezonde jeugd", "gezonde jeugd."),
        ("'Gezonde' jeugd", "“Gezonde” jeugd"),
        ("Acties uit het plan 2022", "Acties uit het plan 2023"),
        ("Uitvoeren van het plan 2022-2025", "Uitvoeren van het plan 2023-2026"),
    ],
)
def test_capitals_quotes_and_a_year_that_rolls_on_are_no_other_wording(before: str, now: str) -> None:
    found = register(*(account(2022 + n, editions=[stated("9A1", text)]) for n, text in enumerate((before, now))))
    assert rules(found) == []


def test_two_editions_of_an_element_in_one_document_are_told_once() -> None:
    def parts(year: int, label: str) -> domain.ProgrammeDocument:
        one = account(year, editions=[stated("9A1", label)])
        return replace(one, parts=(*one.parts, replace(one.parts[0], key="10")))

    first = interim(2022, editions=[stated("9A1", WORDED[0])])
    assert rules(register(first, parts(2022, WORDED[0]), parts(2023, WORDED[1]))) == ["Y01"]


def test_what_bears_no_code_is_called_by_its_level() -> None:
    def reserve(year: int, label: str) -> domain.ProgrammeDocument:
        one = replace(stated("9", label), level=Level.RESERVE, key=label.lower().replace(" ", "-"), code="")
        return account(year, editions=[one])

    found = register(reserve(2022, "Reserve sociaal domein P9"), reserve(2023, "Reserve sociaal domein"))
    texts = [finding.text("nl") for finding in found.findings]
    assert all("None" not in text and '""' not in text for text in texts)


# ---- Y02


def test_what_is_gone_is_told_neutrally_at_the_place_where_it_would_stand() -> None:
    found = register(
        account(2022, editions=tree(*TREE, "9A1.2"), covers=("9A",)),
        account(2023, editions=tree(*TREE), covers=("9A",)),
    )
    finding = the_one(found, "Y02")
    assert finding.severity == Severity.INFO
    assert finding.text("nl") == (
        '9A1.2 "Element 9A1.2" stond in de jaarstukken 2022 en staat niet in de jaarstukken 2023; '
        "een reden is daar niet gevonden."
    )
    assert [place.quote for place in finding.places] == [
        "9A1 Sociale binding en participatie van inwoners is hoog",
        "9A1.2 Element 9A1.2",
    ]
    assert finding.file == "annual-report-2023.txt"
    assert finding.document == CITY + "document/annual-report-2023"


def test_nothing_is_gone_where_the_later_document_does_not_cover_the_place() -> None:
    before = account(2022, editions=tree(*TREE, "9A1.2"), covers=("9A",))
    assert rules(register(before, account(2023, editions=tree(*TREE)))) == []


def test_a_performance_target_is_told_with_its_goal_and_an_indicator_by_itself() -> None:
    figures = [measured("9A1.a", "target", year, "6,1") for year in (2022, 2023)]
    codes = ("9", "9A", "9A1", "9A1.1", "9A1.a", "9A2", "9A2.1", "9A2.2", "9A2.a")
    found = register(
        account(2022, figures[0], editions=tree(*codes), covers=("9A",)),
        account(2023, figures[1], editions=tree(*codes[:5]), covers=("9A",)),
    )
    assert rules(found) == ["Y02", "Y02"]
    goal, indicator = sorted(found.findings, key=lambda finding: finding.text("nl"))
    assert goal.text("nl").startswith('9A2 "Element 9A2", met 9A2.1 en 9A2.2, stond in')
    assert goal.text("en").startswith('9A2 "Element 9A2", with 9A2.1 and 9A2.2, stood in')
    assert indicator.text("nl").startswith('9A2.a "Element 9A2.a" stond in')
    assert len(goal.places) == 4


def test_an_indicator_that_fell_short_is_a_warning() -> None:
    documents = [
        outline(one, BASE)
        for one in (
            account(2022, editions=tree("9", "9A", "9A1", "9A1.a", "9A1.b"), covers=("9A",)),
            account(2023, editions=tree("9", "9A", "9A1", "9A1.a"), covers=("9A",)),
        )
    ]
    found = identify(stated_in_order(documents), Ledger())
    changes = correspondences(found, Ledger(), documents, Sources())
    (silent,) = yearly_findings(found, changes)
    (loud,) = yearly_findings(found, changes, {(Level.INDICATOR, "9A1.b")})
    (other,) = yearly_findings(found, changes, {(Level.INDICATOR, "9A1.a")})
    assert (silent.severity, loud.severity, other.severity) == (Severity.INFO, Severity.WARNING, Severity.INFO)


@pytest.mark.parametrize(
    ("result", "severity"), [("5,9", Severity.WARNING), ("6,1", Severity.INFO), ("-", Severity.INFO)]
)
def test_whether_it_fell_short_is_known_by_the_reviewed_direction(result: str, severity: Severity) -> None:
    cohesion = stated("9A1.a", "Schaalscore sociale cohesie (op een schaal van 1 tot 10)")
    figures = [measured("9A1.a", kind, 2022, text) for kind, text in (("target", "6,1"), ("realised", result))]
    documents = (
        account(2022, *figures, editions=[*tree("9", "9A", "9A1", "9A1.b"), cohesion], covers=("9A",)),
        account(2023, editions=tree("9", "9A", "9A1", "9A1.b"), covers=("9A",)),
    )
    (reviewed,) = of_rule(build_register(documents, base=BASE, profile=load("leiden")), "Y02")
    (unknown,) = of_rule(register(*documents), "Y02")
    assert (reviewed.severity, unknown.severity) == (severity, Severity.INFO)


# ---- Y03


def test_what_is_new_is_told_with_what_is_new_below_it() -> None:
    found = register(
        account(2022, editions=tree(*TREE), covers=("9A",)),
        account(2023, editions=tree(*TREE, "9A2", "9A2.1", "9A2.2"), covers=("9A",)),
    )
    finding = the_one(found, "Y03")
    assert finding.text("nl") == (
        '9A2 "Element 9A2", met 9A2.1 en 9A2.2, is nieuw in de jaarstukken 2023; in de jaarstukken 2022 stond dit niet.'
    )
    assert finding.severity == Severity.INFO
    assert finding.file == "annual-report-2023.txt"
    assert finding.places[-1].file == "annual-report-2022.txt"
    assert finding.places[-1].quote == "9A Sociale binding en participatie"


def test_nothing_is_new_where_the_earlier_document_does_not_cover_the_place() -> None:
    after = account(2023, editions=tree(*TREE, "9A2"), covers=("9A",))
    assert rules(register(account(2022, editions=tree(*TREE)), after)) == []


# ---- Y07


def divided(year: int, *areas: str, **labels: str) -> domain.ProgrammeDocument:
    """An account with the amounts of these policy areas and of their programme, so that it lists them all."""
    figures = [amount(code, "expense", "revised", year, "5", is_total=code == "9") for code in (*areas, "9")]
    return account(year, *figures, editions=tree("9", *areas, **labels))


def test_a_programme_that_is_divided_anew_is_told_once() -> None:
    found = register(divided(2022, "9A", "9B", "9C"), divided(2023, "9A", "9D", "9E"))
    finding = the_one(found, "Y07")
    assert finding.severity == Severity.INFO
    assert finding.text("nl") == (
        "De indeling van programma 9 is in de jaarstukken 2023 anders dan in de jaarstukken 2022 "
        "(erbij: 9D en 9E; weg: 9B en 9C); bedragen van voor en na zijn niet zonder meer te vergelijken."
    )
    assert "(added: 9D and 9E; gone: 9B and 9C)" in finding.text("en")
    assert finding.file == "annual-report-2023.txt"
    assert {place.file for place in finding.places} == {"annual-report-2022.txt", "annual-report-2023.txt"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (divided(2022, "9A", "9B"), divided(2023, "9A", "9B")),
        (divided(2022, "9A", "9B"), account(2023, editions=tree("9", "9A"))),
        (account(2022, editions=tree("9", "9A")), divided(2023, "9A", "9B")),
        (divided(2022, "9A", "9B"), divided(2023, "9A", "9C", **{"9C": "Preventie"})),
    ],
    ids=["the same", "not all listed later", "not all listed before", "another code"],
)
def test_a_division_that_is_the_same_or_not_known_is_not_told(
    before: domain.ProgrammeDocument, after: domain.ProgrammeDocument
) -> None:
    assert of_rule(register(before, after), "Y07") == []


# ---- Y08


def test_years_that_are_not_loaded_are_told_once_for_a_programme() -> None:
    found = register(*(account(year, editions=tree("9")) for year in (2017, 2018, 2020, 2024)))
    finding = the_one(found, "Y08")
    assert finding.severity == Severity.INFO
    assert finding.text("nl") == (
        "Van 2019 en 2021–2023 is geen document geladen waarin programma 9 een eigen plaats heeft; "
        "de lijn is daar onderbroken."
    )
    assert [place.file[-8:-4] for place in finding.places] == ["2024", "2020", "2018"]


def test_a_document_of_another_programme_fills_no_gap() -> None:
    other = replace(stated("9", "Cultuur"), key="8", code="8")
    found = register(
        account(2018, editions=tree("9")), account(2019, editions=[other]), account(2020, editions=tree("9"))
    )
    assert "Van 2019 is geen document" in the_one(found, "Y08").text("nl")


@pytest.mark.parametrize("years", [(2018,), (2018, 2019), (2018, 2018), (2018, None)])
def test_no_gap(years: tuple[int | None, ...]) -> None:
    kinds = ("programme-budget", "annual-report")
    documents = [document(kinds[n], year, editions=tree("9")) for n, year in enumerate(years)]
    assert rules(register(*documents)) == []


# ---- L20


def passage(code: str, text: str, line: int) -> tuple[Passage, ...]:
    return (Passage("0a" * 32, Span(line * 100, line * 100 + 5, line=line), f"{code} {text}"),)


def test_what_a_person_must_decide_is_told_once() -> None:
    old, new = "Baggeren van grachten en singels", "Baggeren van grachten, singels en vijvers"
    found = register(
        account(2022, editions=[*tree("9", "9A", "9A1"), stated("9A1.1", old)], covers=("9A",)),
        account(2023, editions=[*tree("9", "9A", "9A1"), stated("9A1.4", new)], covers=("9A",)),
    )
    finding = the_one(found, "L20")
    assert finding.severity == Severity.WARNING
    assert finding.text("nl") == (
        f'9A1.4 "{new}" (de jaarstukken 2023) is misschien hetzelfde als 9A1.1 "{old}" (de jaarstukken 2022); '
        "een mens moet dat beslissen (kg review)."
    )
    assert [place.quote for place in finding.places] == [f"9A1.4 {new}", f"9A1.1 {old}"]


def test_a_split_is_one_finding_and_no_l04_beside_it() -> None:
    whole = "Markten en evenementen trekken veel bezoekers"
    found = register(
        account(2022, editions=[*tree("9", "9A"), stated("9A1", whole)], covers=("9A",)),
        account(
            2023,
            editions=[
                *tree("9", "9A"),
                stated("9A1", "Markten trekken veel bezoekers"),
                stated("9A2", "Evenementen trekken veel bezoekers"),
            ],
            covers=("9A",),
        ),
    )
    finding = the_one(found, "L20")
    assert "is misschien gesplitst in 9A1" in finding.text("nl")
    assert finding.text("nl").count("(de jaarstukken 2023)") == 2
    assert finding.file == "annual-report-2023.txt"


def test_what_stands_below_a_proposal_is_not_told_as_well() -> None:
    def area(code: str, label: str, year: int) -> domain.ProgrammeDocument:
        below = Ref(Level.POLICY_AREA, code)
        goals = [stated(f"{code}{n}", f"Doel nummer {word}", below) for n, word in ((1, "een"), (2, "twee"))]
        codes = [amount(one, "expense", "revised", year, "5", is_total=one == "9") for one in (code, "9")]
        return account(year, *codes, editions=[stated("9"), stated(code, label), *goals], covers=(code,))

    found = register(
        area("9A", "Afval en schone lucht in de wijken", 2022), area("9B", "Afval en schone lucht in wijken", 2023)
    )
    assert rules(found) == ["L20"]
    assert found.findings[0].text("nl").startswith("9B ")


# ---- All together


def test_the_order_of_documents_is_irrelevant() -> None:
    documents = [
        budget(2020, editions=tree(*TREE, "9A1.2"), covers=("9A",)),
        account(2020, editions=tree(*TREE, **{"9A1_1": "Element 9A1.1 in de wijk"}), covers=("9A",)),
        account(2023, editions=tree(*TREE, "9A2"), covers=("9A",)),
    ]
    first = register(*documents)
    assert {"Y02", "Y03", "Y08"} <= set(rules(first))
    for shuffled in permutations(documents):
        assert register(*shuffled) == first


def test_one_document_alone_has_no_findings_of_several_years() -> None:
    assert rules(register(account(2023, measured("9A1.b", "target", 2023, "5%")))) == []
    assert rules(register(interim(2023))) == []
