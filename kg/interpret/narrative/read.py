"""All running text of a file, when its tables have been read: outline, texts, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.interpret.blocks import Block
from kg.interpret.draft import Draft
from kg.interpret.fields import Field
from kg.interpret.narrative.outline import outline
from kg.interpret.narrative.scan import scan
from kg.interpret.narrative.texts import Texts, Unit
from kg.interpret.prose import prose


def read_narrative(found: Sequence[Block], cells: Sequence[Field], draft: Draft) -> None:
    """Read explanations, activities and policy documents, and what stands in them: figures, references, names, ...

    Tables come first: a text can be about a row of theirs. Footnotes and cells of cards are texts too.
    """
    texts = Texts(outline(found, draft), draft)
    texts.read()
    units = [*texts.units, *_notes(draft), *_long_cells(cells, draft)]
    scan(units, [cell for cell in cells if len(cell.text) <= _LONG_CELL], draft)


_LONG_CELL = 90
"""A cell with more characters is a text: a footnote below a table, or a row of the card of an affiliated party."""


def _notes(draft: Draft) -> list[Unit]:
    found: list[Unit] = []
    for note in draft.notes:
        fields = [Field(passage.quote, (passage.span,)) for passage in note.evidence]
        found.append(Unit(prose(draft.document, fields, draft.words), f"note/{note.key}", None))
    return found


def _long_cells(cells: Sequence[Field], draft: Draft) -> list[Unit]:
    labels = {span for edition in draft.editions.values() for field in edition.where for span in field.spans}
    long = [cell for cell in cells if len(cell.text) > _LONG_CELL]
    return [
        Unit(prose(draft.document, [cell]), None, None, "label" if labels.intersection(cell.spans) else "text")
        for cell in long
    ]
