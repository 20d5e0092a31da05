"""office.yaml: whose registry this is, and its working habits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calendars.deadlines import Roll
from calendars.ladders import Role
from config.addresses import usable
from config.loading.channels import read_channels
from config.loading.fields import Table
from config.registry.objects import ASKED_EVERY, PROMPT_WORKDAYS, REQUEST_HOLD, USUALLY, Office
from config.report_form.placeholders import TemplateError
from language import Message

MOST_PROMPT = 60
MOST_HELD = 60
NEVER = "never"
LANGUAGES = ("vi", "vi+en", "en")
_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_FILE = re.compile(r"[^/\\.][^/\\]{0,120}\.docx", re.IGNORECASE)
_FORM = Message("file.report-form")
ADDRESS = Message("file.address")


@dataclass(slots=True)
class Leaders:
    """What is known of the leadership beside the office: its channels, under its code as a recipient."""

    channels: dict[str, dict[str, str]] = field(default_factory=dict)


def read_office(file: Table, folder: Path, leaders: Leaders) -> Office | None:
    """The office of the registry in `folder`; None when something in it was wrong."""
    table = file.table("office", required=True)
    if table is None:
        return None
    code = table.code("code")
    name = table.text("name", required=True)
    language = table.choice("language", LANGUAGES, required=True)
    name_en = in_english(table, "name_en", language)
    zone = _zone(table)
    morning = table.a_time("morning", required=True)
    hours = _hours(table)
    roll = table.choice("roll", [each.value for each in Roll], required=True)
    prompt_workdays = table.integer("prompt_workdays", 1, MOST_PROMPT) or PROMPT_WORKDAYS
    request_hold = table.integer("request_hold", 0, MOST_HELD)
    year_starts = table.integer("year_starts", 1, 12) or 1
    list_id = table.text("list_id", required=True)
    if list_id is not None and not _HOST.fullmatch(list_id):
        table.wrong("list_id", Message("file.host"))
    report_form, template = _report_form(table, folder)
    mail_from = address(table, "mail_from", required=True)
    ask_events = table.choice("ask_events", [*ASKED_EVERY, NEVER])
    note = table.text("note")
    leadership = table.table("leadership", required=True)
    leaders_name = leadership.text("name", required=True) if leadership else None
    leaders_email = address(leadership, "email") if leadership else None
    if leadership:
        if channels := read_channels(leadership):
            leaders.channels[Role.LEADERSHIP.value] = channels
        leadership.done()
    table.done()
    if morning and hours and not hours[0] <= morning < hours[1]:
        table.wrong("morning", Message("file.time-within", start=hours[0], end=hours[1]))
    if not (code and name and zone and morning and hours and roll and language and list_id):
        return None
    if not (mail_from and leaders_name):
        return None
    return Office(
        code=code,
        name=name,
        name_en=name_en or "",  # a missing one is told, and must not hide what else is missing for want of it
        zone=zone,
        morning=morning,
        hours=hours,
        roll=Roll(roll),
        prompt_workdays=prompt_workdays,
        request_hold=REQUEST_HOLD if request_hold is None else request_hold,
        year_starts=year_starts,
        leadership_name=leaders_name,
        leadership_email=leaders_email,
        language=language,
        list_id=list_id,
        mail_from=mail_from,
        ask_events=ask_events or USUALLY,
        note=note,
        report_form=report_form,
        report_template=template,
    )


def _report_form(table: Table, folder: Path) -> tuple[str, Path | None]:
    """`on`, `off`, or the name of a form in `templates/`, which is looked through here."""
    said = table.text("report_form", expected=_FORM) or "on"
    if said in ("on", "off"):
        return said, None
    if not _FILE.fullmatch(said):
        table.wrong("report_form", _FORM)
        return "on", None
    from config.report_form.template import read_file  # a registry without a form of its own needs no XML

    template = folder / "templates" / said
    try:
        read_file(template)
    except TemplateError as error:
        table.wrong("report_form", Message("file.report-form-sound"), error.message)
    return said, template


def in_english(table: Table, key: str, language: str | None) -> str | None:
    """What the office calls something in English: needed, and None without, where its mails speak English
    beside its own language. Elsewhere '' when it is not given.
    """
    if language is None or "+" not in language:
        return table.text(key) or ""
    return table.text(key, required=True, expected=Message("file.in-english", language=language))


def address(table: Table, key: str, *, required: bool = False) -> str | None:
    """A plain mail address, without a display name."""
    text = table.text(key, required=required, expected=ADDRESS)
    if text is not None and not usable(text):
        table.wrong(key, ADDRESS)
        return None
    return text


def _zone(table: Table) -> ZoneInfo | None:
    expected = Message("file.zone")
    name = table.text("zone", required=True, expected=expected)
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.wrong("zone", expected)
        return None


def _hours(table: Table) -> tuple[time, time] | None:
    hours = table.table("hours", required=True)
    if hours is None:
        return None
    start, end = hours.a_time("from", required=True), hours.a_time("to", required=True)
    hours.done()
    if start is None or end is None:
        return None
    if start >= end:
        hours.wrong("to", Message("file.time-after", start=start))
        return None
    return start, end
