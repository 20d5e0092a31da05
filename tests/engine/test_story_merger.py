"""The mergers of 1 July 2025 in the shipped registry: Yên Bái (tinh-15) and Lào Cai (tinh-10) become a new
Lào Cai, tinh-15-2025, in the middle of their reports. The days are worked out on a wall calendar.

Due before 19 June, so by Wednesday 18 June: the second quarter's report (kstthc-quy). By Monday 30 June: the
month's report and meeting of Project 06 (da06-thang, da06-giao-ban). Tuesday 1 July is the first day of the
new offices; the month of July opens fifteen working days before Thursday the 31st, on the 10th.

What each of the two had on the morning of 30 June:

|               | Yên Bái, tinh-15                 | Lào Cai, tinh-10            |
|---------------|----------------------------------|-----------------------------|
| kstthc-quy    | sent on 20 June, two days late   | overdue, eight working days |
| da06-thang    | open, due that day               | waived on the 26th          |
| da06-giao-ban | extended on the 26th to 10 July  | open, due that day          |
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.loading import loader
from config.registry import Registry
from config.settings import Settings
from desk import cli
from engine.errors import UnknownName
from engine.overview import boards
from language import say
from models import db, queries
from models.states import Standing, TaskState
from tests.support import acts, databases
from tests.support.cast import HANOI, at
from tests.support.databases import LONG_ON_POSTGRESQL, SQLITE
from tests.support.rounds import LAN, snapshot

pytestmark = [pytest.mark.slow, pytest.mark.long]
CONFIG = Path(__file__).resolve().parents[2] / "config" / "offices" / "bhxh"
OLD, NEW = ("tinh-10", "tinh-15"), "tinh-15-2025"
DUTIES = ("da06-giao-ban", "da06-thang", "kstthc-quy")
GO_LIVE = date(2025, 6, 9)
Held = dict[tuple[str, str], tuple[str, str]]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return loader.load(CONFIG)


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", go_live=GO_LIVE, mail_language="vi")


@pytest.fixture(scope="module", params=[SQLITE, LONG_ON_POSTGRESQL])
def lived(
    request: pytest.FixtureRequest, registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A database and its home after the round of 30 June 2025, to be copied."""
    folder = tmp_path_factory.mktemp("june")
    url, home = databases.migrated(request.param, folder, request), folder / "home"
    engine = db.engine_for(url)
    live_until_june(engine, registry, Settings(home=home, go_live=GO_LIVE, mail_language="vi"))
    engine.dispose()
    return url, home


@pytest.fixture
def june(request: pytest.FixtureRequest, lived: tuple[str, Path], given: Settings) -> Iterator[Engine]:
    """Everything up to the round of 30 June 2025."""
    shutil.copytree(lived[1], given.home)
    url = databases.copied(lived[0], given.home.parent, request)
    engine = db.engine_for(url)
    yield engine
    engine.dispose()
    databases.dropped(url, request)


def live_until_june(database: Engine, registry: Registry, given: Settings) -> None:
    for day in ("2025-06-10", "2025-06-19"):
        acts.a_round(database, registry, given, at(day))
    with db.session(database) as s:
        yen_bai, lao_cai = ({"unit": unit, "by": LAN} for unit in reversed(OLD))
        acts.submit(
            s, registry, obligation="kstthc-quy", period="2025-Q2", now=at("2025-06-20", 10),
            document_no="45/BC-BHXH", **yen_bai,
        )  # fmt: skip
        acts.extend(
            s, registry, obligation="da06-giao-ban", period="2025-06", now=at("2025-06-26", 10),
            new_day=date(2025, 7, 10), reason="chờ số liệu của huyện", **yen_bai,
        )  # fmt: skip
        acts.waive(
            s, registry, obligation="da06-thang", period="2025-06", now=at("2025-06-26", 10),
            reason="đã báo cáo khi kiểm tra", **lao_cai,
        )  # fmt: skip
    acts.a_round(database, registry, given, at("2025-06-30"))


def tasks(engine: Engine) -> dict[tuple[str, str], Any]:
    """The six tasks of the two offices, by obligation and unit."""
    with db.reading(engine) as s:
        return {
            (task.obligation, task.unit): task
            for task in queries.tasks(s)
            if task.unit in OLD and task.obligation in DUTIES and task.period in ("2025-Q2", "2025-06")
        }


def kinds(engine: Engine, task: Any) -> list[tuple[str, str]]:
    """(local day, kind) of a task's events."""
    with db.reading(engine) as s:
        history = queries.history(s, task_id=task.id)
        return [(f"{event.at.astimezone(HANOI):%m-%d}", event.kind) for event in history]


def mails(given: Settings, day: str) -> dict[str, EmailMessage]:
    """The mails of a day by address, those to the offices of this story and their heads alone."""
    found: dict[str, EmailMessage] = {}
    for file in sorted((given.home / "outbox").glob(f"{day}T*.eml")):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        address = mail["To"].addresses[0].addr_spec
        if any(f"{code}@" in address for code in (*OLD, NEW)):
            assert address not in found, f"two mails to {address} on {day}"
            found[address] = mail
    return found


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def about(text: str, ref: str) -> str:
    """The lines of a letter about one task."""
    part = text.split(f"Mã việc: {ref}")[0]
    return part[part.rindex("\n\n") :]


def test_open_tasks_go_to_the_new_office_and_nothing_else_moves(
    june: Engine, registry: Registry, given: Settings
) -> None:
    before = tasks(june)
    assert {key: (task.state.value, task.holder) for key, task in before.items()} == {
        ("kstthc-quy", "tinh-15"): ("submitted", "tinh-15"),
        ("da06-thang", "tinh-15"): ("open", "tinh-15"),
        ("da06-giao-ban", "tinh-15"): ("open", "tinh-15"),
        ("kstthc-quy", "tinh-10"): ("open", "tinh-10"),
        ("da06-thang", "tinh-10"): ("waived", "tinh-10"),
        ("da06-giao-ban", "tinh-10"): ("open", "tinh-10"),
    }
    history = {key: kinds(june, task) for key, task in before.items()}
    assert history["da06-giao-ban", "tinh-15"] == [("06-10", "opened"), ("06-26", "extended")]

    done = acts.a_round(june, registry, given, at("2025-07-01"))
    assert done.handed_over["tinh-10", NEW] >= 2
    assert done.handed_over["tinh-15", NEW] >= 2
    # No office that goes on loses a task.
    assert {came for came, _ in done.handed_over} <= {
        unit.code for unit in registry.units.values() if unit.to == date(2025, 7, 1)
    }

    after = tasks(june)
    moved = [key for key, task in after.items() if task.holder == NEW]
    assert sorted(moved) == [
        ("da06-giao-ban", "tinh-10"), ("da06-giao-ban", "tinh-15"),
        ("da06-thang", "tinh-15"), ("kstthc-quy", "tinh-10"),
    ]  # fmt: skip
    for key, task in after.items():
        was = before[key]
        assert (task.unit, task.last_day, task.original_last_day, task.state, task.opened_at) == (
            was.unit, was.last_day, was.original_last_day, was.state, was.opened_at,
        )  # fmt: skip
        assert kinds(june, task) == history[key] + [("07-01", "handed-over")] * (key in moved)
    with db.reading(june) as s:
        (event,) = queries.history(s, task_id=after["kstthc-quy", "tinh-10"].id, kind="handed-over")
        assert (event.actor, event.origin) == ("dondoc", "engine")
        assert event.data == {"from": "tinh-10", "to": NEW}
        assert event.reason == "tinh-10 ended on 2025-07-01; its successor is tinh-15-2025"
        # What was late stays with those who were late, under the names they had.
        figures = {row.unit: row for row in queries.unit_rows(s, at("2025-07-01"), obligations=DUTIES)}
        assert (figures["tinh-15"].submitted_late, figures["tinh-15"].overdue) == (1, 1)
        assert (figures["tinh-10"].submitted_late, figures["tinh-10"].overdue) == (0, 2)
        assert NEW not in figures

    # The same morning again, and the afternoon: nothing is handed over or told twice.
    standing = snapshot(june)
    for hour in (8, 15):
        again = acts.a_round(june, registry, given, at("2025-07-01", hour))
        assert (again.handed_over, again.chased.raised, again.messages) == ({}, 0, 0)
    assert snapshot(june) == standing


@pytest.mark.long
def test_the_next_mornings_mail_goes_to_the_new_office_alone(
    june: Engine, registry: Registry, given: Settings
) -> None:
    assert set(mails(given, "2025-06-30")) == {
        "tinh-10@bhxh.example", "tinh-15@bhxh.example", "lanhdao.tinh-10@bhxh.example",
    }  # fmt: skip
    acts.a_round(june, registry, given, at("2025-07-01"))
    sent = mails(given, "2025-07-01")
    assert set(sent) == {"tinh-15-2025@bhxh.example", "lanhdao.tinh-15-2025@bhxh.example"}

    text = text_of(sent["tinh-15-2025@bhxh.example"])
    assert "Kính gửi: BHXH tỉnh Lào Cai\n" in text
    # The office that ended and the one that began have one name.
    assert "việc tiếp nhận từ BHXH tỉnh Lào Cai (cũ); BHXH tỉnh Yên Bái, ghi ở từng việc" in text
    quarter = about(text, "kstthc-quy/2025-Q2/tinh-10")
    assert "Thực hiện thay cho: BHXH tỉnh Lào Cai (cũ)\n" in quarter
    assert "Hạn cuối: thứ Tư, 18/06/2025 - QUÁ HẠN 9 NGÀY LÀM VIỆC\n" in quarter
    month = about(text, "da06-thang/2025-06/tinh-15")
    assert "Thực hiện thay cho: BHXH tỉnh Yên Bái\n" in month
    assert "Hạn cuối: thứ Hai, 30/06/2025 - QUÁ HẠN 1 NGÀY LÀM VIỆC\n" in month
    assert "(cũ)" in about(text, "da06-giao-ban/2025-06/tinh-10")
    meeting = about(text, "da06-giao-ban/2025-06/tinh-15")
    assert "Hạn cuối: thứ Năm, 10/07/2025 - CÒN 7 NGÀY LÀM VIỆC\n" in meeting
    assert "hạn ban đầu là thứ Hai, 30/06/2025; lý do: chờ số liệu của huyện\n" in meeting
    # Neither what was sent nor what was waived.
    assert "kstthc-quy/2025-Q2/tinh-15" not in text
    assert "da06-thang/2025-06/tinh-10" not in text

    head = text_of(sent["lanhdao.tinh-15-2025@bhxh.example"])
    assert "Kính gửi: Lãnh đạo BHXH tỉnh Lào Cai\n" in head
    assert "kstthc-quy/2025-Q2/tinh-10" in head
    assert "da06-thang/2025-06/tinh-15" not in head  # one working day late: his rung comes on the second
    acts.a_round(june, registry, given, at("2025-07-02"))
    later = mails(given, "2025-07-02")
    assert set(later) == {"tinh-15-2025@bhxh.example", "lanhdao.tinh-15-2025@bhxh.example"}
    assert "da06-thang/2025-06/tinh-15" in text_of(later["lanhdao.tinh-15-2025@bhxh.example"])


def test_the_new_office_answers_and_owes_what_opens_from_july_on(
    june: Engine, registry: Registry, given: Settings
) -> None:
    acts.a_round(june, registry, given, at("2025-07-01"), deliver=False)
    by_new: dict[str, Any] = {"unit": NEW, "by": LAN, "now": at("2025-07-02", 10)}
    with db.session(june) as s:
        with pytest.raises(
            UnknownName, match="holds 2 tasks of da06-giao-ban 2025-06; say whose: tinh-10, tinh-15"
        ):
            acts.submit(s, registry, obligation="da06-giao-ban", period="2025-06", **by_new)
        sent = acts.submit(
            s, registry, obligation="da06-thang", period="2025-06", document_no="7/BC-BHXH", **by_new
        )
        assert (sent.task.unit, sent.task.holder, sent.late) == ("tinh-15", NEW, True)
        # Under the old name it is the same report.
        same = acts.submit(
            s, registry, obligation="da06-thang", period="2025-06", document_no="7/BC-BHXH",
            **{**by_new, "unit": "tinh-15"},
        )  # fmt: skip
        assert (same.changed, same.task.id) == (False, sent.task.id)
        # What Yên Bái sent in June and is returned in July is done again by the new office.
        back = acts.return_report(
            s, registry, obligation="kstthc-quy", period="2025-Q2", new_day=date(2025, 7, 15),
            reason="thiếu phụ lục", **{**by_new, "unit": "tinh-15"},
        )  # fmt: skip
        assert (back.task.unit, back.task.holder, back.task.state) == ("tinh-15", NEW, TaskState.OPEN)
    with db.reading(june) as s:
        owed = {
            each.task.unit: each
            for each in boards.period_board(s, registry, at("2025-07-02", 11), "kstthc-quy", "2025-Q2")
        }
        both = (owed["tinh-10"].unit_name, owed["tinh-10"].holder_name)
        assert [say(name, "vi") for name in both] == ["BHXH tỉnh Lào Cai (cũ)", "BHXH tỉnh Lào Cai"]
        assert [say(name, "en") for name in both] == ["BHXH tỉnh Lào Cai (former)", "BHXH tỉnh Lào Cai"]
        assert (owed["tinh-10"].standing, owed["tinh-10"].workdays_late) == (Standing.OVERDUE, 10)

    acts.a_round(june, registry, given, at("2025-07-10"), deliver=False)
    with db.reading(june) as s:
        july = {
            task.unit: task.holder
            for task in queries.tasks(s, obligation="da06-thang", period="2025-07")
            if task.unit.startswith("tinh-")
        }
        june_s = [task.unit for task in queries.tasks(s, obligation="da06-thang", period="2025-06")]
    assert len(july) == 34
    assert july[NEW] == NEW
    assert not set(july) & set(OLD)
    assert len([unit for unit in june_s if unit.startswith("tinh-")]) == 63


@pytest.mark.long
def test_the_command_line_shows_both_days_truthfully(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("DONDOC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DONDOC_GO_LIVE", GO_LIVE.isoformat())

    def type_(*words: str) -> str:
        assert cli.main(list(words)) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    def held(unit: str, day: str) -> Held:
        found = json.loads(type_("tasks", "--unit", unit, "--state", "all", "--as-of", day, "--json"))
        return {
            (each["obligation"], each["unit"]): (each["holder"], each["standing"])
            for each in found["tasks"]
            if each["obligation"] in DUTIES
        }

    for day in ("2025-06-10", "2025-06-19"):
        type_("round", "--as-of", day)
    type_("submit", "kstthc-quy", "2025-Q2", "tinh-15", "--document", "45/BC-BHXH", "--as-of", "2025-06-20")
    type_("waive", "da06-thang", "2025-06", "tinh-10", "--reason", "đã báo cáo", "--as-of", "2025-06-26")
    type_("round", "--as-of", "2025-06-30")
    of_lao_cai: Held = {
        ("kstthc-quy", "tinh-10"): ("tinh-10", "overdue"),
        ("da06-thang", "tinh-10"): ("tinh-10", "waived"),
        ("da06-giao-ban", "tinh-10"): ("tinh-10", "open"),
    }
    assert held("tinh-10", "2025-06-30") == of_lao_cai
    assert held(NEW, "2025-06-30") == {}

    type_("round", "--as-of", "2025-07-01")
    assert held("tinh-10", "2025-07-01") == {
        ("kstthc-quy", "tinh-10"): (NEW, "overdue"),
        ("da06-thang", "tinh-10"): ("tinh-10", "waived"),
        ("da06-giao-ban", "tinh-10"): (NEW, "overdue"),
    }
    assert held("tinh-15", "2025-07-01") == {
        ("kstthc-quy", "tinh-15"): ("tinh-15", "submitted_late"),
        ("da06-thang", "tinh-15"): (NEW, "overdue"),
        ("da06-giao-ban", "tinh-15"): (NEW, "overdue"),
    }
    assert held(NEW, "2025-07-01") == {
        ("kstthc-quy", "tinh-10"): (NEW, "overdue"),
        ("da06-giao-ban", "tinh-10"): (NEW, "overdue"),
        ("da06-thang", "tinh-15"): (NEW, "overdue"),
        ("da06-giao-ban", "tinh-15"): (NEW, "overdue"),
    }
    assert "tinh-10 > tinh-15-2025" in type_("tasks", "--unit", NEW, "--as-of", "2025-07-01")
    # Looked at from July, 30 June is what it was.
    assert held("tinh-10", "2025-06-30") == of_lao_cai
    assert held(NEW, "2025-06-30") == {}
    type_("submit", "kstthc-quy", "2025-Q2", NEW, "--document", "8/BC-BHXH", "--as-of", "2025-07-02")
    for unit in ("tinh-10", NEW):
        assert held(unit, "2025-07-03")["kstthc-quy", "tinh-10"] == (NEW, "submitted_late")
