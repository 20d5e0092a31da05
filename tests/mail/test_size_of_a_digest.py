"""A digest has a size that it does not exceed; what is told in short stands whole in the table it carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from calendars.periods import parse
from engine.mail.language import VI
from engine.mail.letter import Behind, EventAsk, Letter, Party, Question, in_order
from engine.mail.message import build
from engine.mail.rows import ReportRow, RowState
from engine.mail.table import table_of
from tests.support.letters import ID, KSTTHC, NOW, SENDER, TODAY, TST, VP, item, letter, read_back, watch

KB = 1024


def rows(n: int, of: int) -> tuple[ReportRow, ...]:
    """A report's rows, each with a number of its own in the whole letter."""
    title = "Nhiệm vụ rà soát, đơn giản hóa số"
    return tuple(
        ReportRow(
            no=f"{of}.{k}", title=f"{title} {of}.{k}", state=RowState.STANDING, product="Báo cáo rà soát"
        )
        for k in range(n)
    )


def many(n: int, *, each_rows: int = 3) -> Letter:
    """A unit with so many tasks, a third overdue, each with a report that tells rows."""
    items = []
    for k in range(n):
        late = k % 3 == 0
        day = TODAY - timedelta(days=7) if late else TODAY + timedelta(days=7 + k % 5)
        duty = replace(
            KSTTHC,
            code=f"viec-{k}",
            title=f"Báo cáo kết quả thực hiện nhiệm vụ số {k} về kiểm soát thủ tục hành chính",
            product="Báo cáo kết quả thực hiện, kèm phụ lục số liệu",
        )
        items.append(
            item(
                duty,
                ref=f"viec-{k}/2026-Q3/TST",
                uid=f"viec-{k}.2026-Q3.TST@dondoc.bhxh.example",
                last_day=day,
                workdays=5,
                late=late,
                reason="overdue-5wd" if late else "reminder-5wd",
                rows=rows(each_rows, k),
            )
        )
    return letter(*in_order(items))


def size(mail: EmailMessage) -> int:
    return len(mail.as_bytes())


def sheets(mail: EmailMessage) -> dict[str, list[list[Any]]]:
    (part,) = [each for each in mail.iter_attachments() if each.get_filename() == "cac-viec.xlsx"]
    book = load_workbook(BytesIO(part.get_payload(decode=True)))
    return {
        name: [[cell.value for cell in row] for row in book[name].iter_rows()] for name in book.sheetnames
    }


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("tasks", [300, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.long])])
def test_a_digest_of_many_tasks_stays_below_the_size_and_names_everything(tasks: int) -> None:
    whole = many(tasks)
    mail = read_back(whole)
    assert size(mail) < 250 * KB
    text, told = body(mail), sheets(mail)
    assert f"toàn bộ {tasks} việc nằm trong bảng cac-viec.xlsx" in text
    assert {row[6] for row in told["Các việc"][1:]} == {f"viec-{k}/2026-Q3/TST" for k in range(tasks)}
    assert {row[1] for row in told["Nhiệm vụ phải báo cáo"][1:]} == {
        f"{k}.{n}" for k in range(tasks) for n in range(3)
    }
    # The most urgent is told in full: the longest overdue, with its document and its rows.
    first = whole.items[0]
    assert first.late
    assert f"1. {first.duty.title} quý III/2026" in text
    assert "Nhiệm vụ rà soát" in text
    assert f"--- QUÁ HẠN ({-(-tasks // 3)}) ---" in text


@pytest.mark.slow
def test_a_hundred_tasks_are_all_named_in_the_mail_itself_and_in_the_calendar() -> None:
    mail = read_back(many(100, each_rows=0))
    text = body(mail)
    assert "toàn bộ 100 việc" in text
    assert {n for n in range(100) if f"viec-{n}/2026-Q3/TST" in text} == set(range(100))
    (part,) = [each for each in mail.iter_attachments() if each.get_content_type() == "text/calendar"]
    calendar: Any = Calendar.from_ical(part.get_payload(decode=True))
    assert len(calendar.walk("VEVENT")) == 100


@pytest.mark.long
def test_a_thousand_that_are_over_stay_below_the_size_too() -> None:
    over = [replace(each, news="submitted", late=False) for each in many(1000, each_rows=0).items]
    mail = read_back(replace(letter(), over=tuple(over)))
    assert size(mail) < 250 * KB
    assert {row[6] for row in sheets(mail)["Các việc"][1:]} == {f"viec-{k}/2026-Q3/TST" for k in range(1000)}
    (part,) = [each for each in mail.iter_attachments() if each.get_content_type() == "text/calendar"]
    calendar: Any = Calendar.from_ical(part.get_payload(decode=True))
    cancelled = [str(each["UID"]).partition(".")[0] for each in calendar.walk("VEVENT")]
    # What the mail names is what it takes out of the calendar.
    assert cancelled == [name for name in cancelled if f"{name}/2026-Q3/TST" in body(mail)]
    assert len(cancelled) == 50


def test_an_ordinary_digest_is_told_whole_and_carries_no_table() -> None:
    mail = read_back(many(6))
    assert "rà soát, đơn giản hóa số 5.2" in body(mail)
    assert [each.get_filename() for each in mail.iter_attachments()] == ["han-nop.ics"]


@pytest.mark.slow
def test_rows_of_a_task_that_is_told_in_short_stand_in_the_table() -> None:
    mail = read_back(many(36))  # twelve overdue, of which the eleventh and twelfth are told in short
    assert "toàn bộ" not in body(mail)
    assert "Bảng cac-viec.xlsx kèm theo ghi đủ" in body(mail)
    assert len(sheets(mail)["Nhiệm vụ phải báo cáo"]) == 1 + 36 * 3


@pytest.mark.slow
def test_the_size_is_the_offices_to_say() -> None:
    small = build(many(300), replace(SENDER, most_bytes=100 * KB), (TST,), ID, NOW)
    large = build(many(300), replace(SENDER, most_bytes=2000 * KB), (TST,), ID, NOW)
    assert size(small) < 105 * KB
    assert size(large) > 700 * KB
    assert len(sheets(small)["Các việc"]) == 301


@pytest.mark.slow
def test_an_owner_of_many_duties_reads_who_is_behind_in_the_table() -> None:
    names = tuple(f"BHXH tỉnh số {n}" for n in range(86))
    watches = tuple(
        watch(
            duty=replace(KSTTHC, code=f"viec-{k}", title=f"Báo cáo số {k}", period=parse("2026-Q3")),
            behind=tuple(Behind(Party(name), n % 4, n % 4 > 0) for n, name in enumerate(names)),
        )
        for k in range(40)
    )
    mail = read_back(letter(watches=watches, recipient=VP), (VP,))
    assert size(mail) < 250 * KB
    assert len(sheets(mail)["Việc theo dõi"]) == 1 + 40 * 86


def asked(n: int) -> EventAsk:
    """An event that six duties wait for."""
    return EventAsk(
        code=f"su-kien-{n}",
        worded=f"Sau khi Bộ ban hành Thông tư số {n} hướng dẫn thực hiện các nội dung của Luật",
        document="490/KH-BHXH",
        document_date=date(2026, 3, 16),
        cite="phụ lục 2",
        duties=tuple((f"viec-{n}-{k}", f"Việc {n}.{k} chờ sự kiện", "") for k in range(6)),
        others=(),
        alike=False,
        last=None,
        answer_to=Party("Văn phòng", "dondoc@bhxh.example"),
    )


def question(n: int) -> Question:
    """A document of one year, with six duties."""
    duties = tuple((f"Việc {n}.{k} của kế hoạch", "") for k in range(6))
    return Question(
        f"{n}/KH-BHXH", date(2026, 1, 5), f"Kế hoạch số {n}", 2026, 2027, duties, 1, Party("Văn phòng", "")
    )


@pytest.mark.slow
def test_what_is_asked_of_an_owner_has_its_size_as_well() -> None:
    whole = letter(
        events=tuple(asked(n) for n in range(120)), questions=tuple(question(n) for n in range(40))
    )
    mail = read_back(whole)
    assert size(mail) < 250 * KB
    text, told = body(mail), sheets(mail)
    assert "toàn bộ 160 việc nằm trong bảng cac-viec.xlsx" in text
    assert "--- CHỜ SỰ KIỆN (120) ---" in text
    assert "--- ĐỀ NGHỊ XÁC NHẬN (40) ---" in text
    # The first is told in full, the next in a line with what to answer.
    assert "su-kien-0: đã xảy ra ngày" in text
    assert "(6 việc đang chờ; trả lời: “su-kien-12: đã xảy ra ngày …/…/…”)" in text
    assert {row[2] for row in told["Chờ sự kiện"][1:]} == {
        f"viec-{n}-{k}" for n in range(120) for k in range(6)
    }
    assert len(told["Đề nghị xác nhận"]) == 1 + 40 * 6


@pytest.mark.slow
def test_one_event_that_hundreds_wait_for_is_told_in_short() -> None:
    one = replace(
        asked(1), duties=tuple((f"viec-{k}", f"Việc {k} " + "rất dài " * 20, "") for k in range(1500))
    )
    mail = read_back(letter(events=(one,)))
    assert size(mail) < 250 * KB
    assert "và 1480 việc khác, ghi trong bảng kèm theo" in body(mail)
    assert len(sheets(mail)["Chờ sự kiện"]) == 1501


def test_text_that_begins_like_a_formula_stays_text() -> None:
    evil = item(replace(KSTTHC, title='=HYPERLINK("http://x.example","a")'), last_day=date(2026, 9, 18))
    book = load_workbook(BytesIO(table_of(letter(evil), VI)))
    cell = book["Các việc"]["B2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x.example","a")')
