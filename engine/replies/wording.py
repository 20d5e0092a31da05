"""From one line to what it says: sent, how far, more time, not ours, known. Pure; no clock is read.

Danger first, as in `calendars.phrases`: a line is sure only where every word of it was understood and none of
them negates, puts off, limits, asks, corrects or tells of something else. What is not sure keeps what was
understood, with the reasons why it is not believed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from engine.replies.acts import (
    DOING,
    EXTENSION,
    KNOWN,
    NOT_OURS,
    ORDER,
    PROMISE,
    SENDING,
    SENT,
    SHARE,
    kinds,
)
from engine.replies.days import CLOSE, Day
from engine.replies.line import Line
from engine.replies.marks import Length, Mark
from engine.replies.reasons import doubts_of, reason_of
from engine.replies.said import Kind, Said
from engine.replies.spelling import prepared
from language import Message

LONGEST_LINE = 2000
"""Characters of one statement; a longer one is no statement."""
_SHOWN = 300
_OLDEST = 200
"""A document is of at most this many days before the mail."""


_LIMITED = re.compile(r"(?<!\S)(?:sau|trước|đến|tới|hết|truoc|den|toi|het|before|after|until|by|till)$")
_NAMES: frozenset[str] = frozenset({"ref", "no", "day", "per", "time"})


def understood(text: str, *, received: date, same_day: bool = True) -> tuple[Said, ...]:
    """What a statement says, mostly one thing; nothing where it says nothing of a task.

    `received` is the day on which the mail came, in the office's zone; `same_day` is False when the mail says
    that it was written on another: then "hôm qua" is not sure. Never raises for a text.
    """
    text = prepared(text).strip()
    if not text:
        return ()
    if len(text) > LONGEST_LINE:
        return ()
    found = [_read(kind, text, received, same_day) for kind in kinds(Line(text, received.year))]
    if len(found) > 1:
        found = [_less(said, Message("said.several-acts")) for said in found]
    return tuple(found)


def _read(kind: Kind, text: str, received: date, same_day: bool) -> Said:
    line = Line(text, received.year)
    match kind:
        case "submitted":
            said = _submitted(line, received, same_day)
        case "extension":
            said = _extension(line, received)
        case "not_ours":
            said = _not_ours(line)
        case "progress":
            said = _progress(line)
        case "acknowledged":
            said = _acknowledged(line)
    return said


def _submitted(line: Line, received: date, same_day: bool) -> Said:
    doubts: list[Message] = []
    numbers = {str(mark.value): None for mark in line.of("no")}
    days = line.of("day")
    stated = bool(_hidden(line, SENT))
    if not stated and _hidden(line, SENDING) and not (numbers and days):
        doubts.append(Message("said.not-past"))
    if not numbers:
        doubts.append(Message("said.no-number"))
    elif len(numbers) > 1:
        doubts.append(Message("said.several-numbers", names=list(numbers)))
    dated = _dated(line, days, received, same_day, doubts)
    number = next(iter(numbers), None)
    years = set(re.findall(r"(?<![0-9])20[0-9]{2}(?![0-9])", number or ""))
    if dated and years and str(dated.year) not in years:
        doubts.append(Message("said.number-and-day", number=number, day=dated))
    if order := line.find(ORDER):
        doubts.append(Message("said.elsewhere", text=line.shown(order)))
    doubts += _why_not(line, _NAMES)
    return _said("submitted", line, doubts, number=number, dated=dated)


def _dated(
    line: Line, marked: list[Mark], received: date, same_day: bool, doubts: list[Message]
) -> date | None:
    """The document's day, with why it is not sure."""
    found: dict[date, Day] = {}
    for mark in marked:
        day = mark.value
        assert isinstance(day, Day)
        on = day.on(received)
        words = line.text[mark.start : mark.end]
        unclear = (
            on is None or day.limit or not (day.led or _after_number(line, mark)) or _limited(line, mark)
        )
        if on is None or unclear or (day.numeric and line.english):
            doubts.append(Message("said.day-unclear", text=words))
        if day.relative and not same_day:
            doubts.append(Message("said.day-of-writing", text=words))
        if on is not None:
            found[on] = day
    if len(found) > 1:
        doubts.append(Message("said.several-days", days=list(found)))
    if not found:
        return None
    on, day = next(iter(found.items()))
    if on > received:
        doubts.append(Message("said.day-ahead", day=on))
    elif (received - on).days > (_OLDEST if day.y else CLOSE):
        doubts.append(Message("said.day-long-ago", day=on))
    return on


def _after_number(line: Line, mark: Mark) -> bool:
    before = line.text[: mark.start].rstrip(" ,(-")
    return any(other.kind == "no" and other.end == len(before) for other in line.marks)


def _limited(line: Line, mark: Mark) -> bool:
    return bool(_LIMITED.search(line.text[: mark.start].rstrip().lower()))


def _extension(line: Line, received: date) -> Said:
    act = _hidden(line, EXTENSION)
    assert act is not None
    doubts: list[Message] = []
    reason, why = reason_of(line, act)
    line.hide(why)
    doubts += doubts_of(line, why)
    _hidden(line, DOING)
    until: date | None = None
    length: Length | None = None
    days, lengths = line.of("day"), line.of("amt")
    if len(days) + len(lengths) > 1:
        doubts.append(Message("said.several-ends"))
    elif not days and not lengths:
        doubts.append(Message("said.no-end"))
    if days:
        day = days[0].value
        assert isinstance(day, Day)
        until = day.on(received)
        words = line.text[days[0].start : days[0].end]
        if until is None or (day.numeric and line.english) or (day.weekday is not None and day.d is None):
            doubts.append(Message("said.day-unclear", text=words))
        elif until <= received:
            doubts.append(Message("said.end-past", day=until))
        elif (until - received).days > CLOSE:
            doubts.append(Message("said.end-far", day=until))
    elif lengths:
        assert isinstance(lengths[0].value, Length)
        length = lengths[0].value
    if not reason:
        doubts.append(Message("said.no-reason"))
    doubts += _why_not(line, frozenset({"ref", "day", "amt", "per", "time"}))
    return _said(
        "extension",
        line,
        doubts,
        until=until,
        days=length.days if length else None,
        workdays=bool(length and length.workdays),
        reason=reason,
    )


def _not_ours(line: Line) -> Said:
    act = _hidden(line, NOT_OURS)
    assert act is not None
    sentence = line.sentence(act[0])
    twice = line.find(NOT_OURS)
    reason, why = reason_of(line, act)
    if not reason:
        # What stands behind says whose it is.
        why = range(act[-1] + 1, sentence[-1] + 1)
        reason = line.shown(sentence)
    line.hide(why)
    doubts = doubts_of(line, why)
    if twice:
        doubts.append(Message("said.negated", text=line.shown(twice)))
    doubts += _why_not(line, frozenset({"ref", "per"}))
    return _said("not_ours", line, doubts, reason=reason)


def _progress(line: Line) -> Said:
    percents = line.of("pct")
    sharing, doing = _hidden(line, SHARE), _hidden(line, DOING)
    percent = percents[0].value if percents else None
    assert percent is None or isinstance(percent, int)
    doubts: list[Message] = []
    if len({mark.value for mark in percents}) > 1:
        doubts.append(Message("said.several-shares"))
    if sharing:
        doubts += _why_not(line, _NAMES | {"pct"})
    else:
        doubts += _dangers(line)
        if not doing and not doubts:
            doubts.append(Message("said.unclear"))
    return _said("progress", line, doubts, percent=percent, note=_squeezed(line.text))


def _acknowledged(line: Line) -> Said:
    _hidden(line, KNOWN)
    _hidden(line, PROMISE)
    return _said("acknowledged", line, _why_not(line, _NAMES | {"amt"}))


def _hidden(line: Line, pattern: re.Pattern[str]) -> range | None:
    """Where the act's words stand; they are understood."""
    found = pattern.search(line.said())
    if found is None:
        return None
    places = line.places(found)
    if "mid" in pattern.groupindex:
        # The words between request and matter stay to be judged.
        asked = found["ask"].count(" ") + 1
        matter = found["more"].count(" ") + 1
        line.hide([*places[:asked], *places[-matter:]])
    else:
        line.hide(places)
    return places


def _why_not(line: Line, allowed: frozenset[str]) -> list[Message]:
    """What stands against believing the line, once its own words are hidden."""
    doubts = _dangers(line)
    if not doubts and (strange := line.strange(allowed)):
        doubts.append(Message("said.strange", text=" ".join(strange)[:_SHOWN]))
    return doubts


def _dangers(line: Line) -> list[Message]:
    doubts = [Message(name, text=words) for name, words in line.dangers().items()]
    hidden = sorted(line.hidden)
    told = " ".join(line.words[i].text for i in hidden)
    if "?" in told.split(" "):
        doubts.append(Message("said.question", text="?"))
    return doubts


def _said(kind: Kind, line: Line, doubts: list[Message], **fields: object) -> Said:
    references = {str(mark.value): None for mark in line.marks if mark.kind == "ref"}
    if len(references) > 1:
        doubts.append(Message("said.several-tasks", names=list(references)))
    if not references and (periods := line.of("per")):
        doubts.append(Message("said.period", text=str(periods[0].value)))
    return Said(
        kind,
        reference=next(iter(references), None),
        sure=not doubts,
        doubts=tuple(dict.fromkeys(doubts)),
        line=_squeezed(line.text),
        **fields,  # type: ignore[arg-type]
    )


def _less(said: Said, why: Message) -> Said:
    return replace(said, sure=False, doubts=(*said.doubts, why))


def _squeezed(text: str) -> str:
    return " ".join(text.split())[:_SHOWN]
