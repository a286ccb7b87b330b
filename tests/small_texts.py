"""Two small documents with texts, made by hand, and the graph of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from kg import domain
from kg.build.load import Loaded
from kg.build.run import graph_lines
from kg.builder import new_build
from kg.domain import Level, Passage, Ref, Statement
from kg.index import write_index
from kg.profile import load
from kg.source import Source, Span
from kg.store import Graph

LEIDEN = domain.Municipality("gm0546", "gemeente Leiden", "https://identifier.overheid.nl/tooi/id/gemeente/gm0546")
GOAL = Ref(Level.GOAL, "9B1")
NEW = """\
9 Samen leven
Missie: een stad waar ouderen meedoen
9B1 Jongeren vinden werk
Op weg naar werk
Wij helpen scholieren en cliënten van de sociale
dienst aan een baan. De wachttijd
bij de wijkteams liep terug.
In de foto’s van de wijk zien Oekraïners zichzelf; huis\u00advesting bleef moeilijk.
* Gemeten onder jongeren van 16 tot 27
Huisvesting statushouders
Nota Jeugd-werk
Stichting De Brug
Wonen
Extra kamers voor jongeren
"""
OLD = """\
9B1 Jongeren vinden snel werk
"""


@dataclass(frozen=True)
class File:
    """A text with its hash; ``at`` finds a quote in it."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def at(self, quote: str) -> tuple[Passage, ...]:
        start = self.text.index(quote)
        line = self.text.count("\n", 0, start) + 1
        return (Passage(self.sha256, Span(start, start + len(quote), line), quote),)

    def says(self, quote: str) -> Statement:
        return Statement(" ".join(quote.split()), self.at(quote))

    def rendition(self) -> domain.Rendition:
        return domain.Rendition(source=Source(self.name, "text/plain", self.sha256), length=len(self.text))


NEWER, OLDER = File("jaarstukken-2024.txt", NEW), File("begroting-2022.txt", OLD)


def goal(file: File, label: str) -> domain.Edition:
    return domain.Edition(
        level=Level.GOAL,
        key="9B1",
        code="9B1",
        label=label,
        parent=None,
        wordings=(file.says(label),),
        evidence=file.at(f"9B1 {label}"),
    )


def newer() -> domain.Part:
    programme = domain.Programme(
        level=Level.PROGRAMME,
        key="9",
        code="9",
        label="Samen leven",
        parent=None,
        wordings=(NEWER.says("Samen leven"),),
        evidence=NEWER.at("9 Samen leven"),
        mission=NEWER.says("een stad waar ouderen meedoen"),
    )
    lines = NEW.splitlines()
    paragraphs = ("\n".join(lines[4:7]), lines[7])
    explanation = domain.Explanation(
        key="9B1/1",
        attached_by="heading",
        paragraphs=tuple(map(NEWER.says, paragraphs)),
        about=(GOAL,),
        heading=NEWER.says("Op weg naar werk"),
    )
    table = domain.StatedTable(
        key="deviations",
        kind="deviation-table",
        caption=None,
        headers=(),
        unit=None,
        scale=0,
        signs=(),
        evidence=(),
    )
    note = domain.Note(
        key="deviations/star",
        table="deviations",
        mark="*",
        text="Gemeten onder jongeren van 16 tot 27",
        coverage=None,
        scope=None,
        evidence=NEWER.at("* Gemeten onder jongeren van 16 tot 27"),
    )
    deviation = domain.Deviation(
        key="09.01",
        number="09.01",
        subject="Huisvesting statushouders",
        side=None,
        duration=None,
        inherited=(),
        table="deviations",
        evidence=NEWER.at("Huisvesting statushouders"),
    )
    activity = domain.PlannedActivity(
        key="1",
        text="Extra kamers voor jongeren",
        evidence=NEWER.at("Extra kamers voor jongeren"),
        about=GOAL,
        theme=NEWER.says("Wonen"),
    )
    return domain.Part(
        key="9",
        number="9",
        title="Samen leven",
        renditions=(NEWER.rendition(),),
        editions=(programme, goal(NEWER, "Jongeren vinden werk")),
        tables=(table,),
        notes=(note,),
        deviations=(deviation,),
        explanations=(explanation,),
        activities=(activity,),
        policy_documents=(
            domain.PolicyDocument(key="1", title="Nota Jeugd-werk", evidence=NEWER.at("Nota Jeugd-werk")),
        ),
        mentions=(domain.Mention(key="de-brug", label="Stichting De Brug", evidence=NEWER.at("Stichting De Brug")),),
    )


def document(kind: str, year: int, title: str, part: domain.Part) -> domain.ProgrammeDocument:
    return domain.ProgrammeDocument(
        municipality=LEIDEN, kind=kind, year=year, ordinal=1, version=None, title=title, parts=(part,)
    )


def loaded(*documents: domain.ProgrammeDocument) -> Loaded:
    older = domain.Part(
        key="9",
        number="9",
        title="Samen leven",
        renditions=(OLDER.rendition(),),
        editions=(goal(OLDER, "Jongeren vinden snel werk"),),
    )
    made = documents or (
        document("programme-budget", 2022, "Begroting 2022", older),
        document("annual-report", 2024, "Jaarstukken 2024", newer()),
    )
    files = {file.sha256: [file.name] for file in (NEWER, OLDER)}
    profiles = {file.sha256: load("leiden") for file in (NEWER, OLDER)}
    return Loaded(documents=list(made), files=files, profiles=profiles)


def build_texts(directory: Path, *documents: domain.ProgrammeDocument) -> Path:
    """Build the graph of the two documents, or of others of the same files, with its index."""
    made = loaded(*documents)
    with new_build(directory) as builder:
        for lines in by_graph(graph_lines(made)[0]):
            builder.write_graph(lines)
        builder.write_report({"files": made.files})
        builder.write_search(partial(_index, directory))
        builder.commit()
    return directory


def by_graph(lines: list[str]) -> list[list[str]]:
    """Part N-Quads lines into their graphs."""
    return [list(same) for _, same in groupby(lines, key=lambda line: line.rsplit(" ", 2)[-2])]


def _index(directory: Path, folder: Path) -> None:
    with Graph(directory, folder) as graph:
        write_index(graph, graph.nquads_path, folder / "search")
