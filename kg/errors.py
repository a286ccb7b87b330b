"""What goes wrong on our side or with unreadable input; defects in documents are findings, not errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.source import Span


class KgError(Exception):
    """Anything that kg itself reports as failed. Never raised as such: one of its children says what happened.

    The message says where, what, and what to do; ``span`` is the place in the source, where there is one. ``dutch`` is
    the same for a reader of Dutch, where it is said so; in Python and in logs an error is English.

    >>> from kg.source import Span
    >>> error = UnreadableInput("begroting.txt, line 3: not UTF-8; save the file as UTF-8", Span(40, 41, line=3))
    >>> str(error)
    'begroting.txt, line 3: not UTF-8; save the file as UTF-8'
    >>> error.span.line
    3
    >>> error = StoreError("no graph here", dutch="hier is geen graaf")
    >>> str(error), error.in_("nl")
    ('no graph here', 'hier is geen graaf')
    """

    def __init__(self, message: str, span: Span | None = None, *, dutch: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.dutch = dutch

    def in_(self, lang: str) -> str:
        """The message in a language; English where it is not said in Dutch."""
        return self.dutch or self.message if lang == "nl" else self.message


class UnreadableInput(KgError):
    """A file cannot be read. Raised when it is absent, damaged, too large, or not what its media type says."""


class ProfileError(KgError):
    """A municipality's profile is wrong. Raised when it is absent, malformed, or contradicts itself."""


class StoreError(KgError):
    """The graph cannot be opened, written or reached. Raised for an absent or damaged store and a failing endpoint."""


class QueryRefused(KgError):
    """A query is not run at all. Raised when it is too long or too deep, or would write or fetch something."""


class QueryFailed(KgError):
    """A query gave no full answer. Raised for a mistake in its syntax, an engine's error and a partial result."""


class UnknownQuery(KgError):
    """There is no stored query of a name. Raised with the names that are near."""


class BadParameter(KgError):
    """A parameter of a stored query is wrong. Raised for an unknown or missing one and a wrong type."""


class CatalogueError(KgError):
    """A stored query is wrong as a file. Raised for front matter that lacks something or does not fit its SPARQL."""


class ResourceMissing(KgError):
    """A data folder of kg is not there. Raised for an unknown name and for an installation without its data."""


class NotSupported(KgError):
    """What is asked for exists, but not here. Raised for a format, option or engine feature that kg does not offer."""


class OutOfTime(KgError):
    """A limit of time was reached. Raised when work was stopped before it was whole; what was there before stays."""
