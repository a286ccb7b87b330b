"""A policy element of a municipality, undated, as it grows while documents are read in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.domain import Level
from kg.register.order import Stated
from kg.register.wording import plain

BY_CODE_ALONE = (Level.OVERVIEW,)
"""What stands beside the programmes is known by its code: its words are of the accountants."""


@dataclass(slots=True, eq=False)
class Element:
    """A policy element: its key in IRIs, its editions in the order in which they were taken in, and what they bear.

    ``codes`` and ``texts`` (plain, see ``wording.plain``) are those it ever bore. ``place`` is the element that it last
    stood in (a policy area; for one of those, the programme), None where that is not known.
    """

    municipality: str
    level: Level
    key: str
    editions: list[Stated] = field(default_factory=list)
    codes: dict[str, None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    place: Element | None = None

    def add(self, stated: Stated) -> None:
        """Take in an edition, with its code, its wordings and its part."""
        self.editions.append(stated)
        self.codes.setdefault(code_of(stated))
        self.learn(stated.texts)
        self.parts.add(stated.part.iri)
        self.documents.add(stated.document.iri)

    def learn(self, texts: Iterable[str]) -> None:
        """Take in wordings that it bears, also those that only a reviewer knows of."""
        for text in texts:
            self.texts.setdefault(plain(text), text)

    @property
    def name(self) -> tuple[Level, str]:
        """What tells it apart within its municipality."""
        return self.level, self.key

    @property
    def is_coded(self) -> bool:
        """Whether any of its editions is known by a code."""
        return any(self.codes)

    @property
    def code(self) -> str:
        """The code that its newest edition with one bears; empty where none does."""
        return next((one.edition.code for one in reversed(self.editions) if one.edition.code), "")

    @property
    def label(self) -> str:
        """The words of the edition that was taken in last and has words; empty where none has."""
        last = self.last
        return last.edition.label if last else ""

    @property
    def last(self) -> Stated | None:
        """The edition that was taken in last and has words, if one has; a reviewed element may have none yet."""
        worded = (one for one in reversed(self.editions) if one.edition.label)
        return next(worded, self.editions[-1] if self.editions else None)


def has_words(stated: Stated) -> bool:
    """Whether an edition has a wording with letters or digits; "—" is none."""
    return bool(plain(stated.edition.label))


def code_of(stated: Stated) -> str:
    """The code by which an edition is known: a reserve goes by its words where it has them.

    The number of a reserve in the ledger is printed by one document and not by the next.
    """
    by_words = stated.edition.level is Level.RESERVE and stated.edition.label
    return "" if by_words else stated.edition.code
