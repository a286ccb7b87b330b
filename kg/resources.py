"""The only finder of the data folders: beside the modules in a wheel, beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ResourceMissing

FOLDERS = ("ontology", "queries", "shapes", "examples")

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return a data folder: ``kg/<name>`` as installed, else ``<name>`` of the checkout.

    Only a checkout (known by its ``pyproject.toml``) is searched beside the package: in site-packages a folder called
    ``examples`` may be anybody's.

    >>> folder("ontology").name
    'ontology'
    >>> folder("recipes")
    Traceback (most recent call last):
    kg.errors.ResourceMissing: 'recipes' is not a data folder of kg; choose ontology, queries, shapes or examples

    Raises ResourceMissing for another name, and when the installation lacks the folder.
    """
    if name not in FOLDERS:
        raise ResourceMissing(f"{name!r} is not a data folder of kg; choose {', '.join(FOLDERS[:-1])} or {FOLDERS[-1]}")
    places = [_PACKAGE / name]
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file():
        places.append(checkout / name)
    for place in places:
        if place.is_dir():
            return place
    searched = " nor at ".join(map(str, places))
    raise ResourceMissing(f"the data folder {name!r} is not at {searched}; install doelenboom again")
