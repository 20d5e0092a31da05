"""Each unit reads what is asked of itself: its product, its way to answer, and whom its reply reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from calendars.deadlines import Boundary, DueRule
from config.registry.objects import Obligation
from config.settings import Settings
from engine.installation import Installation
from engine.rounds.rounds import run_round
from models import db
from tests.support import cast
from tests.support.cast import at, unit
from tests.support.mailroom import Mailroom, mailroom, text_of
from tests.support.registries import shipped

MONTHLY = replace(
    cast.QUARTERLY,
    code="giao-ban",
    title="Báo cáo giao ban quý",
    owner="CSXH",
    due=DueRule(boundary=Boundary.BY, day=15),
)
"""Due on 15 September, three days before the quarter's report: the graver one."""


def mails(room: Mailroom, *days: str) -> dict[str, EmailMessage]:
    """The mails of the last of these mornings, by the local part of whom they go to."""
    here = Installation(replace(room.settings, go_live=date(2026, 8, 27)), room.registry, room.engine)
    before: set[str] = set()
    for day in days:
        before = set(room.files())
        run_round(here, at(day))
    fresh = (mail for key, mail in room.files().items() if key not in before)
    return {str(mail["To"].addresses[0].username): mail for mail in fresh}


def office(url: str, home: Path, *duties: Obligation) -> Mailroom:
    room = mailroom(url, home, *duties)
    return Mailroom(
        room.engine, cast.registry(*duties, units=(*cast.UNITS, unit("PC", "Vụ Pháp chế"))), room.settings
    )


@pytest.mark.long
def test_a_province_reads_no_other_units_product(url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, go_live=date(2026, 9, 1), database_url=url)
    room = Mailroom(db.engine_for(url), shipped(), settings)
    here = Installation(settings, room.registry, room.engine)
    run_round(here, at("2026-09-10"))  # the quarter's reports on reform open
    run_round(here, at("2026-09-30"))
    said = {}
    for mail in room.files().values():
        for line in text_of(mail).splitlines():
            if "đến hết quý" in line:
                said[str(mail["To"].addresses[0].username)] = line.strip()
    own = "đến hết quý, có tình hình các nhiệm vụ được giao ở phụ lục"
    assert said["tinh-01"] == f"Sản phẩm: Kết quả {own}"
    assert said["vp"] == f"Sản phẩm: Kết quả {own}"
    assert said["cskh"] == f"Sản phẩm: Kết quả khảo sát mức độ hài lòng {own}"
    assert said["tt"] == f"Sản phẩm: Kết quả truyền thông {own}"


@pytest.mark.slow
def test_who_receives_its_own_report_is_asked_to_record_it(url: str, tmp_path: Path) -> None:
    room = office(url, tmp_path, cast.QUARTERLY, replace(MONTHLY, owed_by=("CSXH",)))
    text = text_of(mails(room, "2026-09-10")["csxh"])
    own, other = text.split("Báo cáo công tác kiểm soát TTHC quý III/2026")
    assert "Đơn vị tự ghi nhận: không phải gửi đi" in own
    assert "dondoc submit giao-ban 2026-Q3 CSXH --document SỐ_VĂN_BẢN" in own
    assert "Nơi nhận" not in own
    assert "Nơi nhận: Văn phòng, vp@bhxh.example" in other
    assert "Việc do chính đơn vị làm đầu mối thì không phải gửi" in other


def test_who_owes_only_to_itself_is_not_asked_to_send_anything(url: str, tmp_path: Path) -> None:
    room = office(url, tmp_path, replace(MONTHLY, owed_by=("CSXH",)))
    mail = mails(room, "2026-09-10")["csxh"]
    assert "Gửi văn bản đến nơi nhận" not in text_of(mail)
    assert [each.addr_spec for each in mail["Reply-To"].addresses] == ["dondoc@bhxh.example"]


@pytest.mark.slow
def test_a_reply_reaches_the_owner_of_the_gravest_and_the_others_are_named(url: str, tmp_path: Path) -> None:
    room = office(url, tmp_path, cast.QUARTERLY, replace(MONTHLY, owed_by=("TST",)), replace(
        MONTHLY, code="xa", title="Báo cáo xa quý", owner="PC", owed_by=("TST",),
        due=DueRule(boundary=Boundary.BY, day=30),
    ))  # fmt: skip
    mail = mails(room, "2026-09-10", "2026-09-15")["tst"]
    assert [each.addr_spec for each in mail["Reply-To"].addresses] == ["csxh@bhxh.example"]
    text = text_of(mail)
    assert "Thư trả lời được gửi tới Ban Chính sách BHXH." in text
    assert " - đầu mối: Vụ Pháp chế, pc@bhxh.example" in text
    assert "Nơi nhận: Văn phòng, vp@bhxh.example" in text
    assert "Việc do đơn vị khác làm đầu mối: xin gửi tới địa chỉ ghi ở việc đó." in text


@pytest.mark.slow
def test_the_owner_does_not_answer_himself(url: str, tmp_path: Path) -> None:
    room = office(url, tmp_path, cast.QUARTERLY)
    to_vp = mails(room, "2026-08-27", "2026-09-25")["vp"]
    assert [each.addr_spec for each in to_vp["Reply-To"].addresses] == ["dondoc@bhxh.example"]
