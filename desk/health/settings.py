"""The checks of `dondoc doctor` that look at what somebody wrote: settings, registry, calendar."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import timedelta

from desk.findings import Level, advice
from desk.health.looking import Seen, needs
from desk.health.secret_files import keeps_secret, open_to_others
from desk.office import Desk
from desk.templates import template_fault
from language import Message

NEAR = timedelta(days=90)


def settings_(desk: Desk) -> Iterator[Seen]:
    settings = desk.settings
    for unknown in settings.unknown_variables:
        yield Level.WARNING, unknown, Message("doctor.unset")
    if (
        settings.toml.exists()
        and stat.S_IMODE(settings.toml.stat().st_mode) & 0o077
        and keeps_secret(settings.toml)
    ):
        yield (
            Level.WARNING,
            Message("doctor.secret-readable", file=str(settings.toml)),
            Message("doctor.chmod", file=str(settings.toml)),
        )
    for path in open_to_others(settings, os.environ):
        file = str(path)
        yield Level.WARNING, Message("doctor.secret-readable", file=file), Message("doctor.chmod", file=file)
    yield Level.OK, Message("doctor.folders", home=str(settings.home), config=str(settings.config)), None


def registry_(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    registry = desk.registry
    said = Message(
        "doctor.registry",
        office=registry.office.name,
        obligations=len(registry.obligations),
        units=len(registry.units),
    )
    yield Level.OK, said, None
    if fault := template_fault(desk):
        yield Level.PROBLEM, fault, None


def calendar(desk: Desk) -> Iterator[Seen]:
    needs(desk, "registry")
    until = desk.registry.verified_until
    if until is None:
        yield Level.PROBLEM, Message("doctor.calendar-unverified"), advice("calendar")
    elif until < desk.today:
        yield Level.PROBLEM, Message("doctor.calendar-over", until=until), advice("calendar")
    elif until - desk.today < NEAR:
        yield Level.WARNING, Message("doctor.calendar-near", until=until), advice("calendar")
    else:
        yield Level.OK, Message("doctor.calendar-verified", until=until), None
