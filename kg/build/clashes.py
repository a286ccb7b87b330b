"""What clashes in a closure, as findings: in words, with the places of the node in its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.findings import LANGUAGES, Finding, Severity
from kg.infer.axioms import turtle
from kg.infer.clashes import Clash
from kg.resources import folder
from kg.validate.background import code_labels
from kg.validate.cells import Cells
from kg.validate.engines import loaded
from kg.vocabulary import curie

RULE = "O01"
_STEPS = 4
"""From an element to its editions, their passages, and the renditions of those."""
_EDITION_OF = f"<{curie('doel:editionOf')}>"
_LABEL = f"<{curie('rdfs:label')}>"
_FOLLOWED = tuple(
    f"<{curie(name)}>"
    for name in ("doel:evidence", "doel:missionEvidence", "doel:headingEvidence", "doel:inRendition", "doel:statedIn")
)
_WORDS = {
    "classes": ("{0} kan niet tegelijk «{1}» en «{2}» zijn.", "{0} cannot be «{1}» and «{2}» at once."),
    "nothing": ("{0} kan er niet zijn: «{1}» heeft geen leden.", "{0} cannot be: «{1}» has no members."),
    "self": ("{0} kan niet «{1}» van zichzelf zijn.", "{0} cannot have itself as «{1}»."),
    "both-ways": (
        "«{1}» kan tussen {0} en {2} niet beide kanten op gelden.",
        "«{1}» cannot hold both ways between {0} and {2}.",
    ),
    "properties": (
        "{0} kan {3} niet tegelijk als «{1}» en als «{2}» hebben.",
        "{0} cannot have {3} as «{1}» and as «{2}» at once.",
    ),
    "value": (
        "{0} heeft als «{1}» de waarde {2}, die daar niet kan staan.",
        "{0} has as «{1}» the value {2}, which cannot stand there.",
    ),
    "owlrl": ("De graaf spreekt zichzelf tegen: {1}", "The graph contradicts itself: {1}"),
}


def findings_of(clashes: Sequence[Clash], path: Path, files: Mapping[str, str]) -> tuple[Finding, ...]:
    """Turn the clashes of a graph.nq into findings, sorted; ``files`` are the names of files by their SHA-256."""
    if not clashes:
        return ()
    nodes = sorted({clash.node for clash in clashes if clash.node})
    lines = _about(nodes, path)
    cells = Cells(loaded(lines), files, code_labels())
    editions: dict[str, list[str]] = {}
    for line in lines:
        s, p, o = line[:-2].split(" ", 2)
        if p == _EDITION_OF:
            editions.setdefault(o, []).append(s)
    found = {_finding(clash, cells, editions.get(clash.node, [])) for clash in clashes}
    return tuple(sorted(found, key=lambda finding: finding.sort_key))


def _about(nodes: Iterable[str], path: Path) -> list[str]:
    """Lines of N-Triples about nodes, their editions, and where they stand."""
    wanted, kept = set(nodes), dict[str, None]()
    for _step in range(_STEPS):
        before = len(wanted)
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                s, p, rest = line.split(" ", 2)
                o = rest[: rest.rindex(" <")]
                if s in wanted or (p == _EDITION_OF and o in wanted):
                    kept[f"{s} {p} {o} ."] = None
                    wanted.update((s, o) if p in _FOLLOWED else (s,))
        if len(wanted) == before:
            break
    return list(kept)


def _finding(clash: Clash, cells: Cells, editions: Iterable[str]) -> Finding:
    """An element stands where its editions stand."""
    nodes = [term[1:-1] for term in (clash.node, *sorted(editions)) if term]
    places = dict.fromkeys(place for node in nodes for place in cells.places(node))
    documents = [document for node in nodes if (document := cells.value(node, "doel:statedIn"))]
    name = _word(clash.node, "nl", cells)
    nl, en = (
        words.format(name, *(_word(term, lang, cells) for term in clash.terms))
        for lang, words in zip(LANGUAGES, _WORDS[clash.kind], strict=True)
    )
    return Finding(RULE, Severity.VIOLATION, nl, en, tuple(places), next(iter(documents), ""), clash.node[1:-1])


def _word(term: str, lang: str, cells: Cells) -> str:
    """What a reader calls a class, property, node or value."""
    label = labels().get(term, {}).get(lang)
    if label or not term.startswith("<"):
        return label or term
    return cells.title(term[1:-1]) or term[1:-1]


@cache
def labels() -> dict[str, dict[str, str]]:
    """The names of the terms of the ontology by language."""
    found: dict[str, dict[str, str]] = {}
    for s, p, o in turtle((folder("ontology") / "doelenboom.ttl").read_bytes()):
        if p == _LABEL and o[-3:] in ("@nl", "@en"):
            found.setdefault(s, {})[o[-2:]] = o[1 : o.rindex('"')]
    return found
