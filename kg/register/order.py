"""All editions of all documents, each with where it stands, in the order in which the documents were drawn up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from kg import identifiers
from kg.domain import Edition, Ref
from kg.register.outline import Outline, PartOutline

Order = tuple[int, int, int, str, str, int]

_MONTHS = {"programme-budget": (-1, 10), "interim-report": (0, 6), "annual-report": (1, 4)}  # years after, month


class Dated(Protocol):
    """What tells when a document was drawn up."""

    @property
    def kind(self) -> str | None:
        """Its kind, a code; None where it is not known."""

    @property
    def year(self) -> int | None:
        """Its fiscal year; None where it is not known."""

    @property
    def ordinal(self) -> int:
        """Which one of its kind and year it is."""


class Filed(Dated, Protocol):
    """What tells where a document stands in the cycle."""

    @property
    def iri(self) -> str:
        """Its IRI."""


@dataclass(frozen=True)
class Stated:
    """An edition with the part that states it; ``order`` sorts by when the document was drawn up, then as printed."""

    edition: Edition
    document: Outline
    part: PartOutline
    order: Order

    @cached_property
    def iri(self) -> str:
        """IRI of the edition."""
        return edition_iri(self.part.iri, self.edition.ref)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The wordings of the edition, the label first, each once."""
        wordings = (wording.text for wording in self.edition.wordings)
        return tuple(dict.fromkeys(text for text in (self.edition.label, *wordings) if text))


def drawn_up(document: Dated) -> tuple[int, int, int]:
    """When a document was drawn up: year, month, ordinal; an unknown year comes before all known ones.

    Source: a budget for a year is made in the autumn before, an interim report in that year, an account in the spring
    after it.
    """
    if document.year is None:
        return 0, 0, document.ordinal
    years, month = _MONTHS.get(document.kind or "", (0, 1))
    return document.year + years, month, document.ordinal


Fiscal = tuple[int, int, int, str]

_IN_THE_YEAR = {"programme-budget": 0, "interim-report": 1, "annual-report": 2}


def fiscal(document: Filed) -> Fiscal:
    """Where a document stands in the cycle: by fiscal year, then budget, interim report, account.

    A budget for 2020 is drawn up before the account of 2019, but the tree it states comes after. An unknown year comes
    before all known ones.
    """
    return document.year or 0, _IN_THE_YEAR.get(document.kind or "", 1), document.ordinal, document.iri


def edition_iri(part_iri: str, ref: Ref) -> str:
    """IRI of the edition that a part states for a level and key."""
    return identifiers.in_part(part_iri, ref.level.value, ref.key)


def stated_in_order(documents: Sequence[Outline]) -> list[Stated]:
    """List all editions in order; ValueError where two documents bear the same IRI: put their parts together first."""
    twice = [iri for iri, count in Counter(document.iri for document in documents).items() if count > 1]
    if twice:
        raise ValueError(f"two documents bear the IRI {min(twice)}; put their parts together first")
    return sorted((one for document in documents for one in _of_document(document)), key=lambda one: one.order)


def _of_document(document: Outline) -> Iterator[Stated]:
    for part in document.parts:
        for index, edition in enumerate(part.editions):
            yield Stated(edition, document, part, (*drawn_up(document), document.iri, part.iri, index))
