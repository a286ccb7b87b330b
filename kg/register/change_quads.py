"""What the register graph says of correspondences, of figures stated differently, and of replaced elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import identifiers, terms
from kg.register.correspondence import Correspondence
from kg.register.identity import VERSION, Identities
from kg.register.ledger import Ledger
from kg.register.restated import Restatement
from kg.register.saying import say, term
from kg.terms import Quad


def correspondence_quads(found: Iterable[Correspondence], municipality: str, base: str) -> Iterator[Quad]:
    """Describe correspondences of a municipality; each has the evidence of its editions."""
    graph = identifiers.register_graph(base, municipality)
    for one in found:
        yield from say(
            graph,
            correspondence_iri(one, municipality, base),
            ("rdf:type", term("doel:Correspondence")),
            ("doel:earlierEdition", terms.iri(one.earlier.iri) if one.earlier else None),
            ("doel:laterEdition", terms.iri(one.later.iri) if one.later else None),
            ("doel:comparedDocument", terms.iri(one.compared.iri) if one.compared else None),
            *(("doel:change", term(f"code:{change}")) for change in one.changes),
            ("doel:status", term(f"code:{one.status}")),
            ("doel:similarity", terms.decimal(one.similarity) if one.similarity is not None else None),
            ("doel:decidedBy", terms.string(one.decided_by)),
            ("doel:reason", terms.string(one.reason) if one.reason else None),
        )


def correspondence_iri(one: Correspondence, municipality: str, base: str) -> str:
    """IRI of a correspondence: from the later edition to the earlier, or to the document where the other is absent."""
    ends = [side.iri for side in (one.later, one.earlier) if side]
    if one.compared:
        ends += ["new-since" if one.later else "absent-from", one.compared.iri]
    if one.changes in (("split",), ("merged",)) or one.status == "rejected":
        ends.append(one.status if one.status == "rejected" else one.changes[0])
    return identifiers.correspondence_iri(base, municipality, *ends)


def restatement_quads(found: Iterable[Restatement], municipality: str, base: str) -> Iterator[Quad]:
    """Describe what documents of a municipality state differently; its evidence is that of both figures."""
    graph = identifiers.register_graph(base, municipality)
    for one in found:
        yield from say(
            graph,
            identifiers.restatement_iri(base, municipality, one.later.iri, one.earlier.iri),
            ("rdf:type", term("doel:Restatement")),
            ("doel:earlierFigure", terms.iri(one.earlier.iri)),
            ("doel:laterFigure", terms.iri(one.later.iri)),
            ("doel:restatement", term(f"code:{one.kind}")),
            ("doel:difference", terms.decimal(one.difference)),
            ("doel:explained", terms.boolean(one.explained)),
        )


def replacement_quads(ledger: Ledger, known: Iterable[str], municipality: str, base: str) -> Iterator[Quad]:
    """Say which elements were replaced by which, as reviewers put on record; ``known`` are the IRIs of elements."""
    graph = identifiers.register_graph(base, municipality)
    loaded = set(known)
    for row in ledger.replaced:
        ends = [identifiers.element_iri(base, municipality, level, key) for level, key in (row.subject, row.object)]
        if loaded.issuperset(ends) and not row.negated:
            yield from say(graph, ends[0], ("dct:isReplacedBy", terms.iri(ends[1])))


def decision_quads(found: Identities, ledger: Ledger, municipality: str, base: str) -> Iterator[Quad]:
    """Say of each edition by which rule, or by whom, it was taken as one of its element.

    With it the decision between any two editions can be told, also where documents between them are left out.
    """
    graph = identifiers.register_graph(base, municipality)
    for edition, rule in found.rules.items():
        row = ledger.taken.get(edition)
        yield from say(
            graph,
            edition,
            ("doel:decidedBy", terms.string(row.author if row else f"{rule} {VERSION}")),
            ("doel:reason", terms.string(row.comment) if row and row.comment else None),
        )
