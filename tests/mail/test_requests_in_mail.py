"""A request in mails: whoever is to decide one that was passed on finds it once, and the unit's own mails
say what
waits and until when nobody above is told.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.answers import requests
from engine.installation import Installation
from engine.mail.letter import Letter
from engine.mail.letter_contents import Reader
from engine.mail.message import build
from engine.mail.routing import sender_of
from engine.tasks.acts import Act, TaskRef, acting
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings

REGISTRY = cast.registry()
TST = TaskRef("kstthc-quy", "2026-Q3", "TST")
LINE = (
    "Báo cáo công tác kiểm soát TTHC quý III/2026: Ban Quản lý thu xin gia hạn đến 25/09/2026, "
    "lý do: Chờ số liệu. Ý kiến chuyển: Xin ý kiến (kstthc-quy/2026-Q3/TST)"
)


def doing(engine: Engine, home: Path, day: str, hour: int = 10) -> AbstractContextManager[Act]:
    return acting(Installation(settings(home), REGISTRY, engine), at(day, hour), LAN)


def passed_on(engine: Engine, home: Path) -> None:
    """Asked and passed on to CSXH on Wednesday the 9th."""
    quiet_round(engine, REGISTRY, settings(home), at("2026-09-09"))
    with doing(engine, home, "2026-09-09") as act:
        requests.ask_extension(act, TST, new_day=date(2026, 9, 25), reason="Chờ số liệu")
        requests.pass_on(act, TST, to="CSXH", reason="Xin ý kiến")


def letter(engine: Engine, home: Path, unit: str, day: str) -> Letter | None:
    """What the unit's mail of that morning says when it leaves."""
    with db.reading(engine) as s:
        mails = [each for each in queries.outbox_rows(s, limit=1000) if each.recipient == unit]
        chosen = [each.id for each in mails if each.round_key == day and each.id is not None]
        rows = queries.messages_by_id(s, set(chosen))
        found = Reader(s, REGISTRY, settings(home), at(day, 9)).letters(list(rows.values()))  # type: ignore[arg-type]
    return found[chosen[0]][0] if chosen else None


def text(letter: Letter, home: Path) -> str:
    sender = sender_of(REGISTRY, settings(home))
    mail = build(letter, sender, (letter.recipient,), "<x@bhxh.example>", at("2026-09-10"))
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


@pytest.mark.slow
def test_whoever_is_to_decide_finds_it_in_one_mail(scratch: Engine, tmp_path: Path) -> None:
    passed_on(scratch, tmp_path)
    for day in ("2026-09-10", "2026-09-11"):
        acts.a_round(scratch, REGISTRY, settings(tmp_path), at(day))
    found = letter(scratch, tmp_path, "CSXH", "2026-09-10")
    assert found is not None
    said = text(found, tmp_path)
    assert "ĐỀ NGHỊ CẦN QUYẾT ĐỊNH (1)" in said
    assert LINE in said
    then = letter(scratch, tmp_path, "CSXH", "2026-09-11")
    assert then is None or then.notes == ()


def test_what_was_decided_before_the_mail_leaves_is_not_in_it(scratch: Engine, tmp_path: Path) -> None:
    passed_on(scratch, tmp_path)
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-09-10"))
    with doing(scratch, tmp_path, "2026-09-10", 8) as act:
        requests.grant(act, TST)
    found = letter(scratch, tmp_path, "CSXH", "2026-09-10")
    assert found is not None
    assert found.notes == ()


@pytest.mark.slow
def test_passed_on_once_more_it_is_told_to_the_next(scratch: Engine, tmp_path: Path) -> None:
    passed_on(scratch, tmp_path)
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-09-10"))
    with doing(scratch, tmp_path, "2026-09-10") as act:
        requests.pass_on(act, TST, to="TCKT", reason="Về kinh phí")
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-09-11"))
    found = letter(scratch, tmp_path, "TCKT", "2026-09-11")
    assert found is not None
    assert [each.kind for each in found.notes] == ["decision"]
    before = letter(scratch, tmp_path, "CSXH", "2026-09-10")
    assert before is not None
    assert before.notes == ()


@pytest.mark.slow
def test_the_units_mail_says_what_waits_and_until_when_it_holds(scratch: Engine, tmp_path: Path) -> None:
    passed_on(scratch, tmp_path)
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-09-11"))
    found = letter(scratch, tmp_path, "TST", "2026-09-11")
    assert found is not None
    assert (
        "Đề nghị đang chờ: xin gia hạn đến 25/09/2026, chưa có trả lời; tạm dừng báo cấp trên đến 16/09/2026"
        in text(found, tmp_path)
    )  # asked on Wednesday the 9th: five working days later is Wednesday the 16th
