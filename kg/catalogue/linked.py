"""The catalogue as linked data: each stored query a ``sh:SPARQLSelectExecutable``, as query editors read them.

After the conventions of the SPARQL examples of the Swiss Institute of Bioinformatics: ``rdfs:comment`` is the question,
``sh:select`` the text, ``schema:target`` the endpoint that it can be asked at. Every node has an IRI.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.catalogue.binding import term
from kg.catalogue.front import body
from kg.catalogue.model import Parameter, Said, StoredQuery
from kg.errors import BadParameter
from kg.terms import iri, string, text
from kg.vocabulary import PREFIXES

QUERIES = "https://w3id.org/doelenboom/query/"
"""The catalogue, and what the IRI of a query begins with."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_SPACES = {**PREFIXES, "schema": "https://schema.org/"}
_WRITTEN = ("dct", "doel", "owl", "rdf", "rdfs", "schema", "sh", "skos", "xsd")
_DATATYPES = {"integer": "xsd:integer", "decimal": "xsd:decimal", "text": "xsd:string"}
_TITLE = Said("Vragen aan de graaf van Doelenboom", "Questions to the graph of Doelenboom")


def turtle(queries: Iterable[StoredQuery], target: str = "") -> str:
    """Write stored queries as Turtle, in the order of their names; ``target`` is the SPARQL endpoint to ask them at.

    >>> from kg.catalogue.load import query_named
    >>> lines = turtle([query_named("list-targets-met")]).splitlines()
    >>> next(line for line in lines if line.endswith("list-targets-met>"))
    '<https://w3id.org/doelenboom/query/list-targets-met>'
    """
    known = sorted(queries, key=lambda query: query.name)
    blocks = ["\n".join(f"@prefix {name}: {iri(_SPACES[name])} ." for name in _WRITTEN), _catalogue()]
    for query in known:
        blocks.append(_node(query_iri(query), _query(query, target)))
        blocks.append(_node(_version(query), _versioned(query)))
        for parameter in query.parameters:
            blocks.extend(_parameter(query, parameter))
    return "\n\n".join(blocks) + "\n"


def query_iri(query: StoredQuery) -> str:
    """The IRI of a stored query.

    >>> from kg.catalogue.load import query_named
    >>> query_iri(query_named("list-targets-met"))
    'https://w3id.org/doelenboom/query/list-targets-met'
    """
    return QUERIES + query.name


def _catalogue() -> str:
    """The catalogue, with the prefixes that its queries may use."""
    declared = {name: f"{QUERIES}#prefix-{name}" for name in sorted(PREFIXES)}
    said = [
        "a owl:Ontology",
        *_both("rdfs:label", _TITLE),
        f"dct:license {iri(LICENCE)}",
        f"sh:declare {_many(map(iri, declared.values()))}",
    ]
    blocks = [_node(QUERIES, said)]
    for name, address in declared.items():
        namespace = f"{string(PREFIXES[name])}^^xsd:anyURI"
        blocks.append(
            _node(address, ["a sh:PrefixDeclaration", f"sh:prefix {string(name)}", f"sh:namespace {namespace}"])
        )
    return "\n\n".join(blocks)


def _query(query: StoredQuery, target: str) -> Iterator[str]:
    yield "a sh:SPARQLExecutable, sh:SPARQLSelectExecutable"
    yield f"dct:identifier {string(query.name)}"
    yield from _both("rdfs:label", query.title)
    yield from _both("rdfs:comment", query.question)
    yield from _both("dct:description", query.description)
    yield f"dct:isPartOf {iri(QUERIES)}"
    yield f"dct:license {iri(LICENCE)}"
    yield f"dct:hasVersion {iri(_version(query))}"
    yield f"schema:version {string(str(query.version))}"
    for lang, texts in sorted(query.also.items()):
        yield f"skos:altLabel {_many(text(one, lang) for one in sorted(set(texts)))}"
    if query.keywords:
        yield f"schema:keywords {_many(map(string, sorted(set(query.keywords))))}"
    if target:
        yield f"schema:target {iri(target)}"
    if query.parameters:
        yield f"sh:parameter {_many(iri(_of(query, one)) for one in query.parameters)}"
    yield f"sh:prefixes {iri(QUERIES)}"
    yield f"sh:select {_long(body(query.text))}"


def _versioned(query: StoredQuery) -> Iterator[str]:
    """The query as it is now; its hash tells whether a citation means this text."""
    yield f"dct:isVersionOf {iri(query_iri(query))}"
    yield f"schema:version {string(str(query.version))}"
    yield f"schema:sha256 {string(query.sha256)}"


def _parameter(query: StoredQuery, parameter: Parameter) -> Iterator[str]:
    """A parameter: the example in the text of the query is put in its place by a term of this kind."""
    address = _of(query, parameter)
    said = ["a sh:Parameter", f"sh:path {iri(f'{QUERIES}parameter/{parameter.name}')}"]
    said += _both("sh:name", parameter.label)
    said.append(f"sh:optional {'false' if parameter.required else 'true'}")
    kind = _DATATYPES.get(parameter.type)
    said.append(f"sh:datatype {kind}" if kind else "sh:nodeKind sh:IRI")
    if parameter.type == "document":
        said.append("sh:class doel:Document")
    example = _term(parameter, parameter.example)
    if example:
        said.append(f"skos:example {example}")
    allowed = [_term(parameter, one) for one in parameter.allowed]
    if allowed:
        said.append(f"sh:in {iri(f'{address}-in-1')}")
    yield _node(address, said)
    for place, one in enumerate(allowed, 1):
        rest = "rdf:nil" if place == len(allowed) else iri(f"{address}-in-{place + 1}")
        yield _node(f"{address}-in-{place}", [f"rdf:first {one}", f"rdf:rest {rest}"])


def _term(parameter: Parameter, value: str) -> str:
    """A value as a term; a document by its short name is none."""
    try:
        return term(parameter, value)
    except BadParameter:
        return ""


def _of(query: StoredQuery, parameter: Parameter) -> str:
    return f"{query_iri(query)}#{parameter.name}"


def _version(query: StoredQuery) -> str:
    return f"{query_iri(query)}/{query.version}"


def _both(prop: str, said: Said) -> list[str]:
    return [f"{prop} {text(' '.join(said.nl.split()), 'nl')}, {text(' '.join(said.en.split()), 'en')}"]


def _node(address: str, said: Iterable[str]) -> str:
    return f"{iri(address)}\n    " + " ;\n    ".join(said) + " ."


def _many(terms: Iterable[str]) -> str:
    return ", ".join(terms)


def _long(value: str) -> str:
    """A text of lines as a long string, so that a person can read the query in the file."""
    escaped = value.rstrip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{escaped}\n"""'
