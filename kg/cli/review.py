"""`kg review`: what waits for a person, and putting a decision on record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.markup import escape
from rich.text import Text

from kg.build.run import profile_for
from kg.cli.options import emit, graph_option, lang_option, messages, output
from kg.cli.page import document_name, place_names
from kg.cli.safe import clean, cleaned
from kg.cli.words import say
from kg.profile_files import names as shipped
from kg.register.ledger_file import add_rows
from kg.review import Side, Waiting, chosen, ledger_row, waiting
from kg.store import Graph

_INDENT = 10


@click.command(
    "review",
    epilog="""\b
Examples:
  kg review                                         what waits for a person
  kg review --format json | jq '.[].name'           as data
  kg review --confirm 3f2a9c1b --by 'J. Jansen' --reason 'same goal, new number' --profile mine
  kg review --reject 3f2a9c1b --by 'J. Jansen' --reason 'another goal' --profile mine
  kg build documents/ --profile mine                build again with what was decided""",
)
@graph_option
@click.option("--confirm", multiple=True, metavar="ID", help="Put on record that this is so. Repeat for more.")
@click.option("--reject", multiple=True, metavar="ID", help="Put on record that this is not so. Repeat for more.")
@click.option("--by", "author", default="", metavar="NAME", help="Who decides; asked for with --confirm and --reject.")
@click.option("--reason", default="", metavar="TEXT", help="Why; asked for with --confirm and --reject.")
@click.option(
    "--profile",
    "-p",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the profile whose identities.csv gets the rows; made where it is not there.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def review_command(
    graph: Path,
    confirm: Sequence[str],
    reject: Sequence[str],
    author: str,
    reason: str,
    profile: Path | None,
    form: str,
    lang: str,
) -> int:
    """List the correspondences between documents that no rule could decide, or decide them.

    A decision is a row of the ledger identities.csv in a profile of your own; it holds from the next build with that
    profile on. Exit 1 while something waits.
    """
    with Graph.open(graph) as opened:
        found = waiting(opened)
        names = opened.file_names()
    if confirm or reject:
        return _decide(found, confirm, reject, author.strip(), reason.strip(), profile, lang)
    if form == "json":
        records = [{"name": one.name, **asdict(one)} for one in found]
        emit(json.dumps(records, ensure_ascii=False, indent=2) + "\n")
    else:
        for one in found:
            _print(cleaned(one), cleaned(names), lang)
        messages().print(say("review-none" if not found else "review-wait", lang, n=len(found)), markup=False)
    return 1 if found else 0


def _decide(
    found: Sequence[Waiting],
    confirm: Sequence[str],
    reject: Sequence[str],
    author: str,
    reason: str,
    profile: Path | None,
    lang: str,
) -> int:
    """Write the rows of decisions, all or none."""
    for value, option in ((author, "--by"), (reason, "--reason"), (profile, "--profile")):
        if not value:
            raise click.UsageError(f"{option} is missing: who decides, why, and in which profile it is put on record")
    assert profile is not None
    if str(profile) in shipped() and not Path(str(profile)).is_dir():
        raise click.UsageError(f"{profile} is a profile that ships; name a folder of your own")
    today = datetime.now(UTC).date().isoformat()
    rows, cities = [], []
    for names, holds in ((confirm, True), (reject, False)):
        for name, one in chosen(found, names):
            if one is None:
                raise click.UsageError(f"nothing waits that is called {clean(name)}; `kg review` lists what does")
            rows.append(ledger_row(one, holds=holds, author=author, reason=reason, date=today))
            cities.append(rows[-1]["object_id"].partition(":")[0])
    path, added = add_rows(profile, rows, extends=profile_for(cities[0]))
    told = "review-written" if added else "review-there"
    messages().print(say(told, lang, n=added, path=clean(str(path))), markup=False, soft_wrap=True)
    return 0


def _print(one: Waiting, names: dict[str, list[str]], lang: str) -> None:
    """Print a proposal: its name and changes, both sides, and why it is proposed."""
    console = output()
    changes = ", ".join(say(change, lang) for change in one.changes)
    score = one.similarity.replace(".", ",") if lang == "nl" else one.similarity
    alike = say("wording-alike", lang, score=score) if score else ""
    level = say(one.level, lang)
    head = f"[bold]{one.name}[/bold]  {level} {escape(one.earlier.code)} → {escape(one.later.code)}  {changes}?"
    console.print(f"{head}  [dim]{alike}[/dim]", soft_wrap=True)
    rule = one.rule.rpartition(" ")[0]
    sides = [text for side in (one.earlier, one.later) for text in _side(side, names, lang)]
    for text in (*sides, f"[dim]{say(rule, lang)}[/dim]"):
        for line in Text.from_markup(text).wrap(console, console.width - _INDENT):
            line.rstrip()
            console.print(" " * _INDENT, line, sep="", soft_wrap=True)
    console.print()


def _side(side: Side, names: dict[str, list[str]], lang: str) -> tuple[str, str]:
    where = place_names(side.places[:1], names, lang)
    return f"{document_name(side.document, lang)}  [dim]{escape(where)}[/dim]", f"  “{escape(side.label)}”"
