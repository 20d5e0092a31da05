"""Our own Apprise plugin for unit mail: `unitmail://` (plain or STARTTLS) and `unitmails://` (TLS from the start).

Apprise's own e-mail plugin builds a TLS context and a connection for every mail and answers yes or no. This one keeps
one SMTP connection for a delivery run, takes a finished `EmailMessage` (so that the Message-ID, threading and the
calendar stay as recorded), and says whether a refusal is for good. Registered with Apprise, it also serves as an
ordinary Apprise URL: `unitmail://user:password@host:587/?from=a@b.example&to=c@d.example&mode=starttls`.

URL options: `mode` none|starttls|ssl, `from`, `to`, `timeout` (seconds), `ca` (a PEM file to trust), `helo`.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import quote, urlencode

from apprise.common import NotifyFormat
from apprise.manager_plugins import NotificationManager
from apprise.plugins.base import NotifyBase

from engine.channels import ChannelDown, ChannelError, Envelope, Refused, TryLater

Security = Literal["none", "starttls", "ssl"]
_PORTS: dict[Security, int] = {"none": 25, "starttls": 587, "ssl": 465}
# A server that drops the connection on this many letters in a row is in trouble itself: stop asking it.
_MAX_DROPS = 3
_TOO_BIG = 552


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where unit mail leaves. `timeout` in seconds, for every single answer of the server; `ca_file` is a PEM file of
    authorities to trust besides the system's."""

    host: str
    port: int = 0
    security: Security = "starttls"
    user: str = ""
    password: str = ""
    timeout: float = 30.0
    ca_file: Path | None = None
    helo: str = ""

    @property
    def where(self) -> str:
        """'host:port', for messages: without user and password."""
        return f"{self.host}:{self.port or _PORTS[self.security]}"


class UnitMail(NotifyBase):  # type: ignore[misc]  # Apprise is untyped
    """The plugin. As a context manager it holds one connection; `send_envelope` is what the outbox calls."""

    service_name = "Unit mail"
    service_url = "https://datatracker.ietf.org/doc/html/rfc5321"
    protocol = "unitmail"
    secure_protocol = "unitmails"
    setup_url = service_url
    notify_format = NotifyFormat.TEXT
    body_maxlen = 1_000_000
    title_maxlen = 250
    request_rate_per_sec = 0  # the mail server sets the pace
    templates = ("{schema}://{host}", "{schema}://{user}:{password}@{host}:{port}")
    template_tokens = {
        **NotifyBase.template_tokens,
        "host": {"name": "Host", "type": "string", "required": True},
        "port": {"name": "Port", "type": "int", "min": 1, "max": 65535},
        "user": {"name": "User", "type": "string"},
        "password": {"name": "Password", "type": "string", "private": True},
    }

    disturbs = True

    def __init__(
        self,
        *,
        server: SmtpServer | None = None,
        sender: str = "",
        to: str = "",
        mode: str = "",
        **kwargs: Any,
    ) -> None:
        """From a `SmtpServer`, or from the parsed parts of an Apprise URL."""
        options = {name: kwargs.pop(name, None) for name in ("timeout", "ca", "helo")}
        if server is not None:
            kwargs |= {"host": server.host, "port": server.port or None, "secure": server.security == "ssl"}
        super().__init__(**kwargs)
        if server is None:
            if mode not in ("", *_PORTS):
                raise TypeError(f"mode is none, starttls or ssl, not {mode!r}")
            server = SmtpServer(
                host=self.host,
                port=self.port or 0,
                security=mode or ("ssl" if self.secure else "starttls"),  # type: ignore[arg-type]  # checked above
                user=self.user or "",
                password=self.password or "",
                timeout=float(options["timeout"] or SmtpServer.timeout),
                ca_file=Path(options["ca"]) if options["ca"] else None,
                helo=options["helo"] or "",
            )
        self.server = server
        self.sender = sender
        self.to = to
        self._smtp: smtplib.SMTP | None = None
        self._fresh = False
        self._drops = 0

    # -- the connection -------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        """Connect, secure and log in. Raises ChannelDown saying what to check."""
        self._connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye; a server that no longer listens does not matter."""
        self._hang_up(politely=True)

    def _connect(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        server = self.server
        with _explained(server):
            smtp = self._open()
            try:
                if server.security == "starttls":
                    smtp.starttls(context=_tls(server))
                if server.user:
                    smtp.login(server.user, server.password)
            except BaseException:
                smtp.close()
                raise
        self._smtp, self._fresh = smtp, True
        return smtp

    def _open(self) -> smtplib.SMTP:
        server = self.server
        port, helo = server.port or _PORTS[server.security], server.helo or None
        if server.security == "ssl":
            return smtplib.SMTP_SSL(
                server.host, port, local_hostname=helo, timeout=server.timeout, context=_tls(server)
            )
        return smtplib.SMTP(server.host, port, local_hostname=helo, timeout=server.timeout)

    def _hang_up(self, *, politely: bool = False) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        with contextlib.suppress(OSError, smtplib.SMTPException):
            if politely:
                smtp.quit()
        smtp.close()

    # -- sending --------------------------------------------------------------------------------------------------

    def send_envelope(self, envelope: Envelope) -> str:
        """Send one finished letter over the open connection; answers the server's acceptance.

        A connection that went stale between two letters is renewed once, before any text was sent, so nothing
        can arrive twice by that. Raises Refused, TryLater, ChannelDown.
        """
        reused = self._smtp is not None and not self._fresh
        try:
            answer = self._transact(envelope)
        except _Stale as stale:
            self._hang_up()
            if not reused:
                raise self._dropped(str(stale)) from stale
            try:
                answer = self._transact(envelope)
            except _Stale as again:
                self._hang_up()
                raise self._dropped(str(again)) from again
        self._drops = 0
        return answer

    def _transact(self, envelope: Envelope) -> str:
        smtp = self._connect()
        self._fresh = False
        accepted = 0
        problems: list[ChannelError] = []
        try:
            smtp.ehlo_or_helo_if_needed()
            text = _on_the_wire(envelope.message)
            options = [f"SIZE={len(text)}"] if smtp.has_extn("size") else []
            _check_sender(*smtp.mail(self._sender(envelope), options), where=self.server.where)
            for address in envelope.to:
                code, reply = smtp.rcpt(address)
                if code in (250, 251, 252):
                    accepted += 1
                elif code == 421:
                    raise _Stale(_said(code, reply))
                else:
                    problems.append(
                        (Refused if code >= 500 else TryLater)(f"{address}: {_said(code, reply)}")
                    )
            if not accepted:
                smtp.rset()
                # One that may be accepted later keeps the letter alive for all.
                raise next((p for p in problems if isinstance(p, TryLater)), problems[0])
        except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError, ssl.SSLError) as error:
            raise _Stale(f"the server closed the connection: {error}") from error
        try:
            code, reply = smtp.data(text)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, error.smtp_error
        except (smtplib.SMTPException, OSError) as error:
            # Whether the letter was taken is not known: it goes again later, under the same Message-ID.
            self._hang_up()
            raise self._dropped(
                f"the connection was lost while the letter was being sent: {error}"
            ) from error
        if code != 250:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.rset()
            raise (Refused if code >= 500 else TryLater)(_said(code, reply))
        return "; ".join([_said(code, reply), *map(str, problems)])

    def _dropped(self, text: str) -> ChannelError:
        self._drops += 1
        if self._drops >= _MAX_DROPS:
            return ChannelDown(
                f"{self.server.where} dropped the connection {self._drops} times in a row: {text}"
            )
        return TryLater(text)

    def _sender(self, envelope: Envelope) -> str:
        header = envelope.message["Sender"] or envelope.message["From"]
        return str(header.addresses[0].addr_spec) if header is not None else self.sender

    # -- as an ordinary Apprise service ---------------------------------------------------------------------------

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        """Apprise's own call: a plain text mail to the URL's `to`. True when the server took it."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, self.to, title
        message["Date"], message["Message-ID"] = (
            formatdate(),
            make_msgid(domain=self.sender.rpartition("@")[2]),
        )
        message.set_content(body)
        try:
            with self:
                self.send_envelope(Envelope(message, (self.to,), "apprise"))
        except ChannelError as error:
            self.logger.warning("Unit mail did not leave: %s", error)
            return False
        return True

    def url(self, privacy: bool = False, **_: Any) -> str:
        """The Apprise URL of this service; the password is hidden when `privacy`."""
        server = self.server
        login = ""
        if server.user:
            password = "****" if privacy else quote(server.password, safe="")  # noqa: S105  (a mask)
            login = f"{quote(server.user, safe='')}:{password}@"
        schema = self.secure_protocol if server.security == "ssl" else self.protocol
        options = {"mode": server.security, "from": self.sender, "to": self.to, "timeout": server.timeout}
        if server.ca_file:
            options["ca"] = str(server.ca_file)
        if server.helo:
            options["helo"] = server.helo
        return f"{schema}://{login}{server.where}/?{urlencode(options)}"

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The parts of an Apprise URL as constructor arguments; None when it is not one."""
        parts: dict[str, Any] | None = NotifyBase.parse_url(url)
        if not parts:
            return None
        options = parts["qsd"]
        parts["sender"] = NotifyBase.unquote(options.get("from", ""))
        parts["to"] = NotifyBase.unquote(options.get("to", ""))
        for name in ("mode", "timeout", "ca", "helo"):
            if options.get(name):
                parts[name] = NotifyBase.unquote(options[name])
        return parts


class SmtpChannel:
    """The outbox's view of the plugin."""

    disturbs = True

    def __init__(self, server: SmtpServer, sender: str) -> None:
        register()
        self._plugin = UnitMail(server=server, sender=sender)

    def __enter__(self) -> Self:
        """Connect. Raises ChannelDown."""
        self._plugin.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._plugin.__exit__(kind, error, trace)

    def send(self, envelope: Envelope) -> str:
        """See `UnitMail.send_envelope`."""
        return self._plugin.send_envelope(envelope)


def register() -> None:
    """Make `unitmail://` and `unitmails://` known to Apprise; once per process is enough, more does no harm."""
    manager = NotificationManager()
    if UnitMail.protocol not in manager:
        manager.add(UnitMail)


class _Stale(Exception):
    """The connection died before any of the letter's text was sent: another one may be tried at once."""


@contextlib.contextmanager
def _explained(server: SmtpServer) -> Iterator[None]:
    """Turn what can go wrong while connecting into ChannelDown with one sentence that says what to check."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise ChannelDown(
            f"the mail server {server.where} refused the log-in of {server.user!r}: "
            f"{_said(error.smtp_code, error.smtp_error)}. Check the user name and the password"
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise ChannelDown(
            f"the mail server {server.where} cannot do what the settings ask: {error}. Check the security mode and the port"
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise ChannelDown(
            f"the certificate of the mail server {server.where} is not trusted: {error.verify_message}. "
            "Check the host name, or name the authority's file"
        ) from error
    except (ssl.SSLError, smtplib.SMTPException) as error:
        raise ChannelDown(
            f"the mail server {server.where} did not answer as expected ({server.security}): {error}. "
            "Check the security mode and the port"
        ) from error
    except OSError as error:
        raise ChannelDown(
            f"cannot reach the mail server {server.where}: {error.strerror or error or 'no answer in time'}. "
            "The letters stay in the outbox and leave when it answers"
        ) from error


def _tls(server: SmtpServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file:
        context.load_verify_locations(server.ca_file)
    return context


def _check_sender(code: int, reply: bytes, *, where: str) -> None:
    if code == 250:
        return
    said = _said(code, reply)
    if code == 421:
        raise _Stale(said)
    if code < 500:
        raise TryLater(said)
    if code == _TOO_BIG or b"5.3.4" in reply:
        raise Refused(said)
    # The sender is the same for every letter: this is a wrong setting, not a wrong letter.
    raise ChannelDown(f"the mail server {where} does not accept our sender address: {said}. Check mail_from")


def _said(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(f"{code} {text}".split())[:500]


def _on_the_wire(message: EmailMessage) -> bytes:
    # 7-bit headers and bodies with CRLF: every server takes them, whatever extensions it offers.
    policy = message.policy.clone(linesep="\r\n", cte_type="7bit")
    return message.as_bytes(policy=policy)
