"""In which language the command line speaks: the operator's setting, or the office's first language.

Asked before anything is loaded, also to print help or to tell of a broken registry, so it reads as little as
it can: an environment variable, else a key of `dondoc.toml`, else one line of `office.yaml`. What cannot be
read here is told by whoever needs it for more than words.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from language import LANGUAGES, Either, Message, say

SURFACE = "cli"
VARIABLE = "DONDOC_LANGUAGE"
FALLBACK = "en"
"""Where the office cannot be read, or speaks something unheard of."""
SHIPPED_REGISTRY = Path(__file__).resolve().parents[1] / "config" / "offices" / "bhxh"
"""As in `config.settings`, which help must not load; a test holds the two together."""
# The key in a block (`  language: vi+en`) or between braces; of two languages the first is spoken.
_SPOKEN_BY_OFFICE = re.compile(r"""(?:^|[{,])[ \t]*language:[ \t]*["']?(vi|en)\b""", re.M)


@lru_cache(maxsize=1)
def language() -> str:
    """`vi` or `en`, one for the whole run; `main` forgets it before each command."""
    return language_of(_registry_folder(_settings()))


def language_of(registry: Path) -> str:
    """What the operator asked for, else what the office of this registry's folder speaks."""
    asked = os.environ.get(VARIABLE)
    if asked in LANGUAGES:
        return asked
    chosen = _settings().get("language")
    return str(chosen) if chosen in LANGUAGES else _of_office(registry) or FALLBACK


def wrong_choice() -> Message | None:
    """What is wrong with the variable, if anything."""
    asked = os.environ.get(VARIABLE)
    if not asked or asked in LANGUAGES:
        return None
    return Message("cli.wrong-language", variable=VARIABLE, languages=LANGUAGES, found=ascii(asked[:80]))


def spoken(message: Message | Either | str) -> str:
    """A message as this command line says it."""
    return say(message, language(), SURFACE)


def _home() -> Path:
    try:
        return Path(os.environ.get("DONDOC_HOME") or "var").expanduser()
    except RuntimeError:
        return Path("var")


def _settings() -> dict[str, Any]:
    """The operator's file; nothing where there is none, or none that can be read."""
    file = _home() / "dondoc.toml"
    try:
        if not file.is_file():  # a pipe would be waited for
            return {}
        content = file.read_bytes()
    except OSError:
        return {}
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}


def _registry_folder(settings: dict[str, Any]) -> Path:
    try:
        if named := os.environ.get("DONDOC_CONFIG"):
            return Path(named).expanduser()
        if isinstance(named := settings.get("config"), str) and named:
            return _home() / Path(named).expanduser()  # as settings reads it: from the file's own folder
    except RuntimeError:
        pass
    return SHIPPED_REGISTRY


def _of_office(registry: Path) -> str | None:
    try:
        text = (registry / "office.yaml").read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return None
    found = _SPOKEN_BY_OFFICE.search(text)
    return found[1] if found else None
