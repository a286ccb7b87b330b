"""How long the stages of a build take: they alternate, for a document is done with before the next is begun."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stages:
    """Seconds by the name of a stage, in the order in which the stages were first entered."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that the block takes."""
        self.seconds.setdefault(name, 0.0)
        before = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - before
