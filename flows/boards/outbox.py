"""The board of the outbox: what was sent, what waits, what could not be sent and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from engine.mail.language import words_of
from engine.mail.leaving import Gist, Undigested
from engine.mail.outcome import note_of
from engine.mail.summary import KINDS
from engine.overview.names import recipient_called
from flows import names
from flows.boards.seen import Seen, outbox_counts, row
from flows.names import cell
from language import Either, Message
from models.queries import OutboxCounts
from models.states import MessageState
from models.tables import Message as Mail


def outbox_board(
    seen: Seen,
    counts: OutboxCounts,
    mails: Sequence[Mail],
    where: Message,
    undigested: Sequence[Undigested] = (),
    gists: Mapping[int, Gist] = MappingProxyType({}),
) -> str:
    """The text; `where` says where mail goes, `undigested` what goes with the next morning's, `gists` what
    those of the mails that have not left are about, by their ids."""
    lines = [
        f"# {seen.said(Message('board.outbox'))}",
        "",
        f"{seen.said(outbox_counts(seen, counts, undigested))}. {seen.said(where)}",
        "",
    ]
    if undigested:
        lines += [
            f"## {seen.said(Message('board.undigested'))}",
            "",
            *seen.heads("at", "recipient", "what"),
            *(
                row(
                    seen.unbroken(names.instant(each.at, seen.zone)),
                    seen.cell(recipient(seen, each.recipient)),
                    seen.cell(_about(seen, each.gist)),
                )
                for each in undigested
            ),
            "",
            f"## {seen.said(Message('board.mails'))}",
            "",
        ]
    if mails:
        lines += [
            *seen.heads("at", "recipient", "subject", "state"),
            *(_mail(seen, mail, gists.get(mail.id or 0)) for mail in mails),
        ]
    else:
        lines.append(seen.said(Message("board.no-mail")))
    return "\n".join([*lines, "", f"{seen.overall} · _{seen.updated}_"])


def recipient(seen: Seen, code: str) -> Message | Either:
    """'Vụ Pháp chế', 'Lãnh đạo Vụ Pháp chế', or the leadership's name."""
    return recipient_called(seen.registry, code, seen.today)


def _about(seen: Seen, gist: Gist) -> Message:
    """'3 việc: nhắc thời hạn, báo cáo quá hạn'."""
    words = words_of(seen.language)
    why = tuple(dict.fromkeys(said for reason, _ in gist.reasons if (said := words.why(reason))))
    return Message("board.gist-why" if why else "board.gist", n=gist.tasks, why=why)


def _mail(seen: Seen, mail: Mail, gist: Gist | None = None) -> str:
    pending = mail.state is MessageState.PENDING
    when = mail.sent_at or (mail.next_attempt_at if pending else mail.queued_at)
    who: Message | Either = recipient(seen, mail.recipient)
    if not mail.address:
        who = Message("board.no-address", who=who)
    if mail.way is not None:
        who = Message("board.by-way", who=who, way=mail.way)
    subject = cell(mail.subject or names.NONE)
    if not mail.subject and mail.kind in KINDS:
        subject = seen.cell(Message(f"summary.of-{mail.kind}"))
    elif not mail.subject and gist is not None and gist.tasks:
        subject = seen.cell(_about(seen, gist))
    state = seen.said(Message(f"board.mail-{mail.state.value}"))
    if mail.state is MessageState.DEAD:
        state = f"**{state}**"
    if mail.attempts > 1:
        state = seen.said(Message("board.attempts", state=state, attempts=mail.attempts))
    note = note_of(mail)
    if note is not None and mail.state is not MessageState.SENT:
        state += f": {seen.cell(note)}"
    return row(seen.unbroken(names.instant(when, seen.zone)), seen.cell(who), subject, state)
