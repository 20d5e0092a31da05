"""Dead letters put back by somebody, to be tried anew."""

from __future__ import annotations

import re

from engine.errors import UnknownName
from engine.mail.merging import merge
from engine.tasks.acts import Act
from models import queries


def revive(act: Act, numbers: str = "") -> list[int]:
    """Puts dead letters back and merges what would reach one recipient twice; answers their numbers.

    `numbers` names some of them, as people write a list ('12, 15'); none: all. UnknownName for what is no
    number of a dead letter: then nothing is put back.
    """
    dead = {row.id for row in queries.dead_messages(act.s) if row.id is not None}
    asked = [part for part in re.split(r"[\s,;]+", numbers) if part]
    strange = tuple(part for part in asked if not (part.isascii() and part.isdigit() and int(part) in dead))
    if strange:
        raise UnknownName("outbox.not-dead", numbers=strange)
    chosen = sorted({int(part) for part in asked} or dead)
    if chosen:
        queries.revive(act.s, chosen, at=act.now)
        merge(act.s, act.registry, act.now)
        queries.record(act.s, act.event("revived", data={"messages": chosen}))
    return chosen
