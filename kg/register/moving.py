"""Figures that two documents state differently, as findings for a reader (Y04, Y05, Y06, Y09)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.findings import Finding, Place, Severity, place_of
from kg.register.naming import document_name, element_name, listed
from kg.register.restated import Printed, Restatement

_RULES = {
    "result-restated": "Y04",
    "target-changed": "Y05",
    "target-raised": "Y06",
    "target-lowered": "Y06",
    "account-restated": "Y09",
}
"""A budget that is stated differently has no rule: that is as often in order as not."""

_SIDES = {
    "expense": ("lasten", "expense"),
    "revenue": ("baten", "revenue"),
    "balance": ("saldo", "balance"),
    "addition": ("toevoeging", "addition"),
    "withdrawal": ("onttrekking", "withdrawal"),
    "reserve-movement": ("mutatie reserves", "movement of reserves"),
    "result": ("resultaat", "result"),
}
_SAID = {
    "Y04": (
        "Over {years} staat bij {of} in {now} een ander cijfer dan in {then}",
        "For {years} {now} gives another figure for {of} than {then}",
    ),
    "Y05": (
        "De streefwaarde voor {years} van {of} is in {now} anders dan in {then}",
        "The target for {years} of {of} is another in {now} than in {then}",
    ),
    "Y09": (
        "De rekening {years} van {of} is in {now} anders dan in {then}",
        "The {years} account of {of} is another in {now} than in {then}",
    ),
}


def restatement_findings(found: Sequence[Restatement]) -> Iterator[Finding]:
    """Say which results (Y04), targets (Y05, Y06) and accounts (Y09) are stated differently.

    One finding for an element, two documents and a rule, however many years or sides differ. A warning where nothing
    in the later document may account for one of them; another target for a later year is information.
    """
    groups: dict[tuple[object, ...], list[Restatement]] = {}
    for one in found:
        if one.kind in _RULES:
            ends = (one.earlier.document.iri, one.later.document.iri)
            groups.setdefault((_RULES[one.kind], one.element.name, *ends), []).append(one)
    for unsorted in groups.values():
        group = sorted(unsorted, key=_printed_order)
        rule = _RULES[group[0].kind]
        nl, en = _of_later_year(group[0]) if rule == "Y06" else _of_one_year(rule, group)
        open_ends = rule != "Y06" and not all(one.explained for one in group)
        yield Finding(
            rule,
            Severity.WARNING if open_ends else Severity.INFO,
            nl + ("; een toelichting is daar niet gevonden." if open_ends else "."),
            en + ("; no explanation was found there." if open_ends else "."),
            tuple(place for one in group for side in (one.later, one.earlier) for place in _places(side)),
            group[0].later.document.iri,
            group[0].later.iri,
        )


def _of_one_year(rule: str, group: Sequence[Restatement]) -> tuple[str, str]:
    """What stood of the same years, and what stands there now."""
    years = sorted({one.later.value.year for one in group if one.later.value.year is not None})
    pairs = [_pair(one, len(years) > 1) for one in group]
    first = group[0]
    said = []
    for lang, template in enumerate(_SAID[rule]):
        words = template.format(
            years=listed([str(year) for year in years])[lang],
            of=element_name(first.later.stated)[lang],
            now=document_name(first.later.document)[lang],
            then=document_name(first.earlier.document)[lang],
        )
        said.append(f"{words}: {listed([pair[lang] for pair in pairs])[lang]}")
    return said[0], said[1]


def _pair(one: Restatement, with_year: bool) -> tuple[str, str]:
    """The figure that stands now and the one that stood there, with what tells it from others of the same finding."""
    now, then = one.later.value, one.earlier.value
    nl, en = _SIDES.get(now.kind, ("", "")) if now.is_money else ("", "")
    year = f" ({now.year})" if with_year else ""
    return (
        f"{nl} {now.verbatim} in plaats van {then.verbatim}{year}".strip(),
        f"{en} {now.verbatim} instead of {then.verbatim}{year}".strip(),
    )


def _printed_order(one: Restatement) -> tuple[int, int]:
    value = one.later.value
    return value.year or 0, [*_SIDES].index(value.kind) if value.kind in _SIDES else -1


def _of_later_year(one: Restatement) -> tuple[str, str]:
    now, then = one.later.value, one.earlier.value
    nl, en = ("hoger", "higher") if one.kind == "target-raised" else ("lager", "lower")
    of_nl, of_en = element_name(one.later.stated)
    (nl_then, en_then), (nl_now, en_now) = document_name(one.earlier.document), document_name(one.later.document)
    return (
        f"De streefwaarde van {of_nl} is {nl} dan eerder: {then.verbatim} voor {then.year} in {nl_then}, "
        f"{now.verbatim} voor {now.year} in {nl_now}",
        f"The target of {of_en} is {en} than before: {then.verbatim} for {then.year} in {en_then}, "
        f"{now.verbatim} for {now.year} in {en_now}",
    )


def _places(printed: Printed) -> tuple[Place, ...]:
    place = printed.value.place
    return (place_of(place, printed.part.names),) if place else ()
