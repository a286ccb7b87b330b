"""N programme documents made of real ones: other codes, years, labels and figures, the layout as it was.

    python benchmarks/generate.py DIR N [--seed S] [--from DOCS]

The same seed gives the same bytes. Each document is another one: of another municipality, kind or fiscal year; a
``documents.toml`` in DIR says which. ``--from`` names the folder of the documents to vary, by default the corpus that
ships; a rendition of a document that is there already is not varied a second time.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from kg.build.load import load_documents
from kg.build.run import corpus
from kg.domain import Part, ProgrammeDocument

YEARS = 5
"""A municipality has so many documents of one kind, of years that follow each other; then another one begins."""

PROGRAMMES = 15
"""Programme numbers are rotated within 1 to 15; higher ones stay as they are."""

REWORDED = 0.3
"""Share of the words that differ between municipalities; between the years of one it is a tenth of that."""

_PROFILES = Path(__file__).resolve().parents[1] / "kg" / "profiles"
_YEAR = re.compile(r"(?<![\d.,])20[012]\d(?![\d.,]*\d)")
_CODE = re.compile(r"(?<![\w.,])(?P<zero>0?)(?P<number>\d{1,2})(?=[A-Z](?:\d|\b))")
_NUMBERED = re.compile(r"(?P<word>\b[Pp]rogramma(?:nummer)?(?: \| |\t| ))(?P<number>\d{1,2})\b(?![.,]\d)")
_FIGURE = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w.,]*\d)|(?<![\w.,])\d+,\d+(?![\w.,]*\d)|(?<![\w.,])\d{2,3}(?=%)"
)
_WORD = re.compile(r"\b[a-zà-ÿ]{7,}\b")


@dataclass(frozen=True, slots=True)
class Source:
    """A real document to vary: its text, and what it is of."""

    name: str
    text: str
    kind: str
    year: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A document that was made: of which source, of which municipality, kind and year."""

    name: str
    source: Source
    municipality: str
    kind: str
    year: int
    text: str


def sources_in(documents: Path) -> list[Source]:
    """Read the documents of a folder, one file a part: the rendition that leads."""
    loaded = load_documents([documents])
    fixed = _fixed_words()
    found = []
    for document, part in _parts(loaded.documents):
        sha256 = part.renditions[0].source.sha256
        text = loaded.texts[sha256]
        words = tuple(sorted(set(_WORD.findall(text)) - fixed))
        found.append(
            Source(loaded.files[sha256][0], text, document.kind or "programme-budget", document.year or 2020, words)
        )
    return sorted(found, key=lambda source: source.name)


def make(sources: Sequence[Source], number: int, seed: int, *, figures: bool = True) -> Iterator[Made]:
    """Make documents, each of another municipality, kind or year; without other ``figures`` their sums still hold."""
    taken: set[tuple[str, str, int]] = set()
    municipalities = _municipalities()
    for index in range(number):
        source = sources[index % len(sources)]
        code, later = next(
            (code, later)
            for place in count(index // len(sources) // YEARS)
            for code in (municipalities[place % len(municipalities)],)
            for later in range(place // len(municipalities) * YEARS, (place // len(municipalities) + 1) * YEARS)
            if (code, source.kind, source.year + later) not in taken
        )
        taken.add((code, source.kind, source.year + later))
        stem = source.name.rpartition(".")[0]
        name = f"{index:05}-{code}-{source.year + later}-{stem}{Path(source.name).suffix}"
        text = vary(source, code, later, seed, figures=figures)
        yield Made(name, source, code, source.kind, source.year + later, text)


def vary(source: Source, municipality: str, later: int, seed: int, *, figures: bool = True) -> str:
    """Vary a text: programme numbers and most words by municipality, a few words and (if asked) all figures by year."""
    of_place, of_year = Random(f"{seed} {municipality}"), Random(f"{seed} {municipality} {later} {source.name}")
    turn = of_place.randrange(PROGRAMMES)
    words = _exchange(source.words, REWORDED, of_place) | _exchange(source.words, REWORDED / 10, of_year)
    text = _WORD.sub(lambda match: words.get(match[0], match[0]), source.text)
    if figures:
        text = _FIGURE.sub(lambda match: _other_figure(match[0], of_year), text)
    text = _YEAR.sub(lambda match: str(int(match[0]) + later), text)
    text = _NUMBERED.sub(lambda match: match["word"] + _turned(match["number"], turn), text)
    return _CODE.sub(lambda match: match["zero"] + _turned(match["number"], turn), text)


def write(made: Sequence[Made] | Iterator[Made], directory: Path) -> int:
    """Write documents and their documents.toml into a new folder; return how many."""
    directory.mkdir(parents=True)
    entries = []
    for one in made:
        (directory / one.name).write_text(one.text, encoding="utf-8")
        entries.append(f'["{one.name}"]\nmunicipality = "{one.municipality}"\nkind = "{one.kind}"\nyear = {one.year}\n')
    (directory / "documents.toml").write_text("\n".join(entries), encoding="utf-8")
    return len(entries)


def _parts(documents: Sequence[ProgrammeDocument]) -> Iterator[tuple[ProgrammeDocument, Part]]:
    for document in documents:
        for part in document.parts:
            yield document, part


def _municipalities() -> list[str]:
    path = _PROFILES / "bbv" / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return sorted({row["code"] for row in csv.DictReader(file)})


def _fixed_words() -> set[str]:
    """The words by which a profile knows a layout: they stay as they are."""
    texts = (path.read_text(encoding="utf-8").casefold() for path in _PROFILES.glob("*/profile.toml"))
    return {word for text in texts for word in re.findall(r"[a-zà-ÿ]+", text)}


def _exchange(words: Sequence[str], share: float, random: Random) -> dict[str, str]:
    """Words that stand for others of the same text."""
    chosen = [word for word in words if random.random() < share]
    return dict(zip(chosen, random.sample(words, len(chosen)), strict=True))


def _other_figure(verbatim: str, random: Random) -> str:
    """Another figure of the same form: "1.104" -> "3.871"; a first digit is never 0 where it was none.

    A power of ten stays as it is: it says in which unit others are ("x € 1.000", "per 100 inwoners").
    """
    if not verbatim.strip("0.,").removeprefix("1"):
        return verbatim
    first = random.choice("123456789") if verbatim[0] != "0" else "0"
    return first + "".join(random.choice("0123456789") if char.isdigit() else char for char in verbatim[1:])


def _turned(number: str, turn: int) -> str:
    value = int(number)
    return str(1 + (value - 1 + turn) % PROGRAMMES) if 1 <= value <= PROGRAMMES else number


def main() -> None:
    """Make documents from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("directory", type=Path, metavar="DIR", help="a folder that is not there yet")
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="documents", type=Path, default=corpus(), metavar="DOCS")
    given = parser.parse_args()
    number = write(make(sources_in(given.documents), given.number, given.seed), given.directory)
    print(f"{number} documents in {given.directory}")


if __name__ == "__main__":
    main()
