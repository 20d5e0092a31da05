"""Ways a built letter leaves the house, and what a channel may answer.

A channel is opened for one delivery run and closed after it. `send` returns when the letter has been
handed over, or raises one of the three errors below; which one says what the outbox does next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import EmailPolicy as Policy
from functools import cached_property, lru_cache
from types import MappingProxyType, TracebackType
from typing import Protocol, runtime_checkable

from language import MessageError


class ChannelError(MessageError):
    """A letter did not leave. The message is for the operator: what happened, in the server's words where
    there are any. `refused`: what the server said to each address, when it was the addresses that it refused.
    """

    refused: Mapping[str, str] = MappingProxyType({})


class Accepted(str):
    """What the server said of a letter that it took, as one text. `said`: its acceptance alone; `refused`:
    what it said to those of several addresses that it did not take it for."""

    said: str = ""
    refused: Mapping[str, str] = MappingProxyType({})


class Refused(ChannelError):
    """This letter will never be accepted as it is (SMTP 5xx): it becomes a dead letter, it is not tried again
    by itself."""


class TooLarge(Refused):
    """This letter is larger than the server takes (SMTP 552): a smaller one may be accepted."""

    said: str = ""
    """The server's words."""


class TryLater(ChannelError):
    """This letter could not leave now (SMTP 4xx, a connection lost half-way): try it again after a while."""


class Withheld(Exception):
    """Whoever delivers has kept this letter back: its end was not handed over, so that no server has it."""


class ChannelDown(ChannelError):
    """Nothing can leave now (no server, log-in refused, disk full): stop the run, every letter stays pending.

    The text also says what to do about it.
    """


@dataclass(frozen=True)
class Envelope:
    """One letter ready to leave.

    `to` are bare addresses; `name` is the stable file name stem, the same at every attempt of the same
    letter.
    """

    message: EmailMessage
    to: tuple[str, ...]
    name: str

    @property
    def sender(self) -> str:
        """The bare address from which it comes."""
        raw = next(value for name, value in self.message.raw_items() if name.lower() == "from")
        return _address(self.message.policy, raw)

    @cached_property
    def wire(self) -> bytes:
        """The letter's bytes, as they leave and as a file holds them: 7-bit headers and bodies with CRLF,
        which every server takes, whatever extensions it offers."""
        return self.message.as_bytes(policy=self.message.policy.clone(linesep="\r\n", cte_type="7bit"))


@lru_cache(maxsize=32)
def _address(policy: Policy, raw: str) -> str:
    """Parsed once: all letters of a morning come from one address."""
    return str(policy.header_fetch_parse("From", raw).addresses[0].addr_spec)


End = Callable[[bool], bool]
"""Hands a letter's end over, given False only where that cannot take a while; answers whether it did."""


class Channel(Protocol):
    """What the outbox needs of a channel. `disturbs`: it may wake somebody, so office hours are kept."""

    disturbs: bool

    def __enter__(self) -> Channel: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def send(self, envelope: Envelope) -> str:
        """Hand over one letter; the answer of the server (an `Accepted`) or the file's name, for the record.

        Raises Refused, TryLater or ChannelDown.
        """
        ...


@runtime_checkable
class Preparing(Protocol):
    """A channel that hands a letter over but for its end, without which it is not the server's."""

    at_end: Callable[[End], None]
    """Called then; returns when the end was handed over, by whom it may be, or raises Withheld."""
