"""What each setting takes: from the text of a variable, or a value of the TOML file, to a value."""

from __future__ import annotations

import errno
import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.addresses import named
from language import Message


class Refused(Exception):
    """What was expected; the caller adds which setting, where and what was found."""

    def __init__(self, name: str, /, **fields: Any) -> None:
        self.expected = Message(name, **fields)
        super().__init__(name)


def plain_file(path: Path) -> None:
    """OSError for a pipe, which would be waited for without end, and for whatever else is no file."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "no plain file")


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip() or any(ord(char) < 32 for char in raw):
        raise Refused("settings.text")
    return raw.strip()


def _secret(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise Refused("settings.secret")
    return raw


def _token(raw: object) -> str:
    text = _secret(raw)
    if not re.fullmatch(r"[\x21-\x7e]{16,200}", text):
        raise Refused("settings.token")
    return text


def _path(raw: object) -> Path:
    try:
        return Path(_text(raw)).expanduser()
    except (RuntimeError, ValueError):
        raise Refused("settings.folder") from None


def _integer(low: int, high: int) -> Callable[[object], int]:
    def read(raw: object) -> int:
        text = str(raw).strip()
        if isinstance(raw, bool) or not (text.isascii() and text.isdecimal()) or len(text) > 12:
            raise Refused("settings.whole", low=low, high=high)
        if not low <= int(text) <= high:
            raise Refused("settings.whole", low=low, high=high)
        return int(text)

    return read


def _date(raw: object) -> date:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(_text(raw))
    except (ValueError, Refused):
        raise Refused("settings.date") from None


def _choice(*words: str) -> Callable[[object], str]:
    def read(raw: object) -> str:
        if raw not in words:
            raise Refused("settings.one-of", words=words)
        return str(raw)

    return read


def _url(*schemes: str) -> Callable[[object], str]:
    wanted = tuple(f"{scheme}://..." for scheme in schemes)

    def read(raw: object) -> str:
        try:
            text = _text(raw)
            parts = urlsplit(text)
            usable = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
        except (ValueError, Refused):
            usable = False
        if not usable:
            raise Refused("settings.url", urls=wanted)
        return text

    return read


def _ip(raw: object) -> str:
    try:
        return str(ipaddress.ip_address(_text(raw)))
    except (ValueError, Refused):
        raise Refused("settings.page-address") from None


def _ips(raw: object) -> tuple[str, ...]:
    """A list of the TOML file, or addresses with commas between them."""
    parts = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(parts, list) or not parts:
        raise Refused("settings.proxies")
    try:
        return tuple(_ip(part) for part in parts)
    except Refused:
        raise Refused("settings.proxies") from None


def _header(raw: object) -> str:
    text = _text(raw)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,60}", text):
        raise Refused("settings.header")
    return text


def _smtp(raw: object) -> str:
    text = _url("smtp", "smtps")(raw)
    parts = urlsplit(text)
    secure = parts.scheme == "smtps"
    if parts.path not in ("", "/") or parts.query not in (
        ("",) if secure else ("", "starttls=yes", "starttls=no")
    ):
        raise Refused("settings.smtp")
    return text


def _replies(raw: object) -> str:
    """A mailbox: `imaps://user@host/INBOX`, `imap://` with STARTTLS, or `maildir:/folder`."""
    text = _text(raw)
    if text.startswith("maildir:"):
        if not text.removeprefix("maildir:").startswith("/"):
            raise Refused("settings.replies")
        return text
    try:
        parts = urlsplit(_url("imap", "imaps")(text))
    except Refused:
        raise Refused("settings.replies") from None
    plain = ("",) if parts.scheme == "imaps" else ("", "starttls=yes", "starttls=no")
    if not parts.username or parts.query not in plain:
        raise Refused("settings.replies")
    return text


def _database(raw: object) -> str:
    text = _text(raw)
    # One in memory is gone with the command that made it.
    if text.partition("?")[0] in ("sqlite:///", "sqlite:///:memory:") or "mode=memory" in text:
        raise Refused("settings.database")
    if not text.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise Refused("settings.database")
    return text


def _address(raw: object) -> str:
    text = _text(raw)
    if not named(text)[1]:
        raise Refused("settings.address")
    return text


def _named_secrets(raw: object) -> dict[str, str]:
    """A table of the TOML file, or lines `name = value`; lines that begin with # are passed over."""
    if isinstance(raw, str):
        lines = [line for line in raw.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        cut = [line.partition("=") for line in lines]
        if any(not sign for _, sign, _ in cut):
            raise Refused("settings.named-secrets")
        raw = {name.strip(): value.strip() for name, _, value in cut}
    if not isinstance(raw, dict):
        raise Refused("settings.named-secrets")
    for name, value in raw.items():
        if not re.fullmatch(r"[A-Za-z0-9_]{1,60}", str(name)) or not isinstance(value, str) or not value:
            raise Refused("settings.named-secrets")
    return raw


READERS: Mapping[str, Callable[[object], object]] = {
    "home": _path,
    "config": _path,
    "database_url": _database,
    "smtp": _smtp,
    "smtp_password": _secret,
    "smtp_ca_file": _path,
    "smtp_timeout": _integer(1, 300),
    "smtp_connections": _integer(1, 50),
    "mails_per_connection": _integer(1, 100_000),
    "mails_per_minute": _integer(1, 100_000),
    "delivery_minutes": _integer(1, 600),
    "mail_from": _address,
    "replies": _replies,
    "replies_password": _secret,
    "replies_ca_file": _path,
    "replies_authserv": _text,
    "replies_attachments": _choice("keep", "drop"),
    "channels": _choice("on", "off"),
    "channel_secrets": _named_secrets,
    "channel_timeout": _integer(1, 60),
    "web_base_url": _url("http", "https"),
    "prefect_port": _integer(1, 65535),
    "page_port": _integer(0, 65535),
    "page_address": _ip,
    "page_url": _url("http", "https"),
    "page_user_header": _header,
    "page_proxies": _ips,
    "metrics_token": _token,
    "log_to": _choice("home", "stderr"),
    "log_format": _choice("text", "json"),
    "outbox_max_files": _integer(1, 100_000_000),
    "archive_folder": _path,
    "go_live": _date,
    "language": _choice("vi", "en"),
    "mail_language": _choice("vi", "vi+en", "en"),
    "mail_max_kb": _integer(20, 20_000),
    "heartbeat_url": _url("http", "https"),
    "lease_seconds": _integer(10, 3600),  # over before the next morning, or its mails would be two
}
"""Every setting with its reader. The name is a key of the TOML file; DONDOC_ and capitals make a variable."""
