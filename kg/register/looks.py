"""What counts of the editions of a municipality when two of them are compared."""

from __future__ import annotations

from dataclasses import dataclass

from kg.domain import Indicator
from kg.identifiers import slug
from kg.register.changes import Look
from kg.register.element import Element, code_of
from kg.register.order import Stated
from kg.register.places import Places
from kg.register.sources import Sources


@dataclass(frozen=True, slots=True)
class Looks:
    """Takes looks at editions, by where they stand and by the reviewed names of sources."""

    places: Places
    sources: Sources

    def at(self, stated: Stated) -> Look:
        """What counts of an edition; the elements above it are named as ``name_of`` does."""
        edition, of = stated.edition, self.places.of
        indicator = edition if isinstance(edition, Indicator) else None
        source = indicator.source.text if indicator and indicator.source else ""
        above = ((of[one.iri], one.iri) for one in self.places.parents(stated) if one.iri in of)
        return Look(
            level=edition.level.value,
            label=edition.label,
            code=code_of(stated),
            unit=(indicator.unit or "") if indicator else "",
            source=slug(self.sources.name(source)) if source else "",
            above={element.level.value: (name_of(element), iri) for element, iri in above},
        )


def name_of(element: Element) -> str:
    """What tells an element apart within its municipality: ``goal/9B1``."""
    return f"{element.level.value}/{element.key}"
