"""Where mail leaves and where replies arrive, in parts: what the addresses among the settings say."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


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
