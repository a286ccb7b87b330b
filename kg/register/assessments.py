"""Whether targets of indicators were met, as far as that can be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg import identifiers, terms, vocabulary
from kg.domain import Level
from kg.register.directions import Directions
from kg.register.element import Element
from kg.register.order import Order, drawn_up, edition_iri
from kg.register.outline import Outline, PartOutline, Value
from kg.terms import Quad

_UNSURE = ("misaligned", "unread")
_PART_OF_YEAR = "part-of-year"


@dataclass(frozen=True, slots=True)
class Printed:
    """A realised or target value with where it is printed; ``order`` sorts by when its document was drawn up."""

    value: Value
    document: Outline
    part: PartOutline
    order: Order

    @property
    def iri(self) -> str:
        """IRI of the figure."""
        return identifiers.in_part(self.part.iri, "figure", self.value.key)

    @property
    def is_whole(self) -> bool:
        """Whether it is a value of a whole year that nobody doubts, drawn up when that year was over."""
        value = self.value
        return value.value is not None and not value.coverage and not value.doubt and self.is_final

    @property
    def is_final(self) -> bool:
        """Whether its document was drawn up after its year; not so where that is unknown."""
        return self.value.year is not None and self.order[0] > self.value.year


@dataclass(frozen=True, slots=True)
class Assessed:
    """A target of an indicator, the result that it was compared with, and what can be said: a code, and why not."""

    element: Element
    target: Printed
    result: Printed | None
    verdict: str
    reasons: tuple[str, ...]


def assessed(documents: Sequence[Outline], elements: Sequence[Element], directions: Directions) -> Iterator[Assessed]:
    """Assess each target that the documents print of an indicator; of an edition without an element nothing is said.

    A target is compared with the result of its own year only. "Met" and "not met" need a direction, two values of whole
    years without doubt, and one unit and scale; otherwise all reasons stand with the verdict "not to be said".
    """
    by_edition = {stated.iri: element for element in elements for stated in element.editions}
    known = {id(element): directions.of(element) for element in elements if element.level is Level.INDICATOR}
    targets: list[tuple[Element, Printed]] = []
    results: dict[tuple[int, int], list[Printed]] = {}
    for printed in _printed(documents):
        element = by_edition.get(edition_iri(printed.part.iri, printed.value.about))
        if element is None or element.level is not Level.INDICATOR:
            continue
        if printed.value.kind == "target":
            targets.append((element, printed))
        elif printed.value.year is not None:
            results.setdefault((id(element), printed.value.year), []).append(printed)
    for element, target in targets:
        direction = known[id(element)]
        year = target.value.year
        candidates = results.get((id(element), year), []) if year is not None else []
        result, why = chosen(target, candidates)
        said = verdict(target.value, result.value if result else None, direction.direction if direction else None, why)
        yield Assessed(element, target, result, *said)


def fell_short(found: Iterable[Assessed]) -> frozenset[tuple[Level, str]]:
    """The indicators (by name) whose target was not met in the last year of which that can be said."""
    last: dict[tuple[Level, str], tuple[int, Order, str]] = {}
    for one in found:
        if one.verdict != "not-to-be-said" and one.target.value.year is not None:
            said = (one.target.value.year, one.target.order, one.verdict)
            last[one.element.name] = max(last.get(one.element.name, said), said)
    return frozenset(name for name, (_year, _order, said) in last.items() if said == "not-met")


def assessment_quads(found: Iterable[Assessed], base: str) -> Iterator[Quad]:
    """Describe what can be said of targets."""
    for one in found:
        yield from _assessment(one, base)


def verdict(
    target: Value, result: Value | None, direction: str | None, known: Sequence[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """Say whether a target was met by a result of its year, and if that cannot be said all reasons why.

    ``direction`` is a code of the list of directions, None where nobody decided; ``known`` are reasons that the choice
    of the result already gave.
    """
    reasons = [
        *({None: ["direction-unknown"], "open": ["direction-open"]}.get(direction, [])),
        *(["year-unknown"] if target.year is None else []),
        *_reasons(target, missing="target-missing", in_words="target-in-words", in_doubt="target-in-doubt"),
        *known,
    ]
    if result is not None:
        reasons += _reasons(result, missing="result-missing", in_words="result-in-words", in_doubt="value-in-doubt")
        both = target.value is not None and result.value is not None
        reasons += ["other-unit"] if both and (target.unit, target.scale) != (result.unit, result.scale) else []
    elif target.year is not None:
        reasons.append("no-result-printed")
    if reasons or result is None or target.value is None or result.value is None:
        return "not-to-be-said", tuple(dict.fromkeys(reasons))
    higher = direction == "higher-is-better"
    reached = result.value >= target.value if higher else result.value <= target.value
    return "met" if reached else "not-met", ()


def chosen(target: Printed, candidates: Iterable[Printed]) -> tuple[Printed | None, list[str]]:
    """The result to compare a target with, and what makes that result unfit beside what is printed of it.

    That of the target's own document where it is whole, else the newest that is whole; where none is, what the own
    document prints in its place, else what the newest does.
    """
    ranked = sorted(
        candidates, key=lambda one: (one.is_whole, one.document.iri == target.document.iri, one.order), reverse=True
    )
    if not ranked:
        return None, []
    first = ranked[0]
    same = [one for one in ranked if one.document.iri == first.document.iri and one.is_whole]
    differ = len({(one.value.value, one.value.unit, one.value.scale) for one in same}) > 1
    early = first.value.value is not None and not first.is_final
    return first, ["results-differ"] * differ + ["year-not-over"] * early


def _printed(documents: Sequence[Outline]) -> Iterator[Printed]:
    """The target and realised values of indicators of all documents; money has a phase and no target."""
    for document in documents:
        for part in document.parts:
            for index, value in enumerate(part.values):
                if value.kind in ("target", "realised") and not value.is_money:
                    yield Printed(value, document, part, (*drawn_up(document), document.iri, part.iri, -index))


def _assessment(one: Assessed, base: str) -> Iterator[Quad]:
    municipality = one.target.document.municipality.code
    iri = terms.iri(assessment_iri(base, municipality, one.target))
    graph = terms.iri(identifiers.register_graph(base, municipality))
    pairs = [("rdf:type", vocabulary.doel("Assessment")), ("doel:assessedTarget", one.target.iri)]
    pairs += [("doel:assessedResult", one.result.iri)] if one.result else []
    pairs += [("doel:verdict", vocabulary.code(one.verdict))]
    pairs += [("doel:verdictReason", vocabulary.code(reason)) for reason in one.reasons]
    for predicate, value in pairs:
        yield iri, terms.iri(vocabulary.curie(predicate)), terms.iri(value), graph


def assessment_iri(base: str, municipality: str, target: Printed) -> str:
    """IRI of the assessment of a target: under the municipality, by document, part and figure.

    It ends as the figure's IRI does: ``…/gm0546/assessment/annual-report-2024/9/indicators/9A1.a/target/2024``.
    """
    document = target.document.iri.rpartition("/")[2]
    part = target.part.iri.rpartition("/")[2]
    root = identifiers.municipality_base(base, municipality)
    return identifiers.in_part(root, "assessment", document, part, target.value.key)


def _reasons(value: Value, *, missing: str, in_words: str, in_doubt: str) -> Iterator[str]:
    """Why a target or result is not fit for a verdict."""
    if value.missing in _UNSURE or (value.doubt and value.doubt != _PART_OF_YEAR):
        yield in_doubt
    elif value.missing:
        yield in_words if value.missing == "in-words" else missing
    if value.coverage or value.doubt == _PART_OF_YEAR:
        yield _PART_OF_YEAR
