"""Which elements a reviewed row is about: those that bear its code and a wording that is near and says no opposite."""

from __future__ import annotations

from kg.profile import squeeze
from kg.register.element import Element
from kg.register.wording import is_turned, likeness


def fits(code: str, wording: str, element: Element) -> float:
    """How well a row's code and wording fit an element: the likeness of the nearest wording, 0 where they do not fit.

    An empty code fits any. Codes are reused and wordings drift: hence both. A wording that says the opposite never
    fits, however near its letters are.
    """
    if code and code not in {stated.edition.code for stated in element.editions}:
        return 0.0
    return max((nearness(wording, text) for text in element.texts.values()), default=0.0)


def nearness(first: str, second: str) -> float:
    """How near two wordings are, 100 for the same; 0 where they are far or one says the opposite of the other.

    >>> round(nearness("Percentage inwoners dat mantelzorg verleent", "Percentage inwoners dat mantelzorg geeft"))
    92
    >>> nearness("Percentage inwoners dat zich veilig voelt", "Percentage inwoners dat zich onveilig voelt")
    0.0
    """
    if first == second or squeeze(first).casefold() == squeeze(second).casefold():
        return 100.0
    return 0.0 if is_turned(first, second) else likeness(first, second)
