"""From the words of a time cell to the registry's keys: sure in every piece, or no rule at all.

`calendars.phrases` says what the words mean. A rule is written in the registry's keys, read back by the
loader's own reader, and the deadlines of both are compared; where they differ in one day, there is no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from calendars import phrases
from calendars.deadlines import deadline
from calendars.errors import WhenError
from calendars.periods import iterate
from calendars.phrases import Cycle, Meaning, MeaningKind, Role, Rule
from calendars.rules import EVENT, Boundary, DueRule, Roll
from calendars.workdays import WorkCalendar
from config.intake.comparable import one_line
from config.intake.meaning import cautions
from config.intake.meaning.plan_year import PlanYear
from config.loading.calendar import WEEKDAYS
from config.loading.due import Timing as Loaded
from config.loading.due import read_timing
from config.loading.fields import Table
from config.loading.yaml_nodes import Node, Problems
from language import Message

Keys = dict[str, Any]
_LETTERS = {"month": "M", "quarter": "Q", "half": "H", "week": "W"}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2}/\d{1,2}/\d{4}) 0{1,2}:00(?::00)?")
_YEARS = 5


class Way(StrEnum):
    """How a time cell is chased."""

    DATED = "dated"  # `rules` say on which days
    EVENT = "event"  # so long after something happens (`rules`), or when it does (none)
    CYCLE = "cycle"  # all the time, or every so often, or no time at all: no day
    REVIEW = "review"  # not sure, or the registry has no key for it


@dataclass(frozen=True, slots=True)
class Timing:
    """What a cell says, as the registry would have it. `rules` are the keys of one duty each, and `whom`
    tells of each for whom or for what it is, where the cells do.
    """

    text: str
    meaning: Meaning
    way: Way
    rules: tuple[Keys, ...] = ()
    doubts: tuple[Message, ...] = ()
    whom: tuple[str, ...] = ()


class Timings:
    """Reads time cells for one office's calendar, looking at the years around a document's date.

    `language` is the office's: what a cell is read in whose words are of neither.
    """

    def __init__(self, calendar: WorkCalendar, day: date, language: str = "vi") -> None:
        self.calendar = calendar
        self.language: phrases.Language = "en" if language == "en" else "vi"
        self.year: PlanYear | None = None
        """The year of the plan, of the table that is being read; set it before its cells are read."""
        # Where the office's calendar ends nothing can be compared; a rule is none the worse for it.
        self.start = max(date(day.year - 1, 1, 1), calendar.first)
        self.end = min(date(min(day.year + _YEARS, 2100), 12, 31), calendar.last)
        self._cached = lru_cache(maxsize=10_000)(self._read)

    def read(self, text: str) -> Timing:
        """What one cell says, in the plan's year where there is one."""
        return self._cached(text, self.year)

    def known(self, text: str) -> bool:
        """Whether the text surely is about time."""
        meaning = self.read(text).meaning
        return bool(text.strip()) and meaning.kind not in (MeaningKind.UNKNOWN, MeaningKind.WINDOW) and (
            meaning.role is None and (bool(meaning.rules) or meaning.span is not None)
        )  # fmt: skip

    def _read(self, text: str, year: PlanYear | None) -> Timing:
        said = (
            _dates(text) if self.language == "vi" else text.strip()
        )  # 2026-04-03 is read in English as it is
        meaning = phrases.parse(said, language=self.language)
        if year is not None and said:
            in_it = phrases.parse(said, year.year, self.language)
            if year.span is not None:
                in_span = phrases.parse(said, None, self.language, year.span.period)
                if (in_span.kind, in_span.rules, in_span.notes) != (in_it.kind, in_it.rules, in_it.notes):
                    timing = self._understood(said, in_span)
                    doubts = () if year.span.sure or not timing.rules else (year.span.doubt(one_line(said)),)
                    return replace(timing, doubts=(*timing.doubts, *doubts))
            if in_it.rules and in_it.rules != meaning.rules:
                timing = self._understood(said, in_it)
                return (
                    timing
                    if year.sure
                    else replace(timing, doubts=(*timing.doubts, year.doubt(one_line(said))))
                )
        return self._understood(said, meaning)

    def _understood(self, said: str, meaning: Meaning) -> Timing:
        if not said:
            return Timing(said, meaning, Way.CYCLE)
        if (
            meaning.kind is MeaningKind.UNKNOWN
            or meaning.kind is MeaningKind.WINDOW
            or meaning.role is not None
        ):
            return self._review(said, meaning)
        if any(rule.whom for rule in meaning.rules):
            return self._per_class(said, meaning)
        notes = [note for note in meaning.notes if note != phrases.NO_DAY]
        dated = [rule for rule in meaning.rules if rule.due is not None]
        if notes and (dated or meaning.kind is not MeaningKind.RECURRING):
            return self._review(said, meaning)
        if why := cautions.caution(said, dated=len(dated)):
            return self._review(said, meaning, why)
        if meaning.kind is MeaningKind.EVENT:
            return Timing(said, meaning, Way.EVENT)
        if not dated:
            return self._undated(said, meaning)
        if len(dated) < len(meaning.rules):
            return self._review(said, meaning, Message("intake.day-in-part"))
        if meaning.offset is not None and cautions.DAY.search(meaning.offset.of):
            return self._review(said, meaning, Message("intake.counted-from", text=meaning.offset.of))
        if meaning.kind is MeaningKind.OFFSET and meaning.offset and meaning.offset.unit == "hour":
            return self._review(said, meaning, Message("intake.by-the-hour"))
        return self._dated(said, meaning)

    def _per_class(self, said: str, meaning: Meaning) -> Timing:
        """A rule for each class of reporters: never sure, since the row's leads may be of one class alone."""
        if len(meaning.notes) > 1 or (why := cautions.caution(said, dated=1)):
            return self._review(said, meaning, None if len(meaning.notes) > 1 else why)
        timing = self._dated(said, meaning)
        if timing.way is not Way.DATED:
            return timing
        whom = tuple(rule.whom for rule in meaning.rules)
        return replace(
            timing, whom=whom, doubts=(Message("intake.each-class", names=list(dict.fromkeys(whom))),)
        )

    def _undated(self, said: str, meaning: Meaning) -> Timing:
        if meaning.kind is MeaningKind.OFFSET or meaning.offset is not None:
            return self._review(said, meaning, Message("intake.no-day-counted"))
        if meaning.kind in (MeaningKind.RECURRING, MeaningKind.CONTINUOUS, MeaningKind.RANGE):
            return Timing(said, meaning, Way.CYCLE)
        return self._review(said, meaning)

    def _review(self, said: str, meaning: Meaning, why: Message | None = None) -> Timing:
        understood = phrases.describe(meaning)
        notes = [why] if why else [note for note in meaning.notes if note != phrases.NO_DAY]
        notes = [note for note in notes if not _says(understood, note)]
        text = one_line(said)
        doubt = Message("intake.time", text=text, understood=understood)
        if notes:
            doubt = Message("intake.time-noted", text=text, understood=understood, notes=notes)
        return Timing(said, meaning, Way.REVIEW, doubts=(doubt,))

    def _dated(self, said: str, meaning: Meaning) -> Timing:
        rules = []
        for rule in meaning.rules:
            keys = keys_of(rule, meaning)
            if keys is None or not self._same(rule, keys):
                return self._review(said, meaning, Message("intake.no-key"))
            rules.append(keys)
        event = any(keys["cycle"] == Cycle.EVENT.value for keys in rules)
        if event and len(rules) > 1:
            return self._review(said, meaning, Message("intake.event-and-calendar"))
        return Timing(said, meaning, Way.EVENT if event else Way.DATED, tuple(rules))

    def _same(self, rule: Rule, keys: Keys) -> bool:
        """Whether the keys, read as the loader reads them, give the very deadlines of the phrase's rule."""
        problems = Problems()
        table = Table(
            _node({key: value for key, value in keys.items() if key not in ("from", "to")}), "", problems
        )
        loaded = read_timing(table)
        table.done()
        if loaded is None or problems.found:
            return False
        if loaded.cycle is Cycle.EVENT:
            return loaded.due == rule.due
        start, end = self.start, self.end
        if rule.pattern is not None:
            start, end = date(1900, 1, 1), date(2999, 12, 31)
        first, last = rule.years
        start, end = min(start, date(first or 2999, 1, 1)), max(end, date(last or 1900, 12, 31))
        alone = Meaning("", MeaningKind.RECURRING, (rule,))
        wanted = {
            (each.nominal, each.boundary) for each in phrases.deadlines(alone, start, end, self.calendar)
        }
        return bool(wanted) and wanted == set(self._deadlines(loaded, keys, start, end))

    def _deadlines(
        self, loaded: Loaded, keys: Keys, start: date, end: date
    ) -> Iterator[tuple[date, Boundary]]:
        from_, to = keys.get("from", date.min), keys.get("to", date.max)
        if loaded.pattern is not None:
            periods = iter((loaded.pattern,))
        else:
            periods = iterate(loaded.kind, date(start.year - 3, 1, 1), date(end.year + 3, 12, 31))
        for period in periods:
            if loaded.only is not None and period.number not in loaded.only:
                continue
            if period.last < from_ or period.first >= to:
                continue
            try:
                found = deadline(loaded.due, period, self.calendar, Roll.NONE)
            except WhenError:
                continue
            if start <= found.nominal <= end:
                yield found.nominal, found.boundary


def _dates(text: str) -> str:
    """The text as the phrases read it; a date cell of a spreadsheet as people write dates."""
    said = text.strip()
    if match := _ISO.fullmatch(said):
        return f"{match[3]}/{match[2]}/{match[1]}"
    if match := _CLOCK.fullmatch(said):
        return match[1]
    return said


def keys_of(rule: Rule, meaning: Meaning) -> Keys | None:
    """A phrase's rule in the registry's keys; None where it has none for it."""
    if rule.every is not None or rule.due is None:
        return None
    keys: Keys = {"cycle": rule.cycle.value}
    if rule.pattern is not None:
        # A span within one paper ("từ tháng 4 đến tháng 12") is due once, on its last day.
        keys["cycle"] = Cycle.ONCE.value
        keys["period"] = rule.pattern.code
    elif rule.only and rule.kind is not None:
        if rule.kind.value not in _LETTERS:
            return None
        keys["in"] = [f"{_LETTERS[rule.kind.value]}{number}" for number in rule.only]
    due = _due(rule.due)
    if meaning.roll is not None:
        due["roll"] = meaning.roll.value
    if rule.pattern is None or due != {"after": {"of": "period_end", "days": 0}, "boundary": "by"}:
        keys["due"] = due
    first, last = rule.years
    if first is not None:
        keys["from"] = date(first, 1, 1)
    if last is not None:
        keys["to"] = date(last + 1, 1, 1)
    if meaning.window is not None and rule.kind is meaning.window_kind:
        start, end = meaning.window.from_, meaning.window.to
        keys["data"] = {
            "from": {"month": start.month, "day": start.day},
            "to": {"month": end.month, "day": end.day},
        }
    return keys


def _due(due: DueRule) -> Keys:
    said: Keys = {}
    if due.year != "same":
        said["year"] = due.year
    for key in ("month", "day", "workday"):
        if (value := getattr(due, key)) is not None:
            said[key] = value
    if due.nth is not None:
        said["nth"] = due.nth
    if due.weekday is not None:
        said["weekday"] = WEEKDAYS[due.weekday]
    if due.after is not None:
        amounts = {unit: getattr(due.after, unit) for unit in ("days", "workdays", "months")}
        said["after"] = {"of": due.after.of} | {unit: n for unit, n in amounts.items() if n is not None}
    said["boundary"] = due.boundary.value
    if due.roll is not None:
        said["roll"] = due.roll.value
    if due.overrides:
        said["overrides"] = {
            code: {"date": own.date} | ({"boundary": own.boundary.value} if own.boundary else {})
            for code, own in due.overrides.items()
        }
    return said


def _node(value: Any) -> Node:
    """A plain value as the loader's reader has it from a file."""
    if isinstance(value, dict):
        return Node(1, entries={key: _node(each) for key, each in value.items()})
    if isinstance(value, list):
        return Node(1, items=[_node(each) for each in value])
    return Node(1, text=str(value))


def frequency(timing: Timing) -> Message | None:
    """How often a duty without a day comes round, for `# ...`; None when nothing is said of it."""
    return phrases.describe(timing.meaning) if timing.text else None


def _says(message: Message, part: Message) -> bool:
    """Whether a message says another one as a part of itself."""
    return message == part or any(
        _says(each, part) for each in message.fields.values() if isinstance(each, Message)
    )


__all__ = ["EVENT", "Keys", "Role", "Timing", "Timings", "Way", "frequency", "keys_of"]
