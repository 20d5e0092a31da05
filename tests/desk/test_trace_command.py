"""`dondoc trace`: which mail first names each row, on a terminal, as JSON and as a workbook.

The office of tests/support/traced_town.py; the days are worked out in tests/engine/test_trace.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk.widths import width
from tests.support import traced_town

pytestmark = pytest.mark.slow  # a year is traced for it

Ask = Callable[..., Any]
SPRING = ("trace", "--from", "2025-02-24", "--to", "2025-03-21")
"""The first figures are asked for: opened on Tuesday 4 March, due on the 18th, late on the 19th."""


@pytest.fixture(autouse=True)
def town(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CONFIG", str(traced_town.town_folder(tmp_path / "town")))


def test_a_row_in_json_has_the_promised_keys(ask: Ask) -> None:
    found = ask(*SPRING, "--json").json
    assert list(found) == ["from", "to", "rows"]
    assert (found["from"], found["to"]) == ("2025-02-24", "2025-03-21")
    assert next(each for each in found["rows"] if (each["no"], each["unit"]) == ("3", "NORTH")) == {
        "document": "2/KH",
        "appendix": "pl1",
        "no": "3",
        "cite": "PL1 3",
        "title": "Giữ gìn vệ sinh",
        "worded": "Thường xuyên",
        "kind": "cycle",
        "rule": "told in figures",
        "obligations": ["figures"],
        "told_in": ["figures"],
        "unit": "NORTH",
        "since": "2025-02-24",
        "first_told": "2025-03-04",
        "told_by": "figures",
        "told_for": "2025-Q1",
        "reason": "opened",
        "first_current": "2025-03-04",
        "times": 3,
        "asked_for": ["2025-03-18"],
        "waits_for": None,
        "owners": ["CLERK"],
        "owner_told": None,
        "owner_times": 0,
    }


def test_json_says_the_rule_of_each_kind_and_what_no_mail_names(ask: Ask) -> None:
    rows = ask(*SPRING, "--json", "--unit", "CLERK").json["rows"]
    assert [(each["document"], each["no"], each["kind"], each["rule"]) for each in rows] == [
        ("2/KH", "1", "dated", "duty of its own road (Within quarter 4 of 2025); told in figures"),
        ("2/KH", "2", "dated", "duty of its own trees (Within 2025); told in figures"),
        ("2/KH", "3", "cycle", "told in figures"),
        ("2/KH", "5", "event", "duty of its own post (when something happens: with the next report due "
         "after it of figures); told in figures"),
        ("2/KH", "6", "dated", "duty of its own figures (Report of quarter 1, 2, 3: before day 19 of the "
         "quarter's last month)"),
        ("3/KH", "1", "event", "duty of its own launch (When something happens: at the latest 1 month "
         "after it happens)"),
        ("4/KH", "1", "cycle", "told in yearly"),
    ]  # fmt: skip
    silent = rows[-2]
    assert (silent["first_told"], silent["told_by"], silent["times"]) == (None, None, 0)
    assert (silent["asked_for"], silent["waits_for"], silent["owners"]) == ([], "Khi hoàn thành", ["SOUTH"])


def test_the_terminal_tells_units_told_alike_in_one_line(ask: Ask) -> None:
    lines = ask(*SPRING, "--document", "2").out.splitlines()
    assert lines[0] == "2/KH: Programme"
    assert lines[1].split() == ["UNIT", "FIRST", "MAIL", "BY", "DUTY", "MAILS", "ASKED", "FOR"]
    place = lines.index("  pl1 3  Giữ gìn vệ sinh")
    assert lines[place + 1] == "    “Thường xuyên”: told in figures"
    assert lines[place + 2].split("  ")[0:1] == [""]
    assert lines[place + 2].split() == [
        "NORTH,", "SOUTH,", "CLERK", "Tue", "2025-03-04", "figures", "2025-Q1", "3", "Tue", "2025-03-18",
    ]  # fmt: skip
    place = lines.index("  pl1 5  Niêm yết quy hoạch")
    assert lines[place + 4] == "    waits for: “Sau khi ban hành quy hoạch” (owner: CLERK)"
    assert max(map(width, lines)) <= 120


SUMMARY = """\
Mon 2025-02-24 to Fri 2025-03-21: 8 rows in force, 14 counted by leading unit; 12 of these named in mails.
Named in no mail (2 rows):
  3/KH pl 1  CLERK  Khai trương
  4/KH pl 1  CLERK  Trực ban
First mails that were longest in coming (2):
  8 days  2/KH pl1 1, pl1 2, pl1 3, pl1 4, pl1 5  CLERK, NORTH, SOUTH: Tue 2025-03-04, the first report that \
tells it,
      figures 2025-Q1, opens 10 working days before Tue 2025-03-18
  8 days  2/KH pl1 6  NORTH, SOUTH, CLERK: Tue 2025-03-04, its own duty figures 2025-Q1 opens 10 \
working days before Tue
      2025-03-18
"""
SUMMARY_VI = """\
Từ T2 24/02/2025 đến T6 21/03/2025: 8 dòng còn hiệu lực, tính theo đơn vị chủ trì là 14; 12 được nhắc \
trong thư.
Không thư nào nhắc đến (2 dòng):
  3/KH pl 1  CLERK  Khai trương
  4/KH pl 1  CLERK  Trực ban
Thư đầu tiên phải chờ lâu nhất (2):
  8 ngày  2/KH pl1 1, pl1 2, pl1 3, pl1 4, pl1 5  CLERK, NORTH, SOUTH: T3 04/03/2025, báo cáo đầu tiên \
nêu dòng này là
      figures 2025-Q1, mở trước hạn T3 18/03/2025 10 ngày làm việc
  8 ngày  2/KH pl1 6  NORTH, SOUTH, CLERK: T3 04/03/2025, nhiệm vụ riêng figures 2025-Q1 mở trước hạn T3 \
18/03/2025 10
      ngày làm việc
"""


@pytest.mark.parametrize(("language", "summary"), [("en", SUMMARY), ("vi", SUMMARY_VI)])
def test_the_summary_names_what_is_never_told_and_what_came_last(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, language: str, summary: str
) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", language)
    assert ask(*SPRING).out.endswith("\n" + summary)


@pytest.mark.long
def test_the_summary_tells_apart_units_that_ended_and_what_only_looks_back(ask: Ask) -> None:
    lines = ask("trace", "--from", "2025-06-26", "--to", "2025-09-05").out.splitlines()
    place = lines.index("Of units that ended before any mail; the successor is told (4 rows):")
    assert [each.split("  ")[1:3] for each in lines[place + 1 : place + 5]] == [
        ["2/KH pl1 2", "NORTH, SOUTH"],
        ["2/KH pl1 3", "NORTH, SOUTH"],
        ["2/KH pl1 4", "NORTH"],
        ["2/KH pl1 6", "NORTH, SOUTH"],
    ]
    lines = ask("trace", "--from", "2025-01-01", "--to", "2025-04-30", "--document", "4").out.splitlines()
    place = lines.index("In force from the first day, not named for a current period within 90 days (1 row):")
    assert lines[place + 1] == "  4/KH pl 1  CLERK  Trực ban"
    assert len(lines) == place + 2  # nothing of this year came, early or late


def test_a_row_that_waits_says_when_its_owner_is_asked(ask: Ask) -> None:
    winter = ("trace", "--from", "2025-01-20", "--to", "2025-02-07", "--document", "3")
    lines = ask(*winter).out.splitlines()
    assert "    waits for: “Khi hoàn thành” (owner SOUTH, asked once: Mon 2025-02-03)" in lines
    place = lines.index("Waits for an event, of which only the owner is asked (1 row):")
    assert lines[place + 1] == "  3/KH pl 1  CLERK  Mon 2025-02-03  Khai trương"
    row = ask(*winter, "--json").json["rows"][0]
    assert (row["first_told"], row["owner_told"], row["owner_times"]) == (None, "2025-02-03", 1)


def test_a_workbook_holds_the_same_with_real_days(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "trace.xlsx"
    answer = ask(*SPRING, "-o", str(file))
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == f"Wrote 14 rows to {file}."
    sheet = openpyxl.load_workbook(file).active
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["D"].width == 60
    heads, *rows = sheet.iter_rows(values_only=True)
    assert heads[:7] == ("document", "appendix", "no", "title", "time as worded", "rule", "unit")
    assert len(rows) == 14
    row = next(each for each in rows if each[2] == "3" and each[6] == "SOUTH")
    assert [each.date().isoformat() for each in row[8:10]] == ["2025-02-24", "2025-03-04"]
    assert (row[7], *row[10:]) == ("South", "figures", "2025-Q1", 3, "18/03/2025", None, "CLERK", None)


def test_a_title_that_begins_like_a_formula_stays_text(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "town" / "rows.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Giữ gìn vệ sinh", "=1+1"), encoding="utf-8")
    assert ask(*SPRING, "--unit", "CLERK", "-o", str(tmp_path / "t.xlsx")).code == 0
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    cell = next(cell for cell in sheet["D"] if cell.value == "=1+1")
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("words", "en", "vi"),
    [
        (("--from", "2025-03-02", "--to", "2025-03-01"), "--to 2025-03-01 lies before",
         "--to 01/03/2025"),
        (("--from", "2023-01-01", "--to", "2023-02-01"), "outside the working calendar",
         "nằm ngoài lịch làm việc"),
        (("--document", "9"), "no document '9'", "không có văn bản '9'"),
        (("--unit", "NORHT"), "NORTH", "NORTH"),
        (("--json", "-o", "x.xlsx"), "choose --json or -o, not both", "không dùng cả hai"),
        (("-o", "x.csv"), "a name that ends in .xlsx", "kết thúc bằng .xlsx"),
        (("-o", "nowhere/x.xlsx"), "there is no folder nowhere", "không có thư mục nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_traced_is_refused(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], en: str, vi: str
) -> None:
    for language, text in (("en", en), ("vi", vi)):
        monkeypatch.setenv("DONDOC_LANGUAGE", language)
        answer = ask("trace", *words)
        assert (answer.code, answer.out) == (2, "")
        assert text in answer.err


def test_a_file_that_is_there_is_left_alone(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "trace.xlsx"
    file.write_text("mine", encoding="utf-8")
    for language, text in (("en", "is there already"), ("vi", "đã có; hãy chọn tên khác")):
        monkeypatch.setenv("DONDOC_LANGUAGE", language)
        answer = ask(*SPRING, "-o", str(file))
        assert (answer.code, answer.out) == (1, "")
        assert text in answer.err
    assert file.read_text(encoding="utf-8") == "mine"
    assert {each.name for each in tmp_path.iterdir()} == {"trace.xlsx", "town"}
    assert ask(*SPRING, "-o", str(file), "--force").code == 0
    assert openpyxl.load_workbook(file).active.max_row == 15
