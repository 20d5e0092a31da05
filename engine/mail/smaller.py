"""Handing a letter over, smaller each time the server, or one of its mailboxes, finds it too large."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.mail.channels import (
    Accepted,
    Channel,
    ChannelDown,
    ChannelError,
    Envelope,
    Refused,
    TooLarge,
    TryLater,
)
from engine.mail.channels.smtp import for_good, too_large
from engine.mail.message import size_of


def hand_over(channel: Channel, envelope: Envelope, write: Callable[[int], Envelope]) -> tuple[Envelope, str]:
    """Sends the letter, and what is refused for its size again at half of it or less, down to the least that
    `write` (given a size in bytes) can make: to all, or to those mailboxes that refused it while others took
    it. Answers what left first, and the server's answer.

    When even the smallest is too large for all: TooLarge with what each mailbox said, or TryLater when one of
    them may take it later. Other errors as `Channel.send` raises them.
    """
    while True:
        try:
            answer = channel.send(envelope)
        except TooLarge as error:
            size = size_of(envelope.message)
            smaller = write(size // 2)
            if size_of(smaller.message) >= size:
                raise _given_up(error, envelope) from error
            envelope = smaller
        else:
            break
    if isinstance(answer, Accepted):
        answer = _to_the_others(channel, envelope, write, answer)
    return envelope, answer


def _given_up(error: TooLarge, envelope: Envelope) -> ChannelError:
    said = dict(error.refused) or dict.fromkeys(envelope.to, error.said)
    later = [(address, words) for address, words in said.items() if not for_good(words)]
    given_up: ChannelError = TooLarge("channel.too-large", said=error.said)
    if later:
        address, words = later[0]
        given_up = TryLater("channel.address-refused", address=address, said=words)
    given_up.refused = said
    return given_up


def _to_the_others(
    channel: Channel, envelope: Envelope, write: Callable[[int], Envelope], answer: Accepted
) -> Accepted:
    """The mailboxes that found too large what others took get it smaller; the others not a second time.

    The letter has left: what goes wrong here is remembered of those mailboxes and fails nothing.
    """
    refused, size = dict(answer.refused), size_of(envelope.message)
    while large := tuple(address for address, said in refused.items() if too_large(said)):
        smaller = replace(write(size // 2), to=large)
        if size_of(smaller.message) >= size:
            break
        size = size_of(smaller.message)
        try:
            more = channel.send(smaller)
        except TooLarge as error:
            refused |= error.refused or dict.fromkeys(large, error.said)
        except (Refused, TryLater) as error:
            refused |= error.refused
            break
        except ChannelDown:  # the next letter meets it, and stops the run
            break
        else:
            for address in large:
                del refused[address]
            refused |= more.refused if isinstance(more, Accepted) else {}
    return _accepted(answer, refused)


def _accepted(answer: Accepted, refused: Mapping[str, str]) -> Accepted:
    said = [answer.said, *(f"{address}: {words}" for address, words in refused.items())]
    changed = Accepted("; ".join(said))
    changed.said, changed.refused = answer.said, refused
    return changed
