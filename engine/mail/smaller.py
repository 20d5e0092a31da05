"""Handing a letter over, smaller each time the server finds it too large."""

from __future__ import annotations

from collections.abc import Callable

from engine.mail.channels import Channel, Envelope, TooLarge
from engine.mail.message import size_of


def hand_over(channel: Channel, envelope: Envelope, write: Callable[[int], Envelope]) -> tuple[Envelope, str]:
    """Sends the letter, and what the server refuses for its size again at half of it or less, down to the
    least that `write` (given a size in bytes) can make. Answers what left, and the server's answer.

    TooLarge when even the smallest is too large: its mailboxes then count as refusing. Other errors as
    `Channel.send` raises them.
    """
    while True:
        try:
            return envelope, channel.send(envelope)
        except TooLarge as error:
            size = size_of(envelope.message)
            envelope = write(size // 2)
            if size_of(envelope.message) >= size:
                error.refused = dict.fromkeys(envelope.to, error.said)
                raise
