"""Which channel the settings ask for: the mail server they name, or files in the outbox folder."""

from __future__ import annotations

from typing import cast

from config.settings import Settings
from engine.mail.channels import Channel
from engine.mail.channels.folder import FolderChannel
from engine.mail.channels.smtp import Security, SmtpServer

_OF_LEASE = 0.4
"""A letter ends well before the claim on it, which is renewed before each when half of it is over."""


def channel_for(settings: Settings) -> Channel:
    """The channel of unit mail, not opened yet. Apprise is imported only when there is a server."""
    if settings.mail_server is None:
        return FolderChannel(settings.outbox, settings.outbox_max_files)
    from engine.mail.channels.apprise_smtp import SmtpChannel

    found = settings.mail_server
    return SmtpChannel(
        SmtpServer(
            host=found.host,
            port=found.port,
            security=cast("Security", found.security),
            user=found.user,
            password=found.password,
            timeout=found.timeout,
            ca_file=found.ca_file,
            letter_timeout=settings.lease_seconds * _OF_LEASE,
            letters=settings.mails_per_connection,
        )
    )
