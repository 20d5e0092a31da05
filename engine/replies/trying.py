"""What would become of a mail that is read now: for whoever is asked why a reply was not taken."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import fault_of
from engine.installation import Installation
from engine.replies.arrived import letterhead, parsed
from engine.replies.mailbox import BEGINNING, WHOLE, Arrived
from engine.replies.reading import ORIGIN, Hearer, Reading
from engine.tasks.acts import Act, By
from language import Message
from models import db, queries
from models.states import ReplyState
from models.tables import Message as Mail
from models.tables import Reply

_PLACE = "tried"


@dataclass(frozen=True, slots=True)
class Tried:
    """What would become of a mail. `answered`: the mail of ours that it answers; `before`: what became of the
    same mail when it was read before, the newest first."""

    reply: Reply
    answered: Mail | None
    before: tuple[Reply, ...]


def tried(installation: Installation, act: Act, raw: bytes, hear: Hearer) -> Tried:
    """Reads the mail as the reader of the mailbox would, in the act, which must be taken back (`dry_run`): it
    records what it would record. Nothing is kept on the disk, and that it was read before does not matter.
    """
    if not act.dry_run:
        raise ValueError("a mail is only tried in an act that is taken back")
    reply = queries.add_reply(act.s, "", _PLACE, act.now)
    assert reply is not None
    before: tuple[Reply, ...] = ()
    cut = len(raw) > WHOLE
    arrived = Arrived(_PLACE, raw[:BEGINNING] if cut else raw, len(raw), cut=cut)
    with tempfile.TemporaryDirectory() as folder:
        speaking = Act(
            act.s, replace(act.settings, home=Path(folder)), act.registry, act.now, By("", ORIGIN), True
        )
        try:
            head = letterhead(parsed(arrived.raw))
            before = tuple(queries.replies_of(act.s, head.message_id, head.sender))
            Reading(installation, reply, arrived, act.now, speaking, again=True).take(hear)
        except db.DatabaseError:
            raise
        except Exception as error:  # a mail is anybody's bytes
            reply.state = ReplyState.UNREADABLE
            reply.heard = {"why": [Message("replies.unreadable", why=fault_of(error)).as_text()]}
    answered = act.s.get(Mail, reply.message_id) if reply.message_id is not None else None
    return Tried(reply, answered, before)
