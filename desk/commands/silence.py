"""`dondoc silence`: mail that is held for a time; which there are; ending one early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, line, local, table
from desk.typed import Whole
from language import Message

if TYPE_CHECKING:
    from models.queries import SilenceRow

HEADS = (
    "head.id",
    "head.silent",
    "head.from",
    "head.until",
    "head.state",
    "head.by",
    "head.reason",
    "head.ended",
)


@command(help="help.silence")
@option("--unit", default="", metavar="metavar.unit", help="help.silence.unit")
@option("--obligation", default="", metavar="metavar.obligation", help="help.silence.obligation")
@option("--document", default="", metavar="metavar.document", help="help.silence.document")
@option("--from", "from_", type=options.DAY, help="help.silence.from")
@option("--until", type=options.DAY, help="help.silence.until")
@option("--end", "number", type=Whole(1), metavar="metavar.id", help="help.silence.end")
@option("--all", "every", is_flag=True, help="help.silence.all")
@option("--reason", default="", metavar="metavar.text", help="help.silence.reason")
@options.by
@options.as_of
@options.writing
@options.as_json
def silence(number: int | None, every: bool, actor: str | None, **given: Any) -> None:
    """Set a silence, end one, or list those that run and those to come."""
    desk = Desk(given.pop("as_of"))
    as_json, dry_run = given.pop("as_json"), given.pop("dry_run")
    subject = [given[name] for name in ("unit", "obligation", "document") if given[name].strip()]
    days = [day for day in (given["from_"], given["until"]) if day]
    if number is not None and (subject or days or every):
        raise WrongUsage("cli.silence.end-alone")
    if number is None and not subject and not days and not given["reason"]:
        _list(desk, every=every, as_json=as_json)
        return
    if every or (number is None and given["until"] is None):
        raise WrongUsage("cli.silence.until")
    done = _do(desk, number, given, actor, dry_run=dry_run)
    what = "ended" if number is not None else "set"
    if as_json:
        answer({"done": what, "dry_run": dry_run, **_entry(desk, done)})
        return
    from engine.mail.silencing import told

    how = f"cli.silence.would-{what}" if dry_run else f"cli.silence.was-{what}"
    line(Message(how, **told(desk.registry, done, desk.now)))


def _do(
    desk: Desk, number: int | None, given: dict[str, Any], actor: str | None, *, dry_run: bool
) -> SilenceRow:
    from desk.home import acting_on
    from engine.mail import silencing

    # A wrong name is told before anything is made.
    if given["unit"].strip():
        desk.unit(given["unit"])
    if given["obligation"].strip():
        desk.duty(given["obligation"])
    engine = desk.existing() if number is not None else acting_on(desk, dry_run)
    with desk.acting(actor, dry_run=dry_run, engine=engine) as act:
        if number is not None:
            return silencing.end(act, number, reason=given["reason"])
        of = silencing.Subject(given["unit"], given["obligation"], given["document"])
        return silencing.silence(act, of, from_=given["from_"], until=given["until"], reason=given["reason"])


def _list(desk: Desk, *, every: bool, as_json: bool) -> None:
    from engine.mail.silencing import last_day, state_of, subject_of
    from engine.tasks.days import local_day
    from models import queries

    found: list[SilenceRow] = []
    if desk.has_database:
        with desk.looking() as session:
            found = queries.silences(session, after=None if every else desk.now)
    if as_json:
        answer({"as_of": desk.now, "silences": [_entry(desk, each) for each in found]})
        return
    registry, zone = desk.registry, desk.registry.office.zone
    table(
        HEADS,
        [
            (
                each.id,
                subject_of(registry, each, desk.today),
                local_day(registry, each.starts_at),
                last_day(registry, each),
                Message(f"cli.silence.{state_of(each, desk.now)}"),
                each.set_by,
                each.reason,
                Message(
                    "cli.silence.ended-by",
                    at=local(each.ended_at, zone),
                    by=each.ended_by,
                    why=each.ended_reason,
                )
                if each.ended_at
                else "",
            )
            for each in found
        ],
    )
    line(Message("cli.silence.count", n=len(found)))


def _entry(desk: Desk, each: SilenceRow) -> dict[str, Any]:
    from engine.mail.silencing import last_day, state_of
    from engine.tasks.days import local_day

    return {
        "id": each.id,
        "unit": each.unit,
        "obligation": each.obligation,
        "document": each.document,
        "from": local_day(desk.registry, each.starts_at),
        "until": last_day(desk.registry, each),
        "state": state_of(each, desk.now),
        "reason": each.reason,
        "by": each.set_by,
        "set_at": each.set_at,
        "ended_at": each.ended_at,
        "ended_by": each.ended_by,
        "ended_reason": each.ended_reason,
    }
