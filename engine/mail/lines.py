"""Connections side by side: each hands one letter over at a time, in a thread of its own, while whoever
delivers writes the next letters and records those that have left. All else stays in the deliverer's thread.

A connection is given its next letter while the one before is on its way, and tells the server from whom and
for whom it is, and its text, as soon as that one has ended. Its end, without which no server has it, waits
until the deliverer says `go_on`: by then the one before is recorded, so that whoever dies has at most one for
each connection that left and is not.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Generic, NamedTuple, Self, TypeVar

from engine.mail.channels import Channel, ChannelDown, End, Preparing, Withheld

Letter = TypeVar("Letter")
Answer = TypeVar("Answer")

_TURN = 0.0002
"""Seconds after which a thread that works lets one go on that a server has answered; Python's own 5 ms are
longer than a quick server takes over a letter."""
_ROOM = 0.001
"""Seconds at most that the deliverer leaves to connections which it has let go: if it wrote the next letter
meanwhile, each of their steps would wait for a turn."""


class NotOpened(Exception):
    """A further connection could not be opened; nothing of the letter was handed over."""

    def __init__(self, down: ChannelDown) -> None:
        super().__init__(str(down))
        self.down = down


class Ended(NamedTuple, Generic[Letter, Answer]):
    """A letter that was handed over: the answer, or what was raised instead; `Withheld` is raised where it
    was kept back, and nothing of its text was handed over."""

    letter: Letter
    answer: Answer | None
    error: BaseException | None


class Lines(Generic[Letter, Answer]):
    """At most `most` connections: the `first` is open, the others are made by `another` when they are needed.

    A connection that goes down is not used again; when one does, or cannot be opened, no more are opened.
    """

    def __init__(self, first: Channel, another: Callable[[], Channel] | None, most: int) -> None:
        self._told: SimpleQueue[tuple[_Line[Letter, Answer], Ended[Letter, Answer]]] = SimpleQueue()
        further = [_Line(None, another, self._told) for _ in range(most - 1)] if another is not None else []
        self._all = (_Line(first, None, self._told), *further)
        self._lines = list(self._all)
        self._turn = sys.getswitchinterval()

    def __enter__(self) -> Self:
        sys.setswitchinterval(_TURN)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Waits for what is being handed over, and closes what was opened here."""
        self.withhold()
        for line in self._all:
            line.close()
        sys.setswitchinterval(self._turn)

    @property
    def alive(self) -> bool:
        """Whether there is a connection by which letters can leave."""
        return bool(self._lines)

    @property
    def busy(self) -> list[Letter]:
        """The letters that were handed over and whose end was not told yet."""
        return [given.letter for line in self._all for given in line.given]

    def free(self, ahead: int = 0) -> bool:
        """Whether a connection has no letter, or no more than so many."""
        return any(len(line.given) <= ahead for line in self._lines)

    def hand(self, letter: Letter, over: Callable[[Channel], Answer]) -> None:
        """Hands the letter over by the connection that has fewest; `ended` tells what came of it. Where
        another one is before it, `go_on` says when it may leave."""
        line = min(self._lines, key=lambda each: len(each.given))
        given = _Given(letter, over)
        if not line.given:
            given.open(go=True)
        line.hand(given)

    def ended(self, seconds: float | None = None) -> list[Ended[Letter, Answer]]:
        """The letters whose handing over has ended; waits for a first one so long at most (None: without
        end)."""
        found: list[Ended[Letter, Answer]] = []
        while found or any(line.given for line in self._all):
            try:
                line, ended = self._told.get(not found and seconds != 0, seconds or None)
            except Empty:
                break
            line.given.popleft()
            if isinstance(ended.error, NotOpened | ChannelDown):
                others = (each for each in self._lines if each is not line)
                self._lines = [each for each in others if each.channel is not None or each.given]
            found.append(ended)
        return found

    def go_on(self, may_leave: Callable[[Letter], bool]) -> None:
        """What was told as ended is recorded: each connection's next letter leaves, if it may."""
        next_ = [line.given[0] for line in self._lines if line.given and not line.given[0].decided]
        for given in next_:
            given.open(go=may_leave(given.letter))
        until = time.monotonic() + _ROOM
        for given in next_:
            given.passed.wait(max(until - time.monotonic(), 0.0))

    def withhold(self) -> None:
        """What has to wait for the one before it does not leave any more."""
        for line in self._all:
            for given in line.given:
                if not given.decided:
                    given.open(go=False)


class _Given(Generic[Letter, Answer]):
    """A letter that a connection was given, and whether it may leave."""

    def __init__(self, letter: Letter, over: Callable[[Channel], Answer]) -> None:
        self.letter, self.over = letter, over
        self.decided = False
        self.passed = threading.Event()
        """It is decided, and its own thread knows, or need not."""
        self._go = self._sent = False
        self._end: End | None = None
        self._error: Exception | None = None
        self._changing, self._undecided = threading.Lock(), threading.Lock()
        self._undecided.acquire()

    def open(self, *, go: bool) -> None:
        """Decides it. Where a server has all but its end, that goes here and now: to wake the thread that
        waits takes longer."""
        with self._changing:
            self.decided, self._go = True, go
            try:
                self._sent = go and self._end is not None and self._end(False)
            except Exception as error:
                self._error = error
        if self._sent:
            self.passed.set()
        self._undecided.release()

    def wait(self, end: End) -> None:
        """Until it is decided, and its end handed over. Withheld when it may not leave."""
        with self._changing:
            self._end = None if self.decided else end
        with self._undecided:
            self.passed.set()
        if not self._go:
            raise Withheld
        error, sent = self._error, self._sent
        self._error, self._sent = None, False  # one that is found too large is handed over again, smaller
        if error is not None:
            raise error
        if not sent:
            end(True)


class _Line(Generic[Letter, Answer]):
    """A connection of ours, and a channel that `make` makes for it when it is first used."""

    def __init__(
        self,
        channel: Channel | None,
        make: Callable[[], Channel] | None,
        told: SimpleQueue[tuple[_Line[Letter, Answer], Ended[Letter, Answer]]],
    ) -> None:
        self.channel, self._make, self._told = channel, make, told
        self.given: deque[_Given[Letter, Answer]] = deque()
        """In turn, and not told as ended yet."""
        self._inbox: SimpleQueue[_Given[Letter, Answer] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._down = False

    def hand(self, given: _Given[Letter, Answer]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="line", daemon=True)
            self._thread.start()
        self.given.append(given)
        self._inbox.put(given)

    def close(self) -> None:
        """Waits for the last letter, and closes what was opened here."""
        if self._thread is not None:
            self._inbox.put(None)
            self._thread.join()
        if self._make is not None and self.channel is not None:
            self.channel.__exit__(None, None, None)

    def _work(self) -> None:
        while (given := self._inbox.get()) is not None:
            answer: Answer | None = None
            error: BaseException | None = None
            try:
                answer = self._handed(given)
            except BaseException as raised:
                error = raised
                self._down = self._down or isinstance(raised, NotOpened | ChannelDown)
            self._told.put((self, Ended(given.letter, answer, error)))

    def _handed(self, given: _Given[Letter, Answer]) -> Answer:
        if self._down:
            raise Withheld
        channel = self._opened()
        if isinstance(channel, Preparing):
            channel.at_end = given.wait
        else:
            given.wait(lambda _: True)
        return given.over(channel)

    def _opened(self) -> Channel:
        if self.channel is None:
            assert self._make is not None
            made = self._make()
            try:
                made.__enter__()
            except ChannelDown as down:
                raise NotOpened(down) from down
            self.channel = made
        return self.channel
