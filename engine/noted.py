"""Notes for whoever operates: each has the name of what happened (its action) and the numbers and codes
that it is about. What people wrote, their names and their addresses have no place in them.
"""

from __future__ import annotations

import logging

FIELDS = "dondoc"
"""Where a record of the log keeps its action's fields."""


def noted(
    log: logging.Logger, level: int, action: str, said: str, *details: object, **fields: object
) -> None:
    """Notes an action in English, with the fields that name what it was done to; empty ones are left out."""
    kept = {name: value for name, value in fields.items() if value not in (None, "")}
    log.log(level, said, *details, extra={"action": action, FIELDS: kept}, stacklevel=2)
