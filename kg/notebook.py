"""Questions in a notebook: ``%load_ext kg.notebook``, then ``%ask NAME year=2024`` and ``%%sparql``.

Answers show as tables in which a missing value is an empty cell. ``--graph`` is a folder, or the name of a variable
that holds an open graph; left out, it is the variable ``graph``, else the folder ``graph``. ``--into NAME`` keeps the
answer as a variable. The variable ``lang`` ("nl" or "en") says in which language titles and codes show.
"""

from __future__ import annotations

import io
import shlex
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from pyoxigraph import Literal, NamedNode

from kg.catalogue.ask import Graph, ask
from kg.catalogue.empty import explain
from kg.catalogue.labels import documents_of, several_cities, shown
from kg.catalogue.load import query_named
from kg.catalogue.rows import Answer
from kg.errors import BadParameter, KgError
from kg.plain_text import clean
from kg.results import shorten, write
from kg.store import Graph as StoredGraph
from kg.store import Rows
from kg.terms import XSD, Theirs, from_oxigraph

if TYPE_CHECKING:
    import pandas

_OPTIONS = ("--graph", "--into")


class Shell(Protocol):
    """What of IPython is used here."""

    user_ns: dict[str, Any]
    display_formatter: Any

    def register_magic_function(self, func: Any, magic_kind: str, magic_name: str) -> None:
        """Register a function as a magic."""


class Table:
    """The rows of a SELECT for people; ``to_pandas()`` gives them as a data frame."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows.rows)

    def __repr__(self) -> str:
        return _written(self.rows, "table")

    def _repr_html_(self) -> str:
        cells = [[_shown(term) for term in row] for row in self.rows.rows]
        right = [bool(cells) and all(_is_number(row[at]) for row in self.rows.rows) for at in _places(self.rows)]
        return _html(self.rows.variables, cells, right)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame: whole numbers as int, amounts as Decimal, what is not bound as None."""
        import pandas

        columns = {
            name: pandas.Series([_value(row[at]) for row in self.rows.rows], dtype="object")
            for at, name in enumerate(self.rows.variables)
        }
        return pandas.DataFrame(columns)


class Turtle(str):
    """The triples of a CONSTRUCT or DESCRIBE, as text that shows as it is."""

    def __repr__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class _Line:
    """What stands behind a magic: words, and the options among them."""

    words: Sequence[str]
    graph: str
    into: str


def load_ipython_extension(shell: Shell) -> None:
    """Register the magics, and how answers show."""

    def asked(line: str) -> Any:
        """%ask NAME year=2024 [--graph DIR] [--into NAME]: ask a stored query."""
        return _told(shell, _ask, shell, line)

    def sparql(line: str, cell: str) -> Any:
        """%%sparql [--graph DIR] [--into NAME]: ask the graph in SPARQL 1.1."""
        return _told(shell, _sparql, shell, line, cell)

    shell.register_magic_function(asked, "line", "ask")
    shell.register_magic_function(sparql, "cell", "sparql")
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(Answer, lambda answer: answer_html(answer, _lang(shell)))
    formatters["text/plain"].for_type(Answer, lambda answer, out, _cycle: out.text(_count(len(answer))))


def answer_html(answer: Answer, lang: str) -> str:
    """The answer to a stored query as a table in the reader's language; a missing value is an empty cell."""
    columns = answer.query.columns
    city = several_cities(documents_of(answer))
    cells = [[shown(column, row[column.name], lang, city=city) for column in columns] for row in answer]
    right = [column.type in ("integer", "decimal") for column in columns]
    return _html([column.label.in_(lang) for column in columns], cells, right)


def _ask(shell: Shell, line: str) -> Any:
    read = _read(line)
    if not read.words:
        raise BadParameter("%ask needs the name of a stored query: %ask list-targets-met year=2024")
    given = dict(_pair(one) for one in read.words[1:])
    with _graph(shell, read.graph) as graph:
        answer = ask(graph, query_named(read.words[0]), given)
        for reason in explain(answer, graph, _lang(shell)):
            print(clean(reason))
    return _kept(shell, read.into, answer)


def _sparql(shell: Shell, line: str, cell: str) -> Any:
    read = _read(line)
    if read.words:
        raise BadParameter(f"%%sparql has the options {', '.join(_OPTIONS)}; {read.words[0]!r} is none")
    with _graph(shell, read.graph) as graph:
        answer = graph.query(cell)
    if isinstance(answer, list):
        return _kept(shell, read.into, Turtle(_written(answer, "turtle")))
    return _kept(shell, read.into, Table(answer) if isinstance(answer, Rows) else answer)


def _read(line: str) -> _Line:
    words, options = [], dict.fromkeys(_OPTIONS, "")
    try:
        left = iter(shlex.split(line))
    except ValueError as error:
        raise BadParameter(f"a quotation mark is not closed ({error})") from None
    for word in left:
        name, equals, value = word.partition("=")
        if name in _OPTIONS:
            options[name] = value if equals else next(left, "")
        elif word.startswith("--"):
            raise BadParameter(f"there is no option {word}; there are {', '.join(_OPTIONS)}")
        else:
            words.append(word)
    return _Line(words, options["--graph"], options["--into"])


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        raise BadParameter(f"a parameter is given as name=value, as year=2024; {word!r} is not")
    return name, value


def _graph(shell: Shell, named: str) -> Any:
    """The graph to ask; one that is opened here is closed after the question."""
    known = shell.user_ns.get(named or "graph")
    return nullcontext(known) if isinstance(known, StoredGraph) else Graph.open(named or "graph")


def _kept(shell: Shell, name: str, answer: Any) -> Any:
    if name and not name.isidentifier():
        raise BadParameter(f"--into needs the name of a variable; {name!r} is none")
    if name:
        shell.user_ns[name] = answer
    return answer


def _told(shell: Shell, do: Callable[..., Any], *given: Any) -> Any:
    """Do it; what goes wrong is said in a line, without a traceback."""
    try:
        return do(*given)
    except KgError as error:
        from IPython.core.error import UsageError

        raise UsageError(clean(error.in_(_lang(shell)))) from None


def _lang(shell: Shell) -> str:
    return "nl" if shell.user_ns.get("lang") == "nl" else "en"


def _written(answer: Any, form: str) -> str:
    out = io.StringIO()
    write(answer, form, out)
    return out.getvalue()


def _places(rows: Rows) -> Iterable[int]:
    return range(len(rows.variables))


def _is_number(term: Theirs | None) -> bool:
    return term is None or (isinstance(term, Literal) and term.datatype.value in (XSD + "integer", XSD + "decimal"))


def _shown(term: Theirs | None) -> str:
    if term is None:
        return ""
    return shorten(term.value) if isinstance(term, NamedNode) else from_oxigraph(term).value


def _value(term: Theirs | None) -> str | int | Decimal | None:
    if term is None:
        return None
    text = from_oxigraph(term).value
    kind = term.datatype.value if isinstance(term, Literal) else ""
    try:
        return int(text) if kind == XSD + "integer" else Decimal(text) if kind == XSD + "decimal" else text
    except (ValueError, InvalidOperation):
        return text


def _html(names: Iterable[str], cells: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """A table; words of documents cannot become part of the page."""
    styles = [f' style="text-align: {"right" if one else "left"}; vertical-align: top"' for one in right]
    head = "".join(f"<th{style}>{escape(clean(name))}</th>" for name, style in zip(names, styles, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{style}>{escape(clean(cell))}</td>' for cell, style in zip(row, styles, strict=True))}</tr>"
        for row in cells
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{_count(len(cells))}</p>"


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"
