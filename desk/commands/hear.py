"""`dondoc hear`: what would become of a mail, for whoever is asked why a reply was not taken."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desk import options
from desk.command import argument, command
from desk.errors import Problem
from desk.office import Desk
from desk.output import answer, line, local
from desk.replied import entry_of, show_reply
from desk.typed import Place
from language import Message, system

if TYPE_CHECKING:
    from datetime import date, datetime


@command(help="help.hear")
@argument("file", "metavar.file", type=Place(dir_okay=False, allow_dash=True))
@options.reading
def hear(file: Path, as_of: datetime | date | None, as_json: bool) -> None:
    """Read the mail as it would be read now; nothing is recorded, kept or answered."""
    from engine.replies import hearing
    from engine.replies.trying import tried

    raw = _read(file)
    desk = Desk(as_of)
    with desk.acting(None, dry_run=True) as act:
        found = tried(desk.installation(desk.rehearsal()), act, raw, hearing.hear)
        reply, answered, before = found.reply, found.answered, found.before
        if as_json:
            entry = entry_of(reply)
            for name in ("id", "read_at", "answered_at", "decided_by", "reason"):
                del entry[name]
            known = [{"id": each.id, "read_at": each.read_at, "state": each.state.value} for each in before]
            to = answered.recipient if answered else None
            answer({"as_of": desk.now, **entry, "text": reply.text, "answers_mail_to": to, "before": known})
            return
        for each in before:
            said = {"number": str(each.id), "state": Message(f"replies.state-{each.state.value}")}
            line(Message("cli.hear.before", at=local(each.read_at, desk.registry.office.zone), **said))
        if answered:
            line(Message("cli.hear.answers", number=str(answered.id), to=answered.recipient))
        else:
            line(Message("cli.hear.answers-none"))
        state = Message("cli.hear.would", state=Message(f"replies.state-{reply.state.value}"))
        show_reply(reply, state, desk.settings.evidence)


def _read(file: Path) -> bytes:
    from engine.replies.mailbox import WHOLE

    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(WHOLE + 1)
        with file.open("rb") as opened:
            return opened.read(WHOLE + 1)
    except OSError as error:
        raise Problem("system.of-file", file=str(file), why=system.why(error)) from None
