"""What waits for a person: correspondences that no rule could decide, and the rows by which a reviewer does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.describe import DocumentView, Facts, Place, document_view, first_value, level_of, place_of
from kg.register.ledger_rows import EDITION_OF, MANUAL, NOT, REPLACED_BY
from kg.vocabulary import CODE, code

_PIECES = ("split", "merged")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a correspondence: the edition, its document, code, wording and places, and its element's IRI."""

    edition: str
    element: str
    document: DocumentView
    code: str
    label: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposed correspondence; ``name`` is short, and the same as long as both editions are."""

    iri: str
    level: str
    changes: tuple[str, ...]
    similarity: str
    rule: str
    earlier: Side
    later: Side

    @property
    def name(self) -> str:
        """The first eight characters of the hash of its IRI."""
        return hashlib.sha256(self.iri.encode()).hexdigest()[:8]


def waiting(facts: Facts) -> list[Waiting]:
    """List the correspondences of a graph that wait for a person, by what they are about."""
    found = [_waiting(facts, iri) for iri in facts.subjects("doel:status", code("proposed"))]
    return sorted(found, key=lambda one: (one.later.edition, one.earlier.edition))


def _waiting(facts: Facts, iri: str) -> Waiting:
    later = _side(facts, first_value(facts, iri, "doel:laterEdition"))
    return Waiting(
        iri=iri,
        level=level_of(facts, later.element),
        changes=tuple(change.removeprefix(CODE) for change in facts.objects(iri, "doel:change")),
        similarity=first_value(facts, iri, "doel:similarity"),
        rule=first_value(facts, iri, "doel:decidedBy"),
        earlier=_side(facts, first_value(facts, iri, "doel:earlierEdition")),
        later=later,
    )


def _side(facts: Facts, edition: str) -> Side:
    passages = facts.objects(edition, "doel:evidence")
    return Side(
        edition=edition,
        element=first_value(facts, edition, "doel:editionOf"),
        document=document_view(facts, first_value(facts, edition, "doel:statedIn")),
        code=first_value(facts, edition, "skos:notation"),
        label=first_value(facts, edition, "rdfs:label"),
        places=tuple(sorted((place_of(facts, p) for p in passages), key=lambda p: (p.line, p.rendition))),
    )


def ledger_row(one: Waiting, *, holds: bool, author: str, reason: str, date: str) -> dict[str, str]:
    """Make the row of the ledger by which a reviewer confirms a proposal, or says that it does not hold.

    A confirmed split or merge says that the earlier element was replaced by the later; any other that the later edition
    is of the earlier element.
    """
    city = one.earlier.element.removesuffix(_path(one.earlier.element)).rstrip("/").rpartition("/")[2]
    replaced = holds and bool(set(one.changes) & set(_PIECES))
    subject, target = one.later, one.earlier
    ids = (f"document/{one.later.edition.partition('/document/')[2]}", _path(one.earlier.element))
    if replaced:
        subject, target = one.earlier, one.later
        ids = (_path(one.earlier.element), _path(one.later.element))
    return {
        "subject_id": f"{city}:{ids[0]}",
        "subject_label": subject.label,
        "predicate_id": REPLACED_BY if replaced else EDITION_OF,
        "predicate_modifier": "" if holds else NOT,
        "object_id": f"{city}:{ids[1]}",
        "object_label": target.label,
        "mapping_justification": MANUAL,
        "author_label": author,
        "mapping_date": date,
        "comment": reason,
    }


def _path(element: str) -> str:
    """The IRI of an element relative to its municipality: its level and key."""
    return "/".join(element.rsplit("/", 2)[1:])


def chosen(found: Iterable[Waiting], names: Iterable[str]) -> Iterator[tuple[str, Waiting | None]]:
    """Look proposals up by their names, or by the beginning of one where that is enough."""
    known = list(found)
    for name in names:
        mine = [one for one in known if name and one.name.startswith(name)]
        yield name, mine[0] if len(mine) == 1 else None
