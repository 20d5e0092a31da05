"""Connections side by side: each hands one letter over at a time, in a thread of its own, while whoever
delivers writes the next letter and records those that have left. All else stays in the deliverer's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Generic, NamedTuple, Self, TypeVar

from engine.mail.channels import Channel, ChannelDown

Letter = TypeVar("Letter")
Answer = TypeVar("Answer")


class NotOpened(Exception):
    """A further connection could not be opened; nothing of the letter was handed over."""

    def __init__(self, down: ChannelDown) -> None:
        super().__init__(str(down))
        self.down = down


class Ended(NamedTuple, Generic[Letter, Answer]):
    """A letter that was handed over: the answer, or what was raised instead."""

    letter: Letter
    answer: Answer | None
    error: BaseException | None


class Lines(Generic[Letter, Answer]):
    """At most `most` connections: the `first` is open, the others are made by `another` when they are needed.

    A connection that goes down is not used again; when one does, or cannot be opened, no more are opened.
    """

    def __init__(self, first: Channel, another: Callable[[], Channel] | None, most: int) -> None:
        unopened = [_Line(None, another) for _ in range(most - 1)] if another is not None else []
        self._idle = [*unopened, _Line(first, None)]
        self._lines = tuple(self._idle)
        self._flying: dict[Future[Answer], tuple[Letter, _Line]] = {}
        self._threads = ThreadPoolExecutor(len(self._lines), "line")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Waits for what is being handed over, and closes what was opened here."""
        self._threads.shutdown()
        for line in self._lines:
            line.close()

    @property
    def free(self) -> bool:
        """Whether a letter may be handed over now."""
        return bool(self._idle)

    @property
    def busy(self) -> list[Letter]:
        """The letters that are being handed over, or whose end was not told yet."""
        return [letter for letter, _ in self._flying.values()]

    def hand(self, letter: Letter, over: Callable[[Channel], Answer]) -> None:
        """Begins to hand the letter over by a free connection; `ended` tells what came of it."""
        line = self._idle.pop()
        self._flying[self._threads.submit(line.hand, over)] = letter, line

    def ended(self, seconds: float | None = None) -> list[Ended[Letter, Answer]]:
        """The letters whose handing over has ended; waits for a first one so long at most (None: without
        end). Their connections are free from then on."""
        found = []
        for future in wait(self._flying, seconds, FIRST_COMPLETED).done:
            letter, line = self._flying.pop(future)
            error = future.exception()
            if isinstance(error, NotOpened | ChannelDown):
                self._idle = [each for each in self._idle if each.channel is not None]
            else:
                self._idle.append(line)
            found.append(Ended(letter, None if error else future.result(), error))
        return found


class _Line:
    """A connection of ours, and a channel that `make` makes for it when it is first used."""

    def __init__(self, channel: Channel | None, make: Callable[[], Channel] | None) -> None:
        self.channel, self._make = channel, make

    def hand(self, over: Callable[[Channel], Answer]) -> Answer:
        if self.channel is None:
            assert self._make is not None
            made = self._make()
            try:
                made.__enter__()
            except ChannelDown as down:
                raise NotOpened(down) from down
            self.channel = made
        return over(self.channel)

    def close(self) -> None:
        """Closes what was opened here."""
        if self._make is not None and self.channel is not None:
            self.channel.__exit__(None, None, None)
