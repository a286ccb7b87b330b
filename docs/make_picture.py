"""Draw the picture of README.md: what `kg show 9B1` prints on the corpus that ships.

Run: python docs/make_picture.py
"""

from __future__ import annotations

import re
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from kg.build.run import build
from kg.cli.show import print_element
from kg.describe import find
from kg.store import Graph

PICTURE = Path(__file__).with_name("show-9B1.svg")


def main() -> None:
    """Build the corpus, print the goal to a recording console, save it without references to fonts elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        build(graph=Path(folder) / "graph")
        with Graph.open(Path(folder) / "graph") as graph:
            console = Console(record=True, width=118, file=StringIO(), force_terminal=True, highlight=False)
            console.print("$ kg show 9B1", style="dim", highlight=False)
            print_element(find(graph, "9B1")[0], graph, console, "en")
    svg = console.export_svg(title="kg", theme=DEFAULT_TERMINAL_THEME, unique_id="kg")
    svg = re.sub(r"@font-face \{.*?\}\n?", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
    PICTURE.write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
