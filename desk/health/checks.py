"""Every check in its order, and running them: whatever one meets, the others go on."""

from __future__ import annotations

from collections.abc import Iterator

from desk.errors import expected
from desk.findings import Finding, Level, advice, by_line
from desk.health import database, machine, mail, settings, work
from desk.health.archives import archives
from desk.health.channels import channels
from desk.health.looking import CannotLook, Look
from desk.health.page import page
from desk.office import Desk
from language import Message, message_of


def examine(desk: Desk) -> Iterator[Finding]:
    """Every finding, check by check, in the order in which things depend on each other."""
    for name, look in CHECKS.items():
        try:
            for level, found, what_to_do in look(desk):
                yield Finding(name, level, found, what_to_do)
        except CannotLook:
            continue
        except Exception as error:
            # One that none of ours expected is told as well: whatever it is, the other checks go on.
            said = message_of(error) if expected(error) else f"{type(error).__name__}: {error}"
            because = said.id if isinstance(said, Message) else type(error).__name__
            for text in by_line(said):
                yield Finding(name, Level.PROBLEM, text, advice(name), because)


CHECKS: dict[str, Look] = {
    "settings": settings.settings_,
    "registry": settings.registry_,
    "calendar": settings.calendar,
    "home": machine.home,
    "disk": machine.disk,
    "versions": machine.versions,
    "ports": machine.ports,
    "mail": mail.mail,
    "replies": mail.replies,
    "page": page,
    "channels": channels,
    "database": database.database,
    "archives": archives,
    "work": work.work,
    "plan": work.plan,
}

THROUGH_THE_YEARS = frozenset({"database", "archives", "work", "plan"})
"""Those that take the longer, the more an office has behind it."""
