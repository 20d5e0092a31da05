"""What a rerun says that it would mail is what the outbox then holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from calendars.workdays import WorkCalendar
from config.registry import Registry
from engine.installation import Installation
from engine.mail.outbox import deliver
from engine.rounds.rerun import RerunReport
from language import say
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import HANOI, at
from tests.support.rounds import LAN, mornings, quiet_round, settings, snapshot

REGISTRY = cast.registry()
MERGED = cast.registry(
    units=tuple(
        replace(each, to=date(2026, 10, 6), successor="TCKT") if each.code == "TST" else each
        for each in cast.UNITS
    )
)
FEAST = WorkCalendar(
    days_off=cast.DAYS_OFF | {date(2026, 10, 5): "ngày truyền thống"},
    make_up={},
    first_year=2020,
    last_year=2032,
    verified_until=date(2026, 12, 31),
)
OWN = Registry(
    office=REGISTRY.office,
    calendar=REGISTRY.calendar,
    calendars={"feast": FEAST},
    units=tuple(replace(each, calendar="feast") if each.code == "TST" else each for each in cast.UNITS),
    groups=REGISTRY.groups.values(),
    ladders=REGISTRY.ladders.values(),
    documents=REGISTRY.documents.values(),
    outlines=REGISTRY.outlines.values(),
    obligations=REGISTRY.obligations.values(),
    fingerprint="own",
)
Told = tuple[str, str, str, tuple[str, ...], tuple[str, ...]]
"""(local day, recipient, role, units, reasons) of one mail in one role."""


def again(engine: Engine, home: Path, when: str, of: Registry = REGISTRY, **more: Any) -> RerunReport:
    given = {"obligation": "kstthc-quy", "period": "2026-Q3", **more}
    return acts.rerun(engine, of, settings(home), at(when, 10), **given)


def shown(report: RerunReport) -> list[Told]:
    return sorted(
        (day(mail.at), mail.recipient, mail.role.value, mail.units, tuple(sorted(mail.reasons)))
        for mail in report.mails
    )


def day(instant: datetime) -> str:
    return instant.astimezone(HANOI).date().isoformat()


def held(engine: Engine, *, since: datetime) -> list[Told]:
    """What the outbox holds of the period, off its messages and their notices."""
    found: dict[tuple[int, str], tuple[str, str, set[str], set[str]]] = {}
    with db.reading(engine) as s:
        units = {t.id: t.unit for t in queries.tasks(s, obligation="kstthc-quy", period="2026-Q3")}
        messages = {m.id: m for m in queries.outbox_rows(s, limit=None) if m.not_before >= since}
        for notice in queries.notices(s):
            mail = messages.get(notice.message_id or 0)
            if mail is None or mail.id is None or notice.collapsed or notice.task_id not in units:
                continue
            what = found.setdefault(
                (mail.id, notice.role.value), (day(mail.not_before), mail.recipient, set(), set())
            )
            what[2].add(units[notice.task_id])
            what[3].add(notice.reason.removeprefix("resent: "))
    return sorted(
        (when, who, role, tuple(sorted(of)), tuple(sorted(why)))
        for (_, role), (when, who, of, why) in found.items()
    )


def test_one_that_opens_late_tells_its_unit_first_and_then_level_by_level(
    database: Engine, tmp_path: Path
) -> None:
    """Due on 18 September, opened on 1 October: the ladder says 1, 3, 5 and 10 working days."""
    given = settings(tmp_path)
    quiet_round(database, REGISTRY, given, at("2026-10-01"))
    before = snapshot(database)
    report = again(database, tmp_path, "2026-10-01", units=["TST"])
    assert snapshot(database) == before
    assert [(day(m.at), m.recipient, m.level, m.reasons) for m in report.mails] == [
        ("2026-10-02", "TST", 0, ("overdue-5wd",)),
        ("2026-10-05", "TST:head", 1, ("escalated-head",)),
        ("2026-10-07", "VP", 2, ("escalated-owner",)),
        ("2026-10-14", "leadership", 3, ("escalated-leadership",)),
    ]
    assert [party.address for party in report.mails[0].to] == ["tst@bhxh.example"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "when", "more"),
    [
        pytest.param("2026-10-01", "2026-10-01", {}, id="of before go-live"),
        pytest.param(
            "2026-10-01", "2026-10-01", {"units": ["TST", "CSXH"], "resend": True}, id="some, resent"
        ),
        pytest.param("2026-08-25", "2026-09-11", {"resend": True}, id="running, resent"),
        pytest.param("2026-08-25", "2026-09-11", {"units": ["TST"]}, id="running"),
    ],
)
@pytest.mark.sampled(2)
def test_what_it_shows_is_what_the_outbox_holds_after_the_rounds_that_follow(
    database: Engine, tmp_path: Path, first: str, when: str, more: dict[str, Any]
) -> None:
    given = settings(tmp_path)
    for now in mornings(first, when):
        acts.a_round(database, REGISTRY, given, now)
    if first < "2026-09-01":
        with db.session(database) as s:
            of = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "CSXH"}
            acts.submit(s, REGISTRY, **of, now=at(when, 9), by=LAN)
    asked = at(when, 10)
    report = again(database, tmp_path, when, key="rerun-1", **more)
    again(database, tmp_path, when, key="rerun-1", execute=True, **more)
    deliver(Installation(given, REGISTRY, database), asked)
    for now in list(mornings(when, "2026-10-20"))[1:]:
        acts.a_round(database, REGISTRY, given, now)
    # What was sent before is confirmed to its unit with or without a rerun.
    units = {*report.opened, *report.already_open}
    told = [each for each in held(database, since=asked) if units & set(each[3])]
    expected = [(*each[:3], tuple(u for u in each[3] if u in units), each[4]) for each in told]
    assert len(expected) > 3
    assert shown(report) == expected


@pytest.mark.slow
@pytest.mark.parametrize("of", [pytest.param(MERGED, id="merger"), pytest.param(OWN, id="own calendars")])
@pytest.mark.sampled(2)
def test_so_it_does_where_a_unit_goes_or_has_days_of_its_own(
    database: Engine, tmp_path: Path, of: Registry
) -> None:
    given = settings(tmp_path)
    for now in mornings("2026-10-01", "2026-10-01"):
        acts.a_round(database, of, given, now)
    asked = at("2026-10-01", 10)
    report = again(database, tmp_path, "2026-10-01", of, key="rerun-1")
    again(database, tmp_path, "2026-10-01", of, key="rerun-1", execute=True)
    deliver(Installation(given, of, database), asked)
    for now in list(mornings("2026-10-01", "2026-10-20"))[1:]:
        acts.a_round(database, of, given, now)
    assert shown(report) == held(database, since=asked)
    who = {mail.recipient for mail in report.mails if "TST" in mail.units}
    if of is MERGED:  # what TST owes is TCKT's from 6 October on
        assert who == {"TST", "TST:head", "TCKT", "TCKT:head", "VP", "leadership"}
    else:  # TST's 5 October is a day off of its own: its head hears a day later than the others'
        heads = {mail.recipient: day(mail.at) for mail in reversed(report.mails) if mail.level == 1}
        assert heads["TST:head"] > heads["CSXH:head"]


@pytest.mark.slow
def test_a_waiting_mail_that_is_no_longer_true_is_not_shown(database: Engine, tmp_path: Path) -> None:
    """What waits since 4 September says the old last day; the unit got a new one since."""
    given = settings(tmp_path)
    for now in mornings("2026-08-25", "2026-09-04"):
        quiet_round(database, REGISTRY, given, now)
    with db.session(database) as s:
        of = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST"}
        acts.extend(
            s, REGISTRY, **of, new_day=date(2026, 9, 30), reason="r", now=at("2026-09-04", 11), by=LAN
        )
    mails = again(database, tmp_path, "2026-09-07", units=["TST"]).mails
    assert [(day(mail.at), mail.reasons) for mail in mails[:2]] == [
        ("2026-09-08", ("extended",)),
        ("2026-09-16", ("reminder-10wd",)),
    ]


@pytest.mark.slow
def test_it_names_who_is_opened_who_is_open_and_who_is_left_alone(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(database, REGISTRY, given, at("2026-10-01"))
    again(database, tmp_path, "2026-10-01", units=["TST", "CSXH"], execute=True)
    with db.session(database) as s:
        of = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "CSXH"}
        acts.submit(s, REGISTRY, **of, now=at("2026-10-01", 11), by=LAN)
    report = acts.rerun(
        database, REGISTRY, given, at("2026-10-01", 12), obligation="kstthc-quy", period="2026-Q3"
    )
    assert report.opened == ("TCKT", "tinh-15")
    assert report.already_open == ("TST",)
    assert {unit: say(why, "vi", "cli") for unit, why in report.refused.items()} == {"CSXH": "đã nộp"}
    assert not [mail for mail in report.mails if "CSXH" in mail.units]
