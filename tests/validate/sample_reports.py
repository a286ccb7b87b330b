"""Reports made by hand, for the tests of the formats."""

from __future__ import annotations

from dataclasses import dataclass

from kg.findings import Finding, Place, Severity
from kg.source import Span
from kg.validate.report import Checked, Known, Level, Report, Sources
from kg.validate.rules import Rule, Text
from kg.vocabulary import CODE, RULE

BASE = "https://w3id.org/doelenboom/id/gm0546/document/"
ANNUAL, BUDGET = BASE + "annual-report-2024", BASE + "programme-budget-2018"


@dataclass(frozen=True)
class File:
    """A file with text, in which places are found by what stands there."""

    name: str
    text: str

    def place(self, quote: str, called: tuple[str, str] = ("", ""), *, after: str = "") -> Place:
        """Return the first place where a quote stands, behind ``after``."""
        start = self.text.index(quote, self.text.index(after) + len(after))
        line = self.text.count("\n", 0, start) + 1
        return Place(self.name, Span(start, start + len(quote), line), quote, called)

    def whole(self) -> Place:
        """Return the file as a place."""
        return Place(self.name, None, "")


def rule(code: str, severity: Severity, title: tuple[str, str], *, by_shape: bool = True) -> Rule:
    when = Text(f"{title[0]} komt niet uit.", f"{title[1]} does not come out.")
    example = Text("Lasten 10.951, baten -3.665, saldo 7.289.", "Expense 10.951, revenue -3.665, balance 7.289.")
    remedy = Text("Reken het na in het document zelf.", "Do the sum again in the document itself.")
    source = Text("BBV, artikel 17", "BBV, article 17") if code == "B01" else Text()
    return Rule(code, RULE + code, severity, Text(*title), when, example, remedy, source, by_shape)


RULES = {
    each.code: each
    for each in (
        rule("B01", Severity.VIOLATION, ("Saldo", "Balance")),
        rule("F03", Severity.WARNING, ("Streefwaarde ontbreekt", "Target is missing")),
        rule("R01", Severity.INFO, ("Bron ontbreekt", "Source is missing")),
        rule("S08", Severity.WARNING, ("Niets achter een kop", "Nothing behind a label"), by_shape=False),
    )
}

ANNUAL_FILE = File(
    "jaarstukken.txt",
    "Programma 9\nDe missie luidt:\n\n"
    "Preventie | 2023 | Begroting | Wijziging | Na wijziging | Rekening 2024 | Verschil |\n"
    "Lasten | 11.200 | 12.000 | -900 | 11.100 | 10.951 | 149 |\n"
    "Baten | -3.710 | -3.557 | -44 | -3.601 | -3.665 | 64 |\n"
    "Saldo | 7.490 | 8.443 | -944 | 7.499 | 7.289 | 212 |\n"
    "9B1.a Mantelzorgers zwaar belast volgens de Stadsenquête van de gemeente, onder inwoners van achttien jaar en "
    "ouder die ten minste drie maanden of meer dan acht uur per week zorgen | 22% | nnb | 24% | Oekraïne |\n",
)
BUDGET_FILE = File("begroting 2018.txt", "Programma 9\nDoel | Prestatie |\n")


def _cell(row: tuple[str, str], column: str = "Rekening 2024") -> tuple[str, str]:
    return f"{row[0]} Preventie · {column}", f"{row[1]} Preventie · {column}"


BALANCE = Finding(
    "B01",
    Severity.VIOLATION,
    "Saldo 7.289 is niet lasten 10.951 + baten -3.665 = 7.286 (verschil 3, toegestaan minder dan 1,5)",
    "Balance 7.289 is not expense 10.951 + revenue -3.665 = 7.286 (off by 3, allowed less than 1,5)",
    (
        ANNUAL_FILE.place("7.289", _cell(("saldo", "balance"))),
        ANNUAL_FILE.place("10.951", _cell(("lasten", "expense"))),
        ANNUAL_FILE.place("-3.665", _cell(("baten", "revenue"))),
    ),
    ANNUAL,
    ANNUAL + "/part/9/figure/budget/9B/balance/executed/2024",
)
MISSION = Finding(
    "S08",
    Severity.WARNING,
    "Achter 'missie' staat in dit bestand niets.",
    "Nothing follows 'missie' in this file.",
    (ANNUAL_FILE.place("De missie luidt:"),),
)
TARGET = Finding(
    "F03",
    Severity.WARNING,
    "Indicator 9B1.a heeft geen streefwaarde voor 2024.",
    "Indicator 9B1.a has no target for 2024.",
    (ANNUAL_FILE.place("nnb", ("9B1.a", "9B1.a")),),
    ANNUAL,
    ANNUAL + "/part/9/indicator/9B1.a",
)
SOURCE = Finding(
    "R01",
    Severity.INFO,
    "Bij geen indicator staat een bron.",
    "No indicator states its source.",
    (ANNUAL_FILE.whole(),),
    ANNUAL,
    ANNUAL,
)

SOURCES = Sources(
    {ANNUAL_FILE.name: "./stukken/jaarstukken.txt", BUDGET_FILE.name: "stukken/begroting 2018.txt"},
    {file.name: file.text for file in (ANNUAL_FILE, BUDGET_FILE)},
)
GOOD = Level(
    CODE + "tier-good",
    Text("Goed", "Good"),
    CODE + "tier-complete",
    Text("Volledig", "Complete"),
    (("F03", 12), ("R01", 3), ("S08", 1), ("B01", 1)),
)
COMPLETE = Level(CODE + "tier-complete", Text("Volledig", "Complete"))
DOCUMENTS = (
    Checked(ANNUAL, "Jaarstukken 2024", (ANNUAL_FILE.name,), "annual-report", 2024, GOOD),
    Checked(BUDGET, "Programmabegroting 2018", (BUDGET_FILE.name,), "programme-budget", 2018, COMPLETE),
)

SMALL = Report(
    tuple(sorted((BALANCE, MISSION, TARGET, SOURCE), key=lambda finding: finding.sort_key)),
    DOCUMENTS,
    RULES,
    SOURCES,
    (Finding("R01", Severity.INFO, "Eerder aanvaard.", "Accepted before.", (BUDGET_FILE.whole(),), BUDGET),),
    (Known("0123456789abcdef0123456789abcdef", "B01", "violation", "begroting 2018.txt", "Saldo 1 is niet 2."),),
)
EMPTY = Report((), DOCUMENTS, RULES, SOURCES)
NOTHING = Report(())

# What documents may hold: steering of terminals, markup, commands, links, templates, a line of ten million characters.
EVIL = (
    "\x1b[31m\x9b2J\x07\x00\u202egnp.exe\u2028\ud800\ufffe <script>alert(1)</script> <img src=x onerror=alert(1)> "
    "]]> &amp; {{ 7 * 7 }} {0} [klik](javascript:alert(1)) ![x](https://example.nl/x.png) | 100%, a:b\r\n"
    "::error::gekaapt\n::stop-commands::x"
)
LONG_FILE = File("lang.txt", "kop\n" + "| 日本 " * 1_000_000 + "| 7.289 |" + " e\u0301" * 1_000_000 + "\nslot\n")
EVIL_FILE = File("kwaad\x1b, a:b%.txt", f"{EVIL}\n")
HOSTILE = Report(
    (
        Finding("X<01>", Severity.VIOLATION, EVIL, EVIL, (EVIL_FILE.place(EVIL, (EVIL, EVIL)),), "", "_:b0"),
        Finding("B01", Severity.VIOLATION, EVIL, EVIL, (), "", "geen iri"),
        Finding("B01", Severity.WARNING, EVIL, EVIL, (), "urn:kwaad"),
        Finding("B01", Severity.WARNING, "lang", "long", (LONG_FILE.place("7.289"), LONG_FILE.place("slot"))),
        Finding("B01", Severity.WARNING, "lang", "long", (LONG_FILE.place(LONG_FILE.text),)),
        Finding("B01", Severity.WARNING, "leeg", "empty", (LONG_FILE.place(""), Place("weg.txt", Span(9, 12, 3), "x"))),
    ),
    (Checked("urn:kwaad", EVIL, (EVIL_FILE.name, LONG_FILE.name), None, None, Level(missing=((EVIL, 1),))),),
    {"B01": Rule("B01", "javascript:alert(1)", Severity.VIOLATION, *(Text(EVIL, EVIL),) * 5, True)},
    Sources({}, {file.name: file.text for file in (EVIL_FILE, LONG_FILE)}),
    (),
    (Known("0" * 32, EVIL, EVIL, EVIL, EVIL),),
)


def many(number: int, *, places: int = 40) -> Report:
    """Return a report with many findings, each with so many places, in a file with a line each."""
    text = "".join(f"Saldo {n} | 7.490 | 8.443 | -944 | 7.499 | 7.289 | 212 |\n" for n in range(1, number + 1))
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    findings = []
    for n in range(1, number + 1):
        named = [
            Place("veel.txt", Span(starts[n - 1] + at, starts[n - 1] + at + 5, n), f"{n}.{at}", (f"rij {at}", "row"))
            for at in range(places)
        ]
        severity, code = list(Severity)[n % 3], f"B{n % 17:02}"
        findings.append(
            Finding(code, severity, f"Saldo {n} klopt niet.", "Off.", tuple(named), ANNUAL, f"{ANNUAL}/{n}")
        )
    documents = (Checked(ANNUAL, "Jaarstukken 2024", ("veel.txt",)),)
    return Report(tuple(findings), documents, RULES, Sources({}, {"veel.txt": text}))


REPORTS = {"small": SMALL, "empty": EMPTY, "nothing": NOTHING, "hostile": HOSTILE, "many": many(60)}
