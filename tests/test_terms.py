from __future__ import annotations

import random
from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import terms

G = terms.iri("https://example.nl/graph")
S = terms.iri("https://example.nl/s")
P = terms.iri("https://example.nl/p")

anything = st.text(st.characters(exclude_categories=["Cs"]))
controls = st.text(st.sampled_from('\x00\x07\b\t\n\x0b\f\r\x1f"\\\x7f\x80\x85\xa0\xad\u2028\ufeff\ufffe\uffff'))
texts = anything | controls
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)
objects = st.one_of(
    texts.map(terms.string),
    st.builds(terms.text, texts, st.sampled_from(["nl", "en", "nl-be"])),
    decimals.map(terms.decimal),
    st.integers(-(2**62), 2**62).map(terms.integer),
    st.booleans().map(terms.boolean),
    st.sampled_from(["https://w3id.org/doelenboom/id/gm0546/goal/9A1", "urn:x:é#char=1,2"]).map(terms.iri),
)


def serialised(lines: list[str]) -> set[str]:
    parsed = pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)
    written = pyoxigraph.serialize(parsed, format=pyoxigraph.RdfFormat.N_QUADS)
    assert written is not None
    return set(written.decode().split("\n")) - {""}


@given(st.lists(objects, max_size=5))
def test_lines_are_what_pyoxigraph_writes(values: list[str]) -> None:
    lines = terms.nquads((S, P, value, G) for value in values)
    assert serialised(lines) == set(lines)


nodes = st.text("a/~-.é0", min_size=1).map(lambda rest: terms.iri(f"urn:{rest}"))


@given(st.lists(st.tuples(nodes, nodes, objects | nodes | st.text("a@^ ").map(terms.text), nodes), max_size=8))
def test_lines_are_those_of_the_quads_sorted_and_once(quads: list[terms.Quad]) -> None:
    assert terms.nquads([*quads, *quads[:2]]) == sorted({terms.line(quad) for quad in quads})


@given(texts, st.sampled_from(["nl", "en"]))
def test_a_text_comes_back_as_it_was(value: str, lang: str) -> None:
    lines = [terms.line((S, P, terms.text(value, lang), G)), terms.line((S, P, terms.string(value), G))]
    quads = list(pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS))
    assert [
        terms.from_oxigraph(quad.object)[:3] for quad in quads if not isinstance(quad.object, pyoxigraph.Triple)
    ] == [
        ("literal", value, lang),
        ("literal", value, None),
    ]


@given(texts)
def test_rdflib_reads_the_same_text(value: str) -> None:
    graph = rdflib.Graph()
    graph.parse(data=f"{S} {P} {terms.text(value)} .\n", format="nt")
    (found,) = graph.objects()
    assert terms.from_rdflib(found)[:3] == ("literal", value, "nl")


@given(decimals)
def test_a_decimal_is_exact_and_canonical(value: Decimal) -> None:
    literal = terms.decimal(value).split('"')[1]
    assert Decimal(literal) == value
    assert "E" not in literal
    assert literal == "0" or not literal.startswith("-0") or "." in literal
    assert not ("." in literal and literal.endswith(("0", ".")))
    store = pyoxigraph.Store()
    store.load(terms.line((S, P, terms.decimal(value), G)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert [str(quad.object) for quad in store] == [terms.decimal(value)]


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [("6.0", "6"), ("-0", "0"), ("0.00", "0"), ("-0.50", "-0.5"), ("1E+3", "1000"), ("1E-3", "0.001"), ("100", "100")],
)
def test_decimals(printed: str, canonical: str) -> None:
    assert terms.decimal(Decimal(printed)) == terms.typed(canonical, terms.XSD + "decimal")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        terms.decimal(Decimal(value))


@given(st.text() | st.text(st.sampled_from('abz:/?#[]@!%2F\\ <>"{}|^`é\ud800')))
def test_an_iri_that_is_accepted_is_read_as_it_is(rest: str) -> None:
    value = "https://example.nl/" + rest
    try:
        term = terms.iri(value)
    except ValueError:
        return
    assert not set(value) & set(' <>"{}|^`\\')
    (quad,) = pyoxigraph.parse(f"{term} {P} {term} {G} .", format=pyoxigraph.RdfFormat.N_QUADS)
    assert isinstance(quad.subject, pyoxigraph.NamedNode)
    assert quad.subject.value == value


@pytest.mark.parametrize("char", [*' <>"{}|^`\\', "\n", "\x00", "\ud800", "%zz"])
def test_an_iri_with_a_foreign_character_is_refused(char: str) -> None:
    with pytest.raises(ValueError, match="not an IRI"):
        terms.iri(f"https://example.nl/a{char}b")


@pytest.mark.parametrize("value", ["", "goal/9A1", "9A1", "//example.nl/x", "#a"])
def test_a_relative_iri_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not an IRI"):
        terms.iri(value)


@pytest.mark.parametrize(
    "address",
    ["", "ftp://example.nl/x", "https://", "https:///x", "www.leiden.nl", "javascript:alert(1)", "https://x.nl/<"],
)
def test_an_address_that_is_not_of_the_web(address: str) -> None:
    assert not terms.is_web_address(address)


def test_text_stays_raw() -> None:
    composed, decomposed, soft = "Stadsenque\u0302te", "Stadsenquête", "cliënt\u00adbetrokkenheid"
    assert terms.string(composed) != terms.string(decomposed)
    assert [terms.string(value)[1:-1] for value in (composed, decomposed, soft)] == [composed, decomposed, soft]


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValueError, match=r"surrogate \(U\+D83D\)"):
        terms.text("half \ud83d teken")


@pytest.mark.parametrize("tag", ["", "NL", "nl-NL", "nederlands", "nl en"])
def test_a_language_tag_that_stores_would_rewrite_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="language tag"):
        terms.text("doel", tag)


def test_lines_are_sorted_by_code_point_and_unique() -> None:
    values = ["a", "Z", "é", "z", "\U0001f600", "\uffee", "a"]
    quads = [(S, P, terms.string(value), G) for value in values]
    random.Random(1).shuffle(quads)
    lines = terms.nquads(quads)
    assert [line.split('"')[1] for line in lines] == ["Z", "a", "z", "é", "\uffee", "\U0001f600"]
    assert all(line.endswith(f" {G} .") for line in lines)


@pytest.mark.parametrize(
    "theirs",
    [
        rdflib.Literal("doel", lang="nl"),
        rdflib.Literal("doel"),
        rdflib.Literal(Decimal("6.1")),
        rdflib.URIRef("https://example.nl/x"),
    ],
)
def test_both_libraries_give_the_same_term(theirs: rdflib.term.Identifier) -> None:
    (quad,) = pyoxigraph.parse(f"{S} {P} {theirs.n3()} .", format=pyoxigraph.RdfFormat.TURTLE)
    assert terms.from_oxigraph(quad.object) == terms.from_rdflib(theirs)


def test_blank_nodes_are_shown_as_such() -> None:
    assert terms.from_oxigraph(pyoxigraph.BlankNode("b1")) == terms.Term("blank", "b1")
    assert terms.from_rdflib(rdflib.BNode("b1")) == terms.Term("blank", "b1")
