"""The check of `dondoc doctor` that looks at the channels beside mail. It sends nothing: that would wake
people."""

from __future__ import annotations

from collections.abc import Iterator

from desk.findings import Level
from desk.health.looking import needs
from desk.office import Desk
from language import Message


def channels(desk: Desk) -> Iterator[tuple[Level, Message, Message | None]]:
    """Whether what the registry names can be asked: switched on, its secrets there, its services known."""
    needs(desk, "registry")
    from engine.mail.ways_checked import faults

    registry, settings = desk.registry, desk.settings
    found = list(faults(registry, settings))
    level = Level.PROBLEM if settings.channels_on else Level.WARNING
    for fault in found:
        yield level, fault, None
    if registry.channels and not found:
        ways = sum(len(each) for each in registry.channels.values())
        yield Level.OK, Message("doctor.channels", n=ways), None
