"""`dondoc event`: an event that a duty waits for has happened; which there are; one reported by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, day, line, local, several, table

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.answers.event_report import EventReport
    from engine.tasks.reported_events import Recorded


@click.command()
@click.argument("obligation", required=False, metavar="[OBLIGATION[,OBLIGATION...]]")
@click.argument("happened", required=False, type=options.DAY, metavar="[DAY]")
@click.option("--list", "listing", is_flag=True, help="List the duties that wait, and the events on record.")
@click.option("--units", metavar="A,B", help="Only for these units, by code.")
@click.option("--withdraw", is_flag=True, help="Take the event back: it was reported by mistake.")
@click.option("--alike", is_flag=True, help="Also for the duties that wait in the same words.")
@click.option("--past", is_flag=True, help="The day is meant, though it lies before go-live or long ago.")
@click.option("--reason", default="", help="What happened, or why it is taken back; for the record.")
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
    """Report an event that a duty waits for.

    Opens the tasks of that day for the units that owe the duty; the deadline counts from the day, and the
    next morning's round mails. The same event again changes nothing. Without DAY, or with --list: which
    duties wait for events, and what was reported so far.

    \b
    Example:
      dondoc event
      dondoc event kh490-3.4 2026-11-20 --reason "Quyết định 12/QĐ-BHXH"
      dondoc event kh490-3.4,kh490-3.5 2026-11-20 --reason "Quyết định 12/QĐ-BHXH"
      dondoc event kh490-3.4 2026-11-20 --withdraw --reason "Nhầm ngày"
    """
    desk = Desk(as_of)
    if listing or obligation is None or happened is None:
        if withdraw or units or alike or (listing and happened):
            raise WrongUsage("say which event: OBLIGATION and DAY; dondoc event --list shows them.")
        _list(desk, obligation, as_json)
        return
    if withdraw and (units or past):
        raise WrongUsage("--withdraw takes back the whole event; leave out --units and --past.")
    from desk.home import acting_on
    from engine.answers import events
    from engine.tasks import reported_events

    registry = desk.registry
    # A wrong name is told before anything is made.
    codes = options.split(obligation) or ()
    for code in codes:
        reported_events.check_waits(registry, code, desk.today)
        registry.obligation(code).period(happened.isoformat())
    chosen = options.split(units)
    for code in chosen or ():
        registry.unit(code)
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
    name = f"{done.obligation} {done.period}"
    taken_back = done.kind == "event-withdrawn"
    if not done.changed:
        line(f"{name}: was already {'withdrawn' if taken_back else 'reported'}; nothing changed.")
        return
    verb = "would be" if done.dry_run else "was"
    if taken_back:
        line(f"{name}: {verb} withdrawn, with {several(done.withdrawn, 'open task')}.")
        return
    line(f"{name}: {verb} reported, {several(done.opened, 'task')} opened.")
    table(
        ("obligation", "last day", "would open" if done.dry_run else "opened", "note"),
        [
            (each.obligation, day(each.last_day), ", ".join(each.opened), "has gone by" if each.late else "")
            for each in done.owed
        ],
    )
    if done.others:
        line(f"Other events of it: {', '.join(done.others)}.")
    if done.alike:
        line(f"The same words are waited for by {', '.join(done.alike)}: --alike reports those too.")


def _list(desk: Desk, obligation: str | None, as_json: bool) -> None:
    from engine.tasks import reported_events

    registry = desk.registry
    if obligation is not None:
        reported_events.check_waits(registry, obligation, desk.today)
    duties = [
        duty for duty in reported_events.waiting(registry, desk.today) if obligation in (None, duty.code)
    ]
    found: list[Recorded] = []
    if desk.has_database:
        with desk.looking() as session:
            found = reported_events.recorded(session, registry, desk.now, obligation=obligation)
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
                    }
                    for duty in duties
                ],
                "events": [_entry(each) for each in found],
            }
        )
        return
    table(
        ("obligation", "waits for", "owed by", "source"),
        [
            (duty.code, duty.worded, ", ".join(duty.owed_by), f"{duty.document.number}, {duty.cite}")
            for duty in duties
        ],
    )
    line(f"{several(len(duties), 'duty', 'duties')} waiting. Report one: dondoc event OBLIGATION DAY")
    if found:
        line()
        zone = registry.office.zone
        table(
            ("event", "obligation", "state", "sent", "reported", "by", "reason"),
            [
                (
                    day(each.day),
                    each.obligation,
                    _state(each),
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
