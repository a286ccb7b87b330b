"""Why an answer has no rows: a value that is nowhere, a value that gives none, or a pattern that nothing matches.

What is asked to find out is bounded in number and in time. A step that fails says nothing and none raises; where none
says anything, a last sentence says that much.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kg.catalogue.binding import bind
from kg.catalogue.front import body
from kg.catalogue.model import Parameter, StoredQuery
from kg.catalogue.pieces import Piece, pieces, prologue, where
from kg.catalogue.rows import Answer
from kg.catalogue.values import Engine, existing, offered, read_values, terms_of
from kg.errors import KgError
from kg.guard import check, tokens
from kg.identifiers import document_key
from kg.terms import from_oxigraph
from kg.vocabulary import CODE
from kg.words import COMMON, Words, word

MOST = 40
"""Queries asked for one explanation at most."""
SECONDS = 5.0
"""After so long nothing more is asked; what is being asked is not broken off."""

_TRIED, _SHOWN = 6, 12
_DEEPEST = 4
_READ = 1000
_LONGEST = 200
_WORDS: Words = COMMON | {
    "nowhere": ("voor deze vraag is er geen {label} {value}", "for this question there is no {label} {value}"),
    "or": ("of", "or"),
    "with": (
        "met {label} {values} in plaats van {value} zijn er wel rijen",
        "with {label} {values} in place of {value} there are rows",
    ),
    "without": ("zonder {label} zijn er wel rijen", "without {label} there are rows"),
    "alone": ("in de graaf past niets op: {pattern}", "nothing in the graph matches: {pattern}"),
    "together": (
        "er is wel iets dat past op {pattern}, maar niet samen met wat er in de query voor staat",
        "something matches {pattern}, but not together with what stands before it in the query",
    ),
    "filter": (
        "er is wel iets dat past op wat ervoor in de query staat, maar alles daarvan valt weg door: {pattern}",
        "something matches what stands before it in the query, but all of that is left out by: {pattern}",
    ),
    "never": ("met de gegeven waarden klopt dit nooit: {pattern}", "with the given values this never holds: {pattern}"),
    "after": (
        "alle patronen passen, maar geen rij blijft over na groeperen en filteren",
        "all patterns match, but no row is left after grouping and filtering",
    ),
    "unknown": (
        "niets in de geladen documenten past bij wat gevraagd is; waardoor, is niet gevonden",
        "nothing in the loaded documents fits what was asked; the cause was not found",
    ),
}


class _Enough(Exception):
    """The bound of an explanation is reached."""


@dataclass(slots=True)
class _Asking:
    """What is asked of an engine, within the bound."""

    engine: Engine
    until: float
    left: int = MOST
    prologue: str = ""
    existing: dict[str, list[str]] = field(default_factory=dict)

    def has_rows(self, query: str) -> bool:
        """Whether a query has a row; the limit ends it where it has none of its own."""
        self.spend()
        return bool(self.engine.select(f"{query}\nLIMIT 1").rows)

    def matches(self, group: str) -> bool:
        """Whether anything matches what stands within a WHERE."""
        return self.has_rows(f"{self.prologue}SELECT (1 AS ?found) WHERE {{ {group} }}")

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0 or time.monotonic() > self.until:
            raise _Enough


def explain(answer: Answer, engine: Engine, lang: str) -> list[str]:
    """Say in sentences why an answer has no rows, in nl or en; empty for one that has rows only.

    First the given values that are nowhere, with those that exist; else what the query itself says of it. A filter that
    the given values alone never pass says enough. Then, for each parameter, the values that do give rows; where none of
    these says anything, the first part of the query that nothing matches, as SPARQL with prefixes.
    """
    if answer.rows:
        return []
    asking = _Asking(engine, time.monotonic() + SECONDS)
    found: list[str] = []
    for step in (_lacking, _never, _nowhere, _meaning, _others, _pattern):
        if found and step not in (_nowhere, _others):
            continue
        try:
            told = list(step(answer, asking, lang))
            found = told if told and step is _nowhere else found + told
        except _Enough:
            break
        except (KgError, ValueError, RuntimeError, LookupError, TypeError, StopIteration, OSError):
            continue  # a step that fails says nothing
        if found and step is _never:
            break
    return [sentence[:1].upper() + sentence[1:] for sentence in found or [word(_WORDS, "unknown", lang)]]


def _lacking(answer: Answer, asking: _Asking, lang: str) -> Iterator[str]:
    """What the query says of a graph without something, or of values that do not go together: the first that holds."""
    values = "".join(f"VALUES ?{name} {{ {term} }} " for name, term in terms_of(answer.query, answer.given).items())
    for one in answer.query.empty:
        if one.unless and not asking.matches(f"{values}{one.unless}"):
            yield one.said.in_(lang)
            return


def _meaning(answer: Answer, _: _Asking, lang: str) -> Iterator[str]:
    """What the query says of an answer without rows where nothing is lacking."""
    yield from (one.said.in_(lang) for one in answer.query.empty if not one.unless)


def _never(answer: Answer, asking: _Asking, lang: str) -> Iterator[str]:
    """A filter on nothing but given values, which nothing in any graph could help."""
    text = check(answer.text).text
    asking.prologue = prologue(text)
    given = {parameter.name for parameter in _given(answer)}
    for piece in pieces(where(text)):
        if piece.kind == "filter" and piece.variables and piece.variables <= given:
            filled = _filled(piece.text, answer)
            if not asking.matches(filled):
                yield _say("never", lang, pattern=_short(filled))


def _nowhere(answer: Answer, asking: _Asking, lang: str) -> Iterator[str]:
    for parameter in _given(answer):
        if _is_nowhere(parameter, answer, asking):
            there = _existing(parameter, asking)
            missing = _say("nowhere", lang, label=parameter.label.in_(lang), value=_value(parameter, answer))
            yield f"{missing}; {offered(there, lang, _SHOWN)}"


def _others(answer: Answer, asking: _Asking, lang: str) -> Iterator[str]:
    """One parameter at a time: which of its other values give rows, or whether leaving it out does.

    Where a value is nowhere, no other parameter is to blame.
    """
    nowhere = [parameter for parameter in _given(answer) if _is_nowhere(parameter, answer, asking)]
    for parameter in nowhere or _given(answer):
        giving = [value for value in _near(parameter, answer, asking) if _gives(answer, parameter, value, asking)]
        label = parameter.label.in_(lang)
        if giving:
            values = f" {word(_WORDS, 'or', lang)} ".join(filter(None, (", ".join(giving[:-1]), giving[-1])))
            yield _say("with", lang, label=label, values=values, value=_value(parameter, answer))
        elif not parameter.required and asking.has_rows(_text(answer.query, _without(answer, parameter))):
            yield _say("without", lang, label=label)


def _gives(answer: Answer, parameter: Parameter, value: str, asking: _Asking) -> bool:
    given = read_values(answer.query, {**answer.given, parameter.name: value}, asking.engine)
    return asking.has_rows(_text(answer.query, given))


def _near(parameter: Parameter, answer: Answer, asking: _Asking) -> list[str]:
    """The values to try: those nearest to the one that gave no rows."""
    value = _shown(parameter, answer.given[parameter.name])
    there = [one for one in _existing(parameter, asking) if one != value]
    return sorted(there, key=lambda one: _distance(parameter, one, value))[:_TRIED]


def _distance(parameter: Parameter, one: str, value: str) -> float:
    if parameter.type == "integer":
        return abs(int(one) - int(value))
    return 1 - SequenceMatcher(None, one, value).ratio()


def _pattern(answer: Answer, asking: _Asking, lang: str) -> Iterator[str]:
    text = check(answer.text).text
    asking.prologue = prologue(text)
    failing = _first(pieces(where(text)), lambda group: group, asking, 0)
    if failing is None:
        yield _say("after", lang)
        return
    alone = _filled(failing.text, answer)
    if failing.kind in ("filter", "minus"):
        yield _say("filter", lang, pattern=_short(alone))
        return
    if asking.matches(alone):
        yield _say("together", lang, pattern=_short(alone))
        return
    nothing = _say("alone", lang, pattern=_short(alone))
    there = _matching(failing, answer, asking) if alone != failing.text else []
    yield f"{nothing}; {offered(there, lang, _SHOWN)}" if there else nothing


def _filled(pattern: str, answer: Answer) -> str:
    """A pattern with the given values in place of their variables; one that gives them itself stays as it is."""
    read = tokens(pattern)
    if any(token.text.upper() in ("VALUES", "SELECT") for token in read):
        return pattern
    terms = terms_of(answer.query, answer.given)
    terms |= {one.name: answer.given[one.name] for one in _given(answer) if one.type in ("integer", "decimal")}
    filled = pattern
    for token in reversed(read):
        if token.kind == "variable" and token.text[1:] in terms:
            filled = filled[: token.start] + terms[token.text[1:]] + filled[token.start + len(token.text) :]
    return filled


def _matching(failing: Piece, answer: Answer, asking: _Asking) -> list[str]:
    """The values with which a pattern does match, the nearest first: of its one given value."""
    given = [parameter for parameter in _given(answer) if parameter.name in failing.variables]
    if len(given) != 1 or failing.kind != "triple":
        return []
    asking.spend()
    name = given[0].name
    query = f"{asking.prologue}SELECT DISTINCT ?{name} WHERE {{ {failing.text} }} LIMIT {_READ}"
    found = {from_oxigraph(row[0]).value.removeprefix(CODE) for row in asking.engine.select(query).rows if row[0]}
    value = _value(given[0], answer)
    return sorted(sorted(found), key=lambda one: 1 - SequenceMatcher(None, one, value).ratio())


def _first(found: list[Piece], around: Callable[[str], str], asking: _Asking, depth: int) -> Piece | None:
    """The first piece from which on nothing matches, by halving; within a group the piece of that group."""
    if asking.matches(around(_joined(found))):
        return None
    low, high = 0, len(found)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if asking.matches(around(_joined(found[:middle]))) else (low, middle)
    piece = found[high - 1]
    inner = None
    if depth < _DEEPEST and piece.kind in ("group", "graph"):
        before = _joined(found[: high - 1])
        inner = _first(
            pieces(piece.within), lambda group: around(f"{before} {piece.opening} {{ {group} }}"), asking, depth + 1
        )
    elif depth < _DEEPEST and piece.kind == "select":  # it is evaluated by itself
        inner = _first(pieces(where(piece.within)), lambda group: group, asking, depth + 1)
    return inner or piece


def _joined(found: list[Piece]) -> str:
    return "\n".join(piece.text for piece in found)


def _given(answer: Answer) -> list[Parameter]:
    return [parameter for parameter in answer.query.parameters if parameter.name in answer.given]


def _without(answer: Answer, parameter: Parameter) -> dict[str, str]:
    return {name: value for name, value in answer.given.items() if name != parameter.name}


def _text(query: StoredQuery, given: dict[str, str]) -> str:
    return body(bind(query, terms_of(query, given)))


def _is_nowhere(parameter: Parameter, answer: Answer, asking: _Asking) -> bool:
    there = _existing(parameter, asking)
    return bool(there) and _value(parameter, answer) not in there


def _existing(parameter: Parameter, asking: _Asking) -> list[str]:
    """The values there are, asked once; of documents the short names and, where two have one, those with their city."""
    if parameter.name not in asking.existing:
        asking.spend()
        asking.existing[parameter.name] = existing(parameter, asking.engine)
    return asking.existing[parameter.name]


def _shown(parameter: Parameter, value: str) -> str:
    return document_key(value) if parameter.type == "document" else value


def _value(parameter: Parameter, answer: Answer) -> str:
    return _shown(parameter, answer.given[parameter.name])


def _say(key: str, lang: str, **parts: str) -> str:
    return word(_WORDS, key, lang).format(
        **{name: (part.strip() and part) or f'"{part}"' for name, part in parts.items()}
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
