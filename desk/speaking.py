"""In which language the command line speaks: the operator's setting, or the office's first language."""

from __future__ import annotations

import os
from functools import lru_cache

from language import LANGUAGES, Either, Message, say

SURFACE = "cli"


@lru_cache(maxsize=1)
def language() -> str:
    """`vi` or `en`. Asked before anything is loaded, so it reads as little as it can."""
    asked = os.environ.get("DONDOC_LANGUAGE", "")
    return asked if asked in LANGUAGES else LANGUAGES[1]


def spoken(message: Message | Either | str) -> str:
    """A message as this command line says it."""
    return say(message, language(), SURFACE)
