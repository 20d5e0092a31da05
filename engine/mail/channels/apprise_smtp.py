"""Our own Apprise plugin for unit mail: `unitmail://` (STARTTLS or plain) and `unitmails://` (TLS from the
start).

Apprise's own e-mail plugin builds a TLS context and a connection for every mail and answers yes or no.
This one keeps one connection for a delivery run, takes a finished `EmailMessage` (Message-ID, threading
and calendar stay as recorded) and says whether a refusal is for good. Registered with Apprise it is also
an ordinary Apprise URL: `unitmail://user:password@host:587/?from=a@b.example&to=c@d.example`.

URL options: `mode` none|starttls|ssl, `from`, `to`, `timeout` (seconds), `ca` (a PEM file to trust), `helo`.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote, unquote, urlencode

from apprise.common import NotifyFormat
from apprise.manager_plugins import NotificationManager
from apprise.plugins.base import NotifyBase

from engine.mail.channels import ChannelError, End, Envelope
from engine.mail.channels.headers import POLICY, set_text
from engine.mail.channels.smtp import DEFAULT_TIMEOUT, PORTS, Security, SmtpLine, SmtpServer

# Apprise types the attributes that every plugin sets as None, and half of its methods not at all.
_Plugin: Any = NotifyBase
_OPTIONS = ("mode", "timeout", "ca", "helo")


class UnitMail(_Plugin):  # type: ignore[misc]
    """The plugin: what Apprise sees of a `SmtpLine`."""

    service_name = "Unit mail"
    service_url = "https://datatracker.ietf.org/doc/html/rfc5321"
    setup_url = service_url
    protocol = "unitmail"
    secure_protocol = "unitmails"
    notify_format = NotifyFormat.TEXT
    body_maxlen = 1_000_000
    title_maxlen = 250
    request_rate_per_sec = 0  # the mail server sets the pace
    templates = ("{schema}://{host}", "{schema}://{user}:{password}@{host}:{port}")
    template_tokens = dict(  # noqa: RUF012  (Apprise's way to describe a plugin)
        NotifyBase.template_tokens,
        host={"name": "Host", "type": "string", "required": True},
        port={"name": "Port", "type": "int", "min": 1, "max": 65535},
        user={"name": "User", "type": "string"},
        password={"name": "Password", "type": "string", "private": True},
    )

    def __init__(
        self, *, server: SmtpServer | None = None, sender: str = "", to: str = "", **kwargs: Any
    ) -> None:
        """From a `SmtpServer`, or from a URL's parts (see `parse_url`). TypeError for impossible parts."""
        options = {name: kwargs.pop(name, "") for name in _OPTIONS}
        if server is not None:
            kwargs |= {"host": server.host, "port": server.port or None, "secure": server.security == "ssl"}
        super().__init__(**kwargs)
        self.smtp_server = server or self._server_of(options)
        self.sender = sender
        self.to = to
        self.line = SmtpLine(self.smtp_server)

    def _server_of(self, options: dict[str, str]) -> SmtpServer:
        mode = options["mode"] or ("ssl" if self.secure else "starttls")
        if mode not in PORTS:
            raise TypeError(f"mode is {', '.join(PORTS)}, not {mode!r}")
        try:
            timeout = float(options["timeout"] or DEFAULT_TIMEOUT)
        except ValueError:
            raise TypeError(f"timeout is a number of seconds, not {options['timeout']!r}") from None
        return SmtpServer(
            host=self.host,
            port=self.port or 0,
            security=cast("Security", mode),
            user=self.user or "",
            password=self.password or "",
            timeout=timeout,
            ca_file=Path(options["ca"]) if options["ca"] else None,
            helo=options["helo"],
        )

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        """Apprise's own call: a plain text mail to the URL's `to`. True when the server took it."""
        message = EmailMessage(policy=POLICY)
        message["From"], message["To"] = self.sender, self.to
        set_text(message, "Subject", title)
        message["Date"] = localtime()
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        message.set_content(body)
        try:
            with self.line as line:
                line.send(Envelope(message, (self.to,), "apprise"))
        except ChannelError as error:
            self.logger.warning("Unit mail did not leave: %s", error)
            return False
        return True

    def url(self, privacy: bool = False, **_: Any) -> str:
        """The Apprise URL of this service; the password is hidden when `privacy`."""
        server = self.smtp_server
        login = ""
        if server.user:
            password = "****" if privacy else quote(server.password, safe="")
            login = f"{quote(server.user, safe='')}:{password}@"
        schema = self.secure_protocol if server.security == "ssl" else self.protocol
        options = {
            "mode": server.security,
            "from": self.sender,
            "to": self.to,
            "timeout": f"{server.timeout:g}",
        }
        options |= {"ca": str(server.ca_file)} if server.ca_file else {}
        options |= {"helo": server.helo} if server.helo else {}
        return f"{schema}://{login}{server.where}/?{urlencode(options)}"

    @staticmethod
    def parse_url(url: str, *_: Any, **__: Any) -> dict[str, Any] | None:
        """The parts of an Apprise URL as constructor arguments; None when it is not one."""
        parts = NotifyBase.parse_url(url)
        if not parts:
            return None
        options = parts["qsd"]
        parts |= {name: unquote(options[name]) for name in _OPTIONS if options.get(name)}
        parts |= {"sender": unquote(options.get("from", "")), "to": unquote(options.get("to", ""))}
        return parts


class SmtpChannel:
    """The outbox's view of the plugin: one connection from `__enter__` to `__exit__`."""

    disturbs = True

    def __init__(self, server: SmtpServer) -> None:
        # Not registered for this: Apprise would load its 200 services first, for a fifth of a second.
        self._line = UnitMail(server=server).line

    @property
    def at_end(self) -> Callable[[End], None]:
        """See `Preparing`."""
        found: Callable[[End], None] = self._line.at_end
        return found

    @at_end.setter
    def at_end(self, wait: Callable[[End], None]) -> None:
        self._line.at_end = wait

    def __enter__(self) -> Self:
        """Connect. Raises ChannelDown."""
        self._line.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._line.__exit__(kind, error, trace)

    def send(self, envelope: Envelope) -> str:
        """See `SmtpLine.send`."""
        taken: str = self._line.send(envelope)
        return taken


def register() -> None:
    """Make `unitmail://` and `unitmails://` known to Apprise; doing it again does no harm."""
    manager = NotificationManager()  # type: ignore[no-untyped-call]
    if UnitMail.protocol not in manager:
        manager.add(UnitMail)  # type: ignore[no-untyped-call]
