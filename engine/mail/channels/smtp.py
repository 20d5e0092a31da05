"""One SMTP connection for a whole delivery run: connect, secure, log in, hand over finished letters.

Every refusal is told apart by what it means for the outbox (see `engine.mail.channels`). A connection that
went stale between two letters is renewed; one that is lost while a letter's text is on its way leaves it
unknown whether the server took it, so the letter goes again later, under the same Message-ID.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from engine.mail.channels import (
    Accepted,
    ChannelDown,
    ChannelError,
    End,
    Envelope,
    Refused,
    TooLarge,
    TryLater,
    Withheld,
)
from engine.mail.channels.patience import Patience, Watched
from language import Message, MessageError, system

Security = Literal["none", "starttls", "ssl"]
PORTS: dict[str, int] = {"none": 25, "starttls": 587, "ssl": 465}
DEFAULT_TIMEOUT = 30.0
DEFAULT_LETTER_TIMEOUT = 120.0
# A server that drops the connection on this many letters in a row is in trouble itself: stop asking it.
_MAX_DROPS = 3
_TOO_LARGE = 552
_CLOSING = 421
_LOGIN_NEEDED = 530


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where unit mail leaves.

    `timeout` is in seconds, for every single answer, `letter_timeout` for all that one letter takes, or the
    connecting, however the answers drip; `ca_file` is a PEM file of authorities to trust
    besides the system's; `helo` is how we name ourselves (default: the machine's name); `port` 0 is the
    usual one.
    """

    host: str
    port: int = 0
    security: Security = "starttls"
    user: str = ""
    password: str = ""
    timeout: float = DEFAULT_TIMEOUT
    ca_file: Path | None = None
    helo: str = ""
    letter_timeout: float = DEFAULT_LETTER_TIMEOUT
    letters: int = 0
    """After so many a connection is closed and another one opened; 0: never."""

    def __repr__(self) -> str:
        """Without user and password: this may reach a log."""
        return f"SmtpServer({self.where}, {self.security})"

    @property
    def where(self) -> str:
        """'host:port'."""
        return f"{self.host}:{self.port or PORTS[self.security]}"


class SmtpLine:
    """A connection to `server`, open from `__enter__` to `__exit__`. Not for two threads at once."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self.at_end: Callable[[End], None] = _at_once
        """See `Preparing`."""
        self._smtp: smtplib.SMTP | None = None
        self._patience = Patience(server.letter_timeout)
        self._used = False
        self._letters = 0
        self._drops = 0

    def __enter__(self) -> Self:
        """Connect, secure and log in. Raises ChannelDown saying what to check."""
        with self._patience.limited():
            self._connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye; a server that no longer listens does not matter."""
        self._goodbye()
        self._patience.dismiss()

    def send(self, envelope: Envelope) -> str:
        """Hand over one finished letter; answers the server's acceptance, and whom it refused of several.

        Raises Refused, TryLater, ChannelDown, and what `at_end` raises.
        """
        if self.server.letters and self._letters >= self.server.letters:
            self._goodbye()
        with self._patience.limited():
            return self._send(envelope)

    def _send(self, envelope: Envelope) -> str:
        text = envelope.wire
        retry = self._smtp is not None and self._used
        while True:
            try:
                problems = self._address(envelope.sender, envelope.to, len(text))
                break
            except _Stale as stale:
                # Nothing of the letter was sent yet, so asking again cannot make it arrive twice.
                self._hang_up()
                if self._patience.over:
                    raise self._dropped(self._too_slow()) from stale
                if not retry:
                    raise self._dropped(stale.message) from stale
                retry = False
        answer = self._hand_over(text)
        self._drops = 0
        taken = Accepted("; ".join([answer, *(f"{address}: {said}" for address, said in problems.items())]))
        taken.said, taken.refused = answer, problems
        return taken

    # --- the connection ---

    def _connect(self) -> smtplib.SMTP:
        if self._smtp is None:
            with _explained(self.server, self._patience):
                self._smtp = self._open()
            self._used, self._letters = False, 0
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        server = self.server
        port, helo = server.port or PORTS[server.security], server.helo or None
        tls = self._tls if server.security == "ssl" else None
        smtp = Watched(
            self._patience, server.host, port, helo,
            timeout=server.timeout, tls=tls, at_end=lambda end: self.at_end(end),
        )  # fmt: skip
        try:
            if server.security == "starttls":
                smtp.starttls(context=self._tls)
            if server.user:
                smtp.login(server.user, server.password)
            smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made once for all connections: to read the system's authorities takes as long as many letters."""
        context = ssl.create_default_context()
        if self.server.ca_file:
            context.load_verify_locations(self.server.ca_file)
        return context

    def _goodbye(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException), self._patience.limited():
                self._smtp.quit()
        self._hang_up()

    def _hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    # --- one letter ---

    def _address(self, sender: str, to: tuple[str, ...], size: int) -> dict[str, str]:
        """MAIL and RCPT; answers the refusals of some recipients by address, raises when all are refused."""
        smtp = self._connect()
        self._used, self._letters = True, self._letters + 1
        refused: dict[str, str] = {}
        try:
            options = [f"SIZE={size}"] if smtp.has_extn("size") else []
            self._check_sender(*smtp.mail(sender, options))
            for address in to:
                code, reply = smtp.rcpt(address)
                if code == _CLOSING:
                    raise _Stale(_said(code, reply))
                if code >= 300 or code < 200:
                    refused[address] = _words(code, reply)
            if len(refused) == len(to):
                smtp.rset()
                raise _all_refused(refused)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise _Stale(Message("channel.closed", why=str(error))) from error
        return refused

    def _check_sender(self, code: int, reply: bytes) -> None:
        if code < 300:
            return
        if code == _CLOSING:
            raise _Stale(_said(code, reply))
        if too_large(_words(code, reply)):
            raise _too_large(_words(code, reply))
        if code == _LOGIN_NEEDED:
            raise ChannelDown("channel.login-needed", server=self.server.where, said=_words(code, reply))
        if code >= 500:
            # The sender is the same for every letter: a wrong setting, not a wrong letter.
            raise ChannelDown("channel.sender-refused", server=self.server.where, said=_words(code, reply))
        raise TryLater(_said(code, reply))

    def _hand_over(self, text: bytes) -> str:
        smtp = self._connect()
        try:
            code, reply = smtp.data(text)
        except Withheld:
            self._hang_up()  # the server waits for the letter's end, and would take anything for its text
            raise
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            why = self._too_slow() if self._patience.over else Message("channel.lost", why=str(error))
            raise self._dropped(why) from error
        if code < 300:
            return _words(code, reply)
        said = _said(code, reply)
        if code == _CLOSING:
            self._hang_up()
            raise self._dropped(said)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.rset()
        if too_large(_words(code, reply)):
            raise _too_large(_words(code, reply))
        raise (Refused if code >= 500 else TryLater)(said)

    def _too_slow(self) -> Message:
        return Message("channel.too-slow", seconds=f"{self._patience.seconds:.0f}")

    def _dropped(self, why: Message) -> ChannelError:
        self._drops += 1
        if self._drops < _MAX_DROPS:
            return TryLater(why)
        return ChannelDown("channel.dropped", server=self.server.where, n=self._drops, why=why)


def _at_once(end: End) -> None:
    end(True)


def for_good(said: str) -> bool:
    """Whether a server's words refuse for good: a code of 500 or more."""
    return said[:1] == "5"


def too_large(said: str) -> bool:
    """Whether a server's words refuse a letter for its size (RFC 1870, RFC 3463): 552, which without one of
    the enhanced codes is also said of a mailbox that is full.
    """
    if "5.3.4" in said or "5.2.3" in said:
        return said[:1] == "5"
    return said.startswith(str(_TOO_LARGE)) and "5.2.2" not in said


def _too_large(said: str) -> TooLarge:
    error = TooLarge("channel.said", said=said)
    error.said = said
    return error


def _all_refused(refused: Mapping[str, str]) -> ChannelError:
    """One recipient that may be accepted later, or would take a smaller letter, keeps it alive for all."""
    for said in refused.values():
        if too_large(said):
            large = _too_large(said)
            large.refused = refused
            return large
    address, said = next(
        ((address, said) for address, said in refused.items() if not for_good(said)),
        next(iter(refused.items())),
    )
    kind = Refused if for_good(said) else TryLater
    error = kind("channel.address-refused", address=address, said=said)
    error.refused = refused
    return error


class _Stale(MessageError):
    """The connection died before any of the letter's text was sent."""


@contextlib.contextmanager
def _explained(server: SmtpServer, patience: Patience) -> Iterator[None]:
    """Whatever goes wrong while connecting, as ChannelDown with one sentence that says what to check."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise _why_down(server, patience, error) from error


def _why_down(server: SmtpServer, patience: Patience, error: Exception) -> ChannelDown:
    if patience.over:
        return ChannelDown("channel.too-slow-at-all", server=server.where, seconds=f"{patience.seconds:.0f}")
    if isinstance(error, smtplib.SMTPResponseException) and 400 <= error.smtp_code < 500:
        # 421 as greeting, 454 to STARTTLS or to a log-in: the server's own trouble, and nobody's password.
        said = _words(error.smtp_code, _bytes(error.smtp_error))
        return ChannelDown("channel.busy", server=server.where, said=said)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        said = _words(error.smtp_code, _bytes(error.smtp_error))
        return ChannelDown("channel.login-refused", server=server.where, user=server.user, said=said)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError) and error.smtp_code >= 500:
        said = _words(error.smtp_code, _bytes(error.smtp_error))
        return ChannelDown("channel.turned-away", server=server.where, said=said)
    if isinstance(error, ssl.SSLCertVerificationError):
        return ChannelDown("channel.certificate", server=server.where, why=error.verify_message)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return ChannelDown("channel.no-answer", server=server.where, why=str(error))
    if isinstance(error, ssl.SSLError | smtplib.SMTPException):
        return ChannelDown(
            "channel.other-protocol", server=server.where, why=str(error), security=server.security
        )
    assert isinstance(error, OSError)
    return ChannelDown("channel.unreachable", server=server.where, why=system.why(error))


def _said(code: int, reply: bytes) -> Message:
    """What the server said, as the whole of what there is to say."""
    return Message("channel.said", said=_words(code, reply))


def _words(code: int, reply: bytes) -> str:
    return " ".join(f"{code} {reply.decode('utf-8', 'replace')}".split())[:500]


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode("utf-8", "replace")
