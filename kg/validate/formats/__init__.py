"""The forms in which a report goes out: one module a form, loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from kg.findings import LANGUAGES
from kg.validate.report import Report


class Render(Protocol):
    """Writes a report as text, ending with a line end; ``lang`` is "nl" or "en", another raises ValueError."""

    def __call__(self, report: Report, lang: str = "en") -> str:
        """Write the report."""


def _late(name: str) -> Render:
    """Load a form no sooner than it is used: a plain run needs neither templates nor XML."""

    def render(report: Report, lang: str = "en") -> str:
        if lang not in LANGUAGES:
            raise ValueError(f"a report speaks nl and en, not {lang!r}")
        written: str = import_module(f"kg.validate.formats.{name}").render(report, lang)
        return written

    return render


FORMATS: dict[str, Render] = {
    name: _late(name) for name in ("text", "json", "turtle", "sarif", "junit", "github", "html")
}
"""The forms by the name that a user gives."""
