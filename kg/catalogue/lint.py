"""Rules that a stored query keeps: its words, its parameters and columns, and what a sum or a share may mean.

A problem reads ``<rule>: <what>``. A rule about meaning may be set aside where the query knows better, by a comment in
its text that says why: ``# lint: total: the row of a programme is meant``. A comment that sets nothing aside is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rdflib.term import Identifier, Literal, URIRef

from kg.catalogue.asked import terms
from kg.catalogue.binding import term
from kg.catalogue.front import body
from kg.catalogue.lexicon import LANGUAGES
from kg.catalogue.lint_arithmetic import arithmetic
from kg.catalogue.lint_meaning import meaning
from kg.catalogue.model import EVIDENCE, Parameter, StoredQuery
from kg.catalogue.parsed import Select, leaves, predicates, select_of
from kg.errors import BadParameter, QueryFailed, QueryRefused
from kg.guard import tokens
from kg.identifiers import document_key
from kg.vocabulary import CLASSES, CODE, CODES, DATATYPE_PROPERTIES, DOEL, OBJECT_PROPERTIES, PREFIXES

Problem = tuple[str, str]
"""The name of a rule, and what is wrong by it."""

VERBS = ("check", "compare", "count", "list", "locate", "match", "show", "sum")
SET_ASIDE = ("constant", "document", "kind", "path", "phase", "scale", "share", "total", "unit", "year")
"""Rules that a comment with a reason may set aside."""

_NAME = re.compile(rf"(?:{'|'.join(VERBS)})(?:-[a-z0-9]+)+")
_COMMENT = re.compile(r"#\s*lint:\s*([a-z]+):\s*(.*)")
_CITY = re.compile(r"\d{1,2}[A-Z]\d{0,2}(?:\.\w{1,2})?|gm\d{4}")
_ADDRESSES = ("https://w3id.org/doelenboom/id/", "https://identifier.overheid.nl/tooi/id/")
_NOTATION = PREFIXES["skos"] + "notation"
_KNOWN = {
    DOEL: {*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES},
    CODE: {one for many in CODES.values() for one in many},
}
_SENTENCES = 2
_FEWEST_KEYWORDS = 4


def lint(query: StoredQuery) -> list[str]:
    """Say what is wrong with a stored query, each with the name of its rule; empty for one that keeps them all.

    >>> from kg.catalogue.load import query_named
    >>> lint(query_named("list-targets-met"))
    []
    """
    found = [*_words(query)]
    try:
        read = select_of(body(query.text))
    except (QueryFailed, QueryRefused) as error:
        return [f"{rule}: {what}" for rule, what in (*found, ("syntax", str(error)))]
    for rule in (_columns, _parameters, _constants):
        found.extend(rule(query, read))
    found.extend([*_shape(read), *_prefixes(query), *_terms(query, read)])
    found.extend(_set_aside(query, [*meaning(query, read), *arithmetic(read)]))
    return [f"{rule}: {what}" for rule, what in dict.fromkeys(found)]


def _words(query: StoredQuery) -> Iterator[Problem]:
    if not _NAME.fullmatch(query.name):
        yield "name", f"{query.name} is no verb and noun; verbs are {', '.join(VERBS)}"
    for lang in LANGUAGES:
        said = query.description.in_(lang)
        if len(re.findall(r"\S[.?!](?=\s|$)", said)) < _SENTENCES:
            yield (
                "description",
                f"{lang}: fewer than {_SENTENCES} sentences; say what a row is and what it does not say",
            )
        if not query.question.in_(lang).endswith("?"):
            yield "question", f"{lang}: no question mark"
    if query.description.nl == query.description.en:
        yield "description", "the same in both languages"
    yield from _keywords(query)


def _keywords(query: StoredQuery) -> Iterator[Problem]:
    """Keywords of both languages: each has one that its own texts use and the other's do not."""
    if len(query.keywords) < _FEWEST_KEYWORDS:
        yield "keywords", f"fewer than {_FEWEST_KEYWORDS}"
    texts = {
        lang: {
            said.written
            for text in (query.title, query.question, query.description, *(one.label for one in query.columns))
            for said in terms(text.in_(lang), lang)
        }
        for lang in LANGUAGES
    }
    for lang, other in (LANGUAGES, LANGUAGES[::-1]):
        own = {said.written for word in query.keywords for said in terms(word, lang)}
        if not own & (texts[lang] - texts[other]):
            yield "keywords", f"{lang}: none of its words stands in the texts"


def _columns(query: StoredQuery, read: Select) -> Iterator[Problem]:
    declared = [*(column.name for column in query.columns), EVIDENCE]
    given = [name for name, _ in read.columns]
    if given != declared:
        yield "columns", f"the SELECT gives {' '.join(given)}; the front matter says {' '.join(declared)}"
    for column in query.columns:
        if column.missing and query.column(column.missing) is None:
            yield "columns", f"{column.name}: {column.missing} is no column"


def _parameters(query: StoredQuery, read: Select) -> Iterator[Problem]:
    for parameter in query.parameters:
        blocks = [block for one in read.all() for block in one.inlines if parameter.name in block.variables]
        if not blocks:
            yield "parameters", f"no VALUES ?{parameter.name} {{ … }}"
        for block in blocks:
            yield from _block(parameter, block.variables, block.rows)
        yield from _reach(parameter, read)
        yield from _listed(parameter)


def _block(
    parameter: Parameter, names: tuple[str, ...], rows: tuple[tuple[Identifier | None, ...], ...]
) -> Iterator[Problem]:
    name = parameter.name
    if len(names) > 1:
        yield (
            "parameters",
            f"VALUES ({' '.join(f'?{one}' for one in names)}) cannot be bound; give ?{name} one of its own",
        )
    elif len(rows) != 1:
        yield "parameters", f"VALUES ?{name} holds {len(rows)} values; it holds the example only, or has another name"
    elif not _is_example(parameter, rows[0][0]):
        yield (
            "parameters",
            f"VALUES ?{name} holds {rows[0][0]}, and the example is {parameter.example} ({parameter.type})",
        )


def _is_example(parameter: Parameter, there: Identifier | None) -> bool:
    if parameter.type == "document":
        return isinstance(there, URIRef) and parameter.example in (str(there), document_key(str(there)))
    if there is None:
        return False
    try:
        wanted = term(parameter, parameter.example)
    except BadParameter:
        return False
    if parameter.type == "decimal" and isinstance(there, Literal) and isinstance(there.toPython(), Decimal):
        return bool(there.toPython() == Decimal(parameter.example))
    return there.n3() == wanted or (
        parameter.type == "integer" and f'"{there}"^^<{getattr(there, "datatype", "")}>' == wanted
    )


def _reach(parameter: Parameter, read: Select) -> Iterator[Problem]:
    """A sub-select that uses a parameter, has no place for it and does not hand it out, uses another variable."""
    for one in [*read.all()][1:]:
        used = any(parameter.name in (str(leaf) for leaf in leaves([p.subject, p.object])) for p in one.patterns)
        there = any(block.variables == (parameter.name,) for block in one.inlines)
        if used and not there and parameter.name not in {name for name, _ in one.columns}:
            yield "parameters", f"a sub-select uses ?{parameter.name} without VALUES ?{parameter.name} {{ … }} in it"


def _listed(parameter: Parameter) -> Iterator[Problem]:
    if parameter.allowed and parameter.example not in parameter.allowed:
        yield "parameters", f"{parameter.name}: the example {parameter.example} is not among the values allowed"
    if not parameter.values:
        return
    try:
        listing = select_of(parameter.values)
    except (QueryFailed, QueryRefused) as error:
        yield "parameters", f"values of {parameter.name}: {error}"
        return
    if len(listing.columns) != 1 or listing.node.orderby is None:
        yield "parameters", f"values of {parameter.name}: one column, in one order"
    for node in _all_terms(listing):
        yield from _unknown(node)


def _constants(query: StoredQuery, read: Select) -> Iterator[Problem]:
    """Nothing of one municipality or one year stands in a query but as the example of a parameter."""
    names = {parameter.name for parameter in query.parameters}
    for one in read.all():
        inlines = [row for block in one.inlines if not names & {*block.variables} for row in block.rows]
        for leaf in leaves(
            [inlines, one.binds, one.filters, one.denied, [node for _, node in one.columns if node is not None]]
        ):
            if _is_local(leaf):
                yield "constant", f"{leaf} is of one municipality or year; make it a parameter"
        for pattern in one.patterns:
            told = isinstance(pattern.object, Literal) and _NOTATION in str(pattern.predicate)
            for leaf in (pattern.subject, pattern.object):
                if _is_local(leaf) or (told and leaf is pattern.object):
                    yield "constant", f"{leaf} is of one municipality or year; make it a parameter"


def _is_local(leaf: Identifier) -> bool:
    if isinstance(leaf, URIRef):
        return str(leaf).startswith(_ADDRESSES)
    if not isinstance(leaf, Literal):
        return False
    value = leaf.toPython()
    return (isinstance(value, int) and 1990 <= value <= 2100) or bool(_CITY.fullmatch(str(leaf)))


def _shape(read: Select) -> Iterator[Problem]:
    if read.node.orderby is None:
        yield "order", "no ORDER BY: rows must be in one order only"
    for one in read.all():
        if any(isinstance(pattern.graph, URIRef) for pattern in one.patterns):
            yield "graph", "GRAPH <…> names one graph; write GRAPH ?g"
        if any(block.variables == () for block in one.inlines):
            yield "parameters", "an empty VALUES"


def _prefixes(query: StoredQuery) -> Iterator[Problem]:
    read = [token for token in tokens(body(query.text)) if token.kind != "comment"]
    declared, used, after = [], set(), ""
    for token in read:
        if token.kind == "prefixed" and after.upper() == "PREFIX":
            declared.append(token.text[:-1])
        elif token.kind == "prefixed":
            used.add(token.text.partition(":")[0])
        elif (
            token.kind == "iri"
            and declared
            and after == f"{declared[-1]}:"
            and token.text[1:-1] != PREFIXES.get(declared[-1])
        ):
            yield "prefixes", f"{declared[-1]}: is not {token.text} here"
        after = token.text
    if set(declared) != used or len(declared) != len(set(declared)):
        yield "prefixes", f"declared are {', '.join(declared)}; used are {', '.join(sorted(used))}"


def _terms(query: StoredQuery, read: Select) -> Iterator[Problem]:
    for node in _all_terms(read):
        yield from _unknown(node)
    if "SERVICE" in (token.text.upper() for token in tokens(body(query.text)) if token.kind == "word"):
        yield "graph", "SERVICE asks elsewhere"  # the guard refuses it as well; said here for what is not run


def _all_terms(read: Select) -> Iterator[str]:
    for one in read.all():
        yield from (str(leaf) for leaf in leaves([one.node.projection, one.binds, one.filters, one.denied]))
        yield from (str(leaf) for block in one.inlines for leaf in leaves(block.rows))
        for pattern in one.patterns:
            yield from (str(pattern.subject), str(pattern.object), *predicates(pattern.predicate))


def _unknown(iri: str) -> Iterator[Problem]:
    for space, known in _KNOWN.items():
        if iri.startswith(space) and iri.removeprefix(space) not in known:
            yield "terms", f"{iri} is not in the vocabulary"


def _set_aside(query: StoredQuery, found: list[Problem]) -> Iterator[Problem]:
    """Problems without those that a comment sets aside, and comments that set none aside or give no reason."""
    reasons = {}
    for token in tokens(body(query.text)):
        match = _COMMENT.fullmatch(token.text.rstrip()) if token.kind == "comment" else None
        if match:
            reasons[match[1]] = match[2]
    yield from (problem for problem in found if problem[0] not in reasons)
    for rule, reason in reasons.items():
        if rule not in SET_ASIDE or rule not in {problem[0] for problem in found}:
            yield "lint", f"'# lint: {rule}:' sets nothing aside"
        elif len(reason.split()) < 4:
            yield "lint", f"'# lint: {rule}:' does not say why"
