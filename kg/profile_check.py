"""What a profile may say: its codes, names and lists of words, checked before anything is read with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.vocabulary import CODES


def check(data: dict[str, Any], base: dict[str, Any]) -> None:
    """Refuse what would only fail later: codes that are in no code list, names that are no texts, lists unlike bbv's.

    Raises KeyError, TypeError or ArithmeticError with what is wrong.
    """
    stated = [code for codes in data.get("money", {}).values() for code in codes]
    wrong = [code for code in stated if code not in CODES["sign-convention"]]
    wrong += [unit["unit"] for unit in data.get("units", []) if unit["unit"] not in ("", *CODES["unit"])]
    amounts = data.get("amounts", {})
    wrong += [unit for unit in amounts.get("units", {}).values() if unit not in CODES["unit"]]
    wrong += [code for code in amounts.get("periods", {}) if code not in CODES["period"]]
    bounds = (*amounts.get("approximations", {}), *amounts.get("approximations_after", {}))
    wrong += [code for code in bounds if code not in CODES["approximation"]]
    wrong += [name for name in data.get("municipality", {}).get("names", []) if not isinstance(name, str)]
    if wrong:
        raise TypeError(f"{wrong[0]!r} is no code of the code lists, or no text")
    _check_amounts(amounts, base["amounts"])


def _check_amounts(amounts: dict[str, Any], known: dict[str, Any]) -> None:
    """Refuse a list of words that the base does not have, or that holds something else than its words."""
    for name, stated in amounts.items():
        if name not in known:
            raise KeyError(f"amounts.{name}")
        types = {type(value) for value in _values(known[name])}
        wrong = [value for value in _values(stated) if type(value) not in types]
        if type(stated) is not type(known[name]) or wrong:
            raise TypeError(f"amounts.{name} holds {(wrong or [stated])[0]!r}")
        if int in types:
            for value in _values(stated):
                Decimal(value)


def _values(stated: Any) -> list[Any]:
    return list(stated.values()) if isinstance(stated, dict) else stated if isinstance(stated, list) else [stated]
