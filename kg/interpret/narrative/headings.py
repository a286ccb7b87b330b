"""Whether a line is a heading, judged by its words and by what stands around it."""

from __future__ import annotations

import re

from kg.figures import looks_like_figure
from kg.interpret.fields import FlowLine
from kg.interpret.grid import Grid
from kg.profile import Profile

MAX_HEADING = 140
_SHORT = 60
"""A line so short, without a full stop and right above a long text, is a heading even if it is a sentence."""

ENDED = re.compile(r"[.!?:;…][)\]'\"’”]*$")
STOPPED = re.compile(r"[.!?…][)\]'\"’”]*$")
SENTENCES = re.compile(r"[.!?][)\]'\"’”]*\s+[A-ZÀ-Þ'\"‘“(]")
"""Where one sentence ends and another begins."""
DANGLING = re.compile(r"\b(?:de|het|een|van|en|of|met|te|dat|die|deze|als|per|doordat|omdat|waarbij)$")
"""No sentence and no heading ends in such a word: the next line goes on with it."""
_QUESTION = re.compile(r"(?P<question>[^.!?]{5,90}\?)\s+(?=[A-ZÀ-Þ'\"‘“(])")
_BEGINS = re.compile(r"[A-ZÀ-Þ0-9'\"‘“(*]")
_OPEN = re.compile(r"(?<!\b[A-Z]\.[A-Z])[.;,…][)\]'\"’”]*$")
_LISTED = re.compile(r"[;,]$")
_ARTICLE = re.compile(r"(?:de|het|een|er|dit|deze|dat|we|wij|in|voor|om)\b", re.I)
_SOURCE = re.compile(r"\W*bron\b ?:", re.I)
_VERB = re.compile(
    r"(?<!\bdie )(?<!\bdat )(?<!\bwat )(?<!\bwaar )(?<!\bhoe )"
    r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|zal|zullen|moet|moeten|gaat|gaan"
    r"|blijft|blijven|komt|komen|staat|staan|bestaat|bestaan|volgt|volgen|leidt|leiden|leidden|loopt|lopen)\b"
)


def announces(text: str, profile: Profile) -> str | None:
    """Return the sort of section that a line announces, if it does and is no sentence.

    >>> from kg.profile import load
    >>> announces("Toelichting op afwijkingen Reserves > € 250.000.", load("bbv"))
    'reserves'
    >>> announces("Ontwikkelingen op de arbeidsmarkt leidden tot meer vraag.", load("bbv")) is None
    True
    """
    if len(text) > MAX_HEADING or SENTENCES.search(text) or (text.endswith(".") and not re.search(r"\d\.$", text)):
        return None
    section = profile.section_of(text)
    sentence = _VERB.search(text) and not text.endswith("?") and not re.match(r"(?:toelichting|wat)\b", text, re.I)
    return None if sentence else section


def question_before(text: str, profile: Profile) -> str:
    """Return the question that a text begins with where it announces a section ("Wat is er gedaan? Wij hielpen ...").

    Empty for any other text.
    """
    match = _QUESTION.match(text[: 2 * MAX_HEADING])
    return match["question"] if match and profile.section_of(match["question"]) else ""


def is_row(text: str) -> bool:
    """Whether a line is (a cell of) a row of a table that lost its rulings: figures alone, or a few words before them.

    >>> is_row("Lasten   12.430.000   12.295.000   135.000 V"), is_row("In 2023 en 2024 gebeurde er veel")
    (True, False)
    """
    if not re.search(r"[^\W\d_]", text):
        return True
    words = text.split()
    if words and words[-1] in ("V", "N", "v", "n"):
        words = words[:-1]
    figures = 0
    while words and looks_like_figure(words[-1]) and re.search(r"\d", words[-1]):
        words.pop()
        figures += 1
    return figures >= 2 and len(words) <= 6


def is_heading(text: str, below: FlowLine | Grid | None, profile: Profile) -> bool:
    """Whether a line that is no part of a longer paragraph is a heading: short, without an end, no sentence."""
    if announces(text, profile) is not None:
        return True
    if len(text) > MAX_HEADING or not _BEGINS.match(text) or profile.says_nothing(text) or is_row(text):
        return False
    if SENTENCES.search(text) or DANGLING.search(text) or _OPEN.search(text) or _SOURCE.match(text):
        return False
    if text.endswith(":") and _leads(text, below):
        return False
    if text.endswith("?"):
        return below is not None
    above_text = isinstance(below, FlowLine) and not below.gap and len(below.text) > 2 * len(text)
    return not _VERB.search(text) or (len(text) <= _SHORT and above_text and not _ARTICLE.match(text))


def _leads(text: str, below: FlowLine | Grid | None) -> bool:
    """Whether a line that ends in a colon leads in what follows: a list, or words that go on with its sentence."""
    if not isinstance(below, FlowLine):
        return False
    return bool(below.line.item or _LISTED.search(below.text) or _ARTICLE.match(text))
