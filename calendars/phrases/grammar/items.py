"""What the grammar finds in a phrase before it is put together: points in time, frequencies, spans, roles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from calendars.periods import Kind, Period
from calendars.phrases.meaning import OffsetUnit
from calendars.rules import Boundary, Roll
from language import Message

Which = Literal["own", "next", "previous"]
Place = Literal["first", "last", "second", "third"]
YearRef = Literal["same", "previous", "next", "every"]


@dataclass(frozen=True, slots=True)
class Point:
    """A day as worded, before anything around it is known.

    Its month is `month` (a number), or the `place` month of `which` (own, next, previous) `unit`; a unit of
    SPAN stands for "kỳ báo cáo", whose kind the frequency says. Neither: only a day ("trước ngày 15").
    """

    day: int | Literal["last"] | None = None
    workday: int | Literal["last"] | None = None
    weekday: int | None = None
    nth: int | None = None
    month: int | None = None
    unit: Kind | None = None
    place: Place | None = None
    which: Which = "own"
    numbers: tuple[int, ...] = ()
    year: int | None = None
    year_ref: YearRef | None = None
    every: bool = False  # "hằng tháng", "mỗi quý": says itself that it comes round
    hour: str = ""
    midnight: bool = False

    @property
    def comes_round(self) -> bool:
        """The day says itself that it comes round: `hằng tháng`, `hằng năm`, `tháng đầu quý`."""
        return self.every or self.year_ref is not None or self.unit is not None

    @property
    def bare(self) -> bool:
        """Only a day of a month that is not named."""
        return self.month is None and self.unit is None and self.weekday is None

    def sharing(self, later: Point) -> Point | None:
        """This point with what a later one of the same list says for both; None when that is unclear."""
        if self.bare and not later.bare:
            return replace(later, day=self.day, workday=self.workday, hour=self.hour, midnight=self.midnight)
        open_year = self.year is None and self.year_ref is None
        if self.month is not None and later.month is not None and open_year:
            if later.year_ref == "every":
                return replace(self, year_ref="every")
            if later.year is None:
                return self
            if (self.month, _order(self.day)) >= (later.month, _order(later.day)):
                return None
            return replace(self, year=later.year, year_ref=later.year_ref)
        return self


def _order(day: int | Literal["last"] | None) -> int:
    return day if isinstance(day, int) else 32


@dataclass(frozen=True, slots=True)
class Item:
    """Something that stands at tokens [i, j)."""

    i: int
    j: int


@dataclass(frozen=True, slots=True)
class Due(Item):
    """Days with a boundary. `firm`: the phrase says outright that it is a limit."""

    points: tuple[Point, ...]
    bounds: tuple[Boundary, ...]
    firm: bool
    each: bool = False  # "lần lượt", "tương ứng"
    said_at: bool = False  # "vào": when a thing is done


@dataclass(frozen=True, slots=True)
class Freq(Item):
    """How often: `kinds` in parallel, or `every` so many `unit`s. `loose`: a report's name."""

    kinds: tuple[Kind, ...]
    every: int = 1
    unit: Kind | None = None
    loose: bool = False
    cap: bool = False
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Named(Item):
    """Named periods: `tháng 11`, `quý I, II`, `6 tháng đầu năm`, `năm 2025`; numbers are those in the year.

    `bound`: within ("trong"), before, by ("chậm nhất",
                     "đến hết"), horizon ("đến"), or "" when it only stands.
    """

    kind: Kind
    numbers: tuple[int, ...]
    year: int | None = None
    year_ref: YearRef | None = None
    bound: Literal["", "within", "before", "by", "upto", "horizon", "vague"] = ""
    onward: bool = False
    report: bool = False


@dataclass(frozen=True, slots=True)
class Span(Item):
    """From one time to another, both included; an open end is None. `stage`: "giai đoạn"."""

    first: date | None
    last: date | None
    stage: bool = False


@dataclass(frozen=True, slots=True)
class Between(Item):
    """From one point to another: a data window, or a time to act in."""

    start: Point
    end: Point | None
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Distance(Item):
    """So long after or before a period's end (`unit_end`), a named period's end, a day, or an event."""

    n: int
    unit: OffsetUnit
    after: bool
    of: str
    unit_end: Kind | None = None
    period: Period | None = None
    numbers: tuple[int, ...] = ()
    day: date | None = None
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Event(Item):
    """Something that has to happen first; `beside`: "hoặc đột xuất", "nếu cần", on top of what is dated."""

    text: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Mark(Item):
    """A word that changes what stands around it."""

    what: Literal["riêng", "trừ", "for", "data", "goal", "always", "realtime", "period", "vague", "clock",
                  "reported", "each"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rolling(Item):
    """What the text says to do when the day is a day off."""

    roll: Roll | None


@dataclass(frozen=True, slots=True)
class Reference(Item):
    """Another paper, and what is quoted from it."""

    text: str


@dataclass(frozen=True, slots=True)
class Effective(Item):
    """A beginning: "từ ngày 01/7/2024", "kể từ ngày ký"."""

    day: date | None
    opens: bool = False  # it says from when on the rest of the phrase holds
    year: int | None = None  # "từ năm 2025": from that year on


@dataclass(frozen=True, slots=True)
class Sep(Item):
    """A sign or "và" between the parts."""

    sign: str


@dataclass(frozen=True, slots=True)
class Rest(Item):
    """A word or number that no rule took. `weight`: filler, odd (not a known word), soft, hard."""

    text: str
    weight: Literal["filler", "odd", "soft", "hard"]
