"""A report as linked data: the validation report of SHACL, with the places of each result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from kg import terms
from kg.findings import LANGUAGES, Finding, Place, Severity
from kg.plain_text import clean
from kg.validate.formats.grouped import Found, found, rule_of
from kg.validate.report import Report
from kg.vocabulary import PREFIXES

REPORT = "https://w3id.org/doelenboom/report/"
"""Where the names of reports and results begin; a result ends with its fingerprint."""
_SEVERITIES = {Severity.VIOLATION: "sh:Violation", Severity.WARNING: "sh:Warning", Severity.INFO: "sh:Info"}

Pairs = list[tuple[str, str]]
"""Properties and values of one node, in the order of printing."""


def render(report: Report, lang: str = "en") -> str:  # noqa: ARG001
    """Write a report as Turtle, the same bytes for the same report. ``lang`` changes nothing: both are in it.

    ``sh:conforms`` is what SHACL 1.0 says (section 3.6.1): true only without any result, of whatever severity. Results
    that a baseline accepted are not listed, and then do not count. A rule that no shape finds has no
    ``sh:sourceConstraintComponent``; for the others it is the SPARQL one, which nearly all of them use.
    """
    several = found(report)
    name = hashlib.sha256("\n".join(one.fingerprint for one in several).encode()).hexdigest()[:32]
    prefixes = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in ("doel", "rdfs", "sh")]
    about: Pairs = [("a", "sh:ValidationReport"), ("sh:conforms", "false" if several else "true")]
    about += [("sh:result", _iri(REPORT + one.fingerprint)) for one in several]
    nodes = [_node(_iri(REPORT + name), about), *(text for one in several for text in _result(one, report))]
    return "\n".join(prefixes) + "\n\n" + "\n".join(nodes)


def _node(subject: str, pairs: Pairs) -> str:
    """Write one node; values of one property, one after the other, are parted by commas."""
    lines: list[str] = []
    last = ""
    for name, value in pairs:
        if name == last:
            lines[-1] += f" ,\n    {value}"
        else:
            lines.append(f"  {name} {value}")
        last = name
    return subject + "\n" + " ;\n".join(lines) + " .\n"


def _result(one: Found, report: Report) -> Iterator[str]:
    finding, fingerprint = one
    name = REPORT + fingerprint
    rule = rule_of(report, finding.rule)
    places = [f"{name}/{number}" for number, _ in enumerate(finding.places, start=1)]
    pairs: Pairs = [
        ("a", "sh:ValidationResult"),
        ("sh:resultSeverity", _SEVERITIES[finding.severity]),
        ("sh:focusNode", _focus(finding, places)),
        ("sh:sourceShape", _known(rule.iri) or _string(finding.rule)),
    ]
    if rule.by_shape:
        pairs.append(("sh:sourceConstraintComponent", "sh:SPARQLConstraintComponent"))
    pairs += [("sh:resultMessage", _text(finding.text(lang), lang)) for lang in LANGUAGES]
    pairs += [("doel:evidence", _iri(place)) for place in places]
    yield _node(_iri(name), pairs)
    for place, own in zip(finding.places, places, strict=True):
        yield _node(_iri(own), _place(place))


def _place(place: Place) -> Pairs:
    pairs: Pairs = [("a", "doel:Passage"), ("rdfs:label", _string(place.file))]
    pairs += [("rdfs:comment", _text(place.called(lang), lang)) for lang in LANGUAGES if place.called(lang)]
    if place.span:
        numbers = (("line", place.span.line), ("start", place.span.start), ("end", place.span.end))
        pairs += [(f"doel:{name}", str(number)) for name, number in numbers]
    return [*pairs, ("doel:quote", _string(place.quote))]


def _focus(finding: Finding, places: list[str]) -> str:
    """What is wrong: the node, or else the document, or else the place."""
    for candidate in (finding.node, finding.document, *places[:1]):
        if known := _known(candidate):
            return known
    return _string(finding.rule)


def _iri(value: str) -> str:
    return terms.iri(value)


def _known(value: str) -> str:
    """Write an IRI; empty for what is none, such as a blank node."""
    try:
        return terms.iri(value) if value else ""
    except ValueError:
        return ""


def _string(value: str) -> str:
    return terms.string(_sound(value))


def _text(value: str, lang: str) -> str:
    return terms.text(_sound(value), lang)


def _sound(value: str) -> str:
    """A text as it is, but for what RDF cannot hold or what steers a terminal; line ends stay."""
    return "\n".join(clean(line) for line in value.split("\n"))
