"""Whatever is wrong, the real program says so in one message, with exit code 1 or 2, and leaves nothing
half done.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import SHIPPED_REGISTRY

ROOT = Path(__file__).resolve().parents[2]
MORNING = "2026-09-11T08:00"


def _registry(tmp_path: Path) -> Path:
    folder = tmp_path / "registry"
    shutil.copytree(SHIPPED_REGISTRY, folder)
    return folder


def _one_message(answer) -> None:
    assert answer.code in {1, 2}
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert answer.err.strip()


def test_a_broken_registry_stops_every_command(typed, tmp_path: Path, home: Path) -> None:
    folder = _registry(tmp_path)
    file = next(folder.glob("kh-490.yaml"))
    text = file.read_text(encoding="utf-8")
    text = text.replace("owner: VP", "owner: VPP").replace("cycle: quarterly", "cycle: sometimes")
    file.write_text(text, encoding="utf-8")
    for words in (["check"], ["due", "kstthc-quy"], ["round"], ["up"], ["tasks"]):
        answer = typed(*words, DONDOC_CONFIG=str(folder))
        _one_message(answer)
        assert answer.code == 1
        assert "kh-490.yaml:" in answer.err
        assert "VPP" in answer.err
        assert "sometimes" in answer.err
    assert not home.exists()


def test_a_broken_registry_as_json(typed, tmp_path: Path) -> None:
    folder = _registry(tmp_path)
    (folder / "units.yaml").write_text("units: [", encoding="utf-8")
    answer = typed("check", "--json", DONDOC_CONFIG=str(folder))
    assert answer.code == 1
    assert answer.err == ""
    assert answer.json["ok"] is False
    assert any("units.yaml" in error for error in answer.json["errors"])


def test_a_registry_folder_that_is_not_there(typed, tmp_path: Path) -> None:
    answer = typed("check", DONDOC_CONFIG=str(tmp_path / "nowhere"))
    _one_message(answer)
    assert "nowhere" in answer.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["due", "kstthc-quy", "2026-Q4"], "Q1, Q2, Q3"),
        (["submit", "kstthc-quy", "2026-Q3", "TSTT", "--document", "1/BC"], "TST"),
        (["submit", "kstthc-qui", "2026-Q3", "TST", "--document", "1/BC"], "kstthc-quy"),
        (["submit", "kstthc-quy", "2026-Q4", "TST", "--document", "1/BC"], "Q1, Q2, Q3"),
        (["submit", "kstthc-quy", "2026-Q3", "TST"], "--document"),
        (["rerun", "kstthc-quy", "2026-Q3", "--units", "TST,NOBODY"], "NOBODY"),
        (["rerun", "kstthc-quy", "2026-Q3", "--units", " , "], "codes like TST,PC"),
        (["tasks", "--unit", "TSTT"], "TST"),
        (["tasks", "--state", "lost"], "overdue"),
        (["outbox", "--state", "lost"], "dead"),
        (["round", "--as-of", "yesterday"], "2026-09-18"),
        (["simulate", "--from", "2026-12-31", "--to", "2026-01-01"], "before"),
        (["dou"], "due"),
        (["due", "--jsn"], "--json"),
    ],
)
def test_wrong_usage_is_answered_with_what_would_be_right(
    typed, home: Path, words: list[str], hint: str
) -> None:
    answer = typed(*words)
    _one_message(answer)
    assert answer.code == 2
    assert hint in answer.err
    assert not home.exists()


@pytest.mark.parametrize("words", [["tasks"], ["outbox"], ["outbox", "--show", "1"]])
def test_no_database_yet(typed, home: Path, words: list[str]) -> None:
    answer = typed(*words)
    _one_message(answer)
    assert answer.code == 1
    assert "dondoc up" in answer.err
    assert not home.exists()


def test_no_database_server(typed) -> None:
    answer = typed("tasks", DONDOC_DATABASE_URL="postgresql://clerk:geheim@127.0.0.1:9/dondoc")
    _one_message(answer)
    assert answer.code == 1
    assert "geheim" not in answer.err


def test_a_database_that_is_not_one(typed, home: Path) -> None:
    home.mkdir()
    (home / "dondoc.db").write_bytes(b"not a database at all" * 500)
    for words in (["tasks"], ["round", "--as-of", MORNING], ["db", "status"], ["db", "upgrade"]):
        answer = typed(*words)
        _one_message(answer)
        assert answer.code == 1
        assert "dondoc.db" in answer.err
    assert (home / "dondoc.db").read_bytes() == b"not a database at all" * 500


def test_a_locked_database(typed, home: Path) -> None:
    assert typed("db", "upgrade").code == 0
    url = f"sqlite:///{home / 'dondoc.db'}?timeout=0.3"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
            "c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()",
            str(home / "dondoc.db"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        for words in (
            ["round", "--as-of", MORNING],
            ["submit", "kstthc-quy", "2026-Q3", "TST", "--document", "1/BC", "--as-of", MORNING],
        ):
            answer = typed(*words, DONDOC_DATABASE_URL=url)
            _one_message(answer)
            assert answer.code == 1
            assert "locked" in answer.err
        # Looking waits for nobody.
        assert typed("tasks", DONDOC_DATABASE_URL=url).code == 0
    finally:
        holder.communicate("")
    with sqlite3.connect(home / "dondoc.db") as connection:
        assert connection.execute("SELECT count(*) FROM task").fetchone() == (0,)
    assert not list(home.glob("outbox/*"))


@pytest.mark.parametrize("words", [["round", "--as-of", MORNING], ["up"], ["db", "upgrade"]])
def test_a_home_that_cannot_be(typed, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    # Nobody, not even root, may make a folder under a file or in /proc.
    for folder in (tmp_path / "file" / "home", Path("/proc/dondoc-home")):
        answer = typed(*words, DONDOC_HOME=str(folder))
        _one_message(answer)
        assert answer.code == 1
        assert "DONDOC_HOME" in answer.err


@pytest.mark.long
def test_a_full_outbox_folder_keeps_every_mail_for_later(typed, home: Path) -> None:
    answer = typed("round", "--as-of", MORNING, DONDOC_OUTBOX_MAX_FILES="3")
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert "outbox" in answer.err + answer.out
    assert len(list((home / "outbox").glob("*.eml"))) <= 3
    again = typed("round", "--as-of", "2026-09-11T09:00")
    assert again.code == 0
    waiting = typed("outbox", "--state", "pending", "--json").json
    assert waiting["messages"] == []


def test_a_wrong_setting(dondoc) -> None:
    answer = dondoc("due", "kstthc-quy", "2026-Q3", DONDOC_PREFECT_PORT="many")
    _one_message(answer)
    assert answer.code == 1
    assert "DONDOC_PREFECT_PORT" in answer.err


def test_a_closed_pipe_is_quiet(program, home: Path) -> None:
    both = subprocess.run(
        [
            "bash",
            "-c",
            'set -o pipefail; "$@" | head -n 1; exit ${PIPESTATUS[0]}',
            "-",
            *program("calendar", "2026", "--json"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert both.stdout == "{\n"
    assert both.stderr == ""
    assert both.returncode in {0, 141}  # 0 when the answer fitted into the pipe before head left


def test_ctrl_c_is_quiet(program, home: Path) -> None:
    running = subprocess.Popen(
        program("simulate", "--from", "2026-01-01", "--to", "2030-12-31"),
        cwd=ROOT,
        # Whoever runs the tests in the background has Ctrl-C ignored for all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(2)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=20)
    assert (running.returncode, err.strip()) == (130, "")


def test_debugging_shows_the_traceback(dondoc) -> None:
    answer = dondoc("due", "kstthc-quy", "2026-Q4", DONDOC_DEBUG="1")
    assert answer.code == 2
    assert "Traceback" in answer.err


def test_an_error_of_ours_is_one_line_and_a_log(ask, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from config import settings

    def broken() -> None:
        raise ZeroDivisionError("smtp://clerk:geheim@mail.example is odd\nsecond line")

    monkeypatch.setattr(settings, "load", broken)
    home.mkdir()
    answer = ask("due", "kstthc-quy")
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1
    assert "geheim" not in answer.err
    log = home / "logs" / "dondoc.log"
    assert str(log) in answer.err
    assert "ZeroDivisionError" in log.read_text()
    assert "geheim" not in log.read_text()


def test_what_is_no_text_or_no_file_or_too_large_is_a_sentence(
    ask, small_office: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of these hung, or ended in an error of Python's."""
    assert (
        ask("due", "kst\udcff").err
        == "dondoc: 'kst\\udcff' is no UTF-8 text: type it again, or rename the file\n"
    )
    assert ask("outbox", "--limit", "1" + "0" * 20).code == 2
    assert ask("outbox", "--show", "1" + "0" * 20).code == 2
    os.mkfifo(small_office / "x\udcff.yaml")
    assert "'x\\udcff.yaml'" in ask("check").err
    monkeypatch.setenv("DONDOC_DATABASE_URL", "sqlite:///:memory:")
    assert ask("tasks").code == 1
    monkeypatch.delenv("DONDOC_DATABASE_URL")
    home.mkdir(exist_ok=True)
    os.mkfifo(home / "dondoc.toml")
    assert "dondoc.toml: cannot be read" in ask("units").err
