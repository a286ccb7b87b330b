"""Writes docs/rules/: a page a rule and their list, from what shapes/ says of them.

python docs/make_rules.py
"""

from __future__ import annotations

from pathlib import Path

from kg.validate.formats.explain import as_page
from kg.validate.rules import Rule
from kg.validate.shapeset import all_rules

FOLDER = Path(__file__).resolve().parent / "rules"
THEMES = {
    "S": "Structure: the goal tree",
    "F": "Figures of indicators",
    "B": "Budgets, reserves, deviations",
    "C": "Between statements of one document",
    "R": "Sources and references",
    "Y": "Between documents of several years",
    "L": "While files are read and put together",
    "M": "The graph itself",
    "O": "While what follows is inferred",
    "T": "What a document lacks as a whole (for tiers only)",
}


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    rules = all_rules()
    found = {f"{code}.md": as_page(rule) for code, rule in rules.items()}
    found["README.md"] = _list(rules)
    return found


def _list(rules: dict[str, Rule]) -> str:
    lines = [
        "# Rules",
        "",
        "What `kg validate` checks. `kg explain CODE` prints a rule. A finding is certain (violation),",
    ]
    lines += ["probable (warning), or good to know (info).", ""]
    for letter, title in THEMES.items():
        lines += [f"## {title}", "", "| | | rule | regel |", "|---|---|---|---|"]
        for code, rule in rules.items():
            if code.startswith(letter):
                lines.append(f"| [{code}]({code}.md) | {rule.severity} | {rule.title.en} | {rule.title.nl} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write the pages; those of rules that are no more go."""
    FOLDER.mkdir(exist_ok=True)
    written = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
