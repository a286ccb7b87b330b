"""A report for GitHub Actions: annotations as workflow commands, and a summary in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.findings import Finding, Severity
from kg.plain_text import clean
from kg.validate.formats.addresses import relative
from kg.validate.formats.explain import escaped
from kg.validate.formats.grouped import Group, found, groups, missing, reached, rule_of, tallies
from kg.validate.formats.words import counted, say
from kg.validate.report import ORDER, Report

MOST_ANNOTATIONS = 10
"""GitHub shows this many of each kind a step, and drops the others without a word."""
SUMMARY_LIMIT = 1_000_000
"""Bytes of a summary; GitHub refuses one over 1 MiB."""
_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MESSAGE, _MOST_LINES = 1_000, 100
_MOST_SHOWN = 2_000


def render(report: Report, lang: str = "en") -> str:
    """Write workflow commands, one a line; nothing where nothing was found.

    No more than ten of a kind: with more findings, one for each rule and file, which names the lines; with more of
    these, the tenth counts all that is left by rule.
    """
    findings = [one.finding for one in found(report)]
    lines = [line for kind in ORDER for line in _kind([f for f in findings if f.severity is kind], report, lang)]
    return "".join(f"{line}\n" for line in lines)


def _kind(findings: Sequence[Finding], report: Report, lang: str) -> Iterator[str]:
    """The annotations of one severity."""
    if len(findings) <= MOST_ANNOTATIONS:
        yield from (_annotation(finding, _short(finding.text(lang)), report, lang) for finding in findings)
        return
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.rule, finding.file or ""), []).append(finding)
    several = list(together.values())
    shown = several if len(several) <= MOST_ANNOTATIONS else several[: MOST_ANNOTATIONS - 1]
    yield from (_annotation(group[0], _told_together(group, lang), report, lang) for group in shown)
    if len(several) > len(shown):
        rest = [finding for group in several[len(shown) :] for finding in group]
        yield f"::{_COMMANDS[rest[0].severity]} title=doelenboom::{_data(_rest(rest, report, lang))}"


def _told_together(group: list[Finding], lang: str) -> str:
    message = _short(group[0].text(lang))
    if len(group) == 1:
        return message
    numbers = sorted({finding.line for finding in group if finding.line is not None})
    listed = ", ".join(map(str, numbers[:_MOST_LINES]))
    if len(numbers) > _MOST_LINES:
        listed += f" {say('more', lang, n=len(numbers) - _MOST_LINES)}"
    lines = f" ({say('lines', lang, lines=listed)})" if numbers else ""
    return f"{say('times', lang, n=len(group))}{lines}:\n{message}"


def _rest(findings: list[Finding], report: Report, lang: str) -> str:
    counts = Counter(finding.rule for finding in findings)
    told = [f"{n} × {clean(c)} {clean(rule_of(report, c).title.of(lang))}".rstrip() for c, n in sorted(counts.items())]
    return say("rest", lang, rest=", ".join(told))


def _annotation(finding: Finding, message: str, report: Report, lang: str) -> str:
    title = " ".join(filter(None, [clean(finding.rule), clean(rule_of(report, finding.rule).title.of(lang))]))
    properties = {**_where(finding, report), "title": title}
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(message)}"


def _where(finding: Finding, report: Report) -> dict[str, str]:
    """The place of an annotation; columns only inside one line, as GitHub has it."""
    if not finding.places:
        return {}
    place = finding.places[0]
    where = {"file": clean(relative(report.sources.path(place.file)))}
    if place.span is None:
        return where
    column, end = report.sources.column(place), report.sources.end(place)
    where["line"] = str(place.span.line)
    if column is None or end is None:
        return where
    if end[0] == place.span.line:
        return {**where, "col": str(column), "endLine": str(end[0]), "endColumn": str(max(column, end[1]))}
    return {**where, "endLine": str(end[0])}


def _data(text: str) -> str:
    r"""Escape the message of a workflow command.

    >>> _data("100%\nen meer")
    '100%25%0Aen meer'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _short(text: str) -> str:
    return clean(text[:_MESSAGE]) + "…" * (len(text) > _MESSAGE)


def summary(report: Report, lang: str = "en") -> str:
    """Write a summary in Markdown, for ``$GITHUB_STEP_SUMMARY``: counts, levels, and findings as far as they fit."""
    told = groups(report, lang)
    blocks = [f"## {say('report', lang)}", *_counts(report, lang), *_levels(report, lang), *_baseline(report, lang)]
    if not told:
        blocks.append(say("no-document", lang))
    room = SUMMARY_LIMIT - sum(len(block.encode()) + 2 for block in blocks)
    for group in told:
        block, used = _findings(group, report, lang, room)
        blocks.append(block)
        room -= used + 2
    text = "\n\n".join(blocks) + "\n"
    if len(text.encode()) <= SUMMARY_LIMIT:
        return text
    return text.encode()[:SUMMARY_LIMIT].decode(errors="ignore").rpartition("\n")[0] + "\n"


def _table(heads: list[str], rows: list[list[str]], numbers: int) -> str:
    rule = ["---"] * (len(heads) - numbers) + ["---:"] * numbers
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *rows])


def _counts(report: Report, lang: str) -> list[str]:
    told = tallies(report)
    heads = [say("rule", lang), say("title", lang), *(say(f"{severity.value}s", lang) for severity in ORDER)]
    rows = [
        [escaped(rule.code), escaped(rule.title.of(lang)), *(str(count[severity]) for severity in ORDER)]
        for rule, count in told
    ]
    return [_table(heads, rows, len(ORDER))] if rows else []


def _levels(report: Report, lang: str) -> list[str]:
    lines = []
    for document in report.documents:
        if document.level is None:
            continue
        told, more = missing(document, report, lang)
        name = document.level.next_name.of(lang)
        if more:
            told.append(say("more", lang, n=more))
        lacking = f"; {say('missing', lang, name=escaped(name))}: {escaped(', '.join(told))}" if name and told else ""
        lines.append(f"- **{escaped(document.title or document.iri)}** {escaped(reached(document, lang))}{lacking}")
    return ["\n".join(lines)] if lines else []


def _baseline(report: Report, lang: str) -> list[str]:
    lines = [say("accepted", lang, n=len(report.accepted))] if report.accepted else []
    if report.gone:
        shown = report.gone[:_MOST_LINES]
        listed = [f"- {escaped(k.rule)} {escaped(k.file)} {escaped(k.message[:_MESSAGE])}" for k in shown]
        if len(report.gone) > len(shown):
            listed.append(f"- {say('more', lang, n=len(report.gone) - len(shown))}")
        lines.append("\n".join([say("gone", lang, n=len(report.gone)), "", *listed]))
    return lines


def _findings(group: Group, report: Report, lang: str, room: int) -> tuple[str, int]:
    """The findings of a document as a table that folds out, as many as fit, and the bytes they take."""
    title = escaped(group.document.title or group.document.iri)
    counts = group.numbers
    told = ", ".join(counted(severity, counts[severity], lang) for severity in ORDER if counts[severity])
    start = f"### {title}\n\n{told or say('nothing', lang)}"
    if not group.found:
        return start, len(start.encode())
    heads = [say(key, lang).lower() for key in ("place", "rule", "severity", "findings")]
    block = f"{start}\n\n{_table(heads, [], 0)}"
    used = len(block.encode())
    rows: list[str] = []
    for one in group.found:
        row = _row(one.finding, report, lang)
        if used + len(row.encode()) + 500 > room or len(rows) >= _MOST_SHOWN:
            break
        rows.append(row)
        used += len(row.encode()) + 1
    left = len(group.found) - len(rows)
    text = "\n".join([block, *rows]) + (f"\n\n{say('left-out', lang, n=left)}" if left else "")
    return text, len(text.encode())


def _row(finding: Finding, report: Report, lang: str) -> str:
    where = ""
    if finding.places:
        place = finding.places[0]
        numbers = [str(n) for n in (finding.line, report.sources.column(place)) if n is not None]
        where = ":".join([relative(report.sources.path(place.file)), *numbers])
    cells = [where, finding.rule, say(finding.severity.value, lang), finding.text(lang)[:_MESSAGE]]
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"
