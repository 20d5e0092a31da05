"""What somebody is told in the morning's mail beside tasks, each once.

Level-triggered, like the rounds: the sources say what is to be known at present, by whom; what has been told
is recorded under a key of its own. What is no longer so when a mail leaves is not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import fault_of
from engine.mail import decisions, replies_waiting, silences_ending
from engine.mail.duties import Note
from language import Message
from models import queries

TOLD = "note-told "
Wanted = Mapping[tuple[str, str], Message]
"""By (recipient, what): one line. What names the thing and its state: another state is told anew."""
SOURCES: Mapping[str, Callable[[Session, Registry, datetime], Wanted]] = MappingProxyType(
    {"decision": decisions.wanted, "reply": replies_waiting.wanted, "silence": silences_ending.wanted}
)
_LINKS: Mapping[str, Callable[[Session, Settings, str], str]] = MappingProxyType(
    {"reply": replies_waiting.link}
)
"""Where what a note tells is decided, from its `what`."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One note for one recipient (a unit's code)."""

    kind: str
    recipient: str
    what: str

    @property
    def key(self) -> str:
        """What it is recorded under."""
        return f"{TOLD}{self.kind} {self.recipient} {self.what}"


def due(
    s: Session, registry: Registry, now: datetime, failed: list[Message | str] | None = None
) -> list[Telling]:
    """What this morning's mails are to tell, of all that nobody has been told yet; `failed` is told of what
    cannot be read."""
    found, unread = [], []
    for kind, source in SOURCES.items():
        try:
            found += [Telling(kind, *key) for key in source(s, registry, now)]
        except Exception as error:  # the others are told, and the audit tells of it
            why = fault_of(error)
            if failed is not None:
                failed.append(why)
            unread.append(f"{TOLD}{kind} ")
    told = queries.facts(s, TOLD)
    # What is over is forgotten, so that these facts do not grow for ever; mails that wait would not tell it.
    over = sorted(told.keys() - {each.key for each in found})
    over = [key for key in over if not key.startswith(tuple(unread))]
    if over:
        queries.forget(s, over)
    return [each for each in found if each.key not in told]


def record(s: Session, tellings: Iterable[Telling], *, round_key: str) -> set[str]:
    """Records what the mails of that round (a local date) tell; answers the recipients."""
    return {each.recipient for each in tellings if queries.put_new(s, each.key, round_key)}


def told_by(
    s: Session, registry: Registry, settings: Settings, round_keys: Collection[str], now: datetime
) -> dict[tuple[str, str], tuple[Note, ...]]:
    """By (recipient, round key): what those mails tell and is so even now."""
    told = {key: day for key, day in queries.facts(s, TOLD).items() if day in round_keys}
    by_mail: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
    for kind, source in SOURCES.items() if told else ():
        try:
            found = source(s, registry, now)
        except Exception as error:  # the mail leaves without them, and the audit tells of it
            fault_of(error)
            continue
        for (recipient, what), said in found.items():
            day = told.get(Telling(kind, recipient, what).key)
            if day is not None:
                link = _LINKS[kind](s, settings, what) if kind in _LINKS else ""
                by_mail[recipient, day].append(Note(kind, said, link))
    return {key: tuple(notes) for key, notes in by_mail.items()}
