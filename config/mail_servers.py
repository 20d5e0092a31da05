"""Mail servers as the settings name them: where mail leaves, and where replies arrive."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where unit mail leaves. `port` 0 is the usual one; `ca_file` has authorities besides the system's."""

    host: str
    port: int
    security: str
    """starttls, ssl or none"""
    user: str
    password: str = field(repr=False)
    ca_file: Path | None = None
    timeout: int = 30
    """Seconds, for every single answer of the server."""


@dataclass(frozen=True, slots=True)
class ReplyMailbox:
    """Where replies arrive: a folder of an IMAP server, or a Maildir (no `host`: `folder` is its path)."""

    folder: str
    host: str = ""
    port: int = 0
    security: str = "ssl"
    """starttls, ssl or none"""
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None


def mail_server(url: str, password: str | None) -> MailServer:
    """The server of `smtp://user@host:587`; the password apart wins over one in the address."""
    parts = urlsplit(url)
    plain = parse_qs(parts.query).get("starttls") == ["no"]
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or 0,
        security="ssl" if parts.scheme == "smtps" else "none" if plain else "starttls",
        user=unquote(parts.username or ""),
        password=password or unquote(parts.password or ""),
    )


def reply_mailbox(url: str, password: str | None) -> ReplyMailbox:
    """The mailbox of `imaps://user@host/INBOX` or `maildir:/folder`; of the password the same."""
    if url.startswith("maildir:"):
        return ReplyMailbox(folder=url.removeprefix("maildir:"))
    parts = urlsplit(url)
    plain = parse_qs(parts.query).get("starttls") == ["no"]
    return ReplyMailbox(
        folder=unquote(parts.path.strip("/")) or "INBOX",
        host=parts.hostname or "",
        port=parts.port or (993 if parts.scheme == "imaps" else 143),
        security="ssl" if parts.scheme == "imaps" else "none" if plain else "starttls",
        user=unquote(parts.username or ""),
        password=password or unquote(parts.password or ""),
    )
