"""What the main commands refuse, in Vietnamese and in English, with the exit code and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.desk.conftest import NUMBER, OPENING, SUBMIT

# Words that only English text has; options such as --as-of are the same in both.
ENGLISH = re.compile(
    r"(?<![-\w])(the|is|was|were|would|and|of|an?|not|for|expected|found|error)\b", re.IGNORECASE
)
REFUSALS = {
    "wrong unit": (
        (*SUBMIT, "TSTT", *NUMBER),
        2,
        "không có đơn vị 'TSTT': có phải là TST",
        "no unit 'TSTT': did you mean TST",
    ),
    "a unit that does not owe it": (
        (*SUBMIT, "VP", *NUMBER),
        2,
        "VP không phải nộp kstthc-quy kỳ 2026-Q3",
        "VP does not owe kstthc-quy for 2026-Q3",
    ),
    "wrong obligation": (
        ("due", "kstthc-qui"),
        2,
        "không có nhiệm vụ 'kstthc-qui': có phải là kstthc-quy",
        "no obligation 'kstthc-qui': did you mean kstthc-quy",
    ),
    "wrong period": (
        ("submit", "kstthc-quy", "2026-Q4", "TST", *NUMBER),
        2,
        "kstthc-quy không có kỳ 2026-Q4: nhiệm vụ này báo cáo các kỳ Q1, Q2, Q3",
        "kstthc-quy has no period 2026-Q4: it is reported in Q1, Q2, Q3",
    ),
    "no period at all": (
        ("due", "kstthc-quy", "soon"),
        2,
        "không phải là một kỳ: viết 2026-11 (tháng)",
        "is not a period",
    ),
    "a day to come": (
        (*SUBMIT, "TST", *NUMBER, "--on", "2026-09-18"),
        1,
        "hôm nay mới là 14/09/2026: không ghi nhận được báo cáo gửi ngày 18/09/2026; hãy ghi đúng",
        "a report cannot have been sent on 2026-09-18: today is 2026-09-14",
    ),
    "already submitted": (
        (*SUBMIT, "CSYT", "--document", "2/BC", "--as-of", "2026-09-14"),
        1,
        "đã được ghi nhận nộp với số 1/BC ngày 14/09/2026; để thay thế, thêm --amend",
        "was already submitted as 1/BC on 2026-09-14; to replace that, amend it (--amend)",
    ),
    "not open": (
        ("waive", "kstthc-quy", "2026-Q3", "CSYT", "--reason", "x", "--as-of", "2026-09-14"),
        1,
        "đã nộp: chỉ việc đang mở mới được miễn; nếu vẫn cần, trả lại báo cáo trước: dondoc return",
        "is submitted: only an open task can be waived; return the report first: dondoc return kstthc-quy",
    ),
    "not open yet": (
        ("submit", "kstthc-quy", "2027-Q3", "TST", *NUMBER),
        1,
        "mở kỳ này trước: dondoc rerun kstthc-quy 2027-Q3 --apply",
        "open the period first: dondoc rerun kstthc-quy 2027-Q3 --apply",
    ),
    "an extension backward": (
        ("extend", "kstthc-quy", "2026-Q3", "TST", "--to", "2026-09-18", "--reason", "x", "--as-of", OPENING),
        1,
        "hạn mới phải sau hạn hiện tại: 18/09/2026",
        "an extension goes forward: 2026-09-18",
    ),
    "a round that goes back": (
        ("round", "--as-of", "2026-09-10"),
        2,
        "tính đến 08:00 11/09/2026, sau 08:00 10/09/2026: một lượt chạy không bao giờ lùi lại",
        "as of 2026-09-11 08:00, after 2026-09-10 08:00: a round never goes back",
    ),
    "no event": (
        ("event", "kstthc-quy", "2026-09-10", "--as-of", OPENING),
        2,
        "kstthc-quy không chờ sự kiện nào",
        "kstthc-quy waits for no event",
    ),
    "no mail": (
        ("outbox", "--show", "999"),
        2,
        "không có thư số 999: xem bằng `dondoc outbox`.",
        "no mail 999: `dondoc outbox` lists them.",
    ),
    "days the wrong way round": (
        ("agenda", "--from", "2026-02-01", "--to", "2026-01-01"),
        2,
        "--to 01/01/2026 ở trước 01/02/2026.",
        "--to 2026-01-01 lies before 2026-02-01.",
    ),
    "no codes": (
        ("agenda", "--unit", " , "),
        2,
        "cần các mã như TST,PC, thấy trống",
        "expected codes like TST,PC",
    ),
    "bad date": (
        ("agenda", "--from", "18/09/2026"),
        2,
        "Lỗi: '--from': '18/09/2026' không phải là ngày: viết theo năm-tháng-ngày, ví dụ 2026-09-18.",
        "Error: Invalid value for '--from': '18/09/2026' is not a date: write it like 2026-09-18.",
    ),
    "bad instant": (
        ("tasks", "--as-of", "today"),
        2,
        "Lỗi: '--as-of': 'today' không phải là thời điểm hay ngày: viết như 2026-09-18T08:00",
        "Error: Invalid value for '--as-of': 'today' is neither an instant nor a date: write it like",
    ),
    "bad choice": (
        ("tasks", "--state", "lost"),
        2,
        "Lỗi: '--state': không có 'lost'; chọn một trong: owed, open, overdue,",
        "Error: Invalid value for '--state': 'lost' is not one of owed, open, overdue,",
    ),
    "bad number": (
        ("due", "kstthc-quy", "--next", "0"),
        2,
        "Lỗi: '--next': '0' không được: cần một số nguyên từ 1 đến 100.",
        "Error: Invalid value for '--next': '0' cannot be: expected a whole number from 1 to 100.",
    ),
    "no number": (
        ("outbox", "--limit", "all"),
        2,
        "Lỗi: '--limit': 'all' không được: cần một số nguyên từ 1 đến 1000000.",
        "Error: Invalid value for '--limit': 'all' cannot be: expected a whole number from 1 to 1000000.",
    ),
    "a folder for a file": (
        ("parse", "--file", "/"),
        2,
        "Lỗi: '--file': / là một thư mục; cần một tệp.",
        "Error: Invalid value for '--file': / is a folder; expected a file.",
    ),
    "bad option": (
        ("due", "--jsn"),
        2,
        "Lỗi: không có tùy chọn '--jsn'; có phải là '--json' không?",
        "Error: No such option '--jsn'. Did you mean '--json'?",
    ),
    "strange option": (("due", "-%"), 2, "Lỗi: không có tùy chọn '-%'.", "Error: No such option '-%'."),
    "missing argument": (("due",), 2, "Lỗi: thiếu 'NHIỆM_VỤ'.", "Error: Missing argument 'OBLIGATION'."),
    "missing option": (
        (*SUBMIT, "TST"),
        2,
        "Lỗi: thiếu tùy chọn '--document'.",
        "Error: Missing option '--document'.",
    ),
    "missing value": (
        ("due", "kstthc-quy", "--next"),
        2,
        "Lỗi: tùy chọn '--next' cần một giá trị đi kèm.",
        "Error: Option '--next' requires an argument.",
    ),
    "a value too many": (
        ("due", "--json=3", "kstthc-quy"),
        2,
        "Lỗi: tùy chọn '--json' không nhận giá trị nào.",
        "Error: Option '--json' does not take a value.",
    ),
    "an argument too many": (
        ("due", "a", "b", "c"),
        2,
        "Lỗi: thừa tham số: c",
        "Error: Got unexpected extra argument (c)",
    ),
    "bad command": (
        ("taks",),
        2,
        "Lỗi: không có lệnh taks; có phải là tasks",
        "Error: no such command: taks. Did you mean tasks",
    ),
    "strange command": (("%",), 2, "Lỗi: không có lệnh %.", "Error: no such command: %."),
    "bad inner command": (("db", "x"), 2, "Lỗi: không có lệnh x.", "Error: no such command: x."),
    "no command": (("--",), 2, "Lỗi: thiếu tên lệnh.", "Error: Missing command."),
}


@pytest.mark.parametrize(("words", "code", "vi", "en"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_in_both_languages(say, words: tuple[str, ...], code: int, vi: str, en: str) -> None:
    for language, text in (("vi", vi), ("en", en)):
        answer = say(language, *words)
        assert (answer.code, answer.out) == (code, "")
        assert text in answer.err
        usage = {"vi": "Cách dùng: dondoc", "en": "Usage: dondoc"}[language]
        assert answer.err.startswith((usage, "dondoc: "))
    vietnamese = say("vi", *words).err.replace("no-such", "")
    assert ENGLISH.findall(vietnamese) == []


def test_a_file_that_is_not_there(say, tmp_path: Path) -> None:
    words = ("parse", "--file", str(tmp_path / "none"))
    assert say("vi", *words).err == f"dondoc: {tmp_path / 'none'}: không có tệp hoặc thư mục này\n"
    assert say("en", *words).err == f"dondoc: {tmp_path / 'none'}: No such file or directory\n"


def test_an_error_of_ours(say, monkeypatch: pytest.MonkeyPatch) -> None:
    from config import settings

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(settings, "load", broken)
    assert say("vi", "check").err.startswith(
        "dondoc: lỗi không lường trước ZeroDivisionError: không có lời giải thích (chi tiết: "
    )
    assert say("en", "check").err.startswith("dondoc: unexpected ZeroDivisionError: no message (details: ")
