"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from desk.command import argument, option
from desk.errors import WrongUsage
from desk.typed import Day, When

F = TypeVar("F", bound=Callable[..., Any])

DAY = Day()
WHEN = When()


def reading(command: F) -> F:
    """`--json` and `--as-of`, which every reading command takes."""
    command = option("--json", "as_json", is_flag=True, help="help.shared.json")(command)
    return option("--as-of", type=WHEN, help="help.shared.look-as-of")(command)


def writing(command: F) -> F:
    """`--dry-run`, which every writing command takes."""
    return option("--dry-run", is_flag=True, help="help.shared.dry-run")(command)


def as_json(command: F) -> F:
    """`--json` alone, for writing commands whose outcome a script may want."""
    return option("--json", "as_json", is_flag=True, help="help.shared.json")(command)


def as_of(command: F) -> F:
    """`--as-of` alone, for writing commands that can be told the instant."""
    return option("--as-of", type=WHEN, help="help.shared.act-as-of")(command)


def by(command: F) -> F:
    """`--by`: who is recorded as having done it."""
    return option("--by", "actor", metavar="metavar.who", help="help.shared.by")(command)


def obligation(command: F) -> F:
    """The argument OBLIGATION."""
    return argument("obligation", "metavar.obligation")(command)


def period(command: F) -> F:
    """The argument PERIOD."""
    return argument("period", "metavar.period")(command)


def unit(command: F) -> F:
    """The argument UNIT."""
    return argument("unit", "metavar.unit")(command)


def split(text: str | None) -> tuple[str, ...] | None:
    """`TST, PC` as ("TST", "PC"); None stays None. WrongUsage for a list that names nobody."""
    if text is None:
        return None
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found:
        raise WrongUsage("usage.no-codes")
    return found
