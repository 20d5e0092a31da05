"""`dondoc doctor` finds what is wrong with a real installation, and says what to do for each."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.health import checks
from desk.health.secret_files import keeps_secret
from engine.links import keys
from tests.support import mailserver


def _checks(answer: Any, name: str) -> list[dict[str, str]]:
    return [check for check in answer.json["checks"] if check["check"] == name]


def _levels(answer: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for check in answer.json["checks"]:
        found.setdefault(check["check"], set()).add(check["level"])
    return found


def test_a_fresh_machine_is_in_order(ask, home) -> None:
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 0, answer.out
    assert answer.json["ok"] is True
    assert {
        "settings",
        "registry",
        "calendar",
        "home",
        "disk",
        "versions",
        "ports",
        "mail",
        "database",
    } <= set(_levels(answer))
    assert all(check["advice"] for check in answer.json["checks"] if check["level"] != "ok")
    assert all(check["code"].startswith("doctor.") for check in answer.json["checks"])
    assert not home.exists()


@pytest.mark.parametrize(
    ("day", "level"),
    [("2026-10-02", "ok"), ("2026-10-03", "warning"), ("2026-12-31", "warning"), ("2027-01-01", "problem")],
)
def test_the_calendars_horizon(ask, day: str, level: str) -> None:
    # Verified until 31 December 2026; 90 days before that is 2 October.
    answer = ask("doctor", "--json", "--as-of", day)
    assert [check["level"] for check in _checks(answer, "calendar")] == [level]
    assert answer.code == (1 if level == "problem" else 0)


@pytest.mark.slow
def test_a_mail_server_that_does_not_answer(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("DONDOC_SMTP", f"smtp://clerk@127.0.0.1:{port}?starttls=no")
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 1
    (found,) = _checks(answer, "mail")
    assert found["level"] == "problem"
    assert f"127.0.0.1:{port}" in found["found"]
    assert "clerk" not in answer.out


@pytest.mark.slow
def test_the_mailbox_of_replies(ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert _checks(answer, "replies") == []
    monkeypatch.setenv("DONDOC_REPLIES", f"maildir:{tmp_path}/Maildir")
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    (found,) = _checks(answer, "replies")
    assert (answer.code, found["level"]) == (1, "problem")
    assert found["found"].startswith(f"{tmp_path}/Maildir is no Maildir (it needs new and cur)")
    assert found["advice"].startswith("check replies in dondoc.toml")
    for folder in ("new", "cur"):
        (tmp_path / "Maildir" / folder).mkdir(parents=True)
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert [check["level"] for check in _checks(answer, "replies")] == ["ok", "warning"]
    monkeypatch.setenv("DONDOC_REPLIES_AUTHSERV", "mx.bhxh.example")
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert (answer.code, [check["level"] for check in _checks(answer, "replies")]) == (0, ["ok"])


def test_a_mailbox_of_replies_that_does_not_answer(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("DONDOC_REPLIES", f"imap://clerk@127.0.0.1:{port}/INBOX?starttls=no")
    monkeypatch.setenv("DONDOC_REPLIES_PASSWORD", "geheim")
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    (found,) = _checks(answer, "replies")
    assert (answer.code, found["level"]) == (1, "problem")
    assert f"127.0.0.1:{port}" in found["found"]
    assert "geheim" not in answer.out


def test_example_addresses_with_a_real_mail_server(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with mailserver.running() as server:
        monkeypatch.setenv("DONDOC_SMTP", f"smtp://127.0.0.1:{server.port}?starttls=no")
        answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert [check["level"] for check in _checks(answer, "mail")] == ["ok", "warning"]
    assert server.letters == []


@pytest.mark.slow
def test_how_many_connections_the_mail_server_takes(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with mailserver.running(mailserver.Behaviour(connections=2)) as server:
        monkeypatch.setenv("DONDOC_SMTP", f"smtp://127.0.0.1:{server.port}?starttls=no")
        monkeypatch.setenv("DONDOC_SMTP_CONNECTIONS", "2")
        found = [each["found"] for each in _checks(ask("doctor", "--json", "--as-of", "2026-03-02"), "mail")]
        assert found[1] == "the mail server takes 2 connections at once"
        monkeypatch.setenv("DONDOC_SMTP_CONNECTIONS", "3")
        monkeypatch.setenv("DONDOC_MAILS_PER_MINUTE", "1")
        few, slow = _checks(ask("doctor", "--json", "--as-of", "2026-03-02"), "mail")[1:3]
    assert few["level"] == slow["level"] == "warning"
    assert few["found"].startswith("the mail server takes 2 connections at once, and smtp_connections is 3: ")
    assert "421 too many connections" in few["found"]
    assert few["advice"].startswith("set smtp_connections = 2 in dondoc.toml (DONDOC_SMTP_CONNECTIONS)")
    assert slow["found"].startswith("at 1 mails a minute a mail to each of ")
    assert slow["advice"].startswith("raise mails_per_minute")


def test_a_package_that_prefect_does_not_bear(ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # With FastAPI 0.165 the server of Prefect 3.9.1 starts, looks well, and refuses every request.
    lifted = tmp_path / "fastapi-0.165.0.dist-info"
    lifted.mkdir()
    (lifted / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: fastapi\nVersion: 0.165.0\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 1
    (found,) = _checks(answer, "versions")
    assert found["found"].startswith("fastapi is 0.165.0, it must be")
    assert "requirements.lock" in found["advice"]


def test_a_port_that_another_program_holds(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("DONDOC_PREFECT_PORT", str(listening.getsockname()[1]))
        monkeypatch.setattr("desk.health.machine.PATIENCE", 0.2)
        answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    (found,) = _checks(answer, "ports")
    assert found["level"] == "problem"
    assert "DONDOC_PREFECT_PORT" in found["advice"]


def test_a_damaged_database(ask, home) -> None:
    home.mkdir()
    (home / "dondoc.db").write_bytes(b"no database" * 1000)
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 1
    assert [check["level"] for check in _checks(answer, "database")] == ["problem"]


def test_a_broken_setting_is_told_once_and_the_rest_still_looks(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_LEASE_SECONDS", "soon")
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 1
    assert [check["check"] for check in answer.json["checks"] if check["level"] == "problem"] == ["settings"]
    assert "versions" in _levels(answer)


def test_an_unknown_variable_is_a_warning(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_SMPT", "smtp://mail.example")
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 0
    assert any("DONDOC_SMPT" in check["found"] for check in _checks(answer, "settings"))


def test_for_a_person(ask) -> None:
    answer = ask("doctor", "--as-of", "2027-01-01")
    assert answer.code == 1
    assert "1 problem" in answer.out
    assert "calendar.yaml" in answer.out


def test_a_mail_server_that_refuses_the_log_in(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with mailserver.running(mailserver.Behaviour(login=("clerk", "right"))) as server:
        monkeypatch.setenv("DONDOC_SMTP", f"smtp://clerk@127.0.0.1:{server.port}?starttls=no")
        monkeypatch.setenv("DONDOC_SMTP_PASSWORD", "geheim")
        answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 1
    (found,) = _checks(answer, "mail")
    assert "log-in" in found["found"]
    assert "geheim" not in answer.out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('smtp_password = "s"', True),
        ('smtp = "smtp://me:s@mail.example:587"', True),
        ('replies = "imaps://me:s@mail.example/INBOX"', True),
        ('replies = "imaps://me@mail.example/INBOX"', False),
        ('heartbeat_url = "https://watch.example/secret"', True),
        ('smtp = "smtp://me@mail.example:587"', False),
    ],
)
def test_a_secret_that_others_may_read(tmp_path: Path, line: str, told: bool) -> None:
    file = tmp_path / "dondoc.toml"
    file.write_text(line + "\n", encoding="utf-8")
    assert keeps_secret(file) is told


def test_keys_and_secrets_of_their_own_files_that_others_may_read(
    ask, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.ensure(home)
    (home / "keys" / "links").chmod(0o640)
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name, mode in (("smtp_password", 0o644), ("replies_password", 0o640)):
        (folder / name).write_text("s")
        (folder / name).chmod(mode)
    monkeypatch.setenv("DONDOC_SECRETS_DIR", str(folder))
    told = [each["found"] for each in _checks(ask("doctor", "--json", "--as-of", "2026-03-02"), "settings")]
    assert [each.split(" ")[0] for each in told if "others may read" in each] == [
        str(home / "keys" / "links"),
        str(folder / "smtp_password"),
    ]


@pytest.mark.long
@pytest.mark.slow
def test_what_dondoc_writes_is_not_for_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    words = [sys.executable, "-m", "desk.cli", "round", "--as-of", "2026-09-18"]
    before = os.umask(0o022)
    try:
        subprocess.run(words, check=True, capture_output=True, env={**os.environ, "DONDOC_HOME": str(home)})
    finally:
        os.umask(before)
    written = [home, *home.rglob("*")]
    assert len(written) > 50
    assert [path.name for path in written if path.stat().st_mode & 0o007] == []


@pytest.mark.slow
def test_a_round_that_ran_ahead_of_the_clock_is_a_problem(ask, small_office: Path) -> None:
    tomorrow = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    assert ask("round", "--as-of", tomorrow, "--json").json["opened"] >= 0
    answer = ask("doctor", "--json")
    assert answer.code == 1
    (found,) = [check for check in _checks(answer, "work") if check["level"] == "problem"]
    assert "which is still to come" in found["found"]
    assert "backup" in found["advice"]
    refused = ask("round")
    assert refused.code == 2
    assert "restore the backup" in refused.err


def test_a_round_on_a_day_without_a_calendar_makes_nothing(ask, home) -> None:
    answer = ask("round", "--as-of", "2099-01-01")
    assert answer.code == 2
    assert "outside the working calendar" in answer.err
    assert not home.exists()


def test_a_table_that_somebody_dropped_is_told(ask, first_round, home: Path) -> None:
    """Seen: 0 problems, since the recorded version was current."""
    first_round("2026-09-11")
    with closing(sqlite3.connect(home / "dondoc.db")) as connection:
        connection.execute("DROP TABLE told_too")
        connection.execute("ALTER TABLE message DROP COLUMN answers")
        connection.commit()
    looked = ask("doctor", "--json")
    found = {each["check"]: each for each in looked.json["checks"] if each["level"] == "problem"}
    assert looked.code == 1
    assert found["database"]["found"].startswith("the database lacks message.answers, told_too:")


def test_a_finding_has_a_code_also_where_an_error_speaks(ask, home) -> None:
    home.mkdir()
    (home / "dondoc.toml").write_text("smtp_timeout = 0\nnothing = 1\n", encoding="utf-8")
    answer = ask("doctor", "--json", "--as-of", "2026-03-02")
    assert answer.code == 1
    assert {check["code"] for check in _checks(answer, "settings")} == {"settings.wrong"}


def test_what_is_found_is_told_before_the_next_is_looked_at(
    ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []

    def last(_desk: Any) -> Any:
        told.append(capsys.readouterr().out)
        return iter(())

    monkeypatch.setitem(checks.CHECKS, "plan", last)
    answer = ask("doctor", "--as-of", "2026-03-02")
    (before,) = told
    assert before.splitlines()[-1].startswith("database")
    assert len(answer.out.splitlines()) == 1
