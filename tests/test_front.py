"""The package as Python people import it: verbs, and modules that bear the name of one."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "code",
    [
        "import kg; kg.build",
        "import kg.build.run; kg.build.run.corpus()",
        "import kg.interpret.part as part; part.interpret",
        "import kg.describe as module; module.Element",
        "import kg.build.run, kg; assert len(kg.load_documents([kg.build.run.corpus()]).documents) == 4",
    ],
)
def test_a_form_of_import_works(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("first", ["", "import kg.build.run, kg.interpret.part, kg.describe; "])
def test_a_verb_can_be_called_whatever_was_imported(first: str, tmp_path: str) -> None:
    code = (
        f"{first}import kg; kg.build(graph={str(tmp_path)!r} + '/g'); graph = kg.Graph.open({str(tmp_path)!r} + '/g');"
    )
    code += "print(kg.describe(graph, kg.find(graph, '9B1')[0]).code)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert (done.stdout, done.stderr) == ("9B1\n", "")
