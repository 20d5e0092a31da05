"""Where the notes go that the rooms below leave for an operator: where the settings say, laid out by
`engine.logbook`. Onto the terminal only where the settings name it: as English and as tracebacks they would
stand between the lines of the answer.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path


class HomeLog(logging.Handler):
    """Takes what nobody else handles. What a command notes that only looks is dropped: it writes nothing."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.home: Path | None = None
        """Of a command that acts, once it has one."""
        self._opened: Path | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the note, with the instant (UTC) and the traceback that belongs to it."""
        if self.home is None:
            return
        from engine.logbook import BOOK

        if self._opened != self.home:
            from config.settings import Settings, SettingsError, load

            try:
                settings = load()
            except SettingsError:  # told by the command itself
                settings = Settings()
            BOOK.open_at(replace(settings, home=self.home))
            self._opened = self.home
        BOOK.handle(record)


LOG = HomeLog()


def begin() -> None:
    """A command begins: until it acts on a home, nothing is kept."""
    LOG.home = LOG._opened = None
    logging.lastResort = LOG


def acts_on(home: Path) -> None:
    """It acts on this home: from now on, what happens is kept."""
    from engine.logbook import OURS

    LOG.home = home
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
