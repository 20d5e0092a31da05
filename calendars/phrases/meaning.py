"""What a timing phrase means, as data: kind, rules of `calendars.rules`, offset, exceptions, notes.

Everything here is frozen. The words (cycle, in, due, data) are those of the registry's YAML, so that a rule
can be written there as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from calendars.cycles import Cycle as Cycle
from calendars.periods import Kind, Period
from calendars.rules import Boundary, DueRule, Roll, WindowRule
from language import Message

NO_DAY = Message("phrase.no-day")
"""The note of a mere frequency: nothing is doubtful about it, it names no day."""
OffsetUnit = Literal["day", "workday", "month", "hour"]
Years = tuple[int | None, int | None]


class MeaningKind(StrEnum):
    """What sort of statement about time a phrase is."""

    RECURRING = "recurring"  # comes round: with a day (then it has deadlines) or only a frequency
    ONCE = "once"  # one day, or within one named period
    RANGE = "range"  # from one time to another, or a horizon
    OFFSET = "offset"  # so long after or before something
    EVENT = "event"  # when something happens
    CONTINUOUS = "continuous"  # all the time
    WINDOW = "window"  # which data a report covers, or its cut-off: never a deadline
    UNKNOWN = "unknown"  # not sure; the notes say what was understood


class Role(StrEnum):
    """What a phrase's time is for, where it is not for a deadline."""

    CUTOFF = "cutoff"  # "tính đến hết ngày 31/5/2020"
    CARRY = "carry_over"  # "từ ngày 15 trở đi ... cộng dồn vào quý tiếp theo"
    HORIZON = "horizon"  # "Đến năm 2025", "Phấn đấu đến ..."
    EFFECTIVE = "effective"  # "từ ngày 01/7/2024", "có hiệu lực kể từ ngày ký"
    CAP = "cap"  # "không quá 01 lần/năm"
    EXCEPTION = "exception"  # "riêng báo cáo tháng 01 ..."
    MENTION = "mention"  # a time that only qualifies something: "gộp vào kỳ tháng 1-2024"


KIND_OF: dict[Cycle, Kind] = {
    Cycle.WEEKLY: Kind.WEEK,
    Cycle.MONTHLY: Kind.MONTH,
    Cycle.QUARTERLY: Kind.QUARTER,
    Cycle.SEMIANNUAL: Kind.HALF,
    Cycle.NINE_MONTH: Kind.NINE_MONTHS,
    Cycle.ANNUAL: Kind.YEAR,
}
CYCLE_OF: dict[Kind, Cycle] = {kind: cycle for cycle, kind in KIND_OF.items()}


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units after or before `of`: `period_end`, the event or day as worded, or ''."""

    n: int
    unit: OffsetUnit
    direction: Literal["after", "before"]
    of: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty's timing: how often, in which of the periods, and on which day.

    `only`: numbers of the months, quarters or halves meant (empty: all). `pattern`: the one period of a
    `once` or `range`. `years`: the first and last calendar year in which the rule holds, by the period's
    year. `every`: how many months or years lie between two turns, where the cycle's name does not say.
    `whom`: the class of reporters for which alone it holds, as the phrase words it (empty: all).
    Without `due` the phrase names no day, and no deadline comes of it.
    """

    cycle: Cycle
    due: DueRule | None = None
    only: tuple[int, ...] = ()
    pattern: Period | None = None
    years: Years = (None, None)
    every: int | None = None
    whom: str = ""

    @property
    def kind(self) -> Kind | None:
        """The kind of its periods; None where the cycle alone does not say."""
        return self.pattern.kind if self.pattern else KIND_OF.get(self.cycle)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What `parse` understood of a phrase. `phrase` is the text as given, shortened when it was too long.

    `span`: first and last day of a range, a horizon or a named period, either end open. `window`: the days a
    report covers, relative to its period. `exceptions` and `notes` are for the clerk.
    """

    phrase: str
    kind: MeaningKind
    rules: tuple[Rule, ...] = ()
    offset: Offset | None = None
    event: str | None = None
    role: Role | None = None
    span: tuple[date | None, date | None] | None = None
    window: WindowRule | None = None
    window_kind: Kind | None = None
    reference: str | None = None
    roll: Roll | None = None
    exceptions: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = field(default=())


class Dated(NamedTuple):
    """One deadline of a meaning: the day as worded, whether it counts, and the period it is for."""

    nominal: date
    boundary: Boundary
    period: Period
