"""The options that commands share, and the types of what people type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from desk.errors import WrongUsage

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date written `2026-09-18`."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that shows how to write one."""
        if isinstance(value, date):
            return value
        try:
            return _date(value)
        except ValueError:
            self.fail(f"{value!r} is not a date: write it like 2026-09-18.", param, ctx)


class When(click.ParamType[date]):
    """An instant or a day: `2026-09-18T08:00`, `2026-09-18T01:00:00Z` or `2026-09-18`.

    Converted to a datetime (naive when the zone is not given: the office's own) or a date (that day's
    morning round).
    """

    name = "INSTANT|DATE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | date:
        """The datetime or date, or a usage error that shows how to write one."""
        if isinstance(value, date):
            return value
        try:
            if len(value) == 10:
                return _date(value)
            if _date(value[:10]) and value[10] in "T ":
                return datetime.fromisoformat(value)
            raise ValueError(value)
        except ValueError:
            self.fail(
                f"{value!r} is neither an instant nor a date: write it like 2026-09-18T08:00 or 2026-09-18.",
                param,
                ctx,
            )


def _date(text: str) -> date:
    """The date written `YYYY-MM-DD`, of the years that have periods: an offset never pushes one over the
    edge.
    """
    if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


DAY = Day()
WHEN = When()


def reading(command: F) -> F:
    """`--json` and `--as-of`, which every reading command takes."""
    command = click.option("--json", "as_json", is_flag=True, help="Answer one JSON document.")(command)
    return click.option(
        "--as-of",
        type=WHEN,
        help="Look from this instant or day instead of now; a day means its morning round.",
    )(command)


def writing(command: F) -> F:
    """`--dry-run`, which every writing command takes."""
    return click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")(command)


def as_json(command: F) -> F:
    """`--json` alone, for writing commands whose outcome a script may want."""
    return click.option("--json", "as_json", is_flag=True, help="Answer one JSON document.")(command)


def as_of(command: F) -> F:
    """`--as-of` alone, for writing commands that can be told the instant."""
    return click.option(
        "--as-of",
        type=WHEN,
        help="Act as of this instant or day instead of now; a day means its morning round.",
    )(command)


def by(command: F) -> F:
    """`--by`: who is recorded as having done it."""
    return click.option(
        "--by", "actor", metavar="WHO", help="Who did it, for the record (default: your login name)."
    )(command)


def obligation(command: F) -> F:
    """The argument OBLIGATION."""
    return click.argument("obligation", metavar="OBLIGATION")(command)


def period(command: F) -> F:
    """The argument PERIOD."""
    return click.argument("period", metavar="PERIOD")(command)


def unit(command: F) -> F:
    """The argument UNIT."""
    return click.argument("unit", metavar="UNIT")(command)


def split(text: str | None) -> tuple[str, ...] | None:
    """`TST, PC` as ("TST", "PC"); None stays None. WrongUsage for a list that names nobody."""
    if text is None:
        return None
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found:
        raise WrongUsage("expected codes like TST,PC, found none; leave the option out to mean all.")
    return found
