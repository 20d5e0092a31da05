"""Events: reported once, chased by the morning rounds, shown; and what is refused, in what words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.errors import AnswerError, EngineError, RoundBehind, UnknownName
from engine.overview import boards
from engine.tasks import reported_events, used
from engine.tasks.reported_events import REPORTED
from models import db, queries
from tests.support import acts, cast, published
from tests.support.cast import at
from tests.support.published import CODE, DAY, PUBLISHED, REGISTRY, REPORTED_ON, Report, on_record, states
from tests.support.rounds import LAN, mails, mornings, quiet_round, settings, told


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    return published.live(database, tmp_path)


@pytest.fixture
def report(engine: Engine, tmp_path: Path) -> Report:
    return published.reporter(engine, tmp_path)


def test_an_event_opens_the_tasks_of_its_day_for_who_owes_it(report: Report, engine: Engine) -> None:
    done = report()
    assert (done.changed, done.period, done.opened) == (True, "2026-11-20", 3)
    (owed,) = done.owed
    assert (owed.obligation, owed.last_day, owed.late) == (CODE, date(2026, 11, 27), False)
    with db.reading(engine) as s:
        tasks = queries.tasks(s, obligation=CODE)
        assert [(task.unit, task.period, task.last_day, task.nominal) for task in tasks] == [
            (unit, "2026-11-20", date(2026, 11, 27), date(2026, 11, 27))
            for unit in ("CSXH", "TST", "tinh-15")
        ]
        (opened,) = queries.history(s, task_id=tasks[0].id)
        assert (opened.kind, opened.actor, opened.origin) == ("opened", "lan", "cli")
        assert opened.reason == "event of 2026-11-20: Quyết định 12/QĐ"
        (row,) = queries.happenings(s, [REPORTED])
        assert (row.actor, row.reason, row.task_id) == ("lan", "Quyết định 12/QĐ", None)
        assert row.data == {
            "obligation": CODE, "period": "2026-11-20", "opened": {CODE: ["TST", "CSXH", "tinh-15"]},
        }  # fmt: skip
    assert on_record(engine) == [("2026-11-20", "lan", "Quyết định 12/QĐ", False)]


@pytest.mark.slow
def test_morning_rounds_walk_the_ladder_of_an_event_task(
    report: Report, engine: Engine, tmp_path: Path
) -> None:
    report()
    for now in mornings("2026-11-24", "2026-12-04"):
        quiet_round(engine, REGISTRY, settings(tmp_path), now)
    about_tst = [line for line in told(engine) if line[1].startswith("TST")]
    assert about_tst == [
        ("2026-11-23", "TST", "reminder-5wd"),  # heard of with five working days left
        ("2026-11-26", "TST", "reminder-1wd"),
        ("2026-11-27", "TST", "due-today"),
        ("2026-11-30", "TST", "overdue-1wd"),
        ("2026-12-02", "TST", "overdue-3wd"),
        ("2026-12-02", "TST:head", "escalated-head"),
        ("2026-12-04", "TST", "overdue-5wd"),
    ]
    assert ("2026-12-04", "VP", "escalated-owner") in told(engine)
    # What was raised on Monday leaves with Tuesday's digest.
    assert next(key for key, who in mails(engine) if who == "TST") == "2026-11-24"


def test_boards_show_the_period_of_an_event(report: Report, engine: Engine) -> None:
    report()
    with db.session(engine) as s:
        acts.submit(
            s, REGISTRY, obligation=CODE, period="2026-11-20", unit="TST", now=at("2026-11-24"), by=LAN
        )
    with db.reading(engine) as s:
        (line,) = boards.overview(s, REGISTRY, at("2026-11-25"))
        assert (line.figures.obligation, line.figures.period) == (CODE, "2026-11-20")
        assert (line.figures.submitted, line.figures.expected, line.workdays_left) == (1, 3, 2)
        owed = boards.period_board(s, REGISTRY, at("2026-11-25"), CODE, "2026-11-20")
        assert [each.task.unit for each in owed] == ["CSXH", "tinh-15", "TST"]
        (found,) = reported_events.recorded(s, REGISTRY, at("2026-11-25"), obligation=CODE)
        assert found.figures is not None
        assert (found.figures.open, found.figures.submitted) == (2, 1)


def test_the_same_event_again_changes_nothing(report: Report, engine: Engine) -> None:
    report()
    before = len(told(engine))
    again = report("2026-11-24", reason="gọi lại cho chắc")
    assert (again.changed, again.opened) == (False, 0)
    assert len(on_record(engine)) == 1
    assert len(told(engine)) == before
    with db.reading(engine) as s:
        assert len(queries.happenings(s, [REPORTED])) == 1


def test_another_day_is_another_period_and_says_what_there_was(report: Report, engine: Engine) -> None:
    report()
    other = report("2026-11-25", day=date(2026, 11, 24))
    assert (other.opened, other.others) == (3, ("2026-11-20",))
    assert other.owed[0].last_day == date(2026, 12, 1)
    assert set(states(engine, "2026-11-24")) == set(states(engine, "2026-11-20"))


def test_some_units_first_and_the_others_later(report: Report, engine: Engine) -> None:
    assert report(units=["TST"]).owed[0].opened == ("TST",)
    assert report(units=["TST"]).changed is False
    rest = report("2026-11-24")
    assert rest.owed[0].opened == ("CSXH", "tinh-15")
    with pytest.raises(UnknownName, match="TCKT does not owe cong-khai on 2026-11-20"):
        report("2026-11-24", units=["TCKT"])
    with pytest.raises(UnknownName, match="no unit 'TTS': did you mean TST"):
        report("2026-11-24", units=["TTS"])


def test_a_rehearsal_leaves_nothing(report: Report, engine: Engine) -> None:
    would = report(dry_run=True)
    assert (would.opened, would.changed, would.dry_run) == (3, True, True)
    assert (states(engine), on_record(engine)) == ({}, [])


def test_an_event_reported_late_is_owed_from_its_own_day(
    report: Report, engine: Engine, tmp_path: Path
) -> None:
    done = report("2026-12-01")
    assert (done.owed[0].last_day, done.owed[0].late) == (date(2026, 11, 27), True)
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-12-02"))
    # The unit hears at once, nobody above it on that day.
    assert told(engine)[0] == ("2026-12-01", "CSXH", "overdue-1wd")
    assert {who for day, who, _ in told(engine) if day == "2026-12-01"} == {"CSXH", "TST", "tinh-15"}


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"obligations": ["kstthc-quy"]}, UnknownName,
         "kstthc-quy waits for no event, it is quarterly; those that do: cong-khai"),
        ({"obligations": ["cong-kha"]}, UnknownName, r"did you mean cong-khai.*wait for events: cong-khai"),
        ({"day": date(2027, 11, 20)}, AnswerError, "2027-11-20 lies 362 days ahead: is the year right?"),
        ({"day": date(2026, 12, 25)}, AnswerError, "2026-12-25 lies 32 days ahead"),
        ({"day": date(2025, 11, 20)}, AnswerError, r"lies before go-live \(2026-11-02\): .*--past"),
        ({"day": date(2026, 11, 1)}, AnswerError, "before go-live"),
        ({"day": date(2022, 2, 24), "past": True}, UnknownName, "it begins on 2022-02-25"),
        ({"reason": "x" * 501}, AnswerError, "the reason is 501 characters long"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    report: Report, engine: Engine, given: dict[str, Any], kind: type[EngineError], said: str
) -> None:
    published = replace(PUBLISHED, from_=date(2022, 2, 25))
    with pytest.raises(kind, match=said):
        report(registry=cast.registry(cast.QUARTERLY, published), **given)
    assert on_record(engine) == []


def test_a_day_of_before_go_live_or_long_ago_is_said_on_purpose(report: Report, engine: Engine) -> None:
    assert report("2026-11-23", day=date(2026, 10, 30), past=True).owed[0].late
    with pytest.raises(AnswerError, match=r"2027-01-04 was 184 days ago: is the year right\? .*--past"):
        report("2027-07-07", day=date(2027, 1, 4))
    assert report("2027-07-07", day=date(2027, 1, 5)).opened == 3


def test_what_is_signed_to_take_effect_soon_may_be_reported_ahead(report: Report, engine: Engine) -> None:
    assert report("2026-11-23", day=date(2026, 12, 24)).owed[0].last_day == date(2026, 12, 31)


def test_an_event_does_not_go_back_before_the_last_round(report: Report) -> None:
    with pytest.raises(RoundBehind):
        report("2026-10-30")


def test_a_registry_without_events_says_so(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no duty of the registry does"):
        acts.report(
            engine,
            cast.registry(),
            settings(tmp_path),
            at("2026-11-23"),
            obligations=["kstthc-quy"],
            day=DAY,
            by=LAN,
        )
    assert reported_events.waiting(cast.registry()) == ()


def test_duties_that_count_from_the_event_open_with_it(engine: Engine, tmp_path: Path) -> None:
    registry = cast.registry(REPORTED_ON, PUBLISHED, fingerprint="cast-2")
    used.agree(engine, registry)
    given: dict[str, Any] = {"day": DAY, "by": LAN}
    with pytest.raises(UnknownName, match="is due after cong-khai: report the event of cong-khai"):
        acts.report(
            engine, registry, settings(tmp_path), at("2026-11-23"), obligations=["bao-cao-niem-yet"], **given
        )
    given["obligations"] = [CODE]
    (done,) = acts.report(engine, registry, settings(tmp_path), at("2026-11-23"), **given)
    # Ten days after Friday 27 November is Monday 7 December.
    assert [(each.obligation, each.last_day, each.opened) for each in done.owed] == [
        (CODE, date(2026, 11, 27), ("TST", "CSXH", "tinh-15")),
        ("bao-cao-niem-yet", date(2026, 12, 7), ("TST", "TCKT")),
    ]
    (back,) = acts.withdraw(engine, registry, at("2026-11-24"), reason="nhầm ngày", **given)
    assert back.withdrawn == 5
    (one,) = acts.report(engine, registry, settings(tmp_path), at("2026-11-24"), units=["CSXH"], **given)
    assert [each.opened for each in one.owed] == [("CSXH",), ()]


def find_or_open_in(engine: Engine, **what: Any) -> None:
    with db.session(engine) as s:
        acts.submit(s, REGISTRY, unit="TST", now=at("2026-11-24"), by=LAN, **what)


def test_nothing_else_opens_an_event(report: Report, engine: Engine, tmp_path: Path) -> None:
    """A day mistyped in an answer or a rerun must not become an event."""
    wrong: dict[str, Any] = {"obligation": CODE, "period": "2026-11-21"}
    with pytest.raises(AnswerError, match=r"2026-11-21 has .* report it: dondoc event cong-khai 2026-11-21"):
        find_or_open_in(engine, **wrong)
    again: dict[str, Any] = {"obligation": CODE, "execute": True}
    with pytest.raises(AnswerError, match="no event of cong-khai"):
        acts.rerun(engine, REGISTRY, settings(tmp_path), at("2026-11-24"), period="2026-11-21", **again)
    report("2026-11-24", units=["TST"])
    # Of one that was, the task of a unit left out may be opened by its answer, or all by a rerun.
    sent: dict[str, Any] = {"obligation": CODE, "period": "2026-11-20", "unit": "CSXH", "by": LAN}
    with db.session(engine) as s:
        assert acts.submit(s, REGISTRY, now=at("2026-11-24", 11), **sent).opened
    done = acts.rerun(
        engine, REGISTRY, settings(tmp_path), at("2026-11-24", 12), period="2026-11-20", **again
    )
    assert done.opened == ("tinh-15",)


def test_who_owes_is_read_on_the_day_of_the_event_and_a_merger_hands_over(
    database: Engine, tmp_path: Path
) -> None:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2025-06-02"))
    given: dict[str, Any] = {"obligations": [CODE], "by": LAN}
    acts.report(database, REGISTRY, settings(tmp_path), at("2025-07-03"), day=date(2025, 6, 30), **given)
    with db.reading(database) as s:
        held = {task.unit: task.holder for task in queries.tasks(s, obligation=CODE)}
    assert held == {"TST": "TST", "CSXH": "CSXH", "tinh-10": "tinh-15", "tinh-11": "tinh-15"}
    acts.report(database, REGISTRY, settings(tmp_path), at("2025-07-03"), day=date(2025, 7, 1), **given)
    with db.reading(database) as s:
        owed = {task.unit for task in queries.tasks(s, obligation=CODE, period="2025-07-01")}
    assert owed == {"TST", "CSXH", "tinh-15"}
