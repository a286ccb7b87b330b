"""One name for each source of indicators, as a person reviewed it: documents spell and abbreviate in several ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ProfileError
from kg.figures import split_mark
from kg.identifiers import slug
from kg.profile import Profile, squeeze
from kg.reviewed import rows

FILE = "sources.csv"
COLUMNS = ("source", "variant", "reviewed_by", "reason")


@dataclass(frozen=True, slots=True)
class Sources:
    """Names of sources by the slug of any of their spellings."""

    names: dict[str, str] = field(default_factory=dict)

    def name(self, printed: str) -> str:
        """The reviewed name of a source as printed; else what is printed, without a footnote mark.

        >>> Sources({"wsjg": "Waarstaatjegemeente"}).name("WSJG*"), Sources().name("Stadsenquête**")
        ('Waarstaatjegemeente', 'Stadsenquête')
        """
        bare = spelling(printed)
        return self.names.get(slug(bare), bare)

    def is_reviewed(self, name: str) -> bool:
        """Whether a name is one of the reviewed list."""
        return self.names.get(slug(name)) == name


def spelling(printed: str) -> str:
    """What is printed of a source, without a footnote mark; what is a mark alone stays."""
    plain = squeeze(printed)
    return split_mark(plain)[0] or plain


def read_sources(profile: Profile | None) -> Sources:
    """Read the reviewed sources of a profile and its bases; of a spelling that several lists have, the first holds.

    Raises ProfileError with file and line for what is empty, and where one list gives a spelling to two sources.
    """
    names: dict[str, str] = {}
    for path in profile.reviewed_files(FILE) if profile else ():
        names = {**_listed(path), **names}
    return Sources(names)


def _listed(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for line, row in rows(path, COLUMNS):
        empty = [column for column in COLUMNS if not row[column] and column != "variant"]
        if empty:
            raise ProfileError(f"{path}, line {line}: {empty[0]} is empty")
        for text in filter(None, (row["source"], row["variant"])):
            owner = found.setdefault(slug(text), row["source"])
            if owner != row["source"]:
                raise ProfileError(f"{path}, line {line}: {text!r} is already a spelling of {owner!r}")
    return found
