"""In which language the flows speak: the Prefect UI in the office's first, the supervisor's terminal in its
operator's. Without prefect.
"""

from __future__ import annotations

import os
from pathlib import Path

from config import settings as settings_room
from config.loading.loader import OFFICE
from config.loading.yaml_nodes import Problems, read
from config.registry import Registry
from config.settings import Settings, SettingsError
from language import LANGUAGES, Either, Message, say

FORM, BOARD = "form", "board"


def language_of(registry: Registry) -> str:
    """The office's first language: `vi` or `en`."""
    return registry.office.language.partition("+")[0]


def spoken(registry: Registry, message: Message | Either | str, surface: str = FORM) -> str:
    """A message as the office's administrators read it, on a `form` or a `board`."""
    return say(message, language_of(registry), surface)


def sentence(registry: Registry, message: Message) -> str:
    """The same with a capital letter, for a message that begins with a word of ours."""
    said = spoken(registry, message)
    return said[:1].upper() + said[1:]


def in_every_language(message: Message) -> list[str]:
    """What the message is in each language: by this things are found again that an office named, whatever it
    speaks now.
    """
    return [say(message, language, FORM) for language in LANGUAGES]


def office_language(settings: Settings | None = None) -> str:
    """The office's first language, read without the rest of its registry, which may be what is wrong.

    Where not even that can be read: the operator's language, else Vietnamese.
    """
    settings = settings or _settings()
    return _of_office(settings) or _asked(settings) or LANGUAGES[0]


def terminal_language() -> str:
    """What a terminal reads: the operator's language (DONDOC_LANGUAGE), or the office's first. Where neither
    can be read it is English, as on the command line.
    """
    settings = _settings()
    return _asked(settings) or _of_office(settings) or "en"


def _settings() -> Settings:
    """The settings; of wrong ones, which somebody else tells of, only where the registry is."""
    try:
        return settings_room.load()
    except SettingsError:
        named = os.environ.get(f"{settings_room.PREFIX}CONFIG")
        return Settings(config=Path(named)) if named else Settings()


def _asked(settings: Settings) -> str | None:
    asked = os.environ.get(f"{settings_room.PREFIX}LANGUAGE")
    return asked if asked in LANGUAGES else settings.language


def _of_office(settings: Settings) -> str | None:
    node, _ = read(settings.config / OFFICE, OFFICE, Problems())
    for key in ("office", "language"):
        node = node.entries.get(key) if node is not None and node.entries is not None else None
    first = ((node.text if node is not None else None) or "").partition("+")[0]
    return first if first in LANGUAGES else None
