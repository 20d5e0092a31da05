"""The board of the outbox: what was sent, what waits, what could not be sent and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from engine.mail import silencing
from engine.mail.language import words_of
from engine.mail.leaving import Gist, Held, Undigested
from engine.mail.outcome import note_of
from engine.mail.summary import KINDS
from engine.overview.names import recipient_called
from engine.tasks.days import local_day
from flows import names
from flows.boards.form_links import form_link
from flows.boards.seen import Seen, outbox_counts, row
from flows.names import cell
from language import Either, Message
from models.queries import OutboxCounts, SilenceRow
from models.states import MessageState
from models.tables import Message as Mail

_TOP = 4


def outbox_board(
    seen: Seen,
    counts: OutboxCounts,
    mails: Sequence[Mail],
    where: Message,
    undigested: Sequence[Undigested] = (),
    gists: Mapping[int, Gist] = MappingProxyType({}),
    held: Sequence[Held] = (),
    silences: Sequence[SilenceRow] = (),
) -> str:
    """The text; `where` says where mail goes, `undigested` what goes with the next morning's, `gists` what
    those of the mails that have not left are about, by their ids, `held` what the `silences`
    hold."""
    lines = [
        f"# {seen.said(Message('board.outbox'))}",
        "",
        f"{seen.said(outbox_counts(seen, counts, undigested))}. {seen.said(where)}",
        "",
    ]
    lines += _silent(seen, silences, held)
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
        ]
    if len(lines) > _TOP:
        lines += [f"## {seen.said(Message('board.mails'))}", ""]
    if mails:
        lines += [
            *seen.heads("at", "recipient", "subject", "state"),
            *(_mail(seen, mail, gists.get(mail.id or 0)) for mail in mails),
        ]
    else:
        lines.append(seen.said(Message("board.no-mail")))
    return "\n".join([*lines, "", f"{seen.overall} · _{seen.updated}_"])


def _silent(seen: Seen, silences: Sequence[SilenceRow], held: Sequence[Held]) -> list[str]:
    """The silences that run or are to come, and what waits for their end."""
    if not silences:
        return []
    lines = [
        f"## {seen.said(Message('board.silences'))}",
        "",
        *seen.heads("number", "silent", "from", "until", "recorded-by", "reason", "answer"),
        *(
            row(
                str(each.id),
                seen.cell(silencing.subject_of(seen.registry, each, seen.today)),
                seen.unbroken(Message("board.day", day=local_day(seen.registry, each.starts_at))),
                seen.unbroken(Message("board.day", day=silencing.last_day(seen.registry, each))),
                names.cell(each.set_by),
                names.cell(each.reason),
                form_link(seen.said(Message("board.end-silence")), "end-silence", {"number": each.id}),
            )
            for each in silences
        ),
        "",
    ]
    if held:
        lines += [
            *seen.heads("at", "recipient", "what", "held-why"),
            *(_held(seen, each) for each in held),
            "",
        ]
    return lines


def _held(seen: Seen, each: Held) -> str:
    why = Message("board.silence", **silencing.told(seen.registry, each.silence, seen.as_of))
    return row(
        seen.unbroken(names.instant(each.at, seen.zone)),
        seen.cell(recipient(seen, each.recipient)),
        seen.cell(_about(seen, each.gist)),
        seen.cell(why),
    )


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
