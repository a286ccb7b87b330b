"""What a stored query is: its words, parameters and columns, beside the SPARQL that anyone can run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ParameterType = Literal["integer", "decimal", "text", "code", "document", "iri"]
ColumnType = Literal["integer", "decimal", "text", "texts", "code", "codes", "document", "iri", "boolean"]

PARAMETER_TYPES: tuple[ParameterType, ...] = ("integer", "decimal", "text", "code", "document", "iri")
COLUMN_TYPES: tuple[ColumnType, ...] = (
    "integer", "decimal", "text", "texts", "code", "codes", "document", "iri", "boolean",
)  # fmt: skip
SEPARATOR = "; "
"""What stands between the values of a cell of type ``texts``; codes have a space between."""
EVIDENCE = "evidence"
"""The variable of every stored query that holds the nodes a row rests on, as IRIs with a space between."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text for people in both languages."""

    nl: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in a language; English for any other than nl.

        >>> Said("doel", "goal").in_("nl")
        'doel'
        """
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a caller may give. Of one that is not required, leaving it out asks for all.

    ``example`` stands in the text of the query. ``allowed`` are the values there are, or ``values`` is the query that
    lists those of a graph.
    """

    name: str
    type: ParameterType
    label: Said
    example: str
    required: bool = True
    allowed: tuple[str, ...] = ()
    values: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer.

    ``unit`` is in words, or the name of the column that holds it; ``missing`` the column that says why a value is not
    there; ``words`` say in both languages what a code of the query's own means.
    """

    name: str
    type: ColumnType
    label: Said
    unit: str = ""
    missing: str = ""
    words: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Emptiness:
    """What it means that an answer has no rows: where nothing matches ``unless``, or in all other cases without it."""

    said: Said
    unless: str = ""


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A question, and the SPARQL that answers it."""

    theme: str
    name: str
    title: Said
    question: Said
    description: Said
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    keywords: tuple[str, ...]
    text: str = field(repr=False)
    version: int = 1
    chart: str = ""
    inference: bool = False
    slow: Said | None = None
    """Why it takes over a second where there are thousands of documents."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other ways to ask the same, by language, so that `kg ask` finds it."""
    empty: tuple[Emptiness, ...] = ()
    """What an answer without rows means: the first that holds is told."""
    without_evidence: str = ""
    """Why a row may rest on no cell, where it may: what is not in a document has no place there."""

    @property
    def path(self) -> str:
        """Its place in the catalogue, as ``goals/list-goals-without-indicator``."""
        return f"{self.theme}/{self.name}"

    @property
    def sha256(self) -> str:
        """The hash of the text, so that a citation says which query it was."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of a name."""
        return next((one for one in self.parameters if one.name == name), None)

    def column(self, name: str) -> Column | None:
        """The column of a name."""
        return next((one for one in self.columns if one.name == name), None)
