"""Which texts stand whole in others: a file whose text does is a rendition of the same part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.interpret.identify import SAME_TEXT, repeats

BLOCK = SAME_TEXT // 2
"""Characters a block. A text of SAME_TEXT characters holds at least one whole block of any text that it stands in,
wherever it stands there: one that begins at one of its first BLOCK characters."""


@dataclass(slots=True)
class Wholes:
    """Finds the texts that hold a given one, without a comparison of each with each.

    >>> chapter = " ".join(f"Prestatie {n} is uitgevoerd." for n in range(20))
    >>> wholes = Wholes(["Jaarstukken. " + chapter, chapter, "Begroting. " + chapter.replace("7", "8")])
    >>> list(wholes.of(chapter))
    [0]
    """

    texts: Sequence[str]
    compared: int = 0
    _places: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, text in enumerate(self.texts):
            for block in {hash(text[at : at + BLOCK]) for at in range(0, len(text) - BLOCK + 1, BLOCK)}:
                self._places.setdefault(block, []).append(number)

    def of(self, text: str) -> Iterator[int]:
        """Yield the numbers of the longer texts in which a text stands, in order."""
        for number in self._candidates(text):
            other = self.texts[number]
            if len(text) < len(other):
                self.compared += 1
                if repeats(text, other):
                    yield number

    def _candidates(self, text: str) -> list[int]:
        """The texts that share a block with the stretch of the text whose blocks the fewest texts have."""
        fewest: list[int] = []
        for start in range(0, len(text) - SAME_TEXT + 1, BLOCK):
            found = self._sharing(text, start)
            fewest = found if not start or len(found) < len(fewest) else fewest
            if len(fewest) <= 1:  # mostly nothing but the text itself
                break
        return fewest

    def _sharing(self, text: str, start: int) -> list[int]:
        """The texts that have a block which begins in this stretch."""
        pieces = (hash(text[at : at + BLOCK]) for at in range(start, start + BLOCK))
        return sorted({number for piece in pieces for number in self._places.get(piece, ())})
