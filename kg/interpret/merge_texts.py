"""Texts of two renditions of one part: the same words are one text, with the evidence of each; others get free keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, TypeVar

from kg.domain import Explanation, Mention, Part, Passage, PlannedActivity, PolicyDocument, Statement, TextFigure
from kg.interpret.draft import comparable

_T = TypeVar("_T", bound=Any)


def with_own_texts(one: Part, other: Part) -> Part:
    """Give the texts of the second file the keys that the same texts have in the first; others get keys of their own.

    Figures, references, decisions and mentions of the second file then stand in the texts of those keys.
    """
    nodes: dict[str, str] = {}
    explanations = _renamed(one.explanations, other.explanations, lambda text: text.text, _next_explanation, nodes)
    activities = _renamed(one.activities, other.activities, lambda activity: activity.text, _next_number, nodes)
    documents = _renamed(
        one.policy_documents, other.policy_documents, lambda document: document.title, _next_number, nodes
    )
    decisions = _numbered(one.decisions, other.decisions, lambda d: (d.notation, d.stands_in), nodes)
    references = _numbered(one.references, other.references, lambda r: (r.target, r.stands_in), nodes)
    decided = {old.key: new.key for old, new in zip(other.decisions, decisions, strict=True)}
    figures = {f.key: _text_figure(f, nodes) for f in other.figures if isinstance(f, TextFigure)}
    return replace(
        other,
        explanations=explanations,
        activities=activities,
        policy_documents=tuple(
            replace(document, decisions=tuple(decided[key] for key in document.decisions)) for document in documents
        ),
        references=references,
        decisions=decisions,
        mentions=tuple(
            replace(m, stands_in=tuple(nodes.get(node, node) for node in m.stands_in)) for m in other.mentions
        ),
        figures=tuple(_part_of(figures.get(f.key, f), figures) for f in other.figures),
    )


def merged_explanations(one: Sequence[Explanation], other: Sequence[Explanation]) -> tuple[Explanation, ...]:
    """Put the explanations of two files together; the paragraphs of one text keep the places of both."""
    return _merged(one, other, _explanation)


def merged_activities(one: Sequence[PlannedActivity], other: Sequence[PlannedActivity]) -> tuple[PlannedActivity, ...]:
    """Put the activities of two files together."""
    return _merged(one, other, _activity)


def merged_documents(one: Sequence[PolicyDocument], other: Sequence[PolicyDocument]) -> tuple[PolicyDocument, ...]:
    """Put the policy documents of two files together."""
    return _merged(one, other, _document)


def merged_places(one: Sequence[_T], other: Sequence[_T]) -> tuple[_T, ...]:
    """Put what two files state together (references, tables, notes, ...): one of a key has the places of both."""
    return _merged(one, other, lambda a, b: replace(a, evidence=union(a.evidence, b.evidence)))


def merged_mentions(one: Sequence[Mention], other: Sequence[Mention]) -> tuple[Mention, ...]:
    """Put the mentions of two files together."""
    return _merged(one, other, _mention)


def union(one: tuple[_T, ...], other: tuple[_T, ...]) -> tuple[_T, ...]:
    """Both, each once, in order."""
    return tuple(dict.fromkeys((*one, *other)))


def _merged(one: Sequence[_T], other: Sequence[_T], both: Callable[[_T, _T], _T]) -> tuple[_T, ...]:
    found: dict[str, _T] = {item.key: item for item in one}
    for item in other:
        found[item.key] = both(found[item.key], item) if item.key in found else item
    return tuple(found.values())


def _explanation(one: Explanation, other: Explanation) -> Explanation:
    places = [paragraph.evidence for paragraph in other.paragraphs]
    if len(places) != len(one.paragraphs):  # broken up differently: the places of the whole
        places = [tuple(passage for place in places for passage in place), *[()] * (len(one.paragraphs) - 1)]
    paragraphs = tuple(
        replace(paragraph, evidence=union(paragraph.evidence, more))
        for paragraph, more in zip(one.paragraphs, places, strict=True)
    )
    return replace(one, paragraphs=paragraphs, heading=merged_statement(one.heading, other.heading))


def _activity(one: PlannedActivity, other: PlannedActivity) -> PlannedActivity:
    return replace(
        one,
        evidence=union(one.evidence, other.evidence),
        theme=merged_statement(one.theme, other.theme),
        introduction=merged_statement(one.introduction, other.introduction),
    )


def _document(one: PolicyDocument, other: PolicyDocument) -> PolicyDocument:
    return replace(
        one,
        evidence=union(one.evidence, other.evidence),
        introduction=merged_statement(one.introduction, other.introduction),
        decisions=union(one.decisions, other.decisions),
    )


def _mention(one: Mention, other: Mention) -> Mention:
    return replace(
        one,
        evidence=union(one.evidence, other.evidence),
        stands_in=union(one.stands_in, other.stands_in),
        table=one.table or other.table,
        role=one.role or other.role,
    )


def merged_statement(one: Statement | None, other: Statement | None) -> Statement | None:
    """Give a statement the places of both files; other words are another statement, and the first stays."""
    if one is None or other is None or comparable(one.text) != comparable(other.text):
        return one or other
    places: tuple[Passage, ...] = union(one.evidence, other.evidence)
    return replace(one, evidence=places)


def _renamed(
    one: Sequence[_T],
    other: Sequence[_T],
    words: Callable[[_T], str],
    following: Callable[[_T, Iterable[str]], str],
    nodes: dict[str, str],
) -> tuple[_T, ...]:
    """Give each item the key of the same words, else the next that is free; note the change of its node."""
    known: dict[str, list[str]] = {}
    for item in one:
        known.setdefault(comparable(words(item)), []).append(item.key)
    taken = {item.key for item in one}
    renamed: list[_T] = []
    for item in other:
        same = known.get(comparable(words(item)))
        key = same.pop(0) if same else following(item, taken)
        taken.add(key)
        renamed.append(replace(item, key=key))
        nodes[item.node] = renamed[-1].node
    return tuple(renamed)


def _next_explanation(explanation: Explanation, taken: Iterable[str]) -> str:
    about = explanation.key.rpartition("/")[0]
    return next(key for number in count(1) if (key := f"{about}/{number}") not in taken)


def _next_number(_: object, taken: Iterable[str]) -> str:
    return next(key for number in count(1) if (key := str(number)) not in taken)


def _numbered(
    one: Sequence[_T], other: Sequence[_T], said: Callable[[_T], object], nodes: Mapping[str, str]
) -> tuple[_T, ...]:
    """Give each reference or decision the key of the same one in the same text, else the next that is free."""
    known: dict[object, list[str]] = {}
    for item in one:
        known.setdefault(said(item), []).append(item.key)
    taken = {item.key for item in one}
    renamed: list[_T] = []
    for item in other:
        moved = replace(item, stands_in=nodes.get(item.stands_in, item.stands_in))
        same = known.get(said(moved))
        key = same.pop(0) if same else _next_number(moved, taken)
        taken.add(key)
        renamed.append(replace(moved, key=key))
    return tuple(renamed)


def _text_figure(figure: TextFigure, nodes: Mapping[str, str]) -> TextFigure:
    """Move a figure to the key of its text."""
    node = nodes.get(figure.stands_in or "")
    if node is None or figure.stands_in is None:
        return figure
    rest = figure.row.removeprefix(figure.stands_in.replace("/", "-"))
    return replace(figure, stands_in=node, row=node.replace("/", "-") + rest)


def _part_of(figure: _T, figures: Mapping[str, TextFigure]) -> _T:
    if not isinstance(figure, TextFigure) or figure.part_of is None:
        return figure
    return replace(figure, part_of=figures[figure.part_of].key)
