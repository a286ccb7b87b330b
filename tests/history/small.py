"""Small made documents with figures, for what documents of several years state differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg import domain
from kg.domain import Level, Passage, Ref
from kg.figures import read_figure
from kg.register import Register, build_register
from kg.source import Source, Span
from tests.small_texts import LEIDEN

BASE = "https://w3id.org/doelenboom/id/"
CITY = BASE + "gm0546/"
LABELS = {
    "9": "Maatschappelijke ondersteuning",
    "9A": "Sociale binding en participatie",
    "9B": "Preventie",
    "9A1": "Sociale binding en participatie van inwoners is hoog",
    "9A1.a": "Schaalscore sociale cohesie",
    "9A1.b": "Percentage inwoners dat mantelzorg verleent",
    "9A1.c": "Aantal vrijwilligers in de wijkcentra",
}
SIGNS = ("expense-plus-revenue-minus",)


def at(line: int, quote: str, sha: str) -> tuple[Passage, ...]:
    return (Passage(sha, Span(line * 100, line * 100 + len(quote), line=line), quote),)


def stated(code: str, label: str | None = None, parent: Ref | None = None, sha: str = "0a" * 32) -> domain.Edition:
    """An edition at the level that its code has, under what its code says that it stands under."""
    level = level_of(code)
    text = LABELS.get(code, f"Element {code}") if label is None else label
    line = 10 + 10 * len(code) + ord(code[-1]) % 10
    kind = domain.Indicator if level is Level.INDICATOR else domain.Edition
    return kind(
        level=level, key=code, code=code.partition("~")[0], label=text, parent=parent or above(code), wordings=(),
        evidence=at(line, f"{code} {text}", sha),
    )  # fmt: skip


def level_of(code: str) -> Level:
    if "." in code:
        return Level.INDICATOR if code[-1].isalpha() else Level.PERFORMANCE_TARGET
    return (Level.PROGRAMME, Level.POLICY_AREA, Level.GOAL)[len(code) - 1]


def above(code: str) -> Ref | None:
    over = code.partition(".")[0] if "." in code else code[:-1]
    return Ref(level_of(over), over) if over else None


def measured(
    code: str, kind: str, year: int | None, text: str, *, unit: str | None = "percent", scale: int = 0, **more: object
) -> domain.IndicatorFigure:
    """A value of an indicator, as printed; ``again`` tells apart what is printed twice."""
    figure = domain.IndicatorFigure(
        table="indicators", row=code, kind=kind, phase=None, year=year, about=Ref(level_of(code), code),
        reading=read_figure(text), unit=unit, scale=scale, column=str(year), evidence=at(70, text, "0a" * 32),
    )  # fmt: skip
    return replace(figure, **more)  # type: ignore[arg-type]


def amount(
    code: str, side: str, phase: str, year: int, text: str, *, scale: int = 3, table: str = "budget", **more: object
) -> domain.BudgetFigure:
    """An amount of money, as printed."""
    figure = domain.BudgetFigure(
        table=table, row=code.lower(), kind=side, phase=phase, year=year, about=Ref(level_of(code), code),
        reading=read_figure(text, money=True), unit="euro", scale=scale, column=str(year),
        evidence=at(80, text, "0a" * 32),
    )  # fmt: skip
    return replace(figure, **more)  # type: ignore[arg-type]


def document(
    kind: str | None,
    year: int | None,
    *figures: domain.PrintedFigure,
    editions: Sequence[domain.Edition] | None = None,
    signs: tuple[str, ...] = SIGNS,
    covers: tuple[str, ...] = (),
    explanations: tuple[domain.Explanation, ...] = (),
) -> domain.ProgrammeDocument:
    """A document of one part, with the tree of policy area 9A unless other editions are given."""
    name = f"{kind}-{year}.txt"
    sha = name.encode().hex().ljust(64, "0")[:64]
    tree = [stated(code) for code in LABELS] if editions is None else editions
    tables = {figure.table: figure for figure in figures}
    part = domain.Part(
        key="9",
        number="9",
        title="",
        renditions=(domain.Rendition(source=Source(name, "text/plain", sha), length=10_000),),
        editions=tuple(replace(one, evidence=_of(sha, one.evidence)) for one in tree),
        figures=tuple(replace(one, evidence=_of(sha, one.evidence)) for one in figures),
        tables=tuple(
            domain.StatedTable(
                key=key, kind="budget-table", caption=None, headers=(), unit="euro", scale=3, signs=signs, evidence=()
            )
            for key, figure in tables.items()
            if isinstance(figure, domain.BudgetFigure)
        ),
        covers=covers,
        explanations=explanations,
    )
    return domain.ProgrammeDocument(
        municipality=LEIDEN, kind=kind, year=year, ordinal=1, version=None, title=f"Stuk {year}", parts=(part,)
    )


def _of(sha: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(replace(passage, rendition=sha) for passage in passages)


def budget(year: int, *figures: domain.PrintedFigure, **more: object) -> domain.ProgrammeDocument:
    return document("programme-budget", year, *figures, **more)  # type: ignore[arg-type]


def interim(year: int, *figures: domain.PrintedFigure, **more: object) -> domain.ProgrammeDocument:
    return document("interim-report", year, *figures, **more)  # type: ignore[arg-type]


def account(year: int, *figures: domain.PrintedFigure, **more: object) -> domain.ProgrammeDocument:
    return document("annual-report", year, *figures, **more)  # type: ignore[arg-type]


def register(*documents: domain.ProgrammeDocument) -> Register:
    return build_register(documents, base=BASE)


def rules(found: Register) -> list[str]:
    """The rules of the findings, sorted."""
    return sorted(finding.rule for finding in found.findings)
