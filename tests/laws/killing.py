"""Deaths: whoever works on a database is cut off before one of its statements or commits, like a process
that is killed. Nothing of what it still tries reaches the database; its open transaction is rolled back, as
a server or SQLite does it for one that has gone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, event


class Killed(BaseException):
    """It is dead. No handler of the engine's own catches this one."""


@contextlib.contextmanager
def killed(engine: Engine, after: int) -> Iterator[list[bool]]:
    """Within, the database answers `after` statements and commits, and no more; the list holds whether that
    was too few."""
    left, died = iter(range(after)), [False]

    def count(*_: Any) -> None:
        if died[0] or next(left, None) is None:
            died[0] = True
            raise Killed

    for name in ("before_cursor_execute", "commit"):
        event.listen(engine, name, count)
    try:
        with contextlib.suppress(Killed):
            yield died
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(engine, name, count)
