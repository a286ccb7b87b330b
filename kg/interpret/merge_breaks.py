"""Texts of two renditions that are broken up differently: consecutive texts of one are a text of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.domain import CrossReference, Explanation, Part, TextFigure
from kg.interpret.draft import comparable

Words = list[str]


def broken_alike(one: Part, other: Part) -> tuple[Part, Part]:
    """Join consecutive explanations of either part where both say the same words with breaks in other places.

    A file with an empty line between paragraphs holds two texts where one of wrapped lines, whose last line happens to
    be full, holds a single one. The joined text stands at the place of its first, is about what that is about and has
    all its paragraphs; figures, references, decisions and mentions of its pieces stand in it.
    """
    runs = list(_runs(list(map(_words, one.explanations)), list(map(_words, other.explanations))))
    return _joined(one, [run for run, _ in runs]), _joined(other, [run for _, run in runs])


def _words(text: Explanation) -> Words:
    return [word.rstrip(".:;") for word in comparable(text.text).split()]


def _runs(one: Sequence[Words], other: Sequence[Words]) -> Iterator[tuple[range, range]]:
    """The shortest runs of texts that say the same words, one of the two longer than a single text."""
    begins: dict[str, list[int]] = {}
    for index, words in enumerate(other):
        begins.setdefault(words[0] if words else "", []).append(index)
    used = 0
    for at, words in enumerate(one):
        if at < used or not words:
            continue
        for begin in begins.get(words[0], ()):
            found = _run(one, at, other, begin)
            if found and max(map(len, found)) > 1:
                yield found
                used = found[0].stop
                for index in found[1]:
                    begins[other[index][0] if other[index] else ""].remove(index)
                break


def _run(one: Sequence[Words], at: int, other: Sequence[Words], begin: int) -> tuple[range, range] | None:
    """The shortest runs from two places on that say the same; None where one goes on with other words."""
    ours, theirs = list(one[at]), list(other[begin])
    end, stop = at + 1, begin + 1
    while ours != theirs:
        shared = min(len(ours), len(theirs))
        if ours[:shared] != theirs[:shared]:
            return None
        if len(ours) < len(theirs):
            if end == len(one):
                return None
            ours += one[end]
            end += 1
        else:
            if stop == len(other):
                return None
            theirs += other[stop]
            stop += 1
    return range(at, end), range(begin, stop)


def _joined(part: Part, runs: Iterable[range]) -> Part:
    """The part with one explanation in place of each run, and what stood in those of the run standing in it."""
    explanations: list[Explanation] = list(part.explanations)
    nodes: dict[str, str] = {}
    gone: set[str] = set()
    for run in runs:
        pieces = [part.explanations[index] for index in run]
        first = pieces[0]
        nodes |= {piece.node: first.node for piece in pieces}
        gone |= {piece.key for piece in pieces[1:]}
        explanations[run.start] = replace(first, paragraphs=tuple(p for piece in pieces for p in piece.paragraphs))
    if not gone:
        return part
    figures = _renumbered(part, nodes)
    return replace(
        part,
        explanations=tuple(text for text in explanations if text.key not in gone),
        references=_references(part.references, nodes),
        decisions=tuple(replace(d, stands_in=nodes.get(d.stands_in or "", d.stands_in)) for d in part.decisions),
        mentions=tuple(
            replace(m, stands_in=tuple(dict.fromkeys(nodes.get(node, node) for node in m.stands_in)))
            for m in part.mentions
        ),
        figures=tuple(figures.get(figure.key, figure) for figure in part.figures),
    )


def _references(references: Iterable[CrossReference], nodes: Mapping[str, str]) -> tuple[CrossReference, ...]:
    """One a text and target, with all its places, as where the text was read as one."""
    found: dict[tuple[str, ...], CrossReference] = {}
    for reference in references:
        node = nodes.get(reference.stands_in or "")
        moved = replace(reference, stands_in=node or reference.stands_in)
        said = (node, moved.target) if node else (moved.key,)
        known = found.get(said)
        if known:
            moved = replace(known, evidence=(*known.evidence, *moved.evidence), name=known.name or moved.name)
        found[said] = moved
    return tuple(found.values())


def _renumbered(part: Part, nodes: Mapping[str, str]) -> dict[str, TextFigure]:
    """By their keys, the figures of joined texts: numbered on in the one text, each a part of the same as before."""
    numbers: Counter[str] = Counter()
    moved: dict[str, TextFigure] = {}
    for figure in part.figures:
        if isinstance(figure, TextFigure) and (node := nodes.get(figure.stands_in or "")):
            numbers[node] += 1
            row = f"{node.replace('/', '-')}-{numbers[node]}"
            whole = moved.get(figure.part_of or "")
            part_of = whole.key if whole else figure.part_of
            moved[figure.key] = replace(figure, row=row, stands_in=node, part_of=part_of)
    return moved
