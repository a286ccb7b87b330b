"""Answers as people and programs get them; the W3C's own examples of CSV, TSV and JSON results."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple
from rich.cells import cell_len
from rich.text import Text

from kg.builder import new_build
from kg.errors import NotSupported
from kg.identifiers import DEFAULT_BASE
from kg.results import FORMATS, MEDIA_TYPES, Answer, formats_for, write
from kg.store import Answer as StoreAnswer
from kg.store import Graph, Rows
from kg.terms import XSD, Theirs
from kg.vocabulary import doel

ROWS = Rows(
    ("goal", "value", "text"),
    [
        (
            NamedNode(f"{DEFAULT_BASE}gm0546/goal/9A1"),
            Literal("6.0", datatype=NamedNode(f"{XSD}decimal")),
            Literal("57* | één", language="nl"),
        ),
        (NamedNode(doel("Goal")), Literal("-12.50", datatype=NamedNode(f"{XSD}decimal")), None),
        (NamedNode("https://example.org/x"), None, Literal('"Doel",\n[b]\x1b[31m')),
    ],
)
TRIPLES = [
    Triple(NamedNode("urn:b"), NamedNode(doel("verbatim")), Literal("57*")),
    Triple(NamedNode("urn:a"), NamedNode(doel("referenceYear")), Literal(2024)),
    Triple(NamedNode("urn:b"), NamedNode(doel("verbatim")), Literal("57*")),
]
PLAIN = Rows(ROWS.variables, ROWS.rows[:-1])  # without the control characters that XML cannot hold


def written(answer: Answer, format: str | None) -> str:
    out = io.StringIO()
    write(answer, format, out)
    return out.getvalue()


def test_an_answer_of_the_store_can_be_written(tmp_path: Path) -> None:
    with new_build(tmp_path) as builder:
        builder.write_graph([f"<urn:a> <{doel('about')}> <urn:b> <urn:g> ."])
        builder.write_report({})
        builder.commit()
    queries = {"SELECT * { ?s ?p ?o }": "urn:a", "ASK {}": "true", "CONSTRUCT WHERE { ?s ?p ?o }": "doel:about"}
    with Graph.open(tmp_path) as graph:
        for query, says in queries.items():
            answer: StoreAnswer = graph.query(query)
            assert says in written(answer, None)


def test_a_table_without_a_terminal_is_as_wide_as_its_values() -> None:
    assert written(ROWS, None) == (
        "goal                     value   text\n"
        "---------------------   ------   ----------------\n"
        "gm0546/goal/9A1            6.0   57* | één\n"
        "doel:Goal               -12.50\n"
        'https://example.org/x            "Doel", [b]\ufffd[31m\n'
    )
    wide = Rows(("x",), [(Literal("doel " * 200),)])
    assert len(written(wide, "table").splitlines()) == 3


def test_a_table_on_a_terminal_folds_and_obeys_no_markup_or_control() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COLUMNS", "40")
        patched.setenv("TERM", "xterm")
        patched.setenv("NO_COLOR", "1")
        write(ROWS, "table", out)
    lines = out.getvalue().splitlines()
    assert all(cell_len(Text.from_ansi(line).plain) <= 40 for line in lines)
    assert "\x1b[31m" not in out.getvalue()
    assert "[b]" in out.getvalue()


def test_bases_are_left_out_in_tables_only() -> None:
    out = io.StringIO()
    write(ROWS, "table", out, bases=["https://example.org/"])
    assert "\nx " in out.getvalue()
    assert f"\n{DEFAULT_BASE}gm0546/goal/9A1" in out.getvalue()
    assert f"{DEFAULT_BASE}gm0546/goal/9A1," in written(ROWS, "csv")


def test_markdown_escapes_what_it_would_read() -> None:
    assert written(ROWS, "markdown").splitlines() == [
        "| goal | value | text |",
        "| --- | ---: | --- |",
        r"| gm0546/goal/9A1 | 6.0 | 57\* \| één |",
        "| doel:Goal | -12.50 |  |",
        '| https://example.org/x |  | "Doel", \\[b\\]\ufffd\\[31m |',
    ]


def test_csv_is_that_of_the_w3c() -> None:
    text = written(ROWS, "csv")
    assert text.startswith(f"goal,value,text\r\n{DEFAULT_BASE}gm0546/goal/9A1,6.0,57* | één\r\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[2] == [doel("Goal"), "-12.50", ""]
    assert rows[3][2] == '"Doel",\n[b]\x1b[31m'


@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
def test_lossless_formats_give_the_terms_back(format: str) -> None:
    answer = ROWS if format != "xml" else Rows(ROWS.variables, ROWS.rows[:2])  # XML 1.0 has no escape character
    kind = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[format]
    back = pyoxigraph.parse_query_results(written(answer, format), kind)
    assert isinstance(back, pyoxigraph.QuerySolutions)
    assert [variable.value for variable in back.variables] == list(answer.variables)
    assert [tuple(row) for row in back] == answer.rows


def test_terms_of_every_kind_in_json() -> None:
    triple = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("x"))
    right = pyoxigraph.BaseDirection.RTL
    terms: list[Theirs] = [BlankNode("b"), triple, Literal("x", language="ar", direction=right), Literal("x")]
    bindings = [
        row["x"]
        for row in json.loads(written(Rows(("x",), [(term,) for term in terms]), "json"))["results"]["bindings"]
    ]
    assert bindings == [
        {"type": "bnode", "value": "b"},
        {
            "type": "triple",
            "value": {
                "subject": {"type": "uri", "value": "urn:s"},
                "predicate": {"type": "uri", "value": "urn:p"},
                "object": {"type": "literal", "value": "x"},
            },
        },
        {"type": "literal", "value": "x", "xml:lang": "ar", "its:dir": "rtl"},
        {"type": "literal", "value": "x"},
    ]


def test_a_truth_value() -> None:
    assert [written(True, format) for format in (None, "table", "csv")] == ["true\n"] * 3
    assert json.loads(written(False, "json")) == {"head": {}, "boolean": False}
    assert ElementTree.fromstring(written(False, "xml")).findtext("{*}boolean") == "false"


def test_no_rows_and_no_columns() -> None:
    assert written(Rows(("a", "b"), []), "table") == "a   b\n-   -\n"
    assert written(Rows(("a",), []), "markdown") == "| a |\n| --- |\n"
    assert json.loads(written(Rows((), [()]), "json")) == {"head": {"vars": []}, "results": {"bindings": [{}]}}


@pytest.mark.parametrize("format", ["turtle", "nt", "nq", "jsonld", "rdfxml"])
def test_triples_come_once_and_in_one_order(format: str) -> None:
    kinds = {
        "turtle": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "nq": RdfFormat.N_QUADS,
        "jsonld": RdfFormat.JSON_LD,
        "rdfxml": RdfFormat.RDF_XML,
    }
    text = written(TRIPLES, format)
    assert text == written(TRIPLES[::-1], format)
    back = [Triple(quad.subject, quad.predicate, quad.object) for quad in pyoxigraph.parse(text, kinds[format])]
    assert back == sorted(set(TRIPLES), key=str)


def test_turtle_has_the_prefixes_in_use() -> None:
    *prefixes, first, second = written(TRIPLES, None).splitlines()
    assert set(prefixes) == {
        "@prefix doel: <https://w3id.org/doelenboom/def#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    }
    assert (first, second) == ("<urn:a> doel:referenceYear 2024 .", '<urn:b> doel:verbatim "57*" .')


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(PLAIN, "rows of a SELECT"), (True, "truth value of an ASK"), (TRIPLES, "triples of a CONSTRUCT")],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(answer: Answer, kind: str) -> None:
    fitting = formats_for(answer)
    for format in [*(set(FORMATS) - set(fitting)), "excel"]:
        with pytest.raises(
            NotSupported, match=f"the {kind}.*cannot be written as {format}; choose {', '.join(fitting)}"
        ):
            write(answer, format, io.StringIO())
    for format in fitting:
        assert written(answer, format).endswith("\n")


def test_every_format_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == set(FORMATS)
    every: list[Answer] = [ROWS, True, TRIPLES]
    assert {format for answer in every for format in formats_for(answer)} == set(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_a_binary_stream_gets_utf_8(format: str) -> None:
    out = io.BytesIO()
    answer: Answer = PLAIN if format in formats_for(PLAIN) else TRIPLES
    write(answer, format, out)
    assert out.getvalue().decode() == written(answer, format)


def test_machine_formats_are_utf_8_whatever_the_stream() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\r\n")
    write(ROWS, "csv", stream)
    assert raw.getvalue().decode() == written(ROWS, "csv")


def test_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    print("before")
    write(ROWS, "csv", sys.stdout)
    print("after")
    said = capsys.readouterr().out
    assert said.startswith("before\n")
    assert said.endswith("after\n")
    assert "6.0" in said


def w3c_graph(data: Path, directory: Path) -> Graph:
    """Build a graph of one Turtle file of the W3C tests."""
    triples = pyoxigraph.parse(path=data, format=RdfFormat.TURTLE)
    quads = (Quad(triple.subject, triple.predicate, triple.object, NamedNode("urn:g")) for triple in triples)
    with new_build(directory) as builder:
        builder.write_graph(sorted(f"{quad} ." for quad in quads))
        builder.write_report({})
        builder.commit()
    return Graph.open(directory)


def w3c_answer(folder: Path, query: str, data: str, directory: Path) -> StoreAnswer:
    with w3c_graph(folder / data, directory) as graph:
        return graph.query((folder / query).read_text(encoding="utf-8"))


@pytest.fixture
def csv_tsv(shared: Path) -> Path:
    return shared / "standards" / "sparql11-tests" / "csv-tsv-res"


CSV_TSV = [
    ("csvtsv01.rq", "data.ttl", "csvtsv01"),
    ("csvtsv02.rq", "data.ttl", "csvtsv02"),
    ("csvtsv01.rq", "data2.ttl", "csvtsv03"),
]


@pytest.mark.parametrize(("query", "data", "result"), CSV_TSV, ids=[case[2] for case in CSV_TSV])
def test_w3c_csv(csv_tsv: Path, tmp_path: Path, query: str, data: str, result: str) -> None:
    ours = written(w3c_answer(csv_tsv, query, data, tmp_path), "csv")
    theirs = (csv_tsv / f"{result}.csv").read_text(encoding="utf-8")
    assert list(map(comparable, csv.reader(io.StringIO(ours)))) == list(
        map(comparable, csv.reader(io.StringIO(theirs)))
    )


@pytest.mark.parametrize(("query", "data", "result"), CSV_TSV, ids=[case[2] for case in CSV_TSV])
def test_w3c_tsv(csv_tsv: Path, tmp_path: Path, query: str, data: str, result: str) -> None:
    ours = written(w3c_answer(csv_tsv, query, data, tmp_path), "tsv")
    theirs = (csv_tsv / f"{result}.tsv").read_text(encoding="utf-8")
    assert terms(ours, QueryResultsFormat.TSV) == terms(theirs, QueryResultsFormat.TSV)


@pytest.mark.parametrize("number", ["01", "02", "03", "04"])
def test_w3c_json(shared: Path, tmp_path: Path, number: str) -> None:
    folder = shared / "standards" / "sparql11-tests" / "json-res"
    ours = written(w3c_answer(folder, f"jsonres{number}.rq", "data.ttl", tmp_path), "json")
    theirs = (folder / f"jsonres{number}.srj").read_text(encoding="utf-8")
    if "boolean" in theirs:
        assert json.loads(ours) == json.loads(theirs)
    else:
        assert terms(ours, QueryResultsFormat.JSON) == terms(theirs, QueryResultsFormat.JSON)


def comparable(cells: Iterable[str]) -> list[object]:
    """Cells by value: "1.0E6" is "1000000", and a blank node is one by any name."""

    def value(cell: str) -> object:
        try:
            return Decimal(cell)
        except InvalidOperation:
            return "_:" if cell.startswith("_:") else cell

    return [value(cell) for cell in cells]


def terms(text: str, format: QueryResultsFormat) -> tuple[list[str], list[list[object]]]:
    """Columns and rows of a result: literals by value and datatype."""
    result = pyoxigraph.parse_query_results(text, format)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return [variable.value for variable in result.variables], [[key(term) for term in row] for row in result]


def key(term: Theirs | None) -> object:
    if isinstance(term, Literal):
        # pyoxigraph keeps the integers of XML Schema as xsd:integer, whatever their bounds.
        datatype = term.datatype.value.replace("negativeInteger", "integer")
        return (*comparable([term.value]), datatype, term.language)
    return "_:" if isinstance(term, BlankNode) else str(term)
