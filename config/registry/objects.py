"""The registry's objects: plain, frozen, and already checked by the loader that made them.

Dates bound validity half-open: `from_` is the first day on which a thing holds, `to` the first day on
which it no longer does; None is without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

from calendars.cycles import Cycle as Cycle
from calendars.deadlines import DueRule, Roll, WindowRule
from calendars.errors import WhenError
from calendars.periods import Kind, Period, PeriodError, containing, parse, repeat
from calendars.written_periods import as_code
from config.registry.errors import RegistryError
from config.registry.figures import Figure
from language import Message

KIND_OF: Mapping[Cycle, Kind] = {
    Cycle.WEEKLY: Kind.WEEK,
    Cycle.EVERY_N_WEEKS: Kind.WEEKS,
    Cycle.SEMI_MONTHLY: Kind.HALF_MONTH,
    Cycle.MONTHLY: Kind.MONTH,
    Cycle.QUARTERLY: Kind.QUARTER,
    Cycle.SEMIANNUAL: Kind.HALF,
    Cycle.NINE_MONTH: Kind.NINE_MONTHS,
    Cycle.ANNUAL: Kind.YEAR,
    Cycle.EVERY_N_YEARS: Kind.SPAN,
    Cycle.RANGE: Kind.SPAN,
    Cycle.EVENT: Kind.DAY,
}
"""The periods of a cycle; `once` has the kind of its one period, `continuous` that of its checks."""

NUMBERED: Mapping[Kind, tuple[str, int]] = {
    Kind.WEEK: ("W", 53),
    Kind.MONTH: ("M", 12),
    Kind.QUARTER: ("Q", 4),
    Kind.HALF: ("H", 2),
}
"""The kinds whose periods are numbered within the year: the letter, and the highest number."""

ASKED_EVERY: Mapping[str, Kind] = {
    "monthly": Kind.MONTH,
    "quarterly": Kind.QUARTER,
    "half-yearly": Kind.HALF,
}
"""How often an office may ask its owners whether an event has happened, beside `never`."""
USUALLY = "quarterly"

EXAMPLES: Mapping[Kind, str] = {
    Kind.DAY: "2026-11-22",
    Kind.WEEK: "2026-W47",
    Kind.WEEKS: "2026-W46..2026-W47",
    Kind.HALF_MONTH: "2026-11-H1",
    Kind.MONTH: "2026-11",
    Kind.QUARTER: "2026-Q3",
    Kind.HALF: "2026-H1",
    Kind.NINE_MONTHS: "2026-9M",
    Kind.YEAR: "2026",
    Kind.SPAN: "2021..2025",
}


REQUEST_HOLD = 5
"""The working days for which a request holds back escalations, where the office says nothing."""


def example(kind: Kind, year_starts: int = 1) -> str:
    """A code of that kind of period, in years that begin in that month."""
    return EXAMPLES[kind] if year_starts == 1 else containing(kind, _SOME_DAY, year_starts).code


_SOME_DAY = date(2026, 11, 22)
PROMPT_WORKDAYS = 10
"""What "promptly" is where the office says nothing else: an assumption, no law numbers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document. `renewal` 'yearly': a plan for one year that carries on until its owner ends it."""

    number: str
    date: date
    title: str
    horizon: int | None = None
    renewal: str = "none"
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Who can owe, own or receive."""

    code: str
    name: str
    kind: str
    short_name: str
    name_en: str | None = None
    email: str | None = None
    head_email: str | None = None
    head_title: str | None = None
    from_: date | None = None
    to: date | None = None
    successor: str | None = None
    aliases: tuple[str, ...] = ()
    calendar: str = ""
    """The code of its own working calendar; '' is the office's."""
    unexplained: bool = False
    """The code stands in a document that never says what it means: the name is our reading."""
    note: str | None = None

    def alive(self, day: date) -> bool:
        """Whether the unit exists on that day."""
        return within(day, self.from_, self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Units under one name (`@tinh`): all of the kinds, and those named one by one."""

    code: str
    title: str
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """What documents call them: `BHXH tỉnh, thành phố`."""
    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a report's outline, for units of the kinds `by`, in the periods `only` (empty: all)."""

    number: str
    title: str
    by: tuple[str, ...]
    only: tuple[tuple[Kind, int], ...] = ()

    def asked(self, unit_kind: str, period: Period) -> bool:
        """Whether a unit of this kind fills the section in this period's report."""
        return unit_kind in self.by and (not self.only or (period.kind, period.number) in self.only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a report must contain; `cite` is its place in the document."""

    code: str
    title: str
    cite: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Whose registry this is, and its working habits. Times of day are in `zone`."""

    code: str
    name: str
    name_en: str
    """'' where the office speaks one language alone and needs none."""
    zone: ZoneInfo
    morning: time
    hours: tuple[time, time]
    roll: Roll
    leadership_name: str
    leadership_email: str | None
    language: str
    list_id: str
    mail_from: str
    note: str | None = None
    """What whoever looks after the registry is to know; `dondoc check` tells it."""
    prompt_workdays: int = PROMPT_WORKDAYS
    """How many working days after an event a term is that the document does not number."""
    request_hold: int = REQUEST_HOLD
    """For how many working days a unit's request that nobody answers holds back what goes above the unit."""
    year_starts: int = 1
    """The month in which its reporting years begin, unless a duty says another."""
    ask_events: str = USUALLY
    """How often owners are asked whether an event has happened: a key of `ASKED_EVERY`, or `never`."""
    report_form: str = "on"
    """The form that a report's first mail carries: `on` (the standard one), `off`, or its own file."""
    report_template: Path | None = None
    """Where the office's own form lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What some of those who owe a duty are to deliver: units and groups, and what is asked of them."""

    units: tuple[str, ...]
    text: str
    text_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A standing duty: who owes what to whom, how often, by when, and where it is written."""

    code: str
    title: str
    title_en: str
    """'' where the office speaks one language alone and needs none."""
    document: Document
    cite: str
    worded: str
    owed_by: tuple[str, ...]
    owner: str
    cycle: Cycle
    due: DueRule
    ladder: str
    only: frozenset[int] | None = None
    """Period numbers within the year (`in: [Q1, Q2, Q3]`); None is all."""
    pattern: Period | None = None
    """once, range: the one period; every_n_years, every_n_weeks: any of the row."""
    year_starts: int = 1
    """The month in which the year of its quarters, halves, nine months or years begins."""
    checked: Cycle | None = None
    """continuous: the cycle on which it is checked."""
    window: WindowRule | None = None
    needs: tuple[str, ...] = ()
    outline: str | None = None
    deliver_to: str | None = None
    """A recipient outside the office."""
    product: str | None = None
    product_en: str | None = None
    products: tuple[Product, ...] = ()
    """What is asked of some units instead of `product`; the first that names a unit counts."""
    how: str | None = None
    assumption: str | None = None
    """What the document leaves open and this registry decided."""
    tentative: bool = False
    """Its days rest on the assumption: nobody beyond the owner hears that one of them has passed."""
    confirmed: bool = False
    """The office stands by days that were tentative."""
    helpers: tuple[str, ...] = ()
    """Units and groups that help; they owe nothing."""
    helpers_text: str | None = None
    """Helpers that no unit or group stands for."""
    recurs: bool = False
    """event: it may happen again, so that it is asked for again after it was reported."""
    figure: Figure | None = None
    """An indicator: the report carries a figure, held against the year's target."""
    assignment: str | None = None
    """The row of an appendix that founds it: `490/KH-BHXH pl1 1.1`."""
    renamed_from: tuple[str, ...] = ()
    """Codes that it had before; tasks of these are its own."""
    from_: date | None = None
    """Periods that end or are due before this day are not owed."""
    to: date | None = None
    """Periods that begin on or after this day, or have neither ended nor been due by then, are not owed."""

    @property
    def kind(self) -> Kind:
        """The kind of its periods."""
        if self.cycle is Cycle.ONCE:
            assert self.pattern is not None
            return self.pattern.kind
        if self.cycle is Cycle.CONTINUOUS:
            assert self.checked is not None
            return KIND_OF[self.checked]
        return KIND_OF[self.cycle]

    def period(self, code: str | Period) -> Period:
        """The period of that code, or as people write it ('quý III/2026'), if this duty has it.

        RegistryError says which it has: `kstthc-quy has no period 2026-Q4: it is reported in Q1, Q2, Q3`.
        """
        try:
            period = code if isinstance(code, Period) else parse(as_code(code, self.year_starts))
        except PeriodError as error:
            raise RegistryError("registry.of-obligation", obligation=self.code, why=error.message) from None
        if why := self.refusal(period):
            raise RegistryError("registry.no-period", obligation=self.code, period=period.code, why=why)
        return period

    def one(self, day: date) -> Period:
        """One of the endless row of its periods: the pattern, or the one that the day is in."""
        return self.pattern or containing(self.kind, day, self.year_starts)

    def refusal(self, period: Period) -> Message | None:
        """Why this duty has no such period, as the end of a sentence; None when it has it. Whether it was in
        force on the period's last day is asked of the registry, which knows that day.
        """
        if period.kind is not self.kind or period.starts != self.year_starts:
            one = None if self.pattern is None else self._off_pattern(period, self.pattern)
            return one or Message("registry.period-looks", example=example(self.kind, self.year_starts))
        if self.only is not None and period.number not in self.only:
            letter, _ = NUMBERED[self.kind]
            return Message(
                "registry.period-in", numbers=", ".join(f"{letter}{number}" for number in sorted(self.only))
            )
        if self.pattern is not None and (why := self._off_pattern(period, self.pattern)):
            return why
        if self.from_ is not None and period.last < self.from_:
            return Message("registry.period-begins", day=self.from_)
        if self.to is not None and period.first >= self.to:
            return Message("registry.period-ended", day=self.to)
        return None

    def words(self, period: str | Period) -> str:
        """What the document says of that period's day; '' when it says nothing: the day is ours, or an
        exception without words of its own.
        """
        code = period if isinstance(period, str) else period.code
        own = self.due.overrides.get(code)
        return self.worded if own is None else own.worded

    def feeding(self, period: Period) -> tuple[Period, ...]:
        """This duty's periods that go into `period` of a duty that needs it: the same, or those within."""
        if period.kind is self.kind and period.starts == self.year_starts:
            return () if self.refusal(period) else (period,)
        if self.kind is Kind.SPAN:
            return ()
        try:
            overlapping = tuple(repeat(self.one(period.first), period.first, period.last))
        except WhenError:
            return ()
        return tuple(
            each
            for each in overlapping
            if period.first <= each.first and each.last <= period.last and not self.refusal(each)
        )

    def _off_pattern(self, period: Period, pattern: Period) -> Message | None:
        if self.cycle is Cycle.EVERY_N_WEEKS:
            length = pattern.last - pattern.first
            apart = (period.first - pattern.first).days % (length.days + 1)
            if not apart and period.last - period.first == length:
                return None
            return Message("registry.period-every-weeks", n=(length.days + 1) // 7, pattern=pattern.code)
        if self.cycle is not Cycle.EVERY_N_YEARS:
            return None if period == pattern else Message("registry.period-one", period=pattern.code)
        years = pattern.last.year - pattern.first.year + 1
        aligned = (period.first.year - pattern.first.year) % years == 0
        if aligned and period.last.year - period.first.year + 1 == years:
            return None
        return Message("registry.period-every", years=years, pattern=pattern.code)


def within(day: date, from_: date | None, to: date | None) -> bool:
    """Whether the day lies in the half-open validity [from_, to)."""
    return (from_ is None or from_ <= day) and (to is None or day < to)
