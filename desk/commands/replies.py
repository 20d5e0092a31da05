"""`dondoc replies`: what units wrote back, reading it now, and deciding what was not sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import naming, options
from desk.answering import confirm
from desk.answering import reason as reason_option
from desk.command import Group, argument, option
from desk.errors import Problem, WrongUsage
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, in_json, line, local, table
from desk.replied import entry_of, gist, items_of, show_reply, told
from desk.typed import Choice, Whole
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime


STATES = ("waiting", "recorded", "accepted", "dismissed", "refused", "ignored", "bounce", "unreadable")
COUNTED = ("recorded", "waiting", "refused", "bounce", "unreadable", "ignored")
HEADS = ("head.id", "head.read", "head.from", "head.unit", "head.state", "head.what")


@click.group(cls=Group, help="help.replies")
def replies() -> None:
    """The command itself does nothing: it has commands."""


@replies.command(help="help.replies.read")
@options.writing
@options.as_json
def read(dry_run: bool, as_json: bool) -> None:
    """Read the mailbox now, as the flow does it every few minutes."""
    from engine.replies.choose import arrived, mailbox_of
    from engine.replies.hearing import hear
    from engine.replies.reading import read_replies

    desk = Desk()
    box = mailbox_of(desk.settings)
    if dry_run:
        count = arrived(desk.installation(desk.rehearsal()), box, desk.now)
        answer({"dry_run": True, "arrived": count}) if as_json else line(
            Message("cli.replies.would-read", n=count)
        )
        return
    make_home(desk.settings.home)
    done = read_replies(desk.installation(desk.ready()), box, hear, desk.now)
    counts = {state.value: n for state, n in done.counts.items()}
    if as_json:
        problem = in_json(done.problem)
        answer({"dry_run": False, "read": done.read, **counts, "answered": done.answered, "problem": problem})
    else:
        parts = [Message(f"cli.replies.n-{name}", n=counts[name]) for name in COUNTED if counts.get(name)]
        line(Message("cli.replies.read", n=done.read, counts=parts, answered=done.answered))
    if done.problem:
        raise Problem(done.problem)


@replies.command("list", help="help.replies.list")
@option("--state", type=Choice(STATES), help="help.replies.state")
@option("--all", "everything", is_flag=True, help="help.replies.all")
@option("--limit", type=Whole(1, 1_000_000), default=200, show_default=True, help="help.replies.limit")
@options.reading
def list_(
    state: str | None, everything: bool, limit: int, as_of: datetime | date | None, as_json: bool
) -> None:
    """Print what waits; with --all or --state also what became of the others."""
    from models import queries
    from models.states import ReplyState

    desk = Desk(as_of)
    wanted = () if everything else (ReplyState(state or "waiting"),)
    with desk.looking() as session:
        found = [
            each
            for each in queries.replies(session, states=wanted, limit=limit)[::-1]
            if each.read_at <= desk.now
        ]
    if as_json:
        answer({"as_of": desk.now, "replies": [entry_of(each) for each in found]})
        return
    zone = desk.registry.office.zone
    table(
        HEADS,
        [
            (
                each.id,
                local(each.read_at, zone),
                each.sender or "",
                naming.unit(desk, each.unit) if each.unit else "",
                Message(f"replies.state-{each.state.value}"),
                gist(each),
            )
            for each in found
        ],
    )
    line(Message("cli.replies.count", n=len(found)))


@replies.command(help="help.replies.show")
@argument("number", "metavar.id", type=Whole(1))
@options.reading
def show(number: int, as_of: datetime | date | None, as_json: bool) -> None:
    """Print one reply: what the person wrote, what was understood, what became of it."""
    from models.tables import Reply

    desk = Desk(as_of)
    with desk.looking() as session:
        found = session.get(Reply, number)
    if found is None:
        raise WrongUsage("replies.no-such-reply", number=str(number))
    if as_json:
        answer({**entry_of(found), "text": found.text})
        return
    state = Message(f"replies.state-{found.state.value}")
    at = local(found.read_at, desk.registry.office.zone)
    show_reply(found, Message("cli.replies.its-state", state=state, at=at), desk.settings.evidence)


@replies.command(help="help.replies.accept")
@argument("number", "metavar.id", type=Whole(1))
@option("--task", metavar="metavar.task", help="help.replies.task")
@option("--figure", metavar="metavar.figure", help="help.submit.figure")
@option("--amend", is_flag=True, help="help.submit.amend")
@confirm
@options.by
@options.as_of
@options.writing
@options.as_json
def accept(
    number: int, task: str | None, figure: str | None, amend: bool, confirmed: bool, **how: Any
) -> None:
    """Record what waits of a reply as it was understood."""
    from engine.replies.recording import Given

    _decide("accept", number, **how, task=task, given=Given(figure, amend, confirmed))


@replies.command(help="help.replies.dismiss")
@argument("number", "metavar.id", type=Whole(1))
@reason_option
@options.by
@options.as_of
@options.writing
@options.as_json
def dismiss(number: int, reason: str, **how: Any) -> None:
    """Turn down what waits of a reply; its sender reads the reason."""
    _decide("dismiss", number, **how, reason=reason)


def _decide(
    what: str,
    number: int,
    *,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
    **details: Any,
) -> None:
    from engine.replies import deciding

    desk = Desk(as_of)
    if not dry_run:
        make_home(desk.settings.home)
    with desk.acting(actor, dry_run=dry_run) as act:
        reply = getattr(deciding, what)(act, number, **details)
        entry, mailed = entry_of(reply), reply.answer_next_at is not None
        items, address = items_of(reply), reply.sender or ""  # a rehearsal forgets the row as it ends
    if as_json:
        answer({**entry, "dry_run": dry_run, "mailed": mailed})
        return
    how = "would" if dry_run else "was"
    line(Message(f"cli.replies.{how}-{what}", number=str(number)))
    for item in items:
        line(Message("cli.replies.item", said=told(item)))
    if mailed:
        line(Message("cli.replies.mailed", address=address))
