"""Calendars to subscribe to: what a program sees after a move, a submission, a withdrawal, a year ahead."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import update

from engine.installation import Installation
from engine.links import keys, revoking
from engine.links.addresses import Links
from engine.mail.feeds import owner_feed
from engine.tasks.acts import acting
from models import db
from models.tables import task as t
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN
from tests.web.conftest import REGISTRY, Room

UID = "kstthc-quy.2026-Q3.TST@dondoc.bhxh.example"


def address(room: Room, unit: str = "TST", *, owner: bool = False) -> str:
    with db.reading(room.office.engine) as s:
        known = revoking.generations(s)
    return Links(room.office.link_keys, known, "", room.office.today).feed(unit, owner=owner)


def entries(content: bytes, kind: str = "VEVENT") -> dict[str, tuple[date, int, str]]:
    """(day, sequence, status) by UID."""
    calendar = Calendar.from_ical(content)
    return {
        str(each["UID"]): (
            each.decoded("dtstart" if kind == "VEVENT" else "due"),
            int(each["SEQUENCE"]),
            str(each["STATUS"]),
        )
        for each in calendar.walk(kind)
    }


def read(room: Room, **more: Any) -> dict[str, tuple[date, int, str]]:
    answer = room.get(address(room, **more))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return entries(answer.content)


def do(room: Room, name: str, day: str, **said: Any) -> None:
    with db.session(room.office.engine) as s:
        getattr(acts, name)(
            s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="TST", now=at(day), by=LAN, **said
        )


def test_the_open_one_and_the_year_ahead(room: Room) -> None:
    found = read(room)
    assert found[UID] == (date(2026, 9, 18), 0, "CONFIRMED")
    # Before 19 March and 19 June of the next year; the fourth quarter is not owed.
    ahead = {uid.split(".")[1]: day for uid, (day, _, _) in found.items() if uid != UID}
    assert ahead["2027-Q1"] == date(2027, 3, 18)
    assert ahead["2027-Q2"] == date(2027, 6, 18)
    assert "2026-Q4" not in ahead


def test_an_extension_moves_the_same_entry(room: Room) -> None:
    do(room, "extend", "2026-09-10", new_day=date(2026, 9, 25), reason="x")
    day, sequence, status = read(room)[UID]
    assert (day, status) == (date(2026, 9, 25), "CONFIRMED")
    assert sequence > 0


@pytest.mark.slow
@pytest.mark.parametrize(("name", "said"), [("submit", {}), ("waive", {"reason": "x"})])
def test_what_is_over_is_cancelled_under_the_same_uid(room: Room, name: str, said: dict[str, str]) -> None:
    do(room, name, "2026-09-10", **said)
    day, sequence, status = read(room)[UID]
    assert (day, status) == (date(2026, 9, 18), "CANCELLED")
    assert sequence > 0
    room.go("2027-02-01")
    assert UID not in read(room)  # and leaves after some months


@pytest.mark.slow
def test_a_deadline_keeps_its_uid_when_its_task_opens(room: Room) -> None:
    from tests.support.rounds import quiet_round

    before = read(room)
    uid = "kstthc-quy.2027-Q1.TST@dondoc.bhxh.example"
    assert before[uid] == (date(2027, 3, 18), 0, "CONFIRMED")
    quiet_round(room.office.engine, REGISTRY, room.office.settings, at("2027-03-01"))
    room.go("2027-03-01")
    assert read(room)[uid] == (date(2027, 3, 18), 0, "CONFIRMED")


def test_an_owner_sees_what_it_follows_up_once(room: Room) -> None:
    found = read(room, unit="VP", owner=True)
    assert found["kstthc-quy.2026-Q3@dondoc.bhxh.example"] == (date(2026, 9, 18), 0, "CONFIRMED")
    assert len([uid for uid in found if ".2026-Q3" in uid]) == 1
    assert read(room, unit="VP") == {}  # it owes nothing itself


def test_whoever_took_an_owners_place_follows_it_up(room: Room) -> None:
    """VP ended on 1 September and VPTH stands in its place."""
    day, units = date(2026, 9, 1), [each for each in cast.UNITS if each.code != "VP"]
    gone = cast.unit("VP", "Văn phòng", to=day, successor="VPTH")
    registry = cast.registry(units=(gone, cast.unit("VPTH", "Văn phòng Tổng hợp", from_=day), *units))
    with db.reading(room.office.engine) as s:
        before = owner_feed(s, registry, "VPTH", at("2026-08-31")).content
        after = owner_feed(s, registry, "VPTH", at("2026-09-01")).content
        of_old = owner_feed(s, registry, "VP", at("2026-09-01")).content
    assert entries(before) == entries(of_old) == {}
    assert entries(after)["kstthc-quy.2026-Q3@dondoc.bhxh.example"] == (date(2026, 9, 18), 0, "CONFIRMED")


def test_a_task_that_cannot_be_told_keeps_no_other_out_of_the_calendar(room: Room) -> None:
    with db.session(room.office.engine) as s:
        s.execute(update(t).where(t.c.unit == "TST").values(period="2026-Q9"))
    assert read(room)["kstthc-quy.2027-Q1.TST@dondoc.bhxh.example"] == (date(2027, 3, 18), 0, "CONFIRMED")


def test_an_alarm_sounds_a_working_day_before(room: Room) -> None:
    calendar = Calendar.from_ical(room.get(address(room)).content)
    (event,) = [each for each in calendar.walk("VEVENT") if each["UID"] == UID]
    (alarm,) = event.walk("VALARM")
    # 08:00 on Thursday the 17th, counted from the midnight with which Friday the 18th begins.
    assert alarm.decoded("trigger").total_seconds() == -16 * 3600


def test_a_task_list_beside_it_where_asked(room: Room) -> None:
    assert entries(room.get(address(room)).content, "VTODO") == {}
    todo = entries(room.get(address(room) + "?todo=1").content, "VTODO")
    assert todo[f"todo.{UID}"] == (date(2026, 9, 18), 0, "NEEDS-ACTION")


@pytest.mark.slow
def test_a_program_that_has_it_is_told_so(room: Room) -> None:
    first = room.get(address(room))
    tag, since = first.headers["etag"], first.headers["last-modified"]
    assert room.get(address(room), headers={"if-none-match": tag}).status_code == 304
    assert room.get(address(room), headers={"if-none-match": f'"other", W/{tag}'}).status_code == 304
    assert room.get(address(room), headers={"if-modified-since": since}).status_code == 304
    assert room.get(address(room)).content == first.content  # the same state is the same bytes
    room.go("2026-09-10", 11)
    do(room, "waive", "2026-09-10", reason="x")
    again = room.get(address(room), headers={"if-none-match": tag, "if-modified-since": since})
    assert again.status_code == 200
    assert again.headers["etag"] != tag
    head = room.client.head(address(room))
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.slow
def test_an_address_opens_days_alone_until_it_is_revoked(room: Room) -> None:
    url = address(room)
    room.go("2027-09-10")
    assert room.get(url).status_code == 200  # a program cannot fetch a new one with each mail
    token = url.split("/")[2]
    assert room.get(f"/l/{token}").status_code == 404  # it opens no page
    page = room.link().removeprefix("/l/")
    assert room.get(f"/ics/{page}/unit.ics").status_code == 404
    assert room.get(url.replace("unit.ics", "other.ics")).status_code == 404
    assert room.get(url[:-12] + "AAAA/unit.ics").status_code == 404
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    with acting(here, at("2026-09-10"), LAN) as act:
        revoking.revoke(act, "TST", reason="x")
    assert room.get(url).status_code == 404
    keys.rotate(room.office.settings.home, at_once=True)
    assert room.get(address(room, unit="VP")).status_code == 200


@pytest.mark.slow
def test_the_page_has_the_address(room: Room) -> None:
    page = room.enter()
    assert f"http://127.0.0.1:4201{address(room)}" in page.text
    assert isinstance(room.now[0], datetime)
