"""Whether this process was asked to end. Whoever sends letters looks before each one, ends there, and gives
back what it has claimed: nobody has to wait for a claim to run out because a service was restarted.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_asked = threading.Event()


def asked() -> bool:
    """Whether it was, since the present work began."""
    return _asked.is_set()


@contextlib.contextmanager
def heeding() -> Iterator[None]:
    """What runs inside is not torn apart by SIGTERM: it ends by itself, soon. Whoever listened to the signal
    before is told as well, once: whoever stops a service asks a process twice, its supervisor and its parent.
    In another thread than the main one nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)

    def heard(number: int, frame: FrameType | None) -> None:
        if _asked.is_set():
            return
        _asked.set()
        if callable(before):
            before(number, frame)

    _asked.clear()
    signal.signal(signal.SIGTERM, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)
