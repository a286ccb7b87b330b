"""The elements of one level that are known so far, found by key, code, wording or place."""

from __future__ import annotations

from collections.abc import Container, Iterable

from kg.domain import Level
from kg.identifiers import segment, slug
from kg.register.element import Element, code_of
from kg.register.order import Stated
from kg.register.wording import plain, split_lead


class Known:
    """The elements of one level of a municipality, the oldest first, with what they are found by.

    ``codes`` gives the elements that ever bore a code, ``uncoded`` those that never bore one, ``in_place`` those that
    ever stood in the element of a name (a policy area; for one of those a programme).
    """

    def __init__(self, level: Level) -> None:
        self.level = level
        self.elements: list[Element] = []
        self.keys: dict[str, Element] = {}
        self.codes: dict[str, list[Element]] = {}
        self.uncoded: dict[Element, None] = {}
        self.in_place: dict[tuple[Level, str], dict[Element, None]] = {}
        self._texts: dict[str, dict[Element, None]] = {}

    def begin(self, municipality: str, key: str, code: str, texts: Iterable[str]) -> Element:
        """Begin an element, with the code and the wordings that are known of it before any edition is."""
        element = Element(municipality, self.level, key)
        if code:
            element.codes[code] = None
        element.learn(texts)
        self.elements.append(element)
        self.keys[key] = element
        self._index(element, code, texts)
        return element

    def take(self, row: Stated, element: Element, place: Element | None) -> None:
        """Add an edition to an element, and note where it stands (None: not known)."""
        element.add(row)
        element.place = place or element.place
        if element.is_coded:
            self.uncoded.pop(element, None)
        else:
            self.uncoded[element] = None
        if element.place:
            self.in_place.setdefault(element.place.name, {})[element] = None
        self._index(element, code_of(row), row.texts)

    def bearing(self, texts: Iterable[str]) -> list[Element]:
        """The elements that ever bore one of these wordings, each once."""
        return [*dict.fromkeys(element for text in texts for element in self._texts.get(plain(text), ()))]

    def worded(self, code: str) -> list[Element]:
        """The elements that ever bore a code and have words."""
        return [element for element in self.codes.get(code, []) if element.label]

    def new_key(self, row: Stated) -> str:
        """The key of an element that begins with an edition: its code, or the slug of its words.

        Where another element bears the code already, four words are added, from where its wording differs.
        """
        code, label = code_of(row), row.edition.label
        wanted = segment(code) if code else slug(label or row.edition.key.partition("~")[0])
        first = next((e.editions[0].edition.label for e in self.codes.get(code, []) if e.editions), None)
        if code and label and (first is not None or wanted in self.keys):
            _lead, rest, _other = split_lead(label, first or "")
            wanted = f"{wanted}-{slug(' '.join(rest[:4]))}" if rest else wanted
        return _unused(wanted, self.keys)

    def _index(self, element: Element, code: str, texts: Iterable[str]) -> None:
        if code and element not in self.codes.setdefault(code, []):
            self.codes[code].append(element)
        for text in texts:
            self._texts.setdefault(plain(text), {})[element] = None


def _unused(wanted: str, known: Container[str]) -> str:
    key, again = wanted, 1
    while key in known:
        again += 1
        key = f"{wanted}~{again}"
    return key
