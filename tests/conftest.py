"""What tests may need from outside the checkout: found, or skipped with the reason.

With DOELENBOOM_REQUIRE_ALL=1 nothing is skipped: what is not found fails the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` beside the checkout, with source documents and facts read by hand."""
    if not SHARED.is_dir():
        _lacking("needs ../shared beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def require() -> Callable[[str, str], str]:
    """``require(command, package)``: the path of an external program, which the apt package installs."""
    return _program


def _program(command: str, package: str) -> str:
    path = shutil.which(command)
    if path is None:
        _lacking(f"needs the program {command} (apt-get install {package})")
    return path


def _lacking(reason: str) -> NoReturn:
    if os.environ.get("DOELENBOOM_REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
