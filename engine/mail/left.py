"""Which mails have left, by Message-ID, in files of the home beside the database: what a restore of the
database does not take back, so that it sends nothing again.

A file for each month, a line for each mail: the instant (UTC), a blank, the Message-ID. Lost lines cost
a mail that arrives twice under one Message-ID, no more.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.mail.channels import ChannelDown
from engine.tasks import restored, used

FOLDER = "left"
log = logging.getLogger(__name__)


def note(home: Path, message_id: str, at: datetime) -> None:
    """Records that it left. Never raises: the mail has left."""
    instant = at.astimezone(UTC)
    path = home / FOLDER / f"{instant:%Y-%m}.txt"
    line = f"{instant.isoformat(timespec='seconds')} {message_id}\n"
    try:
        try:
            _append(path, line)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _append(path, line)
    except OSError as error:
        log.warning("what left could not be noted: %s", error, extra={"action": "not-noted"})


def _append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


def check(s: Session, registry: Registry) -> None:
    """ChannelDown while a person has not said that mails may leave: after a restore, or when the registry has
    less than when it was last used, by which units would be unknown and their mail somebody else's.
    """
    if (found := restored.waits(s)) is not None:
        raise ChannelDown("channel.restored", taken=found.taken.astimezone(registry.office.zone))
    if gone := used.vanished(s, registry):
        raise ChannelDown("channel.registry-gone", what=used.told(gone))


def before_restore(s: Session, settings: Settings) -> frozenset[str]:
    """What left before a restore, which the database does not know."""
    earlier = restored.before(s)
    return frozenset() if earlier is None else between(settings.home, earlier.taken, earlier.brought)


def between(home: Path, taken: datetime, brought: datetime) -> frozenset[str]:
    """The Message-IDs that left in the months from that of a backup to that in which it was brought back: of
    what leaves later the database knows itself. Unreadable files count as none."""
    first, last = (f"{each.astimezone(UTC):%Y-%m}.txt" for each in (taken, brought))
    found: set[str] = set()
    for path in sorted((home / FOLDER).glob("????-??.txt")):
        if not first <= path.name <= last:
            continue
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            log.warning("what left could not be read: %s", error, extra={"action": "not-read"})
            continue
        found |= {line.partition(" ")[2] for line in lines}
    return frozenset(found)
