"""What becomes of an error at the desk: one clear message and an exit code, never a traceback for a user's
mistake.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

PROBLEM = 1
USAGE = 2

# Errors of the rooms below by dotted name, so that reporting one never imports a room that the command did
# not use. A subclass is found through its bases. A test checks that every name exists.
EXIT_CODES: dict[str, int] = {
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

_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")


class Problem(click.ClickException):
    """Something is wrong that is not the command's wording: exit code 1."""

    exit_code = PROBLEM

    def show(self, file: object = None) -> None:
        """One message on standard error, without click's `Error:` in front of every line."""
        say(self.message)


class WrongUsage(click.ClickException):
    """What was asked for cannot be: exit code 2."""

    exit_code = USAGE

    def show(self, file: object = None) -> None:
        """One message on standard error."""
        say(self.message)


def say(message: str) -> None:
    """A message for the person, on standard error; credentials in an address are blanked."""
    click.echo(f"dondoc: {blank(message)}", err=True)


def blank(text: str) -> str:
    """The text with user names and passwords in addresses (`smtp://user:password@host`) replaced by `***`."""
    return _CREDENTIALS.sub("***@", text)


def either(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


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
        click.echo(blank("".join(traceback.format_exception(error))), err=True, nl=False)
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    code = expected(error)
    if code is not None:
        say(_sentence(error))
        return code
    say(f"unexpected {type(error).__name__}: {_first_line(error)} (details: {_record(error)})")
    return PROBLEM


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no message"])[0][:200]


def _record(error: Exception) -> Path | str:
    """Write the traceback to HOME/logs, or to a temporary file when there is no home yet: looking never
    makes one.
    """
    text = (
        f"{datetime.now(UTC).isoformat(timespec='seconds')} dondoc {' '.join(sys.argv[1:])}\n"
        + "".join(traceback.format_exception(error))
        + "\n"
    )
    home = Path(os.environ.get("DONDOC_HOME", "var"))
    try:
        if home.is_dir():
            log = home / "logs" / "dondoc.log"
            log.parent.mkdir(exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                file.write(blank(text))
            return log
        handle, name = tempfile.mkstemp(prefix="dondoc-error-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(blank(text))
        return name
    except OSError:
        return "run it again with DONDOC_DEBUG=1"
