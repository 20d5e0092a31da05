"""The catalogues on disk: one gettext file a language and a domain, `locales/vi/LC_MESSAGES/mail.po`.

A message id is the msgid; what stands before its first dot is its domain. A surface that says a message in
words of its own (`form`, `cli`, `mail`) has an entry with that msgctxt beside the general one. Compiled
files are made when the project is installed; where one is missing or older than its source, as on the desk
of somebody who edits texts, the source itself is read.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parent / "locales"
_PART = "\x04"  # how gettext joins a context and an id


@lru_cache(maxsize=64)
def catalogue(language: str, domain: str) -> gettext.NullTranslations:
    """The texts of a domain in a language; an empty catalogue when there is none."""
    source = LOCALES / language / "LC_MESSAGES" / f"{domain}.po"
    compiled = source.with_suffix(".mo")
    try:
        if compiled.stat().st_mtime >= source.stat().st_mtime:
            with compiled.open("rb") as file:
                return gettext.GNUTranslations(file)
    except FileNotFoundError:
        pass
    return gettext.GNUTranslations(io.BytesIO(compiled_from(source))) if source.exists() else _NONE


def compile_all() -> list[Path]:
    """Compiles every source catalogue whose compiled file is missing or older; answers what was written."""
    written = []
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            compiled.write_bytes(compiled_from(source))
            written.append(compiled)
    return written


def compiled_from(source: Path) -> bytes:
    """A source catalogue as a compiled one."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = io.BytesIO()
    with source.open("rb") as file:
        write_mo(made, read_po(file))
    return made.getvalue()


@lru_cache(maxsize=8192)
def text(language: str, name: str, surface: str, n: int | None) -> str | None:
    """The text of a message id, as this surface says it where it has words of its own; None for none."""
    found = catalogue(language, name.partition(".")[0])
    for key in (f"{surface}{_PART}{name}", name) if surface else (name,):
        said = found.gettext(key) if n is None else found.ngettext(key, key, n)
        if said == key and n is not None:
            said = found.gettext(key)
        if said != key:
            return said
    return None


_NONE = gettext.NullTranslations()
