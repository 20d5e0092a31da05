"""The mails of a morning to come, before they leave: who will get what and why, as long as nobody answers.

Nothing here decides: a throw-away copy of the database goes through its mornings by the rounds themselves,
and what its outbox then holds is read. The office's own database is only read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import RoundError, fault_of
from engine.installation import Installation
from engine.mail import message, routing
from engine.mail.leaving import Gist, gists
from engine.mail.letter_contents import Reader
from engine.mail.quiet import next_morning
from engine.mail.short_text import short_text
from engine.rounds.rounds import Steps, run_round
from engine.tasks import used
from engine.tasks.days import local_day
from language import Message
from models import db, queries
from models.queries.finding import more_tasks_than
from models.scratch import rehearsal_of

MOST_MORNINGS = 66
"""About three months: further ahead, `simulate` shows the mornings."""

MOST_AT_ONCE = 200_000
"""Tasks, ended ones too, over a copy of which somebody may wait at a page: some seconds. Of a million it
takes half a minute, and the memory of the whole database."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A mail that would leave that morning. `at` is aware UTC; `way` '' is mail; `to` the addresses.

    `mail` is the mail itself, made only where it was asked for; `why_not` why it cannot be written.
    """

    recipient: str
    at: datetime
    way: str
    to: tuple[str, ...]
    gist: Gist
    mail: EmailMessage | None = None
    why_not: Message | str | None = None


def coming(
    registry: Registry,
    settings: Settings,
    base: Engine,
    now: datetime,
    *,
    on: date | None = None,
    read: Collection[str] = (),
) -> tuple[datetime, tuple[Coming, ...]]:
    """The morning (UTC) and its mails, by recipient: of the next morning after `now`, or of the one of the
    day `on`. `read` are recipients whose mails are wanted whole.

    Mails of earlier mornings count as sent by then; what waits now goes with the first. RoundError for a day
    on which no round runs, that is gone, or further off than `MOST_MORNINGS`.
    """
    with rehearsed(registry, settings, base, now, on=on) as (installation, last, s):
        return last, tuple(_waiting(s, installation, last, read))


def check_size(base: Engine) -> None:
    """RoundError where a page must not wait for the rehearsal: the office has more than `MOST_AT_ONCE`."""
    with db.reading(base) as s:
        if more_tasks_than(s, MOST_AT_ONCE):
            raise RoundError("round.too-many-to-foretell", most=MOST_AT_ONCE)


@contextmanager
def rehearsed(
    registry: Registry, settings: Settings, base: Engine, now: datetime, *, on: date | None = None
) -> Iterator[tuple[Installation, datetime, Session]]:
    """A copy of the office in which that morning's round (UTC) has queued its mails; errors as `coming`."""
    mornings = _mornings(registry, now, on)
    engine = rehearsal_of(base)
    try:
        used.agree(engine, registry)
        installation = Installation(replace(settings, heartbeat_url=None), registry, engine)
        *earlier, last = mornings
        for morning in earlier:
            run_round(installation, morning, origin="coming", steps=Steps.QUEUE)
            with db.session(engine) as s:
                queries.take_waiting(s, morning)
        run_round(installation, last, origin="coming", steps=Steps.QUEUE)
        with db.session(engine) as s:
            yield installation, last, s
    finally:
        engine.dispose()


def _mornings(registry: Registry, now: datetime, on: date | None) -> list[datetime]:
    found = [next_morning(registry, now)]
    while on is not None and local_day(registry, found[-1]) < on and len(found) < MOST_MORNINGS:
        found.append(next_morning(registry, found[-1]))
    if on is not None and local_day(registry, found[-1]) != on:
        raise RoundError(
            "round.no-such-morning", day=on, first=local_day(registry, found[0]), n=MOST_MORNINGS
        )
    return found


def _waiting(s: Session, installation: Installation, now: datetime, read: Collection[str]) -> list[Coming]:
    registry, settings = installation.registry, installation.settings
    rows = queries.take_waiting(s, now)
    told = gists(s, registry, now, [each.id for each in rows])
    reader = Reader(s, registry, settings, now)
    letters = reader.letters(rows)
    sender = routing.sender_of(registry, settings)
    found = []
    for row in rows:
        if row.id not in letters:
            found.append(
                Coming(row.recipient, now, row.way or "", (), told[row.id], why_not=reader.unreadable[row.id])
            )
            continue
        letter, route = letters[row.id]
        if letter.empty:
            continue
        to = tuple(each.address for each in route.to)
        made = Coming(row.recipient, row.not_before, row.way or "", to, told[row.id])
        if row.recipient in read:
            try:
                if row.way:
                    mail = EmailMessage()
                    mail.set_content(short_text(letter)[0])
                else:
                    mail = message.build(letter, sender, route.to, row.message_id_header, now)
                made = replace(made, mail=mail)
            except Exception as error:  # a template, a name or a report form can raise anything
                made = replace(made, why_not=fault_of(error))
        found.append(made)
    return sorted(found, key=lambda each: (each.recipient, each.way))
