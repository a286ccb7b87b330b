"""Vega-Lite specifications drawn into files, offline."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kg.errors import NotSupported

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_VERSION = "5.21"
_FORMATS = (".svg", ".png", ".html", ".json")
_SCALE = 2
"""Pixels of a PNG for each point of the drawing."""


def draw(spec: Spec, file: Path) -> None:
    """Draw a specification into a file; the end of its name says as what. The same specification gives the same SVG.

    Raises NotSupported for another ending, and where the library that draws is not installed; OSError where the file
    cannot be written. ``.json`` is the specification itself, which needs no library.
    """
    can_draw(file)
    ending = file.suffix.lower()
    if ending == ".json":
        file.write_text(f"{json.dumps(spec, ensure_ascii=False, indent=2)}\n", encoding="utf-8")
    elif ending == ".svg":
        file.write_text(svg(spec), encoding="utf-8")
    elif ending == ".png":
        file.write_bytes(_library().vegalite_to_png(spec, vl_version=_VERSION, scale=_SCALE, allowed_base_urls=[]))
    else:
        file.write_text(html(spec), encoding="utf-8")


def can_draw(file: Path) -> None:
    """Raise NotSupported for a file whose ending is of no kind of picture, or where the library for it is missing."""
    ending = file.suffix.lower()
    if ending not in _FORMATS:
        raise NotSupported(
            f"{file.name}: a picture is one of {', '.join(_FORMATS)}; end the name of the file so",
            dutch=f"{file.name}: een plaatje is een van {', '.join(_FORMATS)}; laat de bestandsnaam zo eindigen",
        )
    if ending != ".json":
        _library()


def svg(spec: Spec) -> str:
    """Draw a specification as SVG; the numbers of its clips count from 0 in each drawing."""
    drawn: str = _library().vegalite_to_svg(spec, vl_version=_VERSION, allowed_base_urls=[])
    names = dict.fromkeys(re.findall(r'id="(clip\d+)"', drawn))
    numbers = {name: f"clip{number}" for number, name in enumerate(names)}
    return re.sub(r"\bclip\d+\b", lambda found: numbers.get(found[0], found[0]), drawn)


def html(spec: Spec) -> str:
    """Write a specification as a page that fetches nothing; no text in it can end the script that holds it."""
    empty: Spec = {"$schema": SCHEMA, "description": "here"}
    page: str = _library().vegalite_to_html(empty, vl_version=_VERSION, bundle=True, renderer="svg")
    before, written, after = page.rpartition(json.dumps(empty, separators=(",", ":")))
    if not written:
        raise NotSupported(
            "this version of vl-convert-python writes its pages otherwise; install one that is known",
            dutch="deze versie van vl-convert-python schrijft pagina's anders; installeer een versie die bekend is",
        )
    return before + json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c") + after


def _library() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise NotSupported(
            "pictures need the package vl-convert-python; install it with: pip install 'doelenboom[plot]' "
            "(a picture that ends in .json needs nothing)",
            dutch="plaatjes hebben het pakket vl-convert-python nodig; installeer het met: "
            "pip install 'doelenboom[plot]' (een plaatje dat op .json eindigt heeft niets nodig)",
        ) from None
    return vl_convert
