"""What the main commands print, in Vietnamese and in English; `--json` is the same in both.

Autumn 2026 as in test_story: kstthc-quy 2026-Q3 is due before Saturday 19 September.
"""

from __future__ import annotations

import pytest

from tests.desk.conftest import NUMBER, OPENING, SUBMIT

pytestmark = pytest.mark.slow  # a home after a first round of the shipped registry is made for it

PRINTED = {
    "due": (
        ("due", "kstthc-quy", "2028-Q1"),
        [
            "kstthc-quy 2028-Q1: Báo cáo quý về kiểm soát thủ tục hành chính (490/KH-BHXH, IV.2,",
            "  hạn cuối:           T2 20/03/2028  (dời từ T7 18/03/2028: ngày nghỉ cuối tuần; lịch",
            "  đơn vị đầu mối:     VP (Văn phòng)",
            "T6 03/03/2028 08:00  remind-10wd               còn 10 ngày làm việc         đơn vị",
        ],
        [
            "  last day:         Mon 2028-03-20  (moved from Sat 2028-03-18: weekend; calendar not",
            "Fri 2028-03-03 08:00  remind-10wd               10 working days left       unit",
        ],
    ),
    "agenda": (
        (
            "agenda",
            "--from",
            "2026-09-01",
            "--to",
            "2026-09-30",
            "--obligation",
            "kstthc-quy",
            "--unit",
            "TST",
        ),
        [
            "HẠN CUỐI       NHIỆM VỤ    KỲ       VĂN BẢN GHI          ĐƠN VỊ  NỘI DUNG",
            "T6 18/09/2026  kstthc-quy  2026-Q3  trước T7 19/09/2026  TST     Báo cáo quý về kiểm soát",
            "1 hạn cuối từ T3 01/09/2026 đến T4 30/09/2026.",
        ],
        [
            "Fri 2026-09-18  kstthc-quy  2026-Q3  before Sat 2026-09-19  TST    Quarterly report on",
            "1 deadline from Tue 2026-09-01 to Wed 2026-09-30.",
        ],
    ),
    "tasks": (
        ("tasks", "--obligation", "kstthc-quy", "--unit", "TST", "--as-of", "2026-09-21"),
        [
            "HẠN CUỐI       NHIỆM VỤ    KỲ       ĐƠN VỊ  TÌNH TRẠNG  CHẬM             VĂN BẢN",
            "T6 18/09/2026  kstthc-quy  2026-Q3  TST     quá hạn     1 ngày làm việc",
            "1 việc, 1 quá hạn tính đến T2 21/09/2026.",
        ],
        [
            "Fri 2026-09-18  kstthc-quy  2026-Q3  TST   overdue   1 working day",
            "1 task, 1 overdue on Mon 2026-09-21.",
        ],
    ),
    "submit": (
        (*SUBMIT, "TST", "--document", "7/BC", "--as-of", "2026-09-22"),
        [" TST: đã ghi nhận nộp báo cáo, văn bản số 7/BC, chậm: hạn cuối là T6 18/09/2026."],
        ["kstthc-quy 2026-Q3 TST: was submitted, document 7/BC, late: the last day was Fri 2026-09-18."],
    ),
    "submit again": (
        (*SUBMIT, "CSYT", *NUMBER),
        ["CSYT: trước đó đã ghi nhận nộp báo cáo (không thay đổi gì), văn bản số 1/BC."],
        ["CSYT: was already submitted, document 1/BC."],
    ),
    "extend": (
        ("extend", "kstthc-quy", "2026-Q3", "TST", "--to", "2026-09-26", "--reason", "x", "--as-of", OPENING),
        ["TST: đã gia hạn, hạn cuối mới là T2 28/09/2026 (dời vì ngày nghỉ cuối tuần)."],
        ["TST: was extended, last day Mon 2026-09-28 (weekend)."],
    ),
    "calendar": (
        ("calendar", "2027", "--month", "1"),
        ["Tháng 01/2027: 20 ngày làm việc", " T2  T3  T4  T5  T6  T7  CN", "T6 01/01/2027  nghỉ    Tết"],
        ["2027-01: 20 working days", "Mon Tue Wed Thu Fri Sat Sun", "Fri 2027-01-01  off    Tết"],
    ),
    "round": (
        ("round", "--as-of", "2026-09-17", "--dry-run"),
        ["Lượt chạy 2026-09-17: Chạy thử, sẽ: mở", "nhắc trước hạn 1 ngày làm việc"],
        ["round 2026-09-17: would have:", "reminder-1wd"],
    ),
    "simulate": (
        (
            "simulate",
            "--from",
            "2026-09-17",
            "--to",
            "2026-09-18",
            "--unit",
            "TST",
            "--obligation",
            "kstthc-quy",
        ),
        [
            "T5 17/09/2026  TST  kstthc-quy 2026-Q3  nhắc trước hạn 1 ngày làm việc  (hạn cuối T6",
            "2 thư cho 1 nơi nhận trong 2 buổi sáng, từ T5 17/09/2026 đến T6 18/09/2026.",
        ],
        [
            "Thu 2026-09-17  TST  kstthc-quy 2026-Q3  reminder-1wd  (last day Fri 2026-09-18)",
            "2 mails to 1 recipient on 2 mornings, Thu 2026-09-17 to Fri 2026-09-18.",
        ],
    ),
    "outbox": (
        ("outbox", "--recipient", "TST", "--as-of", OPENING),
        [
            "VÀO HÀNG             NƠI NHẬN  KÊNH  TRẠNG THÁI  TIÊU ĐỀ",
            "TST       thư   đã gửi",
            "0 không gửi được, 0 đã hủy.",
        ],
        [
            "QUEUED                RECIPIENT  WAY   STATE  SUBJECT",
            "TST        mail  sent",
            "0 dead, 0 cancelled.",
        ],
    ),
    "plan": (
        ("plan", "--as-of", "2026-09-14"),
        ["việc đang mở với danh mục ngày T2 14/09/2026: không có gì phải thay đổi.", "VĂN BẢN       09/26"],
        [
            "open tasks compared with the registry as of Mon 2026-09-14: nothing to change.",
            "DOCUMENT      09/26",
        ],
    ),
    "apply": (("apply", "--as-of", "2026-09-14"), ["Không có gì phải thay đổi."], ["nothing to change."]),
    "event": (
        ("event", "kh490-3.4", OPENING, "--as-of", OPENING, "--dry-run"),
        [
            "kh490-3.4 2026-09-11: chạy thử: sẽ ghi nhận, mở 1 việc.",
            "SẼ MỞ  GHI CHÚ",
            "Cũng chờ sự kiện như vậy:",
        ],
        [
            "kh490-3.4 2026-09-11: would be reported, 1 task opened.",
            "WOULD OPEN  NOTE",
            "--alike reports those",
        ],
    ),
    "rerun": (
        ("rerun", "kstthc-quy", "2026-Q2", "--units", "TST", "--as-of", "2026-09-14"),
        ["kstthc-quy 2026-Q2: Chạy thử, sẽ: mở 1 việc", "  mở cho: TST", "Chưa thực hiện gì: thêm --apply"],
        ["rerun kstthc-quy 2026-Q2: would have: 1 task opened", "  opened: TST", "Nothing was done: --apply"],
    ),
    "renewals": (
        ("renewals", "--as-of", "2026-09-14"),
        ["chưa hỏi", "2 văn bản, 2 chưa có trả lời cho năm 2026."],
        ["not asked yet", "2 documents, 2 without an answer for 2026."],
    ),
    "renew": (
        ("renew", "490/KH-BHXH", "--year", "2026", "--end", "--as-of", "2026-09-14"),
        [
            "490/KH-BHXH: đã ghi nhận: kết thúc trước năm 2026.",
            "Tiếp theo: trong kh-490.yaml ghi horizon: 2025",
        ],
        ["490/KH-BHXH: is recorded: ended before 2026.", "Now in kh-490.yaml write"],
    ),
    "assignments": (
        ("assignments", "--document", "490", "--unit", "VP"),
        ["THỜI GIAN THEO VĂN BẢN", "chờ sự kiện: kh490-3.4"],
        ["TIME AS WORDED", "event: kh490-3.4"],
    ),
    "doctor": (
        ("doctor", "--as-of", "2026-12-30"),
        [
            "KIỂM TRA",
            "lịch làm việc     cảnh báo  đã đối chiếu đến T5 31/12/2026, sắp hết",
            "ghi thông báo nghỉ lễ",
        ],
        [
            "CHECK",
            "calendar  warning  verified until Thu 2026-12-31, which is near",
            "enter the yearly notice",
        ],
    ),
    "db": (("db", "status"), ["đúng phiên bản, lược đồ", " việc, "], ["current, version", " tasks, "]),
    "check": (
        ("check", "--as-of", OPENING),
        [
            "Bảo hiểm xã hội Việt Nam: ",
            " không có lỗi.",
            "5 văn bản, 164 nhiệm vụ (48 còn hiệu lực ngày 11/09/2026)",
        ],
        [
            "Vietnam Social Security: ",
            " is in order.",
            "5 documents, 164 obligations (48 live on 2026-09-11)",
        ],
    ),
    "up": (
        ("up", "--dry-run"),
        ["chạy thử: sẽ chạy -P -m flows.supervisor.up cho Bảo hiểm"],
        ["would run -P -m"],
    ),
}


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("words", "vi", "en"), PRINTED.values(), ids=PRINTED)
def test_what_is_printed_in_both_languages(say, words: tuple[str, ...], vi: list[str], en: list[str]) -> None:
    for language, texts in (("vi", vi), ("en", en)):
        answer = say(language, *words)
        assert [text for text in texts if text not in answer.out] == []
        assert "{" not in answer.out


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "words",
    [
        ("check", "--as-of", OPENING),
        ("due", "kstthc-quy", "2028-Q1", "--as-of", OPENING),
        ("agenda", "--from", "2026-09-01", "--to", "2026-09-30"),
        ("tasks", "--as-of", "2026-09-21"),
        ("round", "--as-of", "2026-09-14", "--dry-run"),
        pytest.param(
            ("simulate", "--from", "2026-09-17", "--to", "2026-09-18", "--unit", "TST"),
            marks=pytest.mark.long,
        ),
        (*SUBMIT, "TST", *NUMBER),
        ("plan", "--as-of", "2026-09-14"),
        ("renew", "490/KH-BHXH", "--year", "2026", "--end", "--as-of", "2026-09-14"),
        ("doctor", "--as-of", "2026-12-30"),
        ("outbox", "--as-of", OPENING),
    ],
)
def test_json_is_the_same_in_both_languages(say, words: tuple[str, ...]) -> None:
    in_english, in_vietnamese = (say(language, *words, "--json") for language in ("en", "vi"))
    assert in_vietnamese.json == in_english.json
    assert in_vietnamese.code == in_english.code


def test_every_table_lines_up_in_vietnamese(say) -> None:
    """A cell that stands where its heading does: the widths count letters, not bytes."""
    lines = say("vi", "tasks", "--as-of", "2026-09-21").out.splitlines()
    place = lines[0].index("ĐƠN VỊ")
    assert all(line[place - 1] == " " != line[place] for line in lines[1:-1])
