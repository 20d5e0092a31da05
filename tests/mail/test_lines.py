"""Connections side by side: who hands a letter's end over, and what becomes of it there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from engine.mail.channels import End, Envelope
from engine.mail.lines import Ended, Lines

HERE = threading.get_ident()


class Server:
    """A channel that has a letter but for its end; `busy`: its end would have to wait, `broken`: fails."""

    disturbs = True

    def __init__(self, *, busy: bool = False, broken: bool = False) -> None:
        self.busy, self.broken = busy, broken
        self.at_end: Callable[[End], object] = lambda end: end(True)
        self.has_text, self.ended_in = list[str](), list[int]()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def send(self, envelope: Envelope) -> str:
        raise NotImplementedError

    def take(self, letter: str) -> str:
        """A letter is no more than its name here."""
        self.has_text.append(letter)
        self.at_end(self._end)
        return f"250 {letter}"

    def _end(self, wait: bool) -> bool:
        if self.busy and not wait:
            return False
        if self.broken and len(self.ended_in):
            raise OSError("cut")
        self.ended_in.append(threading.get_ident())
        return True


def handed(server: Server, lines: Lines[str, str], letters: str) -> Iterator[list[Ended[str, str]]]:
    """Hands them over, each while the one before is on its way, and lets it go when that one has ended and it
    is there but for its end."""
    for letter in letters:
        lines.hand(letter, lambda channel, letter=letter: channel.take(letter))  # type: ignore
    for letter in letters[1:]:
        ended = lines.ended()
        until = time.monotonic() + 5
        while letter not in server.has_text and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(0.02)
        yield ended
        lines.go_on(lambda _: True)
    yield lines.ended()


def test_an_end_goes_with_whoever_lets_it_go() -> None:
    server = Server()
    with Lines[str, str](server, None, 1) as lines:
        told = [each.answer for ended in handed(server, lines, "abc") for each in ended]
    assert told == ["250 a", "250 b", "250 c"]
    assert [each == HERE for each in server.ended_in] == [False, True, True]


def test_an_end_that_would_have_to_wait_goes_with_its_connection() -> None:
    server = Server(busy=True)
    with Lines[str, str](server, None, 1) as lines:
        told = [each.answer for ended in handed(server, lines, "abc") for each in ended]
    assert told == ["250 a", "250 b", "250 c"]
    assert HERE not in server.ended_in


def test_an_end_that_fails_is_its_letters() -> None:
    server = Server(broken=True)
    with Lines[str, str](server, None, 1) as lines:
        (first,), (second,) = handed(server, lines, "ab")
    assert (first.answer, second.answer) == ("250 a", None)
    with pytest.raises(OSError, match="cut"):
        raise second.error or AssertionError
