"""A limit of time for inference."""

from __future__ import annotations

import time

from kg.errors import OutOfTime


class Clock:
    """A limit in seconds that counts from when it is made; None is no limit."""

    def __init__(self, limit: float | None = None) -> None:
        self.limit = limit
        self._end = None if limit is None else time.monotonic() + limit

    def left(self) -> float | None:
        """Seconds that are left, None for any number. Errors: OutOfTime where none are."""
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.over()
        return left

    def over(self) -> OutOfTime:
        """The error that says so."""
        return OutOfTime(f"inference took more than {self.limit:g} s and was stopped; allow more with --limit")
