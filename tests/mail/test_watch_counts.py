"""What a mail counts of a period that its reader follows up: all who owe it by the roster, each with a day of
its own, whatever part of them was asked or is late.
"""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from engine.mail.language import VI
from engine.mail.letter import Behind, Party
from engine.mail.table import table_of
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.letters import letter, watch
from tests.support.mailroom import text_of
from tests.support.rounds import LAN, mornings, settings

Q3 = {"obligation": "kstthc-quy", "period": "2026-Q3"}


def to(home: Path, mailbox: str) -> list[EmailMessage]:
    """The mails of a mailbox, as they left."""
    files = sorted((home / "outbox").glob("*.eml"), key=lambda file: int(file.stem.rpartition("-")[2]))
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [mail for mail in mails if mail["To"].addresses[0].addr_spec == mailbox]


@pytest.mark.slow
def test_after_a_rerun_for_one_unit_the_owner_reads_of_four(scratch: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path, go_live=date(2026, 10, 20))
    acts.a_round(scratch, registry, given, at("2026-10-20"))
    acts.rerun(
        scratch, registry, given, at("2026-10-26", 10), **Q3, execute=True, units=["TST"], reason="hỏi lại"
    )
    # Opened on the 26th, it goes up to its owner four working days later.
    for now in mornings("2026-10-27", "2026-10-30"):
        acts.a_round(scratch, registry, given, now)
    (mail,) = to(tmp_path, "vp@bhxh.example")
    assert "đã nộp 0/4, mở 1" in str(mail["Subject"])
    assert "đã nộp 0/4, mở 1; chưa nộp: Ban Quản lý thu" in text_of(mail)
    assert "0/4 submitted, 1 opened; not submitted: Ban Quản lý thu" in text_of(mail)


@pytest.mark.slow
def test_who_has_longer_is_named_with_that_day(scratch: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path, go_live=date(2026, 8, 1))
    acts.a_round(scratch, registry, given, at("2026-08-25"))
    with db.session(scratch) as s:
        acts.extend(
            s, registry, **Q3, unit="TCKT", now=at("2026-09-10"), by=LAN,
            new_day=date(2026, 10, 9), reason="chờ số liệu",
        )  # fmt: skip
    for now in mornings("2026-09-25", "2026-10-02"):
        acts.a_round(scratch, registry, given, now)
    mail = to(tmp_path, "vp@bhxh.example")[0]
    assert "4/4 chưa nộp: " in text_of(mail)
    assert "Ban Quản lý thu (5 ngày làm việc)" in text_of(mail)
    assert "Ban Tài chính kế toán (hạn 09/10/2026)" in text_of(mail)
    (leadership,) = to(tmp_path, "lanhdao@bhxh.example")
    # Nobody has sent it; three of the four are late.
    assert "3/4 quá hạn, chưa nộp: " in text_of(leadership)


def test_the_table_beside_a_long_mail_gives_each_unit_its_own_day() -> None:
    behind = (
        Behind(Party("BHXH Lào Cai"), 3, True, last_day=date(2026, 9, 14)),
        Behind(Party("BHXH Cà Mau"), 0, False, until=date(2026, 12, 4), last_day=date(2026, 12, 4)),
    )
    book = openpyxl.load_workbook(BytesIO(table_of(letter(watches=(watch(behind=behind),)), VI)))
    (sheet,) = [sheet for sheet in book.worksheets if sheet.max_row == 3]
    rows = [[cell.value for cell in row[2:5]] for row in sheet.iter_rows(min_row=2)]
    assert [(day.date(), unit, late) for day, unit, late in rows] == [
        (date(2026, 9, 14), "BHXH Lào Cai", 3),
        (date(2026, 12, 4), "BHXH Cà Mau", None),
    ]
