"""`dondoc outbox`: the mails, one of them as its reader sees it, and another try for those that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import naming, options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.mails import entry_of, show, state_of
from desk.office import Desk
from desk.output import ago, answer, line, listed, local, table
from desk.reasons import said
from desk.speaking import spoken
from desk.typed import Choice, Whole
from language import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from engine.mail.leaving import Held, Undigested

STATES = ("pending", "sending", "sent", "dead", "cancelled")
COUNTED = ("sent", "waiting", "scheduled", "sending", "dead", "cancelled")


@command(help="help.outbox")
@option("--state", type=Choice(STATES), help="help.outbox.state")
@option("--recipient", metavar="metavar.recipient", help="help.outbox.recipient")
@option("--limit", type=Whole(1, 1_000_000), default=200, show_default=True, help="help.outbox.limit")
@option("--show", "number", type=Whole(1), metavar="metavar.id", help="help.outbox.show")
@option("--coming", "ahead", is_flag=True, help="help.outbox.coming")
@option("--on", "on", type=options.DAY, help="help.outbox.on")
@option("--read", is_flag=True, help="help.outbox.read")
@option("--retry", type=Whole(1), multiple=True, metavar="metavar.id", help="help.outbox.retry")
@option("--retry-dead", is_flag=True, help="help.outbox.retry-dead")
@option("--drop", multiple=True, metavar="metavar.mail", help="help.outbox.drop")
@option("--hold", multiple=True, metavar="metavar.mail", help="help.outbox.hold")
@option("--release", multiple=True, metavar="metavar.mail", help="help.outbox.release")
@option("--send-now", "send", multiple=True, metavar="metavar.mail", help="help.outbox.send-now")
@option("--reason", metavar="metavar.text", help="help.outbox.reason")
@options.by
@option("--dry-run", is_flag=True, help="help.outbox.dry-run")
@options.reading
def outbox(
    state: str | None,
    recipient: str | None,
    limit: int,
    number: int | None,
    ahead: bool,
    on: date | None,
    read: bool,
    retry: tuple[int, ...],
    retry_dead: bool,
    drop: tuple[str, ...],
    hold: tuple[str, ...],
    release: tuple[str, ...],
    send: tuple[str, ...],
    reason: str | None,
    actor: str | None,
    dry_run: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """List the mails, show one of them, put dead letters back, or decide about some before they leave."""
    ruled = [name for name, given in (("drop", drop), ("hold", hold), ("release", release)) if given]
    if (number is not None) + bool(retry) + retry_dead + ahead + bool(send) + len(ruled) > 1:
        raise WrongUsage("cli.outbox.choose-one")
    if (read and not ahead) or (on and not (ahead or drop or hold or send)):
        raise WrongUsage("cli.outbox.only-coming")
    if (drop or hold) and not reason:
        raise WrongUsage("cli.outbox.drop-why" if drop else "cli.outbox.hold-why")
    desk = Desk(as_of)
    if recipient is not None:
        recipient = _recipient(desk, recipient)
    if ahead:
        from desk.coming import show_coming

        show_coming(desk, on, recipient, read=read, as_json=as_json)
    elif number is not None:
        show(desk, number, as_json=as_json)
    elif ruled or send:
        from desk.ruling import rule

        mails = drop or hold or release or send
        given = [each if each.isdigit() else _recipient(desk, each) for each in mails]
        what = ruled[0] if ruled else "send"
        rule(desk, what, given, on, reason or "", actor, dry_run=dry_run, as_json=as_json)
    elif retry or retry_dead:
        _retry(desk, retry, dry_run=dry_run, as_json=as_json)
    else:
        _list(desk, state, recipient, limit, as_json=as_json)


def _recipient(desk: Desk, typed: str) -> str:
    """The recipient's code: a unit's as people write it, with `:head` behind it its head's, or `leadership`;
    RegistryError for nobody."""
    from engine.tasks.views import LEADERSHIP, head_of

    name, colon, role = typed.rpartition(":")
    if typed == LEADERSHIP:
        return typed
    if colon and head_of("") == f":{role}":
        return head_of(desk.unit(name))
    return desk.unit(typed)


def _list(desk: Desk, state: str | None, recipient: str | None, limit: int, *, as_json: bool) -> None:
    from engine.mail.leaving import held, undigested
    from engine.mail.outcome import note_of
    from models import queries
    from models.states import MessageState

    with desk.looking() as session:
        rows = queries.outbox_rows(
            session, state=MessageState(state) if state else None, recipient=recipient, limit=limit
        )
        counts = queries.outbox_counts(session, desk.now)._asdict()
        later = [
            each
            for each in undigested(session, desk.registry, desk.settings, desk.now)
            if recipient in (None, each.recipient) and state in (None, MessageState.PENDING.value)
        ]
        silent = [
            each
            for each in held(session, desk.registry, desk.settings, desk.now)
            if recipient in (None, each.recipient) and state in (None, MessageState.PENDING.value)
        ]
    rows = [row for row in rows if row.queued_at <= desk.now]
    if as_json:
        messages = [entry_of(row) for row in rows]
        waits = {"undigested": _undigested(later), "held": [_held(desk, each) for each in silent]}
        answer({"as_of": desk.now, "counts": counts, **waits, "messages": messages})
        return
    zone = desk.registry.office.zone
    table(
        ("head.id", "head.queued", "head.recipient", "head.way", "head.state", "head.subject", "head.note"),
        [
            (
                row.id,
                local(row.queued_at, zone),
                *(
                    naming.recipient(desk, row.recipient),
                    row.way or Message("cli.outbox.by-mail"),
                    state_of(row),
                ),
                *(row.subject, note_of(row)),
            )
            for row in rows
        ],
        {place: "red" for place, row in enumerate(rows) if row.state is MessageState.DEAD},
    )
    line(
        Message(
            "cli.outbox.counts", counts=[Message(f"cli.outbox.n-{name}", n=counts[name]) for name in COUNTED]
        )
    )
    oldest = counts["oldest_waiting"]
    if oldest is not None:
        line(Message("cli.outbox.oldest", ago=ago(desk.now - oldest)))
    if counts["dead"]:
        line(Message("cli.outbox.dead-letters"))
    if later:
        _tell_undigested(desk, later)
    if silent:
        _tell_held(desk, silent)


def _tell_undigested(desk: Desk, later: Sequence[Undigested]) -> None:
    zone = desk.registry.office.zone
    line()
    line(Message("cli.outbox.undigested", n=len(later), at=local(later[0].at, zone)))
    table(
        ("head.recipient", "head.tasks", "head.why"),
        [(naming.recipient(desk, each.recipient), each.gist.tasks, _why(each)) for each in later],
    )


def _tell_held(desk: Desk, silent: Sequence[Held]) -> None:
    from engine.mail.silencing import told

    line()
    line(Message("cli.outbox.held", n=len({each.recipient for each in silent})))
    table(
        ("head.recipient", "head.tasks", "head.why", "head.leaves", "head.held-by"),
        [
            (
                *(naming.recipient(desk, each.recipient), each.gist.tasks, _why(each)),
                local(each.at, desk.registry.office.zone),
                Message("cli.outbox.silence", **told(desk.registry, each.silence, desk.now)),
            )
            for each in silent
        ],
    )


def _held(desk: Desk, each: Held) -> dict[str, Any]:
    from engine.mail.silencing import last_day

    silence = each.silence
    return {
        "recipient": each.recipient,
        "tasks": each.gist.tasks,
        "reasons": dict(each.gist.reasons),
        "leaves_at": each.at,
        "silence": silence.id,
        "until": last_day(desk.registry, silence),
        "reason": silence.reason,
        "by": silence.set_by,
    }


def _why(each: Undigested | Held) -> str:
    return listed(dict.fromkeys(spoken(said(reason)) for reason, _ in each.gist.reasons))


def _undigested(later: Sequence[Undigested]) -> dict[str, Any]:
    """What no mail carries yet: how much, of whom, and when it leaves (null where there is nothing)."""
    return {
        "recipients": len(later),
        "leaves_at": later[0].at if later else None,
        "waiting": [
            {"recipient": each.recipient, "tasks": each.gist.tasks, "reasons": dict(each.gist.reasons)}
            for each in later
        ],
    }


def _retry(desk: Desk, numbers: tuple[int, ...], *, dry_run: bool, as_json: bool) -> None:
    from engine.mail.reviving import revive

    engine = desk.existing()
    with desk.acting(None, dry_run=dry_run, engine=engine) as act:
        chosen = revive(act, ", ".join(str(number) for number in numbers))
    if as_json:
        answer({"dry_run": dry_run, "revived": chosen})
        return
    line(Message("cli.outbox.would-revive" if dry_run else "cli.outbox.revived", n=len(chosen)))
