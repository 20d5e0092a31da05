"""Where the notes go that the rooms below leave for an operator: into the home's log, never onto the
terminal, where they would stand as English and as tracebacks between the lines of the answer.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path


class HomeLog(logging.Handler):
    """Takes what nobody else handles. What a command notes that only looks is dropped: it writes nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.home: Path | None = None
        """Of a command that acts, once it has one."""

    def emit(self, record: logging.LogRecord) -> None:
        """Appends the note, with the instant (UTC) and the traceback that belongs to it."""
        if self.home is None:
            return
        from desk.errors import blank

        at = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            log = self.home / "logs" / "dondoc.log"
            log.parent.mkdir(exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                file.write(blank(f"{at} {record.levelname} {record.name}: {self.format(record)}\n"))
        except OSError:  # a full disk is told by what the command itself could not write
            pass


LOG = HomeLog()


def begin() -> None:
    """A command begins: until it acts on a home, nothing is kept."""
    LOG.home = None
    logging.lastResort = LOG
