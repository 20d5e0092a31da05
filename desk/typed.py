"""The types of what people type: each says in our words what it would have taken."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from desk.usage import BadValue

MOST = 2**63 - 1
"""What a database takes for a number."""


class Day(click.ParamType[date]):
    """A date written `2026-09-18`."""

    name = "date"
    metavar = "metavar.date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that shows how to write one."""
        if isinstance(value, date):
            return value
        try:
            return _date(value)
        except ValueError:
            raise BadValue("usage.no-date", found=repr(value)) from None


class When(click.ParamType[date]):
    """An instant or a day: `2026-09-18T08:00`, `2026-09-18T01:00:00Z` or `2026-09-18`.

    Converted to a datetime (naive when the zone is not given: the office's own) or a date (that day's
    morning round).
    """

    name = "instant"
    metavar = "metavar.when"

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
            raise BadValue("usage.no-instant", found=repr(value)) from None


class Choice(click.Choice[str]):
    """One of some words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or a usage error that lists them."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            raise BadValue("usage.no-choice", found=repr(value), choices=tuple(self.choices)) from None


class Whole(click.IntRange):
    """A whole number of a range."""

    metavar = "metavar.number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or a usage error that says what may be given."""
        try:
            number = int(super().convert(value, param, ctx))
            if number <= MOST:
                return number
        except click.BadParameter:
            pass
        if self.max is None:
            raise BadValue("usage.no-whole-from", found=repr(value), least=self.min)
        raise BadValue("usage.no-whole", found=repr(value), least=self.min, most=self.max)


class Place(click.Path):
    """A file or a folder, which need not exist; a `Path` for the command."""

    metavar = "metavar.path"

    def __init__(self, **details: Any) -> None:
        super().__init__(path_type=Path, **details)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or a usage error that says what stands there instead."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            folder = not self.dir_okay and Path(value).is_dir()
        raise BadValue("usage.is-folder" if folder else "usage.unreadable", place=str(value))


def _date(text: str) -> date:
    """The date written `YYYY-MM-DD`, of the years that have periods: an offset never pushes one over the
    edge.
    """
    if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)
