"""`dondoc outbox` shows by which way each message leaves; `check` and `doctor` what a channel lacks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from config.settings import SHIPPED_REGISTRY
from models import db, queries
from tests.desk.conftest import Answer

AT = datetime(2026, 9, 11, 2, tzinfo=UTC)
LATER = ("--as-of", "2026-09-11T10:00")


@pytest.mark.slow
def test_each_message_has_its_way(
    first_round: Callable[[str], None], home: Path, ask: Callable[..., Answer]
) -> None:
    first_round("2026-09-11")
    engine = db.engine_for(f"sqlite:///{home / 'dondoc.db'}")
    with db.session(engine) as s:
        said = ("TST:head", "2026-09-11", "digest/chat", "<1@x>", AT, AT, "chat", "chat")
        (short,) = queries.queue_messages(s, [queries.NewMessage(*said)])
        s.execute(text("UPDATE message SET state = 'sent', sent_at = queued_at, subject = 'Báo cáo quý'"
                       " WHERE id = :id"), {"id": short.id})  # fmt: skip
    engine.dispose()
    (line,) = [each for each in ask("outbox", *LATER).out.splitlines() if "TST:head" in each]
    assert line.split("TST:head")[1].split() == ["chat", "sent", "Báo", "cáo", "quý"]
    rows = ask("outbox", *LATER, "--json").json["messages"]
    assert {(each["recipient"], each["way"]) for each in rows} >= {("TST:head", "chat"), ("TST", "mail")}
    shown = ask("outbox", "--show", str(short.id), *LATER, "--json").json
    assert (shown["headers"], shown["text"]) == ({"To": '"TST:head" <chat>'}, "Báo cáo quý\n")


def test_check_and_doctor_name_what_a_channel_lacks(
    home: Path, tmp_path: Path, ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    shutil.copytree(SHIPPED_REGISTRY, folder)
    units = folder / "units.yaml"
    with_channel = 'code: TST, channels: {chat: "json://chat.example/tuyet-mat/{secret.chat_tst}"},'
    said = units.read_text(encoding="utf-8").replace("code: TST,", with_channel, 1)
    units.write_text(said, encoding="utf-8")
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    lacks = "channel_secrets lacks 'chat_tst', which is needed for TST chat"
    off = "1 channel beside mail in the registry is switched off"
    for settings, found in (({}, off), ({"DONDOC_CHANNELS": "on"}, lacks)):
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        checked, examined = ask("check", *LATER), ask("doctor", *LATER, "--json")
        assert found in " ".join(checked.out.split())
        (told,) = [each for each in examined.json["checks"] if each["check"] == "channels"]
        assert (found in told["found"], told["level"]) == (True, "problem" if settings else "warning")
        assert "tuyet-mat" not in checked.out + examined.out
    monkeypatch.setenv("DONDOC_CHANNEL_SECRETS", "chat_tst = x")
    (told,) = [each for each in ask("doctor", "--json").json["checks"] if each["check"] == "channels"]
    assert (told["level"], told["found"]) == (
        "ok", "1 channel beside mail, with all that it needs (nothing was sent)")  # fmt: skip
