"""What was read of the running text of a file, as a compact and stable text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.coverage import KEPT, UNDERSTOOD, coverage_of
from kg.domain import Explanation, Part, Passage, PlannedActivity, TextFigure
from kg.figures import Missing


def text_lines(part: Part) -> Iterator[str]:
    """Each text with what it is about and where, then what stands in it; last the lines that state no fact."""
    yield f"part {part.key}"
    for explanation in part.explanations:
        yield _explanation(explanation)
        yield from _inside(part, explanation.node)
    for activity in part.activities:
        yield _activity(activity)
        yield from _inside(part, activity.node)
    for document in part.policy_documents:
        yield f'policy document {document.key} "{document.title}" {_places(document.evidence)}'
        yield from _inside(part, document.node)
    yield from _inside(part, None)
    for item in coverage_of(part).items:
        if item.status not in (UNDERSTOOD, KEPT):
            yield f"{item.status} {item.passage.span.line}: {item.passage.quote}"


def _explanation(explanation: Explanation) -> str:
    about = [ref.key for ref in explanation.about] + list(explanation.deviations)
    bits = [f"explanation {explanation.key} by {explanation.attached_by} about {' '.join(about) or '-'}"]
    bits += [f"section {explanation.section}"] if explanation.section else []
    bits += [f"above {' > '.join(explanation.above)}"] if explanation.above else []
    bits += [f'heading "{explanation.heading.text}"'] if explanation.heading else []
    bits += [f'"{paragraph.text}" {_places(paragraph.evidence)}' for paragraph in explanation.paragraphs]
    return "; ".join(bits)


def _activity(activity: PlannedActivity) -> str:
    bits = [f"activity {activity.key} about {activity.about.key if activity.about else '-'}"]
    bits += [f'theme "{activity.theme.text}"'] if activity.theme else []
    bits += [f'introduction "{activity.introduction.text}"'] if activity.introduction else []
    bits += [f'lead-in "{activity.lead_in}"'] if activity.lead_in else []
    return "; ".join([*bits, f'"{activity.text}" {_places(activity.evidence)}'])


def _inside(part: Part, node: str | None) -> Iterator[str]:
    for figure in part.figures:
        if isinstance(figure, TextFigure) and figure.stands_in == node:
            yield _figure(figure)
    for reference in part.references:
        if reference.stands_in == node:
            yield f'  points at {reference.target} "{reference.name}" {_places(reference.evidence)}'
    for decision in part.decisions:
        if decision.stands_in == node:
            yield f"  cites {decision.kind} {decision.notation} {_places(decision.evidence)}"
    for mention in part.mentions:
        if (node in mention.stands_in) if node else not mention.stands_in:
            yield f"  names {mention.label}"


def _figure(figure: TextFigure) -> str:
    bits = [f"  figure {figure.key}: {figure.reading.verbatim!r} -> {_reading(figure)} {figure.unit}"]
    bits += [f"of {figure.counted}"] if figure.counted else []
    bits += [word for word in (figure.per, figure.approximation) if word]
    bits += [f"part of {figure.part_of}"] if figure.part_of else []
    return "; ".join(bits)


def _reading(figure: TextFigure) -> str:
    """The value, or the bounds of a range, and how exact a value on a scale is."""
    reading, scale = figure.reading, f"e{figure.scale}" if figure.scale else ""
    if isinstance(reading, Missing):
        return f"{reading.reason} {reading.lower}{scale}..{reading.upper}{scale}"
    return f"{reading.value}{scale} ± {reading.precision}" if scale else str(reading.value)


def _places(passages: Iterable[Passage]) -> str:
    return "@" + ",".join(str(passage.span.line) for passage in passages)
