"""Heads of tables: recognising titles in cells and lines, and what sort of table they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.interpret.columns import Column, Titled, columns_of, untitled
from kg.interpret.fields import Field, cut, raw_field, squeezed
from kg.profile import Profile, Title, year_in
from kg.source import Span

_WORD = re.compile(r"\S+")
_MAX_WORDS = 8
_MAX_HEAD_LINE = 300


@dataclass(slots=True)
class Head:
    """What the head of a table says: titles and years in place, a caption, scale, signs and a year for all columns."""

    titles: list[Titled] = field(default_factory=list)
    years: list[Titled] = field(default_factory=list)
    caption: Field | None = None
    scale: int | None = None
    signs: str | None = None
    stated: list[Field] = field(default_factory=list)

    def roles(self) -> list[str]:
        """Roles of the titles, in order."""
        return [t.title.role for t in self.titles]

    def kind(self) -> str | None:
        """Sort of table that these titles make; None where they make none.

        Money tables have two columns of a phase, or two of expense, revenue and balance.
        """
        roles = self.roles()
        if "goal" in roles and "performance-target" in roles and "figure" not in roles:
            return "goals"
        if "side-mark" in roles or "duration-mark" in roles:
            return "deviations"
        indicator_columns = [t for t in self.titles if t.title.role == "figure" and t.title.indicator]
        if indicator_columns and ("indicator" in roles or ("source" in roles and "description" in roles)):
            return "indicators"
        if "description" in roles and _only_indicators(indicator_columns):
            return "indicators"
        phases = [t for t in self.titles if t.title.role == "figure" and t.title.phase]
        if len(phases) >= 2 and len({(t.title.phase, t.title.year) for t in phases}) >= 2:
            return "money" if not _only_indicators(phases) else "indicators"
        return "money" if roles.count("side") >= 2 else None


def _only_indicators(titles: Sequence[Titled]) -> bool:
    return any(t.title.indicator == "target" and not t.title.phase for t in titles)


def head_of_rows(rows: Sequence[Sequence[Field]], profile: Profile, *, strangers: bool = False) -> tuple[Head, int]:
    """Read the head rows of a delimited table; return the head and how many rows it took (0: no head).

    With ``strangers`` titles that no profile knows may stand among the others, as titles of unknown figures.
    """
    head = Head()
    taken = 0
    for row in rows[:5]:
        if taken == 0:
            if not _first_row(row, head, profile, strangers=strangers):
                break
        elif not _further_row(row, head, profile):
            break
        taken += 1
    return head, taken if head.titles else 0


def _first_row(row: Sequence[Field], head: Head, profile: Profile, *, strangers: bool) -> bool:
    found = [(i, cell, profile.title(cell.text)) for i, cell in enumerate(row) if cell]
    titles = [Titled(i, cell, title) for i, cell, title in found if title]
    titles += _territories(found, titles, profile)
    known = {t.position for t in titles}
    caption = [cell for i, cell, _ in found[:1] if i not in known]
    unknown = [(i, cell) for i, cell, _ in found[1:] if i not in known]
    if len(titles) < 2 or (unknown and not strangers):
        return False
    if all(t.title.role == "year" for t in titles):
        return False
    titles += [Titled(i, cell, Title("figure", year=year_in(cell.text))) for i, cell in unknown]
    head.titles = sorted(titles, key=lambda titled: titled.position)
    if caption:
        take_caption(caption[0], head, profile)
    head.stated += [cell for _, cell, _ in found]
    return True


def _territories(
    found: Sequence[tuple[int, Field, Title | None]], titles: Sequence[Titled], profile: Profile
) -> list[Titled]:
    """Columns of territories beside a period: the values of the city itself, measured then, and those of others."""
    roles = {t.title.role for t in titles}
    if not {"indicator", "period"} <= roles or any(t.title.indicator for t in titles):
        return []
    named = [(i, cell, profile.territory(cell.text)) for i, cell, title in found if title is None]
    if [territory for _, _, territory in named].count("own") != 1:
        return []
    own, others = Title("figure", indicator="realised"), Title("territory")
    return [Titled(i, cell, own if territory == "own" else others) for i, cell, territory in named if territory]


def take_caption(caption: Field, head: Head, profile: Profile) -> None:
    """Take the text before or above the titles: the caption, or the scale, or a caption that states the scale."""
    scale = profile.scale_within(caption.text)
    head.scale = scale if scale is not None else head.scale
    if profile.scale(caption.text) is None:
        head.caption = caption


def _further_row(row: Sequence[Field], head: Head, profile: Profile) -> bool:
    filled = [(i, cell) for i, cell in enumerate(row) if cell]
    if not filled:
        return False
    if len(filled) == 1 and take_aside(filled[0][1], head, profile):
        return True
    titles = [(i, cell, profile.title(cell.text)) for i, cell in filled]
    if head.years or not all(title and title.role == "year" for _, _, title in titles):
        return False
    head.years = [Titled(i, cell, title) for i, cell, title in titles if title]
    head.stated += [cell for _, cell in filled]
    return True


def take_aside(cell: Field, head: Head, profile: Profile) -> bool:
    """Take a text that says the scale or the signs of the whole table; False if it says neither."""
    scale, signs = profile.scale(cell.text), profile.sign_convention(cell.text)
    if scale is None and signs is None:
        return False
    head.scale = scale if scale is not None else head.scale
    head.signs = signs or head.signs
    head.stated.append(cell)
    return True


def titles_of_line(text: str, span: Span, profile: Profile) -> tuple[list[Titled], Field | None] | None:
    """Cut a line into titles of columns, longest first; a caption may stand before them. None if that does not work.

    A caption is only taken where two or more titles of figures follow it. Source: "nr Onderwerp L/B I/S 2019 2020 2021
    2022" (interim report 2019 of Leiden).
    """
    if len(text) > _MAX_HEAD_LINE:
        return None
    words = list(_WORD.finditer(text))
    whole = raw_field(text, span)
    if not words or not _ends_in_title(words, whole, profile):
        return None
    for start in range(min(len(words), _MAX_WORDS)):
        titles = _titles_from(words, start, whole, profile)
        if titles and start == 0:
            return titles, None
        if titles and sum(t.title.role == "figure" for t in titles) >= 2:
            return titles, squeezed(cut(whole, 0, words[start].start()))
    return None


def _ends_in_title(words: Sequence[re.Match[str]], whole: Field, profile: Profile) -> bool:
    """Whether the last words of a line are a title: what most lines of running text fail."""
    starts = [word.start() for word in words[-_MAX_WORDS:]]
    return any(profile.title(whole.text[start:]) for start in starts)


def _titles_from(words: Sequence[re.Match[str]], start: int, whole: Field, profile: Profile) -> list[Titled] | None:
    titles: list[Titled] = []
    at = start
    while at < len(words):
        found = _longest_title(words, at, whole, profile)
        if found is None:
            return None
        piece, title, at = found
        titles.append(Titled(len(titles), squeezed(piece), title))
    return titles


def _longest_title(
    words: Sequence[re.Match[str]], at: int, whole: Field, profile: Profile
) -> tuple[Field, Title, int] | None:
    for end in range(min(len(words), at + _MAX_WORDS), at, -1):
        piece = cut(whole, words[at].start(), words[end - 1].end())
        title = profile.title(piece.text)
        if title and _alone(title, end - at):
            return piece, title, end
    return None


def _alone(title: Title, words: int) -> bool:
    return words == 1 or title.role in ("figure", "side", "performance-target", "goal", "indicator", "favour-mark")


def lay_out(head: Head, width: int, labels: int, kind: str | None, year: int | None) -> list[Column] | None:
    """Make the columns of a money, indicator or deviation table; ``labels`` cells stand before the figures.

    Titles of label columns are often lost (a caption stands in the first, none in the second): what is untitled there
    is a label, and of two or more the last holds the side.
    """
    columns = columns_of(head.titles, head.years, width, kind, year)
    if columns is None:
        return None
    if head.kind() == "indicators" and _has_later_years(columns, year if kind == "annual-report" else None):
        return None
    columns = [_figure_column(column, head) for column in columns]
    first = next((i for i, column in enumerate(columns) if column.role == "figure"), len(columns))
    missing = labels - first
    if missing > 0:
        spare = [untitled("label") for _ in range(missing)]
        if "side" not in [c.role for c in columns[:first]] and labels >= 2 and head.kind() == "money":
            spare[-1] = untitled("side")
        columns = columns[:first] + spare + columns[first:]
    return columns


def _has_later_years(columns: Sequence[Column], account: int | None) -> bool:
    """Whether a year without a word for what it holds is not before all targets: then it may be a target itself.

    Not so in the account of that year or a later one: what it prints beside the targets is realised.
    """
    years = [column.year or 0 for column in columns if column.role == "year"]
    targets = [column.year or 0 for column in columns if column.indicator == "target"]
    if account and years and targets and max(years) <= account:
        return False
    return bool(years) and (not targets or max(years) >= min(targets))


def _figure_column(column: Column, head: Head) -> Column:
    """A year is a column of figures, of realised ones beside targets that lie later; in a money table a side is.

    A balance behind the account and the budget is no side of the rows but their difference.
    """
    kind = head.kind()
    phases = {t.title.phase for t in head.titles if t.title.role == "figure"}
    if column.role == "side" and column.side == "balance" and "executed" in phases and head.roles().count("side") == 1:
        return Column("figure", column.title, phase="difference", year=column.year)
    if column.role == "year":
        return Column("figure", column.title, "realised" if kind == "indicators" else None, year=column.year)
    if column.role == "side" and kind == "money":
        return Column("figure", column.title, side=column.side, year=column.year)
    return column
