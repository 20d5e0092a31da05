"""Periods: every kind's bounds as literals, and every way of writing one wrongly."""

from datetime import date, datetime, timedelta

import pytest

from calendars.periods import Kind, Period, PeriodError, containing, day, iterate, parse, repeat, span

BOUNDS = [
    ("2026-11", "2026-11-01", "2026-11-30", Kind.MONTH, 2026, 11),
    ("2024-02", "2024-02-01", "2024-02-29", Kind.MONTH, 2024, 2),
    ("2100-02", "2100-02-01", "2100-02-28", Kind.MONTH, 2100, 2),
    ("2000-02", "2000-02-01", "2000-02-29", Kind.MONTH, 2000, 2),
    ("2026-Q1", "2026-01-01", "2026-03-31", Kind.QUARTER, 2026, 1),
    ("2026-Q3", "2026-07-01", "2026-09-30", Kind.QUARTER, 2026, 3),
    ("2026-Q4", "2026-10-01", "2026-12-31", Kind.QUARTER, 2026, 4),
    ("2026-H1", "2026-01-01", "2026-06-30", Kind.HALF, 2026, 1),
    ("2026-H2", "2026-07-01", "2026-12-31", Kind.HALF, 2026, 2),
    ("2026-9M", "2026-01-01", "2026-09-30", Kind.NINE_MONTHS, 2026, 1),
    ("2026", "2026-01-01", "2026-12-31", Kind.YEAR, 2026, 1),
    ("2026-W47", "2026-11-16", "2026-11-22", Kind.WEEK, 2026, 47),
    ("2026-W01", "2025-12-29", "2026-01-04", Kind.WEEK, 2026, 1),
    ("2026-W53", "2026-12-28", "2027-01-03", Kind.WEEK, 2026, 53),
    ("2020-W53", "2020-12-28", "2021-01-03", Kind.WEEK, 2020, 53),
    ("2021-W01", "2021-01-04", "2021-01-10", Kind.WEEK, 2021, 1),
    ("2021..2025", "2021-01-01", "2025-12-31", Kind.SPAN, 2021, 1),
    ("2026..2026", "2026-01-01", "2026-12-31", Kind.SPAN, 2026, 1),
    ("2026-11-22", "2026-11-22", "2026-11-22", Kind.DAY, 2026, 1),
    ("2024-02-29", "2024-02-29", "2024-02-29", Kind.DAY, 2024, 1),
    ("1900-W01", "1900-01-01", "1900-01-07", Kind.WEEK, 1900, 1),
    ("2999-12", "2999-12-01", "2999-12-31", Kind.MONTH, 2999, 12),
]


@pytest.mark.parametrize(("code", "first", "last", "kind", "year", "number"), BOUNDS)
def test_a_code_names_its_days(code: str, first: str, last: str, kind: Kind, year: int, number: int) -> None:
    period = parse(code)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert (period.kind, period.year, period.number) == (kind, year, number)
    assert (period.code, str(period)) == (code, code)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2026-q3", "2026-Q3"), (" 2026-w07\n", "2026-W07"), ("2026-9m", "2026-9M"), ("2026-h2 ", "2026-H2")],
)
def test_small_letters_and_blanks_around_do_not_matter(written: str, meant: str) -> None:
    assert parse(written).code == meant


@pytest.mark.parametrize(
    ("junk", "says"),
    [
        ("2026-Q5", "a quarter has a number from 1 to 4"),
        ("2026-Q0", "a quarter has a number from 1 to 4"),
        ("2026-H3", "a half has a number from 1 to 2"),
        ("2026-13", "a month has a number from 1 to 12"),
        ("2026-00", "a month has a number from 1 to 12"),
        ("2025-W53", "2025 has no ISO week 53"),
        ("2026-W00", "2026 has no ISO week 0"),
        ("2026-W54", "2026 has no ISO week 54"),
        ("2025-02-29", "day is out of range for month"),
        ("2026-13-01", "month must be in 1..12"),
        ("0000-01-01", "year"),
        ("2025..2021", "is not a span"),
        ("1899", "1900 to 2999"),
        ("3000", "1900 to 2999"),
        ("1899..1950", "1900 to 2999"),
        ("2026-6M", "write 2026-11 (month), 2026-Q3"),
        ("2026-2", "write 2026-11 (month)"),
        ("2026-2-1", "write"),
        ("2026--Q1", "write"),
        ("2026 -Q1", "write"),
        ("Q3-2026", "write"),
        ("2026-11-22T00:00", "write"),
        ("２０２６", "write"),
        ("٢٠٢٦-11", "write"),
        ("-2026", "write"),
        ("2026\x00", "write"),
        ("", "'' is not a period"),
        ("9" * 5000, "…"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(junk: str, says: str) -> None:
    with pytest.raises(PeriodError) as wrong:
        parse(junk)
    assert says in str(wrong.value)
    assert "is not a period" in str(wrong.value)
    assert len(str(wrong.value)) < 220


@pytest.mark.parametrize("thing", [2026, None, date(2026, 1, 1), b"2026", ["2026"]])
def test_what_is_not_text_is_not_a_period(thing: object) -> None:
    with pytest.raises(PeriodError, match="written as text"):
        parse(thing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "following"),
    [
        ("2026-12", "2027-01"),
        ("2026-Q4", "2027-Q1"),
        ("2026-H2", "2027-H1"),
        ("2026-9M", "2027-9M"),
        ("2026", "2027"),
        ("2026-W53", "2027-W01"),
        ("2025-W52", "2026-W01"),
        ("2021..2025", "2026..2030"),
        ("2024-02-28", "2024-02-29"),
        ("2024-02-29", "2024-03-01"),
    ],
)
def test_neighbours(code: str, following: str) -> None:
    assert parse(code).next() == parse(following)
    assert parse(following).previous() == parse(code)


def test_far_neighbours_take_one_step() -> None:
    assert parse("2026-11").shift(14).code == "2028-01"
    assert parse("2026-Q1").shift(-9).code == "2023-Q4"
    assert parse("2026-W53").shift(53).code == "2028-W01"
    assert parse("2021..2025").shift(-2).code == "2011..2015"


@pytest.mark.parametrize(
    "code", ["2999-12", "2999-Q4", "2999-H2", "2999-9M", "2999", "2999-W52", "2995..2999"]
)
def test_beyond_the_last_year_there_is_no_neighbour(code: str) -> None:
    with pytest.raises(PeriodError, match="leaves the years 1900 to 2999"):
        parse(code).next()


@pytest.mark.parametrize("n", [10**6, -(10**6), 10**40, -(10**40)])
def test_a_jump_out_of_time_is_one_clear_error(n: int) -> None:
    for code in ("2026-11-22", "2026-W47", "2026-11", "2026", "2021..2025"):
        with pytest.raises(PeriodError, match="leaves the years"):
            parse(code).shift(n)


def test_months_touched() -> None:
    assert parse("2026-Q3").months == ((2026, 7), (2026, 8), (2026, 9))
    assert parse("2026-9M").months[-1] == (2026, 9)
    assert parse("2026-W53").months == ((2026, 12), (2027, 1))
    assert parse("2026-W47").months == ((2026, 11),)
    assert len(parse("2021..2025").months) == 60


@pytest.mark.parametrize(
    ("kind", "on", "code"),
    [
        (Kind.MONTH, "2026-11-30", "2026-11"),
        (Kind.QUARTER, "2026-09-30", "2026-Q3"),
        (Kind.QUARTER, "2026-10-01", "2026-Q4"),
        (Kind.HALF, "2026-06-30", "2026-H1"),
        (Kind.NINE_MONTHS, "2026-12-01", "2026-9M"),
        (Kind.YEAR, "2026-12-31", "2026"),
        (Kind.WEEK, "2027-01-03", "2026-W53"),
        (Kind.WEEK, "2027-01-04", "2027-W01"),
        (Kind.DAY, "2026-11-22", "2026-11-22"),
    ],
)
def test_the_period_that_contains_a_day(kind: Kind, on: str, code: str) -> None:
    assert containing(kind, date.fromisoformat(on)).code == code


def test_what_contains_nothing_says_so() -> None:
    with pytest.raises(PeriodError, match="must be named"):
        containing(Kind.SPAN, date(2026, 1, 1))
    with pytest.raises(PeriodError, match="1900 to 2999"):
        containing(Kind.MONTH, date(1899, 12, 31))
    with pytest.raises(PeriodError, match="expected a date"):
        containing(Kind.MONTH, datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(PeriodError, match="1900 to 2999"):
        # Tuesday, 31 December 2999 lies in the first ISO week of 3000.
        containing(Kind.WEEK, date(2999, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ("2026-02-01", "2026-04-30", Kind.QUARTER),
        ("2026-01-01", "2026-01-30", Kind.MONTH),
        ("2026-11-17", "2026-11-23", Kind.WEEK),
        ("2026-01-01", "2026-06-30", Kind.NINE_MONTHS),
        ("2026-01-01", "2025-12-31", Kind.SPAN),
        ("2021-01-02", "2025-12-31", Kind.SPAN),
        ("2026-01-01", "2026-01-02", Kind.DAY),
    ],
)
def test_no_untrue_period_can_be_built(first: str, last: str, kind: Kind) -> None:
    with pytest.raises(PeriodError, match="is not a"):
        Period(date.fromisoformat(first), date.fromisoformat(last), kind)


def test_periods_are_put_in_order_by_their_days() -> None:
    mixed = ["2026-Q2", "2026-02", "2026", "2026-Q1", "2026-01", "2026-H1", "2025-12-31", "2026-9M"]
    assert [p.code for p in sorted(parse(code) for code in mixed)] == [
        "2025-12-31",
        "2026-01",
        "2026-Q1",
        "2026-H1",
        "2026-9M",
        "2026",
        "2026-02",
        "2026-Q2",
    ]


def _codes(kind: Kind, start: str, end: str) -> list[str]:
    return [p.code for p in iterate(kind, date.fromisoformat(start), date.fromisoformat(end))]


def test_iterating_takes_every_period_that_has_a_day_in_the_range() -> None:
    assert _codes(Kind.MONTH, "2025-11-30", "2026-02-01") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert _codes(Kind.QUARTER, "2026-03-31", "2026-07-01") == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert _codes(Kind.WEEK, "2026-12-27", "2027-01-04") == ["2026-W52", "2026-W53", "2027-W01"]
    assert _codes(Kind.YEAR, "2026-12-31", "2026-12-31") == ["2026"]
    assert _codes(Kind.DAY, "2024-02-28", "2024-03-01") == ["2024-02-28", "2024-02-29", "2024-03-01"]


def test_nine_months_end_in_september() -> None:
    assert _codes(Kind.NINE_MONTHS, "2026-09-30", "2027-01-01") == ["2026-9M", "2027-9M"]
    assert _codes(Kind.NINE_MONTHS, "2026-10-01", "2026-12-31") == []


def test_iterating_backwards_is_empty_and_the_end_of_time_is_an_end() -> None:
    assert _codes(Kind.MONTH, "2026-02-01", "2026-01-31") == []
    assert _codes(Kind.QUARTER, "2999-07-01", "2999-12-31") == ["2999-Q3", "2999-Q4"]
    assert _codes(Kind.WEEK, "2999-12-20", "2999-12-31") == ["2999-W51", "2999-W52"]
    assert next(iterate(Kind.DAY, date(1900, 1, 1), date.max)).code == "1900-01-01"
    with pytest.raises(PeriodError, match="must be named"):
        iterate(Kind.SPAN, date(2026, 1, 1), date(2026, 1, 2))


def test_every_n_years_is_a_row_of_spans() -> None:
    def codes(first: int, last: int, start: str, end: str) -> list[str]:
        return [p.code for p in repeat(span(first, last), date.fromisoformat(start), date.fromisoformat(end))]

    assert codes(2021, 2025, "2025-12-31", "2026-01-01") == ["2021..2025", "2026..2030"]
    assert codes(2021, 2023, "2013-05-05", "2018-01-01") == ["2012..2014", "2015..2017", "2018..2020"]
    assert codes(2021, 2025, "1900-06-01", "1901-01-01") == ["1901..1905"]
    assert codes(2021, 2025, "2994-06-01", "2999-12-31") == ["2991..2995"]
    assert codes(2021, 2025, "2998-06-01", "2999-12-31") == []
    assert [p.code for p in repeat(parse("2026-Q1"), date(2026, 6, 30), date(2026, 7, 1))] == [
        "2026-Q2",
        "2026-Q3",
    ]
    with pytest.raises(PeriodError):
        codes(2021, 2025, "1899-01-01", "2020-01-01")


def test_spans_and_days() -> None:
    assert span(2021, 2025) == parse("2021..2025")
    assert day(date(2026, 11, 22)) == parse("2026-11-22")
    with pytest.raises(PeriodError):
        span(2025, 2021)
    with pytest.raises(PeriodError):
        span(-1, 10**9)


@pytest.mark.slow
def test_weeks_of_years_agree_with_their_number_of_thursdays() -> None:
    # ISO 8601: a year has 53 weeks when it has 53 Thursdays.
    for year in range(1900, 2999):
        new_year = date(year, 1, 1)
        thursdays = sum(
            (new_year + timedelta(days=n)).weekday() == 3
            for n in range((date(year + 1, 1, 1) - new_year).days)
        )
        weeks = 53 if thursdays == 53 else 52
        assert parse(f"{year}-W{weeks}").next().code == f"{year + 1}-W01"


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-02-H1", "2026-02-01", "2026-02-15"),
        ("2026-02-H2", "2026-02-16", "2026-02-28"),
        ("2028-02-H2", "2028-02-16", "2028-02-29"),
        ("2026-12-H2", "2026-12-16", "2026-12-31"),
    ],
)
def test_the_second_half_of_a_month_begins_on_the_16th(code: str, first: str, last: str) -> None:
    half = parse(code)
    assert (half.first.isoformat(), half.last.isoformat()) == (first, last)
