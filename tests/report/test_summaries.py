"""The summaries: when they are queued, once; what they say, as report and board do; that they leave."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from sqlalchemy import Engine

from config.settings import Settings
from engine.installation import Installation
from engine.mail import summaries
from engine.mail.letter_contents import Reader
from engine.mail.merging import merge
from engine.mail.message import build
from engine.mail.outbox import deliver
from engine.mail.routing import sender_of
from engine.mail.summary import WEEKLY, YEARLY
from engine.overview import boards
from engine.report.counting import count
from engine.report.scope import Scope, of_year
from engine.report.writing import write
from flows.boards.artifacts import read_boards
from models import db, queries
from models.states import MessageState
from tests.report.lived import Lived
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import text_of
from tests.support.rounds import LAN, settings

pytestmark = pytest.mark.slow
MONDAY = at("2026-09-21", 8, 15)  # after the Friday on which the third quarter's report was due


@pytest.fixture
def office(scratch: Engine, tmp_path: Path) -> Installation:
    """Of four units TST sent in time, CSXH one working day late; TCKT and tinh-15 have sent nothing."""
    return made(scratch, tmp_path)


def made(scratch: Engine, tmp_path: Path) -> Installation:
    """That office on this database."""
    registry = cast.registry(cast.QUARTERLY, language="vi")
    given = settings(tmp_path, go_live=date(2026, 8, 1))
    acts.a_round(scratch, registry, given, at("2026-09-10"), deliver=False)
    with db.session(scratch) as s:
        for unit, day in (("TST", "2026-09-16"), ("CSXH", "2026-09-21")):
            acts.submit(
                s, registry, obligation="kstthc-quy", period="2026-Q3", unit=unit, now=at(day), by=LAN,
                document_no="1/BC",
            )  # fmt: skip
    return Installation(given, registry, scratch)


def queued(of: Installation, now: datetime, kind: str = WEEKLY) -> summaries.Queued:
    with db.session(of.engine) as s:
        return summaries.queue(s, of.registry, of.settings, now, kind)


def mails(of: Installation, now: datetime, kind: str = WEEKLY, only: str = "") -> dict[str, EmailMessage]:
    """By recipient, as they would leave now."""
    with db.reading(of.engine) as s:
        rows = [each for each in queries.outbox_rows(s, limit=None) if each.kind == kind]
        rows = [each for each in rows if only in ("", each.recipient)]
        found = Reader(s, of.registry, of.settings, now).letters(rows)  # type: ignore[arg-type]
        sender = sender_of(of.registry, of.settings)
        return {
            row.recipient: build(letter, sender, route.to, row.message_id_header, now)
            for row in rows
            for letter, route in [found[row.id or 0]]
        }


def test_the_leadership_and_who_is_in_charge_get_one_each_a_week(office: Installation) -> None:
    assert queued(office, MONDAY) == summaries.Queued("2026-W39", 2, 0)
    assert queued(office, MONDAY + timedelta(days=3)) == summaries.Queued("2026-W39", 0, 2)
    assert queued(office, MONDAY + timedelta(days=7)) == summaries.Queued("2026-W40", 2, 0)
    with db.reading(office.engine) as s:
        found = {(row.recipient, row.round_key) for row in queries.outbox_rows(s) if row.kind == WEEKLY}
    assert found == {(who, week) for who in ("leadership", "VP") for week in ("2026-W39", "2026-W40")}


def test_three_figures_and_the_five_worst(office: Installation) -> None:
    queued(office, MONDAY)
    mail = mails(office, MONDAY)["leadership"]
    assert mail["Subject"] == "Tuần 14/09 – 20/09/2026: 1/4 báo cáo đúng hạn, 2 đang quá hạn"
    assert (
        text_of(mail).replace("\r\n", "\n")
        == """\
Kính gửi: Lãnh đạo cơ quan

Tuần 14/09 – 20/09/2026

1/4  đúng hạn / đến hạn trong tuần
2  báo cáo đang quá hạn
25,0%  đúng hạn từ đầu năm 2026

Quá hạn nhiều nhất
1. Ban Tài chính kế toán: 1 quá hạn
2. BHXH Lào Cai: 1 quá hạn

---
Số liệu đến 08:15 21/09/2026. Chi tiết từng đơn vị và cách xếp hạng: tệp kèm theo bao-cao-2026.xlsx.
"""
    )
    files = {part.get_filename(): part for part in mail.iter_attachments()}
    assert list(files) == ["bao-cao-2026.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(files["bao-cao-2026.xlsx"].get_content()))
    assert [cell.value for cell in book.worksheets[0][5]][:5] == [1, "Ban Quản lý thu", 1, 1, 1]


def test_what_was_sent_since_then_is_in_it_when_it_leaves(office: Installation) -> None:
    queued(office, MONDAY)
    with db.session(office.engine) as s:
        acts.submit(
            s, office.registry, obligation="kstthc-quy", period="2026-Q3", unit="TCKT", by=LAN,
            now=MONDAY + timedelta(minutes=1), document_no="7/BC",
        )  # fmt: skip
    mail = mails(office, MONDAY + timedelta(minutes=5))["VP"]
    assert "1  báo cáo đang quá hạn" in text_of(mail)
    assert "Các nhiệm vụ do đơn vị làm đầu mối." in text_of(mail)


@pytest.mark.long
def test_board_report_page_and_mail_say_the_same(lived: Lived) -> None:
    """Of a half year of random people, on a Monday."""
    of, now = lived.of, lived.now
    with db.reading(of.engine) as s:
        report = count(s, of.registry, now, Scope(first=date.min, last=date.max))
        year = count(s, of.registry, now, of_year(2026))
        lines = boards.lines_of(s, of.registry, now)
        row = _row(YEARLY, "2026", "leadership", now)
        weekly = _row(WEEKLY, summaries.week_key(date(2027, 1, 8)), "leadership", now)
        reader = Reader(s, of.registry, of.settings, now)
        letters = reader.letters([row, weekly])
    assert not reader.unreadable
    summary, week = letters[1][0].summary, letters[2][0].summary
    assert summary is not None
    assert week is not None
    overdue = sum(line.figures.overdue for line in lines)
    assert overdue == report.total.overdue > 0
    assert week.facts[1].figure.fields["value"] == overdue
    assert summary.facts[0].figure.fields["rate"] == year.total.rate
    assert [fact.figure.fields["value"] for fact in summary.facts[1:]] == [
        year.total.overdue,
        year.total.late,
    ]
    # The overall board of the Prefect UI, and the page.
    board = next(described for key, described, _ in read_boards(of, now) if key == "bang-chung")
    assert board.endswith(f", {overdue} việc quá hạn")
    page = write(of.registry, year, "html", "vi").decode()
    assert f"<b>{str(year.total.rate).replace('.', ',')}%</b>đúng hạn trong {year.total.expected} " in page
    assert f"<b>{year.total.overdue}</b>báo cáo quá hạn" in page
    said = "".join(part.text for part in docx.Document(io.BytesIO(summary.files[0].content)).paragraphs)
    assert f"Đã gửi {year.total.received} báo cáo, trong đó {year.total.on_time} đúng hạn" in said
    behind = {unit: each.overdue for unit, each in report.units.items() if each.overdue}
    told = [how.fields["n"] for _, how in week.worst]
    assert told == sorted(behind.values(), reverse=True)[:5]


def _row(kind: str, key: str, recipient: str, now: datetime) -> queries.MessageRow:
    number = 1 if kind == YEARLY else 2
    head = (number, key, kind, recipient, None, f"<{number}@x>", MessageState.PENDING, now, now)
    return queries.MessageRow(*head, 0, None, None, now, None, None, None)


def test_the_year_before_is_told_once_in_january(office: Installation) -> None:
    january = at("2027-01-04", 8, 15)
    assert queued(office, january, YEARLY) == summaries.Queued("2026", 2, 0)
    assert queued(office, january + timedelta(days=20), YEARLY) == summaries.Queued("2026", 0, 2)
    mail = mails(office, january, YEARLY)["leadership"]
    assert mail["Subject"] == "Thực hiện chế độ báo cáo năm 2026: 25,0% đúng hạn, 2 quá hạn"
    files = [part.get_filename() for part in mail.iter_attachments()]
    assert files == ["bao-cao-2026.docx", "bao-cao-2026.xlsx"]
    text = text_of(mail).replace("\r\n", "\n")
    assert "Xếp cuối bảng\n1. Ban Tài chính kế toán: đúng hạn 0,0%\n" in text


def test_of_a_week_over_new_year_the_year_is_the_one_that_it_ended(office: Installation) -> None:
    monday = at("2027-01-04", 8, 15)
    queued(office, monday)
    mail = mails(office, monday)["leadership"]
    assert mail["Subject"] == "Tuần 28/12 – 03/01/2027: 0 báo cáo đúng hạn, 2 đang quá hạn"
    assert "25,0%  đúng hạn từ đầu năm 2026" in text_of(mail)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["bao-cao-2026.xlsx"]


def test_where_nothing_was_ever_due_nothing_is_queued(scratch: Engine, tmp_path: Path) -> None:
    of = Installation(settings(tmp_path), cast.registry(cast.QUARTERLY), scratch)
    assert queued(of, MONDAY) == summaries.Queued("2026-W39", 0, 0)


def test_it_leaves_beside_the_mornings_mail_and_is_never_merged_into_it(office: Installation) -> None:
    """After a day without a server the digest goes into the next day's; a summary stays a mail of its own,
    and no digest goes into it."""
    acts.a_round(office.engine, office.registry, office.settings, at("2026-09-21"), deliver=False)
    queued(office, MONDAY)
    acts.a_round(office.engine, office.registry, office.settings, at("2026-09-28"), deliver=False)
    with db.session(office.engine) as s:
        merge(s, office.registry, at("2026-09-28", 9))
        states = {(m.recipient, m.kind, m.round_key): m.state for m in queries.outbox_rows(s, limit=None)}
    assert states["leadership", WEEKLY, "2026-W39"] is MessageState.PENDING
    assert states["VP", WEEKLY, "2026-W39"] is MessageState.PENDING
    done = deliver(office, at("2026-09-28", 9))
    assert (done.failed, done.dead, done.problem) == (0, 0, None)
    written = [each.name for each in (office.settings.outbox).glob("*.eml")]
    assert sum(WEEKLY in name for name in written) == 2
    assert deliver(office, at("2026-09-28", 10)).sent == 0


def test_a_small_limit_leaves_the_files_out_and_not_the_figures(office: Installation) -> None:
    queued(office, MONDAY)
    small = Installation(Settings(home=office.settings.home, mail_max_kb=20), office.registry, office.engine)
    mail = mails(small, MONDAY)["leadership"]
    assert list(mail.iter_attachments()) == []
    assert "25,0%" in text_of(mail)


def test_in_both_languages(scratch: Engine, tmp_path: Path, office: Installation) -> None:
    queued(office, MONDAY)
    both = Installation(
        Settings(home=office.settings.home, mail_language="vi+en"), office.registry, office.engine
    )
    text = text_of(mails(both, MONDAY)["leadership"])
    assert "1/4  đúng hạn / đến hạn trong tuần" in text
    assert re.search(r"Week of .* – 2026-09-20\r?\n", text)
    assert "2  reports overdue now" in text


def test_a_week_in_which_nothing_was_due_is_told_to_the_leadership_alone(office: Installation) -> None:
    for unit in ("TCKT", "tinh-15"):
        with db.session(office.engine) as s:
            acts.submit(
                s, office.registry, obligation="kstthc-quy", period="2026-Q3", unit=unit, by=LAN,
                now=at("2026-09-22"), document_no="9/BC",
            )  # fmt: skip
    next_week = at("2026-09-28", 8, 15)
    queued(office, next_week)
    with db.reading(office.engine) as s:
        rows = [row for row in queries.outbox_rows(s) if row.kind == WEEKLY]
        letters = Reader(s, office.registry, office.settings, next_week).letters(rows)  # type: ignore[arg-type]
    empty = {row.recipient: letters[row.id or 0][0].empty for row in rows}
    assert empty == {"leadership": False, "VP": True}
    text = text_of(mails(office, next_week, only="leadership")["leadership"])
    assert "0  không có báo cáo đến hạn trong tuần" in text
    assert "Không đơn vị nào có báo cáo quá hạn." in text
    deliver(office, next_week)
    with db.reading(office.engine) as s:
        left = {row.recipient: row.state.value for row in queries.outbox_rows(s) if row.kind == WEEKLY}
    assert left == {"leadership": "sent", "VP": "cancelled"}


@pytest.mark.long
def test_on_both_kinds_of_database(database: Engine, tmp_path: Path) -> None:
    of = made(database, tmp_path)
    assert queued(of, MONDAY) == summaries.Queued("2026-W39", 2, 0)
    assert queued(of, MONDAY) == summaries.Queued("2026-W39", 0, 2)
    said = {who: text_of(mail) for who, mail in mails(of, MONDAY).items()}
    assert all("2  báo cáo đang quá hạn" in text for text in said.values())
    assert set(said) == {"leadership", "VP"}
