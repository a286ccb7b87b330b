"""What no file of the repository may hold, and how large a module may be."""

from __future__ import annotations

import os
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAX_LINES = 450
NOT_OURS = {".git", ".venv", "graph", "build", "dist", "__pycache__", ".hypothesis", ".import_linter_cache"}
NOT_OURS |= {".mypy_cache", ".pytest_cache", ".ruff_cache"}
DATA_FOLDERS = {"ontology", "queries", "shapes", "examples"}

# In parts, so that this file does not hold what it forbids.
MACHINE_PATHS = ("/" + "work", "/" + "tmp/venv", "/" + "root")
REGISTRIES = (
    "pypi." + "org",
    "pythonhosted." + "org",
    "npmjs." + "org",
    "golang." + "org",
    "anaconda." + "org",
    "crates." + "io",
    "docker." + "io",
    "ghcr." + "io",
)
# No name stands before a machine path (so an address is none) nor directly after it (so "rootdir" is none).
FORBIDDEN = re.compile(
    rf"(?<![\w.-])(?:{'|'.join(map(re.escape, MACHINE_PATHS))})(?![\w-])"
    rf"|(?<![\w-])(?:{'|'.join(map(re.escape, REGISTRIES))})(?![\w-])".encode()
)


def repository_files() -> list[Path]:
    """Return all files that are or would be committed; without git, all files but what is built or cached."""
    try:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return _walk()
    names = [name for name in listing.split("\0") if name]
    if "pyproject.toml" not in names:  # an unpacked sdist inside somebody else's repository
        return _walk()
    return sorted(path for path in (ROOT / name for name in names) if path.is_file())


def _walk() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [Path(folder) / name for name in names]
    return sorted(found)


def kg_modules() -> list[Path]:
    """Return the modules of the package."""
    return [path for path in repository_files() if path.suffix == ".py" and path.is_relative_to(ROOT / "kg")]


def forbidden_in(path: Path) -> list[str]:
    """Return the places in a file that name this machine or a package registry; bytes, so that no file is left out."""
    lines = path.read_bytes().splitlines()
    return [
        f"{path.relative_to(ROOT)}:{number}: {match.group().decode()}"
        for number, line in enumerate(lines, start=1)
        for match in FORBIDDEN.finditer(line)
    ]


def test_no_file_names_a_machine_or_a_registry() -> None:
    files = repository_files()
    assert ROOT / "pyproject.toml" in files
    assert [place for path in files for place in forbidden_in(path)] == []


@pytest.mark.parametrize("path", MACHINE_PATHS)
def test_machine_paths_are_seen(path: str) -> None:
    for line in (path, f"cd {path}/main", f'"{path}"', f"file://{path}/main"):
        assert FORBIDDEN.search(line.encode()), line
    for line in (f"https://example.nl{path}/main", f"../shared{path}", f"{path}dir"):
        assert not FORBIDDEN.search(line.encode()), line


@pytest.mark.parametrize("host", REGISTRIES)
def test_registries_are_seen(host: str) -> None:
    for line in (host, f"https://{host}/simple", f"index = 'https://files.{host}'"):
        assert FORBIDDEN.search(line.encode()), line


def test_modules_are_small() -> None:
    modules = kg_modules()
    assert ROOT / "kg" / "resources.py" in modules
    sizes = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in modules}
    assert {name: size for name, size in sizes.items() if size > MAX_LINES} == {}


def test_no_module_bears_the_name_of_a_data_folder() -> None:
    places = [path.relative_to(ROOT) for path in kg_modules()]
    assert [str(place) for place in places if DATA_FOLDERS & {*place.parent.parts, place.stem}] == []


def test_pytest_looks_into_every_folder_that_holds_tests(pytestconfig: pytest.Config) -> None:
    """By default pytest leaves out folders called "build"."""
    folders = {
        folder for path in (ROOT / "tests", ROOT / "kg") for file in path.rglob("*.py") for folder in file.parents
    }
    names = {folder.name for folder in folders if folder.is_relative_to(ROOT) and folder != ROOT}
    skipped = pytestconfig.getini("norecursedirs")
    assert {name for name in names for pattern in skipped if fnmatch(name, pattern)} == set()
