"""The outline of a document: its lines as headings, whole paragraphs and items of lists, and the tables between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.domain import Level
from kg.interpret.blocks import Block
from kg.interpret.draft import Draft
from kg.interpret.fields import Field, FlowLine, cut, line_field, raw_field
from kg.interpret.grid import Grid
from kg.interpret.prose import Prose, prose
from kg.interpret.tree import wrapped_label
from kg.profile import squeeze

_WRAPPED = 160
"""Lines that are wrapped by hand or by a PDF are never longer than this."""
_PROSE = 40
_OFTEN = 0.3
"""Of the lines with so many characters, so many break a sentence off where a document is wrapped."""
_MAX_HEADING = 140
_SHORT = 60
"""A line so short, without a full stop and right above a long text, is a heading even if it is a sentence."""

_FOOT = 4
"""So many lines of a page's foot and head may lie between two lines of a paragraph."""

_FIT = 0.06
"""Share of the width by which the letters of a PDF's line may differ from those of the longest."""

_FEW = 2
"""A run of so few lines does not show how wide its page is."""

_ENDED = re.compile(r"[.!?:;…][)\]'\"’”]*$")
SENTENCES = re.compile(r"[.!?][)\]'\"’”]*\s+[A-ZÀ-Þ'\"‘“(]")
"""Where one sentence ends and another begins."""
_NO_HEADING = re.compile(r"[.;,…][)\]'\"’”]*$")
_DANGLING = re.compile(r"\b(?:de|het|een|van|en|of|met|te|dat|die|deze|als|per|doordat|omdat|waarbij)$")
"""No sentence and no heading ends in such a word: the next line goes on with it."""
_LISTED = re.compile(r"[;,]$")
_ARTICLE = re.compile(r"(?:de|het|een|er|dit|deze|dat|we|wij|in|voor|om)\b", re.I)
_STOPPED = re.compile(r"[.!?…][)\]'\"’”]*$")
_GOES_ON = re.compile(r"[a-z€(à-ÿ]")
_BEGINS = re.compile(r"[A-ZÀ-Þ0-9'\"‘“(]")
_RULE = re.compile(r"[\W_]*")
_PAGE = re.compile(r"(?:pagina|blz\.?|p\.)? ?\d{1,4}(?: ?(?:/|van|\|) ?\d{1,4})?", re.I)
_VERB = re.compile(
    r"(?<!\bdie )(?<!\bdat )(?<!\bwat )(?<!\bwaar )(?<!\bhoe )"
    r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|zal|zullen|moet|moeten|gaat|gaan|blijft|blijven|komt|komen|staat|staan)\b"
)


@dataclass(slots=True)
class Piece:
    """A piece of the outline. ``kind`` is heading, paragraph, item, grid or aside.

    ``lines`` are its lines; a heading has the level that the format states, if any, in ``level``; an aside has its role
    (navigation, separator, used by the head block or as a title) in ``role``; a grid stands in ``grid``.
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

    @property
    def line(self) -> int:
        """The line that it begins on."""
        return self.grid.first_line if self.grid else self.lines[0].line


def outline(found: Sequence[Block], draft: Draft) -> list[Piece]:
    """Turn lines and tables in printed order into an outline."""
    return list(_Outliner(found, draft, is_wrapped=_is_wrapped(found)).pieces())


def _is_wrapped(found: Sequence[Block]) -> bool:
    """Whether lines were wrapped by hand or by a PDF: none is long, and sentences often go on on the next line."""
    lines = [block for block in found if isinstance(block, FlowLine)]
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap and not b.line.item and len(a.text) >= _PROSE]
    going_on = sum(1 for a, b in pairs if not _ENDED.search(a.text) and _GOES_ON.match(b.text))
    longest = max((len(line.text) for line in lines), default=0)
    return longest <= _WRAPPED and going_on > 0 and going_on >= _OFTEN * len(pairs)


class _Outliner:
    """Reads the blocks from the first to the last; knows how wide the wrapped lines around a line are."""

    def __init__(self, found: Sequence[Block], draft: Draft, *, is_wrapped: bool) -> None:
        self._draft = draft
        self._wrapped = is_wrapped
        self._used = {span.line for used in _used(draft) for span in used.spans}
        words = draft.profile.data["documents"].get("navigation", [])
        self._navigation = {word.casefold() for word in words}
        joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        self._trailing = re.compile(rf"(?<=[.!?)\]])\s*(?P<words>{joined or '(?!)'})$", re.I)
        self._glued: dict[int, Field] = {}
        self._found = [self._without_navigation(block) for block in found]
        self._page_heads = _page_heads(self._found, draft)
        self._widths = _widths(self._found) if is_wrapped else []

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces in printed order."""
        at = 0
        while at < len(self._found):
            block = self._found[at]
            if isinstance(block, Grid):
                yield Piece("grid", grid=block)
                at += 1
                continue
            piece, end = self._piece(block, at)
            yield piece
            yield from self._asides(at, end)
            at = end

    def _piece(self, block: FlowLine, at: int) -> tuple[Piece, int]:
        where = line_field(block.line)
        if role := self._role(block):
            return Piece("aside", [where], role=role), at + 1
        if block.line.item and not self._is_code_heading(block):
            end = self._end_of_paragraph(at)
            return Piece("item", self._fields(at, end), item=block.line.item, gap=block.gap), end
        if block.line.heading:
            return Piece("heading", [where], level=block.line.heading), at + 1
        if self._is_code_heading(block):
            label = wrapped_label(self._found, at, self._draft)
            return Piece("heading", [replace_text(span, label) for span in label.spans]), at + len(label.spans)
        end = self._end_of_paragraph(at)
        if end == at + 1 and self._is_heading(block, at):
            return Piece("heading", [where]), at + 1
        return Piece("paragraph", self._fields(at, end), gap=block.gap), end

    def _role(self, block: FlowLine) -> str:
        """What a line is that states nothing; empty for any other."""
        text = block.text
        if text.casefold() in self._navigation:
            return "navigation"
        if _RULE.fullmatch(text) or _PAGE.fullmatch(text) or block.line.span.line in self._page_heads:
            return "separator"
        return "used" if block.line.span.line in self._used else ""

    def _is_code_heading(self, block: FlowLine) -> bool:
        """Whether a line begins with the code of an element that is known, and says no more than its label would."""
        code = self._draft.profile.codes.leading(block.text)
        if not code or code.level is Level.INDICATOR or not self._draft.with_code(code.level, code.code):
            return False
        return len(block.text) <= 2 * _MAX_HEADING and block.text[code.rest : code.rest + 1].isupper()

    def _is_heading(self, block: FlowLine, at: int) -> bool:
        """Whether a line that is no part of a longer paragraph is a heading: short, without an end, no sentence."""
        text = block.text
        if self._draft.profile.section_of(text) is not None and len(text) <= _MAX_HEADING:
            return True
        if len(text) > _MAX_HEADING or not _BEGINS.match(text) or self._draft.profile.says_nothing(text):
            return False
        if SENTENCES.search(text) or _DANGLING.search(text):
            return False
        below = self._found[at + 1] if at + 1 < len(self._found) else None
        if _NO_HEADING.search(text) or (text.endswith(":") and self._leads(text, below)):
            return False
        above_text = isinstance(below, FlowLine) and not below.gap and len(below.text) > 2 * len(text)
        return not _VERB.search(text) or (len(text) <= _SHORT and above_text)

    def _asides(self, at: int, end: int) -> Iterator[Piece]:
        """Page numbers and navigation between the lines of a paragraph, and what is glued to one of them."""
        for number, block in enumerate(self._found[at:end]):
            assert isinstance(block, FlowLine)
            if number and (role := self._role(block)):
                yield Piece("aside", [line_field(block.line)], role=role)
            if block.line.span.line in self._glued:
                yield Piece("aside", [self._glued[block.line.span.line]], role="navigation")

    def _leads(self, text: str, below: Block | None) -> bool:
        """Whether a line that ends in a colon leads in what follows: a list, or words that go on with its sentence."""
        if not isinstance(below, FlowLine):
            return False
        return bool(below.line.item or _LISTED.search(below.text) or _ARTICLE.match(text))

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
        return isinstance(block, FlowLine) and self._role(block) in ("separator", "navigation")

    def _continues(self, before: int, at: int) -> bool:
        """Whether a line goes on with the sentence or the wrapped paragraph of the line above it."""
        above, block = self._found[before], self._found[at]
        if not isinstance(above, FlowLine) or not isinstance(block, FlowLine):
            return False
        if block.line.heading or block.line.item or self._role(block) or self._is_code_heading(block):
            return False
        if self._draft.profile.section_of(block.text) is not None:
            return False
        open_end = not _ENDED.search(above.text)
        full = self._wrapped and self._is_full(before, block)
        if block.gap or at > before + 1:  # a sentence that goes on below the foot of a page
            return open_end and (full or bool(_GOES_ON.match(block.text)))
        if open_end and (_GOES_ON.match(block.text) or _DANGLING.search(above.text)):
            return True
        return full and not self._is_short_heading(at)

    def _is_full(self, at: int, following: FlowLine) -> bool:
        """Whether the first word of the next line would not have fitted on a line."""
        block = self._found[at]
        assert isinstance(block, FlowLine)
        width = self._widths[at]
        return len(block.text) + 1 + len(following.text.split(" ", 1)[0]) > width - _FIT * width

    def _is_short_heading(self, at: int) -> bool:
        """Whether a line below a full one is a heading all the same: it stops early, and the line above has stopped."""
        above, block = self._found[at - 1], self._found[at]
        after = self._found[at + 1] if at + 1 < len(self._found) else None
        if not isinstance(above, FlowLine) or not isinstance(block, FlowLine) or not _STOPPED.search(above.text):
            return False
        if not isinstance(after, FlowLine) or after.gap:
            return not _ENDED.search(block.text) and self._is_heading(block, at)
        return not self._is_full(at, after) and self._is_heading(block, at)

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


def replace_text(span: object, label: Field) -> Field:
    """Return the field of one line of a label that stands on several."""
    one = next(other for other in label.spans if other is span)
    return replace(label, spans=(one,))


def _used(draft: Draft) -> Iterator[Field]:
    """Lines that the title, the head block and the mission have used."""
    yield from draft.structure
    for edition in draft.editions.values():
        if edition.level is Level.PROGRAMME:
            yield from (where for _, where in filter(None, (edition.mission, edition.committee)))
            yield from (where for _, where in edition.portfolios)


def _page_heads(found: Sequence[Block], draft: Draft) -> set[int]:
    """Lines beside a page number that name the document or its programme: the head or foot of a page."""
    heads: set[int] = set()
    kinds: dict[str, list[str]] = draft.profile.data["documents"]["kinds"]
    words = [*(word for words in kinds.values() for word in words), *draft.profile.words("words", "programme")]
    named = re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b.*\d", re.I)
    for one, other in pairwise(found):
        if not isinstance(one, FlowLine) or not isinstance(other, FlowLine):
            continue
        for number, line in ((one, other), (other, one)):
            if _PAGE.fullmatch(number.text) and len(line.text) <= _MAX_HEADING and named.match(line.text):
                heads.add(line.line.span.line)
    return heads


def _widths(found: Sequence[Block]) -> list[int]:
    """For each block the length of the longest line of its run; a run of few lines looks at the one above it too."""
    widths: list[int] = []
    before = 0
    for run in _runs(found):
        widest = max((len(block.text) for block in run if isinstance(block, FlowLine)), default=0)
        widths += [widest if len(run) > _FEW else max(widest, before)] * len(run)
        before = widths[-1]
    return widths


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
