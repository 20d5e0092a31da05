"""The fixed cast of the engine's stories: one office, seven units, one quarterly duty, written out by hand.

Small enough to work every date out on a wall calendar. In 2026 the 31 August and 1 and 2 September are days
off and Saturday 22 August is worked instead, so the third quarter walks over a real long weekend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from calendars.deadlines import Boundary, DueRule, Roll
from calendars.ladders import Anchor, Ladder, Role, Rung
from calendars.workdays import WorkCalendar
from config.registry import Registry
from config.registry.objects import Cycle, Document, Group, Obligation, Office, Unit
from config.registry.stored_contacts import Contact

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

DAYS_OFF = {
    date(2025, 1, 1): "New Year",
    date(2025, 9, 1): "National Day",
    date(2025, 9, 2): "National Day",
    date(2026, 1, 1): "New Year",
    date(2026, 4, 30): "Reunification Day",
    date(2026, 5, 1): "Labour Day",
    date(2026, 8, 31): "swapped with 22 August",
    date(2026, 9, 1): "National Day",
    date(2026, 9, 2): "National Day",
}

CALENDAR = WorkCalendar(
    days_off=DAYS_OFF,
    make_up={date(2026, 8, 22): "swapped with 31 August"},
    first_year=2020,
    last_year=2032,
    verified_until=date(2026, 12, 31),
)

UNIT, HEAD, OWNER, LEADERSHIP = (Role.UNIT,), (Role.HEAD,), (Role.OWNER,), (Role.LEADERSHIP,)

LADDER = Ladder(
    "standard",
    15,
    (
        Rung("opened", Anchor.OPEN, 0, UNIT),
        Rung("remind-10wd", Anchor.DEADLINE, -10, UNIT),
        Rung("remind-5wd", Anchor.DEADLINE, -5, UNIT),
        Rung("remind-1wd", Anchor.DEADLINE, -1, UNIT),
        Rung("due-today", Anchor.DEADLINE, 0, UNIT),
        Rung("overdue-1wd", Anchor.LATE, 1, UNIT),
        Rung("escalate-head-3wd", Anchor.LATE, 3, (Role.UNIT, Role.HEAD)),
        Rung("escalate-owner-5wd", Anchor.LATE, 5, (Role.UNIT, Role.OWNER)),
        Rung("escalate-leadership-10wd", Anchor.LATE, 10, LEADERSHIP),
    ),
)

PLAN = Document(number="490/KH-BHXH", date=date(2022, 2, 25), title="Kiểm soát TTHC")


def unit(code: str, name: str, kind: str = "central", **more: object) -> Unit:
    """A unit with its mailbox and its head's, both under .example."""
    box = code.lower()
    fields: dict[str, object] = {
        "code": code,
        "name": name,
        "kind": kind,
        "short_name": name,
        "email": f"{box}@bhxh.example",
        "head_email": f"lanhdao.{box}@bhxh.example",
        **more,
    }
    return Unit(**fields)  # type: ignore[arg-type]


MERGED = date(2025, 7, 1)

UNITS = (
    unit("VP", "Văn phòng"),
    unit("TST", "Ban Quản lý thu"),
    unit("CSXH", "Ban Chính sách BHXH"),
    unit("TCKT", "Ban Tài chính kế toán"),
    unit("tinh-10", "BHXH Lào Cai cũ", "province", to=MERGED, successor="tinh-15"),
    unit("tinh-11", "BHXH Yên Bái", "province", to=MERGED, successor="tinh-15"),
    unit("tinh-15", "BHXH Lào Cai", "province", from_=MERGED),
)

QUARTERLY = Obligation(
    code="kstthc-quy",
    title="Báo cáo công tác kiểm soát TTHC quý",
    title_en="Quarterly report on the control of procedures",
    document=PLAN,
    cite="IV.2",
    worded="trước ngày 19 của tháng cuối quý",
    owed_by=("TST", "CSXH", "TCKT", "@tinh"),
    owner="VP",
    cycle=Cycle.QUARTERLY,
    only=frozenset({1, 2, 3}),
    due=DueRule(boundary=Boundary.BEFORE, day=19),
    ladder="standard",
)

PLANS = Obligation(
    code="ke-hoach",
    title="Kế hoạch năm của đơn vị",
    title_en="A unit's plan of the year",
    document=PLAN,
    cite="V.1",
    worded="chậm nhất ngày 15/12 năm trước",
    owed_by=("TST", "CSXH", "VP"),
    owner="VP",
    cycle=Cycle.ANNUAL,
    due=DueRule(boundary=Boundary.BY, day=15, month=12, year="previous"),
    ladder="standard",
)

WHOLE_PLAN = Obligation(
    code="tong-hop",
    title="Kế hoạch năm của ngành",
    title_en="The plan of the year, put together",
    document=PLAN,
    cite="V.2",
    worded="chậm nhất ngày 25/12 năm trước",
    owed_by=("VP",),
    owner="VP",
    cycle=Cycle.ANNUAL,
    due=DueRule(boundary=Boundary.BY, day=25, month=12, year="previous"),
    ladder="standard",
    needs=("ke-hoach",),
)

OFFICE = Office(
    code="BHXH",
    name="Bảo hiểm xã hội",
    name_en="Social Security",
    zone=HANOI,
    morning=time(8),
    hours=(time(8), time(17)),
    roll=Roll.NEXT,
    leadership_name="Lãnh đạo cơ quan",
    leadership_email="lanhdao@bhxh.example",
    language="vi+en",
    list_id="dondoc.bhxh.example",
    mail_from="dondoc@bhxh.example",
)


def registry(
    *obligations: Obligation,
    units: tuple[Unit, ...] = UNITS,
    ladder: Ladder = LADDER,
    fingerprint: str = "cast-1",
    language: str = OFFICE.language,
    request_hold: int = OFFICE.request_hold,
    channels: Mapping[str, Mapping[str, str]] | None = None,
    contacts: Sequence[Contact] = (),
) -> Registry:
    """The cast's registry; without arguments it has the quarterly duty alone."""
    return Registry(
        office=replace(OFFICE, language=language, request_hold=request_hold),
        calendar=CALENDAR,
        units=units,
        groups=(Group(code="@tinh", title="Các tỉnh", kinds=("province",)),),
        ladders=(ladder,),
        documents=(PLAN,),
        outlines=(),
        obligations=obligations or (QUARTERLY,),
        fingerprint=fingerprint,
        channels=channels,
        contacts={each.unit: tuple(one for one in contacts if one.unit == each.unit) for each in contacts},
    )


def at(day: str, hour: int = 8, minute: int = 0, second: int = 0) -> datetime:
    """An instant said in the office's local time: at('2026-09-18') is 01:00 UTC."""
    local = datetime.combine(date.fromisoformat(day), time(hour, minute, second), HANOI)
    return local.astimezone(UTC)
