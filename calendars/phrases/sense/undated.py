"""Phrases without a day: named periods, frequencies, horizons, stages, beginnings, events, references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calendars.months import last_day
from calendars.periods import Kind, Period
from calendars.periods import day as day_period
from calendars.phrases.grammar.items import (
    Between,
    Due,
    Effective,
    Event,
    Freq,
    Item,
    Mark,
    Named,
    Point,
    Reference,
    Rest,
    Sep,
    Span,
)
from calendars.phrases.grammar.offsets import alone_amount
from calendars.phrases.meaning import CYCLE_OF, NO_DAY, Cycle, Meaning, MeaningKind, Offset, Role, Rule
from calendars.phrases.sense.doubts import doubt
from calendars.phrases.sense.resolve import SIZE, alone, merged, on, period
from calendars.phrases.text.lexicon import listed, words
from calendars.phrases.text.reader import Reader
from calendars.rules import PERIOD_END, After, Boundary, DueRule
from language import Message

_NEUTRAL = words(listed("undated.neutral"))
"""Words beside a named period that leave it the time in which a thing is to be done."""

_LABELS = words(listed("undated.labels"))
_OTHER_LABELS = words("liệu kỳ chốt đã từ bắt khởi hiệu dự trước sau cũ chậm không chưa tính báo")
_YEAR = 366
_BY = DueRule(boundary=Boundary.BY, after=After(PERIOD_END, days=0))


@dataclass(frozen=True, slots=True)
class Standing:
    """The items of a phrase that names no day, and what to answer with."""

    r: Reader
    found: Sequence[Item]
    base: Meaning

    def meaning(self) -> Meaning:
        """What the phrase says; UNKNOWN with a note when it says nothing about time."""
        for step in (self._goal, self._named, self._frequency, self._effective, self._spans, self._others):
            if (said := step()) is not None:
                return said
        return replace(self.base, kind=MeaningKind.UNKNOWN, notes=(*self.base.notes, self._why()))

    def _of(self, kind: type[Item]) -> list[Item]:
        return [item for item in self.found if isinstance(item, kind)]

    def _marked(self, *what: str) -> bool:
        return any(isinstance(item, Mark) and item.what in what for item in self.found)

    def _goal(self) -> Meaning | None:
        """`phấn đấu đến hết năm 2025`, `đến năm 2030`, `chỉ tiêu năm 2025`, `- Năm 2023:`."""
        names = [
            item
            for item in self.found
            if isinstance(item, Named) and item.year is not None and not item.onward
        ]
        goal = self._marked("goal")
        if self._freqs() or self._of(Event):
            return None
        for item in names:
            far = item.bound == "horizon" or (item.kind is Kind.YEAR and item.bound in ("upto", "before"))
            if not goal and not far and not self._heading(item):
                continue
            if self._of(Span):
                continue
            spans = _spans(item)
            first = None if far or item.bound in ("upto", "before") else spans[0].first
            kind = MeaningKind.ONCE if goal else MeaningKind.RANGE
            last = spans[0].first - timedelta(days=1) if item.bound == "before" else spans[-1].last
            return replace(self.base, kind=kind, role=Role.HORIZON, span=(first, last))
        return None

    def _heading(self, item: Named) -> bool:
        """Whether the name is a heading: nothing but a label before it and a colon at the end."""
        return not item.bound and item.j == len(self.r) - 1 and self.r.text(item.j) == ":"

    def _freqs(self) -> list[Freq]:
        return [item for item in self.found if isinstance(item, Freq)]

    def _named(self) -> Meaning | None:
        names = [item for item in self.found if isinstance(item, Named)]
        if not names or self._freqs() or self._of(Span) or self._marked("reported", "data", "always"):
            return None
        if any(item.onward for item in names):
            first = min(item.year for item in names if item.year is not None)
            return replace(self.base, kind=MeaningKind.RANGE, span=(date(first, 1, 1), None))
        waits = any(isinstance(item, Event) and not item.beside for item in self.found)
        if waits or any(isinstance(item, Rest) and item.text == "ngày" for item in self.found):
            return None
        if all(item.year is not None for item in names):
            return self._once(names)
        each = [self._yearly(item) for item in names]
        rules = [rule for made in each for rule in made]
        if any(item.report for item in names) and all(item.year_ref is None for item in names):
            rules = [Rule(CYCLE_OF[item.kind], only=_numbers(item)) for item in names]
            return replace(self.base, kind=MeaningKind.RECURRING, rules=tuple(rules))
        if all(each):
            return self._believed(MeaningKind.RECURRING, merged(rules), names)
        return None

    def _once(self, names: list[Named]) -> Meaning:
        periods = [each for item in names for each in _spans(item)]
        span = (periods[0].first, periods[-1].last)
        whole = all(
            isinstance(item, Named | Sep) or (isinstance(item, Rest) and item.text in _NEUTRAL)
            for item in self.found
        ) or self._labelled(names)
        rules = []
        for item in names:
            dated = item.bound in ("within", "by", "upto", "before") or (
                whole and not item.bound and not item.report
            )
            dated = dated and not (item.kind is Kind.YEAR and item.bound in ("upto", "before"))
            if not dated:
                note = Message("phrase.no-deadline", text=self.r.shown(item.i, item.j))
                return replace(
                    self.base,
                    kind=MeaningKind.ONCE,
                    span=span,
                    role=Role.MENTION,
                    notes=(*self.base.notes, note),
                )
            spans = _spans(item)
            if item.bound == "within" and spans[-1].number - spans[0].number == len(spans) - 1:
                spans = spans[-1:]  # "trong tháng 11, tháng 12": one thing, until the end of the last
            for each in spans:
                if item.bound == "before":
                    rules.append(on(each.first, Boundary.BEFORE))
                else:
                    rules.append(Rule(Cycle.ONCE, _BY, pattern=each))
        said = self._believed(MeaningKind.ONCE, rules, names)
        return replace(said, span=span)

    def _labelled(self, names: Sequence[Named]) -> bool:
        """`Tổng kết phong trào: tháng 12/2026`: what is done, and when."""
        if len(names) != 1 or names[0].j < len(self.r) or not self.r.word(names[0].i - 1, ":"):
            return False
        label = range(names[0].i - 1)
        said = any(f"{self.r.text(k)}_{self.r.text(k + 1)}" in _LABELS for k in label)
        plain = all(self.r.at(k).kind == "word" for k in label)
        return said and plain and not any(self.r.text(k) in _OTHER_LABELS for k in label)

    def _yearly(self, item: Named) -> list[Rule]:
        """`tháng 11 hằng năm`: by the last day of it, each year."""
        if (
            item.year_ref not in ("every", "next", "previous")
            or item.kind is Kind.YEAR
            or item.bound == "vague"
        ):
            return []
        if item.kind is Kind.NINE_MONTHS:
            return [Rule(Cycle.NINE_MONTH, _BY)] if item.bound != "before" else []
        size = SIZE[item.kind]
        points = []
        # "vào tháng 9-10 hằng năm": one thing, until the end of the last
        through = any(self.r.word(k, "-", "đến") for k in range(item.i, item.j))
        for n in item.numbers[-1:] if through else item.numbers:
            month, day = (n * size, "last") if item.bound != "before" else ((n - 1) * size + 1, 1)
            year_ref = item.year_ref if item.year_ref != "every" else None
            points.append(Point(day=day, month=month, year_ref=year_ref))  # type: ignore[arg-type]
        bound = Boundary.BEFORE if item.bound == "before" else Boundary.BY
        found = alone(points, [bound] * len(points))
        return found or []

    def _believed(self, kind: MeaningKind, rules: list[Rule], dated: Sequence[Item]) -> Meaning:
        if self._marked("goal"):
            return replace(self.base, kind=MeaningKind.RANGE, role=Role.HORIZON)
        if why := doubt(self.r, self.found, dated):
            return replace(self.base, kind=MeaningKind.UNKNOWN, notes=(*self.base.notes, why))
        return replace(self.base, kind=kind, rules=tuple(rules))

    def _frequency(self) -> Meaning | None:
        freqs = self._freqs()
        firm = [item for item in freqs if not item.loose]
        if freqs and any(isinstance(item, Rest) and item.text == "ngày" for item in self.found):
            note = Message("phrase.day-not-understood", text=self.r.shown(freqs[0].i, freqs[0].j))
            return replace(self.base, kind=MeaningKind.UNKNOWN, notes=(*self.base.notes, note))
        if (yearly := self._yearly_names(freqs)) is not None:
            return yearly
        if not freqs or (not firm and self._of(Event)):
            return None
        if all(item.cap for item in freqs):
            return replace(
                self.base, kind=MeaningKind.RECURRING, role=Role.CAP, rules=self._cycles(freqs),
                notes=(*self.base.notes, Message("phrase.cap")),
            )  # fmt: skip
        names = [item for item in self.found if isinstance(item, Named)]
        events = [item for item in self.found if isinstance(item, Event)]
        rules = self._cycles([item for item in freqs if not item.cap])
        year = next((item.year for item in names if item.kind is Kind.YEAR and item.year), None)
        if year is not None and len({item.year for item in names}) == 1 and not names[0].onward:
            last = year
            first = None if names[0].bound in ("horizon", "upto") else year
            rules = tuple(replace(rule, years=(first, last)) for rule in rules)
        elif names and names[0].onward:
            rules = tuple(replace(rule, years=(names[0].year, None)) for rule in rules)
        notes = [item.note for item in freqs if item.note]
        offset = None
        event = events[0].text if events else None
        if event and len(rules) == 1 and rules[0].cycle is Cycle.EVERY_N_YEARS and rules[0].every:
            offset = Offset(12 * rules[0].every, "month", "after", event)
        return replace(
            self.base, kind=MeaningKind.RECURRING, rules=rules, offset=offset, event=event,
            notes=(*self.base.notes, *notes, NO_DAY),
        )  # fmt: skip

    def _yearly_names(self, freqs: list[Freq]) -> Meaning | None:
        """`hằng năm (tháng 11)`, `hằng năm, trong quý I`."""
        names = [item for item in self.found if isinstance(item, Named)]
        if len(freqs) != 1 or freqs[0].loose or len(names) != 1:
            return None
        each = {Kind.YEAR: 0, Kind.HALF: 2, Kind.QUARTER: 4}
        times = each.get(freqs[0].kinds[0]) if len(freqs[0].kinds) == 1 else None
        if times is None or (times and (names[0].kind, len(names[0].numbers)) != (Kind.MONTH, times)):
            return None  # "02 lần/năm (tháng 5 và tháng 11)"
        if names[0].year is not None or names[0].year_ref is not None or names[0].report:
            return None
        rules = self._yearly(replace(names[0], year_ref="every"))
        return self._believed(MeaningKind.RECURRING, merged(rules), names) if rules else None

    def _cycles(self, freqs: list[Freq]) -> tuple[Rule, ...]:
        rules = []
        parallel = any(isinstance(item, Sep) and item.sign == "và" for item in self.found)
        for item in freqs:
            rules += [Rule(CYCLE_OF[kind]) for kind in item.kinds]
            if item.unit is Kind.YEAR:
                rules.append(Rule(Cycle.EVERY_N_YEARS, every=item.every))
        if (
            not parallel
            and len(freqs) > 1
            and rules
            and any(rule.cycle is not Cycle.ANNUAL for rule in rules)
        ):
            # "Hằng năm (định kỳ 6 tháng/lần)": the finer one says how often.
            rules = [rule for rule in rules if rule.cycle is not Cycle.ANNUAL]
        return tuple(dict.fromkeys(rules))

    def _effective(self) -> Meaning | None:
        for item in self.found:
            if isinstance(item, Effective):
                note = Message("phrase.beginning")
                return replace(
                    self.base, kind=MeaningKind.ONCE, role=Role.EFFECTIVE, span=(item.day, None),
                    notes=(*self.base.notes, note),
                )  # fmt: skip
        return None

    def _spans(self) -> Meaning | None:
        spans = [item for item in self.found if isinstance(item, Span)]
        spans += [each for item in self.found if isinstance(item, Between) if (each := _dated(item))]
        if not spans or self._of(Event):
            return None
        item = spans[0]
        said = replace(self.base, kind=MeaningKind.RANGE, span=(item.first, item.last))
        heading = self.r.word(len(self.r) - 1, ":")
        whole = not heading and all(
            isinstance(each, Span | Sep) or (isinstance(each, Rest) and each.text in _NEUTRAL)
            for each in self.found
        )
        # Over a year long it tells of somebody's time: `tháng 02/1982 đến tháng 12/1999`.
        long = item.first is not None and item.last is not None and (item.last - item.first).days > _YEAR
        if len(spans) > 1 or item.stage or long or not whole or item.last is None or item not in self.found:
            role = Role.HORIZON if item.stage else None
            return replace(said, role=role, notes=(*said.notes, Message("phrase.span")))
        if doubt(self.r, self.found, [item]):
            return said
        last = item.last
        rule = Rule(Cycle.RANGE, _BY, pattern=day_period(last))
        return replace(said, rules=(rule,))

    def _others(self) -> Meaning | None:
        events = [item.text for item in self.found if isinstance(item, Event)]
        if events:
            return replace(self.base, kind=MeaningKind.EVENT, event=events[0])
        if self._marked("reported") and not self._of(Due):
            note = Message("phrase.data-period")
            return replace(self.base, kind=MeaningKind.WINDOW, notes=(*self.base.notes, note))
        if self._marked("always", "realtime"):
            denied = any(isinstance(item, Rest) and item.text in ("không", "chưa") for item in self.found)
            year = next((item.year for item in self.found if isinstance(item, Named)), None)
            if not denied:
                rule = Rule(Cycle.CONTINUOUS, years=(year, year))
                return replace(self.base, kind=MeaningKind.CONTINUOUS, rules=(rule,))
        if (offset := alone_amount(self.r)) is not None:
            return replace(self.base, kind=MeaningKind.OFFSET, offset=offset)
        text = " ".join(token.text for token in self.r.tokens)
        for wording in ("các năm tiếp theo", "những năm tiếp theo", "các năm sau"):
            if wording in text:
                note = Message("phrase.from-which-year")
                return replace(self.base, kind=MeaningKind.RANGE, notes=(*self.base.notes, note))
        return None

    def _why(self) -> Message:
        if references := [item.text for item in self.found if isinstance(item, Reference)]:
            return Message("phrase.by-another-document", document=references[0])
        if self._marked("period"):
            return Message("phrase.how-often")
        if self._marked("vague", "clock"):
            return Message("phrase.vague")
        for item in self.found:
            if isinstance(item, Named):
                return Message("phrase.no-year", text=self.r.shown(item.i, item.j))
            if isinstance(item, Rest) and item.weight == "hard":
                return Message("phrase.not-understood", text=item.text)
        text = " ".join(token.text for token in self.r.tokens)
        for wording in ("theo lộ trình", "theo quy định", "theo hướng dẫn", "theo kế hoạch", "theo yêu cầu"):
            if wording in text:
                return Message("phrase.elsewhere", wording=wording)
        return Message("phrase.no-time")


def _spans(item: Named) -> list[Period]:
    assert item.year is not None
    return [period(item.kind, n, item.year) for n in item.numbers]


def _numbers(item: Named) -> tuple[int, ...]:
    return item.numbers if item.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF) else ()


def _dated(item: Between) -> Span | None:
    ends = []
    for p in (item.start, item.end):
        if p is None or p.year is None or p.month is None or p.day is None:
            return None
        day = last_day((p.year, p.month)) if p.day == "last" else date(p.year, p.month, p.day)
        ends.append(day)
    return Span(item.i, item.j, ends[0], ends[1]) if ends[0] <= ends[1] else None
