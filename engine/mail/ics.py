"""Tasks as calendar entries (RFC 5545): one all-day event on the day asked for, with the task's UID for ever.

The dates are DATE values and need no time zone. SEQUENCE grows with every change of the task, so that a
calendar program moves an extended task instead of showing it twice, and takes out one that is over: for that
it is sent again as CANCELLED (RFC 5546). The organizer is the office's own mailbox, whoever is in charge: a
program believes a cancellation from nobody else.

`icalendar` writes every entry once: what is the same for all units that owe a duty is kept as it wrote it,
and each unit's own lines are put in, of the task's name, of when it was written, and of its reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Alarm, Calendar, Event, Todo
from icalendar.prop import vDatetime, vText

from engine.mail.language import VI, Words
from engine.mail.letter import Duty, Item
from engine.mail.paragraphs import named, titled
from engine.texts import one_line

_KEPT = 2048
"""Entries of some 500 bytes: those of a morning in which a thousand duties are due in two languages."""
_END = b"END:VCALENDAR\r\n"
_FOLDED = 75
"""Bytes of a line from which on `icalendar` folds it."""
_PLAIN = re.compile(r"[\w./@:()\- ]*")
_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)


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
    way = _Way(words, own, organizer, morning)
    return _written("PUBLISH", items, now, way)


def cancellation_of(
    items: Iterable[Item],
    now: datetime,
    *,
    words: Words = VI,
    own: bool = True,
    organizer: str = "",
) -> bytes:
    """A `METHOD:CANCEL` calendar that takes the entries of these items out again."""
    return _written("CANCEL", items, now, _Way(words, own, organizer, over=True))


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
    parts = [bytes(calendar.to_ical()).removesuffix(_END)]
    stamp = _stamp(changed.astimezone(UTC))
    ways = {over: _Way(words, own, "", morning, over=over) for over in (False, True)}
    for item, over in items:
        parts += _entry(item, stamp, ways[over])
        if todo:
            parts.append(_todo(item, changed, ways[over]))
    return b"".join((*parts, _END))


def _todo(item: Item, changed: datetime, way: _Way) -> bytes:
    todo = Todo()
    todo.add("uid", f"todo.{item.uid}")
    todo.add("dtstamp", changed)
    todo.add("sequence", item.sequence)
    todo.add("due", item.asked)
    todo.add("summary", _summary(item.duty, way))
    todo.add("status", "CANCELLED" if way.over else "NEEDS-ACTION")
    return bytes(todo.to_ical())


def _calendar(method: str, words: Words) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//dondoc//{words.code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("calscale", "GREGORIAN")
    return calendar


@dataclass(frozen=True, slots=True)
class _Way:
    """How entries are written; without a `morning` in short, `over` to be taken out."""

    words: Words
    own: bool
    organizer: str
    morning: time | None = None
    over: bool = False

    @property
    def brief(self) -> bool:
        """No description, and no alarm."""
        return self.over or self.morning is None


@dataclass(frozen=True, slots=True)
class _What:
    """What of a task's entry is the same for all units that owe its duty by the same days."""

    duty: Duty
    asked: date
    spared: date | None
    alarm_on: date | None
    sequence: int

    @classmethod
    def of(cls, item: Item) -> _What:
        spared = item.last_day if item.spared else None
        return cls(item.duty, item.asked, spared, item.alarm_on, item.sequence)


def _written(method: str, items: Iterable[Item], now: datetime, way: _Way) -> bytes:
    """The calendar of these entries."""
    stamp = _stamp(now.astimezone(UTC).replace(microsecond=0))
    parts = [_head(method, way.words)]
    for item in items:
        parts += _entry(item, stamp, way)
    return b"".join((*parts, _END))


def _entry(item: Item, stamp: str, way: _Way) -> Iterator[bytes]:
    """The lines of a task's entry, part by part."""
    ref = "" if way.brief else _reference(item.ref, way.words)
    own = stamp, _text(item.uid), _text(ref)
    pieces, rest = _kept(_What.of(item), way)
    for (before, begun), value in zip(pieces, own, strict=False):
        yield from (before, _folded(begun + value), b"\r\n")
    yield rest


@lru_cache(maxsize=8)
def _head(method: str, words: Words) -> bytes:
    return bytes(_calendar(method, words).to_ical()).removesuffix(_END)


@lru_cache(maxsize=_KEPT)
def _kept(what: _What, way: _Way) -> tuple[tuple[tuple[bytes, str], ...], bytes]:
    """An entry without what is the task's own: for each of its own lines (when it was written, its name, its
    reference at the end of what is described) the lines before it and how it begins; and the lines behind.
    """
    own = ["DTSTAMP:", "UID:"] if way.brief else ["DTSTAMP:", "UID:", "DESCRIPTION:"]
    before, pieces = b"", []
    for line in _event(what, way, "", _WHENEVER, "").content_lines():
        folded = _folded(line) if line else b""
        if own and line.startswith(own[0]):
            # A line is folded from its start, whatever follows.
            whole, _, last = folded.rpartition(b"\r\n ")
            begun = last.decode() if own[0] == "DESCRIPTION:" else own[0]
            pieces.append((before + (whole + b"\r\n " if whole else b""), begun))
            before = b""
            own.pop(0)
        elif line:
            before += folded + b"\r\n"
    return tuple(pieces), before


@lru_cache(maxsize=8)
def _stamp(second: datetime) -> str:
    return _value(vDatetime(second))


def _text(text: str) -> str:
    """As `icalendar` writes it: what is letters, digits and the like alone it leaves as it is."""
    return text if _PLAIN.fullmatch(text) else _value(vText(text))


def _value(value: Any) -> str:
    return str(value.to_ical().decode())


def _folded(line: str) -> bytes:
    """The line in pieces of fewer than 75 bytes, cut where `icalendar` cuts it, which looks at each letter:
    within none, nor within what stands for one (`\\n`, `^n`)."""
    rest, pieces = line.encode(), []
    while len(rest) >= _FOLDED:
        end = _FOLDED - 1
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        if rest[end - 1] in b"\\^":
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join((*pieces, rest))


def _event(what: _What, way: _Way, uid: str, now: datetime, ref: str) -> Event:
    """The whole entry, of a task of that name and reference."""
    words, own, duty = way.words, way.own, what.duty
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("sequence", what.sequence)
    event.add("dtstart", what.asked)
    event.add("dtend", what.asked + timedelta(days=1))
    event.add("summary", _summary(duty, way))
    if way.organizer:
        event.add("organizer", f"mailto:{way.organizer}")
    event.add("status", "CANCELLED" if way.over else "CONFIRMED")
    if way.over:
        return event
    event.add("transp", "TRANSPARENT")
    if way.morning is None:
        return event
    to = (duty.deliver_to if own else "") or named(duty.owner, words, own)
    worded = words.t("calendar.worded", document=duty.document, worded=duty.worded)
    lines = [
        worded if own and duty.worded else duty.document,
        *([words.t("calendar.spared", day=what.spared)] if what.spared else []),
        words.t("calendar.send-to", to=to),
    ]
    said = "".join(f"{one_line(line)}\n" for line in lines)
    event.add("description", said + (_reference(ref, words) if ref else ""))
    if what.alarm_on and what.alarm_on <= what.asked:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        title = titled(duty, words, own)
        alarm.add("description", words.t("calendar.alarm", day=what.asked, title=title))
        # Counted from the start of the all-day event, midnight where the reader is.
        early = timedelta(hours=way.morning.hour, minutes=way.morning.minute)
        alarm.add("trigger", what.alarm_on - what.asked + early)
        event.add_component(alarm)
    return event


def _summary(duty: Duty, way: _Way) -> str:
    return way.words.t("calendar.summary", title=titled(duty, way.words, way.own))


def _reference(ref: str, words: Words) -> str:
    return one_line(words.t("mail.ref", ref=ref))
