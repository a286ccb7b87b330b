"""Paths as platforms want them: relative to the folder where the command runs, in CI that of the repository."""

from __future__ import annotations

from pathlib import Path, PurePath
from urllib.parse import quote


def relative(path: str) -> str:
    """Return a path relative to the current folder if it lies in it, with forward slashes; another stays as it is.

    >>> relative("./stukken/jaarstukken 2024.txt")
    'stukken/jaarstukken 2024.txt'
    """
    pure = PurePath(path)
    if pure.is_absolute() and pure.is_relative_to(Path.cwd()):
        pure = pure.relative_to(Path.cwd())
    return pure.as_posix()


def address(path: str) -> str:
    """Return the URI of a path: a relative reference, or a file: URI for a path outside the current folder.

    >>> address("stukken/jaarstukken 2024.txt"), address("/srv/één.txt")
    ('stukken/jaarstukken%202024.txt', 'file:///srv/%C3%A9%C3%A9n.txt')
    """
    near = relative(path)
    written = quote(near.encode("utf-8", "surrogatepass"), safe="/")
    return f"file://{written}" if PurePath(near).is_absolute() else written
