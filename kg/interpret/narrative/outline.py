"""The outline of a document: its lines as headings, whole paragraphs and items of lists, and the tables between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from kg.domain import Level
from kg.interpret.blocks import Block
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, FlowLine, cut, line_field, raw_field
from kg.interpret.furniture import NAVIGATION, SEPARATOR, furniture
from kg.interpret.grid import Grid
from kg.interpret.narrative.headings import DANGLING, ENDED, STOPPED, announces, is_heading, is_row
from kg.interpret.narrative.marks import split_lead, with_markers
from kg.interpret.prose import Prose, prose
from kg.interpret.tree import wrapped_label
from kg.profile import squeeze

_WRAPPED = 160
"""Lines that are wrapped by hand or by a PDF are never longer than this."""
_PROSE = 40
_OFTEN = 0.3
"""Of the lines with so many characters, so many break a sentence off where a document is wrapped."""
_FIT = 0.06
"""Share of the width by which the letters of a PDF's line may differ from those of the longest."""
_USUAL = 0.85
"""Share of the usual width that a block of few or short lines is taken to have at least."""
_FOOT = 4
"""So many lines of a page's foot and head may lie between two lines of a paragraph."""
_MAX_LABEL = 280
_GOES_ON = re.compile(r"[a-z€(à-ÿ]")


@dataclass(slots=True)
class Piece:
    """A piece of the outline. ``kind`` is heading, paragraph, item, grid or aside.

    ``lines`` are its lines; a heading has the level that the format states, if any, in ``level``; an aside has its role
    (navigation, separator, row of a table that was not read, used by the head block) in ``role``; a grid stands in
    ``grid``. ``gap``: an empty line stands above it.
    """

    kind: str
    lines: list[Field] = field(default_factory=list)
    level: int = 0
    item: str = ""
    role: str = ""
    gap: bool = True
    grid: Grid | None = None
    _prose: Prose | None = None

    def prose(self, draft: Draft) -> Prose:
        """The text of the piece, with the way back to the source."""
        if self._prose is None:
            self._prose = prose(draft.document, self.lines, draft.words)
        return self._prose

    def text(self, draft: Draft) -> str:
        """The text of the piece; empty for a table."""
        return "" if self.grid else self.prose(draft).text

    @property
    def line(self) -> int:
        """The line that it begins on."""
        return self.grid.first_line if self.grid else self.lines[0].line


def outline(found: Sequence[Block], draft: Draft) -> list[Piece]:
    """Turn lines and tables in printed order into an outline."""
    return list(_Outliner(with_markers(found), draft).pieces())


class _Outliner:
    """Reads the blocks from the first to the last; knows how wide the wrapped lines around a line are."""

    def __init__(self, found: Sequence[Block], draft: Draft) -> None:
        self._draft = draft
        self._roles = furniture(draft.document.lines, draft.profile)
        for used in _used(draft):
            self._roles |= dict.fromkeys((span.line for span in used.spans), "used")
        words = sorted(draft.profile.words("documents", "navigation"), key=len, reverse=True)
        self._trailing = re.compile(rf"(?<=[.!?)\]])\s*(?P<words>{'|'.join(map(re.escape, words)) or '(?!)'})$", re.I)
        self._soft_breaks = draft.document.source.media_type == "text/markdown"  # CommonMark 6.8
        self._glued: dict[int, Field] = {}
        self._found = [self._without_navigation(block) for block in found]
        self._widths = _widths(self._found) if _is_wrapped(self._found) else []

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces in printed order."""
        at = 0
        while at < len(self._found):
            block = self._found[at]
            if isinstance(block, Grid):
                yield Piece("grid", grid=block)
                at += 1
                continue
            lead = self._lead(block)
            if lead:
                yield Piece("heading", [lead[0]], level=block.line.heading, gap=block.gap)
                block = self._found[at] = lead[1]
            piece, end = self._piece(block, at, led=lead is not None)
            yield piece
            yield from self._asides(at, end)
            at = end

    def _lead(self, block: FlowLine) -> tuple[Field, FlowLine] | None:
        """A heading that the text below it follows on the same line ("5B Afval: het voordeel ...")."""
        if self._role(block) or block.line.item:
            return None
        return split_lead(block, self._draft.profile, self._draft.number)

    def _piece(self, block: FlowLine, at: int, *, led: bool) -> tuple[Piece, int]:
        where = line_field(block.line)
        role = self._role(block)
        if role or is_row(block.text):
            return Piece("aside", [where], role=role or "row"), at + 1
        if block.line.item and not self._is_code_heading(block):
            end = self._end_of_paragraph(at)
            return Piece("item", self._fields(at, end), item=block.line.item, gap=block.gap), end
        if block.line.heading and not led:
            return Piece("heading", [where], level=block.line.heading, gap=block.gap), at + 1
        if self._is_code_heading(block) and not led:
            label = wrapped_label(self._found, at, self._draft)
            lines = [replace(label, spans=(span,)) for span in label.spans]
            return Piece("heading", lines, gap=block.gap), at + len(lines)
        end = self._end_of_paragraph(at)
        if end == at + 1 and not led and self._is_heading(at):
            return Piece("heading", [where], gap=block.gap), at + 1
        return Piece("paragraph", self._fields(at, end), gap=block.gap), end

    def _role(self, block: FlowLine) -> str:
        """What a line is that states nothing; empty for any other."""
        return self._roles.get(block.line.span.line, "")

    def _is_code_heading(self, block: FlowLine) -> bool:
        """Whether a line begins with the code of an element that is known, and says no more than its label would."""
        code = self._draft.profile.codes.leading(block.text)
        if not code or code.level is Level.INDICATOR or not self._draft.with_code(code.level, code.code):
            return False
        return len(block.text) <= _MAX_LABEL and block.text[code.rest : code.rest + 1].isupper()

    def _is_heading(self, at: int) -> bool:
        block = self._found[at]
        below = self._found[at + 1] if at + 1 < len(self._found) else None
        return isinstance(block, FlowLine) and is_heading(block.text, below, self._draft.profile)

    def _asides(self, at: int, end: int) -> Iterator[Piece]:
        """Page numbers and navigation between the lines of a paragraph, and what is glued to one of them."""
        for number, block in enumerate(self._found[at:end]):
            assert isinstance(block, FlowLine)
            if number and (role := self._role(block)):
                yield Piece("aside", [line_field(block.line)], role=role)
            if block.line.span.line in self._glued:
                yield Piece("aside", [self._glued[block.line.span.line]], role=NAVIGATION)

    def _end_of_paragraph(self, at: int) -> int:
        """Where a paragraph ends; the foot of a page (a number, navigation) may lie inside it."""
        last, end = at, at + 1
        while end < len(self._found):
            following = next((n for n in range(end, min(end + _FOOT, len(self._found))) if not self._is_foot(n)), None)
            if following is None or not self._continues(last, following):
                break
            last, end = following, following + 1
        return end

    def _is_foot(self, at: int) -> bool:
        block = self._found[at]
        return isinstance(block, FlowLine) and self._role(block) in (SEPARATOR, NAVIGATION)

    def _continues(self, before: int, at: int) -> bool:
        """Whether a line goes on with the sentence or the wrapped paragraph of the line above it."""
        above, block = self._found[before], self._found[at]
        if not isinstance(above, FlowLine) or not isinstance(block, FlowLine) or self._begins(block):
            return False
        profile = self._draft.profile
        if announces(above.text, profile) is not None or profile.leads_policy_documents(above.text):
            return False
        open_end = not ENDED.search(above.text)
        goes_on = open_end and bool(_GOES_ON.match(block.text) or DANGLING.search(above.text))
        if self._soft_breaks and not block.gap and len(above.text) <= _WRAPPED:
            return True
        if block.gap or at > before + 1:  # a sentence that goes on below the foot of a page
            return goes_on or (open_end and at > before + 1 and self._is_full(before, block))
        return goes_on or (self._is_full(before, block) and not self._is_short_heading(before, at))

    def _begins(self, block: FlowLine) -> bool:
        """Whether a line begins something of its own, whatever stands above it."""
        if block.line.heading or block.line.item or self._role(block) or self._is_code_heading(block):
            return True
        row = is_row(block.text) and not block.text.endswith(".")  # no cell ends in a full stop, a sentence does
        return announces(block.text, self._draft.profile) is not None or row

    def _is_full(self, at: int, following: FlowLine) -> bool:
        """Whether the first word of the next line would not have fitted on a line of a wrapped document."""
        block = self._found[at]
        if not self._widths or not isinstance(block, FlowLine):
            return False
        width = self._widths[at]
        return len(block.text) + 1 + len(following.text.split(" ", 1)[0]) > width - _FIT * width

    def _is_short_heading(self, before: int, at: int) -> bool:
        """Whether a line below a full one is a heading all the same: it stops early, and the line above has stopped."""
        above, block = self._found[before], self._found[at]
        after = self._found[at + 1] if at + 1 < len(self._found) else None
        if not isinstance(above, FlowLine) or not isinstance(block, FlowLine) or not STOPPED.search(above.text):
            return False
        if not isinstance(after, FlowLine) or after.gap:
            return not ENDED.search(block.text) and self._is_heading(at)
        return not self._is_full(at, after) and self._is_heading(at)

    def _fields(self, at: int, end: int) -> list[Field]:
        lines = (block for block in self._found[at:end] if isinstance(block, FlowLine))
        return [line_field(block.line) for block in lines if not self._role(block)]

    def _without_navigation(self, block: Block) -> Block:
        """Cut words of navigation off the end of a line that they are glued to ("(zie 10D).Ga naar boven")."""
        match = None if isinstance(block, Grid) else self._trailing.search(block.line.text)
        if isinstance(block, Grid) or match is None:
            return block
        raw = raw_field(block.line.text, block.line.span)
        self._glued[block.line.span.line] = cut(raw, match.start("words"))
        kept = cut(raw, 0, match.start())
        line = replace(block.line, text=kept.text, span=kept.spans[0])
        return replace(block, line=line, text=squeeze(kept.text))


def _used(draft: Draft) -> Iterator[Field]:
    """Lines that the title, the head block and the mission have used; a programme's heading is one all the same."""
    yield from (field for field in draft.structure if not _names_programme(field.text, draft))
    for edition in draft.editions.values():
        if edition.level is Level.PROGRAMME:
            yield from (where for _, where in filter(None, (edition.mission, edition.committee)))
            yield from (where for _, where in edition.portfolios)


def _names_programme(text: str, draft: Draft) -> bool:
    words = "|".join(map(re.escape, draft.profile.words("words", "programme")))
    return re.match(rf"(?:{words}) \d{{1,2}}\b", text, re.I) is not None


def _is_wrapped(found: Sequence[Block]) -> bool:
    """Whether lines were wrapped by hand or by a PDF: none is long, and sentences often go on on the next line."""
    lines = [block for block in found if isinstance(block, FlowLine)]
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap and not b.line.item and len(a.text) >= _PROSE]
    going_on = sum(1 for a, b in pairs if not ENDED.search(a.text) and _GOES_ON.match(b.text))
    longest = max((len(line.text) for line in lines), default=0)
    return longest <= _WRAPPED and going_on > 0 and going_on >= _OFTEN * len(pairs)


def _widths(found: Sequence[Block]) -> list[int]:
    """For each block the width of its page: the length of the longest line of its run, and near the usual one at least.

    A run of few lines, or of short ones, does not show how wide its page is.
    """
    runs = [
        (run, max((len(block.text) for block in run if isinstance(block, FlowLine)), default=0)) for run in _runs(found)
    ]
    usual = median([widest for run, widest in runs for _ in run] or [0])
    return [max(widest, round(_USUAL * usual)) for run, widest in runs for _ in run]


def _runs(found: Sequence[Block]) -> Iterator[list[Block]]:
    """Lines that follow each other without an empty line or a table between."""
    run: list[Block] = []
    for block in found:
        if run and (isinstance(block, Grid) or isinstance(run[-1], Grid) or block.gap):
            yield run
            run = []
        run.append(block)
    if run:
        yield run
