"""A report for a terminal, at most 100 columns wide: each finding with its line and the cell under a caret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kg.findings import Finding, Place, Severity
from kg.validate.formats.grouped import Found, Group, Tally, groups, missing, part_names, reached, tallies
from kg.validate.formats.layout import calm, columns, excerpt, flow, head, tail, wrap
from kg.validate.formats.words import counted, say
from kg.validate.report import ORDER, Report

WIDTH = 100
MOST_PARTS = 12
_MESSAGE, _QUOTE = 2_000, 40
_INDENT = "  "
_STYLES = {Severity.VIOLATION: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}

Paint = Callable[[str, str], str]
"""Gives a text a style, such as "bold red"."""


def render(report: Report, lang: str = "en", *, colour: bool = False) -> str:
    """Write a report for a terminal: by document, the gravest first; then counts by rule, levels and the baseline.

    ``colour`` adds the colours of ANSI terminals; without it the text holds no escape sequence.
    """
    paint = _ansi if colour else _plain
    told = groups(report, lang)
    blocks = [_group(group, report, lang, paint) for group in told if group.found]
    blocks += [[f"{_title(group, lang)}: {say('nothing', lang)}"] for group in told if not group.found]
    if not told:
        blocks.append([say("no-document", lang)])
    blocks += [_table(tallies(report), lang, paint), _levels(report, lang, paint), _baseline(report, lang)]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _plain(text: str, style: str) -> str:  # noqa: ARG001
    return text


def _ansi(text: str, style: str) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)


def _title(group: Group, lang: str) -> str:
    name = calm(group.document.title or group.document.iri) or say("document", lang)
    return head(name, WIDTH - columns(say("nothing", lang)) - 2)


def _group(group: Group, report: Report, lang: str, paint: Paint) -> list[str]:
    counts = group.numbers
    told = ", ".join(counted(severity, counts[severity], lang) for severity in ORDER if counts[severity])
    title = head(_title(group, lang), WIDTH - columns(told) - 3)
    lines = [f"{paint(title, 'bold')} · {told}"]
    for one in group.found:
        lines += ["", *_finding(one, report, lang, paint)]
    return lines


def _finding(one: Found, report: Report, lang: str, paint: Paint) -> Iterator[str]:
    finding = one.finding
    yield from _heading(finding, report, lang, paint)
    yield from (_INDENT + line for line in wrap(_short(finding.text(lang), _MESSAGE), WIDTH - len(_INDENT)))
    if finding.places:
        yield from _source(finding.places[0], report, finding.severity, paint)
    yield from _parts(finding, report, lang, paint)


def _heading(finding: Finding, report: Report, lang: str, paint: Paint) -> Iterator[str]:
    """The first line: where, rule, how grave, and what the place is called; on two lines where one is too short."""
    where = _where(finding.places[0], report) if finding.places else ""
    rule = f"{calm(finding.rule)}  {say(finding.severity.value, lang)}"
    called = calm(finding.places[0].called(lang)) if finding.places else ""
    painted = (
        f"{paint(calm(finding.rule), 'bold')}  {paint(say(finding.severity.value, lang), _STYLES[finding.severity])}"
    )
    if where and columns(where) + 2 + columns(rule) > WIDTH:
        yield paint(tail(where, WIDTH), "bold")
        where = ""
    first = columns(where) + 2 * bool(where) + columns(rule)
    start = f"{paint(where, 'bold')}  {painted}" if where else painted
    if not called or first + 2 + columns(called) <= WIDTH:
        yield f"{start}  {called}".rstrip()
    else:
        yield start
        yield _INDENT + head(called, WIDTH - len(_INDENT))


def _where(place: Place, report: Report) -> str:
    """Say "file:line:column", as editors and terminals open it; only what is known of it."""
    return ":".join([calm(report.sources.path(place.file)), *_numbers(place, report)])


def _numbers(place: Place, report: Report) -> list[str]:
    if place.span is None:
        return []
    column = report.sources.column(place)
    return [str(place.span.line)] if column is None else [str(place.span.line), str(column)]


def _source(place: Place, report: Report, severity: Severity, paint: Paint) -> Iterator[str]:
    """The line of the file, cut around the place, and carets under the place."""
    around = report.sources.around(place, WIDTH)
    if place.span is None or around is None or not (around.before + around.quote + around.after).strip():
        return
    number = f"{_INDENT}{place.span.line} │ "
    line, start, wide = excerpt(around, WIDTH - len(number))
    yield f"{paint(number, 'dim')}{line}"
    yield " " * (len(number) + start) + paint("^" * wide, _STYLES[severity])


def _parts(finding: Finding, report: Report, lang: str, paint: Paint) -> Iterator[str]:
    """The other places of a finding, and how to ask what the rule means."""
    hint = f"kg explain {calm(finding.rule)}" if finding.rule in report.rules else ""
    others = finding.places[1:]
    label = f"{_INDENT}{say('with', lang)}  "
    shown = finding.places[: MOST_PARTS + 1]
    items = [
        _part(place, name, finding, report) for place, name in zip(shown[1:], part_names(shown, lang), strict=True)
    ]
    if len(others) > MOST_PARTS:
        items.append(say("more", lang, n=len(others) - MOST_PARTS))
    lines = flow(items, " · ", WIDTH - len(label))
    lines = [(label if number == 0 else " " * len(label)) + line for number, line in enumerate(lines)]
    if hint and lines and columns(lines[-1]) + 8 + len(hint) <= WIDTH:
        lines[-1] += " " * 8 + paint(hint, "dim")
    elif hint:
        lines.append(_INDENT + paint(head(hint, WIDTH - len(_INDENT)), "dim"))
    yield from lines


def _part(place: Place, name: str, finding: Finding, report: Report) -> str:
    numbers = ":".join(_numbers(place, report))
    if place.file != finding.file:
        numbers = ":".join(filter(None, [calm(report.sources.path(place.file)), numbers]))
    quote = place.quote.strip()
    named = "" if quote.startswith(name) else head(calm(name), _QUOTE)  # a label begins with its code
    return " ".join(filter(None, [numbers, named, _short(quote, _QUOTE)]))


def _short(text: str, most: int) -> str:
    """Clean a text, of which no more than ``most`` columns are wanted: of a long one the rest is not looked at."""
    return head(calm(text[: most + 1]), most)


def _table(told: Sequence[Tally], lang: str, paint: Paint) -> list[str]:
    """How often each rule found something, by severity."""
    if not told:
        return []
    heads = [say("rule", lang), say("title", lang), *(say(f"{severity.value}s", lang) for severity in ORDER)]
    rows = [
        [head(calm(rule.code), 20), calm(rule.title.of(lang)), *(str(count[severity] or "-") for severity in ORDER)]
        for rule, count in told
    ]
    totals = [sum(count[severity] for _, count in told) for severity in ORDER]
    rows.append(["", say("total", lang), *map(str, totals)])
    wide = [max(columns(row[number]) for row in [heads, *rows]) for number in range(len(heads))]
    wide[1] = min(wide[1], WIDTH - sum(wide) + wide[1] - 2 * (len(heads) - 1))
    lines = [_row(row, wide) for row in [heads, *rows]]
    return [paint(lines[0], "dim"), *lines[1:]]


def _row(cells: list[str], wide: list[int]) -> str:
    code, title = cells[0], head(cells[1], wide[1])
    left = [code + " " * (wide[0] - columns(code)), title + " " * (wide[1] - columns(title))]
    right = [" " * (size - columns(cell)) + cell for cell, size in zip(cells[2:], wide[2:], strict=True)]
    return "  ".join([*left, *right]).rstrip()


def _levels(report: Report, lang: str, paint: Paint) -> list[str]:
    """Which level each document reaches, and what it lacks most for the next."""
    lines: list[str] = []
    for document in report.documents:
        if document.level is None:
            continue
        title = document.title or document.iri
        name = document.level.next_name.of(lang)
        told, more = missing(document, report, lang)
        lacking = f"; {say('missing', lang, name=name)}" if name and told else ""
        lines += wrap(calm(f"{title} {reached(document, lang)}{lacking}{':' if lacking else '.'}"), WIDTH)
        if lacking:
            lines += [_INDENT + head(calm(line), WIDTH - len(_INDENT)) for line in told]
            lines += [_INDENT + say("more", lang, n=more)] if more else []
    return [paint(say("level", lang), "bold"), *lines] if lines else []


def _baseline(report: Report, lang: str) -> list[str]:
    """What a baseline accepted, and what of it is gone."""
    lines = [say("accepted", lang, n=len(report.accepted))] if report.accepted else []
    if report.gone:
        lines.append(say("gone", lang, n=len(report.gone)))
    for known in report.gone:
        text = f"{calm(known.rule)}  {calm(known.file)}  {_short(known.message, _MESSAGE)}"
        lines.append(_INDENT + head(text, WIDTH - len(_INDENT)))
    return lines
