"""How many small edits of the data each stored query notices: those written by hand, and those made by operators.

python benchmarks/mutation.py

Prints a row a query. By hand: edits that must change its answer, and those that must not. By operators: a node that its
rows rest on gets another value, sign, year, wording, code, place, a doubt or the mark of a total, or is gone. Some of
these rightly change nothing (the sign of a value that is not shown): the share says how much a query looks at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg.catalogue.ask import ask
from kg.catalogue.load import catalogue
from tests.queries.cases import Case, InMemory, build_corpus, cases, edits, lines_of, written
from tests.queries.mutants import score


def main() -> None:
    """Print the scores and their sum."""
    with tempfile.TemporaryDirectory() as directory:
        graph = InMemory(lines_of(build_corpus("leiden", Path(directory))))
    print(f"{'query':46} {'by hand':>9} {'spared':>7} {'operators':>10}")
    total = [0, 0, 0, 0]
    for name in catalogue():
        killed, made, spared, spares = _by_hand(graph, name)
        with_rows = [case for case in cases(name) if "leiden" in case.corpus and _rows(graph, case)]
        found = score(graph, with_rows[0]) if with_rows else None
        noticed = f"{sum(found.killed.values())}/{sum(found.made.values())}" if found else "no rows"
        print(f"{name:46} {f'{killed}/{made}':>9} {f'{spared}/{spares}':>7} {noticed:>10}", flush=True)
        if found:
            total[2] += sum(found.killed.values())
            total[3] += sum(found.made.values())
        total[0] += killed
        total[1] += made
    print(f"{len(catalogue())} queries: {total[0]} of {total[1]} by hand, {total[2]} of {total[3]} by operators")


def _by_hand(graph: InMemory, name: str) -> tuple[int, int, int, int]:
    killed = made = spared = spares = 0
    for edit in edits(name):
        before = written(ask(graph, edit.case.query, edit.case.given))
        with graph.updated(edit.update):
            changed = before != written(ask(graph, edit.case.query, edit.case.given))
        if edit.must_change:
            made, killed = made + 1, killed + changed
        else:
            spares, spared = spares + 1, spared + (not changed)
    return killed, made, spared, spares


def _rows(graph: InMemory, case: Case) -> int:
    return len(ask(graph, case.query, case.given))


if __name__ == "__main__":
    main()
