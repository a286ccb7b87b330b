"""Words that people read wherever they look, Dutch and English: kinds of documents, levels, figures, units, changes."""

from __future__ import annotations

from decimal import Decimal

Words = dict[str, tuple[str, str]]

COMMON: Words = {
    "programme-budget": ("programmabegroting", "programme budget"),
    "interim-report": ("bestuursrapportage", "interim report"),
    "annual-report": ("jaarstukken", "annual report"),
    "programme": ("programma", "programme"),
    "financial-overview": ("overzicht", "financial overview"),
    "policy-area": ("beleidsterrein", "policy area"),
    "goal": ("doel", "goal"),
    "performance-target": ("prestatie", "performance target"),
    "indicator": ("indicator", "indicator"),
    "reserve": ("reserve", "reserve"),
    "realised": ("realisatie", "realised"),
    "target": ("streefwaarde", "target"),
    "baseline": ("beginstand", "baseline"),
    "forecast": ("verwachting", "forecast"),
    "expense": ("lasten", "expense"),
    "revenue": ("baten", "revenue"),
    "balance": ("saldo", "balance"),
    "addition": ("toevoeging", "addition"),
    "withdrawal": ("onttrekking", "withdrawal"),
    "reserve-movement": ("mutatie reserves", "reserve movement"),
    "result": ("resultaat", "result"),
    "approved": ("begroting", "budget"),
    "revised": ("na wijziging", "after change"),
    "executed": ("rekening", "account"),
    "expectation": ("verwachting", "expectation"),
    "year": ("jaar", "year"),
    "percent": ("procent", "percent"),
    "score": ("score", "score"),
    "days": ("dagen", "days"),
    "weeks": ("weken", "weeks"),
    "months": ("maanden", "months"),
    "years": ("jaren", "years"),
    "hours": ("uren", "hours"),
    "count": ("aantal", "count"),
    "per-1000-inhabitants": ("per 1.000 inwoners", "per 1,000 inhabitants"),
    "per-10000-inhabitants": ("per 10.000 inwoners", "per 10,000 inhabitants"),
    "per-100000-inhabitants": ("per 100.000 inwoners", "per 100,000 inhabitants"),
    "no-year": ("zonder jaar", "undated"),
    "unchanged": ("ongewijzigd", "unchanged"),
    "reworded": ("andere tekst", "reworded"),
    "renumbered": ("ander nummer", "renumbered"),
    "moved": ("verplaatst", "moved"),
    "redefined": ("anders bepaald", "redefined"),
    "split": ("gesplitst", "split"),
    "merged": ("samengevoegd", "merged"),
    "new": ("nieuw", "new"),
    "dropped": ("niet meer genoemd", "no longer stated"),
}


def word(words: Words, key: str, lang: str) -> str:
    """A word of a list in a language; an unknown key comes back as it is.

    >>> word(COMMON, "goal", "nl"), word(COMMON, "goal", "en"), word(COMMON, "9B1", "nl")
    ('doel', 'goal', '9B1')
    """
    dutch, english = words.get(key, (key, key))
    return dutch if lang == "nl" else english


def number(value: int | Decimal | str, lang: str) -> str:
    """Write a number in the reader's notation, its thousands apart; a text of digits with a point as it is exact.

    >>> number("82.9", "nl"), number(1234567, "en"), number(Decimal("-1234.50"), "nl")
    ('82,9', '1,234,567', '-1.234,50')
    """
    english = f"{Decimal(value):,f}"
    return english.translate(str.maketrans(",.", ".,")) if lang == "nl" else english


def document_name(kind: str | None, year: int | None, ordinal: int, label: str, lang: str) -> str:
    """A document as people name it in short: year and kind, and which one of several; without a kind by its title.

    >>> document_name("interim-report", 2016, 2, "", "nl"), document_name(None, 2021, 1, "Kadernota", "en")
    ('2016 bestuursrapportage 2', '2021 Kadernota')
    """
    shown = str(year) if year else word(COMMON, "no-year", lang)
    which = f" {ordinal}" if ordinal > 1 else ""
    return f"{shown} {word(COMMON, kind, lang) if kind else label}{which}"
