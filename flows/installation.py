"""What every run needs, opened anew in each: settings, registry, database. Without prefect."""

from __future__ import annotations

from datetime import UTC, datetime

from calendars.errors import WhenError
from config import settings as settings_room
from config.loading import loader
from config.registry import RegistryError, RegistryErrors
from config.settings import SettingsError
from engine.errors import EngineError
from engine.installation import Clock as Clock
from engine.installation import Installation as Installation
from engine.logbook import keep
from models import db
from models.db import DatabaseError
from models.states import TransitionError

FORESEEN = (
    SettingsError,
    RegistryError,
    RegistryErrors,
    DatabaseError,
    EngineError,
    TransitionError,
    WhenError,
)
"""What a person or a machine can get wrong: each says in its text what to do."""
REFUSED = (RegistryError, EngineError, TransitionError, WhenError)
"""Of these, what whoever filled in a form can put right."""


def open_installation() -> Installation:
    """The installation, or one of `FORESEEN`. The database must be there and current: `serve` makes it so."""
    settings = settings_room.load()
    registry = loader.load(settings.config)
    engine = db.engine_for(settings.database)
    db.check(engine)
    keep(settings)
    return Installation(settings, registry, engine, Clock.of_machine(clock()))


def ready_installation() -> Installation:
    """The same, with the home folder and the database made or brought up to date first."""
    settings = settings_room.load()
    registry = loader.load(settings.config)
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = db.engine_for(settings.database)
    db.upgrade(engine)
    keep(settings)
    return Installation(settings, registry, engine, Clock.of_machine(clock()))


def clock() -> datetime:
    """The only look at the clock in a run; it hands the instant down from here."""
    return datetime.now(UTC)
