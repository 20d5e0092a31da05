"""Where notes go and in which form: as the settings say, the same for commands, runs and pages.

A note is a line: of text, or (`json`) an object with `at`, `level`, `action`, `event`, `logger` and the
action's own fields. structlog lays it out; it is imported with the first note, so that nothing quick waits.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from config.settings import Settings
from engine.noted import FIELDS
from language.hidden import without_credentials

FILE = Path("logs") / "dondoc.log"
OURS = ("engine", "desk", "flows", "dondoc", "language", "config", "models")
"""The loggers whose notes are kept from INFO on when they name an action; of others, what is a warning."""
NO_ACTION = "note"
REQUEST = "request"
"""Of every page that is looked at; too many to be kept, they go to standard error alone."""
Event = MutableMapping[str, Any]


class Logbook(logging.Handler):
    """Keeps what happened: actions, and whatever is a warning. `open_at(settings)` says where; until then
    nothing is kept. What it cannot write is told by what the work itself could not write."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._settings: Settings | None = None

    def open_at(self, settings: Settings | None) -> None:
        """From now on notes go where these settings say; None: nowhere."""
        self._settings = settings
        if settings is not None:
            for name in OURS:
                logging.getLogger(name).setLevel(logging.INFO)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is kept at all."""
        action = getattr(record, "action", None)
        return record.levelno >= logging.WARNING or action not in (None, REQUEST)

    def emit(self, record: logging.LogRecord) -> None:
        """Appends the line. Each is written and closed by itself: a file that was set aside is made anew."""
        settings = self._settings
        if settings is None:
            return
        try:
            text = line_of(record, settings.log_format)
            if settings.log_to == "stderr":
                sys.stderr.write(text)
                sys.stderr.flush()
                return
            file = settings.home / FILE
            file.parent.mkdir(exist_ok=True)
            with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(text)
        except Exception:  # noqa: S110 - a note must never stop what it tells of
            pass


class AsText(logging.Formatter):
    """The same lines for a handler of somebody else's."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        return line_of(record, self._form).rstrip("\n")


def line_of(record: logging.LogRecord, form: str) -> str:
    """A note as a line with its end; user names and passwords in addresses are struck out."""
    return without_credentials(_layout(form)(record)) + "\n"


@lru_cache(maxsize=2)
def _layout(form: str) -> Callable[[logging.LogRecord], str]:
    import structlog

    last: list[Any] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    if form != "json":
        # A traceback with the values of its variables would tell what people wrote.
        plain = structlog.dev.plain_traceback
        last = [
            structlog.dev.ConsoleRenderer(
                colors=False, timestamp_key="at", sort_keys=False, exception_formatter=plain
            )
        ]
    layout = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_told],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _ordered, *last],
    )
    return layout.format


def _told(_: Any, __: str, event: Event) -> Event:
    """What a record of the standard library tells beside its text."""
    record: logging.LogRecord = event["_record"]
    event["at"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    event["level"], event["logger"] = record.levelname.lower(), record.name
    event["action"] = getattr(record, "action", NO_ACTION)
    event.update(getattr(record, FIELDS, {}))
    return event


def _ordered(_: Any, __: str, event: Event) -> Event:
    first = ("at", "level", "action", "event", "logger")
    return {name: event[name] for name in (*first, *(each for each in event if each not in first))}


BOOK = Logbook()


def keep(settings: Settings) -> None:
    """The notes of this process go where the settings say, beside wherever they go already."""
    BOOK.open_at(settings)
    for name in OURS:
        log = logging.getLogger(name)
        if BOOK not in log.handlers:
            log.addHandler(BOOK)
        log.propagate = settings.log_to != "stderr"  # there they would stand twice
