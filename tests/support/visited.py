"""How many rows PostgreSQL looks at for each statement, told by itself (`auto_explain`): what a plan costs,
without a clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Engine, event

_SAID = {
    "log_min_duration": "0",
    "log_analyze": "on",
    "log_timing": "off",
    "log_format": "json",
    "log_level": "notice",
}
_ROWS = (
    "Actual Rows",
    "Rows Removed by Filter",
    "Rows Removed by Join Filter",
    "Rows Removed by Index Recheck",
)


class Ran(NamedTuple):
    """A statement that was run, the rows its plan went through in all steps, and that plan."""

    statement: str
    rows: int
    plan: str


@contextmanager
def visited(engine: Engine) -> Iterator[list[Ran]]:
    """The statements that this engine runs on PostgreSQL meanwhile."""
    found: list[Ran] = []

    def note(said: Any) -> None:
        _, plan, told = said.message_primary.partition("plan:")
        if plan:
            read = json.loads(told)
            found.append(Ran(read["Query Text"], _rows(read["Plan"]), told))

    def tell(connection: Any, _record: object) -> None:
        connection.add_notice_handler(note)
        connection.execute("LOAD 'auto_explain'")
        for name, value in _SAID.items():
            connection.execute(f"SET auto_explain.{name} = '{value}'")
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", tell)
    try:
        yield found
    finally:
        event.remove(engine, "connect", tell)
        engine.dispose()


def _rows(step: dict[str, Any]) -> int:
    own = sum(step.get(each, 0) for each in _ROWS) * step.get("Actual Loops", 1)
    return own + sum(_rows(each) for each in step.get("Plans", ()))
