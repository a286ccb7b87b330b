"""Rows of a table that lost its rulings: lines cut into texts and figures, put together into rows by the columns."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

from kg.domain import Level
from kg.figures import looks_like_figure, read_dated_figures
from kg.interpret.columns import SPECIAL_ROLES, Column
from kg.interpret.fields import Field, FlowItem, FlowLine, cut, join, line_field, raw_field, squeezed
from kg.interpret.grid import Grid, GridRow, align
from kg.interpret.heads import Head, take_aside
from kg.profile import Profile

_TOKEN = re.compile(r"(?:€\s*)?\S+(?:\s+%(?!\S))?(?:\s+\((?:meting\s+)?(?:19|20)\d{2}\)\**)?")
_SENTENCE = re.compile(r"[^\W\d_]{2}\.['\"’”)]*$|[^\W\d_]{3}[.!?]['\"’”)]* [A-Z]")
_SENTENCE_WORDS = 6
_YEAR_ALONE = re.compile(r"\((?:meting )?(?:19|20)\d{2}\)\**")
_MAX_TEXTS = 4
_MAX_TAIL = 60
_SIDE_WORDS = 8


@dataclass(slots=True)
class Piece:
    """A text or a figure; ``run`` is the number of figures that stand side by side on its line."""

    field: Field
    is_figure: bool
    run: int = 1


@dataclass(slots=True)
class _Record:
    """A row in the making: the texts before its figures, the figures, and what stands behind them."""

    texts: list[Field] = field(default_factory=list)
    figures: list[Field] = field(default_factory=list)
    after: list[Field] = field(default_factory=list)
    on_a_line: bool = False


class FigureRows:
    """Reads the rows below a head. The columns say how many figures a row has and what may stand behind them."""

    def __init__(self, grid: Grid, head: Head, profile: Profile, words: Container[str] = ()) -> None:
        self.grid, self.head, self.profile, self.words = grid, head, profile, words
        self.first = min(grid.figures())
        self.behind = grid.columns[max(grid.figures()) + 1 :]
        self.wanted = len(grid.figures())
        self.coded = False
        self.record = _Record()

    def read(self, items: Sequence[FlowItem], start: int, end: int) -> int:
        """Take rows from the items between two places; return where the table ends."""
        at = closed = start
        while at < end:
            item = items[at]
            if not isinstance(item, FlowLine):
                break
            if take_aside(line_field(item.line), self.head, self.profile):
                at += 1
                closed = closed if self.record.texts or self.record.figures else at
                continue
            pieces = pieces_of(item, self.wanted, self.behind, self.profile)
            following = items[at + 1] if at + 1 < end else None
            if self._ends_before(item, pieces, following):
                break
            closed = at if self._take(pieces) else closed
            at += 1
            if len(self.record.texts) > _MAX_TEXTS and not self.record.figures:
                break
            closed = at if self._is_full() else closed
        if self.record.figures:
            self._close()
            return at
        return at if self._take_rest_of_label() else closed

    def _ends_before(self, item: FlowLine, pieces: Sequence[Piece], following: FlowItem | None) -> bool:
        """Whether a line is running text below the table."""
        codes = self.profile.codes
        if codes.leading(item.text) or (pieces and codes.deviation.fullmatch(pieces[0].field.text)):
            return False
        if self.record.texts and not self.record.figures:
            return False
        figures = sum(piece.is_figure for piece in pieces)
        completes = 0 < figures < self.wanted == len(self.record.figures) + figures
        if (
            figures == len(pieces)
            or completes
            or (isinstance(following, FlowLine) and looks_like_figure(following.text))
        ):
            return False
        if _is_sentence(item.text):
            return True
        texts = " ".join(piece.field.text for piece in pieces if not piece.is_figure)
        doubtful = 0 < figures < self.wanted and any(map(looks_like_figure, texts.split()))
        self.grid.unread += [line_field(item.line)] if doubtful else []
        return doubtful

    def _take(self, pieces: Sequence[Piece]) -> bool:
        """Add pieces to the row in the making; True if a new row began with one of them."""
        began = False
        for piece in pieces:
            if self._takes_rest(piece):
                continue
            if not piece.is_figure and 0 < len(self.record.figures) < self.wanted:
                piece.is_figure = self.profile.is_target_in_words(piece.field.text)
            if self._is_stray(piece):
                self.grid.unread.append(piece.field)
                continue
            if self._begins_new(piece):
                if piece.is_figure and not self.coded:  # a source, or the name of the next row: nobody knows
                    self.grid.unread += self.record.after
                    self.record.after = []
                self._close()
                began = True
            self._place(piece)
        return began

    def _takes_rest(self, piece: Piece) -> bool:
        """Join the year in brackets below its figure, and the rest of a source whose bracket is still open."""
        record = self.record
        if record.figures and not record.after and _YEAR_ALONE.fullmatch(piece.field.text):
            record.figures[-1:] = [_spanned(record.figures[-1], piece.field)]
            if len(record.figures) > 1 and all(read_dated_figures(figure.text) for figure in record.figures[-2:]):
                record.figures[-2:] = [_spanned(*record.figures[-2:])]
            return True
        if record.after and not piece.is_figure and record.after[-1].text.count("(") > record.after[-1].text.count(")"):
            record.after[-1] = join([record.after[-1], piece.field], self.words)
            return True
        return False

    def _is_stray(self, piece: Piece) -> bool:
        """Whether a lone number follows a row that stood on one line in full: a page's number, not the row's."""
        full = self.record.on_a_line and len(self.record.figures) == self.wanted
        return piece.is_figure and piece.run == 1 and self.wanted > 1 and full

    def _begins_new(self, piece: Piece) -> bool:
        """Whether a piece begins the next row: a second line of figures, or a text that no column behind them holds.

        A single figure too many stays with the row, which is then in doubt as a whole.
        """
        record = self.record
        if piece.is_figure:
            return bool(record.after) or (piece.run > 1 and len(record.figures) >= self.wanted)
        code = self.profile.codes.leading(piece.field.text)
        if not record.figures:
            return bool(code and record.texts and self.grid.kind == "indicators")
        if code or len(record.after) >= len(self.behind):
            return True
        return not self.behind[len(record.after)].holds(piece.field.text, self.profile)

    def _place(self, piece: Piece) -> None:
        record = self.record
        if piece.is_figure:
            record.on_a_line = piece.run == self.wanted
            record.figures.append(piece.field)
        elif record.figures:
            record.after.append(piece.field)
        else:
            record.texts.append(piece.field)

    def _is_full(self) -> bool:
        return len(self.record.figures) >= self.wanted and len(self.record.after) == len(self.behind)

    def _close(self) -> None:
        record, self.record = self.record, _Record()
        if not record.figures and record.texts and self._continues_label(record.texts):
            return
        texts = self._fold(self._without_goal(record.texts))
        cells = [*texts, *record.figures, *record.after]
        if not cells:
            return
        code = self.profile.codes.leading(record.texts[0].text) if record.texts and record.figures else None
        self.coded = self.coded or bool(code and code.level is Level.INDICATOR)
        if self.coded and not code and 0 < len(record.figures) < self.wanted and record.texts:
            self.grid.unread += [*record.texts, *record.figures]
            return
        if len(cells) == 1 and not record.figures:
            self.grid.rows.append(GridRow({0: cells[0]}, cells[0].line))
            return
        row = align(cells, self.grid.columns, self.profile, cells[0].line)
        row.nameless = not record.texts
        self.grid.rows.append(row)

    def _take_rest_of_label(self) -> bool:
        return bool(self.record.texts) and self._continues_label(self.record.texts)

    def _continues_label(self, texts: Sequence[Field]) -> bool:
        """Join lines in lower case below a row with a code to its label (a label that wraps behind its figures)."""
        last = self.grid.rows[-1] if self.grid.rows else None
        label = last.cells.get(self.grid.index("indicator") or 0) if last else None
        lower = all(text.text[:1].islower() or text.text[:1] == "(" for text in texts[:1]) and len(texts) <= 2
        if not (self.coded and lower and last and label) or _is_sentence(texts[-1].text):
            return False
        last.cells[self.grid.index("indicator") or 0] = join([label, *texts], self.words)
        return True

    def _without_goal(self, texts: list[Field]) -> list[Field]:
        """Make a row of its own of a first text that calls itself a goal: it is no part of the next row's label."""
        words = (*self.profile.words("words", "goal"), *self.profile.words("words", "performance_target"))
        headed = len(texts) > 1 and texts[0].text.startswith(tuple(f"{word} " for word in words))
        if headed and self.grid.kind == "indicators":
            self.grid.rows.append(GridRow({0: texts[0]}, texts[0].line))
            return texts[1:]
        return texts

    def _fold(self, texts: list[Field]) -> list[Field]:
        """Join wrapped labels until they fit the label columns; a side, a number or a mark stays a cell of its own."""
        columns = self.grid.columns[: self.first]
        special = [i for i, text in enumerate(texts) if _is_special(text.text, columns, self.profile)]
        loose = [i for i in range(len(texts)) if i not in special]
        room = sum(column.role not in SPECIAL_ROLES for column in columns)
        if len(loose) <= room or not loose:
            return texts
        keep = max(room, 1) - 1
        joined = join([texts[i] for i in loose[keep:]], self.words)
        kept = [i for i in range(len(texts)) if i in special or i <= loose[keep]]
        return [joined if i == loose[keep] else texts[i] for i in kept]


def _spanned(first: Field, last: Field) -> Field:
    """One field from the beginning of the first to the end of the last: figures with their years, over two lines."""
    span = replace(first.spans[0], end=last.spans[-1].end)
    return Field(f"{first.text} {last.text}", (span,))


def _is_special(text: str, columns: Sequence[Column], profile: Profile) -> bool:
    return any(column.role in SPECIAL_ROLES and column.holds(text, profile) for column in columns)


def _is_sentence(text: str) -> bool:
    """Whether a text is a sentence, or holds the end of one.

    >>> [_is_sentence(t) for t in ("Op 1 juli ging de kade open.", "Aantal meldingen", "Het is klaar. Dit volgt")]
    [True, False, True]
    """
    return len(text.split()) >= _SENTENCE_WORDS - 2 and bool(_SENTENCE.search(text))


def pieces_of(item: FlowLine, wanted: int, behind: Sequence[Column], profile: Profile) -> list[Piece]:
    """Cut a line into texts and figures, where the figures end the line or a column behind them holds the rest."""
    whole = raw_field(item.line.text, item.line.span)
    tokens = list(_TOKEN.finditer(whole.text))
    row = wanted > 1 and len(tokens) == wanted and all(looks_like_figure(token[0]) for token in tokens)
    if not row and looks_like_figure(item.text) and not profile.codes.deviation.fullmatch(item.text):
        return [Piece(squeezed(whole), True)]
    run = _figure_run(tokens, wanted, whole.text, behind, profile)
    if run is None:
        return [Piece(text, False) for text in _words(whole, profile)]
    before = _words(cut(whole, 0, tokens[run[0]].start()), profile)
    figures = [cut(whole, *bounds) for bounds in _cells_of_run(tokens[run[0] : run[1]])]
    after = squeezed(cut(whole, tokens[run[1] - 1].end()))
    pieces = [Piece(text, False) for text in before] + [Piece(figure, True, len(figures)) for figure in figures]
    return [*pieces, Piece(after, False)] if after else pieces


def _figure_run(
    tokens: Sequence[re.Match[str]], wanted: int, text: str, behind: Sequence[Column], profile: Profile
) -> tuple[int, int] | None:
    """The last longest run of figures of a line: two or more; one at its end, behind a mark or where rows have one."""
    best: tuple[int, int] | None = None
    start = None
    for index in range(len(tokens) + 1):
        if index < len(tokens) and looks_like_figure(tokens[index][0]):
            start = index if start is None else start
        elif start is not None:
            marked = start > 0 and _is_mark(tokens[start - 1][0], profile)
            enough = index - start >= 2 or ((wanted == 1 or marked) and index == len(tokens))
            if enough and (best is None or index - start >= best[1] - best[0]):
                best = (start, index)
            start = None
    if best is None or not _may_follow(text[tokens[best[1] - 1].end() :].strip(), behind, profile):
        return None
    dated = any(read_dated_figures(token[0]) for token in tokens[best[0] : best[1]])
    return best if best[1] - best[0] <= wanted or dated else (best[1] - wanted, best[1])


def _may_follow(text: str, behind: Sequence[Column], profile: Profile) -> bool:
    if not text:
        return True
    fits = bool(behind) and len(text) <= _MAX_TAIL and not _is_sentence(text)
    return fits and any(column.holds(text, profile) for column in behind)


def _cells_of_run(tokens: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Figures with their year in brackets that follow each other are one cell."""
    cells: list[tuple[int, int]] = []
    dated_before = False
    for token in tokens:
        dated = bool(read_dated_figures(token[0]))
        if dated and dated_before:
            cells[-1] = (cells[-1][0], token.end())
        else:
            cells.append((token.start(), token.end()))
        dated_before = dated
    return cells


def _words(whole: Field, profile: Profile) -> list[Field]:
    """Cut the words before the figures of a line into number, subject, marks and side, where they stand at its ends."""
    text = whole.text
    number = profile.codes.deviation.match(text)
    start = number.end() if number and not text[number.end() : number.end() + 1].strip() else 0
    end, tail = len(text), list[Field]()
    while word := re.search(r"(?<!\S)\S\s*$", text[start:end]):
        if not _is_mark(word[0].strip(), profile):
            break
        tail.insert(0, cut(whole, start + word.start(), end))
        end = start + word.start()
    side = start + _side_at_end(text[start:end], profile)
    pieces = [cut(whole, 0, start), cut(whole, start, side), cut(whole, side, end), *tail]
    return [squeezed(piece) for piece in pieces if piece]


def _is_mark(text: str, profile: Profile) -> bool:
    return len(text) == 1 and profile.mark_meaning(text) is not None


def _side_at_end(text: str, profile: Profile) -> int:
    """Offset of the longest side that ends the text ("Preventie Lasten"); the length of the text if none does."""
    starts = [word.start() for word in re.finditer(r"\S+", text)][-_SIDE_WORDS:]
    return next((start for start in starts if profile.side(text[start:])), len(text))
