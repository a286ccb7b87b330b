"""The files of a profile: profile.toml in a folder, merged over those of the profiles that it extends."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kg.errors import ProfileError

HOME = Path(__file__).parent / "profiles"
"""Where the profiles stand that ship."""


def names() -> tuple[str, ...]:
    """Names of the profiles that ship."""
    return tuple(sorted(path.parent.name for path in HOME.glob("*/profile.toml")))


def with_bases(folder: Path) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """Read a profile merged over those it extends, one by one, and their folders, its own first."""
    data, folders = read(folder), [folder]
    while base := data.get("profile", {}).pop("extends", None):
        if base not in names() or HOME / base in folders or base == data["profile"].get("name"):
            raise ProfileError(f"{folder / 'profile.toml'}: extends {base!r}, which is no profile that ships")
        folders.append(HOME / base)
        data = _extended(read(HOME / base), data)
    return data, tuple(folders)


def read(folder: Path) -> dict[str, Any]:
    """Read the profile.toml of a folder as it stands; ProfileError if that cannot be."""
    try:
        return tomllib.loads((folder / "profile.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProfileError(f"{folder / 'profile.toml'}: {error}") from error


def _extended(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Merge a profile over its base; of decisions both keep their forms, the own ones first."""
    merged, forms = _merge(base, own), base.get("decisions", {})
    for kind, found in own.get("decisions", {}).items():
        merged["decisions"][kind] = [*found, *forms.get(kind, [])]
    return merged


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _merge(base[key], value) if both else value
    return merged
