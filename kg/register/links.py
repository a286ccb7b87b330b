"""Links to the outside that a person made: to task fields, national indicators, and registers of organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import identifiers, terms, vocabulary
from kg.domain import Level
from kg.errors import ProfileError
from kg.profile import Profile, find_municipality
from kg.register.element import Element
from kg.register.guards import fits
from kg.register.linked import Known, read_known
from kg.register.outline import Outline
from kg.reviewed import rows
from kg.terms import Quad

FILE = "links.csv"
COLUMNS = ("level", "code", "label", "predicate", "object", "reviewed_by", "reason")
ORGANISATION = "organisation"
TASK_FIELD, NATIONAL, SAME = "touches-task-field", "equals-national-indicator", "exact-match"
_PROPERTIES = {
    TASK_FIELD: "doel:touchesTaskField",
    NATIONAL: "doel:equalsNationalIndicator",
    SAME: "skos:exactMatch",
}
_LEVELS = {level.value: level for level in Level}
_OUTSIDE = re.compile(
    r"https://identifier\.overheid\.nl/tooi/id/(?P<kind>[a-z-]+)/(?P<code>[a-z]+\d+)|https?://www\.wikidata\.org/entity/Q\d+"
)
_EXACT = 100.0


@dataclass(frozen=True, slots=True)
class Link:
    """A reviewed row: what it is about (level, code, wording, or an organisation's name), the link, who and why."""

    level: str
    code: str
    label: str
    predicate: str
    object: str
    reviewed_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Links:
    """The reviewed links, those of the most particular list first, and what they may point at."""

    lists: tuple[tuple[Link, ...], ...]
    known: Known


def read_links(profile: Profile | None) -> Links:
    """Read the reviewed links of a profile and its bases.

    Raises ProfileError with file and line for an unknown level, predicate, task field, national indicator or register
    of organisations, for what is empty, and where one list says of one thing that it equals two others.
    """
    known = read_known(profile)
    paths = profile.reviewed_files(FILE) if profile else ()
    return Links(tuple(tuple(_listed(path, known)) for path in paths), known)


def link_quads(
    documents: Sequence[Outline], elements: Sequence[Element], links: Links, base: str
) -> tuple[set[Quad], set[Quad]]:
    """Say which elements and organisations are linked, who decided and why: for the register, and for the shared graph.

    A row with a code is of the elements that bear it and a near wording; without a code the wording must be the same.
    What equals something in the profile's own list takes nothing else from its bases. Organisations that all
    municipalities share are described in the shared graph, as are the things that are linked to.
    """
    register: set[Quad] = set()
    shared: set[Quad] = set()
    subjects = [*_elements(elements, base), *_organisations(documents, base)]
    for subject in subjects:
        graph = shared if subject.graph == identifiers.shared_graph(base, "shared") else register
        for link in _of(subject, links):
            target = links.known.iri(base, link.object) if link.predicate != SAME else link.object
            graph.update(_link(subject, link, target))
            shared.update(links.known.quads(base, link.object))
    return register, shared


@dataclass(frozen=True, slots=True)
class _Subject:
    """What may be linked: its IRI, the graph that describes it, where its links stand, and the element or name."""

    iri: str
    graph: str
    root: str
    level: str
    key: str
    element: Element | None = None
    name: str = ""

    def fits(self, link: Link) -> bool:
        if link.level != self.level:
            return False
        if self.element is None:
            return link.label == self.name
        nearness = fits(link.code, link.label, self.element)
        return nearness > 0 if link.code else nearness == _EXACT


def _elements(elements: Iterable[Element], base: str) -> Iterator[_Subject]:
    for element in elements:
        root = identifiers.municipality_base(base, element.municipality)
        graph = identifiers.register_graph(base, element.municipality)
        iri = identifiers.element_iri(base, element.municipality, element.level.value, element.key)
        yield _Subject(iri, graph, root, element.level.value, element.key, element)


def _organisations(documents: Iterable[Outline], base: str) -> Iterator[_Subject]:
    found: set[tuple[str | None, str]] = set()
    for document in documents:
        mentions = (mention for part in document.parts for mention in part.mentions)
        found.update((None if m.national else document.municipality.code, m.organisation) for m in mentions)
    for code, name in sorted(found, key=lambda pair: (pair[0] or "", pair[1])):
        root = identifiers.municipality_base(base, code) if code else base.rstrip("/")
        graph = identifiers.register_graph(base, code) if code else identifiers.shared_graph(base, "shared")
        iri = identifiers.organisation_iri(base, code, name)
        yield _Subject(iri, graph, root, ORGANISATION, identifiers.slug(name), name=name)


def _of(subject: _Subject, links: Links) -> Iterator[Link]:
    """The links of a subject, each once: an earlier list's reason holds, and its equal stands alone."""
    taken: set[tuple[str, str]] = set()
    equal: set[str] = set()
    for listed in links.lists:
        fitting = [link for link in listed if subject.fits(link) and link.predicate not in equal]
        for link in fitting:
            if (link.predicate, link.object) not in taken:
                taken.add((link.predicate, link.object))
                yield link
        equal |= {link.predicate for link in fitting if link.predicate != TASK_FIELD}


def _link(subject: _Subject, link: Link, target: str) -> Iterator[Quad]:
    """The link itself, and a node that says who made it and why."""
    predicate = terms.iri(vocabulary.curie(_PROPERTIES[link.predicate]))
    node = identifiers.in_part(
        subject.root, "link", subject.level, subject.key, link.predicate, identifiers.slug(link.object)
    )
    graph = terms.iri(subject.graph)
    yield terms.iri(subject.iri), predicate, terms.iri(target), graph
    for name, value in (
        ("rdf:type", terms.iri(vocabulary.doel("ReviewedLink"))),
        ("doel:linkSubject", terms.iri(subject.iri)),
        ("doel:linkKind", terms.iri(vocabulary.code(link.predicate))),
        ("doel:linkObject", terms.iri(target)),
        ("doel:decidedBy", terms.string(link.reviewed_by)),
        ("doel:reason", terms.text(link.reason, "en")),
    ):
        yield terms.iri(node), terms.iri(vocabulary.curie(name)), value, graph


def _listed(path: Path, known: Known) -> Iterator[Link]:
    equal: dict[tuple[str, str, str, str], tuple[str, int]] = {}
    for line, row in rows(path, COLUMNS):
        link = Link(**{column: row[column] for column in COLUMNS})
        wrong = _wrong(link, known)
        if link.predicate != TASK_FIELD and not wrong:
            key = (link.level, link.code, link.label, link.predicate)
            other, at = equal.setdefault(key, (link.object, line))
            wrong = f"line {at} says that {link.label!r} equals {other!r}" if other != link.object else None
        if wrong:
            raise ProfileError(f"{path}, line {line}: {wrong}")
        yield link


def _wrong(link: Link, known: Known) -> str | None:
    empty = [column for column in COLUMNS if not getattr(link, column) and column != "code"]
    if empty:
        return f"{empty[0]} is empty"
    if link.level not in (*_LEVELS, ORGANISATION):
        return f"the level {link.level!r} is none of {', '.join((*_LEVELS, ORGANISATION))}"
    if link.predicate not in _PROPERTIES:
        return f"the predicate {link.predicate!r} is none of {', '.join(_PROPERTIES)}"
    if (link.predicate == SAME) != (link.level == ORGANISATION):
        return f"{link.predicate} is not for a thing of level {link.level}"
    if link.predicate == NATIONAL and link.level != Level.INDICATOR.value:
        return f"{link.predicate} is for indicators, not for a thing of level {link.level}"
    return _wrong_object(link, known)


def _wrong_object(link: Link, known: Known) -> str | None:
    if link.predicate == TASK_FIELD:
        return None if link.object in known.task_fields else f"{link.object!r} is no task field: give list and code"
    if link.predicate == NATIONAL:
        return None if link.object in known.indicators else f"{link.object!r} is not in national_indicators.csv"
    match = _OUTSIDE.fullmatch(link.object)
    if not match:
        return f"{link.object!r} is no IRI of TOOI or Wikidata"
    unknown = match["kind"] == "gemeente" and not find_municipality(match["code"])
    return f"{link.object!r} is no municipality of the national register" if unknown else None
