"""A real SMTP server on loopback, in a thread: it accepts, refuses, stalls and hangs up as a test says."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Behaviour:
    """What the server does. `rcpt`: address -> reply line; `data`: replies to the coming letters, then 250.

    `rcpt_most`: address -> bytes, of which it takes no larger letters, while others do. A reply 'drop' closes
    the connection instead, 'lost' takes the letter first; `drop_after` closes it after that many of its
    letters. A letter of more than `most_bytes` is refused with 552.
    """

    rcpt: dict[str, str] = field(default_factory=dict)
    rcpt_most: dict[str, int] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)
    drop_after: int = 0
    most_bytes: int = 0
    delay: float = 0.0
    login: tuple[str, str] | None = None
    connections: int = 0
    """At once; a further one is answered 421. 0: as many as come."""


class Received:
    """What arrived, in order."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.letters: list[tuple[str, list[str], EmailMessage]] = []
        self.raw: list[bytes] = []
        self.lost: list[str] = []
        self.connections = 0
        self.too_large = 0
        self.tls: list[bool] = []
        self.port = 0
        self._sessions: list[SMTP] = []

    def _open(self) -> int:
        lines = [each.transport for each in self._sessions]
        return sum(line is not None and not line.is_closing() for line in lines)

    @property
    def ids(self) -> list[str]:
        """The Message-IDs, in order of arrival."""
        return [str(message["Message-ID"]) for _, _, message in self.letters]

    # --- aiosmtpd's hooks ---

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if server not in self._sessions:
            if self.behaviour.connections and self._open() >= self.behaviour.connections:
                return ["421 too many connections"]
            self._sessions.append(server)
        if not getattr(session, "counted", False):
            session.counted = True  # type: ignore[attr-defined]
            session.letters = 0  # type: ignore[attr-defined]
            self.connections += 1
        return responses

    async def handle_HELO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str
    ) -> str:
        """What a client tries that was refused at EHLO."""
        session.host_name = hostname
        full = self.behaviour.connections and server not in self._sessions
        return "421 too many connections" if full else "250 127.0.0.1"

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.behaviour.mail.pop(0) if self.behaviour.mail else "250 OK"
        if reply == "drop":
            server.transport.abort()
        elif reply.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.behaviour.rcpt.get(address, "250 OK")
        declared = [int(each[5:]) for each in envelope.mail_options if each.upper().startswith("SIZE=")]
        if declared and declared[0] > self.behaviour.rcpt_most.get(address, declared[0]):
            reply = "552 5.3.4 too big for this mailbox"
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.behaviour.delay)
        reply = self.behaviour.data.pop(0) if self.behaviour.data else "250 taken"
        if self.behaviour.most_bytes and len(envelope.content or b"") > self.behaviour.most_bytes:
            self.too_large += 1
            return "552 5.3.4 message too big"
        if reply == "drop":
            server.transport.abort()
            return reply
        if reply.startswith("250") or reply == "lost":
            content = envelope.content
            assert isinstance(content, bytes)
            self.raw.append(content)
            message = message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            self.letters.append((str(envelope.mail_from), list(envelope.rcpt_tos), message))
            self.tls.append(session.ssl is not None)
            session.letters += 1  # type: ignore[attr-defined]
            if reply == "lost":
                self.lost.append(str(message["Message-ID"]))
                server.transport.abort()
            if self.behaviour.drop_after and session.letters >= self.behaviour.drop_after:  # type: ignore[attr-defined]
                asyncio.get_running_loop().call_later(0.05, server.transport.abort)
        return reply


class _AnyPort(Controller):
    """On a port that the system chose, which the controller itself would not know."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def running(behaviour: Behaviour | None = None, certificate: Certificate | None = None) -> Iterator[Received]:
    """A server on a free loopback port (`.port`); with a certificate it offers STARTTLS."""
    received = Received(behaviour or Behaviour())
    options: dict[str, Any] = {}
    if certificate:
        options = {"tls_context": certificate.context(), "require_starttls": True}
    if received.behaviour.login:
        wanted = received.behaviour.login

        def check(server: SMTP, session: Session, envelope: Envelope, kind: str, data: object) -> AuthResult:
            assert isinstance(data, LoginPassword)
            right = (data.login.decode(), data.password.decode()) == wanted
            return AuthResult(success=right, handled=False)

        options |= {"authenticator": check, "auth_required": True, "auth_require_tls": bool(certificate)}
    controller = _AnyPort(received, hostname="127.0.0.1", port=0, **options)
    controller.start()
    received.port = controller.port
    try:
        yield received
    finally:
        controller.stop()


@dataclass(frozen=True)
class Certificate:
    """A self-made certificate for 127.0.0.1 and its key, as PEM files."""

    cert: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        return context


def self_made(folder: Path) -> Certificate:
    """Makes a certificate that is valid now and names 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(folder / "server.pem", folder / "server.key")
    made.cert.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return made
