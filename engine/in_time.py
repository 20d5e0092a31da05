"""A call of somebody elsewhere for whom nobody waits longer than a limit, however he keeps one waiting: an
address that is not found, a line that is not taken, an answer that drips.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")


def in_time(seconds: float, call: Callable[[], _Answer]) -> _Answer:
    """What `call` answers or raises; TimeoutError after `seconds`. What it was at then goes on in a thread
    that ends with the process at the latest, so it must be nothing that somebody else has to know of.
    """
    answers: list[_Answer] = []
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            answers.append(call())
        except BaseException as error:  # whatever it is, it is the caller's
            errors.append(error)

    asking = threading.Thread(target=ask, name="in-time", daemon=True)
    asking.start()
    asking.join(seconds)
    if errors:
        raise errors[0]
    if not answers:
        raise TimeoutError
    return answers[0]
