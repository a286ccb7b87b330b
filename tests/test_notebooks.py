"""The notebooks run from beginning to end on the corpus that ships, and the magics do what they say."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

from kg.build.run import build
from kg.catalogue.ask import Graph
from kg.notebook import Table, Turtle, answer_html
from kg.resources import folder

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))
TOLD = {
    "01-goals-and-indicators": ('line 136, table 11, row 5, column 5: "164"', "not-to-be-said", "9D2"),
    "02-goals-and-money": ("254571000", "128189000", 'line 148, table 12, row 6, column 7: "10.951"'),
}
"""What the text of each notebook rests on."""
NOTHING = "SELECT ?a ?b WHERE { VALUES (?a ?b) { (1 UNDEF) (2.5 'x') } }"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("notebook") / "graph"
    build(graph=directory)
    return directory


@pytest.fixture(scope="module")
def shell(built: Path, tmp_path_factory: pytest.TempPathFactory) -> InteractiveShell:
    os.environ["IPYTHONDIR"] = str(tmp_path_factory.mktemp("ipython"))
    made = InteractiveShell()  # type: ignore[no-untyped-call]
    made.run_line_magic("load_ext", "kg.notebook")
    made.user_ns["graph"] = Graph.open(built)
    return made


def run(shell: InteractiveShell, cell: str) -> Any:
    """Run a cell and return what it shows; what goes wrong is raised."""
    done = shell.run_cell(cell)  # type: ignore[no-untyped-call]
    done.raise_error()
    return done.result


def shown(shell: InteractiveShell, answer: Any) -> dict[str, str]:
    """What a notebook shows of an answer, by media type."""
    assert shell.display_formatter is not None
    data: dict[str, str] = shell.display_formatter.format(answer)[0]  # type: ignore[no-untyped-call]
    return data


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert book.metadata.keys() <= {"kernelspec", "language_info"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_beginning_to_end(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(book, timeout=60, resources={"metadata": {"path": tmp_path}}).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert any("image/svg+xml" in output.get("data", {}) for output in outputs)
    told = " ".join(output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in outputs)
    assert all(words in told for words in TOLD[path.stem])


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) == 2


def test_ask_gives_an_answer_and_keeps_it(shell: InteractiveShell) -> None:
    answer = run(shell, "%ask list-targets-met year=2024 --into met")
    assert len(answer) == 19
    assert shell.user_ns["met"] is answer
    data = shown(shell, answer)
    assert data["text/plain"] == "19 rows"
    assert "not to be said" in data["text/html"]


def test_answers_show_in_the_language_of_the_notebook(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = run(shell, "%ask list-targets-met year=2024")
    monkeypatch.setitem(shell.user_ns, "lang", "nl")
    assert "niet te zeggen" in shown(shell, answer)["text/html"]


def test_what_is_missing_is_an_empty_cell(shell: InteractiveShell) -> None:
    table = run(shell, f"%%sparql --into found\n{NOTHING}")
    assert isinstance(table, Table)
    assert "<td" in table._repr_html_()
    assert "></td>" in table._repr_html_()
    assert "None" not in table._repr_html_() + repr(table)
    assert table.to_pandas().to_dict("list") == {"a": [1, Decimal("2.5")], "b": [None, "x"]}


def test_a_graph_is_a_folder_or_a_variable(
    shell: InteractiveShell, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(shell, f"%%sparql --graph {built}\nASK {{ ?goal a doel:Goal }}") is True
    assert run(shell, "%%sparql --graph=graph\nASK { ?goal a doel:Goal }") is True
    monkeypatch.delitem(shell.user_ns, "graph")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception, match="run `kg build`"):
        run(shell, "%ask list-targets-met year=2024")


def test_triples_show_as_turtle(shell: InteractiveShell) -> None:
    triples = run(shell, "%%sparql\nCONSTRUCT { ?goal a doel:Goal } WHERE { ?goal a doel:Goal }")
    assert isinstance(triples, Turtle)
    assert "@prefix doel: <" in repr(triples)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("%ask", "needs the name of a stored query"),
        ("%ask list-targets-mett year=2024", "near it is list-targets-met"),
        ("%ask list-targets-met year=soon", "year is a whole number"),
        ("%ask list-targets-met 2024", "name=value"),
        ("%ask list-targets-met --lang nl", "no option --lang"),
        ("%ask list-targets-met year=2024 --into a-b", "name of a variable"),
        ("%ask list-targets-met year='2024", "quotation mark"),
        ("%%sparql met\nASK { ?s ?p ?o }", "'met' is none"),
        ("%%sparql\nSELECT nothing", "query"),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(
    shell: InteractiveShell, cell: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = shell.run_cell(cell)  # type: ignore[no-untyped-call]
    assert told in str(done.error_in_exec)
    assert "Traceback" not in "".join(capsys.readouterr())


def test_words_of_documents_are_no_part_of_the_page(shell: InteractiveShell) -> None:
    table = run(shell, "%%sparql\nSELECT ?a WHERE { VALUES ?a { '<script>alert(1)</script>' } }")
    assert "<script" not in table._repr_html_()
    answer = run(shell, "%ask list-targets-met year=2024")
    assert "<script" not in answer_html(answer, "en")


def test_the_notebooks_ship() -> None:
    assert (folder("examples") / "notebooks" / NOTEBOOKS[0].name).is_file()


def test_an_answer_without_rows_says_why(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.user_ns["lang"] = "nl"
    answer = run(shell, "%ask list-targets-met year=1990")
    del shell.user_ns["lang"]
    assert repr(answer) == "Answer(list-targets-met, year='1990': 0 rows)"
    assert "Voor deze vraag is er geen jaar 1990; er zijn 2018, " in capsys.readouterr().out
    assert shell.user_ns["graph"].explain(answer)[0].startswith("For this question there is no year 1990; there are ")
