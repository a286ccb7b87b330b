"""Policy areas and goal trees: each wording with its place, children attached by code and never by position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from kg.codes import Code
from kg.domain import Level
from kg.interpret.blocks import Block
from kg.interpret.draft import Draft, EditionDraft
from kg.interpret.fields import Field, FlowLine, join, line_field, raw_field, squeezed
from kg.interpret.grid import Grid
from kg.interpret.regions import split_at_codes
from kg.interpret.stated import report_unread
from kg.profile import squeeze

MAX_HEADING = 90
MAX_LABEL = 250
_OPENING = 15
"""The name of the programme stands among so many first lines and tables."""

_NUMBERED = re.compile(r"^\d+(?:\.\d+)+:? ")
_SENTENCE = re.compile(r"[.!?;,]['\"’”)]?$")


def codes_in(found: Sequence[Block], draft: Draft) -> Iterator[tuple[Code, Field]]:
    """Yield the codes at the beginning of lines and cells, in printed order."""
    for block in found:
        if isinstance(block, FlowLine):
            candidates = [line_field(block.line)] if len(block.text) <= MAX_LABEL else []
        else:
            candidates = [cell for row in block.rows for cell in row.cells.values()]
        for field in candidates:
            code = draft.profile.codes.leading(field.text)
            if code:
                yield code, field


def infer_number(found: Sequence[Block], draft: Draft) -> None:
    """Take the programme's number where no head block prints it: from codes, a heading, the address, or captions.

    The first of these that speaks decides, if it names one number; a file of several programmes has none.
    """
    if draft.number is not None or draft.scopes:
        return
    codes = draft.profile.codes
    sources: list[list[tuple[str, Field]]] = [
        [(codes.programme(code.code), field) for code, field in codes_in(found, draft)],
        [(_heading_number(block, draft), line_field(block.line)) for block in found if isinstance(block, FlowLine)],
        [(codes.programme_of_deviation(cell.text), cell) for cell in _cells(found, "deviations")],
        [(_number_within(field.text, draft), field) for field in draft.identity.fields],
        [(_number_within(b.caption.text, draft), b.caption) for b in found if isinstance(b, Grid) and b.caption],
    ]
    for source in sources:
        stated = [(number, field) for number, field in source if number]
        if stated:
            if len({number for number, _ in stated}) == 1:
                draft.number = stated[0][0]
                draft.edition(Level.PROGRAMME, draft.number, stated[0][1])
            else:
                draft.chapters = _chapters(found, draft)
            return
    _unnumbered(found, draft)


def _chapters(found: Sequence[Block], draft: Draft) -> list[tuple[int, str | None]]:
    """Where the headings of programmes stand, and those that end the last one ("Overzicht van baten en lasten").

    Headings right above another one are a list of programmes, and so is the last of these where it comes again.
    """
    numbers = [_heading_number(block, draft) if isinstance(block, FlowLine) else "" for block in found]
    chapters: list[tuple[int, str | None]] = []
    for index, block in enumerate(found):
        above, below = numbers[index - 1 : index], numbers[index + 1 : index + 2]
        listed = any(below) or (any(above) and numbers[index] in numbers[index + 1 :])
        if isinstance(block, FlowLine) and numbers[index] and not listed:
            chapters.append((block.line.span.line, numbers[index]))
    ends = [line.span.line for line in draft.document.lines if draft.profile.ends_programme(line.text)]
    return sorted([*chapters, *((line, None) for line in ends)], key=lambda chapter: chapter[0]) if chapters else []


def _unnumbered(found: Sequence[Block], draft: Draft) -> None:
    """Take the programme by its name where the opening gives it no number ("Programma Duurzaamheid").

    Not where a municipality's grammar numbers its programmes: there such a line is a project's heading.
    """
    if draft.profile.words("codes", "policy-area"):
        return
    word = "|".join(re.escape(word) for word in draft.profile.words("words", "programme"))
    pattern = re.compile(rf"(?:{word}):? (?P<name>[A-Z][^\d|]+)")
    named: dict[str, tuple[str, Field]] = {}
    for block in found[:_OPENING]:
        short = isinstance(block, FlowLine) and len(block.text) <= MAX_HEADING and not _SENTENCE.search(block.text)
        match = pattern.fullmatch(block.text) if isinstance(block, FlowLine) and short else None
        if match and isinstance(block, FlowLine):
            named.setdefault(match["name"].casefold(), (match["name"], line_field(block.line)))
    if len(named) == 1:
        name, where = next(iter(named.values()))
        draft.own = draft.uncoded(Level.PROGRAMME, name, where)


def _cells(found: Sequence[Block], kind: str) -> Iterator[Field]:
    grids = (block for block in found if isinstance(block, Grid) and block.kind == kind)
    return (cell for grid in grids for row in grid.rows for cell in row.cells.values())


def _heading_number(block: FlowLine, draft: Draft) -> str:
    match = _programme_heading_in(block, draft)
    return match["number"] if match else ""


def _number_within(text: str, draft: Draft) -> str:
    """The number behind the word for a programme, in an address or a caption ("Reserves programma 9")."""
    word = "|".join(re.escape(word) for word in draft.profile.words("words", "programme"))
    found = set(re.findall(rf"\b(?:{word})[ -]0?(\d{{1,2}})(?![\d-]?\d)", text, re.I))
    return str(found.pop()) if len(found) == 1 else ""


def read_tree(found: Sequence[Block], draft: Draft) -> None:
    """Read policy areas and goal trees; headings without a code are matched by their words, when all is known."""
    nameless: list[tuple[str, Field]] = []
    for block in found:
        if isinstance(block, FlowLine):
            _programme_heading(block, draft)
            heading = _area_heading(block, draft)
            if heading and heading[0]:
                draft.mention(Level.POLICY_AREA, heading[0], heading[1], heading[2])
            elif heading:
                nameless.append((heading[1], heading[2]))
    for number, block in enumerate(found):
        if isinstance(block, Grid) and block.kind == "goals":
            _goal_table(block, number + 1, draft)
    _goal_lines(found, draft)
    for label, where in nameless:
        area = draft.named(Level.POLICY_AREA, label)
        if area is None:
            if draft.profile.words("codes", "policy-area"):  # else a heading is how an area is known
                draft.remark("L08 heading", where, label=label)
            area = draft.uncoded(Level.POLICY_AREA, label, where)
            continue
        area.where.append(where)
        draft.word(area, label, where)


def _programme_heading_in(block: FlowLine, draft: Draft) -> re.Match[str] | None:
    """A line that is nothing but the number of a programme, with or without its name ("Programma 02")."""
    if len(block.text) > MAX_HEADING or _SENTENCE.search(block.text):
        return None
    word = "|".join(re.escape(word) for word in draft.profile.words("words", "programme"))
    pattern = rf"(?:{word}) 0?(?P<number>\d{{1,2}})(?:(?: ?[:.–-])? (?P<name>[^\W\d].*))?"
    match = re.fullmatch(pattern, block.text, re.I)
    return match if match and (match["name"] or "A")[0].isupper() else None


def _programme_heading(block: FlowLine, draft: Draft) -> None:
    match = _programme_heading_in(block, draft)
    if match and draft.number in (None, match["number"]):
        programme = draft.edition(Level.PROGRAMME, match["number"], line_field(block.line))
        if match["name"] and programme.says(match["name"]):
            draft.word(programme, match["name"], line_field(block.line))


def _area_heading(block: FlowLine, draft: Draft) -> tuple[str, str, Field] | None:
    """Read a heading of a policy area: (code or "", label, where)."""
    text = block.text
    if len(text) > MAX_HEADING or _SENTENCE.search(text) or block.line.item:
        return None
    where = line_field(block.line)
    word, rest = _structural_word(text, where, draft)
    if word is None:
        code = draft.profile.codes.leading(text)
        if not code or code.level is not Level.POLICY_AREA or not _own(code.code, draft):
            return None
        label = text[code.rest :]
        return (code.code, label, where) if label[:1].isupper() else None
    code = draft.profile.codes.leading(rest)
    if code and code.level is Level.POLICY_AREA:
        return (code.code, rest[code.rest :], where) if _own(code.code, draft) else None
    label = _NUMBERED.sub("", rest)  # "1.1 Onderwijs": a number of the city's own, without a grammar
    return ("", label, where) if label[:1].isupper() and not code else None


def _structural_word(text: str, where: Field, draft: Draft) -> tuple[str | None, str]:
    """Cut the word for a policy area off a heading; one letter too many or too few is read, and reported (S12)."""
    first, _, rest = text.partition(" ")
    for word in draft.profile.words("words", "policy_area"):
        if first.rstrip(":").casefold() == word.casefold() and rest:
            return word, rest.strip()
        close = len(word) >= 8 and Levenshtein.distance(first.casefold(), word.casefold(), score_cutoff=1) == 1
        if rest and close and first[0].isupper():
            draft.remark("S12", where, found=first, meant=word)
            return word, rest.strip()
    return None, text


def _own(code: str, draft: Draft) -> bool:
    return draft.number is None or draft.profile.codes.programme(code) == draft.number


def _goal_table(grid: Grid, table: int, draft: Draft) -> None:
    draft.structure += grid.stated
    report_unread(grid, draft)
    goal: EditionDraft | None = None
    areas: set[str] = set()
    uncoded: list[Field] = []
    for row in grid.rows:
        for column, cell in sorted(row.cells.items()):
            pieces = split_at_codes(cell, draft.profile) if len(cell.spans) == 1 else [cell]
            for piece in pieces:
                role = grid.columns[column].role if column < len(grid.columns) else ""
                edition = _goal_or_target(piece, role, table, goal, draft)
                if edition and not edition.code and draft.profile.words("codes", "goal"):
                    uncoded.append(piece)
                goal = edition if edition and edition.level is Level.GOAL else goal
                if edition and edition.code:
                    areas.add(draft.profile.codes.area(edition.code))
    if uncoded:
        draft.remark("L08 table", *uncoded, labels=", ".join(f'"{squeeze(piece.text)}"' for piece in uncoded))
    for area in sorted(areas):
        first = next(e for e in draft.editions.values() if e.code and e.code.startswith(area) and e.code != area)
        known = draft.edition(Level.POLICY_AREA, area)
        if not known.where:
            known.where += first.where[:1]
        if known.key not in draft.covers:
            draft.covers.append(known.key)


def _goal_or_target(
    piece: Field, role: str, table: int, goal: EditionDraft | None, draft: Draft
) -> EditionDraft | None:
    code = draft.profile.codes.leading(piece.text)
    if code and code.level in (Level.GOAL, Level.PERFORMANCE_TARGET):
        return draft.define(code.level, code.code, squeeze(piece.text[code.rest :]), piece, table)
    label = squeeze(piece.text)
    if code or role not in ("goal", "performance-target") or not re.search(r"[^\W\d_]{3}", label):
        draft.structure.append(piece)
        return None
    level = Level.GOAL if role == "goal" and not _extends(label, goal) else Level.PERFORMANCE_TARGET
    edition = draft.uncoded(level, label, piece)
    if level is Level.PERFORMANCE_TARGET and goal:
        edition.parent = edition.parent or goal.ref
    return edition


def _extends(label: str, goal: EditionDraft | None) -> bool:
    """Whether a label's number extends that of the goal above it ("1.1.2" below "1.1"): its row span was lost."""
    number = re.match(r"[\w.]*\d", goal.label) if goal else None
    return bool(number and re.match(rf"{re.escape(number[0])}\.\d", label))


def _goal_lines(found: Sequence[Block], draft: Draft) -> None:
    """Goals and performance targets outside a table: headings that repeat one, or a list used instead of a table."""
    for index, block in enumerate(found):
        if not isinstance(block, FlowLine) or len(block.text) > MAX_LABEL:
            continue
        code = draft.profile.codes.leading(block.text)
        if code and code.level is Level.INDICATOR:
            draft.remark("L07 line", line_field(block.line))
        if not code or code.level not in (Level.GOAL, Level.PERFORMANCE_TARGET) or not _own(code.code, draft):
            continue
        known = draft.with_code(code.level, code.code)
        field = _wrapped(found, index, code, draft)
        label = squeeze(field.text[code.rest :])
        for edition in draft.worded(code.level, code.code, label):
            edition.where.append(field)
            draft.word(edition, label, field)
        if not known and label[:1].isupper() and not _SENTENCE.search(label):
            _define_line(block, draft)


def _define_line(block: FlowLine, draft: Draft) -> None:
    """Take a line that states an element; a goal and its performance target may stand side by side on it."""
    for piece in split_at_codes(raw_field(block.line.text, block.line.span), draft.profile):
        code = draft.profile.codes.leading(piece.text)
        if code and (not draft.with_code(code.level, code.code)):
            label = squeeze(piece.text[code.rest :])
            draft.define(code.level, code.code, label, squeezed(piece), -block.line.span.line)


def wrapped_label(found: Sequence[Block], index: int, draft: Draft) -> Field:
    """The line of a heading that begins with a known code, with the lines below it that its label runs on to."""
    block = found[index]
    assert isinstance(block, FlowLine)
    code = draft.profile.codes.leading(block.text)
    return _wrapped(found, index, code, draft) if code else line_field(block.line)


def _wrapped(found: Sequence[Block], index: int, code: Code, draft: Draft) -> Field:
    """The line itself, or with the lines below it as far as they make up a wording that is known."""
    fields: list[Field] = []
    for block in found[index : index + 4]:
        if not isinstance(block, FlowLine) or (fields and block.gap):
            break
        fields.append(line_field(block.line))
        whole = join(fields, draft.words)
        if draft.worded(code.level, code.code, whole.text[code.rest :]):
            return whole
    return fields[0]
