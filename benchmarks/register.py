"""How the register of one municipality grows with its elements, over fifteen years of budgets and accounts.

    python benchmarks/register.py [--elements 12000] [--years 15] [--seed 1]

Prints Markdown: seconds and memory of finding the identity of all editions, of what changed, and of making the quads,
at an eighth, a quarter, a half and the whole of the elements. The documents are made as models in memory (nothing is
read): each year a budget and an account state all elements; a tenth of them is reworded a year, and a fiftieth of the
performance targets and indicators is renumbered, dropped or replaced. Then what follows by the ontology is inferred, by
this project's rules and by owlrl; what is not done in a minute or 8 GB is stopped and shown so. Each measurement is a
process of its own.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from infer import apart, shown

from kg.domain import Edition, Indicator, Level, Municipality, Part, Passage, ProgrammeDocument, Ref, Rendition
from kg.identifiers import DEFAULT_BASE
from kg.register import register_of
from kg.register.outline import outline
from kg.register.quads import Shared
from kg.source import Source, Span
from kg.terms import nquads

AREAS, GOALS, EACH = 4, 4, 3
"""Policy areas a programme, goals an area, and of performance targets and indicators each so many a goal."""
PER_PROGRAMME = 1 + AREAS * (1 + GOALS * (1 + 2 * EACH))
CITY = Municipality("gm9999", "gemeente Voorbeeld", None)
WORDS = [
    a + b
    for a in (
        "jeugd",
        "woning",
        "water",
        "wijk",
        "fiets",
        "zorg",
        "energie",
        "sport",
        "school",
        "markt",
        "park",
        "natuur",
    )
    for b in (
        "plannen",
        "beheer",
        "kwaliteit",
        "veiligheid",
        "gebruik",
        "toegang",
        "aanbod",
        "ruimte",
        "steun",
        "groei",
    )
]


@dataclass
class Made:
    """An element as it is made: its level, code, wording, and the codes above it."""

    level: Level
    code: str
    label: str
    parent: Ref | None
    programme: str


def made(elements: int, random: Random) -> list[Made]:
    """Make about so many elements, in programmes of equal size."""
    found: list[Made] = []
    for number in range(max(1, round(elements / PER_PROGRAMME))):
        programme = str(number + 1)
        found.append(Made(Level.PROGRAMME, programme, _label(random, 2), None, programme))
        for letter in "ABCDEFGH"[:AREAS]:
            area = programme + letter
            found.append(Made(Level.POLICY_AREA, area, _label(random, 3), Ref(Level.PROGRAMME, programme), programme))
            for goal in (f"{area}{n}" for n in range(1, GOALS + 1)):
                found.append(Made(Level.GOAL, goal, _label(random, 6), Ref(Level.POLICY_AREA, area), programme))
                for n in range(EACH):
                    below = Ref(Level.GOAL, goal)
                    found.append(Made(Level.PERFORMANCE_TARGET, f"{goal}.{n + 1}", _label(random, 7), below, programme))
                    found.append(Made(Level.INDICATOR, f"{goal}.{'abcdef'[n]}", _label(random, 7), below, programme))
    return found


def _label(random: Random, words: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(words))


def next_year(elements: list[Made], random: Random) -> list[Made]:
    """Change what a year changes; levels above goals stay, so that the trees hang together."""
    found = []
    for one in elements:
        dice = random.random()
        if dice < 0.1:
            words = one.label.split()
            words.insert(random.randrange(len(words)), random.choice(("de", "goede", "nieuwe", "stedelijke")))
            words = words[:12]
            one = replace(one, label=" ".join(words))
        elif dice < 0.12 and one.level in (Level.PERFORMANCE_TARGET, Level.INDICATOR):
            changed = (
                replace(one, code=f"{one.code}{random.randrange(9)}"),
                None,
                replace(one, label=_label(random, 7)),
            )
            chosen = random.choice(changed)
            if chosen is None:
                continue
            one = chosen
        found.append(one)
    return found


def documents(elements: int, years: int, seed: int) -> Iterator[ProgrammeDocument]:
    """Make the budget and the account of each year."""
    random = Random(seed)
    tree = made(elements, random)
    for year in range(2010, 2010 + years):
        for kind in ("programme-budget", "annual-report"):
            yield _document(kind, year, tree)
        tree = next_year(tree, random)


def _document(kind: str, year: int, tree: list[Made]) -> ProgrammeDocument:
    source = Source(f"{kind}-{year}.txt", "text/plain", f"{year:04}" * 16)
    by_programme: dict[str, list[Made]] = {}
    for one in tree:
        by_programme.setdefault(one.programme, []).append(one)
    parts = tuple(
        Part(
            key=programme,
            number=programme,
            title="",
            renditions=(Rendition(source=source, length=1),),
            editions=tuple(_editions(mine, source)),
            covers=tuple(one.code for one in mine if one.level is Level.POLICY_AREA),
        )
        for programme, mine in by_programme.items()
    )
    return ProgrammeDocument(
        municipality=CITY, kind=kind, year=year, ordinal=1, version=None, title=f"{kind} {year}", parts=parts
    )


def _editions(mine: list[Made], source: Source) -> Iterator[Edition]:
    seen: dict[str, int] = {}
    for line, one in enumerate(mine, start=1):
        seen[one.code] = seen.get(one.code, 0) + 1
        key = one.code if seen[one.code] == 1 else f"{one.code}~{seen[one.code]}"
        kind = Indicator if one.level is Level.INDICATOR else Edition
        passage = Passage(source.sha256, Span(0, len(one.label), line=line), one.label)
        yield kind(
            level=one.level,
            key=key,
            code=one.code,
            label=one.label,
            parent=one.parent,
            wordings=(),
            evidence=(passage,),
        )


def measure(elements: int, years: int, seed: int, path: Path) -> None:
    """Make a register, print what it took, and write it to a file."""
    outlines = [outline(document, DEFAULT_BASE) for document in documents(elements, years, seed)]
    started = time.perf_counter()
    register = register_of(outlines, Shared(DEFAULT_BASE), base=DEFAULT_BASE)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    editions = sum(len(part.editions) for one in outlines for part in one.parts)
    known = len({quad[2] for quad in register.quads if quad[1].endswith("#editionOf>")})
    path.write_text("".join(f"{line}\n" for line in nquads(register.quads)), encoding="utf-8")
    print(json.dumps([editions, known, len(register.quads), seconds, peak]))


def row(size: int, given: argparse.Namespace, path: Path) -> str:
    """Measure one size: the register, and what follows from it."""
    call = [sys.executable, str(Path(__file__)), "--one", str(path), "--elements", str(size)]
    call += ["--years", str(given.years), "--seed", str(given.seed)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    editions, known, quads, seconds, peak = json.loads(done.stdout)
    each = round(seconds / editions * 1e6)
    closed = [shown(apart(engine, path, 60, 8)) for engine in ("rules", "owlrl")]
    cells = [f"{size:,}", f"{editions:,}", f"{known:,}", f"{quads:,}", f"{seconds:.1f} ({peak:,})", str(each), *closed]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure at four sizes and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elements", type=int, default=12000)
    parser.add_argument("--years", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        measure(given.elements, given.years, given.seed, given.one)
        return
    print(f"Python {platform.python_version()}, {given.years} years, a budget and an account each\n")
    heads = ("elements a year", "editions", "elements in all", "quads", "register, s (MB)", "µs an edition")
    print(f"| {' | '.join((*heads, 'rules, s (MB)', 'owlrl, s (MB)'))} |")
    print(f"|{'---:|' * (len(heads) + 2)}")
    with tempfile.TemporaryDirectory() as folder:
        for share in (8, 4, 2, 1):
            print(row(given.elements // share, given, Path(folder) / "register.nq"), flush=True)


if __name__ == "__main__":
    main()
