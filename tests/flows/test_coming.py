"""What the planner would plan, on a cast whose dates were worked out on a wall calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flows import choices
from flows.coming import Planned, coming, days_of_week, deadlines, difference, served
from tests.support import cast, registries

MORNING = datetime(2026, 8, 1, 1, tzinfo=UTC)
# Third quarter of 2026: before Sat 19 September, so Fri 18; 22 August is worked, 31 August to 2 September
# are off.
THIRD_QUARTER = [
    ("2026-08-25", "mở việc"),
    ("2026-09-04", "nhắc 10 ngày"),
    ("2026-09-11", "nhắc 5 ngày"),
    ("2026-09-17", "nhắc 1 ngày"),
    ("2026-09-18", "nhắc ngày hạn"),
    ("2026-09-21", "chậm 1 ngày"),
    ("2026-09-23", "chậm 3 ngày, báo lãnh đạo đơn vị"),
    ("2026-09-25", "chậm 5 ngày, báo đơn vị đầu mối"),
    ("2026-10-02", "chậm 10 ngày, trình lãnh đạo"),
]


def of(period: str, planned: tuple[Planned, ...]) -> list[tuple[str, str]]:
    return [(f"{each.at:%Y-%m-%d}", ", ".join(each.labels)) for each in planned if each.period == period]


def test_a_quarter_is_planned_at_every_instant_of_its_ladder() -> None:
    planned = coming(cast.registry(), MORNING)
    assert of("2026-Q3", planned) == THIRD_QUARTER
    assert {(each.at.hour, each.at.minute) for each in planned} == {(1, 0)}  # 08:00 in Hanoi, all year
    assert planned[0].name == "kstthc-quy · 2026-Q3 · mở việc"
    assert planned[0].parameters == {
        "obligation": "kstthc-quy",
        "period": "2026-Q3",
        "at": "2026-08-25T01:00:00+00:00",
    }


def test_a_last_day_that_rolled_has_a_run_of_its_own_after_the_working_deadline() -> None:
    # Before Sunday 19 September 2027: Saturday 18, so Monday 20; the last working day before is Friday 17.
    planned = of("2027-Q3", coming(cast.registry(), datetime(2027, 9, 11, tzinfo=UTC)))
    assert planned[:3] == [
        ("2027-09-16", "nhắc 1 ngày"),
        ("2027-09-17", "nhắc ngày hạn"),
        ("2027-09-20", "nhắc lần cuối"),
    ]


def test_the_past_is_never_planned_and_today_only_what_is_still_to_come() -> None:
    before = coming(cast.registry(), datetime(2026, 9, 11, 0, 59, 59, tzinfo=UTC))
    at = coming(cast.registry(), datetime(2026, 9, 11, 1, tzinfo=UTC))
    assert of("2026-Q3", before)[0] == ("2026-09-11", "nhắc 5 ngày")
    assert of("2026-Q3", at)[0] == ("2026-09-17", "nhắc 1 ngày")


def test_the_horizon_is_400_days() -> None:
    planned = coming(cast.registry(), MORNING)
    assert planned[-1].at <= MORNING + timedelta(days=400)
    # 1 August 2026 and 400 days is 5 September 2027: Q3 of 2027 (by Fri 17 September) has opened by then.
    assert {each.period for each in planned} == {"2026-Q3", "2027-Q1", "2027-Q2", "2027-Q3"}


def test_periods_of_before_go_live_are_left_out() -> None:
    planned = coming(cast.registry(), datetime(2026, 9, 19, tzinfo=UTC), go_live=date(2026, 9, 19))
    assert of("2026-Q3", planned) == []
    still = coming(cast.registry(), datetime(2026, 9, 19, tzinfo=UTC), go_live=date(2026, 9, 18))
    assert of("2026-Q3", still) == THIRD_QUARTER[5:]


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert coming(cast.registry(), datetime(2032, 12, 1, tzinfo=UTC)) == ()


def test_nothing_to_do_when_all_stands() -> None:
    planned = coming(cast.registry(), MORNING)
    standing = {number: (each.key, each.name) for number, each in enumerate(planned)}
    todo = difference(planned, standing)
    assert (todo.create, todo.delete, todo.keep) == ((), (), len(planned))


def test_a_date_that_moved_is_one_to_delete_and_one_to_create() -> None:
    planned = coming(cast.registry(), MORNING)
    moved = Planned("kstthc-quy", "2026-Q3", planned[0].at + timedelta(days=1), planned[0].labels)
    todo = difference([moved, *planned[1:]], {number: (p.key, p.name) for number, p in enumerate(planned)})
    assert todo.create == (moved,)
    assert todo.delete == (0,)


def test_a_rung_that_got_another_name_and_a_double_are_replaced() -> None:
    first, *rest = coming(cast.registry(), MORNING)
    standing = {number: (each.key, each.name) for number, each in enumerate([first, *rest])}
    renamed = Planned(first.obligation, first.period, first.at, ("mở việc", "nhắc 10 ngày"))
    assert difference([renamed, *rest], standing).delete == (0,)
    standing[99] = (rest[0].key, rest[0].name)
    assert difference([first, *rest], standing).delete == (99,)


def test_the_description_shows_the_next_deadlines() -> None:
    registry = cast.registry()
    shown = list(deadlines(registry, registry.obligation("kstthc-quy"), date(2026, 9, 1), 2))
    assert shown == [
        ("2026-Q3", date(2026, 8, 25), date(2026, 9, 18), True),
        ("2027-Q1", date(2027, 2, 25), date(2027, 3, 18), False),
    ]


def test_a_make_up_saturday_makes_saturdays_worth_a_look() -> None:
    assert days_of_week(cast.registry(), date(2026, 8, 1)) == [0, 1, 2, 3, 4, 5]
    assert days_of_week(cast.registry(), date(2026, 9, 1)) == [0, 1, 2, 3, 4]


def test_what_is_over_or_waits_for_an_event_has_no_deployment() -> None:
    shipped = registries.shipped()
    codes = {duty.code for duty in served(shipped, date(2026, 11, 24))}
    assert {"kstthc-quy", "kstthc-nam", "cchc-ke-hoach", "da06-thang", "kh3035-56"} <= codes
    assert "qd1177-6.1" not in codes  # December 2023
    assert "kh3035-52" not in codes  # waits for an event
    assert "qd1177-6.1" in {duty.code for duty in served(shipped, date(2024, 2, 1))}


def test_the_forms_offer_what_may_still_be_answered() -> None:
    shipped = registries.shipped()
    offered = choices.obligations(shipped, date(2026, 11, 24))
    assert {"kstthc-quy", "qd188-1.2", "kh490-3.4"} <= set(
        offered
    )  # due in December 2025; waits for an event
    past = {"kh490-1.2", "kh490-7", "qd24-I.1", "kh3035-10", "kh3035-86"}  # 2022, 2024 and 2021
    assert not past & set(offered)
