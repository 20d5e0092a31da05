"""The checks of `dondoc doctor` that look at mail: where it leaves, and the mailbox of replies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from desk.findings import Level, advice
from desk.health.looking import Seen, needs
from desk.office import Desk
from language import Message, system


def mail(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    settings = desk.settings
    if settings.mail_server is None:
        yield _folder(settings.outbox)
        return
    from engine.mail.channels.choose import channel_for

    # Opens a connection, secures it and logs in, as a delivery would; ChannelDown says what is wrong with it.
    with channel_for(settings):
        yield Level.OK, Message("doctor.mail-server"), None
    needs(desk, "registry")
    examples = [
        unit.code for unit in desk.registry.units.values() if unit.alive(desk.today) and _example(unit.email)
    ]
    if examples:
        few, more = examples[:5], len(examples) - 5
        which = Message("words.and-more", names=few, n=more) if more > 0 else Message("doctor.few", units=few)
        said = Message("doctor.no-address", n=len(examples), units=which)
        yield Level.WARNING, said, Message("doctor.enter-addresses")


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
