"""A progress bar for what walks from one day to another: on a terminal only; a pipe sees none of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from desk.speaking import spoken
from language import Message


@contextmanager
def walking(first: date, last: date) -> Iterator[Callable[[date], None]]:
    """What is to be told each day that was reached."""
    if not sys.stderr.isatty():
        yield lambda _day: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(spoken(Message("cli.simulate.running")), total=(last - first).days + 1)
        yield lambda day: progress.update(bar, completed=(day - first).days)
