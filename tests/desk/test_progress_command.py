"""`dondoc progress`, typed: what it says, what it refuses, and what `tasks` shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.trial_office import TRIAL

pytestmark = pytest.mark.slow

TASK = (TRIAL, "2026-08", "TST")


@pytest.fixture
def opened(small_office: Path, ask) -> None:
    assert ask("round", "--as-of", "2026-09-03").code == 0


def test_from_typing_to_the_table(ask, opened: None) -> None:
    done = ask("progress", *TASK, "--percent", "40", "--note", "Đang lấy ý kiến", "--as-of", "2026-09-10")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{TRIAL} 2026-08 TST: is under way, 40%, Đang lấy ý kiến.\n"
    shown = ask("tasks", "--unit", "TST", "--as-of", "2026-09-11")
    assert "PROGRESS" in shown.out.splitlines()[0]
    assert "40%, Đang lấy ý kiến" in shown.out
    (task,) = [
        each
        for each in ask("tasks", "--unit", "TST", "--json", "--as-of", "2026-09-11").json["tasks"]
        if (each["obligation"], each["period"]) == TASK[:2]
    ]
    assert task["progress"]["percent"] == 40
    assert task["progress"]["note"] == "Đang lấy ý kiến"
    assert task["state"] == "open"
    assert "PROGRESS" not in ask("tasks", "--unit", "PC", "--as-of", "2026-09-11").out


def test_json_and_dry_run(ask, opened: None) -> None:
    words = ("progress", *TASK, "--percent", "40%", "--as-of", "2026-09-10", "--json")
    tried = ask(*words, "--dry-run").json
    assert (tried["dry_run"], tried["changed"], tried["percent"], tried["note"]) == (True, True, 40, "")
    assert (tried["done"], tried["state"], tried["late"]) == ("progress", "open", False)
    done = ask(*words, "--by", "Lan").json
    assert (done["dry_run"], done["changed"]) == (False, True)
    assert ask(*words).json["changed"] is False


def test_a_hundred_says_how_to_close_it(ask, opened: None) -> None:
    done = ask("progress", *TASK, "--percent", "100", "--as-of", "2026-09-10")
    assert done.code == 0
    assert f"dondoc submit {TRIAL} 2026-08 TST --document NUMBER" in done.err


@pytest.mark.parametrize(
    ("words", "english", "vietnamese"),
    [
        ((), "say how far it is", "hãy ghi tiến độ"),
        (("--percent", "101"), "is no percentage", "không phải là tỷ lệ phần trăm"),
        (("--percent", "nửa"), "is no percentage", "không phải là tỷ lệ phần trăm"),
    ],
)
def test_refusals_in_both_languages(
    ask, opened: None, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], english: str, vietnamese: str
) -> None:
    for language, text in (("en", english), ("vi", vietnamese)):
        monkeypatch.setenv("DONDOC_LANGUAGE", language)
        refused = ask("progress", *TASK, *words, "--as-of", "2026-09-10")
        assert (refused.code, refused.out) == (1, "")
        assert text in refused.err


def test_what_is_sent_takes_none(ask, opened: None) -> None:
    assert ask("submit", *TASK, "--document", "1/BC", "--as-of", "2026-09-10").code == 0
    refused = ask("progress", *TASK, "--percent", "40", "--as-of", "2026-09-11")
    assert refused.code == 1
    assert "only an open task can be said to be under way" in refused.err
