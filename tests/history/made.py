"""Four made documents in which every sort of change occurs, and the graphs of them and of the first of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.build.run import build
from kg.store import Graph

BASE = "https://w3id.org/doelenboom/id/gm0546/"
BUDGET_20, ACCOUNT_20 = "programme-budget-2020", "annual-report-2020"
BUDGET_21, ACCOUNT_21 = "programme-budget-2021", "annual-report-2021"
CYCLE = (BUDGET_20, ACCOUNT_20, BUDGET_21, ACCOUNT_21)
DRAWN_UP = (BUDGET_20, BUDGET_21, ACCOUNT_20, ACCOUNT_21)
"""A budget for 2021 is drawn up in the autumn of 2020, before the account of 2020."""


@dataclass(frozen=True)
class Made:
    """What a document says: goals with targets by area, indicators by goal, rows of money by area."""

    name: str
    trees: dict[str, str]
    indicators: dict[str, str]
    money: str = ""

    @property
    def text(self) -> str:
        areas = "\n".join(self._area(heading, rows) for heading, rows in self.trees.items())
        head = "Programmanummer | 9 | |\nCommissie | Onderwijs en Samenleving | |\n"
        return f"{head}Portefeuille(s) | Zorg | |\n{areas}\n{self.money}"

    def _area(self, heading: str, rows: str) -> str:
        return (
            f"Beleidsterrein {heading}\nDoel | Prestatie | |\n---|---|---|\n{rows.strip()}\n"
            f"{self.indicators.get(heading, '').strip()}\n"
        )


TREE_9A = """
9A1 Inwoners doen mee in hun wijk | 9A1.1 Wijkhuizen openhouden voor alle inwoners | |
9A1.2 Vrijwilligers scholen en begeleiden | ||
9A2 Burgers zijn zelfredzaam mogelijk | 9A2.1 Organiseren van informatie en advies | |
9A3 De buurt is schoon en heel | 9A3.1 Vegen van straten en pleinen | |
"""
TREE_9A_LATER = """
9A1 Inwoners doen mee in hun wijk | 9A1.1 Wijkhuizen openhouden voor alle inwoners | |
9A2 Inwoners zijn zo zelfredzaam mogelijk | 9A2.1 Organiseren van informatie en advies | |
"""
TREE_9B = """
9B1 Jongeren groeien gezond op | 9B1.1 Uitvoeren van wettelijke taken jeugdgezondheidszorg | |
9B2 Ouderen blijven langer thuis wonen | 9B2.1 Aanpassen van woningen | |
9B5 Jeugdhulp is dichtbij en snel beschikbaar | 9B5.1 Inkopen van hulp | |
"""
TREE_9B_LATER = """
9B1 Jongeren groeien gezond op | 9B1.1 Uitvoeren van wettelijke taken jeugdgezondheidszorg | |
9B3 Ouderen blijven langer thuis wonen | 9B3.1 Aanpassen van woningen | |
9B4 Geen inwoner hoeft op straat te slapen | 9B4.1 Opvang bieden | |
9B6 Jeugdhulp is dichtbij en vlot beschikbaar | 9B6.1 Toewijzen van begeleiders | |
9B7 De buurt is schoon en heel | 9B7.1 Vegen van straten en pleinen | |
"""


def _table(columns: tuple[str, ...], targets: tuple[str, ...], rows: str) -> str:
    """A table of indicators: years of realised values, years of targets."""
    years = " | ".join(columns)
    names = " | ".join(f"Streefwaarde {year}" for year in targets)
    rules = "|".join(["---"] * (len(columns) + len(targets) + 2))
    empty = " |" * (len(targets) + 1)
    return (
        f"Effectindicator | Realisatie | {names} | Bron |{'|' * (len(columns) - 1)}\n{rules}\n{years} |{empty}\n{rows}"
    )


A, B = "9A Sociale binding", "9B Preventie"

MONEY_HEAD = """Maatschappelijke ondersteuning | Rekening {before} | Begroting {year} | Wijziging Begroting | Begroting {year} na wijziging | Rekening {year} | Verschil {year} | |
---|---|---|---|---|---|---|---|
Bedragen x € 1.000,- | |||||||
"""  # noqa: E501


def _money(year: int, *areas: tuple[str, str, str, str]) -> str:
    rows = "\n".join(
        f"{name} | Lasten | {expense} |\nBaten | {revenue} | |\nSaldo | {balance} | |"
        for name, expense, revenue, balance in areas
    )
    return MONEY_HEAD.format(year=year, before=year - 1) + rows + "\n"


DOCUMENTS = (
    Made(
        BUDGET_20,
        {A: TREE_9A, B: TREE_9B},
        {
            A: _table(
                ("2018", "2019"),
                ("2020", "2021"),
                "Doel 9A1 Inwoners doen mee in hun wijk | |||||\n"
                "9A1.a Percentage inwoners dat vrijwilligerswerk doet | 48% | 50% | 52% | 55% | Stadsenquête |\n"
                "9A1.b Percentage meldingen binnen 6 weken behandeld | 80% | 82% | 85% | 90% | Eigen cijfers |\n",
            )
        },
    ),
    Made(
        ACCOUNT_20,
        {A: TREE_9A, B: TREE_9B},
        {
            A: _table(
                ("2018", "2019", "2020"),
                ("2020",),
                "Doel 9A1 Inwoners doen mee in hun wijk | |||||\n"
                "9A1.a Percentage inwoners dat vrijwilligerswerk doet | 48% | 50,4% | 51% | 52% | Stadsenquête |\n"
                "9A1.b Percentage meldingen binnen 6 weken behandeld | 80% | 79% | 81% | 85% | Eigen cijfers |\n",
            )
        },
        _money(
            2020,
            (
                "Sociale binding",
                "900 | 950 | 50 | 1.000 | 980 | 20",
                "-100 | -100 | 0 | -100 | -90 | -10",
                "800 | 850 | 50 | 900 | 890 | 10",
            ),
        ),
    ),
    Made(
        BUDGET_21,
        {A: TREE_9A_LATER, B: TREE_9B_LATER},
        {
            A: _table(
                ("2018", "2019"),
                ("2021", "2022"),
                "Doel 9A1 Inwoners doen mee in hun wijk | |||||\n"
                "9A1.a Percentage inwoners dat vrijwilligerswerk doet | 48% | 50% | 53% | 58% | Stadsenquête |\n"
                "9A1.b Percentage meldingen binnen 8 weken behandeld | - | 90% | 95% | 95% | Eigen cijfers |\n",
            )
        },
    ),
    Made(
        ACCOUNT_21,
        {A: TREE_9A_LATER, B: TREE_9B_LATER},
        {
            A: _table(
                ("2019", "2020", "2021"),
                ("2021",),
                "Doel 9A1 Inwoners doen mee in hun wijk | |||||\n"
                "9A1.a Percentage inwoners dat vrijwilligerswerk doet | 50% | 49% | 54% | 53% | Stadsenquête |\n"
                "9A1.b Percentage meldingen binnen 8 weken behandeld | 90% | 91% | 93% | 95% | Eigen cijfers |\n",
            )
        },
        _money(
            2021,
            (
                "Sociale binding",
                "985 | 1.000 | 100 | 1.100 | 1.090 | 10",
                "-90 | -100 | 0 | -100 | -95 | -5",
                "895 | 900 | 100 | 1.000 | 995 | 5",
            ),
        ),
    ),
)


def build_made(directory: Path, names: tuple[str, ...] = CYCLE) -> Graph:
    """Build the graph of some of the documents."""
    folder = directory / "documents"
    folder.mkdir(parents=True)
    stated = []
    for made in DOCUMENTS:
        if made.name in names:
            kind, _, year = made.name.rpartition("-")
            (folder / f"{made.name}.txt").write_text(made.text, encoding="utf-8")
            stated.append(f'["{made.name}.txt"]\nmunicipality = "gm0546"\nkind = "{kind}"\nyear = {year}\n')
    (folder / "documents.toml").write_text("\n".join(stated), encoding="utf-8")
    build([folder], directory / "graph")
    return Graph.open(directory / "graph")
