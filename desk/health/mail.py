"""The checks of `dondoc doctor` that look at mail: where it leaves, and the mailbox of replies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from config.settings import Settings
from desk.findings import Level, advice
from desk.health.looking import Seen, needs
from desk.office import Desk
from engine.mail.channels import ChannelDown
from engine.mail.channels.choose import channel_for
from language import Message, system

_LONG_MORNING = 30
"""Minutes in which a mail to each unit should have left."""


def mail(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    settings = desk.settings
    if settings.mail_server is None:
        yield _folder(settings.outbox)
        return
    # Opens a connection, secures it and logs in, as a delivery would; ChannelDown says what is wrong with it.
    with ExitStack() as opened:
        opened.enter_context(channel_for(settings))
        yield Level.OK, Message("doctor.mail-server"), None
        yield from _politeness(settings, opened)
    needs(desk, "registry")
    if settings.mails_per_minute is not None:
        yield from _slow(desk, settings.mails_per_minute)
    examples = [
        unit.code for unit in desk.registry.units.values() if unit.alive(desk.today) and _example(unit.email)
    ]
    if examples:
        few, more = examples[:5], len(examples) - 5
        which = Message("words.and-more", names=few, n=more) if more > 0 else Message("doctor.few", units=few)
        said = Message("doctor.no-address", n=len(examples), units=which)
        yield Level.WARNING, said, Message("doctor.enter-addresses")


def _politeness(settings: Settings, opened: ExitStack) -> Iterator[Seen]:
    """Whether the server takes as many connections at once as a delivery may open."""
    wanted = settings.smtp_connections
    for n in range(1, wanted):
        try:
            opened.enter_context(channel_for(settings))
        except ChannelDown as down:
            said = Message("doctor.fewer-connections", n=n, wanted=wanted, why=down.message)
            yield Level.WARNING, said, Message("doctor.set-connections", n=n)
            return
    if wanted > 1:
        yield Level.OK, Message("doctor.connections", n=wanted), None


def _slow(desk: Desk, per_minute: int) -> Iterator[Seen]:
    """Whether a mail to each unit leaves within half an hour."""
    units = sum(unit.alive(desk.today) for unit in desk.registry.units.values())
    if (minutes := -(-units // per_minute)) > _LONG_MORNING:
        said = Message("doctor.slow-mails", n=units, minutes=minutes, per_minute=per_minute)
        yield Level.WARNING, said, Message("doctor.set-pace")


def replies(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    settings = desk.settings
    if settings.replies is None:
        return
    from engine.replies.choose import mailbox_of

    # Logs in and opens the folder, as a reading would; MailboxError says what is wrong with it.
    with mailbox_of(settings) as mailbox:
        mailbox.places(desk.today, ())
    yield Level.OK, Message("doctor.replies"), None
    if settings.replies_authserv is None:
        yield Level.WARNING, Message("doctor.replies-unchecked"), Message("doctor.set-authserv")


def _folder(outbox: Path) -> Seen:
    """Whether a mail could be written there, tried with one that is gone at once."""
    if (
        not outbox.exists() and not outbox.is_symlink()
    ):  # the first mail makes it; the home is looked at beside
        return Level.OK, Message("doctor.no-mail-server", folder=str(outbox)), None
    try:
        with tempfile.NamedTemporaryFile(dir=outbox, prefix=".doctor-", suffix=".tmp") as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        said = Message("channel.folder-unwritable", folder=str(outbox), why=system.why(error))
        return Level.PROBLEM, said, advice("outbox")
    return Level.OK, Message("doctor.no-mail-server", folder=str(outbox)), None


def _example(address: str | None) -> bool:
    return address is None or address.endswith(".example")
