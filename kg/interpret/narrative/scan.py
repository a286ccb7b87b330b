"""What stands in texts: figures, cross references, decisions, organisations, each with its place and its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from kg.domain import CrossReference, DecisionReference, Mention, Passage, TextFigure
from kg.identifiers import slug
from kg.interpret.amount_parts import Amount
from kg.interpret.amounts import find_amounts
from kg.interpret.decisions import find_decisions
from kg.interpret.draft import Draft
from kg.interpret.fields import Field
from kg.interpret.narrative.references import Pointed, find_references
from kg.interpret.narrative.texts import Unit
from kg.interpret.organisations import find_organisations
from kg.interpret.prose import prose

_T = TypeVar("_T")
_ROW = 60


def scan(units: Sequence[Unit], others: Sequence[Field], draft: Draft) -> None:
    """Read all texts in printed order; ``others`` are cells and lines that are no text but may name organisations."""
    ordered = sorted((unit for unit in units if unit.prose.text), key=lambda unit: unit.prose.starts[0])
    numbers: Counter[str] = Counter()
    for unit in ordered:
        if unit.sort != "label":
            _figures(unit, numbers, draft)
        if unit.sort == "text":
            _references(unit, draft)
        _decisions(unit, draft)
    _mentions(ordered, others, draft)
    _cite(draft)


def _figures(unit: Unit, numbers: Counter[str], draft: Draft) -> None:
    """Amounts in a text; figures of one text are numbered, and know which of them they are a part of."""
    name = unit.node.replace("/", "-") if unit.node else f"{unit.sort}-{slug(unit.prose.text)[:_ROW].strip('-')}"
    keys: list[str] = []
    for amount in find_amounts(unit.prose.text, draft.profile):
        numbers[name] += 1
        part_of = keys[amount.part_of] if amount.part_of is not None else None
        draft.figure(_figure(unit, amount, f"{name}-{numbers[name]}", part_of, draft))
        keys.append(draft.figures[-1].key)


def _figure(unit: Unit, amount: Amount, row: str, part_of: str | None, draft: Draft) -> TextFigure:
    passage = unit.prose.passage(draft.document, amount.start, amount.end)
    return TextFigure(
        table="text",
        row=row,
        kind="text-value",
        phase=None,
        year=None,
        about=unit.about,
        reading=replace(amount.reading, verbatim=passage.quote),
        unit=amount.unit,
        scale=amount.scale,
        column="",
        evidence=(passage,),
        stands_in=unit.node,
        counted=amount.counted,
        per=amount.per,
        approximation=amount.approximation,
        part_of=part_of,
    )


def _references(unit: Unit, draft: Draft) -> None:
    """Pointers to other programmes and areas: one a text and target, with all its places."""
    draft.enter(unit.prose.spans[0].line)
    by_target: dict[str, list[Pointed]] = {}
    for pointed in find_references(unit.prose.text, draft.profile, draft.number):
        by_target.setdefault(pointed.target, []).append(pointed)
    for target, places in by_target.items():
        passages = tuple(unit.prose.passage(draft.document, place.start, place.end) for place in places)
        reference = CrossReference(
            key=str(len(draft.references) + 1),
            target=target,
            level=places[0].level,
            verbatim=passages[0].quote,
            evidence=passages,
            name=next((place.name for place in places if place.name), ""),
            stands_in=unit.node,
        )
        draft.references.append(reference)


def _decisions(unit: Unit, draft: Draft) -> None:
    for cited in find_decisions(unit.prose.text, draft.profile):
        passage = unit.prose.passage(draft.document, cited.start, cited.end)
        decision = DecisionReference(
            key=str(len(draft.decisions) + 1),
            kind=cited.kind,
            notation=cited.notation,
            verbatim=passage.quote,
            evidence=(passage,),
            stands_in=unit.node,
        )
        draft.decisions.append(decision)


def _cite(draft: Draft) -> None:
    """Policy documents cite the decisions that stand in them."""
    for index, document in enumerate(draft.policy_documents):
        cited = tuple(decision.key for decision in draft.decisions if decision.stands_in == document.node)
        draft.policy_documents[index] = replace(document, decisions=cited)


def _mentions(units: Sequence[Unit], others: Sequence[Field], draft: Draft) -> None:
    """Organisations of the reviewed list, one mention each, with every place; a card of one is its mention already."""
    texts = [(unit.prose, unit.node) for unit in units]
    texts += [(prose(draft.document, [field]), None) for field in others]
    found: dict[str, list[tuple[Passage, str | None]]] = {}
    for text, node in sorted(texts, key=lambda pair: pair[0].starts[0] if pair[0].text else 0):
        for named in find_organisations(text.text, draft.profile):
            passage = text.passage(draft.document, named.start, named.end)
            found.setdefault(named.organisation, []).append((passage, node))
    cards = {slug(mention.label): index for index, mention in enumerate(draft.mentions)}
    for organisation, places in found.items():
        passages = _once(passage for passage, _ in places)
        reviewed = draft.profile.organisations[organisation]
        said: dict[str, Any] = {
            "organisation": organisation,
            "stands_in": _once(node for _, node in places if node),
            "national": reviewed.scope == "national",
            "generic": reviewed.kind == "generic",
        }
        index = cards.get(slug(organisation))
        if index is None:
            key = draft.key("mention", slug(organisation))
            draft.mentions.append(Mention(key=key, label=organisation, evidence=passages, **said))
        else:
            card = draft.mentions[index]
            draft.mentions[index] = replace(card, evidence=_once((*card.evidence, *passages)), **said)


def _once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
