"""Report forms in letters: which mail carries one, and as which file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from calendars.ladders import Anchor, Role
from calendars.periods import Period, parse
from config.registry import Registry, RegistryError
from engine.forms.contents import Report, asks, report_of
from engine.mail import mime
from engine.mail.letter import Item
from engine.mail.message_ids import atom
from engine.texts import one_line, shortened
from models import queries
from models.states import Began

_LONGEST_NAME = 90
_period = lru_cache(maxsize=256)(parse)
_NO_FILE_NAME = re.compile(r'[/\\:*?"<>|]')


def opened(
    s: Session, registry: Registry, standing: Iterable[tuple[queries.NoticeRow, queries.TaskRow]]
) -> Collection[int]:
    """The notices (by id) by which a unit first hears of a task: those of the mail that opens it.

    A task that opened late has no mail that says so: what says "five days left" tells it first, and the
    ledger has the rung of opening as collapsed into it.
    """
    if registry.office.report_form == "off":
        return ()
    first = [
        (n, task)
        for n, task in standing
        if n.role is Role.UNIT and task.began is Began.OPENED and _asks(registry, task)
    ]
    found = {n.id for n, _ in first if n.reason == Began.OPENED.value}
    others = {(n.task_id, n.deadline_no, n.recipient, n.rung): n for n, _ in first if n.id not in found}
    opening = {task.id: _opening_rungs(registry, task) for _, task in first}
    for swallowed in queries.collapsed(s, {n.task_id for n in others.values()}):
        if swallowed.rung in opening[swallowed.task_id]:
            into = swallowed.reason.removeprefix("collapsed: into ").partition(";")[0]
            told = others.get((swallowed.task_id, swallowed.deadline_no, swallowed.recipient, into))
            found |= {told.id} if told else set()
    return found


def form_of(registry: Registry, task: queries.TaskRow, period: Period) -> Report | None:
    """The report to fill in, of a task that `opened` has answered; None for a duty that is no more."""
    try:
        return report_of(registry, task.obligation, period, task.unit, holder=task.holder)
    except (RegistryError, WhenError):
        return None


def files(items: Iterable[Item], own: Path | None) -> list[mime.Mail]:
    """Each item's form as a part of the mail; made from the office's `own` template where it has one."""
    names: set[str] = set()
    made = []
    for item in items:
        if item.form is None:
            continue
        from engine.forms.making import CONTENT_TYPE, make_anyhow  # few mails carry one

        ascii_name = f"{atom(item.form.ref.replace('/', '-'))}.docx"
        name = file_name(item.form)
        if name in names:
            name = ascii_name
        names.add(name)
        content = make_anyhow(item.form, own)
        made.append(mime.file(content, *CONTENT_TYPE, name, (("name", ascii_name),)))
    return made


def file_name(report: Report) -> str:
    """'Báo cáo kiểm soát TTHC quý III năm 2026.docx': a name that every system can keep."""
    return f"{shortened(one_line(_NO_FILE_NAME.sub(' ', report.name)), _LONGEST_NAME).rstrip('. ')}.docx"


def _asks(registry: Registry, task: queries.TaskRow) -> bool:
    """Whether there is anything in particular to fill in."""
    try:
        return asks(registry, task.obligation, _period(task.period), task.unit)
    except (RegistryError, WhenError):
        return False


def _opening_rungs(registry: Registry, task: queries.TaskRow) -> Collection[str]:
    try:
        rungs = registry.ladder(task.obligation).rungs
    except RegistryError:
        return ()
    return {rung.name for rung in rungs if rung.anchor is Anchor.OPEN}
