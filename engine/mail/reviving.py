"""Dead letters, and such as were dropped by mistake, put back by somebody to be tried anew."""

from __future__ import annotations

import re

from engine.errors import UnknownName
from engine.mail.dropping import was_dropped
from engine.mail.merging import merge
from engine.tasks.acts import Act
from models import queries

_NUMBER = re.compile(r"[0-9]{1,18}")


def revive(act: Act, numbers: str = "") -> list[int]:
    """Puts letters back and merges what would reach one recipient twice; answers their numbers.

    `numbers` names dead and dropped ones, as people write a list ('12, 15'); none: all that are dead.
    UnknownName for what is no number of one: then nothing is put back.
    """
    asked = [part for part in re.split(r"[\s,;]+", numbers) if part]
    named = {int(part) for part in asked if _NUMBER.fullmatch(part)}
    there = {row.id for row in queries.dead_messages(act.s) if row.id is not None}
    if asked:
        rows = queries.messages_by_id(act.s, sorted(named - there))
        there = named & (there | {number for number, row in rows.items() if was_dropped(row)})
    strange = tuple(part for part in asked if not (_NUMBER.fullmatch(part) and int(part) in there))
    if strange:
        raise UnknownName("outbox.not-dead", numbers=strange)
    chosen = sorted(there)
    if chosen:
        queries.revive(act.s, chosen, at=act.now)
        merge(act.s, act.registry, act.now)
        queries.record(act.s, act.event("revived", data={"messages": chosen}))
    return chosen
