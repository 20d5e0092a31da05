"""Tasks as calendar entries (RFC 5545): one all-day event on the day asked for, with the task's UID for ever.

The dates are DATE values and need no time zone. SEQUENCE grows with every change of the task, so that a
calendar program moves an extended task instead of showing it twice, and takes out one that is over: for that
it is sent again as CANCELLED (RFC 5546). The organizer is the office's own mailbox, whoever is in charge: a
program believes a cancellation from nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, Todo

from engine.mail.language import VI, Words
from engine.mail.letter import Item
from engine.mail.paragraphs import named, titled
from engine.texts import one_line


def calendar_of(
    items: Iterable[Item],
    now: datetime,
    *,
    morning: time | None = time(8, 0),
    words: Words = VI,
    own: bool = True,
    organizer: str = "",
) -> bytes:
    """A `METHOD:PUBLISH` calendar of the items, UTF-8 with CRLF. `now` is aware; alarms sound at `morning`,
    local; None: entries without alarm and description, for a mail that is short of room. `own`: the language
    is the registry's. `organizer` is a mail address.
    """
    calendar = _calendar("PUBLISH", words)
    for item in items:
        calendar.add_component(_event(item, now, morning, words, own, organizer))
    return bytes(calendar.to_ical())


def cancellation_of(
    items: Iterable[Item],
    now: datetime,
    *,
    words: Words = VI,
    own: bool = True,
    organizer: str = "",
) -> bytes:
    """A `METHOD:CANCEL` calendar that takes the entries of these items out again."""
    calendar = _calendar("CANCEL", words)
    for item in items:
        event = _bare(item, now, words, own, organizer)
        event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_of(
    items: Iterable[tuple[Item, bool]],
    changed: datetime,
    *,
    name: str,
    morning: time = time(8, 0),
    words: Words = VI,
    own: bool = True,
    todo: bool = False,
) -> bytes:
    """A calendar to subscribe to: every item with whether it is over; one that is stays, CANCELLED. `changed`
    (aware) stamps it, so that the same state is the same bytes. `todo` puts a VTODO beside each VEVENT, for
    programs that keep tasks apart.
    """
    calendar = _calendar("PUBLISH", words)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for item, over in items:
        if over:
            event = _bare(item, changed, words, own, "")
            event.add("status", "CANCELLED")
        else:
            event = _event(item, changed, morning, words, own, "")
        calendar.add_component(event)
        if todo:
            calendar.add_component(_todo(event, item, changed, over))
    return bytes(calendar.to_ical())


def _todo(event: Event, item: Item, changed: datetime, over: bool) -> Todo:
    todo = Todo()
    todo.add("uid", f"todo.{item.uid}")
    todo.add("dtstamp", changed)
    todo.add("sequence", item.sequence)
    todo.add("due", item.asked)
    todo.add("summary", event["summary"])
    todo.add("status", "CANCELLED" if over else "NEEDS-ACTION")
    return todo


def _calendar(method: str, words: Words) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//dondoc//{words.code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _bare(item: Item, now: datetime, words: Words, own: bool, organizer: str) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", now)
    event.add("sequence", item.sequence)
    event.add("dtstart", item.asked)
    event.add("dtend", item.asked + timedelta(days=1))
    event.add("summary", words.t("calendar.summary", title=titled(item.duty, words, own)))
    if organizer:
        event.add("organizer", f"mailto:{organizer}")
    return event


def _event(item: Item, now: datetime, morning: time | None, words: Words, own: bool, organizer: str) -> Event:
    duty = item.duty
    title = titled(duty, words, own)
    event = _bare(item, now, words, own, organizer)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if morning is None:
        return event
    to = (duty.deliver_to if own else "") or named(duty.owner, words, own)
    worded = words.t("calendar.worded", document=duty.document, worded=duty.worded)
    lines = [
        worded if own and duty.worded else duty.document,
        *([words.t("calendar.spared", day=item.last_day)] if item.spared else []),
        words.t("calendar.send-to", to=to),
        words.t("mail.ref", ref=item.ref),
    ]
    event.add("description", "\n".join(one_line(line) for line in lines))
    if item.alarm_on and item.alarm_on <= item.asked:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words.t("calendar.alarm", day=item.asked, title=title))
        # Counted from the start of the all-day event, midnight where the reader is.
        alarm.add(
            "trigger", item.alarm_on - item.asked + timedelta(hours=morning.hour, minutes=morning.minute)
        )
        event.add_component(alarm)
    return event
