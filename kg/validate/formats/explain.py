"""A rule explained: on a terminal, and as a page of the documentation."""

from __future__ import annotations

import re

from kg.findings import LANGUAGES
from kg.plain_text import clean
from kg.validate.formats.layout import calm, columns, head, wrap
from kg.validate.formats.words import say
from kg.validate.rules import Rule

WIDTH = 100
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~!:@{}()$])")


def as_text(rule: Rule, lang: str = "en") -> str:
    """Explain a rule on a terminal, at most 100 columns wide.

    >>> from kg.findings import Severity
    >>> from kg.validate.rules import Text
    >>> when, remedy = Text("Het saldo klopt niet.", "…"), Text("Reken het saldo na.", "…")
    >>> saldo = Rule("B01", "urn:B01", Severity.VIOLATION, Text("Saldo", "…"), when, Text(), remedy, Text(), True)
    >>> print(as_text(saldo, "nl"), end="")
    B01  Saldo (fout)
    <BLANKLINE>
    Wanneer
      Het saldo klopt niet.
    <BLANKLINE>
    Wat te doen
      Reken het saldo na.
    <BLANKLINE>
    Een SHACL-shape vindt dit.
    urn:B01
    """
    title = f"{calm(rule.title.of(lang))} ({say(rule.severity.value, lang)})".lstrip()
    code = head(calm(rule.code), WIDTH // 2)
    lines = wrap(title, WIDTH - columns(code) - 2)
    blocks = [[f"{code}  {lines[0]}", *(" " * (columns(code) + 2) + line for line in lines[1:])]]
    for key, text in _sections(rule, lang):
        blocks.append([say(key, lang), *(f"  {line}" for line in wrap(calm(text), WIDTH - 2))])
    blocks.append([*wrap(_finder(rule, lang), WIDTH), *wrap(calm(rule.iri), WIDTH)])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def as_page(rule: Rule) -> str:
    """Explain a rule as a page in Markdown, in Dutch and English."""
    code = escaped(rule.code)
    parts = [f"# {code} {escaped(rule.title.nl)} · {escaped(rule.title.en)}".rstrip(" ·")]
    for lang, name in zip(LANGUAGES, ("Nederlands", "English"), strict=True):
        parts.append(f"## {name}")
        title = escaped(rule.title.of(lang)) or code
        parts.append(f"**{title}** ({say('severity', lang).lower()}: {say(rule.severity.value, lang)})")
        parts += [f"**{say(key, lang)}.** {escaped(text)}" for key, text in _sections(rule, lang)]
        parts.append(_finder(rule, lang))
    parts.append(f"IRI: `{clean(rule.iri).replace('`', '')}`")
    return "\n\n".join(parts) + "\n"


def as_markdown(rule: Rule, lang: str) -> str:
    """Explain a rule in one language, to stand under a title that is already there."""
    parts = [f"**{say(key, lang)}.** {escaped(text)}" for key, text in _sections(rule, lang)]
    return "\n\n".join([*parts, _finder(rule, lang)])


def escaped(text: str) -> str:
    r"""Clean a text and escape what Markdown would take for markup, links or HTML.

    >>> print(escaped("Bron | <b>Stadsenquête</b> [1](https://leiden.nl)"))
    Bron \| \<b\>Stadsenquête\</b\> \[1\]\(https\://leiden.nl\)
    """
    return _SPECIAL.sub(r"\\\1", clean(text)).replace("www.", r"www\.")


def _sections(rule: Rule, lang: str) -> list[tuple[str, str]]:
    """The headings that a rule has a text for."""
    texts = (("when", rule.when), ("example", rule.example), ("remedy", rule.remedy), ("source", rule.source))
    return [(key, text.of(lang)) for key, text in texts if text.of(lang)]


def _finder(rule: Rule, lang: str) -> str:
    by_inference = rule.code.startswith("O")
    return say("by-shape" if rule.by_shape else "by-inference" if by_inference else "by-reading", lang)
