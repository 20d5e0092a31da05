"""What people say about a task, typed: submit, accept, return, extend, waive, reassign.

Each is one transaction of `engine.answers`; `--dry-run` does the same and takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.errors import say
from desk.office import Desk, login
from desk.output import answer, day, line
from desk.starting import make_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from config.registry import Obligation
    from engine.answers import Answer

reason = click.option("--reason", required=True, help="Why: it stays on record, and the unit reads it.")
why = click.option("--reason", required=True, help="Why: it stays on record.")
note = click.option("--note", default="", help="A remark for the record.")
new_day = click.option("--to", "new_day", type=options.DAY, required=True, help="The new last day.")


def _options(command: Any) -> Any:
    """What all answers take, besides OBLIGATION PERIOD UNIT."""
    for add in (options.as_json, options.writing, options.as_of, options.by):
        command = add(command)
    return options.obligation(options.period(options.unit(command)))


@click.command()
@_options
@click.option("--document", "document_no", required=True, help="The report's document number, as 123/BC-TST.")
@click.option("--on", "submitted_on", type=options.DAY, help="The day it was sent (default: today).")
@click.option("--figure", help="An indicator's figure of the year, as 97,5 (in the unit it is asked in).")
@click.option("--amend", is_flag=True, help="Correct what was recorded before.")
@note
def submit(
    document_no: str,
    submitted_on: date | None,
    figure: str | None,
    amend: bool,
    note: str,
    **common: Any,
) -> None:
    """Record that a unit has sent its report.

    Reminders stop. It counts as late when the day it was sent lies after the last day, however late it is
    recorded.

    \b
    Example:
      dondoc submit kstthc-quy 2026-Q3 TST --document 123/BC-TST
      dondoc submit kstthc-quy 2026-Q3 TST --document 124/BC-TST --on 2026-09-17 --amend
    """
    details = {"document_no": document_no, "submitted_on": submitted_on, "amend": amend, "note": note}
    _record("submit", details | {"figure": figure}, **common)


@click.command()
@_options
@note
def accept(note: str, **common: Any) -> None:
    """Accept a report that was submitted.

    \b
    Example:
      dondoc accept kstthc-quy 2026-Q3 TST
    """
    _record("accept", {"note": note}, **common)


@click.command("return")
@_options
@new_day
@reason
def return_(new_day: date, reason: str, **common: Any) -> None:
    """Return a report to its unit, with a new last day.

    \b
    Example:
      dondoc return kstthc-quy 2026-Q3 TST --to 2026-09-25 --reason "Thiếu phụ lục 2"
    """
    _record("return_report", {"new_day": new_day, "reason": reason}, **common)


@click.command()
@_options
@new_day
@reason
def extend(new_day: date, reason: str, **common: Any) -> None:
    """Give one task a later last day.

    Forward only, and bounded; the original last day stays on record.

    \b
    Example:
      dondoc extend kstthc-quy 2026-Q3 TST --to 2026-09-25 --reason "Công văn 88/TST"
    """
    _record("extend", {"new_day": new_day, "reason": reason}, **common)


@click.command()
@_options
@why
def waive(reason: str, **common: Any) -> None:
    """Release a unit from one task.

    It then counts neither as sent nor as late.

    \b
    Example:
      dondoc waive kstthc-quy 2026-Q3 TST --reason "Không phát sinh"
    """
    _record("waive", {"reason": reason}, **common)


@click.command()
@_options
@click.option("--to", "to", metavar="UNIT", required=True, help="Who is to do it now.")
@why
def reassign(to: str, reason: str, **common: Any) -> None:
    """Give an open task to another unit.

    \b
    Example:
      dondoc reassign kstthc-quy 2026-Q3 TST --to CSXH --reason "Chuyển nhiệm vụ"
    """
    _record("reassign", {"to": to, "reason": reason}, **common)


def _record(
    name: str,
    details: dict[str, Any],
    *,
    obligation: str,
    period: str,
    unit: str,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Do one of `engine.answers` and tell what became of the task."""
    from engine import answers
    from engine.lookup import By
    from engine.rounds import rolled_back_if

    desk = Desk(as_of)
    registry = desk.registry
    # The registry's own objects: a wrong code is told before anything is made.
    duty = registry.obligation(obligation)
    task = {"obligation": duty.code, "period": duty.period(period).code, "unit": registry.unit(unit).code}
    if not dry_run:
        make_home(desk.settings.home)
    engine = desk.rehearsal() if dry_run else desk.ready()
    do: Callable[..., Answer] = getattr(answers, name)
    who = By(actor or login(), "cli")
    with rolled_back_if(engine, dry_run) as session:
        done = do(session, registry, now=desk.now, by=who, **task, **details)
        document, text = _document(duty, done, dry_run), _sentence(duty, done, dry_run)
    answer(document) if as_json else line(text)
    if done.doubt:
        say(done.doubt)


def _document(duty: Obligation, done: Answer, dry_run: bool) -> dict[str, Any]:
    from desk.figures import columns

    task = done.task
    return {
        "obligation": task.obligation,
        "period": task.period,
        "unit": task.unit,
        "holder": task.holder,
        "done": done.kind,
        "changed": done.changed,
        "dry_run": dry_run,
        "late": done.late,
        "state": task.state.value,
        "last_day": task.last_day,
        "document_no": task.document_no,
        **columns(duty, task.period, task.figure),
    }


def _sentence(duty: Obligation, done: Answer, dry_run: bool) -> str:
    from desk.figures import told

    task = done.task
    verb = "was already" if not done.changed else "would be" if dry_run else "was"
    text = f"{task.obligation} {task.period} {task.unit}: {verb} {done.kind}"
    if task.document_no and done.kind in {"submitted", "amended", "accepted"}:
        text += f", document {task.document_no}"
        text += f", {figure}" if (figure := told(duty, task.period, task.figure)) else ""
    if done.kind in {"extended", "returned"}:
        text += f", last day {day(task.last_day)}" + (f" ({done.days_off})" if done.days_off else "")
    if done.kind == "reassigned":
        text += f" to {task.holder}"
    if done.late:
        text += f", late: the last day was {day(task.last_day)}"
    return text + "."
