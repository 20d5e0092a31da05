"""Whether a child that lives also answers: one that hangs, or was stopped, is as good as dead."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY = 60.0
"""Seconds between two questions."""
MISSED = 3
"""So many without an answer in a row, over two minutes, are a hang; some silence under load is none."""
PATIENCE = 5.0
"""Seconds for each answer."""


class Asking:
    """Asks now and then, by `ask(seconds)`, which answers whether anything was said in that time."""

    def __init__(
        self,
        ask: Callable[[float], bool],
        *,
        every: float = EVERY,
        missed: int = MISSED,
        patience: float = PATIENCE,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self._every, self._most, self._patience, self._timer = ask, every, missed, patience, timer
        self.missed, self._next = 0, timer() + every

    def hangs(self) -> bool:
        """Asks if it is time for it; True when it was the last of too many questions without an answer. Then
        the counting begins anew."""
        if self._timer() < self._next:
            return False
        self.missed = 0 if self._ask(self._patience) else self.missed + 1
        self._next = self._timer() + self._every
        if self.missed < self._most:
            return False
        self.forget()
        return True

    def forget(self) -> None:
        """Another child: what was missed before does not count."""
        self.missed, self._next = 0, self._timer() + self._every
