"""The same answer on a terminal and in a pipe: colour and drawing belong to the first only."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _on_a_terminal(command: list[str], **settings: str) -> str:
    leader, follower = pty.openpty()
    env = os.environ | {"TERM": "xterm-256color", "COLUMNS": "160"} | settings
    running = subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=follower, stdout=follower, stderr=follower, close_fds=True
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        shown += part
    os.close(leader)
    running.wait(60)
    return shown.decode()


def test_a_terminal_gets_a_drawn_table(program, home: Path) -> None:
    words = program("agenda", "--from", "2026-09-01", "--to", "2026-09-30")
    shown = _on_a_terminal(words)
    assert "─" in shown
    assert "kstthc-quy" in shown
    assert "report on" in shown
    vietnamese = _on_a_terminal(words, DONDOC_LANGUAGE="vi")
    assert "hạn cuối" in vietnamese
    assert "Báo cáo" in vietnamese


def test_a_pipe_gets_plain_lines(dondoc) -> None:
    answer = dondoc("agenda", "--from", "2026-09-01", "--to", "2026-09-30")
    assert "\x1b" not in answer.out
    assert "─" not in answer.out
    assert answer.out.splitlines()[0].split() == [
        "LAST", "DAY", "OBLIGATION", "PERIOD", "DUE", "UNITS", "TITLE", "NOTE",
    ]  # fmt: skip


def test_json_on_a_terminal_is_json(program, home: Path) -> None:
    shown = _on_a_terminal(program("due", "kstthc-quy", "2026-Q3", "--json"))
    assert json.loads(shown)["last_day"] == "2026-09-18"


@pytest.mark.long
def test_no_color_is_respected(program, home: Path) -> None:
    shown = _on_a_terminal(program("doctor", "--as-of", "2026-12-30"), NO_COLOR="1")
    assert "calendar" in shown
    assert "\x1b[33m" not in shown


def test_a_stream_that_cannot_carry_vietnamese_shows_escapes_not_a_crash(program, home: Path) -> None:
    env = os.environ | {"PYTHONIOENCODING": "latin-1", "DONDOC_LANGUAGE": "vi"}
    answers = [
        subprocess.run(
            program(*words),
            cwd=ROOT,
            env=env,
            capture_output=True,
            encoding="latin-1",
            timeout=60,
            check=False,
        )
        for words in (["due", "kstthc-quy", "2026-Q3"], ["check", "--json"], ["due", "kstthc"], ["--help"])
    ]
    assert [answer.returncode for answer in answers] == [0, 0, 2, 0]
    assert "th\\u1ee7 t\\u1ee5c" in answers[0].stdout
    assert json.loads(answers[1].stdout)["office"] == "Bảo hiểm xã hội Việt Nam"
    assert "không" in answers[2].stderr  # latin-1 has these letters
    assert "nhi\\u1ec7m v\\u1ee5" in answers[2].stderr
    assert "Cách dùng" in answers[3].stdout


@pytest.mark.long
def test_long_work_shows_its_progress_on_a_terminal_only(program, dondoc) -> None:
    words = ("simulate", "--from", "2026-09-14", "--to", "2026-09-18", "--unit", "TST")
    assert "simulating" in _on_a_terminal(program(*words))
    assert "đang mô phỏng" in _on_a_terminal(program(*words), DONDOC_LANGUAGE="vi")
    piped = dondoc(*words)
    assert piped.err == ""
    assert "simulating" not in piped.out
