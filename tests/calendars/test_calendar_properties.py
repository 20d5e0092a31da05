"""Laws that hold for every input, searched by Hypothesis."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import assume, given
from hypothesis import strategies as st

from calendars.deadlines import After, Boundary, DueRule, Roll, deadline, on_day, workdays_left
from calendars.errors import WhenError
from calendars.ladders import Anchor, Ladder, Role, Rung, opens_on, steps
from calendars.periods import Kind, Period, PeriodError, containing, day, iterate, parse, repeat, span
from calendars.workdays import CalendarError, WorkCalendar
from tests.calendars.vietnam import CALENDAR

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 29))
# Away from the table's ends, where an answer may lie outside it.
INSIDE = st.dates(date(2023, 6, 1), date(2029, 6, 1))
GAPLESS = [Kind.DAY, Kind.WEEK, Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR]
KINDS = st.sampled_from([*GAPLESS, Kind.NINE_MONTHS])


@st.composite
def periods(draw: st.DrawFn, days: st.SearchStrategy[date] = DAYS) -> Period:
    if draw(st.integers(0, 7)) == 0:
        years = sorted(draw(st.tuples(st.integers(1900, 2999), st.integers(1900, 2999))))
        return span(years[0], years[1])
    return containing(draw(KINDS), draw(days))


@st.composite
def due_rules(draw: st.DrawFn) -> DueRule:
    boundary, roll = draw(st.sampled_from(Boundary)), draw(st.none() | st.sampled_from(Roll))
    way = draw(st.sampled_from(["day", "workday", "weekday", "days", "workdays", "months"]))
    if way == "weekday":
        return DueRule(boundary, weekday=draw(st.integers(0, 6)), roll=roll)
    if way in ("days", "workdays", "months"):
        n = draw(st.integers(-30, 30).filter(bool))
        return DueRule(boundary, after=After("period_end", **{way: n}), roll=roll)
    month = draw(st.sampled_from([None, "first", "last", "next", *range(1, 13)]))
    year = "same" if month == "next" else draw(st.sampled_from(["same", "previous", "next"]))
    said = draw(st.sampled_from(["last", *range(1, 32 if way == "day" else 24)]))
    return DueRule(boundary, month=month, year=year, roll=roll, **{way: said})  # type: ignore[arg-type]


@given(periods())
def test_a_code_reads_back_as_its_period(period: Period) -> None:
    assert parse(period.code) == period
    assert parse(f" {period.code.lower()} ") == period


@given(periods())
def test_next_and_previous_are_inverse_and_in_order(period: Period) -> None:
    try:
        following = period.next()
    except PeriodError:
        assume(False)
    assert following.previous() == period
    assert period < following
    assert period.last < following.first


@given(periods(), st.integers(-2000, 2000), st.integers(-2000, 2000))
def test_shifts_add_up(period: Period, a: int, b: int) -> None:
    try:
        there = period.shift(a).shift(b)
    except PeriodError:
        assume(False)
    assert there == period.shift(a + b)
    assert there.shift(-a - b) == period


@given(KINDS, DAYS)
def test_a_day_is_in_the_period_that_contains_it(kind: Kind, on: date) -> None:
    period = containing(kind, on)
    if kind is not Kind.NINE_MONTHS or on.month <= 9:
        assert period.first <= on <= period.last
        assert list(iterate(kind, on, on)) == [period]
    else:
        assert list(iterate(kind, on, on)) == []


@given(st.sampled_from(GAPLESS), DAYS, st.integers(0, 800))
def test_iterating_leaves_no_gap_and_no_overlap(kind: Kind, start: date, length: int) -> None:
    end = min(start + timedelta(days=length), date(2999, 12, 29))
    found = list(iterate(kind, start, end))
    assert found[0].first <= start <= found[0].last
    assert found[-1].first <= end <= found[-1].last
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(found))


@given(st.integers(1900, 2999), st.integers(1, 12), DAYS, st.integers(0, 9000))
def test_every_n_years_leaves_no_gap(first: int, years: int, start: date, length: int) -> None:
    assume(first + years - 1 <= 2999)
    pattern = span(first, first + years - 1)
    end = min(start + timedelta(days=length), date(2999, 12, 29))
    found = list(repeat(pattern, start, end))
    assert all(a.next() == b for a, b in pairwise(found))
    assert all((p.first.year - first) % years == 0 and p.first <= end and p.last >= start for p in found)


JUNK = st.text() | st.from_regex(r"[0-9]{4}[-.QHWM0-9]{0,8}", fullmatch=True)


@given(JUNK)
def test_text_is_a_period_or_a_period_error(text: str) -> None:
    try:
        assert parse(text).code == text.strip().upper()
    except PeriodError as error:
        assert "period" in str(error)  # noqa: PT017


@given(INSIDE, st.integers(-250, 250))
def test_shifting_there_and_back(on: date, n: int) -> None:
    worked = CALENDAR.on_or_after(on)
    assert CALENDAR.shift(CALENDAR.shift(worked, n), -n) == worked


@given(INSIDE, st.integers(1, 250))
def test_counting_agrees_with_shifting(on: date, n: int) -> None:
    assert CALENDAR.count(on, CALENDAR.shift(on, n)) == n
    worked = CALENDAR.on_or_before(on)
    assert CALENDAR.count(worked, CALENDAR.shift(worked, -n)) == -n


@given(INSIDE, INSIDE, INSIDE)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    assert CALENDAR.count(a, b) + CALENDAR.count(b, c) == CALENDAR.count(a, c)
    assert CALENDAR.count(a, b) == -CALENDAR.count(b, a)


@given(INSIDE)
def test_the_nearest_working_days_bracket_every_day(on: date) -> None:
    before, after = CALENDAR.on_or_before(on), CALENDAR.on_or_after(on)
    assert before <= on <= after
    assert CALENDAR.is_workday(before)
    assert CALENDAR.is_workday(after)
    assert (CALENDAR.why_off(on) is None) == (before == on == after)
    assert CALENDAR.count(before, after) == (before != after)


@given(
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.just("off"), max_size=40),
    st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=10),
    st.frozensets(st.integers(0, 6)),
    st.dates(),
    st.integers(-(10**6), 10**6),
)
def test_any_calendar_answers_or_says_its_range(
    off: dict[date, str], extra: set[date], weekend: frozenset[int], on: date, n: int
) -> None:
    make_up = {each: "worked" for each in extra if each in off or each.weekday() in weekend}
    calendar = WorkCalendar(
        days_off=off, make_up=make_up, first_year=2026, last_year=2026, verified_until=None, weekend=weekend
    )
    inside = on.year == 2026
    worked = inside and (on in make_up or (on not in off and on.weekday() not in weekend))
    try:
        assert calendar.is_workday(on) is worked
        assert inside
        assert calendar.is_workday(calendar.shift(on, n))
    except CalendarError as error:
        assert "covers 2026-01-01 to 2026-12-31" in str(error)  # noqa: PT017


@given(due_rules(), periods(INSIDE) | periods(), st.none() | DAYS)
def test_a_deadline_is_an_answer_or_one_clear_error(
    rule: DueRule, period: Period, event: date | None
) -> None:
    try:
        found = deadline(rule, period, CALENDAR, event_day=event)
    except WhenError as error:
        assert str(error)  # noqa: PT017
        return
    assert found.unrolled_last_day == found.nominal - timedelta(days=rule.boundary is Boundary.BEFORE)
    assert found.working_deadline <= found.unrolled_last_day
    assert (found.rolled is None) == (found.last_day == found.unrolled_last_day)
    rolling = rule.roll or Roll.NEXT
    if rolling is Roll.NEXT:
        assert found.last_day >= found.unrolled_last_day
    elif rolling is Roll.PREVIOUS:
        assert found.last_day == found.working_deadline
    else:
        assert found.last_day == found.unrolled_last_day
    if rolling is not Roll.NONE:
        assert CALENDAR.is_workday(found.last_day)


@given(INSIDE, INSIDE, st.sampled_from(Boundary), st.sampled_from(Roll))
def test_a_later_day_is_never_due_earlier(a: date, b: date, boundary: Boundary, roll: Roll) -> None:
    a, b = sorted((a, b))
    first = on_day(day(a), a, CALENDAR, roll, boundary=boundary)
    second = on_day(day(a), b, CALENDAR, roll, boundary=boundary)
    assert first.last_day <= second.last_day
    assert first.working_deadline <= second.working_deadline


@given(INSIDE, st.sampled_from(sorted(available_timezones())))
def test_late_from_is_the_first_moment_of_the_next_local_day(on: date, name: str) -> None:
    zone = ZoneInfo(name)
    due = on_day(day(on), on, CALENDAR, Roll.NONE)
    late = due.late_from(zone)
    assert late.tzinfo is UTC
    assert late.astimezone(zone).date() == on + timedelta(days=1)
    assert (late - timedelta(microseconds=1)).astimezone(zone).date() == on
    if name == "Asia/Ho_Chi_Minh":
        assert late.astimezone(zone).time() == time(0)


@given(INSIDE, INSIDE)
def test_days_left_fall_by_one_each_working_morning(due_on: date, today: date) -> None:
    due = on_day(day(due_on), due_on, CALENDAR)
    left = workdays_left(due.last_day, today, CALENDAR)
    tomorrow = today + timedelta(days=1)
    assert workdays_left(due.last_day, tomorrow, CALENDAR) == left - CALENDAR.is_workday(tomorrow)
    assert workdays_left(due.last_day, due.last_day, CALENDAR) == 0


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    opens = draw(st.integers(0, 30))
    before = sorted(draw(st.sets(st.integers(-opens, 0), max_size=5)))
    after = sorted(draw(st.sets(st.integers(1, 60), max_size=5)))
    rungs = [Rung("opened", Anchor.OPEN, 0, (Role.UNIT,))]
    rungs += [Rung(f"remind{n}", Anchor.DEADLINE, n, (Role.UNIT,)) for n in before]
    rungs += [Rung(f"late{n}", Anchor.LATE, n, (Role.HEAD,)) for n in after]
    return Ladder("drawn", opens, tuple(rungs))


@given(ladders(), INSIDE, st.sampled_from(Roll), st.sampled_from(Boundary))
def test_steps_are_on_working_mornings_in_order_of_gravity(
    ladder: Ladder, on: date, roll: Roll, boundary: Boundary
) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    due = on_day(day(on), on, CALENDAR, roll, boundary=boundary)
    found = steps(ladder, due, CALENDAR, morning=time(8), zone=zone)
    # One more than is written, where there is a last word to be said.
    word = due.last_day > due.working_deadline and CALENDAR.is_workday(due.last_day)
    words = sum(rung.anchor is Anchor.DEADLINE and rung.workdays == 0 for rung in ladder.rungs) if word else 0
    assert [step.gravity for step in found] == list(range(len(ladder.rungs) + words))
    assert all(CALENDAR.is_workday(step.day) for step in found)
    assert all(step.at == datetime.combine(step.day, time(8), zone) for step in found)
    assert found[0].day == opens_on(ladder, due, CALENDAR) <= due.working_deadline
    late = due.late_from(zone)
    assert all((step.at > late) == (step.rung.anchor is Anchor.LATE) for step in found)


@given(ladders(), INSIDE, st.integers(-60, 60))
def test_a_late_opening_only_leaves_out_reminders_before_it(ladder: Ladder, on: date, late: int) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    due = on_day(day(on), on, CALENDAR)
    usual = steps(ladder, due, CALENDAR, morning=time(8), zone=zone)
    opened_on = due.working_deadline + timedelta(days=late)
    found = steps(ladder, due, CALENDAR, morning=time(8), zone=zone, opened_on=opened_on)
    assert list(found) == sorted(found, key=lambda step: (step.at, step.gravity))
    left_out = {step.rung.name for step in usual} - {step.rung.name for step in found}
    assert left_out == {
        step.rung.name
        for step in usual
        if step.rung.anchor in (Anchor.DEADLINE, Anchor.LAST) and step.day < opened_on
    }
