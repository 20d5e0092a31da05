"""What becomes of an error at the desk: one clear message and an exit code, never a traceback for a user's
mistake.
"""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import click

from desk import usage
from desk.output import fitting
from desk.speaking import spoken
from language import Either, Message, MessageError, message_of
from language.hidden import without_credentials

PROBLEM = 1
USAGE = 2

# Errors of the rooms below by dotted name, so that reporting one never imports a room that the command did
# not use. A subclass is found through its bases. A test checks that every name exists.
EXIT_CODES: dict[str, int] = {
    "desk.errors.Problem": PROBLEM,
    "desk.errors.WrongUsage": USAGE,
    "config.registry.errors.RegistryErrors": PROBLEM,
    "config.intake.files.grids.IntakeError": USAGE,
    "config.registry.errors.RegistryError": USAGE,
    "config.settings.SettingsError": PROBLEM,
    "calendars.errors.WhenError": USAGE,
    "models.errors.DatabaseError": PROBLEM,
    "models.states.TransitionError": PROBLEM,
    "engine.mail.channels.ChannelError": PROBLEM,
    "engine.errors.UnknownName": USAGE,
    "engine.errors.RoundError": USAGE,
    "engine.errors.EngineError": PROBLEM,
}

UNEXPECTED = "unexpected"
"""A file beside the log: when it was last touched, an error came that nobody foresaw."""


class Problem(MessageError):
    """Something is wrong that is not the command's wording: exit code 1."""


class WrongUsage(MessageError):
    """What was asked for cannot be: exit code 2."""


def say(message: Message | Either | str) -> None:
    """A message for the person, on standard error; credentials in an address are blanked."""
    for text in f"dondoc: {without_credentials(spoken(message))}".splitlines():
        click.echo(fitting(text, err=True), err=True)


def expected(error: BaseException) -> int | None:
    """The exit code of an error that a user can cause; None for one that is our own fault."""
    for kind in type(error).__mro__:
        code = EXIT_CODES.get(f"{kind.__module__}.{kind.__qualname__}")
        if code is not None:
            return code
    return PROBLEM if isinstance(error, OSError) else None


def report(error: Exception) -> int:
    """Tell the person about an error and answer the exit code; with DONDOC_DEBUG=1 the traceback comes
    first.
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if os.environ.get("DONDOC_DEBUG") == "1":
        click.echo(without_credentials("".join(traceback.format_exception(error))), err=True, nl=False)
    if isinstance(error, click.ClickException):
        for text in usage.explained(error):
            click.echo(fitting(without_credentials(text), err=True), err=True)
        return error.exit_code
    code = expected(error)
    if code is not None:
        say(message_of(error))
        return code
    say(Message("cli.unexpected", kind=type(error).__name__, text=_first_line(error), log=_record(error)))
    return PROBLEM


def _first_line(error: Exception) -> Message | str:
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # it may be anybody's class
        lines = []
    return _written(lines[0][:200]) if lines else Message("cli.no-message")


def _written(text: str) -> str:
    """The text as any file takes it: bytes that are no text, from names or arguments, are spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _record(error: Exception) -> str | Message:
    """Write the traceback to HOME/logs, or to a temporary file when there is no home yet: looking never
    makes one.
    """
    text = (
        f"{datetime.now(UTC).isoformat(timespec='seconds')} dondoc {' '.join(sys.argv[1:])}\n"
        + "".join(traceback.format_exception(error))
        + "\n"
    )
    text = _written(without_credentials(text))
    home = Path(os.environ.get("DONDOC_HOME", "var"))
    try:
        if home.is_dir():
            log = home / "logs" / "dondoc.log"
            log.parent.mkdir(exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                file.write(text)
            (log.parent / UNEXPECTED).touch()
            return str(log)
        import tempfile

        handle, name = tempfile.mkstemp(prefix="dondoc-error-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        return name
    except OSError:
        return Message("cli.debug-again")
