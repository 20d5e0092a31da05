"""A secret as it is typed: unseen, or the first line of what is piped in. Never an argument, which everybody
on the machine could read in the list of programs.
"""

from __future__ import annotations

import sys

import click

from desk.errors import WrongUsage
from desk.speaking import spoken
from language import Message


def typed(question: str, *, differs: str = "") -> str:
    """The answer to the message `question`; asked for twice where `differs` is what to say when the two are
    not the same."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = _asked(question)
    if differs and first != _asked("cli.unseen.again"):
        raise WrongUsage(differs)
    return first


def _asked(question: str) -> str:
    return str(click.prompt(spoken(Message(question)), hide_input=True))
