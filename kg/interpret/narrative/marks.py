"""Marks of lists that a plain text does not tell apart from letters, and headings that run into their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.domain import Level
from kg.interpret.blocks import Block
from kg.interpret.fields import Field, FlowLine, cut, raw_field, squeezed
from kg.interpret.narrative.headings import question_before
from kg.profile import Profile, squeeze

_MARK = re.compile(r"(?P<mark>[*–—·»>]|o|(?P<letter>[a-z])[.)])\s+(?=\S)")
_BOLD = re.compile(r"(?P<marks>\*\*|__)(?P<lead>[^*_]{2,90}?)(?P<colon>:?)(?P=marks)(?P<colon2>:?)\s+(?=\S)")
_COLON = re.compile(r"(?P<lead>[^:.;]{2,90}):\s+(?=\S)")


def with_markers(found: Sequence[Block]) -> list[Block]:
    """Take marks that plain text leaves in its lines ("* ", "– ", "o ", "a. ") off where two lines or more have them.

    A mark alone is a letter or a dash; lines of a table's notes were taken before.
    """
    marks = [_mark(block) for block in found]
    blocks: list[Block] = []
    for index, block in enumerate(found):
        mark = marks[index]
        near = [at for at in (index - 1, index + 1) if 0 <= at < len(marks)]
        if mark is None or not any(_goes_with(mark, found[at], marks[at]) for at in near):
            blocks.append(block)
            continue
        assert isinstance(block, FlowLine)
        blocks.append(_without(block, mark))
    return blocks


def _mark(block: Block) -> re.Match[str] | None:
    return _MARK.match(block.line.text) if isinstance(block, FlowLine) and not block.line.item else None


def _goes_with(one: re.Match[str], near: Block, other: re.Match[str] | None) -> bool:
    """Whether a mark is one beside a line above or below it: an item, or a line with a mark; letters in their order."""
    if isinstance(near, FlowLine) and near.line.item:
        return True
    if other and one["letter"] and other["letter"]:
        return abs(ord(one["letter"]) - ord(other["letter"])) == 1
    return other is not None


def _without(block: FlowLine, mark: re.Match[str]) -> FlowLine:
    kept = cut(raw_field(block.line.text, block.line.span), mark.end())
    line = replace(block.line, text=kept.text, span=kept.spans[0], item=mark["mark"])
    return replace(block, line=line, text=squeeze(kept.text))


def split_lead(block: FlowLine, profile: Profile, number: str | None) -> tuple[Field, FlowLine] | None:
    """Part a heading from the text that follows it on its line; None where a line has none.

    Such a heading is a code of the programme's own with a name and a colon ("5B Afval: het voordeel ..."), bold words
    with a colon, or a question that announces a section.
    """
    text = block.line.text
    end = _end_of_lead(text, profile, number)
    if not end:
        return None
    raw = raw_field(text, block.line.span)
    rest = cut(raw, end)
    line = replace(block.line, text=rest.text, span=rest.spans[0], heading=0)
    return squeezed(cut(raw, 0, end)), replace(block, line=line, text=squeeze(rest.text), gap=False)


def _end_of_lead(text: str, profile: Profile, number: str | None) -> int:
    bold = _BOLD.match(text)
    if bold and (bold["colon"] or bold["colon2"]):
        return bold.end()
    question = question_before(text, profile)
    if question:
        return len(question)
    code = profile.codes.leading(text) if text[:1].isdigit() else None
    if not code or code.level is Level.INDICATOR or (number and profile.codes.programme(code.code) != number):
        return 0
    colon = _COLON.match(text)
    named = colon is not None and text[code.rest : code.rest + 1].isupper()
    return colon.end() if colon and named and len(text) - colon.end() >= len(colon["lead"]) else 0
