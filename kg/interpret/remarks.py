"""What the interpreter has to remark about a document: the words of its findings, in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterable

from kg.document import Document
from kg.findings import Finding, Place, Severity
from kg.interpret.fields import Field

_MAX_WORDS, _MAX_QUOTE = 300, 1000
_W, _I, _V = Severity.WARNING, Severity.INFO, Severity.VIOLATION

MESSAGES: dict[str, tuple[Severity, str, str]] = {
    "S01": (
        _V,
        'Code {code} staat twee keer in dit document, met een andere tekst: "{label1}" en "{label2}".'
        " Geef de tweede de volgende vrije code.",
        'Code {code} is used twice in this document with different texts: "{label1}" and "{label2}".'
        " Give the second one the next free code.",
    ),
    "S02": (
        _W,
        'Code {code} heet hier "{label2}" en elders "{label1}". Gebruik één tekst.',
        'Code {code} is worded "{label2}" here and "{label1}" elsewhere. Use one text.',
    ),
    "S08": (
        _W,
        'Achter "{label}" staat in dit bestand niets. Laad een betere weergave als de bron het wel heeft.',
        'Nothing follows "{label}" in this file. Load a better rendition if the source has it.',
    ),
    "S09": (
        _W,
        "In dit bestand heeft rij {code} {n} gevulde cellen voor {m} kolommen. Welk cijfer bij welke kolom hoort is"
        ' niet zeker; vanaf kolom "{column}" is niets overgenomen. Laad een weergave die alle cellen heeft.',
        "In this file row {code} has {n} filled cells for {m} columns. Which figure belongs to which column is not"
        ' certain; nothing from column "{column}" on was taken over. Load a rendition that has all cells.',
    ),
    "S12": (
        _I,
        'Hier staat "{found}". Bedoeld is waarschijnlijk "{meant}"; zo is het gelezen.',
        'It says "{found}" here. Probably "{meant}" is meant; it was read so.',
    ),
    "S15": (
        _I,
        "Dit bestand heeft dezelfde tekst als {file}. Het is een tweede weergave en telt niet als nieuw document.",
        "This file has the same text as {file}. It is a second rendition and counts as no new document.",
    ),
    "S16": (
        _I,
        'Bij "{label}" staat {mark}, maar onder de tabel staat geen uitleg van {mark}.',
        '"{label}" carries {mark}, but no note below the table explains {mark}.',
    ),
    "F01": (
        _W,
        '"{verbatim}" is niet te lezen als cijfer en is geen bekend teken voor "geen cijfer".',
        '"{verbatim}" is not a figure and not a known mark for a missing one.',
    ),
    "L01": (
        _W,
        "De gemeente is niet vast te stellen. Noem haar in documents.toml of kies een profiel (--profile).",
        "The municipality cannot be told. State it in documents.toml or choose a profile (--profile).",
    ),
    "L02": (
        _W,
        "Het soort document (begroting, bestuursrapportage, jaarstukken) is niet vast te stellen. Noem het in"
        " documents.toml.",
        "The kind of document (budget, interim report, annual report) cannot be told. State it in documents.toml.",
    ),
    "L03": (
        _W,
        "Het jaar van het document is niet vast te stellen. Noem het in documents.toml.",
        "The fiscal year of the document cannot be told. State it in documents.toml.",
    ),
    "L05": (
        _I,
        'Bij "{text}" staan misschien twee portefeuilles zonder scheidingsteken; ze zijn niet gesplitst.',
        '"{text}" may hold two portfolios without a separator; they were not split.',
    ),
    "L06": (
        _W,
        "Twee weergaven van dit deel spreken elkaar tegen over {what}: {a} en {b}. Die van het eerste bestand is"
        " overgenomen, met twijfel.",
        "Two renditions of this part contradict each other on {what}: {a} and {b}. The first file's was taken, in"
        " doubt.",
    ),
    "L07": (
        _W,
        "De indeling van deze tabel is niet herkend ({why_nl}); haar cellen zijn los bewaard. Zet haar titels in een"
        " profiel, of laad een betere weergave.",
        "The layout of this table was not recognised ({why_en}); its cells were kept one by one. State its titles in a"
        " profile, or load a better rendition.",
    ),
    "L08": (
        _W,
        'Onderwerp "{label}" van deze rij is geen bekend onderdeel van dit document; er is er een zonder code van'
        " gemaakt.",
        'Subject "{label}" of this row is no known element of this document; one without a code was made of it.',
    ),
    "L09": (
        _W,
        "De jaren in de kop van deze tabel zijn niet met zekerheid over de kolommen te verdelen.",
        "The years in the head of this table cannot be assigned to its columns with certainty.",
    ),
    "L11": (
        _W,
        "Bij deze tabel staat niet in welke eenheid de bedragen zijn (x € 1.000?). {how_nl}",
        "This table does not say in which unit its amounts are (x € 1,000?). {how_en}",
    ),
}

VARIANTS: dict[str, tuple[Severity, str, str]] = {
    "L07 row": (
        _W,
        "Deze rij is niet begrepen; haar cijfers tellen nergens mee. Kijk of er een woord of een cel ontbreekt, of zet"
        " haar woord in een profiel.",
        "This row was not understood; its figures count nowhere. See whether a word or a cell is missing, or state its"
        " word in a profile.",
    ),
    "L07 column": (
        _W,
        'De titel "{title}" van deze kolom is niet bekend; haar cellen zijn los bewaard. Zet de titel in een profiel.',
        'The title "{title}" of this column is not known; its cells were kept one by one. State the title in a'
        " profile.",
    ),
    "L07 line": (
        _W,
        "Deze regel noemt een indicator buiten een tabel; er is geen cijfer bij gelezen.",
        "This line names an indicator outside a table; no figure of it was read.",
    ),
    "L07 task-fields": (
        _I,
        "Deze tabel gaat over taakvelden. Die zijn geen onderdeel van de doelenboom; haar bedragen zijn los bewaard.",
        "This table is about task fields. These are no part of the goal tree; its amounts were kept one by one.",
    ),
    "L08 heading": (
        _W,
        'Deze kop noemt beleidsterrein "{label}" zonder code; er is een onderdeel zonder code van gemaakt.',
        'This heading names policy area "{label}" without a code; an element without a code was made of it.',
    ),
    "L08 table": (
        _W,
        "Deze tabel noemt {labels}: geen bekend onderdeel van dit document. Het is als onderdeel zonder code gelezen.",
        "This table names {labels}: no known element of this document. An element without a code was made of it.",
    ),
    "L08 uncoded": (
        _I,
        "Deze tabel noemt {labels}. Geen kop in dit bestand noemt dat; het is als beleidsterrein gelezen.",
        "This table names {labels}. No heading of this file does; it was read as a policy area.",
    ),
}
"""Other words, or another severity, for a finding of the rule that the name begins with."""


def remark(rule: str, document: Document, fields: Iterable[Field], **values: object) -> Finding:
    """Make a finding of a rule or of a variant of it, with its places in the file; the values fill in the words.

    Words and quotes are cut where they are longer than any label: a damaged file can hold a line of megabytes.

    >>> from kg.source import Source
    >>> found = remark("L07 row", Document(Source("a.txt", "text/plain", "00"), "", (), ()), ())
    >>> found.rule, found.message_en[:28]
    ('L07', 'This row was not understood;')
    """
    severity, dutch, english = VARIANTS.get(rule) or MESSAGES[rule]
    rule = rule.partition(" ")[0]
    places = tuple(
        Place(document.source.name, span, document.text[span.start : min(span.end, span.start + _MAX_QUOTE)])
        for field in fields
        for span in field.spans
    ) or (Place(document.source.name, None, ""),)
    words = {name: _short(value) for name, value in values.items()}
    return Finding(rule, severity, dutch.format(**words), english.format(**words), places)


def _short(value: object) -> object:
    """Cut a text that is longer than any label."""
    return value[: _MAX_WORDS - 1] + "…" if isinstance(value, str) and len(value) > _MAX_WORDS else value
