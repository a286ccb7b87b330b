"""What the register finds doubtful, as findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Protocol

from kg.findings import Finding, Severity
from kg.register.element import Element
from kg.register.naming import document_name, listed, name_and_words, places
from kg.register.order import Stated
from kg.register.places import Places


class Proposed(Protocol):
    """A correspondence that a person must decide: the editions, what may have become of them, and by which rule."""

    @property
    def element(self) -> Element: ...  # noqa: D102

    @property
    def earlier(self) -> Stated: ...  # noqa: D102

    @property
    def later(self) -> Stated: ...  # noqa: D102

    @property
    def change(self) -> str: ...  # noqa: D102

    @property
    def rule(self) -> str: ...  # noqa: D102


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


def undecided(proposals: Sequence[Proposed], places_of: Places) -> list[Finding]:
    """L20: correspondences that a person must decide, one finding for what may go on as, split into or merge into what.

    Below a proposal what stands there goes with it: that is told once. A programme with far words is an L04 already.
    """
    pairs = {(one.later.iri, one.element.name) for one in proposals}
    groups: dict[tuple[str, str], list[Proposed]] = {}
    for one in proposals:
        above = {element.name for element in places_of.ancestors(one.earlier)}
        rolled = any((parent.iri, name) in pairs for parent in places_of.parents(one.later) for name in above)
        if one.rule != "same-code-far-wording" and not rolled:
            end = one.earlier if one.change == "split" else one.later
            groups.setdefault((one.change if one.change in _WHOLES else "", end.iri), []).append(one)
    return [_undecided(group) for group in groups.values()]


def without_repeats(found: Sequence[Finding], proposed: Sequence[Finding]) -> list[Finding]:
    """Findings without those that say less of the same places than a proposal does."""
    told = {pair for finding in proposed for pair in permutations(finding.places, 2)}
    return [finding for finding in found if finding.rule != "L04" or tuple(finding.places) not in told]


_WHOLES = {
    "split": ("is misschien gesplitst in", "may have been split into"),
    "merged": ("is misschien samengevoegd uit", "may have been merged from"),
}


def _undecided(group: Sequence[Proposed]) -> Finding:
    first = group[0]
    is_split = first.change == "split"
    end = first.earlier if is_split else first.later
    others = list({one.iri: one for one in ((p.later if is_split else p.earlier) for p in group)}.values())
    nl, en = _WHOLES.get(first.change, ("is misschien hetzelfde als", "may be the same as"))
    if first.change not in _WHOLES and len(others) > 1:
        nl, en = f"{nl} een van deze:", f"{en} one of these:"
    names = [
        listed([f"{name_and_words(one)} ({document_name(one.document)[lang]})" for one in others]) for lang in (0, 1)
    ]
    here_nl, here_en = document_name(end.document)
    return Finding(
        "L20",
        Severity.WARNING,
        f"{name_and_words(end)} ({here_nl}) {nl} {names[0][0]}; een mens moet dat beslissen (kg review).",
        f"{name_and_words(end)} ({here_en}) {en} {names[1][1]}; a person must decide (kg review).",
        places(*others, end) if is_split else places(end, *others),
        first.later.document.iri,
        first.later.iri,
    )
