"""How findings of the register call documents, elements and places, in Dutch and English."""

from __future__ import annotations

from collections.abc import Sequence

from kg.findings import Place, place_of
from kg.register.order import Stated
from kg.register.outline import Outline
from kg.words import COMMON

Both = tuple[str, str]
"""A text in Dutch and in English."""

MOST = 6
"""So many are listed by name; of more, the rest is counted."""

_KINDS = {
    "programme-budget": ("de begroting", "budget"),
    "interim-report": ("de bestuursrapportage", "interim report"),
    "annual-report": ("de jaarstukken", "annual report"),
}


def document_name(document: Outline) -> Both:
    """What a reader calls a document: its kind and year, with its number where it is a second one."""
    nl, en = _KINDS.get(document.kind or "", ("het stuk", "document"))
    if document.ordinal > 1:
        article, _space, word = nl.partition(" ")
        nl, en = f"{article} {document.ordinal}e {word}", f"{en} no. {document.ordinal}"
    if document.year is None:
        return f"{nl} zonder jaar", f"the {en} without a year"
    return f"{nl} {document.year}", f"the {document.year} {en}"


def element_name(stated: Stated) -> Both:
    """What a reader calls an element: its level, and its code or else its words."""
    nl, en = COMMON[stated.edition.level.value]
    name = stated.edition.code or f'"{stated.edition.label}"'
    return f"{nl} {name}", f"{en} {name}"


def short_name(stated: Stated) -> str:
    """The code of an element, or else its words in quotes."""
    return stated.edition.code or f'"{stated.edition.label}"'


def listed(names: Sequence[str]) -> Both:
    """Write names in a row.

    >>> listed(["9B3.1"]), listed(["9B3.1", "9B3.2", "9B3.3"])
    (('9B3.1', '9B3.1'), ('9B3.1, 9B3.2 en 9B3.3', '9B3.1, 9B3.2 and 9B3.3'))
    >>> listed([str(number) for number in range(9)])
    ('0, 1, 2, 3, 4, 5 en nog 3', '0, 1, 2, 3, 4, 5 and 3 more')
    """
    shown, left = list(names[:MOST]), len(names) - MOST
    nl, en = (f"nog {left}", f"{left} more") if left > 0 else (shown[-1], shown[-1])
    before = ", ".join(shown if left > 0 else shown[:-1])
    return (f"{before} en {nl}", f"{before} and {en}") if before else (nl, en)


def capital(text: str) -> str:
    """Write the first letter of a sentence as a capital.

    >>> capital("prestatie 9B2.2 stond er")
    'Prestatie 9B2.2 stond er'
    """
    return text[:1].upper() + text[1:]


def name_and_words(stated: Stated) -> str:
    """The code of an element and its words in quotes, as far as it has them."""
    code, label = stated.edition.code, stated.edition.label
    return " ".join(filter(None, (code, f'"{label}"' if label else "")))


def places(*stated: Stated) -> tuple[Place, ...]:
    """Where editions stand, each place once."""
    found = (place_of(passage, one.part.names) for one in stated for passage in one.edition.evidence)
    return tuple(dict.fromkeys(found))
