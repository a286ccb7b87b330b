"""What makes a finding the same finding as before: not where it stands, but what it says of what."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from kg.findings import Finding

LENGTH = 32
_TOKEN = re.compile(r"/unknown-[0-9a-f]{8}/|/document/[^/]*-[0-9a-f]{8}$")


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a fingerprint for each finding, in the same order: 32 hexadecimal characters.

    It rests on the rule, the document (its IRI, or else the file), the node and what stands at its places; never on
    line or character numbers, nor on the words of a message: lines put in above a finding, or a message that is worded
    better, leave it the same. Equal findings are told apart by their order.

    >>> from kg.findings import Place, Severity
    >>> from kg.source import Span
    >>> def at(line): return Place("jaarstukken.txt", Span(line * 40, line * 40 + 5, line), "7.289")
    >>> before = Finding("B01", Severity.VIOLATION, "Saldo 7.289 klopt niet.", "…", (at(169),))
    >>> after = Finding("B01", Severity.VIOLATION, "Saldo 7.289 klopt niet.", "…", (at(171),))
    >>> fingerprints([before]) == fingerprints([after])
    True
    """
    seen: Counter[str] = Counter()
    found: list[str] = []
    for finding in findings:
        key = _key(finding)
        seen[key] += 1
        found.append(hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "backslashreplace")).hexdigest()[:LENGTH])
    return found


def _key(finding: Finding) -> str:
    where = finding.document or finding.file or ""
    if _TOKEN.search(where):  # a document of which too little is known is named by what its file holds
        where = finding.file or ""
    node = finding.node.removeprefix(finding.document)
    node = "" if "#char=" in node else node  # a passage is named by its place
    return "\0".join((finding.rule, where, node, *(place.quote for place in finding.places)))
