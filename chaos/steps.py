"""The named steps at which a process can be made to kill itself, and the arming of one death.

A step is a function of the product or of a library beneath it, before it begins or after it ended. It is
patched in the process that is to die, so that no product code knows of it.
"""

from __future__ import annotations

import importlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

BIG = 2000
"""Bytes above which what is sent to a mail server is a letter's text and no command."""


class Way(StrEnum):
    """Who kills: the process itself at a named step, before a statement or after something was written to the
    disk (see `chaos.recording`), or somebody outside by the clock."""

    STEP = "step"
    STATEMENT = "statement"
    CLOCK = "clock"
    DISK = "disk"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Death:
    """How a life ends: at the `at`-th passing of a step, before its `at`-th statement, after its `at`-th
    note of the disk, or after `seconds`."""

    way: Way = Way.NONE
    step: str = ""
    at: int = 1
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """Where it is (`module:name.of.function`), on which side of it, and whether each letter passes it."""

    where: str
    side: str = "after"
    each: bool = False
    channel: str = ""
    """smtp, folder or chat, when only that passes it."""
    first: int = 1
    """The first passing at which somebody may die."""


_LINE = "engine.mail.channels.patience:Watched"

STEPS = {
    "the round has its turn": Step("engine.rounds.rounds:enter"),
    "the round is begun": Step("models.queries:start_round"),
    "tasks are opened, not committed": Step("engine.tasks.opening:open_due"),
    "the opening is committed": Step("engine.tasks.chasing:hand_over", "before"),
    "the first mails have left": Step("engine.rounds.rounds:_early"),
    "notices are raised, not committed": Step("engine.tasks.chasing:chase"),
    "messages are composed, not committed": Step("engine.mail.digest:compose"),
    "the round is recorded, not committed": Step("models.queries:finish_round"),
    "the queue is committed": Step("engine.rounds.rounds:deliver_messages", "before"),
    "messages are merged, not committed": Step("engine.mail.outbox:merge"),
    "a batch is claimed, not committed": Step("models.queries:claim_messages", each=True),
    "a batch is read": Step("engine.mail.letter_contents:Reader.letters", each=True),
    "a letter is written": Step("engine.mail.writing:build", each=True),
    "a letter is about to be handed over": Step("engine.mail.writing:hand_over", "before", each=True),
    "the server is connected": Step("smtplib:SMTP.ehlo", channel="smtp"),
    "the server knows the sender": Step(f"{_LINE}.mail", each=True, channel="smtp"),
    "the server knows the recipient": Step(f"{_LINE}.rcpt", each=True, channel="smtp"),
    "half of the text is sent": Step("smtplib:SMTP.send", "half", each=True, channel="smtp"),
    "all of the text is sent, not its end": Step("smtplib:SMTP.send", "big", each=True, channel="smtp"),
    "all of the letter is sent, no answer read": Step(f"{_LINE}._end", each=True, channel="smtp"),
    "the server has accepted": Step(f"{_LINE}.data", each=True, channel="smtp"),
    "the file is half there": Step("os:fsync", "before", each=True, channel="folder"),
    "the file has no name yet": Step("pathlib:Path.replace", "before", each=True, channel="folder"),
    "the file is there": Step("pathlib:Path.replace", each=True, channel="folder"),
    "a short message is worded": Step(
        "engine.mail.short_delivery:short_text", each=True, channel="chat", first=2
    ),
    "a short message is about to leave": Step(
        "engine.mail.channels.apprise_url:send", "before", each=True, channel="chat", first=2
    ),
    "the service is connected": Step(
        "urllib3.connection:HTTPConnection.connect", each=True, channel="chat", first=2
    ),
    "all of the message is sent, no answer read": Step(
        "http.client:HTTPConnection.getresponse", "before", each=True, channel="chat", first=2
    ),
    "the service has accepted": Step(
        "http.client:HTTPConnection.getresponse", each=True, channel="chat", first=2
    ),
    "a short message is handed over": Step(
        "engine.mail.channels.apprise_url:send", each=True, channel="chat", first=2
    ),
    "the service's answer is kept, not committed": Step(
        "models.queries:way_answers", each=True, channel="chat", first=2
    ),
    "a letter is handed over": Step("engine.mail.writing:hand_over", each=True),
    "what left is noted": Step("engine.mail.left:note", each=True),
    "a letter is recorded, not committed": Step("models.queries:mark_sent", each=True),
    "the mailbox's answer is kept, not committed": Step("models.queries:mailboxes_answer", each=True),
    "a commit begins": Step("sqlalchemy.engine.base:Connection._commit_impl", "before", each=True),
    "a commit is done": Step("sqlalchemy.engine.base:Connection._commit_impl", each=True),
    "everything is delivered": Step("engine.rounds.rounds:deliver_messages"),
    "the round is looked over": Step("engine.rounds.rounds:audit"),
}
"""Each by what is true when the process dies there."""

ANSWER_STEPS = {
    "an answer has its task": Step("engine.answers.answers:find_or_open"),
    "an answer is recorded, not committed": Step("engine.answers.answers:_change"),
    "an answer's commit begins": Step("sqlalchemy.engine.base:Connection._commit_impl", "before"),
    "an answer is committed": Step("sqlalchemy.engine.base:Connection._commit_impl"),
}
"""Those of a command that records an answer."""

EVERY_STEP = STEPS | ANSWER_STEPS


def steps_of(channel: str) -> list[str]:
    """The names of a round's steps that pass by that channel."""
    return [name for name, step in STEPS.items() if step.channel in ("", channel)]


def die() -> None:
    """As by `kill -9`: nothing is flushed, closed or given back."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def arm(death: Death) -> None:
    """Makes this process die so; what dies by the clock is killed by whoever watches it."""
    if death.way is Way.STEP:
        at_step(EVERY_STEP[death.step], death.at, die)
    elif death.way is Way.STATEMENT:
        passing = count(1)

        def pass_by(*_: object) -> None:
            if next(passing) == death.at:
                die()

        event.listen(Engine, "before_cursor_execute", pass_by)
        event.listen(Engine, "commit", pass_by)


def at_step(step: Step, at: int, do: Callable[[], None]) -> None:
    """Patches the step: this is done at its `at`-th passing."""
    module, _, path = step.where.partition(":")
    holder: Any = importlib.import_module(module)
    *inner, name = path.split(".")
    for each in inner:
        holder = getattr(holder, each)
    original: Callable[..., Any] = getattr(holder, name)
    passing = count(1)

    def dying(*given: Any, **named: Any) -> Any:
        if step.side in ("half", "big"):
            return _sending(original, step.side, lambda: next(passing) == at, do, *given)
        last = next(passing) == at
        if last and step.side == "before":
            do()
        answer = original(*given, **named)
        if last and step.side == "after":
            do()
        return answer

    setattr(holder, name, dying)


def _sending(
    original: Callable[..., Any],
    side: str,
    last: Callable[[], bool],
    do: Callable[[], None],
    smtp: Any,
    text: bytes,
) -> None:
    if len(text) < BIG or not last():
        original(smtp, text)
        return
    first = len(text) // 2 if side == "half" else len(text)
    original(smtp, text[:first])
    time.sleep(0.05)
    do()
    original(smtp, text[first:])
