"""The head block of a programme: number, name, committee, portfolios, mission or its absence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.domain import Level
from kg.figures import INVISIBLE
from kg.interpret.blocks import Block
from kg.interpret.draft import Draft, EditionDraft
from kg.interpret.fields import Field, FlowLine, join, line_field
from kg.interpret.grid import Grid, GridRow
from kg.interpret.narrative.headings import announces
from kg.interpret.tables import mission_heading
from kg.profile import find_municipality, squeeze

_MAX_LABEL = 60
_MAX_VALUES = 6
_MAX_PORTFOLIOS = 500
"""A longer text is no row of names."""
_HIDDEN = f"[{INVISIBLE}]*"
_NUMBER = re.compile(r"\d{1,2}")
_QUOTE = "'\"‘’“”`"
_SENTENCE_END = re.compile(r"[.!?:;]['\"’”)]?$")


def read_opening(found: Sequence[Block], draft: Draft) -> None:
    """Read the head block wherever it stands: as lines, one cell a line, or a table; nothing if there is none.

    Without a printed number the programme is the one that all codes of the file begin with (programme budget 2018 of
    Leiden). A file of several programmes is a chapter without number: what stands below a head block is of its
    programme, until the next one.
    """
    starts = _head_blocks(found, draft)
    bounds = [0, *starts[1:], len(found)]
    for start, (begin, end) in zip(starts, pairwise(bounds), strict=False):
        line = _first_line(found[start])
        number = _read_head(found[begin:end], found[max(0, start - _MAX_VALUES) : start], draft)
        draft.scopes += [(line, number)] if number else []
    numbers = {number for _, number in draft.scopes}
    if len(numbers) == 1:
        draft.number, draft.scopes = numbers.pop(), []


def _head_blocks(found: Sequence[Block], draft: Draft) -> list[int]:
    """Where the label of a programme's number stands, with a number behind or below it."""
    labels = _labels(draft, "number")
    places = [index for index, block in enumerate(found) if _begins_head(block, labels)]
    values = {index: _value(found[index : index + 2 + _MAX_VALUES], "number", draft) for index in places}
    return [index for index in places if values[index] and _NUMBER.fullmatch(values[index][0].text)]


def _begins_head(block: Block, labels: Sequence[str]) -> bool:
    if isinstance(block, Grid):
        cells = [row.cells.get(0) for row in block.rows] if block.kind == "head" else []
        return any(cell and cell.text.rstrip(":").casefold() in labels for cell in cells)
    return any(block.text[:_MAX_LABEL].casefold().startswith(label) for label in labels)


def _first_line(block: Block) -> int:
    return block.first_line if isinstance(block, Grid) else block.line.span.line


def _read_head(found: Sequence[Block], above: Sequence[Block], draft: Draft) -> str | None:
    """Read one head block; return the number of its programme."""
    values = {name: _value(found, name, draft) for name in ("number", "committee", "portfolios")}
    number = values["number"][0] if values["number"] else None
    if not number or not _NUMBER.fullmatch(number.text):
        return None
    code = number.text.lstrip("0") or "0"
    programme = draft.edition(Level.PROGRAMME, code, number)
    _name_before(above, programme, draft)
    if values["committee"]:
        programme.committee = programme.committee or (values["committee"][0].text, values["committee"][0])
        draft.structure.append(values["committee"][0])
    for value in values["portfolios"] if not programme.portfolios else ():
        _portfolios(value, programme, draft)
    return code


def _labels(draft: Draft, name: str) -> list[str]:
    return [label.casefold() for label in draft.profile.words("head", name)]


def _value(found: Sequence[Block], name: str, draft: Draft) -> list[Field]:
    """The values behind a label: in the next cell, on the same line, or on the next lines where it stands alone."""
    labels = _labels(draft, name)
    for index, block in enumerate(found):
        if isinstance(block, Grid):
            for row in block.rows if block.kind == "head" else ():
                label = row.cells.get(0)
                if label and label.text.rstrip(":").casefold() in labels:
                    draft.structure.append(label)
                    return [cell for i, cell in sorted(row.cells.items()) if i and cell]
            continue
        start = block.text[:_MAX_LABEL].casefold()
        if not any(start.startswith(label) for label in labels):
            continue
        if start.rstrip(":") in labels and (values := _below(found, index, draft)):
            draft.structure.append(line_field(block.line))
            return values
        value = _behind(block, labels, draft)
        if value and (name == "number" or _near_number(found, index, draft)):
            return [value]
    return []


def _below(found: Sequence[Block], index: int, draft: Draft) -> list[Field]:
    """The line below a label; all lines up to the next label, where that follows soon."""
    fields: list[Field] = []
    for block in found[index + 1 : index + 2 + _MAX_VALUES]:
        if not isinstance(block, FlowLine):
            break
        if _is_label(block.text, draft) or mission_heading(block.text, draft.profile) is not None:
            return fields
        fields.append(line_field(block.line))
    return fields[:1]


def _behind(block: FlowLine, labels: list[str], draft: Draft) -> Field | None:
    """The rest of a line that begins with a label."""
    raw = block.line.text
    for label in sorted(labels, key=len, reverse=True):
        pattern = r"\s+".join("".join(re.escape(letter) + _HIDDEN for letter in word) for word in label.split())
        match = re.match(rf"{pattern}\s*:?\s+(?=\S)", raw, re.I)
        if match and len(raw) <= 200:
            start = block.line.span.start
            draft.structure.append(_part(block, 0, match.end(), start))
            return _part(block, match.end(), len(raw), start)
    return None


def _part(block: FlowLine, begin: int, end: int, start: int) -> Field:
    text = block.line.text[begin:end].rstrip()
    span = replace(block.line.span, start=start + begin, end=start + begin + len(text))
    return Field(squeeze(text), (span,))


def _near_number(found: Sequence[Block], index: int, draft: Draft) -> bool:
    """A committee or portfolio stands within a few lines below the programme's number, else the word is prose."""
    numbers = _labels(draft, "number")
    near = [block for block in found[max(0, index - 8) : index] if isinstance(block, FlowLine)]
    return any(block.text.casefold().startswith(label) for block in near for label in numbers)


def _is_label(text: str, draft: Draft) -> bool:
    plain = text.rstrip(":").casefold()
    return any(plain in _labels(draft, name) for name in ("number", "committee", "portfolios"))


def _name_before(found: Sequence[Block], programme: EditionDraft, draft: Draft) -> None:
    """The line right above the head block is the programme's name, unless it is navigation or a document's title."""
    above = [block for block in found if isinstance(block, FlowLine)]
    labels = _labels(draft, "number")
    names = [block for block in above if block.text.rstrip(":").casefold() not in labels][-1:]
    skip = {word.casefold() for word in draft.profile.data["documents"].get("navigation", [])}
    for block in names:
        name = re.sub(r"^programma (?:\d{1,2})?[ :.-]*", "", block.text, flags=re.I) or block.text
        name = re.sub(rf"^0?{programme.code}\.? (?=[^\W\d])", "", name)
        title = any(field.spans == line_field(block.line).spans for field in draft.identity.fields[:1])
        words = block.text.casefold() not in skip and len(name) <= 90 and not _SENTENCE_END.search(name)
        if words and not (title and re.search(r"\d{4}", name)) and find_municipality(name) is None:
            draft.word(programme, name, line_field(block.line))
            programme.where.append(line_field(block.line))


def _portfolios(value: Field, programme: EditionDraft, draft: Draft) -> None:
    """Split at a separator, or where reviewed names fill the whole text; two that only a space parts stay one.

    Source: annual report 2024 of Leiden, "Economie, Kennis, Sport en Gezondheid Wonen, Bouwen en Welzijn".
    """
    names = [squeeze(piece) for piece in re.split(r"\s*[|;/•]\s*|\n", value.text) if squeeze(piece)]
    for name in names:
        pieces = _reviewed(name, draft.profile.portfolios) if len(name) <= _MAX_PORTFOLIOS else None
        if pieces is None and re.search(r"[a-z] [A-Z][a-z]+, ", name):
            draft.remark("L05", value, text=name)
        programme.portfolios += [(piece, value) for piece in pieces or [name]]


def _reviewed(text: str, known: Sequence[str]) -> list[str] | None:
    if not text:
        return []
    for name in known:
        if text == name or text.startswith(name + " "):
            rest = _reviewed(text[len(name) :].strip(), known)
            if rest is not None:
                return [name, *rest]
    return None


def read_mission(found: Sequence[Block], draft: Draft) -> None:
    """Read the mission of each programme, or that its place is empty (S08)."""
    read: set[str | None] = set()
    for index, block in enumerate(found):
        for label, name, text in _missions(found, index, block, draft):
            draft.leave()
            draft.enter(label.line, headings=True)
            if draft.number not in read:
                _take_mission(label, name, text, draft)
            read.add(draft.number)


def _missions(
    found: Sequence[Block], index: int, block: Block, draft: Draft
) -> Iterator[tuple[Field, str, Field | None]]:
    """The headings of missions in a block, each with the programme's name and the text that follows."""
    if isinstance(block, Grid):
        for number, row in enumerate(block.rows if block.kind == "head" else ()):
            label = row.cells.get(0)
            name = mission_heading(label.text, draft.profile) if label else None
            if label and name is not None:
                yield label, name, row.cells.get(1) or _cell_below(block.rows[number + 1 : number + 3], draft)
    elif (name := mission_heading(block.text, draft.profile)) is not None:
        yield line_field(block.line), name, _paragraph(found, index + 1, draft)


def _cell_below(rows: Sequence[GridRow], draft: Draft) -> Field | None:
    """The mission in a row of its own below its label, where the head block goes on behind it.

    Else it may be any text: in the annual report 2024 of Leiden an introduction stands there.
    """
    cells = [[cell for cell in row.cells.values() if cell] for row in rows]
    goes_on = len(cells) == 2 and bool(cells[1]) and _is_label(cells[1][0].text, draft)
    alone = goes_on and len(cells[0]) == 1 and not _is_label(cells[0][0].text, draft)
    return cells[0][0] if alone else None


def _take_mission(label: Field, name: str, text: Field | None, draft: Draft) -> None:
    draft.structure.append(label)
    if draft.number is None:
        return
    programme = draft.edition(Level.PROGRAMME, draft.number)
    if name:
        draft.word(programme, name, label)
        programme.where.append(label)
    if text:
        programme.mission = (text.text, text)
        return
    programme.mission_empty = label
    draft.remark("S08", label, label=label.text)


def _paragraph(found: Sequence[Block], start: int, draft: Draft) -> Field | None:
    """The paragraph at a place: to an empty line, a heading, a label, or a line that ends early after a full stop.

    A line wrapped by hand or PDF is as long as its words allow; where the first word of the next line would still have
    fitted, the line is the end of a paragraph or a heading.
    """
    lines: list[FlowLine] = []
    for index in range(start, len(found)):
        block = found[index]
        if not isinstance(block, FlowLine) or block.line.heading or (block.gap and lines):
            break
        if _is_label(block.text, draft) or mission_heading(block.text, draft.profile) is not None:
            break
        if _is_structure(block, draft) or announces(block.text, draft.profile) is not None:
            break
        if lines and is_heading(found, index, max(len(line.text) for line in lines)):
            break
        lines.append(block)
    short = len(lines) == 1 and len(lines[0].text) < 60 and not _SENTENCE_END.search(lines[0].text)
    if short and lines[0].text[0] not in _QUOTE:
        return None  # a heading, no mission
    return join([line_field(line.line) for line in lines], draft.words) if lines else None


def _is_structure(block: FlowLine, draft: Draft) -> bool:
    """Whether a line begins a part of the goal tree: no mission runs on into it."""
    first = block.text.split(maxsplit=1)[0].casefold()
    words = [word.casefold() for word in draft.profile.words("words", "policy_area")]
    return first in words or draft.profile.codes.leading(block.text) is not None


def is_heading(found: Sequence[Block], index: int, width: int) -> bool:
    """Whether a line among wrapped ones is a heading: after a sentence's end, short, no sentence itself, and broken off
    although the next word would have fitted in ``width``."""
    block, before = found[index], found[index - 1]
    following = found[index + 1] if index + 1 < len(found) else None
    if not isinstance(block, FlowLine) or not isinstance(before, FlowLine):
        return False
    if not _SENTENCE_END.search(before.text) or _SENTENCE_END.search(block.text) or not block.text[:1].isupper():
        return False
    word = following.text.split()[0] if isinstance(following, FlowLine) else ""
    return len(block.text) + 1 + len(word) <= width
