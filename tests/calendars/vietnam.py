"""Vietnam's days off 2024 to 2028 as literals: from the published decisions and the law, not a package.

Labour Code 2019, art. 112: New Year (1), Tết (5), Reunification (1), Labour Day (1), National Day (2), Hùng
Kings (1); a holiday on a weekly rest day is made good on the next working day (art. 111.3). From 2026 also
24 November. 2024 to 2026 are the days as decided, swaps included; 2027 and 2028 are the law alone, before
any decision.
"""

from datetime import date

from calendars.workdays import WorkCalendar


def _days(year: int, *pieces: tuple[int, int, str]) -> dict[date, str]:
    return {date(year, month, day): name for month, day, name in pieces}


DAYS_OFF = {
    **_days(2024, (1, 1, "Tết Dương lịch")),
    **{date(2024, 2, day): "Tết Giáp Thìn" for day in range(8, 15)},
    **_days(
        2024,
        (4, 18, "Giỗ Tổ"),
        (4, 29, "hoán đổi"),
        (4, 30, "30/4"),
        (5, 1, "1/5"),
        (9, 2, "2/9"),
        (9, 3, "2/9"),
    ),
    **_days(2025, (1, 1, "Tết Dương lịch")),
    **{date(2025, 1, day): "Tết Ất Tỵ" for day in range(27, 32)},
    **_days(
        2025,
        (4, 7, "Giỗ Tổ"),
        (4, 30, "30/4"),
        (5, 1, "1/5"),
        (5, 2, "hoán đổi"),
        (9, 1, "2/9"),
        (9, 2, "2/9"),
    ),
    **_days(2026, (1, 1, "Tết Dương lịch"), (1, 2, "hoán đổi")),
    **{date(2026, 2, day): "Tết Bính Ngọ" for day in range(16, 21)},
    **_days(2026, (4, 26, "Giỗ Tổ"), (4, 27, "Giỗ Tổ (nghỉ bù)"), (4, 30, "30/4"), (5, 1, "1/5")),
    **_days(2026, (8, 31, "hoán đổi"), (9, 1, "2/9"), (9, 2, "2/9"), (11, 24, "Ngày Văn hóa Việt Nam")),
    **_days(2027, (1, 1, "Tết Dương lịch")),
    **{date(2027, 2, day): "Tết Đinh Mùi" for day in range(4, 11)},
    **_days(2027, (4, 16, "Giỗ Tổ"), (4, 30, "30/4"), (5, 3, "1/5 (nghỉ bù)"), (9, 2, "2/9"), (9, 3, "2/9")),
    **_days(2027, (11, 24, "Ngày Văn hóa Việt Nam")),
    **_days(2028, (1, 3, "Tết Dương lịch (nghỉ bù)")),
}

MAKE_UP = {
    date(2024, 5, 4): "làm bù 29/4",
    date(2025, 4, 26): "làm bù 2/5",
    date(2026, 1, 10): "làm bù 2/1",
    date(2026, 8, 22): "làm bù 31/8",
}

FIRST_YEAR, LAST_YEAR = 2022, 2030
VERIFIED_UNTIL = date(2026, 12, 31)

CALENDAR = WorkCalendar(
    days_off=DAYS_OFF,
    make_up=MAKE_UP,
    first_year=FIRST_YEAR,
    last_year=LAST_YEAR,
    verified_until=VERIFIED_UNTIL,
)
