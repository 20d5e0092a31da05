"""What the commands that record an answer share: options, doing it, telling what became of the task.

Each answer is one transaction of `engine.answers.answers`; `--dry-run` does the same and takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import option
from desk.deadlines import days_off
from desk.errors import say
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, line
from language import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from config.registry import Obligation
    from engine.answers.answers import Answer

reason = option("--reason", required=True, metavar="metavar.text", help="help.shared.reason-read")
why = option("--reason", required=True, metavar="metavar.text", help="help.shared.reason")
note = option("--note", default="", metavar="metavar.text", help="help.shared.note")
confirm = option("--confirm", "confirmed", is_flag=True, help="help.shared.confirm")
new_day = option("--to", "new_day", type=options.DAY, required=True, help="help.shared.new-day")


def task_options(command: Any) -> Any:
    """What all answers take, besides OBLIGATION PERIOD UNIT."""
    for add in (options.as_json, options.writing, options.as_of, options.by):
        command = add(command)
    return options.obligation(options.period(options.unit(command)))


def record(
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
    file: str = "answers",
) -> None:
    """Do one of the answers, in that `file` of `engine.answers`, and tell what became of the task."""
    from importlib import import_module

    from engine.tasks.acts import TaskRef

    desk = Desk(as_of)
    # The registry's own objects: a wrong code is told before anything is made.
    duty = desk.duty(obligation)
    task = TaskRef(duty.code, duty.period(period).code, desk.unit(unit))
    if not dry_run:
        make_home(desk.settings.home)
    do: Callable[..., Answer] = getattr(import_module(f"engine.answers.{file}"), name)
    with desk.acting(actor, dry_run=dry_run) as act:
        done = do(act, task, **details)
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
        **({"what": done.undone.kind, "said_at": done.undone.at} if done.undone else {}),
        **({"percent": done.progress.percent, "note": done.progress.note} if done.progress else {}),
    }


def _sentence(duty: Obligation, done: Answer, dry_run: bool) -> Message:
    from desk.figures import told
    from engine.answers.progress import as_message

    task = done.task
    how = "already" if not done.changed else "would" if dry_run else "was"
    answer = Message(f"undo.kind-{done.undone.kind}") if done.undone else ""
    what: list[Message | str] = [Message(f"cli.act.{how}-{done.kind}", to=task.holder, answer=answer)]
    if done.undone:
        what.append(Message("cli.act.now", state=Message(f"state.{task.state.value}"), day=task.last_day))
    if task.document_no and done.kind in {"submitted", "amended", "accepted"}:
        what.append(Message("cli.act.document", number=task.document_no))
        if figure := told(duty, task.period, task.figure):
            what.append(figure)
    if done.progress:
        what.append(as_message(done.progress))
    if done.kind in {"extended", "returned"}:
        moved = Message("cli.act.moved", why=days_off(done.days_off)) if done.days_off else None
        what.append(Message("cli.act.last-day", day=task.last_day, moved=moved))
    if done.late:
        what.append(Message("cli.act.late", day=task.last_day))
    return Message("cli.act.told", obligation=task.obligation, period=task.period, unit=task.unit, what=what)
