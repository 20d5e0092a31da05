"""Boards and their pictures from real rows: the engine runs a quarter of the cast in memory, the text is
read back.
"""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from engine.installation import Installation
from engine.overview.pictures import Bar, bars, data_url
from engine.tasks.acts import By
from flows import choices
from flows.boards import descriptions
from flows.boards.artifacts import read_boards
from flows.boards.outbox import outbox_board
from flows.boards.seen import Seen
from language import Message
from models import db
from models.queries import OutboxCounts
from models.states import MessageState
from models.tables import Message as Mail
from tests.support import acts, cast

BY = By("lan", "flow")
LATE = datetime(2026, 9, 23, 2, tzinfo=UTC)  # Wed 23 September, three working days after the last day


def a_quarter(engine: Engine, home: Path) -> Installation:
    """Of four units TST has sent in time, CSXH late, TCKT and the province owe it on 23 September."""
    installation = Installation(Settings(home=home, go_live=date(2026, 8, 1)), cast.registry(), engine)

    def at(now: datetime) -> None:
        acts.a_round(engine, installation.registry, installation.settings, now, deliver=False)

    def sent(unit: str, number: str, now: datetime) -> None:
        with db.session(engine) as s:
            acts.submit(
                s,
                installation.registry,
                obligation="kstthc-quy",
                period="2026-Q3",
                unit=unit,
                now=now,
                by=BY,
                document_no=number,
            )

    at(datetime(2026, 8, 25, 1, tzinfo=UTC))
    sent("TST", "12/BC|TST", datetime(2026, 9, 18, 16, 59, 59, tzinfo=UTC))
    sent("CSXH", "13/BC", datetime(2026, 9, 21, 3, tzinfo=UTC))
    at(LATE)
    return installation


def test_the_outbox_tells_our_own_reason_in_the_offices_language() -> None:
    kept = Message("channel.given-up", n=3, why="452 mailbox full").as_text()
    mail = Mail(round_key="k", recipient="TST", kind="digest", address="tst@bhxh.example", subject="S",
                message_id_header="<1@x>", queued_at=LATE, not_before=LATE, next_attempt_at=LATE,
                state=MessageState.DEAD, last_error=kept)  # fmt: skip
    counts = OutboxCounts(*[0] * (len(OutboxCounts._fields) - 1), None)
    for language, words in (("vi", "thôi gửi sau 3 ngày làm việc"), ("en", "given up after 3 working days")):
        seen = Seen(cast.registry(language=language), LATE)
        text = outbox_board(seen, counts, [mail], Message("board.outbox"))
        assert f"**: {words}: 452 mailbox full |" in text


def test_the_outbox_tells_by_which_way_and_why_it_was_mail_after_all() -> None:
    kept = Message("channel.way-slow", n=10).as_text()
    mail = Mail(round_key="k", recipient="TST:head", kind="digest/chat", way="chat", address="chat",
                merged_into=7, message_id_header="<1@x>", queued_at=LATE, not_before=LATE,
                next_attempt_at=LATE, state=MessageState.CANCELLED, last_error=kept)  # fmt: skip
    counts = OutboxCounts(*[0] * (len(OutboxCounts._fields) - 1), None)
    text = outbox_board(Seen(cast.registry(language="vi"), LATE), counts, [mail], Message("board.outbox"))
    assert "| Lãnh đạo Ban Quản lý thu, qua kênh chat |" in text
    assert "không gửi được qua kênh, báo bằng thư số 7: dịch vụ không trả lời trong 10 giây |" in text


def boards(installation: Installation) -> dict[str, tuple[str, str]]:
    return {key: (title, text) for key, title, text in read_boards(installation, LATE)}


HISTORY = "http://127.0.0.1:4201/task/kstthc-quy/2026-Q3"
"""Where the page has the tasks' histories while it is reached on this machine alone."""


def cells(text: str, start: str) -> list[str]:
    """The cells of the table row that begins with `start`."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {start}"))
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def picture(text: str) -> ElementTree.Element:
    found = re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    assert found
    return ElementTree.fromstring(base64.b64decode(found[1]))


@pytest.mark.slow
def test_the_period_board_says_who_is_late_and_by_how_much(scratch: Engine, tmp_path: Path) -> None:
    title, text = boards(a_quarter(scratch, tmp_path))["kstthc-quy-2026-q3"]
    assert title.endswith("2026-Q3: 2/4 đã nộp, 3 chậm")
    assert cells(text, "TCKT") == [
        "TCKT · Ban Tài chính kế toán", f"**[QUÁ HẠN]({HISTORY}/TCKT)**", "18/09/2026", "—", "—", "**3**",
    ]  # fmt: skip
    assert cells(text, "CSXH")[1:] == [
        f"[nộp chậm]({HISTORY}/CSXH)",
        "18/09/2026",
        "21/09/2026",
        "13/BC",
        "1",
    ]
    # 16:59:59 UTC on the 18th is the last second of the last day in Hanoi; the bar in the number stays in
    # its cell.
    on_time = f"[nộp đúng hạn]({HISTORY}/TST)"
    assert cells(text, "TST")[1:] == [on_time, "18/09/2026", "18/09/2026", r"12/BC\|TST", ""]


@pytest.mark.slow
def test_the_overall_board_sums_up_and_links_to_each_period(scratch: Engine, tmp_path: Path) -> None:
    title, text = boards(a_quarter(scratch, tmp_path))["bang-chung"]
    assert title == "Bảng chung: 1 kỳ đang theo dõi, 2 việc quá hạn"
    row = cells(text, "[kstthc-quy]")
    assert row[0].startswith("[kstthc-quy](../../artifacts/key/kstthc-quy-2026-q3)")
    assert row[1:] == ["2026-Q3", "18/09/2026, quá 3 ngày làm việc", "2/4", "**2**", "1", "VP"]
    assert "Cập nhật lúc 09:00 23/09/2026" in text
    assert "báo đơn vị đầu mối" in text  # what comes next: Friday 25 September
    assert "Số ngày ở các mốc là ngày làm việc." in text


def test_where_some_have_more_time_each_day_is_told_with_its_number_and_its_distance(
    scratch: Engine, tmp_path: Path
) -> None:
    installation = Installation(Settings(home=tmp_path, go_live=date(2026, 8, 1)), cast.registry(), scratch)
    acts.a_round(scratch, installation.registry, installation.settings, cast.at("2026-08-25"), deliver=False)
    now = cast.at("2026-09-10", 10)
    given = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TCKT", "now": now, "by": BY}
    with db.session(scratch) as s:
        acts.extend(s, installation.registry, **given, new_day=date(2026, 9, 30), reason="chờ số liệu")
    made = {key: text for key, _, text in read_boards(installation, now)}
    # Six working days from the 10th to the 18th, fourteen to the 30th.
    assert cells(made["bang-chung"], "[kstthc-quy]")[2] == (
        "3 đơn vị 18/09/2026, còn 6 ngày làm việc; 1 đơn vị 30/09/2026, còn 14 ngày làm việc"
    )
    assert (
        "hạn nộp 3 đơn vị thứ Sáu, 18/09/2026, còn 6 ngày làm việc; "
        "1 đơn vị thứ Tư, 30/09/2026, còn 14 ngày làm việc" in made["kstthc-quy-2026-q3"]
    )
    assert cells(made["kstthc-quy-2026-q3"], "TCKT")[2] == "30/09/2026 (gốc 18/09/2026)"
    drawn = "".join(picture(made["kstthc-quy-2026-q3"]).itertext())
    assert "hạn 18/09/2026 (3 đơn vị), …" in drawn


@pytest.mark.slow
def test_the_outbox_board_names_people_not_codes(scratch: Engine, tmp_path: Path) -> None:
    _, text = boards(a_quarter(scratch, tmp_path))["hop-thu"]
    assert "Lãnh đạo Ban Tài chính kế toán" in text
    assert "chờ gửi" in text
    assert "@bhxh.example" not in text


@pytest.mark.slow
def test_a_picture_shows_every_part_and_is_well_formed(scratch: Engine, tmp_path: Path) -> None:
    _, text = boards(a_quarter(scratch, tmp_path))["kstthc-quy-2026-q3"]
    titles = [each.text for each in picture(text).iter("{http://www.w3.org/2000/svg}title")]
    assert titles[1:] == ["1 nộp đúng hạn", "1 nộp chậm", "2 quá hạn"]


def test_bars_fill_their_track_exactly_whatever_the_figures() -> None:
    for row in (
        Bar("a", on_time=1, late_sent=1, open=1, overdue=1, ended=1),
        Bar("b", on_time=9_999, overdue=1),
        Bar("c", open=1),
    ):
        drawn = ElementTree.fromstring(bars([row], "vi", title="t"))
        rects = [
            each.attrib
            for each in drawn.iter("{http://www.w3.org/2000/svg}rect")
            if each.get("height") == "20"
        ]
        track, parts = rects[0], rects[1:]
        assert abs(sum(float(each["width"]) for each in parts) - float(track["width"])) < 0.5
        assert all(float(each["width"]) > 2.9 for each in parts)
        end = max(float(each["x"]) + float(each["width"]) for each in parts)
        assert end <= float(track["x"]) + float(track["width"]) + 0.5


def test_a_picture_carries_no_markup_of_its_labels() -> None:
    hostile = Bar("<script>alert(1)</script>", note="a & b", open=1)
    drawn = bars([hostile], "vi", title="<b>")
    assert "<script" not in drawn
    ElementTree.fromstring(drawn)
    assert data_url(drawn).startswith("data:image/svg+xml;base64,")
    assert "Chưa có việc nào." in bars([], "vi", title="t")
    assert "No task yet." in bars([], "en", title="t")


def test_a_duty_is_described_with_source_owner_and_deadlines() -> None:
    registry = cast.registry()
    duty = registry.obligation("kstthc-quy")
    text = descriptions.description(registry, duty, date(2026, 9, 1))
    assert "4 đơn vị: TST, CSXH, TCKT, Các tỉnh" in text
    assert "Văn phòng (VP)" in text
    assert "490/KH-BHXH ngày 25/02/2022, IV.2" in text
    assert cells(text, "2026-Q3") == [
        "2026-Q3",
        "thứ Ba, 25/08/2026",
        "thứ Sáu, 18/09/2026",
        "[bảng](../../artifacts/key/kstthc-quy-2026-q3)",
    ]
    assert cells(text, "2027-Q1")[2:] == ["thứ Năm, 18/03/2027 *", "chưa mở"]  # that calendar is not verified
    assert descriptions.tags(registry, duty) == ["490/KH-BHXH", "đầu mối VP", "dondoc"]


def test_a_title_with_markup_stays_text() -> None:
    registry = cast.registry(replace(cast.QUARTERLY, title="Báo cáo <img src=x> | quý", cite="[x](y)"))
    text = descriptions.description(registry, registry.obligation("kstthc-quy"), date(2026, 9, 1))
    assert r"\<img src=x\> \| quý" in text
    assert r"\[x\](y)" in text


def test_forms_offer_units_by_name_and_read_the_code_back() -> None:
    offered = choices.units(cast.registry(), date(2026, 9, 1))
    assert "TST · Ban Quản lý thu (ban quan ly thu)" in offered
    assert not any(each.startswith("VP") for each in offered)  # it owes nothing
    assert not any(each.startswith("tinh-10") for each in offered)  # ended last year
    assert "tinh-10 · BHXH Lào Cai cũ (bhxh lao cai cu)" in choices.units(cast.registry(), date(2025, 6, 30))
    assert choices.code_of("TST · Ban Quản lý thu") == "TST"
    assert choices.code_of("TST") == "TST"


def test_the_period_pattern_takes_every_kind_and_no_nonsense() -> None:
    pattern = re.compile(choices.PERIOD)
    for good in ("2026", "2026-11", "2026-Q3", "2026-H1", "2026-9M", "2026-W47", "2021..2025", "2026-11-22"):
        assert pattern.search(good), good
    for good in (
        "2026F04-Q1",
        "2026F04",
        "2026F10-9M",
        "2026-11-H1",
        "2026-W46..2026-W47",
        "2022-04..2022-12",
    ):
        assert pattern.search(good), good
    for bad in (
        "",
        "2026-Q5",
        "2026-13",
        "quý 3",
        "2026-11-2",
        "2026 ",
        "x2026",
        "2026-W99",
        "2026-1",
        "2026F13-Q1",
        "2026-11-H3",
        "26-11",
    ):
        assert not pattern.search(bad), bad


@pytest.mark.slow
def test_boards_and_descriptions_lead_to_the_home_and_rows_to_histories(
    scratch: Engine, tmp_path: Path
) -> None:
    installation = a_quarter(scratch, tmp_path)
    public = replace(installation.settings, page_url="https://noibo.example")
    made = {
        key: text
        for key, _, text in read_boards(replace(installation, settings=public), cast.at("2026-09-23", 9))
    }
    home = "[Việc cần xử lý](https://noibo.example/)"
    assert f"**{home}** 2 quá hạn" in made["bang-chung"]
    assert home in made["kstthc-quy-2026-q3"]
    row = cells(made["kstthc-quy-2026-q3"], "TCKT")
    assert row[1] == "**[QUÁ HẠN](https://noibo.example/task/kstthc-quy/2026-Q3/TCKT)**"
    assert home in descriptions.form_described(installation.registry, "waive-task", "https://noibo.example/")
