"""Columns of a table: what their titles say, and where the years of a second head row belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.figures import looks_like_figure
from kg.interpret.fields import Field
from kg.profile import Profile, Title

LABEL_ROLES = ("label", "goal", "performance-target", "indicator", "description", "subject", "task-field")
UNUSED_ROLES = ("task-field", "favour-mark", "remark")
"""Columns of which no fact is made yet; their cells stay open in the coverage."""
SPECIAL_ROLES = ("side", "number", "side-mark", "duration-mark")
"""Columns that hold a few known words or a number: what fits them is no label."""

_TASK_FIELD = re.compile(r"\d{1,2}(?:\.\d{1,3})?")
_NO_TITLE = Field("", ())


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role, the title as printed and, for figures, what they are and of which year.

    Of a column that is not ``known`` the title says nothing; its cells are told from the others, and no more.
    """

    role: str
    title: Field
    indicator: str | None = None
    phase: str | None = None
    side: str | None = None
    year: int | None = None
    known: bool = True

    def holds(self, text: str, profile: Profile) -> bool:
        """Whether a cell with this text can stand in this column; an empty cell can stand anywhere."""
        if not text:
            return True
        if self.role == "figure":
            return looks_like_figure(text) or profile.is_target_in_words(text)
        return _holds(self.role, text, profile)


def _holds(role: str, text: str, profile: Profile) -> bool:
    meaning = profile.mark_meaning(text)
    if role == "side":
        return profile.side(text) is not None
    if role == "number":
        return bool(profile.codes.deviation.fullmatch(text))
    if role == "side-mark":
        return meaning in ("expense", "revenue")
    if role == "duration-mark":
        return meaning in ("incidental", "structural")
    if role == "favour-mark":
        return text.casefold() in ("v", "n", "voordeel", "nadeel", "-")
    if role == "source":
        return text == "-" or not (looks_like_figure(text) or text.strip("()").isdigit())
    if role == "task-field" and _TASK_FIELD.fullmatch(text):
        return True
    if role == "period":
        return bool(re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)) or not looks_like_figure(text)
    if role in LABEL_ROLES:
        return not looks_like_figure(text)
    return True


def years_apart(years: Sequence[int]) -> list[list[int]]:
    """Cut a row of years where they do not go up: there another title's years begin.

    >>> years_apart([2021, 2022, 2023, 2022, 2023])
    [[2021, 2022, 2023], [2022, 2023]]
    """
    runs: list[list[int]] = [[years[0]]] if years else []
    for before, after in pairwise(years):
        if after > before:
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


@dataclass(frozen=True, slots=True)
class Titled:
    """A title at its place in a head row."""

    position: int
    field: Field
    title: Title


def columns_of(
    titles: Sequence[Titled], years: Sequence[Titled], width: int, kind: str | None, fiscal_year: int | None
) -> list[Column] | None:
    """Lay out the columns under the titles of a head and, where there is one, its second row of years.

    With its padding kept the second row says itself under which title its years stand (programme budget 2018 of
    Leiden); where spans were lost it is shifted to the left and its years are shared out among the titles that have
    none (annual report 2024). None: more than one way remains.
    """
    if not years:
        return [_column(t) for t in titles]
    if years[0].position > 0 and width > years[-1].position:
        placed = _by_position(titles, years)
        if placed:
            return placed
    open_titles = [t for t in titles if t.title.role == "figure" and t.title.year is None]
    if not open_titles:
        return _per_year(titles, years)
    shares = _share(open_titles, years, kind, fiscal_year)
    if shares is None:
        return None
    columns: list[Column] = []
    for titled in titles:
        share = shares.get(titled.position, [])
        columns += [_dated(_column(titled), year) for year in share] or [_column(titled)]
    return columns


def _per_year(titles: Sequence[Titled], years: Sequence[Titled]) -> list[Column] | None:
    """Years above a group of sides each: lasten, baten, saldo, lasten, baten, saldo under 2019 and 2020."""
    sides = [t for t in titles if t.title.role == "side"]
    size = len(sides) // len(years)
    names = [t.title.side for t in sides]
    if not size or names != names[:size] * len(years):
        return None
    columns = [_column(t) for t in titles if t.title.role != "side"]
    return columns + [_dated(_column(t), years[i // size]) for i, t in enumerate(sides)]


def _by_position(titles: Sequence[Titled], years: Sequence[Titled]) -> list[Column] | None:
    owners: dict[int, Titled] = {}
    for year in years:
        above = [t for t in titles if t.position <= year.position]
        if not above or above[-1].title.role != "figure":
            return None
        owners[year.position] = above[-1]
    taken = {owner.position for owner in owners.values()}
    columns = [(t.position, _column(t)) for t in titles if t.position not in taken]
    columns += [(year.position, _dated(_column(owners[year.position]), year)) for year in years]
    return [column for _, column in sorted(columns, key=lambda pair: pair[0])]


def _share(
    titles: Sequence[Titled], years: Sequence[Titled], kind: str | None, fiscal_year: int | None
) -> dict[int, list[Titled]] | None:
    if len(titles) == 1:
        return {titles[0].position: list(years)}
    runs = years_apart([y.title.year or 0 for y in years])
    if len(runs) == len(titles):
        shares: dict[int, list[Titled]] = {}
        start = 0
        for titled, run in zip(titles, runs, strict=True):
            shares[titled.position] = list(years[start : start + len(run)])
            start += len(run)
        return shares
    if len(titles) == 2 and len(runs) == 1 and fiscal_year:
        return _share_by_time(titles, years, kind, fiscal_year)
    return None


def _share_by_time(
    titles: Sequence[Titled], years: Sequence[Titled], kind: str | None, fiscal_year: int
) -> dict[int, list[Titled]] | None:
    """Realised values lie before the year of a budget and up to that of an account; targets come after."""
    meanings = {t.title.indicator: t for t in titles}
    if set(meanings) != {"realised", "target"} or kind not in ("programme-budget", "annual-report"):
        return None
    first_target = fiscal_year if kind == "programme-budget" else fiscal_year + 1
    return {
        meanings["realised"].position: [y for y in years if (y.title.year or 0) < first_target],
        meanings["target"].position: [y for y in years if (y.title.year or 0) >= first_target],
    }


def _column(titled: Titled) -> Column:
    title = titled.title
    known = title.role != "figure" or bool(title.indicator or title.phase)
    return Column(title.role, titled.field, title.indicator, title.phase, title.side, title.year, known)


def _dated(column: Column, year: Titled) -> Column:
    title = Field(f"{column.title.text} {year.field.text}".strip(), (*column.title.spans, *year.field.spans))
    return replace(column, title=title, year=year.title.year)


def untitled(role: str) -> Column:
    """Return a column whose title was lost."""
    return Column(role, _NO_TITLE)
