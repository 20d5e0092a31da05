"""Setting a silence, ending one early, and what is said of one.

Its days are the office's; both ends are included. Nothing is deleted: a silence that was ended says by whom
and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from calendars.workdays import CalendarError
from config.registry import Registry
from config.typed_names import document_number, duty_code, unit_code
from engine.errors import AnswerError, UnknownName
from engine.mail import holding
from engine.overview.names import unit_called
from engine.tasks.acts import Act
from engine.tasks.days import local_day
from engine.texts import reason_in
from language import Message
from language.messages import Field
from models import queries

SET, ENDED = "silence-set", "silence-ended"
MAX_DAYS = 90


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be silent, as people write it; '' is left open."""

    unit: str = ""
    obligation: str = ""
    document: str = ""


def silence(
    act: Act, of: Subject, *, until: date, reason: str, from_: date | None = None
) -> queries.SilenceRow:
    """Holds what is told to units of that subject from `from_` (None: at once) to the end of `until`.

    AnswerError for days that have gone by, for more than `MAX_DAYS`, without a reason, of nothing or of a
    unit that has ended; RegistryError for a name that is nobody's or several's.
    """
    registry, reason = act.registry, reason_in(reason)
    unit, duty, document = _named(registry, of, act.today)
    starts = from_ or act.today
    if starts < act.today:
        raise AnswerError("silence.starts-past", day=starts, today=act.today)
    if until < starts:
        raise AnswerError("silence.ends-before", until=until, day=starts)
    if (until - starts).days >= MAX_DAYS:
        furthest = starts + timedelta(days=MAX_DAYS - 1)
        raise AnswerError("silence.too-long", until=until, n=MAX_DAYS, furthest=furthest)
    at = act.now if starts == act.today else _midnight(registry, starts)
    new = queries.SilenceRow(
        0, unit, duty, document, at, _midnight(registry, until + timedelta(days=1)), reason, act.now,
        act.by.actor, None, "", "",
    )  # fmt: skip
    done = queries.add_silence(act.s, new)
    data = {"silence": done.id, "unit": unit, "obligation": duty, "document": document}
    days = {"from": starts.isoformat(), "until": until.isoformat()}
    queries.record(act.s, act.event(SET, reason, data | days))
    holding.apply(act.s, registry, act.now)
    return done


def end(act: Act, number: int, *, reason: str) -> queries.SilenceRow:
    """Ends it now: what it holds goes with the next morning's mail. UnknownName for a number of no silence,
    or of one that has ended."""
    reason = reason_in(reason)
    done = queries.end_silence(act.s, number, at=act.now, by=act.by.actor, reason=reason)
    if done is None:
        known = queries.silence_of(act.s, number)
        if known is None:
            raise UnknownName("silence.none-such", number=str(number))
        over = min(known.ends_at, known.ended_at or known.ends_at)
        raise UnknownName("silence.over", number=str(number), day=local_day(act.registry, over - _MOMENT))
    queries.record(act.s, act.event(ENDED, reason, {"silence": number}))
    holding.apply(act.s, act.registry, act.now)
    return done


_MOMENT = timedelta(microseconds=1)


def _named(registry: Registry, of: Subject, today: date) -> tuple[str | None, str | None, str | None]:
    unit = unit_code(registry, of.unit, today) if of.unit.strip() else None
    duty = duty_code(registry, of.obligation) if of.obligation.strip() else None
    document = document_number(registry, of.document) if of.document.strip() else None
    if unit is None and duty is None and document is None:
        raise AnswerError("silence.of-nothing")
    if unit is not None and not registry.units[unit].alive(today):
        standing = registry.standing(unit, today)
        successor = unit_called(registry, standing.code, today) if standing else ""
        name = registry.units[unit].name
        raise AnswerError("silence.unit-ended" if standing else "silence.unit-gone", unit=name, to=successor)
    if duty is not None and document is not None:
        own = registry.obligation(duty).document.number
        if own != document:
            raise AnswerError("silence.other-document", obligation=duty, own=own, document=document)
    return unit, duty, document


def _midnight(registry: Registry, day: date) -> datetime:
    return datetime.combine(day, time.min, registry.office.zone)


def last_day(registry: Registry, each: queries.SilenceRow) -> date:
    """The last day on which it holds, or was to hold."""
    return local_day(registry, each.ends_at - _MOMENT)


def state_of(each: queries.SilenceRow, now: datetime) -> str:
    """`ended` by somebody, `over`, `coming` or `running`."""
    if each.ended_at is not None:
        return "ended"
    if each.ends_at <= now:
        return "over"
    return "coming" if each.starts_at > now else "running"


def subject_of(registry: Registry, each: queries.SilenceRow, today: date) -> Message:
    """'Vụ Pháp chế, kstthc-quy': what is silent."""
    unit = unit_called(registry, each.unit, today) if each.unit else None
    parts = [part for part in (unit, each.obligation, each.document) if part is not None]
    return Message("silence.of", parts=parts)


def told(registry: Registry, each: queries.SilenceRow, now: datetime) -> dict[str, Field]:
    """The fields of a message about it: number, what is silent, last day, who set it and why."""
    return {
        "number": str(each.id),
        "of": subject_of(registry, each, local_day(registry, now)),
        "until": last_day(registry, each),
        "by": each.set_by,
        "why": each.reason,
    }


def announced_on(registry: Registry, each: queries.SilenceRow) -> date:
    """The day from which its end is announced: the working day before the day on which mail leaves again, but
    never before it has begun."""
    last = last_day(registry, each)
    try:
        leaves = registry.calendar.on_or_after(last + timedelta(days=1))
        day = registry.calendar.shift(leaves, -1)
    except CalendarError:
        day = last
    return max(day, local_day(registry, each.starts_at))


def ending(registry: Registry, silences: list[queries.SilenceRow], now: datetime) -> list[queries.SilenceRow]:
    """Of these, those that run and whose end is to be announced at `now`; of a unit that has ended nothing
    will be heard again."""
    today = local_day(registry, now)
    return [
        each
        for each in silences
        if state_of(each, now) == "running"
        and announced_on(registry, each) <= today
        and (each.unit is None or (each.unit in registry.units and registry.units[each.unit].alive(today)))
    ]
