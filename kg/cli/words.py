"""Words of the terminal, Dutch and English; codes as they are printed for people."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # kinds of documents, levels
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
    # kinds of figures and phases
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
    "change": ("wijziging", "change"),
    "difference": ("verschil", "difference"),
    "proposed-change": ("voorgestelde wijziging", "proposed change"),
    "multi-year-estimate": ("meerjarenraming", "multi-year estimate"),
    "expectation": ("verwachting", "expectation"),
    # reasons and doubts
    "not-measured": ("niet gemeten", "not measured"),
    "not-set": ("niet gesteld", "not set"),
    "not-yet-known": ("nog niet bekend", "not yet known"),
    "not-known": ("niet bekend", "not known"),
    "not-applicable": ("niet van toepassing", "not applicable"),
    "empty": ("niet ingevuld", "left empty"),
    "misaligned": ("niet zeker gelezen: rij met te weinig cellen", "not read for sure: row with too few cells"),
    "in-words": ("in woorden", "in words"),
    "unread": ("niet te lezen", "not readable"),
    "short-row": ("rij met te weinig cellen", "row with too few cells"),
    "part-of-year": ("deel van het jaar", "part of a year"),
    "scale-unstated": ("eenheid van de bedragen niet vermeld", "unit of the amounts not stated"),
    "contradicted": ("twee bestanden verschillen", "two files differ"),
    # show
    "wordings": ("tekst per stuk", "wording per document"),
    "targets": ("prestaties", "performance targets"),
    "goals": ("doelen", "goals"),
    "areas": ("beleidsterreinen", "policy areas"),
    "indicators": ("indicatoren", "indicators"),
    "figures": ("cijfers", "figures"),
    "money": ("geld van {code}", "money of {code}"),
    "euro-scale": ("EUR x {factor}", "EUR x {factor}"),
    "source": ("bron", "source"),
    "unit": ("eenheid", "unit"),
    "year": ("jaar", "year"),
    "kind": ("soort", "kind"),
    "figure": ("cijfer", "figure"),
    "place": ("plaats", "place"),
    "deviations": ("afwijkingen", "deviations"),
    "structural": ("structureel", "structural"),
    "incidental": ("incidenteel", "incidental"),
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
    "lines": ("regels {first} tot {last}", "lines {first} to {last}"),
    "line": ("regel", "line"),
    "blank": ("(leeg)", "(blank)"),
    "no-year": ("zonder jaar", "undated"),
    "in-table": ("tabel", "table"),
    "policy-area-only": (
        "bedragen staan per beleidsterrein in de stukken, niet per doel",
        "documents state amounts per policy area, not per goal",
    ),
    # build
    "document": ("document", "document"),
    "parts": ("delen", "parts"),
    "findings": ("bevindingen", "findings"),
    "cells": ("cellen", "cells"),
    "built": ("{n} feiten in {where}", "{n} triples in {where}"),
    "skipped": ("overgeslagen: {file}: {why}", "skipped: {file}: {why}"),
    "left-out": ("weggelaten: {file}: {why}", "left out: {file}: {why}"),
    "violation": ("fout", "violation"),
    "warning": ("let op", "warning"),
    "info": ("info", "info"),
    "nothing": (
        "geen van de bestanden is een programmadocument; er is niets gebouwd, en een graaf die er was is gebleven",
        "none of the files is a programme document; nothing was built, and a graph that was there is kept",
    ),
}


def say(key: str, lang: str, **values: object) -> str:
    """Return a word or sentence in a language; an unknown key comes back as it is.

    >>> say("goal", "nl"), say("money", "en", code="9B")
    ('doel', 'money of 9B')
    """
    dutch, english = WORDS.get(key, (key, key))
    return (dutch if lang == "nl" else english).format(**values)
