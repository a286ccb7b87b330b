"""Which reserve a text without a heading is about: the one whose difference it states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kg.domain import Level, PrintedFigure, Ref, ReserveFigure
from kg.figures import Figure
from kg.interpret.amounts import find_amounts
from kg.interpret.draft import Draft

_MOVES = re.compile(r"reserve|onttr[eo]k|toevoeg|toegevoeg|stort", re.I)


def reserve_by_amount(texts: Sequence[str], draft: Draft) -> Ref | None:
    """Find the one reserve with a difference of an amount that a text states; None if none or several have it.

    A text that names a reserve ("de reserve Onderwijs") is left alone: the amount may be another's.

    Source: the annual report 2024 of Leiden, where a heading was lost above the text on one reserve.
    """
    words = "|".join(re.escape(word) for word in draft.profile.words("words", "reserve"))
    named = rf"\b(?i:{words})\b [A-ZÀ-Þ]"
    if any(re.search(named, text) for text in texts) or not any(_MOVES.search(text) for text in texts):
        return None
    stated = {
        abs(amount.reading.value).scaleb(amount.scale)
        for text in texts
        for amount in find_amounts(text, draft.profile)
        if amount.unit == "euro" and isinstance(amount.reading, Figure)
    }
    found = {figure.about for figure in draft.figures if _is_difference(figure) and _states(figure, stated)}
    return found.pop() if len(found) == 1 else None


def _is_difference(figure: PrintedFigure) -> bool:
    of_one = isinstance(figure, ReserveFigure) and figure.about is not None and figure.about.level is Level.RESERVE
    return of_one and figure.phase == "difference"


def _states(figure: PrintedFigure, stated: set[Decimal]) -> bool:
    """Whether an amount is the figure's, within what its rounding hides."""
    if not isinstance(figure.reading, Figure) or not figure.reading.value:
        return False
    value = abs(figure.reading.value).scaleb(figure.scale)
    slack = figure.reading.precision.scaleb(figure.scale) / 2
    return any(abs(value - amount) <= slack for amount in stated)
