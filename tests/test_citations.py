"""How a profile says in which forms decisions are cited, and what it may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.citations import citation_forms
from kg.errors import ProfileError
from kg.interpret.decisions import find_decisions
from kg.profile import load

OWN = '[profile]\nname = "x"\nextends = "bbv"\n'


def test_parts_may_be_lists_and_name_earlier_parts() -> None:
    parts = {"digits": r"\d+", "number": [r"(?P<number>{digits}-{digits})", "nooit"]}
    (form,) = citation_forms({"case-number": [{"pattern": "zaak {number}", "notation": "Z {number}"}]}, parts)
    match = form.pattern.search("zie zaak 12-34")
    assert match is not None
    assert (form.kind, list(form.cited(match))) == ("case-number", [(4, 14, "Z 12-34")])


def test_forms_of_ones_own_are_added_to_those_of_the_base(tmp_path: Path) -> None:
    own = "[[decisions.council-proposal]]\npattern = 'R(?P<n>\\d{3})'\nnotation = 'R-{n}'\n"
    (tmp_path / "profile.toml").write_text(OWN + own, encoding="utf-8")
    found = find_decisions("Besloten (R123) en raadsbesluit 2023-045.", load(tmp_path))
    assert [cited.notation for cited in found] == ["R-123", "raadsbesluit 2023-045"]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("[[decisions.wish]]\npattern = 'M(?P<n>1)'\nnotation = '{n}'\n", "no code of the list decision-kind"),
        (
            "[[decisions.case-number]]\npattern = 'M(?P<n>1)'\nnotation = '{m}'\n",
            "names a group that its pattern lacks",
        ),
        ("[[decisions.case-number]]\npattern = 'M(1)'\nnotation = '{0}'\n", "names a group that its pattern lacks"),
        ("[[decisions.case-number]]\npattern = 'M(1)'\nnotation = '{'\n", "Single"),
        ("[[decisions.case-number]]\npattern = 'M(1'\nnotation = 'M'\n", "unterminated"),
        ("[[decisions.case-number]]\nnotation = 'M'\n", "'pattern'"),
        (
            "[[decisions.case-number]]\npattern = 'M(?P<n>1)'\neach = '(?P<m>1)'\nnotation = '{m}'\n",
            "needs a group 'list'",
        ),
        ("[decisions]\ncase-number = 'M'\n", "profile.toml"),
        ("[[decisions]]\npattern = 'M'\n", "profile.toml"),
    ],
)
def test_forms_that_cannot_be(tmp_path: Path, form: str, says: str) -> None:
    (tmp_path / "profile.toml").write_text(OWN + form, encoding="utf-8")
    with pytest.raises(ProfileError, match=says):
        load(tmp_path)
