"""Letters written: a message of the outbox, and what it says now, as a mail that is ready to leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from jinja2 import TemplateError

from config.addresses import usable
from config.registry import Registry
from config.settings import Settings
from engine.errors import fault_of
from engine.mail import routing
from engine.mail.as_sent import packed
from engine.mail.bounded import OutOfBounds
from engine.mail.channels import Channel, ChannelDown, Envelope
from engine.mail.letter import Letter
from engine.mail.message import Sender, build
from engine.mail.message_ids import atom
from engine.mail.mime import Mail
from engine.mail.smaller import hand_over
from language import MessageError
from models.queries import MessageRow


class Unwritable(MessageError):
    """This letter cannot be written; the message says why, and where a template is to be corrected."""


@dataclass(frozen=True, slots=True)
class Departed:
    """A letter that was accepted: what left of it first, the server's answer, and what is kept of it."""

    message: MessageRow
    envelope: Envelope
    answer: str
    subject: str
    mail: str | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter that may leave. `tried`: the addresses that have refused this very letter."""

    message: MessageRow
    envelope: Envelope
    subject: str
    mail: str | None
    """As it is kept, when it leaves so."""
    write: Callable[[int], Envelope]
    """The same letter in so many bytes, or as few as it can be."""
    tried: frozenset[str] = frozenset()

    def hand_over(self, channel: Channel) -> Departed:
        """Sends it; raises as `Channel.send` does."""
        envelope, answer = hand_over(channel, self.envelope, self.write)
        mail = self.mail
        if mail is not None and envelope is not self.envelope:
            mail = packed(envelope.message)
        return Departed(self.message, envelope, answer, self.subject, mail)


class Writer:
    """Writes them in the office's name, each dated `instant()`; `keeping` what left as it was."""

    def __init__(self, registry: Registry, settings: Settings, instant: Callable[[], datetime]) -> None:
        self.sender = routing.sender_of(registry, settings)
        self.keeping = False
        self._instant = instant

    def check_sender(self) -> None:
        """ChannelDown where nobody could be written to in the office's name."""
        if not usable(self.sender.address):
            raise ChannelDown("channel.sender-unusable")

    def ready(
        self, message: MessageRow, letter: Letter, route: routing.Route, tried: frozenset[str] = frozenset()
    ) -> Ready:
        """The letter, written. Unwritable for whatever goes wrong in it."""

        def made(sender: Sender) -> Mail:
            return build(letter, sender, route.to, message.message_id_header, self._instant())

        def write(most_bytes: int) -> Envelope:
            return replace(envelope, message=made(replace(self.sender, most_bytes=most_bytes)))

        try:
            mail = made(self.sender)
            envelope = Envelope(mail, tuple(party.address for party in route.to), self._name(message))
            # All that costs time is made now, while another one is on its way.
            _, kept = envelope.wire, packed(mail) if self.keeping else None
        except (TemplateError, OutOfBounds) as error:
            where = str(self.sender.templates)
            raise Unwritable("channel.template-broken", why=fault_of(error), where=where) from error
        except Exception as error:  # a name or a report form can raise anything
            raise Unwritable("channel.unmade", why=fault_of(error)) from error
        return Ready(message, envelope, mail.subject, kept, write, tried)

    def _name(self, message: MessageRow) -> str:
        queued = message.queued_at.astimezone(self.sender.zone)
        return f"{queued:%Y-%m-%dT%H%M}-{atom(message.recipient)}-{atom(message.kind)}-{message.id}"
