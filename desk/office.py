"""What a command knows of the office: settings, registry, the instant it looks from, the database.

Each is loaded when first asked for, so that a command pays only for what it uses.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import Problem, WrongUsage

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from config.registry import Obligation, Registry
    from config.settings import Settings
    from engine.installation import Installation
    from engine.tasks.acts import Act


class Desk:
    """One command's view of the office. `as_of` is an aware or naive datetime, a date, or None for the
    clock.
    """

    def __init__(self, as_of: datetime | date | None = None) -> None:
        self.as_of = as_of

    @cached_property
    def settings(self) -> Settings:
        """The settings; SettingsError when one is wrong."""
        from config import settings

        return settings.load()

    @cached_property
    def registry(self) -> Registry:
        """The registry; RegistryErrors with every error when it is broken."""
        from config.loading import loader

        return loader.load(self.settings.config)

    @cached_property
    def now(self) -> datetime:
        """The instant to look from, in UTC: `--as-of`, or the clock. A day means the office's morning on
        it.
        """
        if self.as_of is None:
            return datetime.now(UTC)
        office = self.registry.office
        if not isinstance(self.as_of, datetime):
            return datetime.combine(self.as_of, office.morning, office.zone).astimezone(UTC)
        if self.as_of.tzinfo is None:
            return self.as_of.replace(tzinfo=office.zone).astimezone(UTC)
        return self.as_of.astimezone(UTC)

    @property
    def ahead(self) -> bool:
        """Whether `--as-of` names an instant that is still to come."""
        return self.as_of is not None and self.now > datetime.now(UTC) + timedelta(minutes=1)

    @property
    def today(self) -> date:
        """The office's date at `now`."""
        return self.now.astimezone(self.registry.office.zone).date()

    def unit(self, typed: str) -> str:
        """The code of the unit that somebody named; RegistryError for none or several."""
        from config.typed_names import unit_code

        return unit_code(self.registry, typed, self.today)

    def units(self, typed: str | None) -> list[str] | None:
        """The codes of a list of units, None for no list; RegistryError, or WrongUsage for an empty one."""
        from config.typed_names import unit_codes

        if typed is None:
            return None
        if found := unit_codes(self.registry, typed, self.today):
            return list(found)
        raise WrongUsage("usage.no-codes")

    def duty(self, typed: str) -> Obligation:
        """The duty that somebody named; RegistryError for none or several."""
        from config.typed_names import duty_code

        return self.registry.obligation(duty_code(self.registry, typed))

    def existing(self) -> Engine:
        """The engine of a database that is there and current; looking never makes one.

        Problem when there is none yet; DatabaseError when it is locked, damaged or of another version.
        """
        if not self.has_database:
            raise Problem("cli.no-tasks-yet")
        from models import db

        engine = db.engine_for(self.settings.database)
        db.check(engine)
        return engine

    def ready(self) -> Engine:
        """The engine of the database, made or brought up to date first: what a writing command needs."""
        from models import db

        engine = db.engine_for(self.settings.database)
        try:
            db.check(engine)
        except db.DatabaseError as error:
            if error.problem not in {db.Problem.MISSING, db.Problem.SCHEMA_OLDER}:
                raise
            db.upgrade(engine)
        return engine

    def installation(self, engine: Engine) -> Installation:
        """What rounds and acts stand on, with that database."""
        from engine.installation import Clock, Installation

        return Installation(self.settings, self.registry, engine, Clock.of_machine(datetime.now(UTC)))

    @contextmanager
    def acting(
        self, actor: str | None, *, dry_run: bool, in_turn: bool = False, engine: Engine | None = None
    ) -> Iterator[Act]:
        """One act of the person at the desk (None: the login's), as of `now`; see `engine.tasks.acts`."""
        from engine.tasks.acts import By, acting

        here = engine or (self.rehearsal() if dry_run else self.ready())
        by = By(actor or login(), "cli")
        with acting(self.installation(here), self.now, by, dry_run=dry_run, in_turn=in_turn) as act:
            yield act

    def rehearsal(self) -> Engine:
        """What a dry run may act on, since it undoes all of it: the database, or an empty one in memory."""
        if self.has_database:
            return self.existing()
        from models.scratch import scratch_engine

        return scratch_engine()

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """A session that sees one moment and cannot write; see `existing`."""
        from models import db

        with db.reading(self.existing()) as session:
            yield session

    @property
    def has_database(self) -> bool:
        """Whether there is a database to open; taken for granted of a server. Needs no database library."""
        url = self.settings.database
        return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///").split("?")[0]).exists()


def login() -> str:
    """The login name of whoever types; `cli` where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "cli"
