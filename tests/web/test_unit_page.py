"""A unit's page: what it shows, what its forms record, and that nothing else changes anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, update

from desk.web import pages
from desk.web.contents import Line, Reader
from engine.answers import requests as answering
from engine.tasks import requests
from language import Either
from models import db
from models.states import TaskState
from models.tables import task as t
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings
from tests.web.conftest import KEY, REGISTRY, Room, text_of

DAYS = ("2026-09-17", "2026-09-18", "2026-09-19", "2026-09-21", "2026-09-22")
TASK = "/u/TST/task/kstthc-quy/2026-Q3/TST"
LAN_TST = {"who": "Họ Đệm Tên"}


@pytest.mark.slow
def test_it_says_what_is_owed_by_when_in_the_documents_words(room: Room) -> None:
    page = room.enter()
    assert page.status_code == 200
    assert str(page.url) == "http://127.0.0.1:4201/u/TST/"  # the link itself stands in no address bar
    said = text_of(page)
    assert "1 việc phải làm" in said
    assert "Kiểm soát TTHC" in said or "kstthc" in page.text
    assert "quý III năm 2026" in said
    assert "thứ Sáu, 18/09/2026" in said
    assert "Còn 6 ngày làm việc" in said
    assert "quá hạn" not in said.casefold()


@pytest.mark.slow
def test_a_task_that_cannot_be_told_is_named_and_the_others_are_answered(room: Room) -> None:
    with db.session(room.office.engine) as s:
        s.execute(update(t).where(t.c.unit == "TST").values(period="2026-Q9"))
        acts.reassign(
            s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="CSXH", to="TST", reason="chuyển",
            now=room.now[0], by=LAN,
        )  # fmt: skip
    said = text_of(room.enter())
    assert "2 việc phải làm" in said
    assert "1 việc chưa hiển thị được ở trang này: kstthc-quy/2026-Q9/TST." in said
    assert "Còn 6 ngày làm việc" in said


def test_it_speaks_english_where_asked(room: Room) -> None:
    room.enter()
    said = text_of(room.get("/u/TST/?lang=en"))
    assert "1 task to be done" in said
    assert "Friday, 18 September 2026" in said
    assert "6 working days left" in said


def test_what_is_late_is_counted_as_boards_do(room: Room) -> None:
    room.go("2026-09-23")
    said = text_of(room.enter())
    assert "1 việc đã quá hạn." in said
    assert "Quá hạn 3 ngày làm việc" in said


@pytest.mark.slow
def test_a_report_that_was_sent_is_recorded_with_who_said_so(room: Room) -> None:
    room.enter()
    page = room.post(TASK + "/sent", {**LAN_TST, "number": "12/BC-TST", "day": "2026-09-09"}, page=TASK)
    assert page.status_code == 200
    assert "Đã ghi nhận 1 việc đã gửi. Sẽ không có thư nhắc nữa." in text_of(page)
    assert "Đã gửi số 12/BC-TST ngày 09/09/2026" in text_of(page)
    task = room.task()
    assert (task.state, task.document_no) == (TaskState.SUBMITTED, "12/BC-TST")
    last = room.events()[-1]
    assert (last.kind, last.actor, last.origin) == ("submitted", "Họ Đệm Tên (TST)", "web")
    assert "Hiện không có việc nào phải làm." in text_of(room.get("/u/TST/"))


def test_a_refusal_stands_above_its_form_and_names_no_code(room: Room) -> None:
    """Seen on a telephone: it stood on top, a screen above the form that was to be mended, with the task's
    code before it."""
    room.enter()
    wrong = {**LAN_TST, "number": "12/BC-TST", "day": "2026-10-30"}
    page = room.post(TASK + "/sent", wrong, page=TASK)
    assert page.status_code == 422
    _, _, below = text_of(page).partition("Trả lời Hôm nay mới là 10/09/2026: ")
    assert below.startswith(
        "không ghi nhận được báo cáo gửi ngày 30/10/2026; hãy ghi đúng ngày đã gửi Đã gửi"
    )
    assert page.text.count('id="told"') == 1
    assert f'action="{TASK}/sent#told"' in page.text


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["2026-09-09", "09/09/2026", "9/9/2026", "09.09.2026"])
def test_a_day_is_taken_as_people_write_it(room: Room, typed: str) -> None:
    room.enter()
    room.post(TASK + "/sent", {**LAN_TST, "number": "1/BC", "day": typed}, page=TASK)
    sent = room.task().submitted_at
    assert sent is not None
    assert sent.astimezone(REGISTRY.office.zone).date() == date(2026, 9, 9)


@pytest.mark.slow
def test_a_double_click_records_once(room: Room) -> None:
    room.enter()
    for _ in range(2):
        room.post(TASK + "/sent", {**LAN_TST, "number": "12/BC-TST"}, page="/u/TST/done")
    proof = {**LAN_TST, "number": "12/BC-TST"}
    room.post(TASK + "/sent", proof, page=TASK)
    again = room.post(TASK + "/sent", proof, page=TASK)
    assert "đã được ghi nhận từ trước" in text_of(again)
    assert [each.kind for each in room.events()].count("submitted") == 1


@pytest.mark.slow
def test_several_at_once_and_one_that_is_not_theirs(room: Room) -> None:
    room.enter()
    told = room.post("/u/TST/sent", {**LAN_TST, "task": [KEY, "kstthc-quy/2026-Q3/CSXH"], "number": "7/BC"})
    assert told.status_code == 422
    said = text_of(told)
    assert "Đã ghi nhận 1 việc đã gửi" in said
    assert "kstthc-quy/2026-Q3/CSXH: Việc này không thuộc đơn vị của trang này." in said
    assert room.task().state is TaskState.SUBMITTED
    assert room.task("CSXH").state is TaskState.OPEN


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"task": KEY, "number": "7/BC"}, "Hãy ghi họ tên người ghi."),
        ({**LAN_TST, "number": "7/BC"}, "Chưa chọn việc nào"),
        ({**LAN_TST, "task": KEY, "day": "31/02/2026"}, "“31/02/2026” không phải là ngày"),
        ({**LAN_TST, "task": KEY, "day": "2026-12-01"}, "01/12/2026"),
        ({**LAN_TST, "task": KEY, "number": "x" * 101}, "100"),
        ({**LAN_TST, "task": "a/b", "number": "1"}, "Chưa chọn việc nào"),
        ({**LAN_TST, "task": "no/2026-Q3/TST", "number": "1"}, "không thuộc đơn vị"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_typed_is_lost(
    room: Room, data: dict[str, str], said: str
) -> None:
    room.enter()
    page = room.post("/u/TST/sent", data)
    assert page.status_code == 422
    assert said in text_of(page)
    if data.get("number") == "7/BC":
        assert 'value="7/BC"' in page.text
    assert room.task().state is TaskState.OPEN


@pytest.mark.slow
def test_progress_stands_beside_the_task(room: Room) -> None:
    room.enter()
    page = room.post(TASK + "/progress", {**LAN_TST, "percent": "40%", "note": "đang trình ký"}, page=TASK)
    assert "Đã ghi tiến độ. Việc vẫn đang mở." in text_of(page)
    assert "Tiến độ đã ghi: 40%, đang trình ký." in text_of(room.get("/u/TST/"))
    assert room.task().state is TaskState.OPEN


@pytest.mark.slow
def test_received_stands_beside_the_task_which_stays_open(room: Room) -> None:
    room.enter()
    for _ in range(2):
        page = room.post(TASK + "/received", {**LAN_TST, "note": "đã giao chị Hoa"}, page=TASK)
    assert "Đơn vị đã báo nhận việc này từ trước." in text_of(page)
    assert "Đã nhận ngày 10/09/2026 (Họ Đệm Tên (TST))." in text_of(room.get("/u/TST/"))
    assert room.task().state is TaskState.OPEN
    assert [each.kind for each in room.events()].count("acknowledged") == 1


@pytest.mark.slow
def test_who_decides_a_request_is_named(room: Room) -> None:
    room.enter()
    room.post(TASK + "/not-ours", {**LAN_TST, "reason": "Thuộc Ban khác"}, page=TASK)
    from engine.installation import Installation
    from engine.tasks.acts import TaskRef, acting

    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    with acting(here, at("2026-09-10"), LAN) as act:
        answering.pass_on(act, TaskRef("kstthc-quy", "2026-Q3", "TST"), to="CSXH", reason="Xin ý kiến")
    assert "Đang chờ Ban Chính sách BHXH quyết định." in text_of(room.get(TASK))


@pytest.mark.slow
def test_more_time_is_asked_for_and_waits_for_an_answer(room: Room) -> None:
    room.enter()
    asked = {**LAN_TST, "day": "25/09/2026", "reason": "Chờ số liệu của tỉnh"}
    page = room.post(TASK + "/more-time", asked, page=TASK)
    assert "Đã gửi đề nghị gia hạn" in text_of(page)
    assert "Đã xin gia hạn đến 25/09/2026, đang chờ trả lời." in text_of(room.get("/u/TST/"))
    assert "đang chờ trả lời. “Chờ số liệu của tỉnh”. Tạm dừng báo cấp trên" in text_of(room.get(TASK))
    assert room.task().last_day == date(2026, 9, 18)  # asking moves nothing
    with db.reading(room.office.engine) as s:
        ((task, request),) = requests.all_waiting(s)
    assert (task.unit, request.kind, request.to) == ("TST", requests.ASKED_EXTENSION, date(2026, 9, 25))
    assert (request.actor, request.reason) == ("Họ Đệm Tên (TST)", "Chờ số liệu của tỉnh")
    room.post(TASK + "/more-time", asked, page=TASK)
    assert [each.kind for each in room.events()].count(requests.ASKED_EXTENSION) == 1
    with db.session(room.office.engine) as s:
        acts.extend(
            s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="TST",
            new_day=date(2026, 9, 25), reason="Đồng ý", now=at("2026-09-11"), by=LAN,
        )  # fmt: skip
    with db.reading(room.office.engine) as s:
        assert requests.all_waiting(s) == []
    assert "đang chờ trả lời" not in text_of(room.get("/u/TST/"))


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2026-09-18", "2026-09-01", "2027-09-25", ""])
def test_more_time_is_a_later_day_within_bounds(room: Room, day: str) -> None:
    room.enter()
    page = room.post(TASK + "/more-time", {**LAN_TST, "day": day, "reason": "x"}, page=TASK)
    assert page.status_code == 422
    with db.reading(room.office.engine) as s:
        assert requests.all_waiting(s) == []


@pytest.mark.slow
def test_not_ours_needs_a_reason_and_a_refusal_is_read(room: Room) -> None:
    room.enter()
    assert room.post(TASK + "/not-ours", LAN_TST, page=TASK).status_code == 422
    page = room.post(TASK + "/not-ours", {**LAN_TST, "reason": "Thuộc Ban Tài chính"}, page=TASK)
    assert "Việc vẫn thuộc đơn vị cho đến khi có trả lời." in text_of(page)
    from engine.installation import Installation
    from engine.tasks.acts import TaskRef, acting

    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    with acting(here, at("2026-09-11"), LAN) as act:
        answering.refuse(act, TaskRef("kstthc-quy", "2026-Q3", "TST"), reason="Kế hoạch giao TST")
    with db.reading(room.office.engine) as s:
        assert requests.all_waiting(s) == []
    said = text_of(room.get(TASK))
    assert "Đề nghị không được chấp thuận" in said
    assert "Kế hoạch giao TST" in said


@pytest.mark.slow
def test_a_wrong_number_is_corrected_on_the_page(room: Room) -> None:
    room.enter()
    room.post(TASK + "/sent", {**LAN_TST, "number": "12/BC", "day": "2026-09-09"}, page=TASK)
    page = room.post(TASK + "/sent", {**LAN_TST, "number": "13/BC", "amend": "1"}, page=TASK)
    assert "Đã ghi lại." in text_of(page)
    assert room.task().document_no == "13/BC"


@pytest.mark.slow
def test_the_history_of_a_task_is_told_in_order(room: Room) -> None:
    room.enter()
    room.post(TASK + "/progress", {**LAN_TST, "percent": "40"}, page=TASK)
    room.go("2026-09-14")
    room.post(TASK + "/sent", {**LAN_TST, "number": "12/BC"}, page=TASK)
    said = text_of(room.get(TASK))
    where = [said.index(each) for each in ("Mở việc", "Ghi tiến độ · Họ Đệm Tên", "số 12/BC · Họ")]
    assert where == sorted(where)


@pytest.mark.slow
def test_a_title_cannot_become_part_of_the_page(room: Room) -> None:
    room.enter()
    evil = '<script>alert(1)</script>"><img src=x>'
    page = room.post("/u/TST/sent", {"task": KEY, "who": evil, "number": evil, "day": "x"})
    assert "<script" not in page.text
    assert "<img" not in page.text
    room.post(TASK + "/progress", {"who": "Lan", "note": evil}, page=TASK)
    assert "<script" not in room.get(TASK).text


def test_the_form_of_a_task_that_is_another_units_is_not_there(room: Room) -> None:
    room.enter()
    assert room.get("/u/TST/task/kstthc-quy/2026-Q3/CSXH").status_code == 404
    assert room.get("/u/TST/task/kstthc-quy/2026-Q3/CSXH/form.docx").status_code == 404
    assert room.get("/u/CSXH/").status_code == 404


def name_of(name: str, **_: object) -> str:
    """A text by its id."""
    return name


def test_a_day_that_is_the_offices_assumption_is_marked(scratch: Engine, tmp_path: Path) -> None:
    assumed = replace(cast.QUARTERLY, tentative=True, assumption="Văn bản chỉ ghi quý: lấy ngày 18.")
    registry = cast.registry(assumed)
    quiet_round(scratch, registry, settings(tmp_path), at("2026-08-25"))
    with db.reading(scratch) as s:
        page = Reader(s, registry, at("2026-09-10")).unit_page("TST")
    days = pages.TEMPLATES.get_template("parts.html").module.days  # type: ignore[attr-defined]
    said = days(page.due[0], SimpleNamespace(code="vi", day=str), name_of)
    assert "page.tentative" in said
    assert "Văn bản chỉ ghi quý: lấy ngày 18." in said
    assert "page.tentative-why" in days(page.due[0], SimpleNamespace(code="en", day=str), name_of)


def test_the_day_asked_for_is_called_so_and_only_while_it_lies_ahead(tmp_path: Path, scratch: Engine) -> None:
    """Seen: 'hạn cuối' Friday on the page, and Monday in the mail and in `dondoc tasks`, also when late."""
    duty = replace(cast.QUARTERLY, due=replace(cast.QUARTERLY.due, day=21))  # the last day is Sunday the 20th
    registry = cast.registry(duty)
    quiet_round(scratch, registry, settings(tmp_path), at("2026-08-31"))

    def line(day: str) -> Line:
        with db.reading(scratch) as s:
            (found,) = Reader(s, registry, at(day)).unit_page("TST").open
            return found

    friday, monday = date(2026, 9, 18), date(2026, 9, 21)
    told = [(each.ask_by, each.last_day, each.workdays, each.late) for each in map(line, DAYS)]
    assert told == [
        (friday, monday, 1, False),
        (friday, monday, 0, False),
        (None, monday, 1, False),
        (None, monday, 0, False),
        (None, monday, 1, True),
    ]


def test_a_unit_that_is_no_more_reads_who_does_its_work(scratch: Engine, tmp_path: Path) -> None:
    """Seen: 'Hiện không có việc nào phải làm', while what it owed had gone to its successor."""
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-08-25"))
    with db.reading(scratch) as s:
        reader = Reader(s, REGISTRY, at("2026-09-11"))
        assert reader.unit_page("tinh-11").gone_to == Either("BHXH Lào Cai")
        assert reader.unit_page("TST").gone_to == ""


def test_a_report_without_a_number_is_told_without_one(room: Room) -> None:
    """Seen: 'Ghi nhận đã gửi, số' with nothing behind it, and 'Đã gửi số – ngày'."""
    room.enter()
    said = text_of(room.post(TASK + "/sent", {**LAN_TST, "number": "", "day": "2026-09-09"}, page=TASK))
    assert "Đã gửi ngày 09/09/2026" in said
    assert "Ghi nhận đã gửi · Họ Đệm Tên (TST)" in said
