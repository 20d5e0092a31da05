"""Letters written out by hand, as plain values: one unit's, one owner's, one for the leadership."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from calendars.periods import parse
from engine.mail.letter import Audience, Behind, Duty, Item, Letter, Party, Watch, in_order
from engine.mail.message import Sender, build
from tests.support.cast import HANOI

TODAY = date(2026, 9, 17)  # a Thursday
NOW = datetime(2026, 9, 17, 1, tzinfo=UTC)  # 08:00 in Hanoi

VP = Party("Văn phòng", "vp@bhxh.example", "Office")
KHDT = Party("Vụ Kế hoạch và Đầu tư", "khdt@bhxh.example")
TST = Party("Ban Quản lý Thu - Sổ, Thẻ", "tst@bhxh.example")
ID = "<2026-09-17.TST.ab12cd34@dondoc.bhxh.example>"
SENDER = Sender("Bảo hiểm xã hội Việt Nam", "dondoc@bhxh.example", "dondoc.bhxh.example", HANOI)

KSTTHC = Duty(
    code="kstthc-quy",
    title="Báo cáo công tác kiểm soát TTHC quý",
    period=parse("2026-Q3"),
    owner=VP,
    document="490/KH-BHXH",
    document_date=date(2022, 2, 25),
    cite="IV.2",
    worded="trước ngày 19 của tháng cuối quý",
    title_en="Report on the control of procedures",
    data=(date(2026, 6, 15), date(2026, 9, 14)),
)
NQ01 = Duty(
    code="nq01-thang",
    title="Báo cáo tháng về Nghị quyết 01",
    period=parse("2026-08"),
    owner=KHDT,
    document="24/QĐ-BHXH",
    cite="Điều 3",
    worded="trước ngày 15 hằng tháng",
)


def item(duty: Duty = KSTTHC, **changed: Any) -> Item:
    """TST's task, due tomorrow, unless told otherwise; asked for on its last day."""
    given: dict[str, Any] = {
        "ref": f"{duty.code}/{duty.period.code}/TST",
        "uid": f"{duty.code}.{duty.period.code}.TST@dondoc.bhxh.example",
        "unit": TST,
        "last_day": date(2026, 9, 18),
        "workdays": 1,
        "late": False,
        "reason": "reminder-1wd",
        "today": TODAY,
        "original_last_day": date(2026, 9, 18),
        "alarm_on": date(2026, 9, 17),
    }
    given |= changed
    return Item(duty=duty, **{"asked": given["last_day"], **given})


OVERDUE = item(
    NQ01,
    last_day=date(2026, 9, 14),
    workdays=3,
    late=True,
    reason="overdue-1wd",
    original_last_day=date(2026, 9, 14),
    alarm_on=date(2026, 9, 11),
)


def watch(names: tuple[str, ...] = ("BHXH Lào Cai", "BHXH Cà Mau"), total: int = 86, **changed: Any) -> Watch:
    """A duty three working days overdue, and who has not answered."""
    given: dict[str, Any] = {
        "duty": KSTTHC,
        "last_day": date(2026, 9, 14),
        "workdays": 3,
        "late": True,
        "today": TODAY,
        "behind": tuple(Behind(Party(name), 3, True) for name in names),
        "total": total,
    }
    given |= changed
    return Watch(**{"asked": given["last_day"], **given})


def letter(*items: Item, **changed: Any) -> Letter:
    """A letter to TST about `items`, put in order."""
    given: dict[str, Any] = {
        "office": "Bảo hiểm xã hội Việt Nam",
        "office_en": "Vietnam Social Security",
        "audience": Audience.UNIT,
        "recipient": TST,
        "today": TODAY,
        "items": in_order(items),
        "reply_to": (VP,),
    }
    return Letter(**{**given, **changed})


def read_back(each: Letter, to: tuple[Party, ...] = (TST,)) -> EmailMessage:
    """Through bytes and back, as a mail program gets it."""
    parsed = message_from_bytes(build(each, SENDER, to, ID, NOW).as_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed
