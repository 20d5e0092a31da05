"""Days that a row names outside its cells for the time: in its task, and in columns about something else."""

from __future__ import annotations

from collections.abc import Iterator

from config.intake import prose
from config.intake.comparable import one_line
from config.intake.meaning.timing import Keys, Timing, Timings, Way
from config.intake.tables.found import Doubt, Row
from config.intake.tables.roles import Role
from language import Message

_TIMES = (Role.TIME, Role.ALSO, Role.EVERY, Role.START)


def asked(timings: Timings, row: Row, timing: Timing) -> Iterator[Doubt]:
    """Where something else of the row asks for it by another day than the cell for the time does."""
    beside = [text for role, text in row.parts.items() if role not in _TIMES]
    noted = [str(note.fields.get("text", "")) for note in row.notes]
    for text in dict.fromkeys((row.no, row.title, *beside, *noted)):
        by = prose.asked_by(text)
        own = timings.read(by) if by else None
        if own and (own.way is not Way.DATED or [*map(_on, own.rules)] != [*map(_on, timing.rules)]):
            yield Doubt("worded", Message("intake.day-in-task", text=by))


def named(row: Row) -> list[Message]:
    """Notes of what names a day in columns that the draft does not keep."""
    texts = (row.said(Role.FUNDS), row.said(Role.MEASURE))
    return [Message("intake.beside-nameless", text=one_line(text)) for text in texts if prose.names_day(text)]


def _on(rule: Keys) -> object:
    """The day of a rule, whether by then or before."""
    return rule.get("period", rule)
