"""The words of a report, Dutch and English."""

from __future__ import annotations

from kg.findings import LANGUAGES, Severity

WORDS: dict[str, tuple[str, str]] = {
    "violation": ("fout", "violation"),
    "warning": ("let op", "warning"),
    "info": ("goed om te weten", "info"),
    "violations": ("fouten", "violations"),
    "warnings": ("let op", "warnings"),
    "infos": ("om te weten", "info"),
    "report": ("Wat er in de documenten gevonden is", "What was found in the documents"),
    "document": ("document", "document"),
    "rule": ("regel", "rule"),
    "rules": ("Regels", "Rules"),
    "title": ("titel", "title"),
    "total": ("totaal", "total"),
    "with": ("samen met", "with"),
    "more": ("en nog {n}", "and {n} more"),
    "nothing": ("niets gevonden", "no findings"),
    "no-document": ("Geen document gecontroleerd.", "No document was checked."),
    "elsewhere": ("Hoort bij geen document", "Belongs to no document"),
    "level": ("Niveau", "Level"),
    "no-level": ("nog geen niveau", "no level yet"),
    "reached": ("haalt {name}", "reaches {name}"),
    "missing": ("voor {name} ontbreekt nog", "still missing for {name}"),
    "accepted": ("Eerder aanvaard en hier weggelaten: {n}.", "Accepted earlier and left out here: {n}."),
    "gone": ("Eerder aanvaard, nu niet meer gevonden: {n}.", "Accepted earlier, not found any more: {n}."),
    "line": ("regel {n}", "line {n}"),
    "whole-file": ("het hele bestand", "the whole file"),
    "when": ("Wanneer", "When"),
    "example": ("Voorbeeld", "Example"),
    "remedy": ("Wat te doen", "What to do"),
    "source": ("Bron", "Source"),
    "severity": ("Ernst", "Severity"),
    "by-shape": ("Een SHACL-shape vindt dit.", "A SHACL shape finds this."),
    "by-reading": (
        "Dit wordt gevonden als bestanden worden gelezen en vergeleken; er is geen shape voor.",
        "This is found while files are read and compared; there is no shape for it.",
    ),
    "by-inference": (
        "Dit vindt `kg infer`; er is geen shape voor.",
        "`kg infer` finds this; there is no shape for it.",
    ),
    "findings": ("Gevonden", "Findings"),
    "contents": ("Inhoud", "Contents"),
    "one": ("1 keer", "once"),
    "times": ("{n} keer", "{n} times"),
    "lines": ("regels {lines}", "lines {lines}"),
    "place": ("plaats", "place"),
    "rest": ("De rest: {rest}", "The rest: {rest}"),
    "left-out": (
        "{n} weggelaten: het overzicht werd te lang. Een ander formaat toont alles.",
        "{n} left out: the summary became too long. Another format shows all.",
    ),
    "no-location": (
        "{rule}: {message} (zonder bestand, daarom hier en niet bij de resultaten)",
        "{rule}: {message} (without a file, so here and not among the results)",
    ),
    "too-many": (
        "{n} resultaten weggelaten: GitHub neemt er ten hoogste {most} aan; de ernstigste staan erin.",
        "{n} results left out: GitHub takes {most} at most; the gravest are in.",
    ),
}


def say(key: str, lang: str, **values: object) -> str:
    """Return a word in Dutch ("nl") or English ("en"), its holes filled; another language raises ValueError.

    >>> say("violation", "nl"), say("more", "nl", n=5)
    ('fout', 'en nog 5')
    """
    return WORDS[key][LANGUAGES.index(lang)].format(**values)


def counted(severity: Severity, number: int, lang: str) -> str:
    """Say how many findings there are of a severity.

    >>> counted(Severity.VIOLATION, 1, "nl"), counted(Severity.VIOLATION, 2, "nl"), counted(Severity.INFO, 2, "en")
    ('1 fout', '2 fouten', '2 info')
    """
    one = severity.value if severity is not Severity.INFO else "infos"
    return f"{number} {say(one if number == 1 else f'{severity.value}s', lang)}"
