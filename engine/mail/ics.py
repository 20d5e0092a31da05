"""Tasks as calendar entries (RFC 5545): one all-day event on the last day, known for ever by the task's UID.

The dates are DATE values and need no time zone. SEQUENCE is the deadline's number, so that a calendar
program moves an extended task instead of showing it twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from engine.mail.language import VI, Words
from engine.mail.letter import Item
from engine.texts import one_line

FILE_NAME = "han-nop.ics"


def calendar_of(
    items: Iterable[Item], now: datetime, *, morning: time = time(8, 0), words: Words = VI
) -> bytes:
    """A `METHOD:PUBLISH` calendar of the items, UTF-8 with CRLF. `now` is aware; alarms sound at `morning`,
    local.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//dondoc//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    for item in items:
        calendar.add_component(_event(item, now, morning, words))
    return bytes(calendar.to_ical())


def _event(item: Item, now: datetime, morning: time, words: Words) -> Event:
    duty = item.duty
    title = one_line(words.titled(duty.title, duty.period))
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", now)
    event.add("sequence", item.deadline_no)
    event.add("dtstart", item.last_day)
    event.add("dtend", item.last_day + timedelta(days=1))
    event.add("summary", f"Hạn nộp: {title}")
    lines = [
        f"{one_line(duty.document)}: “{one_line(duty.worded)}”",
        f"Nơi nhận: {one_line(duty.deliver_to or duty.owner.name)}",
        f"Mã việc: {one_line(item.ref)}",
    ]
    event.add("description", "\n".join(lines))
    event.add("transp", "TRANSPARENT")
    if item.alarm_on and item.alarm_on <= item.last_day:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Hạn nộp {words.day(item.last_day)}: {title}")
        # Counted from the start of the all-day event, midnight where the reader is.
        alarm.add(
            "trigger", item.alarm_on - item.last_day + timedelta(hours=morning.hour, minutes=morning.minute)
        )
        event.add_component(alarm)
    return event
