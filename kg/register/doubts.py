"""What the register finds doubtful, as findings."""

from __future__ import annotations

from collections.abc import Sequence

from kg.findings import Finding, Place, Severity, place_of
from kg.register.order import Stated


def far(stated: Stated, other: Stated) -> Finding:
    """L04: an edition bears the code of an element and a far wording."""
    code, here, there = stated.edition.code, stated.edition.label, other.edition.label
    return Finding(
        "L04",
        Severity.WARNING,
        f'Code {code} heet hier "{here}" en elders "{there}". Dat lijkt niet hetzelfde. '
        "Daarom zijn het in het register twee onderdelen.",
        f'Code {code} is worded "{here}" here and "{there}" elsewhere. They do not look the same; '
        "the register keeps them apart.",
        (*places(stated), *places(other)),
    )


def ambiguous(stated: Stated, found: Sequence[Stated]) -> Finding:
    """L04: a code without a text may be of several elements."""
    code = stated.edition.code or stated.edition.key
    return Finding(
        "L04",
        Severity.WARNING,
        f"Code {code} staat hier zonder tekst. In de stukken heeft die code meer dan één betekenis. "
        "Daarom is niet te zeggen welk onderdeel bedoeld is.",
        f"Code {code} stands here without a text, and the documents give it more than one meaning; "
        "which element is meant cannot be said.",
        (*places(stated), *(place for one in found for place in places(one))),
    )


def places(stated: Stated) -> tuple[Place, ...]:
    """Where an edition stands."""
    return tuple(place_of(passage, stated.part.names) for passage in stated.edition.evidence)
