"""`dondoc event`: an event that a duty waits for has happened; which there are; one reported by mistake."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from desk import naming, options
from desk.command import argument, command, option
from desk.deadlines import source
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, line, local, table
from language import Message

if TYPE_CHECKING:
    from datetime import datetime

    from engine.answers.event_report import EventReport
    from engine.tasks.reported_events import Recorded

RECORDED = (
    "head.event",
    "head.obligation",
    "head.state",
    "head.sent",
    "head.reported",
    "head.by",
    "head.reason",
)


@command(help="help.event")
@argument("obligation", "metavar.obligations", required=False)
@argument("happened", "metavar.day", required=False, type=options.DAY)
@option("--list", "listing", is_flag=True, help="help.event.list")
@option("--units", metavar="metavar.codes", help="help.event.units")
@option("--withdraw", is_flag=True, help="help.event.withdraw")
@option("--alike", is_flag=True, help="help.event.alike")
@option("--past", is_flag=True, help="help.event.past")
@option("--reason", default="", help="help.event.reason")
@options.by
@options.as_of
@options.writing
@options.as_json
def event(
    obligation: str | None,
    happened: date | None,
    listing: bool,
    units: str | None,
    withdraw: bool,
    alike: bool,
    past: bool,
    reason: str,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Report an event, take one back, or list what waits and what was reported."""
    desk = Desk(as_of)
    if listing or obligation is None or happened is None:
        if withdraw or units or alike or (listing and happened):
            raise WrongUsage("cli.event.which")
        _list(desk, obligation, as_json)
        return
    if withdraw and (units or past):
        raise WrongUsage("cli.event.withdraw-whole")
    from desk.home import acting_on
    from engine.answers import events
    from engine.tasks import reported_events

    registry = desk.registry
    # A wrong name is told before anything is made.
    codes = [desk.duty(typed).code for typed in options.split(obligation) or ()]
    for code in codes:
        reported_events.check_waits(registry, code, desk.today)
        registry.obligation(code).period(happened.isoformat())
    chosen = desk.units(units)
    engine = acting_on(desk, dry_run)
    with desk.acting(actor, dry_run=dry_run, in_turn=True, engine=engine) as act:
        if withdraw:
            done = events.withdraw(act, codes, happened, reason=reason, alike=alike)
        else:
            done = events.report(act, codes, happened, units=chosen, reason=reason, past=past, alike=alike)
    if as_json:
        # One duty that was asked for alone is answered alone, as it always was.
        alone = len(codes) == 1 and not alike
        answer(_document(done[0]) if alone else {"events": [_document(one) for one in done]})
    else:
        for one in done:
            _tell(one)


def _document(done: EventReport) -> dict[str, Any]:
    return {
        "obligation": done.obligation,
        "period": done.period,
        "done": done.kind,
        "changed": done.changed,
        "dry_run": done.dry_run,
        "opened": done.opened,
        "withdrawn": done.withdrawn,
        "duties": done.owed,
        "other_events": done.others,
        "waiting_alike": done.alike,
    }


def _tell(done: EventReport) -> None:
    named = {"obligation": done.obligation, "period": done.period}
    taken_back = done.kind == "event-withdrawn"
    if not done.changed:
        line(Message("cli.event.already-withdrawn" if taken_back else "cli.event.already-reported", **named))
        return
    if taken_back:
        how = "cli.event.would-withdraw" if done.dry_run else "cli.event.withdrawn"
        line(Message(how, n=done.withdrawn, **named))
        return
    how = "cli.event.would-report" if done.dry_run else "cli.event.reported"
    line(Message(how, n=done.opened, **named))
    table(
        (
            "head.obligation",
            "head.last-day",
            "head.would-open" if done.dry_run else "head.opened",
            "head.note",
        ),
        [
            (
                each.obligation,
                each.last_day,
                ", ".join(each.opened),
                Message("cli.event.gone-by") if each.late else "",
            )
            for each in done.owed
        ],
    )
    if done.others:
        line(Message("cli.event.others", days=[date.fromisoformat(code) for code in done.others]))
    if done.alike:
        line(Message("cli.event.alike", obligations=done.alike))


def _list(desk: Desk, obligation: str | None, as_json: bool) -> None:
    from engine.tasks import reported_events

    registry = desk.registry
    if obligation is not None:
        reported_events.check_waits(registry, obligation, desk.today)
    duties = [
        duty for duty in reported_events.waiting(registry, desk.today) if obligation in (None, duty.code)
    ]
    found: list[Recorded] = []
    asked: dict[str, date] = {}
    if desk.has_database:
        from engine.mail.event_questions import last_asked

        with desk.looking() as session:
            found = reported_events.recorded(session, registry, desk.now, obligation=obligation)
            asked = last_asked(session, until=desk.today)
    if as_json:
        answer(
            {
                "as_of": desk.now,
                "waiting": [
                    {
                        "obligation": duty.code,
                        "title": duty.title,
                        "worded": duty.worded,
                        "document": duty.document.number,
                        "cite": duty.cite,
                        "owed_by": duty.owed_by,
                        "owner": duty.owner,
                        "recurs": duty.recurs,
                        "asked": asked.get(duty.code),
                    }
                    for duty in duties
                ],
                "events": [_entry(each) for each in found],
            }
        )
        return
    # A column of its own only where an owner was asked.
    extra = ("head.asked",) if asked else ()
    table(
        ("head.obligation", "head.waits-for", "head.owed-by", "head.source", *extra),
        [
            (
                duty.code,
                duty.worded or "-",
                naming.owners(desk, duty.owed_by),
                source(duty),
                *((asked.get(duty.code, ""),) if asked else ()),
            )
            for duty in duties
        ],
    )
    line(Message("cli.event.waiting", n=len(duties)))
    if found:
        line()
        zone = registry.office.zone
        table(
            RECORDED,
            [
                (
                    each.day,
                    each.obligation,
                    Message(f"cli.event.state-{_state(each)}"),
                    f"{each.figures.submitted}/{each.figures.expected}" if each.figures else "",
                    local(each.at, zone),
                    each.actor,
                    each.reason,
                )
                for each in found
            ],
        )


def _entry(each: Recorded) -> dict[str, Any]:
    figures = each.figures
    return {
        "obligation": each.obligation,
        "period": each.period,
        "state": _state(each),
        "at": each.at,
        "by": each.actor,
        "reason": each.reason,
        "last_day": figures.last_day if figures else None,
        "tasks": figures.tasks if figures else 0,
        "expected": figures.expected if figures else 0,
        "submitted": figures.submitted if figures else 0,
        "overdue": figures.overdue if figures else 0,
    }


def _state(each: Recorded) -> str:
    """`withdrawn`, `overdue`, `open`, or `done` when nobody owes it any more."""
    if each.withdrawn:
        return "withdrawn"
    figures = each.figures
    if figures is None or not figures.open + figures.overdue:
        return "done"
    return "overdue" if figures.overdue else "open"
