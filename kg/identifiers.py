"""IRIs as pure functions of domain keys, and slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

DEFAULT_BASE = "https://w3id.org/doelenboom/id/"

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_UNSAFE = re.compile(r"[^A-Za-z0-9.~_-]")


def slug(text: str) -> str:
    """Make a slug: NFKD, ASCII, lower case, hyphens; "leeg" never comes out, a text without letters gives "x".

    >>> slug("Res. Oekraïne asielzoekers statushouder")
    'res-oekraine-asielzoekers-statushouder'
    >>> slug("Stadsenquête")
    'stadsenquete'
    >>> slug("—")
    'x'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")[:80].strip("-") or "x"


def segment(key: str) -> str:
    """Make a code or key safe as one segment of an IRI: what is not unreserved (RFC 3986) becomes a hyphen.

    >>> segment("9A1.a"), segment("9C1.c~2"), segment("9A1 <x>")
    ('9A1.a', '9C1.c~2', '9A1--x-')
    """
    return _UNSAFE.sub("-", key)


def municipality_base(base: str, municipality: str) -> str:
    """Root of all IRIs of one municipality.

    >>> municipality_base(DEFAULT_BASE, "gm0546")
    'https://w3id.org/doelenboom/id/gm0546'
    """
    return base + segment(municipality)


def document_iri(
    base: str, municipality: str, kind: str | None, year: int | None, ordinal: int = 1, token: str | None = None
) -> str:
    """IRI of a document; a token tells documents apart whose kind or year is unknown.

    >>> document_iri(DEFAULT_BASE, "gm0546", "interim-report", 2016, 2)
    'https://w3id.org/doelenboom/id/gm0546/document/interim-report-2016-2'
    >>> document_iri(DEFAULT_BASE, "gm0546", "annual-report", None)
    'https://w3id.org/doelenboom/id/gm0546/document/annual-report-undated'
    >>> document_iri(DEFAULT_BASE, "gm0546", None, None, token="0a1b2c3d")
    'https://w3id.org/doelenboom/id/gm0546/document/document-undated-0a1b2c3d'
    """
    name = f"{kind or 'document'}-{year or 'undated'}" + (f"-{ordinal}" if ordinal > 1 else "")
    name += f"-{token}" if token else ""
    return f"{municipality_base(base, municipality)}/document/{segment(name)}"


def document_key(iri: str, *, city: bool = False) -> str:
    """The end of a document's IRI, by which people name it; with its municipality if asked.

    >>> document_key("https://w3id.org/doelenboom/id/gm0546/document/annual-report-2024")
    'annual-report-2024'
    >>> document_key("https://w3id.org/doelenboom/id/gm0546/document/annual-report-2024", city=True)
    'gm0546/annual-report-2024'
    """
    base, _, name = iri.rpartition("/")
    of = base.removesuffix("/document").rpartition("/")[2]
    return f"{of}/{name}" if city and of else name


def part_iri(document: str, part: str) -> str:
    """IRI of a part: ``{document}/part/9``."""
    return f"{document}/part/{segment(part)}"


def rendition_iri(document: str, sha256: str) -> str:
    """IRI of a rendition: the first twelve characters of the hash of its bytes."""
    return f"{document}/rendition/{sha256[:12]}"


def passage_iri(rendition: str, start: int, end: int) -> str:
    """IRI of a passage (RFC 5147).

    >>> passage_iri("https://x.example/rendition/0a1b", 16962, 17018)
    'https://x.example/rendition/0a1b#char=16962,17018'
    """
    return f"{rendition}#char={start},{end}"


def part_graph(part: str) -> str:
    """Name of the graph of a part."""
    return f"{part}/graph"


def in_part(part: str, *keys: str) -> str:
    """IRI of a thing that a part states: its level or sort, then its key.

    >>> in_part("https://x.example/part/9", "goal", "9B1")
    'https://x.example/part/9/goal/9B1'
    """
    return "/".join([part, *(segment(bit) for key in keys for bit in key.split("/"))])


def element_iri(base: str, municipality: str, level: str, key: str) -> str:
    """IRI of an undated policy element.

    >>> element_iri(DEFAULT_BASE, "gm0546", "performance-target", "9A1.1")
    'https://w3id.org/doelenboom/id/gm0546/performance-target/9A1.1'
    """
    return f"{municipality_base(base, municipality)}/{level}/{segment(key)}"


def correspondence_iri(base: str, municipality: str, *ends: str) -> str:
    """IRI of a correspondence between two editions, from their IRIs or other words for what stands at an end.

    >>> city = municipality_base(DEFAULT_BASE, "gm0546") + "/document/"
    >>> ends = (city + "annual-report-2024/part/9/goal/9B1", city + "interim-report-2019/part/9/goal/9B1")
    >>> correspondence_iri(DEFAULT_BASE, "gm0546", *ends).removeprefix(DEFAULT_BASE)
    'gm0546/correspondence/annual-report-2024/9/goal/9B1/interim-report-2019/9/goal/9B1'
    """
    return _between(base, municipality, "correspondence", ends)


def restatement_iri(base: str, municipality: str, later: str, earlier: str) -> str:
    """IRI of what was stated differently, from the IRIs of the later and the earlier figure.

    >>> city = municipality_base(DEFAULT_BASE, "gm0546") + "/document/"
    >>> later = city + "annual-report-2024/part/9/figure/indicators/9B1.a/target/2024"
    >>> earlier = city + "programme-budget-2024/part/9/figure/indicators/9B1.a/target/2024"
    >>> restatement_iri(DEFAULT_BASE, "gm0546", later, earlier).removeprefix(DEFAULT_BASE + "gm0546/restatement/")
    'annual-report-2024/9/indicators/9B1.a/target/2024/programme-budget-2024/9/indicators/9B1.a/target/2024'
    """
    ends = (end.replace("/figure/", "/", 1) for end in (later, earlier))
    return _between(base, municipality, "restatement", ends)


def _between(base: str, municipality: str, word: str, ends: Iterable[str]) -> str:
    root = municipality_base(base, municipality)
    plain = (end.removeprefix(f"{root}/document/").replace("/part/", "/", 1) for end in ends)
    return "/".join([root, word, *(segment(bit) for end in plain for bit in end.split("/"))])


def register_graph(base: str, municipality: str) -> str:
    """Name of the register graph of a municipality."""
    return f"{municipality_base(base, municipality)}/graph/register"


def shared_graph(base: str, name: str) -> str:
    """Name of a graph that all municipalities share: shared, ontology, codes."""
    return f"{base}graph/{segment(name)}"


def inferred_graph(base: str, municipality: str | None = None) -> str:
    """Name of the graph of what follows of a municipality; without one, of what follows of nodes that all share.

    >>> inferred_graph(DEFAULT_BASE, "gm0546"), inferred_graph(DEFAULT_BASE)
    ('https://w3id.org/doelenboom/id/gm0546/graph/inferred', 'https://w3id.org/doelenboom/id/graph/inferred')
    """
    root = f"{municipality_base(base, municipality)}/" if municipality else base
    return shared_graph(root, "inferred")


def organisation_iri(base: str, municipality: str | None, name: str) -> str:
    """IRI of an organisation: one that all municipalities share, or one of a municipality.

    >>> organisation_iri(DEFAULT_BASE, None, "Tweede Kamer")
    'https://w3id.org/doelenboom/id/organisation/tweede-kamer'
    """
    root = municipality_base(base, municipality) + "/" if municipality else base
    return f"{root}organisation/{slug(name)}"


def decision_iri(base: str, municipality: str, notation: str) -> str:
    """IRI of a decision of a municipality.

    >>> decision_iri(DEFAULT_BASE, "gm0546", "RV 19.0005")
    'https://w3id.org/doelenboom/id/gm0546/decision/rv-19-0005'
    """
    return f"{municipality_base(base, municipality)}/decision/{slug(notation)}"


def source_iri(base: str, name: str) -> str:
    """IRI of a source of indicators, shared by all municipalities.

    >>> source_iri(DEFAULT_BASE, "CEO Wmo")
    'https://w3id.org/doelenboom/id/source/ceo-wmo'
    """
    return f"{base}source/{slug(name)}"
